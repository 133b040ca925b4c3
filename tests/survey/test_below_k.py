"""A side with fewer than k answers: given more time it may be opened after all; else nobody ever reads either side."""

from datetime import timedelta

import pytest

from diagnostic.errors import NotPossible
from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Alliance, Comment, Message, Response, StoredReport, Wave, WaveState
from diagnostic.survey.closing import close, destroy
from diagnostic.survey.invitations import sending_ends
from diagnostic.survey.plans import WavePlan, draft_wave, today
from diagnostic.survey.reports import publish
from diagnostic.survey.waves import extend, launch, refresh_participation
from diagnostic.worker import tick
from tests.answering import answer, answer_all, shown_report, tokens
from tests.conftest import SECRET
from tests.web.consultant_desk import Desk, settings_for


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Both engines are asked where waves and the worker are tested."""
    return sqlite_url


async def test_with_more_time_a_fifth_answer_opens_both_sides(
    open_wave: Wave, alliance: Alliance, database: str, library: Library
) -> None:
    await Message.all().delete()
    settings = settings_for(database)
    await answer_all(open_wave, a=8, b=4, text=lambda side, n: f"{side}{n}")
    await tick(settings, library, sending_ends(open_wave, alliance))
    assert (await Wave.get(id=open_wave.id)).warned_at
    await extend(open_wave, open_wave.closes_on + timedelta(days=7))
    assert not (await Wave.get(id=open_wave.id)).warned_at
    await Message.all().delete()
    await answer(open_wave, (await tokens(open_wave, "b"))[4], "b", decisions__stick="2")
    longer = sending_ends(await Wave.get(id=open_wave.id), alliance)
    await tick(settings, library, longer - timedelta(seconds=1))
    assert (await Wave.get(id=open_wave.id)).state is WaveState.OPEN
    await tick(settings, library, longer)
    report = await shown_report(await Wave.get(id=open_wave.id))
    assert report is not None
    assert (report.participation.a.answered, report.participation.b.answered) == (8, 5)


async def test_of_a_destroyed_wave_no_page_and_no_count_remains(
    open_wave: Wave, alliance: Alliance, database: str
) -> None:
    await answer_all(open_wave, a=8, b=4, text=lambda side, n: f"{side}{n}")
    stale, end = await Wave.get(id=open_wave.id), sending_ends(open_wave, alliance)
    await destroy(open_wave, SECRET, end)
    await refresh_participation(stale, end)  # by a process that still holds it for open
    wave = await Wave.get(id=open_wave.id)
    assert wave.participation is None
    for table in (Response, Comment, StoredReport):
        assert await table.all().count() == 0
    with pytest.raises(NotPossible, match="only once a wave is closed"):
        await publish(wave)
    with pytest.raises(NotPossible, match="not open"):
        await close(wave, SECRET, sending_ends(open_wave, alliance))
    desk = Desk()
    await desk.sign_in()
    await desk.get(f"/waves/{wave.id}")
    assert "The answers were destroyed unread" in desk.words
    assert "people answered" not in desk.words
    for page in ("briefing", "report.json", "comments"):
        assert (await desk.get(f"/waves/{wave.id}/{page}")).status_code == 404


async def test_later_briefings_say_when_one_could_not_be_opened(
    open_wave: Wave, alliance: Alliance, plan: WavePlan, library: Library
) -> None:
    end = sending_ends(open_wave, alliance)
    await destroy(open_wave, SECRET, end)
    later = await draft_wave(alliance, plan, library)
    await launch(later, SECRET)
    await answer_all(later)
    await close(later, SECRET, end + timedelta(days=30))
    await publish(later)
    report = await shown_report(later)
    assert report is not None
    assert report.unopened == (today(alliance, end),)
    assert report.wave.number == 1
