"""The trust grid: how each company sees itself, how the partner sees it, and how it expects to be seen."""

from collections.abc import Sequence

import msgspec

from diagnostic.analysis.report import Report, Statement, VerdictName, Withheld
from diagnostic.briefing.charts.layout import FAINT, INK, MUTED, Layout
from diagnostic.briefing.charts.sheet import Align, Drawing, Shape, Sheet
from diagnostic.briefing.charts.tips import expected_tip, mean_tip, surprise_tip
from diagnostic.briefing.figures import ShownGap, is_shown, reason_of, shown_gap, shown_mean
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES, Side, other

_TRACK = 20
"""Between the line of what a company says of itself and the one of what it expects and hears."""
_END = 26
"""Room for the number beside a mark at either end of the scale."""
_WORDS: dict[VerdictName, str] = {
    "aligned": "grid.as_expected",
    "undetermined": "grid.cannot_tell",
    "too_few": "grid.too_few",
}


class _Columns(msgspec.Struct, frozen=True):
    """Where the scale lies, and from where on what it says stands in words; pixels."""

    label: float
    left: float
    right: float
    words: float


_WIDE = _Columns(label=276, left=316, right=648, words=700)
_NARROW = _Columns(label=328, left=31, right=173, words=206)


def asks_predictions(report: Report) -> bool:
    """Whether there is a trust grid to draw."""
    return any(statement.predicted for statement in report.statements)


def is_better(statement: Statement, gap: ShownGap) -> bool:
    """Whether a difference speaks for the company: it agrees with a good thing, or disagrees with a bad one."""
    return (gap.delta > 0) is not statement.reversed


def trust_grid(report: Report, wording: Wording, layout: Layout) -> Drawing:
    """A block a company, a row a statement about it.

    The upper line of a row has what the company says of itself; the lower one leads from what it expects
    the partner to say to what the partner says: in bold, with a word, where that is a surprise.
    """
    sheet, top = Sheet(layout), 0.0
    for side in SIDES:
        about = [s for s in report.statements if s.predicted and s.predicted.by == side]
        if about:
            top = _block(sheet, side, about, wording, top + (26 if top else 0))
    return sheet.chart(top)


def _block(sheet: Sheet, side: Side, about: Sequence[Statement], wording: Wording, top: float) -> float:
    names = {"company": wording.company(side), "other": wording.company(other(side))}
    top = sheet.paragraph(wording.say("grid.title", **names), top, bold=True)
    own = (lambda x, y: sheet.side_mark(side, x, y), wording.say("grid.own", **names))
    expects = (lambda x, y: sheet.hollow_mark(side, x, y), wording.say("grid.expects", **names))
    partner = (lambda x, y: sheet.side_mark(other(side), x, y), wording.say("grid.partner", **names))
    top = sheet.key((own, expects, partner), top + 2) + 6
    for points in dict.fromkeys(s.points for s in about):
        same = [s for s in about if s.points == points]
        top = _axis(sheet, same[0], wording, top)
        for statement in same:
            top = _row(sheet, statement, side, wording, top)
    return top


def _columns(layout: Layout) -> _Columns:
    return _WIDE if layout.wide else _NARROW


def _place(sheet: Sheet, statement: Statement, value: float) -> float:
    columns = _columns(sheet.layout)
    return columns.left + (value - 1) / (statement.points - 1) * (columns.right - columns.left)


def _axis(sheet: Sheet, example: Statement, wording: Wording, top: float) -> float:
    """The numbers of the scale, and what its ends are called."""
    columns = _columns(sheet.layout)
    room = (columns.right - columns.left) / 2 - 12
    names = [wording.label(example.item, point) for point in (1, example.points)]
    ends = [sheet.wrap(name, room + _END, small=True, most=2) for name in names]
    most = max(len(lines) for lines in ends) * sheet.step(small=True)
    aligns: tuple[Align, Align] = ("left", "right")
    for lines, x, align in zip(ends, (columns.left - _END, columns.right + _END), aligns, strict=True):
        y = top + most - len(lines) * sheet.step(small=True) / 2
        sheet.write(x, y, lines, small=True, align=align, colour=MUTED)
    y = top + most + sheet.step(small=True) / 2
    for point in range(1, example.points + 1):
        sheet.write(_place(sheet, example, point), y, str(point), small=True, align="center", colour=MUTED)
    return y + sheet.step(small=True) / 2 + 2


def _row(sheet: Sheet, statement: Statement, side: Side, wording: Wording, top: float) -> float:
    wide = sheet.layout.wide
    text = _label(sheet, statement, wording)
    height = max(text if wide else 0, 2 * _TRACK + 4) + 12
    if wide:
        _label(sheet, statement, wording, top + (height - text) / 2)
        sheet.line(0, top, sheet.layout.width, top)
    else:
        _label(sheet, statement, wording, top + 4)
        top += text + 4
    middle = top + height / 2
    # Not through what is said in the place of marks.
    first = top + 5 if _means(statement, side) != (None, None) else middle
    if first < middle or _expected(statement) is not None:
        for point in range(1, statement.points + 1):
            x = _place(sheet, statement, point)
            sheet.line(x, first, x, top + height - 5)
    _marks(sheet, statement, side, wording, middle)
    _words(sheet, statement, wording, middle)
    return top + height


def _label(sheet: Sheet, statement: Statement, wording: Wording, top: float | None = None) -> float:
    """The height of the statement, and of a note where agreement is unfavourable; written where ``top`` is given."""
    width = _columns(sheet.layout).label
    lines = sheet.wrap(wording.statement(statement.id), width)
    note = sheet.wrap(wording.say("gaps.reversed"), width, small=True) if statement.reversed else []
    height, below = len(lines) * sheet.step(), len(note) * sheet.step(small=True)
    if top is not None:
        sheet.write(0, top + height / 2, lines)
        sheet.write(0, top + height + below / 2, note, small=True, colour=MUTED)
    return height + below


def _means(statement: Statement, side: Side) -> tuple[float | None, float | None]:
    """What a company says of itself, and what the partner says of it."""
    return shown_mean(statement.sides[side]), shown_mean(statement.sides[other(side)])


def _expected(statement: Statement) -> float | None:
    mean = statement.predicted.mean if statement.predicted else None
    return mean if mean is not None and is_shown(mean) else None


def _marks(sheet: Sheet, statement: Statement, side: Side, wording: Wording, middle: float) -> None:
    upper, lower = middle - _TRACK / 2, middle + _TRACK / 2
    own, said = _means(statement, side)
    expected = _expected(statement)
    if own is None and said is None:
        _no_views(sheet, statement, middle, wording)
    if own is not None:
        _number(sheet, statement, own, upper, wording, beside=10)
        sheet.side_mark(side, _place(sheet, statement, own), upper, tip=mean_tip(statement, side, wording))
    if expected is not None:
        if said is not None:
            _arrow(sheet, statement, (expected, said), lower, wording)
        _number(sheet, statement, expected, lower, wording, beside=-13 if said is None or expected <= said else 13)
        sheet.hollow_mark(side, _place(sheet, statement, expected), lower, tip=expected_tip(statement, wording))
    if said is not None:
        _number(sheet, statement, said, lower, wording, beside=-10 if expected is not None and said < expected else 10)
        tip = mean_tip(statement, other(side), wording)
        sheet.side_mark(other(side), _place(sheet, statement, said), lower, tip=tip)


def _no_views(sheet: Sheet, statement: Statement, y: float, wording: Wording) -> None:
    """What stands where both companies' marks would."""
    columns = _columns(sheet.layout)
    reason = wording.reason_short(reason_of(statement.sides.a.mean, statement.sides.b.mean) or "protected")
    lines = sheet.wrap(wording.say("grid.views", reason=reason), columns.words - columns.left - 8, small=True, most=2)
    if _expected(statement) is not None:
        y -= len(lines) * sheet.step(small=True) / 2  # what a company expects stands below
    sheet.write(columns.left, y, lines, small=True, colour=MUTED)


def _number(sheet: Sheet, statement: Statement, value: float, y: float, wording: Wording, *, beside: float) -> None:
    """The number to the left or right of a mark."""
    x = _place(sheet, statement, value) + beside
    sheet.write(x, y, wording.number(value), small=True, align="right" if beside < 0 else "left", colour=MUTED)


def _arrow(sheet: Sheet, statement: Statement, way: tuple[float, float], y: float, wording: Wording) -> None:
    """From what is expected to what is said."""
    surprise = _surprise(statement) is not None
    start, end = (_place(sheet, statement, value) for value in way)
    colour, width = (INK, 4) if surprise else (FAINT, 2)
    sheet.line(start, y, end, y, colour=colour, width=width, tip=surprise_tip(statement, wording))
    if surprise and abs(end - start) > 28:
        head: Shape = "triangle-right" if end > start else "triangle-left"
        sheet.mark(end + (-11 if end > start else 11), y, shape=head, fill=INK, size=130)


def _surprise(statement: Statement) -> ShownGap | None:
    gap = shown_gap(statement.predicted.against_partner) if statement.predicted else None
    return gap if gap and gap.verdict == "gap" else None


def _words(sheet: Sheet, statement: Statement, wording: Wording, middle: float) -> None:
    """What comes of a prediction: in bold a surprise, with its size; in small print anything else."""
    columns = _columns(sheet.layout)
    room, predicted = sheet.layout.width - columns.words, statement.predicted
    if predicted is None:
        return
    surprise = _surprise(statement)
    if surprise is None:
        verdict = predicted.against_partner.verdict
        if isinstance(predicted.mean, Withheld):
            words = wording.say("grid.not_shown", reason=wording.reason_short(predicted.mean.withheld))
        else:
            # Where the partner's figure is withheld, that stands in its place.
            words = wording.say(_WORDS[verdict]) if verdict in _WORDS else ""
        sheet.write(columns.words, middle, sheet.wrap(words, room, small=True), small=True, colour=MUTED)
        return
    key = "grid.better" if is_better(statement, surprise) else "grid.worse"
    lines = sheet.wrap(wording.say(key), room, small=not sheet.layout.wide, bold=True)
    step = sheet.step(small=not sheet.layout.wide)
    size = wording.say(
        "grid.size", difference=wording.signed(surprise.difference), interval=wording.gap_interval(surprise.interval)
    )
    below = sheet.wrap(size, room, small=True)
    height = len(lines) * step + len(below) * sheet.step(small=True)
    first = middle - height / 2
    sheet.write(columns.words, first + len(lines) * step / 2, lines, small=not sheet.layout.wide, bold=True)
    y = first + len(lines) * step + len(below) * sheet.step(small=True) / 2
    sheet.write(columns.words, y, below, small=True, colour=MUTED)


def trust_grid_alt(report: Report, wording: Wording) -> str:
    """What the trust grid shows, in sentences: every surprise, or that there is none."""
    asked = [s for s in report.statements if s.predicted]
    surprises = [
        _sentence(s, gap, s.predicted.by, wording) for s in asked if s.predicted and (gap := _surprise(s)) is not None
    ]
    shown = sum(shown_gap(s.predicted.against_partner) is not None for s in asked if s.predicted)
    finding = " ".join(surprises) or wording.say("grid.alt_none" if shown else "grid.alt_withheld")
    return wording.count("grid.alt", len(asked), shown=shown, finding=finding)


def _sentence(statement: Statement, gap: ShownGap, by: Side, wording: Wording) -> str:
    kind = "rated_better_than_expected" if is_better(statement, gap) else "rated_worse_than_expected"
    expected = statement.predicted.mean if statement.predicted else None
    return wording.say(
        f"predictions.{kind}",
        by=wording.company(by),
        other=wording.company(other(by)),
        statement=wording.statement(statement.id),
        expected=wording.say("numbers.none") if expected is None else wording.figure(expected),
        said=wording.figure(statement.sides[other(by)].mean),
    )
