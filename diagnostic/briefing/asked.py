"""Everything that was asked, and why what is not shown of it is not: counted in words, and in a picture."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from diagnostic.analysis.report import Reason, Report
from diagnostic.briefing.figures import has_level_alone, reason_of
from diagnostic.briefing.wording import Wording

Kind = Literal["statements", "predictions", "scales", "ownership", "expectations", "topics", "comments"]


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
    for topic in (topic for picked in report.priorities for topic in picked.topics):
        reason = reason_of(topic.sides.a.share, topic.sides.b.share)
        yield Asked("topics", topic.id, text(f"topic:{topic.id}"), reason)
    withheld = {c.question: c.withheld for c in report.withheld_comments}
    for question in dict.fromkeys([*(c.question for c in report.comments), *withheld]):
        yield Asked("comments", question, text(f"question:{question}"), withheld.get(question))
