"""What the worker does of a wave with key-holders: mails them, reminds them, opens the wave, or has it destroyed."""

from datetime import datetime, timedelta

import pytest

from diagnostic.questionnaire.library import Library
from diagnostic.settings import Settings
from diagnostic.storage.models import Alliance, KeyHolder, Message, MessageKind, Response, Wave, WaveState
from diagnostic.survey import closing, holding, mixing
from diagnostic.survey.ballots import cast_ballots
from diagnostic.survey.waves import launch
from diagnostic.worker import tick
from tests.answering import after_the_end, answer_all
from tests.conftest import SECRET
from tests.holding import HOLDERS, Keys, held, key_of, mix
from tests.mail.server import MailServer, plain

COUNCIL, DEPUTY, HELIX = (*HOLDERS["a"].emails, HOLDERS["b"].emails[0])
ALICE = "alice@consultancy.example"


def subjects(server: MailServer, address: str) -> list[str]:
    return [str(mail["Subject"]) for mail in server.to(address)]


async def link(address: str) -> str:
    holder = await KeyHolder.get(email=address)
    return f"https://pulse.example.org/key/{holding.token(holder, SECRET)}"


@pytest.fixture
async def closing_wave(draft: Wave, settings: Settings, library: Library, now: datetime) -> tuple[Wave, Keys]:
    keys = await held(draft)
    await tick(settings, library, now)
    await launch(draft, SECRET)
    await answer_all(draft, a=8, b=7)
    return draft, keys


async def test_holders_are_asked_for_their_keys_each_with_a_link_of_their_own(
    draft: Wave, settings: Settings, library: Library, server: MailServer, now: datetime
) -> None:
    await holding.choose(draft, HOLDERS, SECRET)
    await tick(settings, library, now)
    assert subjects(server, COUNCIL) == ["Cardiva: please make Novara’s key"]
    assert subjects(server, HELIX) == ["Cardiva: bitte den Schlüssel von Helix erzeugen"]
    for address in (COUNCIL, DEPUTY, HELIX):
        (mail,) = server.to(address)
        assert await link(address) in plain(mail)
        assert not await Message.filter(kind=MessageKind.KEY_WANTED, state="waiting").exists()
    # Reminded, with the consultant, and not of a key that was made meanwhile.
    asked = (await key_of(draft, "a")).asked_at
    for key in await mixing.awaited():
        assert await mixing.remind(key, asked + timedelta(days=3, minutes=1))
    await held(draft)
    await tick(settings, library, asked + timedelta(days=6))
    assert len(server.to(COUNCIL)) == 1


async def test_both_are_mailed_in_turn_and_the_wave_is_opened_by_itself(
    closing_wave: tuple[Wave, Keys], settings: Settings, library: Library, server: MailServer
) -> None:
    wave, keys = closing_wave
    end = after_the_end(wave)
    await tick(settings, library, end)
    assert (await Wave.get(id=wave.id)).state == WaveState.MIXING
    await tick(settings, library, end + timedelta(minutes=1))
    mark = mixing.shown(mixing.digest(await cast_ballots(wave)))
    for address in (COUNCIL, DEPUTY):
        mail = plain(server.to(address)[-1])
        assert mail.startswith("Hello,")
        assert "8 ballots of Novara and 7 of Helix" in " ".join(mail.split())
        assert mark in mail
        assert await link(address) in mail
    assert subjects(server, HELIX) == []
    await wave.refresh_from_db()
    await mix(wave, keys, "a", now=end)
    await tick(settings, library, end + timedelta(minutes=2))
    assert subjects(server, HELIX) == ["Cardiva: Sie sind mit dem Schlüssel von Helix an der Reihe"]
    await mix(wave, keys, "b", now=end)
    await tick(settings, library, end + timedelta(minutes=3))
    assert (await Wave.get(id=wave.id)).state == WaveState.CLOSED
    assert await Response.filter(wave=wave).count() == 15
    await tick(settings, library, end + timedelta(minutes=4))
    assert subjects(server, COUNCIL)[-1] == "Cardiva: the survey is over, you can delete the key code"
    assert subjects(server, HELIX)[-1] == "Cardiva: zu Ende, bitte Schlüsselcode löschen"


@pytest.mark.part("proofs")
async def test_a_holder_who_does_nothing_is_reminded_with_the_consultant_and_then_all_is_destroyed(
    closing_wave: tuple[Wave, Keys], settings: Settings, library: Library, server: MailServer
) -> None:
    wave, _ = closing_wave
    begun = after_the_end(wave)
    await tick(settings, library, begun)
    asked = (await key_of(wave, "a")).asked_at
    for hours in range(0, 24 * 16, 12):
        await tick(settings, library, asked + timedelta(hours=hours, minutes=5))
    assert subjects(server, COUNCIL) == [
        *["Cardiva: your turn with Novara’s key"] * 4,
        "Cardiva: the survey is over, you can delete the key code",
    ]
    assert subjects(server, ALICE) == [
        *["Cardiva: a key-holder is waited for"] * 3,
        "Cardiva: the answers were destroyed unread",
    ]
    assert (await Wave.get(id=wave.id)).state == WaveState.DESTROYED
    assert not await Response.exists()


async def test_a_mail_of_what_is_done_meanwhile_is_not_sent(
    closing_wave: tuple[Wave, Keys], settings: Settings, library: Library, server: MailServer
) -> None:
    wave, keys = closing_wave
    end = after_the_end(wave)
    await closing.close(wave, SECRET, end)
    await mix(wave, keys)
    await tick(settings, library, end + timedelta(minutes=1))
    assert "Cardiva: your turn with Novara’s key" not in subjects(server, COUNCIL)
    assert await Alliance.exists()
