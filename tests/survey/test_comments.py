"""What a consultant decides about comments lies over the stored Report and shows in every rendering of it."""

import msgspec
import pytest

from diagnostic.analysis import Comment as ShownComment
from diagnostic.analysis import to_json
from diagnostic.briefing.renderers import RENDERERS
from diagnostic.errors import NotPossible
from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Alliance, Comment, CommentNote, StoredReport, Wave
from diagnostic.survey.comments import LONGEST, decide, why_waits
from diagnostic.survey.plans import WavePlan, draft_wave
from diagnostic.survey.reports import as_computed, correct
from diagnostic.survey.waves import launch
from tests.answering import closed, report_of
from tests.briefing.reopened import reopen
from tests.conftest import SECRET

ODD = "Ask for the minutes of May"
"""What only one person wrote; the others' comments carry their number."""


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What lies over a Report is the same on either engine; deciding runs on both in the pages' tests."""
    return sqlite_url


def said(side: str, n: int) -> str:
    return {
        ("a", 0): "A patient had a rash after the second tablet.",
        ("a", 1): ODD,
        ("b", 2): "Nothing new.",
        ("b", 3): "Nothing new.",
    }.get((side, n), f"Person {n} of {side} wants fewer meetings.")


@pytest.fixture
async def wave(open_wave: Wave) -> Wave:
    """A closed wave of eight people a side, one of whom may report a side effect."""
    return await closed(open_wave, said)


async def written(wave: Wave, text: str) -> ShownComment:
    """A comment as it stands in the stored Report."""
    report = await as_computed(wave)
    assert report is not None
    return next(comment for comment in report.comments if comment.text == text)


async def bodies() -> list[str]:
    return [stored.body for stored in await StoredReport.all().order_by("number")]


async def test_below_their_threshold_no_comment_is_shown_and_none_is_said_to_be_left_out(
    roster: Alliance, plan: WavePlan, library: Library
) -> None:
    wave = await draft_wave(roster, msgspec.structs.replace(plan, comment_k=11), library)
    await launch(wave, SECRET)
    report = await report_of(await closed(wave, said, a=5, b=5))
    assert report.comments == ()
    assert report.comments_left_out == 0
    assert {(each.question, each.withheld) for each in report.withheld_comments} == {("whats_new", "few_comments")}


async def test_below_the_threshold_of_a_side_no_comment_names_its_company(open_wave: Wave) -> None:
    report = await report_of(await closed(open_wave, lambda side, n: f"These are odd words: {side}{n}", b=7))
    assert len(report.comments) == 15
    assert {comment.side for comment in report.comments} == {None}


async def test_from_the_threshold_on_comments_carry_their_company(wave: Wave) -> None:
    report = await report_of(wave)
    assert {comment.side for comment in report.comments if comment.text.startswith("Person")} == {"a", "b"}


async def test_comments_lie_apart_and_shuffled_with_no_key_to_the_ratings(open_wave: Wave) -> None:
    wave = await closed(open_wave, lambda side, n: f"{side}{n}")
    as_given = [f"{side}{n}" for side in "ab" for n in range(8)]
    assert [comment.text for comment in await Comment.filter(wave=wave)] != as_given
    report = await report_of(wave)
    texts = [comment.text for comment in report.comments]
    assert sorted(texts) == as_given
    # Of 16! orders these are the same by chance once in 20 million million.
    assert texts != as_given
    assert set(ShownComment.__struct_fields__) == {"question", "side", "text", "translation", "released", "themes"}


async def test_what_may_report_a_side_effect_is_left_out_until_decided_on_and_counted(
    wave: Wave, library: Library
) -> None:
    report = await report_of(wave)
    assert len(report.comments) == 15
    assert report.comments_left_out == 1
    page = (await rendered(wave, "html"))["html"]
    assert "1 comment is left out" in page
    assert "rash" not in page
    rash = await written(wave, said("a", 0))
    assert why_waits(rash, {}, wave, library.side_effects) == "report"
    await decide(wave, [rash], "keep")
    report = await report_of(wave)
    assert (len(report.comments), report.comments_left_out) == (16, 0)
    assert "left out" not in (await rendered(wave, "html"))["html"]


async def rendered(wave: Wave, *names: str) -> dict[str, str]:
    """The Report in forms of these names, or in every form there is, as text; as JSON, as it is stored."""
    report = await report_of(wave)
    forms = {name: reopen(name, RENDERERS[name](report, "en")).text for name in names or RENDERERS}
    return {name: " ".join(form.split()) for name, form in forms.items()} | {"json": to_json(report).decode()}


@pytest.mark.part("proofs")
@pytest.mark.parametrize("what", ["reworded", "taken out"])
async def test_a_decision_shows_in_every_form_and_leaves_the_stored_report_as_it_is(wave: Wave, what: str) -> None:
    before = await bodies()
    comment = await written(wave, ODD)
    # Not every comment is quoted: what is released is, before any other.
    await decide(wave, [comment], "release")
    shown_in = {name for name, form in (await rendered(wave)).items() if ODD in form}
    assert {"html", "json", "xlsx"} <= shown_in
    if what == "reworded":
        await decide(wave, [comment], "release", text="Ask for the minutes")
    else:
        await decide(wave, [comment], "out")
    forms = await rendered(wave)
    for name, form in forms.items():
        assert ODD not in form, name
        assert ("Ask for the minutes" in form) is (what == "reworded" and name in shown_in), name
    assert await bodies() == before
    report = await report_of(wave)
    # One that waits, and the one that was taken out.
    assert report.comments_left_out == (1 if what == "reworded" else 2)


@pytest.mark.part("proofs")
async def test_only_what_was_released_says_so(wave: Wave) -> None:
    assert not any(comment.released for comment in (await report_of(wave)).comments)
    await decide(wave, [await written(wave, ODD)], "release")
    assert [comment.text for comment in (await report_of(wave)).comments if comment.released] == [ODD]
    assert '"released":true' in (await rendered(wave, "json"))["json"]


async def test_what_is_taken_out_is_released_to_nobody(wave: Wave) -> None:
    await decide(wave, [await written(wave, ODD)], "release")
    await decide(wave, [await written(wave, ODD)], "out")
    note = await CommentNote.get(wave=wave)
    assert (note.taken_out, note.released) == (True, False)


@pytest.mark.part("proofs")
async def test_a_decision_can_be_taken_back(wave: Wave) -> None:
    first = await report_of(wave)
    comment = await written(wave, ODD)
    await decide(wave, [comment], "release", text="Shorter")
    await decide(wave, [comment], "out")
    await decide(wave, [comment], "keep", text=f"  {ODD}\n")
    assert await report_of(wave) == first
    assert await CommentNote.filter(wave=wave).count() == 1


@pytest.mark.part("proofs")
async def test_the_same_words_are_decided_about_together(wave: Wave) -> None:
    await decide(wave, [await written(wave, "Nothing new.")], "out")
    report = await report_of(wave)
    assert (len(report.comments), report.comments_left_out) == (13, 3)


async def test_a_comment_is_neither_emptied_nor_grown_without_limit(wave: Wave) -> None:
    comment = await written(wave, ODD)
    with pytest.raises(NotPossible, match="Take a comment out"):
        await decide(wave, [comment], "keep", text="  \n ")
    with pytest.raises(NotPossible, match="too long"):
        await decide(wave, [comment], "keep", text="x" * (LONGEST + 1))
    assert not await CommentNote.exists()
    await decide(wave, [comment], "keep", text="x" * LONGEST)
    await decide(wave, [comment], "out", text="")
    assert (await CommentNote.get(wave=wave)).taken_out


@pytest.mark.part("proofs")
async def test_decisions_outlive_a_correction(wave: Wave) -> None:
    await decide(wave, [await written(wave, ODD)], "out")
    await decide(wave, [await written(wave, said("a", 2))], "release", text="Fewer meetings.")
    await decide(wave, [await written(wave, said("a", 0))], "keep")
    (first,) = await bodies()
    await correct(wave, "A gap was drawn the wrong way round.")
    report = await report_of(wave)
    assert report.comments_left_out == 1
    assert not any(comment.text == ODD for comment in report.comments)
    assert [comment.text for comment in report.comments if comment.released] == ["Fewer meetings."]
    assert any(comment.text == said("a", 0) for comment in report.comments)
    assert len(await bodies()) == 2
    assert (await bodies())[0] == first


@pytest.mark.part("proofs")
async def test_what_was_taken_out_stays_out_where_a_corrected_report_names_no_company(wave: Wave) -> None:
    comment = await written(wave, ODD)
    assert comment.side == "a"
    await decide(wave, [comment], "out")
    report = await as_computed(wave)
    assert report is not None
    unnamed = tuple(msgspec.structs.replace(each, side=None) for each in report.comments)
    body = to_json(msgspec.structs.replace(report, comments=unnamed)).decode()
    await StoredReport.create(wave=wave, number=2, body=body)
    assert not any(each.text == ODD for each in (await report_of(wave)).comments)


@pytest.mark.part("proofs")
async def test_one_waves_decisions_do_not_reach_another(wave: Wave) -> None:
    comment = await written(wave, ODD)
    other = await Wave.create(
        alliance_id=wave.alliance_id,
        kind="pulse",
        questionnaire={},
        languages=[],
        closes_on=wave.closes_on,
        invitation_texts={},
    )
    await decide(other, [comment], "out")
    assert any(each.text == ODD for each in (await report_of(wave)).comments)
