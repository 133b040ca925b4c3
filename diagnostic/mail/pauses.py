"""When the mails of a wave wait: for its first three, and while nothing of ours passes.

A pause is kept with the wave, not with its mails: they stay as they are, and nobody's address is marked. When it is
over, one mail goes to see whether the rest may follow.
"""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from itertools import takewhile

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from diagnostic.mail.replies import same_words
from diagnostic.storage import transaction
from diagnostic.storage.models import Message, MessageKind, MessageState, Participant, Wave, WaveState

OF_A_WAVE = frozenset({MessageKind.INVITATION, MessageKind.REMINDER, MessageKind.NEW_LINK})
"""What waits with its wave. What consultants are written goes on being tried by itself."""
CANARY_MAILS = 3
"""So many first mails of a wave go ahead of the rest, and so many refusals in a row in the same words are about us."""
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=4)


def pause(times: int) -> timedelta:
    """How long to wait after so many times: 1, 2, 4 ... minutes, 4 hours at most."""
    doubled: timedelta = FIRST_PAUSE * 2 ** min(times - 1, 20)
    return min(doubled, LONGEST_PAUSE)


def paused() -> QuerySet[Wave]:
    """The waves whose mail waits. Once a wave has ended, its mails are only looked through."""
    return Wave.filter(state=WaveState.OPEN, mail_paused__isnull=False)


async def waits(message: Message) -> bool:
    """Whether a message waits with its wave."""
    return message.kind in OF_A_WAVE and await paused().filter(id=message.wave_id).exists()


async def may_go(now: datetime) -> QuerySet[Message]:
    """The messages that may be tried now."""
    due = Message.filter(state=MessageState.WAITING, not_before__lte=now)
    kept = Q(kind__in=OF_A_WAVE, wave_id__in=await paused().values_list("id", flat=True))
    async for wave_id, first in _beginning(due):
        kept |= Q(kind=MessageKind.INVITATION, wave_id=wave_id) & ~Q(id__in=first)
    return due.exclude(kept)


async def _beginning(due: QuerySet[Message]) -> AsyncIterator[tuple[object, list[object]]]:
    """The waves that have not yet tried three first mails, each with those that go first.

    They are the same three for every worker. One is tried once it is sent, refused, or put off for its own sake.
    """
    waves = await due.filter(kind=MessageKind.INVITATION).distinct().values_list("wave_id", flat=True)
    for wave_id in waves:
        first = Message.filter(wave_id=wave_id, kind=MessageKind.INVITATION)
        tried = first.filter(Q(error__isnull=False) | ~Q(state=MessageState.WAITING))
        if len(await tried.limit(CANARY_MAILS).values_list("id")) < CANARY_MAILS:
            yield wave_id, list(await first.order_by("id").limit(CANARY_MAILS).values_list("id", flat=True))


async def begin_pause(wave_id: object, why: str, now: datetime) -> None:
    """Let the mails of a wave wait; nothing where they do already."""
    running = Wave.filter(id=wave_id, mail_paused__isnull=True)
    await running.update(mail_paused=why[:300], mail_paused_at=now, mail_resumes_at=now + pause(1), mail_pauses=1)


async def begin_probe(wave: Wave, until: datetime) -> bool:
    """Take it upon us to try one mail of a paused wave; False where another worker has."""
    same = Wave.filter(id=wave.id, mail_paused__isnull=False, mail_resumes_at=wave.mail_resumes_at)
    wave.mail_resumes_at = until
    return await same.update(mail_resumes_at=until) == 1


async def next_to_probe(wave: Wave, now: datetime) -> Message | None:
    """The mail to try: one that has not been tried before if there is any, so that one bad address holds up nobody."""
    due = Message.filter(state=MessageState.WAITING, not_before__lte=now, wave=wave, kind__in=OF_A_WAVE)
    return await due.order_by("attempts", "not_before").first()


async def still_to_send(wave: Wave) -> bool:
    """Whether any mail of a wave waits, now or until later."""
    return await Message.filter(state=MessageState.WAITING, wave=wave, kind__in=OF_A_WAVE).exists()


async def end_probe(wave: Wave, now: datetime, *, passed: bool, why: str | None = None) -> None:
    """Lift a pause, or begin a longer one. Where nothing could be tried, ``why`` is None: look again in a minute."""
    # Not where somebody has pressed a button, or our lease ran out.
    ours = Wave.filter(id=wave.id, mail_resumes_at=wave.mail_resumes_at)
    if passed:
        await ours.update(mail_paused=None, mail_paused_at=None, mail_resumes_at=None, mail_pauses=0)
    elif why is None:
        await ours.update(mail_resumes_at=now + FIRST_PAUSE)
    else:
        times = wave.mail_pauses + 1
        await ours.update(mail_paused=why[:300], mail_resumes_at=now + pause(times), mail_pauses=times)


def same_refusal(one: str | None, other: str | None) -> bool:
    """Whether the server said the same, whomever it was about."""
    said = [same_words((each or "").partition(": ")[2]) for each in (one, other)]
    return said[0] == said[1] != []


async def taken_back(message: Message, refusal: str, now: datetime) -> str | None:
    """Take a run of refusals back that were about us, whatever the server said; returns why the wave is to wait.

    Three first mails in a row, refused in the same words, are such a run, as long as there is a mail left that has not
    been tried, with which to see whether it goes on. Those taken back come after all of these, and are believed then.
    """
    mails = Message.filter(wave_id=message.wave_id, kind=MessageKind.INVITATION)
    tried = await mails.exclude(state=MessageState.WAITING).order_by("-not_before").limit(100)
    run = list(takewhile(lambda each: each.state == MessageState.REFUSED and same_refusal(each.error, refusal), tried))
    if len(run) < CANARY_MAILS or not await mails.filter(state=MessageState.WAITING, attempts=0).exists():
        return None
    async with transaction():
        for each in run:
            await mails.filter(id=each.id, state=MessageState.REFUSED).update(
                state=MessageState.WAITING, not_before=now
            )
            await Participant.filter(invitations__id=each.invitation_id, refused=each.error).update(refused=None)
    what, _, said = refusal.partition(": ")
    return f"{what}, and others in the same words, {len(run)} in a row: {said}"
