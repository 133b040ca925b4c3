"""What a message may be about and a tool be called for by, and in which section of the briefing more of it stands."""

from collections.abc import Mapping
from typing import Literal, get_args

from diagnostic.analysis.report import MOVED_KINDS, FindingKind

Answered = Literal["said_low", "said_apart", "said_group", "said_contested", "said_orphaned", "picked"]
"""What people said, whether or not anything is shown by it: told where there is room, as what these people said."""
GapMoved = Literal["gap_closing", "gap_widening", "gap_turned"]
Moved = Literal[GapMoved, "opposite"]
"""What moved, beside the levels that are findings; ``opposite``: one company's level rose, and the other's fell."""
Occasion = FindingKind | Literal["likely_gap"] | Answered | Moved
"""``gap`` is one that is shown, ``likely_gap`` one that is very likely."""

_SECTIONS: Mapping[str, tuple[Occasion, ...]] = {
    "gaps": (
        *("scale_gap", "gap", "likely_gap", "worth_asking", "said_apart"),
        *("blind_spot", "hidden_strength", "a_only_concern", "b_only_concern"),
    ),
    "predictions": ("rated_better_than_expected", "rated_worse_than_expected"),
    "levels": ("shared_strength", "shared_concern", "said_low"),
    "inside": ("divided_side", "group_difference", "fault_line", "cant_say", "said_group"),
    "ownership": ("contested", "orphaned", "said_contested", "said_orphaned"),
    "expectations": ("overclaim",),
    "priorities": ("picked",),
    "moved": (*MOVED_KINDS, *get_args(Moved)),
}
SECTION_OF: Mapping[Occasion, str] = {
    occasion: section for section, occasions in _SECTIONS.items() for occasion in occasions
}
"""In which section each is looked at."""
