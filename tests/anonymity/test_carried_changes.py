"""Whoever holds a programme's briefings, and knows who left, learns little from what is said of carried changes."""

from itertools import product

import numpy as np
import pytest

from tests.anonymity.carried_attack import Show, between, exact, fresh, ruled
from tests.anonymity.programme_attack import Assumed

MOST = 0.05
"""What he may gain."""
TABLES = 20
"""Four first tables, and 6,000 programmes of each: docs/simulation.md has twenty, and 20,000 programmes."""


def gained(assumed: Assumed, show: Show = ruled) -> tuple[float, float]:
    hits, tables = between(np.random.default_rng(7), TABLES, assumed=assumed, show=show, played=6_000)
    return hits[0] / tables[0], hits[1] / tables[1]


@pytest.mark.parametrize("people", [12, 20])
@pytest.mark.parametrize("divided", [False, True], ids=["one middle", "two camps"])
def test_who_left_is_hidden_beside_what_is_said_of_the_changes_of_who_stayed(people: int, divided: bool) -> None:
    for repeat, moved in product((0.8, 0.95), (0, 0.5, 1)):
        least, most = gained(Assumed(people, left=1, divided=divided, repeat=repeat, moved=moved))
        # With so few programmes of each history he counts up to .03 that is none, where histories are many.
        assert least <= MOST, (repeat, moved)
        assert most <= MOST + (0.03 if people >= 20 else 0), (repeat, moved)


@pytest.mark.parametrize(
    ("show", "people"), [(exact, 12), (exact, 20), (fresh, 20)], ids=["exact, 12", "exact, 20", "anew, 20"]
)
def test_the_attacker_wins_beside_an_exact_mean_or_where_sizes_are_said_anew(show: Show, people: int) -> None:
    least, _ = gained(Assumed(people, left=1, divided=True, repeat=0.8, moved=1), show)
    assert least > MOST
