"""Going through 39 comments in a real browser: by keyboard, stored as one goes, in bulk, sorted by theme."""

import pytest
from playwright.async_api import Page, expect

from diagnostic.demo.simulation import COMMENTS
from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Alliance, CommentNote, Theme, Wave
from diagnostic.survey.closing import close
from diagnostic.survey.plans import WavePlan, draft_wave
from diagnostic.survey.reports import publish
from diagnostic.survey.roster import apply_roster, read_roster
from diagnostic.survey.waves import launch
from tests.answering import after_the_end, answer_all
from tests.browsing import needs_browser
from tests.conftest import SECRET
from tests.web.consultant_browser import database_url, page, scripted, served, server
from tests.web.test_consultant_browser import look_at

pytestmark = needs_browser

__all__ = ["database_url", "page", "scripted", "served", "server"]

RASH = "A patient had a rash after the second tablet, and nobody knew whom to call."


@pytest.fixture
async def wave(alliance: Alliance, plan: WavePlan, library: Library) -> Wave:
    """Closed, with 39 comments: 36 of the demonstration's, a report, and two that say nothing."""
    lines = [f"p{n}@{name.lower()}.example,{name},Sales" for name in ("Novara", "Helix") for n in range(20)]
    roster = "\n".join(["email,company,function", *lines]).encode()
    await apply_roster(alliance, read_roster(roster, "roster.csv", alliance, ("en", "de")))
    wave = await draft_wave(alliance, plan, library)
    await launch(wave, SECRET)
    wrote = {
        side: iter([text for asked in COMMENTS.values() for texts in asked[side].values() for text in texts])
        for side in ("a", "b")
    }
    odd = {("a", 0): RASH, ("a", 1): "Nothing.", ("b", 0): "–"}
    await answer_all(wave, a=20, b=19, text=lambda side, n: odd.get((side, n)) or next(wrote[side]))
    await close(wave, SECRET, after_the_end(wave))
    await publish(wave)
    return wave


async def test_39_comments_are_gone_through_by_keyboard_alone(page: Page, wave: Wave) -> None:
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    await page.goto(f"/waves/{wave.id}/comments")
    await look_at(page, "comments-39")
    await expect(page.get_by_text("0 of 37 gone through")).to_be_visible()
    rows = page.locator("article.comment:visible")
    await expect(rows).to_have_count(37)
    await expect(rows.first).to_contain_text("may report a side effect")

    await page.get_by_role("link", name="Begin with the first").press("Enter")
    await expect(rows.first).to_be_focused()
    await page.keyboard.press("3")
    await expect(rows.nth(1)).to_be_focused()
    await page.keyboard.press("2")
    await page.keyboard.press("k")
    await expect(rows.nth(1)).to_be_focused()
    # What is typed into a field is typed, and no shortcut.
    await page.keyboard.press("e")
    await expect(rows.nth(1).get_by_label("As it is read")).to_be_focused()
    await page.keyboard.press("Control+a")
    await page.keyboard.type("123 jk in other words")
    await page.keyboard.press("Escape")
    await expect(rows.nth(1)).to_be_focused()
    await expect(rows.nth(1).locator("blockquote")).to_have_text("123 jk in other words")
    await page.keyboard.press("j")
    for _ in range(35):
        await page.keyboard.press("1")
    await expect(page.get_by_text("37 of 37 gone through")).to_be_visible()

    notes = await CommentNote.filter(wave=wave)
    assert len(notes) == 37
    assert [note.taken_out for note in notes].count(True) == 1
    (released,) = [note for note in notes if note.released]
    assert released.text == "123 jk in other words"
    await look_at(page, "comments-39-decided")
    assert problems == []


async def test_shortcuts_work_on_a_comment_that_has_the_focus_and_nowhere_else(page: Page, wave: Wave) -> None:
    await page.goto(f"/waves/{wave.id}/comments")
    await page.get_by_label("Question").focus()
    for key in "123jkx":
        await page.keyboard.press(key)
    await page.locator("body").click()
    for key in "123jkx":
        await page.keyboard.press(key)
    assert not await CommentNote.exists()


async def test_ticked_comments_get_a_theme_which_is_suggested_for_others_like_them(page: Page, wave: Wave) -> None:
    await page.goto(f"/waves/{wave.id}/comments")
    await page.locator("article.comment:visible .tick input").nth(0).check()
    await page.locator("article.comment:visible .tick input").nth(1).check()
    await expect(page.get_by_text("2 ticked")).to_be_visible()
    await page.get_by_label("About", exact=True).fill("Who decides what")
    await page.get_by_role("button", name="Add the theme").click()
    await expect(page.get_by_text("Stored. 2 comments about “Who decides what”.")).to_be_visible()
    theme = await Theme.get(wave=wave)
    assert len(theme.comments) == 2

    third = page.locator("article.comment:visible").nth(5)
    await third.get_by_label("Who decides what").check()
    await expect(third.locator(".told")).to_have_text("Stored. Who may read it is as it was.")
    assert len((await Theme.get(wave=wave)).comments) == 3
    assert not await CommentNote.filter(decided=True).exists(), "to sort is not to decide"
    await look_at(page, "comments-themes")

    await page.get_by_label("Theme", exact=True).select_option(label="Who decides what")
    await page.get_by_role("button", name="Show").click()
    await expect(page.locator("article.comment:visible")).to_have_count(3)
    await page.get_by_role("link", name="Themes (1)").click()
    await page.get_by_label("What these comments say").fill("Nobody is sure who may decide.")
    await page.get_by_label("Both companies").check()
    await page.get_by_role("button", name="Store").click()
    await expect(page.get_by_text("Stored. Both companies may read it.")).to_be_visible()
    await look_at(page, "themes")


@pytest.mark.parametrize("scripted", [False])
async def test_without_a_script_the_same_is_done_by_plain_forms(page: Page, wave: Wave) -> None:
    await page.goto(f"/waves/{wave.id}/comments?state=open")
    first = page.locator("article.comment:visible").first
    await first.get_by_role("button", name="Nobody").click()
    await expect(page.get_by_text("1 of 37 gone through")).to_be_visible()
    await expect(page.get_by_text("a rash")).to_have_count(0)
    for tick in await page.locator("article.comment:visible .tick input").all():
        await tick.check()
    await page.locator("#several summary").click()
    await page.locator("#several").get_by_role("button", name="You alone").click()
    await expect(page.get_by_text("37 of 37 gone through")).to_be_visible()


async def test_a_decision_that_does_not_arrive_says_so(page: Page, wave: Wave) -> None:
    await page.goto(f"/waves/{wave.id}/comments")
    await page.context.set_offline(True)
    row = page.locator("article.comment:visible").nth(2)
    await row.get_by_role("button", name="Both companies").click()
    await expect(row.get_by_text("Not stored: the server does not answer")).to_be_visible()
    await page.context.set_offline(False)
    await row.get_by_role("button", name="Both companies").click()
    await expect(row.get_by_text("Stored. Both companies may read it.")).to_be_visible()
    await page.context.clear_cookies()
    await row.get_by_role("button", name="Nobody").click()
    await expect(row.get_by_text("Not stored")).to_be_visible()
    assert (await CommentNote.get(wave=wave)).released
