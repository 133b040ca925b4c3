"""What every file of a briefing says, as text, to compare before and after something moves.

    uv run python -m tests.briefing.texts write FOLDER
    uv run python -m tests.briefing.texts compare FOLDER [--out DIFF] [--normal] [--only WORD]

*write* makes one text file for each case and format, in reading order; *compare* renders anew and shows what differs
from FOLDER, and ends with 1 if anything does. With ``--normal`` lines are compared as a bag, without their spaces: what
only moved inside its file does not count.
"""

import argparse
import datetime as dt
import difflib
import hashlib
import io
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pypdfium2 as pdfium
from lxml import etree
from lxml import html as lxml_html
from msgspec.structs import replace
from pptx import Presentation

from diagnostic.analysis import Report
from diagnostic.analysis.few_changed import levels_only
from diagnostic.briefing.editions import edition
from diagnostic.briefing.renderers import RENDERERS
from diagnostic.questionnaire.library import Library
from tests.briefing.conftest import REPORTS
from tests.briefing.hostile import HARMLESS, hostile_report
from tests.briefing.reading_pdf import elements, line
from tests.briefing.simulated import simulated
from tests.briefing.test_moved import CLOSED, programme, with_a_fall


def _pulse() -> Report:
    """A fourth wave with what was agreed, a fall of trust, and a wave between that could not be opened."""
    last = with_a_fall(programme((25, 25), Library.load()))
    return replace(last, unopened=(CLOSED[1] + dt.timedelta(weeks=2),))


BOTH: dict[str, Callable[[], Report]] = {
    "n5": lambda: simulated(5),
    "n25": lambda: simulated(25),
    "n400": lambda: simulated(400),
    "pulse": _pulse,
}
"""In both editions, and both languages."""

ONE: dict[str, Callable[[], Report]] = REPORTS | {
    "names-long": lambda: simulated(
        25, "Bernhard-Wohlfahrt Arzneimittel GmbH & Co. KG", "Société Pharmaceutique de Haute-Provence S.A."
    ),
    "names-full-stop": lambda: simulated(25, "Dr. Reddy's", "St. Gallen Pharma"),
    "levels-alone": lambda: levels_only(simulated(25)),
    "corrected-with-groups": lambda: hostile_report(HARMLESS),
}
"""The consultant's edition, in both languages."""

CASES = [
    (name, which, language) for name in BOTH for which in ("consultant", "participants") for language in ("en", "de")
]
CASES += [(name, "consultant", language) for name in ONE for language in ("en", "de")]

INLINE = frozenset(
    {
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "em",
        "i",
        "img",
        "input",
        "kbd",
        "mark",
        "option",
        "q",
        "s",
        "small",
    }
    | {"span", "strong", "sub", "sup", "td", "th", "time", "tspan", "u", "wbr"}
)
NOT_SAID = frozenset({"script", "style", "template"})


def html(data: bytes) -> Iterator[str]:
    """A line for each block, also where it is hidden; cells of a row joined by bars."""
    flat = "".join(_marked(lxml_html.document_fromstring(data.decode())))
    yield from filter(None, (" ".join(part.split()).strip("| ") for part in flat.split("\0")))


def _marked(element: Any) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in NOT_SAID:
        return
    around = " " if element.tag in INLINE or _in_cell(element) else "\0"
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


def _in_cell(element: Any) -> bool:
    return next(element.iterancestors("td", "th"), None) is not None


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
    import docx as python_docx  # type: ignore[import-not-found]  # only where there is such a format

    for part in python_docx.Document(io.BytesIO(data)).iter_inner_content():
        if hasattr(part, "rows"):
            yield from (" | ".join(cell.text for cell in row.cells) for row in part.rows)
        else:
            yield f"{part.style.name}: {part.text}"


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


def write_case(case: tuple[str, str, str], folder: Path) -> str:
    name, which, language = case
    report = (BOTH | ONE)[name]()
    # The hand-made ones have English texts alone; what the briefing says around them is in the language asked for.
    report = replace(report, texts={language: report.texts["en"]} | report.texts)
    read = edition(report, "consultant" if which == "consultant" else "participants")
    for format_, render in RENDERERS.items():
        file = folder / f"{name}.{which}.{language}.{format_}.txt"
        file.write_text("\n".join(said(render(read, language))) + "\n", encoding="utf-8", errors="backslashreplace")
    return f"{name}.{which}.{language}"


def write(folder: Path, only: str = "") -> None:
    """Every case, or those whose name begins with a word."""
    folder.mkdir(parents=True, exist_ok=True)
    began = time.perf_counter()
    wanted = [case for case in CASES if ".".join(case).startswith(only)]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        waiting = [pool.submit(write_case, case, folder) for case in wanted]
        for number, done in enumerate(as_completed(waiting), start=1):
            print(f"{number}/{len(wanted)} {time.perf_counter() - began:.0f} s {done.result()}", flush=True)


def difference(before: list[str], after: list[str], name: str, normal: bool) -> list[str]:
    if not normal:
        return list(difflib.unified_diff(before, after, f"before/{name}", f"after/{name}", lineterm=""))
    old, new = (Counter(filter(None, ("".join(one.split()) for one in lines))) for lines in (before, after))
    lost, came = old - new, new - old
    shown = [*_bag("-", before, lost), *_bag("+", after, came)]
    return [f"--- before/{name}", f"+++ after/{name}", *shown] if shown else []


def _bag(sign: str, lines: list[str], left: Counter[str]) -> Iterator[str]:
    """The lines as written that a bag of lines without spaces names, as often as it does."""
    for one in lines:
        if left["".join(one.split())] > 0:
            left["".join(one.split())] -= 1
            yield sign + one


def compare(folder: Path, out: Path | None, normal: bool, only: str = "") -> bool:
    """Whether all is as it was."""
    shown: list[str] = []
    equal, different, counts = 0, 0, Counter[tuple[str, str]]()
    with tempfile.TemporaryDirectory() as made:
        write(Path(made), only)
        names = {file.name for one in (folder, Path(made)) for file in one.glob(f"{only}*.txt")}
        for name in sorted(names):
            before, after = (_lines(one / name) for one in (folder, Path(made)))
            found = difference(before, after, name, normal)
            equal, different = equal + (not found), different + bool(found)
            counts.update((name.split(".")[-2], one[0]) for one in found[2:] if one[0] in "+-")
            shown += found
    if out:
        out.write_text("\n".join(shown) + "\n")
    else:
        print("\n".join(shown))
    print(f"{equal} files equal, {different} different")
    for format_ in sorted({format_ for format_, _ in counts}):
        print(f"{format_}: {counts[format_, '-']} lines lost, {counts[format_, '+']} new")
    return equal > 0 and not different


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").split("\n") if file.exists() else []


def main() -> None:
    given = argparse.ArgumentParser(description="What every file of a briefing says, as text.")
    given.add_argument("what", choices=["write", "compare"])
    given.add_argument("folder", type=Path)
    given.add_argument("--out", type=Path, help="write the differences here instead of showing them")
    given.add_argument("--normal", action="store_true", help="compare each file's lines as a bag, without spaces")
    given.add_argument("--only", default="", help="the cases whose name begins with this")
    asked = given.parse_args()
    if asked.what == "write":
        write(asked.folder, asked.only)
    elif not compare(asked.folder, asked.out, asked.normal, asked.only):
        sys.exit(1)


if __name__ == "__main__":
    main()
