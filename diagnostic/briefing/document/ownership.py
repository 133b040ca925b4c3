"""Who owns what: contested and orphaned activities first; and the draft of Collaboration Criteria."""

from collections.abc import Iterator, Sequence
from functools import partial

from diagnostic.analysis.report import Report, Responsibility, Withheld
from diagnostic.briefing import charts
from diagnostic.briefing.document.blocks import (
    Block,
    Cell,
    Column,
    Item,
    List,
    Part,
    Row,
    Sentence,
    Table,
    Text,
    table,
)
from diagnostic.briefing.document.saying import drawn, paragraph, said, state_cell, withheld
from diagnostic.briefing.figures import is_shown
from diagnostic.briefing.owners import (
    DISPUTED,
    QUESTIONS,
    STATES,
    Activity,
    Question,
    activities,
    named_most,
    settled,
    shares_of,
    state_of,
)
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES, Side


def ownership(report: Report, wording: Wording) -> Part | None:
    if not report.responsibilities:
        return None
    sentences = tuple(ownership_sentences(report, wording))
    blocks: list[Block] = [
        *(Text(key="ownership.sentence", sentences=(one,), role="strong") for one in sentences),
        drawn("ownership", charts.ownership_alt(report, wording), partial(charts.ownership, report, wording)),
        paragraph(wording, "ownership.lead"),
        _table(report, wording),
        List(key="ownership.means", items=tuple(Item((one,)) for one in _meanings(report, wording))),
    ]
    return Part(key="ownership", title=wording.say("sections.ownership"), blocks=tuple(blocks))


def ownership_sentences(report: Report, wording: Wording) -> Iterator[Sentence]:
    """What is contested or orphaned now, certain states before those that are questions."""
    now = [(row.id, asked) for row in activities(report) if (asked := row.asked.get("now"))]
    said_any = False
    for sure in (True, False):
        for state in DISPUTED:
            named = [
                wording.say("quoted", text=wording.text(f"activity:{activity}"))
                for activity, asked in now
                if state_of(asked) == state and settled(asked) is sure
            ]
            if named:
                said_any = True
                key = f"ownership.sentence.{'' if sure else 'perhaps_'}{state}"
                yield said(wording, key, activities=wording.listed(named))
    if not said_any:
        states = {state_of(asked) for _, asked in now}
        none = "none_of_them" if states == {"withheld"} else "none_shown" if "withheld" in states else "none"
        yield said(wording, f"ownership.sentence.{none}")


def _meanings(report: Report, wording: Wording) -> Iterator[Sentence]:
    occurring = {state_of(asked) for asked in report.responsibilities}
    yield from (said(wording, f"ownership.means.{s}", s) for s in STATES if s in occurring and s != "withheld")
    reasons = {r.ownership.withheld for r in report.responsibilities if isinstance(r.ownership, Withheld)}
    for reason in sorted(reasons):
        yield withheld(wording, reason)
    yield said(wording, "ownership.holds_means")


def _table(report: Report, wording: Wording) -> Table:
    columns = [Column(key="activity", title=wording.say("ownership.activity"))]
    questions = [question for question in QUESTIONS if any(question in row.asked for row in activities(report))]
    for question in questions:
        over = wording.say(f"ownership.{question}")
        columns += [
            Column(
                key=f"{question}_{side}",
                title=wording.say("ownership.says", company=wording.company(side)),
                side=side,
                over=over,
            )
            for side in SIDES
        ]
        columns.append(Column(key=f"{question}_state", title=wording.say("ownership.state"), kind="verdict", over=over))
    rows = tuple(_row(activity, questions, wording) for activity in activities(report))
    neutral = "" if report.edition == "consultant" else "_neutral"
    return table("ownership", wording.say(f"ownership.caption{neutral}"), tuple(columns), rows)


def _row(activity: Activity, questions: Sequence[Question], wording: Wording) -> Row:
    cells = [Cell(text=wording.text(f"activity:{activity.id}"))]
    for question in questions:
        cells += _cells(activity.asked.get(question), wording)
    return Row(key=activity.id, cells=tuple(cells))


def _cells(asked: Responsibility | None, wording: Wording) -> Iterator[Cell]:
    """What each side says, and what comes of it."""
    if asked is None:
        yield from (Cell(), Cell(), Cell())
        return
    yield from (_named(asked, side, wording) for side in SIDES)
    state = state_of(asked)
    name = wording.say(f"ownership.{state}")
    if state not in ("unclear", "withheld") and not settled(asked):
        name = wording.say("ownership.perhaps", state=name)
    holds = wording.say("ownership.holds", share=wording.percent(asked.holds)) if is_shown(asked.holds) else ""
    value = asked.holds if is_shown(asked.holds) else None
    loud = state in DISPUTED and settled(asked)
    yield state_cell(state, name, note=holds, value=value, strong=loud)


def _named(asked: Responsibility, side: Side, wording: Wording) -> Cell:
    """The owner that most of a side named, with the share."""
    shares = shares_of(asked, side)
    if shares is None:
        return Cell(text=wording.say("withheld_mark"))
    most = named_most(shares)
    share = shares[most[0]]
    return Cell(text=" / ".join(wording.owner(owner) for owner in most), note=wording.percent(share), value=share)


def criteria(report: Report, wording: Wording) -> Part | None:
    """Agreed responsibilities filled in, the others left blank; on paper a sheet to hand out and write on.

    The sheet tells of what was answered only what both companies agree on.
    """
    if not report.responsibilities:
        return None
    found: dict[str, dict[Question, Responsibility]] = {}
    for asked in report.responsibilities:
        found.setdefault(asked.activity, {})[asked.question] = asked
    title, lead = wording.say("sections.criteria"), paragraph(wording, "criteria.lead", "lead")
    screen, paper = [], []
    blank = Cell()
    for activity, of_it in found.items():
        name, owner = Cell(text=wording.text(f"activity:{activity}")), _agreed_owner(of_it, wording)
        told = Cell(text=" ".join(_notes(of_it, wording)))
        open_one = state_cell("blank", wording.say("criteria.to_agree"))
        screen.append(Row(key=activity, cells=(name, Cell(text=owner, strong=True) if owner else open_one, told)))
        paper.append(Row(key=activity, cells=(name, Cell(text=owner), blank, blank, blank)))
    columns = [Column(key=key, title=wording.say(f"criteria.{key}")) for key in ("activity", "owner", "note")]
    blanks = [
        Column(key=key, title=wording.say(f"pdf.criteria_{key}"), kind="blank") for key in ("how", "needs", "review")
    ]
    return Part(
        key="criteria",
        title=title,
        role="handout",
        blocks=(
            lead,
            Part(
                key="criteria.screen",
                title="",
                medium="screen",
                blocks=(table("criteria", title, tuple(columns), tuple(screen)),),
            ),
            Part(
                key="criteria.paper",
                title="",
                medium="paper",
                blocks=(table("criteria.sheet", title, (*columns[:2], *blanks), tuple(paper)),),
            ),
        ),
    )


def _agreed_owner(of_it: dict[Question, Responsibility], wording: Wording) -> str:
    """The owner both clearly name now, if nothing they say of the future differs from it."""
    now, better = of_it.get("now"), of_it.get("better")
    owner = _owner(now, wording)
    stays = better is None or not is_shown(better.ownership) or _owner(better, wording) == owner
    return owner if now is not None and settled(now) and stays else ""


def _owner(asked: Responsibility | None, wording: Wording) -> str:
    if asked is None or asked.owner is None or isinstance(asked.owner, Withheld):
        return ""
    return wording.owner(asked.owner)


def _notes(of_it: dict[Question, Responsibility], wording: Wording) -> Iterator[str]:
    for question in QUESTIONS:
        if asked := of_it.get(question):
            state = asked.ownership if is_shown(asked.ownership) else "withheld"
            yield wording.say(f"criteria.{question}_{state}", owner=_owner(asked, wording))
            if state != "withheld" and not settled(asked):
                yield wording.say("criteria.unsettled")
