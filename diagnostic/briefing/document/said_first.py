"""What a briefing says first: one value, on its first page, in mails, and in every list of alliances."""

from pathlib import Path

from diagnostic.analysis.report import Report
from diagnostic.briefing.document.blocks import Part, Sentence, Text, need
from diagnostic.briefing.document.headline import headline_sentences
from diagnostic.briefing.document.messages import messages_part, told_of
from diagnostic.briefing.document.trend_headline import headline
from diagnostic.briefing.wording import Wording
from diagnostic.full_stops import in_a_row


def in_english(report: Report, content: Path | None = None) -> str:
    """What a Report's briefing says first, as its consultant's edition does in English.

    Raises
    ------
    InvalidContent
        Where the rules of messages have faults.
    """
    wording = Wording(report, "en" if "en" in report.texts else min(report.texts), content)
    told = None if is_of_a_pulse(report) or report.levels_alone else messages_part(told_of(report, wording), wording)
    return in_a_row(sentence.text for sentence in said_first(report, wording, told))


def is_of_a_pulse(report: Report) -> bool:
    """Whether what moved is all that a briefing is about."""
    return report.wave.kind == "pulse" and (bool(report.trend) or rates_nothing(report))


def rates_nothing(report: Report) -> bool:
    """Whether a pulse asked about activities and expectations alone."""
    rated = report.statements or report.one_sided
    return report.wave.kind == "pulse" and not rated and bool(report.responsibilities or report.expectations)


def said_first(report: Report, wording: Wording, told: Part | None) -> tuple[Sentence, ...]:
    """Of a pulse all that moved; else the first of the messages ``told``, and where there is none, the headline."""
    if is_of_a_pulse(report):
        return tuple(headline(report, wording))
    if told:
        return need(told.blocks, Text, "message.say").sentences
    return tuple(headline_sentences(report, wording)[:1])
