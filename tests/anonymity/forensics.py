"""How often somebody with copies of the database, its log, and the order of answering guesses who wrote what.

Measured on both engines, with the protections and without: uv run python -m tests.anonymity.forensics --runs 100
Progress goes to stderr.
"""

import argparse
import asyncio
import shutil
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from math import comb, factorial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from diagnostic.questionnaire.library import Library
from diagnostic.storage import connected, migrate
from tests import postgres
from tests.anonymity.attacks import BESIDE, RECEIPTS_BESIDE, WRITTEN, Guess, guesses, sides_of, stored
from tests.anonymity.copies import Row, copier
from tests.anonymity.watched_wave import A_SIDE, CHANCE, Evidence, Watched, open_wave, protected, watch
from tests.conftest import ENGINES

Fresh = Callable[[], AbstractContextManager[str]]
"""Makes an empty database, gives its address, and takes it away again."""

AS_IT_IS, NOT_SEALED = "as it is", "not sealed"
NOT_SHUFFLED, IN_ORDER = "not shuffled", "not shuffled, ids in order"
NOT_SORTED = "receipts neither shuffled nor sorted"
SETTINGS: Mapping[str, Mapping[str, bool]] = {
    AS_IT_IS: {},
    NOT_SEALED: {"sealed": False},
    NOT_SHUFFLED: {"shuffled": False},
    IN_ORDER: {"shuffled": False, "random_ids": False},
    NOT_SORTED: {"shuffled": False, "sorted_receipts": False},
}


class Tally:
    """How often each strategy was right, by question."""

    def __init__(self) -> None:
        self.runs = 0
        self.hits: dict[str, Counter[str]] = defaultdict(Counter)

    def add(self, engine: str, watched: Watched) -> None:
        """Play every strategy on one more wave."""
        self.runs += 1
        truths = {question: _truth(watched, question) for question in WRITTEN}
        for question, strategy, guess in guesses(engine, watched.evidence):
            full = _completed(guess, watched.evidence, truths[question], WRITTEN[question])
            hits = sum(full[written] == whose for written, whose in truths[question].items())
            self.hits[question][strategy] += hits

    @property
    def guesses(self) -> int:
        """How many guesses each strategy made to each question."""
        return 2 * A_SIDE * self.runs

    def rate(self, question: str, strategy: str) -> float:
        return self.hits[question][strategy] / self.guesses

    def by_chance(self, question: str, strategy: str) -> float:
        """The probability that somebody who guesses blindly is right as often as this strategy, or oftener."""
        hits = self.hits[question][strategy]
        if WRITTEN[question] == "receipt":
            return chance_of(hits, groups=self.runs, size=2 * A_SIDE)
        return chance_of(hits, groups=2 * self.runs)


def _truth(watched: Watched, question: str) -> Guess:
    def writer(row: Row) -> str:
        if "code" in row:
            (person,) = (person for person, said in watched.said.items() if said.receipt == row["code"])
            return person
        (person,) = (
            person
            for person, said in watched.said.items()
            if watched.evidence.sides[person] == row["side"]
            and (said.comment == row["text"] if "text" in row else said.answers == row["values"])
        )
        return person

    rows = stored(watched.evidence, WRITTEN[question])
    if question not in (BESIDE, RECEIPTS_BESIDE):
        return {row["id"]: writer(row) for row in rows}
    responses = {writer(row): row["id"] for row in stored(watched.evidence, "response")}
    return {row["id"]: responses[writer(row)] for row in rows}


def _completed(guess: Guess, evidence: Evidence, truth: Guess, table: str) -> Guess:
    """All that was written, given to somebody of its side: what a strategy leaves open is guessed blindly."""
    sides, full = sides_of(table, evidence), dict(guess)
    for side in ("a", "b", ""):
        left = [whose for whose in truth.values() if sides[whose] == side and whose not in guess.values()]
        CHANCE.shuffle(left)
        for written in truth:
            if sides[written] == side and written not in full:
                full[written] = left.pop()
    return full


def chance_of(hits: int, groups: int, size: int = A_SIDE) -> float:
    """The probability of so many hits or more, for somebody who matches so many groups of ``size`` people blindly.

    Of the n! ways to match n people, C(n, h) D(n - h) have h hits, where D(m) = m! Σ (-1)^k / k! counts the ways to
    match m people all wrongly (Montmort, 1713). Groups are independent, and their hits add up.
    """
    wrongly = [sum((-1) ** k * factorial(n) // factorial(k) for k in range(n + 1)) for n in range(size + 1)]
    one = np.array([comb(size, h) * wrongly[size - h] / factorial(size) for h in range(size + 1)])
    together = np.ones(1)
    for _ in range(groups):
        together = np.convolve(together, one)
    return float(together[hits:].sum())


def play(engine: str, fresh: Fresh, library: Library, runs: int, **switched_off: bool) -> Iterator[Watched]:
    """So many waves, each in a database of its own."""
    for _ in range(runs):
        with protected(**switched_off), fresh() as address:
            waves: list[Watched] = []
            asyncio.run(_live(address, library, waves))
        yield waves[0]


async def _live(address: str, library: Library, waves: list[Watched]) -> None:
    # Not returned: asyncio takes the `repr` of what is, which for copies of a database takes a second.
    async with connected(address), copier(address) as copies:
        waves.append(await watch(await open_wave(library), copies))


@contextmanager
def sqlite_database(template: Path) -> Iterator[str]:
    with TemporaryDirectory() as folder:
        yield f"sqlite:///{shutil.copy(template, folder)}"


@contextmanager
def databases(engine: str, full_page_writes: str = "off") -> Iterator[Fresh]:
    """Of a server of their own: whoever reads its files and its log reads nothing of what others do."""
    # A short path, for PostgreSQL's socket, that its own user can reach.
    with TemporaryDirectory(dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        if engine == "sqlite":
            template = Path(folder, "template.sqlite3")
            asyncio.run(migrate(f"sqlite:///{template}"))
            yield partial(sqlite_database, template)
        else:
            with postgres.running(Path(folder, "pg")) as server:
                setting = f"ALTER SYSTEM SET full_page_writes = {full_page_writes}"
                postgres.execute(server, setting, "SELECT pg_reload_conf()")
                yield partial(postgres.database, server, postgres.migrated(server))


def measure(engine: str, fresh: Fresh, runs: int) -> None:
    """Print a line for each setting and question."""
    library = Library.load()
    for setting, switches in SETTINGS.items():
        tally = Tally()
        for watched in play(engine, fresh, library, runs, **switches):
            tally.add(engine, watched)
            print(f"\r{engine}, {setting}: {tally.runs} of {runs} runs", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        for question, hits in tally.hits.items():
            ((strategy, most),) = hits.most_common(1)
            average, best = sum(hits.values()) / len(hits) / tally.guesses, tally.rate(question, strategy)
            among = A_SIDE if WRITTEN[question] != "receipt" else 2 * A_SIDE
            by_chance = min(1, len(hits) * tally.by_chance(question, strategy))
            print(
                f"{engine:10} | {setting:26} | {question:33} | {runs:4} | {tally.guesses:7} | {1 / among:6.1%} |"
                f" {average:7.1%} | {most:5} | {best:6.1%} | {by_chance:7.1g} | {strategy} ({len(hits)})",
                flush=True,
            )


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=100, help="waves for each engine and setting")
    parser.add_argument("--engine", choices=ENGINES, action="append", help="both, unless one is named")
    chosen = parser.parse_args(arguments)
    print(
        "engine     | protections                | question                          | runs | guesses | chance |"
        " average |  hits |   rate | p       | best strategy (of how many; p allows for that)"
    )
    for engine in chosen.engine or ENGINES:
        # The log as it is on a server in use, which need not be as quick as one for tests.
        with databases(engine, full_page_writes="on") as fresh:
            measure(engine, fresh, chosen.runs)


if __name__ == "__main__":
    main()
