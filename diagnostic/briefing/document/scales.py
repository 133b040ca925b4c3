"""Every scale in a picture: both sides' answers, statement by statement."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby

from diagnostic.analysis.report import Edition, Interval, Report, Scale, Statement, VerdictName
from diagnostic.briefing import charts
from diagnostic.briefing.document.blocks import Cell, Figure, Part, Sentence, Text
from diagnostic.briefing.document.saying import (
    anchor,
    counted,
    drawn,
    means_of,
    paragraph,
    reasons_in_short,
    said,
    section,
)
from diagnostic.briefing.document.statements import compared_table
from diagnostic.briefing.figures import ShownGap, by_size, has_level_alone, is_shown, reason_of, shown_gap
from diagnostic.briefing.verdicts import hedge
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES


def scales(report: Report, wording: Wording) -> Part:
    names = dict.fromkeys(s.scale for s in report.statements)
    return section(
        wording, "scales", paragraph(wording, "scales.lead", "lead"), *(_scale(name, report, wording) for name in names)
    )


def _scale(name: str | None, report: Report, wording: Wording) -> Part:
    statements = [s for s in report.statements if s.scale == name]
    scored = next((scale for scale in report.scales if scale.id == name), None)
    title = wording.say("scales.no_scale") if name is None else wording.text(f"scale:{name}")
    score = tuple(_score(scored, len(statements), wording)) if scored else ()
    return Part(
        key="scale",
        title=title,
        subject=name or "",
        anchor=anchor("scale", name or "none"),
        nothing=_nothing(statements, wording),
        blocks=(
            *([Text(key="scales.score", sentences=score, role="fine")] if score else []),
            *_figures(statements, title, charts.reach_of(report.statements), report.edition, wording),
        ),
    )


def _nothing(statements: Sequence[Statement], wording: Wording) -> tuple[Sentence, ...]:
    """Why not one of some statements is shown, where that is so."""
    means = [statement.sides[side].mean for statement in statements for side in SIDES]
    return () if any(map(is_shown, means)) else reasons_in_short(wording, map(reason_of, means))


def _score(scale: Scale, asked: int, wording: Wording) -> Iterator[Sentence]:
    """The score's level and gap, or why they are not shown; how many statements stay out of it."""
    gap = shown_gap(scale.gap)
    means = means_of(scale, wording)
    if gap is not None:
        readings = " ".join(_readings(scale, gap, wording))
        yield said(wording, "scales.score", scale.id, **means, gap=wording.signed(gap.difference), readings=readings)
    elif has_level_alone(scale):
        yield said(wording, "scales.score_few", scale.id, **means)
    elif all(is_shown(scale.sides[side].mean) for side in SIDES):
        yield said(wording, "scales.score_levels", scale.id, **means)
    else:
        reason = reason_of(scale.gap.mean_difference, scale.gap.interval) or "protected"
        yield said(wording, "scales.score_withheld", scale.id, reason=wording.reason_short(reason))
    if missing := asked - len(scale.statements):
        yield counted(wording, "scales.left_out", missing)


def _readings(scale: Scale, gap: ShownGap, wording: Wording) -> Iterator[str]:
    """What may be said of a scale's gap among these people, where it may, and among people like them."""
    these = scale.gap.these_people
    if these and is_shown(these.interval) and is_shown(these.worst_case):
        yield wording.say(
            "scales.these_people",
            verdict=_verdict(these.verdict, gap, wording),
            interval=wording.gap_interval(these.interval),
            silent=_of_the_silent(these.worst_case, these.interval, wording),
        )
    interval = wording.gap_interval(gap.interval)
    yield wording.say("scales.like_them", verdict=_verdict(gap.verdict, gap, wording), interval=interval)


def _verdict(verdict: VerdictName, gap: ShownGap, wording: Wording) -> str:
    note = hedge(verdict, gap.within_language, wording)
    return Cell(text=wording.say(f"verdict.{verdict}"), note=note).line


def _of_the_silent(worst: Interval, interval: Interval, wording: Wording) -> str:
    """How far those who did not answer could move it, where that is further than the interval says by itself."""
    further = worst[0] < interval[0] or worst[1] > interval[1]
    return wording.say("scales.silent", worst=wording.interval(worst, signed=True)) if further else ""


def _figures(
    statements: Sequence[Statement], title: str, reach: tuple[float, float], edition: Edition, wording: Wording
) -> Iterator[Figure]:
    """One, unless its statements have different numbers of points."""
    for span, group in groupby(sorted(statements, key=lambda s: (s.points, s.span)), key=lambda s: s.span):
        same = list(group)
        finding = _finding(same, edition, wording)
        yield drawn(
            f"scale.{same[0].scale}.{span}",
            wording.say("scales.alt", count=len(same), scale=title, finding=finding),
            partial(charts.distributions, same, wording, reach=reach),
            table=compared_table(f"scale.{same[0].scale}.{span}", title, same, wording),
        )


def _finding(statements: Sequence[Statement], edition: Edition, wording: Wording) -> str:
    fallen = Counter(gap.verdict for s in statements if (gap := shown_gap(s.gap)))
    if not fallen:
        return wording.say("scales.alt_none")
    if edition == "participants":
        if set(fallen) == {"too_few"}:
            return wording.say("scales.alt_untested")
        counts = {verdict: fallen[verdict] for verdict in ("gap", "very_likely", "aligned", "undetermined")}
        return wording.say("scales.alt_verdicts", **counts)
    widest = by_size(statements)[0]
    return wording.say("scales.alt_widest", statement=wording.statement(widest.id), **means_of(widest, wording))
