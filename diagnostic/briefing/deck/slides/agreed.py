"""Who owns what, what each side expects, what the workshop must address, and what the comments are about."""

from collections.abc import Iterator, Sequence

from diagnostic.briefing.deck.slide import Slide, plain
from diagnostic.briefing.deck.slides.chosen import Chosen, sentences, series, side_by_side, some
from diagnostic.briefing.document import blocks as b
from diagnostic.briefing.document.native import Bars
from diagnostic.questionnaire.words import SIDES

_WHOLE = 100.0
_SURE = ("expectations.sum_sure", "expectations.apart", "expectations.apart_hidden")
_FEWEST_TOPICS = 3


def ownership(chosen: Chosen) -> Iterator[Slide]:
    """What each side says now, and what comes of it now and of who would be better placed."""
    for table in b.pick_all(chosen.part("ownership"), b.Table, "ownership"):
        states = {cell.badge.state for row in table.rows for cell in row.cells if cell.badge}
        if states - {"withheld"}:
            shown = some(table, "activity", "now_a", "now_b", "now_state", "better_a", "better_b")
            yield chosen.slide(
                "Table",
                "ownership",
                " ".join(chosen.texts("ownership", "ownership.sentence")[:2]),
                {"Content": (shown,)},
                source=chosen.say("deck.ownership.source"),
                say="ownership",
                ask=chosen.questions("ownership"),
            )


def expectations(chosen: Chosen) -> Iterator[Slide]:
    """Shares of one whole laid end to end, and the medians of the others; in words where one of both is missing."""
    parts = b.pick_all(chosen.part("expectations"), b.Part, "expectation")
    asked = [part for part in parts if b.pick_all(part.blocks, b.Figure)]
    shares = [part for part in asked if _median(part, "together").text]
    others = [part for part in asked if part not in shares]
    found: list[tuple[str, b.Block]] = []
    if shares:
        found.append((chosen.say("deck.expectations.shares"), _shares(chosen, shares)))
    if others:
        found.append((chosen.say("deck.expectations.others"), _medians(chosen, others)))
    if len(found) == 1:
        told = (f"{part.title}: {b.need(part.blocks, b.Text, 'expectation.finding').text}" for part in asked)
        found.append(("", plain(*told)))
    if found:
        yield chosen.slide(
            "Two columns",
            "expectations",
            _expected_title(chosen, [*shares, *others]),
            side_by_side(*found),
            source=chosen.say("deck.expectations.source"),
            say="expectations",
            ask=chosen.questions(*(part.anchor for part in parts)),
        )


def _median(part: b.Part, row: str, column: str = "median") -> b.Cell:
    """A cell of an expectation's own table; an empty one where it has no such row."""
    tables = (figure.table for figure in b.pick_all(part.blocks, b.Figure) if figure.table)
    return next((table.cell(one, column) for table in tables for one in table.rows if one.key == row), b.Cell())


def _expected_title(chosen: Chosen, parts: Sequence[b.Part]) -> str:
    """A sum that is beyond luck first, then medians that surely lie apart."""
    for part in parts:
        if any(sentence.key in _SURE for sentence in sentences(part.blocks, "expectation.finding")):
            total = _median(part, "together").text
            medians = {f"median_{side}": _median(part, side).text for side in SIDES}
            key = "sum" if total else "apart"
            return chosen.say(f"deck.expectations.{key}", title=part.title, sum=total, **medians)
    return chosen.say("deck.expectations.none")


def _shares(chosen: Chosen, shares: Sequence[b.Part]) -> b.Figure:
    """Both companies' own shares laid end to end, against the whole there is."""
    sums = [(part.title, _median(part, "together")) for part in shares]
    names = [chosen.say("deck.expectations.together", title=title, sum=total.text) for title, total in sums]
    medians = {side: [_median(part, side) for part in shares] for side in SIDES}
    bars = Bars(
        kind="stacked",
        categories=tuple(names),
        series=tuple(
            series(chosen.wording.company(side), medians[side], [f"side_{side}"] * len(sums)) for side in SIDES
        ),
        most=max(*(total.value or 0.0 for _, total in sums), _WHOLE) * 1.08,
        ticks=_WHOLE,
        strong_lines=True,
        legend=True,
        format='General"%"',
    )
    alt = " ".join(figure.alt for part in shares for figure in b.pick_all(part.blocks, b.Figure))
    return b.Figure(key="shares", alt=alt, native=bars)


def _medians(chosen: Chosen, others: Sequence[b.Part]) -> b.Table:
    """The medians, and in brackets the middle halves."""
    columns = (
        b.Column(key="expectation", title=chosen.say("deck.expectations.expected")),
        *(b.Column(key=side, title=chosen.wording.company(side)) for side in SIDES),
    )
    rows = []
    for part in others:
        cells = (b.Cell(text=_median(part, side).text, note=_median(part, side, "half").text) for side in SIDES)
        rows.append(b.Row(key=part.subject, cells=(b.Cell(text=part.title), *cells)))
    return b.table("medians", chosen.say("deck.expectations.others"), columns, tuple(rows))


def priorities(chosen: Chosen) -> Iterator[Slide]:
    """Not where fewer topics are shown than make a picture."""
    for figure in b.pick_all(chosen.part("priorities"), b.Figure, "priorities"):
        bars, topics = figure.native, figure.table
        if isinstance(bars, Bars) and topics and len(bars.categories) >= _FEWEST_TOPICS:
            missing = len(topics.rows) - len(bars.categories)
            title = _topics_title(chosen, bars, more=bool(missing))
            source = chosen.wording.count("deck.priorities.missing", missing) if missing else ""
            alt = chosen.say("deck.priorities.alt", finding=title)
            yield chosen.slide(
                "Chart",
                "priorities",
                title,
                {"Content": (b.Figure(key="topics", alt=alt, native=bars),)},
                source=source or chosen.say("priorities.lead"),
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
    first = set()
    for one in bars.series:
        shares = [share or 0.0 for share in one.values]
        first |= {name for name, share in zip(bars.categories, shares, strict=True) if share == max(shares)}
    if more or len(first) > 1:
        return chosen.say("deck.priorities.shown", count=count)
    return chosen.say("deck.priorities.same", first_a=first.pop())


def themes(chosen: Chosen) -> Iterator[Slide]:
    """What several comments are about, in the consultant's words; never a comment itself."""
    for table in b.pick_all(chosen.part("themes"), b.Table, "themes"):
        title = chosen.heading("themes", "themes.most") or table.caption
        yield chosen.slide("Table", "themes", title, {"Content": (table,)})
