"""The statement part of a Report against SciPy's resampling: uv run python tests/benchmarks/against_scipy.py

60 statements, 40 + 40 people. Ours: every estimate, interval, exact p-value and adjusted p-value. SciPy:
`permutation_test` and `bootstrap` at 9,999 resamples a statement: of the difference of means, as most people
would write it; of the same, vectorised by hand; and of what ours tests, the studentised Brunner–Munzel
statistic and delta, vectorised by hand from ranks. None of them adjusts anything. All in one run, in turns;
medians.
"""

import statistics as medians
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import stats

from diagnostic.statistics import could_show_alignment, max_t_adjust, permutation_test, superiority

STATEMENTS, PEOPLE, POINTS, RESAMPLES = 60, 40, 5, 9_999
Ratings = npt.NDArray[np.int8]
Floats = npt.NDArray[np.float64]


def answers(seed: int = 1) -> tuple[Ratings, npt.NDArray[np.bool_]]:
    """Correlated ratings of both sides, with gaps on some statements."""
    random = np.random.default_rng(seed)
    person, own = random.normal(size=(2 * PEOPLE, 1)), random.normal(size=(2 * PEOPLE, STATEMENTS))
    is_b = np.arange(2 * PEOPLE) >= PEOPLE
    gaps = np.where(np.arange(STATEMENTS) % 6 == 0, 0.8, 0.0)
    latent = random.uniform(2.4, 4.2, STATEMENTS) + 0.55 * person + 0.75 * own - gaps * is_b[:, None]
    return np.clip(np.rint(latent), 1, POINTS).astype(np.int8), is_b


def ours(ratings: Ratings, is_b: npt.NDArray[np.bool_]) -> list[float]:
    p_values = []
    for s in range(STATEMENTS):
        a, b = (np.bincount(ratings[side, s], minlength=POINTS + 1)[1:].tolist() for side in (~is_b, is_b))
        found = superiority(a, b)
        found.interval(0.05), found.interval(0.10), could_show_alignment(a, b, 0.33)
        test = permutation_test(a, b)
        assert test.standard_error is None, "every p-value is exact"
        p_values.append(test.p)
    max_t_adjust(ratings, is_b, [POINTS] * STATEMENTS)
    return p_values


def scipy_plain(ratings: Ratings, is_b: npt.NDArray[np.bool_]) -> list[float]:
    return _scipy(ratings, is_b, lambda x, y: float(np.mean(y) - np.mean(x)), vectorized=False)


def scipy_by_hand(ratings: Ratings, is_b: npt.NDArray[np.bool_]) -> list[float]:
    return _scipy(ratings, is_b, lambda x, y, axis: np.mean(y, axis=axis) - np.mean(x, axis=axis), vectorized=True)


def scipy_same(ratings: Ratings, is_b: npt.NDArray[np.bool_]) -> list[float]:
    return _scipy(ratings, is_b, brunner_munzel, vectorized=True, interval_of=delta)


def delta(x: Floats, y: Floats, axis: int) -> Floats:
    ranks = stats.rankdata(np.concatenate([x, y], axis=axis), axis=axis)
    n, m = x.shape[axis], y.shape[axis]
    of_y = np.take(ranks, range(n, n + m), axis=axis)
    found: Floats = 2 * (of_y.mean(axis=axis) - (m + 1) / 2) / n - 1
    return found


def brunner_munzel(x: Floats, y: Floats, axis: int) -> Floats:
    ranks = stats.rankdata(np.concatenate([x, y], axis=axis), axis=axis)
    n, m = x.shape[axis], y.shape[axis]
    of_x = np.take(ranks, range(n), axis=axis) - stats.rankdata(x, axis=axis)
    of_y = np.take(ranks, range(n, n + m), axis=axis) - stats.rankdata(y, axis=axis)
    variance = of_x.var(axis=axis, ddof=1) / (n * m**2) + of_y.var(axis=axis, ddof=1) / (m * n**2)
    found: Floats = (of_y.mean(axis=axis) / n - 0.5) / np.sqrt(np.maximum(variance, 1e-12))
    return found


def _scipy(
    ratings: Ratings,
    is_b: npt.NDArray[np.bool_],
    statistic: Callable[..., Any],
    *,
    vectorized: bool,
    interval_of: Callable[..., Any] | None = None,
) -> list[float]:
    p_values = []
    for s in range(STATEMENTS):
        samples = ratings[~is_b, s].astype(float), ratings[is_b, s].astype(float)
        test = stats.permutation_test(
            samples, statistic, n_resamples=RESAMPLES, vectorized=vectorized, rng=np.random.default_rng(1)
        )
        p_values.append(float(test.pvalue))
        stats.bootstrap(
            samples,
            interval_of or statistic,
            n_resamples=RESAMPLES,
            vectorized=vectorized,
            method="percentile",
            rng=np.random.default_rng(1),
        )
    return p_values


def main(rounds: int) -> None:
    ratings, is_b = answers()
    contestants = {
        "ours": ours,
        "SciPy, plain": scipy_plain,
        "SciPy, vectorised by hand": scipy_by_hand,
        "SciPy, the same statistic by hand": scipy_same,
    }
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    for turn in range(rounds):
        for name, run in contestants.items():
            started = time.perf_counter()
            run(ratings, is_b)
            seconds[name].append(time.perf_counter() - started)
            print(f"round {turn + 1}: {name} {seconds[name][-1]:.3f} s", file=sys.stderr)
    own = medians.median(seconds["ours"])
    print("| who | seconds, median | times ours |\n|---|---|---|")
    for name, taken in seconds.items():
        print(f"| {name} | {medians.median(taken):.3f} | {medians.median(taken) / own:.0f} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
