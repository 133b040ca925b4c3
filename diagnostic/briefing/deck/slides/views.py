"""Surprises, to open with or to handle with care; and what both sides see at the same height."""

from collections.abc import Iterator, Sequence

from diagnostic.briefing.deck.slide import Slide, plain
from diagnostic.briefing.deck.slides.chosen import Chosen, sentences, series, side_by_side, some
from diagnostic.briefing.document.blocks import Block, Figure, Sentence, Table, pick, pick_all
from diagnostic.briefing.document.native import Bars
from diagnostic.questionnaire.words import SIDES, other

_MOST = 3
"""Surprises of a kind that bars are drawn of."""


def surprises(chosen: Chosen) -> Iterator[Slide]:
    """What to open with, and what to handle with care."""
    columns: list[tuple[str, Block]] = []
    both: list[Sentence] = []
    for news in ("better", "worse"):
        found = sentences(chosen.part("summary"), f"summary.{news}")[:_MOST]
        block = _expected(chosen, found) if found else plain(chosen.say(f"deck.surprises.no_{news}"))
        columns.append((chosen.say(f"deck.surprises.{news}"), block))
        both += found
    if both:
        yield chosen.slide(
            "Two columns",
            "predictions",
            both[0].text,
            side_by_side(*columns),
            source=chosen.say("deck.surprises.source"),
            say="surprises",
            ask=chosen.questions(*(sentence.link for sentence in both)),
        )


def _expected(chosen: Chosen, shown: Sequence[Sentence]) -> Figure:
    """What the company rated expects, outlined, over what the partner says: each in its company's colour."""
    tables = {side: pick_all(chosen.part("predictions"), Table, f"predictions.{side}") for side in SIDES}
    rows = {row.key: (side, table, row) for side, found in tables.items() for table in found for row in table.rows}
    told = [rows[sentence.subject] for sentence in shown]
    expects, says = ([table.cell(row, key) for _, table, row in told] for key in ("expected", "said"))
    own, others = [f"side_{side}" for side, _, _ in told], [f"side_{other(side)}" for side, _, _ in told]
    bars = Bars(
        kind="beside",
        categories=tuple(chosen.wording.statement(sentence.subject) for sentence in shown),
        series=(
            series(chosen.say("deck.surprises.expected"), expects, own, hollow=True),
            series(chosen.say("deck.surprises.said"), says, others),
        ),
        format="0.0",
        least=1,
        most=next(float(points) for _, row, points in chosen.statements() if row.key == shown[0].subject),
        ticks=1,
        legend=True,
    )
    alt = chosen.say("deck.surprises.alt", finding=" ".join(sentence.text for sentence in shown))
    return Figure(key="surprises", alt=alt, native=bars)


def shared(chosen: Chosen) -> Iterator[Slide]:
    columns: list[tuple[str, Block]] = []
    tables: dict[str, Table] = {}
    for level in ("high", "low"):
        block: Block = plain(chosen.say(f"levels.{level}_none"))
        figure = pick(chosen.part("levels"), Figure, f"levels.{level}")
        if figure and figure.table:
            tables[level] = figure.table
            block = some(figure.table, "statement", *SIDES)
        columns.append((chosen.say(f"deck.shared.{level}"), block))
    if tables:
        key = "both" if len(tables) > 1 else f"{next(iter(tables))}_alone"
        count = {level: len(table.rows) for level, table in tables.items()}
        yield chosen.slide(
            "Two columns",
            "levels",
            chosen.say(f"deck.shared.{key}", **count),
            side_by_side(*columns),
            source=chosen.say("levels.caution"),
            say="shared",
            notes=tuple(tables.values()),
        )
