"""What would become of an attribute's groups."""

from collections.abc import Mapping
from dataclasses import dataclass

from diagnostic.disclosure import merge_groups
from diagnostic.planning.model import answering
from diagnostic.questionnaire.words import SIDES, Side


@dataclass(frozen=True)
class Groups:
    """What would become of an attribute's groups on one side: those that stand alone, and those merged or dropped."""

    stand: tuple[str, ...]
    merge: tuple[str, ...]

    @property
    def dropped(self) -> bool:
        """Whether the side would keep no groups at all."""
        return not self.stand


def groups(invited: Mapping[Side, Mapping[str, int]], response: float, k: int) -> dict[Side, Groups]:
    """Of each side, by how many are invited in each group, which groups are expected to have k answers or more."""
    people: list[tuple[Side, str | None]] = [
        (side, group)
        for side in SIDES
        for group, many in invited[side].items()
        for _ in range(answering(many, response))
    ]
    kept = set(zip((side for side, _ in people), merge_groups(people, k), strict=True))
    return {
        side: Groups(
            tuple(group for group in invited[side] if (side, group) in kept),
            tuple(group for group in invited[side] if (side, group) not in kept),
        )
        for side in SIDES
    }
