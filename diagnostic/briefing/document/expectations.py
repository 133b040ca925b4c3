"""Expectations side by side, and shares of one whole added up."""

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial

from msgspec.structs import replace

from diagnostic.analysis.report import Expectation, Interval, Report
from diagnostic.briefing import charts
from diagnostic.briefing.document.blocks import Block, Cell, Column, Part, Row, Sentence, Table, Text, table
from diagnostic.briefing.document.native import Range, Ranges
from diagnostic.briefing.document.saying import anchor, drawn, paragraph, reasons_in_short, said, section, withheld
from diagnostic.briefing.figures import is_shown, reason_of, shown_quartiles
from diagnostic.briefing.wording import Wording, half_up
from diagnostic.questionnaire.words import SIDES, Side

_WHOLE = 100
_STEPS, _MOST_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000), 6
"""From one number of a native axis to the next, and how many there are at most."""


def expectations(report: Report, wording: Wording) -> Part | None:
    if not report.expectations:
        return None
    first = next((asked.id for asked in report.expectations if _shown(asked)), "")
    return section(
        wording,
        "expectations",
        paragraph(wording, "expectations.lead", "lead"),
        *(_expectation(asked, wording, first=asked.id == first) for asked in report.expectations),
        nothing=() if any(map(_shown, report.expectations)) else _reasons(report.expectations, wording),
    )


def _expectation(asked: Expectation, wording: Wording, *, first: bool) -> Part:
    title = wording.text(f"expectation:{asked.id}")
    sentences = tuple(expectation_sentences(asked, wording))
    blocks: list[Block] = [Text(key="expectation.finding", sentences=sentences)]
    if _shown(asked):
        both = tuple(_side(asked, side, wording) for side in SIDES)
        finding = " ".join(sentence.text for sentence in (*both, *sentences))
        alt = wording.say("expectations.alt", title=title, finding=finding)
        draw = partial(charts.expectation, asked, wording, first=first)
        figures = {"table": _table(asked, title, wording), "native": _ranges(asked, wording)}
        blocks.append(drawn(f"expectation.{asked.id}", alt, draw, **figures))
        blocks.append(Text(key="expectation.sides", sentences=both, role="fine"))
    where, nothing = anchor("expectation", asked.id), () if _shown(asked) else _reasons([asked], wording)
    return Part(key="expectation", title=title, subject=asked.id, anchor=where, blocks=tuple(blocks), nothing=nothing)


def _reasons(hidden: Sequence[Expectation], wording: Wording) -> tuple[Sentence, ...]:
    return reasons_in_short(
        wording, (reason_of(asked.sides.a.quartiles, asked.sides.b.quartiles) or "protected" for asked in hidden)
    )


def _shown(asked: Expectation) -> bool:
    return all(shown_quartiles(asked.sides[side]) for side in SIDES)


def expectation_sentences(asked: Expectation, wording: Wording) -> Iterator[Sentence]:
    """What the two medians say about each other; why there are none, where they are withheld."""
    together, interval = asked.sum_of_medians, asked.sum_interval
    if not _shown(asked):
        reason = reason_of(asked.sides.a.quartiles, asked.sides.b.quartiles) or "protected"
        yield withheld(wording, reason, asked.id)
    elif together is not None and interval is not None and is_shown(together) and is_shown(interval):
        yield from _sum(asked.id, together, interval, wording)
    elif is_shown(asked.shift) and is_shown(asked.shift_interval):
        yield _shift(asked, asked.shift, asked.shift_interval, wording)


def _shift(asked: Expectation, shift: float, interval: Interval, wording: Wording) -> Sentence:
    """How far apart the printed medians lie, and whether that may be luck.

    Luck is judged by Hodges and Lehmann's shift, which compares person with person and is another number than the
    difference of the medians: so it is not printed beside them, and its interval is named as what it is.
    """
    a, b = (half_up(quartiles[1], 1) if (quartiles := shown_quartiles(asked.sides[s])) else Decimal(0) for s in SIDES)
    clear, alike = interval[0] > 0 or interval[1] < 0, a == b
    if clear:
        # Medians may be alike, or even the other way round, where most people of a side name the same round number.
        key = "apart" if (float(b - a) * shift) > 0 else "apart_hidden"
    else:
        key = "not_apart_same" if alike else "not_apart"
    sentence = said(
        wording,
        f"expectations.{key}",
        asked.id,
        **{f"median_{side}": _median(asked, side, wording) for side in SIDES},
        higher=wording.company("b" if shift > 0 else "a"),
        difference=wording.distance(asked.id, float(abs(b - a))),
    )
    limits, unit = written(interval, wording, signed=True), wording.unit_of_distances(asked.id, interval[1])
    return replace(sentence, source=wording.say("expectations.person_by_person", interval=limits, unit=unit))


def _sum(subject: str, together: float, interval: Interval, wording: Wording) -> Iterator[Sentence]:
    """Two shares of one whole: whether they make more or less of it than there is."""
    total = wording.say("numbers.percent", number=wording.plain(together))
    over = wording.distance(subject, abs(together - _WHOLE))
    key = "exact" if wording.plain(abs(together - _WHOLE)) == "0" else "more" if together > _WHOLE else "less"
    yield said(wording, f"expectations.{key}", subject, sum=total, over=over, under=over)
    apart = interval[0] > _WHOLE or interval[1] < _WHOLE
    # That they fit needs no luck.
    sure = "sure" if apart else "exact" if key == "exact" else "unsure"
    if sure == "exact" and len(set(map(wording.plain, interval))) == 1:
        return  # from a number to itself is no interval to read
    yield said(wording, f"expectations.sum_{sure}", subject, interval=written(interval, wording))


def written(interval: Interval, wording: Wording, *, signed: bool = False) -> str:
    """Both ends, with a decimal only where they need one."""
    low, high = (("+" if signed and end > 0 else "") + wording.plain(end) for end in interval)
    return wording.say("numbers.interval", low=low, high=high)


def _side(asked: Expectation, side: Side, wording: Wording) -> Sentence:
    """A side's median and the middle half of its answers."""
    names = {"company": wording.company(side), "median": _median(asked, side, wording)}
    return said(wording, "expectations.one_side", side, half=_half(asked, side, wording), **names)


def _median(asked: Expectation, side: Side, wording: Wording) -> str:
    """With its unit; '' where it is withheld."""
    quartiles = shown_quartiles(asked.sides[side])
    return wording.amount(asked.id, quartiles[1]) if quartiles else ""


def _half(asked: Expectation, side: Side, wording: Wording) -> str:
    quartiles = shown_quartiles(asked.sides[side])
    return written((quartiles[0], quartiles[2]), wording) if quartiles else ""


def _ranges(asked: Expectation, wording: Wording) -> Ranges:
    """A line a side over the middle half of its answers; a share of one whole on all of it."""
    sides = []
    for side in SIDES:
        if quartiles := shown_quartiles(asked.sides[side]):
            lower, median, upper = (wording.plain(value) for value in quartiles)
            name, written = wording.company(side), (lower, median, upper)
            sides.append(Range(name=name, values=quartiles, written=written, colour=f"side_{side}"))
    ends = [end for side in sides for end in side.values]
    low, high = (0.0, float(_WHOLE)) if asked.sum_of_medians is not None else (min(ends), max(ends))
    room = 0.0 if asked.sum_of_medians is not None else max((high - low) / 2, 1.0)
    step = next((s for s in _STEPS if (high - low + 2 * room) / s <= _MOST_STEPS), _STEPS[-1])
    least = max(math.floor((low - room) / step) * step, min(asked.minimum, 0.0))
    return Ranges(tuple(sides), least, math.ceil((high + room) / step) * step, step)


def _table(asked: Expectation, title: str, wording: Wording) -> Table:
    """A row a side; of shares of one whole a third one with both medians together."""
    columns = (
        Column(key="company", title=wording.say("participation.company")),
        Column(key="median", title=wording.say("workbook.column.median"), kind="count"),
        Column(key="half", title=wording.say("expectations.half"), kind="interval"),
    )
    rows = []
    for side in SIDES:
        quartiles = shown_quartiles(asked.sides[side])
        middle = Cell(text=_median(asked, side, wording), value=quartiles[1] if quartiles else None)
        cells = (Cell(text=wording.company(side), side=side), middle, Cell(text=_half(asked, side, wording)))
        rows.append(Row(key=side, cells=cells))
    together = asked.sum_of_medians
    if together is not None and is_shown(together):
        total = wording.say("numbers.percent", number=wording.plain(together))
        cells = (Cell(text=wording.say("chart.together")), Cell(text=total, value=together), Cell())
        rows.append(Row(key="together", cells=cells))
    return table(f"expectation.{asked.id}", title, columns, tuple(rows))
