"""The briefing as one content, which every form lays out: the sections of an edition in reading order."""

import datetime as dt

import msgspec

from diagnostic.analysis.report import SAID_GAPS, BySide, Edition, Report
from diagnostic.briefing import provenance
from diagnostic.briefing.document import (
    called,
    comments,
    expectations,
    gaps,
    headline,
    inside,
    letter,
    messages,
    numbers,
    one_sided,
    ownership,
    participation,
    plan,
    scales,
    summary,
    topics,
    trend,
    views,
)
from diagnostic.briefing.document.blocks import Callout, Part, Sentence
from diagnostic.briefing.document.said_first import is_of_a_pulse, rates_nothing
from diagnostic.briefing.document.saying import said
from diagnostic.briefing.playbook import Playbook
from diagnostic.briefing.unseen import clean
from diagnostic.briefing.waves import date
from diagnostic.briefing.wording import Wording

__all__ = ["OF_A_PULSE", "Document", "blocks", "document"]

OF_A_PULSE = ("moved", "themes", "comments", "participation")
"""What a pulse is about, in this order; on paper that is all of it."""


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """Everything an edition says, and what stands at its head."""

    title: str
    edition: Edition
    edition_name: str
    edition_why: str
    """For whom it is, and what of it."""
    alliance: str
    companies: BySide[str]
    """As they were given, legal forms and all; with the short name beside it where that is another."""
    details: tuple[str, ...]
    notices: tuple[Callout, ...]
    """What everybody has to know before reading on."""
    closed: dt.date | None
    """The wave's last day; None where it is not known."""
    gaps: int
    """How many statements are called a gap."""
    mark: str
    """What every page says of the answers: that they are simulated, or were collected elsewhere; '' of others."""
    levels_alone: bool
    of_a_pulse: bool
    """Whether what moved is all that it is about."""
    parts: tuple[Part, ...]

    def part(self, key: str) -> Part | None:
        """A section; None where this edition has none of that key."""
        return next((part for part in self.parts if part.key == key), None)


def document(report: Report, wording: Wording) -> Document:
    """The document of an edition.

    Raises
    ------
    InvalidContent
        Where the playbook or the rules of messages have faults.
    """
    of_a_pulse = is_of_a_pulse(report)
    of_a_letter = report.edition == "participants" and not of_a_pulse
    return Document(
        title=wording.say("title_pulse" if of_a_pulse else "letter.title" if of_a_letter else "title"),
        edition=report.edition,
        edition_name=wording.say(f"head.{report.edition}"),
        edition_why=wording.say(f"head.{report.edition}_why"),
        alliance=report.alliance.name,
        companies=BySide.of(wording.introduced),
        details=_details(report, wording),
        notices=tuple(_notices(report, wording)),
        closed=report.wave.closed,
        gaps=sum(statement.gap.verdict in SAID_GAPS for statement in report.statements),
        mark=provenance.mark(report, wording),
        levels_alone=report.levels_alone,
        of_a_pulse=of_a_pulse,
        parts=_parts(report, wording, of_a_pulse),
    )


def _parts(report: Report, wording: Wording, of_a_pulse: bool) -> tuple[Part, ...]:
    """In reading order; of a pulse without what a few statements are too few for.

    Where levels alone are shown what rests on figures would be empty: what is not shown, and why, stands
    under participation.
    """
    consultant = report.edition == "consultant"
    figures = not report.levels_alone
    whole = consultant and figures and not of_a_pulse
    rated = not rates_nothing(report)
    playbook = Playbook.load(wording.content) if consultant and figures else None
    told = messages.told_of(report, wording) if consultant and figures else None
    calls = called.fired(report, wording, playbook, told) if playbook and whole else ()
    to_do = plan.plan(calls, report, wording, playbook) if playbook and whole else None
    said_first = messages.messages_part(told, wording) if told else None
    found = [
        None if consultant or of_a_pulse else letter.letter(report, wording),
        trend.trend(report, wording, playbook, said_first if of_a_pulse else None),
        summary.summary(report, wording, to_do, said_first) if whole else None,
        participation.participation(report, wording),
        messages.leading(
            headline.headline(report, wording, leads=not (of_a_pulse or whole)), said_first if whole else None
        )
        if rated
        else None,
        gaps.gaps(report, wording) if consultant and figures and rated else None,
        views.predictions(report, wording) if consultant and figures else None,
        views.levels(report, wording) if consultant and figures and rated else None,
        inside.inside(report, wording) if whole else None,
        one_sided.one_sided(report, wording) if figures else None,
        ownership.ownership(report, wording) if figures else None,
        expectations.expectations(report, wording) if figures else None,
        topics.priorities(report, wording) if figures else None,
        topics.choices(report, wording) if figures else None,
        comments.themes(report, wording),
        to_do,
        plan.agenda(calls, report, wording, playbook) if playbook and whole else None,
        plan.interviews(calls, wording, playbook) if playbook and whole else None,
        ownership.criteria(report, wording) if whole else None,
        comments.comments(report, wording),
        scales.scales(report, wording) if rated else None,
        numbers.numbers(report, wording) if rated else None,
        numbers.method(report, wording),
    ]
    parts = [part for part in found if part]
    if of_a_pulse:
        parts.sort(key=lambda part: OF_A_PULSE.index(part.key) if part.key in OF_A_PULSE else len(OF_A_PULSE))
    return tuple(parts)


def _details(report: Report, wording: Wording) -> tuple[str, ...]:
    took = report.participation
    details = [wording.say(f"head.{report.wave.kind}")]
    if report.wave.name:
        details.append(wording.quoted(clean(report.wave.name)))
    if report.wave.closed is not None:
        details.append(wording.say("head.closed", date=date(report.wave.closed, wording)))
    if report.correction is not None:
        details.append(wording.say("head.corrected", date=date(report.correction.corrected, wording)))
    return (*details, wording.count("head.answers", took.a.answered, n_b=took.b.answered))


def _notices(report: Report, wording: Wording) -> list[Callout]:
    found: list[Sentence] = []
    if why := provenance.because(report):
        found.append(said(wording, why[0], **why[1]))
    if report.correction is not None:
        found.append(said(wording, "head.corrected_why", because=clean(report.correction.because)))
    if report.levels_alone:
        found.append(said(wording, "head.few_changed"))
    return [Callout(key=sentence.key, sentences=(sentence,), tone="warning") for sentence in found]
