"""How a Report's cost grows with the people: uv run python tests/benchmarks/growth.py

60 statements, and from 2 × 100 to 2 × 100,000 people. Each size runs in a process of its own, which says its
largest memory: analysis of a table of answers, beside the mere counting of that table by polars, and, with
``--file``, everything from a CSV file of answers to the Report's JSON. Medians where the runs are short.
"""

import resource
import statistics as medians
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl

from diagnostic.analysis import Alliance, BySide, Release, Wave, analyse, to_json
from diagnostic.cli.collected import Source, settled
from diagnostic.questionnaire import Questionnaire, load
from diagnostic.questionnaire.responses import tabulate

ITEMS = 30
SIZES = (100, 1_000, 10_000, 100_000)
LARGEST_FILE = 12_000
"""An answers file has at most 25,000 rows."""


def questionnaire(folder: Path) -> Questionnaire:
    """30 items asked of both companies: 60 statements in ten scales."""
    items = [
        f'[[items]]\nid = "s{i // 3}.i{i}"\ntype = "rating"\nscale = "s{i // 3}"\n'
        'section = "all"\nasked = ["we", "they"]\n'
        for i in range(ITEMS)
    ]
    scales = ", ".join(f'{{ id = "s{s}" }}' for s in range(ITEMS // 3))
    head = f'version = "1"\nscales = [{scales}]\nsections = [{{ id = "all" }}]\n\n'
    words = ['language = "English"', 'title = "T"', 'introduction = "I"', "[labels]", 'agreement = ["No", "Yes"]']
    words += ["[scales]", *(f's{s}.title = "S{s}"' for s in range(ITEMS // 3)), "[sections]", 'all.title = "A"']
    words += [
        f'[items.s{i // 3}.i{i}]\nwe = "We {i}."\nthey = "{{them}} {i}."\nstatement = "{{company}} {i}."'
        for i in range(ITEMS)
    ]
    folder.mkdir()
    (folder / "questionnaire.toml").write_text(head + "\n".join(items), encoding="utf-8")
    (folder / "en.toml").write_text("\n".join(words), encoding="utf-8")
    return load(folder)


def ratings(people: int) -> np.ndarray[tuple[int, int], np.dtype[np.int8]]:
    """(2 × people, 60) answers, the second half side b's, a tenth of them missing or "can't say"."""
    random = np.random.default_rng(1)
    latent = 3.4 + 0.5 * random.normal(size=(2 * people, 1)) + 0.8 * random.normal(size=(2 * people, 2 * ITEMS))
    found = np.clip(np.rint(latent), 1, 5).astype(np.int8)
    found[random.random(found.shape) < 0.1] = 0
    return found


def table(asked: Questionnaire, people: int) -> pl.DataFrame:
    columns = [s.id for s in asked.statements()]
    side = pl.Series("side", ["a"] * people + ["b"] * people, dtype=pl.Enum(["a", "b"]))
    group = pl.Series("group", [None] * (2 * people), dtype=pl.String)
    return pl.DataFrame([side, group, *pl.from_numpy(ratings(people), schema=columns)])


def write_file(asked: Questionnaire, people: int, path: Path) -> None:
    fields = list(asked.fields())
    cells = pl.from_numpy(ratings(people), schema=fields).cast(pl.String).with_columns(pl.all().replace("0", "-"))
    cells.insert_column(0, pl.Series("side", ["a"] * people + ["b"] * people)).write_csv(path)


def report(asked: Questionnaire, responses: pl.DataFrame) -> bytes:
    return to_json(
        analyse(
            responses,
            [],
            asked,
            Release(),
            alliance=Alliance("Brand", BySide("A", "B")),
            wave=Wave("baseline", None),
            invited=BySide(None, None),
        )
    )


def count(responses: pl.DataFrame) -> None:
    columns = responses.columns[2:]
    for side in ("a", "b"):
        of_side = responses.filter(pl.col("side") == side)
        of_side.select([(pl.col(c) == k).sum().alias(f"{c}{k}") for c in columns for k in range(6)])


def from_file(asked: Questionnaire, path: Path) -> bytes:
    _, collected = settled(Source(answers=path, questionnaire=asked, companies=("Company A", "Company B")))
    return report(asked, tabulate(asked, collected.people))


def one(people: int, how: str, folder: Path) -> None:
    """One size, in this process: prints seconds, and the largest memory in MB."""
    asked = questionnaire(folder / "asked")
    run: Callable[[], object]
    if how == "file":
        path = folder / "answers.csv"
        write_file(asked, people, path)
        run = lambda: from_file(asked, path)  # noqa: E731
    else:
        responses = table(asked, people)
        run = (lambda: count(responses)) if how == "count" else (lambda: report(asked, responses))
    taken = []
    for _ in range(1 if how == "file" else 3):
        started = time.perf_counter()
        run()
        taken.append(time.perf_counter() - started)
    print(medians.median(taken), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main(ways: list[str]) -> None:
    print("| people | what | seconds | largest memory of the process, MB |\n|---|---|---|---|")
    for size in SIZES:
        for way in ways:
            people = min(size, LARGEST_FILE) if way == "file" else size
            with tempfile.TemporaryDirectory() as folder:
                command = [sys.executable, __file__, str(people), way, folder]
                seconds, memory = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
            print(f"| 2 × {people:,} | {way} | {float(seconds):.3f} | {float(memory):,.0f} |", flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 4:
        one(int(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
    else:
        main(["count", "report", *(["file"] if "--file" in sys.argv else [])])
