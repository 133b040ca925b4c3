"""The respondent's pages in a real browser, from a real server process."""

import asyncio
import gzip
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, async_playwright

from diagnostic.questionnaire import Answers, Choice
from diagnostic.questionnaire.library import Library
from diagnostic.storage import connected
from diagnostic.storage.models import Invitation, Wave
from diagnostic.survey.alliances import create_alliance
from diagnostic.survey.ballots import open_all
from diagnostic.survey.consultants import add_consultant
from diagnostic.survey.invitations import token
from diagnostic.survey.plans import WavePlan, draft_wave, frozen_questionnaire
from diagnostic.survey.roster import apply_roster, read_roster
from diagnostic.survey.waves import launch
from tests.conftest import DETAILS, PASSWORD, SECRET

CHROMIUM = "/usr/bin/chromium"
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
SMALLEST_TARGET = 44
LARGEST_TRANSFER = 60_000

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Served(NamedTuple):
    """A server process, its database, and the links of one open wave: a person each, used in turn."""

    address: str
    database: str
    wave: UUID
    links: Iterator[str]


@pytest.fixture(scope="module")
def served(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The full instrument, open; one engine and one process: what a browser sees depends on neither."""
    file = tmp_path_factory.mktemp("served") / "diagnostic.sqlite3"
    shutil.copy(migrated_sqlite, file)
    database = f"sqlite:///{file}"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    wave, tokens = asyncio.run(launched(database))
    environment = {
        **os.environ,
        "DIAGNOSTIC_DATABASE": database,
        "DIAGNOSTIC_SECRET": SECRET,
        "DIAGNOSTIC_BASE_URL": address,
        "DIAGNOSTIC_MAIL_SERVER": "maildir:///nowhere",
        "DIAGNOSTIC_MAIL_FROM": "diagnostic@consultancy.example",
    }
    port = address.rpartition(":")[2]
    command = [sys.executable, "-c", "from diagnostic.cli import main; main()", "serve", "--port", port]
    process = subprocess.Popen(command, env=environment)
    try:
        wait_for(f"{address}/health", process)
        yield Served(address, database, wave, iter([f"{address}/a/{token}" for token in tokens]))
    finally:
        process.terminate()
        process.wait(timeout=30)


async def launched(database: str) -> tuple[UUID, list[str]]:
    """An open wave, and the tokens of Helix's people."""
    async with connected(database):
        alliance = await create_alliance(await add_consultant("alice@consultancy.example", "Alice", PASSWORD), DETAILS)
        lines = [f"person{n}@{c.lower()}.example,{c}" for n in range(16) for c in ("Novara", "Helix")]
        data = "\n".join(["email,company", *lines]).encode()
        await apply_roster(alliance, read_roster(data, "roster.csv", alliance, ("en", "de")))
        closes_on = (datetime.now(UTC) + timedelta(days=14)).date()
        plan = WavePlan(questionnaire="alliance-health", languages=["en", "de"], closes_on=closes_on)
        wave = await draft_wave(alliance, plan, Library.load())
        await launch(wave, SECRET)
        invitations = await Invitation.filter(wave=wave, participant__side="b")
        return wave.id, [token(invitation, SECRET) for invitation in invitations]


@pytest.fixture
def link(served: Served) -> str:
    """A link of Helix's that nobody has used."""
    return next(served.links)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, "the server stopped"
        try:
            if httpx.get(address).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer within 30 seconds")


@pytest.fixture(scope="module")
def chromium() -> str:
    """Where the browser is; without one, CI fails."""
    if not Path(CHROMIUM).exists():
        if os.environ.get("CI"):
            pytest.fail(f"no browser at {CHROMIUM}; CI must have one")
        pytest.skip(f"no browser at {CHROMIUM}: apt-get install chromium")
    return CHROMIUM


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        await browser.close()


async def open_page(browser: Browser, size: dict[str, int], *, script: bool = True) -> Page:
    context = await browser.new_context(
        viewport={"width": size["width"], "height": size["height"]}, java_script_enabled=script, locale="en-GB"
    )
    context.set_default_timeout(10_000)
    return await context.new_page()


async def visible_title(page: Page) -> str:
    return await page.locator(".step:visible").locator("h1, h2").first.inner_text()


async def focused(page: Page) -> str:
    found: str = await page.evaluate(
        "document.activeElement.id || document.activeElement.name || document.activeElement.textContent"
    )
    return found


async def begin(page: Page, link: str) -> None:
    await page.goto(link)
    await page.check("#consent")
    await page.click("button.next")


async def stored(served: Served) -> list[Answers]:
    """What has been sent so far, in no order."""
    async with connected(served.database):
        wave = await Wave.get(id=served.wave)
        return [answers for answers, _ in await open_all(wave, frozen_questionnaire(wave), SECRET)]


async def answer_one_of_each_kind(page: Page) -> None:
    """From the first section to the last."""
    for statement, answer in (
        ("We tell Novara bad news early.", "Agree"),
        ("Novara tells us bad news early.", "Can’t say"),
    ):
        row = page.get_by_role("radiogroup", name=statement)
        await row.get_by_text(answer, exact=True).click()
    for section in ("responsibilities", "expectations", "priorities", "comments"):
        while not await page.locator(f"#section-{section}").is_visible():
            await page.click("button.next")
        if section == "responsibilities":
            await page.locator("[name='responsibilities.pricing:now']").select_option(label="Us: Helix")
        elif section == "expectations":
            await page.fill("[name=effort_share]", "62,5")
            await page.press("[name=effort_share]", "Enter")
            assert await visible_title(page) == "Priorities", "the return key goes on and does not send"
            await page.click("button.back")
        elif section == "priorities":
            boxes = page.locator("[name=priorities]")
            for n in range(3):
                await boxes.nth(n).check()
            assert await page.locator(".count").inner_text() == "3 of 3 chosen"
            assert await boxes.nth(3).is_disabled()
        else:
            await page.fill("[name=would_help]", "More time\ntogether.")
            assert await page.locator("#h-would_help").inner_text() == "981 characters left"


async def test_a_phone_takes_one_section_at_a_time_and_sends_after_review(
    browser: Browser, link: str, served: Served
) -> None:
    before = len(await stored(served))
    page = await open_page(browser, PHONE)
    await page.goto(link)
    assert await visible_title(page) == "Alliance health check"
    await page.click("button.next")
    assert await page.locator("#f-consent").is_visible()
    assert await focused(page) == "consent"
    await page.check("#consent")
    await page.click("button.next")

    assert await visible_title(page) == "Trust"
    assert await page.locator("#progress").inner_text() == "Section 1 of 10"
    assert await focused(page) == "title-trust"
    assert await page.evaluate("window.scrollY") == 0
    await answer_one_of_each_kind(page)
    await page.click("button.next")

    assert await visible_title(page) == "Check your answers"
    questionnaire = Library.load().questionnaires["alliance-health"]
    fields = len(questionnaire.fields())
    assert await page.locator(".unanswered").inner_text() == (
        f"Questions without an answer: {fields - 6}. That is fine, if you meant it so."
    )
    review = await page.locator(".answers").inner_text()
    for shown in ("Agree", "Can’t say", "Us: Helix", "62,5 %", "More time\ntogether."):
        assert shown in review
    await page.get_by_role("link", name="Change: Trust").click()
    await page.locator("#title-trust").wait_for()
    await page.get_by_role("radiogroup", name="We tell Novara bad news early.").get_by_text("Strongly agree").click()
    await page.go_back()
    await page.locator("#title-review").wait_for()
    assert len(await stored(served)) == before
    await page.get_by_role("button", name="Send my answers").click()

    await page.get_by_text("Your answers have arrived.").wait_for()
    assert await page.evaluate("localStorage.length + sessionStorage.length") == 0
    priorities = next(item for item in questionnaire.items if isinstance(item, Choice))
    expected = {
        "trust.candour@b": 5,
        "trust.candour@a": 0,
        "responsibilities.pricing:now": "b",
        "effort_share": 62.5,
        "priorities": priorities.options[:3],
        "would_help": "More time\ntogether.",
    }
    assert Answers("b", expected) in await stored(served)


async def test_without_script_the_whole_form_is_there_and_faults_keep_the_answers(
    browser: Browser, link: str, served: Served
) -> None:
    page = await open_page(browser, PHONE, script=False)
    await page.goto(link)
    sections = page.locator(".step")
    assert await sections.count() == 11
    for n in range(11):
        assert await sections.nth(n).is_visible()
    row = page.get_by_role("radiogroup", name="We tell Novara bad news early.")
    await row.get_by_label("Agree", exact=True).check()
    await page.fill("[name=effort_share]", "much")
    await page.get_by_role("button", name="Send my answers").click()

    summary = page.locator("#summary")
    assert "Please enter a number from 0 to 100." in await summary.inner_text()
    assert "Please tick this box" in await summary.inner_text()
    assert await row.get_by_label("Agree", exact=True).is_checked()
    await page.fill("[name=effort_share]", "40")
    await page.check("#consent")
    await page.get_by_role("button", name="Send my answers").click()

    await page.get_by_text("Your answers have arrived.").wait_for()
    assert Answers("b", {"trust.candour@b": 4, "effort_share": 40.0}) in await stored(served)


async def test_the_keyboard_alone_is_enough(browser: Browser, link: str, served: Served) -> None:
    page = await open_page(browser, DESK)
    await page.goto(link)

    async def tab_to(wanted: str) -> None:
        for _ in range(200):
            await page.keyboard.press("Tab")
            if await page.evaluate("(wanted) => document.activeElement.matches(wanted)", wanted):
                return
        raise AssertionError(f"{wanted} was not reached")

    await tab_to("#consent")
    await page.keyboard.press("Space")
    await tab_to("button.next")
    await page.keyboard.press("Enter")
    await tab_to("[name='trust.reliability:we']")
    await page.keyboard.press("Space")
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("Tab")
    assert await focused(page) == "trust.competence:we", "one stop a statement"
    while await page.locator("button.next").is_visible():
        if await page.locator("[name='responsibilities.pricing:now']").is_visible():
            await tab_to("[name='responsibilities.pricing:now']")
            await page.keyboard.type("Bo")
        await tab_to("button.next")
        await page.keyboard.press("Enter")
    await tab_to("#send button")
    await page.keyboard.press("Enter")

    await page.get_by_text("Your answers have arrived.").wait_for()
    expected = {"trust.reliability@b": 2, "responsibilities.pricing:now": "joint"}
    assert Answers("b", expected) in await stored(served)


async def test_a_draft_stays_in_this_browser_until_it_is_deleted(browser: Browser, link: str, served: Served) -> None:
    page = await open_page(browser, PHONE)
    await begin(page, link)
    row = page.get_by_role("radiogroup", name="We tell Novara bad news early.")
    await row.get_by_text("Agree", exact=True).click()
    kept = await page.evaluate("Object.entries(localStorage)")
    assert len(kept) == 1
    secret = link.rpartition("/")[2]
    assert secret not in json.dumps(kept)
    assert json.loads(kept[0][1]) == [["trust.candour:we", "4"]]

    await page.goto(f"{link}?language=de")
    assert await visible_title(page) == "Wie steht es um die Allianz?"
    assert "Ihre früheren Eingaben" in await page.locator(".told").inner_text()
    assert not await page.is_checked("#consent"), "consent is given each time, never kept"
    await begin(page, link)
    assert await row.get_by_label("Agree", exact=True).is_checked()

    await page.goto(next(served.links))
    assert not await page.locator("[name='trust.candour:we'][value='4']").is_checked(), "another link, another draft"
    await begin(page, link)
    page.on("dialog", lambda dialog: dialog.accept())
    await page.click("button.clear")
    assert not await row.get_by_label("Agree", exact=True).is_checked()
    assert await page.evaluate("localStorage.length") == 0


async def test_faults_from_the_server_open_the_section_they_are_in(browser: Browser, link: str) -> None:
    page = await open_page(browser, PHONE)
    await begin(page, link)
    while not await page.locator("[name=effort_share]").is_visible():
        await page.click("button.next")
    await page.fill("[name=effort_share]", "900")
    while await page.locator("button.next").is_visible():
        await page.click("button.next")
    await page.get_by_role("button", name="Send my answers").click()

    await page.locator("#summary").wait_for()
    assert await visible_title(page) == "Expectations"
    assert await page.locator("#f-effort_share").is_visible()
    assert await focused(page) == "summary"
    await page.locator("#summary a").click()
    assert await focused(page) == "q-effort_share"
    assert await page.input_value("[name=effort_share]") == "900"


async def each_page(page: Page, link: str, language: str) -> AsyncIterator[str]:
    """Consent, every section and the review, one after the other, by name."""
    await page.goto(f"{link}?language={language}")
    await page.locator(".stepped").wait_for()
    yield "consent"
    await page.click("details summary")
    yield "privacy notice"
    await page.check("#consent")
    while await page.locator("button.next").is_visible():
        await page.click("button.next")
        yield await visible_title(page)


async def serious_violations(page: Page) -> list[str]:
    results: Any = await Axe().run(page)
    return [
        f"{violation['id']}: {[node['target'] for node in violation['nodes']]}"
        for violation in results.response["violations"]
        if violation["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
async def test_axe_finds_nothing_serious(browser: Browser, link: str, size: dict[str, int]) -> None:
    page = await open_page(browser, size)
    async for name in each_page(page, link, "de"):
        assert await serious_violations(page) == [], name
    await page.get_by_role("button", name="Antworten absenden").click()
    await page.locator("#summary").wait_for()
    assert await serious_violations(page) == []
    for path in (link.replace("/a/", "/stop/"), link + "x"):
        await page.goto(path)
        assert await serious_violations(page) == []


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
async def test_360_pixels_are_wide_enough_and_targets_large_enough(
    browser: Browser, link: str, language: str, script: bool
) -> None:
    page = await open_page(browser, PHONE, script=script)
    if script:
        async for name in each_page(page, link, language):
            assert await fits(page) == [], name
    else:
        await page.goto(f"{link}?language={language}")
        assert await fits(page) == []


MEASURE = """([width, smallest]) => {
  const found = [];
  for (const target of document.querySelectorAll("label.option, button, select, input[type=text], textarea")) {
    const box = target.getBoundingClientRect();
    if (!box.width) continue;
    const name = target.name || target.textContent.trim();
    if (box.left < 0 || box.right > width) found.push(`${name} ends at ${box.right}`);
    if (Math.min(box.width, box.height) < smallest) found.push(`${name} is ${box.width} × ${box.height}`);
  }
  const page = document.documentElement.scrollWidth;
  if (page > width) found.push(`the page is ${page} wide`);
  return found;
}"""


async def fits(page: Page) -> list[str]:
    """What is wider than the screen, or too small to tap."""
    found: list[str] = await page.evaluate(MEASURE, [PHONE["width"], SMALLEST_TARGET])
    return found


async def test_the_page_is_small_loads_nothing_from_elsewhere_and_sets_no_cookie(
    browser: Browser, link: str, served: Served
) -> None:
    page = await open_page(browser, PHONE)
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))

    await begin(page, link)

    assert complaints == []
    assert all(address.startswith((served.address, "data:")) for address in asked)
    assert await page.context.cookies() == []
    async with httpx.AsyncClient() as client:
        bodies = [(await client.get(address)).content for address in asked if address.startswith(served.address)]
    assert len(bodies) == 4, "the page, two style sheets, one script"
    assert sum(len(gzip.compress(body)) for body in bodies) < LARGEST_TRANSFER
