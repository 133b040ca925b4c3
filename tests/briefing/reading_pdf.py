"""Reading PDFs back: pypdf for what they are made of, PDFium for where text stands."""

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from typing import Any

import pypdf
import pypdfium2 as pdfium


@cache
def reader(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(data))


@cache
def texts(data: bytes) -> list[str]:
    """Each page's text, without places to break a word or signs of direction, on one line."""
    pages = pdfium.PdfDocument(data)
    return [line(pages[n].get_textpage().get_text_bounded()) for n in range(len(pages))]


def line(text: str) -> str:
    return " ".join(re.sub("[\u200b\u2068\u2069\u00ad\ufffe]", "", text).split())


def chapters(pdf: pypdf.PdfReader) -> list[tuple[str, int]]:
    """The outline's upper level: title, and the page it stands on, counted from 1."""
    entries = [entry for entry in pdf.outline if not isinstance(entry, list)]
    return [(str(entry.title), (pdf.get_destination_page_number(entry) or 0) + 1) for entry in entries]


def headings(pdf: pypdf.PdfReader, outline: list[Any] | None = None) -> Iterator[tuple[int, float]]:
    """Every heading's page, from 0, and its distance from the page's foot."""
    for entry in pdf.outline if outline is None else outline:
        if isinstance(entry, list):
            yield from headings(pdf, entry)
        else:
            yield pdf.get_destination_page_number(entry) or 0, float(entry.top or 0)


def elements(pdf: pypdf.PdfReader) -> Iterator[dict[str, Any]]:
    """Everything in the tree of tags."""
    waiting: list[Any] = [pdf.root_object["/StructTreeRoot"]]
    while waiting:
        one = waiting.pop()
        one = one.get_object() if hasattr(one, "get_object") else one
        if isinstance(one, list):
            waiting.extend(one)
        elif isinstance(one, pypdf.generic.DictionaryObject):
            if "/S" in one:
                yield one
            if "/K" in one:
                waiting.append(one["/K"])


def links(pdf: pypdf.PdfReader, number: int) -> list[tuple[list[float], Any]]:
    """Of a page: where each link lies, and where it leads."""
    annotations = [one.get_object() for one in pdf.pages[number].get("/Annots", [])]
    found_links = []
    for one in annotations:
        if one["/Subtype"] == "/Link":
            leads = one["/Dest"] if "/Dest" in one else one["/A"]["/D"]
            found_links.append(([float(x) for x in one["/Rect"]], leads))
    return found_links


def places(text: pdfium.PdfTextPage, wanted: str) -> list[tuple[float, float]]:
    """The middle of the first letter, wherever a text begins."""
    search = text.search(wanted)
    found = []
    while (match := search.get_next()) is not None:
        left, bottom, right, top = text.get_charbox(match[0])
        found.append(((left + right) / 2, (bottom + top) / 2))
    return found
