"""A first mail that came back counts as refused, and its address can be corrected while the wave is open."""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from diagnostic.mail.returned import BY_HAND, BounceOutcome, came_back, process_bounce
from diagnostic.process_pool import ProcessPool
from diagnostic.questionnaire.library import Library
from diagnostic.settings import Settings
from diagnostic.storage.models import Message, MessageKind, MessageState, Participant, Wave
from diagnostic.survey.closing import close
from diagnostic.survey.plans import WavePlan, draft_wave
from diagnostic.survey.reminders import remind
from diagnostic.survey.reports import publish
from diagnostic.survey.sending import send_all_again
from diagnostic.survey.turnover import few_joined_or_left
from diagnostic.survey.waves import correct_address, refused_addresses
from diagnostic.worker import tick
from tests.answering import after_the_end, answer_all, on_a_working_day
from tests.conftest import SECRET
from tests.mail.coming_back import delivery_status, exim, in_words_of_a_daemon, out_of_office
from tests.mail.server import MailServer
from tests.stored import everything

ANN, RIGHT = "person0@novara.example", "right@novara.example"


@pytest.fixture
async def sent(open_wave: Wave) -> Wave:
    """An open wave whose first mails all went out."""
    await Message.all().update(state=MessageState.SENT)
    return open_wave


@pytest.fixture(scope="module")
def readers() -> Iterator[ProcessPool]:
    with ProcessPool() as pool:
        yield pool


async def id_of(address: str) -> UUID:
    return (await Message.get(invitation__participant__email=address, kind=MessageKind.INVITATION)).id


async def test_a_failure_marks_the_one_it_is_about_and_the_address_can_be_corrected(
    sent: Wave, readers: ProcessPool
) -> None:
    first = await id_of(ANN)
    heard = await process_bounce(delivery_status(first, ANN), readers)
    assert (heard.outcome, heard.email, heard.reason) == (BounceOutcome.MARKED, ANN, "550 5.1.1 no such user")
    (message,) = await refused_addresses(sent)
    assert message.error == "It came back: 550 5.1.1 no such user"
    assert [(p.email, p.refused) for p in await Participant.exclude(refused=None)] == [(ANN, message.error)]
    assert (await process_bounce(delivery_status(first, ANN), readers)).outcome is BounceOutcome.KNOWN

    await correct_address(message, RIGHT)
    await Message.all().update(state=MessageState.SENT)
    before = await everything()
    assert (await process_bounce(delivery_status(first, ANN), readers)).outcome is BounceOutcome.NOT_OURS, (
        "of the mail to the old address"
    )
    assert await everything() == before


async def test_what_is_no_failure_of_a_first_mail_of_an_open_wave_changes_nothing(
    sent: Wave, readers: ProcessPool
) -> None:
    first = await id_of(ANN)
    day = on_a_working_day(2)
    await remind(sent, day)
    reminder = (await Message.filter(kind=MessageKind.REMINDER, invitation__participant__email=ANN))[0].id
    before = await everything()
    for raw, outcome in (
        (delivery_status(first, ANN, action="delayed", status="4.4.1"), BounceOutcome.DELAY),
        (out_of_office(first, ANN), BounceOutcome.NO_BOUNCE),
        (delivery_status(uuid4(), ANN), BounceOutcome.NOT_OURS),  # anybody can send a mail that names an address
        (delivery_status(reminder, ANN), BounceOutcome.NOT_OURS),
        (b"\x00", BounceOutcome.NO_BOUNCE),
    ):
        assert (await process_bounce(raw, readers)).outcome is outcome
    assert await everything() == before
    await Message.filter(id=first).update(state=MessageState.WAITING)
    assert (await process_bounce(delivery_status(first, ANN), readers)).outcome is BounceOutcome.KNOWN, (
        "it is being sent again"
    )


async def test_a_wave_reads_only_what_came_back_of_its_own(
    sent: Wave, readers: ProcessPool, plan: WavePlan, library: Library
) -> None:
    other = await draft_wave(await sent.alliance, plan, library)
    assert (
        await process_bounce(delivery_status(await id_of(ANN), ANN), readers, other)
    ).outcome is BounceOutcome.NOT_OURS
    assert (await process_bounce(exim(await id_of(ANN), ANN), readers, sent)).outcome is BounceOutcome.MARKED


async def test_a_closed_wave_marks_nobody(sent: Wave, readers: ProcessPool) -> None:
    await answer_all(sent)
    await close(sent, SECRET, after_the_end(sent))
    before = await everything()
    assert (await process_bounce(delivery_status(await id_of(ANN), ANN), readers)).outcome is BounceOutcome.NOT_OURS
    assert await came_back(sent, ANN) is BounceOutcome.NOT_OURS
    assert await everything() == before


async def test_what_comes_back_because_of_us_marks_no_address(sent: Wave, readers: ProcessPool) -> None:
    """The mail did not arrive, and can be sent again; the person is invited to later waves."""
    about_us = "smtp; 550 5.7.1 Service unavailable, client host [192.0.2.1] blocked using Spamhaus"
    heard = await process_bounce(delivery_status(await id_of(ANN), ANN, status="5.7.1", diagnostic=about_us), readers)
    assert heard.outcome is BounceOutcome.MARKED
    assert len(await refused_addresses(sent)) == 1
    assert not await Participant.exclude(refused=None).exists()


@pytest.mark.parametrize(
    "how",
    [
        "refused by the mailbox",
        *(
            pytest.param(how, marks=pytest.mark.part("proofs"))
            for how in ("passed on", "without an address", "by hand")
        ),
    ],
)
async def test_who_may_have_read_the_mail_may_have_answered_and_left(
    sent: Wave, plan: WavePlan, library: Library, readers: ProcessPool, how: str
) -> None:
    """Left out of the next wave, they count as gone, and its figures would tell what they had answered (rule 18)."""
    first = await id_of(ANN)
    if how == "by hand":
        assert await came_back(sent, ANN) is BounceOutcome.MARKED
        assert await came_back(sent, ANN) is BounceOutcome.KNOWN
        assert (await Participant.get(email=ANN)).refused == BY_HAND
    else:
        raw = {
            "refused by the mailbox": delivery_status(first, ANN),
            "passed on": delivery_status(first, ANN, final="ann@private.example"),
            "without an address": in_words_of_a_daemon(first, ANN),
        }[how]
        assert (await process_bounce(raw, readers)).outcome is BounceOutcome.MARKED
    await answer_all(sent)
    await close(sent, SECRET, after_the_end(sent))
    await publish(sent)
    alliance = await sent.alliance
    later = await draft_wave(alliance, plan, library)
    assert await few_joined_or_left(later, alliance) is (how != "refused by the mailbox")


@pytest.mark.parametrize(
    "again",
    [
        "corrected",
        pytest.param("corrected and sent", marks=pytest.mark.part("proofs")),
        pytest.param("all of the wave", marks=pytest.mark.part("proofs")),
    ],
)
async def test_that_a_mail_may_have_arrived_stays_known_however_it_is_sent_again(
    sent: Wave,
    plan: WavePlan,
    library: Library,
    *,
    readers: ProcessPool,
    settings: Settings,
    server: MailServer,
    now: datetime,
    again: str,
) -> None:
    """Marked by hand, sent again, and now surely refused: they may have answered with the first (rule 18)."""
    assert await came_back(sent, ANN) is BounceOutcome.MARKED
    (message,) = await refused_addresses(sent)
    address = RIGHT if again.startswith("corrected") else ANN
    if again.startswith("corrected"):
        await correct_address(message, RIGHT)
    else:
        assert await send_all_again(sent) == 1
        assert await id_of(ANN) != message.id, "an id that was shown is no proof that a mail came back"
    if again != "corrected and sent":
        server.to_recipient[address] = ["450 4.2.0 later", "550 5.1.1 no such user"]
    for minutes in (1, 10):
        await tick(settings, library, now + timedelta(minutes=minutes))
    if again == "corrected and sent":
        assert (
            await process_bounce(delivery_status(await id_of(RIGHT), RIGHT), readers)
        ).outcome is BounceOutcome.MARKED
    (message,) = await refused_addresses(sent)
    assert "550 5.1.1 no such user" in (message.error or "")
    # As somebody looks at it and leaves them out of the next wave.
    await Participant.filter(email=address).update(refused=message.error)
    await answer_all(sent)
    await close(sent, SECRET, after_the_end(sent))
    await publish(sent)
    alliance = await sent.alliance
    assert await few_joined_or_left(await draft_wave(alliance, plan, library), alliance)


async def test_whoever_reads_a_mail_at_a_corrected_address_may_be_somebody_else(
    sent: Wave, plan: WavePlan, library: Library, *, settings: Settings, server: MailServer, now: datetime
) -> None:
    """One has left and one has joined, though the roster's row is the same (rule 18)."""
    assert await came_back(sent, ANN) is BounceOutcome.MARKED
    (message,) = await refused_addresses(sent)
    await correct_address(message, RIGHT)
    await tick(settings, library, now + timedelta(minutes=1))
    assert (await Message.get(id=await id_of(RIGHT))).state is MessageState.SENT
    await answer_all(sent)
    await close(sent, SECRET, after_the_end(sent))
    await publish(sent)
    alliance = await sent.alliance
    assert await few_joined_or_left(await draft_wave(alliance, plan, library), alliance)


async def test_a_mail_that_a_worker_died_over_may_have_arrived_and_a_correction_does_not_forget_it(
    sent: Wave, settings: Settings, library: Library, server: MailServer, now: datetime
) -> None:
    first = Message.filter(id=await id_of(ANN))
    await first.update(state=MessageState.WAITING, attempts=1, not_before=now)
    server.to_recipient[ANN] = ["550 5.1.1 no such user"]
    await tick(settings, library, now)
    (message,) = await refused_addresses(sent)
    assert message.may_have_arrived
    await correct_address(message, RIGHT)
    server.to_recipient[RIGHT] = ["550 5.1.1 no such user"]
    await tick(settings, library, now + timedelta(minutes=1))
    (message,) = await refused_addresses(sent)
    assert message.may_have_arrived
    assert not await Participant.exclude(refused=None).exists()


@pytest.mark.part("proofs")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # the engine makes no difference to a reader
async def test_a_mail_that_takes_too_much_to_read_is_no_bounce_and_holds_up_nothing(
    sent: Wave, readers: ProcessPool
) -> None:
    endless = b"From: MAILER-DAEMON@mx.example\nSubject: failure notice\n\n" + b"," * 900_000
    reading = asyncio.create_task(process_bounce(endless, readers))
    await asyncio.sleep(0.1)
    assert not reading.done(), "while it is read, all else goes on"
    assert (await reading).outcome is BounceOutcome.NO_BOUNCE
    assert (await process_bounce(delivery_status(await id_of(ANN), ANN), readers)).outcome is BounceOutcome.MARKED
