"""What a file of a briefing says, line by line in reading order, whatever its format; also what is hidden."""

import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import openpyxl
import pypdf
import pypdfium2 as pdfium
from docx import Document
from lxml import etree
from lxml import html as lxml_html
from pptx import Presentation

from tests.briefing.reading_pdf import elements, line

INLINE = re.compile(
    "a|abbr|b|bdi|bdo|cite|code|em|i|img|input|kbd|mark|option|q|s|small|span|strong|sub|sup|td|th|time|tspan|u|wbr"
)
NOT_SAID = frozenset({"script", "style", "template"})


def html(data: bytes) -> Iterator[str]:
    """A line for each block, also where it is hidden; cells of a row joined by bars."""
    flat = "".join(_marked(lxml_html.document_fromstring(data.decode())))
    yield from filter(None, (" ".join(part.split()).strip("| ") for part in flat.split("\0")))


def _marked(element: Any) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in NOT_SAID:
        return
    around = " " if INLINE.fullmatch(element.tag) or element.xpath("ancestor::td|ancestor::th") else "\0"
    yield around
    for name in ("alt", "aria-label", "title"):
        if element.get(name):
            yield f" [{name}: {element.get(name)}] "
    if element.get("href", "").startswith("#"):
        yield f" [{element.get('href')}] "
    yield element.text or ""
    for child in element:
        yield from _marked(child)
        yield child.tail or ""
    yield " | " if element.tag in ("td", "th") else around


def pdf(data: bytes) -> Iterator[str]:
    pages = pdfium.PdfDocument(data)
    for number in range(len(pages)):
        yield f"== page {number + 1}"
        yield from filter(None, map(line, pages[number].get_textpage().get_text_bounded().splitlines()))
    read = pypdf.PdfReader(io.BytesIO(data))
    yield "== outline"
    yield from _outline(read.outline)
    yield "== alt texts"
    yield from (line(str(one["/Alt"])) for one in reversed(list(elements(read))) if "/Alt" in one)


def _outline(entries: list[Any], depth: int = 0) -> Iterator[str]:
    for entry in entries:
        if isinstance(entry, list):
            yield from _outline(entry, depth + 1)
        else:
            yield "  " * depth + line(str(entry.title))


def pptx(data: bytes) -> Iterator[str]:
    for number, slide in enumerate(Presentation(io.BytesIO(data)).slides, start=1):
        yield f"== slide {number}: {slide.slide_layout.name}"
        yield from _shapes(slide.shapes)
        if slide.has_notes_slide:
            frame = slide.notes_slide.notes_text_frame
            yield from (f"notes: {text}" for text in (frame.text.splitlines() if frame else []))


def _shapes(shapes: Iterable[Any]) -> Iterator[str]:
    for shape in shapes:
        yield from (f"alt: {alt}" for alt in shape._element.xpath("./*/p:cNvPr/@descr") if alt)
        if hasattr(shape, "shapes"):
            yield from _shapes(shape.shapes)
        if shape.has_text_frame:
            yield from filter(None, shape.text_frame.text.splitlines())
        if getattr(shape, "has_table", False):
            yield from (" | ".join(cell.text for cell in row.cells) for row in shape.table.rows)
        if getattr(shape, "has_chart", False):
            yield from _chart(shape.chart)


def _chart(chart: Any) -> Iterator[str]:
    yield f"chart: {chart.chart_type.name}"
    for plot in chart.plots:
        yield f"categories: {' | '.join(map(str, plot.categories))}"
        yield from (f"series: {one.name}: {' | '.join(map(str, one.values))}" for one in plot.series)


def xlsx(data: bytes) -> Iterator[str]:
    for sheet in openpyxl.load_workbook(io.BytesIO(data)).worksheets:
        yield f"== sheet {sheet.title}"
        for row in sheet.iter_rows():
            if any(cell.value is not None for cell in row):
                yield " | ".join(map(_cell, row))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in sorted(archive.namelist()):
            if name.startswith(("xl/drawings/drawing", "xl/charts/chart")):
                yield f"== {name}"
                yield from _drawing(archive.read(name))


def _cell(cell: Any) -> str:
    if cell.value is None:
        return ""
    said = str(cell.value).replace("\n", " / ")
    return said if cell.number_format == "General" else f"{said} {{{cell.number_format}}}"


def _drawing(data: bytes) -> Iterator[str]:
    for element in etree.fromstring(data).iter("{*}cNvPr", "{*}t", "{*}f", "{*}v"):
        said = element.get("descr") if etree.QName(element).localname == "cNvPr" else element.text
        if said:
            yield str(said)


def pictures(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in sorted(archive.namelist()):
            yield f"== {name}"
            if name.endswith(".svg"):
                root = etree.fromstring(archive.read(name))
                said = (line("".join(one.itertext())) for one in root.iter("{*}text", "{*}title", "{*}desc"))
                yield from filter(None, [str(root.get("aria-label") or ""), *said])
            elif name.endswith((".txt", ".md")):
                yield from archive.read(name).decode().splitlines()


def docx(data: bytes) -> Iterator[str]:
    for part in Document(io.BytesIO(data)).iter_inner_content():
        if hasattr(part, "rows"):
            yield from (" | ".join(cell.text for cell in row.cells) for row in part.rows)
        else:
            yield f"{part.style.name if part.style else ''}: {part.text}"


def said(data: bytes) -> Iterator[str]:
    """What a file says, whatever format its bytes are."""
    if data.startswith(b"%PDF"):
        return pdf(data)
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            top = {name.partition("/")[0] for name in archive.namelist()}
        return next((read(data) for folder, read in OFFICE.items() if folder in top), None) or pictures(data)
    if data.lstrip().lower().startswith((b"<!doctype", b"<html")):
        return html(data)
    if data.startswith(b"{"):
        return iter([hashlib.sha256(data).hexdigest()])
    return iter(data.decode().splitlines())


OFFICE: dict[str, Callable[[bytes], Iterator[str]]] = {"ppt": pptx, "xl": xlsx, "word": docx}
