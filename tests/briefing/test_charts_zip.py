"""All charts in one file, each fit to stand in somebody's own document."""

import io
import zipfile
from xml.etree import ElementTree as ET

import pytest

from diagnostic.analysis import Report
from diagnostic.briefing.document import document
from diagnostic.briefing.document.blocks import Figure, pick_all
from diagnostic.briefing.renderers import RENDERERS
from diagnostic.briefing.wording import Wording

SVG = "{http://www.w3.org/2000/svg}"


def test_every_chart_of_the_page_is_there_in_order_and_says_what_it_shows(any_report: Report) -> None:
    figures = pick_all(document(any_report, Wording(any_report)).parts, Figure)
    shown = [figure.picture for figure in figures if figure.picture]
    with zipfile.ZipFile(io.BytesIO(RENDERERS["svg"](any_report, "en"))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [f"{n:02}-{each.name}.svg" for n, each in enumerate(shown, start=1)]
        for name, picture in zip(archive.namelist(), shown, strict=True):
            drawing = ET.fromstring(archive.read(name))  # noqa: S314 - our own
            assert drawing.tag == f"{SVG}svg"
            title = drawing.find(f"{SVG}title")
            assert title is not None
            assert title.text == picture.alt
            assert {element.tag.removeprefix(SVG) for element in drawing.iter()} <= {
                "svg", "title", "g", "rect", "line", "circle", "polygon", "text",
            }, "nothing that runs or loads"  # fmt: skip


def test_the_same_report_makes_the_same_bytes(typical: Report) -> None:
    assert RENDERERS["svg"](typical, "en") == RENDERERS["svg"](typical, "en")


@pytest.mark.parametrize("tag", ["<svg", "<title>"])
def test_there_is_one_of_each(typical: Report, tag: str) -> None:
    with zipfile.ZipFile(io.BytesIO(RENDERERS["svg"](typical, "en"))) as archive:
        assert all(archive.read(name).decode().count(tag) == 1 for name in archive.namelist())
