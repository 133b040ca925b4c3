"""What moved since earlier waves, and what was agreed then."""

from collections.abc import Iterator, Sequence

from diagnostic.briefing.deck.slide import Piece, Slide, plain
from diagnostic.briefing.deck.slides.chosen import Chosen, next_to
from diagnostic.briefing.document import blocks as b
from diagnostic.briefing.document.native import Lines
from diagnostic.full_stops import in_a_row

_TITLE = 170
"""As many letters as a title has room for, about."""


def lines(chosen: Chosen) -> Iterator[Slide]:
    """The scales of which most can be told, both levels with their intervals; the rest stands in the notes.

    Not where both companies read it: which scales come first would be an order.
    """
    headline = b.pick(chosen.part("moved"), b.Text, "moved.headline")
    drawn = [figure for figure in b.pick_all(chosen.part("moved"), b.Figure, "moved.") if _shows(figure)][:2]
    if headline and drawn and chosen.for_consultant:
        pieces: dict[str, Piece] = {}
        for where, figure in zip(("Left", "Right"), drawn, strict=False):
            pieces |= next_to(where, figure.title, figure)
        source = chosen.say("deck.moved.source")
        beside = b.pick(chosen.part("moved"), b.Text, "moved.beside")
        whole = in_a_row(text.text for text in (headline, beside) if text)
        notes = (plain(whole), *chosen.part("moved"))
        yield chosen.slide("Two charts", "moved", what_moved(headline.sentences), pieces, source=source, notes=notes)


def _shows(figure: b.Figure) -> bool:
    """Whether it has a line: a single mark is a level, which stands in the table before."""
    native = figure.native
    lines = native.series if isinstance(native, Lines) else ()
    return any(sum(value is not None for value in one.values) > 1 for one in lines)


def what_moved(said: Sequence[b.Sentence]) -> str:
    """The first sentence as a title, and what else moved as far as there is room: what fell may come after a rise."""
    title, *more = (each.text for each in said)
    for sentence in more:
        if len(title) + len(sentence) >= _TITLE:
            break
        title = in_a_row((title, sentence))
    return title


def actions(chosen: Chosen) -> Iterator[Slide]:
    """What was agreed, and by whom and when; and what its target did since."""
    for part in b.pick_all(chosen.part("moved"), b.Part, "moved.agreed"):
        items = [item for each in b.pick_all(part.blocks, b.List) for item in each.items]
        columns = tuple(b.Column(key=key, title=chosen.say(f"deck.moved.{key}")) for key in ("action", "since"))
        title = chosen.wording.count("deck.moved.agreed", len(items))
        table = b.table("agreed", title, columns, tuple(_action(item, chosen) for item in items))
        source = in_a_row(text.text for text in b.pick_all(part.blocks, b.Text))
        yield chosen.slide("Table", "moved", title, {"Content": (table,)}, source=source, notes=part.blocks)


def again(chosen: Chosen) -> Iterator[Slide]:
    """Who owns what and what is expected, then and now, where a pulse asked it again."""
    for part in b.pick_all(chosen.part("moved"), b.Part, "moved.again"):
        title = in_a_row(chosen.texts("ownership", "ownership.sentence")[:1]) or chosen.say("deck.moved.again")
        source = in_a_row(text.text for text in b.pick_all(part.blocks, b.Text))
        notes = (*part.blocks, *chosen.part("ownership"), *chosen.part("expectations"))
        yield chosen.slide(
            "Table", "moved", title, {"Content": b.pick_all(part.blocks, b.Table)}, source=source, notes=notes
        )


def _action(item: b.Item, chosen: Chosen) -> b.Row:
    by, *did = (sentence.text for sentence in item.sentences)
    label = item.label.text if item.label else ""
    agreed = b.Cell(text=chosen.say("deck.two", first=label, second=by), strong=True)
    return b.Row(key=label, cells=(agreed, b.Cell(text=in_a_row(did) or "–")))
