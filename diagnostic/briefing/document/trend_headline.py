"""What moved since earlier waves, in the sentences to say first."""

from collections.abc import Callable, Hashable, Iterator
from pathlib import Path
from typing import TypeVar

from diagnostic.analysis.report import CERTAIN, LEVEL_CERTAIN, Change, Report, Trend, spoken_of
from diagnostic.briefing.document.blocks import Sentence
from diagnostic.briefing.document.changes import since_wave
from diagnostic.briefing.document.saying import said
from diagnostic.briefing.figures import is_shown
from diagnostic.briefing.waves import scale_name
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import other

W = TypeVar("W", bound=Hashable)


def what_moved(report: Report, content: Path | None = None) -> str:
    """The headline in English, as a consultant is told by mail; '' of a first wave."""
    wording = Wording(report, "en" if "en" in report.texts else min(report.texts), content)
    return " ".join(sentence.text for sentence in headline(report, wording)) if report.trend else ""


def headline(report: Report, wording: Wording) -> Iterator[Sentence]:
    """What moved for certain, levels first; or that nothing can be told, and what could not have been seen."""
    if why := all_withheld_alike(report):
        yield said(wording, "moved.headline_withheld", why=wording.say(f"moved.reason_{why}"))
        return
    levels, gaps = list(_levels_told(report, wording)), list(_gaps_told(report, wording))
    yield from (*levels, *gaps)
    if not gaps:
        yield said(wording, "moved.headline_no_gap" if levels else "moved.headline_none")
    open_ones = [step for trend in report.trend if (step := main(trend)) and step.verdict == "cannot_tell"]
    if detectable := [step.detectable for step in open_ones if is_shown(step.detectable)]:
        yield said(wording, "moved.headline_unseen", least=wording.number(min(detectable)))


def _levels_told(report: Report, wording: Wording) -> Iterator[Sentence]:
    found = _by_what(report, lambda step: (step.level, step.side) if step.level in LEVEL_CERTAIN else None, wording)
    for level, side in sorted(found, key=lambda what: LEVEL_CERTAIN.index(what[0])):
        names = {"company": wording.company(side or "a"), "partner": wording.company(other(side or "a"))}
        yield said(wording, f"moved.headline_{level}", scales=wording.listed(found[level, side]), **names)


def _gaps_told(report: Report, wording: Wording) -> Iterator[Sentence]:
    found = _by_what(report, lambda step: step.verdict if step.verdict in CERTAIN else None, wording)
    for verdict in CERTAIN:
        if verdict in found:
            yield said(wording, f"moved.headline_{verdict}", scales=wording.listed(found[verdict]))
    if steady := [scale_name(trend, wording) for trend in report.trend if _steady(trend)]:
        yield said(wording, "moved.headline_steady", scales=wording.listed(steady))


def _by_what(report: Report, what: Callable[[Change], W | None], wording: Wording) -> dict[W, list[str]]:
    """The scales of which something is certain, by what it is; since when, where it is not since the first wave."""
    found: dict[W, list[str]] = {}
    for trend in report.trend:
        steps = [step for step in (trend.since_first, trend.since_previous) if step]
        certain = {said_of: step for step in reversed(steps) if (said_of := what(step)) is not None}
        for said_of, step in reversed(certain.items()):
            name = scale_name(trend, wording)
            if step is not steps[0]:
                name = f"{name} ({wording.say('moved.since', since=since_wave(trend, step, wording))})"
            found.setdefault(said_of, []).append(name)
    return found


def _steady(trend: Trend) -> bool:
    """Whether the gap is, since the first wave, and did not surely move since the one before."""
    steps = [step for step in (trend.since_first, trend.since_previous) if step]
    return bool(steps) and steps[0].verdict == "steady" and not any(step.verdict in CERTAIN for step in steps)


def all_withheld_alike(report: Report) -> str | None:
    """Why no change is shown of any scale, if it is for one reason."""
    steps = [main(trend) for trend in report.trend]
    reasons = {step.reason if step and step.verdict == "withheld" else None for step in steps}
    return reasons.pop() if len(reasons) == 1 else None


def main(trend: Trend) -> Change | None:
    return spoken_of(trend.since_first, trend.since_previous)
