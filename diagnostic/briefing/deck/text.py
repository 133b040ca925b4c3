"""Blocks as paragraphs, and paragraphs in placeholders, in the template's look."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from babel import Locale
from pptx.oxml.ns import qn
from pptx.util import Pt

from diagnostic.briefing.deck.colours import Colour, paint
from diagnostic.briefing.deck.fit import LINE
from diagnostic.briefing.deck.setting import INDENT, Box, Paragraph, Setting, Try
from diagnostic.briefing.document import blocks as b
from diagnostic.briefing.fonts import east_asian
from diagnostic.briefing.unseen import clean
from diagnostic.briefing.wording import Wording
from diagnostic.full_stops import in_a_row

_LEAST = 12
_SLACK = 0.985
"""A line is filled no fuller: programs differ by a hair in how wide they set a text."""
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
_MARKS: dict[str, Colour] = {mark: f"side_{side}" for side, mark in b.SIDE_MARKS.items()}
_MARK = re.compile(f"([{''.join(_MARKS)}])")


def tidy(text: str) -> str:
    """Text as it may stand in a slide: on one line, and nothing in it that XML or a reader's eye stumbles over."""
    return _SPACES.sub(" ", clean(text)).strip()


def paragraphs(blocks: Sequence[b.Block], wording: Wording, *, sources: bool = False) -> Iterator[Paragraph]:
    """Every sentence, entry of a list and row of a table, by the kind and role of its block; empty ones are left out.

    Sentences with their sources, where wanted.
    """
    for block in blocks:
        match block:
            case b.Text() | b.Callout():
                role = block.role if isinstance(block, b.Text) else "body"
                said = (_said([sentence], sources=sources) for sentence in block.sentences)
                label = _labelled(block.label, wording) if isinstance(block, b.Text) and block.label else ""
                for n, text in enumerate(filter(None, said)):
                    yield Paragraph(text, label if n == 0 else "", bold=role == "strong", bullet=role == "quote")
            case b.List():
                if block.title:
                    yield Paragraph(_said([block.title], sources=sources), bold=True)
                for number, item in enumerate(block.items, start=1):
                    yield _item(item, f"{number}. " if block.ordered else "", wording, sources=sources)
            case b.Table():
                yield from (Paragraph(tidy(line)) for line in told(block))
            case b.Part():
                yield Paragraph(tidy(block.title), bold=True)
                yield from paragraphs(block.blocks, wording, sources=sources)


def told(table: b.Table) -> Iterator[str]:
    """Every row in a line, with what its figures are."""
    for row in table.rows:
        (_, first), *figures = zip(table.columns, row.cells, strict=True)
        named = (f"{column.heading} {cell.line}" for column, cell in figures if cell.text)
        yield " · ".join((first.line, *named)) + "."


def _said(sentences: Sequence[b.Sentence], between: str = " ", *, sources: bool) -> str:
    said = (f"{s.text} ({s.source})" if sources and s.source else s.text for s in sentences)
    return tidy(in_a_row(said, between))


def _labelled(label: str, wording: Wording) -> str:
    return wording.labelled(tidy(label)).rstrip()


def _item(item: b.Item, number: str, wording: Wording, *, sources: bool) -> Paragraph:
    said = _said(item.sentences, item.between, sources=sources)
    if item.label is None:
        return Paragraph(said, bullet=True)
    label = number + item.label.text
    return Paragraph(said, label=_labelled(label, wording)) if said else Paragraph(tidy(label), bold=True)


def box(place: Any, blocks: Sequence[b.Block], wording: Wording) -> Box:
    """Blocks in what a layout's placeholder has room for, by its own size and type."""
    frame, style = place.text_frame, _style(place)
    found = style.getparent().find(f"{qn('a:spcAft')}/{qn('a:spcPts')}")
    after = 0.0 if found is None else int(found.get("val")) / 100
    largest = int(style.get("sz")) // 100
    return Box(
        entries=tuple((paragraph,) for paragraph in paragraphs(blocks, wording)),
        widths=((place.width.pt - frame.margin_left.pt - frame.margin_right.pt) * _SLACK,),
        # Behind the last paragraph nothing is left free.
        height=place.height.pt - frame.margin_top.pt - frame.margin_bottom.pt + after,
        tries=tuple(Try(size, after) for size in (*range(largest, _LEAST, -2), _LEAST)),
        bold=style.get("b") == "1",
    )


def _style(place: Any) -> Any:
    """The first level's properties of characters: the placeholder's own, else those of all titles or all text."""
    own = place._element.find(f".//{qn('a:lstStyle')}/{qn('a:lvl1pPr')}/{qn('a:defRPr')}")
    if own is not None and own.get("sz"):
        return own
    kind = "p:titleStyle" if place.placeholder_format.idx == 0 else "p:bodyStyle"
    master = place.part.slide_layout.slide_master
    return master._element.find(f".//{qn(kind)}/{qn('a:lvl1pPr')}/{qn('a:defRPr')}")


def write(placeholder: Any, shown: Setting, usual: Try, language: str) -> None:
    """Set paragraphs, in the template's size without naming it, so that it can be changed there."""
    frame = placeholder.text_frame
    size = None if shown.used == usual else shown.used.size
    for n, (paragraph,) in enumerate(shown.entries):
        written = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
        if paragraph.bullet:
            properties = written._p.get_or_add_pPr()
            properties.set("marL", str(Pt(INDENT)))
            properties.set("indent", str(-Pt(INDENT)))
            properties.append(properties.makeelement(qn("a:buChar"), {"char": "•"}))
        add(written, paragraph, size, language)
        space_lines(written, shown.used.size, language)


def space_lines(written: Any, size: int, language: str) -> None:
    """Lines as far apart as they are reckoned: faces of East Asian letters are higher, and each as high as it likes."""
    if east_asian(Locale.parse(language, sep="-")):
        written.line_spacing = Pt(size * LINE)


def add(written: Any, paragraph: Paragraph, size: int | None, language: str, colour: Colour | None = None) -> None:
    """A paragraph's label and text; a side's mark has the side's colour."""
    pieces: list[tuple[str, bool, Colour | None]] = [(f"{paragraph.label} ", True, "title")] if paragraph.label else []
    pieces += [(text, paragraph.bold, _MARKS.get(text, colour)) for text in _MARK.split(paragraph.text) if text]
    for text, bold, its_colour in pieces:
        made = written.add_run()
        made.text = text
        made._r.get_or_add_rPr().set("lang", language)
        made.font.size = Pt(size) if size else None
        made.font.bold = bold or None
        if its_colour:
            paint(made.font.color, its_colour)
