"""Surprises, to open with or to handle with care; and what both sides see at the same height."""

from collections.abc import Iterator, Sequence

import msgspec

from diagnostic.briefing.deck.parts import Chart, Grid, Piece, Slide, plain, richest, some
from diagnostic.briefing.deck.slides.chosen import Chosen, without_stop
from diagnostic.briefing.document.blocks import Cell, Figure, Sentence, Table, pick, pick_all
from diagnostic.briefing.document.native import Bars, Series
from diagnostic.questionnaire.words import SIDES, Side, other

_NEWS = (("Left", "better"), ("Right", "worse"))
_MOST_SURPRISES, _MOST_LEVELS = 3, 5


def surprises(chosen: Chosen) -> Iterator[Slide]:
    found = {news: chosen.texts("summary", f"summary.{news}") for _, news in _NEWS}
    if any(found.values()):
        yield richest([_surprises(chosen, found, most) for most in range(_MOST_SURPRISES, 0, -1)])


def _surprises(chosen: Chosen, found: dict[str, list[Sentence]], most: int) -> Slide:
    pieces: dict[str, Piece] = {}
    for where, news in _NEWS:
        pieces[f"{where} heading"] = plain(chosen.say(f"deck.surprises.{news}"))
        none = plain(chosen.say(f"deck.surprises.no_{news}"))
        pieces[where] = _expected(chosen, found[news][:most]) if found[news] else none
    told = [sentence for _, news in _NEWS for sentence in found[news][:_MOST_SURPRISES]]
    more = sum(max(0, min(len(each), _MOST_SURPRISES) - most) for each in found.values())
    source = chosen.say("deck.surprises.source")
    probes = [line for sentence in told for line in chosen.asked(sentence.link)]
    first = (found["better"] or found["worse"])[0]
    names = {"by": chosen.wording.company(_by(chosen, first)), "statement": chosen.wording.statement(first.subject)}
    return Slide(
        layout="Two columns",
        title=chosen.say(f"deck.surprises.{first.key.removeprefix('predictions.')}", **names),
        kicker=chosen.title("predictions"),
        pieces=pieces,
        source=f"{source} {chosen.wording.count('deck.surprises.more', more)}" if more else source,
        notes=chosen.notes(
            chosen.say("deck.say.surprises"), *(sentence.text for sentence in told), *dict.fromkeys(probes)
        ),
    )


def _tables(chosen: Chosen) -> dict[Side, Table]:
    """Whose expectations they are."""
    return {side: found for side in SIDES if (found := pick(chosen.part("predictions"), Table, f"predictions.{side}"))}


def _by(chosen: Chosen, surprise: Sentence) -> Side:
    return next(side for side, found in _tables(chosen).items() if any(r.key == surprise.subject for r in found.rows))


def _expected(chosen: Chosen, shown: Sequence[Sentence]) -> Chart:
    """What the company rated expects, outlined, over what the partner says: each in its company's colour."""
    points = {row.key: points for _, row, points in chosen.statements()}
    expected, says = [], []
    for sentence in shown:
        by = _by(chosen, sentence)
        found = _tables(chosen)[by]
        row = next(row for row in found.rows if row.key == sentence.subject)
        expected.append((found.cell(row, "expected"), f"side_{by}"))
        says.append((found.cell(row, "said"), f"side_{other(by)}"))
    bars = Bars(
        kind="beside",
        categories=tuple(chosen.wording.statement(sentence.subject) for sentence in shown),
        series=(_series(chosen, "expected", expected), _series(chosen, "said", says)),
        format="0.0",
        least=1,
        most=float(points[shown[0].subject]),
        ticks=1,
        legend=True,
    )
    alt = chosen.say("deck.surprises.alt", finding=" ".join(sentence.text for sentence in shown))
    return Chart(Figure(key="surprises", alt=alt, native=bars))


def _series(chosen: Chosen, key: str, cells: Sequence[tuple[Cell, str]]) -> Series:
    colours = tuple(colour for _, colour in cells)
    return Series(
        name=chosen.say(f"deck.surprises.{key}"),
        values=tuple(cell.value for cell, _ in cells),
        written=tuple(cell.text if cell.value is not None else "" for cell, _ in cells),
        colour=colours[0],
        colours=colours,
        hollow=key == "expected",
    )


def shared(chosen: Chosen) -> Iterator[Slide]:
    found = {
        name: figure.table
        for name in ("high", "low")
        for figure in pick_all(chosen.part("levels"), Figure, f"levels.{name}")
        if figure.table
    }
    if found:
        yield richest([_shared(chosen, found, most) for most in range(_MOST_LEVELS, 1, -1)])


def _shared(chosen: Chosen, found: dict[str, Table], most: int) -> Slide:
    pieces: dict[str, Piece] = {}
    for where, level in (("Left", "high"), ("Right", "low")):
        pieces[f"{where} heading"] = plain(chosen.say(f"deck.shared.{level}"))
        none = plain(chosen.say(f"levels.{level}_none"))
        pieces[where] = Grid(_levels(chosen, found[level], most)) if level in found else none
    count = {level: len(found[level].rows) if level in found else 0 for level in ("high", "low")}
    key = "both" if count["high"] and count["low"] else "high_alone" if count["high"] else "low_alone"
    more = sum(max(0, number - most) for number in count.values())
    caution = chosen.say("levels.caution")
    return Slide(
        layout="Two columns",
        title=chosen.say(f"deck.shared.{key}", **count),
        kicker=chosen.title("levels"),
        pieces=pieces,
        source=f"{caution} {chosen.wording.count('deck.shared.more', more)}" if more else caution,
        notes=chosen.notes(chosen.say("deck.say.shared"), *_all(chosen, found)),
    )


def _levels(chosen: Chosen, table: Table, most: int) -> Table:
    """Where disagreeing is favourable, a low average is a good one."""
    kept = some(table, ("statement", *SIDES), slice(most))
    rows = []
    for row in kept.rows:
        first = row.cells[0]
        text = chosen.say("deck.shared.reversed", statement=first.text) if first.note else first.text
        rows.append(msgspec.structs.replace(row, cells=(Cell(text=text), *row.cells[1:])))
    return msgspec.structs.replace(kept, groups=(msgspec.structs.replace(kept.groups[0], rows=tuple(rows)),))


def _all(chosen: Chosen, found: dict[str, Table]) -> Iterator[str]:
    for level, table in found.items():
        yield chosen.say(f"deck.shared.{level}")
        for row in table.rows:
            means = {f"mean_{side}": table.cell(row, side).text for side in SIDES}
            statement = table.cell(row, "statement")
            told = chosen.say("deck.picture.row", statement=statement.text, **means)
            marked = chosen.say("deck.shared.reversed", statement=without_stop(told)) + "."
            yield marked if statement.note else told
