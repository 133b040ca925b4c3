"""Who owns what, and what each side expects."""

from collections.abc import Iterator, Sequence

import msgspec

from diagnostic.analysis.report import Expectation
from diagnostic.briefing.deck.parts import Bars, Cell, Part, Series, Slide, Table, plain
from diagnostic.briefing.deck.slides.told import Told
from diagnostic.briefing.figures import is_shown, shown_quartiles
from diagnostic.briefing.sections import ownership as owned
from diagnostic.briefing.sections.expectations import with_unit
from diagnostic.questionnaire.words import SIDES, Side

_ROWS, _FEWEST = 9, 4
_WHOLE = 100
_LOUD = ("contested", "orphaned")


def ownership(told: Told) -> Iterator[Slide]:
    found = told.page.ownership
    if found is None or all(cell.state == "withheld" for row in found.rows for cell in (row.now, row.better) if cell):
        return
    whole, *less = [_ownership(told, found, most) for most in range(_ROWS, _FEWEST - 1, -1)]
    yield msgspec.structs.replace(whole, otherwise=tuple((slide,) for slide in less))


def _ownership(told: Told, found: owned.Ownership, most: int) -> Slide:
    rows, more = found.rows[:most], len(found.rows) - most
    source = told.say("deck.ownership.source")
    if more > 0:
        source = f"{source} {told.wording.count('deck.ownership.more', more)}"
    title = _owned_title(told, found)
    return Slide(
        layout="Table",
        title=title,
        kicker=told.say("sections.ownership"),
        parts={"Content": _owners(told, rows, title)},
        source=source,
        notes=told.notes(
            told.say("deck.say.ownership"),
            *found.sentences,
            *(meaning for _, meaning in found.states),
            *_ask(told, "ownership"),
        ),
    )


def _owned_title(told: Told, found: owned.Ownership) -> str:
    """What is contested or orphaned; where neither, how much of it can be said at all."""
    now = [row.now for row in found.rows if row.now]
    shown = [cell for cell in now if cell.state != "withheld"]
    if any(cell.state in _LOUD for cell in now) or len(shown) == len(now):
        return told.without_stop(" ".join(found.sentences[:2]))
    return told.say("deck.ownership.none", shown=len(shown), total=len(now))


def _owners(told: Told, rows: Sequence[owned.OwnershipRow], title: str) -> Table:
    says = [told.say("ownership.says", company=told.wording.company(side)) for side in SIDES]
    return Table(
        heads=(told.say("ownership.activity"), *says, told.say("ownership.now"), told.say("ownership.better")),
        rows=tuple(
            (
                Cell(row.activity),
                *(_named(row.now, side) for side in SIDES),
                _now(told, row.now),
                _better(told, row.better),
            )
            for row in rows
        ),
        widths=(0.29, 0.175, 0.175, 0.15, 0.21),
        alt=told.say("deck.ownership.alt", finding=title),
    )


def _named(cell: owned.Cell | None, side: Side) -> Cell:
    named = (cell.a if side == "a" else cell.b) if cell and cell.state != "withheld" else None
    return Cell(f"{named.share} {named.owner}" if named and named.share else "")


def _now(told: Told, cell: owned.Cell | None) -> Cell:
    if cell is None:
        return Cell("")
    loud = cell.state in _LOUD
    return Cell(_state(told, cell), bold=loud and cell.settled, ground="wash" if loud else "")


def _better(told: Told, cell: owned.Cell | None) -> Cell:
    if cell is None or cell.state != "agreed":
        return Cell(_state(told, cell) if cell else "")
    return Cell(told.say("deck.ownership.agreed", state=_state(told, cell), owner=cell.a.owner))


def _state(told: Told, cell: owned.Cell) -> str:
    if cell.settled or cell.state in ("withheld", "unclear"):
        return cell.state_name
    return told.say("deck.ownership.perhaps", state=cell.state_name)


def _ask(told: Told, *links: str) -> tuple[str, ...]:
    probes = tuple(told.probes(*links))
    return (told.say("deck.ask"), *probes) if probes else ()


def expectations(told: Told) -> Iterator[Slide]:
    asked = [e for e in told.report.expectations if all(shown_quartiles(e.sides[side]) for side in SIDES)]
    if not asked:
        return
    shares = [e for e in asked if e.sum_of_medians is not None]
    others = [e for e in asked if e.sum_of_medians is None]
    parts: dict[str, Part] = {}
    if shares:
        parts |= {"Left heading": plain(told.say("deck.expectations.shares")), "Left": _shares(told, shares)}
    where = "Right" if shares else "Left"
    findings = [f"{e.title}: {e.finding}" for e in told.page.expectations if e.chart]
    if others:
        parts |= {f"{where} heading": plain(told.say("deck.expectations.others")), where: _medians(told, others)}
    else:
        parts["Right"] = plain(*findings)
    if not shares:
        parts["Right"] = plain(*findings)
    yield Slide(
        layout="Two columns",
        title=_expected_title(told, shares, others),
        kicker=told.say("sections.expectations"),
        parts=parts,
        source=told.say("deck.expectations.source"),
        notes=told.notes(
            told.say("deck.say.expectations"),
            *(f"{e.title}: {e.figures} {e.finding}" for e in told.page.expectations if e.figures),
            *_ask(told, *(e.anchor for e in told.page.expectations)),
        ),
    )


def _expected_title(told: Told, shares: Sequence[Expectation], others: Sequence[Expectation]) -> str:
    """A sum that is beyond luck first, then medians that surely lie apart."""
    wording = told.wording
    for e in shares:
        together, interval = e.sum_of_medians, e.sum_interval
        if together is None or interval is None or not is_shown(together) or not is_shown(interval):
            continue
        if interval[0] > _WHOLE or interval[1] < _WHOLE:
            total = told.say("numbers.percent", number=wording.plain(together))
            return told.say("deck.expectations.sum", title=wording.text(f"expectation:{e.id}"), sum=total)
    for e in others:
        if is_shown(e.shift_interval) and (e.shift_interval[0] > 0 or e.shift_interval[1] < 0):
            a, b = (_median(told, e, side) for side in SIDES)
            return told.say(
                "deck.expectations.apart", title=wording.text(f"expectation:{e.id}"), median_a=a, median_b=b
            )
    return told.say("deck.expectations.none")


def _shares(told: Told, shares: Sequence[Expectation]) -> Bars:
    """Both companies' own shares laid end to end, against the whole there is."""
    wording = told.wording
    medians = {side: [q[1] for e in shares if (q := shown_quartiles(e.sides[side]))] for side in SIDES}
    sums = [a + b for a, b in zip(medians["a"], medians["b"], strict=True)]
    return Bars(
        kind="stacked",
        categories=tuple(
            told.say(
                "deck.expectations.together",
                title=wording.text(f"expectation:{e.id}"),
                sum=told.say("numbers.percent", number=wording.plain(total)),
            )
            for e, total in zip(shares, sums, strict=True)
        ),
        series=tuple(
            Series(
                name=wording.company(side),
                values=tuple(medians[side]),
                written=tuple(told.say("numbers.percent", number=wording.plain(median)) for median in medians[side]),
                colour=f"side_{side}",
            )
            for side in SIDES
        ),
        format=told.percent("General").replace("%", '"%"'),
        most=max(*sums, float(_WHOLE)) * 1.08,
        ticks=float(_WHOLE),
        strong_lines=True,
        legend=True,
        alt=" ".join(e.chart.alt for e in told.page.expectations if e.chart),
    )


def _medians(told: Told, others: Sequence[Expectation]) -> Table:
    wording = told.wording
    return Table(
        heads=(told.say("deck.expectations.expected"), wording.company("a"), wording.company("b")),
        rows=tuple(
            (
                Cell(wording.text(f"expectation:{e.id}")),
                *(
                    Cell(told.say("deck.expectations.median", median=_median(told, e, side), half=_half(told, e, side)))
                    for side in SIDES
                ),
            )
            for e in others
        ),
        widths=(0.38, 0.31, 0.31),
        alt=told.say("deck.expectations.others"),
    )


def _median(told: Told, e: Expectation, side: Side) -> str:
    quartiles = shown_quartiles(e.sides[side])
    unit = told.wording.text(f"expectation_unit:{e.id}")
    return with_unit(told.wording.plain(quartiles[1]), unit, told.wording) if quartiles else ""


def _half(told: Told, e: Expectation, side: Side) -> str:
    quartiles = shown_quartiles(e.sides[side])
    if not quartiles:
        return ""
    return told.say("numbers.interval", low=told.wording.plain(quartiles[0]), high=told.wording.plain(quartiles[2]))
