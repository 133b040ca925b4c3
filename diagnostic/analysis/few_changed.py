"""What is left of a Report where few people joined or left since an earlier one: levels, and no other figure.

Whoever knows who joined could set the two Reports against each other, and what differs would be the newcomer's. So
every figure that might be withheld is, but each side's level: of a statement to the nearest half point, of a scale to
one decimal, and both as they were last shown unless they clearly moved. How much that hides, over a whole programme of
waves, is measured in docs/simulation.md.

Where every figure rests on so many answers that the few are hidden among them, all is shown but groups inside a side.
"""

from collections.abc import Callable, Iterator, Sequence
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
from diagnostic.disclosure import FEW_CHANGED, FEW_PEOPLE, Withheld, hidden_in_crowd, level, score_level, standing
from diagnostic.questionnaire import Side

T = TypeVar("T")

_OF_GROUPS = ("fault_line", "groups", "group_difference")
"""Families and findings about groups inside a side."""


def hide_few(report: Report, earlier: Sequence[Report] = ()) -> Report:
    """What may be shown of a Report after few joined or left; ``earlier`` are those of the waves before, in order."""
    report = _without_groups(report)
    answered = [report.participation.a.answered, report.participation.b.answered]
    shown_before = sum(each.release.few_changed and not each.levels_alone for each in earlier)
    if hidden_in_crowd(min(answered + list(_answers(report))), shown_before):
        return report
    return levels_only(report, earlier)


def _without_groups(report: Report) -> Report:
    """A group is small, however large its side."""
    return replace(
        report,
        cuts=without_figures(report.cuts),
        findings=tuple(finding for finding in report.findings if finding.kind not in _OF_GROUPS),
        families=tuple(family for family in report.families if family.name not in _OF_GROUPS),
    )


def _answers(part: object) -> Iterator[int]:
    """How many answers each figure rests on that is shown."""
    if isinstance(part, tuple):
        for each in part:
            yield from _answers(each)
    elif isinstance(part, msgspec.Struct):
        for name, value in asdict(part).items():
            if name == "n" and isinstance(value, int):
                yield value
            else:
                yield from _answers(value)


def levels_only(report: Report, earlier: Sequence[Report] = ()) -> Report:
    """The same Report with levels in place of figures; participation and comments stay, and nothing is ranked."""
    parts = ("offset", "views", "cuts", "responsibilities", "expectations", "priorities")
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
    return replace(without_figures(exact), kind=None, sides=_levels(exact, before, level))


def _scale(exact: Scale, report: Report, earlier: Sequence[Report]) -> Scale:
    before = [scored(wave, exact, report).means() for wave in earlier]
    return replace(without_figures(exact), kind=None, sides=_levels(exact, before, score_level))


def _levels(
    exact: Statement | Scale, before: Sequence[BySide[float | Withheld]], to: Callable[[float], float]
) -> BySide[Any]:
    """Both sides without figures, but each with its level, as it was last shown or as it now is."""

    def side(which: Side) -> StatementSide | ScaleSide:
        own = exact.sides[which]
        if isinstance(own.mean, Withheld):
            return without_figures(own)
        if own.n == FEW_PEOPLE:
            return replace(without_figures(own), mean=FEW_PEOPLE)
        last = [mean for means in before if not isinstance(mean := means[which], Withheld)]
        shown = standing(own.mean, last[-1] if last else None, exact.points, to)
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
