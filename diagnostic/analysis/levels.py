"""At which height the sides answer, and what gap and height mean together."""

from typing import Literal

from diagnostic.analysis.report import SAID_GAPS, BySide, Gap, Kind, StatementSide
from diagnostic.disclosure import Withheld
from diagnostic.questionnaire import SIDES, Side, other
from diagnostic.questionnaire import Statement as Asked

Level = Literal["favourable", "unfavourable"]


def kind_of(asked: Asked, sides: BySide[StatementSide], gap: Gap) -> Kind | None:
    """What its gap means, see `report.Statement`; None where the statement is withheld."""
    if isinstance(gap.delta, Withheld):
        return None
    heights = {side: level(sides[side], asked) for side in SIDES}
    if gap.verdict in SAID_GAPS:
        if asked.target != "alliance":
            higher: Side = "b" if gap.delta > 0 else "a"
            more_favourable = other(higher) if asked.reversed else higher
            if more_favourable == asked.target:
                return "blind_spot"
            # What the partner rates higher is a strength only where the partner rates it high.
            return "hidden_strength" if heights[more_favourable] == "favourable" else "not_classifiable"
        if heights["a"] == "unfavourable" != heights["b"]:
            return "a_only_concern"
        if heights["b"] == "unfavourable" != heights["a"]:
            return "b_only_concern"
    return "not_classifiable"


def level(side: StatementSide, asked: Asked) -> Level | None:
    """The half of the scale in which the whole interval of a side's mean lies, if it lies in one."""
    if isinstance(side.interval, Withheld):
        return None
    low, high = side.interval
    middle = asked.lowest + (asked.points - 1) / 2
    if low > middle:
        return "unfavourable" if asked.reversed else "favourable"
    if high < middle:
        return "favourable" if asked.reversed else "unfavourable"
    return None
