"""What moved since earlier waves, in the sentences to say first."""

from collections.abc import Callable, Hashable, Iterator
from pathlib import Path
from typing import TypeVar

from diagnostic.analysis.report import CERTAIN, LEVEL_CERTAIN, Report
from diagnostic.briefing.document.blocks import Sentence
from diagnostic.briefing.document.carried import certain
from diagnostic.briefing.document.changes import Since, main, steps
from diagnostic.briefing.document.saying import said
from diagnostic.briefing.figures import is_shown
from diagnostic.briefing.waves import scale_name
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import other

W = TypeVar("W", bound=Hashable)

_UNTESTED = {"too_few", "withheld", "untested"}
"""Verdicts of what no test was made of."""


def what_moved(report: Report, content: Path | None = None) -> str:
    """The headline in English, as a consultant is told by mail; '' of a first wave."""
    wording = Wording(report, "en" if "en" in report.texts else min(report.texts), content)
    return " ".join(sentence.text for sentence in headline(report, wording)) if report.trend else ""


def headline(report: Report, wording: Wording) -> Iterator[Sentence]:
    """What moved for certain, by people's own changes, levels, gaps; or that nothing can be told, and what not seen."""
    own = list(certain(report, wording))
    yield from own
    beside = "_beside" if own else ""
    if why := all_withheld_alike(report, wording):
        yield said(wording, f"moved.headline_withheld{beside}", why=wording.say(f"moved.reason_{why}"))
        return
    levels, gaps = list(_levels_told(report, wording)), list(_gaps_told(report, wording))
    yield from (*levels, *gaps)
    told = [since.step for trend in report.trend if (since := main(trend, wording))]
    if not gaps:
        tested = any({step.verdict, step.level} - _UNTESTED for step in told)
        yield said(wording, f"moved.headline_{'no_gap' if levels else 'none' if tested else 'untested'}{beside}")
    if unseen := [s.detectable for s in told if s.verdict == "cannot_tell" and is_shown(s.detectable)]:
        yield said(wording, "moved.headline_unseen", least=wording.number(min(unseen)))


def _levels_told(report: Report, wording: Wording) -> Iterator[Sentence]:
    found = _by_what(report, lambda s: (s.step.level, s.step.side) if s.step.level in LEVEL_CERTAIN else None, wording)
    for level, side in sorted(found, key=lambda what: LEVEL_CERTAIN.index(what[0])):
        names = {"company": wording.company(side or "a"), "partner": wording.company(other(side or "a"))}
        yield said(wording, f"moved.headline_{level}", scales=wording.listed(found[level, side]), **names)


def _gaps_told(report: Report, wording: Wording) -> Iterator[Sentence]:
    found = _by_what(report, lambda s: s.step.verdict if s.step.verdict in CERTAIN else None, wording)
    for verdict in CERTAIN:
        if verdict in found:
            yield said(wording, f"moved.headline_{verdict}", scales=wording.listed(found[verdict]))
    # Where the gap is steady since the first wave, and did not surely move since the one before.
    steady = []
    for trend in report.trend:
        verdicts = [since.step.verdict for since in steps(trend, wording)]
        if verdicts[:1] == ["steady"] and not set(verdicts) & set(CERTAIN):
            steady.append(wording.quoted(scale_name(trend, wording)))
    if steady:
        yield said(wording, "moved.headline_steady", scales=wording.listed(steady))


def _by_what(report: Report, what: Callable[[Since], W | None], wording: Wording) -> dict[W, list[str]]:
    """The scales of which something is certain, by what it is; since when, where it is not since the first wave."""
    found: dict[W, list[str]] = {}
    for trend in report.trend:
        all_of_it = steps(trend, wording)
        certain = {said_of: since for since in reversed(all_of_it) if (said_of := what(since)) is not None}
        for said_of, since in reversed(certain.items()):
            name = wording.quoted(scale_name(trend, wording))
            if since is not all_of_it[0]:
                name = f"{name} ({wording.say('moved.since', since=since.wave)})"
            found.setdefault(said_of, []).append(name)
    return found


def all_withheld_alike(report: Report, wording: Wording) -> str | None:
    """Why no change is shown of any scale, if it is for one reason."""
    told = [since.step if (since := main(trend, wording)) else None for trend in report.trend]
    reasons = {step.reason if step and step.verdict == "withheld" else None for step in told}
    return reasons.pop() if len(reasons) == 1 else None
