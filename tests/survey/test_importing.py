"""Answers from a file, as a wave: its Report, what is stored of it, and what becomes of that."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tortoise.exceptions import BaseORMException

from diagnostic.analysis import Report, from_json, to_json
from diagnostic.errors import NotPossible
from diagnostic.questionnaire import SIDES, Answers
from diagnostic.questionnaire.library import Library
from diagnostic.reading.answers import Collected
from diagnostic.storage import connection
from diagnostic.storage.models import Alliance, Comment, Response, Wave
from diagnostic.survey.alliances import InvalidDetails
from diagnostic.survey.importing import ImportPlan, import_answers
from diagnostic.survey.purging import delete_responses
from diagnostic.survey.reports import as_computed, publish, unpublished
from diagnostic.survey.turnover import few_joined_or_left
from diagnostic.survey.verifying import verify

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
PLAN = ImportPlan(closed_on=date(2026, 10, 2), tool="Unipark", invited_a=20, k=5)
LIBRARY = Library.load()
PULSE = LIBRARY.named("alliance-pulse")


def collected(people: int = 8, *, attribute: str | None = None) -> Collected:
    """So many of each side, every other one of whom wrote something; what is about commitment was not asked."""
    left = [field for field in PULSE.fields() if not field.startswith("commitment")]
    rated = [field for field in left if field != "whats_new"]
    found = []
    for side in SIDES:
        for n in range(people):
            form = {field: [str((n + place + (side == "b")) % 5 + 1)] for place, field in enumerate(rated)}
            form |= {"whats_new": [f"Person {n} of {side} says so."]} if n % 2 else {}
            found.append((PULSE.validate(form, side), ["Sales", "Medical"][n % 2] if attribute else None))
    return Collected(found, attribute, tuple(field for field in PULSE.fields() if field not in left))


async def imported(alliance: Alliance, answers: Collected | None = None, plan: ImportPlan = PLAN) -> Wave:
    return await import_answers(alliance, plan, answers or collected(), PULSE, library=LIBRARY, now=NOW)


async def report_of(wave: Wave) -> Report:
    report = await as_computed(wave)
    assert report is not None
    return report


async def test_it_becomes_a_closed_wave_whose_report_is_computed_like_every_other(alliance: Alliance) -> None:
    wave = await imported(alliance, collected(attribute="Bereich"))
    assert [each.id for each in await unpublished()] == [wave.id]
    await publish(wave)
    report = await report_of(wave)
    assert (report.imported, report.wave.closed, report.wave.kind) == ("Unipark", date(2026, 10, 2), "pulse")
    assert [(took.invited, took.answered) for took in (report.participation.a, report.participation.b)] == [
        (20, 8),
        (None, 8),
    ]
    assert "commitment.outlook@alliance" not in {statement.id for statement in report.statements}
    assert report.release.attribute == "Bereich"
    assert from_json(to_json(report)) == report


async def test_nothing_is_stored_of_a_person_but_side_group_and_answers(alliance: Alliance) -> None:
    answers = collected()
    wave = await imported(alliance, answers)
    rows = await Response.filter(wave=wave)
    assert sorted((row.side, sorted(row.values.items())) for row in rows) == sorted(
        (own.side, sorted((key, value) for key, value in own.values.items() if key != "whats_new"))
        for own, _ in answers.people
    )
    assert len({row.id for row in rows}) == 16
    assert await Comment.filter(wave=wave).count() == 8
    assert not any("whats_new" in row.values for row in rows), "comments lie apart"


async def test_all_that_is_promised_of_a_wave_that_has_ended_holds_of_it(alliance: Alliance) -> None:
    wave = await imported(alliance)
    await publish(wave)
    findings = await verify(wave, NOW)
    assert [check.promise for check in findings.checks if not check.holds] == []


async def test_its_rows_are_deleted_as_many_days_after_they_came_as_others_after_the_close(alliance: Alliance) -> None:
    wave = await imported(alliance)
    await publish(wave)
    assert await delete_responses(wave, NOW + timedelta(days=89)) == 0
    assert await delete_responses(wave, NOW + timedelta(days=91)) == 24
    assert not await Response.filter(wave=wave).exists()
    assert (await report_of(wave)).imported == "Unipark"


@pytest.mark.parametrize("sql", ["UPDATE wave SET imported = NULL", "UPDATE wave SET state = 'open'"])
async def test_the_database_refuses_to_make_anything_else_of_it(alliance: Alliance, sql: str) -> None:
    await imported(alliance)
    with pytest.raises(BaseORMException):
        await connection().execute_query(sql)


@pytest.mark.parametrize(
    ("plan", "field"),
    [
        ({"closed_on": date(2026, 12, 24)}, "closed_on"),
        ({"closed_on": date(1926, 12, 24)}, "closed_on"),
        ({"invited_b": 7}, "invited_b"),
        ({"k": 9, "comment_k": 9}, "k"),
        ({"k": 3}, "k"),
        ({"comment_k": 4}, "comment_k"),
        ({"retention_days": 400}, "retention_days"),
    ],
)
async def test_what_cannot_be_is_named_by_its_field_and_nothing_is_stored(
    alliance: Alliance, plan: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidDetails) as caught:
        await imported(alliance, plan=ImportPlan(**{"closed_on": date(2026, 10, 2), **plan}))  # type: ignore[arg-type]
    assert {fault.where for fault in caught.value.faults} == {field}
    assert not await Wave.exists()


async def test_waves_from_files_follow_each_other_and_say_no_more_than_levels_unless_enough_changed(
    alliance: Alliance,
) -> None:
    first = await imported(alliance)
    with pytest.raises(NotPossible, match="briefing is just being prepared"):
        await imported(alliance)
    await publish(first)
    with pytest.raises(InvalidDetails, match="newest wave ended on 2 October 2026"):
        await imported(alliance)
    later = await imported(alliance, plan=ImportPlan(closed_on=date(2026, 11, 2)))
    await publish(later)
    assert (await report_of(later)).levels_alone, "nobody said how many are others"
    last = await imported(alliance, plan=ImportPlan(closed_on=date(2026, 11, 20), few_changed=False))
    await publish(last)
    report = await report_of(last)
    assert (report.levels_alone, bool(report.trend)) == (False, True)


async def test_a_wave_that_follows_here_shows_levels_alone_since_nobody_knows_who_answered_the_file(
    alliance: Alliance, draft: Wave
) -> None:
    assert not await few_joined_or_left(draft, alliance)
    wave = await imported(alliance)
    await publish(wave)
    assert await few_joined_or_left(draft, alliance)


async def test_while_people_answer_nothing_comes_from_a_file(open_wave: Wave) -> None:
    alliance = await Alliance.get(id=open_wave.alliance_id)
    with pytest.raises(NotPossible, match="A wave is open"):
        await imported(alliance)


def test_every_answer_of_a_collected_file_is_one_that_the_form_allows() -> None:
    assert all(isinstance(answers, Answers) for answers, _ in collected().people)
