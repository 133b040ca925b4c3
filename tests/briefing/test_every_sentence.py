"""Sentences nobody should have to explain away: walked through the forms, both editions and both languages."""

import re
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from diagnostic.analysis.report import Edition, Report, WithheldComments, to_json
from diagnostic.briefing.document import document
from diagnostic.briefing.editions import edition
from diagnostic.briefing.renderers import RENDERERS
from diagnostic.briefing.wording import Wording
from tests.briefing.conftest import FEW, PROTECTED, SALES_APART, topic, typical_report
from tests.briefing.forms import EDITIONS, LANGUAGES, form_of, lines, report_of, sentences

FULL_STOPS = "12+12, names with full stops"
WRITTEN = frozenset(RENDERERS) - {"json"}
"""Every form that says anything."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("which", EDITIONS)
def test_no_sentence_ends_with_two_full_stops(which: Edition, language: str) -> None:
    """Neither after a company called “Inc.”, nor after a quotation that ends with a mark of its own."""
    two = re.compile(r"(?<!\.)\.\.(?![./])|[.!?][”“’]\.")
    told = list(lines(FULL_STOPS, which, language, WRITTEN))
    assert {form for form, line in told if "Laboratoires Helix S.r.l." in line} == WRITTEN
    assert [line for line in told if two.search(line[1])] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("which", EDITIONS)
def test_a_reversed_statement_says_so_wherever_it_stands(which: Edition, language: str) -> None:
    """Its figures read the other way. The workbook, which is for machines, has a column that says so."""
    team = "25+22"
    report = report_of(team, which)
    reversed_ones = [s.id for s in report.statements if s.reversed]
    assert len(reversed_ones) == 2
    note = {"en": "(agreement is unfavourable)", "de": "(Zustimmung ist ungünstig)"}[language]
    for form in sorted(WRITTEN - {"xlsx"}):
        # Words that the PDF breaks at the end of a line are put together again.
        told = " ".join(form_of(form, team, which, language)).replace("\x02 ", "").replace("\x02", "")
        for statement in reversed_ones:
            text = report.texts[language][f"statement:{statement}"].removesuffix(".")
            after = [told[found.end() :][: len(note) + 3] for found in re.finditer(re.escape(text), told)]
            assert [what for what in after if note not in what] == [], form


def _in_full() -> Report:
    """A Report in which nothing at all is withheld."""
    report = typical_report()
    comments = tuple(replace(comment, side="a") for comment in report.comments)
    return replace(report, statements=report.statements[:-1], comments=comments)


HIDDEN: dict[str, Callable[[Report], Report]] = {
    "a group below the least number": lambda whole: replace(whole, no_groups="small_groups"),
    "a cut": lambda whole: replace(
        whole, cuts=(replace(SALES_APART, between_groups=PROTECTED, between_sides=PROTECTED),)
    ),
    "whom a comment is from": lambda whole: replace(whole, comments=(replace(whole.comments[0], side=None),)),
    "a comment": lambda whole: replace(whole, comments_left_out=1),
    "the overall difference": lambda whole: replace(whole, offset=replace(whole.offset, interval=FEW)),
    "what people picked alike": lambda whole: replace(
        whole, priorities=(replace(whole.priorities[0], overlap=PROTECTED),)
    ),
    "a topic": lambda whole: replace(
        whole, priorities=(replace(whole.priorities[0], topics=(topic("trust", PROTECTED, PROTECTED),)),)
    ),
    "comments on a question": lambda whole: replace(
        whole, withheld_comments=(WithheldComments(question="other", withheld="few_comments"),)
    ),
}


def _said_shown(report: Report) -> list[str]:
    """The keys of what is said of everything being shown, in the summary and in the section."""
    told = document(report, Wording(report, "en")).parts
    keys = (sentence.key for sentence in sentences(told))
    return [key for key in keys if key.startswith("participation.") and key.endswith("_shown")]


def test_nothing_is_said_to_be_withheld_where_nothing_is() -> None:
    whole = _in_full()
    assert b'"withheld":' not in to_json(replace(whole, withheld_comments=()))
    assert _said_shown(whole) == ["participation.all_shown"] * 2


@pytest.mark.parametrize("what", HIDDEN)
def test_nothing_is_withheld_is_not_said_where_anything_is(what: str) -> None:
    assert "participation.all_shown" not in _said_shown(HIDDEN[what](_in_full()))
    assert "participation.all_shown" not in _said_shown(edition(_in_full(), "participants"))
