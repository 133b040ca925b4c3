"""What every slide is made from."""

from collections.abc import Iterator

import msgspec

from diagnostic.analysis.report import Report, Statement
from diagnostic.briefing.brand import Brand
from diagnostic.briefing.figures import MEANINGS, ShownGap, is_shown
from diagnostic.briefing.page import Page
from diagnostic.briefing.sections.anchors import statement_anchor
from diagnostic.briefing.sections.gaps import spoken
from diagnostic.briefing.sections.plan import Recommendation
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES

CONCERNS = ("a_only_concern", "b_only_concern")


class Told(msgspec.Struct, frozen=True):
    """A Report, and the same told in sentences."""

    report: Report
    page: Page
    wording: Wording
    brand: Brand

    @property
    def for_consultant(self) -> bool:
        return self.report.edition == "consultant"

    def say(self, key: str, /, **names: object) -> str:
        return self.wording.say(key, **names)

    def notes(self, *lines: str) -> tuple[str, ...]:
        """What to say: the consultant's alone."""
        return tuple(line for line in lines if line) if self.for_consultant else ()

    @property
    def recommendations(self) -> tuple[Recommendation, ...]:
        plan = self.page.plan
        return tuple(found for stage in plan.stages for found in stage.recommendations) if plan else ()

    def probes(self, *links: str | None) -> Iterator[str]:
        """What to ask, of what stands under these ids on the page, each question about its own finding."""
        for found in self.recommendations:
            called = [evidence for evidence in found.evidence if evidence.link in links]
            yield from dict.fromkeys(evidence.question for evidence in called)
            # What to ask on is about the first of the findings.
            if called and called[0] is found.evidence[0]:
                yield from (f"– {probe}" for probe in found.probes)

    def asked_on(self, statement: Statement) -> tuple[str, ...]:
        probes = tuple(self.probes(statement_anchor(statement.id)))
        return (self.say("deck.ask"), *probes) if probes else ()

    def gap_question(self, statement: Statement, gap: ShownGap) -> str:
        """What to ask of this very gap: its rule's question, or, where none stands on the page, what came to mind."""
        link, told = statement_anchor(statement.id), spoken(statement, gap, self.wording)
        for found in self.recommendations:
            for evidence in found.evidence:
                # What is said of a statement besides its gap has questions of its own.
                if evidence.link == link and evidence.sentence.startswith(told):
                    return evidence.question
        return self.say("deck.gaps.ask", statement=self.wording.statement(statement.id))

    def kind(self, statement: Statement, *, brief: bool = False) -> str:
        """What a gap means, where it means more; nothing of the kind for both companies."""
        if brief and statement.kind in CONCERNS:
            return self.say("deck.picture.one_concern")
        return self.say(f"kind.{statement.kind}") if statement.kind in MEANINGS else ""

    def source(self, statement: Statement, gap: ShownGap) -> str:
        """Where a figure comes from: scale, how many answered, interval, verdict."""
        wording = self.wording
        n = [str(count) for side in SIDES if is_shown(count := statement.sides[side].n)]
        return " · ".join(
            (
                wording.text(f"scale:{statement.scale}") if statement.scale else self.say("gaps.no_scale"),
                *([self.say("evidence.n", n=" + ".join(n))] if n else []),
                self.say("evidence.interval", interval=wording.gap_interval(gap.interval)),
                self.verdict(statement, gap),
            )
        )

    def verdict(self, statement: Statement, gap: ShownGap, *, brief: bool = False) -> str:
        """The verdict, with what a gap means."""
        verdict, kind = self.say(f"verdict.{gap.verdict}"), self.kind(statement, brief=brief)
        return self.say("deck.picture.verdict_kind", verdict=verdict, kind=kind) if kind else verdict

    def percent(self, number: str) -> str:
        """A spreadsheet's format for percentages, with the space before the sign that the language asks for."""
        space, sign, _ = self.say("numbers.percent", number="").partition("%")
        return f'{number}"{space}"{sign}' if space else f"{number}{sign}"

    def without_stop(self, sentence: str) -> str:
        """A sentence as a title."""
        return sentence.strip().removesuffix(".")
