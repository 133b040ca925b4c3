"""The briefing as a deck, drawn by LibreOffice: every text in its box, and none on another."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pypdfium2
import pytest

from tests.briefing.opened_deck import C, Sheet, box, one, placed, series, shapes, value
from tests.briefing.test_deck import POINT, Case, data_of, deck_of

DRAWN: list[Case] = [
    ("smallest", "consultant", "en"),
    ("small", "participants", "en"),
    ("typical", "consultant", "de"),
    ("typical", "participants", "en"),
    ("large", "consultant", "en"),
    ("long names", "consultant", "en"),
    ("long names", "consultant", "de"),
    ("long names", "participants", "de"),
    ("levels", "consultant", "de"),
    ("levels", "participants", "en"),
    ("pulse", "consultant", "de"),
    ("pulse", "participants", "en"),
    ("all withheld", "consultant", "en"),
    ("hostile", "consultant", "en"),
]
"""Every kind of slide, in both languages where they have much to say: drawing takes longer than all else."""


@cache
def program() -> str:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("LibreOffice (soffice) is missing: it draws the decks")
        pytest.skip("LibreOffice (soffice) is not installed, which draws the decks")
    return found


def test_every_text_lies_in_its_box_and_none_on_another(tmp_path: Path) -> None:
    """They are drawn in one go, since LibreOffice takes longer to start than to draw."""
    command = [program(), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    for case in DRAWN:
        (tmp_path / f"{'-'.join(case)}.pptx").write_bytes(data_of(*case))
    files = [str(path) for path in sorted(tmp_path.glob("*.pptx"))]
    subprocess.run([*command, "--outdir", str(tmp_path), *files], check=True, capture_output=True, timeout=300)
    assert [fault for case in DRAWN for fault in faults(case, tmp_path)] == []


Rectangle = tuple[float, float, float, float]


def faults(case: Case, folder: Path) -> Iterator[tuple[object, ...]]:
    deck = deck_of(*case)
    with pypdfium2.PdfDocument(folder / f"{'-'.join(case)}.pdf") as pdf:
        assert len(pdf) == len(deck.slides)
        for drawn_page, slide in zip(pdf, deck.slides, strict=True):
            boxes = [in_points(placed(shape, slide, deck)) for shape in shapes(slide.xml)]
            texts = list(rectangles(drawn_page))
            assert texts
            for n, (text, lies) in enumerate(texts):
                if not any(within(lies, each) for each in boxes):
                    yield (*case, slide.number, text, "outside its box", lies)
                if any(
                    text in names and lies[1] < bottom - 2 and within(lies, at) for names, bottom, at in legends(slide)
                ):
                    yield (*case, slide.number, text, "a legend on its bars")
                for other, at in texts[n + 1 :]:
                    if shared(lies, at) >= 0.2:
                        yield (*case, slide.number, text, "on", other)


def legends(slide: Sheet) -> Iterator[tuple[set[str], float, Rectangle]]:
    """Of each legend under bars: its names, where the bars end, and where the chart lies."""
    for frame, chart in slide.frames:
        position = chart.find(f".//{C}legendPos[@val='b']")
        if position is not None and chart.find(f".//{C}barChart") is not None:
            left, top, right, bottom = in_points(box(frame))
            layout = one(chart, f".//{C}plotArea/{C}layout/{C}manualLayout")
            ends = sum(float(value(one(layout, f"{C}{side}"), "val")) for side in "yh")
            yield set(series(chart)), top + ends * (bottom - top), (left, top, right, bottom)


def in_points(edges: tuple[int, int, int, int]) -> Rectangle:
    left, top, right, bottom = (edge / POINT for edge in edges)
    return left, top, right, bottom


def rectangles(drawn_page: pypdfium2.PdfPage) -> Iterator[tuple[str, Rectangle]]:
    """The stretches of text on a page, from its upper left corner."""
    height = drawn_page.get_height()
    text = drawn_page.get_textpage()
    for n in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(n)
        words = text.get_text_bounded(left, bottom, right, top).strip()
        if words:
            yield words, (left, height - top, right, height - bottom)


def within(inner: Rectangle, outer: Rectangle, slack: float = 3.0) -> bool:
    # The space at the end of a line is drawn, too.
    space = 0.3 * (inner[3] - inner[1])
    return (
        inner[0] >= outer[0] - slack
        and inner[1] >= outer[1] - slack
        and inner[2] <= outer[2] + slack + space
        and inner[3] <= outer[3] + slack
    )


def shared(first: Rectangle, second: Rectangle) -> float:
    """The part of the smaller one that both cover."""
    across = min(first[2], second[2]) - max(first[0], second[0])
    down = min(first[3], second[3]) - max(first[1], second[1])
    if across <= 0 or down <= 0:
        return 0.0
    smaller = min((r[2] - r[0]) * (r[3] - r[1]) for r in (first, second))
    return across * down / smaller if smaller else 0.0
