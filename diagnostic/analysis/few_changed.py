"""What is left of a Report where few people joined or left since an earlier one: levels, and no other figure.

Whoever knows who joined could set the two Reports against each other, and what differs would be the newcomer's. So
every figure that might be withheld is, but each side's level: of a statement to the nearest half point, of a scale to
one decimal, with its interval where many answered. How much that hides is measured in docs/simulation.md.

Where every figure rests on so many answers that the few are hidden among them, all is shown but groups inside a side.
"""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar, cast, get_args, get_type_hints

import msgspec
from msgspec.structs import asdict, replace

from diagnostic.analysis.report import BySide, Comparison, CutStatement, Report, Scale, ScaleGap, ScaleSide, Statement
from diagnostic.disclosure import CROWD, FEW_CHANGED, MANY, Withheld, level, score_level

T = TypeVar("T")


def hide_few(report: Report) -> Report:
    """What may be shown of a Report after few joined or left."""
    report = _without_groups(report)
    answered = [report.participation.a.answered, report.participation.b.answered]
    return report if min(answered + list(_answers(report))) >= CROWD else levels_only(report)


def _without_groups(report: Report) -> Report:
    """A group is small, however large its side."""
    return replace(
        report,
        cuts=without_figures(report.cuts),
        findings=tuple(finding for finding in report.findings if finding.kind != "fault_line"),
        families=tuple(family for family in report.families if family.name != "fault_line"),
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


def levels_only(report: Report) -> Report:
    """The same Report with levels in place of figures; participation and comments stay, and nothing is ranked."""
    parts = ("offset", "views", "cuts", "responsibilities", "expectations", "priorities")
    return replace(
        report,
        levels_alone=True,
        **{part: without_figures(getattr(report, part)) for part in parts},
        statements=tuple(_statement(exact) for exact in report.statements),
        scales=tuple(_scale(exact) for exact in report.scales),
        findings=(),
        families=(),
    )


def _statement(exact: Statement) -> Statement:
    bare = without_figures(exact)
    sides = BySide.of(lambda side: replace(bare.sides[side], mean=_rounded(exact.sides[side].mean, level)))
    return replace(bare, kind=None, sides=sides)


def _scale(exact: Scale) -> Scale:
    bare = without_figures(exact)
    return replace(bare, sides=BySide.of(lambda side: _scale_side(bare.sides[side], exact.sides[side])))


def _scale_side(bare: ScaleSide, exact: ScaleSide) -> ScaleSide:
    shown = replace(bare, mean=_rounded(exact.mean, score_level))
    if isinstance(exact.n, Withheld) or isinstance(exact.interval, Withheld) or exact.n < MANY:
        return shown
    low, high = exact.interval
    return replace(shown, interval=(score_level(low), score_level(high)))


def _rounded(mean: float | Withheld, to: Callable[[float], float]) -> float | Withheld:
    return mean if isinstance(mean, Withheld) else to(mean)


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
    if isinstance(part, Comparison | ScaleGap) and part.verdict != "withheld":
        fields |= {"verdict": "withheld", "reason": FEW_CHANGED.withheld}
    if isinstance(part, CutStatement):
        fields |= {"groups": None}
    return replace(part, **fields)


def _withheld(figure: Any) -> Any:
    return figure if figure is None or isinstance(figure, Withheld) else FEW_CHANGED
