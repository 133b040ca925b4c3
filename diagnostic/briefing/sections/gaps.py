"""The headline, and the largest gaps."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

import msgspec

from diagnostic.analysis.report import Edition, Report, Statement
from diagnostic.briefing import charts, verdicts
from diagnostic.briefing.figures import MEANINGS, ShownGap, by_size, is_shown, shown_counts, shown_gap, shown_mean
from diagnostic.briefing.picture import Picture, picture
from diagnostic.briefing.sections.anchors import scale_anchor, statement_anchor
from diagnostic.briefing.verdicts import size_of
from diagnostic.briefing.wording import Wording
from diagnostic.disclosure import JOINT
from diagnostic.questionnaire.words import SIDES, Side, other

_FEWEST, _MOST = 3, 5
_NEUTRAL = "_neutral"
_ROWS_A_CHART = 17
"""As many dumbbells as fit on a printed page."""


class Overview(msgspec.Struct, frozen=True):
    """One part of the gap overview, with what it covers."""

    title: str
    chart: Picture


class Headline(msgspec.Struct, frozen=True):
    sentence: str
    notes: tuple[str, ...]
    read: str
    overview: tuple[Overview, ...]


class LargeGap(msgspec.Struct, frozen=True):
    """One of the largest gaps, as a page shows it."""

    statement: str
    size: str
    verdict: str
    verdict_name: str
    kind: str | None
    """What the gap means, where it means more: a blind spot, a hidden strength, one side's concern."""
    sentence: str
    reason: str
    means: str
    interval: str
    delta: str
    delta_interval: str
    notes: tuple[str, ...]
    scale: str
    scale_link: str | None
    """The id of the section with the scale's picture."""
    link: str
    """The id of the row with every figure of it."""
    chart: Picture


class LargestGaps(msgspec.Struct, frozen=True):
    lead: str
    order: str | None
    gaps: tuple[LargeGap, ...]


def headline(report: Report, wording: Wording) -> Headline:
    if report.levels_alone:
        return Headline(wording.say("headline.levels_alone"), (), "", ())
    shown = [(s, gap) for s in by_size(report.statements) if (gap := shown_gap(s.gap))]
    read = wording.say("headline.read")
    if report.edition == "consultant":
        read = f"{read} {wording.say('headline.order')}"
    overview = tuple(_overview(report, wording))
    if not shown:
        return Headline(wording.say("headline.no_gaps"), (), read, overview)
    notes = tuple(_notes([gap for _, gap in shown], report, wording))
    if report.edition == "participants":
        # How the verdicts fall is all there is to say without ranking anything.
        return Headline(notes[0], notes[1:], read, overview)
    return Headline(_sentence(shown, wording), notes, read, overview)


def _sentence(shown: Sequence[tuple[Statement, ShownGap]], wording: Wording) -> str:
    first = next(((s, gap) for s, gap in shown if gap.verdict == "gap"), None)
    if first:
        return spoken(*first, wording)
    return wording.say("headline.none_clear", statement=wording.statement(max(shown, key=_seen)[0].id))


def _seen(one: tuple[Statement, ShownGap]) -> float:
    """The size of a difference as it meets the eye, as a share of the scale's length."""
    return abs(one[1].difference) / (one[0].points - 1)


def _notes(shown: Sequence[ShownGap], report: Report, wording: Wording) -> Iterator[str]:
    """How the verdicts fall, what they rest on, and whether one company answers higher altogether."""
    fallen = Counter(gap.verdict for gap in shown)
    judged = size_of("statements", report)
    if not judged:
        yield wording.say("headline.none_judged", joint=JOINT)
        return
    names = {key: fallen[key] for key in ("gap", "aligned", "undetermined")}
    yield wording.count("headline.counts", judged, **names)
    blind = sum(finding.kind == "blind_spot" for finding in report.findings)
    if blind:
        yield wording.count("headline.blind_spots", blind, total=fallen["gap"])
    yield wording.say("headline.together", each=wording.percent(report.release.alpha))
    unable = sum(gap.reason == "could_not_show_alignment" for gap in shown)
    if unable:
        yield wording.count("headline.unable", unable)
    difference, interval = report.offset.mean_difference, report.offset.interval
    if is_shown(difference) and is_shown(interval):
        clear = interval[0] > 0 or interval[1] < 0
        yield wording.say(
            "headline.offset" if clear else "headline.no_offset",
            higher=wording.company("b" if difference > 0 else "a"),
            size=wording.number(abs(difference)),
            difference=wording.signed(difference),
            interval=wording.gap_interval(interval),
        )


def spoken(statement: Statement, gap: ShownGap, wording: Wording) -> str:
    """A gap as a person would say it: who rates whom higher, by how much, on what."""
    size = wording.number(abs(gap.difference))
    points = wording.say(f"headline.points.{'one' if size == wording.number(1.0) else 'other'}", count=size)
    text = wording.statement(statement.id)
    higher, lower = wording.company(gap.higher), wording.company(other(gap.higher))
    means = {
        "high": wording.figure(statement.sides[gap.higher].mean),
        "low": wording.figure(statement.sides[other(gap.higher)].mean),
    }
    if statement.target == "alliance" or statement.reversed:
        return wording.say("headline.agrees_more", higher=higher, lower=lower, points=points, statement=text, **means)
    target, rater = wording.company(statement.target), wording.company(other(statement.target))
    key = "own_higher" if gap.higher == statement.target else "own_lower"
    return wording.say(f"headline.{key}", target=target, rater=rater, points=points, statement=text, **means)


def _overview(report: Report, wording: Wording) -> Iterator[Overview]:
    """The dumbbells, in parts that fit on a page; statements of different numbers of points apart."""
    by_points = sorted(report.statements, key=lambda s: s.points)
    for _, group in groupby(by_points, key=lambda s: s.points):
        statements = by_size(list(group))
        reach = charts.gap_reach(statements)
        parts = -(-len(statements) // _ROWS_A_CHART)
        size = -(-len(statements) // parts)
        for start in range(0, len(statements), size):
            part = statements[start : start + size]
            numbers = {"first": start + 1, "last": start + len(part), "total": len(statements)}
            key = f"headline.{'part' if parts > 1 else 'all'}{_NEUTRAL if report.edition == 'participants' else ''}"
            yield Overview(
                wording.say(key, **numbers),
                picture(
                    f"gaps {part[0].points} {start + 1}",
                    lambda layout, part=part, reach=reach: charts.gap_overview(part, wording, layout, reach),  # type: ignore[misc]
                    _overview_alt(part, report.edition, wording, numbers),
                ),
            )


def _overview_alt(part: Sequence[Statement], edition: Edition, wording: Wording, numbers: dict[str, int]) -> str:
    shown = [(s, gap) for s in part if (gap := shown_gap(s.gap))]
    gaps = sum(gap.verdict == "gap" for _, gap in shown)
    key = "headline.alt_neutral" if edition == "participants" else "headline.alt"
    return wording.say(key, **numbers, finding=at_the_top(shown, wording), gaps=gaps, shown=len(shown))


def at_the_top(shown: Sequence[tuple[Statement, ShownGap]], wording: Wording) -> str:
    """What the first dumbbell of a picture shows, for those who cannot see it."""
    if not shown:
        return wording.say("headline.alt_none")
    statement, gap = shown[0]
    return wording.say(
        "headline.alt_finding",
        statement=wording.statement(statement.id),
        mean_a=wording.figure(statement.sides.a.mean),
        mean_b=wording.figure(statement.sides.b.mean),
        gap=wording.signed(gap.difference),
        interval=wording.gap_interval(gap.interval),
    )


def largest(report: Report, wording: Wording) -> LargestGaps:
    """The gaps, five at most; where they are fewer than three, the next differences, which are none for certain."""
    shown = [(s, gap) for s in by_size(report.statements) if (gap := shown_gap(s.gap))]
    gaps = [(s, gap) for s, gap in shown if gap.verdict == "gap"][:_MOST]
    # What is no gap is a question to ask: the plainest to see first, since nothing is claimed of it.
    others = sorted((one for one in shown if one[1].verdict in ("undetermined", "too_few")), key=_seen, reverse=True)
    chosen = gaps + others[: max(0, _FEWEST - len(gaps))]
    if not chosen:
        return LargestGaps(wording.say("gaps.none" if not shown else "gaps.all_aligned"), None, ())
    total = sum(gap.verdict == "gap" for _, gap in shown)
    lead = " ".join(_lead(len(gaps), total, len(chosen), wording))
    return LargestGaps(lead, wording.say("gaps.order"), tuple(_large(s, gap, report, wording) for s, gap in chosen))


def _lead(gaps: int, total: int, shown: int, wording: Wording) -> Iterator[str]:
    """How many of the rows that follow are gaps, and how to read their sizes."""
    if gaps < total:
        yield wording.say("gaps.lead_first", count=gaps, total=total)
    else:
        yield wording.count("gaps.lead_all", gaps) if gaps else wording.say("gaps.lead_none")
    yield wording.say("gaps.direction")
    if 0 < gaps < shown:
        yield wording.say("gaps.lead_others")


def _large(statement: Statement, gap: ShownGap, report: Report, wording: Wording) -> LargeGap:
    reach = charts.reach_of([statement])
    return LargeGap(
        statement=wording.statement(statement.id),
        size=wording.signed(gap.difference),
        verdict=gap.verdict,
        verdict_name=verdicts.name(gap, wording),
        kind=wording.say(f"kind.{statement.kind}") if statement.kind in MEANINGS else None,
        sentence=spoken(statement, gap, wording),
        reason=verdicts.reason(gap, "statements", report, wording),
        means=means(statement, wording),
        interval=wording.gap_interval(gap.interval),
        delta=wording.signed(gap.delta, 2),
        delta_interval=wording.interval(gap.delta_interval, 2, signed=True),
        notes=tuple(_large_notes(statement, wording)),
        scale=wording.text(f"scale:{statement.scale}") if statement.scale else wording.say("gaps.no_scale"),
        scale_link=scale_anchor(statement.scale),
        link=statement_anchor(statement.id),
        chart=picture(
            f"answers {statement.id}",
            lambda layout: charts.distributions([statement], wording, layout, reach=reach, labelled=False),
            wording.say(
                "gaps.alt",
                statement=wording.statement(statement.id),
                sides=" ".join(_fallen(statement, side, wording) for side in SIDES),
            ),
        ),
    )


def means(statement: Statement, wording: Wording) -> str:
    """Both averages, and what the ends of the answer scale are called."""
    return wording.say(
        "gaps.means",
        mean_a=wording.figure(statement.sides.a.mean),
        mean_b=wording.figure(statement.sides.b.mean),
        points=statement.points,
        lowest=wording.label(statement.item, 1) or "1",
        highest=wording.label(statement.item, statement.points) or str(statement.points),
    )


def _large_notes(statement: Statement, wording: Wording) -> Iterator[str]:
    gap = statement.gap
    if statement.reversed:
        yield wording.say("gaps.reversed")
    if is_shown(gap.relative):
        yield wording.say("gaps.relative", relative=wording.signed(gap.relative))
    if gap.verdict != "gap":
        return
    population, worst = gap.population_interval, gap.worst_case
    if population is not None and worst is not None and is_shown(population) and is_shown(worst):
        yield wording.say(
            "gaps.population",
            population=wording.gap_interval(population),
            worst=wording.interval(worst, signed=True),
        )


def _fallen(statement: Statement, side: Side, wording: Wording) -> str:
    """How a side's answers fall, for those who cannot see them."""
    counts = shown_counts(statement.sides[side]) or ()
    half = len(counts) // 2
    mean = shown_mean(statement.sides[side])
    return wording.say(
        "gaps.alt_side" if len(counts) % 2 else "gaps.alt_side_even",
        company=wording.company(side),
        lower=sum(counts[:half]),
        middle=sum(counts[half : len(counts) - half]),
        upper=sum(counts[len(counts) - half :]),
        mean=wording.say("withheld_mark") if mean is None else wording.number(mean),
    )
