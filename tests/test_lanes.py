"""Each pace runs what it is said to run, and each script in `.ci` its part."""

import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from tests.lanes import BOTH_ENGINES, MEASURED, PROOFS, SLOW, TESTS, Part, part_of

TESTING = TESTS.parent / "docs" / "testing.md"
BOTH, EITHER = "survey/test_ranges.py", "survey/test_alliances.py"
OF_EACH_KIND = (BOTH, EITHER, "web/test_sealed_in_browser.py", "web/test_nginx.py", "cli/test_report.py")


@cache
def collected(*options: str) -> frozenset[str]:
    """The tests that run of some files, by their ids."""
    command = [sys.executable, "-m", "pytest", "-n0", "-q", "--collect-only", *options]
    said = subprocess.run(command, cwd=TESTS, capture_output=True, text=True, check=True).stdout.splitlines()
    return frozenset(line for line in said if "::" in line)


@pytest.mark.parametrize("place", [*BOTH_ENGINES, *SLOW, *PROOFS, *MEASURED])
def test_every_place_that_is_named_is_there(place: str) -> None:
    assert (TESTS / place).exists()


@pytest.mark.part("proofs")
@pytest.mark.parametrize(
    ("pace", "on_postgresql"),
    [(["--fast"], set()), ([], {BOTH}), (["--thorough"], {BOTH, EITHER})],
    ids=["in a hurry", "by day", "at night"],
)
def test_the_engines_are_those_of_the_pace(pace: list[str], on_postgresql: set[str]) -> None:
    said = collected(*pace, BOTH, EITHER)

    def on(engine: str) -> set[str]:
        return {file for file in (BOTH, EITHER) if any(f"{file}::" in line and f"[{engine}" in line for line in said)}

    assert on("sqlite") == {BOTH, EITHER}
    assert on("postgresql") == on_postgresql


def test_what_runs_is_of_the_part_that_was_asked_for(request: pytest.FixtureRequest) -> None:
    part = request.config.getoption("part")
    assert {part_of(item) for item in request.session.items} <= ({part} if part else {*get_args(Part)})


@pytest.mark.part("proofs")
def test_each_test_is_run_by_one_of_both_parts() -> None:
    run, proofs = (collected("--part", part, *OF_EACH_KIND) for part in get_args(Part))
    assert run | proofs == collected(*OF_EACH_KIND)
    assert not run & proofs
    assert not [test for test in run if "[postgresql" in test]
    for file in ("web/test_sealed_in_browser.py", "cli/test_report.py"):
        assert all(any(f"{file}::" in test for test in part) for part in (run, proofs)), file


def _told() -> tuple[set[str], set[str]]:
    """The files that the table in docs/testing.md names: of which something is in `.ci/proofs`, and what stays."""
    table = TESTING.read_text(encoding="utf-8").partition("| `.ci/proofs` | stays in `.ci/run` |\n")[2]
    rows = [row.split(" | ") for row in table.partition("\n\n")[0].splitlines()[1:]]
    moved, stays = (" ".join(column) for column in zip(*rows, strict=True))
    return set(re.findall(r"`([\w/.]+)`", moved)), set(re.findall(r"`([\w/.]+)`", stays))


def _marked(part: Part) -> set[str]:
    """The files of which a test says that it goes there."""
    said = re.compile(rf'mark\.part\((?:[^()]|\([^()]*\))*"{part}"')
    files = {file.relative_to(TESTS).as_posix(): file for file in TESTS.rglob("test_*.py") if file != Path(__file__)}
    return {name for name, file in files.items() if said.search(file.read_text(encoding="utf-8"))}


def test_of_all_that_is_left_to_the_proofs_something_shorter_is_said_to_stay() -> None:
    moved, stays = _told()
    assert moved - {Path(__file__).name} == {*PROOFS} | _marked("proofs")
    assert [place for place in stays if not (TESTS / place).exists()] == []
    assert stays & {*PROOFS} - _marked("run") == set()
