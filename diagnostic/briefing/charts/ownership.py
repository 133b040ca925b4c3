"""Who owns what: a row an activity, each side's mark at the owner that most of its people name."""

from collections.abc import Mapping
from functools import partial
from itertools import product

from diagnostic.analysis.report import Report, Responsibility
from diagnostic.briefing.charts.layout import FAINT, INK, MUTED, TINT, Layout
from diagnostic.briefing.charts.sheet import Axis, Block, Drawing, Sheet, beside, marks, space, stack
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


_LABEL = 164
_STARTS: Mapping[Question, float] = {"now": 172, "better": 548}


def _axis(sheet: Sheet, question: Question) -> Axis:
    """Of the owners' places; on a phone both questions have the same."""
    start, owner = (_STARTS[question], 50) if sheet.wide else (36, 40)
    return Axis(-0.5, len(COLUMNS) - 0.5, start, start + owner * len(COLUMNS))


def _end(sheet: Sheet, x: Axis) -> float:
    """Of the state, which stands right of the owners."""
    return x.right + (102 if sheet.wide else 92)


def ownership(report: Report, wording: Wording, layout: Layout) -> Drawing:
    """Now and better placed beside each other; on a phone below each other, activity by activity."""
    sheet, every = Sheet(layout, wording), activities(report)
    rows = every if layout.whole else [row for row in every if _is_drawn(row)]
    asked = {q: _axis(sheet, q) for q in QUESTIONS if any(q in row.asked for row in rows)}
    owners = [_owners(sheet, x) for x in asked.values()]
    says = ((partial(sheet.side_mark, s), wording.say("ownership.says", company=wording.company(s))) for s in SIDES)
    blocks = [sheet.text(0, wording.say("ownership_chart.read"), "note"), space(2), sheet.key(says), space(4)]
    if layout.wide:
        titles = (sheet.text(x.left, wording.say(f"ownership.{q}"), "strong") for q, x in asked.items())
        blocks += [beside(*titles), beside(*owners)]
    for n, row in enumerate(rows):
        if not layout.wide and n % _ONCE_A == 0:
            blocks += [space(10 if n else 0), owners[0]]
        blocks += [sheet.rule(), _row(sheet, row, asked)]
    return sheet.drawing(*blocks, space(2), sheet.rest(len(rows), len(every)))


def _is_drawn(row: Activity) -> bool:
    return any(reason_of(asked.ownership) is None for asked in row.asked.values())


def _owners(sheet: Sheet, x: Axis) -> Block:
    """The owners above their columns, as a staircase: some names are long."""
    places, room = [x(n) for n in range(len(COLUMNS))], _end(sheet, x) + 4
    names = [
        sheet.text(place - 4, sheet.wording.owner(owner), "small", room - place, most=3)
        for place, owner in zip(places, COLUMNS, strict=True)
    ]
    stairs = stack(*names, space(6))

    def draw(top: float) -> None:
        stairs.draw(top)
        bottom = top + stairs.height - 2
        for place, name in zip(places, names, strict=True):
            top += name.height
            sheet.line(place, top, place, bottom, stroke=MUTED)

    return Block(stairs.height, draw)


def _row(sheet: Sheet, row: Activity, asked: Mapping[Question, Axis]) -> Block:
    name = sheet.wording.text(f"activity:{row.id}")
    cells = {q: _cell(sheet, x, row.asked[q]) for q, x in asked.items() if q in row.asked}
    if sheet.wide:
        return beside(space(2 * _TRACK + 14), sheet.label(name, _LABEL), *cells.values())
    below = (stack(sheet.text(0, sheet.say(f"ownership.{q}"), "note"), cell) for q, cell in cells.items())
    return stack(space(8), sheet.text(0, name, "strong"), *below, space(6))


def _cell(sheet: Sheet, x: Axis, asked: Responsibility) -> Block:
    if reason := reason_of(asked.ownership):
        words = sheet.text(x.left + 8, sheet.wording.reason_short(reason), "note", x.right - x.left)
        return beside(space(2 * _TRACK + 8), words)
    disputed, named = state_of(asked) in DISPUTED, [shares_of(asked, side) or {} for side in SIDES]
    most = [named_most(shares) if shares else [] for shares in named]
    first = [x(COLUMNS.index(owners[0])) for owners in most if len(owners) == 1]
    # What either side names, where each names one owner most.
    ends = first if len(first) == len(SIDES) else None

    def draw(middle: float) -> None:
        top, bottom, lines = middle - _TRACK - 2, middle + _TRACK + 2, (middle - _TRACK / 2, middle + _TRACK / 2)
        if disputed:
            sheet.box(x.left - 18, top, _end(sheet, x), bottom, fill=TINT)
        for place in map(x, range(len(COLUMNS))):
            sheet.line(place, top, place, bottom)
        if ends:
            # From the one to the other: bold where that is a conflict.
            colour, width = (INK, 2.0) if disputed else (FAINT, 1.5)
            sheet.line(ends[0], lines[0], ends[1], lines[1], stroke=colour, width=width)
        for n, side in enumerate(SIDES):
            for owner, share in named[n].items():
                # A mark's area where all of a side name one owner, by the share of those who do.
                area, place = (260 if sheet.wide else 180) * share, x(COLUMNS.index(owner))
                if share > 0:
                    tip, opacity = _tip(asked, side, owner, share, sheet.wording), 1 if owner in most[n] else 0.5
                    sheet.side_mark(side, place, lines[n], size=area, tip=tip, opacity=opacity)
                if owner in most[n]:
                    # Where the line does not leave.
                    by = (area**0.5 / 2 + 4) * (-1 if ends and ends[n] < ends[1 - n] else 1)
                    sheet.write_beside(place, lines[n], sheet.wording.percent(share), by, "small")

    return beside(marks(2 * _TRACK + 8, draw), _verdict(sheet, x, asked))


def _tip(asked: Responsibility, side: Side, owner: Owner, share: float, wording: Wording) -> str:
    names = {"company": wording.company(side), "owner": wording.owner(owner), "share": wording.percent(share)}
    return wording.say(f"tip.owner_{asked.question}", activity=wording.text(f"activity:{asked.activity}"), **names)


def _verdict(sheet: Sheet, x: Axis, asked: Responsibility) -> Block:
    """The state at the row's end, by shape as well: a full square where both claim, an empty one where nobody does."""
    state, left = state_of(asked), x.right + 10
    words = _named(state, sheet.wording, perhaps=state != "unclear" and not settled(asked))
    name = sheet.text(left + 18, words, "small strong" if state in DISPUTED else "note", _end(sheet, x) - left - 18)
    if state not in DISPUTED:
        return name
    fill = INK if state == "contested" else "#ffffff"
    square = marks(0, lambda y: sheet.mark(left + 6, y, shape="square", fill=fill, stroke=INK))
    return beside(sheet.explained(square), name)


def _named(state: State, wording: Wording, *, perhaps: bool) -> str:
    name = wording.say(f"ownership.{state}")
    return wording.say("ownership.perhaps", state=name) if perhaps else name


def ownership_alt(report: Report, wording: Wording) -> str:
    """What is contested, orphaned, unclear, agreed and not shown, a sentence each; first now, then better placed."""
    rows = activities(report)
    sentences = []
    for question, state, perhaps in product(QUESTIONS, STATES, (False, True)):
        named = [
            wording.quoted(wording.text(f"activity:{row.id}"))
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
