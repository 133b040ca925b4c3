"""Inside each company: divided sides, the fault line, and who cannot say."""

from collections.abc import Iterator

from diagnostic.analysis.report import Cut, Finding, Report, Statement
from diagnostic.briefing import charts
from diagnostic.briefing.figures import camps, is_shown, shown_counts
from diagnostic.briefing.picture import Picture, picture
from diagnostic.briefing.wording import Wording, clean
from diagnostic.questionnaire.words import SIDES, Side


def inside(report: Report, wording: Wording) -> tuple[str, ...]:
    """A sentence for everything found, or one that says that nothing was."""
    by_id = {s.id: s for s in report.statements}
    sentences = [
        *(divided(f, by_id[f.subject], wording) for f in report.findings if f.kind == "divided_side"),
        *_fault_lines(report, wording),
        *(cant_say(f, by_id[f.subject], wording) for f in report.findings if f.kind == "cant_say"),
    ]
    return tuple(sentences) or (wording.say("inside.nothing"),)


def inside_chart(report: Report, wording: Wording) -> Picture | None:
    """Divided sides and groups drawn; none where there is nothing to draw."""
    if not charts.shows_inside(report):
        return None
    return picture("inside", lambda layout: charts.inside(report, wording, layout), charts.inside_alt(report, wording))


def divided(finding: Finding, statement: Statement, wording: Wording) -> str:
    side: Side = finding.side or "a"
    counts = shown_counts(statement.sides[side]) or ()
    low, high = camps(counts)
    return wording.say(
        "inside.divided",
        company=wording.company(side),
        statement=wording.statement(statement.id),
        low=low,
        high=high,
        n=sum(counts),
    )


def _fault_lines(report: Report, wording: Wording) -> Iterator[str]:
    for cut in report.cuts:
        found = any(f.kind == "fault_line" and f.subject == cut.attribute for f in report.findings)
        yield fault_line(cut, found, wording)


def fault_line(cut: Cut, found: bool, wording: Wording) -> str:
    attribute, groups, sides = clean(cut.attribute), cut.between_groups, cut.between_sides
    if not is_shown(groups) or not is_shown(sides):
        return wording.say("inside.cut_withheld", attribute=attribute)
    return wording.say(
        "inside.fault_line" if found else "inside.no_fault_line",
        attribute=attribute,
        groups=wording.percent(groups),
        sides=wording.percent(sides),
    )


def cant_say(finding: Finding, statement: Statement, wording: Wording) -> str:
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
