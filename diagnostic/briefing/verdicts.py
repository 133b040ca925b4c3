"""Verdicts in words."""

from diagnostic.analysis.report import SAID_GAPS, FamilyName, Report, VerdictName
from diagnostic.briefing.figures import ShownGap
from diagnostic.briefing.wording import Wording
from diagnostic.disclosure import JOINT

_SUREST = 0.99
_LEAST_P = 0.001


def name(gap: ShownGap, wording: Wording) -> str:
    """The verdict in a word or two."""
    return wording.say(f"verdict.{gap.verdict}")


def reason(gap: ShownGap, family: FamilyName, report: Report, wording: Wording) -> str:
    """Why the verdict is what it is, as a sentence."""
    key, names = f"verdict_reason.{gap.reason}", {"likely": probability(gap.likely, wording), "joint": JOINT}
    if gap.reason in ("difference_shown", "lost_in_adjustment"):
        return wording.count(key, size_of(family, report), **names)
    return wording.say(key, **names)


def hedge(verdict: VerdictName, within_language: bool, wording: Wording) -> str:
    """What stands beside a gap that two languages could have brought about; '' beside other verdicts."""
    return wording.say("languages.note") if within_language and verdict in SAID_GAPS else ""


def noted(*notes: str) -> str:
    """Several notes as one."""
    return ", ".join(filter(None, notes))


def probability(likely: float | None, wording: Wording) -> str:
    """No model is surer than 99 in 100."""
    if likely is None:
        return wording.say("numbers.none")
    if likely > _SUREST:
        return wording.say("numbers.over", percent=wording.percent(_SUREST))
    return wording.percent(likely)


def size_of(family: FamilyName, report: Report) -> int:
    """How many comparisons were judged together."""
    return next((f.size for f in report.families if f.name == family), 0)


def adjusted_p(gap: ShownGap, wording: Wording) -> str:
    """A chance is never none: what would be printed as that is under the least that is printed."""
    if gap.p_adjusted is None:
        return wording.say("numbers.none")
    return f"<\u00a0{wording.number(_LEAST_P, 3)}" if gap.p_adjusted < _LEAST_P else wording.number(gap.p_adjusted, 3)
