"""The headline: what to say aloud first, how the verdicts fall, and every gap in a picture."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from msgspec.structs import replace

from diagnostic.analysis.report import Report, Scale, Statement, VerdictName, leading
from diagnostic.briefing import charts
from diagnostic.briefing.document.blocks import Block, Figure, Part, Sentence, Text, pick_all
from diagnostic.briefing.document.overview import overview
from diagnostic.briefing.document.saying import (
    alone,
    anchor,
    counted,
    drawn,
    means_of,
    reasons_in_short,
    said,
    section,
)
from diagnostic.briefing.document.statements import compared_table
from diagnostic.briefing.figures import ShownGap, by_size, is_shown, reason_of, shown_gap, within_language
from diagnostic.briefing.verdicts import size_of
from diagnostic.briefing.wording import Wording
from diagnostic.disclosure import JOINT
from diagnostic.questionnaire.words import SIDES, Side, other

_TOLD: tuple[VerdictName, ...] = ("gap", "very_likely", "aligned", "undetermined")
_ROWS_A_CHART = 12
"""As many dumbbells as half a printed page has room for."""

Shown = tuple[Statement, ShownGap]


def headline(report: Report, wording: Wording, *, leads: bool) -> Part:
    """``leads`` where no section before it has every scale at a glance."""
    sentence, *notes = headline_sentences(report, wording)
    blocks: list[Block] = [Text(key="headline", sentences=(sentence,), role="headline"), *map(alone, notes)]
    blocks += overview(report, wording) if leads else ()
    pictures = tuple(_overview(report, wording))
    if report.levels_alone:
        # No picture, which would be one of gaps: the levels stand scale by scale.
        figures = pick_all(pictures, Figure)
        return section(wording, "headline", *blocks, *(replace(figure, picture=None) for figure in figures))
    judged = size_of("statements", report)
    read = [said(wording, "headline.read" if judged else "headline.read_unjudged")]
    if report.edition == "consultant" and judged:
        read.append(said(wording, "headline.order"))
    reading = Text(key="headline.read", sentences=tuple(read), role="fine")
    return section(wording, "headline", *blocks, reading, *pictures)


def headline_sentences(report: Report, wording: Wording) -> list[Sentence]:
    """What to say aloud first, then how the verdicts fall, what they rest on, and who answers higher altogether."""
    if report.levels_alone:
        return [said(wording, "headline.levels_alone")]
    shown = shown_gaps(report)
    if not shown:
        return [said(wording, "headline.no_gaps")]
    notes = list(_notes([gap for _, gap in shown], report, wording))
    # For both companies: how the verdicts fall is all there is to say without ranking anything.
    first = [] if report.edition == "participants" else [_first(shown, report, wording), *_concerns(report, wording)]
    return [*first, *notes]


def shown_gaps(report: Report) -> list[Shown]:
    """Every statement whose gap may be shown, by its likely size."""
    return [(s, gap) for s in by_size(report.statements) if (gap := shown_gap(s.gap))]


def _first(shown: Sequence[Shown], report: Report, wording: Wording) -> Sentence:
    """The scale that differs most, with the statement in it that does; else that statement; else that there is none.

    A scale of one statement is that statement, and says no more than it.
    """
    stated = [one for one in shown if one[1].is_stated]
    scales = {scale.id: scale for scale in report.scales if len(scale.statements) > 1}
    found = [scales[f.subject] for f in report.findings if f.kind == "scale_gap" and f.subject in scales]
    if found:
        gap = shown_gap(found[0].gap)
        # What says the same as the scale, in the same direction.
        alike = (one for one in stated if one[0].scale == found[0].id and gap and one[1].higher == gap.higher)
        return scale_spoken(found[0], next(alike, None), wording)
    if stated:
        return spoken(*stated[0], wording)
    judged = [gap.verdict for _, gap in shown if gap.verdict != "too_few"]
    if judged and set(judged) == {"aligned"}:
        return said(wording, "headline.all_aligned")
    most = max(shown, key=seen)[0].id
    key = "headline.none_clear" if judged else "headline.none_judged_first"
    return said(wording, key, most, statement=wording.statement(most))


def scale_spoken(scale: Scale, evidence: Shown | None, wording: Wording) -> Sentence:
    """A scale's gap as a person would say it, and the statement of it that shows it best."""
    gap = shown_gap(scale.gap)
    text = wording.say(
        "headline.scale_gap_these" if scale.gap.these_people else "headline.scale_gap",
        scale=wording.text(f"scale:{scale.id}"),
        **_ends(scale, gap.higher if gap else "a", wording),
    )
    if evidence is not None:
        text = f"{text} {wording.say('headline.scale_evidence', gap=spoken(*evidence, wording, hedged=False).text)}"
    within = [one.within_language for one in (gap, evidence and evidence[1]) if one]
    if any(within):
        text = f"{text} {wording.say('languages.hedge' if all(within) else 'languages.hedge_part')}"
    return Sentence(key="headline.scale_gap", text=text, subject=scale.id, link=anchor("scale", scale.id))


def _ends(one: Statement | Scale, higher: Side, wording: Wording) -> dict[str, str]:
    """Who answers higher and who lower, and how high."""
    sides: dict[str, Side] = {"high": higher, "low": other(higher)}
    companies = {f"{end}er": wording.company(side) for end, side in sides.items()}
    return companies | {end: wording.figure(one.sides[side].mean) for end, side in sides.items()}


def _concerns(report: Report, wording: Wording) -> Iterator[Sentence]:
    """The scales that both companies surely rate lower than the rest: whatever the gaps, often the first to repair."""
    scales = {scale.id for scale in report.scales}
    found = [f.subject for f in report.findings if f.kind == "shared_concern" and f.subject in scales]
    if found:
        names = wording.listed([wording.quoted(wording.text(f"scale:{scale}")) for scale in found])
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
    yield from _scales(report, wording)
    asking = fallen["worth_asking"]
    worth = wording.count("headline.asking", asking) if asking else ""
    fallen["undetermined"] += asking
    yield counted(wording, "headline.counts", judged, fallen=_fallen(fallen, wording, asking=worth))
    if within := within_language(report):
        yield counted(wording, "headline.languages", len(within))
    if blind := sum(finding.kind == "blind_spot" for finding in report.findings):
        total = fallen["gap"] + fallen["very_likely"]
        key = "headline.blind_spots_all" if blind == total else "headline.blind_spots"
        yield counted(wording, key, blind, total=total)
    yield said(wording, "headline.together", each=wording.percent(report.release.alpha))
    if fallen["very_likely"]:
        yield said(wording, "headline.very_likely")
    if unable := sum(gap.reason == "could_not_show_alignment" for gap in shown):
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


def _scales(report: Report, wording: Wording) -> Iterator[Sentence]:
    """How the scales fall: those judged for the people invited, then those judged only for people like them.

    Of the former also which gaps hold for people like them, where there are gaps at all.
    """
    shown = [scale for scale in report.scales if is_shown(scale.gap.mean_difference)]
    these = [scale for scale in shown if scale.gap.these_people]
    if these:
        took_part = {side: report.participation[side] for side in SIDES}
        rates = {f"rate_{side}": wording.percent(one.answered / (one.invited or 1)) for side, one in took_part.items()}
        yield _judged(these, wording.say("headline.these_people", **rates), wording)
        if any(leading(scale.gap).verdict == "gap" for scale in these):
            general = _named([scale for scale in these if scale.gap.verdict == "gap"], wording)
            key = "headline.in_general" if general else "headline.in_general_none"
            yield said(wording, key, scales=general)
    if others := [scale for scale in shown if not scale.gap.these_people]:
        yield _judged(others, wording.say("headline.like_them"), wording)


def _judged(scales: Sequence[Scale], whom: str, wording: Wording) -> Sentence:
    """How some scales fall for the same people."""
    fallen = Counter(leading(scale.gap).verdict for scale in scales)
    named = _named([scale for scale in scales if leading(scale.gap).verdict == "gap"], wording)
    which = wording.say("headline.which", scales=named) if named else ""
    return counted(wording, "headline.scales", len(scales), whom=whom, fallen=_fallen(fallen, wording, which=which))


def _fallen(fallen: Mapping[VerdictName, int], wording: Wording, *, which: str = "", asking: str = "") -> str:
    """How many have each verdict, of those that any has; that none has a gap is said."""
    told = [
        wording.say(f"headline.fallen.{verdict}", count=fallen[verdict], which=which, asking=asking)
        for verdict in _TOLD
        if fallen.get(verdict)
    ]
    return ", ".join(told if fallen.get("gap") else (wording.say("headline.fallen.none"), *told))


def _named(scales: Sequence[Scale], wording: Wording) -> str:
    return wording.listed([wording.quoted(wording.text(f"scale:{scale.id}")) for scale in scales])


def spoken(statement: Statement, gap: ShownGap, wording: Wording, *, hedged: bool = True) -> Sentence:
    """A gap as a person would say it: who rates whom higher, by how much, on what; ``hedged``: or language."""
    names = {"likely": _likely(gap, wording), "statement": wording.statement(statement.id)}
    names |= _ends(statement, gap.higher, wording)
    key = "agrees_more" if wording.is_agreed_with(statement.id) else "answers_higher"
    if statement.target != "alliance" and not statement.reversed:
        names |= {"target": wording.company(statement.target), "rater": wording.company(other(statement.target))}
        key = "own_higher" if gap.higher == statement.target else "own_lower"
    told = said(wording, f"headline.{key}", statement.id, anchor("statement", statement.id), **names)
    if hedged and gap.within_language:
        return replace(told, text=f"{told.text} {wording.say('languages.hedge')}")
    return told


def _likely(gap: ShownGap, wording: Wording) -> str:
    """By how much, allowing for luck, where a gap is stated at all."""
    if gap.size is None or not gap.is_stated:
        return ""
    return wording.say("headline.likely", points=wording.points(abs(gap.size)))


def _overview(report: Report, wording: Wording) -> Iterator[Part]:
    """The dumbbells, in parts that fit on a page; statements of different numbers of points apart."""
    neutral = "_neutral" if report.edition == "participants" else ""
    for span, group in groupby(sorted(report.statements, key=lambda s: (s.points, s.span)), key=lambda s: s.span):
        statements = by_size(list(group))
        reach = charts.gap_reach(statements)
        parts = -(-len(statements) // _ROWS_A_CHART)
        size = -(-len(statements) // parts)
        for start in range(0, len(statements), size):
            part = statements[start : start + size]
            numbers = {"first": start + 1, "last": start + len(part), "total": len(statements)}
            part_of = wording.say(f"headline.part{neutral}", **numbers)
            title = part_of if parts > 1 else wording.count(f"headline.all{neutral}", len(statements))
            shown = [(s, gap) for s in part if (gap := shown_gap(s.gap))]
            finding = _count(shown, wording) if neutral else f"{at_the_top(shown, wording)} {_count(shown, wording)}"
            alt = wording.say(f"headline.alt{neutral}", finding=finding.strip(), **numbers)
            yield dumbbells(f"every_statement.{span}.{start + 1}", title, alt, part, reach, wording)


def _count(shown: Sequence[Shown], wording: Wording) -> str:
    """How many of those judged are gaps, that none was judged, or nothing where none is shown."""
    judged = [gap for _, gap in shown if gap.verdict != "too_few"]
    if not judged:
        return wording.say("headline.alt_untested") if shown else ""
    return wording.say("headline.alt_gaps", gaps=sum(gap.is_stated for gap in judged), judged=len(judged))


def dumbbells(  # noqa: PLR0917 (what a picture of them is made of)
    key: str, title: str, alt: str, statements: Sequence[Statement], reach: float | None, wording: Wording
) -> Part:
    figure = drawn(
        key,
        alt,
        lambda layout: charts.gap_overview(statements, wording, layout, reach),
        table=compared_table(key, title, statements, wording),
    )
    means = [one.sides[side].mean for one in statements for side in SIDES]
    nothing = () if any(map(is_shown, means)) else reasons_in_short(wording, map(reason_of, means))
    return Part(key=key, title=title, blocks=(figure,), nothing=nothing)


def at_the_top(shown: Sequence[Shown], wording: Wording) -> str:
    """What the first dumbbell of a picture shows, for those who cannot see it."""
    if not shown:
        return wording.say("headline.alt_none")
    statement, gap = shown[0]
    names = {"gap": wording.signed(gap.difference), "interval": wording.with_interval(gap.interval)}
    names |= {"statement": wording.statement(statement.id), **means_of(statement, wording)}
    return wording.say("headline.alt_finding", **names)
