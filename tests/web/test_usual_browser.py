"""A usual instrument in a browser: from 0 to 10, how often, one answer of several, and something else."""

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from msgspec.structs import replace
from playwright.async_api import Browser, Page, ViewportSize, expect

from diagnostic.questionnaire import Answers, Value
from diagnostic.storage import connected
from diagnostic.storage.models import Wave
from diagnostic.survey.ballots import open_all
from diagnostic.survey.plans import frozen_questionnaire
from diagnostic.web.page_check import page_check
from tests.browsing import DESK, PHONE, begin, chromium, needs_browser
from tests.conftest import SECRET
from tests.usual_instrument import usual
from tests.web.respondent_server import Served, launched, serving_a_wave

pytestmark = [pytest.mark.asyncio(loop_scope="module"), needs_browser]


@pytest.fixture(scope="module")
def served(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving_a_wave(migrated_sqlite, tmp_path_factory.mktemp("usual"), usual()) as served:
        yield served


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


async def opened(browser: Browser, size: ViewportSize, *, script: bool = True) -> Page:
    context = await browser.new_context(viewport=size, java_script_enabled=script, locale="en-GB")
    return await context.new_page()


async def stored(served: Served) -> list[Answers]:
    async with connected(served.database):
        wave = await Wave.get(id=served.wave)
        return [answers for answers, _ in (await open_all(wave, frozen_questionnaire(wave), SECRET)).people]


async def test_on_a_phone_answers_are_given_taken_back_reviewed_and_kept_from_1(
    browser: Browser, served: Served
) -> None:
    page = await opened(browser, PHONE)
    await begin(page, next(served.links))
    asked = page.get_by_role("radiogroup", name="How likely is it that the partnership outlives this product?")
    await asked.get_by_label("0", exact=True).check()
    await page.get_by_role("radiogroup", name="How often do meetings end").get_by_text("Often", exact=True).click()
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    await page.click("button.next")

    picked = page.locator("[name=CHANNEL]:checked")
    await page.get_by_text("By mail").click()
    await expect(picked).to_have_value("mail")
    await page.get_by_text("No answer").click()
    await expect(picked).to_have_count(0)
    await page.get_by_text("Another way").click()
    await page.locator("#section-PICKED summary").click()
    await page.fill("[name='CHANNEL.other']", "by fax")
    await page.click("button.next")
    review = await page.locator(".answers").evaluate("all => all.textContent")
    for shown in ("Often", "Another way", "by fax"):
        assert shown in review
    await page.get_by_role("button", name="Send my answers").click()

    await page.get_by_text("Your answers have arrived.").wait_for()
    given: dict[str, Value] = {
        "LOYAL_3@alliance": 1,
        "OFTEN_2@alliance": 4,
        "CHANNEL": ("other",),
        "CHANNEL.other": "by fax",
    }
    assert Answers("b", given) in await stored(served)


async def test_the_keyboard_picks_one_of_several_and_takes_it_back(browser: Browser, served: Served) -> None:
    page = await opened(browser, DESK)
    await begin(page, next(served.links))
    await page.click("button.next")
    picked = page.locator("[name=CHANNEL]:checked")
    await page.locator("[name=CHANNEL]").first.focus()
    await page.keyboard.press("Space")
    await page.keyboard.press("ArrowDown")
    await expect(picked).to_have_value("mail")
    await page.keyboard.press("Delete")
    await expect(picked).to_have_count(0)
    await page.locator("[name=CHANNEL]").first.focus()
    await page.keyboard.press("Space")
    await page.keyboard.press("ArrowUp")  # round to the last one, which is none
    await expect(picked).to_have_count(0)


async def test_without_script_one_of_several_is_taken_back_and_something_else_is_said(
    browser: Browser, served: Served
) -> None:
    page = await opened(browser, PHONE, script=False)
    await page.goto(next(served.links))
    await page.locator("[name=CHANNEL][value=phone]").check()
    await page.get_by_label("No answer").check()
    await page.locator("[name='LOYAL_2:they'][value='10']").check()
    await page.locator("#section-PICKED details summary").click()
    await page.fill("[name='CHANNEL.other']", "by letter")
    await page.check("#consent")
    await page.get_by_role("button", name="Send my answers").click()

    await page.get_by_text("Your answers have arrived.").wait_for()
    assert Answers("b", {"LOYAL_2@a": 11, "CHANNEL.other": "by letter"}) in await stored(served)


@pytest.mark.parametrize("size", [PHONE, DESK])
async def test_axe_finds_nothing_serious(browser: Browser, served: Served, size: ViewportSize) -> None:
    page = await opened(browser, size)
    await begin(page, next(served.links))
    for _ in range(2):
        found = await Axe().run(page)
        serious = [each for each in found.response["violations"] if each["impact"] in ("serious", "critical")]
        assert not serious
        await page.click("button.next")


async def test_the_page_is_one_that_a_release_makes(served: Served) -> None:
    assert [check.what for check in page_check(next(served.links)).checks if not check.holds] == []


async def test_what_may_be_kept_is_told_as_it_was_answered(browser: Browser, served: Served) -> None:
    targets = ("LOYALTY@alliance", "CONTACT@alliance")
    asked = replace(usual(), kind="pulse")
    _, (token, *_) = await launched(served.database, email="keeps@consultancy.example", targets=targets, asked=asked)
    page = await opened(browser, PHONE)
    await begin(page, f"{served.address}/a/{token}")
    for field, answer in (("LOYAL_3", "0"), ("OFTEN_2", "4"), ("OFTEN_3", "2")):
        await page.locator(f"[name='{field}'][value='{answer}']").check()
    for _ in range(2):
        await page.click("button.next")
    await page.get_by_role("button", name="Send my answers").click()

    await page.get_by_text("Your answers have arrived.").wait_for()
    kept = page.locator("li small")
    # 4, and 2 of a reversed one, which is 4 in the scale's sense; and nought is an answer.
    await expect(kept).to_have_text([re.compile(r"\b0\b"), re.compile(r"\b4\b")])
