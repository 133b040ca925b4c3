"""Two editions of one Report: the consultant's, and the neutral one that goes to both companies at once.

The participants' edition is itself a Report, made of nothing but what is named here. So no page, slide or
sheet can forget to leave something out, and what a later Report may hold in addition stays out until
somebody adds it to this list.
"""

from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from diagnostic.analysis.report import (
    BySide,
    Edition,
    Gap,
    Offset,
    Report,
    Scale,
    Statement,
    StatementSide,
    Theme,
    Withheld,
)

S = TypeVar("S", bound=Struct)

_LEFT_OUT = Withheld("edition")
_FAMILIES = ("statements", "scales", "responsibilities", "ownership", "priorities", "cant_say")

_OF_REPORT = (
    "schema questionnaire alliance wave simulated imported correction release levels_alone participation languages"
    " straight_lining"
    " responsibilities expectations priorities choices trend levels unopened carried actions planned texts"
)
_OF_STATEMENT = "id scale item target points lowest reversed cant_say"
_OF_SIDE = "n cant_say mean sd counts interval"
_OF_GAP = (
    "mean_difference interval delta delta_interval delta_interval_90 p p_standard_error p_adjusted verdict reason"
    " could_show_alignment beyond_language"
)
"""The fields that go into the participants' edition as they are."""


def edition(report: Report, which: Edition) -> Report:
    """The Report as the readers of an edition get it; for the consultant's, the Report itself.

    The participants' has both sides' figures and the verdicts, in the questionnaire's order. It has no kinds
    and no findings, which rank and read; no overall offset, which sets the companies against each other; no
    division inside a side and no groups; no predictions, which are the workshop's to open with; and of the
    comments and their themes those that the consultant released, themes without numbers and by name.
    """
    return report if which == "consultant" else _participants(report)


def _kept(whole: S, names: str, **instead: Any) -> S:
    """A value of the same kind with nothing of it but the fields named, and others instead of the rest."""
    return type(whole)(**{name: getattr(whole, name) for name in names.split()}, **instead)


def _participants(report: Report) -> Report:
    return _kept(
        report,
        _OF_REPORT,
        edition="participants",
        offset=_offset(report.offset),
        language_offset=report.language_offset and _offset(report.language_offset),
        statements=tuple(_statement(statement) for statement in report.statements),
        one_sided=tuple(replace(one, answers=_side(one.answers)) for one in report.one_sided),
        views=(),
        scales=tuple(_scale(scale) for scale in report.scales),
        cuts=(),
        no_groups="edition",
        comments=tuple(replace(comment, themes=()) for comment in report.comments if comment.released),
        themes=tuple(_theme(theme) for theme in sorted(report.themes, key=_name) if theme.released),
        withheld_comments=(),
        findings=(),
        families=tuple(family for family in report.families if family.name in _FAMILIES),
    )


def _offset(offset: Offset) -> Offset:
    return Offset(mean_difference=_LEFT_OUT, interval=_LEFT_OUT, points=offset.points)


def _name(theme: Theme) -> str:
    return theme.name.casefold()


def _theme(theme: Theme) -> Theme:
    """Name and text alone: how many of a company wrote about it would set the two against each other."""
    return replace(theme, n=_LEFT_OUT, sides=None)


def _scale(scale: Scale) -> Scale:
    return replace(scale, kind=None, kind_p_adjusted=_LEFT_OUT)


def _statement(statement: Statement) -> Statement:
    sides = BySide.of(lambda side: _side(statement.sides[side]))
    return _kept(statement, _OF_STATEMENT, sides=sides, gap=_gap(statement.gap), predicted=None, kind=None)


def _side(side: StatementSide) -> StatementSide:
    return _kept(side, _OF_SIDE, **dict.fromkeys(("a_wg", "divided", "divided_p"), _LEFT_OUT))


def _gap(gap: Gap) -> Gap:
    kept = _kept(gap, _OF_GAP, **dict.fromkeys(("relative", "size", "size_interval", "likely"), _LEFT_OUT))
    # What is worth asking about is for whoever leads the workshop to ask.
    asking = gap.verdict == "worth_asking"
    return replace(kept, verdict="undetermined", reason="interval_too_wide") if asking else kept
