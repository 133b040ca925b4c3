"""The gaps that matter, each with its answers, its size and what may be said of it; then what remains a question."""

from collections.abc import Iterator, Sequence

from diagnostic.briefing.deck.parts import Chart, Paragraph, Piece, Slide, Words, plain, richest, strong, usual
from diagnostic.briefing.deck.slides.chosen import Chosen, without_stop
from diagnostic.briefing.document.blocks import Cell, Figure, List, Part, Sentence, Text, pick, pick_all

_A_SLIDE, _OPEN = 2, 2


def gaps(chosen: Chosen, most: int) -> Iterator[Slide]:
    """The first gap alone, two on each of the next slides; then the largest differences that are none for certain."""
    drawn = [part for part in pick_all(chosen.part("gaps"), Part, "gap") if _figure(part).native]
    clear = [part for part in drawn if _verdict(part) == "gap"]
    sure, left = clear[:most], clear[most:]
    if len(sure) <= _A_SLIDE + 1 and not left:
        yield from (_single(chosen, one) for one in sure)
    else:
        yield _single(chosen, sure[0])
        for start in range(1, len(sure), _A_SLIDE):
            several = sure[start : start + _A_SLIDE]
            more = left if start + _A_SLIDE >= len(sure) else []
            yield _pair(chosen, several, more) if len(several) > 1 else _single(chosen, several[0])
    unsure = [part for part in drawn if _verdict(part) != "gap"][:_OPEN]
    if unsure and len(sure) < _A_SLIDE + 1:
        yield _questions(chosen, unsure)


def _figure(gap: Part) -> Figure:
    return next(block for block in gap.blocks if isinstance(block, Figure))


def _verdict(gap: Part) -> str:
    return gap.badge.state if gap.badge else ""


def _fact(gap: Part, key: str) -> str:
    facts = pick(gap.blocks, List, "gap.facts")
    found = [s.text for item in facts.items for s in item.sentences if s.key == key] if facts else []
    return found[0] if found else ""


def _sentences(gap: Part, key: str) -> tuple[Sentence, ...]:
    found = pick(gap.blocks, Text, key)
    return found.sentences if found else ()


def _spoken(gap: Part) -> Sentence:
    return _sentences(gap, "gap.spoken")[0]


def _single(chosen: Chosen, gap: Part, title: str = "", shorter: str = "") -> Slide:
    """A gap, or with a title of its own what may be none."""
    return richest(
        [
            Slide(
                layout="Chart and text",
                title=heading or without_stop(_spoken(gap).text),
                kicker=chosen.title("gaps"),
                pieces={"Content": Chart(_figure(gap)), "Text": Words(tuple(_told(chosen, gap, brief=brief)))},
                source=_spoken(gap).source,
                notes=_notes(chosen, [gap]),
            )
            for heading, brief in ((title, False), (shorter or title, True))
        ]
    )


def _told(chosen: Chosen, gap: Part, *, brief: bool) -> Iterator[Paragraph]:
    """What it is and what to ask; what there is no room for stands in the notes."""
    kind = _fact(gap, "kind")
    key = "deck.gaps.verdict_kind" if kind else "deck.gaps.size"
    yield strong(chosen.say(key, verdict=gap.badge.text if gap.badge else "", kind=kind, size=_fact(gap, "size")))
    yield strong(chosen.say("evidence.interval", interval=_fact(gap, "interval")))
    if not brief:
        yield from (usual(sentence.text) for sentence in _explained(gap))
    yield strong(chosen.say("deck.ask"))
    yield usual(chosen.gap_question(gap.subject, gap.title))


def _explained(gap: Part) -> Iterator[Sentence]:
    """Why the verdict is what it is, and what the size has to be seen with."""
    yield from _sentences(gap, "gap.reason")
    yield from (s for s in _sentences(gap, "gap.means") if s.key in ("gaps.reversed", "gaps.relative"))


def _pair(chosen: Chosen, several: Sequence[Part], more: Sequence[Part]) -> Slide:
    one, two = several
    sizes = {"size_one": _magnitude(chosen, one), "size_two": _magnitude(chosen, two)}
    title = chosen.say("deck.gaps.two", one=one.title, two=two.title, **sizes)
    return _beside(chosen, several, title, chosen.say("deck.gaps.two_short", **sizes), more)


def _magnitude(chosen: Chosen, gap: Part) -> str:
    """How large the gap is, whichever way it goes."""
    values = {row.key: table.cell(row, "gap").value for table, row, _ in chosen.statements()}
    return chosen.wording.number(abs(values[gap.subject] or 0.0))


def _questions(chosen: Chosen, several: Sequence[Part]) -> Slide:
    """Differences seen, which may be luck: to ask about, and not to present."""
    names = [gap.title for gap in several]
    if len(several) > 1:
        title = chosen.say("deck.gaps.open_two", one=names[0], two=names[1])
        return _beside(chosen, several, title, chosen.say("deck.gaps.open_two_short"))
    title = chosen.say("deck.gaps.open_one", one=names[0])
    return _single(chosen, several[0], title, chosen.say("deck.gaps.open_one_short"))


def _beside(chosen: Chosen, several: Sequence[Part], title: str, shorter: str, more: Sequence[Part] = ()) -> Slide:
    """Two next to each other; where a sentence on each has no room, the statement alone."""
    ways = []
    # The title, whether the gap is told in a sentence, and whether all of its source stands there.
    for heading, spelt, whole in (
        (title, True, True),
        (title, True, False),
        (title, False, True),
        (title, False, False),
        (shorter, False, False),
    ):
        pieces: dict[str, Piece] = {}
        for where, gap in zip(("Left", "Right"), several, strict=True):
            pieces[f"{where} heading"] = plain(_spoken(gap).text if spelt else gap.title)
            pieces[where] = Chart(_figure(gap))
            pieces[f"{where} note"] = plain(_note(chosen, gap, whole=whole))
        ways.append(
            Slide(
                layout="Two charts",
                title=heading,
                kicker=chosen.title("gaps"),
                pieces=pieces,
                source=chosen.say("deck.gaps.source"),
                notes=_notes(chosen, several, more),
            )
        )
    return richest(ways)


def _note(chosen: Chosen, gap: Part, *, whole: bool) -> str:
    """The size, and where it comes from, as far as there is room."""
    if whole:
        return f"{_fact(gap, 'size')} · {_spoken(gap).source}"
    interval = chosen.say("evidence.interval", interval=_fact(gap, "interval"))
    verdict = Cell(text=gap.badge.text if gap.badge else "", note=_fact(gap, "kind"))
    return f"{_fact(gap, 'size')} · {interval} · {verdict.line}"


def _notes(chosen: Chosen, several: Sequence[Part], more: Sequence[Part] = ()) -> tuple[str, ...]:
    lines = [line for gap in several for line in _said(chosen, gap)]
    if more:
        lines += [chosen.say("deck.gaps.also"), *(line for gap in more for line in _said(chosen, gap))]
    key = "deck.say.gap" if _verdict(several[0]) == "gap" else "deck.say.open"
    return chosen.notes(chosen.say(key), *lines)


def _said(chosen: Chosen, gap: Part) -> Iterator[str]:
    spoken = _spoken(gap)
    yield spoken.text
    yield from (sentence.text for sentence in _sentences(gap, "gap.means")[:1])
    yield from (sentence.text for sentence in _explained(gap))
    yield f"{spoken.source}."
    yield chosen.say("deck.ask")
    question = chosen.gap_question(gap.subject, gap.title)
    yield from dict.fromkeys((question, *chosen.probes(spoken.link)))
