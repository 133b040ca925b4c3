"""The picture: both sides' averages as dumbbells, with every gap beside them."""

from collections.abc import Iterator, Sequence

import msgspec

from diagnostic.analysis.report import Statement
from diagnostic.briefing.deck.parts import Cell, Dumbbells, Slide, Table, plain
from diagnostic.briefing.deck.slides.told import Told
from diagnostic.briefing.figures import by_size, shown_gap, shown_mean
from diagnostic.questionnaire.words import SIDES

_MOST, _LOWEST = 8, 3
"""Rows a picture has at most, and how many are so high that fewer would be no higher."""
_WAYS = ((8, False), (7, False), (8, True), (7, True), (6, True), (5, True), (4, True))
"""How many differ most, and whether a concern of one company is told without its name."""
_ROWS = 4.32
"""How high all rows are with their head, in inches: with the most of them, two lines of the smallest type."""


def pictures(told: Told) -> Iterator[Slide]:
    """One slide of those that differ most; for both companies all statements, in the questionnaire's order."""
    shown = [s for s in told.report.statements if any(shown_mean(s.sides[side]) is not None for side in SIDES)]
    if not shown:
        yield Slide(
            layout="Statement",
            title=told.say("deck.picture.none"),
            kicker=told.say("sections.scales"),
            parts={
                "Statement": plain(told.say("deck.picture.none_what")),
                "Content": plain(told.say("deck.picture.none_why")),
            },
            notes=told.notes(told.say("deck.say.nothing")),
        )
        return
    ranked = told.for_consultant and not told.report.levels_alone
    if ranked:
        ordered = by_size(shown)
        same = [s for s in ordered if s.points == max(s.points for s in ordered)]
        # Fewer have higher rows.
        whole, *less = [_picture(told, same[:most], 1, len(shown), brief=brief) for most, brief in _WAYS]
        yield msgspec.structs.replace(whole, otherwise=tuple((slide,) for slide in less))
        return
    first = 1
    # One answer scale a picture, the scales in the questionnaire's order.
    for points in dict.fromkeys(s.points for s in shown):
        same = [s for s in shown if s.points == points]
        parts = -(-len(same) // _MOST)
        size = -(-len(same) // parts)
        for start in range(0, len(same), size):
            rows = same[start : start + size]
            yield _splitting(told, rows, first, len(shown))
            first += len(rows)


def _splitting(told: Told, rows: Sequence[Statement], first: int, total: int) -> Slide:
    """A picture, that becomes two where a statement in it would be cut."""
    slide = _picture(told, rows, first, total)
    half = -(-len(rows) // 2)
    if half < _LOWEST:
        return slide
    halves = (rows[:half], first), (rows[half:], first + half)
    return msgspec.structs.replace(slide, otherwise=(tuple(_splitting(told, *one, total) for one in halves),))


def _picture(told: Told, rows: Sequence[Statement], first: int, total: int, *, brief: bool = False) -> Slide:
    levels = told.report.levels_alone
    title = _differ(told, rows) if told.for_consultant and not levels else _part(told, rows, first, total)
    row = _ROWS / (max(len(rows), _LOWEST) + 1)
    missing = len(told.report.statements) - total
    source = told.say("deck.picture.source_levels" if levels else "deck.picture.source", points=rows[0].points)
    if missing:
        source = f"{source} {told.wording.count('deck.picture.missing', missing)}"
    return Slide(
        layout="Table and chart",
        title=title,
        kicker=told.say("sections.headline" if told.for_consultant else "sections.scales"),
        parts={"Table": _table(told, rows, title, row, brief=brief), "Content": _dumbbells(told, rows, title, row)},
        source=source,
        notes=told.notes(told.say("deck.say.picture"), *_sources(told, rows)),
    )


def _part(told: Told, rows: Sequence[Statement], first: int, shown: int) -> str:
    """Which statements, of how many that are shown and were asked, and how many gaps."""
    gaps = sum(s.gap.verdict == "gap" for s in rows)
    asked = len(told.report.statements)
    which = told.say(
        "deck.picture.which_shown" if shown < asked else "deck.picture.which",
        first=first,
        last=first + len(rows) - 1,
        shown=shown,
        total=asked,
    )
    key = "levels" if told.report.levels_alone else "part" if gaps else "part_none"
    return told.say(f"deck.picture.{key}", which=which, gaps=gaps)


def _differ(told: Told, rows: Sequence[Statement]) -> str:
    """What the gaps have in common; where they have nothing, only what is to be seen."""
    if not any(s.gap.verdict == "gap" for s in rows):
        return told.say("deck.picture.unsure", total=len(rows))
    blind = sum(finding.kind == "blind_spot" for finding in told.report.findings)
    gaps = sum(shown_gap(s.gap) is not None and s.gap.verdict == "gap" for s in told.report.statements)
    sentence = told.wording.count("headline.blind_spots", blind, total=gaps)
    if sentence in told.page.headline.notes:
        return told.without_stop(sentence)
    return told.say("deck.picture.even", total=len(rows))


def _table(told: Told, rows: Sequence[Statement], title: str, row: float, *, brief: bool) -> Table:
    if told.report.levels_alone:
        return Table(
            heads=(told.say("predictions.statement"),),
            rows=tuple((Cell(told.wording.statement(s.id)),) for s in rows),
            widths=(1.0,),
            row=row,
            alt=told.say("deck.picture.alt_table", finding=title),
        )
    return Table(
        heads=tuple(
            told.say(key)
            for key in ("predictions.statement", "deck.picture.gap", "gaps.interval_label", "predictions.verdict")
        ),
        rows=tuple(_row(told, statement, brief=brief) for statement in rows),
        widths=(0.49, 0.08, 0.17, 0.26) if told.for_consultant else (0.53, 0.075, 0.19, 0.205),
        row=row,
        centred=(1, 2),
        alt=told.say("deck.picture.alt_table", finding=title),
    )


def _row(told: Told, statement: Statement, *, brief: bool) -> tuple[Cell, ...]:
    wording, gap = told.wording, shown_gap(statement.gap)
    name = Cell(wording.statement(statement.id))
    if gap is None:
        return name, Cell(""), Cell(""), Cell(told.say("verdict.withheld"))
    return (
        name,
        Cell(wording.signed(gap.difference), bold=gap.verdict == "gap"),
        Cell(wording.gap_interval(gap.interval)),
        Cell(told.verdict(statement, gap, brief=brief), bold=gap.verdict == "gap"),
    )


def _dumbbells(told: Told, rows: Sequence[Statement], title: str, row: float) -> Dumbbells:
    wording = told.wording
    return Dumbbells(
        statements=tuple(wording.statement(s.id) for s in rows),
        names=(wording.company("a"), wording.company("b")),
        joined=told.say("deck.picture.gap"),
        a=tuple(shown_mean(s.sides.a) for s in rows),
        b=tuple(shown_mean(s.sides.b) for s in rows),
        points=rows[0].points,
        written=tuple((wording.figure(s.sides.a.mean), wording.figure(s.sides.b.mean)) for s in rows),
        row=row,
        alt=told.say("deck.picture.alt", finding=title, figures=" ".join(_figures(told, rows))),
    )


def _sources(told: Told, rows: Sequence[Statement]) -> Iterator[str]:
    for statement, figures in zip(rows, _figures(told, rows), strict=True):
        gap = shown_gap(statement.gap)
        yield f"{figures} {told.source(statement, gap)}." if gap else figures


def _figures(told: Told, rows: Sequence[Statement]) -> Iterator[str]:
    wording = told.wording
    for statement in rows:
        yield told.say(
            "deck.picture.row",
            statement=wording.statement(statement.id),
            mean_a=wording.figure(statement.sides.a.mean),
            mean_b=wording.figure(statement.sides.b.mean),
        )
