"""What is left of a Report where few people joined or left since an earlier one: levels, and no other figure.

Whoever knows who joined could set the two Reports against each other, and what differs would be the newcomer's. So
every figure that might be withheld is, but each side's level, to the nearest half point and as it was last shown unless
it clearly moved. How much that hides, over a whole programme of waves, is measured in docs/simulation.md. Nobody is
hidden in a crowd: people repeat themselves, and among 240 the counts of two waves still tell who left.
"""

from collections.abc import Sequence
from typing import Any, TypeVar, cast, get_args, get_type_hints

import msgspec
from msgspec.structs import asdict, replace

from diagnostic.analysis.followed import means, scored
from diagnostic.analysis.report import (
    BySide,
    Comparison,
    CutStatement,
    Report,
    Scale,
    ScaleGap,
    ScaleSide,
    Statement,
    StatementSide,
    TheseGap,
)
from diagnostic.disclosure import FEW_CHANGED, FEW_PEOPLE, Withheld, standing
from diagnostic.questionnaire import Side

T = TypeVar("T")


def levels_only(report: Report, earlier: Sequence[Report] = ()) -> Report:
    """The same Report with levels in place of figures; participation and comments stay, and nothing is ranked.

    ``earlier`` are those of the waves before, in order.
    """
    parts = (
        "straight_lining",
        "language_offset",
        "offset",
        "one_sided",
        "views",
        "short_forms",
        "cuts",
        "responsibilities",
        "expectations",
        "priorities",
        "choices",
    )
    return replace(
        report,
        levels_alone=True,
        **{part: without_figures(getattr(report, part)) for part in parts},
        statements=tuple(_statement(exact, report, earlier) for exact in report.statements),
        scales=tuple(_scale(exact, report, earlier) for exact in report.scales),
        findings=(),
        families=(),
    )


def _statement(exact: Statement, report: Report, earlier: Sequence[Report]) -> Statement:
    before = [means(exact.id, wave, report) for wave in earlier]
    return replace(without_figures(exact), kind=None, sides=_levels(exact, before, anew=_beside_words(report)))


def _scale(exact: Scale, report: Report, earlier: Sequence[Report]) -> Scale:
    before = [scored(wave, exact, report).means() for wave in earlier]
    return replace(without_figures(exact), kind=None, sides=_levels(exact, before, anew=_beside_words(report)))


def _beside_words(report: Report) -> bool:
    """Whether levels may be shown anew: not beside what is said of changes that too few carried."""
    said = [change for change in report.carried if change.word != "too_few"]
    return all(isinstance(change.by.a, float) for change in said)


def _levels(exact: Statement | Scale, before: Sequence[BySide[float | Withheld]], *, anew: bool) -> BySide[Any]:
    """Both sides without figures, but each with its level, as it was last shown or, ``anew``, as it now is."""

    def side(which: Side) -> StatementSide | ScaleSide:
        own = exact.sides[which]
        if isinstance(own.mean, Withheld):
            return without_figures(own)
        if isinstance(own.n, Withheld):
            return replace(without_figures(own), mean=FEW_PEOPLE)
        last = [mean for means in before if not isinstance(mean := means[which], Withheld)]
        shown = standing(own.mean, last[-1] if last else None, exact.points, own.n if anew else 0)
        return replace(without_figures(own), mean=shown)

    return BySide.of(side)


def without_figures(part: T) -> T:
    """A part of a Report with every figure that may be withheld withheld; what is so already keeps its reason."""
    if isinstance(part, tuple):
        return cast(T, tuple(without_figures(each) for each in part))
    if isinstance(part, dict):
        return cast(T, {key: _withheld(each) for key, each in part.items()})
    if not isinstance(part, msgspec.Struct) or isinstance(part, Withheld):
        return part
    return cast(T, _struct_without_figures(part))


def _struct_without_figures(part: msgspec.Struct) -> msgspec.Struct:
    hints = get_type_hints(type(part))
    fields: dict[str, Any] = {
        name: _withheld(value) if Withheld in get_args(hints[name]) else without_figures(value)
        for name, value in asdict(part).items()
    }
    if isinstance(part, Comparison | ScaleGap | TheseGap) and part.verdict != "withheld":
        fields |= {"verdict": "withheld", "reason": FEW_CHANGED.withheld}
    if isinstance(part, CutStatement):
        fields |= {"groups": None, "effects": ()}
    return replace(part, **fields)


def _withheld(figure: Any) -> Any:
    return figure if figure is None or isinstance(figure, Withheld) else FEW_CHANGED
