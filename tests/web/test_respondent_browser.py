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
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx
import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from PIL import Image
from playwright.async_api import Browser, Page, Route, ViewportSize

from diagnostic.questionnaire import Answers, Choice, Value
from diagnostic.questionnaire.library import Library
from diagnostic.storage import connected
from diagnostic.storage.models import Invitation, Wave
from diagnostic.survey.alliances import create_alliance
from diagnostic.survey.ballots import open_all
from diagnostic.survey.consultants import add_consultant
from diagnostic.survey.invitations import begun_stamp, token
from diagnostic.survey.plans import WavePlan, draft_wave, frozen_questionnaire
from diagnostic.survey.roster import apply_roster, read_roster
from diagnostic.survey.waves import launch
from tests.browsing import DESK, PHONE, begin, chromium, needs_browser
from tests.conftest import DETAILS, PASSWORD, SECRET

SMALLEST_TARGET = 44
LARGEST_TRANSFER = 25_000

pytestmark = [pytest.mark.asyncio(loop_scope="module"), needs_browser]


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


async def launched(
    database: str, closes: timedelta = timedelta(days=14), email: str = "alice@consultancy.example"
) -> tuple[UUID, list[str]]:
    """A wave that closes so long from now, and the tokens of Helix's people."""
    async with connected(database):
        alliance = await create_alliance(await add_consultant(email, "Alice", PASSWORD), DETAILS)
        lines = [f"person{n}@{c.lower()}.example,{c}" for n in range(40) for c in ("Novara", "Helix")]
        data = "\n".join(["email,company", *lines]).encode()
        await apply_roster(alliance, read_roster(data, "roster.csv", alliance, ("en", "de")))
        launched = datetime.now(UTC) + min(closes - timedelta(days=7), timedelta())
        closes_on = (datetime.now(ZoneInfo(alliance.timezone)) + closes).date()
        plan = WavePlan(questionnaire="alliance-health", languages=["en", "de"], closes_on=closes_on)
        wave = await draft_wave(alliance, plan, Library.load(), launched)
        await launch(wave, SECRET, launched)
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


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


async def open_page(browser: Browser, size: ViewportSize, *, script: bool = True) -> Page:
    context = await browser.new_context(viewport=size, java_script_enabled=script, locale="en-GB")
    context.set_default_timeout(10_000)
    return await context.new_page()


async def visible_title(page: Page) -> str:
    return await page.locator(".step:visible").locator("h1, h2").first.inner_text()


async def focused(page: Page) -> str:
    found: str = await page.evaluate(
        "document.activeElement.id || document.activeElement.name || document.activeElement.textContent"
    )
    return found


async def to_review(page: Page) -> None:
    while await page.locator("button.next").is_visible():
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

    await page.locator("#section-trust").wait_for()
    assert await page.locator("#progress").inner_text() == "Section 1 of 10"
    assert await focused(page) == "title-trust"
    assert await page.evaluate("window.scrollY") == 0
    await answer_one_of_each_kind(page)
    await page.click("button.next")

    assert await visible_title(page) == "Check your answers"
    questionnaire = Library.load().questionnaires["alliance-health"]
    fields = len(questionnaire.fields())
    assert await page.locator(".missing summary").inner_text() == f"Questions without an answer: {fields - 6}"
    screens = await page.evaluate("document.documentElement.scrollHeight / innerHeight")
    assert screens < 2.5, "short, although nearly nothing has been answered"
    send = await page.get_by_role("button", name="Send my answers").bounding_box()
    assert send
    assert send["y"] + send["height"] < PHONE["height"], "sending is offered first"
    review = await page.locator(".answers").evaluate("all => all.textContent")
    for shown in ("Agree", "Can’t say", "Us: Helix", "62,5 %", "More time\ntogether."):
        assert shown in review
    await page.locator(".answers summary", has_text="Trust").click()
    await page.get_by_role("link", name="We tell Novara bad news early.").click()
    row = page.get_by_role("radiogroup", name="We tell Novara bad news early.")
    await row.get_by_text("Strongly agree").click()
    await page.get_by_role("button", name="Back to the overview").click()
    await page.locator("#title-review").wait_for()
    await page.locator(".missing summary").click()
    await page.locator(".missing").get_by_role("link", name="We do what we promise Novara.").click()
    assert await focused(page) == "trust.reliability:we"
    await page.go_back()
    await page.locator("#title-review").wait_for()
    assert len(await stored(served)) == before
    await page.get_by_role("button", name="Send my answers").click()

    await page.get_by_text("Your answers have arrived.").wait_for()
    assert await page.evaluate("localStorage.length + sessionStorage.length") == 0
    priorities = next(item for item in questionnaire.items if isinstance(item, Choice))
    expected: dict[str, Value] = {
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
    await page.keyboard.press("Shift+Tab")
    await tab_to("#send button")
    await page.keyboard.press("Enter")

    await page.get_by_text("Your answers have arrived.").wait_for()
    expected: dict[str, Value] = {"trust.reliability@b": 2, "responsibilities.pricing:now": "joint"}
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
    fields = {name: values for name, (values, _) in json.loads(kept[0][1]).items() if not name.startswith("_begun")}
    assert fields == {"_consent": ["yes"], "_section": ["section-trust"], "trust.candour:we": ["4"]}

    await page.goto(f"{link}?language=de")
    assert await visible_title(page) == "Vertrauen"
    assert "Ihre früheren Eingaben" in await page.locator(".told").inner_text()
    assert await page.is_checked("#consent")
    await page.goto(link)
    assert await row.get_by_label("Agree", exact=True).is_checked()

    await page.goto(next(served.links))
    assert not await page.locator("[name='trust.candour:we'][value='4']").is_checked(), "another link, another draft"
    await page.goto(link)
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
    plain = await page.title()
    await to_review(page)
    await page.get_by_role("button", name="Send my answers").click()

    await page.locator("#summary").wait_for()
    assert await visible_title(page) == "Expectations"
    assert await page.locator("#f-effort_share").is_visible()
    assert await focused(page) == "summary"
    await page.locator("#summary a").click()
    assert await focused(page) == "q-effort_share"
    assert await page.input_value("[name=effort_share]") == "900"
    assert "not been sent" in await page.title()
    await page.fill("[name=effort_share]", "90")
    assert not await page.locator("#summary, .fault, [aria-invalid=true]").locator("visible=true").count()
    assert await page.title() == plain
    await page.click("button.check")
    assert await visible_title(page) == "Check your answers"


async def test_only_what_was_mended_is_said_no_more(browser: Browser, link: str) -> None:
    page = await open_page(browser, PHONE)
    await begin(page, link)
    while not await page.locator("[name=effort_share]").is_visible():
        await page.click("button.next")
    await page.fill("[name=effort_share]", "900")
    await to_review(page)
    # Another fault, that the page itself would not let through.
    await page.evaluate("document.querySelector('[name=would_help]').value = 'x'.repeat(1001)")
    await page.click("#send button")
    lines = page.locator("#summary li")
    await lines.first.wait_for()
    assert await lines.count() == 2
    await page.fill("[name=effort_share]", "90")
    assert await lines.count() == 1
    assert await page.locator("#f-would_help").count() == 1
    assert "not been sent" in await page.title()


async def test_nothing_answered_is_said_until_something_is(browser: Browser, link: str) -> None:
    page = await open_page(browser, PHONE)
    await begin(page, link)
    await to_review(page)
    await page.click("#send button")
    summary = page.locator("#summary")
    await summary.get_by_text("You have not answered any question yet.").wait_for()
    await page.get_by_role("button", name="Next").click()
    await page.get_by_role("button", name="Back", exact=True).click()
    assert await summary.is_visible()
    await rate(page, EARLY, 4)
    assert not await summary.is_visible()


async def each_page(page: Page, link: str, language: str) -> AsyncIterator[str]:
    """Consent, every section and the review, one after the other, by name."""
    await page.goto(f"{link}?language={language}")
    await page.locator(".stepped").wait_for()
    yield "consent"
    await page.click("details summary")
    yield "privacy notice"
    await page.check("#consent")
    await page.click("button.next")
    await page.locator("#section-trust").wait_for()
    yield await visible_title(page)
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
async def test_axe_finds_nothing_serious(browser: Browser, link: str, size: ViewportSize) -> None:
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
        files = {address for address in asked if address.startswith(served.address)}
        bodies = [(await client.get(address)).content for address in files]
    assert len(bodies) == 4, "the page, two style sheets, one script"
    assert sum(len(gzip.compress(body)) for body in bodies) < LARGEST_TRANSFER


# Never lose an answer: whatever happens on the way to the server.

EARLY, THEIRS, PROMISE = "trust.candour:we", "trust.candour:they", "trust.reliability:we"


async def rate(page: Page, field: str, points: int) -> None:
    await page.locator(f"[name='{field}'][value='{points}']").click()


async def rated(page: Page, field: str) -> str | None:
    found: str | None = await page.evaluate("(name) => document.getElementById('sheet').elements[name].value", field)
    return found


async def one_answer_at_the_review(browser: Browser, link: str) -> Page:
    page = await open_page(browser, PHONE)
    await begin(page, link)
    await rate(page, EARLY, 4)
    await to_review(page)
    return page


async def test_what_was_sent_offline_arrives_when_the_link_is_opened_again(
    browser: Browser, link: str, served: Served
) -> None:
    page = await one_answer_at_the_review(browser, link)
    before = len(await stored(served))
    await page.context.set_offline(True)
    await page.click("#send button")
    await page.locator(".unsent").wait_for()
    assert "Not sent yet. Your answers are here." in await page.locator("[role=status].unsent").inner_text()
    assert "Not sent yet" in await page.title()
    await page.close()

    page = await page.context.new_page()
    await page.context.set_offline(False)
    await page.goto(link)

    await page.get_by_text("Your answers have arrived.").wait_for()
    assert len(await stored(served)) == before + 1
    assert await page.evaluate("localStorage.length") == 0


async def test_nothing_but_thanks_ends_a_draft(browser: Browser, link: str, served: Served) -> None:
    """No server, a proxy without one, a hotel's network, a fault of ours: each time the answers are still there."""
    page = await one_answer_at_the_review(browser, link)
    before = len(await stored(served))
    outcomes = iter([None, (502, "<h1>Bad gateway</h1>"), (200, "<h1>Welcome to the hotel</h1>"), (500, "<p>Oh</p>")])

    async def fail(route: Route) -> None:
        if route.request.method != "POST" or (outcome := next(outcomes, "done")) == "done":
            await route.continue_()
        elif isinstance(outcome, tuple):
            await route.fulfill(status=outcome[0], body=outcome[1], content_type="text/html")
        else:
            await route.abort("connectionrefused")

    await page.route("**/a/*", fail)
    for _ in range(3):
        await page.click("#send button")
        await page.locator("#send button:not([aria-disabled]):text('Try to send now')").wait_for()
        kept = json.loads((await page.evaluate("Object.values(localStorage)"))[0])
        assert kept[EARLY][0] == ["4"]
    await page.reload()
    await page.locator(".unsent").wait_for()
    assert await visible_title(page) == "Check your answers"
    assert len(await stored(served)) == before

    await page.click("#send button")
    await page.get_by_text("Your answers have arrived.").wait_for()
    assert len(await stored(served)) == before + 1
    assert await focused(page) == "Thank you"
    assert (await page.title()).startswith("Thank you")


async def lose_the_reply(route: Route) -> None:
    await route.fetch()
    await route.abort("connectionreset")


async def test_a_reply_that_is_lost_stores_once_and_says_that_the_answers_have_arrived(
    browser: Browser, link: str, served: Served
) -> None:
    page = await one_answer_at_the_review(browser, link)
    before = len(await stored(served))
    await page.route("**/a/*", lose_the_reply, times=1)
    await page.click("#send button")

    await page.get_by_text("Your answers have arrived.").wait_for()
    assert "somebody else" not in await page.inner_text("main")
    assert (await page.title()).startswith("Thank you")
    assert await focused(page) == "Thank you"
    assert len(await stored(served)) == before + 1
    assert await page.evaluate("localStorage.length") == 0


async def test_another_language_after_a_lost_reply_says_that_the_answers_have_arrived(
    browser: Browser, link: str
) -> None:
    page = await one_answer_at_the_review(browser, link)
    await page.route("**/a/*", lose_the_reply, times=1)
    await page.click("#send button")
    await page.locator(".unsent").wait_for()
    await page.get_by_role("button", name="Deutsch").click()
    await page.get_by_text("Ihre Antworten sind angekommen.").wait_for()
    assert "jemand anderes" not in await page.inner_text("main")
    assert await page.evaluate("localStorage.length") == 0


async def test_no_language_is_changed_while_the_answers_are_being_sent(browser: Browser, link: str) -> None:
    page = await one_answer_at_the_review(browser, link)
    asked, answer = asyncio.Event(), asyncio.Event()

    async def slowly(route: Route) -> None:
        asked.set()
        await answer.wait()
        await route.continue_()

    await page.route("**/a/*", slowly)
    await page.click("#send button")
    await asked.wait()
    assert not await page.get_by_text("Nothing has been sent yet.").is_visible()
    await page.locator("[name=_language][value=de]").click(force=True)
    assert await page.get_by_text("Your answers are being sent").is_visible()
    answer.set()
    await page.get_by_text("Your answers have arrived.").wait_for()


async def test_answers_that_were_not_stored_are_kept_though_others_were(browser: Browser, link: str) -> None:
    page = await one_answer_at_the_review(browser, link)
    await page.context.set_offline(True)
    await page.click("#send button")
    await page.locator(".unsent").wait_for()
    async with httpx.AsyncClient() as client:
        await client.post(link, data={"_consent": "yes", EARLY: "1"})
    await page.context.set_offline(False)
    await page.get_by_text("Answers have already been sent with this link").wait_for()
    assert await page.evaluate("localStorage.length") == 1


async def test_a_draft_that_was_changed_after_the_reply_was_lost_is_left_to_its_owner(
    browser: Browser, link: str
) -> None:
    page = await one_answer_at_the_review(browser, link)
    await page.route("**/a/*", lose_the_reply, times=1)
    await page.click("#send button")
    await page.locator(".unsent").wait_for()
    await page.click("button.back")
    await page.fill("[name=would_help]", "More time.")
    await page.click("button.next")
    await page.click("#send button")

    await page.get_by_text("Answers have already been sent with this link").wait_for()
    assert await page.evaluate("localStorage.length") == 1
    assert await serious_violations(page) == []
    page.on("dialog", lambda dialog: dialog.accept())
    await page.get_by_role("button", name="Delete my draft").click()
    await page.get_by_text("Your draft has been deleted.").wait_for()
    assert await page.evaluate("localStorage.length") == 0


async def test_two_tabs_are_one_draft_of_which_the_newest_answers_count(
    browser: Browser, link: str, served: Served
) -> None:
    one = await open_page(browser, PHONE)
    await begin(one, link)
    await rate(one, EARLY, 1)
    await rate(one, THEIRS, 2)
    other = await one.context.new_page()
    await other.goto(link)
    await rate(other, EARLY, 5)
    await one.bring_to_front()
    await rate(one, PROMISE, 3)
    await other.bring_to_front()
    await other.locator(f"[name='{THEIRS}']:checked").press("Delete")
    assert [await rated(other, field) for field in (EARLY, THEIRS, PROMISE)] == ["5", "", "3"]
    await one.bring_to_front()
    await one.wait_for_function("document.getElementById('sheet').elements['trust.candour:they'].value === ''")
    assert [await rated(one, field) for field in (EARLY, THEIRS, PROMISE)] == ["5", "", "3"]

    await to_review(one)
    await one.click("#send button")
    await one.get_by_text("Your answers have arrived.").wait_for()
    assert Answers("b", {"trust.candour@b": 5, "trust.reliability@b": 3}) in await stored(served)
    await other.bring_to_front()
    await other.get_by_text("In another tab these answers were sent or deleted.").wait_for()
    assert await other.evaluate("scrollY") == 0
    assert await serious_violations(other) == []
    assert await fits(other) == []
    assert await one.evaluate("localStorage.length") == 0
    await other.get_by_role("button", name="Load this page again").click()
    await other.locator("#section-consent").wait_for()
    assert await rated(other, EARLY) == "", "the other tab does not offer what has been sent"
    assert await other.evaluate("scrollY + localStorage.length") == 0


async def test_a_reload_and_a_closed_page_come_back_to_the_same_section_with_consent(
    browser: Browser, link: str
) -> None:
    page = await open_page(browser, PHONE)
    await begin(page, link)
    await rate(page, EARLY, 4)
    await page.click("button.next")
    await page.click("button.next")
    third = await visible_title(page)
    assert (await page.title()).startswith(f"{third} · Section 3 of 10 · ")

    await page.reload()
    assert await visible_title(page) == third
    await page.close()
    page = await page.context.new_page()
    await page.goto(link)
    assert await visible_title(page) == third
    await page.wait_for_timeout(500)
    assert await page.evaluate("scrollY") == 0, "what was put back is said above"
    assert await rated(page, EARLY) == "4"
    assert await page.is_checked("#consent")

    await page.get_by_role("button", name="Deutsch").click()
    await page.locator("html[lang=de]").wait_for()
    await page.locator(".stepped").wait_for()
    assert "Abschnitt 3 von 10" in await page.title()
    assert await rated(page, EARLY) == "4"


async def test_another_language_without_script_keeps_what_is_filled_in(browser: Browser, link: str) -> None:
    page = await open_page(browser, PHONE, script=False)
    await page.goto(link)
    await page.check("#consent")
    await page.locator(f"[name='{EARLY}'][value='4']").check()
    await page.fill("[name=would_help]", "More time.")
    await page.fill("[name=effort_share]", "much")
    await page.press("[name=effort_share]", "Enter")
    assert await page.locator("html").get_attribute("lang") == "en", "the return key presses no button"
    await page.get_by_role("button", name="Deutsch").click()

    assert await page.locator("html").get_attribute("lang") == "de"
    assert await page.is_checked("#consent")
    assert await page.is_checked(f"[name='{EARLY}'][value='4']")
    assert await page.input_value("[name=would_help]") == "More time."
    assert await page.input_value("[name=effort_share]") == "much"
    assert not await page.locator(".fault:visible").count(), "nothing is judged yet"


async def test_an_answer_can_be_taken_back(browser: Browser, link: str) -> None:
    page = await open_page(browser, PHONE)
    await begin(page, link)
    await rate(page, EARLY, 4)
    await rate(page, EARLY, 4)
    assert await rated(page, EARLY) == "4", "a double press is a slip"
    await page.wait_for_timeout(700)
    await rate(page, EARLY, 4)
    assert await rated(page, EARLY) == ""
    await rate(page, EARLY, 2)
    await page.keyboard.press("Backspace")
    assert await rated(page, EARLY) == ""
    assert await page.locator("[role=status].told").inner_text() == "The answer has been taken back."
    await page.reload()
    assert await rated(page, EARLY) == ""


async def test_start_asks_once_whether_the_link_can_be_used_and_does_not_wait_for_the_network(
    browser: Browser, link: str
) -> None:
    page = await open_page(browser, PHONE)
    asked: list[str | None] = []
    page.on("request", lambda request: asked.append(request.post_data) if request.method == "POST" else None)
    await begin(page, link)
    await page.click("button.back")
    await page.click("button.next")
    assert len(asked) == 1
    assert (asked[0] or "").startswith("_step=open")

    page = await open_page(browser, PHONE)
    await page.goto(link)
    await page.check("#consent")
    await page.context.set_offline(True)
    await page.click("button.next")
    await page.locator("#section-trust").wait_for()
    await page.context.set_offline(False)

    async with httpx.AsyncClient() as client:
        await client.post(link, data={"_consent": "yes", EARLY: "4"})
    page = await open_page(browser, PHONE)
    await page.goto(link)
    await page.check("#consent")
    await page.click("button.next")
    await page.get_by_text("Answers have already been sent with this link").wait_for()


async def test_whoever_had_begun_is_offered_to_send_after_the_end(browser: Browser, served: Served) -> None:
    wave, tokens = await launched(served.database, timedelta(days=-1), "bob@consultancy.example")
    async with connected(served.database):
        stamp = begun_stamp(await Wave.get(id=wave), SECRET)
    link = f"{served.address}/a/{tokens[0]}"
    page = await open_page(browser, PHONE)
    await page.goto(link)
    assert await page.get_by_role("link", name="Go on with my answers").count() == 0, "nothing had been begun here"
    await begin(page, f"{link}?begun={stamp}")
    await rate(page, EARLY, 4)

    await page.goto(link)
    await page.get_by_role("link", name="Go on with my answers").click()
    await page.locator("#section-trust").wait_for()
    assert await rated(page, EARLY) == "4"
    await to_review(page)
    await page.click("#send button")
    await page.get_by_text("Your answers have arrived.").wait_for()


# Large text, the keyboard, and colours of one's own.

LARGE = "document.documentElement.style.fontSize = '200%'"
COVERED = """() => [...document.querySelectorAll(".step:not([hidden]) input")].filter((control) => {
  window.scrollTo(0, window.scrollY + control.getBoundingClientRect().top - 8); // under what sticks to the top
  document.activeElement.blur();
  control.focus();
  const box = control.getBoundingClientRect();
  return document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2) !== control;
}).map((control) => control.name + control.value)"""


@pytest.mark.parametrize("language", ["en", "de"])
async def test_text_of_twice_the_size_fits_a_phone(browser: Browser, link: str, language: str) -> None:
    page = await open_page(browser, PHONE)
    async for name in each_page(page, link, language):
        await page.evaluate(LARGE)
        assert await fits(page) == [], name
        await page.evaluate("document.documentElement.style.fontSize = ''")
    await page.goto(f"{served_address(link)}/lost?language={language}")
    await page.evaluate(LARGE)
    assert await fits(page) == []
    box = await page.locator("#email").bounding_box()
    assert box
    assert box["height"] >= SMALLEST_TARGET


def served_address(link: str) -> str:
    return link.partition("/a/")[0]


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
async def test_what_is_focused_is_never_covered_by_what_sticks_to_the_top(
    browser: Browser, link: str, size: ViewportSize
) -> None:
    page = await open_page(browser, size)
    await begin(page, link)
    await page.evaluate(LARGE)
    await page.evaluate("dispatchEvent(new Event('resize'))")
    assert await page.evaluate(COVERED) == []


async def test_a_browser_without_has_still_marks_what_is_focused(browser: Browser, link: str) -> None:
    page = await open_page(browser, PHONE)

    async def older(route: Route) -> None:
        answer = await route.fetch()
        await route.fulfill(response=answer, body=(await answer.text()).replace(":has(", ":unheard-of("))

    await page.route("**/form.css*", older)
    await begin(page, link)
    await page.keyboard.press("Tab")
    await page.locator(f"[name='{PROMISE}']").first.focus()
    outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


async def test_the_progress_bar_is_seen_in_forced_colours(browser: Browser, link: str) -> None:
    page = await open_page(browser, PHONE)
    await begin(page, link)
    await page.emulate_media(forced_colors="active", reduced_motion="reduce")
    drawn = Image.open(BytesIO(await page.locator("progress").screenshot())).convert("RGB")
    middle = drawn.height // 2
    assert drawn.getpixel((4, middle)) != drawn.getpixel((drawn.width - 8, middle)), "how far one is"
    assert drawn.getpixel((drawn.width // 2, 0)) != drawn.getpixel((drawn.width // 2, middle)), "how far it goes"
