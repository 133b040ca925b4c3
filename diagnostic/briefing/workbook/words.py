"""Names and verdicts as they stand in a cell."""

from diagnostic.analysis.report import (
    BySide,
    Comparison,
    Finding,
    Report,
    ScaleGap,
    TheseGap,
    Withheld,
)
from diagnostic.briefing.wording import Wording, clean
from diagnostic.disclosure import JOINT
from diagnostic.questionnaire.words import Owner, Target


class Words:
    """The wordings of a workbook that depend on the Report."""

    def __init__(self, report: Report, wording: Wording) -> None:
        self.companies = BySide.of(wording.company)
        self._report = report
        self._wording = wording

    def target(self, target: Target) -> str:
        """The company a statement is about, or the alliance."""
        return self._wording.say("workbook.the_alliance") if target == "alliance" else self.companies[target]

    def owner(self, owner: Owner) -> str:
        return self.companies[owner] if owner in ("a", "b") else self._wording.say(f"owners.{owner}")

    def scale(self, scale: str | None) -> str | None:
        return self._wording.text(f"scale:{scale}") if scale else None

    def yes_no(self, value: bool | Withheld | None) -> str | Withheld | None:
        return (
            value
            if value is None or isinstance(value, Withheld)
            else self._wording.say("workbook.yes" if value else "workbook.no")
        )

    def verdict(self, gap: Comparison | ScaleGap | TheseGap) -> str:
        return self._wording.say(f"verdict.{gap.verdict}")

    def reason(self, gap: Comparison | ScaleGap) -> str:
        """Why the verdict is what it is; the figures behind it stand in the same row."""
        reason = gap.reason
        if reason in ("protected", "few_people", "few_changed"):
            return self._wording.reason_short(reason)
        return self._wording.say(f"workbook.reason.{reason}", joint=JOINT)

    def finding(self, kind: str) -> str:
        return self._wording.say(f"workbook.finding.{kind}")

    def subject(self, finding: Finding) -> str:
        """What a finding is about."""
        say, text = self._wording.say, self._wording.text
        if finding.kind in ("contested", "orphaned"):
            activity, _, question = finding.subject.partition(":")
            return say(f"participation.ownership_question.{question}", activity=text(f"activity:{activity}"))
        if finding.kind == "overclaim":
            return text(f"expectation:{finding.subject}")
        if finding.kind == "fault_line":
            return clean(finding.subject)
        if any(scale.id == finding.subject for scale in self._report.scales):
            return text(f"scale:{finding.subject}")
        return self._wording.statement(finding.subject)
