"""Who owns what: a row an activity, each side's mark at the owner that most of its people name."""

from collections.abc import Mapping
from functools import partial
from itertools import product

import msgspec

from diagnostic.analysis.report import Report, Responsibility
from diagnostic.briefing.charts.layout import FAINT, INK, MUTED, TINT, Layout
from diagnostic.briefing.charts.sheet import Block, Drawing, Sheet, beside, marks, space, stack
from diagnostic.briefing.figures import reason_of
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
"""A phone shows so many activities at a time."""


class _Columns(msgspec.Struct, frozen=True):
    """Pixels: where the owners begin, how wide each is, how wide the state after them."""

    start: float
    owner: float
    state: float
    biggest: float
    """A mark's area where all of a side name one owner."""

    def x(self, owner: Owner) -> float:
        return self.start + (COLUMNS.index(owner) + 0.5) * self.owner

    @property
    def end(self) -> float:
        """Of the owners, where the state begins."""
        return self.start + len(COLUMNS) * self.owner


_LABEL = 152
_WIDE: Mapping[Question, _Columns] = {"now": _Columns(172, 50, 102, 260), "better": _Columns(548, 50, 102, 260)}
_NARROW: Mapping[Question, _Columns] = dict.fromkeys(QUESTIONS, _Columns(36, 40, 92, 180))


def ownership(report: Report, wording: Wording, layout: Layout) -> Drawing:
    """Now and better placed beside each other; on a phone below each other, activity by activity."""
    sheet, rows = Sheet(layout, wording), activities(report)
    asked = {q: c for q, c in (_WIDE if layout.wide else _NARROW).items() if any(q in row.asked for row in rows)}
    owners = [_owners(sheet, columns) for columns in asked.values()]
    says = ((partial(sheet.side_mark, s), wording.say("ownership.says", company=wording.company(s))) for s in SIDES)
    blocks = [sheet.text(0, wording.say("ownership_chart.read"), "note"), space(2), sheet.key(says), space(4)]
    if layout.wide:
        titles = (sheet.text(columns.start, wording.say(f"ownership.{q}"), "strong") for q, columns in asked.items())
        blocks += [beside(*titles), beside(*owners)]
    for n, row in enumerate(rows):
        if not layout.wide and n % _ONCE_A == 0:
            blocks += [space(10 if n else 0), owners[0]]
        blocks += [sheet.rule(), _row(sheet, row, asked)]
    return sheet.drawing(*blocks, space(2))


def _owners(sheet: Sheet, columns: _Columns) -> Block:
    """The owners above their columns, as a staircase: some names are long."""
    room = columns.end + columns.state + 4
    names = [
        sheet.text(columns.x(owner) - 4, sheet.wording.owner(owner), "small", room - columns.x(owner), most=3)
        for owner in COLUMNS
    ]
    stairs = stack(*names, space(6))

    def draw(top: float) -> None:
        stairs.draw(top)
        bottom = top + stairs.height - 2
        for owner, name in zip(COLUMNS, names, strict=True):
            top += name.height
            sheet.line(columns.x(owner), top, columns.x(owner), bottom, stroke=MUTED)

    return Block(stairs.height, draw)


def _row(sheet: Sheet, row: Activity, asked: Mapping[Question, _Columns]) -> Block:
    name = sheet.wording.text(f"activity:{row.id}")
    cells = {q: _cell(sheet, columns, row.asked[q]) for q, columns in asked.items() if q in row.asked}
    if sheet.wide:
        return beside(space(2 * _TRACK + 14), sheet.text(0, name, width=_LABEL), *cells.values())
    below = (stack(sheet.text(0, sheet.say(f"ownership.{q}"), "note"), cell) for q, cell in cells.items())
    return stack(space(8), sheet.text(0, name, "strong"), *below, space(6))


def _cell(sheet: Sheet, columns: _Columns, asked: Responsibility) -> Block:
    if reason := reason_of(asked.ownership):
        words, room = sheet.wording.reason_short(reason), columns.end - columns.start
        return beside(space(2 * _TRACK + 8), sheet.text(columns.start + 8, words, "note", room))
    disputed, named = state_of(asked) in DISPUTED, [shares_of(asked, side) or {} for side in SIDES]
    most = [named_most(shares) if shares else [] for shares in named]
    first = [columns.x(owners[0]) for owners in most if len(owners) == 1]
    # What either side names, where each names one owner most.
    ends = first if len(first) == len(SIDES) else None

    def draw(middle: float) -> None:
        top, bottom, lines = middle - _TRACK - 2, middle + _TRACK + 2, (middle - _TRACK / 2, middle + _TRACK / 2)
        if disputed:
            sheet.box(columns.start - 18, top, columns.end + columns.state, bottom, fill=TINT)
        for owner in COLUMNS:
            sheet.line(columns.x(owner), top, columns.x(owner), bottom)
        if ends:
            # From the one to the other: bold where that is a conflict.
            colour, width = (INK, 2.0) if disputed else (FAINT, 1.5)
            sheet.line(ends[0], lines[0], ends[1], lines[1], stroke=colour, width=width)
        for n, side in enumerate(SIDES):
            for owner, share in named[n].items():
                x, area, tip = columns.x(owner), columns.biggest * share, _tip(asked, side, owner, share, sheet.wording)
                if share > 0:
                    sheet.side_mark(side, x, lines[n], size=area, tip=tip, opacity=1 if owner in most[n] else 0.5)
                if owner in most[n]:
                    # Where the line does not leave.
                    by = (area**0.5 / 2 + 4) * (-1 if ends and ends[n] < ends[1 - n] else 1)
                    sheet.write_beside(x, lines[n], sheet.wording.percent(share), by, "small")

    return beside(marks(2 * _TRACK + 8, draw), _verdict(sheet, columns, asked))


def _tip(asked: Responsibility, side: Side, owner: Owner, share: float, wording: Wording) -> str:
    names = {"company": wording.company(side), "owner": wording.owner(owner), "share": wording.percent(share)}
    return wording.say(f"tip.owner_{asked.question}", activity=wording.text(f"activity:{asked.activity}"), **names)


def _verdict(sheet: Sheet, columns: _Columns, asked: Responsibility) -> Block:
    """The state at the row's end, by shape as well: a full square where both claim, an empty one where nobody does."""
    state, left = state_of(asked), columns.end + 10
    words = _named(state, sheet.wording, perhaps=state != "unclear" and not settled(asked))
    name = sheet.text(left + 18, words, "small strong" if state in DISPUTED else "note", columns.state - 28)
    if state not in DISPUTED:
        return name
    fill = INK if state == "contested" else "#ffffff"
    return beside(marks(0, lambda y: sheet.mark(left + 6, y, shape="square", fill=fill, stroke=INK)), name)


def _named(state: State, wording: Wording, *, perhaps: bool) -> str:
    name = wording.say(f"ownership.{state}")
    return wording.say("ownership_chart.perhaps", state=name) if perhaps else name


def ownership_alt(report: Report, wording: Wording) -> str:
    """What is contested, orphaned, unclear, agreed and not shown, a sentence each; first now, then better placed."""
    rows = activities(report)
    sentences = []
    for question, state, perhaps in product(QUESTIONS, STATES, (False, True)):
        named = [
            wording.say("quoted", text=wording.text(f"activity:{row.id}"))
            for row in rows
            if (asked := row.asked.get(question))
            and state_of(asked) == state
            # What is unclear or withheld is never perhaps so.
            and (state not in ("unclear", "withheld") and not settled(asked)) is perhaps
        ]
        if named:
            names = {"state": _named(state, wording, perhaps=perhaps), "activities": wording.listed(named)}
            words = wording.say(f"ownership.{question}")
            sentences.append(wording.say("ownership_chart.alt_state", question=words, **names))
    return wording.say("ownership_chart.alt", finding=" ".join(sentences))
