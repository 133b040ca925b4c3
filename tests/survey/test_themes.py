"""What comments are about lies over the stored Report, and counts what is shown and nothing else."""

from datetime import UTC, datetime

import msgspec
import pytest

from diagnostic.analysis import BySide, Comment, to_json
from diagnostic.errors import NotPossible
from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Alliance, StoredReport, Theme, Wave
from diagnostic.survey.comments import decide, digest
from diagnostic.survey.plans import WavePlan, draft_wave
from diagnostic.survey.purging import delete_responses
from diagnostic.survey.renderings import Key, claim, keep, shown_by, standing
from diagnostic.survey.reports import as_computed, correct
from diagnostic.survey.themes import (
    LONGEST_TEXT,
    MOST,
    add_theme,
    add_to_theme,
    change_theme,
    delete_theme,
    names_before,
    set_themes,
    themes_of,
)
from diagnostic.survey.waves import launch
from tests.answering import closed, report_of
from tests.conftest import SECRET

RASH = "A patient had a rash after the second tablet."


def said(side: str, n: int) -> str:
    return RASH if (side, n) == ("a", 0) else f"We need {n} fewer meetings, says {side}."


@pytest.fixture
async def wave(open_wave: Wave) -> Wave:
    """A closed wave of eight people a side, all of whom wrote something."""
    return await closed(open_wave, said)


async def of(wave: Wave, **numbers: int) -> list[Comment]:
    """So many of a side's comments as they stand in the stored Report, the report of a side effect first."""
    report = await as_computed(wave)
    assert report is not None
    ordered = sorted(report.comments, key=lambda comment: (comment.text != RASH, comment.text))
    return [one for side, n in numbers.items() for one in [each for each in ordered if each.side == side][:n]]


async def sorted_into(wave: Wave, name: str, comments: list[Comment]) -> Theme:
    theme = await add_theme(wave, name)
    await add_to_theme(wave, map(digest, comments), str(theme.id))
    await theme.refresh_from_db()
    return theme


async def test_a_theme_counts_the_comments_that_are_shown_of_each_company(wave: Wave) -> None:
    await sorted_into(wave, "Meetings", await of(wave, a=3, b=2))
    await sorted_into(wave, "Alone", await of(wave, b=1))
    (theme,) = (await report_of(wave)).themes
    # Of a's three one may report a side effect, and waits; what one comment is about is no theme.
    assert (theme.name, theme.n, theme.sides) == ("Meetings", 4, BySide(a=2, b=2))
    about = [comment for comment in (await report_of(wave)).comments if comment.themes]
    assert [comment.themes for comment in about] == [("Meetings",)] * 4
    await decide(wave, await of(wave, b=1), "out")
    (theme,) = (await report_of(wave)).themes
    assert (theme.n, theme.sides) == (3, BySide(a=2, b=1))
    await decide(wave, await of(wave, a=1), "keep")
    (theme,) = (await report_of(wave)).themes
    assert (theme.n, theme.sides) == (4, BySide(a=3, b=1))


async def test_a_reworded_comment_stays_in_its_theme(wave: Wave) -> None:
    await sorted_into(wave, "Meetings", await of(wave, b=2))
    await decide(wave, await of(wave, b=1), "keep", text="Fewer meetings.")
    (theme,) = (await report_of(wave)).themes
    assert theme.n == 2


async def test_without_the_company_of_comments_themes_have_none(open_wave: Wave) -> None:
    wave = await closed(open_wave, said, b=7)
    report = await as_computed(wave)
    assert report is not None
    await sorted_into(wave, "Meetings", [comment for comment in report.comments if comment.text != RASH])
    (theme,) = (await report_of(wave)).themes
    assert (theme.n, theme.sides) == (14, None)


async def test_below_the_comment_threshold_there_is_nothing_to_count(
    roster: Alliance, plan: WavePlan, library: Library
) -> None:
    wave = await draft_wave(roster, msgspec.structs.replace(plan, comment_k=11), library)
    await launch(wave, SECRET)
    await closed(wave, said, a=5, b=5)
    await add_theme(wave, "Meetings")
    # Not even where somebody gives the digests of what nobody may read.
    written = [Comment(question="whats_new", side=None, text=f"We need {n} fewer meetings, says b.") for n in range(5)]
    await add_to_theme(wave, map(digest, written), str((await Theme.get(wave=wave)).id))
    report = await report_of(wave)
    assert (report.comments, report.themes) == ((), ())


async def test_themes_outlive_a_correction_and_the_deletion_of_the_answers_as_the_report_does(wave: Wave) -> None:
    theme = await sorted_into(wave, "Meetings", await of(wave, a=3, b=3))
    await change_theme(wave, theme, name="Meetings", text="There are too many.", released=True)
    before = (await report_of(wave)).themes
    await correct(wave, "A gap was drawn the wrong way round.")
    assert (await report_of(wave)).themes == before
    assert wave.closed_at is not None
    assert await delete_responses(wave, wave.closed_at.replace(year=wave.closed_at.year + 1)) > 0
    assert (await report_of(wave)).themes == before
    bodies = await StoredReport.filter(wave=wave).values_list("body", flat=True)
    assert not any("There are too many." in str(body) for body in bodies), "the stored Report has no theme"
    assert "There are too many." in to_json(await report_of(wave)).decode()


async def test_every_change_makes_the_files_that_are_kept_old(wave: Wave) -> None:
    stamps = [await shown_by(wave)]
    theme = await sorted_into(wave, "Meetings", await of(wave, a=3))
    stamps.append(await shown_by(wave))
    await change_theme(wave, theme, name="Meetings", text="Too many.", released=False)
    stamps.append(await shown_by(wave))
    await change_theme(wave, theme, name="Meetings", text="Too many.", released=True)
    stamps.append(await shown_by(wave))
    await set_themes(wave, map(digest, await of(wave, a=1)), [])
    stamps.append(await shown_by(wave))
    await decide(wave, await of(wave, b=1), None, translation="Weniger Besprechungen.")
    stamps.append(await shown_by(wave))
    await delete_theme(wave, theme)
    stamps.append(await shown_by(wave))
    assert len(set(stamps)) == len(stamps)


async def test_files_stay_where_a_decision_changes_no_theme(wave: Wave) -> None:
    theme, about = await sorted_into(wave, "Meetings", await of(wave, a=3)), [*map(digest, await of(wave, a=3))]
    now = datetime.now(UTC)
    key = Key("html", "consultant", "en", await shown_by(wave) or "", "a release")
    mine = await claim(wave, key, now)
    assert mine is not None
    assert await keep(wave, key, mine, b"file")
    await set_themes(wave, about, [str(theme.id)])
    assert await standing(wave, key) is not None
    await set_themes(wave, about[:1], [])
    assert await standing(wave, key) is None


async def test_a_name_stands_once_in_a_wave_and_is_offered_to_the_next(
    wave: Wave, plan: WavePlan, library: Library
) -> None:
    theme = await add_theme(wave, "  Who decides\n what ")
    assert theme.name == "Who decides what"
    assert (await add_theme(wave, "who DECIDES what")).id == theme.id
    other = await add_theme(wave, "Meetings")
    with pytest.raises(NotPossible, match="Another theme of this wave has that name"):
        await change_theme(wave, other, name="WHO decides what", text="", released=False)
    following = await draft_wave(await Alliance.get(id=wave.alliance_id), plan, library)
    assert await names_before(following) == ["Meetings", "Who decides what"]
    assert await themes_of(following) == []


async def test_what_cannot_be_stored_is_refused_in_words(wave: Wave) -> None:
    for name in ("", "  ", "x" * 81):
        with pytest.raises(NotPossible, match="a name of at most 80 characters"):
            await add_theme(wave, name)
    theme = await add_theme(wave, "Meetings")
    with pytest.raises(NotPossible, match="before both companies read it"):
        await change_theme(wave, theme, name="Meetings", text=" ", released=True)
    with pytest.raises(NotPossible, match="at most 1,000 characters"):
        await change_theme(wave, theme, name="Meetings", text="x" * (LONGEST_TEXT + 1), released=False)
    for n in range(MOST - 1):
        await add_theme(wave, f"Theme {n}")
    with pytest.raises(NotPossible, match="30 themes at most"):
        await add_theme(wave, "One more")
