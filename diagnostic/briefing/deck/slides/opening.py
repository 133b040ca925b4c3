"""The title, who answered, the headline, and the picture with every gap beside it."""

from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from diagnostic.analysis.report import SAID_GAPS
from diagnostic.briefing.deck.slide import Piece, Slide, plain
from diagnostic.briefing.deck.slides.chosen import Chosen, some, with_rows
from diagnostic.briefing.deck.text import told
from diagnostic.briefing.document.blocks import (
    SIDE_MARKS,
    Figure,
    Item,
    List,
    Row,
    Sentence,
    Table,
    Text,
    need,
    pick_all,
)
from diagnostic.briefing.document.native import Bars, Dumbbells, Series
from diagnostic.questionnaire.words import SIDES

_VERDICTS = {
    "gap": "brand",
    "very_likely": "#5b6673",
    "aligned": "#9aa4b1",
    **dict.fromkeys(("worth_asking", "undetermined", "too_few", "withheld"), "line"),
}
"""By the colour of its bar."""
_LONG = 80
_MOST = 8
"""Rows a picture has at most."""


def title(chosen: Chosen) -> Slide:
    page, brand = chosen.page, chosen.brand
    names = [(side, page.companies[side]) for side in SIDES]
    short = [(side, name if len(name) <= _LONG else f"{name[: _LONG - 1]}…") for side, name in names]
    companies = plain(*(f"{SIDE_MARKS[side]} {name}" for side, name in short))
    simulated = [chosen.say("head.simulated")] if page.simulated else []
    details = " · ".join([*page.details, page.edition_name, *simulated])
    said = plain(chosen.say("deck.say.title"), chosen.say("deck.say.asked"), page.edition_why)
    return Slide(
        layout="Title",
        title=page.alliance.strip() or page.title,
        kicker=page.title,
        pieces={
            "Companies": (companies,),
            "Details": (plain(details),),
            "Name": (plain(brand.name, *brand.contact.splitlines()),),
        },
        notes=(said, *page.notices) if chosen.for_consultant else (),
    )


def reliance(chosen: Chosen) -> Slide:
    """Can I rely on this? Who answered, and what is withheld."""
    blocks = chosen.part("participation")
    careful = chosen.texts("participation", "caution")
    notices = [s.text for notice in chosen.page.notices if notice.key != "head.simulated_why" for s in notice.sentences]
    reasons = pick_all(blocks, List, "withheld")
    whole, short = _withheld(chosen, reasons)
    shown = () if reasons else (chosen.say("participation.all_shown"),)
    turnout = need(blocks, Table, "turnout")
    invited = any(turnout.cell(row, "invited").value is not None for row in turnout.rows)
    return chosen.slide(
        "Chart and text",
        "participation",
        " ".join(chosen.texts("participation", "answered")),
        {
            "Content": (need(blocks, Figure, "participation"),),
            "Text": (plain(*notices, *careful, *shown), whole),
        },
        shorter={"Text": (plain(*notices, *careful), short)},
        source=chosen.say("deck.reliance.source") if invited else "",
        say="reliance",
    )


def _withheld(chosen: Chosen, reasons: Sequence[List]) -> tuple[List, List]:
    """What is withheld for each reason; with the reason in full, and in a few words."""
    whole, short = [], []
    for one in reasons:
        things = chosen.wording.listed([item.label.text for item in one.items if item.label])
        label = Sentence(key="withheld", text=things)
        if one.title:
            whole.append(Item((one.title,), label))
            few = Sentence(key="withheld", text=chosen.wording.reason_short(one.title.subject))
            short.append(Item((few,), label))
    return List(key="withheld", items=tuple(whole)), List(key="withheld", items=tuple(short))


def headline(chosen: Chosen) -> Slide:
    """One sentence to say aloud, and how the verdicts fall."""
    no_agreement = chosen.say("deck.headline.no_agreement")
    if chosen.page.levels_alone:
        title = chosen.say("deck.headline.levels")
        pieces: dict[str, Piece] = {
            "Statement": (plain(chosen.say("deck.headline.levels_what")),),
            "Content": (*chosen.page.notices, plain(no_agreement)),
        }
    else:
        total = sum(1 for _ in chosen.statements())
        none = chosen.say("deck.headline.none_judged", total=total)
        title = chosen.heading("headline", "headline.counts") or none
        aloud = (
            chosen.texts("headline", "headline")[0] if chosen.for_consultant else chosen.say("deck.headline.neutral")
        )
        pieces = {
            "Statement": (plain(aloud),),
            "Text": (
                plain(
                    *chosen.texts("headline", "headline.together", "headline.very_likely", "headline.offset"),
                    no_agreement,
                ),
            ),
            "Content": (_verdicts(chosen, title),),
        }
    notes = pick_all(chosen.part("headline"), Text)
    return chosen.slide("Statement", "headline", title, pieces, say="headline", notes=notes)


def scales(chosen: Chosen) -> Iterator[Slide]:
    """What leads: every scale, and what may be said of it for whom."""
    for table in pick_all(chosen.part("headline"), Table, "scales"):
        counts = plain(*chosen.texts("headline", "headline.scales", "headline.in_general", "headline.in_general_none"))
        title = chosen.say("deck.headline.scales")
        yield chosen.slide("Table", "headline", title, {"Content": (table,)}, say="scales", notes=(counts, table))


def _verdicts(chosen: Chosen, finding: str) -> Figure:
    verdicts = [table.cell(row, "verdict").badge for table, row, _ in chosen.statements()]
    fallen = Counter(badge.state for badge in verdicts if badge)
    there = [verdict for verdict in _VERDICTS if fallen[verdict]]
    series = Series(
        name=chosen.say("deck.headline.statements"),
        values=tuple(float(fallen[verdict]) for verdict in there),
        colour="brand",
        colours=tuple(_VERDICTS[verdict] for verdict in there),
    )
    names = tuple(chosen.say(f"verdict.{verdict}") for verdict in there)
    bars = Bars(kind="beside", categories=names, series=(series,), thick=0.62)
    return Figure(key="verdicts", alt=chosen.say("deck.headline.alt", finding=finding), native=bars)


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
    shown = sum(len(rows) for rows in scales.values())
    missing = len(everything) - shown
    if chosen.for_consultant and not chosen.page.levels_alone:
        first = with_rows(whole, scales[max(scales)][:_MOST])
        yield _picture(chosen, _differ(chosen, first), first, max(scales), missing)
        return
    reached = 0
    for points, rows in scales.items():
        for page in _pages(chosen, with_rows(whole, rows)):
            heading = _which(chosen, page, reached + 1, shown, missing)
            yield _picture(chosen, heading, page, points, missing)
            reached += len(page.rows)


def _pages(chosen: Chosen, table: Table) -> list[Table]:
    """The rows in equal parts, as few as have room for them."""
    count = len(table.rows)
    for parts in range(-(-count // _MOST), count + 1):
        size = -(-count // parts)
        pages = [with_rows(table, table.rows[start : start + size]) for start in range(0, count, size)]
        if all(chosen.room(_beside(chosen, page)) == len(page.rows) for page in pages):
            break
    return pages


def _beside(chosen: Chosen, table: Table) -> Table:
    """What stands beside the chart: of levels alone the statements, of which nothing else is shown."""
    return some(table, ("statement",) if chosen.page.levels_alone else ("statement", "gap", "interval", "verdict"))


def _picture(chosen: Chosen, heading: str, table: Table, points: int, missing: int) -> Slide:
    levels = chosen.page.levels_alone
    source = chosen.say("deck.picture.source_levels" if levels else "deck.picture.source", points=points)
    if missing:
        source = f"{source} {chosen.wording.count('deck.picture.missing', missing)}"
    caption = chosen.say("deck.picture.alt_table", finding=heading)
    beside = msgspec.structs.replace(_beside(chosen, table), caption=caption)
    alt = chosen.say("deck.picture.alt", finding=heading, figures=" ".join(told(table)))
    dumbbells = Figure(key="picture", alt=alt, table=table, native=Dumbbells(points))
    return chosen.slide(
        "Table and chart",
        "headline" if chosen.for_consultant else "scales",
        heading,
        {"Table": (beside,), "Content": (dumbbells,)},
        source=source,
        say="picture",
        notes=(table,),
    )


def _which(chosen: Chosen, rows: Table, first: int, shown: int, missing: int) -> str:
    """Which statements, of how many that are shown and were asked, and how many gaps."""
    gaps = _gaps(rows)
    which = chosen.say(
        "deck.picture.which_shown" if missing else "deck.picture.which",
        first=first,
        last=first + len(rows.rows) - 1,
        shown=shown,
        total=shown + missing,
    )
    key = "levels" if chosen.page.levels_alone else "part" if gaps else "part_none"
    return chosen.say(f"deck.picture.{key}", which=which, gaps=gaps)


def _differ(chosen: Chosen, rows: Table) -> str:
    """What the gaps have in common; where they have nothing, only what is to be seen."""
    if not _gaps(rows):
        return chosen.say("deck.picture.unsure")
    return chosen.heading("headline", "headline.blind_spots") or chosen.say("deck.picture.even")


def _gaps(rows: Table) -> int:
    badges = [rows.cell(row, "verdict").badge for row in rows.rows]
    return sum(badge is not None and badge.state in SAID_GAPS for badge in badges)
