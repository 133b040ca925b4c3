"""Findings as sentences, each with where it comes from and where its figures stand."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from diagnostic.analysis.report import (
    MOVED_KINDS,
    Expectation,
    Finding,
    Report,
    Responsibility,
    Scale,
    Statement,
    leading,
)
from diagnostic.briefing.document import inside
from diagnostic.briefing.document.blocks import Sentence
from diagnostic.briefing.document.changes import levels_moved, main
from diagnostic.briefing.document.expectations import expectation_sentences, written
from diagnostic.briefing.document.headline import scale_spoken, spoken
from diagnostic.briefing.document.saying import anchor, means_of, verdict_cell
from diagnostic.briefing.document.statements import evidence, scale_of
from diagnostic.briefing.document.views import surprise
from diagnostic.briefing.figures import is_shown, is_within_language, shown_gap
from diagnostic.briefing.owners import settled
from diagnostic.briefing.verdicts import hedge
from diagnostic.briefing.wording import Wording
from diagnostic.full_stops import in_a_row
from diagnostic.questionnaire.words import SIDES, Side, other

_LEVELS = ("divided_side", "group_difference", "cant_say", "shared_strength", "shared_concern")
"""Findings that do not rest on a difference."""


class About(NamedTuple):
    """What a finding may be about."""

    thing: Statement | Scale | Responsibility | Expectation | None
    name: str
    """As it stands in a sentence."""
    link: str
    """Where its figures stand."""
    place: Mapping[str, str | None]
    """What a rule may ask for: the scale and item of a statement, and whether it is about now or better placed."""


def _things(report: Report, wording: Wording) -> Iterator[tuple[str, About]]:
    for r in report.responsibilities:
        activity = wording.text(f"activity:{r.activity}")
        yield f"{r.activity}:{r.question}", About(r, activity, "ownership", {"asked": r.question})
    for e in report.expectations:
        yield e.id, About(e, wording.text(f"expectation:{e.id}"), anchor("expectation", e.id), {})
    for scale in report.scales:
        name = wording.text(f"scale:{scale.id}")
        yield scale.id, About(scale, name, anchor("scale", scale.id), {"scale": scale.scale})
    for s in report.statements:
        place = {"scale": s.scale.partition("@")[0] if s.scale else None, "item": s.item}
        yield s.id, About(s, wording.statement(s.id), anchor("statement", s.id), place)


class Findings:
    """The findings of a Report, told one by one."""

    def __init__(self, report: Report, wording: Wording) -> None:
        self._report, self._wording = report, wording
        self._things = dict(_things(report, wording))

    def about(self, finding: Finding) -> About:
        """What it is about; a group's attribute is nothing that was asked."""
        return self._things.get(finding.subject) or About(None, finding.subject, "inside", {})

    def sentence(self, finding: Finding) -> Sentence:
        """Its key is the finding's kind, and its subject what the finding is about."""
        return Sentence(
            key=finding.kind,
            text=self._text(finding),
            subject=finding.subject,
            link=self.about(finding).link,
            source=" · ".join(self._source(finding)),
        )

    def company(self, finding: Finding) -> Side:
        """Whose it is: the side it was found at, the company it is about, or the one that rates lower."""
        if finding.side is not None:
            return finding.side
        if finding.kind in ("a_only_concern", "b_only_concern"):
            return "a" if finding.kind == "a_only_concern" else "b"
        about = self.about(finding).thing
        if not isinstance(about, Statement | Scale):
            return "a"
        if about.target != "alliance":
            return about.target
        gap = shown_gap(about.gap)
        return other(gap.higher) if gap else "a"

    def _source(self, finding: Finding) -> list[str]:
        """The scale or question, how many answered, the interval."""
        wording = self._wording
        match self.about(finding).thing:
            case Statement() as statement:
                return self._of_statement(statement, finding)
            case Scale() as scale:
                return self._of_scale(scale, finding)
            case Responsibility() as asked:
                counts = evidence(wording, *(asked.sides[side].n for side in SIDES))
                holds = is_shown(asked.holds) and wording.say("evidence.holds", share=wording.percent(asked.holds))
                return [wording.say(f"evidence.{asked.question}"), *counts, *([holds] if holds else [])]
            case Expectation(sides=sides, sum_interval=interval):
                limits = written(interval, wording) if interval is not None and is_shown(interval) else ""
                return [wording.say("evidence.expectations"), *evidence(wording, sides.a.n, sides.b.n, interval=limits)]
        return [wording.say("evidence.groups")]

    def _of_statement(self, statement: Statement, finding: Finding) -> list[str]:
        gap, counts = shown_gap(statement.gap), [statement.sides[side].n for side in SIDES]
        if finding.kind.startswith("rated_") and (predicted := statement.predicted):
            gap, counts = shown_gap(predicted.against_partner), [predicted.n, statement.sides[other(predicted.by)].n]
        told = gap if finding.kind not in _LEVELS else None
        interval = self._wording.gap_interval(told.interval) if told and told.interval else ""
        verdict = (
            [verdict_cell(told.verdict, self._wording, hedge(told.verdict, told.within_language, self._wording)).line]
            if told
            else []
        )
        return [scale_of(statement, self._wording), *evidence(self._wording, *counts, interval=interval), *verdict]

    def _of_scale(self, scale: Scale, finding: Finding) -> list[str]:
        wording, reading = self._wording, leading(scale.gap)
        counts = evidence(wording, scale.sides.a.n, scale.sides.b.n)
        if finding.kind != "scale_gap":
            return counts
        whom = [wording.say("evidence.these_people")] if scale.gap.these_people else []
        limits = wording.gap_interval(reading.interval) if is_shown(reading.interval) else ""
        verdict = verdict_cell(
            reading.verdict, wording, hedge(reading.verdict, is_within_language(scale.gap), wording)
        ).line
        return [*counts, *whom, *evidence(wording, interval=limits), verdict]

    def _text(self, finding: Finding) -> str:  # noqa: PLR0911 (one a kind of finding)
        wording, (thing, subject, *_) = self._wording, self.about(finding)
        match finding.kind, thing:
            case kind, _ if kind in MOVED_KINDS:
                trend = next(trend for trend in self._report.trend if trend.scale == finding.subject)
                since = main(trend, wording)
                return next((one.text for one in levels_moved(since, wording)), subject) if since else subject
            case "scale_gap", Scale() as scale:
                return scale_spoken(scale, None, wording).text
            case ("shared_strength" | "shared_concern") as kind, (Scale() | Statement()) as about:
                return wording.say(f"evidence.{kind}", statement=subject, **means_of(about, wording))
            case (("rated_better_than_expected" | "rated_worse_than_expected"), Statement() as statement):
                return surprise(finding, statement, wording).text
            case "divided_side", Statement() as statement:
                return inside.divided(finding, statement, wording).text
            case "cant_say", Statement() as statement:
                return inside.cant_say(finding, statement, wording).text
            case "group_difference", _:
                return inside.group_difference(finding, self._report, wording).text
            case "fault_line", _:
                cut = next(cut for cut in self._report.cuts if cut.attribute == finding.subject)
                return inside.fault_line(cut, True, wording).text
            case ("contested" | "orphaned") as kind, Responsibility() as asked:
                sure = "" if settled(asked) else "perhaps_"
                return wording.say(f"evidence.{sure}{kind}_{asked.question}", activity=subject)
            case "overclaim", Expectation() as expected:
                told = in_a_row(one.text for one in expectation_sentences(expected, wording))
                return wording.labelled(subject) + told
            case kind, Statement() as statement:
                gap = shown_gap(statement.gap)
                told = spoken(statement, gap, wording).text if gap else subject
                only = wording.company(self.company(finding))
                concern = wording.say("evidence.only_concern", company=only) if kind.endswith("_only_concern") else ""
                return in_a_row((told, concern)) if concern else told
        raise LookupError(f"the Report has nothing that its finding {finding.kind} is about: {finding.subject}")
