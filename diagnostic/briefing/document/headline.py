"""The headline: what to say aloud first, how the verdicts fall, and every gap in a picture."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

import msgspec

from diagnostic.analysis.report import Report, Statement
from diagnostic.briefing import charts
from diagnostic.briefing.anchors import statement_anchor
from diagnostic.briefing.document.blocks import Block, Figure, Part, Sentence, Text
from diagnostic.briefing.document.compared import compared_table
from diagnostic.briefing.document.native import Dumbbells
from diagnostic.briefing.document.saying import counted, drawn, said
from diagnostic.briefing.figures import ShownGap, by_size, is_shown, shown_gap
from diagnostic.briefing.verdicts import size_of
from diagnostic.briefing.wording import Wording
from diagnostic.disclosure import JOINT
from diagnostic.questionnaire.words import other

_ROWS_A_CHART = 17
"""As many dumbbells as fit on a printed page."""

Shown = tuple[Statement, ShownGap]


def headline(report: Report, wording: Wording) -> Part:
    sentence, *notes = headline_sentences(report, wording)
    blocks: list[Block] = [Text(key="headline", sentences=(sentence,), role="headline")]
    blocks += [Text(key=note.key, sentences=(note,)) for note in notes]
    if report.levels_alone:
        # No picture, which would be one of gaps: the levels stand scale by scale.
        blocks += [
            msgspec.structs.replace(figure, picture=None)
            for part in _overview(report, wording)
            for figure in part.blocks
            if isinstance(figure, Figure)
        ]
    else:
        read = [said(wording, "headline.read")]
        if report.edition == "consultant":
            read.append(said(wording, "headline.order"))
        blocks += [Text(key="headline.read", sentences=tuple(read), role="fine"), *_overview(report, wording)]
    return Part(key="headline", title=wording.say("sections.headline"), blocks=tuple(blocks))


def headline_sentences(report: Report, wording: Wording) -> list[Sentence]:
    """What to say aloud first, then how the verdicts fall, what they rest on, and who answers higher altogether."""
    if report.levels_alone:
        return [said(wording, "headline.levels_alone")]
    shown = shown_gaps(report)
    if not shown:
        return [said(wording, "headline.no_gaps")]
    notes = list(_notes([gap for _, gap in shown], report, wording))
    # For both companies: how the verdicts fall is all there is to say without ranking anything.
    return notes if report.edition == "participants" else [_first(shown, wording), *_concerns(report, wording), *notes]


def shown_gaps(report: Report) -> list[Shown]:
    """Every statement whose gap may be shown, by the size of the shrunken gap."""
    return [(s, gap) for s in by_size(report.statements) if (gap := shown_gap(s.gap))]


def _first(shown: Sequence[Shown], wording: Wording) -> Sentence:
    for statement, gap in shown:
        if gap.verdict == "gap":
            return spoken(statement, gap, wording)
    most = max(shown, key=seen)[0].id
    return said(wording, "headline.none_clear", most, statement=wording.statement(most))


def _concerns(report: Report, wording: Wording) -> Iterator[Sentence]:
    """The scales that both companies surely rate lower than the rest: whatever the gaps, often the first to repair."""
    scales = {scale.id for scale in report.scales}
    found = [f.subject for f in report.findings if f.kind == "shared_concern" and f.subject in scales]
    if found:
        names = wording.listed([wording.text(f"scale:{scale}") for scale in found])
        yield said(wording, "headline.concerns", found[0], "levels", scales=names)


def seen(one: Shown) -> float:
    """The size of a difference as it meets the eye, as a share of the scale's length."""
    return abs(one[1].difference) / (one[0].points - 1)


def _notes(shown: Sequence[ShownGap], report: Report, wording: Wording) -> Iterator[Sentence]:
    fallen = Counter(gap.verdict for gap in shown)
    judged = size_of("statements", report)
    if not judged:
        yield said(wording, "headline.none_judged", joint=JOINT)
        return
    names = {key: fallen[key] for key in ("gap", "aligned", "undetermined")}
    yield counted(wording, "headline.counts", judged, **names)
    blind = sum(finding.kind == "blind_spot" for finding in report.findings)
    if blind:
        yield counted(wording, "headline.blind_spots", blind, total=fallen["gap"])
    yield said(wording, "headline.together", each=wording.percent(report.release.alpha))
    unable = sum(gap.reason == "could_not_show_alignment" for gap in shown)
    if unable:
        yield counted(wording, "headline.unable", unable)
    difference, interval = report.offset.mean_difference, report.offset.interval
    if is_shown(difference) and is_shown(interval):
        clear = interval[0] > 0 or interval[1] < 0
        yield said(
            wording,
            "headline.offset" if clear else "headline.no_offset",
            higher=wording.company("b" if difference > 0 else "a"),
            size=wording.number(abs(difference)),
            difference=wording.signed(difference),
            interval=wording.gap_interval(interval),
        )


def spoken(statement: Statement, gap: ShownGap, wording: Wording) -> Sentence:
    """A gap as a person would say it: who rates whom higher, by how much, on what."""
    size = wording.number(abs(gap.difference))
    higher, lower = gap.higher, other(gap.higher)
    names: dict[str, object] = {
        "points": wording.say(f"headline.points.{'one' if size == wording.number(1.0) else 'other'}", count=size),
        "statement": wording.statement(statement.id),
        "high": wording.figure(statement.sides[higher].mean),
        "low": wording.figure(statement.sides[lower].mean),
    }
    link = statement_anchor(statement.id)
    if statement.target == "alliance" or statement.reversed:
        names |= {"higher": wording.company(higher), "lower": wording.company(lower)}
        return said(wording, "headline.agrees_more", statement.id, link, **names)
    names |= {"target": wording.company(statement.target), "rater": wording.company(other(statement.target))}
    key = "own_higher" if gap.higher == statement.target else "own_lower"
    return said(wording, f"headline.{key}", statement.id, link, **names)


def _overview(report: Report, wording: Wording) -> Iterator[Part]:
    """The dumbbells, in parts that fit on a page; statements of different numbers of points apart."""
    by_points = sorted(report.statements, key=lambda s: s.points)
    neutral = "_neutral" if report.edition == "participants" else ""
    for _, group in groupby(by_points, key=lambda s: s.points):
        statements = by_size(list(group))
        reach = charts.gap_reach(statements)
        parts = -(-len(statements) // _ROWS_A_CHART)
        size = -(-len(statements) // parts)
        for start in range(0, len(statements), size):
            part = statements[start : start + size]
            numbers = {"first": start + 1, "last": start + len(part), "total": len(statements)}
            title = wording.say(f"headline.{'part' if parts > 1 else 'all'}{neutral}", **numbers)
            shown = [(s, gap) for s in part if (gap := shown_gap(s.gap))]
            alt = wording.say(
                f"headline.alt{neutral}",
                **numbers,
                finding=at_the_top(shown, wording),
                gaps=sum(gap.verdict == "gap" for _, gap in shown),
                shown=len(shown),
            )
            yield dumbbells(f"overview.{part[0].points}.{start + 1}", title, alt, part, reach, wording)


def dumbbells(  # noqa: PLR0917 (what a picture of them is made of)
    key: str, title: str, alt: str, statements: Sequence[Statement], reach: float | None, wording: Wording
) -> Part:
    figure = drawn(
        key,
        alt,
        lambda layout: charts.gap_overview(statements, wording, layout, reach),
        table=compared_table(key, title, statements, wording),
        native=Dumbbells(statements[0].points),
    )
    return Part(key=key, title=title, blocks=(figure,))


def at_the_top(shown: Sequence[Shown], wording: Wording) -> str:
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
