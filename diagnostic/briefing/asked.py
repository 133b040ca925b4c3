"""Everything that was asked, and why what is not shown of it is not: counted in words, and in a picture."""

from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from diagnostic.analysis.report import Priorities, Reason, Report, Withheld
from diagnostic.briefing.figures import has_level_alone, reason_of
from diagnostic.briefing.wording import Wording

Kind = Literal[
    "statements", "one_sided", "predictions", "scales", "ownership", "expectations", "topics", "choices", "comments"
]


Besides = Literal["groups", "sources", "left_out", "changes", "statistics"]
"""What may be withheld although everything that was asked is shown: answers by group, which company comments come from,
comments themselves, what moved, and single figures of the statistics."""

_NO_SECRET: tuple[Reason, ...] = ("edition", "not_asked", "reworded")
"""Reasons by which a figure is not there, rather than withheld."""
_OF_WAVES = ("trend", "levels", "carried")


class Asked(msgspec.Struct, frozen=True):
    """One thing that was asked; a scale's score is reckoned from others."""

    kind: Kind
    subject: str
    text: str
    reason: Reason | None
    scale: str = ""
    """What a statement's scale is called."""
    level: bool = False
    """Whether each side's level is shown all the same."""


def asked(report: Report, wording: Wording) -> Iterator[Asked]:
    """Kind by kind, each in the questionnaire's order."""
    say, text = wording.say, wording.text
    for s in report.statements:
        scale = text(f"scale:{s.scale.partition('@')[0]}") if s.scale else say("scales.no_scale")
        hidden = reason_of(s.sides.a.mean, s.sides.b.mean)
        reason = hidden or reason_of(s.gap.mean_difference, s.gap.interval)
        yield Asked("statements", s.id, wording.statement(s.id), reason, scale, level=bool(reason and not hidden))
    for one in report.one_sided:
        yield Asked("one_sided", one.id, wording.statement(one.id), reason_of(one.answers.mean))
    for s in report.statements:
        if s.predicted:
            yield Asked("predictions", s.id, wording.statement(s.id), reason_of(s.predicted.mean))
    for score in report.scales:
        reason = None if has_level_alone(score) else reason_of(score.gap.mean_difference, score.gap.interval)
        yield Asked("scales", score.id, text(f"scale:{score.id}"), reason)
    for r in report.responsibilities:
        name = say(f"participation.ownership_question.{r.question}", activity=text(f"activity:{r.activity}"))
        yield Asked("ownership", f"{r.activity}:{r.question}", name, reason_of(r.ownership))
    for e in report.expectations:
        yield Asked(
            "expectations", e.id, text(f"expectation:{e.id}"), reason_of(e.sides.a.quartiles, e.sides.b.quartiles)
        )
    kinds: tuple[tuple[Kind, tuple[Priorities, ...]], ...] = ("topics", report.priorities), ("choices", report.choices)
    for kind, topic in ((kind, topic) for kind, picked in kinds for each in picked for topic in each.topics):
        reason = reason_of(topic.sides.a.share, topic.sides.b.share)
        yield Asked(kind, topic.id, text(f"topic:{topic.id}"), reason)
    withheld = {c.question: c.withheld for c in report.withheld_comments}
    for question in dict.fromkeys([*(c.question for c in report.comments), *withheld]):
        yield Asked("comments", question, text(f"question:{question}"), withheld.get(question))


def withheld_besides(report: Report) -> list[Besides]:
    """What of the whole Report is withheld, beyond what was asked; empty where nothing at all is."""
    fields = {name for name in report.__struct_fields__ if any(_reasons(getattr(report, name)))}
    found: dict[Besides, bool] = {
        "groups": "cuts" in fields or report.no_groups in ("small_groups", "one_group"),
        "sources": any(comment.side is None for comment in report.comments),
        "left_out": report.comments_left_out > 0,
        "changes": bool(fields.intersection(_OF_WAVES)),
        "statistics": bool(fields.difference(_OF_WAVES, ("cuts", "withheld_comments"))),
    }
    return [what for what, is_withheld in found.items() if is_withheld]


def _reasons(value: Any) -> Iterator[Reason]:
    """Why anything in it is withheld."""
    if isinstance(value, Withheld):
        yield from () if value.withheld in _NO_SECRET else (value.withheld,)
    elif isinstance(value, msgspec.Struct):
        yield from (reason for name in value.__struct_fields__ for reason in _reasons(getattr(value, name)))
    elif isinstance(value, tuple | dict):
        inside = value.values() if isinstance(value, dict) else value
        yield from (reason for one in inside for reason in _reasons(one))
