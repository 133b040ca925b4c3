"""Who owns what, what each side expects, and what the workshop must address, by both sides."""

from collections.abc import Iterator, Sequence

import msgspec

from diagnostic.briefing.deck.slide import Slide, plain
from diagnostic.briefing.deck.slides.chosen import Chosen, series, side_by_side, some
from diagnostic.briefing.document.blocks import (
    Block,
    Cell,
    Column,
    Figure,
    Part,
    Row,
    Table,
    Text,
    need,
    pick,
    pick_all,
    table,
)
from diagnostic.briefing.document.native import Bars, Series
from diagnostic.questionnaire.words import SIDES

_WHOLE = 100.0
_SURE = ("expectations.sum_sure", "expectations.apart")
_MOST_TOPICS, _FEWEST_TOPICS = 10, 3


def ownership(chosen: Chosen) -> Iterator[Slide]:
    """What each side says now, and what comes of it now and of who would be better placed."""
    found = pick(chosen.part("ownership"), Table, "ownership")
    if found is None or all(
        cell.badge is None or cell.badge.state == "withheld" for r in found.rows for cell in r.cells
    ):
        return
    sentences = chosen.texts("ownership", "ownership.sentence")
    yield chosen.slide(
        "Table",
        "ownership",
        " ".join(sentences[:2]),
        {"Content": (some(found, ("activity", "now_a", "now_b", "now_state", "better_a", "better_b")),)},
        source=chosen.say("deck.ownership.source"),
        say="ownership",
        ask=chosen.questions("ownership"),
    )


def expectations(chosen: Chosen) -> Iterator[Slide]:
    """Shares of one whole laid end to end, and the medians of the others; in words where one of both is missing."""
    parts = pick_all(chosen.part("expectations"), Part, "expectation")
    asked = [part for part in parts if pick_all(part.blocks, Figure)]
    if not asked:
        return
    shares = [part for part in asked if _median(part, "together").text]
    others = [part for part in asked if part not in shares]
    found: list[tuple[str, Block]] = []
    if shares:
        found.append((chosen.say("deck.expectations.shares"), _shares(chosen, shares)))
    if others:
        found.append((chosen.say("deck.expectations.others"), _medians(chosen, others)))
    pieces = side_by_side(*found)
    if len(found) == 1:
        texts = [(part.title, need(part.blocks, Text, "expectation.finding")) for part in asked]
        pieces["Right"] = (plain(*(f"{title}: {finding.text}" for title, finding in texts)),)
    yield chosen.slide(
        "Two columns",
        "expectations",
        _expected_title(chosen, [*shares, *others]),
        pieces,
        source=chosen.say("deck.expectations.source"),
        say="expectations",
        ask=chosen.questions(*(part.anchor for part in parts)),
    )


def _median(part: Part, row: str, column: str = "median") -> Cell:
    """A cell of an expectation's own table; an empty one where it has no such row."""
    whole = next(figure.table for figure in pick_all(part.blocks, Figure) if figure.table)
    return next((whole.cell(one, column) for one in whole.rows if one.key == row), Cell())


def _expected_title(chosen: Chosen, parts: Sequence[Part]) -> str:
    """A sum that is beyond luck first, then medians that surely lie apart."""
    findings = chosen.sentences("expectations", "expectation.finding")
    sure = [sentence.subject for sentence in findings if sentence.key in _SURE]
    for part in parts:
        total = _median(part, "together").text
        if part.subject in sure and total:
            return chosen.say("deck.expectations.sum", title=part.title, sum=total)
        if part.subject in sure:
            medians = {f"median_{side}": _median(part, side).text for side in SIDES}
            return chosen.say("deck.expectations.apart", title=part.title, **medians)
    return chosen.say("deck.expectations.none")


def _shares(chosen: Chosen, shares: Sequence[Part]) -> Figure:
    """Both companies' own shares laid end to end, against the whole there is."""
    sums = [_median(part, "together") for part in shares]
    bars = Bars(
        kind="stacked",
        categories=tuple(
            chosen.say("deck.expectations.together", title=part.title, sum=total.text)
            for part, total in zip(shares, sums, strict=True)
        ),
        series=tuple(
            series(
                chosen.wording.company(side), [_median(part, side) for part in shares], [f"side_{side}"] * len(shares)
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
    return Figure(key="shares", alt=alt, native=bars)


def _medians(chosen: Chosen, others: Sequence[Part]) -> Table:
    """The medians, and in brackets the middle halves."""
    columns = (
        Column(key="expectation", title=chosen.say("deck.expectations.expected")),
        *(Column(key=side, title=chosen.wording.company(side)) for side in SIDES),
    )
    rows = []
    for part in others:
        cells = (Cell(text=_median(part, side).text, note=_median(part, side, "half").text) for side in SIDES)
        rows.append(Row(key=part.subject, cells=(Cell(text=part.title), *cells)))
    return table("medians", chosen.say("deck.expectations.others"), columns, tuple(rows))


def priorities(chosen: Chosen) -> Iterator[Slide]:
    """Not where fewer topics are shown than make a picture."""
    for figure in pick_all(chosen.part("priorities"), Figure, "priorities"):
        bars, topics = figure.native, figure.table
        if isinstance(bars, Bars) and topics and len(bars.categories) >= _FEWEST_TOPICS:
            yield _priorities(chosen, _first(bars), missing=len(topics.rows) - len(bars.categories))


def _first(bars: Bars) -> Bars:
    series = tuple(
        msgspec.structs.replace(one, values=one.values[:_MOST_TOPICS], written=(one.written or ())[:_MOST_TOPICS])
        for one in bars.series
    )
    return msgspec.structs.replace(bars, categories=bars.categories[:_MOST_TOPICS], series=series)


def _priorities(chosen: Chosen, bars: Bars, missing: int) -> Slide:
    title = _topics_title(chosen, bars, more=bool(missing))
    alt = chosen.say("deck.priorities.alt", finding=title)
    return chosen.slide(
        "Chart",
        "priorities",
        title,
        {"Content": (Figure(key="topics", alt=alt, native=bars),)},
        source=chosen.wording.count("deck.priorities.missing", missing) if missing else chosen.say("priorities.lead"),
        say="priorities",
    )


def _topics_title(chosen: Chosen, bars: Bars, *, more: bool) -> str:
    """What the sides clearly differ in, or what both picked most.

    Nothing of the kind where it ties, or where a topic not shown may come before it.
    """
    count = len(bars.categories)
    if not chosen.for_consultant:
        return chosen.say("deck.priorities.neutral", count=count)
    if apart := chosen.heading("priorities", "priorities.apart"):
        return apart
    a, b = (_picked_most(bars, one) for one in bars.series)
    if more or a != b or len(a) > 1:
        return chosen.say("deck.priorities.shown", count=count)
    return chosen.say("deck.priorities.same", first_a=a[0])


def _picked_most(bars: Bars, series: Series) -> list[str]:
    largest = max((value for value in series.values if value is not None), default=0.0)
    return [name for name, share in zip(bars.categories, series.values, strict=True) if share == largest]
