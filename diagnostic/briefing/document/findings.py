"""Findings as sentences, each with where it comes from and where its figures stand."""

from collections.abc import Callable, Mapping

from diagnostic.analysis.report import (
    MOVED_KINDS,
    Cut,
    Expectation,
    Finding,
    FindingKind,
    Report,
    Responsibility,
    Scale,
    Statement,
    leading,
    spoken_of,
)
from diagnostic.briefing import verdicts
from diagnostic.briefing.anchors import expectation_anchor, scale_anchor, statement_anchor
from diagnostic.briefing.document import expectations, inside
from diagnostic.briefing.document.blocks import Sentence
from diagnostic.briefing.document.changes import levels_moved
from diagnostic.briefing.document.headline import scale_spoken, spoken
from diagnostic.briefing.document.saying import said
from diagnostic.briefing.document.views import surprise
from diagnostic.briefing.figures import is_shown, shown_gap
from diagnostic.briefing.owners import settled
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES, Side, other

_LEVELS = ("divided_side", "group_difference", "cant_say", "shared_strength", "shared_concern")
"""Findings that do not rest on a difference."""


class Findings:
    """The findings of a Report, told one by one."""

    def __init__(self, report: Report, wording: Wording) -> None:
        self._report, self._wording = report, wording
        self._statements = {s.id: s for s in report.statements}
        self._scales = {scale.id: scale for scale in report.scales}

    def sentence(self, finding: Finding) -> Sentence:
        """Its key is the finding's kind, and its subject what the finding is about."""
        parts = _TOLD[finding.kind](self, finding)
        return Sentence(
            key=finding.kind,
            text=parts if isinstance(parts, str) else parts.text,
            subject=finding.subject,
            link=self._link(finding),
            source=" · ".join(self._source(finding)),
        )

    def subject(self, finding: Finding) -> str:
        """What it is about, as it stands in a sentence."""
        if finding.subject in self._statements:
            return self._wording.statement(finding.subject)
        if finding.subject in self._scales:
            return self._wording.text(f"scale:{finding.subject}")
        if finding.kind in ("contested", "orphaned"):
            return self._wording.text(f"activity:{_asked(finding)[0]}")
        if finding.kind == "overclaim":
            return self._wording.text(f"expectation:{finding.subject}")
        return finding.subject

    def company(self, finding: Finding) -> Side:
        """Whose it is: the side it was found at, the company it is about, or the one that rates lower."""
        if finding.side is not None:
            return finding.side
        if finding.kind in ("a_only_concern", "b_only_concern"):
            return "a" if finding.kind == "a_only_concern" else "b"
        about = self._statements.get(finding.subject) or self._scales.get(finding.subject)
        if about is None:
            return "a"
        if about.target != "alliance":
            return about.target
        gap = shown_gap(about.gap)
        return other(gap.higher) if gap else "a"

    def place(self, finding: Finding) -> Mapping[str, str | None]:
        """What a rule may ask for: the scale and item of a statement, and whether it is about now or better placed."""
        if statement := self._statements.get(finding.subject):
            scale = statement.scale.partition("@")[0] if statement.scale else None
            return {"scale": scale, "item": statement.item}
        if known := self._scales.get(finding.subject):
            return {"scale": known.scale}
        return {"asked": _asked(finding)[1]} if finding.kind in ("contested", "orphaned") else {}

    def _link(self, finding: Finding) -> str:
        if finding.subject in self._statements:
            return statement_anchor(finding.subject)
        if finding.subject in self._scales:
            return scale_anchor(finding.subject) or ""
        if finding.kind in ("contested", "orphaned"):
            return "ownership"
        return expectation_anchor(finding.subject) if finding.kind == "overclaim" else "inside"

    def _source(self, finding: Finding) -> list[str]:
        """The scale or question, how many answered, the interval."""
        wording = self._wording
        if statement := self._statements.get(finding.subject):
            return self._source_of(statement, finding)
        if scored := self._scales.get(finding.subject):
            return self._source_of_scale(scored, finding)
        if finding.kind in ("contested", "orphaned"):
            owned = self._owned(finding)
            parts = [wording.say(f"evidence.{owned.question}"), *self._answers(owned.sides.a.n, owned.sides.b.n)]
            if is_shown(owned.holds):
                parts.append(wording.say("evidence.holds", share=wording.percent(owned.holds)))
            return parts
        if finding.kind == "overclaim":
            asked = self._expected(finding)
            parts = [wording.say("evidence.expectations"), *self._answers(asked.sides.a.n, asked.sides.b.n)]
            if asked.sum_interval is not None and is_shown(asked.sum_interval):
                limits = wording.say("numbers.interval", **expectations.limits(asked.sum_interval, wording))
                parts.append(wording.say("evidence.interval", interval=limits))
            return parts
        return [wording.say("evidence.groups")]

    def _source_of(self, statement: Statement, finding: Finding) -> list[str]:
        wording = self._wording
        parts = [wording.text(f"scale:{statement.scale}") if statement.scale else wording.say("gaps.no_scale")]
        if finding.kind.startswith("rated_") and statement.predicted is not None:
            predicted = statement.predicted
            parts += self._answers(predicted.n, statement.sides[other(predicted.by)].n)
            gap = shown_gap(predicted.against_partner)
        else:
            parts += self._answers(statement.sides.a.n, statement.sides.b.n)
            gap = shown_gap(statement.gap)
        if gap and finding.kind not in _LEVELS:
            if gap.interval:
                parts.append(wording.say("evidence.interval", interval=wording.gap_interval(gap.interval)))
            parts.append(verdicts.name(gap, wording))
        return parts

    def _source_of_scale(self, scale: Scale, finding: Finding) -> list[str]:
        wording, reading = self._wording, leading(scale.gap)
        parts = self._answers(scale.sides.a.n, scale.sides.b.n)
        if finding.kind != "scale_gap":
            return parts
        if scale.gap.these_people:
            parts.append(wording.say("evidence.these_people"))
        if is_shown(reading.interval):
            parts.append(wording.say("evidence.interval", interval=wording.gap_interval(reading.interval)))
        return [*parts, wording.say(f"verdict.{reading.verdict}")]

    def _answers(self, *counts: object) -> list[str]:
        n = [str(count) for count in counts if is_shown(count)]
        return [self._wording.say("evidence.n", n=" + ".join(n))] if n else []

    def _owned(self, finding: Finding) -> Responsibility:
        asked = _asked(finding)
        return next(r for r in self._report.responsibilities if (r.activity, r.question) == asked)

    def _expected(self, finding: Finding) -> Expectation:
        return next(e for e in self._report.expectations if e.id == finding.subject)

    def _cut(self, finding: Finding) -> Cut:
        return next(cut for cut in self._report.cuts if cut.attribute == finding.subject)

    def _gap(self, finding: Finding) -> str:
        statement = self._statements[finding.subject]
        gap = shown_gap(statement.gap)
        return spoken(statement, gap, self._wording).text if gap else self.subject(finding)

    def _scale_gap(self, finding: Finding) -> Sentence:
        return scale_spoken(self._scales[finding.subject], None, self._wording)

    def _concern(self, finding: Finding) -> str:
        only = self._wording.company(self.company(finding))
        return f"{self._gap(finding)} {self._wording.say('evidence.only_concern', company=only)}"

    def _surprise(self, finding: Finding) -> Sentence:
        return surprise(finding, self._statements[finding.subject], self._wording)

    def _level(self, finding: Finding) -> Sentence:
        scale = self._scales.get(finding.subject)
        sides = scale.sides if scale else self._statements[finding.subject].sides
        means = {f"mean_{side}": self._wording.figure(sides[side].mean) for side in SIDES}
        return said(self._wording, f"evidence.{finding.kind}", statement=self.subject(finding), **means)

    def _moved(self, finding: Finding) -> str:
        trend = next(trend for trend in self._report.trend if trend.scale == finding.subject)
        step = spoken_of(trend.since_first, trend.since_previous)
        told = levels_moved(trend, step, self._wording) if step else ()
        return next((sentence.text for sentence in told), self.subject(finding))

    def _divided(self, finding: Finding) -> Sentence:
        return inside.divided(finding, self._statements[finding.subject], self._wording)

    def _group_difference(self, finding: Finding) -> Sentence:
        return inside.group_difference(finding, self._report, self._wording)

    def _cant_say(self, finding: Finding) -> Sentence:
        return inside.cant_say(finding, self._statements[finding.subject], self._wording)

    def _fault_line(self, finding: Finding) -> Sentence:
        return inside.fault_line(self._cut(finding), True, self._wording)

    def _ownership(self, finding: Finding) -> Sentence:
        owned = self._owned(finding)
        sure = "" if settled(owned) else "perhaps_"
        key = f"evidence.{sure}{finding.kind}_{owned.question}"
        return said(self._wording, key, activity=self.subject(finding))

    def _overclaim(self, finding: Finding) -> str:
        told = expectations.expectation_sentences(self._expected(finding), self._wording)
        return f"{self.subject(finding)}: {' '.join(sentence.text for sentence in told)}"


def _asked(finding: Finding) -> tuple[str, str]:
    """The activity, and the question about it."""
    activity, _, question = finding.subject.rpartition(":")
    return activity, question


_TOLD: Mapping[FindingKind, Callable[[Findings, Finding], str | Sentence]] = {
    "scale_gap": Findings._scale_gap,
    "gap": Findings._gap,
    "worth_asking": Findings._gap,
    "blind_spot": Findings._gap,
    "hidden_strength": Findings._gap,
    "a_only_concern": Findings._concern,
    "b_only_concern": Findings._concern,
    "rated_better_than_expected": Findings._surprise,
    "rated_worse_than_expected": Findings._surprise,
    "shared_strength": Findings._level,
    "shared_concern": Findings._level,
    "divided_side": Findings._divided,
    "group_difference": Findings._group_difference,
    "fault_line": Findings._fault_line,
    "contested": Findings._ownership,
    "orphaned": Findings._ownership,
    "overclaim": Findings._overclaim,
    "cant_say": Findings._cant_say,
    **dict.fromkeys(MOVED_KINDS, Findings._moved),
}
