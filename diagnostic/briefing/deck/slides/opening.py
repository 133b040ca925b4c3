"""The title, who answered, the headline, and the picture with every gap beside it."""

from collections import Counter
from collections.abc import Iterator

import msgspec

from diagnostic.briefing.deck.parts import (
    Chart,
    Grid,
    Paragraph,
    Piece,
    Run,
    Slide,
    Words,
    plain,
    richest,
    some,
    strong,
    usual,
)
from diagnostic.briefing.deck.slides.chosen import Chosen, without_stop
from diagnostic.briefing.document.blocks import SIDE_MARKS, Figure, Group, List, Row, Table, need, pick_all
from diagnostic.briefing.document.native import Bars, Dumbbells, Series
from diagnostic.questionnaire.words import SIDES

_LONG = 80
_NOTES = ("none_judged", "counts", "blind_spots", "together", "unable", "offset", "no_offset")
_VERDICTS = {"gap": "brand", "aligned": "#9aa4b1", "undetermined": "line", "too_few": "line", "withheld": "line"}
"""By the colour of its bar."""
_MOST, _LOWEST = 8, 3
"""Rows a picture has at most, and how many are so high that fewer would be no higher."""
_ROWS = 4.32
"""How high all rows are with their head, in inches: with the most of them, two lines of the smallest type."""


def title(chosen: Chosen) -> Slide:
    page, brand = chosen.page, chosen.brand
    names = [(side, page.companies[side]) for side in SIDES]
    short = [(side, name if len(name) <= _LONG else name[: _LONG - 1] + "…") for side, name in names]
    companies = tuple(
        Paragraph((Run(SIDE_MARKS[side], colour=f"side_{side}"), Run(f" {name}"))) for side, name in short
    )
    simulated = [chosen.say("head.simulated")] if page.simulated else []
    details = " · ".join([*page.details, page.edition_name, *simulated])
    notices = [sentence.text for notice in page.notices for sentence in notice.sentences]
    return Slide(
        layout="Title",
        title=page.alliance.strip() or page.title,
        kicker=page.title,
        pieces={
            "Companies": Words(companies),
            "Details": plain(details),
            "Name": plain(brand.name, *brand.contact.splitlines()),
        },
        notes=chosen.notes(chosen.say("deck.say.title"), chosen.say("deck.say.asked"), page.edition_why, *notices),
    )


def reliance(chosen: Chosen) -> Slide:
    """Can I rely on this? Who answered, and what is withheld."""
    blocks = chosen.part("participation")
    figure, turnout = need(blocks, Figure, "participation"), need(blocks, Table, "turnout")
    a, b = turnout.rows
    count = sum(round(turnout.cell(row, "answered").value or 0) for row in (a, b))
    rates = [turnout.cell(row, "rate") for row in (a, b)]
    if all(rate.value is not None for rate in rates):
        shares = {"percent_a": rates[0].text, "percent_b": rates[1].text}
        heading = chosen.say("deck.reliance.invited", count=count, **shares)
    else:
        n = {f"n_{row.key}": turnout.cell(row, "answered").text for row in (a, b)}
        heading = chosen.say("deck.reliance.answered", count=count, **n)
    invited = any(turnout.cell(row, "invited").value is not None for row in (a, b))
    said = [sentence.text for sentence in chosen.texts("participation", "answered", "caution")]
    return Slide(
        layout="Chart and text",
        title=heading,
        kicker=chosen.title("participation"),
        pieces={"Content": Chart(figure), "Text": Words(tuple(_withheld(chosen)))},
        source=chosen.say("deck.reliance.source") if invited else "",
        notes=chosen.notes(
            chosen.say("deck.say.reliance"), *said, *(one.title.text for one in _reasons(chosen) if one.title)
        ),
    )


def _reasons(chosen: Chosen) -> tuple[List, ...]:
    return pick_all(chosen.part("participation"), List, "withheld")


def _withheld(chosen: Chosen) -> Iterator[Paragraph]:
    reasons, careful = _reasons(chosen), chosen.texts("participation", "caution")
    notices = [s for notice in chosen.page.notices if notice.key != "head.simulated_why" for s in notice.sentences]
    yield from (usual(sentence.text) for sentence in (*notices, *careful))
    if not careful and len(reasons) < 2:
        yield from (usual(sentence.text) for sentence in chosen.texts("participation", "answered"))
    if not reasons:
        yield usual(chosen.say("participation.all_shown"))
    for one in reasons:
        things = chosen.wording.listed([item.label.text for item in one.items if item.label])
        yield strong(chosen.say("deck.reliance.withheld", things=things))
        if one.title and len(reasons) == 1:
            yield usual(one.title.text)
        elif one.title:
            # In full only where it is the only reason; else the notes have them.
            yield usual(chosen.say("deck.reliance.why", why=chosen.wording.reason_short(one.title.subject)))


def headline(chosen: Chosen) -> Slide:
    """One sentence to say aloud, and how the verdicts fall."""
    sentence, *notes = chosen.texts("headline", "headline", *(f"headline.{note}" for note in _NOTES))
    fallen = Counter(
        badge.state for table, row, _ in chosen.statements() if (badge := table.cell(row, "verdict").badge)
    )
    levels = chosen.page.levels_alone
    counts = _counts(chosen, fallen, levels=levels)
    # In the words of the last slide, which are fewer.
    alarm = {told.key: told for told in chosen.texts("method", "trust")}.get("deck.method.alarm")
    rest = [
        alarm if alarm and note.key == "headline.together" else note
        for note in notes
        if note.key in ("headline.together", "headline.offset", "headline.none_judged")
    ]
    explained = [*(sentence.text for sentence in rest), chosen.say("deck.headline.no_agreement")]
    aloud = sentence.text if chosen.for_consultant else chosen.say("deck.headline.neutral")
    pieces: dict[str, Piece] = {"Statement": plain(chosen.say("deck.headline.levels_what") if levels else aloud)}
    if levels:
        pieces["Content"] = plain(*(s.text for notice in chosen.page.notices for s in notice.sentences), *explained)
    else:
        pieces |= {"Text": plain(*explained), "Content": _verdicts(chosen, fallen, counts)}
    return Slide(
        layout="Statement",
        title=counts,
        kicker=chosen.title("headline"),
        pieces=pieces,
        notes=chosen.notes(chosen.say("deck.say.headline"), sentence.text, *(note.text for note in notes)),
    )


def _counts(chosen: Chosen, fallen: Counter[str], *, levels: bool) -> str:
    if levels:
        return chosen.say("deck.headline.levels")
    judged = fallen["gap"] + fallen["aligned"] + fallen["undetermined"]
    if not judged:
        return chosen.say("deck.headline.none_judged", total=fallen.total())
    none = chosen.say("deck.headline.no_gap", judged=judged)
    first = chosen.wording.count("deck.headline.counts", fallen["gap"], judged=judged) if fallen["gap"] else none
    rest = [
        chosen.say(f"deck.headline.{key}", number=fallen[key]) for key in ("aligned", "undetermined") if fallen[key]
    ]
    return "; ".join(part for part in (first, chosen.wording.listed(rest)) if part)


def _verdicts(chosen: Chosen, fallen: Counter[str], finding: str) -> Chart:
    there = [verdict for verdict in _VERDICTS if fallen[verdict]]
    series = Series(
        name=chosen.say("deck.headline.statements"),
        values=tuple(float(fallen[verdict]) for verdict in there),
        colour="brand",
        colours=tuple(_VERDICTS[verdict] for verdict in there),
    )
    names = tuple(chosen.say(f"verdict.{verdict}") for verdict in there)
    bars = Bars(kind="beside", categories=names, series=(series,), thick=0.62)
    return Chart(Figure(key="verdicts", alt=chosen.say("deck.headline.alt", finding=finding), native=bars))


def pictures(chosen: Chosen) -> Iterator[Slide]:
    """One slide of those that differ most; for both companies all statements, in the questionnaire's order."""
    everything = list(chosen.statements())
    shown = [one for one in everything if any(one[0].cell(one[1], f"mean_{side}").value is not None for side in SIDES)]
    if not shown:
        yield _nothing(chosen)
        return
    scales = list(dict.fromkeys(points for _, _, points in shown))
    missing = len(everything) - len(shown)
    if chosen.for_consultant and not chosen.page.levels_alone:
        same = [one for one in shown if one[2] == max(scales)]
        yield richest([_picture(chosen, same[:most], 1, len(shown), missing) for most in range(_MOST, _LOWEST, -1)])
        return
    first = 1
    for points in scales:
        same = [one for one in shown if one[2] == points]
        parts = -(-len(same) // _MOST)
        size = -(-len(same) // parts)
        for start in range(0, len(same), size):
            rows = same[start : start + size]
            yield _splitting(chosen, rows, first, len(shown), missing)
            first += len(rows)


Shown = list[tuple[Table, Row, int]]


def _nothing(chosen: Chosen) -> Slide:
    return Slide(
        layout="Statement",
        title=chosen.say("deck.picture.none"),
        kicker=chosen.title("scales"),
        pieces={
            "Statement": plain(chosen.say("deck.picture.none_what")),
            "Content": plain(chosen.say("deck.picture.none_why")),
        },
        notes=chosen.notes(chosen.say("deck.say.nothing")),
    )


def _splitting(chosen: Chosen, rows: Shown, first: int, total: int, missing: int) -> Slide:
    """A picture, that becomes two where a statement in it would be cut."""
    slide = _picture(chosen, rows, first, total, missing)
    half = -(-len(rows) // 2)
    if half < _LOWEST:
        return slide
    halves = (rows[:half], first), (rows[half:], first + half)
    return msgspec.structs.replace(
        slide, otherwise=(tuple(_splitting(chosen, *one, total, missing) for one in halves),)
    )


def _picture(chosen: Chosen, rows: Shown, first: int, total: int, missing: int) -> Slide:
    levels = chosen.page.levels_alone
    ranked = chosen.for_consultant and not levels
    table, points = rows[0][0], rows[0][2]
    whole = msgspec.structs.replace(table, groups=(Group(rows=tuple(row for _, row, _ in rows)),))
    heading = _differ(chosen, whole) if ranked else _which(chosen, whole, first, total, missing)
    height = _ROWS / (max(len(rows), _LOWEST) + 1)
    source = chosen.say("deck.picture.source_levels" if levels else "deck.picture.source", points=points)
    if missing:
        source = f"{source} {chosen.wording.count('deck.picture.missing', missing)}"
    columns = ("statement",) if levels else ("statement", "gap", "interval", "verdict")
    beside = msgspec.structs.replace(
        some(whole, columns), caption=chosen.say("deck.picture.alt_table", finding=heading)
    )
    figures = [_figures(chosen, whole, row) for row in whole.rows]
    alt = chosen.say("deck.picture.alt", finding=heading, figures=" ".join(figures))
    dumbbells = Figure(key="picture", alt=alt, table=whole, native=Dumbbells(points))
    sources = [_source(whole, row) for row in whole.rows]
    return Slide(
        layout="Table and chart",
        title=heading,
        kicker=chosen.title("headline" if chosen.for_consultant else "scales"),
        pieces={"Table": Grid(beside, height), "Content": Chart(dumbbells, height)},
        source=source,
        notes=chosen.notes(
            chosen.say("deck.say.picture"), *(" ".join(pair).strip() for pair in zip(figures, sources, strict=True))
        ),
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
        return chosen.say("deck.picture.unsure", total=len(rows.rows))
    for sentence in chosen.texts("headline", "headline.blind_spots"):
        return without_stop(sentence.text)
    return chosen.say("deck.picture.even", total=len(rows.rows))


def _gaps(rows: Table) -> int:
    return sum((badge := rows.cell(row, "verdict").badge) is not None and badge.state == "gap" for row in rows.rows)


def _figures(chosen: Chosen, table: Table, row: Row) -> str:
    means = {f"mean_{side}": table.cell(row, f"mean_{side}").text for side in SIDES}
    return chosen.say("deck.picture.row", statement=row.cells[0].text, **means)


def _source(table: Table, row: Row) -> str:
    """The gap with its interval, verdict and answers; '' where it is not shown."""
    if table.cell(row, "gap").value is None:
        return ""
    gap, interval, n = (f"{table.title(key)} {table.cell(row, key).line}" for key in ("gap", "interval", "n"))
    return f"{gap} · {interval} · {table.cell(row, 'verdict').line} · {n}."
