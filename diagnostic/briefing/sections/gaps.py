"""The headline, and the largest gaps."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import msgspec

from diagnostic.analysis.report import Report, Statement
from diagnostic.briefing import charts
from diagnostic.briefing.figures import ShownGap, by_size, shown_counts, shown_gap, shown_mean
from diagnostic.briefing.picture import Picture, picture
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES, Side, other

_FEWEST, _MOST = 3, 5
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
    sentence: str
    means: str
    interval: str
    interval_words: str
    notes: tuple[str, ...]
    scale: str
    scale_link: str | None
    """The id of the section with the scale's picture."""
    chart: Picture


class LargestGaps(msgspec.Struct, frozen=True):
    lead: str
    caution: str | None
    gaps: tuple[LargeGap, ...]


def headline(report: Report, wording: Wording) -> Headline:
    shown = [(s, gap) for s in by_size(report.statements) if (gap := shown_gap(s.gap))]
    if not shown:
        return Headline(
            wording.say("headline.no_gaps"), (), wording.say("headline.read"), tuple(_overview(report, wording))
        )
    clear = sum(gap.clear for _, gap in shown)
    # No more clear intervals than luck alone would bring: then none of them is a headline.
    stands_out = clear > len(shown) * report.release.alpha
    first = next(((s, gap) for s, gap in shown if gap.clear), None) if stands_out else None
    sentence = (
        spoken(*first, wording)
        if first
        else wording.say("headline.none_clear", statement=wording.statement(shown[0][0].id))
    )
    counted = wording.say("headline.count_clear", clear=clear, total=len(shown))
    notes = (counted, luck(len(shown), report.release.alpha, wording))
    return Headline(sentence, notes, wording.say("headline.read"), tuple(_overview(report, wording)))


def luck(intervals: int, alpha: float, wording: Wording) -> str:
    """How many of so many intervals exclude zero by luck alone, where there is nothing to find."""
    expected = intervals * alpha
    if expected < 0.5:
        return wording.say("headline.by_luck_none", each=round(1 / alpha))
    return wording.say("headline.by_luck", total=intervals, luck=wording.number(expected, 0))


def spoken(statement: Statement, gap: ShownGap, wording: Wording) -> str:
    """A gap as a person would say it: who rates whom higher, by how much, on what."""
    size = wording.number(abs(gap.difference))
    points = wording.say(f"headline.points.{'one' if size == wording.number(1.0) else 'other'}", count=size)
    text = wording.statement(statement.id)
    higher, lower = wording.company(gap.higher), wording.company(other(gap.higher))
    if statement.target == "alliance" or statement.reversed:
        return wording.say("headline.agrees_more", higher=higher, lower=lower, points=points, statement=text)
    target, rater = wording.company(statement.target), wording.company(other(statement.target))
    key = "own_higher" if gap.higher == statement.target else "own_lower"
    return wording.say(f"headline.{key}", target=target, rater=rater, points=points, statement=text)


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
            yield Overview(
                wording.say("headline.part" if parts > 1 else "headline.all", **numbers),
                picture(
                    lambda layout, part=part, reach=reach: charts.gap_overview(part, wording, layout, reach),  # type: ignore[misc]
                    _overview_alt(part, wording, numbers),
                ),
            )


def _overview_alt(part: Sequence[Statement], wording: Wording, numbers: dict[str, int]) -> str:
    shown = [(s, gap) for s in part if (gap := shown_gap(s.gap))]
    finding = wording.say("headline.alt_none")
    if shown:
        statement, gap = shown[0]
        finding = wording.say(
            "headline.alt_finding",
            statement=wording.statement(statement.id),
            mean_a=wording.figure(statement.sides.a.mean),
            mean_b=wording.figure(statement.sides.b.mean),
            gap=wording.signed(gap.difference),
            interval=wording.gap_interval(gap.interval),
        )
    clear = sum(gap.clear for _, gap in shown)
    return wording.say("headline.alt", **numbers, finding=finding, clear=clear, shown=len(shown))


def largest(report: Report, wording: Wording) -> LargestGaps:
    """The three largest gaps, and the next two if their intervals are clear of zero."""
    shown = [(s, gap) for s in by_size(report.statements) if (gap := shown_gap(s.gap))]
    chosen = shown[:_FEWEST] + [(s, gap) for s, gap in shown[_FEWEST:_MOST] if gap.clear]
    if not chosen:
        return LargestGaps(wording.say("gaps.none"), None, ())
    lead = wording.say("gaps.lead", count=len(chosen)) if len(chosen) > 1 else wording.say("gaps.lead_one")
    caution = wording.say("gaps.overstated") if len(shown) > 1 else None
    return LargestGaps(lead, caution, tuple(_large(s, gap, wording) for s, gap in chosen))


def _large(statement: Statement, gap: ShownGap, wording: Wording) -> LargeGap:
    low, high = gap.interval
    least, most = sorted((abs(low), abs(high)))
    words = wording.say(
        "gaps.clear" if gap.clear else "gaps.unclear",
        low=wording.signed(low),
        high=wording.signed(high),
        higher=wording.company(gap.higher),
        least=wording.number(least),
        most=wording.number(most),
    )
    notes = []
    if statement.reversed:
        notes.append(wording.say("gaps.reversed"))
    if statement.banded:
        notes.append(wording.say("gaps.banded"))
    reach = charts.reach_of([statement])
    return LargeGap(
        statement=wording.statement(statement.id),
        size=wording.signed(gap.difference),
        sentence=spoken(statement, gap, wording),
        means=wording.say(
            "gaps.means",
            mean_a=wording.figure(statement.sides.a.mean),
            mean_b=wording.figure(statement.sides.b.mean),
            points=statement.points,
            lowest=wording.label(statement.item, 1) or "1",
            highest=wording.label(statement.item, statement.points) or str(statement.points),
        ),
        interval=wording.gap_interval(gap.interval),
        interval_words=words,
        notes=tuple(notes),
        scale=wording.text(f"scale:{statement.scale}") if statement.scale else wording.say("gaps.no_scale"),
        scale_link=scale_anchor(statement.scale),
        chart=picture(
            lambda layout: charts.distributions([statement], wording, layout, reach=reach, labelled=False),
            wording.say(
                "gaps.alt",
                statement=wording.statement(statement.id),
                sides=" ".join(_fallen(statement, side, wording) for side in SIDES),
            ),
        ),
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


def scale_anchor(scale: str | None) -> str | None:
    return None if scale is None else "scale-" + scale.replace("@", "-").replace("_", "-")
