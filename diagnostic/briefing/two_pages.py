"""What the first two pages of the PDF say beside what the page says anyway."""

from collections.abc import Sequence

import msgspec

from diagnostic.analysis.report import Report, Statement
from diagnostic.briefing import charts
from diagnostic.briefing.figures import ShownGap, by_size, shown_gap
from diagnostic.briefing.page import Page
from diagnostic.briefing.picture import picture
from diagnostic.briefing.sections.gaps import Overview, at_the_top
from diagnostic.briefing.sections.views import surprise
from diagnostic.briefing.wording import Wording

_DUMBBELLS, _FEWER = 7, 4
_HIGH = 450
"""In pixels: a picture that is higher, for its long statements, gets fewer rows."""


class TwoPages(msgspec.Struct, frozen=True):
    gaps: int
    """How many there are, whether listed or not."""
    picture: Overview | None
    """The first gaps; None where none can be shown."""
    better: tuple[str, ...]
    """Where a company is rated better than it expects: what to open with."""
    worse: tuple[str, ...]


def what_is_withheld(page: Page, wording: Wording) -> str:
    """In one sentence."""
    things = [thing.what for reason in page.participation.withheld for thing in reason.things]
    if not things:
        return wording.say("participation.all_shown")
    return wording.say("pdf.withheld", things="; ".join(things))


def two_pages(report: Report, wording: Wording) -> TwoPages:
    shown = [(s, gap) for s in by_size(report.statements) if (gap := shown_gap(s.gap))]
    return TwoPages(
        gaps=sum(gap.verdict == "gap" for _, gap in shown),
        picture=_picture(shown, wording),
        better=_surprises("rated_better_than_expected", report, wording),
        worse=_surprises("rated_worse_than_expected", report, wording),
    )


def _picture(shown: Sequence[tuple[Statement, ShownGap]], wording: Wording) -> Overview | None:
    overview = _dumbbells(shown, wording, _DUMBBELLS)
    if overview is None or overview.chart.printed.height <= _HIGH:
        return overview
    return _dumbbells(shown, wording, _FEWER)


def _dumbbells(shown: Sequence[tuple[Statement, ShownGap]], wording: Wording, most: int) -> Overview | None:
    """The gaps, then the others, each as the overview orders them; of the first one's number of points alone."""
    ordered = sorted(shown, key=lambda one: one[1].verdict != "gap")
    part = [one for one in ordered if one[0].points == ordered[0][0].points][:most]
    if not part:
        return None
    gaps, total = (sum(gap.verdict == "gap" for _, gap in some) for some in (part, shown))
    key = "none" if not gaps else "gaps" if gaps == len(part) else "mixed"
    title = wording.say(f"pdf.dumbbells_{key}", gaps=gaps, total=total, others=len(part) - gaps)
    statements = [statement for statement, _ in part]
    return Overview(
        title,
        picture(
            "first gaps",
            lambda layout: charts.gap_overview(statements, wording, layout),
            wording.say("pdf.dumbbells_alt", title=title, finding=at_the_top(part, wording)),
        ),
    )


def _surprises(kind: str, report: Report, wording: Wording) -> tuple[str, ...]:
    by_id = {statement.id: statement for statement in report.statements}
    return tuple(surprise(f, by_id[f.subject], wording) for f in report.findings if f.kind == kind)
