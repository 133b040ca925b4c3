"""Files of every format, opened by another library than the one that wrote them: their texts, and all the rest."""

import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any, NamedTuple
from urllib.parse import unquote

import openpyxl
import pypdf
from lxml import etree
from markdown_it import MarkdownIt

from tests.briefing.reading_pdf import texts


class Reopened(NamedTuple):
    """What somebody reads in a file, and what it is made of apart from that."""

    texts: list[str]
    parts: Counter[object]
    """Elements and their attributes, kinds of cells, links: nothing here may depend on what a text says."""

    @property
    def text(self) -> str:
        return "\n".join(self.texts)


def reopen(kind: str, data: bytes) -> Reopened:
    """By the name of the format."""
    readers = {
        "html": _html,
        "json": _json,
        "xlsx": _xlsx,
        "pdf": _pdf,
        "appendix": _pdf,
        "sponsors": _pdf,
        "pptx": _pptx,
        "docx": _docx,
        "md": _markdown,
        "svg": _svgs,
    }
    return readers[kind](data)


class _Page(HTMLParser):
    """Its texts, read by people or told to those who cannot see; its elements; its pictures."""

    READ = frozenset({"alt", "title", "aria-label", "content", "summary"})
    LONG = frozenset({"src", "srcset"})
    SIZE = frozenset({"width", "height"})

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.parts: Counter[object] = Counter()
        self.pictures: list[bytes] = []
        self._open = ""
        self.feed(data.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open = tag
        # Of what is neither read nor a picture the value counts, too: a link, a class, an id.
        values = tuple((n, v) for n, v in attrs if n not in self.READ | self.LONG | self.SIZE)
        self.parts[tag, tuple(name for name, _ in attrs), values] += 1
        self.texts += [value or "" for name, value in attrs if name in self.READ]
        for name, value in attrs:
            if name in self.LONG:
                kind, _, picture = (value or "").partition(",")
                self.parts["address", kind] += 1
                self.pictures.append(unquote(picture).encode())

    def handle_endtag(self, tag: str) -> None:
        self.parts["end", tag] += 1
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open == "script" and data.lstrip().startswith(("{", "[")):
            # Data for a picture: it has to be whole.
            json.loads(data)
        elif self._open == "script":
            self.parts["script", data] += 1
        elif self._open != "style":
            self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.parts["comment", data] += 1

    def handle_decl(self, decl: str) -> None:
        self.parts["declaration", decl] += 1


def _html(data: bytes) -> Reopened:
    page = _Page(data)
    drawn = [_svg(picture) for picture in page.pictures if picture]
    return Reopened(page.texts, page.parts + Counter(part for picture in drawn for part in picture.parts))


def _svg(data: bytes) -> Reopened:
    """A drawing: its elements, however often, as more lines of a long text are more elements."""
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    elements = list(root.iter())
    links = [e.get(name) for e in elements for name in e.attrib if name.endswith("href")]
    return Reopened(
        ["".join(root.itertext())],
        Counter({(str(e.tag),): 1 for e in elements} | {("link", link): 1 for link in links}),
    )


def _svgs(data: bytes) -> Reopened:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        drawn = [(name, _svg(archive.read(name))) for name in archive.namelist() if name.endswith(".svg")]
        names = Counter({("file", name): 1 for name in archive.namelist()})
    texts = [text for _, picture in drawn for text in picture.texts]
    return Reopened(texts, names + Counter({part: 1 for _, picture in drawn for part in picture.parts}))


def _json(data: bytes) -> Reopened:
    texts: list[str] = []
    return Reopened(texts, Counter(_walk(json.loads(data), (), texts)))


def _walk(value: object, path: tuple[object, ...], texts: list[str]) -> Iterator[object]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _walk(inner, (*path, key), texts)
    elif isinstance(value, list):
        for inner in value:
            yield from _walk(inner, (*path, "[]"), texts)
    else:
        if isinstance(value, str):
            texts.append(value)
        yield path, type(value).__name__


def _xlsx(data: bytes) -> Reopened:
    book = openpyxl.load_workbook(io.BytesIO(data))
    texts: list[str] = []
    parts: Counter[object] = Counter()
    for sheet in book.worksheets:
        drawn: Any = sheet  # what is drawn on a sheet is openpyxl's own affair
        parts["sheet", sheet.title, sheet.dimensions, len(drawn._charts), len(drawn._images)] += 1
        for row in sheet.iter_rows():
            for cell in row:
                parts[sheet.title, cell.coordinate, cell.data_type, bool(cell.hyperlink), bool(cell.comment)] += 1
                if isinstance(cell.value, str):
                    texts.append(cell.value)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts.update(("file", name) for name in archive.namelist())
        parts.update(
            ("link", element.get("Type"), element.get("TargetMode"))
            for name in archive.namelist()
            if name.endswith(".rels")
            for element in etree.fromstring(archive.read(name))
        )
    return Reopened(texts, parts)


def _pdf(data: bytes) -> Reopened:
    """Texts by page; links that lead out of the file, what runs by itself, and what is attached."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    parts: Counter[object] = Counter(("catalogue", key) for key in reader.root_object)
    names: Any = reader.root_object.get("/Names", {})
    parts.update(("names", key) for key in names)
    for page in reader.pages:
        parts.update({("page", key): 1 for key in page})
        for annotation in page.get("/Annots") or ():
            found = annotation.get_object()
            action = found.get("/A", {})
            # A contents list may grow with what it lists; what leads outside may not.
            parts["annotation", found.get("/Subtype"), action.get("/S"), action.get("/URI")] = 1
    return Reopened(texts(data), parts)


_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _docx(data: bytes) -> Reopened:
    """A text a paragraph; the kinds of elements, styles, fields and links, and what relates the files."""
    texts: list[str] = []
    parts: Counter[object] = Counter()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            parts["file", name] += 1
            if not name.endswith((".xml", ".rels")):
                continue
            root = etree.fromstring(archive.read(name), etree.XMLParser(resolve_entities=False, no_network=True))
            for element in root.iter():
                if name.endswith(".rels"):
                    parts["link", element.get("Type"), element.get("TargetMode")] = 1
                elif element.tag == f"{_WORD}p":
                    inside = element.iter(f"{_WORD}t", f"{_WORD}br", f"{_WORD}tab")
                    texts.append("".join(e.text or "" if e.tag == f"{_WORD}t" else " " for e in inside))
                elif element.tag not in (f"{_WORD}br", f"{_WORD}tab"):
                    parts[
                        name, str(element.tag), element.get(f"{_WORD}val") if "Style" in str(element.tag) else None
                    ] = 1
                texts += filter(None, [element.get("descr")])
    return Reopened(texts, parts)


def _markdown(data: bytes) -> Reopened:
    """As CommonMark with tables reads it: text, and what it takes for markup."""
    texts: list[str] = []
    parts: Counter[object] = Counter()
    for token in MarkdownIt("commonmark").enable("table").parse(data.decode()):
        parts[token.type, token.tag] = 1
        for inner in token.children or ():
            parts[inner.type, inner.tag, tuple(inner.attrs)] = 1
        if token.children:
            texts.append("".join(inner.content for inner in token.children))
    return Reopened(texts, parts)


_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SHAPES = frozenset({"sp", "pic", "graphicFrame", "cxnSp", "grpSp", "hlinkClick", "hlinkHover", "hlinkMouseOver"})


def _pptx(data: bytes) -> Reopened:
    """A text a paragraph, of slides, notes and charts; shapes of every slide, and what relates the files."""
    texts: list[str] = []
    parts: Counter[object] = Counter()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            parts["file", re.sub(r"\d+", "", name)] += 1
            if not name.endswith((".xml", ".rels")):
                continue
            root = etree.fromstring(archive.read(name), etree.XMLParser(resolve_entities=False, no_network=True))
            if name.endswith(".rels"):
                parts.update(("link", e.get("Type"), e.get("TargetMode")) for e in root)
                continue
            paragraphs = root.iter(f"{_DRAWING}p")
            texts += ["".join(p.itertext(f"{_DRAWING}t", f"{_DRAWING}br")) for p in paragraphs]
            # The categories and names of charts.
            texts += [e.text or "" for e in root.iter("{*}v")]
            texts += filter(None, (e.get("descr") for e in root.iter("{*}cNvPr")))
            parts.update(etree.QName(e).localname for e in root.iter("{*}*") if etree.QName(e).localname in _SHAPES)
    return Reopened(texts, parts)
