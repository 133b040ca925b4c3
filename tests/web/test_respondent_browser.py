"""The respondent's pages in a real browser, from a real server process."""

import asyncio
import gzip
import json
import re
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from PIL import Image
from playwright.async_api import Browser, Locator, Page, Route, ViewportSize, expect

from diagnostic.questionnaire import Answers, Choice, Value
from diagnostic.questionnaire.library import Library
from diagnostic.storage import connected
from diagnostic.storage.models import Wave
from diagnostic.survey.ballots import open_all
from diagnostic.survey.invitations import begun_stamp
from diagnostic.survey.plans import frozen_questionnaire
from tests.browsing import DESK, PHONE, begin, chromium, needs_browser
from tests.conftest import SECRET
from tests.web.respondent_server import Served, launched, serving_a_wave

SMALLEST_TARGET = 44
LARGEST_TRANSFER = 25_400
MOST_FIELDS = 68
"""Each field of the longest form takes its part of that: whoever adds one has to take another out."""

pytestmark = [pytest.mark.asyncio(loop_scope="module"), needs_browser]


@pytest.fixture(scope="module")
def served(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The full instrument, open; one engine and one process: what a browser sees depends on neither."""
    with serving_a_wave(migrated_sqlite, tmp_path_factory.mktemp("served")) as served:
        yield served


@pytest.fixture
def link(served: Served) -> str:
    """A link of Helix's that nobody has used."""
    return next(served.links)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


async def open_page(browser: Browser, size: ViewportSize, *, script: bool = True) -> Page:
    context = await browser.new_context(viewport=size, java_script_enabled=script, locale="en-GB")
    return await context.new_page()


def title(page: Page) -> Locator:
    """The heading of the section that is shown."""
    return page.locator(".step:visible").locator("h1, h2").first


def control(page: Page, name: str) -> Locator:
    """The first control of that name."""
    return page.locator(f"[name='{name}']").first


async def drafts(page: Page, number: int) -> None:
    """So many are kept in this browser."""
    await page.wait_for_function("(number) => localStorage.length === number", arg=number)


async def to_review(page: Page) -> None:
    await page.locator(".stepped").wait_for()
    while await page.locator("button.next").is_visible():
        await page.click("button.next")


async def stored(served: Served) -> list[Answers]:
    """What has been sent so far, in no order."""
    async with connected(served.database):
        wave = await Wave.get(id=served.wave)
        return [answers for answers, _ in (await open_all(wave, frozen_questionnaire(wave), SECRET)).people]


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
            await expect(title(page), "the return key goes on and does not send").to_have_text("Priorities")
            await page.click("button.back")
        elif section == "priorities":
            boxes = page.locator("[name=priorities]")
            for n in range(3):
                await boxes.nth(n).check()
            await expect(page.locator(".count")).to_have_text("3 of 3 chosen")
            await expect(boxes.nth(3)).to_be_disabled()
        else:
            await page.fill("[name=would_help]", "More time\ntogether.")
            await expect(page.locator("#h-would_help")).to_have_text("981 characters left")


async def test_a_phone_takes_one_section_at_a_time_and_sends_after_review(
    browser: Browser, link: str, served: Served
) -> None:
    before = len(await stored(served))
    page = await open_page(browser, PHONE)
    await page.goto(link)
    await expect(title(page)).to_have_text("Alliance health check")
    await page.click("button.next")
    await expect(page.locator("#f-consent")).to_be_visible()
    await expect(page.locator("#consent")).to_be_focused()
    await page.check("#consent")
    await page.click("button.next")

    await page.locator("#section-trust").wait_for()
    await expect(page.locator("#progress")).to_have_text("Section 1 of 10")
    await expect(page.locator("#title-trust")).to_be_focused()
    assert await page.evaluate("window.scrollY") == 0
    await answer_one_of_each_kind(page)
    await page.click("button.next")

    await expect(title(page)).to_have_text("Check your answers")
    questionnaire = Library.load().questionnaires["alliance-health"]
    fields = questionnaire.answers_asked()
    await expect(page.locator(".missing summary")).to_have_text(f"Questions without an answer: {fields - 6}")
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
    await expect(control(page, "trust.reliability:we")).to_be_focused()
    await page.go_back()
    await page.locator("#title-review").wait_for()
    assert len(await stored(served)) == before
    await page.get_by_role("button", name="Send my answers").click()

    await page.get_by_text("Your answers have arrived.").wait_for()
    await page.wait_for_function("localStorage.length + sessionStorage.length === 0")
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
    await expect(sections).to_have_count(11)
    for n in range(11):
        await expect(sections.nth(n)).to_be_visible()
    row = page.get_by_role("radiogroup", name="We tell Novara bad news early.")
    await row.get_by_label("Agree", exact=True).check()
    await page.fill("[name=effort_share]", "much")
    await page.get_by_role("button", name="Send my answers").click()

    summary = page.locator("#summary")
    await expect(summary).to_contain_text("Please enter a number from 0 to 100.")
    await expect(summary).to_contain_text("Please tick this box")
    await expect(row.get_by_label("Agree", exact=True)).to_be_checked()
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
    await page.locator("#section-trust").wait_for()
    await tab_to("[name='trust.reliability:we']")
    await page.keyboard.press("Space")
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("Tab")
    await expect(control(page, "trust.competence:we"), "one stop a statement").to_be_focused()
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
    await expect(title(page)).to_have_text("Vertrauen")
    await expect(page.locator(".told")).to_contain_text("Ihre früheren Eingaben")
    await expect(page.locator("#consent")).to_be_checked()
    await page.goto(link)
    await expect(row.get_by_label("Agree", exact=True)).to_be_checked()

    await page.goto(next(served.links))
    await page.locator(".stepped").wait_for()
    another = page.locator("[name='trust.candour:we'][value='4']")
    await expect(another, "another link, another draft").not_to_be_checked()
    await page.goto(link)
    page.on("dialog", lambda dialog: dialog.accept())
    await page.click("button.clear")
    await expect(row.get_by_label("Agree", exact=True)).not_to_be_checked()
    await drafts(page, 0)


async def test_faults_open_the_section_they_are_in(browser: Browser, link: str) -> None:
    page = await open_page(browser, PHONE)
    await begin(page, link)
    while not await page.locator("[name=effort_share]").is_visible():
        await page.click("button.next")
    await page.fill("[name=effort_share]", "900")
    plain = await page.title()
    await to_review(page)
    await page.get_by_role("button", name="Send my answers").click()

    await page.locator("#summary").wait_for()
    await expect(title(page)).to_have_text("Expectations")
    await expect(page.locator("#f-effort_share")).to_be_visible()
    await expect(page.locator("#summary")).to_be_focused()
    await page.locator("#summary a").click()
    await expect(page.locator("#q-effort_share")).to_be_focused()
    await expect(page.locator("[name=effort_share]")).to_have_value("900")
    await expect(page).to_have_title(re.compile("not been sent"))
    await page.fill("[name=effort_share]", "90")
    await expect(page.locator("#summary, .fault, [aria-invalid=true]").locator("visible=true")).to_have_count(0)
    await expect(page).to_have_title(plain)
    await page.click("button.check")
    await expect(title(page)).to_have_text("Check your answers")


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
    await expect(lines).to_have_count(2)
    await page.fill("[name=effort_share]", "90")
    await expect(lines).to_have_count(1)
    await expect(page.locator("#f-would_help")).to_have_count(1)
    await expect(page).to_have_title(re.compile("not been sent"))


async def test_nothing_answered_is_said_until_something_is(browser: Browser, link: str) -> None:
    page = await open_page(browser, PHONE)
    await begin(page, link)
    await to_review(page)
    await page.click("#send button")
    summary = page.locator("#summary")
    await summary.get_by_text("You have not answered any question yet.").wait_for()
    await page.get_by_role("button", name="Next").click()
    await page.get_by_role("button", name="Back", exact=True).click()
    await expect(summary).to_be_visible()
    await rate(page, EARLY, 4)
    await expect(summary).to_be_hidden()


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
    yield await title(page).inner_text()
    while await page.locator("button.next").is_visible():
        await page.click("button.next")
        yield await title(page).inner_text()


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


async def test_a_line_at_the_end_of_a_section_is_folded_kept_reviewed_and_sealed_and_never_missed(
    browser: Browser, link: str, served: Served
) -> None:
    page = await open_page(browser, PHONE)
    await begin(page, link)
    line = page.locator("#section-trust details")
    await expect(line.locator("textarea")).to_be_hidden()
    await line.locator("summary").click()
    await expect(line).to_contain_text("Please do not report side effects or product complaints here")
    await line.locator("textarea").fill("They hear of it first.")
    await control(page, "trust.candour:we").check(force=True)
    await page.reload()
    await expect(page.locator("#section-trust textarea"), "the draft opens it again").to_be_visible()
    await to_review(page)
    await expect(page.locator(".missing summary")).to_contain_text("without an answer")
    assert "Anything to add?" not in await page.locator(".missing").evaluate("all => all.textContent")
    await page.locator(".answers summary", has_text="Trust").click()
    await expect(page.locator(".answers")).to_contain_text("They hear of it first.")
    await page.get_by_role("link", name="Anything to add?").click()
    await expect(page.locator("#section-trust textarea")).to_be_focused()
    await page.get_by_role("button", name="Back to the overview").click()
    await page.get_by_role("button", name="Send my answers").click()
    await page.get_by_text("Your answers have arrived.").wait_for()
    sent = {"more.trust": "They hear of it first.", "trust.candour@b": 1}
    assert sent in [answers.values for answers in await stored(served)]


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("targets", [(), ("trust@a", "trust@b", "decisions@alliance")], ids=["no targets", "targets"])
async def test_the_page_is_small_loads_nothing_from_elsewhere_and_sets_no_cookie(
    targets: Sequence[str], language: str, browser: Browser, link: str, served: Served
) -> None:
    if targets:
        _, (token, *_) = await launched(served.database, email=f"{language}@consultancy.example", targets=targets)
        link = f"{served.address}/a/{token}"
    page = await open_page(browser, PHONE)
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))

    await begin(page, f"{link}?language={language}")

    assert complaints == []
    assert all(address.startswith((served.address, "data:")) for address in asked)
    assert await page.context.cookies() == []
    async with httpx.AsyncClient() as client:
        own = {address for address in asked if address.startswith(served.address)}
        bodies = [(await client.get(address)).content for address in own]
    assert len(bodies) == 4 + bool(targets), "the page, a style sheet, two scripts; one more with targets"
    assert sum(len(gzip.compress(body)) for body in bodies) < LARGEST_TRANSFER


async def test_the_full_diagnostic_has_no_more_fields_than_fit_such_a_page(library: Library) -> None:
    assert len(library.questionnaires["alliance-health"].fields()) <= MOST_FIELDS


# Never lose an answer: whatever happens on the way to the server.

EARLY, THEIRS, PROMISE = "trust.candour:we", "trust.candour:they", "trust.reliability:we"


async def rate(page: Page, field: str, points: int) -> None:
    await page.locator(f"[name='{field}'][value='{points}']").click()


async def rated(page: Page, field: str, points: str) -> None:
    """So many are chosen, or none where ``points`` is empty; waits until they are."""
    given = "([name, points]) => document.getElementById('sheet').elements[name].value === points"
    await page.wait_for_function(given, arg=[field, points])


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
    await expect(page.locator("[role=status].unsent")).to_contain_text("Not sent yet. Your answers are here.")
    await expect(page).to_have_title(re.compile("Not sent yet"))
    await page.close()

    page = await page.context.new_page()
    await page.context.set_offline(False)
    await page.goto(link)

    await page.get_by_text("Your answers have arrived.").wait_for()
    assert len(await stored(served)) == before + 1
    await drafts(page, 0)


async def test_nothing_but_thanks_ends_a_draft(browser: Browser, link: str, served: Served) -> None:
    """No server, a proxy without one, a hotel's network, a fault of ours: each time the answers are still there."""
    page = await one_answer_at_the_review(browser, link)
    before = len(await stored(served))
    # However often the page tries by itself meanwhile.
    outcomes = [None, (502, "<h1>Bad gateway</h1>"), (200, "<h1>Welcome to the hotel</h1>"), (500, "<p>Oh</p>")]
    met: list[tuple[int, str] | None] = []
    works = False

    async def fail(route: Route) -> None:
        if route.request.method != "POST" or works:
            await route.continue_()
            return
        met.append(outcome)
        if outcome:
            await route.fulfill(status=outcome[0], body=outcome[1], content_type="text/html")
        else:
            await route.abort("connectionrefused")

    await page.route("**/a/*", fail)
    for outcome in outcomes:
        await page.click("#send button")
        await page.locator("#send button:not([aria-disabled]):text('Try to send now')").wait_for()
        assert met[-1] == outcome
        kept = json.loads((await page.evaluate("Object.values(localStorage)"))[0])
        assert kept[EARLY][0] == ["4"]
    await page.reload()
    await page.locator(".unsent").wait_for()
    await expect(title(page)).to_have_text("Check your answers")
    assert len(await stored(served)) == before

    works = True
    await page.click("#send button")
    await page.get_by_text("Your answers have arrived.").wait_for()
    assert len(await stored(served)) == before + 1
    await expect(page.get_by_role("heading", name="Thank you")).to_be_focused()
    await expect(page).to_have_title(re.compile("^Thank you"))


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
    await expect(page.locator("main")).not_to_contain_text("somebody else")
    await expect(page).to_have_title(re.compile("^Thank you"))
    await expect(page.get_by_role("heading", name="Thank you")).to_be_focused()
    assert len(await stored(served)) == before + 1
    await drafts(page, 0)


async def test_another_language_after_a_lost_reply_says_that_the_answers_have_arrived(
    browser: Browser, link: str
) -> None:
    page = await one_answer_at_the_review(browser, link)
    # However often the page in English tries by itself meanwhile.
    await page.route(lambda url: "/a/" in url and "language=de" not in url, lose_the_reply)
    await page.click("#send button")
    await page.locator(".unsent").wait_for()
    await page.get_by_role("button", name="Deutsch").click()
    await page.get_by_text("Ihre Antworten sind angekommen.").wait_for()
    await expect(page.locator("main")).not_to_contain_text("jemand anderes")
    await drafts(page, 0)


async def test_no_language_is_changed_while_the_answers_are_being_sent(browser: Browser, link: str) -> None:
    page = await one_answer_at_the_review(browser, link)
    asked, answer = asyncio.Event(), asyncio.Event()

    async def slowly(route: Route) -> None:
        asked.set()
        await answer.wait()
        await route.continue_()

    await page.route("**/a/*", slowly)
    await page.click("#send button")
    await asyncio.wait_for(asked.wait(), 30)
    await expect(page.get_by_text("Nothing has been sent yet.")).to_be_hidden()
    german = page.locator("[name=_language][value=de]")
    await expect(german).to_be_disabled()
    await german.press("Enter")  # said to be disabled, and yet within reach of the keyboard
    await expect(page.get_by_text("Your answers are being sent")).to_be_visible()
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
    await drafts(page, 1)


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
    await drafts(page, 1)
    assert await serious_violations(page) == []
    page.on("dialog", lambda dialog: dialog.accept())
    await page.get_by_role("button", name="Delete my draft").click()
    await page.get_by_text("Your draft has been deleted.").wait_for()
    await drafts(page, 0)


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
    for tab in (other, one):
        await tab.bring_to_front()
        for name, points in ((EARLY, "5"), (THEIRS, ""), (PROMISE, "3")):
            await rated(tab, name, points)

    await to_review(one)
    await one.click("#send button")
    await one.get_by_text("Your answers have arrived.").wait_for()
    assert Answers("b", {"trust.candour@b": 5, "trust.reliability@b": 3}) in await stored(served)
    await other.bring_to_front()
    await other.get_by_text("In another tab these answers were sent or deleted.").wait_for()
    await other.wait_for_function("scrollY === 0")
    assert await serious_violations(other) == []
    assert await fits(other) == []
    await drafts(one, 0)
    await other.get_by_role("button", name="Load this page again").click()
    await other.locator(".stepped #section-consent").wait_for()
    # The other tab does not offer what has been sent.
    await rated(other, EARLY, "")
    await other.wait_for_function("scrollY + localStorage.length === 0")


async def test_a_reload_and_a_closed_page_come_back_to_the_same_section_with_consent(
    browser: Browser, link: str
) -> None:
    page = await open_page(browser, PHONE)
    await begin(page, link)
    await rate(page, EARLY, 4)
    await page.click("button.next")
    await page.click("button.next")
    third = await title(page).inner_text()
    await expect(page).to_have_title(re.compile(f"^{re.escape(third)} · Section 3 of 10 · "))

    await page.reload()
    await expect(title(page)).to_have_text(third)
    await page.close()
    page = await page.context.new_page()
    await page.goto(link)
    await expect(title(page)).to_have_text(third)
    # What was put back is said above, where the page is scrolled to once the browser has gone to the section.
    await expect(page.locator(".told.above")).to_be_in_viewport()
    await page.wait_for_function("scrollY === 0")
    await rated(page, EARLY, "4")
    await expect(page.locator("#consent")).to_be_checked()

    await page.get_by_role("button", name="Deutsch").click()
    await page.locator("html[lang=de]").wait_for()
    await page.locator(".stepped").wait_for()
    await expect(page).to_have_title(re.compile("Abschnitt 3 von 10"))
    await rated(page, EARLY, "4")


async def test_another_language_without_script_keeps_what_is_filled_in(browser: Browser, link: str) -> None:
    page = await open_page(browser, PHONE, script=False)
    await page.goto(link)
    await page.check("#consent")
    await page.locator(f"[name='{EARLY}'][value='4']").check()
    await page.fill("[name=would_help]", "More time.")
    await page.fill("[name=effort_share]", "much")
    await page.press("[name=effort_share]", "Enter")
    html = page.locator("html")
    await expect(html, "the return key presses no button").to_have_attribute("lang", "en")
    await page.get_by_role("button", name="Deutsch").click()

    await expect(html).to_have_attribute("lang", "de")
    await expect(page.locator("#consent")).to_be_checked()
    await expect(page.locator(f"[name='{EARLY}'][value='4']")).to_be_checked()
    await expect(page.locator("[name=would_help]")).to_have_value("More time.")
    await expect(page.locator("[name=effort_share]")).to_have_value("much")
    await expect(page.locator(".fault:visible"), "nothing is judged yet").to_have_count(0)


async def test_an_answer_can_be_taken_back(browser: Browser, link: str) -> None:
    page = await open_page(browser, PHONE)
    await begin(page, link)
    now = datetime.now(UTC)
    await page.clock.set_fixed_time(now)
    await rate(page, EARLY, 4)
    await page.clock.set_fixed_time(now + timedelta(milliseconds=500))
    await rate(page, EARLY, 4)  # a double press is a slip
    await rated(page, EARLY, "4")
    await page.clock.set_fixed_time(now + timedelta(milliseconds=700))
    await rate(page, EARLY, 4)
    await rated(page, EARLY, "")
    await rate(page, EARLY, 2)
    await page.keyboard.press("Backspace")
    await rated(page, EARLY, "")
    await expect(page.locator("[role=status].told")).to_have_text("The answer has been taken back.")
    await page.reload()
    await page.locator(".stepped").wait_for()
    await rated(page, EARLY, "")


async def test_start_asks_once_whether_the_link_can_be_used_and_does_not_wait_for_the_network(
    browser: Browser, link: str
) -> None:
    page = await open_page(browser, PHONE)
    asked: list[str | None] = []
    page.on("request", lambda request: asked.append(request.post_data) if request.method == "POST" else None)
    await begin(page, link)
    await page.click("button.back")
    await page.click("button.next")
    await page.locator("#section-trust").wait_for()
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
    await expect(page.get_by_role("link", name="Go on with my answers"), "nothing begun here").to_have_count(0)
    await begin(page, f"{link}?begun={stamp}")
    await rate(page, EARLY, 4)

    await page.goto(link)
    await page.get_by_role("link", name="Go on with my answers").click()
    await page.locator("#section-trust").wait_for()
    await rated(page, EARLY, "4")
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

    async def unchecked(route: Route) -> None:
        answer = await route.fetch()
        await route.fulfill(response=answer, body=(await answer.text()).replace("integrity=", "data-integrity="))

    await page.route("**/form.css*", older)
    await page.route(link, unchecked)
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
