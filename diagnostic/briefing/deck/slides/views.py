"""Surprises, to open with or to handle with care; and what both sides see at the same height."""

from collections.abc import Iterator, Sequence

from diagnostic.briefing.deck.slide import Slide, plain
from diagnostic.briefing.deck.slides.chosen import Chosen, series, side_by_side, some
from diagnostic.briefing.document.blocks import Block, Figure, Sentence, Table, pick, pick_all
from diagnostic.briefing.document.native import Bars
from diagnostic.questionnaire.words import SIDES, other

_MOST = 3
"""Surprises of a kind that bars are drawn of."""


def surprises(chosen: Chosen) -> Iterator[Slide]:
    """What to open with, and what to handle with care."""
    found = {news: chosen.sentences("summary", f"summary.{news}")[:_MOST] for news in ("better", "worse")}
    both = [sentence for sentences in found.values() for sentence in sentences]
    if not both:
        return
    columns: list[tuple[str, Block]] = []
    for news, sentences in found.items():
        none = plain(chosen.say(f"deck.surprises.no_{news}"))
        columns.append((chosen.say(f"deck.surprises.{news}"), _expected(chosen, sentences) if sentences else none))
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
    expects = [table.cell(row, "expected") for _, table, row in told]
    says = [table.cell(row, "said") for _, table, row in told]
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
    found = {
        level: figure.table
        for level in ("high", "low")
        if (figure := pick(chosen.part("levels"), Figure, f"levels.{level}")) and figure.table
    }
    if not found:
        return
    columns: list[tuple[str, Block]] = []
    for level in ("high", "low"):
        none = plain(chosen.say(f"levels.{level}_none"))
        shown = some(found[level], ("statement", *SIDES)) if level in found else none
        columns.append((chosen.say(f"deck.shared.{level}"), shown))
    count = {level: len(found[level].rows) if level in found else 0 for level in ("high", "low")}
    key = "both" if count["high"] and count["low"] else "high_alone" if count["high"] else "low_alone"
    yield chosen.slide(
        "Two columns",
        "levels",
        chosen.say(f"deck.shared.{key}", **count),
        side_by_side(*columns),
        source=chosen.say("levels.caution"),
        say="shared",
        notes=tuple(found.values()),
    )
