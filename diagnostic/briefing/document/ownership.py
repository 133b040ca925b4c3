"""Who owns what: contested and orphaned activities first; and the draft of Collaboration Criteria."""

from collections.abc import Iterator
from functools import partial

from msgspec.structs import replace

from diagnostic.analysis.report import OwnershipBefore, Report, Responsibility, Withheld
from diagnostic.briefing import charts
from diagnostic.briefing.document.blocks import Cell, Column, Figure, Part, Row, Sentence, Table, Text, table
from diagnostic.briefing.document.counted import Sayer
from diagnostic.briefing.document.saying import (
    Rows,
    drawn,
    listed,
    mark,
    paragraph,
    reasons_in_short,
    said,
    section,
    state_cell,
    withheld,
)
from diagnostic.briefing.figures import is_shown, reason_of
from diagnostic.briefing.messages.owners import claimed
from diagnostic.briefing.owners import (
    DISPUTED,
    QUESTIONS,
    Activity,
    Question,
    activities,
    asked_of,
    named_most,
    settled,
    shares_of,
    state_of,
)
from diagnostic.briefing.wording import Wording
from diagnostic.full_stops import in_a_row
from diagnostic.questionnaire.words import SIDES, Side


def ownership(report: Report, wording: Wording) -> Part | None:
    if not report.responsibilities:
        return None
    told = ownership_sentences(report, wording)
    asked = [one.ownership for one in report.responsibilities]
    return section(
        wording,
        "ownership",
        *(_stated(sentence) for sentence in told),
        Part(key="ownership.picture", title="", blocks=(_picture(report, wording),)),
        paragraph(wording, "ownership.lead"),
        _table(report, wording),
        listed("ownership.means", _meanings(report, wording)),
        nothing=() if any(map(is_shown, asked)) else reasons_in_short(wording, map(reason_of, asked)),
    )


def _picture(report: Report, wording: Wording) -> Figure:
    return drawn("ownership", charts.ownership_alt(report, wording), partial(charts.ownership, report, wording))


def _stated(sentence: Sentence) -> Text:
    """Bold where it is shown."""
    shown = not sentence.key.startswith("messages.joined.")
    return Text(key="ownership.sentence", sentences=(sentence,), role="strong" if shown else "body")


def ownership_sentences(report: Report, wording: Wording) -> Iterator[Sentence]:
    """What is contested or orphaned now; of what only may be so, how many say it."""
    now = [(row.id, asked) for row in activities(report) if (asked := row.asked.get("now"))]
    states = {state_of(asked) for _, asked in now}
    for state in DISPUTED:
        sure = (activity for activity, asked in now if state_of(asked) == state and settled(asked))
        if named := [wording.quoted(wording.text(f"activity:{activity}")) for activity in sure]:
            yield said(wording, f"ownership.sentence.{state}", activities=wording.listed(named))
    for activity, asked in now:
        if not settled(asked) and (told := claimed(asked)):
            names = {
                "subject": wording.quoted(wording.text(f"activity:{activity}")),
                # Both companies may read it: neither is named first for saying it more often.
                "people": Sayer(wording).bare(
                    replace(told, people=tuple(sorted(told.people, key=lambda one: one.side)))
                ),
            }
            yield said(wording, f"messages.joined.said_{state_of(asked)}", activity, **names)
    if not states & set(DISPUTED):
        none = "none_of_them" if states == {"withheld"} else "none_shown" if "withheld" in states else "none"
        shown = sum(state_of(asked) != "withheld" for _, asked in now)
        yield said(wording, f"ownership.sentence.{none}", shown=shown, total=len(now))


def _meanings(report: Report, wording: Wording) -> Iterator[Sentence]:
    occurring = {state_of(asked) for asked in report.responsibilities}
    # "Anything else" comes after what it is not.
    states = (*DISPUTED, "agreed", "unclear")
    yield from (said(wording, f"ownership.means.{state}", state) for state in states if state in occurring)
    reasons = {reason for asked in report.responsibilities if (reason := reason_of(asked.ownership))}
    yield from (withheld(wording, reason) for reason in sorted(reasons))
    yield said(wording, "ownership.holds_means")


def _table(report: Report, wording: Wording) -> Table:
    shown = activities(report)
    rows = Rows(wording, {activity.id: activity for activity in shown})
    rows.add("activity", "ownership.activity", partial(_name, wording))
    for question in (question for question in QUESTIONS if any(question in row.asked for row in shown)):
        over = wording.say(f"ownership.{question}")
        for side in SIDES:
            says = wording.say("ownership.says", company=wording.company(side))
            column = Column(key=f"{question}_{side}", title=says, side=side, over=over)
            rows.put(column, partial(_named, question, side, wording))
        column = Column(key=f"{question}_state", title=wording.say("ownership.state"), kind="verdict", over=over)
        rows.put(column, partial(_together, question, wording))
    neutral = "" if report.edition == "consultant" else "_neutral"
    return rows.table("ownership", wording.say(f"ownership.caption{neutral}"))


def _name(wording: Wording, activity: Activity) -> Cell:
    return Cell(text=wording.text(f"activity:{activity.id}"))


def _named(question: Question, side: Side, wording: Wording, activity: Activity) -> Cell:
    """The owner that most of a side named, with the share."""
    asked = activity.asked.get(question)
    if asked is None:
        return Cell(nothing=True)
    shares = shares_of(asked, side)
    if shares is None:
        return mark(wording)
    most = named_most(shares)
    share = shares[most[0]]
    return Cell(text=" / ".join(wording.owner(owner) for owner in most), note=wording.percent(share), value=share)


def _together(question: Question, wording: Wording, activity: Activity) -> Cell:
    """What comes of what both sides say."""
    asked = activity.asked.get(question)
    if asked is None:
        return Cell(nothing=True)
    state, sure, name = state_of(asked), settled(asked), state_in_words(asked, wording)
    holds = asked.holds if is_shown(asked.holds) else None
    note = "" if holds is None else wording.say("ownership.holds", share=wording.percent(holds))
    hidden, strong = state == "withheld", state in DISPUTED and sure
    return state_cell(state, name, note=note, value=holds, strong=strong, nothing=hidden)


def state_in_words(asked: Responsibility | OwnershipBefore, wording: Wording) -> str:
    """``contested``, or ``perhaps contested``."""
    state = state_of(asked)
    name = wording.say(f"ownership.{state}")
    unsure = state not in ("unclear", "withheld") and not settled(asked)
    return wording.say("ownership.perhaps", state=name) if unsure else name


def criteria(report: Report, wording: Wording) -> Part | None:
    """Agreed responsibilities filled in, the others left blank; on paper a sheet to hand out and write on.

    The sheet tells of what was answered only what both companies agree on.
    """
    if not report.responsibilities:
        return None
    title = wording.say("sections.criteria")
    open_one, blank = state_cell("blank", wording.say("criteria.to_agree")), Cell()
    screen, paper = [], []
    for activity in asked_of(report):
        name, owner = _name(wording, activity), _agreed_owner(activity, wording)
        told = Cell(text=in_a_row(_notes(activity, wording)))
        screen.append(Row(key=activity.id, cells=(name, Cell(text=owner, strong=True) if owner else open_one, told)))
        paper.append(Row(key=activity.id, cells=(name, Cell(text=owner), blank, blank, blank)))
    columns = [Column(key=key, title=wording.say(f"criteria.{key}")) for key in ("activity", "owner", "note")]
    blanks = [
        Column(key=key, title=wording.say(f"pdf.criteria_{key}"), kind="blank") for key in ("how", "needs", "review")
    ]
    page = table("criteria", title, tuple(columns), tuple(screen))
    sheet = table("criteria.sheet", title, (*columns[:2], *blanks), tuple(paper))
    blocks = (
        paragraph(wording, "criteria.lead", "lead"),
        Part(key="criteria.screen", title="", medium="screen", blocks=(page,)),
        Part(key="criteria.paper", title="", medium="paper", blocks=(sheet,)),
    )
    return Part(key="criteria", title=title, role="handout", blocks=blocks)


def _agreed_owner(activity: Activity, wording: Wording) -> str:
    """The owner both clearly name now, if nothing they say of the future differs from it."""
    now, better = activity.asked.get("now"), activity.asked.get("better")
    owner = _owner(now, wording)
    stays = better is None or not is_shown(better.ownership) or _owner(better, wording) == owner
    return owner if now is not None and settled(now) and stays else ""


def _owner(asked: Responsibility | None, wording: Wording) -> str:
    owner = asked.owner if asked else None
    return "" if owner is None or isinstance(owner, Withheld) else wording.owner(owner)


def _notes(activity: Activity, wording: Wording) -> Iterator[str]:
    for question in QUESTIONS:
        if asked := activity.asked.get(question):
            state = state_of(asked)
            yield wording.say(f"criteria.{question}_{state}", owner=_owner(asked, wording))
            if state != "withheld" and not settled(asked):
                yield wording.say("criteria.unsettled")
