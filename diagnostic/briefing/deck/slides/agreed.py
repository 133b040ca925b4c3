"""Who owns what, what each side expects, what the workshop must address, and what the comments are about."""

from collections.abc import Iterator, Sequence

from diagnostic.briefing.deck.slide import Piece, Slide, plain
from diagnostic.briefing.deck.slides.chosen import Chosen, sentences, some, with_rows
from diagnostic.briefing.document import blocks as b
from diagnostic.briefing.document.native import Bars, Ranges
from diagnostic.briefing.owners import QUESTIONS
from diagnostic.full_stops import in_a_row
from diagnostic.questionnaire.words import SIDES

_SURE = ("expectations.sum_sure", "expectations.apart", "expectations.apart_hidden")
_FEWEST_TOPICS = 3
_FEWEST_ACTIVITIES, _COLUMNS = 2, 5
"""One activity is no picture; and what comes of who would be better placed has no room."""
_MOST_EXPECTED = 4
"""So many expectations have a line each."""


def ownership(chosen: Chosen) -> Iterator[Slide]:
    """What each side says now, and what comes of it now and of who would be better placed, of what is shown of it."""
    for table in b.pick_all(chosen.part("ownership"), b.Table, "ownership"):
        rows = [row for row in table.rows if any(_is_shown(table, row, question) for question in QUESTIONS)]
        asked = [question for question in QUESTIONS if any(_is_shown(table, row, question) for row in rows)]
        columns = [f"{question}_{what}" for question in asked for what in ("a", "b", "state")]
        missing = len(table.rows) - len(rows)
        left_out = [chosen.wording.count("deck.ownership.missing", missing)] if missing else []
        if len(rows) >= _FEWEST_ACTIVITIES:
            yield chosen.slide(
                "Table",
                "ownership",
                in_a_row(chosen.texts("ownership", "ownership.sentence")[:2]),
                {"Content": (some(with_rows(table, rows), "activity", *columns[:_COLUMNS]),)},
                source=in_a_row([chosen.say("deck.ownership.source"), *left_out]),
                say="ownership",
                ask=chosen.questions("ownership"),
            )


def _is_shown(table: b.Table, row: b.Row, question: str) -> bool:
    """Whether it is shown what comes of what both sides say."""
    columns = {column.key for column in table.columns}
    if f"{question}_state" not in columns:
        return False
    badge = table.cell(row, f"{question}_state").badge
    return badge is not None and badge.state != "withheld"


def expectations(chosen: Chosen) -> Iterator[Slide]:
    """A row an expectation: what the medians say, and both sides' middle halves on a line each."""
    parts = b.pick_all(chosen.part("expectations"), b.Part, "expectation")
    shown = [part for part in parts if any(isinstance(f.native, Ranges) for f in b.pick_all(part.blocks, b.Figure))]
    if shown:
        pieces: dict[str, Piece] = {}
        for n, part in enumerate(shown[:_MOST_EXPECTED], start=1):
            pieces[f"Text {n}"] = (plain(part.title, role="strong"), plain(_told(chosen, part)))
            pieces[f"Line {n}"] = b.pick_all(part.blocks, b.Figure)[:1]
        key = "   ".join(f"{b.SIDE_MARKS[side]} {chosen.wording.company(side)}" for side in SIDES)
        yield chosen.slide(
            "Intervals",
            "expectations",
            _expected_title(chosen, shown),
            pieces,
            source=chosen.say("deck.two", first=key, second=chosen.say("deck.expectations.source")),
            say="expectations",
            ask=chosen.questions(*(part.anchor for part in parts)),
        )


def _told(chosen: Chosen, part: b.Part) -> str:
    """Both medians, or their sum, in a few words."""
    medians = {f"median_{side}": _median(part, side) for side in SIDES}
    total = _median(part, "together")
    key = "together" if total else "same" if len(set(medians.values())) == 1 else "both"
    return chosen.say(f"deck.expectations.{key}", sum=total, **medians)


def _median(part: b.Part, row: str) -> str:
    """A median in an expectation's own table; '' where it has no such row."""
    tables = (figure.table for figure in b.pick_all(part.blocks, b.Figure) if figure.table)
    return next((table.cell(one, "median").text for table in tables for one in table.rows if one.key == row), "")


def _expected_title(chosen: Chosen, parts: Sequence[b.Part]) -> str:
    """A sum that is beyond luck first, then medians that surely lie apart."""
    for part in parts:
        if any(sentence.key in _SURE for sentence in sentences(part.blocks, "expectation.finding")):
            total = _median(part, "together")
            medians = {f"median_{side}": _median(part, side) for side in SIDES}
            key = "sum" if total else "apart"
            return chosen.say(f"deck.expectations.{key}", title=part.title, sum=total, **medians)
    return chosen.say("deck.expectations.none")


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
        title = chosen.heading("themes", "themes.most") or chosen.wording.count("deck.themes", len(table.rows))
        yield chosen.slide("Table", "themes", title, {"Content": (table,)})
