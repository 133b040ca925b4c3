"""Who owns what, what each side expects, and what the workshop must address, by both sides."""

from collections.abc import Iterator, Sequence

import msgspec

from diagnostic.briefing.deck.parts import Chart, Grid, Piece, Slide, plain, richest
from diagnostic.briefing.deck.slides.chosen import Chosen, without_stop
from diagnostic.briefing.document.blocks import Cell, Column, Figure, Part, Row, Table, Text, pick, pick_all, table
from diagnostic.briefing.document.native import Bars, Series
from diagnostic.briefing.owners import DISPUTED, SETTLED
from diagnostic.questionnaire.words import SIDES

_ROWS, _FEWEST = 9, 4
_WHOLE = 100.0
_SURE = ("expectations.sum_sure", "expectations.apart")
_MOST_TOPICS, _FEWEST_TOPICS = 10, 3


def ownership(chosen: Chosen) -> Iterator[Slide]:
    found = pick(chosen.part("ownership"), Table, "ownership")
    if found and any(badge.state != "withheld" for row in found.rows for cell in row.cells if (badge := cell.badge)):
        yield richest([_ownership(chosen, found, most) for most in range(_ROWS, _FEWEST - 1, -1)])


def _ownership(chosen: Chosen, found: Table, most: int) -> Slide:
    source, more = chosen.say("deck.ownership.source"), len(found.rows) - most
    if more > 0:
        source = f"{source} {chosen.wording.count('deck.ownership.more', more)}"
    sentences = chosen.texts("ownership", "ownership.sentence")
    now = [badge.state for row in found.rows if (badge := found.cell(row, "now_state").badge)]
    shown = [state for state in now if state != "withheld"]
    title = chosen.say("deck.ownership.none", shown=len(shown), total=len(now))
    if set(DISPUTED) & set(now) or len(shown) == len(now):
        title = without_stop(" ".join(sentence.text for sentence in sentences[:2]))
    meanings = chosen.texts("ownership", "ownership.means")
    return Slide(
        layout="Table",
        title=title,
        kicker=chosen.title("ownership"),
        pieces={"Content": Grid(_owners(chosen, found, most, title))},
        source=source,
        notes=chosen.notes(
            chosen.say("deck.say.ownership"),
            *(sentence.text for sentence in (*sentences, *meanings)),
            *chosen.asked("ownership"),
        ),
    )


def _owners(chosen: Chosen, found: Table, most: int, title: str) -> Table:
    """What each side says now, and what comes of it now and of who would be better placed."""
    keys = [column.key for column in found.columns]
    there = [key for key in ("now_state", "better_state") if key in keys]
    columns = [found.columns[0], *(c for c in found.columns if c.key in ("now_a", "now_b"))]
    columns += [
        Column(key=key, title=chosen.say(f"ownership.{key.removesuffix('_state')}"), kind="verdict") for key in there
    ]
    rows = []
    for row in found.rows[:most]:
        says = [found.cell(row, key) for key in ("now_a", "now_b") if key in keys]
        cells = [row.cells[0], *(Cell(text=f"{cell.note} {cell.text}" if cell.note else "") for cell in says)]
        cells += [_state(chosen, found, row, key) for key in there]
        rows.append(Row(key=row.key, cells=tuple(cells)))
    heads = tuple(msgspec.structs.replace(column, over="", side=None) for column in columns)
    return table("ownership", chosen.say("deck.ownership.alt", finding=title), heads, tuple(rows))


def _state(chosen: Chosen, found: Table, row: Row, key: str) -> Cell:
    """Whether it holds; of what would be agreed better placed, with whom."""
    cell = found.cell(row, key)
    if cell.badge is None or cell.badge.state in ("withheld", "unclear"):
        return Cell(text=cell.text, badge=cell.badge)
    holds = cell.value is not None and cell.value >= SETTLED
    settled = cell.strong if cell.badge.state in DISPUTED else holds
    text = cell.text if settled else chosen.say("deck.ownership.perhaps", state=cell.text)
    if key == "better_state" and cell.badge.state == "agreed":
        text = chosen.say("deck.ownership.agreed", state=text, owner=found.cell(row, "better_a").text)
    return Cell(text=text, badge=cell.badge, strong=cell.strong and key == "now_state")


def expectations(chosen: Chosen) -> Iterator[Slide]:
    parts = pick_all(chosen.part("expectations"), Part, "expectation")
    asked = [part for part in parts if pick_all(part.blocks, Figure)]
    if not asked:
        return
    shares = [part for part in asked if _row(part, "together")]
    others = [part for part in asked if part not in shares]
    pieces: dict[str, Piece] = {}
    if shares:
        pieces |= {"Left heading": plain(chosen.say("deck.expectations.shares")), "Left": _shares(chosen, shares)}
    if others:
        where = "Right" if shares else "Left"
        medians = Grid(_medians(chosen, others))
        pieces |= {f"{where} heading": plain(chosen.say("deck.expectations.others")), where: medians}
    if not shares or not others:
        pieces["Right"] = plain(*(f"{part.title}: {_finding(part)}" for part in asked))
    said = [f"{part.title}: {_finding(part, 'expectation.sides')} {_finding(part)}" for part in asked]
    yield Slide(
        layout="Two columns",
        title=_expected_title(chosen, shares, others),
        kicker=chosen.title("expectations"),
        pieces=pieces,
        source=chosen.say("deck.expectations.source"),
        notes=chosen.notes(chosen.say("deck.say.expectations"), *said, *chosen.asked(*(part.anchor for part in parts))),
    )


def _table(part: Part) -> Table:
    return next(figure.table for figure in pick_all(part.blocks, Figure) if figure.table)


def _row(part: Part, key: str) -> Row | None:
    return next((row for row in _table(part).rows if row.key == key), None)


def _median(part: Part, key: str) -> Cell:
    row = _row(part, key)
    return _table(part).cell(row, "median") if row else Cell()


def _finding(part: Part, key: str = "expectation.finding") -> str:
    found = pick(part.blocks, Text, key)
    return found.text if found else ""


def _expected_title(chosen: Chosen, shares: Sequence[Part], others: Sequence[Part]) -> str:
    """A sum that is beyond luck first, then medians that surely lie apart."""
    findings = chosen.texts("expectations", "expectation.finding")
    sure = [sentence.subject for sentence in findings if sentence.key in _SURE]
    for part in (*shares, *others):
        if part.subject in sure and part in shares:
            return chosen.say("deck.expectations.sum", title=part.title, sum=_median(part, "together").text)
        if part.subject in sure:
            medians = {f"median_{side}": _median(part, side).text for side in SIDES}
            return chosen.say("deck.expectations.apart", title=part.title, **medians)
    return chosen.say("deck.expectations.none")


def _shares(chosen: Chosen, shares: Sequence[Part]) -> Chart:
    """Both companies' own shares laid end to end, against the whole there is."""
    medians = {side: [_median(part, side) for part in shares] for side in SIDES}
    sums = [_median(part, "together") for part in shares]
    bars = Bars(
        kind="stacked",
        categories=tuple(
            chosen.say("deck.expectations.together", title=part.title, sum=total.text)
            for part, total in zip(shares, sums, strict=True)
        ),
        series=tuple(
            Series(
                name=chosen.wording.company(side),
                values=tuple(cell.value for cell in medians[side]),
                written=tuple(cell.text for cell in medians[side]),
                colour=f"side_{side}",
            )
            for side in SIDES
        ),
        most=max(*(total.value or 0.0 for total in sums), _WHOLE) * 1.08,
        ticks=_WHOLE,
        strong_lines=True,
        legend=True,
        format='General"%"',
    )
    alt = " ".join(figure.alt for part in shares for figure in pick_all(part.blocks, Figure))
    return Chart(Figure(key="shares", alt=alt, native=bars))


def _medians(chosen: Chosen, others: Sequence[Part]) -> Table:
    columns = (
        Column(key="expectation", title=chosen.say("deck.expectations.expected")),
        *(Column(key=side, title=chosen.wording.company(side)) for side in SIDES),
    )
    rows = []
    for part in others:
        cells = [Cell(text=part.title)]
        for side in SIDES:
            row = _row(part, side)
            half = _table(part).cell(row, "half").text if row else ""
            cells.append(Cell(text=chosen.say("deck.expectations.median", median=_median(part, side).text, half=half)))
        rows.append(Row(key=part.subject, cells=tuple(cells)))
    return table("medians", chosen.say("deck.expectations.others"), columns, tuple(rows))


def priorities(chosen: Chosen) -> Iterator[Slide]:
    """Not where fewer topics are shown than make a picture."""
    blocks = chosen.part("priorities")
    for figure in pick_all(blocks, Figure, "priorities"):
        bars, topics = figure.native, figure.table
        if isinstance(bars, Bars) and topics and len(bars.categories) >= _FEWEST_TOPICS:
            yield _priorities(chosen, bars, left_out=len(topics.rows) - len(bars.categories))


def _priorities(chosen: Chosen, bars: Bars, left_out: int) -> Slide:
    title = _topics_title(chosen, bars, more=bool(left_out))
    series = tuple(
        msgspec.structs.replace(one, values=one.values[:_MOST_TOPICS], written=(one.written or ())[:_MOST_TOPICS])
        for one in bars.series
    )
    shown = msgspec.structs.replace(bars, categories=bars.categories[:_MOST_TOPICS], series=series)
    alt = chosen.say("deck.priorities.alt", finding=title)
    lead = chosen.say("priorities.lead")
    return Slide(
        layout="Chart",
        title=title,
        kicker=chosen.title("priorities"),
        pieces={"Content": Chart(Figure(key="topics", alt=alt, native=shown))},
        source=chosen.wording.count("deck.priorities.missing", left_out) if left_out else lead,
        notes=chosen.notes(
            chosen.say("deck.say.priorities"), lead, *(s.text for s in chosen.texts("priorities", "priorities.apart"))
        ),
    )


def _largest(series: Series) -> float:
    return max((value for value in series.values if value is not None), default=0.0)


def _topics_title(chosen: Chosen, bars: Bars, *, more: bool) -> str:
    """What the sides clearly differ in, or what both picked most.

    Nothing of the kind where it ties, or where a topic not shown may come before it.
    """
    count = min(len(bars.categories), _MOST_TOPICS)
    if not chosen.for_consultant:
        return chosen.say("deck.priorities.neutral", count=count)
    for sentence in chosen.texts("priorities", "priorities.apart"):
        return without_stop(sentence.text)
    a, b = (
        [name for name, share in zip(bars.categories, one.values, strict=True) if share == _largest(one)]
        for one in bars.series
    )
    if more or a != b or len(a) > 1:
        return chosen.say("deck.priorities.shown", count=count)
    return chosen.say("deck.priorities.same", first_a=a[0])
