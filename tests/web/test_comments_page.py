"""Going through the comments of a closed wave, without JavaScript."""

from datetime import UTC, datetime, timedelta

import pytest

from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Alliance, CommentNote, Response, StoredReport, Wave
from diagnostic.survey.closing import close
from diagnostic.survey.comments import digest
from diagnostic.survey.plans import frozen_questionnaire
from diagnostic.survey.reports import publish
from diagnostic.survey.themes import add_theme, add_to_theme
from diagnostic.survey.waves import launch
from tests.answering import after_the_end, answer_all, send, shown_report, tokens
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


def rows(desk: Desk) -> list[Element]:
    return [row for row in desk.page.all("article") if row.get("id").startswith("c-")]


def row_of(desk: Desk, words: str) -> Element:
    (found,) = [row for row in rows(desk) if words in row.words]
    return found


def inside(desk: Desk, row: Element, tag: str) -> list[Element]:
    return [each for each in desk.page.all(tag) if row.get("id") in [parent.get("id") for parent in each.parents]]


def chosen(desk: Desk, row: Element) -> list[str]:
    """Which of a comment's buttons is pressed."""
    return [button.get("value") for button in inside(desk, row, "button") if button.get("aria-pressed") == "true"]


def quote_of(row: Element, desk: Desk) -> str:
    """The first word of a comment."""
    return inside(desk, row, "blockquote")[0].words.split()[0]


async def desk_of(
    wave: Wave, written: dict[tuple[str, int], str], others: str | None = "Person {n} of {side}."
) -> Desk:
    """A desk at the comments of a wave in which these were written."""
    await answer_all(wave, text=lambda side, n: written.get((side, n), (others or "").format(side=side, n=n)))
    await close(wave, SECRET, after_the_end(wave))
    await publish(wave)
    desk = Desk()
    await desk.sign_in()
    await desk.get(f"/waves/{wave.id}/comments")
    return desk


async def decide(desk: Desk, words: str, decision: str, text: str | None = None, **more: str | list[str]) -> None:
    row = row_of(desk, words)
    (form,) = inside(desk, row, "form")
    shown, translation = inside(desk, row, "textarea")
    filled = {"text": shown.text if text is None else text, "translation": translation.text, **more}
    await desk.post(form.get("action"), decision=decision, **filled)


async def test_a_consultant_goes_through_the_comments(desk: Desk, wave: Wave) -> None:
    path = f"/waves/{wave.id}"
    (body,) = await StoredReport.all().values_list("body", flat=True)
    await desk.get(path)
    assert "Go through 16 comments" in desk.words
    assert "1 comment may report a side effect, and is left out until you have decided. Look at it first" in desk.words

    await desk.get(f"{path}/comments")
    assert "1 comment may report a side effect or a product complaint" in desk.words
    assert RASH in rows(desk)[0].words, "what waits for a decision comes first"
    assert chosen(desk, row_of(desk, RASH)) == [], "nothing is decided beforehand"
    assert chosen(desk, row_of(desk, "Person 3 of a")) == []
    assert "0 of 14 gone through" in desk.words, "those without anything to say are not counted"
    assert "Novara" in row_of(desk, "Person 3 of a").words

    await decide(desk, RASH, "out")
    assert "The comment is taken out of every page and file." in desk.words
    assert "or a product complaint" not in desk.words
    await decide(desk, "Person 3 of a", "release", "Less.")
    row = row_of(desk, "Person 3 of a")
    assert "Reworded. Written was: Person 3 of a wants less." in row.words
    assert chosen(desk, row) == ["release"]

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


@pytest.mark.part("proofs")
@on_one_engine
async def test_what_several_people_wrote_word_for_word_stands_there_once_and_says_so(desk: Desk) -> None:
    assert len(rows(desk)) == 15
    assert "Helix and Novara, 2 people in the same words" in row_of(desk, "Nothing.").words
    for row in rows(desk):
        assert desk.page.by_id(row.get("id")) is not None
    await decide(desk, "Nothing.", "out")
    assert chosen(desk, row_of(desk, "Nothing.")) == ["out"]
    assert await CommentNote.all().count() == 1


@on_one_engine
async def test_a_comment_is_text_and_keeps_its_lines(desk: Desk) -> None:
    assert "<b>Ann" not in desk.response.text
    # As a browser sends it, with the line break as two characters.
    await decide(desk, "Ask <b>Ann</b>", "keep", "Ask <b>Ann</b>\r\nfor the minutes.")
    assert (await CommentNote.get()).text is None, "the same words are not reworded"


@on_one_engine
async def test_a_comment_that_waits_is_shown_by_a_decision_and_by_nothing_else(desk: Desk, wave: Wave) -> None:
    await decide(desk, RASH, "perhaps")
    assert "Nothing was stored. Choose who may read the comment." in desk.words
    assert not await CommentNote.exists()
    await decide(desk, RASH, "", translation="Ein Ausschlag nach der zweiten Tablette.")
    assert "Stored. Who may read it is as it was." in desk.words
    assert "Your translation: Ein Ausschlag" in row_of(desk, RASH).words
    assert "1 comment may report a side effect" in desk.words, "one that was translated was not decided about"
    report = await shown_report(wave)
    assert report is not None
    assert RASH not in [comment.text for comment in report.comments]
    await decide(desk, RASH, "keep")
    assert "You alone read it" in desk.words
    assert "may report a side effect" in row_of(desk, RASH).words, "that it may be one is said all the same"
    report = await shown_report(wave)
    assert report is not None
    (rash,) = [comment for comment in report.comments if comment.text == RASH]
    assert rash.translation == "Ein Ausschlag nach der zweiten Tablette.", "the decision keeps it"


@pytest.mark.part("proofs")
@on_one_engine
async def test_what_differs_in_case_and_punctuation_alone_is_one_row_and_a_number_makes_two(
    database: str, open_wave: Wave
) -> None:
    written = {
        ("a", 0): "Ask earlier!", ("b", 0): "ask  earlier", ("a", 1): "In 3 weeks", ("a", 2): "In 5 weeks",
        ("a", 3): "–", ("b", 3): "n/a", ("b", 4): "Nothing.", ("b", 5): "👍",
    }  # fmt: skip
    desk = await desk_of(open_wave, written)
    assert "2 people in the same words · also written “" in row_of(desk, "sk earlier").words
    assert row_of(desk, "In 3 weeks").get("id") != row_of(desk, "In 5 weeks").get("id")
    (folded,) = [each for each in desk.page.all("details") if each.get("class") == "says-nothing"]
    assert "3 comments without anything to say" in folded.words
    assert all(words in folded.words for words in ("–", "n/a", "Nothing."))
    assert "0 of 13 gone through" in desk.words, "of 16 the three that say nothing are not counted"
    await decide(desk, "sk earlier", "out")
    assert await CommentNote.filter(taken_out=True).count() == 2, "it is decided about both"
    assert "2 of 13 gone through" in desk.words


@pytest.mark.part("proofs")
@on_one_engine
async def test_comments_are_counted_and_not_the_rows_they_stand_in(database: str, open_wave: Wave) -> None:
    written = {
        ("a", 0): RASH, ("b", 0): RASH.upper(), ("a", 1): "n/a", ("b", 1): "N/A", ("b", 2): "n/a",
        ("a", 3): "Ask earlier!", ("b", 3): "Ask earlier!", ("b", 4): "ask earlier",
    }  # fmt: skip
    desk, path = await desk_of(open_wave, written), f"/waves/{open_wave.id}"
    assert "2 comments may report a side effect" in desk.words
    assert "3 comments without anything to say" in desk.words
    (tick,) = inside(desk, row_of(desk, "sk earlier"), "form")[0].get("action").rpartition("/")[2:]
    await desk.post(f"{path}/comments", decision="theme", name="Told early", comment=tick)
    await desk.get(f"{path}/themes")
    assert "3 comments" in desk.words


@pytest.mark.part("proofs")
@on_one_engine
async def test_comments_are_shown_by_question_language_and_state_and_stay_so_after_a_decision(
    database: str, open_wave: Wave
) -> None:
    written = {("a", 0): "Wir hören zu spät davon.", ("b", 0): "We hear about it too late.", ("b", 1): "Zzz qqq."}
    desk = await desk_of(open_wave, written, others=None)
    path = f"/waves/{open_wave.id}/comments"
    for query, found in (
        ("", {"Wir", "We", "Zzz"}),
        ("?language=de", {"Wir"}),
        ("?language=en", {"We"}),
        ("?language=other", {"Zzz"}),
        ("?topic=whats_new&state=open", {"Wir", "We", "Zzz"}),
        ("?topic=another", set()),
        ("?state=release", set()),
        ("?page=7", {"Wir", "We", "Zzz"}),
        ("?page=nonsense&theme=nonsense", set()),
    ):
        await desk.get(path + query)
        assert {quote_of(row, desk) for row in rows(desk)} == found, query
    await desk.get(f"{path}?state=open&language=de")
    await decide(desk, "Wir hören", "release")
    assert dict(desk.response.url.params) == {"state": "open", "language": "de"}
    assert "No comment is like that." in desk.words
    await desk.get(f"{path}?state=release")
    assert len(rows(desk)) == 1


@pytest.mark.part("proofs")
@on_one_engine
async def test_several_are_decided_about_at_once_but_never_what_may_report_a_side_effect(
    desk: Desk, wave: Wave
) -> None:
    path = f"/waves/{wave.id}/comments"
    keys = {row: desk.page.all("form", action=inside(desk, row, "form")[0].get("action")) for row in rows(desk)}
    every = [form[0].get("action").rpartition("/")[2] for form in keys.values()]
    ticks = [each.get("value") for each in desk.page.all("input", name="comment")]
    assert len(every) == 15
    assert len(ticks) == 14, "there is nothing to tick where a side effect may be reported"
    await desk.post(path, decision="release", comment=every)
    assert "Stored. Both companies may read 15 comments." in desk.words, "two wrote the same"
    assert "1 comment may report a side effect: decide about each by itself." in desk.words
    assert await CommentNote.filter(released=True).count() == 14
    assert chosen(desk, row_of(desk, RASH)) == []
    await decide(desk, "Person 3 of a", "keep", "Less.")
    await desk.post(path, decision="out", comment=ticks[:2])
    await desk.post(path, decision="release", comment=ticks)
    assert "Reworded. Written was: Person 3 of a wants less." in row_of(desk, "Person 3 of a").words, "words stay"
    for wrong in ({"decision": "keep"}, {"decision": "odd", "comment": ticks}, {"comment": ["0" * 64]}):
        await desk.post(path, **wrong)
        assert "Nothing was stored." in desk.words


@pytest.mark.part("proofs")
@on_one_engine
async def test_a_script_is_told_what_became_of_a_comment_and_of_all(desk: Desk, wave: Wave) -> None:
    (form,) = inside(desk, row_of(desk, "Person 3 of a"), "form")
    sent = {"_csrf_token": desk.key(), "decision": "release", "text": "Less.", "translation": ""}
    told = await desk.http.post(form.get("action"), data=sent, headers={"Accept": "application/json"})
    assert told.json() == {
        "words": "Stored. Both companies may read it.", "state": "release", "text": "Less.",
        "done": 1, "total": 14, "progress": "1 of 14 gone through",
    }  # fmt: skip
    told = await desk.http.post(form.get("action"), data={**sent, "text": " "}, headers={"Accept": "application/json"})
    assert told.status_code == 422
    assert told.json() == {"words": "Take a comment out rather than leaving it empty."}
    without = await desk.http.post(form.get("action"), data={**sent, "_csrf_token": "x"})
    assert without.status_code == 403


@on_one_engine
async def test_an_emptied_comment_is_refused_unless_it_is_taken_out(desk: Desk) -> None:
    await decide(desk, "Person 3 of a", "release", "  ")
    assert desk.path.endswith("/comments")
    assert "Take a comment out rather than leaving it empty." in desk.words
    assert not await CommentNote.exists()
    await decide(desk, "Person 3 of a", "out", "  ")
    assert (await CommentNote.get()).taken_out
    # What was written is there again for whoever changes their mind.
    assert chosen(desk, row_of(desk, "Person 3 of a wants less.")) == ["out"]


@on_one_engine
async def test_a_comment_that_is_not_there_is_not_found(desk: Desk, wave: Wave) -> None:
    answer = await desk.post(f"/waves/{wave.id}/comments/{'0' * 64}", decision="out", text="x")
    assert answer.status_code == 404


@pytest.mark.part("proofs")
@on_one_engine
async def test_without_a_report_there_is_nothing_to_go_through(database: str, open_wave: Wave) -> None:
    desk = Desk()
    await desk.sign_in()
    assert (await desk.get(f"/waves/{open_wave.id}/comments")).status_code == 404


@pytest.mark.part("proofs")
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


@pytest.mark.part("proofs")
@on_one_engine
async def test_what_stands_at_the_end_of_a_section_is_a_comment_under_its_title_and_a_wave_can_do_without(
    roster: Alliance, library: Library
) -> None:
    desk = Desk()
    await desk.sign_in()
    path = f"/alliances/{roster.id}/waves/new"
    await desk.get(f"{path}?questionnaire=alliance-health")
    assert "checked" in desk.page.all("input", name="more")[0].attributes
    closes_on = (datetime.now(UTC) + timedelta(days=14)).date().isoformat()
    plan: dict[str, str | list[str]] = {
        "questionnaire": "alliance-health", "languages": "en", "closes_on": closes_on, "k": "5", "comment_k": "8",
        "retention_days": "90", "scales": ["trust", "decisions"], "items": [],
    }  # fmt: skip
    await desk.post(path, **plan)
    without = await Wave.get(alliance=roster)
    assert not [item.id for item in frozen_questionnaire(without).items if item.id.startswith("more.")]
    await desk.get(f"/waves/{without.id}/plan")
    assert "checked" not in desk.page.all("input", name="more")[0].attributes
    await desk.post(f"/waves/{without.id}/plan", **plan, more="yes")
    wave = await Wave.get(alliance=roster)
    lines = [item.id for item in frozen_questionnaire(wave).items if item.id.startswith("more.")]
    assert lines == ["more.trust", "more.decisions", "more.responsibilities"], "of the sections that are left"

    await launch(wave, SECRET)
    for side in ("a", "b"):
        for n, link in enumerate(await tokens(wave, side)):
            said = [f"Person {n} of {side} hears it first."]
            await send(
                link, {"decisions.stick": ["3"], "more.trust": said, "would_help": ["Less mail."] if n == 0 else []}
            )
    await close(wave, SECRET, after_the_end(wave))
    assert all("more.trust" not in row.values for row in await Response.filter(wave=wave)), "never beside a rating"
    await publish(wave)
    report = await shown_report(wave)
    assert report is not None
    assert {comment.question for comment in report.comments} == {"more.trust", "would_help"}
    await desk.get(f"/waves/{wave.id}/comments?topic=more.trust")
    assert len(rows(desk)) == 16
    assert all("Trust · " in row.words for row in rows(desk))
    theme = await add_theme(wave, "trust")
    await desk.get(f"/waves/{wave.id}/comments?topic=more.trust")
    assert desk.words.count("trust perhaps") == 16, "called like the section: suggested"
    await add_to_theme(wave, [digest(comment) for comment in report.comments], str(theme.id))
    briefing = (await desk.made(f"/waves/{wave.id}/briefing")).text
    assert briefing.count("hears it first.") == 5
    # Of 16 lines five are quoted, and both answers to the open question.
    assert "11 more stand in the workbook" in " ".join(briefing.split())
