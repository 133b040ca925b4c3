"""Whether a wave asks nearly the same people as an earlier one, so that the two Reports would tell of the others."""

from typing import Any, NamedTuple
from uuid import UUID

from tortoise.expressions import Q
from tortoise.queryset import ValuesListQuery

from diagnostic.analysis import from_json
from diagnostic.questionnaire import SIDES
from diagnostic.storage.models import (
    Alliance,
    Invitation,
    Message,
    MessageKind,
    MessageState,
    StoredReport,
    Wave,
    WaveState,
)
from diagnostic.survey.roster import to_be_invited


class Turnover(NamedTuple):
    """How many joined and left one side since an earlier wave, as far as it is known.

    ``forgotten`` were invited then, and their invitation is deleted: with the roster, or as they were taken off it or
    changed sides. Any of them may be among those who joined.
    """

    joined: int
    left: int
    forgotten: int

    def may_be_few(self, k: int) -> bool:
        """Whether 1 to k - 1 people may have joined, or 1 to k - 1 left: whoever joined was forgotten or was not."""
        back = min(self.joined, self.forgotten)
        gone = self.left + self.forgotten
        return any(fewest < k and most > 0 for fewest, most in ((self.joined - back, self.joined), (gone - back, gone)))


async def few_joined_or_left(wave: Wave, alliance: Alliance) -> bool:
    """Whether a draft, launched now, may differ from an earlier wave by fewer than k people of a side.

    Where the earlier wave's invitations are deleted, or its answers come from a file, nobody can tell, and it counts
    as so.
    """
    now = await _by_side(to_be_invited(alliance).values_list("id", "side"))
    for earlier in await Wave.filter(alliance=alliance, state=WaveState.CLOSED):
        if earlier.imported is not None:
            return True
        then = await _by_side(Invitation.filter(wave=earlier).values_list("participant_id", "participant__side"))
        # Whose first mail was refused for good, and who is left out since, never could answer. Where the address is
        # tried again, the mail was given up, or a consultant says that it came back, nobody knows whether they could.
        unreached, doubtful = await _unreached(earlier)
        invited = await _invited(earlier)
        for side in SIDES:
            forgotten = max(invited.get(side, 0) - len(then[side]), 0)
            asked = then[side] - unreached[side]
            for known in (asked, asked - doubtful[side]):
                turnover = Turnover(len(now[side] - known), len(known - now[side]), forgotten)
                if turnover.may_be_few(max(wave.k, earlier.k)):
                    return True
    return False


async def _unreached(wave: Wave) -> tuple[dict[str, set[UUID]], dict[str, set[UUID]]]:
    """Whose first mail was refused: who surely had none and is invited no more, and the others."""
    surely: dict[str, set[UUID]] = {side: set() for side in SIDES}
    doubtful: dict[str, set[UUID]] = {side: set() for side in SIDES}
    # A doubt stays with a mail that was sent again to a corrected address: there somebody else may read it since.
    of_wave = Message.filter(
        Q(state=MessageState.REFUSED) | Q(may_have_arrived=True), wave=wave, kind=MessageKind.INVITATION
    )
    for message in await of_wave.prefetch_related("invitation__participant"):
        if message.invitation is not None:
            person = message.invitation.participant
            sure = person.refused is not None and not message.may_have_arrived
            (surely if sure else doubtful)[person.side].add(person.id)
    return surely, doubtful


async def _invited(wave: Wave) -> dict[str, int]:
    """How many of each side were invited to a closed wave: its Report knows, whoever was deleted since.

    Before there is one nobody can have been deleted.
    """
    report = await StoredReport.filter(wave=wave).order_by("-number").first()
    if report is None:
        return {}
    people = from_json(report.body).participation
    return {side: invited for side in SIDES if (invited := people[side].invited) is not None}


async def _by_side(people: ValuesListQuery[Any]) -> dict[str, set[UUID]]:
    rows = await people
    return {side: {person for person, own in rows if own == side} for side in SIDES}
