"""What people's own changes tell of what was agreed to change: a word a target, and what it rests on."""

from collections.abc import Iterator
from typing import get_args

from diagnostic.analysis.report import BySide, CarriedChange, CarriedWord, PerceivedWord, Report
from diagnostic.briefing.document.blocks import Badge, Block, Item, List, Part, Sentence
from diagnostic.briefing.document.saying import paragraph, said
from diagnostic.briefing.figures import is_shown
from diagnostic.briefing.waves import wave_numbered
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
            *_perceived(report, wording),
        ),
    )


def certain(report: Report, wording: Wording) -> Iterator[Sentence]:
    """What is certain, a sentence for each word."""
    for word in get_args(CarriedWord):
        names = [wording.quoted(name_of(change, report, wording)) for change in report.carried if change.word == word]
        if names and word not in _OPEN:
            yield said(wording, f"moved.headline_carried_{word}", targets=wording.listed(names))


def _item(change: CarriedChange, report: Report, wording: Wording) -> Item:
    name = name_of(change, report, wording)
    label = Sentence(key="target", text=name, subject=change.target, badge=badge_of(change, wording))
    return Item(tuple(_sentences(change, report, wording)), label)


def badge_of(change: CarriedChange, wording: Wording) -> Badge:
    state = _BADGES.get(change.word, change.word)
    return Badge(state, wording.say(f"moved.verdict_{state}"))


def _sentences(change: CarriedChange, report: Report, wording: Wording) -> Iterator[Sentence]:
    since = wave_numbered(change.since, report, wording)
    counts = {f"n_{side}": change.changes[side] for side in SIDES}
    least = {"answers": WORDS, "carried": JOINT, "margin": wording.number(report.release.scale_margin * 4)}
    yield said(wording, f"moved.carried_{change.word}", change.target, since=since, **counts, **least)
    if change.word != "too_few":
        yield said(wording, "moved.carried_rests", change.target, **counts)
        yield from _how_far(change, wording)


def _how_far(change: CarriedChange, wording: Wording) -> Iterator[Sentence]:
    parts = [
        wording.say("moved.side", company=wording.company(side), change=wording.signed(by, 2))
        for side in SIDES
        if is_shown(by := change.by[side])
    ]
    if parts:
        yield said(wording, "moved.carried_by", change.target, parts=wording.listed(parts))


def _perceived(report: Report, wording: Wording) -> Iterator[Block]:
    """What people say themselves, in a list of its own: other people, and another question."""
    items = tuple(_seen(change, seen, report, wording) for change in report.carried if (seen := change.perceived))
    if items:
        yield List(key="moved.perceived", items=items, title=said(wording, "moved.perceived"))
        yield paragraph(wording, "moved.perceived_note", "fine")


def _seen(change: CarriedChange, seen: BySide[PerceivedWord | Withheld], report: Report, wording: Wording) -> Item:
    label = Sentence(key="target", text=name_of(change, report, wording), subject=change.target)
    parts = [
        wording.say(f"moved.perceived_{word}", company=wording.company(side))
        for side in SIDES
        if is_shown(word := seen[side])
    ]
    if not parts:  # both sides' are withheld together
        return Item((said(wording, "moved.perceived_withheld", change.target),), label)
    names = {"since": wave_numbered(change.since, report, wording), "parts": wording.listed(parts)}
    return Item((said(wording, "moved.perceived_since", change.target, **names),), label)


def name_of(change: CarriedChange, report: Report, wording: Wording) -> str:
    if any(scale.id == change.target for scale in report.scales):
        return wording.text(f"scale:{change.target}")
    return wording.statement(change.target)
