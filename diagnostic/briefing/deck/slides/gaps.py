"""The gaps that matter, each with its answers, its size and what may be said of it; then what remains a question."""

from collections.abc import Iterator, Sequence

from diagnostic.briefing.deck.slide import Piece, Slide, plain
from diagnostic.briefing.deck.slides.chosen import Chosen, is_gap, sentences, side_by_side
from diagnostic.briefing.document.blocks import Cell, Figure, Part, Sentence, Text, need, pick_all

_OPEN = 2
_ENOUGH = 3
"""Gaps beside which no differences are shown that are none for certain."""


def gaps(chosen: Chosen, most: int) -> Iterator[Slide]:
    """The first gap alone, two on each of the next slides; then the largest differences that are none for certain."""
    drawn = [part for part in pick_all(chosen.part("gaps"), Part, "gap") if _figure(part).native]
    clear = [part for part in drawn if is_gap(part.badge)]
    sure, left = clear[:most], clear[most:]
    for start in (0, *range(1, len(sure), 2)) if sure else ():
        group = sure[start : start + (2 if start else 1)]
        yield _slide(chosen, group, left if group[-1] is sure[-1] else ())
    unsure = [part for part in drawn if not is_gap(part.badge)][:_OPEN]
    if unsure and len(sure) < _ENOUGH:
        yield _slide(chosen, unsure, ())


def _slide(chosen: Chosen, shown: Sequence[Part], left: Sequence[Part]) -> Slide:
    """One with what to ask, or two beside each other; what is no gap is told as a question."""
    one, *more = shown
    sure = is_gap(one.badge)
    title = _spoken(one).text
    if more or not sure:
        key = f"deck.gaps.{'' if sure else 'open_'}{'two' if more else 'one'}"
        title = chosen.say(key, one=one.title, two=shown[-1].title)
    also: Piece = (plain(chosen.say("deck.gaps.also")), *left) if left else ()
    return chosen.slide(
        "Two charts" if more else "Chart and text",
        "gaps",
        title,
        _beside(chosen, shown) if more else _alone(chosen, one),
        source=chosen.say("deck.gaps.source") if more else _spoken(one).source,
        say="gap" if sure else "open",
        notes=(*shown, *also),
        ask=(question for gap in (*shown, *left) for question in _questions(chosen, gap)),
    )


def _alone(chosen: Chosen, gap: Part) -> dict[str, Piece]:
    """What it is and what to ask, then why; what there is no room for stands in the notes."""
    asked, *_ = _questions(chosen, gap)
    why = need(gap.blocks, Text, "gap.reason").text
    seen_with = [sentence.text for sentence in sentences(gap.blocks, "gaps.relative")]
    text = plain(*_told(chosen, gap), chosen.say("deck.ask"), role="strong"), plain(asked, why, *seen_with)
    return {"Content": (_figure(gap),), "Text": text}


def _beside(chosen: Chosen, several: Sequence[Part]) -> dict[str, Piece]:
    notes = {where: plain(*_told(chosen, gap)) for where, gap in zip(("Left", "Right"), several, strict=True)}
    columns = side_by_side(*((gap.title, _figure(gap)) for gap in several))
    return columns | {f"{where} note": (note,) for where, note in notes.items()}


def _told(chosen: Chosen, gap: Part) -> Iterator[str]:
    """The verdict, with what a gap means where it means more, and the size as answered; then the likely size."""
    facts = {sentence.key: sentence.text for sentence in sentences(gap.blocks, "gap.facts")}
    verdict = Cell(text=gap.badge.text if gap.badge else "", note=facts.get("kind", ""))
    yield f"{verdict.line}: {facts['size']}"
    if "likely" in facts:
        yield chosen.say("evidence.likely", size=facts["likely"])


def _questions(chosen: Chosen, gap: Part) -> Iterator[str]:
    """What to ask of it first, and of what else stands under its anchor."""
    yield chosen.gap_question(gap.subject, gap.title)
    yield from chosen.questions(_spoken(gap).link)


def _figure(gap: Part) -> Figure:
    return pick_all(gap.blocks, Figure)[0]


def _spoken(gap: Part) -> Sentence:
    return need(gap.blocks, Text, "gap.spoken").sentences[0]
