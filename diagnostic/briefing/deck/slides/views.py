"""Surprises, to open with or to handle with care; and what both sides see at the same height."""

from collections.abc import Iterator, Sequence

import msgspec

from diagnostic.analysis.report import Finding, Statement
from diagnostic.briefing.deck.parts import Bars, Cell, Part, Series, Slide, Table, plain
from diagnostic.briefing.deck.slides.told import Told
from diagnostic.briefing.figures import shown_mean
from diagnostic.briefing.sections.views import surprise
from diagnostic.questionnaire.words import SIDES, other

_KINDS = (("Left", "better", "rated_better_than_expected"), ("Right", "worse", "rated_worse_than_expected"))
_NEWS = tuple(kind for _, _, kind in _KINDS)
_MOST_SURPRISES, _MOST_LEVELS = 3, 5


def surprises(told: Told) -> Iterator[Slide]:
    if not any(f.kind in _NEWS for f in told.report.findings):
        return
    whole, *less = [_surprises(told, most) for most in range(_MOST_SURPRISES, 0, -1)]
    yield msgspec.structs.replace(whole, otherwise=tuple((slide,) for slide in less))


def _surprises(told: Told, most: int) -> Slide:
    by_id = {s.id: s for s in told.report.statements}
    parts: dict[str, Part] = {}
    sentences: list[str] = []
    probes: list[str] = []
    more = 0
    for where, news, kind in _KINDS:
        found = [(f, by_id[f.subject]) for f in told.report.findings if f.kind == kind][:_MOST_SURPRISES]
        more += len(found[most:])
        parts[f"{where} heading"] = plain(told.say(f"deck.surprises.{news}"))
        sentences += [surprise(f, statement, told.wording) for f, statement in found]
        parts[where] = _expected(told, found[:most]) if found else plain(told.say(f"deck.surprises.no_{news}"))
        probes += [line for _, statement in found for line in told.asked_on(statement)]
    source = told.say("deck.surprises.source")
    return Slide(
        layout="Two columns",
        title=_surprise_title(told),
        kicker=told.say("sections.predictions"),
        parts=parts,
        source=f"{source} {told.wording.count('deck.surprises.more', more)}" if more else source,
        notes=told.notes(told.say("deck.say.surprises"), *sentences, *dict.fromkeys(probes)),
    )


def _surprise_title(told: Told) -> str:
    """The first of them, the better news first."""
    found = sorted((f for f in told.report.findings if f.kind in _NEWS), key=lambda f: (_NEWS.index(f.kind), f.rank))
    first = found[0]
    names = {"by": told.wording.company(first.side or "a"), "statement": told.wording.statement(first.subject)}
    return told.say(f"deck.surprises.{first.kind}", **names)


def _expected(told: Told, shown: Sequence[tuple[Finding, Statement]]) -> Bars:
    """What the company rated expects, outlined, over what the partner says: each in its company's colour."""
    wording = told.wording
    expected, says, by, partner, sentences = [], [], [], [], []
    for finding, statement in shown:
        predicted = statement.predicted
        if predicted is None or finding.side is None:
            continue
        rater = other(predicted.by)
        expected.append(None if not isinstance(predicted.mean, float | int) else float(predicted.mean))
        says.append(shown_mean(statement.sides[rater]))
        by.append(f"side_{predicted.by}")
        partner.append(f"side_{rater}")
        sentences.append(surprise(finding, statement, wording))
    return Bars(
        kind="beside",
        categories=tuple(wording.statement(statement.id) for _, statement in shown),
        series=(
            _spoken(told, "expected", expected, by),
            _spoken(told, "said", says, partner),
        ),
        format="0.0",
        least=1,
        most=float(shown[0][1].points),
        ticks=1,
        legend=True,
        alt=told.say("deck.surprises.alt", finding=" ".join(sentences)),
    )


def _spoken(told: Told, key: str, means: Sequence[float | None], colours: Sequence[str]) -> Series:
    return Series(
        name=told.say(f"deck.surprises.{key}"),
        values=tuple(means),
        written=tuple("" if mean is None else told.wording.number(mean) for mean in means),
        colour=colours[0],
        colours=tuple(colours),
        hollow=key == "expected",
    )


def shared(told: Told) -> Iterator[Slide]:
    by_id = {s.id: s for s in told.report.statements}
    high, low = (
        [by_id[f.subject] for f in told.report.findings if f.kind == kind]
        for kind in ("shared_strength", "shared_concern")
    )
    if not high and not low:
        return
    whole, *less = [_shared(told, high, low, most) for most in range(_MOST_LEVELS, 1, -1)]
    yield msgspec.structs.replace(whole, otherwise=tuple((slide,) for slide in less))


def _shared(told: Told, high: Sequence[Statement], low: Sequence[Statement], most: int) -> Slide:
    parts: dict[str, Part] = {}
    for where, level, found in (("Left", "high", high), ("Right", "low", low)):
        parts[f"{where} heading"] = plain(told.say(f"deck.shared.{level}"))
        parts[where] = _levels(told, found[:most], level) if found else plain(told.say(f"levels.{level}_none"))
    return Slide(
        layout="Two columns",
        title=_shared_title(told, len(high), len(low)),
        kicker=told.say("sections.levels"),
        parts=parts,
        source=_caution(told, len(high[most:]) + len(low[most:])),
        notes=told.notes(told.say("deck.say.shared"), *_all(told, high, "high"), *_all(told, low, "low")),
    )


def _shared_title(told: Told, high: int, low: int) -> str:
    key = "both" if high and low else "high_alone" if high else "low_alone"
    return told.say(f"deck.shared.{key}", high=high, low=low, total=len(told.report.statements))


def _caution(told: Told, more: int) -> str:
    caution = told.say("levels.caution")
    return f"{caution} {told.wording.count('deck.shared.more', more)}" if more > 0 else caution


def _levels(told: Told, found: Sequence[Statement], level: str) -> Table:
    wording = told.wording
    rows = []
    for statement in found:
        means = (Cell(wording.figure(statement.sides[side].mean)) for side in SIDES)
        rows.append((Cell(_marked(told, statement, wording.statement(statement.id))), *means))
    return Table(
        heads=(told.say("predictions.statement"), wording.company("a"), wording.company("b")),
        rows=tuple(rows),
        widths=(0.6, 0.2, 0.2),
        centred=(1, 2),
        alt=told.say(f"levels.caption_{level}"),
    )


def _marked(told: Told, statement: Statement, text: str) -> str:
    """Where disagreeing is favourable, a low average is a good one."""
    return told.say("deck.shared.reversed", statement=text) if statement.reversed else text


def _all(told: Told, found: Sequence[Statement], level: str) -> Iterator[str]:
    if found:
        yield told.say(f"deck.shared.{level}")
    for statement in found:
        row = told.say(
            "deck.picture.row",
            statement=told.wording.statement(statement.id),
            mean_a=told.wording.figure(statement.sides.a.mean),
            mean_b=told.wording.figure(statement.sides.b.mean),
        )
        yield f"{_marked(told, statement, told.without_stop(row))}."
