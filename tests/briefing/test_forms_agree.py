"""What is said in several places and forms is one value: the gaps and their number, the findings, the trust gate."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from diagnostic.analysis.report import SAID_GAPS, Edition
from diagnostic.briefing.document.blocks import Block, Callout, Figure, Group, List, Part, Table, Text, pick_all, walk
from diagnostic.briefing.wording import Wording
from tests.briefing.forms import (
    EDITIONS,
    FULL_STOPS,
    LANGUAGES,
    TEAMS,
    WRITTEN,
    document_of,
    form_of,
    lines,
    report_of,
    sentences,
)

each_team = pytest.mark.parametrize("team", TEAMS)
both_languages = pytest.mark.parametrize("language", LANGUAGES)


def _keyed(blocks: tuple[Block, ...]) -> Iterator[tuple[str, str]]:
    """Every text that a document says, in reading order: what it is, and how it reads."""
    for block in walk(blocks):
        match block:
            case Part(key=key, title=title, subject=subject, badge=badge):
                yield f"part {key} {subject} {badge.state if badge else ''}", title
            case Figure(key=key, alt=alt, table=table):
                yield f"figure {key}", alt
                yield from _cells(table) if table else ()
            case Table():
                yield from _cells(block)
            case Text() | Callout() | List():
                for one in sentences((block,)):
                    yield f"{block.key} {one.key} {one.subject}", f"{one.text} {one.source} {one.ask}"


def _cells(table: Table) -> Iterator[tuple[str, str]]:
    yield f"table {table.key}", table.caption
    for group in table.groups:
        yield f"group {group.key} {len(group.notes)}", " ".join((group.title, *group.notes, *_own(group)))
        for row in group.rows:
            for column, cell in zip(table.columns, row.cells, strict=True):
                yield f"cell {table.key} {row.key} {column.key} {cell.badge and cell.badge.state}", cell.line


def _own(group: Group) -> Iterator[str]:
    yield from (cell.line for cell in group.cells)


def _figures(text: str) -> Counter[str]:
    """The numbers in a text, whichever language writes them, in any order."""
    return Counter(number.replace(",", ".") for number in re.findall(r"\d+(?:[.,]\d+)?", text))


@each_team
@pytest.mark.parametrize("which", EDITIONS)
def test_english_and_german_say_the_same(team: str, which: Edition) -> None:
    """The same sentences in the same order, and in each the same figures."""
    english, german = (list(_keyed(document_of(team, which, language).parts)) for language in LANGUAGES)
    assert [key for key, _ in english] == [key for key, _ in german]
    for (key, in_english), (_, in_german) in zip(english, german, strict=True):
        assert _figures(in_english) == _figures(in_german), (key, in_english, in_german)


@each_team
@both_languages
@pytest.mark.parametrize("which", EDITIONS)
def test_the_number_of_gaps_is_one(team: str, which: Edition, language: str) -> None:
    """As counted on the statements themselves; said of all, part by part in the pictures, and by badges in tables."""
    report, told = report_of(team, which), document_of(team, which, language)
    gaps = [s.id for s in report.statements if s.gap.verdict in SAID_GAPS]
    assert told.gaps == len(gaps)
    overview = pick_all(told.parts, Figure, "every_statement.")
    rows = [
        (row.key, figure.table.cell(row, "verdict").badge)
        for figure in overview
        if figure.table
        for row in figure.table.rows
    ]
    assert sorted(key for key, badge in rows if badge and badge.state in SAID_GAPS) == sorted(gaps)
    counted = {"en": r"shown or very likely: (\d+) of", "de": r"wahrscheinlichem Unterschied: (\d+) von"}[language]
    said = [int(number) for figure in overview for number in re.findall(counted, figure.alt)]
    judged = any(s.gap.verdict not in ("too_few", "withheld") for s in report.statements)
    assert (sum(said), bool(said)) == (len(gaps), judged)
    for sentence in sentences(told.parts):
        by_verdict = [sum(s.gap.verdict == one for s in report.statements) for one in SAID_GAPS]
        if sentence.key in ("gaps.lead_all", "gaps.lead_shown", "gaps.lead_likely"):
            # Of a verdict that nothing has no number stands there.
            numbers = [int(number) for number in re.findall(r"\b\d+\b", sentence.text)]
            assert numbers == [many for many in by_verdict if many], sentence.text
        if sentence.key == "headline.counts":
            # Of a verdict that nothing has no number stands there.
            words = {"en": ("with a gap", "very likely with one"), "de": ("mit belegtem", "mit sehr wahrscheinlichem")}
            found = [re.findall(rf"(\d+) {one}", sentence.text) for one in words[language]]
            assert found == [[str(many)] if many else [] for many in by_verdict], sentence.text


@each_team
def test_the_gaps_are_the_same_in_findings_cards_and_tables(team: str) -> None:
    report, told = report_of(team, "consultant"), document_of(team, "consultant", "en")
    found = {finding.subject for finding in report.findings if finding.kind == "gap"}
    assert found == {s.id for s in report.statements if s.gap.verdict in SAID_GAPS}
    cards = [part.subject for part in pick_all(told.parts, Part, "gap") if part.key == "gap"]
    summary = next(iter(pick_all(told.parts, Table, "summary.gaps")), None)
    assert ([row.key for row in summary.rows] if summary else []) == cards
    stated = [
        part.subject for part in pick_all(told.parts, Part, "gap") if part.badge and part.badge.state in SAID_GAPS
    ]
    assert set(stated) <= found
    assert len(stated) == min(5, len(found))


@both_languages
def test_page_slides_paper_and_workbook_have_the_same_findings(language: str) -> None:
    """Each finding that called for a tool is told in the same words; the workbook has every one of them by its id."""
    team, which = "25+22, names with full stops", "consultant"
    plan = next(part for part in document_of(team, which, language).parts if part.key == "plan")
    on_paper = tuple(block for block in plan.blocks if not isinstance(block, Part) or block.stands_on("paper"))
    because = (item for block in pick_all(on_paper, List, "tool.because") for item in block.items)
    # A no-break space is a space to some forms.
    told = [" ".join(one.text.split()) for item in because for one in item.sentences]
    assert len(told) > 5
    for form in ("md", "docx", "pptx"):
        said = " ".join(" ".join(form_of(form, team, which, language)).replace("\\", "").split())
        assert [text for text in told if text not in said] == [], form
    rows = Counter(cell for row in form_of("xlsx", team, which, language) for cell in row.split(" | "))
    named = Counter(finding.subject for finding in report_of(team, which).findings)
    assert [subject for subject, times in named.items() if rows[subject] < times] == []


@each_team
@both_languages
def test_renegotiation_waits_everywhere_or_nowhere(team: str, language: str) -> None:
    """The gate stands in the plan, in its summary, and on the slide of the plan; never in the participants' edition."""
    told = document_of(team, "consultant", language)
    gates = [block.key for block in pick_all(told.parts, Callout, "plan.")]
    stages = pick_all(told.parts, Part, "stage.renegotiation")
    assert len(gates) in ((0, 2) if stages else (0,))
    assert len(set(gates)) <= 1
    neutral = document_of(team, "participants", language)
    assert not pick_all(neutral.parts, Callout, "plan.")
    words = {"en": "renegotiat", "de": "neu verhandel"}[language]
    assert [one.text for one in sentences(neutral.parts) if words in one.text.lower()] == []


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
    """Its figures read the other way."""
    report, found_in = report_of(FULL_STOPS, which), set()
    reversed_ones = [s.id for s in report.statements if s.reversed]
    assert len(reversed_ones) == 2
    note = {"en": "(agreement is unfavourable)", "de": "(Zustimmung ist ungünstig)"}[language]
    for form in sorted(WRITTEN):
        # Words that the PDF breaks at the end of a line are put together again.
        told = " ".join(form_of(form, FULL_STOPS, which, language)).replace("\x02 ", "").replace("\x02", "")
        for statement in reversed_ones:
            text = Wording(report, language).statement(statement).removesuffix(f" {note}")
            after = [told[found.end() :][: len(note) + 3] for found in re.finditer(re.escape(text), told)]
            assert [what for what in after if note not in what] == [], form
            found_in |= {form} if after else set()
    # Slides have the statements of messages alone, and what both companies are handed on paper most in its appendix.
    assert found_in >= WRITTEN - ({"pdf", "pptx"} if which == "participants" else {"pptx"})
