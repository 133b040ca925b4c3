"""Findings as sentences, each with where it comes from."""

from collections.abc import Callable, Mapping

from diagnostic.analysis.report import Cut, Expectation, Finding, FindingKind, Report, Responsibility, Statement
from diagnostic.briefing import verdicts
from diagnostic.briefing.figures import is_shown, shown_gap
from diagnostic.briefing.owners import settled
from diagnostic.briefing.sections import expectations, inside
from diagnostic.briefing.sections.anchors import expectation_anchor, statement_anchor
from diagnostic.briefing.sections.gaps import spoken
from diagnostic.briefing.sections.views import surprise
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES, Side, other


class Findings:
    """The findings of a Report, told one by one."""

    def __init__(self, report: Report, wording: Wording) -> None:
        self._report, self._wording = report, wording
        self._statements = {s.id: s for s in report.statements}

    def subject(self, finding: Finding) -> str:
        """What it is about, as it stands in a sentence."""
        if finding.subject in self._statements:
            return self._wording.statement(finding.subject)
        if finding.kind in ("contested", "orphaned"):
            return self._wording.text(f"activity:{self._asked(finding)[0]}")
        if finding.kind == "overclaim":
            return self._wording.text(f"expectation:{finding.subject}")
        return finding.subject

    def company(self, finding: Finding) -> Side:
        """Whose it is: the side it was found at, the company it is about, or the one that rates lower."""
        if finding.side is not None:
            return finding.side
        if finding.kind in ("a_only_concern", "b_only_concern"):
            return "a" if finding.kind == "a_only_concern" else "b"
        statement = self._statements.get(finding.subject)
        if statement is None:
            return "a"
        if statement.target != "alliance":
            return statement.target
        gap = shown_gap(statement.gap)
        return other(gap.higher) if gap else "a"

    def place(self, finding: Finding) -> Mapping[str, str | None]:
        """What a rule may ask for: the scale and item of a statement, and whether it is about now or better placed."""
        if statement := self._statements.get(finding.subject):
            scale = statement.scale.partition("@")[0] if statement.scale else None
            return {"scale": scale, "item": statement.item}
        return {"asked": self._asked(finding)[1]} if finding.kind in ("contested", "orphaned") else {}

    def sentence(self, finding: Finding) -> str:
        return _TOLD[finding.kind](self, finding)

    def source(self, finding: Finding) -> str:
        """Where it comes from: the scale or question, how many answered, the interval."""
        wording = self._wording
        if statement := self._statements.get(finding.subject):
            return self._source_of(statement, finding)
        parts: list[str] = []
        if finding.kind in ("contested", "orphaned"):
            owned = self._owned(finding)
            n = [str(count) for side in SIDES if is_shown(count := owned.sides[side].n)]
            parts = [wording.say(f"evidence.{owned.question}"), *self._answers(n)]
            if is_shown(owned.holds):
                parts.append(wording.say("evidence.holds", share=wording.percent(owned.holds)))
        elif finding.kind == "overclaim":
            asked = self._expected(finding)
            n = [str(count) for side in SIDES if is_shown(count := asked.sides[side].n)]
            parts = [wording.say("evidence.expectations"), *self._answers(n)]
            if asked.sum_interval is not None and is_shown(asked.sum_interval):
                limits = wording.say("numbers.interval", **expectations.limits(asked.sum_interval, wording))
                parts.append(wording.say("evidence.interval", interval=limits))
        else:
            parts = [wording.say("evidence.groups")]
        return " · ".join(parts)

    def link(self, finding: Finding) -> str | None:
        """The id of where its figures stand."""
        if finding.subject in self._statements:
            return statement_anchor(finding.subject)
        if finding.kind in ("contested", "orphaned"):
            return "ownership"
        return expectation_anchor(finding.subject) if finding.kind == "overclaim" else "inside"

    def _source_of(self, statement: Statement, finding: Finding) -> str:
        wording, compared = self._wording, statement.gap
        parts = [wording.text(f"scale:{statement.scale}") if statement.scale else wording.say("gaps.no_scale")]
        n = [str(count) for side in SIDES if is_shown(count := statement.sides[side].n)]
        if finding.kind.startswith("rated_") and statement.predicted is not None:
            predicted = statement.predicted
            n = [str(count) for count in (predicted.n, statement.sides[other(predicted.by)].n) if is_shown(count)]
            gap = shown_gap(predicted.against_partner)
        else:
            gap = shown_gap(compared)
        parts += self._answers(n)
        if gap and finding.kind not in ("divided_side", "cant_say", "shared_strength", "shared_concern"):
            parts.append(wording.say("evidence.interval", interval=wording.gap_interval(gap.interval)))
            parts.append(verdicts.name(gap, wording))
        return " · ".join(parts)

    def _answers(self, n: list[str]) -> list[str]:
        return [self._wording.say("evidence.n", n=" + ".join(n))] if n else []

    @staticmethod
    def _asked(finding: Finding) -> tuple[str, str]:
        activity, _, question = finding.subject.rpartition(":")
        return activity, question

    def _owned(self, finding: Finding) -> Responsibility:
        asked = self._asked(finding)
        return next(r for r in self._report.responsibilities if (r.activity, r.question) == asked)

    def _expected(self, finding: Finding) -> Expectation:
        return next(e for e in self._report.expectations if e.id == finding.subject)

    def _cut(self, finding: Finding) -> Cut:
        return next(cut for cut in self._report.cuts if cut.attribute == finding.subject)

    def _gap(self, finding: Finding) -> str:
        statement = self._statements[finding.subject]
        gap = shown_gap(statement.gap)
        return spoken(statement, gap, self._wording) if gap else self.subject(finding)

    def _concern(self, finding: Finding) -> str:
        only = self._wording.company(self.company(finding))
        return f"{self._gap(finding)} {self._wording.say('evidence.only_concern', company=only)}"

    def _surprise(self, finding: Finding) -> str:
        return surprise(finding, self._statements[finding.subject], self._wording)

    def _level(self, finding: Finding) -> str:
        means = {
            f"mean_{side}": self._wording.figure(self._statements[finding.subject].sides[side].mean) for side in SIDES
        }
        return self._wording.say(f"evidence.{finding.kind}", statement=self.subject(finding), **means)

    def _divided(self, finding: Finding) -> str:
        return inside.divided(finding, self._statements[finding.subject], self._wording)

    def _cant_say(self, finding: Finding) -> str:
        return inside.cant_say(finding, self._statements[finding.subject], self._wording)

    def _fault_line(self, finding: Finding) -> str:
        return inside.fault_line(self._cut(finding), True, self._wording)

    def _ownership(self, finding: Finding) -> str:
        owned = self._owned(finding)
        sure = "" if settled(owned) else "perhaps_"
        return self._wording.say(f"evidence.{sure}{finding.kind}_{owned.question}", activity=self.subject(finding))

    def _overclaim(self, finding: Finding) -> str:
        told = expectations.finding(self._expected(finding), self._wording)
        return f"{self.subject(finding)}: {told}"


_TOLD: Mapping[FindingKind, Callable[[Findings, Finding], str]] = {
    "gap": Findings._gap,
    "blind_spot": Findings._gap,
    "hidden_strength": Findings._gap,
    "a_only_concern": Findings._concern,
    "b_only_concern": Findings._concern,
    "rated_better_than_expected": Findings._surprise,
    "rated_worse_than_expected": Findings._surprise,
    "shared_strength": Findings._level,
    "shared_concern": Findings._level,
    "divided_side": Findings._divided,
    "fault_line": Findings._fault_line,
    "contested": Findings._ownership,
    "orphaned": Findings._ownership,
    "overclaim": Findings._overclaim,
    "cant_say": Findings._cant_say,
}
