"""The simulations behind how a gap is judged: uv run python -m tests.simulation.study [--replications 2000]

Writes the tables into docs/simulation.md, each between its markers; progress goes to stderr. The same numbers come out
of every run with as many replications.
"""

import argparse
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the processes share the cores already
DOCUMENT = Path(__file__).parents[2] / "docs" / "simulation.md"
SEED = 20_250_117
CHUNK = 100

from tests.anonymity import carried_attack, programme_attack  # noqa: E402  (numpy starts its threads here)
from tests.simulation import (  # noqa: E402
    answers,
    briefings,
    carried,
    family,
    groups,
    languages,
    messages,
    moved,
    people,
    points,
    shared,
    statement,
    waves,
    whole_waves,
    words,
)

CAMPS = {"one middle": False, "two camps": True}
AGAIN = {
    f"{how_often}, {who}": (repeat, moved)
    for how_often, repeat in ((".8", 0.8), (".95", 0.95))
    for who, moved in (("nobody moves", 0.0), ("half", 0.5), ("all", 1.0))
}
"""How people answer again: the share who repeat themselves, and who rise by a point."""
Shares = tuple[list[float], list[float]]
"""How often each of several things happened, and out of how many."""


@dataclass(frozen=True)
class Row:
    """A row of a table: its first cells, and what is run for the shares in the others."""

    labels: tuple[str, ...]
    runs: tuple[Callable[[np.random.Generator, int], Shares], ...]


@dataclass(frozen=True)
class Table:
    name: str
    header: tuple[str, ...]
    rows: Sequence[Row]
    effort: float
    """Replications of each row, as a multiple of what was asked for."""


def tables() -> Iterator[Table]:
    here = ("people", "answers")
    single = (*here, "permutation", "Mann–Whitney", "Student's t", "Welch's t")
    yield Table("errors", single, _rows(statement.errors), 1)
    yield Table("coverage", (*here, "delta 0", "delta −.5"), _rows(statement.coverage), 10)
    yield Table("family", (*here, "verdict *gap*", "permutation alone", "Holm alone"), _rows(family.any_false_gap), 1)
    sizes_of_gap = (0.4, 0.5, 0.6, 0.7)
    power = _rows(*(partial(family.power, delta=delta) for delta in sizes_of_gap))
    yield Table("power", (*here, *(f"delta {delta}" for delta in sizes_of_gap)), power, 0.2)
    aligned = (*here, "at the margin, b lower", "at the margin, b higher", "alike")
    yield Table("alignment", aligned, _rows(statement.alignment), 10)
    yield from _words()
    attacks = tuple(waves.ATTACKS.items())
    newcomers = [
        Row(
            (str(people), str(joined)),
            tuple(partial(waves.advantage, people=people, joined=joined, attack=attack) for _, attack in attacks),
        )
        for people in (5, 8, 12, 25)
        for joined in (1, 2, 4)
    ]
    yield Table("newcomers", ("people", "joined", *(name for name, _ in attacks)), newcomers, 1)
    yield from _programmes()
    yield from _moved()
    found = (
        "any false scale",
        "any false statement",
        "the low scale",
        "its statements",
        "any other",
        "low on one side",
    )
    sizes = ((8, 8), (12, 12), (15, 15), (25, 22), (40, 12))
    rows = [Row((_people(each), "skewed"), (partial(shared.shared, sizes=each),)) for each in sizes]
    yield Table("shared", ("people", "answers", *found), rows, 2)
    yield from _points()
    yield from _briefings()
    # Last, since a table's place is part of its seed.
    yield from _carried()
    yield from _not_programmes()
    yield from _whole_waves()
    rows = [
        Row((_people((people, people)), f"{each:g}"), (partial(moved.short_form, people=people, correlation=each),))
        for people in (12, 20, 40)
        for each in (0.4, 0.55, 0.7)
    ]
    header = ("people", "opinions correlate", "answers do", "error of the first mean", "error of a gap's change")
    yield Table("short-form", header, rows, 1)
    yield from _messages()
    yield from _languages()


def _messages() -> Iterator[Table]:
    """With hundreds of people a briefing takes half a minute: fewer of them."""
    header = [f"{truth}, {when}" for truth in messages.TRUTHS for when in ("before", "now")]
    for name, some, effort in (("messages", messages.SIZES[:-1], 0.1), ("messages-many", messages.SIZES[-1:], 0.01)):
        rows = [Row((_people(sizes), "four truths"), (partial(messages.named, sizes=sizes),)) for sizes in some]
        yield Table(name, ("people", "planted", *header, "messages about these", "any claim beyond"), rows, effort)


def _languages() -> Iterator[Table]:
    header = ("any statement", "left", "any scale", "left", "offset clear", "large gaps", "left", "of scales", "left")
    rows = [
        Row((_people(sizes), truth), (partial(languages.alliances, sizes=sizes, truth=truth),))
        for sizes in languages.SIZES
        for truth in languages.TRUTHS
    ]
    yield Table("languages", ("people", "truth", *header, "true and not left"), rows, 0.15)


def _briefings() -> Iterator[Table]:
    for name, kinds in (("briefings", briefings.RATINGS), ("briefings-others", briefings.OTHERS)):
        rows = [
            Row((_people(sizes), "demonstration"), (partial(briefings.found, sizes=sizes, kinds=kinds),))
            for sizes in briefings.SIZES
        ]
        yield Table(name, ("people", "planted", *(cell for kind in kinds for cell in (kind, "true"))), rows, 0.1)
    rows = [
        Row((_people(sizes), "nothing"), (partial(briefings.claimed, sizes=sizes),))
        for sizes in briefings.SIZES
        if sizes != (15, 15)
    ]
    of_these = ("scale gap, like them", "scale gap, these")
    yield Table(
        "nothing", ("people", "planted", *of_these, *briefings.RATINGS[1:], *briefings.OTHERS, "any"), rows, 0.5
    )


def _words() -> Iterator[Table]:
    cases = [people.Case(sizes, truth) for sizes in people.SIZES for truth in people.TRUTHS]
    wide = people.World(spread=(1.0, 1.8))
    cases += [people.Case(sizes, truth, wide) for sizes in people.SIZES for truth in ("nothing", "three whole scales")]

    def rows(run: Callable[..., Shares], chosen: Sequence[people.Case]) -> list[Row]:
        return [
            Row(
                (
                    _people(case.sizes) + ("" if case.world == people.World() else ", b nearly twice as spread"),
                    case.truth,
                ),
                (partial(run, case=case),),
            )
            for case in chosen
        ]

    header = (
        "gap",
        "very likely",
        "worth asking",
        "false gap",
        "or very likely",
        "or worth asking",
        "likely < ¼",
        "< .1",
        "size",
        "held",
        "of all",
    )
    yield Table("words", ("people", "what differs", *header), rows(words.statements, cases), 0.4)
    on_scales = (
        "gap, like them",
        "gap, these",
        "wrong sign",
        "aligned, like them",
        "aligned, these",
        "false aligned",
        "held",
    )
    some = [case for case in cases if case.truth in ("nothing", "realistic")]
    yield Table("scales", ("people", "what differs", *on_scales), rows(words.scales, some), 0.4)


def _group_rows() -> list[Row]:
    lower = {
        "no group": (0.0, True),
        "by 1 in both": (1.0, True),
        "by 1.5 in both": (1.5, True),
        "by 2 in both": (2.0, True),
        "by 2 in one company": (2.0, False),
    }
    return [
        Row((_people((n, n)), name), (partial(groups.found, people=n, lowered=by, in_both=both),))
        for n in (15, 25, 40)
        for name, (by, both) in lower.items()
    ]


def _points() -> Iterator[Table]:
    shapes = (("skewed", 1.0), ("skewed, wide", 1.4), ("spread evenly", None))
    rows = [
        Row(
            (_people(sizes), name),
            tuple(partial(points.any_false_division, sizes=sizes, points=k, spread=spread) for k in (5, 7)),
        )
        for sizes in points.SIZES
        for name, spread in shapes
    ]
    yield Table("divided", ("people", "answers", "5 points", "7 points"), rows, 0.1)
    splits = {
        "half 1–2, half 4–5": points.HALVES,
        "a tenth between": points.SOME_BETWEEN,
        "mostly at the ends": points.ENDS,
        "half 1, half 5": points.EXTREMES,
    }
    rows = [
        Row(
            (str(n), "1 in 9 statements"),
            tuple(partial(points.divisions_found, people=n, shares=s) for s in splits.values()),
        )
        for n in (15, 20, 25, 40)
    ]
    yield Table("divided-found", ("people", "divided", *splits), rows, 0.1)
    sides = {
        "both name the same, .8": ((0.8, 0.1, 0.1), (0.8, 0.1, 0.1)),
        "one sure, the other half and half": ((0.5, 0.5, 0.0), (0.05, 0.9, 0.05)),
        "each itself, .7": ((0.7, 0.1, 0.2), (0.1, 0.7, 0.2)),
        "each itself, .8": ((0.8, 0.1, 0.1), (0.1, 0.8, 0.1)),
        "each itself, .9": ((0.9, 0.05, 0.05), (0.05, 0.9, 0.05)),
    }
    rows = [
        Row((_people((n, n)), name), (partial(points.owners, people=n, a=np.array(a), b=np.array(b)),))
        for n in (8, 15, 25, 40)
        for name, (a, b) in sides.items()
    ]
    yield Table("contested", ("people", "owner named", "any contested", "of all activities"), rows, 0.5)
    rows = [
        Row(
            (_people((n, n)), "shares of 5"),
            tuple(partial(points.overclaimed, people=n, claims=c) for c in (50, 55, 60, 65)),
        )
        for n in (8, 15, 25, 40)
    ]
    yield Table("overclaimed", ("people", "answers in", "50 + 50", "55 + 55", "60 + 60", "65 + 65"), rows, 0.5)
    kinds = (("can’t say, .05", 45, 0.05), ("topics, .33", 9, 0.33))
    rows = [
        Row(
            (_people((n, n)), name),
            tuple(partial(points.shares_apart, people=n, questions=q, share=s, apart=apart) for apart in (0.3, 0.5)),
        )
        for n in (8, 15, 25, 40)
        for name, q, s in kinds
    ]
    yield Table("groups", ("people", "group lower", "any false", "true ones"), _group_rows(), 0.1)
    header = ("people", "what", "any false (.3)", "found: .3 more", "any false (.5)", "found: .5 more")
    yield Table("shares-apart", header, rows, 0.5)


def _moved() -> Iterator[Table]:
    whose = (("the same people", True), ("others", False))
    cells = [((n, n), (1.0, 1.0)) for n in (8, 20, 30)] + [((40, 12), (1.0, 2.0)), ((8, 8), (1.0, 2.0))]
    rows = [
        Row(
            (_people(sizes) + ("" if spread[1] == 1 else ", b twice as spread"), name),
            (partial(moved.any_false_move, sizes=sizes, same=same, spread=spread),),
        )
        for sizes, spread in cells
        for name, same in whose
    ]
    header = ("people", "who answers", "gaps, 1 pulse", "gaps, any of 6", "levels too, 1 pulse", "levels too, any of 6")
    yield Table("moved", header, rows, 2)
    rows = [
        Row(
            (f"{by:g}" + (f" on {scales}" if by else ""), f"{_people((n, n))}, {name}"),
            (partial(moved.raised, sizes=(n, n), same=same, by=by, scales=scales),),
        )
        for by, scales in ((1.0, 7), (1.0, 2), (0.5, 7), (0.0, 7))
        for n in (12, 20, 25, 40)
        for name, same in whose
    ]
    said = ("steady", "cannot tell", "both rose", "one rose", "level rose", "any both rose", "any rose", "wrong")
    yield Table("levels", ("true rise", "people", *said), rows, 1)
    rows = [
        Row((size, name), (partial(moved.seen, sizes=(20, 20), same=same, drift=drift, size=by),))
        for size, by, drift in (
            ("0.5, at once", 0.5, False),
            ("0.5, little by little", 0.5, True),
            ("1.2, at once", 1.2, False),
        )
        for name, same in whose
    ]
    header = ("true change", "who answers", "since the first", "since the one before", "at any pulse", "widening")
    yield Table("moved-seen", header, rows, 1)
    rows = [
        Row((_people((n, n)), name), (partial(moved.signs, sizes=(n, n), same=same),))
        for n in (8, 20, 30)
        for name, same in whose
    ]
    yield Table("early-signs", ("people", "who answers", "trust-falls", "gap-widens-twice"), rows, 2)


def _programmes() -> Iterator[Table]:
    who = {
        "one left": ({"left": 1}, "left"),
        "one joined": ({"joined": 1}, "joined"),
        "one left, one joined: who left": ({"left": 1, "joined": 1}, "left"),
        "one left, one joined: who joined": ({"left": 1, "joined": 1}, "joined"),
        "three left": ({"left": 3}, "left"),
    }
    rows = [
        Row(
            (name, f"{people}, {camps}"),
            tuple(
                _attacked(
                    programme_attack.ruled, of, people=people, divided=divided, repeat=repeat, moved=moved, **changes
                )
                for repeat, moved in AGAIN.values()
            ),
        )
        for name, (changes, of) in who.items()
        for camps, divided in CAMPS.items()
        for people in (12, 15, 20, 30, 50, 80)
    ]
    yield Table("programmes", ("who", "people", *AGAIN), rows, 0.05)


def _attacked(show: programme_attack.Show, of: str, **assumed: Any) -> Callable[..., Shares]:
    return partial(programme_attack.advantage, assumed=programme_attack.Assumed(**assumed), show=show, of=of)


def _not_programmes() -> Iterator[Table]:
    rows = [
        Row(
            (camps, str(people)),
            (
                *(
                    _attacked(show, "left", people=people, left=1, divided=divided, repeat=repeat, moved=moved)
                    for show, repeat, moved in (
                        (programme_attack.rounded, 0.8, 0.0),
                        (programme_attack.too_soon, 0.8, 0.0),
                        (programme_attack.too_soon, 0.8, 0.5),
                        (programme_attack.too_soon, 0.95, 1.0),
                    )
                ),
                partial(
                    programme_attack.counts_gain,
                    assumed=programme_attack.Assumed(people, left=1, divided=divided, repeat=0.95),
                ),
            ),
        )
        for camps, divided in CAMPS.items()
        for people in (5, 8, 12, 20, 40, 80, 240)
    ]
    header = (
        "sides",
        "people",
        "rounded",
        "until .75",
        ".75, half move",
        ".75, .95, all move",
        "one look at counts, .95",
    )
    yield Table("programmes-not", header, rows, 0.05)


def _carried() -> Iterator[Table]:
    plans = [
        (f"{statements}, {people}", carried.Programme(people, share, statements=statements))
        for statements in (2, 1)
        for people in (12, 15, 20, 25, 30)
        for share in (1.0, 0.8, 0.6)
    ]
    rows = [
        Row(
            (label, f"{plan.carried:.0%}"),
            (
                partial(carried.found, plan=replace(plan, closes=0.5)),
                partial(carried.found, plan=replace(plan, rises=1.0)),
                partial(carried.nothing, plan=plan),
            ),
        )
        for label, plan in plans
    ]
    looks = ("1", "3", "6")
    header = [f"{what}, {look}" for what in ("closing", "and risen", "closing by mistake", "risen") for look in looks]
    yield Table(
        "carried", ("statements, people", "carry", *header, *(f"steady, {n}" for n in looks), "any false"), rows, 2
    )
    rows = [
        Row(
            (f"{people}, {share:.0%} carry", f"{a_year:.0%} a year"),
            (partial(carried.may_be_said, people=people, carried=share, a_year=a_year),),
        )
        for people, share in ((20, 0.8), (20, 0.6), (12, 0.8))
        for a_year in (0.08, 0.15)
    ]
    header = [f"{which} pulse, {by}" for which in ("first", "third", "sixth") for by in ("by Reports", "carried")]
    yield Table("carried-said", ("people", "replaced", *header), rows, 1)
    rows = [
        Row(
            (str(people), f"{a_year:.0%} a year"),
            tuple(
                partial(whole_waves.by_means, plan=carried.Programme(people, closes=closes, turnover=a_year / 6))
                for closes in (0.5, 0.0)
            ),
        )
        for people in (12, 15, 20, 30)
        for a_year in (0.0, 0.15, 0.4)
    ]
    header = [
        f"{what}, {look}{error}"
        for what in ("closes", "nothing")
        for look in ("3", "6")
        for error in (", by answers", ", by means")
    ]
    yield Table("wave-means", ("people", "replaced", *header), rows, 2)

    def attacked(show: carried_attack.Show, people: int, camps: bool, repeat: float, moved: float) -> Any:
        assumed = programme_attack.Assumed(people, left=1, divided=camps, repeat=repeat, moved=moved)
        return partial(carried_attack.between, assumed=assumed, show=show)

    rows = [
        Row(
            (camps, str(people)), tuple(attacked(carried_attack.ruled, people, divided, *how) for how in AGAIN.values())
        )
        for camps, divided in CAMPS.items()
        for people in (12, 15, 20, 25, 30)
    ]
    ends = [f"{how}: {end}" for how in AGAIN for end in ("at least", "at most")]
    yield Table("carried-gains", ("sides", "people", *ends), rows, 0.05)
    shows = {
        "exact change and mean": carried_attack.exact,
        "words of everybody": carried_attack.unlinked,
        "a quarter point anew": carried_attack.fresh,
    }
    rows = [
        Row((camps, str(people)), tuple(attacked(show, people, divided, 0.95, 1.0) for show in shows.values()))
        for camps, divided in CAMPS.items()
        for people in (12, 20)
    ]
    yield Table(
        "carried-not",
        ("sides", "people", *(f"{how}: {end}" for how in shows for end in ("at least", "at most"))),
        rows,
        0.05,
    )


def _whole_waves() -> Iterator[Table]:
    def runs(rules: Sequence[str], plan: carried.Programme, **how: Any) -> list[Callable[..., Shares]]:
        return [
            partial(whole_waves.wrong, plan=plan, rules=rules, **how),
            partial(whole_waves.wrong, plan=replace(plan, rises=1.0), rules=rules, **how),
            partial(whole_waves.closing, plan=replace(plan, closes=0.5), rules=rules, **how),
        ]

    def header(rules: Sequence[str]) -> list[str]:
        return [f"{what}, {rule}" for what in ("nothing", "both rise", "closing") for rule in rules]

    looks = ("as planned", "in equal parts", "at the last")
    rows = [
        Row(
            (f"{people}, {pulses} pulses", f"{a_year:.0%} a year"),
            tuple(runs(looks, carried.Programme(people, turnover=a_year / 6), pulses=pulses)),
        )
        for pulses in (6, 3)
        for people in (12, 15, 20, 30)
        for a_year in (0.0, 0.15, 0.4)
    ]
    yield Table("wave-means-looks", ("people", "replaced", *header(looks)), rows, 2)
    who: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
        "the same": ({}, {}),
        "15% a year replaced": ({"turnover": 0.15 / 6}, {}),
        "40% a year replaced": ({"turnover": 0.4 / 6}, {}),
        "five replaced at once": ({"at_once": 5}, {}),
        "two in three answer pulses": ({}, {"answer": 2 / 3}),
    }
    parts = ("a half", "an eighth", "by answers")
    rows = []
    for size in (12, 15, 20, 30):
        for name, (of_plan, how) in who.items():
            plan = carried.Programme(size, **of_plan)
            at_margin = replace(plan, closes=carried.MARGIN)
            steady = [partial(whole_waves.steady, plan=each, **how) for each in (plan, at_margin)]
            rows.append(Row((str(size), name), (*runs(parts, plan, **how), *steady)))
    header_of_who = ("people", "who answers", *header(parts), "steady", "steady by mistake")
    yield Table("wave-means-who", header_of_who, rows, 2)


def _rows(*runs: Callable[..., Shares]) -> list[Row]:
    return [Row((_people(c[0]), c[1]), tuple(partial(run, cell=c) for run in runs)) for c in answers.CELLS]


def _people(sizes: tuple[int, int]) -> str:
    return f"{sizes[0]} + {sizes[1]}"


def _chunk(task: tuple[Callable[..., Shares], list[int], int]) -> Any:
    run, seed, many = task
    return np.array(run(np.random.default_rng(seed), many=many))


def filled(table: Table, index: int, replications: int, pool: Any) -> list[str]:
    """The table's lines in Markdown."""
    chunks = max(1, round(replications * table.effort / CHUNK))
    lines = ["| " + " | ".join(table.header) + " |", "|---" * 2 + "|--:" * (len(table.header) - 2) + "|"]
    tasks = [
        (run, [SEED, index, i, j, chunk], min(CHUNK, replications))
        for i, row in enumerate(table.rows)
        for j, run in enumerate(row.runs)
        for chunk in range(chunks)
    ]
    results = pool.imap(_chunk, tasks)
    for row in table.rows:
        shares = []
        for _ in row.runs:
            happened, of = sum(next(results) for _ in range(chunks))
            shares += [f"{h / n:.3f}".lstrip("0") if n else "–" for h, n in zip(happened, of, strict=True)]
        lines.append("| " + " | ".join((*row.labels, *shares)) + " |")
        print(table.name, lines[-1], file=sys.stderr, flush=True)
    return lines


def put(text: str, name: str, lines: Sequence[str]) -> str:
    """The document with these lines between the markers of that name."""
    start, end = f"<!-- {name}: written by tests/simulation/study.py -->\n", f"<!-- end of {name} -->"
    before, found, rest = text.partition(start)
    if not found or end not in rest:
        raise ValueError(f"the document has no markers for {name}")
    return before + start + "\n" + "\n".join(lines) + "\n\n" + end + rest.partition(end)[2]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replications", type=int, default=2_000, help="questionnaires for each family error rate")
    parser.add_argument("--only", nargs="*", help="names of the tables to write; all unless given")
    options = parser.parse_args()
    with multiprocessing.Pool() as pool:
        for index, table in enumerate(tables()):
            if options.only and table.name not in options.only:
                continue
            lines = filled(table, index, options.replications, pool)
            DOCUMENT.write_text(put(DOCUMENT.read_text("utf-8"), table.name, lines), "utf-8")


if __name__ == "__main__":
    main()
