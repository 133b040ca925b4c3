"""Blocks as paragraphs, and paragraphs in placeholders, in the template's look."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from pptx.oxml.ns import qn
from pptx.util import Pt

from diagnostic.briefing.deck import fit
from diagnostic.briefing.deck.colours import Colour, paint
from diagnostic.briefing.deck.setting import INDENT, Box, Entry, Paragraph, Setting, Try
from diagnostic.briefing.document.blocks import SIDE_MARKS, Block, Callout, Item, List, Part, Sentence, Table, Text
from diagnostic.briefing.wording import clean

_EMU = 12700
"""To a point."""
_SLACK = 0.985
"""A line is filled no fuller: programs differ by a hair in how wide they set a text."""
_INSETS = (("lIns", 91440), ("tIns", 45720), ("rIns", 91440), ("bIns", 45720))
_MARKS: dict[str, Colour] = {mark: f"side_{side}" for side, mark in SIDE_MARKS.items()}
_MARK = re.compile(f"([{''.join(_MARKS)}])")


def tidy(text: str) -> str:
    """Text as it may stand in a slide: on one line, and nothing in it that XML or a reader's eye stumbles over."""
    return " ".join(fit.words(clean(text)))


def paragraphs(blocks: Sequence[Block], *, sources: bool = False) -> Iterator[Paragraph]:
    """Every sentence, entry of a list and row of a table, by the kind and role of its block; empty ones are left out.

    Sentences with their sources, where wanted.
    """
    for block in blocks:
        match block:
            case Text():
                for sentence in block.sentences:
                    if text := _said(sentence, sources=sources):
                        yield Paragraph(text, bold=block.role == "strong", bullet=block.role == "quote")
            case List():
                for number, item in enumerate(block.items, start=1):
                    yield _item(item, f"{number}. " if block.ordered else "", sources=sources)
            case Callout():
                yield from (Paragraph(_said(sentence, sources=sources)) for sentence in block.sentences)
            case Table():
                yield from (Paragraph(tidy(line)) for line in told(block))
            case Part():
                yield Paragraph(tidy(block.title), bold=True)
                yield from paragraphs(block.blocks, sources=sources)


def told(table: Table) -> Iterator[str]:
    """Every row in a line, with what its figures are."""
    for row in table.rows:
        (_, first), *figures = zip(table.columns, row.cells, strict=True)
        named = (f"{column.heading} {cell.line}" for column, cell in figures if cell.text)
        yield " · ".join((first.line, *named)) + "."


def _said(sentence: Sentence, *, sources: bool) -> str:
    return tidy(f"{sentence.text} ({sentence.source})" if sources and sentence.source else sentence.text)


def _item(item: Item, number: str, *, sources: bool) -> Paragraph:
    said = item.between.join(_said(sentence, sources=sources) for sentence in item.sentences)
    if item.label is None:
        return Paragraph(said, bullet=True)
    label = tidy(number + item.label.text)
    return Paragraph(said, label=f"{label}:") if said else Paragraph(label, bold=True)


def box(placeholder: Any) -> Box:
    """What a placeholder has room for, by its own size and the type of its layout."""
    in_layout = _in_layout(placeholder)
    body = in_layout.text_frame._txBody.find(qn("a:bodyPr"))
    left, top, right, bottom = (int(body.get(side, default)) for side, default in _INSETS)
    style = _style(in_layout)
    found = style.getparent().find(f"{qn('a:spcAft')}/{qn('a:spcPts')}")
    after = 0.0 if found is None else int(found.get("val")) / 100
    return Box(
        widths=((placeholder.width - left - right) / _EMU * _SLACK,),
        # Behind the last paragraph nothing is left free.
        height=(placeholder.height - top - bottom) / _EMU + after,
        tries=tuple(Try(size, after) for size in fit.sizes(round(int(style.get("sz")) / 100))),
        bold=style.get("b") == "1",
    )


def write(placeholder: Any, shown: Setting, template_size: int, language: str) -> None:
    """Set paragraphs, in the template's size without naming it, so that it can be changed there."""
    frame = placeholder.text_frame
    size = None if shown.used.size == template_size else shown.used.size
    for n, (paragraph,) in enumerate(shown.entries):
        written = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
        if paragraph.bullet:
            _bullet(written)
        add(written, paragraph, size, language)


def add(written: Any, paragraph: Paragraph, size: int | None, language: str, colour: Colour | None = None) -> None:
    """A paragraph's label and text; a side's mark has the side's colour."""
    if paragraph.label:
        _run(written, f"{paragraph.label} ", size, language, bold=True, colour="title")
    for text in filter(None, _MARK.split(paragraph.text)):
        _run(written, text, size, language, bold=paragraph.bold, colour=_MARKS.get(text, colour))


def entries(blocks: Sequence[Block]) -> tuple[Entry, ...]:
    return tuple((paragraph,) for paragraph in paragraphs(blocks))


def _run(written: Any, text: str, size: int | None, language: str, *, bold: bool, colour: Colour | None) -> None:
    made = written.add_run()
    made.text = text
    made._r.get_or_add_rPr().set("lang", language)
    if size:
        made.font.size = Pt(size)
    if bold:
        made.font.bold = True
    if colour:
        paint(made.font.color, colour)


def _bullet(written: Any) -> None:
    properties = written._p.get_or_add_pPr()
    properties.set("marL", str(round(INDENT * _EMU)))
    properties.set("indent", str(round(-INDENT * _EMU)))
    properties.append(properties.makeelement(qn("a:buChar"), {"char": "•"}))


def _in_layout(placeholder: Any) -> Any:
    number = placeholder.placeholder_format.idx
    layout = placeholder.part.slide.slide_layout
    return next(p for p in layout.placeholders if p.placeholder_format.idx == number)


def _style(in_layout: Any) -> Any:
    """The first level's properties of characters: the placeholder's own, else those of all titles or all text."""
    own = in_layout._element.find(f".//{qn('a:lstStyle')}/{qn('a:lvl1pPr')}/{qn('a:defRPr')}")
    if own is not None and own.get("sz"):
        return own
    kind = "p:titleStyle" if in_layout.placeholder_format.idx == 0 else "p:bodyStyle"
    master = in_layout.part.slide_layout.slide_master
    return master._element.find(f".//{qn(kind)}/{qn('a:lvl1pPr')}/{qn('a:defRPr')}")
