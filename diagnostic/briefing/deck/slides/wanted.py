"""What the workshop must address, by both sides."""

from collections.abc import Mapping, Sequence

from diagnostic.analysis.report import Priorities
from diagnostic.briefing.deck.parts import Bars, Series, Slide
from diagnostic.briefing.deck.slides.told import Told
from diagnostic.briefing.figures import is_shown
from diagnostic.briefing.sections import topics
from diagnostic.questionnaire.words import SIDES, Side

_MOST, _FEWEST = 10, 3

Shares = Mapping[Side, Sequence[float]]


def priorities(told: Told) -> list[Slide]:
    pairs = zip(told.report.priorities, told.page.priorities, strict=True)
    return [slide for asked, said in pairs if (slide := _priorities(told, asked, said))]


def _priorities(told: Told, asked: Priorities, said: topics.Priorities) -> Slide | None:
    """Not where fewer topics are shown than make a picture."""
    rows = []
    for topic in asked.topics:
        a, b = topic.sides.a.share, topic.sides.b.share
        if is_shown(a) and is_shown(b):
            rows.append((told.wording.text(f"topic:{topic.id}"), a, b))
    if len(rows) < _FEWEST:
        return None
    left_out = len(asked.topics) - len(rows)
    if told.for_consultant:
        rows.sort(key=lambda row: -row[1] - row[2])
    names, a_shares, b_shares = zip(*rows[:_MOST], strict=True)
    shares: Shares = {"a": a_shares, "b": b_shares}
    title = _title(told, names, shares, said, more=bool(left_out))
    return Slide(
        layout="Chart",
        title=title,
        kicker=told.say("sections.priorities"),
        parts={"Content": _bars(told, names, shares, title)},
        source=told.wording.count("deck.priorities.missing", left_out) if left_out else told.say("priorities.lead"),
        notes=told.notes(told.say("deck.say.priorities"), told.say("priorities.lead"), *said.sentences),
    )


def _bars(told: Told, names: tuple[str, ...], shares: Shares, title: str) -> Bars:
    return Bars(
        kind="beside",
        categories=names,
        series=tuple(
            Series(name=told.wording.company(side), values=tuple(shares[side]), colour=f"side_{side}") for side in SIDES
        ),
        format=told.percent("0"),
        most=1.0,
        legend=True,
        thick=0.74,
        alt=told.say("deck.priorities.alt", finding=title),
    )


def _title(told: Told, names: Sequence[str], shares: Shares, said: topics.Priorities, *, more: bool) -> str:
    """What the sides clearly differ in, or what both picked most.

    Nothing of the kind where it ties, or where a topic not shown may come before it.
    """
    if not told.for_consultant:
        return told.say("deck.priorities.neutral", count=len(names))
    if said.sentences:
        return told.without_stop(said.sentences[0])
    first = {
        side: [name for name, share in zip(names, shares[side], strict=True) if share == max(shares[side])]
        for side in SIDES
    }
    if more or first["a"] != first["b"] or len(first["a"]) > 1:
        return told.say("deck.priorities.shown", count=len(names))
    return told.say("deck.priorities.same", first_a=first["a"][0])
