"""Who owns what: contested and orphaned activities first."""

from typing import Literal

import msgspec

from diagnostic.analysis.report import Report, Responsibility, Withheld
from diagnostic.briefing.figures import is_shown
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import OWNERS, SIDES, Owner, Side

State = Literal["contested", "orphaned", "unclear", "agreed", "withheld"]
_SETTLED = 0.8
_ORDER: tuple[State, ...] = ("contested", "orphaned", "unclear", "agreed", "withheld")


class Named(msgspec.Struct, frozen=True):
    """The owner that most of a side named, with the share; ``share`` is '' where withheld."""

    owner: str
    share: str


class Cell(msgspec.Struct, frozen=True):
    """One question about an activity: what each side says, and what comes of it."""

    a: Named
    b: Named
    state: State
    state_name: str
    settled: bool
    """Whether it comes out the same in at least `_SETTLED` of answers drawn anew."""
    holds: str
    """How often the state comes out the same in answers drawn anew; '' where withheld."""


class OwnershipRow(msgspec.Struct, frozen=True):
    activity: str
    now: Cell | None
    better: Cell | None


class Ownership(msgspec.Struct, frozen=True):
    sentences: tuple[str, ...]
    rows: tuple[OwnershipRow, ...]
    states: tuple[tuple[State, str], ...]
    """The states that occur, each with what it means."""
    reasons: tuple[str, ...]


def ownership(report: Report, wording: Wording) -> Ownership | None:
    if not report.responsibilities:
        return None
    found: dict[str, dict[str, Responsibility]] = {}
    for responsibility in report.responsibilities:
        found.setdefault(responsibility.activity, {})[responsibility.question] = responsibility
    activities = sorted(found, key=lambda activity: [_rank(found[activity].get(q)) for q in ("now", "better")])
    rows = tuple(
        OwnershipRow(
            wording.text(f"activity:{activity}"),
            _cell(found[activity].get("now"), wording),
            _cell(found[activity].get("better"), wording),
        )
        for activity in activities
    )
    occurring = {cell.state for row in rows for cell in (row.now, row.better) if cell}
    meant: tuple[State, ...] = tuple(state for state in _ORDER if state in occurring and state != "withheld")
    reasons = {r.ownership.withheld for r in report.responsibilities if isinstance(r.ownership, Withheld)}
    return Ownership(
        sentences=tuple(_sentences(rows, wording)),
        rows=rows,
        states=tuple((state, wording.say(f"ownership.means.{state}")) for state in meant),
        reasons=tuple(wording.reason(reason) for reason in sorted(reasons)),
    )


def _rank(responsibility: Responsibility | None) -> int:
    return len(_ORDER) if responsibility is None else _ORDER.index(_state(responsibility))


def _state(responsibility: Responsibility) -> State:
    return "withheld" if isinstance(responsibility.ownership, Withheld) else responsibility.ownership


def _cell(responsibility: Responsibility | None, wording: Wording) -> Cell | None:
    if responsibility is None:
        return None
    named = {side: _named(responsibility, side, wording) for side in SIDES}
    state = _state(responsibility)
    share = responsibility.holds if is_shown(responsibility.holds) else None
    holds = "" if share is None else wording.percent(share)
    settled = share is not None and share >= _SETTLED
    return Cell(named["a"], named["b"], state, wording.say(f"ownership.{state}"), settled, holds)


def _named(responsibility: Responsibility, side: Side, wording: Wording) -> Named:
    """The most frequent owner; all of them where several are named equally often."""
    shares = responsibility.sides[side].shares
    each = {owner: share for owner in OWNERS if is_shown(share := shares[owner])}
    if len(each) < len(OWNERS):
        return Named(wording.say("withheld_mark"), "")
    most = max(each.values())
    first = [_owner(owner, wording) for owner in OWNERS if each[owner] >= most - 1e-9]
    return Named(" / ".join(first), wording.percent(most))


def _owner(owner: Owner, wording: Wording) -> str:
    return wording.company(owner) if owner in ("a", "b") else wording.say(f"owners.{owner}")


def _sentences(rows: tuple[OwnershipRow, ...], wording: Wording) -> list[str]:
    sentences = []
    for perhaps in ("", "perhaps_"):
        for state in ("contested", "orphaned"):
            now = [(row.activity, row.now) for row in rows if row.now and row.now.state == state]
            named = [f"“{activity}”" for activity, cell in now if cell.settled is not bool(perhaps)]
            if named:
                key = f"ownership.sentence.{perhaps}{state}"
                sentences.append(wording.say(key, activities=wording.listed(named)))
    return sentences or [wording.say("ownership.sentence.none")]
