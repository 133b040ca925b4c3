"""What people carry in their browsers: kept after one wave where they say so, counted in the next, told in a word."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from diagnostic.analysis import BySide
from diagnostic.questionnaire import SIDES, Side
from diagnostic.questionnaire.library import Library
from diagnostic.storage import connected
from diagnostic.storage.models import Alliance, Ballot, Wave
from diagnostic.survey import sealing
from diagnostic.survey.alliances import create_alliance
from diagnostic.survey.ballots import ballot_length
from diagnostic.survey.closing import close
from diagnostic.survey.consultants import add_consultant
from diagnostic.survey.plans import WavePlan, draft_wave
from diagnostic.survey.reports import publish
from diagnostic.survey.roster import apply_roster, read_roster
from diagnostic.survey.waves import launch
from diagnostic.web.page_check import page_check
from tests.answering import after_the_end, send, shown_report, tokens
from tests.browsing import DESK, PHONE, begin, chromium, needs_browser
from tests.conftest import DETAILS, PASSWORD, SECRET
from tests.survey.test_carried import SAID, Sheet, cast_sheet
from tests.web.consultant_server import serving
from tests.web.test_respondent_browser import fits, serious_violations, to_review
from tests.web.test_sealed_in_browser import recording

pytestmark = [pytest.mark.asyncio(loop_scope="module"), needs_browser]

TRUST, STICK = "trust@b", "decisions@alliance"
CANDOUR, RELIABLE, DECIDED = "trust.candour:we", "trust.reliability:we", "decisions.stick"
FIRST = {CANDOUR: 2, RELIABLE: 3, DECIDED: 2}
NOW = {CANDOUR: 4, RELIABLE: 4, DECIDED: 2}
"""Of somebody at Helix, about whom ``trust@b`` is: the mean was 2.5 and is 4, and decisions stay."""
PEOPLE = 12


class Programme(NamedTuple):
    """A wave that is over and the next one, open; what a browser has kept from the first, and the note for it."""

    address: str
    database: str
    wave: UUID
    links: Iterator[str]
    kept: Any
    note: str


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def programme(
    browser: Browser, migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Programme]:
    folder = tmp_path_factory.mktemp("carried")
    shutil.copy(migrated_sqlite, folder / "diagnostic.sqlite3")
    database = f"sqlite:///{folder / 'diagnostic.sqlite3'}"
    async with connected(database):
        alliance = await create_alliance(await add_consultant("alice@consultancy.example", "Alice", PASSWORD), DETAILS)
        lines = [f"p{n:02}@{c.lower()}.example,{c}" for n in range(3 * PEOPLE) for c in ("Novara", "Helix")]
        data = "\n".join(["email,company", *lines]).encode()
        await apply_roster(alliance, read_roster(data, "roster.csv", alliance, ("en", "de")))
        first = await launched(alliance)
        links = await tokens(first, "b")
    with serving(database, folder) as server:
        page = await answered(await browser.new_context(viewport=PHONE), f"{server.url}/a/{links[0]}", FIRST)
        keep = page.locator(".keep")
        await expect(keep.locator("li")).to_have_count(2)
        assert await page.evaluate("localStorage.length") == 0, "off by default"
        assert await serious_violations(page) == []
        assert await fits(page) == []
        await keep.locator("summary").click()
        note = await keep.locator("code").inner_text()
        await keep.get_by_role("button", name="Keep these answers in this browser").click()
        await expect(keep.locator("[role=status]")).to_have_text("Kept in this browser.")
        kept = await page.context.storage_state()
        async with connected(database):
            for side in ("a", "b"):
                for link, rating in zip((await tokens(first, side))[1:PEOPLE], "12231212231", strict=True):
                    await send(link, {name: [rating] for name in own(side, FIRST)})
            await send((await tokens(first, "a"))[0], {name: ["2"] for name in own("a", FIRST)})
            await close(first, SECRET, after_the_end(first))
            await publish(first)
            second = await launched(alliance)
            links = await tokens(second, "b")
        addresses = iter([f"{server.url}/a/{link}" for link in links])
        yield Programme(server.url, database, second.id, addresses, kept, note)


async def launched(alliance: Alliance) -> Wave:
    closes_on = (datetime.now(UTC) + timedelta(days=14)).date()
    plan = WavePlan(questionnaire="alliance-pulse", languages=["en", "de"], closes_on=closes_on, targets=[TRUST, STICK])
    wave = await draft_wave(alliance, plan, Library.load())
    await launch(wave, SECRET)
    return wave


def own(side: str, answers: Mapping[str, int]) -> dict[str, int]:
    """The same answers as somebody of a side gives them: Novara's people speak of Helix as of the others."""
    return {name.replace(":we", ":they") if side == "a" else name: rating for name, rating in answers.items()}


async def answered(context: BrowserContext, link: str, answers: Mapping[str, int]) -> Page:
    page = await reviewed(context, link, answers)
    await page.click("#send button")
    await page.locator("body[data-stored]").wait_for()
    return page


async def reviewed(context: BrowserContext, link: str, answers: Mapping[str, int]) -> Page:
    page = await context.new_page()
    await begin(page, link)
    for name, rating in answers.items():
        asked = page.locator(f"[name='{name}'][value='{rating}']")
        while not await asked.is_visible():
            await page.click("button.next")
        await asked.check(force=True)
    await to_review(page)
    return page


async def again(browser: Browser, programme: Programme, **more: Any) -> BrowserContext:
    """The browser that has kept the first answers."""
    return await browser.new_context(storage_state=programme.kept, viewport=PHONE, locale="en-GB", **more)


async def sheets(programme: Programme) -> list[dict[str, Any]]:
    """What the ballots of Helix's people say, for whoever has the secret; as long as each other, all of them."""
    async with connected(programme.database):
        wave = await Wave.get(id=programme.wave)
        key = sealing.unwrap(bytes(wave.wrapped_private_key or b""), wave.id, SECRET)
        ballots = [bytes(ballot.sealed) for ballot in await Ballot.filter(wave=wave, side="b")]
        assert {len(ballot) for ballot in ballots} <= {ballot_length(wave)}
        opened = [sealing.unseal(ballot, key, "server", wave.id, "b") for ballot in ballots]
        return [json.loads(each[: each.rindex(b"\x80")]) for each in opened]


async def carried(programme: Programme, before: list[dict[str, Any]]) -> Any:
    """What the one new ballot carries."""
    (new,) = [sheet for sheet in await sheets(programme) if sheet not in before]
    return new["carried"]


async def test_a_pulse_asks_how_people_see_it_themselves(browser: Browser, programme: Programme) -> None:
    field = "perceived.trust:b"
    for script in (True, False):
        before = await sheets(programme)
        context = await browser.new_context(viewport=PHONE, locale="en-GB", java_script_enabled=script)
        page = await context.new_page()
        await page.goto(next(programme.links))
        await page.check("#consent")
        asked = page.locator(f"[role=radiogroup]:has([name='{field}'])")
        while script and not await asked.is_visible():
            await page.click("button.next")
        await expect(asked).to_contain_text("Trust: We tell Novara bad news early. We do what we promise Novara.")
        await asked.get_by_label("Better").check(force=True)
        if script:
            assert await serious_violations(page) == []
            assert await fits(page) == []
            await page.locator(f"[name='{CANDOUR}'][value='4']").evaluate("one => one.click()")
            await to_review(page)
        else:
            await page.locator(f"[name='{CANDOUR}'][value='4']").check(force=True)
        await page.click("#send button")
        await page.locator("body[data-stored]").wait_for()
        (new,) = [sheet for sheet in await sheets(programme) if sheet not in before]
        assert new["fields"] == {field: ["3"], CANDOUR: ["4"]}, script
        assert list(new["fields"]) == sorted(new["fields"])


async def test_what_was_kept_is_shown_sent_and_added_to(browser: Browser, programme: Programme) -> None:
    before = await sheets(programme)
    page = await reviewed(await again(browser, programme), next(programme.links), NOW)
    use = page.locator(".use")
    await expect(use.locator("li").first).to_contain_text("at first 2.5")
    assert await serious_violations(page) == []
    assert await fits(page) == []
    await page.get_by_role("button", name="Deutsch").click()
    await expect(use.locator("li").first).to_contain_text("zuerst 2,5")
    await page.click("#send button")
    await page.locator("body[data-stored]").wait_for()
    assert await carried(programme, before) == {TRUST: [2.5, 1.5], STICK: [2, 0]}
    await expect(page.locator(".keep")).to_have_count(0)
    # In one more wave of this kind the mean of both later ones would count: the total of the means, and how many.
    assert await page.evaluate("JSON.parse(localStorage[Object.keys(localStorage)[0]]).of") == {
        TRUST: [5, 4, 1], STICK: [2, 2, 1]
    }  # fmt: skip
    # Whoever sits down next in the same wave is somebody else.
    other = await reviewed(page.context, next(programme.links), FIRST)
    await expect(other.locator(".use")).to_have_count(0)


async def test_what_is_left_out_is_neither_sent_nor_added(browser: Browser, programme: Programme) -> None:
    before = await sheets(programme)
    page = await reviewed(await again(browser, programme), next(programme.links), NOW)
    await page.get_by_label("Leave them out this time").check()
    await page.get_by_role("button", name="Deutsch").click()
    await expect(page.get_by_label("Diesmal weglassen")).to_be_checked()
    await page.click("#send button")
    await page.locator("body[data-stored]").wait_for()
    assert await carried(programme, before) == {}
    assert (await page.context.storage_state())["origins"] == programme.kept["origins"]


async def test_what_is_kept_can_be_deleted_in_two_tabs_and_is_gone_from_both(
    browser: Browser, programme: Programme
) -> None:
    before = await sheets(programme)
    context, link = await again(browser, programme), next(programme.links)
    page = await reviewed(context, link, NOW)
    other = await reviewed(context, next(programme.links), NOW)
    await other.get_by_role("button", name="Delete what is kept").click()
    await expect(other.locator(".use")).to_have_text("Nothing is kept in this browser any more.")
    await page.click("#send button")
    await page.locator("body[data-stored]").wait_for()
    assert await carried(programme, before) == {}
    assert "carried" not in str(await context.storage_state())


async def test_a_note_is_as_good_and_a_slip_in_it_is_told(browser: Browser, programme: Programme) -> None:
    before = await sheets(programme)
    page = await reviewed(await browser.new_context(viewport=DESK, locale="en-GB"), next(programme.links), NOW)
    told = page.locator("#note-told")
    assert len(programme.note) == 3, "a letter a target, and one that tells a slip"
    slips = [programme.note[:n] + letter + programme.note[n + 1 :] for n in range(3) for letter in "07BY"]
    swapped = [programme.note[1] + programme.note[0] + programme.note[2], programme.note[0] + programme.note[:0:-1]]
    for slip in [*slips, *swapped, "2", programme.note * 2]:
        if slip == programme.note:
            continue
        await page.fill("#note", slip)
        await page.press("#note", "Enter")
        await page.click("#send button")
        await expect(told, slip).to_be_visible()
        await expect(page.locator("#note")).to_be_focused()
    assert await serious_violations(page) == []
    await page.fill("#note", f" {programme.note[0].lower()}-{programme.note[1:].lower()} ")
    await page.click("#send button")
    await page.locator("body[data-stored]").wait_for()
    assert await carried(programme, before) == {TRUST: [2.5, 1.5], STICK: [2, 0]}
    assert await page.evaluate("localStorage.length") == 0


NO_STORAGE = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('switched off'); } })"


async def test_nothing_is_asked_without_a_script_or_where_nothing_can_be_kept(
    browser: Browser, programme: Programme
) -> None:
    context = await browser.new_context(viewport=PHONE, locale="en-GB")
    await context.add_init_script(NO_STORAGE)
    page = await answered(context, next(programme.links), NOW)
    await expect(page.locator(".keep, .use, #note")).to_have_count(0)
    known = await sheets(programme)
    page = await (await browser.new_context(java_script_enabled=False)).new_page()
    await page.goto(next(programme.links))
    await page.check("#consent")
    await page.locator(f"[name='{CANDOUR}'][value='4']").check(force=True)
    await page.click("#send button")
    await page.locator("body[data-stored]").wait_for()
    await expect(page.locator(".keep, .use, #note")).to_have_count(0)
    assert await carried(programme, known) == {}, "and as long as every other, sealed where it may be"


async def test_the_page_is_that_of_the_release_with_the_script_and_without_it(programme: Programme) -> None:
    found = await asyncio.to_thread(page_check, next(programme.links))
    assert [check.what for check in found.checks if not check.holds] == []
    assert any("carried.js" in check.what for check in found.checks)
    for change in (
        (b"data-followed", b"data-nobody"),
        (b"63072e6", b"63072e9"),
        (b"/static/carried", b"/static/other"),
    ):
        async with recording(programme.address, change, plain=True) as (address, _):
            found = await asyncio.to_thread(page_check, next(programme.links).replace(programme.address, address))
        assert [check for check in found.checks if not check.holds], change


async def test_what_was_carried_is_told_in_a_word(browser: Browser, programme: Programme) -> None:
    await answered(await again(browser, programme), next(programme.links), NOW)
    by_browsers = sum(TRUST in sheet["carried"] for sheet in await sheets(programme))
    assert by_browsers > 0
    # One browser carried the same first answers more than once here: so many of all have to be the others'.
    said: dict[Side, Sequence[tuple[float, float] | None]] = {"a": SAID, "b": [*SAID[:7], *[None] * 5]}
    async with connected(programme.database):
        wave = await Wave.get(id=programme.wave)
        for side in SIDES:
            for n, (link, pair) in enumerate(zip((await tokens(wave, side))[-PEOPLE:], said[side], strict=True)):
                fields = {name: ["345"[n % 3]] for name in own(side, NOW)}
                await cast_sheet(wave, side, link, Sheet(fields, {TRUST: pair} if pair else {}))
        await close(wave, SECRET, after_the_end(wave) + timedelta(hours=1))
        await publish(await Wave.get(id=wave.id))
        report = await shown_report(await Wave.get(id=wave.id))
    assert report is not None
    said_of = {change.target: change for change in report.carried}
    assert (said_of[TRUST].word, said_of[TRUST].changes) == ("risen", BySide(PEOPLE, 7 + by_browsers))
    assert said_of[STICK].word == "too_few"
