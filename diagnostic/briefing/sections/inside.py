"""Inside each company: divided sides, the fault line, and who cannot say."""

from collections.abc import Iterator

from diagnostic.analysis.report import Finding, Report, Statement
from diagnostic.briefing.figures import is_shown, shown_counts
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES, Side


def inside(report: Report, wording: Wording) -> tuple[str, ...]:
    """A sentence for everything found, or one that says that nothing was."""
    by_id = {s.id: s for s in report.statements}
    sentences = [
        *(_divided(f, by_id[f.subject], wording) for f in report.findings if f.kind == "divided_side"),
        *_fault_line(report, wording),
        *(_cant_say(f, by_id[f.subject], wording) for f in report.findings if f.kind == "cant_say"),
    ]
    return tuple(sentences) or (wording.say("inside.nothing"),)


def _divided(finding: Finding, statement: Statement, wording: Wording) -> str:
    side: Side = finding.side or "a"
    counts = shown_counts(statement.sides[side]) or ()
    reach = len(counts) - 1
    # The lower and the upper 40 % of the range, as the finding has it.
    low = sum(count for place, count in enumerate(counts) if place <= 0.4 * reach)
    high = sum(count for place, count in enumerate(counts) if place >= 0.6 * reach)
    return wording.say(
        "inside.divided",
        company=wording.company(side),
        statement=wording.statement(statement.id),
        low=low,
        high=high,
        n=sum(counts),
    )


def _fault_line(report: Report, wording: Wording) -> Iterator[str]:
    for cut in report.cuts:
        groups, sides = cut.between_groups, cut.between_sides
        if not is_shown(groups) or not is_shown(sides):
            yield wording.say("inside.cut_withheld", attribute=cut.attribute)
            continue
        found = any(f.kind == "fault_line" and f.subject == cut.attribute for f in report.findings)
        yield wording.say(
            "inside.fault_line" if found else "inside.no_fault_line",
            attribute=cut.attribute,
            groups=wording.percent(groups),
            sides=wording.percent(sides),
        )


def _cant_say(finding: Finding, statement: Statement, wording: Wording) -> str:
    shares = []
    for side in SIDES:
        answers = statement.sides[side]
        if is_shown(answers.n) and is_shown(answers.cant_say):
            shares.append(wording.percent(answers.cant_say / (answers.n + answers.cant_say)))
    return wording.say(
        "inside.cant_say",
        company=wording.company(finding.side or "a"),
        statement=wording.statement(statement.id),
        share_a=shares[0],
        share_b=shares[1],
    )
