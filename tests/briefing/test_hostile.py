"""What people write reaches every format as text only: each file is opened by another library than wrote it."""

import json
import re
from functools import cache

import msgspec
import pytest
from markdown_it import MarkdownIt

from diagnostic.analysis import Report, from_json, to_json
from diagnostic.briefing.renderers import RENDERERS
from tests.briefing.hostile import CORPUS, HARMLESS, hostile_report
from tests.briefing.reopened import Reopened, reopen

# Every text is a comment in each file. Companies, statements and all else are named from one text on, so often a
# file is made: what is quickly made from every text, or every fourth, and what draws from these. `.ci/run` makes the
# files from the first alone, and no Word document or appendix, which take longest.
EVERY = {"json": 1, "xlsx": 4}
DRAWN = ("html", "jinja", "command", "controls", "arabic")
CASES = [
    pytest.param(
        kind,
        first,
        id=f"{kind}-{name}",
        marks=pytest.mark.part("proofs" if first or kind in {"docx", "appendix"} else "run"),
    )
    for kind in RENDERERS
    for first, name in enumerate(CORPUS)
    if (name in DRAWN if kind not in EVERY else first % EVERY[kind] == 0)
]

# As `Wording` promises: no control characters but tab and line feed, no halves of surrogate pairs, nothing that
# sets the direction of writing, nothing that is no character in XML.
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)


def cleaned(text: str) -> str:
    return UNSEEN.sub("", text).strip()


def cell(text: str) -> str:
    """As a cell holds it: a text that could be taken for a formula has an apostrophe before it."""
    text = cleaned(text)
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "＝", "＋", "－", "＠"} else text


def words(text: str) -> str:
    """Without regard to where lines end."""
    return re.sub(r"\s+", " ", text).strip()


def letters(text: str) -> str:
    """Without regard to lines, hyphens at their ends, how a font joins letters, and the marks that keep names apart.

    The layout isolates a name written from right to left; what follows it may be given back with the closing mark.
    """
    return re.sub(r"[\s\u00ad\u200b\u2060\u2066-\u2069-]+", "", text)


def _files(kind: str, first: int) -> tuple[Reopened, Reopened]:
    """A hostile Report's file, and that of a harmless one of the same make."""
    return _file(kind, first), _harmless(kind)


@cache
def _file(kind: str, first: int) -> Reopened:
    return reopen(kind, RENDERERS[kind](hostile_report(first=first)))


@cache
def _harmless(kind: str) -> Reopened:
    return reopen(kind, RENDERERS[kind](hostile_report(HARMLESS)))


@pytest.mark.parametrize(("kind", "first"), CASES)
def test_a_file_is_made_of_the_same_parts_whatever_people_write(kind: str, first: int) -> None:
    hostile, harmless = _files(kind, first)
    assert set(hostile.parts) - set(harmless.parts) == set()


@pytest.mark.parametrize(("kind", "first"), [case for case in CASES if case.values[0] in {"xlsx", "pptx"}])
def test_a_workbook_has_as_many_cells_and_a_deck_as_many_shapes(kind: str, first: int) -> None:
    hostile, harmless = _files(kind, first)
    assert hostile.parts == harmless.parts


def _written(report: Report) -> set[str]:
    """What people wrote, and what they named, in a Report."""
    cut = report.cuts[0]
    names = (report.alliance.name, report.alliance.sides.a, report.alliance.sides.b)
    return {*names, cut.attribute, *cut.groups.a, *cut.groups.b, *(comment.text for comment in report.comments)}


SHOWN_IN_CELLS = ("statement:", "scale:", "activity:", "topic:", "expectation:", "expectation_unit:", "question:")


def _not_in_json(report: Report, file: Reopened) -> set[str]:
    return _written(report) - set(file.texts)


def _not_in_xlsx(report: Report, file: Reopened) -> set[str]:
    texts = {text for key, text in report.texts["en"].items() if key.startswith(SHOWN_IN_CELLS)}
    # A statement that is unfavourable to agree with says so wherever it stands.
    turned = {report.texts["en"][f"statement:{each.id}"] for each in report.statements if each.reversed}
    texts = {f"{text} (agreement is unfavourable)" if text in turned else text for text in texts}
    return {cell(text) for text in _written(report) | texts} - {text.strip() for text in file.texts}


def _not_in_html(report: Report, file: Reopened) -> set[str]:
    read = words(file.text)
    return {text for text in _written(report) - _groups(report) if words(cleaned(text)) not in read}


def _not_in_pdf(report: Report, file: Reopened) -> set[str]:
    """Of those in Latin letters: what a PDF gives back of other scripts are shapes, not always letters."""
    read = letters(file.text)
    plain = {cleaned(text) for text in _written(report) - _groups(report) if cleaned(text).isascii()}
    # Sentence by sentence: between two of them may lie the foot of a page.
    return {part for text in plain for part in re.split(r"\n|(?<=\.) ", text) if letters(part) not in read}


def _not_in_pptx(report: Report, file: Reopened) -> set[str]:
    """Of the names: a long one may be cut off to keep its place on a slide."""
    read, alliance = words(file.text), report.alliance
    names = {name for name in (alliance.name, alliance.sides.a, alliance.sides.b) if len(name) < 60}
    return {name for name in names if words(cleaned(name)) not in read}


def _groups(report: Report) -> set[str]:
    """What only a workbook names."""
    return {*report.cuts[0].groups.a, *report.cuts[0].groups.b}


MISSING = {
    "json": _not_in_json,
    "xlsx": _not_in_xlsx,
    "html": _not_in_html,
    "pdf": _not_in_pdf,
    "pptx": _not_in_pptx,
    "docx": _not_in_html,
    "md": _not_in_html,
}


@pytest.mark.parametrize(("kind", "first"), [case for case in CASES if case.values[0] in MISSING])
def test_every_text_is_read_as_it_was_written(kind: str, first: int) -> None:
    assert MISSING[kind](hostile_report(first=first), _file(kind, first)) == set()


@pytest.mark.parametrize(("kind", "first"), [case for case in CASES if case.values[0] == "xlsx"])
def test_no_cell_of_a_workbook_would_be_reckoned_when_it_is_saved_as_csv(kind: str, first: int) -> None:
    assert [text for text in _file(kind, first).texts if re.match(r"[=+\-@\t\r＝＋－＠]", text)] == []


@pytest.mark.parametrize("first", range(len(CORPUS)), ids=CORPUS)
def test_the_json_form_holds_every_text_exactly(first: int) -> None:
    report = hostile_report(first=first)
    assert json.loads(RENDERERS["json"](report)) == json.loads(json.dumps(msgspec.to_builtins(report)))


def test_half_a_surrogate_pair_never_gets_into_a_report() -> None:
    with pytest.raises(msgspec.DecodeError):
        from_json(to_json(hostile_report()).replace(b"Meet", b"\\ud800").replace(b"meet more", b"\\ud800 more"))


def test_a_place_for_every_text_in_every_place() -> None:
    """The corpus goes through each place once, as long as there are as many starts as texts."""
    assert {hostile_report(first=first).alliance.name for first in range(len(CORPUS))} == {
        text[:120] for text in CORPUS.values()
    }


def test_what_begins_like_an_entry_of_a_list_reads_in_markdown_as_it_was_written() -> None:
    for name in ("3. May", "- a dash", "12) later"):
        report = hostile_report(HARMLESS)
        report = msgspec.structs.replace(report, alliance=msgspec.structs.replace(report.alliance, name=name))
        written = RENDERERS["md"](report, "en").decode()
        assert f"<h1>{name}</h1>" in MarkdownIt("commonmark").render(written)
