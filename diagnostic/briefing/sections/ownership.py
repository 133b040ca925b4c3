"""Who owns what: contested and orphaned activities first."""

import msgspec

from diagnostic.analysis.report import Report, Responsibility, Withheld
from diagnostic.briefing import charts
from diagnostic.briefing.figures import is_shown
from diagnostic.briefing.owners import STATES, State, activities, named_most, settled, shares_of, state_of
from diagnostic.briefing.picture import Picture, picture
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES, Side


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
    holds: str
    """How often the state comes out the same in answers drawn anew; '' where withheld."""


class OwnershipRow(msgspec.Struct, frozen=True):
    activity: str
    now: Cell | None
    better: Cell | None


class Ownership(msgspec.Struct, frozen=True):
    sentences: tuple[str, ...]
    caption: str
    chart: Picture
    rows: tuple[OwnershipRow, ...]
    states: tuple[tuple[State, str], ...]
    """The states that occur, each with what it means."""
    reasons: tuple[str, ...]


def ownership(report: Report, wording: Wording) -> Ownership | None:
    if not report.responsibilities:
        return None
    rows = tuple(
        OwnershipRow(
            wording.text(f"activity:{activity.id}"),
            _cell(activity.asked.get("now"), wording),
            _cell(activity.asked.get("better"), wording),
        )
        for activity in activities(report)
    )
    occurring = {cell.state for row in rows for cell in (row.now, row.better) if cell}
    meant: tuple[State, ...] = tuple(state for state in STATES if state in occurring and state != "withheld")
    reasons = {r.ownership.withheld for r in report.responsibilities if isinstance(r.ownership, Withheld)}
    return Ownership(
        sentences=tuple(_sentences(rows, wording)),
        caption=wording.say("ownership.caption" if report.edition == "consultant" else "ownership.caption_neutral"),
        chart=picture(
            "ownership", lambda layout: charts.ownership(report, wording, layout), charts.ownership_alt(report, wording)
        ),
        rows=rows,
        states=tuple((state, wording.say(f"ownership.means.{state}")) for state in meant),
        reasons=tuple(wording.reason(reason) for reason in sorted(reasons)),
    )


def _cell(responsibility: Responsibility | None, wording: Wording) -> Cell | None:
    if responsibility is None:
        return None
    named = {side: _named(responsibility, side, wording) for side in SIDES}
    state = state_of(responsibility)
    holds = wording.percent(responsibility.holds) if is_shown(responsibility.holds) else ""
    return Cell(named["a"], named["b"], state, wording.say(f"ownership.{state}"), settled(responsibility), holds)


def _named(responsibility: Responsibility, side: Side, wording: Wording) -> Named:
    shares = shares_of(responsibility, side)
    if shares is None:
        return Named(wording.say("withheld_mark"), "")
    first = named_most(shares)
    return Named(" / ".join(wording.owner(owner) for owner in first), wording.percent(shares[first[0]]))


def _sentences(rows: tuple[OwnershipRow, ...], wording: Wording) -> list[str]:
    sentences = []
    for perhaps in ("", "perhaps_"):
        for state in ("contested", "orphaned"):
            now = [(row.activity, row.now) for row in rows if row.now and row.now.state == state]
            meant = [activity for activity, cell in now if cell.settled is not bool(perhaps)]
            named = [wording.say("quoted", text=activity) for activity in meant]
            if named:
                key = f"ownership.sentence.{perhaps}{state}"
                sentences.append(wording.say(key, activities=wording.listed(named)))
    if sentences:
        return sentences
    states = {row.now.state for row in rows if row.now}
    none = "none_of_them" if states == {"withheld"} else "none_shown" if "withheld" in states else "none"
    return [wording.say(f"ownership.sentence.{none}")]
