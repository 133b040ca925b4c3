"""Mails of a programme: what is counted of them, whose address is left out, and what consultants are told."""

import asyncio
import base64
import smtplib
import subprocess
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import dkim
import pytest

from diagnostic.mail.outbox import ATTEMPTS
from diagnostic.mail.returned import BounceOutcome, came_back
from diagnostic.questionnaire.library import Library
from diagnostic.settings import Settings
from diagnostic.storage.models import (
    Alliance,
    Consultant,
    MailCount,
    Message,
    MessageKind,
    MessageState,
    Participant,
    Wave,
    WaveState,
)
from diagnostic.survey.mailed import mails_by_day
from diagnostic.survey.plans import WavePlan
from diagnostic.survey.programme import draft_programme, move, open_as_planned
from diagnostic.survey.reminders import remind
from diagnostic.survey.schedule import Schedule
from diagnostic.survey.waves import correct_address, refused_addresses
from diagnostic.worker import tick
from tests.answering import answer_all, on_a_working_day
from tests.conftest import SECRET
from tests.due import announce_due, due_to_open
from tests.mail.server import MailServer
from tests.mail.test_outbox import ANN, text

BERLIN = ZoneInfo("Europe/Berlin")
FIRST = date(2026, 10, 6)
"""A Tuesday."""


@pytest.fixture
async def planned(roster: Alliance, plan: WavePlan, library: Library) -> Wave:
    schedule = Schedule(opens_on=[FIRST])
    (wave,) = await draft_programme(roster, plan, schedule, library, now=datetime(2026, 9, 1, 8, tzinfo=UTC))
    return wave


async def counted() -> dict[tuple[date, str, str], int]:
    return {(row.day, row.kind.value, row.side): row.sent for row in await MailCount.all()}


@pytest.mark.part("proofs")
async def test_mails_are_counted_by_the_day_there_and_by_side(
    open_wave: Wave, settings: Settings, library: Library, server: MailServer
) -> None:
    server.to_recipient[ANN] = ["550 5.1.1 No such person"]
    # 22:30 in Greenwich is half past midnight, of the next day, in a Berlin summer.
    today = datetime.now(UTC).date()
    year = today.year if today < date(today.year, 7, 1) else today.year + 1
    late, day = datetime(year, 7, 1, 22, 30, tzinfo=UTC), date(year, 7, 2)
    await Wave.all().update(closes_on=day)
    await tick(settings, library, late)
    assert await counted() == {(day, "invitation", "a"): 7, (day, "invitation", "b"): 8}


async def test_reminders_are_counted_and_nothing_of_them_is_left(
    open_wave: Wave, settings: Settings, library: Library, now: datetime
) -> None:
    await tick(settings, library, now)
    await answer_all(open_wave, a=3, b=6)
    later = on_a_working_day(2)
    await remind(open_wave, later)
    await tick(settings, library, later)
    day = later.astimezone(BERLIN).date()
    counts = await counted()
    assert (counts[day, "reminder", "a"], counts[day, "reminder", "b"]) == (5, 2)
    assert not await Message.filter(kind=MessageKind.REMINDER).exists()


@pytest.mark.part("proofs")
@pytest.mark.parametrize("everybody", [False, True])
async def test_reminders_are_shown_only_where_their_number_says_nothing_of_answers(
    open_wave: Wave, alliance: Alliance, settings: Settings, library: Library, everybody: bool
) -> None:
    await tick(settings, library, datetime.now(UTC))
    later = on_a_working_day(2)
    await Participant.filter(email=ANN).update(do_not_contact=True)
    await answer_all(open_wave, a=1, b=1)
    # Somebody is left out of the reminders, by the word of whoever reads their number.
    assert await came_back(open_wave, "person2@helix.example") is BounceOutcome.MARKED
    await remind(open_wave, later, everybody=everybody)
    await tick(settings, library, later)
    # With one answer of eight known, six reminders to Helix would say that it is not theirs, and seven that it is.
    shown = {mails.what: mails[2:] for mails in await mails_by_day(open_wave, alliance, later + timedelta(days=1))}
    assert shown == {"Invitations": (8, 8), **({"Reminders": (7, 7)} if everybody else {})}
    today = await mails_by_day(open_wave, alliance, later)
    assert [mails.what for mails in today] == ["Invitations"], "a day is shown once it is over"


@pytest.mark.part("proofs")
async def test_several_workers_count_each_mail_once(
    open_wave: Wave, settings: Settings, library: Library, server: MailServer, now: datetime
) -> None:
    await asyncio.gather(*(tick(settings, library, now) for _ in range(3)))
    assert len(server.mails) == 16
    assert sorted(row.sent for row in await MailCount.all()) == [8, 8]


@pytest.mark.part("proofs")
async def test_a_reminder_that_a_worker_comes_to_at_night_waits_for_the_morning(
    open_wave: Wave, settings: Settings, library: Library, server: MailServer, now: datetime
) -> None:
    await tick(settings, library, now)
    server.mails.clear()
    later = on_a_working_day(2)
    await remind(open_wave, later)
    midnight = (later.astimezone(BERLIN) + timedelta(days=1)).replace(hour=0, minute=30)
    await tick(settings, library, midnight)
    assert server.mails == []
    waiting = await Message.filter(kind=MessageKind.REMINDER)
    assert {message.attempts for message in waiting} == {0}, "waiting is no failed attempt"
    mornings = {message.not_before.astimezone(BERLIN) for message in waiting}
    assert {(morning.hour, morning.minute, morning.weekday() < 5) for morning in mornings} == {(8, 0, True)}
    await tick(settings, library, max(mornings))
    assert len(server.mails) == 16


async def test_an_address_refused_for_good_is_marked_until_it_is_corrected(
    open_wave: Wave, settings: Settings, library: Library, server: MailServer, now: datetime
) -> None:
    server.to_recipient[ANN] = ["550 5.1.1 No such person"]
    await tick(settings, library, now)
    person = await Participant.get(email=ANN)
    assert person.refused == "The mail server refused this address: 550 5.1.1 No such person"
    assert await Participant.filter(refused__isnull=False).count() == 1
    (message,) = await refused_addresses(open_wave)
    await correct_address(message, "ann@novara.example")
    assert (await Participant.get(id=person.id)).refused is None


@pytest.mark.part("proofs")
async def test_no_other_failure_marks_an_address(
    open_wave: Wave, settings: Settings, library: Library, server: MailServer, now: datetime
) -> None:
    server.to_recipient[ANN] = ["450 4.2.0 Later"]
    server.to_data = ["554 5.7.1 Your words look like spam"]
    await tick(settings, library, now)
    assert await Message.filter(state=MessageState.REFUSED).count() == 1, "the mail was refused, not the address"
    assert not await Participant.filter(refused__isnull=False).exists()

    later = on_a_working_day(2)
    await tick(settings, library, later)
    await remind(open_wave, later + timedelta(minutes=1))
    await Message.filter(kind=MessageKind.REMINDER).update(attempts=ATTEMPTS[MessageKind.REMINDER] - 1)
    server.to_recipient = {person.email: ["450 4.2.0 Later"] for person in await Participant.all()}
    await tick(settings, library, later + timedelta(minutes=2))
    assert not await Message.filter(kind=MessageKind.REMINDER).exists(), "given up"
    assert not await Participant.filter(refused__isnull=False).exists()


@pytest.mark.part("proofs")
async def test_a_reminder_to_an_address_that_is_gone_marks_nobody(
    open_wave: Wave, settings: Settings, library: Library, server: MailServer, now: datetime
) -> None:
    await tick(settings, library, now)
    later = on_a_working_day(2)
    await remind(open_wave, later)
    server.to_recipient[ANN] = ["550 5.1.1 Gone"]
    await tick(settings, library, later)
    assert not await Participant.filter(refused__isnull=False).exists(), "it would name who has not answered"


async def test_consultant_and_colleague_read_what_is_about_to_open(
    planned: Wave, settings: Settings, library: Library, server: MailServer, mallory: Consultant
) -> None:
    await Alliance.all().update(second_id=mallory.id, simulated=True)
    await Participant.filter(email=ANN).update(refused="550 No such user")
    soon = datetime(2026, 10, 5, 9, tzinfo=BERLIN)
    await announce_due(soon)
    await tick(settings, library, soon)
    assert sorted(server.recipients) == ["alice@consultancy.example", "mallory@elsewhere.example"]
    said = " ".join(text(server, mallory.email).split())
    assert "Hello Mallory Moss" in said
    assert "opens by itself on Tuesday, 6 October 2026 at 09:00" in said
    assert "it goes to 7 of Novara and 8 of Helix." in said
    assert "Left out: 1 on the roster whose address a mail server has refused." in said
    assert "This alliance is simulated." in said
    assert f"https://pulse.example.org/waves/{planned.id}" in said
    assert "levels alone" not in said, "there is no earlier wave"


async def test_what_holds_a_pulse_up_is_read_with_what_to_do_about_refused_addresses(
    planned: Wave, settings: Settings, library: Library, server: MailServer
) -> None:
    await Participant.filter(side="b", email__not="person0@helix.example").update(refused="550 No such user")
    opening = datetime(2026, 10, 6, 9, tzinfo=BERLIN)
    await announce_due(opening - timedelta(hours=1))
    (due,) = await due_to_open(opening)
    assert not await open_as_planned(due, SECRET, opening)
    await tick(settings, library, opening)
    assert len(server.mails) == 1, "what announced it is out of date"
    said = " ".join(text(server, "alice@consultancy.example").split())
    assert (
        "Helix has 1 people on the roster whose address no mail server has refused (7 left out), and results need "
        "answers of at least 5. Correct or try again the refused addresses, or upload a roster with more people."
    ) in said


async def test_what_was_said_of_a_day_is_not_sent_once_the_pulse_is_moved(
    planned: Wave, settings: Settings, library: Library, server: MailServer
) -> None:
    await announce_due(datetime(2026, 10, 4, 9, tzinfo=BERLIN))  # a Sunday; the mail waits for Monday
    await move(planned, date(2026, 10, 20), datetime(2026, 10, 4, 10, tzinfo=BERLIN))
    await tick(settings, library, datetime(2026, 10, 5, 9, tzinfo=BERLIN))
    assert server.mails == []
    await tick(settings, library, datetime(2026, 10, 19, 9, tzinfo=BERLIN))
    await tick(settings, library, datetime(2026, 10, 19, 9, 5, tzinfo=BERLIN))
    assert "20 October 2026" in " ".join(text(server, "alice@consultancy.example").split())
    assert len(server.mails) == 1


async def test_a_colleague_who_left_is_told_nothing(
    planned: Wave, settings: Settings, library: Library, server: MailServer, mallory: Consultant
) -> None:
    await Alliance.all().update(second_id=mallory.id)
    soon = datetime(2026, 10, 5, 9, tzinfo=BERLIN)
    await announce_due(soon)
    await Alliance.all().update(second_id=None)
    await tick(settings, library, soon)
    assert server.recipients == ["alice@consultancy.example"]


async def test_a_briefing_that_is_ready_is_told_once_and_without_figures_of_answers(
    open_wave: Wave, settings: Settings, library: Library, server: MailServer, now: datetime
) -> None:
    await tick(settings, library, now)
    await answer_all(open_wave)
    server.mails.clear()
    over = now + timedelta(days=30)
    for _ in range(3):
        await tick(settings, library, over)
    assert (await Wave.get(id=open_wave.id)).state == WaveState.CLOSED
    (mail,) = server.to("alice@consultancy.example")
    assert mail["Subject"] == "Cardiva: the briefing is ready"
    assert "List-Unsubscribe" not in mail
    said = " ".join(text(server, "alice@consultancy.example").split())
    assert "The pulse check about Cardiva is closed, and its briefing is ready." in said
    assert f"https://pulse.example.org/waves/{open_wave.id}" in said


def key_pair() -> tuple[bytes, bytes]:
    """A key to sign with (PEM), and the one to check with (DER)."""
    private = subprocess.run(["openssl", "genrsa", "-traditional", "2048"], check=True, capture_output=True).stdout
    command = ["openssl", "rsa", "-pubout", "-outform", "DER"]
    return private, subprocess.run(command, input=private, check=True, capture_output=True).stdout


@pytest.mark.part("proofs")
async def test_a_signature_survives_the_way_and_every_signed_header_stands_once(
    open_wave: Wave, settings: Settings, library: Library, server: MailServer, now: datetime
) -> None:
    private, public = key_pair()

    def published(name: bytes, timeout: int = 5) -> bytes:
        """What the domain's name server would say."""
        return b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)

    await Message.filter(invitation__participant__side="b").update(language="de")
    await tick(settings, library, now)
    later = on_a_working_day(2)
    await remind(open_wave, later)
    await tick(settings, library, later)
    assert len(server.raw) == 32
    signed = [
        b"from", b"to", b"subject", b"date", b"message-id", b"auto-submitted", b"mime-version", b"content-type",
        b"list-unsubscribe", b"list-unsubscribe-post",
    ]  # fmt: skip
    posted = list(server.raw)
    server.mails.clear()
    server.raw.clear()
    for raw in (posted[0], posted[15], posted[16], posted[31]):
        head, _, _ = raw.partition(b"\r\n\r\n")
        names = [line.partition(b":")[0].lower() for line in head.split(b"\r\n") if line[:1] not in b" \t"]
        assert all(names.count(name) == 1 for name in signed)
        assert raw.isascii()
        assert max(len(line) for line in raw.split(b"\r\n")) <= 998
        assert b"\n" not in raw.replace(b"\r\n", b""), "no bare line end for a server to mend"
        # As a mail server signs for its domain (RFC 6376), strictly as to white space, before it passes a mail on.
        signature = dkim.sign(
            raw, b"mail", b"diagnostic.example", private, include_headers=signed, canonicalize=(b"simple", b"simple")
        )
        with smtplib.SMTP("127.0.0.1", server.port) as relay:
            relay.sendmail("survey@diagnostic.example", [ANN], signature + raw)
    assert [dkim.verify(raw, dnsfunc=published) for raw in server.raw] == [True] * 4
    changed = server.raw[0].replace(b"Novara", b"Novaro")
    assert changed != server.raw[0]
    assert not dkim.verify(changed, dnsfunc=published), "the check can fail"
