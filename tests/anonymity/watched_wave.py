"""A wave from launch to deletion, copied around everything that happens to it, and who wrote what in it."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from unittest.mock import patch
from uuid import UUID

import msgspec
from nacl.bindings import sodium_pad

from diagnostic.questionnaire import Questionnaire, Rating, Side, Text
from diagnostic.questionnaire.library import Library
from diagnostic.storage import clean_up_if_pending
from diagnostic.storage.models import Ballot, Consultant, Invitation, Wave
from diagnostic.survey import ballots, closing, sealing
from diagnostic.survey.alliances import create_alliance
from diagnostic.survey.ballots import Sealed
from diagnostic.survey.invitations import token
from diagnostic.survey.plans import WavePlan, draft_wave, frozen_questionnaire
from diagnostic.survey.reports import publish
from diagnostic.survey.roster import apply_roster, read_roster
from diagnostic.survey.waves import launch
from tests.anonymity.copies import Copier, Copy
from tests.answering import after_the_end, send
from tests.conftest import DETAILS, HASHED, SECRET
from tests.due import delete_expired_responses

A_SIDE = 8
"""People of each company; all of them answer."""
CHANCE = random.SystemRandom()
CHUNK = 1996
"""Bytes in each piece of a large value on PostgreSQL, which compresses nothing that begins with as much at random: a
ballot in the clear begins so, for its answers to lie in one piece, as readable there as on SQLite."""


class Evidence(NamedTuple):
    """What the attacker has. People are named by their invitations."""

    spent: Sequence[str]
    """The invitations in the order in which they were used."""
    sides: Mapping[str, str]
    questionnaire: Questionnaire
    copies: Sequence[Copy]
    records: str

    def at(self, moment: str) -> Copy:
        """The last copy taken at such a moment."""
        return [copy for copy in self.copies if copy.moment == moment][-1]

    def while_open(self) -> list[Copy]:
        """The copies around every submit."""
        return [copy for copy in self.copies if copy.moment in ("launched", "answered")]


class Said(NamedTuple):
    """What one person answered, the comment they left, and the receipt they got."""

    answers: Mapping[str, Any]
    comment: str
    form: Mapping[str, Sequence[str]]
    receipt: str


class Watched(NamedTuple):
    """A wave that is over."""

    evidence: Evidence
    said: Mapping[str, Said]
    """The truth: what was said with each invitation."""


async def open_wave(library: Library) -> Wave:
    """A wave just launched, in which comments stay out of the Report, so that they are stored in one place only."""
    alice = await Consultant.create(email="alice@consultancy.example", name="Alice Arden", password_hash=HASHED)
    alliance = await create_alliance(alice, DETAILS)
    lines = ["email,company,function"]
    for company, domain in (("Novara", "novara.example"), ("Helix", "helix.example")):
        # Groups of five and three: too small to be kept, so that they narrow nobody's choice.
        lines += [f"person{n}@{domain},{company},{'Marketing' if n < 5 else 'Medical'}" for n in range(A_SIDE)]
    await apply_roster(alliance, read_roster("\n".join(lines).encode(), "roster.csv", alliance, ("en",)))
    plan = WavePlan(
        questionnaire="alliance-pulse",
        languages=["en"],
        closes_on=(datetime.now(UTC) + timedelta(days=14)).date(),
        comment_k=2 * A_SIDE + 1,
        keep_attribute=True,
    )
    wave = await draft_wave(alliance, plan, library)
    await launch(wave, SECRET)
    return wave


async def watch(wave: Wave, copier: Copier, *, to_the_end: bool = False) -> Watched:
    """Let everybody answer in any order and close the wave; to the end, publish and delete too."""
    copies = [await copier.take("launched")]
    questionnaire = frozen_questionnaire(wave)
    invitations = await Invitation.filter(wave=wave).prefetch_related("participant")
    CHANCE.shuffle(invitations)
    said = {}
    for invitation in invitations:
        side = invitation.participant.side
        form = made_up(questionnaire)
        answers = questionnaire.validate(form, side)
        comments = [key for key, item in questionnaire.keys().items() if isinstance(item, Text)]
        rest = {key: value for key, value in answers.values.items() if key not in comments}
        receipt = await send(token(invitation, SECRET), form)
        said[str(invitation.id)] = Said(rest, str(answers.values[comments[0]]), form, str(receipt))
        copies.append(await copier.take("answered"))

    async def copied_first() -> bool:
        copies.append(await copier.take("closed"))
        return await clean_up_if_pending()

    # Between the close and the cleaning no caller gets in, but a backup that is running does.
    with patch.object(closing, "clean_up_if_pending", copied_first):
        await closing.close(wave, SECRET, after_the_end(wave))
    copies.append(await copier.take("cleaned"))
    if to_the_end:
        await publish(wave)
        copies.append(await copier.take("published"))
        await delete_expired_responses(datetime.now(UTC) + timedelta(days=200))
        copies.append(await copier.take("deleted"))
    sides = {str(invitation.id): invitation.participant.side for invitation in invitations}
    return Watched(Evidence(list(said), sides, questionnaire, copies, copier.records()), said)


def made_up(questionnaire: Questionnaire) -> dict[str, list[str]]:
    """Answers such as nobody else's, some left out, and a comment that is found wherever it lies."""
    form = {}
    for field, item in questionnaire.fields().items():
        if isinstance(item, Text):
            form[field] = [f"unmistakable {CHANCE.randbytes(12).hex()} {'and so on ' * CHANCE.randrange(30)}".strip()]
        elif isinstance(item, Rating) and CHANCE.random() < 0.9:
            form[field] = [str(CHANCE.randint(1, item.points))]
    return dict(sorted(form.items()))  # as a ballot has it


def _in_the_clear(
    content: sealing.BallotContent, layers: Sequence[sealing.Layer], _wave: UUID, _side: Side, size: int
) -> bytes:
    encoded = msgspec.json.encode(content) + b"\0"
    rest = size + sealing.LAYER * len(layers) - CHUNK - len(encoded)
    return CHANCE.randbytes(CHUNK) + encoded + CHANCE.randbytes(rest)


def _read(sealed: bytes, *_: object) -> bytes:
    return sodium_pad(sealed[CHUNK:].partition(b"\0")[0], len(sealed) - sealing.LAYER)


class _Unshuffled(random.SystemRandom):
    def shuffle(self, x: Any) -> None:
        """Leave everything where it is."""


async def _as_they_lie(wave: Wave) -> Sealed:
    return [(ballot.side, bytes(ballot.sealed)) for ballot in await Ballot.filter(wave=wave)]


def _counted_ids() -> Callable[[], UUID]:
    count = iter(range(1, 1_000_000))
    return lambda: UUID(int=(next(count) << 64) + CHANCE.getrandbits(64))


@contextmanager
def protected(
    *, sealed: bool = True, shuffled: bool = True, random_ids: bool = True, sorted_receipts: bool = True
) -> Iterator[None]:
    """The wave's protections, or without one of them: what the attacker then finds shows how good he is."""
    with ExitStack() as switches:
        if not sealed:
            switches.enter_context(patch.object(sealing, "seal", _in_the_clear))
            switches.enter_context(patch.object(sealing, "unseal", _read))
        if not shuffled:
            switches.enter_context(patch.object(random, "SystemRandom", _Unshuffled))
            switches.enter_context(patch.object(ballots, "cast_ballots", _as_they_lie))
        if not sorted_receipts:
            switches.enter_context(patch.object(closing, "sorted", list, create=True))
        if not random_ids:
            # Ids that grow with time, as those of UUID's version 7 do.
            switches.enter_context(patch.object(closing, "uuid4", _counted_ids()))
        yield
