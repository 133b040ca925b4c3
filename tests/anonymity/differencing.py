"""How much is withheld, and whether anything shown gives an answer away: uv run python -m tests.anonymity.differencing

Prints the share of statements withheld among the demonstration's people, by the size of the sides; then, of Reports of
made-up answers, short forms among them, how many the solver found an answer in, with tables protected and not. Progress
goes to stderr.
"""

import argparse
import random
import sys
import tempfile
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from diagnostic import disclosure
from diagnostic.analysis import Release, Withheld
from diagnostic.demo.simulation import Respondent, simulate
from diagnostic.questionnaire import SIDES, Questionnaire, Side, load
from diagnostic.questionnaire.library import Library
from tests.analysis.small_instrument import AGAIN, ENGLISH, STRUCTURE, longer
from tests.anonymity.solver import Sheet, Solver, World
from tests.anonymity.worlds import made_up
from tests.planted import BASELINE

SIZES = ((5, 5), (5, 9), (8, 8), (12, 12))
ALIKE = (0.3, 0.5, 0.8, 0.95)


def answered(questionnaire: Questionnaire, sizes: tuple[int, int], seed: int) -> World:
    """The demonstration's people, as many of each side, before anything is stored."""
    people = [Respondent(side) for side, size in zip(SIDES, sizes, strict=True) for _ in range(size)]
    sheets: dict[Side, list[Sheet]] = {"a": [], "b": []}
    for person, form in zip(people, simulate(questionnaire, people, BASELINE, seed), strict=True):
        sheets[person.side].append(dict(questionnaire.validate(form, person.side).values))
    return sheets


def small_instrument() -> Questionnaire:
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder) / "small"
        content.mkdir()
        (content / "questionnaire.toml").write_text(STRUCTURE, encoding="utf-8")
        (content / "en.toml").write_text(ENGLISH, encoding="utf-8")
        return load(content)


def shares(seeds: int) -> None:
    health = Library.load().questionnaires["alliance-health"]
    print(f"| people a side | statements shown | withheld | of {seeds} Reports each |")
    for n in (5, 8, 12, 25):
        shown = total = 0
        for seed in range(seeds):
            report = Solver(health, Release()).report(answered(health, (n, n), seed))
            shown += sum(not isinstance(s.sides.a.counts, Withheld) for s in report.statements)
            total += len(report.statements)
        print(f"| {n} | {shown / total:.3f} | {1 - shown / total:.3f} | |", flush=True)


def _tells_nobody(table: Sequence[int]) -> bool:
    return False


def searched(reports: int, *, protected: bool) -> None:
    small, betrayed, narrow = longer(small_instrument()), 0, 0
    if not protected:
        disclosure._tells = _tells_nobody
    for n in range(reports):
        world = made_up(random.Random(n), small, SIZES[n % len(SIZES)], ALIKE[n // len(SIZES) % len(ALIKE)])
        solver = Solver(small, Release(asked_again=AGAIN))
        betrayed += bool(list(islice(solver.leaks(world), 1)))
        narrow += bool(list(islice(solver.narrow(world), 1)))
        print(f"\r{n + 1} of {reports}", end="", file=sys.stderr, flush=True)
    words = "as they are" if protected else "not protected"
    print(f"\nTables {words}: {reports} Reports, an answer told in {betrayed}, a withheld mean in {narrow}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=64)
    parser.add_argument("--seeds", type=int, default=20)
    options = parser.parse_args()
    shares(options.seeds)
    searched(options.reports, protected=True)
    searched(options.reports, protected=False)
