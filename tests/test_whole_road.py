"""From two rosters to a briefing, as the people concerned walk it: real processes, mails, browsers.

Everything the briefing is held to was worked out by hand from the answers below.
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from diagnostic.storage import connected
from tests.answering import an_hour_passes
from tests.browsing import DESK, PHONE, chromium, needs_browser
from tests.conftest import PASSWORD, SECRET
from tests.mail.server import MailServer, plain
from tests.ports import free_port

EMAIL = "alice@consultancy.example"

# Eight people a side, in the order of the roster.
RELIABILITY_OF_US = {"a": [5, 5, 4, 4, 4, 3, 5, 4], "b": [4, 4, 3, 4, 5, 4, 4, 3]}
RELIABILITY_OF_THEM = {"a": [4, 3, 4, 3, 4, 4, 3, 4], "b": [2, 3, 2, 3, 2, 3, 1, 4]}
WHAT_THEY_WOULD_SAY = {"a": [4, 4, 5, 3, 4, 4, 3, 5], "b": [3, 3, 4, 2, 3, 4, 3, 3]}
STICK = {"a": [4, 4, 4, 4, 4, 4, 4, 2], "b": [1, 2, 3, 4, 5, 3, 2, 4]}
PRICING = {
    "a": ["us", "us", "us", "us", "us", "joint", "joint", "unknown"],
    "b": ["us", "us", "us", "us", "us", "them", "them", "nobody"],
}
EFFORT = {"a": [60, 70, 65, 55, 60, 80, 70, 50], "b": [50, 60, 55, 45, 50, 70, 60, 40]}
HELP = "A shared calendar would help, says person {n} of {side}."


def sheet(side: str, n: int) -> dict[str, str]:
    """What the n-th person of a side answers; everything else stays blank."""
    return {
        "trust.promises:we": str(RELIABILITY_OF_US[side][n]),
        "trust.promises:they": str(RELIABILITY_OF_THEM[side][n]),
        "trust.promises:they_of_us": str(WHAT_THEY_WOULD_SAY[side][n]),
        "decisions.raised": str(STICK[side][n]),
        "responsibilities.pricing:now": PRICING[side][n],
        "effort_share": str(EFFORT[side][n]),
        "would_help": HELP.format(n=n, side=side),
    }


class Site:
    """The server and the worker, as processes of their own."""

    def __init__(self, folder: Path, database_url: str, mail: MailServer, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.database_url = database_url
        self.environment = {
            **os.environ,
            "DIAGNOSTIC_DATABASE": database_url,
            "DIAGNOSTIC_SECRET": SECRET,
            "DIAGNOSTIC_BASE_URL": self.url,
            "DIAGNOSTIC_MAIL_SERVER": f"smtp://127.0.0.1:{mail.port}?starttls=no",
            "DIAGNOSTIC_MAIL_FROM": "Arden Consulting <survey@consultancy.example>",
        }
        self.log = (folder / "processes.log").open("w+")
        self.processes: list[subprocess.Popen[bytes]] = []

    def command(self, *words: str) -> list[str]:
        return [str(Path(sys.executable).with_name("diagnostic")), *words]

    def run(self, *words: str, typed: str = "") -> None:
        subprocess.run(
            self.command(*words),
            env=self.environment,
            input=typed.encode(),
            check=True,
            stdout=self.log,
            stderr=self.log,
        )

    def start(self, *words: str) -> None:
        process = subprocess.Popen(self.command(*words), env=self.environment, stdout=self.log, stderr=self.log)
        self.processes.append(process)

    def stop(self) -> list[int]:
        for process in self.processes:
            process.terminate()
        return [process.wait(timeout=60) for process in self.processes]

    def said(self) -> str:
        """What the processes printed, with the file closed."""
        self.log.seek(0)
        with self.log:
            return self.log.read()

    def wait(self) -> None:
        wait_for(lambda: httpx.get(f"{self.url}/health").status_code == 200)


def wait_for(true: Any, seconds: float = 90) -> None:
    """Ask again until something holds; fails when it has not within so many seconds."""
    ends = time.monotonic() + seconds
    while True:
        try:
            if true():
                return
        except httpx.TransportError:
            pass
        assert time.monotonic() < ends, "waited in vain"
        time.sleep(0.1)


@pytest.fixture
def post_office() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture
def site(tmp_path: Path, database_url: str, post_office: MailServer) -> Iterator[Site]:
    port = free_port()
    site = Site(tmp_path, database_url, post_office, port)
    try:
        site.run("migrate")
        site.run("user", "add", EMAIL, "--name", "Alice Arden", "--password-stdin", typed=PASSWORD + "\n")
        site.start("serve", "--port", str(port))
        site.start("worker")
        site.wait()
        yield site
    finally:
        codes = site.stop()
        said = site.said()
    assert codes == [0, 0], said


@needs_browser
async def test_a_consultant_runs_one_whole_diagnostic(site: Site, post_office: MailServer, tmp_path: Path) -> None:
    async with chromium() as browser:
        page = await browser.new_page(viewport=DESK)
        await set_up(page, site, tmp_path)
        wave = await draft_and_launch(page)
        wait_for(lambda: len(post_office.mails) == 16)
        links = {str(mail["To"]): link_in(mail, site) for mail in post_office.mails}
        assert len(set(links.values())) == 16
        check_mails(post_office.mails)
        await answer_everything(browser, site, links)
        async with connected(site.database_url):
            await an_hour_passes()
        await page.goto(wave)
        report = await close_and_read(page, site, wave)
        check_report(report)
        (tmp_path / "briefing.txt").write_text(await page.locator("body").inner_text())
        check_briefing((tmp_path / "briefing.txt").read_text())


async def set_up(page: Page, site: Site, folder: Path) -> None:
    await page.goto(site.url)
    await page.get_by_label("Email address").fill(EMAIL)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await page.get_by_role("link", name="Set up").first.click()
    for label, text in (
        ("Brand or purpose", "Cardiva"),
        ("First company", "Novara"),
        ("Second company", "Helix"),
        ("Who is responsible", "Arden Consulting, 1 Quay Street, Bristol"),
    ):
        await page.get_by_label(label).fill(text)
    await page.locator("#domains_a").fill("novara.example")
    await page.locator("#domains_b").fill("helix.example")
    await page.locator("#attribute").fill("function")
    await page.get_by_role("button", name="Set up the alliance").click()
    rows = ["email,company,name,language,function"]
    for company, language in (("Novara", "en"), ("Helix", "de")):
        rows += [f"person{n}@{company.lower()}.example,{company},Person {n},{language},Marketing" for n in range(8)]
    roster = folder / "roster.csv"
    roster.write_text("\n".join(rows))
    await page.get_by_role("link", name=re.compile("roster", re.I)).first.click()
    await page.locator("input[type=file]").set_input_files(roster)
    await page.get_by_role("button", name="Check the list").click()
    await page.get_by_role("button", name="Store the roster").click()


async def draft_and_launch(page: Page) -> str:
    await page.get_by_role("link", name=re.compile("prepare", re.I)).first.click()
    await page.get_by_role("button", name="Draft the wave").click()
    await page.wait_for_url("**/waves/*")
    wave = page.url
    await page.get_by_role("link", name=re.compile("launch", re.I)).first.click()
    await page.get_by_role("button", name="Launch and invite 16 people").click()
    await expect(page.locator("body")).to_contain_text("The wave is open")
    return wave


def link_in(mail: EmailMessage, site: Site) -> str:
    text = plain(mail)
    link: str
    (link,) = set(re.findall(rf"{re.escape(site.url)}/a/[\w-]+", text))
    return link


def check_mails(mails: list[EmailMessage]) -> None:
    for mail in mails:
        german = "@helix" in str(mail["To"])
        assert plain(mail).startswith("Guten Tag Person" if german else "Hello Person")
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert "Cardiva" in plain(mail)


async def answer_everything(browser: Browser, site: Site, links: dict[str, str]) -> None:
    """Two of a side on a phone, two without JavaScript, four by bare HTTP."""
    for side, company in (("a", "novara"), ("b", "helix")):
        for n in range(8):
            link, answers = links[f"person{n}@{company}.example"], sheet(side, n)
            if n < 4:
                await answer_in_browser(browser, link, answers, script=n < 2)
            else:
                sent = httpx.post(link, data={**answers, "_consent": "yes"})  # noqa: ASYNC210
                assert sent.status_code == 200, sent.text
            again = httpx.post(link, data={**answers, "_consent": "yes"})  # noqa: ASYNC210
            assert again.status_code == 410


async def answer_in_browser(browser: Browser, link: str, answers: dict[str, str], *, script: bool) -> None:
    context = await browser.new_context(java_script_enabled=script, viewport=PHONE)
    page = await context.new_page()
    await page.goto(link)
    if script:
        await page.locator(".stepped").wait_for()
    await page.locator("#consent").check()
    # People read the sections in different orders.
    read = await page.locator("[name]").evaluate_all("controls => controls.map(control => control.name)")
    for name, value in sorted(answers.items(), key=lambda answer: read.index(answer[0])):
        control = page.locator(f'[name="{name}"]').first
        if script:
            while not await control.is_visible():
                await page.locator("button.next").click()
                # "Start" asks the server first.
                await page.locator("button.next:not([aria-busy])").wait_for(state="attached")
        if await control.get_attribute("type") == "radio":
            choice = page.locator(f'[name="{name}"][value="{value}"]')
            await page.locator("label", has=choice).click()
            await expect(choice).to_be_checked()
        elif await control.evaluate("control => control.tagName") == "SELECT":
            await control.select_option(value)
        else:
            await control.fill(value)
    if script:
        while await page.locator("button.next").is_visible():
            await page.locator("button.next").click()
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    await page.locator("#send button").click()
    await page.locator(".message.good").wait_for()
    await expect(page.locator("form")).to_have_count(0)
    await context.close()


async def close_and_read(page: Page, site: Site, wave: str) -> dict[str, Any]:
    await page.get_by_role("link", name=re.compile("close the wave", re.I)).first.click()
    await page.get_by_role("button", name="Close the wave").click()
    await page.get_by_role("link", name="Read the briefing").click(timeout=90_000)
    await page.locator("main#briefing").wait_for(timeout=90_000)
    report: dict[str, Any] = await (await page.request.get(f"{wave.rstrip('/')}/report.json")).json()
    return report


def check_report(report: dict[str, Any]) -> None:
    assert report["participation"] == {"a": {"invited": 8, "answered": 8}, "b": {"invited": 8, "answered": 8}}
    statements = {statement["id"]: statement for statement in report["statements"]}

    # Novara is reliable: Novara's eight say 5 5 4 4 4 3 5 4, sum 34; Helix's 2 3 2 3 2 3 1 4, sum 20.
    of_a = statements["trust.promises@a"]
    assert of_a["sides"]["a"]["counts"] == [0, 0, 1, 4, 3]
    assert of_a["sides"]["b"]["counts"] == [1, 3, 3, 1, 0]
    assert (of_a["sides"]["a"]["mean"], of_a["sides"]["b"]["mean"]) == (34 / 8, 20 / 8)
    assert of_a["gap"]["mean_difference"] == -1.75
    # Squared deviations add up to 3.5 and 6, so the variances are .5 and 6/7 and the squared standard error
    # of the difference is .5/8 + (6/7)/8 = .169643. Welch-Satterthwaite: .169643^2 / (.0625^2/7 + .107143^2/7)
    # = 13.093 degrees of freedom; the .975 quantile of t lies between 2.1604 (13) and 2.1448 (14), at 2.1589.
    # .411877 * 2.1589 = .8892.
    assert of_a["gap"]["interval"] == pytest.approx([-1.75 - 0.8892, -1.75 + 0.8892], abs=2e-4)
    # What Novara thinks Helix would say of it: 4 4 5 3 4 4 3 5, sum 32.
    assert (of_a["predicted"]["by"], of_a["predicted"]["mean"]) == ("a", 4.0)

    # Helix is reliable: its own 4 4 3 4 5 4 4 3, sum 31; Novara's 4 3 4 3 4 4 3 4, sum 29. The gap is b minus a.
    of_b = statements["trust.promises@b"]
    assert of_b["gap"]["mean_difference"] == 31 / 8 - 29 / 8

    # Seven of Novara's eight say 4: the eighth would know all the others' answers.
    stick = statements["decisions.raised@alliance"]
    withheld = {"withheld": "protected"}
    assert (stick["gap"]["mean_difference"], stick["gap"]["interval"], stick["gap"]["p"]) == (withheld,) * 3
    assert stick["gap"]["verdict"] == "withheld"
    assert all(stick["sides"][side]["counts"] == withheld for side in "ab")

    # Five of eight on each side claim pricing for their own company.
    pricing = next(r for r in report["responsibilities"] if (r["activity"], r["question"]) == ("pricing", "now"))
    assert pricing["ownership"] == "contested"
    assert pricing["sides"]["a"]["shares"] == {"a": 0.625, "b": 0, "joint": 0.25, "nobody": 0, "unknown": 0.125}
    assert pricing["sides"]["b"]["shares"] == {"a": 0.25, "b": 0.625, "joint": 0, "nobody": 0.125, "unknown": 0}

    # Sorted: 50 55 60 60 65 70 70 80 and 40 45 50 50 55 60 60 70. Type 7 quartiles lie at positions 1.75, 3.5
    # and 5.25 (from 0): 58.75, 62.5, 70 and 48.75, 52.5, 60. The two medians add up to 115.
    effort = next(e for e in report["expectations"] if e["id"] == "effort_share")
    assert effort["sides"]["a"]["quartiles"] == [58.75, 62.5, 70]
    assert effort["sides"]["b"]["quartiles"] == [48.75, 52.5, 60]
    assert effort["sum_of_medians"] == 115

    comments = sorted((c["side"], c["text"]) for c in report["comments"])
    assert comments == [(side, HELP.format(n=n, side=side)) for side in "ab" for n in range(8)]
    assert report["simulated"] is False


def check_briefing(words: str) -> None:
    assert "Novara" in words
    assert "Helix" in words
    assert "8 of the 8 people invited at Novara answered" in words
    assert "Novara rates itself higher than Helix does" in words
    assert "115" in words
    # Of the sixteen comments five are quoted, whichever come first.
    assert sum(HELP.format(n=n, side=side) in words for side in "ab" for n in range(8)) == 5
    assert "nan" not in words.lower().split()
