"""Each pace runs what it is said to run."""

import re
import subprocess
import sys
from typing import get_args

import pytest

from tests.lanes import BOTH_ENGINES, MEASURED, PROOFS, SLOW, TESTS, Part

BOTH, EITHER = "survey/test_ranges.py", "survey/test_alliances.py"


@pytest.mark.parametrize("place", [*BOTH_ENGINES, *SLOW, *PROOFS, *MEASURED])
def test_every_place_that_is_named_is_there(place: str) -> None:
    assert (TESTS / place).exists()


@pytest.mark.parametrize(
    ("pace", "on_postgresql"),
    [(["--fast"], set()), ([], {BOTH}), (["--thorough"], {BOTH, EITHER})],
    ids=["in a hurry", "by day", "at night"],
)
def test_the_engines_are_those_of_the_pace(pace: list[str], on_postgresql: set[str]) -> None:
    command = [sys.executable, "-m", "pytest", "-n0", "-q", "--collect-only", *pace, BOTH, EITHER]
    said = subprocess.run(command, cwd=TESTS, capture_output=True, text=True, check=True).stdout.splitlines()

    def on(engine: str) -> set[str]:
        return {file for file in (BOTH, EITHER) if any(f"{file}::" in line and f"[{engine}" in line for line in said)}

    assert on("sqlite") == {BOTH, EITHER}
    assert on("postgresql") == on_postgresql


def test_each_file_is_run_by_one_of_both_parts() -> None:
    run, proofs = (files_in("anonymity", part) for part in get_args(Part))
    assert proofs == set(PROOFS)
    assert not run & proofs
    assert run | proofs == {f"anonymity/{path.name}" for path in (TESTS / "anonymity").glob("test_*.py")}


def files_in(folder: str, part: Part) -> set[str]:
    command = [sys.executable, "-m", "pytest", "-n0", "-q", "--collect-only", "--part", part, TESTS / folder]
    said = subprocess.run(command, cwd=TESTS.parent, capture_output=True, text=True, check=True).stdout
    return set(re.findall(rf"^tests/({folder}/\w+\.py)::", said, re.MULTILINE))
