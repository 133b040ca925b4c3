"""How long each file of a briefing takes, and how large it is: uv run python tests/benchmarks/formats.py

A typical Report: the full instrument, 2 × 25 simulated answers, the consultant's edition in English. *cold*: a
process of its own, from its start to the file; *warm*: the same format rendered again in one process, for an alliance
of another name, the median of five, in seconds of the processor (of all threads), which other work on the machine
does not change. *with 60 statements*: warm, for an instrument of that many.

The rival of our drawing is vl-convert, given what altair declares of the same charts.

The rival of the PDF is WeasyPrint, which makes one of the briefing's own page, given the same charts, drawn
already: ``uv run --with weasyprint python tests/benchmarks/formats.py`` (it needs Pango from the system).
"""

import importlib.util
import statistics as medians
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import polars as pl
import vl_convert

from diagnostic.analysis import Alliance, BySide, Release, Report, Wave, analyse, from_json, to_json
from diagnostic.briefing import html, pdf
from diagnostic.briefing.document import document
from diagnostic.briefing.document.blocks import Figure, pick_all
from diagnostic.briefing.picture import Picture
from diagnostic.briefing.renderers import RENDERERS
from diagnostic.briefing.wording import Wording
from diagnostic.demo.planted import BASELINE
from diagnostic.demo.simulation import Respondent, simulate
from diagnostic.questionnaire import Questionnaire, Text
from diagnostic.questionnaire.library import Library
from diagnostic.questionnaire.responses import GROUP, SIDE, tabulate
from tests.benchmarks import growth

PEOPLE = 25
TIMES = 5


def typical() -> Report:
    questionnaire = Library.load().questionnaires["alliance-health-2"]
    people = [Respondent("a")] * PEOPLE + [Respondent("b")] * PEOPLE
    answers = [
        (questionnaire.validate(form, person.side), None)
        for person, form in zip(people, simulate(questionnaire, people, BASELINE, seed=1), strict=True)
    ]
    columns = [key for key, item in questionnaire.keys().items() if not isinstance(item, Text)]
    return _analysed(questionnaire, tabulate(questionnaire, answers).select(SIDE, GROUP, *columns))


def _analysed(questionnaire: Questionnaire, responses: pl.DataFrame) -> Report:
    return analyse(
        responses,
        [],
        questionnaire,
        Release(),
        alliance=Alliance("Orvelane", BySide("Novara", "Helix")),
        wave=Wave("baseline", None),
        invited=BySide(30, 30),
    )


def sixty(folder: Path) -> Report:
    questionnaire = growth.questionnaire(folder / "sixty")
    return _analysed(questionnaire, growth.table(questionnaire, PEOPLE))


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def processor(render: Callable[[Report], object], report: Report) -> float:
    """The median of several, none for what it has seen before."""
    taken = []
    for n in range(TIMES):
        other = msgspec.structs.replace(report, alliance=msgspec.structs.replace(report.alliance, name=f"Brand {n}"))
        began = time.process_time()
        render(other)
        taken.append(time.process_time() - began)
    return medians.median(taken)


def cold(name: str, stored: Path) -> float:
    """A process of its own, which loads no more than it needs."""
    return seconds(lambda: subprocess.run([sys.executable, __file__, name, str(stored)], check=True))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        stored = Path(folder) / "report.json"
        report = typical()
        stored.write_bytes(to_json(report))
        large = sixty(Path(folder))
        against_vl_convert(large)
        print("| format | cold, s | warm, s | with 60 statements, s | kB |")
        print("|---|---|---|---|---|")
        for name, render in RENDERERS.items():
            size = len(render(report))
            warm, more = processor(render, report), processor(render, large)
            print(f"| {name} | {cold(name, stored):.2f} | {warm:.2f} | {more:.2f} | {size / 1000:,.0f} |", flush=True)
        if importlib.util.find_spec("weasyprint"):
            against_weasyprint(report)


def against_vl_convert(report: Report) -> None:
    def pictures() -> list[Picture]:
        figures = pick_all(document(report, Wording(report)).parts, Figure)
        return [figure.picture for figure in figures if figure.picture]

    specs = [picture.wide.spec for picture in pictures()]
    vl_convert.vegalite_to_svg(specs[0])
    shown = pictures()  # not drawn yet
    began = time.process_time()
    for picture in shown:
        _ = picture.wide.svg
    ours = time.process_time() - began
    began = time.process_time()
    for spec in specs:
        vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    rival = time.process_time() - began
    print(f"{len(shown)} charts: ours {ours:.3f} s, vl-convert {rival:.2f} s: {rival / ours:.0f} times\n", flush=True)


def against_weasyprint(report: Report) -> None:
    import weasyprint

    source = html.render(report).decode()
    rival = medians.median(seconds(lambda: weasyprint.HTML(string=source).write_pdf()) for _ in range(TIMES))
    ours = medians.median(seconds(lambda: pdf.render(report)) for _ in range(TIMES))
    print(
        f"\nPDF: WeasyPrint {rival:.2f} s of layout alone, ours {ours:.2f} s with the charts: {rival / ours:.1f} times"
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        RENDERERS[sys.argv[1]](from_json(Path(sys.argv[2]).read_bytes()))
    else:
        main()
