"""The briefing as Markdown, for documents and notes of one's own: text, tables and, in words, what charts show."""

import re
from collections.abc import Iterator
from pathlib import Path

from diagnostic.analysis.report import Report
from diagnostic.briefing.brand import Brand
from diagnostic.briefing.document import blocks as b
from diagnostic.briefing.document import document
from diagnostic.briefing.paper import in_one_file
from diagnostic.briefing.unseen import clean
from diagnostic.briefing.wording import Wording
from diagnostic.full_stops import in_a_row
from diagnostic.questionnaire.words import SIDES
from diagnostic.writing import set_apart

_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
_FIRST = re.compile(r"^(\s*\d*)([-+=.)])(?=\s|$)", re.MULTILINE)


def render(report: Report, language: str = "en", *, content: Path | None = None) -> bytes:
    """The document as UTF-8; nothing that anybody wrote is markup in it.

    Raises
    ------
    NotPossible
        Where the Report has no texts in the language.
    InvalidContent
        Where the playbook or the brand has faults.
    """
    wording = Wording(report, language, content)
    page = document(report, wording)
    names = {side: set_apart(page.companies[side], wording.direction) for side in SIDES}
    companies = " · ".join(f"{b.SIDE_MARKS[side]} {_plain(names[side])}" for side in SIDES)
    head = [f"# {_plain(page.alliance)}", f"{_plain(page.title)} · {_plain(page.edition_name)}", companies]
    head += [" · ".join(_plain(detail) for detail in page.details), _plain(page.edition_why)]
    brand = Brand.load(content)
    foot = " · ".join(_plain(said) for said in (brand.name, brand.contact) if said)
    paragraphs = [*head, *_blocks(page.notices, 2, wording), *_blocks(in_one_file(page, wording), 2, wording), foot]
    return ("\n\n".join(paragraph for paragraph in paragraphs if paragraph) + "\n").encode()


def _plain(text: str) -> str:
    """Text on one line, with nothing in it that Markdown or HTML would take for its own."""
    line = _SPACES.sub(" ", clean(text)).strip()
    return _FIRST.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", line).replace("&", "&amp;"))


def _blocks(blocks: tuple[b.Block, ...], level: int, wording: Wording) -> Iterator[str]:
    for block in blocks:
        match block:
            case b.Text():
                yield _text(block, wording)
            case b.List():
                yield _plain(block.title.text) if block.title else ""
                marks = (f"{n}." if block.ordered else "-" for n, _ in enumerate(block.items, start=1))
                yield "\n".join(
                    f"{mark} {_item(item, wording)}" for mark, item in zip(marks, block.items, strict=False)
                )
            case b.Callout():
                yield "> " + _sentences(block.sentences)
            case b.Figure() if block.picture:
                yield f"*{_plain(block.alt)}*"
                if block.table:
                    yield _table(block.table, wording)
            case b.Table():
                yield f"**{_plain(block.caption)}** {_plain(block.note)}".rstrip()
                yield _table(block, wording)
            case b.Part() if block.stands_on("paper"):
                yield f"{'#' * level} {_plain(block.heading)}" if block.title else ""
                yield from _blocks(block.blocks, min(level + 1, 6), wording)


def _text(block: b.Text, wording: Wording) -> str:
    if block.role == "quote":
        return f"> {_sentence(block.sentences[0])}"
    said = (wording.labelled(_plain(block.label)) if block.label else "") + _sentences(block.sentences)
    return f"**{said}**" if block.role in ("headline", "strong") else said


def _sentences(sentences: tuple[b.Sentence, ...]) -> str:
    return in_a_row(_sentence(sentence) for sentence in sentences)


def _sentence(sentence: b.Sentence) -> str:
    badge = f" ({_plain(sentence.badge.text)})" if sentence.badge else ""
    return _plain(sentence.text) + badge + (f" ({_plain(sentence.source)})" if sentence.source else "")


def _item(item: b.Item, wording: Wording) -> str:
    label = f"**{wording.labelled(_sentence(item.label)).rstrip()}** " if item.label else ""
    return label + in_a_row(map(_sentence, item.sentences), item.between)


def _table(table: b.Table, wording: Wording) -> str:
    """The figures that belong to all rows of a group stand in the first of them."""
    columns = (*table.columns, *table.of_groups)
    heads = [_plain(column.heading) for column in columns]
    rule = ["--:" if column.kind in b.FIGURES else "---" for column in columns]
    rows = [row for group in table.groups for row in _rows(group, len(table.columns), len(table.of_groups), wording)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, rule, *rows))


def _rows(group: b.Group, own: int, of_group: int, wording: Wording) -> Iterator[list[str]]:
    if group.title:
        notes = f" ({_plain(', '.join(group.notes))})" if group.notes else ""
        why = wording.labelled("") + _plain(group.withheld) if group.withheld else ""
        yield [f"**{_plain(group.title)}**{notes}{why}", *[""] * (own + of_group - 1)]
    for n, row in enumerate(() if group.withheld else group.rows):
        yield [
            *(_plain(cell.line) for cell in row.cells),
            *((_plain(cell.line) for cell in group.cells) if n == 0 else [""] * of_group),
        ]
