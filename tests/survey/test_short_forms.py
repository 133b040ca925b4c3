"""What pulses will ask again is planned with a wave; its Report has people's scores over that, for pulses to come."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from diagnostic.analysis import Report, TrendPoint
from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Alliance, Wave
from diagnostic.survey.closing import close
from diagnostic.survey.plans import WavePlan, draft_wave, redraft_wave
from diagnostic.survey.programme import draft_programme
from diagnostic.survey.reports import correct, publish
from diagnostic.survey.schedule import Schedule, every
from diagnostic.survey.waves import launch
from tests.answering import after_the_end, send, shown_report, tokens
from tests.conftest import SECRET

TRUST = ("trust.candour@a", "trust.reliability@a")


@pytest.fixture
def full(plan: WavePlan) -> WavePlan:
    return replace(plan, questionnaire="alliance-health")


async def held(wave: Wave, days: int = 0) -> Report:
    """Eight a side answer what is asked about trust, each statement in another order; it ends so many days later."""
    await launch(wave, SECRET)
    asked = sorted({item["id"] for item in wave.questionnaire["items"] if item["id"].startswith("trust.")})
    for side in "ab":
        for n, link in enumerate(await tokens(wave, side)):
            ratings = {item: [str(1 + (n * (place + 1) + place) % 5)] for place, item in enumerate(asked)}
            await send(link, {f"{item}:{who}": given for item, given in ratings.items() for who in ("we", "they")})
    await close(wave, SECRET, after_the_end(wave) + timedelta(days=days))
    await publish(wave)
    return await report_of(wave)


async def report_of(wave: Wave) -> Report:
    report = await shown_report(wave)
    assert report is not None
    return report


async def first_of_a_pulse(alliance: Alliance, plan: WavePlan, library: Library) -> TrendPoint:
    """Trust in a, in the first wave, as a pulse compares itself with it."""
    report = await held(await draft_wave(alliance, plan, library), days=1)
    trend = next(each for each in report.trend if each.scale == "trust@a")
    assert set(trend.statements) == set(TRUST)
    return trend.series[0]


def short(report: Report) -> dict[str, set[str]]:
    return {form.id: set(form.statements) for form in report.short_forms}


async def test_a_full_diagnostic_keeps_the_scores_that_pulses_are_compared_with(
    roster: Alliance, full: WavePlan, plan: WavePlan, library: Library
) -> None:
    wave = await Wave.get(id=(await draft_wave(roster, full, library)).id)
    report = await held(wave)
    pulse = library.questionnaires["alliance-pulse"]
    assert set(report.release.asked_again) == {statement.id for statement in pulse.statements()}
    assert short(report)["trust@a"] == set(TRUST)
    await correct(wave, "A fault.")
    again = await report_of(wave)
    assert (again.short_forms, again.release) == (report.short_forms, report.release)
    own = next(form for form in report.short_forms if form.id == "trust@a")
    first = await first_of_a_pulse(roster, plan, library)
    assert first.exact
    assert (first.sides.a.mean, first.gap) == (own.sides.a.mean, own.gap.mean_difference)


async def test_a_wave_that_was_planned_before_is_read_as_it_was(
    roster: Alliance, full: WavePlan, plan: WavePlan, library: Library
) -> None:
    drafted = await draft_wave(roster, full, library)
    await Wave.filter(id=drafted.id).update(asked_again=None)
    wave = await Wave.get(id=drafted.id)
    report = await held(wave)
    assert (report.release.asked_again, report.short_forms) == ((), ())
    await correct(wave, "A fault.")
    assert (await report_of(wave)).short_forms == ()
    assert not (await first_of_a_pulse(roster, plan, library)).exact


async def test_a_draft_that_is_changed_is_planned_anew(roster: Alliance, full: WavePlan, library: Library) -> None:
    drafted = await draft_wave(roster, full, library)
    await Wave.filter(id=drafted.id).update(asked_again=None)
    draft = await Wave.get(id=drafted.id)
    await redraft_wave(draft, roster, replace(full, scales_off=["trust"]), library)
    again = (await Wave.get(id=draft.id)).asked_again
    assert again
    whole = library.asked_again(library.named(full.questionnaire))
    assert set(again) == {statement for statement in whole if not statement.startswith("trust.")}


async def test_a_scheduled_pulse_asks_itself_again_whatever_was_chosen_for_it(
    roster: Alliance, plan: WavePlan, library: Library
) -> None:
    days = every(datetime(2026, 10, 6, tzinfo=UTC).date(), 4, 2, "Europe/Berlin")
    chosen = ["trust.candour", "decisions.stick"]
    pulses = await draft_programme(
        roster, plan, Schedule(opens_on=days), library, questions=chosen, now=datetime(2026, 9, 1, 8, tzinfo=UTC)
    )
    own = {"trust.candour@a", "trust.candour@b", "decisions.stick@alliance"}
    assert [set((await Wave.get(id=pulse.id)).asked_again or ()) for pulse in pulses] == [own, own]
