"""Enumerating all tables against drawing some: uv run python tests/benchmarks/enumeration.py

Where the two take the same time is where the limit, `MOST_TABLES`, belongs. Medians of several runs each.
"""

import statistics as medians
import time
from collections.abc import Callable
from functools import partial

import numpy as np

from diagnostic.statistics.permutation import MOST_TABLES, RESAMPLES, permutation_test

SIZES = ((5, 20), (5, 40), (5, 60), (7, 20), (5, 80), (7, 25), (5, 100), (7, 30), (11, 14), (7, 40), (11, 18), (7, 50))
SHAPE = {5: (1, 2, 4, 3, 2), 7: (1, 2, 3, 4, 4, 3, 2), 11: (1, 1, 2, 2, 3, 3, 3, 3, 2, 2, 1)}


def tables(points: int, people: int) -> tuple[list[int], list[int]]:
    """Two sides of so many people, a little apart."""
    random = np.random.default_rng(points * people)
    weights = np.array(SHAPE[points], dtype=float)
    shares = weights / weights.sum()
    return random.multinomial(people, shares).tolist(), random.multinomial(people, shares[::-1]).tolist()


def median(run: Callable[[], object], times: int = 5) -> float:
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        run()
        taken.append(time.perf_counter() - started)
    return medians.median(taken)


def main() -> None:
    print(f"The limit is {MOST_TABLES:,} tables; beyond it {RESAMPLES:,} are drawn.\n")
    print("| points | people | tables | enumerated, ms | drawn, ms | ratio |\n|---|---|---|---|---|---|")
    rows = []
    for points, people in SIZES:
        a, b = tables(points, people)
        count = permutation_test(a, b, most_tables=0).tables
        every = median(partial(permutation_test, a, b, most_tables=float("inf")))
        some = median(partial(permutation_test, a, b, most_tables=0))
        rows.append(
            (
                count,
                f"| {points} | {people} + {people} | {count:,.0f} | {every * 1e3:.1f} | {some * 1e3:.1f} |"
                f" {every / some:.2f} |",
            )
        )
    for _, row in sorted(rows):
        print(row)


if __name__ == "__main__":
    main()
