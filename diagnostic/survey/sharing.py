"""Who works on an alliance: its consultant, a colleague of the same firm, and how it is passed on."""

from typing import Any

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from diagnostic.errors import NotPossible
from diagnostic.storage import transaction
from diagnostic.storage.models import Alliance, Consultant
from diagnostic.survey.alliances import has_open_wave


def may_work_on(consultant: Consultant) -> Q:
    """Whose alliance it is, or with whom it is shared: the one rule for who sees it."""
    return Q(consultant_id=consultant.id) | Q(second_id=consultant.id)


def of_firm(consultant: Consultant, path: str) -> Q:
    """What is a consultant's or, where they have a firm, of anybody there; ``path`` leads to whose it is."""
    mine: dict[str, Any] = {f"{path}_id": consultant.id}
    ours: dict[str, Any] = {f"{path}__firm": consultant.firm}
    return Q(**mine) | Q(**ours) if consultant.firm else Q(**mine)


def colleagues(consultant: Consultant) -> QuerySet[Consultant]:
    """Others of the same firm, by name; whoever has no firm has none."""
    return Consultant.filter(firm=consultant.firm).exclude(Q(id=consultant.id) | Q(firm="")).order_by("name")


async def share(alliance: Alliance, colleague: Consultant | None) -> None:
    """Let one colleague work on an alliance too, in place of another; None ends it.

    Raises
    ------
    NotPossible
        Where they are not of the same firm.
    """
    async with transaction():
        await alliance.refresh_from_db()
        if colleague is not None:
            await _must_be_a_colleague(alliance, colleague)
        alliance.second_id = colleague.id if colleague else None
        await alliance.save(update_fields=["second_id"])


async def pass_on(alliance: Alliance, colleague: Consultant, *, stay: bool = False) -> None:
    """Make a colleague the consultant of an alliance; who was so before stays on it only if they want.

    Raises
    ------
    NotPossible
        Where they are not of the same firm, or while a wave is open, whose invitations named who asks.
    """
    async with transaction():
        await Alliance.filter(id=alliance.id).select_for_update().first()  # no launch meanwhile
        await alliance.refresh_from_db()
        await _must_be_a_colleague(alliance, colleague)
        if await has_open_wave(alliance):
            raise NotPossible(
                "A wave is open, and its invitations say who asks. Pass the alliance on once the wave is closed."
            )
        alliance.second_id = alliance.consultant_id if stay else None
        alliance.consultant_id = colleague.id
        await alliance.save(update_fields=["consultant_id", "second_id"])


async def _must_be_a_colleague(alliance: Alliance, colleague: Consultant) -> None:
    owner = await Consultant.get(id=alliance.consultant_id)
    if not await colleagues(owner).filter(id=colleague.id).exists():
        raise NotPossible("An alliance can be shared with, and passed on to, colleagues of the same firm only.")
