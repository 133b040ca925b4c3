"""The whole page as one value: what `reports/briefing.html` lays out."""

from collections.abc import Iterator

import msgspec

from diagnostic.analysis.report import Edition, Family, Report
from diagnostic.briefing import signs
from diagnostic.briefing.picture import Picture
from diagnostic.briefing.playbook import Playbook
from diagnostic.briefing.sections import (
    criteria,
    expectations,
    gaps,
    inside,
    moved,
    numbers,
    ownership,
    participation,
    scales,
    topics,
    views,
)
from diagnostic.briefing.sections.plan import InterviewGuide, Plan, interviews, plan
from diagnostic.briefing.waves import date
from diagnostic.briefing.wording import Wording, clean
from diagnostic.disclosure import JOINT


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """Every section, in reading order; an empty or missing one is left out of page and contents."""

    title: str
    kind: str
    """``baseline`` or ``pulse``."""
    edition: Edition
    edition_name: str
    edition_why: str
    """For whom it is, and what of it."""
    alliance: str
    companies: tuple[str, str]
    details: tuple[str, ...]
    simulated: bool
    notices: tuple[str, ...]
    """What everybody has to know before reading on."""
    levels_alone: bool
    participation: participation.Participation
    moved: moved.Moved | None
    signs: tuple[signs.Sign, ...]
    """For the consultant: what a rule would have somebody look at."""
    headline: gaps.Headline
    largest: gaps.LargestGaps
    trust_grid: tuple[Picture, ...]
    surprises: tuple[str, ...]
    predictions: tuple[views.Predictions, ...]
    levels: views.Levels
    inside: tuple[str, ...]
    inside_chart: Picture | None
    ownership: ownership.Ownership | None
    expectations: tuple[expectations.Expectation, ...]
    priorities: tuple[topics.Priorities, ...]
    comments: tuple[topics.Question, ...]
    comments_left_out: str | None
    plan: Plan | None
    interviews: InterviewGuide | None
    criteria: criteria.Criteria | None
    scales: tuple[scales.ScalePicture, ...]
    numbers: numbers.Numbers
    method: tuple[str, ...]

    @property
    def of_a_pulse(self) -> bool:
        """Whether what moved is all that it is about."""
        return self.kind == "pulse" and self.moved is not None

    @property
    def sections(self) -> tuple[str, ...]:
        """The sections that are there, by the key of their title."""
        there = {
            "moved": self.moved,
            "predictions": self.predictions,
            "ownership": self.ownership,
            "expectations": self.expectations,
            "priorities": self.priorities,
            "comments": self.comments or self.comments_left_out,
            "plan": self.plan,
            "interviews": self.interviews,
            "criteria": self.criteria,
        }
        left_out = {
            *(_OF_FIGURES if self.levels_alone else ()),
            *(_OF_THE_CONSULTANT if self.edition == "participants" else ()),
            *(_OF_THE_WHOLE if self.of_a_pulse else ()),
        }
        return tuple(name for name in _ORDER if name not in left_out and there.get(name, True))


_ORDER = (
    "moved",
    "summary",
    "participation",
    "headline",
    "gaps",
    "predictions",
    "levels",
    "inside",
    "ownership",
    "expectations",
    "priorities",
    "comments",
    "plan",
    "interviews",
    "criteria",
    "scales",
    "numbers",
    "method",
)
_OF_THE_CONSULTANT = ("summary", "gaps", "predictions", "levels", "inside", "plan", "interviews", "criteria")
_OF_THE_WHOLE = ("summary", "inside", "plan", "interviews", "criteria")
"""What a few statements are too few for."""
_OF_FIGURES = (
    "summary",
    "gaps",
    "predictions",
    "levels",
    "inside",
    "ownership",
    "expectations",
    "priorities",
    "plan",
    "interviews",
    "criteria",
)
"""They would be empty where levels alone are shown; what is not shown, and why, stands under participation."""


def page(report: Report, wording: Wording) -> Page:
    """The page of an edition.

    Raises
    ------
    InvalidContent
        Where the playbook has faults.
    """
    for_both = report.edition == "participants" or report.levels_alone
    playbook = None if for_both else Playbook.load(wording.content)
    return Page(
        title=wording.say("title_pulse" if report.wave.kind == "pulse" and report.trend else "title"),
        kind=report.wave.kind,
        edition=report.edition,
        edition_name=wording.say(f"head.{report.edition}"),
        edition_why=wording.say(f"head.{report.edition}_why"),
        alliance=report.alliance.name,
        companies=(wording.full_name("a"), wording.full_name("b")),
        details=_details(report, wording),
        simulated=report.simulated,
        notices=tuple(_notices(report, wording)),
        levels_alone=report.levels_alone,
        participation=participation.participation(report, wording),
        moved=moved.moved(report, wording),
        signs=signs.signs(report, wording, playbook) if playbook else (),
        headline=gaps.headline(report, wording),
        largest=gaps.largest(report, wording),
        trust_grid=views.trust_grid(report, wording),
        surprises=views.surprises(report, wording),
        predictions=views.predictions(report, wording),
        levels=views.levels(report, wording),
        inside=inside.inside(report, wording),
        inside_chart=inside.inside_chart(report, wording),
        ownership=ownership.ownership(report, wording),
        expectations=expectations.expectations(report, wording),
        priorities=topics.priorities(report, wording),
        comments=topics.comments(report, wording),
        comments_left_out=_left_out(report, wording),
        plan=plan(report, wording, playbook) if playbook else None,
        interviews=interviews(report, wording, playbook) if playbook else None,
        criteria=criteria.criteria(report, wording) if playbook else None,
        scales=scales.scale_pictures(report, wording),
        numbers=numbers.numbers(report, wording),
        method=_method(report, wording),
    )


def _details(report: Report, wording: Wording) -> tuple[str, ...]:
    took = report.participation
    details = [wording.say(f"head.{report.wave.kind}")]
    if report.wave.closed is not None:
        details.append(wording.say("head.closed", date=date(report.wave.closed, wording)))
    if report.correction is not None:
        details.append(wording.say("head.corrected", date=date(report.correction.corrected, wording)))
    details.append(wording.say("head.answers", n_a=took.a.answered, n_b=took.b.answered))
    return tuple(details)


def _left_out(report: Report, wording: Wording) -> str | None:
    left_out = report.comments_left_out
    return wording.count("comments.left_out", left_out) if left_out else None


def _notices(report: Report, wording: Wording) -> Iterator[str]:
    if report.correction is not None:
        yield wording.say("head.corrected_why", because=clean(report.correction.because))
    if report.levels_alone:
        yield wording.say("head.few_changed")


def _method(report: Report, wording: Wording) -> tuple[str, ...]:
    release = report.release
    names = {
        "title": wording.text("title"),
        "version": report.questionnaire.version,
        "k": release.k,
        "comment_k": release.comment_k,
        "joint": JOINT,
        "alpha": wording.percent(release.alpha),
        "margin": wording.number(release.statement_margin, 2),
        "scale_margin": wording.number(release.scale_margin * 4, 1),
        "families": wording.listed([_family(f, wording) for f in report.families]) or wording.say("numbers.none"),
    }
    parts: tuple[str, ...]
    parts = ("asked", "protected", "gap", "verdicts", "family", "order", "scale", "other", "rounding", "not_said")
    if report.edition == "participants":
        parts = ("edition", "asked", "protected", "gap", "verdicts", "family", "scale", "other_neutral", "not_said")
    return tuple(wording.say(f"method.{part}", **names) for part in parts)


def _family(family: Family, wording: Wording) -> str:
    return wording.say(
        "method.one_family",
        name=wording.say(f"family.{family.name}"),
        size=family.size,
        procedure=wording.say(f"procedure.{family.procedure}"),
    )
