"""Verdicts in words."""

from diagnostic.analysis.report import FamilyName, Report
from diagnostic.briefing.figures import ShownGap
from diagnostic.briefing.wording import Wording
from diagnostic.disclosure import JOINT


def name(gap: ShownGap, wording: Wording) -> str:
    """The verdict in a word or two."""
    return wording.say(f"verdict.{gap.verdict}")


def reason(gap: ShownGap, family: FamilyName, report: Report, wording: Wording) -> str:
    """Why the verdict is what it is, as a sentence."""
    return wording.say(
        f"verdict_reason.{gap.reason}",
        size=size_of(family, report),
        p=adjusted_p(gap, wording),
        likely=wording.say("numbers.none") if gap.likely is None else wording.percent(gap.likely),
        margin=wording.number(report.release.statement_margin, 2),
        delta=wording.delta_interval(gap.delta_interval),
        joint=JOINT,
    )


def size_of(family: FamilyName, report: Report) -> int:
    """How many comparisons were judged together."""
    return next((f.size for f in report.families if f.name == family), 0)


def adjusted_p(gap: ShownGap, wording: Wording) -> str:
    return wording.say("numbers.none") if gap.p_adjusted is None else wording.number(gap.p_adjusted, 3)
