"""What a pulse asked again besides ratings: who owns what, and what is expected, then and now."""

from collections.abc import Iterator

from diagnostic.analysis.report import Before, Expectation, OwnershipBefore, Report, Responsibility, Withheld
from diagnostic.briefing.document.blocks import Cell, Column, Part, Row, Sentence, table
from diagnostic.briefing.document.ownership import state_in_words
from diagnostic.briefing.document.saying import mark, paragraph, said
from diagnostic.briefing.figures import is_shown, shown_quartiles
from diagnostic.briefing.owners import settled, state_of
from diagnostic.briefing.waves import date, wave_name
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES


def again(report: Report, wording: Wording) -> Part | None:
    """A row an activity, for who owns it now, and a row an expectation; None where nothing of either is shown."""
    owned = [_owned(asked, wording) for asked in report.responsibilities if asked.question == "now"]
    rows = (*owned, *(_expected(asked, wording) for asked in report.expectations))
    if report.wave.kind != "pulse" or all(row.cells[-1].nothing for row in rows):
        return None
    columns = tuple(Column(key=key, title=wording.say(f"moved.again_{key}")) for key in ("what", "then", "now"))
    title = wording.say("moved.again")
    read = [paragraph(wording, "moved.again_read", "fine")] if any(row.cells[1].text for row in rows) else []
    return Part(key="moved.again", title=title, blocks=(table("moved.again", title, columns, rows), *read))


def owners_changed(report: Report, wording: Wording) -> Iterator[Sentence]:
    """Activities of which another thing is surely so than when they were asked first."""
    for asked in report.responsibilities:
        then = asked.before
        if asked.question == "now" and then and _differs(asked, then) and settled(asked) and settled(then):
            names = {
                "activity": wording.quoted(wording.text(f"activity:{asked.activity}")),
                "since": wave_name(then, wording),
                "then": _state(then, wording),
                "now": _state(asked, wording),
            }
            yield said(wording, "moved.headline_owners", asked.activity, **names)


def _differs(now: Responsibility, then: OwnershipBefore) -> bool:
    return (now.ownership, now.owner) != (then.ownership, then.owner)


def _state(asked: Responsibility | OwnershipBefore, wording: Wording) -> str:
    """``contested``; of what is agreed, on whom: ``agreed: Novara``."""
    state = state_in_words(asked, wording)
    owner = asked.owner
    if owner is None or isinstance(owner, Withheld):
        return state
    return wording.say("moved.again_agreed", state=state, owner=wording.owner(owner))


def _owned(asked: Responsibility, wording: Wording) -> Row:
    name, then = Cell(text=wording.text(f"activity:{asked.activity}")), asked.before
    now = mark(wording) if state_of(asked) == "withheld" else Cell(text=_state(asked, wording), strong=True)
    before = (
        Cell(text=_state(then, wording), note=date(then.closed, wording) if then.closed else "") if then else Cell()
    )
    return Row(key=asked.activity, cells=(name, before, now))


def _before(then: Before, text: str, wording: Wording) -> Cell:
    return Cell(text=text, note=date(then.closed, wording) if then.closed else "")


def _expected(asked: Expectation, wording: Wording) -> Row:
    name, then = Cell(text=wording.text(f"expectation:{asked.id}")), asked.before
    medians = {side: quartiles[1] for side in SIDES if (quartiles := shown_quartiles(asked.sides[side]))}
    total = asked.sum_of_medians if asked.sum_of_medians is not None and is_shown(asked.sum_of_medians) else None
    now = Cell(text=_medians(asked, medians["a"], medians["b"], total, wording)) if len(medians) == 2 else mark(wording)
    before = Cell()
    if then:
        text = _medians(asked, then.medians.a, then.medians.b, then.sum_of_medians, wording)
        before = _before(then, text, wording)
    return Row(key=asked.id, cells=(name, before, now))


def _medians(asked: Expectation, a: float, b: float, total: float | None, wording: Wording) -> str:
    """Both companies' medians, and of shares of one whole what they make together."""
    medians = {"median_a": wording.amount(asked.id, a), "median_b": wording.amount(asked.id, b)}
    both = wording.say("moved.again_medians", **medians)
    if total is None:
        return both
    percent = wording.say("numbers.percent", number=wording.plain(total))
    return wording.say("moved.again_sum", medians=both, sum=percent)
