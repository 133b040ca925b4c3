"""Something that a message may say."""

from typing import Literal, get_args

from msgspec import Struct

from diagnostic.analysis.report import MOVED_KINDS
from diagnostic.briefing.messages.counted import Counted
from diagnostic.briefing.messages.rules import Relation
from diagnostic.briefing.occasions import Moved, Occasion
from diagnostic.questionnaire.words import Side

Certainty = Literal["certain", "likely", "answered", "strength"]
"""Shown by the answers; very likely, and not shown; what these people said, and no more. Last, what is well already."""

Kind = Literal["moved", "weakness", "difference", "function", "owner", "surprise", "priority", "strength", "other"]
"""What is of one kind takes turns with what is of another, however many rules there are for it."""

_KINDS: dict[Kind, tuple[Occasion, ...]] = {
    "moved": (*MOVED_KINDS, *get_args(Moved)),
    "weakness": ("shared_concern", "said_low"),
    "difference": ("scale_gap", "gap", "likely_gap", "worth_asking", "said_apart"),
    "function": ("group_difference", "said_group"),
    "owner": ("contested", "orphaned", "said_contested", "said_orphaned"),
    "surprise": ("rated_worse_than_expected", "rated_better_than_expected"),
    "priority": ("picked",),
    "strength": ("shared_strength",),
}
_KIND_OF = {occasion: kind for kind, occasions in _KINDS.items() for occasion in occasions}


class Point(Struct, frozen=True, kw_only=True):
    """Something that a message may say."""

    occasion: Occasion
    certainty: Certainty
    subject: str
    """Id of a scale, statement, activity or expectation."""
    theme: str
    """What belongs together has the same: the id of its scale, with the target; else its subject."""
    company: Side = "a"
    """Whose finding it is; of a gap, the more critical one."""
    about: Relation | None = None
    counted: Counted | None = None
    share: float = 1.0
    """How many of them say it, or by what share the sides differ; for a rule's ``at_least``."""
    asked: Literal["now", "better"] | None = None
    since: int = 0
    """The wave since which something moved."""

    @property
    def kind(self) -> Kind:
        return _KIND_OF.get(self.occasion, "other")

    @property
    def family(self) -> str:
        """The theme without the target: what is told in one message."""
        return self.theme.partition("@")[0]

    @property
    def scale(self) -> str:
        """The scale without its target, as rules name it."""
        return self.family.removeprefix("group:")
