"""What moved since earlier waves, in the sentences to say first."""

from collections.abc import Callable, Iterator
from functools import partial

from diagnostic.analysis.report import CERTAIN, Change, Report
from diagnostic.briefing.document.again import owners_changed
from diagnostic.briefing.document.blocks import Sentence
from diagnostic.briefing.document.carried import certain
from diagnostic.briefing.document.changes import Since, main, steps
from diagnostic.briefing.document.ownership import ownership_sentences
from diagnostic.briefing.document.saying import said
from diagnostic.briefing.figures import is_shown
from diagnostic.briefing.waves import scale_name
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES
from diagnostic.statistics import FEWEST

_PLACES = ("concern", "both", *SIDES, "together")
_UNTESTED = {"too_few", "withheld", "untested"}
"""Verdicts of what no test was made of."""


def headline(report: Report, wording: Wording) -> Iterator[Sentence]:
    """What moved for certain: by people's own changes, levels, gaps, owners; else that nothing can be told."""
    changed = list(owners_changed(report, wording))
    if report.trend:
        yield from (*_of_scales(report, wording), *changed)
    elif report.responsibilities:
        yield from changed or ownership_sentences(report, wording)
    else:
        yield said(wording, "moved.headline_again")


def _of_scales(report: Report, wording: Wording) -> Iterator[Sentence]:
    own = list(certain(report, wording))
    yield from own
    beside = "_beside" if own else ""
    if why := all_withheld_alike(report, wording):
        yield said(wording, f"moved.headline_withheld{beside}", why=wording.say(f"moved.reason_{why}"))
        return
    levels, gaps = list(_levels_told(report, wording)), list(_gaps_told(report, wording))
    yield from (*levels, *gaps)
    if gaps:
        return
    if levels:
        yield said(wording, f"moved.headline_no_gap{beside}")
    elif steady := list(_steady(report, wording)):
        yield from steady
    else:
        tested = any({step.verdict, step.level} - _UNTESTED for step in _steps(report, wording))
        yield said(wording, f"moved.headline_{'none' if tested else 'untested'}{beside}", least=FEWEST)


def beside_headline(report: Report, wording: Wording) -> Iterator[Sentence]:
    """In small beside it: which gaps are steady, what could not have been seen, and that nobody knows who changed."""
    if all_withheld_alike(report, wording) is None:
        told = {sentence.key for sentence in headline(report, wording)}
        yield from (sentence for sentence in _steady(report, wording) if sentence.key not in told)
        open_ones = [step for step in _steps(report, wording) if step.verdict == "cannot_tell"]
        if unseen := [step.detectable for step in open_ones if is_shown(step.detectable)]:
            yield said(wording, "moved.headline_unseen", least=wording.number(min(unseen)))
    yield said(wording, "moved.who_beside" if any(certain(report, wording)) else "moved.who")


def _steps(report: Report, wording: Wording) -> list[Change]:
    """What each scale is spoken of by."""
    return [since.step for trend in report.trend if (since := main(trend, wording))]


def _levels_told(report: Report, wording: Wording) -> Iterator[Sentence]:
    """What rose, and what fell; both sides' first."""
    for verdict in ("rose", "fell"):
        found = _by_what(report, partial(_where, verdict), wording)
        parts = [
            wording.say(
                f"moved.on_{'side' if where in SIDES else where}",
                scales=wording.listed(found[where]),
                company=wording.company("b" if where == "b" else "a"),
            )
            for where in _PLACES
            if where in found
        ]
        if parts:
            yield said(wording, f"moved.headline_{verdict}", scales=wording.strung(parts, "semicolon"))


def _where(verdict: str, since: Since) -> str | None:
    """On whose side a scale surely rose, or fell; None where it did not."""
    step = since.step
    if step.level == "opposite":
        return next((side for side in SIDES if step.sides[side].verdict == verdict), None)
    if step.level == f"one_side_{verdict}":
        return step.side
    if step.level == "shared_concern_improved" and verdict == "rose":
        return "concern"
    return {f"both_{verdict}": "both", f"level_{verdict}": "together"}.get(step.level)


def _gaps_told(report: Report, wording: Wording) -> Iterator[Sentence]:
    found = _by_what(report, lambda s: s.step.verdict if s.step.verdict in CERTAIN else None, wording)
    for verdict in CERTAIN:
        if verdict in found:
            yield said(wording, f"moved.headline_{verdict}", scales=wording.listed(found[verdict]))


def _steady(report: Report, wording: Wording) -> Iterator[Sentence]:
    """Where the gap is steady since the first wave, and did not surely move since the one before."""
    steady = []
    for trend in report.trend:
        verdicts = [since.step.verdict for since in steps(trend, wording)]
        if verdicts[:1] == ["steady"] and not set(verdicts) & set(CERTAIN):
            steady.append(wording.quoted(scale_name(trend, wording)))
    if steady:
        yield said(wording, "moved.headline_steady", scales=wording.listed(steady))


def _by_what(report: Report, what: Callable[[Since], str | None], wording: Wording) -> dict[str, list[str]]:
    """The scales of which something is certain, by what it is; since when, where it is not since the first wave."""
    found: dict[str, list[str]] = {}
    for trend in report.trend:
        all_of_it = steps(trend, wording)
        certain = {said_of: since for since in reversed(all_of_it) if (said_of := what(since)) is not None}
        for said_of, since in reversed(certain.items()):
            name = wording.quoted(scale_name(trend, wording))
            if since is not all_of_it[0]:
                name += wording.aside(wording.say("moved.since", since=since.wave))
            found.setdefault(said_of, []).append(name)
    return found


def all_withheld_alike(report: Report, wording: Wording) -> str | None:
    """Why no change is shown of any scale, if it is for one reason."""
    told = [since.step if (since := main(trend, wording)) else None for trend in report.trend]
    reasons = {step.reason if step and step.verdict == "withheld" else None for step in told}
    return reasons.pop() if len(reasons) == 1 else None
