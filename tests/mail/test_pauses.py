"""What a mail server refuses us is held against nobody: the mails wait, and go when it is over."""

import asyncio
import dataclasses
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import pytest

from diagnostic.mail.outbox import due
from diagnostic.questionnaire.library import Library
from diagnostic.settings import Settings
from diagnostic.storage.models import (
    Alliance,
    Consultant,
    Message,
    MessageKind,
    MessageState,
    Participant,
    Wave,
)
from diagnostic.survey.reminders import remind
from diagnostic.survey.sending import send_all_again, try_now
from diagnostic.worker import tick
from tests.answering import on_a_working_day
from tests.mail.server import MailServer, Played

HOUR = timedelta(hours=1)
ONE = "person3@novara.example"
QUOTA = "550 5.4.5 Daily user sending limit exceeded"
RELAY = "554 5.7.1 Relay access denied"
UNKNOWN = "550 5.1.1 No such user here"


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest) -> str:
    """SQLite; PostgreSQL where a test asks for it."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


class Post(NamedTuple):
    """A worker and the mail server that it sends through."""

    settings: Settings
    library: Library
    server: MailServer

    async def tick(self, moment: datetime, **other: Any) -> int:
        return await tick(dataclasses.replace(self.settings, **other), self.library, moment)

    @property
    def to_people(self) -> list[str]:
        return [to for to in self.server.recipients if not to.endswith("@consultancy.example")]

    @property
    def notices(self) -> list[str]:
        bodies = [mail.get_body(("plain",)) for mail in self.server.mails if "the mails wait" in mail["Subject"]]
        return [" ".join(str(body.get_content()).split()) for body in bodies if body]

    async def stand(self) -> "Stand":
        first = Message.filter(kind=MessageKind.INVITATION)
        return Stand(
            len(self.to_people),
            await Participant.filter(refused__isnull=False).count(),
            await first.filter(state=MessageState.REFUSED).count(),
            await first.filter(state=MessageState.WAITING).count(),
        )


@pytest.fixture
def post(settings: Settings, library: Library, server: MailServer) -> Post:
    return Post(settings, library, server)


class Stand(NamedTuple):
    arrived: int
    marked: int
    refused: int
    waiting: int


ABOUT_US = [
    ("RCPT", QUOTA, 4),
    ("RCPT", RELAY, 0),
    ("DATA", "552 5.3.4 Sending quota exceeded, try again tomorrow", 4),
    ("MAIL", "550 5.7.60 SMTP; Client does not have permissions to send as this sender", 0),
    ("RCPT", "454 Throttling failure: Daily message quota exceeded", 4),
    ("DATA", "554 Message rejected: Email address is not verified. The following identities failed the check", 0),
    ("CONNECT", "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org", 0),
    ("CONNECT", "421 4.7.0 Too many connections, try again later", 0),
    # About us because everybody is refused in the same words, whatever they are.
    ("RCPT", "550 5.1.1 Recipient address rejected: User unknown in virtual mailbox table", 0),
    ("RCPT", "550 5.0.0 Rejected", 4),
    ("DATA", "554 5.7.1 Message contains spam or virus, session x7f", 4),
]
FIRST = [next(case for case in ABOUT_US if case[0] == at) for at in ("CONNECT", "MAIL", "RCPT", "DATA")]
"""Of each moment at which a server may say so."""


async def see_it_end(post: Post, now: datetime, good: int) -> None:
    await post.tick(now)
    assert await post.stand() == (good, 0, 0, 16 - good)
    await post.tick(now + 8 * HOUR)
    assert await post.stand() == (good, 0, 0, 16 - good)
    assert (await Wave.get()).mail_pauses == 2
    post.server.played = []
    await post.tick(now + 16 * HOUR)
    await post.tick(now + 20 * HOUR)
    assert await post.stand() == (16, 0, 0, 0)
    assert len(set(post.to_people)) == 16
    assert (await Wave.get()).mail_paused is None


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=f"{case[0]} {case[1][:40]}", marks=pytest.mark.part("run" if case in FIRST else "proofs"))
        for case in ABOUT_US
    ],
)
async def test_what_is_about_us_marks_nobody_and_all_arrive_once_it_is_over(
    open_wave: Wave, post: Post, now: datetime, case: tuple[str, str, int]
) -> None:
    at, reply, good = case
    post.server.played = [Played(at, reply, after=good)]
    await see_it_end(post, now, good)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_so_it_is_on_postgresql(open_wave: Wave, post: Post, now: datetime) -> None:
    post.server.played = [Played("RCPT", "550 5.0.0 Rejected", after=4)]
    await see_it_end(post, now, 4)


@pytest.mark.parametrize(
    ("reply", "stands"),
    [
        (UNKNOWN, Stand(arrived=15, marked=1, refused=1, waiting=0)),
        pytest.param(
            "550 5.2.1 The email account that you tried to reach is disabled",
            Stand(15, 1, 1, 0),
            marks=pytest.mark.part("proofs"),
        ),
        pytest.param("552 5.2.2 Mailbox full", Stand(15, 0, 0, 1), marks=pytest.mark.part("proofs")),
        pytest.param("450 4.7.1 Greylisted", Stand(15, 0, 0, 1), marks=pytest.mark.part("proofs")),
        # Nobody knows what this is about: the mail is refused, for somebody to look at, and the person not marked.
        pytest.param("550 5.0.0 Rejected", Stand(15, 0, 1, 0), marks=pytest.mark.part("proofs")),
        # It sounds as if it was about us, and holds up nobody else.
        ("550 5.7.1 Access denied", Stand(15, 0, 0, 1)),
    ],
)
async def test_what_one_address_is_refused_for_stops_nobody_else(
    open_wave: Wave,
    post: Post,
    now: datetime,
    reply: str,
    stands: Stand,
) -> None:
    post.server.played = [Played("RCPT", reply, only=ONE)]
    for hours in (0, 8, 16):
        await post.tick(now + hours * HOUR)
    assert await post.stand() == stands
    if stands.waiting:
        post.server.played = []
        await post.tick(now + 24 * HOUR)
        await post.tick(now + 25 * HOUR)
        assert await post.stand() == (16, 0, 0, 0)


async def test_three_bad_addresses_in_a_row_are_believed_once_somebody_elses_mail_has_passed(
    open_wave: Wave, post: Post, now: datetime
) -> None:
    first = await Message.all().order_by("id").limit(3).prefetch_related("invitation__participant")
    assert all(message.invitation for message in first)
    bad = {message.invitation.participant.email for message in first if message.invitation}
    post.server.played = [Played("RCPT", UNKNOWN, only=address) for address in bad]
    await post.tick(now)
    assert await post.stand() == (0, 0, 0, 16)
    assert (await Wave.get()).mail_paused == (
        "The mail server refused this address, and others in the same words, 3 in a row: 550 5.1.1 No such user here"
    )
    await post.tick(now + HOUR)
    assert await post.stand() == (13, 3, 3, 0)
    marked = await Participant.filter(refused__isnull=False)
    assert {person.email for person in marked} == bad


async def test_three_mails_of_a_wave_go_ahead_of_the_rest(open_wave: Wave, now: datetime) -> None:
    ours, theirs = await due(now, 50), await due(now, 50)
    assert len(ours) == 3
    assert {message.id for message in ours} == {message.id for message in theirs}, "the same for every worker"
    await Message.filter(id=ours[0].id).update(state=MessageState.SENT)
    await Message.filter(id=ours[1].id).update(error="The mail server put this address off: 450 Busy")
    await Message.filter(id=ours[2].id).update(attempts=1, not_before=now + timedelta(minutes=5))  # being sent
    assert {message.id for message in await due(now, 50)} == {ours[1].id}
    await Message.filter(id=ours[2].id).update(state=MessageState.SENT)
    assert len(await due(now, 50)) == 14


@pytest.mark.part("proofs")
async def test_a_relay_that_denies_us_hears_of_few_mails_and_then_of_one_at_a_time(
    open_wave: Wave, post: Post, now: datetime
) -> None:
    post.server.played = [Played("RCPT", RELAY)]
    asked: list[int] = []
    since: set[datetime | None] = set()
    for minutes in (0, 1.5, 2, 4, 4.5):
        moment = now + timedelta(minutes=minutes)
        await asyncio.gather(post.tick(moment), post.tick(moment))
        asked.append(post.server.asked - sum(asked))
        since.add((await Wave.get()).mail_paused_at)
    assert asked[0] <= 3
    assert asked[1:] == [1, 0, 1, 0], "after one minute, after two more, then four"
    wave = await Wave.get()
    assert wave.mail_pauses == 3
    assert since == {wave.mail_paused_at}, "since when does not move"


async def test_a_server_that_cannot_be_reached_is_said_on_every_wave_it_keeps_waiting(
    open_wave: Wave, post: Post, now: datetime
) -> None:
    assert await post.tick(now, mail_server="smtp://127.0.0.1:1") == 1
    wave = await Wave.get()
    assert wave.mail_paused is not None
    assert wave.mail_paused.startswith("The mail server at 127.0.0.1 cannot be used")


@pytest.mark.part("proofs")
async def test_consultants_are_told_once_of_a_pause_that_lasts(open_wave: Wave, post: Post, now: datetime) -> None:
    bob = await Consultant.create(email="bob@consultancy.example", name="Bob", password_hash="", firm="Arden")
    await Alliance.filter(id=open_wave.alliance_id).update(second=bob)
    post.server.played = [Played("RCPT", RELAY, only=address) for address in await addresses()]
    await post.tick(now)
    await post.tick(now + timedelta(minutes=4))
    assert post.notices == []
    for hours in range(1, 30, 3):
        await post.tick(now + hours * HOUR)
        await post.tick(now + hours * HOUR + timedelta(minutes=2))
    told = post.notices
    assert len(told) == 2
    assert {mail["To"] for mail in post.server.mails} == {"alice@consultancy.example", bob.email}
    assert RELAY in told[0]
    assert f"/waves/{open_wave.id}" in told[0]
    assert not any(address in told[0] for address in await addresses())


async def addresses() -> list[str]:
    return [person.email for person in await Participant.all()]


@pytest.mark.part("proofs")
async def test_nobody_is_told_of_a_pause_that_is_over(open_wave: Wave, post: Post, now: datetime) -> None:
    post.server.played = [Played("CONNECT", "421 Busy")]
    await post.tick(now)
    await post.tick(now + HOUR)  # which tells, if anybody could be told
    assert await Message.filter(kind=MessageKind.HELD_UP).exists()
    post.server.played = []
    await post.tick(now + 5 * HOUR)
    await post.tick(now + 6 * HOUR)
    assert len(post.to_people) == 16
    assert post.notices == []


async def test_what_is_said_of_a_waves_sending_names_nobody(open_wave: Wave, post: Post, now: datetime) -> None:
    await post.tick(now)
    later = on_a_working_day(2)
    await remind(open_wave, later)
    # Whom a reminder is for has not answered.
    post.server.played = [
        Played("RCPT", f"554 5.7.1 <{address}>: Relay access denied to {address.split('@')[0]}", only=address)
        for address in await addresses()
    ]
    await post.tick(later)
    wave = await Wave.get()
    assert wave.mail_paused == "The mail server refused to take mail from us: 554 5.7.1 …: Relay access denied to …"
    assert await Message.filter(kind=MessageKind.REMINDER).count() == 16
    post.server.played = []
    await post.tick(later + timedelta(minutes=2))
    assert len(post.to_people) == 32


@pytest.mark.part("proofs")
async def test_a_wrong_secret_mails_nobody_a_dead_link_and_the_right_one_sets_all_going(
    open_wave: Wave, post: Post, now: datetime
) -> None:
    for minutes in (0, 2, 8, 60):
        await post.tick(now + timedelta(minutes=minutes), secret="restored-beside-another-0123456789")
    assert await post.stand() == (0, 0, 0, 16)
    wave = await Wave.get()
    assert wave.mail_paused is not None
    assert "DIAGNOSTIC_SECRET is not the one" in wave.mail_paused
    assert len(post.notices) == 1
    assert "DIAGNOSTIC_SECRET is not the one" in post.notices[0]
    await post.tick(now + 3 * HOUR)
    assert await post.stand() == (16, 0, 0, 0)


async def test_trying_now_does_not_wait_for_the_pause_to_end(open_wave: Wave, post: Post, now: datetime) -> None:
    post.server.played = [Played("RCPT", RELAY)]
    for hours in (0, 1, 3, 9):
        await post.tick(now + hours * HOUR)
    post.server.played = []
    await post.tick(now + 9 * HOUR + timedelta(minutes=1))
    assert len(post.to_people) == 0
    await try_now(open_wave, now + 9 * HOUR + timedelta(minutes=1))
    await post.tick(now + 9 * HOUR + timedelta(minutes=2))
    assert len(post.to_people) == 16


async def test_all_that_were_refused_are_sent_again_and_nobody_stays_marked(
    open_wave: Wave, post: Post, now: datetime
) -> None:
    post.server.played = [
        Played("RCPT", f"550 5.1.1 Unknown{'!' * n}", only=address) for n, address in enumerate(await addresses())
    ]
    await post.tick(now)
    assert await post.stand() == (0, 16, 16, 0)
    post.server.played = []
    assert await send_all_again(open_wave, now) == 16
    assert await post.stand() == (0, 0, 0, 16)
    await post.tick(now + timedelta(minutes=1))
    assert await post.stand() == (16, 0, 0, 0)


@pytest.mark.part("proofs")
async def test_never_more_mails_in_a_minute_than_was_set_by_two_workers_together(
    open_wave: Wave, post: Post, now: datetime
) -> None:
    left: list[int] = []
    for seconds in range(0, 180, 5):
        before = len(post.server.mails)
        moment = now + timedelta(seconds=seconds)
        await asyncio.gather(*(post.tick(moment, mail_rate=6) for _ in range(2)))
        left.append(len(post.server.mails) - before)
    assert max(sum(left[start : start + 12]) for start in range(len(left) - 11)) == 6
    assert sum(left) == 16, "nor needlessly fewer"


async def test_what_is_not_sent_takes_nobodys_place_among_the_mails_of_a_minute(
    open_wave: Wave, post: Post, now: datetime
) -> None:
    first = await due(now, 2)
    for message in first:  # these are looked at first and dropped
        await Participant.filter(invitations__id=message.invitation_id).update(do_not_contact=True)
    await post.tick(now, mail_rate=1)
    assert len(post.to_people) == 1
    assert not await Message.filter(id__in=[message.id for message in first]).exists()


async def test_two_workers_at_the_last_place_send_one_mail_and_put_the_other_back_as_it_was(
    open_wave: Wave, post: Post, now: datetime
) -> None:
    before = {message.id: (message.not_before, 0) for message in await Message.all()}
    await asyncio.gather(*(post.tick(now, mail_rate=1) for _ in range(2)))
    assert len(post.to_people) == 1
    waiting = await Message.filter(state=MessageState.WAITING)
    assert len(waiting) == 15
    assert all(before[message.id] == (message.not_before, message.attempts) for message in waiting)
