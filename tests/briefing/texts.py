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
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

from msgspec.structs import replace

from diagnostic.analysis import Report
from diagnostic.analysis.few_changed import levels_only
from diagnostic.briefing.editions import edition
from diagnostic.briefing.renderers import CONSULTANTS, RENDERERS
from diagnostic.questionnaire.library import Library
from tests.briefing.conftest import REPORTS
from tests.briefing.hostile import HARMLESS, hostile_report
from tests.briefing.said import said
from tests.briefing.simulated import simulated
from tests.briefing.test_moved import CLOSED, programme, with_a_fall


def _pulse() -> Report:
    """A fourth wave with what was agreed, a fall of trust, and a wave between that could not be opened."""
    last = with_a_fall(programme((25, 25), Library.load()))
    # Comments come in an order that nobody can repeat; here every other one is released to the participants.
    ordered = sorted(last.comments, key=lambda comment: comment.text)
    comments = tuple(replace(comment, released=number % 2 == 0) for number, comment in enumerate(ordered))
    return replace(last, unopened=(CLOSED[1] + dt.timedelta(weeks=2),), comments=comments)


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


def write_case(case: tuple[str, str, str], folder: Path) -> str:
    name, which, language = case
    report = (BOTH | ONE)[name]()
    # The hand-made ones have English texts alone; what the briefing says around them is in the language asked for.
    report = replace(report, texts={language: report.texts["en"]} | report.texts)
    read = edition(report, "consultant" if which == "consultant" else "participants")
    for format_, render in RENDERERS.items():
        if which == "participants" and format_ in CONSULTANTS:
            continue
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
        for name in sorted({file.name for one in (folder, Path(made)) for file in one.glob(f"{only}*.txt")}):
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
    else:
        sys.exit(not compare(asked.folder, asked.out, asked.normal, asked.only))


if __name__ == "__main__":
    main()
