"""What moved since earlier waves: all scales in a picture and a table, what is certain in words; what was agreed."""

from collections.abc import Iterator, Sequence

import msgspec

from diagnostic.analysis.report import CERTAIN, LEVEL_CERTAIN, MOVED_KINDS, Report, Trend
from diagnostic.briefing import charts
from diagnostic.briefing.document.again import again
from diagnostic.briefing.document.agreed import agreed
from diagnostic.briefing.document.blocks import Badge, Block, Figure, Item, List, Part, Sentence, Text
from diagnostic.briefing.document.carried import carried
from diagnostic.briefing.document.changes import (
    Since,
    answered_table,
    changes_table,
    levels_moved,
    levels_table,
    main,
    steps,
)
from diagnostic.briefing.document.native import Lines, Series
from diagnostic.briefing.document.overview import overview
from diagnostic.briefing.document.plan import questions
from diagnostic.briefing.document.said_first import rates_nothing
from diagnostic.briefing.document.saying import drawn, listed, paragraph, said, section
from diagnostic.briefing.document.trend_headline import all_withheld_alike, beside_headline, headline
from diagnostic.briefing.figures import is_shown
from diagnostic.briefing.playbook import Playbook
from diagnostic.briefing.signs import signs
from diagnostic.briefing.waves import along, scale_name, short_date
from diagnostic.briefing.wording import Wording
from diagnostic.full_stops import in_a_row
from diagnostic.questionnaire.words import SIDES

_RANK = (*LEVEL_CERTAIN, *CERTAIN, "steady", "cannot_tell", "too_few", "withheld")
_MOVED = (*LEVEL_CERTAIN, *CERTAIN)


class ScaleMove(msgspec.Struct, frozen=True):
    """What may be told of one scale: its verdict in a word, since when, and what stands behind it."""

    trend: Trend
    name: str
    verdict: Badge
    said: Sentence
    """The verdict and since when: ``Closing since 4 May``."""
    sentences: tuple[Sentence, ...]


def trend(report: Report, wording: Wording, playbook: Playbook | None, told: Part | None) -> Part | None:
    """What moved; None in a first wave. Of a pulse that rates nothing, what it asked again.

    Without a playbook there are no early signs, which are its rules'. ``told`` are the messages of a pulse.
    """
    if rates_nothing(report):
        blocks = (*_said(report, wording, told), *filter(None, [again(report, wording)]))
        return section(wording, "moved", *blocks)
    if not report.trend:
        return None
    moves = scale_moves(report, wording)
    margin = wording.number(report.release.scale_margin * 4, 1)
    spent = {"pulses": report.release.pulses, "each": wording.percent(report.release.alpha)}
    return section(
        wording,
        "moved",
        *_said(report, wording, told),
        _figure(report, moves, wording),
        *(_lines(move, report, wording) for move in _ordered(moves, report)),
        *_parts(report, moves, wording, playbook),
        paragraph(wording, "moved.method", "fine", margin=margin, k=report.release.k, **spent),
    )


def _said(report: Report, wording: Wording, told: Part | None) -> Iterator[Block]:
    """What is said first, and the messages."""
    yield Text(key="moved.headline", sentences=tuple(headline(report, wording)), role="headline")
    yield Text(key="moved.beside", sentences=tuple(beside_headline(report, wording)), role="note")
    yield from [told] if told else []


def _ordered(moves: Sequence[ScaleMove], report: Report) -> list[ScaleMove]:
    """What moved first; then, for the consultant, scales with a gap, the largest before, as at a glance."""
    ranks = {finding.subject: finding.rank for finding in report.findings if finding.kind == "scale_gap"}
    return sorted(
        moves, key=lambda move: (move.verdict.state not in _MOVED, ranks.get(move.trend.scale, len(report.scales)))
    )


def _told(moves: Sequence[ScaleMove], report: Report, wording: Wording) -> Iterator[List]:
    """What can be told of scales, one by one."""
    alike = all_withheld_alike(report, wording)
    items = tuple(
        Item(move.sentences, Sentence(key="scale", text=move.name, subject=move.trend.scale, badge=move.verdict))
        for move in moves
        if move.verdict.state != "cannot_tell" and not alike
    )
    if items:
        yield List(key="moved.told", items=items)


def _parts(report: Report, moves: Sequence[ScaleMove], wording: Wording, playbook: Playbook | None) -> Iterator[Part]:
    """What was agreed, what to ask, what to look at; then all changes in figures, every level, and who answered."""

    def part(key: str, *blocks: Block) -> Part:
        return Part(key=f"moved.{key}", title=wording.say(f"moved.{key}"), blocks=blocks)

    if actions := agreed(report, wording):
        yield actions
    if own := carried(report, wording):
        yield own
    if asked_again := again(report, wording):
        yield asked_again
    # A pulse has no plan: what the playbook asks where levels moved stands here.
    if playbook and report.wave.kind == "pulse" and (asked := [*questions(report, MOVED_KINDS, wording, playbook)]):
        yield part("to_do", listed("moved.to_do", asked))
    # What a rule of the playbook would have somebody look at; no findings.
    if playbook and (found := signs(report, wording, playbook)):
        rules = {sign.rule: wording.say("moved.sign_rule", rule=sign.rule) for sign in found}
        told = (Sentence(key="sign", text=sign.text, source=rules[sign.rule]) for sign in found)
        yield part("signs", paragraph(wording, "moved.signs_note", "fine"), listed("moved.signs", told))
    if report.wave.kind == "pulse":
        yield from overview(report, wording)
    changes = changes_table([move.trend for move in moves], wording)
    figures = (changes, paragraph(wording, "moved.read", "fine")) if changes.rows else ()
    if scales := (*_told(moves, report, wording), *figures):
        yield part("scales", *scales)
    if report.levels:
        names = {side: wording.full_name(side) for side in SIDES}
        yield part("levels", paragraph(wording, "moved.levels_order", "fine", **names), levels_table(report, wording))
    yield part("answered", answered_table(report, wording))


def scale_moves(report: Report, wording: Wording) -> list[ScaleMove]:
    """Every scale; in the consultant's edition those first of which something can be told."""
    moves = [_move(trend, wording) for trend in report.trend]
    if report.edition == "consultant":
        moves.sort(key=lambda move: _RANK.index(move.verdict.state))
    return moves


def _move(trend: Trend, wording: Wording) -> ScaleMove:
    since, name = main(trend, wording), scale_name(trend, wording)
    if since is None:
        verdict = Badge("withheld", wording.say("moved.verdict_withheld"))
        first = said(wording, "moved.first_time", trend.scale)
        return ScaleMove(trend, name, verdict, first, (first,))
    verdict = since.badge
    key = "moved.said_withheld" if verdict.state == "withheld" else "moved.said"
    short = said(wording, key, trend.scale, verdict=verdict.text, since=since.day)
    judged = (sentence for each in steps(trend, wording) for sentence in _judged(each, wording))
    return ScaleMove(trend, name, verdict, short, (*levels_moved(since, wording), *_now(since, wording), *judged))


def _now(since: Since, wording: Wording) -> Iterator[Sentence]:
    """How large the gap was then, and is now, and who answered higher."""
    before, now = since.then.gap, since.trend.series[-1].gap
    if is_shown(before) and is_shown(now):
        names = {"then": _gap(before, wording), "now": _gap(now, wording)}
        yield said(wording, "moved.gap", since.trend.scale, since=since.wave, **names)


def _gap(gap: float, wording: Wording) -> str:
    size = wording.number(abs(gap))
    if size == wording.number(0):
        return wording.say("moved.alike")
    return wording.say("moved.higher", company=wording.company("b" if gap > 0 else "a"), size=size)


def _judged(since: Since, wording: Wording) -> Iterator[Sentence]:
    """The verdict since one wave, by how much, and where nothing can be told, what could not have been seen."""
    scale, step, change = since.trend.scale, since.step, since.change
    if not change:
        why = wording.say(f"moved.reason_{step.reason}")
        yield said(wording, "moved.not_shown", scale, since=since.wave, why=why)
        return
    verdict = wording.say(f"moved.verdict_{step.verdict}")
    yield said(wording, "moved.change", scale, verdict=verdict, since=since.wave, change=change)
    if step.verdict == "cannot_tell" and is_shown(step.detectable):
        yield said(wording, "moved.unseen", scale, least=wording.number(step.detectable))
    if step.verdict == "too_few":
        yield said(wording, "moved.reason_few_answers", scale)


def _seen(move: ScaleMove, wording: Wording) -> Iterator[str]:
    """What the picture shows of a scale, for whoever cannot see it: both companies' averages then and now, the gap."""
    yield wording.say("moved.seen", scale=move.name, said=move.said.text)
    since, now = main(move.trend, wording), move.trend.series[-1].sides
    if since is None or not all(is_shown(point[side].mean) for point in (since.then.sides, now) for side in SIDES):
        return
    means = {side: (wording.figure(since.then.sides[side].mean), wording.figure(now[side].mean)) for side in SIDES}
    parts = [
        wording.say("moved.action_side", company=wording.company(side), then=then, now=after)
        for side, (then, after) in means.items()
    ]
    yield wording.say("moved.went", parts=wording.listed(parts), since=since.wave)
    yield from (sentence.text for sentence in _now(since, wording))


def _figure(report: Report, moves: Sequence[ScaleMove], wording: Wording) -> Figure:
    alt = in_a_row(sentence for move in moves for sentence in _seen(move, wording))
    verdicts = [(move.trend, move.said.text) for move in moves]
    return drawn("moved", alt, lambda layout: charts.moved(report, verdicts, wording, layout))


def _lines(move: ScaleMove, report: Report, wording: Wording) -> Figure:
    """A scale alone, for forms that draw lines themselves; of no picture, since one has all scales."""
    waves = along(move.trend, report.unopened)
    series = []
    for side in SIDES:
        means = tuple(mean if point and is_shown(mean := point.sides[side].mean) else None for _, point in waves)
        ends = [i if point and is_shown(i := point.sides[side].interval) else (None, None) for _, point in waves]
        low, high = zip(*ends, strict=True)
        series.append(Series(name=wording.company(side), values=means, colour=f"side_{side}", low=low, high=high))
    days = tuple(short_date(day, wording) if day else str(place) for place, (day, _) in enumerate(waves, start=1))
    return Figure(
        key=f"moved.{move.trend.scale}",
        title=f"{move.name} – {move.said.text}",
        alt=in_a_row(sentence.text for sentence in move.sentences),
        native=Lines(categories=days, series=tuple(series), least=move.trend.lowest, most=move.trend.highest),
    )
