"""The briefing's page in a real browser: charts that answer when pointed at, and all of it without a script too."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from diagnostic.questionnaire.library import Library
from diagnostic.storage import connected
from diagnostic.storage.models import Wave
from diagnostic.survey.closing import close
from diagnostic.survey.reports import publish
from tests.anonymity.launching import launched
from tests.answering import after_the_end, answer_all
from tests.browsing import DESK, PHONE, chromium, needs_browser
from tests.conftest import PASSWORD, SECRET
from tests.web.consultant_server import serving

pytestmark = [pytest.mark.asyncio(loop_scope="module"), needs_browser]


class Served(NamedTuple):
    """A server process, and a wave whose briefing it has."""

    url: str
    wave: UUID


@pytest.fixture(scope="module")
def served(migrated_sqlite: Path, library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One for all tests, on one engine: they only read, and a page looks the same on either."""
    folder = tmp_path_factory.mktemp("served")
    database = f"sqlite:///{shutil.copy(migrated_sqlite, folder)}"
    wave = asyncio.run(published(database, library))
    with serving(database, folder) as server:
        yield Served(server.url, wave)


async def published(database: str, library: Library) -> UUID:
    await launched(database, library, 8, ("en", "de"))
    async with connected(database):
        wave = await Wave.get()
        await answer_all(wave)
        await close(wave, SECRET, after_the_end(wave))
        await publish(wave)
        return wave.id


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


async def opened(browser: Browser, served: Served, *, script: bool = True) -> tuple[Page, list[str]]:
    """The briefing, and what the browser finds wrong with it."""
    context = await browser.new_context(viewport=DESK, base_url=served.url, java_script_enabled=script)
    page = await context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text) if said.type in ("error", "warning") else None)
    await page.goto("/sign-in")
    await page.get_by_label("Email address").fill("alice@consultancy.example")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await page.wait_for_url("**/alliances")
    await page.goto(f"/waves/{served.wave}")
    await page.get_by_role("link", name="Read the briefing").click()
    await page.locator("main#briefing").wait_for(timeout=60_000)
    return page, problems


async def all_drawn(page: Page) -> int:
    """Look at every chart until it is drawn; how many there are."""
    charts = page.locator("[data-spec]")
    for n in range(await charts.count()):
        await charts.nth(n).scroll_into_view_if_needed()
        await charts.nth(n).locator(".drawing svg").wait_for(timeout=60_000)
    return await charts.count()


async def serious(page: Page) -> list[tuple[str, str]]:
    found = (await Axe().run(page)).response["violations"]
    return [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")]


async def test_every_chart_is_drawn_anew_under_the_strict_policy(browser: Browser, served: Served) -> None:
    page, problems = await opened(browser, served)
    assert await all_drawn(page) == await page.locator("picture").count() > 3
    await expect(page.locator("picture:visible")).to_have_count(0)
    await expect(page.locator("style")).to_have_count(0)
    # The same as the image says, to somebody who sees neither.
    for chart in await page.locator("[data-spec]").all():
        alt = await chart.locator("img").get_attribute("alt")
        await expect(chart.get_by_role("img", name=alt, exact=True)).to_have_count(1)
    assert await serious(page) == []
    assert problems == []
    await page.emulate_media(media="print")
    await expect(page.locator(".drawing:visible")).to_have_count(0)
    await expect(page.locator("picture:visible")).to_have_count(await page.locator("picture").count())


async def test_a_mark_says_its_figures_to_mouse_and_keyboard(browser: Browser, served: Served) -> None:
    page, problems = await opened(browser, served)
    chart = page.locator("#participation [data-spec]").first
    await chart.scroll_into_view_if_needed()
    await chart.locator(".drawing svg").wait_for(timeout=60_000)
    tip = page.get_by_role("status")
    marks = chart.locator(".drawing path[aria-roledescription], .drawing .mark-rect path")
    said = set()
    for n in range(await marks.count()):
        told = await marks.nth(n).evaluate("mark => mark.__data__.datum.tip")
        # By force, as a mark may be drawn over another: both say the same.
        await marks.nth(n).hover(force=True)
        await expect(tip).to_have_text(told)
        said.add(told)
    # Eight were invited on each side, and all have answered.
    assert any("Novara" in words and "8" in words for words in said), said
    assert any("Helix" in words and "8" in words for words in said), said
    await page.keyboard.press("Escape")
    await expect(tip).to_be_hidden()

    await chart.locator(".drawing").focus()
    await page.keyboard.press("ArrowDown")
    await expect(tip).to_be_visible()
    first = await tip.inner_text()
    await page.keyboard.press("ArrowDown")
    await expect(tip).not_to_have_text(first)
    await page.keyboard.press("ArrowUp")
    await expect(tip).to_have_text(first)
    await page.keyboard.press("Tab")
    await expect(tip).to_be_hidden()
    assert problems == []


async def test_the_page_is_complete_without_a_script(browser: Browser, served: Served) -> None:
    page, _ = await opened(browser, served, script=False)
    assert await page.locator("picture:visible").count() == await page.locator("[data-spec]").count() > 3
    await expect(page.locator(".drawing")).to_have_count(0)


async def test_where_the_script_that_draws_does_not_come_the_images_stay(browser: Browser, served: Served) -> None:
    page, _ = await opened(browser, served)
    await page.route("**/static/vega-*", lambda route: route.abort())
    await page.reload()
    async with page.expect_event("requestfailed", lambda request: "/static/vega-" in request.url):
        await page.locator("[data-spec]").first.scroll_into_view_if_needed()
    await expect(page.locator("picture:visible")).to_have_count(await page.locator("[data-spec]").count())
    await expect(page.locator(".drawing")).to_have_count(0)


async def test_on_a_phone_the_charts_are_drawn_narrow_and_nothing_runs_over(browser: Browser, served: Served) -> None:
    page, problems = await opened(browser, served)
    await all_drawn(page)
    await page.set_viewport_size(PHONE)
    await page.locator('[data-width="narrow"]').first.wait_for()
    await all_drawn(page)
    await page.wait_for_function(
        "document.querySelectorAll('.drawing').length === document.querySelectorAll('.drawn').length"
    )
    widths = await page.eval_on_selector_all(
        ".drawing svg", "all => all.map((svg) => svg.getBoundingClientRect().width)"
    )
    assert max(widths) <= PHONE["width"]
    assert await page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    assert await serious(page) == []
    assert problems == []


async def test_a_download_leaves_the_page_where_it_is_and_a_chart_can_be_taken_along(
    browser: Browser, served: Served
) -> None:
    page, _ = await opened(browser, served)
    async with page.expect_download() as download:
        await page.get_by_role("link", name="Download as SVG").first.click()
    assert (await download.value).suggested_filename == "participation-consultant-en.svg"
    await page.goto(f"/waves/{served.wave}")
    async with page.expect_download(timeout=60_000) as download:
        await page.get_by_role("link", name="Charts, participants’ edition: Deutsch").click()
    file = await download.value
    assert re.fullmatch(r"Cardiva-pulse-charts-\d{4}-\d\d-\d\d-participants-de\.zip", file.suggested_filename)


async def test_a_cell_of_the_overview_leads_to_its_statements_by_keyboard_and_by_touch(
    browser: Browser, served: Served
) -> None:
    page, problems = await opened(browser, served)
    # A jump while the page still glides to what was focused would end there.
    await page.emulate_media(reduced_motion="reduce")
    cell = page.locator(".part-overview td a").first
    await page.locator(".part-overview th a").first.focus()
    await page.keyboard.press("Tab")
    await expect(cell).to_be_focused()
    await page.keyboard.press("Enter")
    target = page.locator(str(await cell.get_attribute("href")))
    await expect(target).to_be_in_viewport()
    # All of a cell is the link, and not its number alone.
    await page.goto(page.url.partition("#")[0])
    await page.locator(".part-overview td").first.click(position={"x": 4, "y": 4})
    await expect(target).to_be_in_viewport()
    assert await serious(page) == []
    assert problems == []


async def test_both_levels_and_the_gap_are_seen_on_a_phone_without_scrolling(browser: Browser, served: Served) -> None:
    page, _ = await opened(browser, served)
    await page.set_viewport_size({"width": 360, "height": 740})
    shaded = await page.locator(".part-overview tbody tr").first.locator(".shaded").all()
    assert shaded
    for cell in shaded:
        box = await cell.bounding_box()
        assert box
        assert box["x"] + box["width"] <= 360
    assert await page.evaluate("document.documentElement.scrollWidth") == 360
