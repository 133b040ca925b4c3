"""Going through the comments of a closed wave, without JavaScript."""

import pytest

from diagnostic.storage.models import CommentNote, StoredReport, Wave
from diagnostic.survey.closing import close
from diagnostic.survey.reports import publish
from tests.answering import after_the_end, answer_all
from tests.conftest import SECRET
from tests.web.consultant_desk import Desk
from tests.web.markup import Element

on_one_engine = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""Where the page is looked at, not what is stored."""

RASH = "A patient had a rash after the second tablet."
WRITTEN = {("a", 0): RASH, ("a", 1): "Nothing.", ("b", 1): "Nothing.", ("b", 2): "Ask <b>Ann</b>\nfor the minutes."}


@pytest.fixture
async def wave(open_wave: Wave) -> Wave:
    await answer_all(open_wave, text=lambda side, n: WRITTEN.get((side, n), f"Person {n} of {side} wants less."))
    await close(open_wave, SECRET, after_the_end(open_wave))
    await publish(open_wave)
    return open_wave


@pytest.fixture
async def desk(database: str, wave: Wave) -> Desk:
    desk = Desk()
    await desk.sign_in()
    await desk.get(f"/waves/{wave.id}/comments")
    return desk


def forms(desk: Desk) -> list[Element]:
    return [form for form in desk.page.all("form") if form.get("id").startswith("c-")]


def form_of(desk: Desk, words: str) -> Element:
    (found,) = [form for form in forms(desk) if words in form.words]
    return found


def chosen(desk: Desk, form: Element) -> list[str]:
    """Which of a comment's radio buttons is pressed."""
    return [
        control.get("value")
        for control in desk.page.all("input", type="radio")
        if "checked" in control.attributes and form.get("id") in [parent.get("id") for parent in control.parents]
    ]


async def decide(desk: Desk, words: str, decision: str, text: str | None = None) -> None:
    form = form_of(desk, words)
    shown = next(
        area for area in desk.page.all("textarea") if form.get("id") in [parent.get("id") for parent in area.parents]
    )
    await desk.post(form.get("action"), decision=decision, text=shown.text if text is None else text)


async def test_a_consultant_goes_through_the_comments(desk: Desk, wave: Wave) -> None:
    path = f"/waves/{wave.id}"
    (body,) = await StoredReport.all().values_list("body", flat=True)
    await desk.get(path)
    assert "Go through 16 comments" in desk.words
    assert "1 comment may report a side effect, and is left out until you have decided. Look at it first" in desk.words

    await desk.get(f"{path}/comments")
    assert "1 comment may report a side effect or a product complaint" in desk.words
    assert RASH in forms(desk)[0].words, "what waits for a decision comes first"
    assert chosen(desk, form_of(desk, RASH)) == [], "nothing is decided beforehand"
    assert chosen(desk, form_of(desk, "Person 3 of a")) == ["keep"]
    assert "Novara" in form_of(desk, "Person 3 of a").words

    await decide(desk, RASH, "out")
    assert "The comment is taken out of every page and file." in desk.words
    assert "or a product complaint" not in desk.words
    await decide(desk, "Person 3 of a", "release", "Less.")
    form = form_of(desk, "Person 3 of a")
    assert "Reworded. Written was: Person 3 of a wants less." in form.words
    assert chosen(desk, form) == ["release"]

    briefing = (await desk.made(f"{path}/briefing")).text
    report = (await desk.http.get(f"{path}/report.json")).json()
    assert RASH not in briefing
    assert "Person 3 of a" not in briefing
    assert report["comments_left_out"] == 1
    assert [comment["text"] for comment in report["comments"] if comment.get("released")] == ["Less."]
    assert not any(comment["text"] == RASH for comment in report["comments"])
    assert await StoredReport.all().values_list("body", flat=True) == [body]
    await desk.get(path)
    assert "may report a side effect" not in desk.words


@on_one_engine
async def test_what_several_people_wrote_word_for_word_stands_there_once_and_says_so(desk: Desk) -> None:
    assert len(forms(desk)) == 15
    assert "Helix and Novara, 2 people in the same words" in form_of(desk, "Nothing.").words
    for form in forms(desk):
        assert desk.page.by_id(form.get("id")) is not None
    await decide(desk, "Nothing.", "out")
    assert chosen(desk, form_of(desk, "Nothing.")) == ["out"]
    assert await CommentNote.all().count() == 1


@on_one_engine
async def test_a_comment_is_text_and_keeps_its_lines(desk: Desk) -> None:
    assert "<b>Ann" not in desk.response.text
    # As a browser sends it, with the line break as two characters.
    await decide(desk, "Ask <b>Ann</b>", "keep", "Ask <b>Ann</b>\r\nfor the minutes.")
    assert (await CommentNote.get()).text is None, "the same words are not reworded"


@on_one_engine
async def test_a_comment_that_waits_is_shown_by_a_decision_and_by_nothing_else(desk: Desk) -> None:
    for decision in ("", "perhaps"):
        await decide(desk, RASH, decision)
        assert "Nothing was stored. Choose who may read the comment." in desk.words
    assert not await CommentNote.exists()
    await decide(desk, RASH, "keep")
    assert "You alone read it" in desk.words
    assert "may report a side effect" in form_of(desk, RASH).words, "that it may be one is said all the same"


@on_one_engine
async def test_an_emptied_comment_is_refused_unless_it_is_taken_out(desk: Desk) -> None:
    await decide(desk, "Person 3 of a", "release", "  ")
    assert desk.path.endswith("/comments")
    assert "Take a comment out rather than leaving it empty." in desk.words
    assert not await CommentNote.exists()
    await decide(desk, "Person 3 of a", "out", "  ")
    assert (await CommentNote.get()).taken_out
    # What was written is there again for whoever changes their mind.
    assert chosen(desk, form_of(desk, "Person 3 of a wants less.")) == ["out"]


@on_one_engine
async def test_a_comment_that_is_not_there_is_not_found(desk: Desk, wave: Wave) -> None:
    answer = await desk.post(f"/waves/{wave.id}/comments/{'0' * 64}", decision="out", text="x")
    assert answer.status_code == 404


@on_one_engine
async def test_without_a_report_there_is_nothing_to_go_through(database: str, open_wave: Wave) -> None:
    desk = Desk()
    await desk.sign_in()
    assert (await desk.get(f"/waves/{open_wave.id}/comments")).status_code == 404


@on_one_engine
async def test_a_wave_without_comments_says_so(database: str, open_wave: Wave) -> None:
    await answer_all(open_wave)
    await close(open_wave, SECRET, after_the_end(open_wave))
    await publish(open_wave)
    desk = Desk()
    await desk.sign_in()
    await desk.get(f"/waves/{open_wave.id}/comments")
    assert "There are no comments to read" in desk.words
    await desk.get(f"/waves/{open_wave.id}")
    assert "Go through" not in desk.words
