"""A wrong Report is computed anew: for a reason, by one at a time, and from what is still there."""

import asyncio
from datetime import timedelta

import pytest

from diagnostic.errors import NotPossible
from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import StoredReport, Wave
from diagnostic.survey.closing import close
from diagnostic.survey.plans import WavePlan, draft_wave
from diagnostic.survey.reports import closed_after, correct, publish, stored_report
from diagnostic.survey.waves import launch
from tests.answering import after_the_end, answer_all, closed
from tests.conftest import SECRET
from tests.due import delete_expired_responses


@pytest.fixture
async def wave(open_wave: Wave) -> Wave:
    return await closed(open_wave)


@pytest.mark.parametrize(
    "because",
    [
        pytest.param("", marks=pytest.mark.part("proofs")),
        " \n ",
        pytest.param("x" * 501, marks=pytest.mark.part("proofs")),
    ],
)
async def test_a_correction_says_why_in_a_few_words(wave: Wave, because: str) -> None:
    with pytest.raises(NotPossible, match="Say what was wrong"):
        await correct(wave, because)
    assert await StoredReport.all().count() == 1


async def test_there_is_nothing_to_correct_before_there_is_a_report(open_wave: Wave) -> None:
    with pytest.raises(NotPossible, match="no Report to correct"):
        await correct(open_wave, "A fault.")
    with pytest.raises(NotPossible, match="only once a wave is closed"):
        await publish(open_wave)
    assert await StoredReport.all().count() == 0


async def test_a_report_stays_as_it_is_once_what_it_was_computed_from_is_deleted(wave: Wave) -> None:
    assert wave.closed_at is not None
    await delete_expired_responses(wave.closed_at + timedelta(days=wave.retention_days + 1))
    with pytest.raises(NotPossible, match="responses of this wave are deleted"):
        await correct(wave, "A fault.")
    assert await StoredReport.all().count() == 1


async def test_of_two_corrections_at_the_same_time_one_is_stored_and_the_other_told(wave: Wave) -> None:
    outcomes = await asyncio.gather(*(correct(wave, f"Fault {n}.") for n in range(2)), return_exceptions=True)
    refused = [outcome for outcome in outcomes if outcome is not None]
    assert [type(outcome) for outcome in refused] == [NotPossible]
    assert "Somebody else corrected this Report" in str(refused[0])
    report = await stored_report(wave, Library.load().side_effects)
    assert report is not None
    assert report.correction is not None
    assert report.correction.because == f"Fault {outcomes.index(None)}."


async def test_the_waves_whose_reports_say_what_moved_since_are_those_that_closed_later(
    wave: Wave, plan: WavePlan, library: Library
) -> None:
    later = await draft_wave(await wave.alliance, plan, library)
    await launch(later, SECRET)
    assert await closed_after(wave) == []
    await answer_all(later)
    await close(later, SECRET, after_the_end(later) + timedelta(days=1))
    await later.refresh_from_db()
    assert [each.id for each in await closed_after(wave)] == [later.id]
    assert await closed_after(later) == []
