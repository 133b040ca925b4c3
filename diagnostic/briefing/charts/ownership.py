"""Who owns what: a row an activity, each side's mark at the owner that most of its people name."""

from collections.abc import Callable, Mapping, Sequence

import msgspec

from diagnostic.analysis.report import Report, Responsibility, Withheld
from diagnostic.briefing.charts.layout import FAINT, INK, MUTED, TINT, Layout
from diagnostic.briefing.charts.sheet import Drawing, Sheet
from diagnostic.briefing.owners import (
    DISPUTED,
    QUESTIONS,
    STATES,
    Activity,
    Question,
    State,
    activities,
    named_most,
    settled,
    shares_of,
    state_of,
)
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES, Owner, Side

COLUMNS: tuple[Owner, ...] = ("a", "joint", "b", "nobody", "unknown")
"""Joint between the companies: the further apart the marks, the further apart the claims."""
_TRACK = 18
_ONCE_A = 4


class _Columns(msgspec.Struct, frozen=True):
    """Pixels: where the blocks of owners begin, how wide an owner is, how wide the state after them."""

    label: float
    starts: Mapping[Question, float]
    owner: float
    state: float
    biggest: float
    """A mark's area where all of a side name one owner."""


_WIDE = _Columns(label=152, starts={"now": 172, "better": 548}, owner=50, state=102, biggest=260)
_NARROW = _Columns(label=328, starts={"now": 36, "better": 36}, owner=40, state=92, biggest=180)


def ownership(report: Report, wording: Wording, layout: Layout) -> Drawing:
    """Now and better placed beside each other; on a phone below each other, activity by activity."""
    sheet = Sheet(layout)
    rows = activities(report)
    questions = [question for question in QUESTIONS if any(question in row.asked for row in rows)]
    top = _head(sheet, questions, wording)
    draw = _wide_row if layout.wide else _narrow_row
    for n, row in enumerate(rows):
        if not layout.wide and n % _ONCE_A == 0:
            # A phone shows so many activities at a time.
            top = _owners(sheet, questions[0], wording, top + (10 if n else 0))
        top = draw(sheet, row, questions, wording, top)
    return sheet.chart(top + 2)


def _columns(sheet: Sheet) -> _Columns:
    return _WIDE if sheet.layout.wide else _NARROW


def _x(sheet: Sheet, question: Question, owner: Owner) -> float:
    columns = _columns(sheet)
    return columns.starts[question] + (COLUMNS.index(owner) + 0.5) * columns.owner


def _head(sheet: Sheet, questions: Sequence[Question], wording: Wording) -> float:
    top = sheet.paragraph(wording.say("ownership_chart.read"), 0, small=True, colour=MUTED)
    entries = [(_marker(sheet, side), wording.say("ownership.says", company=wording.company(side))) for side in SIDES]
    top = sheet.key(entries, top + 2) + 4
    if not sheet.layout.wide:
        return top
    for question in questions:
        title = wording.say(f"ownership.{question}")
        sheet.write(_columns(sheet).starts[question], top + sheet.step() / 2, title, bold=True)
    return max(_owners(sheet, question, wording, top + sheet.step() + 4) for question in questions)


def _marker(sheet: Sheet, side: Side) -> Callable[[float, float], None]:
    return lambda x, y: sheet.side_mark(side, x, y)


def _owners(sheet: Sheet, question: Question, wording: Wording, top: float) -> float:
    """The owners above their columns; as a staircase where their names are too long for that."""
    columns = _columns(sheet)
    names = [wording.owner(owner) for owner in COLUMNS]
    room = columns.owner - 2
    if all(sheet.breadth(word, small=True) <= room for name in names for word in name.split()):
        lines = [sheet.wrap(name, room, small=True) for name in names]
        height = max(len(part) for part in lines) * sheet.step(small=True)
        for owner, part in zip(COLUMNS, lines, strict=True):
            y = top + height - len(part) * sheet.step(small=True) / 2
            sheet.write(_x(sheet, question, owner), y, part, small=True, align="center")
        return top + height + 4
    end = columns.starts[question] + len(COLUMNS) * columns.owner + columns.state
    steps: list[tuple[float, float]] = []
    for owner, name in zip(COLUMNS, names, strict=True):
        x = _x(sheet, question, owner)
        part = sheet.wrap(name, end - x + 4, small=True, most=3)
        height = len(part) * sheet.step(small=True)
        sheet.write(x - 4, top + height / 2, part, small=True)
        top += height
        steps.append((x, top))
    for x, y in steps:
        sheet.line(x, y, x, top + 4, colour=MUTED)
    return top + 6


def _wide_row(sheet: Sheet, row: Activity, questions: Sequence[Question], wording: Wording, top: float) -> float:
    lines = sheet.wrap(wording.text(f"activity:{row.id}"), _columns(sheet).label)
    height = max(len(lines) * sheet.step(), 2 * _TRACK) + 14
    sheet.line(0, top, sheet.layout.width, top)
    sheet.write(0, top + height / 2, lines)
    for question in questions:
        if asked := row.asked.get(question):
            _cell(sheet, asked, question, wording, top + height / 2)
    return top + height


def _narrow_row(sheet: Sheet, row: Activity, questions: Sequence[Question], wording: Wording, top: float) -> float:
    sheet.line(0, top + 2, sheet.layout.width, top + 2)
    top = sheet.paragraph(wording.text(f"activity:{row.id}"), top + 8, bold=True)
    for question in questions:
        if asked := row.asked.get(question):
            top = sheet.paragraph(wording.say(f"ownership.{question}"), top + 2, small=True, colour=MUTED)
            height = 2 * _TRACK + 8
            _cell(sheet, asked, question, wording, top + height / 2)
            top += height
    return top + 6


def _cell(sheet: Sheet, asked: Responsibility, question: Question, wording: Wording, middle: float) -> None:
    columns = _columns(sheet)
    state = columns.starts[question] + len(COLUMNS) * columns.owner
    if isinstance(asked.ownership, Withheld):
        room = len(COLUMNS) * columns.owner
        lines = sheet.wrap(wording.reason_short(asked.ownership.withheld), room, small=True)
        sheet.write(columns.starts[question] + 8, middle, lines, small=True, colour=MUTED)
        return
    if state_of(asked) in DISPUTED:
        left, right = columns.starts[question] - 18, state + columns.state
        sheet.box(left, middle - _TRACK - 2, right, middle + _TRACK + 2, fill=TINT)
    for owner in COLUMNS:
        x = _x(sheet, question, owner)
        sheet.line(x, middle - _TRACK - 2, x, middle + _TRACK + 2)
    _join(sheet, asked, question, middle)
    for side, y in zip(SIDES, (middle - _TRACK / 2, middle + _TRACK / 2), strict=True):
        _side(sheet, asked, side, wording, y)
    _verdict(sheet, asked, wording, state + 10, middle)


def _ends(asked: Responsibility) -> tuple[Owner, Owner] | None:
    """What either side names, where each names one owner most."""
    first = [named_most(shares) for side in SIDES if (shares := shares_of(asked, side))]
    return (first[0][0], first[1][0]) if [len(owners) for owners in first] == [1, 1] else None


def _join(sheet: Sheet, asked: Responsibility, question: Question, middle: float) -> None:
    """From what the one side names to what the other does: bold where that is a conflict."""
    if ends := _ends(asked):
        colour, width = (INK, 2.0) if state_of(asked) in DISPUTED else (FAINT, 1.5)
        start, end = (_x(sheet, question, owner) for owner in ends)
        sheet.line(start, middle - _TRACK / 2, end, middle + _TRACK / 2, colour=colour, width=width)


def _side(sheet: Sheet, asked: Responsibility, side: Side, wording: Wording, y: float) -> None:
    """The owners a side names, most of its people's with their share."""
    shares = shares_of(asked, side)
    if shares is None:
        return
    most = named_most(shares)
    for owner, share in shares.items():
        if share <= 0:
            continue
        tip = wording.say(
            f"tip.owner_{asked.question}",
            activity=wording.text(f"activity:{asked.activity}"),
            company=wording.company(side),
            owner=wording.owner(owner),
            share=wording.percent(share),
        )
        area, x = _columns(sheet).biggest * share, _x(sheet, asked.question, owner)
        sheet.side_mark(side, x, y, size=area, tip=tip, opacity=1 if owner in most else 0.5)
        if owner in most:
            left = _goes_right(asked, side)
            beside = area**0.5 / 2 + 4
            text = wording.percent(share)
            sheet.write(x - beside if left else x + beside, y, text, small=True, align="right" if left else "left")


def _goes_right(asked: Responsibility, side: Side) -> bool:
    """Whether the line to the other side's mark leaves to the right, so that a number has its place on the left."""
    ends = _ends(asked)
    if ends is None:
        return False
    a, b = (COLUMNS.index(owner) for owner in ends)
    return a < b if side == "a" else b < a


def _verdict(sheet: Sheet, asked: Responsibility, wording: Wording, left: float, middle: float) -> None:
    """The state at the row's end, by shape as well: a full square where both claim, an empty one where nobody does."""
    state = state_of(asked)
    conflict = state in DISPUTED
    if conflict:
        fill = INK if state == "contested" else "#ffffff"
        sheet.mark(left + 6, middle, shape="square", fill=fill, stroke=INK)
    perhaps = state != "unclear" and not settled(asked)
    lines = sheet.wrap(_named(state, wording, perhaps), _columns(sheet).state - 28, small=True, bold=conflict)
    sheet.write(left + 18, middle, lines, small=True, bold=conflict, colour=INK if conflict else MUTED)


def _named(state: State, wording: Wording, perhaps: bool) -> str:
    name = wording.say(f"ownership.{state}")
    return wording.say("ownership.perhaps", state=name) if perhaps else name


def ownership_alt(report: Report, wording: Wording) -> str:
    """What is contested, orphaned, unclear, agreed and not shown, a sentence each; first now, then better placed."""
    sentences = [
        sentence
        for question in QUESTIONS
        for state in STATES
        for perhaps in (False, True)
        if (sentence := _sentence(report, question, state, wording, perhaps=perhaps))
    ]
    return wording.say("ownership_chart.alt", finding=" ".join(sentences))


def _sentence(report: Report, question: Question, state: State, wording: Wording, *, perhaps: bool) -> str:
    open_ended = state in ("unclear", "withheld")
    named = [
        wording.say("quoted", text=wording.text(f"activity:{row.id}"))
        for row in activities(report)
        if (asked := row.asked.get(question))
        and state_of(asked) == state
        and (not perhaps if open_ended else settled(asked) is not perhaps)
    ]
    if not named:
        return ""
    return wording.say(
        "ownership_chart.alt_state",
        question=wording.say(f"ownership.{question}"),
        state=_named(state, wording, perhaps),
        activities=wording.listed(named),
    )
