"""What people's own changes tell of what was agreed to change: a word a target, and what it rests on."""

from collections.abc import Iterator
from typing import get_args

from diagnostic.analysis.report import CarriedChange, CarriedWord, Report
from diagnostic.briefing.document.blocks import Badge, Item, List, Part, Sentence
from diagnostic.briefing.document.saying import paragraph, said
from diagnostic.briefing.figures import is_shown
from diagnostic.briefing.waves import wave_name
from diagnostic.briefing.wording import Wording
from diagnostic.disclosure import JOINT, SIZES, WORDS, Withheld
from diagnostic.questionnaire.words import SIDES

_OPEN: tuple[CarriedWord, ...] = ("cannot_tell", "too_few")
_BADGES = {"risen": "level_rose", "fallen": "level_fell"}
"""What the same is called of a scale; every other word is the same."""


def carried(report: Report, wording: Wording) -> Part | None:
    """Each target and its word; None where nothing was agreed that people could carry."""
    if not report.carried:
        return None
    items = tuple(_item(change, report, wording) for change in report.carried)
    return Part(
        key="moved.carried",
        title=wording.say("moved.carried"),
        blocks=(
            paragraph(wording, "moved.carried_who", "note"),
            List(key="moved.carried", items=items),
            paragraph(wording, "moved.carried_method", "fine", each=wording.percent(report.release.alpha), sizes=SIZES),
        ),
    )


def certain(report: Report, wording: Wording) -> Iterator[Sentence]:
    """What is certain, a sentence for each word."""
    for word in get_args(CarriedWord):
        names = [wording.quoted(_name(change, report, wording)) for change in report.carried if change.word == word]
        if names and word not in _OPEN:
            yield said(wording, f"moved.headline_carried_{word}", targets=wording.listed(names))


def _item(change: CarriedChange, report: Report, wording: Wording) -> Item:
    badge = _BADGES.get(change.word, change.word)
    label = Sentence(
        key="target",
        text=_name(change, report, wording),
        subject=change.target,
        badge=Badge(badge, wording.say(f"moved.verdict_{badge}")),
    )
    return Item(tuple(_sentences(change, report, wording)), label)


def _sentences(change: CarriedChange, report: Report, wording: Wording) -> Iterator[Sentence]:
    points = [point for trend in report.trend for point in trend.series if point.wave == change.since]
    since = wave_name(points[0], wording) if points else wording.say("moved.numbered", number=change.since)
    counts = {f"n_{side}": change.changes[side] for side in SIDES}
    least = {"answers": WORDS, "carried": JOINT, "margin": wording.number(report.release.scale_margin * 4)}
    yield said(wording, f"moved.carried_{change.word}", change.target, since=since, **counts, **least)
    if change.word != "too_few":
        yield said(wording, "moved.carried_rests", change.target, **counts)
        yield from _how_far(change, wording)
    yield from _perceived(change, wording)


def _how_far(change: CarriedChange, wording: Wording) -> Iterator[Sentence]:
    parts = [
        wording.say("moved.side", company=wording.company(side), change=wording.signed(by, 2))
        for side in SIDES
        if is_shown(by := change.by[side])
    ]
    if parts:
        yield said(wording, "moved.carried_by", change.target, parts=wording.listed(parts))


def _perceived(change: CarriedChange, wording: Wording) -> Iterator[Sentence]:
    """What people said themselves, side by side: what they remember is no measurement."""
    seen = change.perceived
    match seen and (seen.a, seen.b):
        case (tuple(), tuple()) as counts:
            words = ("worse", "same", "better")
            parts = (
                wording.say("moved.perceived_side", company=wording.company(side), **dict(zip(words, of, strict=True)))
                for side, of in zip(SIDES, counts, strict=True)
            )
            yield said(wording, "moved.perceived", change.target, parts="; ".join(parts))
        case (Withheld(withheld=why), _):
            yield said(wording, "moved.perceived_withheld", change.target, why=wording.say(f"moved.reason_{why}"))


def _name(change: CarriedChange, report: Report, wording: Wording) -> str:
    if any(scale.id == change.target for scale in report.scales):
        return wording.text(f"scale:{change.target}")
    return wording.statement(change.target)
