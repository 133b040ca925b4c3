"""A deck opened as what it is, a zip of XML, for the tests that look into it."""

import io
import os
import zipfile
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import openpyxl
from lxml import etree
from openpyxl.workbook import Workbook

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

Box = tuple[int, int, int, int]
"""Left, top, right, bottom."""


class Sheet(NamedTuple):
    """A slide: its XML, the XML of its layout and notes, and its charts with their workbooks."""

    number: int
    xml: etree._Element
    layout: etree._Element
    notes: str
    charts: list[tuple[etree._Element, Workbook]]
    frames: list[tuple[etree._Element, etree._Element]]
    """Where each chart lies, with the chart."""

    @property
    def title(self) -> str:
        return next(text_of(sp) for sp in shapes(self.xml) if kind(sp) in ("title", "ctrTitle"))

    @property
    def layout_name(self) -> str:
        return value(one(self.layout, f"{P}cSld"), "name")


class Deck:
    def __init__(self, data: bytes) -> None:
        self.zip = zipfile.ZipFile(io.BytesIO(data))
        self.files = {name: self.zip.read(name) for name in self.zip.namelist()}
        self.master = self.xml("ppt/slideMasters/slideMaster1.xml")
        self.theme = self.xml("ppt/theme/theme1.xml")

    def xml(self, name: str) -> etree._Element:
        return etree.fromstring(self.files[name])

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """Of a part: what it relates to, by id, with the kind of relationship."""
        folder, _, file = name.rpartition("/")
        rels = self.files.get(f"{folder}/_rels/{file}.rels")
        if rels is None:
            return {}
        base = Path("/") / folder
        return {
            value(rel, "Id"): (
                value(rel, "Type").rpartition("/")[2],
                os.path.normpath(base / value(rel, "Target"))[1:],
            )
            for rel in etree.fromstring(rels)
        }

    @cached_property
    def slides(self) -> list[Sheet]:
        related = self.related("ppt/presentation.xml")
        ids = self.xml("ppt/presentation.xml").iter(f"{P}sldId")
        return [self._slide(n, related[value(each, f"{R}id")][1]) for n, each in enumerate(ids, start=1)]

    def _slide(self, number: int, name: str) -> Sheet:
        xml, by_id = self.xml(name), self.related(name)
        related = list(by_id.values())
        layout = next(target for kind, target in related if kind == "slideLayout")
        notes = [text_of(self.xml(target)) for kind, target in related if kind == "notesSlide"]
        charts = [(self.xml(target), self._book(target)) for kind, target in related if kind == "chart"]
        frames = [
            (frame, self.xml(by_id[value(found, f"{R}id")][1]))
            for frame in xml.iter(f"{P}graphicFrame")
            if (found := frame.find(f".//{C}chart")) is not None
        ]
        return Sheet(number, xml, self.xml(layout), "\n".join(notes), charts, frames)

    def _book(self, chart: str) -> Workbook:
        (inside,) = [target for kind, target in self.related(chart).values() if kind == "package"]
        return openpyxl.load_workbook(io.BytesIO(self.files[inside]))

    @property
    def text(self) -> str:
        """All that stands on slides and in notes."""
        return "\n".join(text_of(slide.xml) + "\n" + slide.notes for slide in self.slides)

    @property
    def colours(self) -> dict[str, str]:
        """The theme's, by their names in it."""
        scheme = one(self.theme, f".//{A}clrScheme")
        return {etree.QName(c).localname: c[0].get("val") or value(c[0], "lastClr") for c in scheme}


def one(element: etree._Element, path: str) -> etree._Element:
    """The first element at a path, which has to be there."""
    found = element.find(path)
    assert found is not None, path
    return found


def value(element: etree._Element, name: str) -> str:
    """An attribute, which has to be there."""
    found = element.get(name)
    assert found is not None, name
    return found


def numbers(element: etree._Element) -> list[float]:
    """The figures that a chart keeps under an element."""
    return [float(v.text or "") for v in element.iter(f"{C}v")]


def shapes(xml: etree._Element) -> list[etree._Element]:
    return [*xml.iter(f"{P}sp"), *xml.iter(f"{P}graphicFrame")]


def kind(shape: etree._Element) -> str | None:
    found = shape.find(f".//{P}nvPr/{P}ph")
    return None if found is None else found.get("type", "obj")


def text_of(element: etree._Element) -> str:
    return "\n".join("".join(p.itertext(f"{A}t")) for p in element.iter(f"{A}p"))


def kicker(slide: Sheet) -> str:
    """The small line above a slide's title."""
    named = {one(sp, f".//{P}cNvPr").get("name"): one(sp, f".//{P}nvPr/{P}ph") for sp in layout_places(slide)}
    index = named["Kicker"].get("idx")
    return next(text_of(sp) for sp in slide.xml.iter(f"{P}sp") if one(sp, f".//{P}nvPr/{P}ph").get("idx") == index)


def layout_places(slide: Sheet) -> list[etree._Element]:
    """The placeholders of a slide's layout."""
    return [sp for sp in slide.layout.iter(f"{P}sp") if sp.find(f".//{P}nvPr/{P}ph") is not None]


def table_rows(xml: etree._Element) -> list[list[str]]:
    """The texts of tables row by row, without their heads."""
    return [
        [text_of(cell) for cell in row.iter(f"{A}tc")]
        for table in xml.iter(f"{A}tbl")
        for row in table.findall(f"{A}tr")[1:]
    ]


def cells(book: Workbook, reference: str | None) -> Iterator[object]:
    """What stands in an area of a workbook."""
    sheet, _, area = (reference or "").replace("$", "").partition("!")
    found = book[sheet][area]
    for row in found if isinstance(found, tuple) else (found,):
        for cell in row if isinstance(row, tuple) else (row,):
            yield cell.value


def series(chart: etree._Element) -> dict[str, list[float]]:
    """The values of each series by its name: of bars their lengths, of points their places across."""
    found = {}
    for ser in chart.iter(f"{C}ser"):
        across = ser.find(f"{C}xVal")
        found[text_at(ser, f"{C}tx//{C}v")] = numbers(one(ser, f"{C}val") if across is None else across)
    return found


def text_at(element: etree._Element, path: str) -> str:
    return one(element, path).text or ""


def in_layout(shape: etree._Element, slide: Sheet) -> etree._Element:
    """The placeholder of the layout that a shape fills."""
    index = one(shape, f".//{P}nvPr/{P}ph").get("idx")
    return next(
        sp
        for sp in slide.layout.iter(f"{P}sp")
        if (ph := sp.find(f".//{P}nvPr/{P}ph")) is not None and ph.get("idx") == index
    )


def box(shape: etree._Element) -> Box:
    """Where a shape lies by itself, in English Metric Units."""
    off = next(shape.iter(f"{A}off"))
    ext = next(ext for ext in shape.iter(f"{A}ext") if ext.get("cx"))
    x, y = int(value(off, "x")), int(value(off, "y"))
    return x, y, x + int(value(ext, "cx")), y + int(value(ext, "cy"))


def placed(shape: etree._Element, slide: Sheet, deck: Deck) -> Box:
    """Where a shape lies: by itself, or by its layout, or by the master."""
    if shape.find(f".//{A}off") is not None:
        return box(shape)
    layout = in_layout(shape, slide)
    if layout.find(f".//{A}off") is not None:
        return box(layout)
    return next(box(sp) for sp in deck.master.iter(f"{P}sp") if kind(sp) == kind(shape))
