"""What fails for one wave: nobody else waits for it, its page says so, and its consultants hear of it once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from diagnostic.questionnaire.library import Library
from diagnostic.settings import Settings
from diagnostic.storage import connection
from diagnostic.storage.models import Alliance, Consultant, Message, MessageKind, Response, Wave, WaveState
from diagnostic.survey.alliances import create_alliance
from diagnostic.survey.closing import close
from diagnostic.survey.failures import LASTS
from diagnostic.survey.invitations import sending_ends
from diagnostic.survey.plans import WavePlan, draft_wave
from diagnostic.survey.roster import apply_roster, read_roster
from diagnostic.survey.waves import launch
from diagnostic.worker import tick
from tests.answering import answer_all
from tests.conftest import DETAILS, SECRET
from tests.mail.server import MailServer, plain, serving
from tests.web.consultant_desk import Desk


@pytest.fixture
def server() -> Iterator[MailServer]:
    yield from serving()


@pytest.fixture
def settings(database: str, server: MailServer) -> Settings:
    return server.settings(database)


@pytest.fixture
async def other(mallory: Consultant, plan: WavePlan, library: Library) -> Wave:
    """Another consultant's open wave."""
    alliance = await create_alliance(mallory, DETAILS)
    lines = [f"p{n}@{name.lower()}.example,{name}" for name in ("Novara", "Helix") for n in range(8)]
    await apply_roster(alliance, read_roster("\n".join(["email,company", *lines]).encode(), "r.csv", alliance, ["en"]))
    wave = await draft_wave(alliance, plan, library)
    await launch(wave, SECRET)
    return wave


async def the_key_is_lost(wave: Wave) -> bytes:
    """Nothing can be opened without it."""
    key = bytes((await Wave.get(id=wave.id)).wrapped_private_key or b"")
    await Wave.filter(id=wave.id).update(wrapped_private_key=None)
    return key


async def the_key_is_found(wave: Wave, key: bytes) -> None:
    """As from a backup, past the guard against another key."""
    table = "" if connection().capabilities.dialect == "sqlite" else " ON wave"
    await connection().execute_query(f"DROP TRIGGER wave_key_destroyed_only{table}")
    await Wave.filter(id=wave.id).update(wrapped_private_key=key)


async def test_a_wave_that_cannot_be_closed_stops_no_other_and_its_consultant_hears_of_it_once(
    open_wave: Wave,
    other: Wave,
    library: Library,
    settings: Settings,
    server: MailServer,
) -> None:
    await answer_all(open_wave)
    await answer_all(other)
    key = await the_key_is_lost(open_wave)
    await Message.all().delete()
    end = sending_ends(open_wave, await Alliance.get(id=open_wave.alliance_id))

    await tick(settings, library, end)
    assert (await Wave.get(id=other.id)).state is WaveState.CLOSED
    failed = await Wave.get(id=open_wave.id)
    assert (failed.state, failed.failed_step, failed.failed_at) == (WaveState.OPEN, "close it", end)
    for minutes in range(1, 40, 5):
        await tick(settings, library, end + timedelta(minutes=minutes))
    told = [mail for mail in server.mails if "could not be done" in mail["Subject"]]
    assert [mail["To"] for mail in told] == ["alice@consultancy.example"]
    assert "to close it" in plain(told[0])
    desk = Desk()
    await desk.sign_in()
    await desk.get(f"/waves/{open_wave.id}")
    assert "Something that is due could not be done: to close it." in desk.words

    await the_key_is_found(open_wave, key)
    await tick(settings, library, end + timedelta(hours=1))
    mended = await Wave.get(id=open_wave.id)
    assert (mended.state, mended.failed_step, mended.failed_at) == (WaveState.CLOSED, None, None)


async def test_what_fails_once_and_is_done_soon_is_told_to_nobody(
    open_wave: Wave, library: Library, settings: Settings
) -> None:
    await answer_all(open_wave)
    key = await the_key_is_lost(open_wave)
    await Message.all().delete()
    end = sending_ends(open_wave, await Alliance.get(id=open_wave.alliance_id))
    await tick(settings, library, end)
    await the_key_is_found(open_wave, key)
    await tick(settings, library, end + LASTS)
    assert not await Message.filter(kind=MessageKind.STEP_FAILED).exists()
    assert (await Wave.get(id=open_wave.id)).state is WaveState.CLOSED


async def test_a_note_goes_with_what_was_due_and_what_fails_later_is_noted_and_told(
    open_wave: Wave, library: Library, settings: Settings, server: MailServer
) -> None:
    await answer_all(open_wave)
    key = await the_key_is_lost(open_wave)
    await Message.all().delete()
    end = sending_ends(open_wave, await Alliance.get(id=open_wave.alliance_id))
    for minutes in (0, 16, 17):
        await tick(settings, library, end + timedelta(minutes=minutes))
    assert (await Wave.get(id=open_wave.id)).failed_step == "close it"

    await the_key_is_found(open_wave, key)
    await Response.create(wave=open_wave, side="a", values=["no answers"])
    await close(open_wave, SECRET, end + timedelta(minutes=18))
    desk = Desk()
    await desk.sign_in()
    await desk.get(f"/waves/{open_wave.id}")
    assert "could not be done" not in desk.words

    for minutes in (19, 20, 36, 37):
        await tick(settings, library, end + timedelta(minutes=minutes))
    assert (await Wave.get(id=open_wave.id)).failed_step == "prepare its briefing"
    told = [plain(mail) for mail in server.mails if "could not be" in mail["Subject"]]
    assert ["close it" in told[0], "prepare its briefing" in told[1], len(told)] == [True, True, 2]


async def test_what_is_no_longer_tried_is_no_longer_noted(
    open_wave: Wave, library: Library, settings: Settings
) -> None:
    await Wave.filter(id=open_wave.id).update(failed_step="tell you that its mail waits", failed_at=datetime.now(UTC))
    await tick(settings, library, datetime.now(UTC))
    assert (await Wave.get(id=open_wave.id)).failed_step is None
