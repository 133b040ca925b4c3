"""Both sides' averages statement by statement, with every gap beside them."""

from collections.abc import Iterator

import msgspec

from diagnostic.briefing.deck.slide import Slide
from diagnostic.briefing.deck.slides.chosen import Chosen, is_gap, some, with_rows
from diagnostic.briefing.deck.text import told
from diagnostic.briefing.document.blocks import Figure, Row, Table
from diagnostic.briefing.document.native import Dumbbells
from diagnostic.questionnaire.words import SIDES

_FIRST, _ALL = 8, 7
"""Rows of the one picture of those that differ most, and at most of one of several."""


def pictures(chosen: Chosen) -> Iterator[Slide]:
    """One slide of those that differ most; for both companies all statements, in the questionnaire's order."""
    everything = list(chosen.statements())
    scales: dict[int, list[Row]] = {}
    for table, row, points in everything:
        if any(table.cell(row, f"mean_{side}").value is not None for side in SIDES):
            scales.setdefault(points, []).append(row)
    if not scales:
        yield chosen.nothing("scales", "picture")
        return
    whole = everything[0][0]
    shown = sum(map(len, scales.values()))
    missing = len(everything) - shown
    if chosen.for_consultant and not chosen.page.levels_alone:
        first = with_rows(whole, scales[max(scales)][:_FIRST])
        yield _picture(chosen, _differ(chosen, first), first, max(scales), missing)
        return
    reached = 0
    for points, rows in scales.items():
        while rows:
            size = chosen.room(_beside(chosen, with_rows(whole, rows[:_ALL])))
            page = with_rows(whole, [rows.pop(0) for _ in rows[:size]])
            yield _picture(chosen, _which(chosen, page, reached + 1, shown, missing), page, points, missing)
            reached += size


def _beside(chosen: Chosen, table: Table) -> Table:
    """What stands beside the chart: of levels alone the statements, of which nothing else is shown."""
    more = () if chosen.page.levels_alone else ("gap", "interval", "verdict")
    return some(table, "statement", *more)


def _picture(chosen: Chosen, heading: str, table: Table, points: int, missing: int) -> Slide:
    levels = "_levels" if chosen.page.levels_alone else ""
    source = chosen.say(f"deck.picture.source{levels}", points=points)
    if missing:
        source = f"{source} {chosen.wording.count('deck.picture.missing', missing)}"
    caption = chosen.say("deck.picture.alt_table", finding=heading)
    beside = msgspec.structs.replace(_beside(chosen, table), caption=caption)
    alt = chosen.say("deck.picture.alt", finding=heading, figures=" ".join(told(table)))
    return chosen.slide(
        "Table and chart",
        "headline" if chosen.for_consultant else "scales",
        heading,
        {"Table": (beside,), "Content": (Figure(key="picture", alt=alt, table=table, native=Dumbbells(points)),)},
        source=source,
        say="picture" if _any_judged(table) else "open",
        notes=(table,),
    )


def _any_judged(table: Table) -> bool:
    verdicts = (table.cell(row, "verdict").badge for row in table.rows)
    return any(badge and badge.state not in ("too_few", "withheld") for badge in verdicts)


def _which(chosen: Chosen, rows: Table, first: int, shown: int, missing: int) -> str:
    """Which statements, of how many that are shown and were asked, and how many gaps."""
    numbers = {"first": first, "last": first + len(rows.rows) - 1, "shown": shown, "total": shown + missing}
    which = chosen.say("deck.picture.which_shown" if missing else "deck.picture.which", **numbers)
    gaps = _gaps(rows)
    none = "part_none" if _any_judged(rows) else "part_untested"
    key = "levels" if chosen.page.levels_alone else "part" if gaps else none
    return chosen.say(f"deck.picture.{key}", which=which, gaps=gaps)


def _differ(chosen: Chosen, rows: Table) -> str:
    """What the gaps have in common; where they have nothing, only what is to be seen."""
    if not _gaps(rows):
        return chosen.say("deck.picture.unsure" if _any_judged(rows) else "deck.picture.untested")
    return chosen.heading("headline", "headline.blind_spots") or chosen.say("deck.picture.even")


def _gaps(rows: Table) -> int:
    return sum(is_gap(rows.cell(row, "verdict").badge) for row in rows.rows)
