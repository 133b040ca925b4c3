"""Whether planning comes true: uv run python -m tests.simulation.planning_study

The demo's invented companies answer the full questionnaire 200 times over, and every answer is judged as in a Report.
Beside each planted gap stand how often it was found and what planning says of it. Writes docs/planning.md between its
markers.
"""

import multiprocessing
import multiprocessing.pool
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from diagnostic.demo.planted import BASELINE
from diagnostic.demo.simulation import simulate_ratings
from diagnostic.planning import chance_to_find
from diagnostic.questionnaire import Questionnaire, Side
from diagnostic.questionnaire.library import Library
from tests.simulation.family import gaps
from tests.simulation.study import put

DOCUMENT = Path(__file__).parents[2] / "docs" / "planning.md"
SEEDS = 200
SIZES = ((25, 25), (40, 15))
PLANTED = 0.5
"""Planted differences from this size on, in scale points, stand in the table."""
NEARLY_ALIKE = 0.101
FIELDS: dict[tuple[Side, str], str] = {("a", "a"): "we", ("b", "b"): "we", ("a", "b"): "they", ("b", "a"): "they"}


def questionnaire() -> Questionnaire:
    return Library.load().questionnaires["alliance-health-2"]


def found(task: tuple[tuple[int, int], int]) -> list[bool]:
    """Which statements are called a gap when so many people answer, drawn from one seed."""
    sizes, seed = task
    asked = questionnaire()
    sides: tuple[Side, Side] = ("a", "b")
    rows = []
    for side, people in zip(sides, sizes, strict=True):
        ratings = simulate_ratings(asked, side, people, BASELINE, seed)
        fields = [s.item + (f":{FIELDS[side, s.target]}" if s.target != "alliance" else "") for s in asked.statements()]
        rows.append(np.maximum(np.column_stack([ratings[field] for field in fields]), 0))
    is_b = np.repeat([False, True], sizes)
    called: list[bool] = gaps(np.vstack(rows).astype(np.int8), is_b)[1][0].tolist()
    return called


def table(pool: multiprocessing.pool.Pool) -> Sequence[str]:
    statements = [s.id for s in questionnaire().statements()]
    apart = {s: BASELINE.means[s][1] - BASELINE.means[s][0] for s in statements}
    shares = {}
    for sizes in SIZES:
        called = []
        for done, one in enumerate(pool.imap(found, [(sizes, seed) for seed in range(SEEDS)], chunksize=10), start=1):
            called.append(one)
            if done % 50 == 0:
                print(f"{sizes}: {done} of {SEEDS}", file=sys.stderr, flush=True)
        shares[sizes] = np.array(called).mean(axis=0), np.array(called)
    heads = " | ".join(f"{a} + {b}: planned | found" for a, b in SIZES)
    lines = [f"| statement | planted difference | {heads} |", "|---|--:|" + "--:|--:|" * len(SIZES)]
    for place, s in sorted(enumerate(statements), key=lambda pair: -abs(apart[pair[1]])):
        if abs(apart[s]) >= PLANTED:
            cells = [
                f"{chance_to_find(BASELINE.means[s], sizes, len(statements)):.2f} | {shares[sizes][0][place]:.2f}"
                for sizes in SIZES
            ]
            lines.append(f"| `{s}` | {apart[s]:+.1f} | {' | '.join(cells)} |")
    near = [place for place, s in enumerate(statements) if abs(apart[s]) <= NEARLY_ALIKE]
    cells = [f"| {shares[sizes][1][:, near].any(axis=1).mean():.3f}" for sizes in SIZES]
    lines.append(f"| *any* of the {len(near)} with a planted difference of .1 or less | | {' | '.join(cells)} |")
    return lines


if __name__ == "__main__":
    with multiprocessing.Pool() as pool:
        DOCUMENT.write_text(put(DOCUMENT.read_text("utf-8"), "planning", table(pool)), "utf-8")
