import hashlib
from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from diagnostic.mail.outbox import LEASE, claim, due
from diagnostic.mail.pauses import LONGEST_PAUSE, pause
from diagnostic.questionnaire.duration import duration
from diagnostic.questionnaire.library import Library
from diagnostic.settings import Settings
from diagnostic.storage import sqlite_file
from diagnostic.storage.models import (
    Alliance,
    Consultant,
    Invitation,
    MailCount,
    Message,
    MessageKind,
    MessageState,
    Participant,
    StoredValue,
    Wave,
    WaveState,
)
from diagnostic.survey.closing import close
from diagnostic.survey.plans import frozen_questionnaire
from diagnostic.survey.reminders import remind
from diagnostic.survey.waves import correct_address, do_not_contact, launch, refused_addresses
from diagnostic.web.security.reset import ask_for_reset, whose_reset
from diagnostic.worker import tick
from tests.answering import after_the_end, answer, answer_all, on_a_working_day, tokens
from tests.conftest import SECRET
from tests.due import find
from tests.mail.server import MailServer
from tests.stored import stored_without_a_limit

ANN, BOB = "person0@novara.example", "person0@helix.example"


def text(server: MailServer, address: str) -> str:
    body = server.to(address)[-1].get_body(("plain",))
    assert body is not None
    return str(body.get_content())


async def message_to(address: str) -> Message:
    return await Message.get(invitation__participant__email=address, kind=MessageKind.INVITATION)


async def test_a_launch_reaches_everybody_once_with_a_link_that_opens(
    open_wave: Wave, settings: Settings, library: Library, server: MailServer, now: datetime
) -> None:
    assert await tick(settings, library, now) == 16
    assert await tick(settings, library, now + timedelta(days=1)) == 0
    people = await Participant.all()
    assert Counter(server.recipients) == Counter(person.email for person in people)
    assert server.conversations == 1
    for person in people:
        (line,) = [line for line in text(server, person.email).splitlines() if "/a/" in line]
        link = line.removeprefix("https://pulse.example.org/a/")
        invitation = await find(link)
        assert invitation.participant.email == person.email
        (mail,) = server.to(person.email)
        assert mail["List-Unsubscribe"] == f"<https://pulse.example.org/stop/{link}>"
    assert {m.state for m in await Message.all()} == {MessageState.SENT}


async def test_a_wave_that_was_drafted_with_claimed_minutes_says_those_that_are_reckoned(
    draft: Wave, settings: Settings, library: Library, server: MailServer, now: datetime
) -> None:
    draft.questionnaire = {**draft.questionnaire, "minutes": 2}
    await draft.save()
    await launch(draft, SECRET)
    await tick(settings, library, now)
    takes = duration(frozen_questionnaire(draft), library.frame, "en")
    assert takes.hurried > 2
    assert f"about {takes.hurried} to {takes.careful} minutes" in text(server, ANN)


@pytest.mark.part("proofs")
async def test_each_side_is_addressed_from_its_own_side_and_in_its_language(
    open_wave: Wave, settings: Settings, library: Library, server: MailServer, now: datetime
) -> None:
    await Message.filter(invitation__participant__email=BOB).update(language="de")
    await tick(settings, library, now)
    assert "Who is asking: Alice Arden, for Novara and Helix" in text(server, ANN)
    assert "Wer fragt: Alice Arden, für Helix und Novara" in text(server, BOB)
    assert server.to(BOB)[0]["Content-Language"] == "de"


async def test_no_link_is_at_rest_anywhere(
    open_wave: Wave, settings: Settings, library: Library, server: MailServer, now: datetime
) -> None:
    server.to_recipient[ANN] = ["450 4.2.0 Later"]
    await tick(settings, library, now)
    links = [link for side in "ab" for link in await tokens(open_wave, side)]
    file = sqlite_file(settings.database_url)
    if file is None:
        rows = [*await Message.all().values(), *await Invitation.all().values(), *await StoredValue.all().values()]
        stored = repr(rows).encode()
    else:
        stored = b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))
    assert not any(link.encode() in stored for link in links)


async def test_a_mail_put_off_is_tried_again_after_a_pause_under_the_same_id(
    open_wave: Wave, settings: Settings, library: Library, server: MailServer, now: datetime
) -> None:
    server.to_recipient[ANN] = ["451 4.3.0 Greylisted", "450 4.2.0 Busy"]
    assert await tick(settings, library, now) == 16
    waiting = await message_to(ANN)
    assert (waiting.state, waiting.attempts) == (MessageState.WAITING, 1)
    assert waiting.error == "The mail server put this address off: 451 4.3.0 Greylisted"
    assert await tick(settings, library, now + timedelta(seconds=30)) == 0
    assert await tick(settings, library, now + timedelta(seconds=90)) == 1
    assert await tick(settings, library, now + timedelta(minutes=2, seconds=20)) == 0
    assert await tick(settings, library, now + timedelta(minutes=4)) == 1
    (mail,) = server.to(ANN)
    assert mail["Message-ID"] == f"<{waiting.id}@diagnostic.example>"
    sent = await message_to(ANN)
    assert (sent.state, sent.attempts, sent.error) == (MessageState.SENT, 3, None)


def test_pauses_double_and_stop_growing() -> None:
    assert [pause(n).total_seconds() / 60 for n in (1, 2, 3, 4, 8)] == [1, 2, 4, 8, 128]
    assert pause(9) == pause(1000) == LONGEST_PAUSE


async def test_an_address_refused_for_good_is_kept_with_the_servers_words(
    open_wave: Wave, settings: Settings, library: Library, server: MailServer, now: datetime
) -> None:
    server.to_recipient[ANN] = ["550 5.1.1 No such person"]
    assert await tick(settings, library, now) == 16
    assert len(server.mails) == 15
    (refused,) = await refused_addresses(open_wave)
    assert refused.error == "The mail server refused this address: 550 5.1.1 No such person"
    assert await tick(settings, library, now + timedelta(days=1)) == 0


@pytest.mark.part("proofs")
async def test_a_filter_that_quotes_links_puts_none_into_the_outbox(
    open_wave: Wave, settings: Settings, library: Library, server: MailServer, now: datetime
) -> None:
    links = [link for side in "ab" for link in await tokens(open_wave, side)]
    server.to_data += [
        f"{code} Message blocked: URL https://pulse.example.org/{path}/{links[0]} is listed"
        for code in (451, 554)
        for path in ("a", "stop")
    ]
    await tick(settings, library, now)
    said = {message.error for message in await Message.filter(error__isnull=False)}
    assert said == {
        f"The mail server {did}: {code} Message blocked: URL https://pulse.example.org/{path}/… is listed"
        for did, code in (("put this mail off", 451), ("refused this mail", 554))
        for path in ("a", "stop")
    }


async def test_a_server_that_is_down_costs_one_attempt_not_sixteen(
    open_wave: Wave, settings: Settings, library: Library, server: MailServer, now: datetime
) -> None:
    server.to_sender += ["550 5.7.1 You may not send as this"]
    assert await tick(settings, library, now) == 1
    assert await Message.filter(attempts=0, state=MessageState.WAITING).count() == 16
    assert await refused_addresses(open_wave) == []
    await open_wave.refresh_from_db()
    assert open_wave.mail_paused == "The mail server refused our sender: 550 5.7.1 You may not send as this"
    assert await tick(settings, library, now + timedelta(minutes=2)) == 16
    assert len(server.mails) == 16


async def test_reminders_follow_their_invitation_and_leave_no_trace(
    open_wave: Wave, settings: Settings, library: Library, server: MailServer, now: datetime
) -> None:
    await tick(settings, library, now)
    await answer_all(open_wave, a=3, b=8)
    first = server.to("person5@novara.example")[0]
    later = on_a_working_day(2)
    await remind(open_wave, later)
    await answer(open_wave, (await tokens(open_wave, "a"))[3], "a")  # meanwhile
    await do_not_contact(await find((await tokens(open_wave, "a"))[4]))
    server.to_recipient["person6@novara.example"] = ["550 5.1.1 Gone"]
    server.mails.clear()
    await tick(settings, library, later)
    assert {mail["To"] for mail in server.mails} == {"person5@novara.example", "person7@novara.example"}
    (reminder,) = server.to("person5@novara.example")
    assert reminder["In-Reply-To"] == first["Message-ID"] != reminder["Message-ID"]
    assert reminder["Subject"] == f"Reminder: {first['Subject']}"
    assert await Message.filter(kind=MessageKind.REMINDER).count() == 0
    assert await refused_addresses(open_wave) == []


@pytest.mark.part("proofs")
async def test_a_reminder_put_off_keeps_no_words_and_is_given_up_in_the_end(
    open_wave: Wave, settings: Settings, library: Library, server: MailServer, now: datetime
) -> None:
    await Message.all().update(state=MessageState.SENT)
    await answer_all(open_wave, a=7, b=8)
    later = on_a_working_day(2)
    await remind(open_wave, later)
    server.to_recipient["person7@novara.example"] = ["450 4.2.0 Person 7 is full"] * 99
    await tick(settings, library, later)
    (waiting,) = await Message.filter(kind=MessageKind.REMINDER)
    assert (waiting.state, waiting.error) == (MessageState.WAITING, None)
    for hours in range(1, 240, 2):
        await tick(settings, library, later + timedelta(hours=hours))
    assert await Message.filter(kind=MessageKind.REMINDER).count() == 0


@pytest.mark.part("proofs")
async def test_invitations_that_come_too_late_say_so(
    open_wave: Wave, settings: Settings, library: Library, server: MailServer, now: datetime
) -> None:
    await answer_all(open_wave, a=5, b=5)
    await close(open_wave, SECRET, after_the_end(open_wave))
    await tick(settings, library, now)
    assert {mail["To"] for mail in server.mails} <= {"alice@consultancy.example"}
    errors = {m.error for m in await refused_addresses(open_wave)}
    assert errors == {"The wave ended before the mail server took this mail."}


async def test_mails_and_links_of_a_wave_stored_without_an_end_end_at_the_same_moment(
    open_wave: Wave, settings: Settings, library: Library, server: MailServer
) -> None:
    await stored_without_a_limit(open_wave, date.max)
    end = open_wave.deadline(await open_wave.alliance)
    (first,) = await due(end, 1)
    await Message.exclude(id=first.id).update(not_before=end + timedelta(minutes=1))
    await tick(settings, library, end - timedelta(minutes=1))
    (address,) = server.recipients
    assert "9999" not in text(server, address)
    await tick(settings, library, end + timedelta(minutes=1))
    assert len(server.recipients) == 1
    assert await Message.filter(state=MessageState.REFUSED).count() == 15


@pytest.mark.part("proofs")
async def test_whoever_has_answered_is_sent_the_invitation_again_like_anybody_whose_worker_died(
    open_wave: Wave, settings: Settings, library: Library, server: MailServer, now: datetime
) -> None:
    # The worker died after sending and before marking; the person was quick.
    await Message.filter(invitation__participant__email=ANN).update(attempts=1, error="An earlier reply")
    await answer(open_wave, (await tokens(open_wave, "a"))[0], "a")
    await tick(settings, library, now)
    # As the others do: it is the same mail under the same id, and one that is held back would tell who answered.
    assert len(server.mails) == 16
    assert await refused_addresses(open_wave) == []
    # Nor does the outbox show who it was, in a row that is missing or that differs.
    kept = await Message.filter(wave=open_wave)
    assert [(m.state, m.attempts > 0, m.error) for m in kept] == [(MessageState.SENT, True, None)] * 16


async def test_whoever_has_answered_stands_like_all_others_among_those_whose_mail_came_too_late(
    open_wave: Wave, settings: Settings, library: Library, server: MailServer
) -> None:
    await answer(open_wave, (await tokens(open_wave, "a"))[0], "a")
    await tick(settings, library, open_wave.deadline(await open_wave.alliance) + timedelta(minutes=1))
    await open_wave.refresh_from_db()
    # With too few answers it stays open for a while, and could be extended.
    assert open_wave.state is WaveState.OPEN
    refused = await refused_addresses(open_wave)
    assert (len(refused), {message.error for message in refused}) == (16, {(await message_to(ANN)).error})


async def test_a_claim_is_one_workers_until_its_lease_runs_out(open_wave: Wave, now: datetime) -> None:
    ours, theirs = (await due(now, 1))[0], (await due(now, 1))[0]
    assert ours.id == theirs.id
    assert await claim(ours, now)
    assert not await claim(theirs, now)
    assert ours.id not in {m.id for m in await due(now + LEASE - timedelta(seconds=1), 100)}
    again = next(m for m in await due(now + LEASE, 100) if m.id == ours.id)
    assert await claim(again, now + LEASE)


@pytest.mark.part("proofs")
async def test_one_message_that_cannot_be_written_holds_up_no_other(
    open_wave: Wave, settings: Settings, library: Library, server: MailServer, now: datetime
) -> None:
    await Alliance.filter(id=open_wave.alliance_id).update(timezone="Europe/Berlin")
    lost = await Message.create(kind=MessageKind.BELOW_K, not_before=now - timedelta(days=1))  # of no wave
    alice = await Consultant.get()
    earlier = now - timedelta(days=1)
    odd = await Message.create(kind=MessageKind.TEST, wave=open_wave, consultant=alice, not_before=earlier)
    await Consultant.all().update(email="not an address")
    await tick(settings, library, now)
    assert len(server.mails) == 16
    assert await Message.get_or_none(id=lost.id) is None
    assert (await Message.get(id=odd.id)).state is MessageState.REFUSED


async def test_a_test_mail_goes_to_the_consultant_and_leads_to_the_preview(
    draft: Wave, settings: Settings, library: Library, server: MailServer, now: datetime
) -> None:
    bob = await Consultant.create(email="bob@consultancy.example", name="Bob", password_hash="", firm="Arden")
    await Alliance.filter(id=draft.alliance_id).update(second=bob)
    await Message.create(kind=MessageKind.TEST, wave=draft, consultant=bob, language="de")
    await tick(settings, library, now)
    (mail,) = server.mails
    assert mail["To"] == bob.email, "to the one who asked for it"
    assert mail["Subject"].startswith("[Test] Cardiva")
    assert f"https://pulse.example.org/waves/{draft.id}/preview?language=de" in text(server, bob.email)


async def test_a_reset_link_is_made_as_it_is_sent_and_stored_as_a_hash(
    alice: Consultant, settings: Settings, library: Library, server: MailServer, now: datetime
) -> None:
    await ask_for_reset(alice.email, settings.secret)
    await tick(settings, library, now)
    (line,) = [line for line in text(server, alice.email).splitlines() if "/password/reset/" in line]
    key = line.removeprefix("https://pulse.example.org/password/reset/")
    assert len(key) >= 40
    row = await StoredValue.get(key=f"password-reset:{hashlib.sha256(key.encode()).hexdigest()}")
    assert row.expires_at is not None
    assert timedelta(minutes=59) < row.expires_at - now < timedelta(minutes=61)
    assert await whose_reset(key) == alice
    assert await Message.all().count() == 0
    await tick(settings, library, now + timedelta(hours=2))
    assert await whose_reset(key) is None


@pytest.mark.part("proofs")
async def test_a_corrected_address_gets_the_mail_with_the_same_link(
    open_wave: Wave, settings: Settings, library: Library, server: MailServer, now: datetime
) -> None:
    server.to_recipient[ANN] = ["550 5.1.1 No such person"]
    await tick(settings, library, now)
    (refused,) = await refused_addresses(open_wave)
    link = (await tokens(open_wave, "a"))[0]
    await correct_address(refused, "ann@novara.example")
    await tick(settings, library, now + timedelta(minutes=1))
    assert f"/a/{link}" in text(server, "ann@novara.example")
    # Counted once for the day: the one that was refused at the door is no mail that went out.
    assert sum([count.sent for count in await MailCount.filter(kind=MessageKind.INVITATION)]) == 16
