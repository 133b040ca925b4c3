"""Each pace runs what it is said to run."""

import subprocess
import sys
from typing import get_args

import pytest

from tests.lanes import BOTH_ENGINES, BOTH_IN_RUN, MEASURED, PROOFS, SLOW, TESTS, Part

BOTH, EITHER = "survey/test_ranges.py", "survey/test_alliances.py"


@pytest.mark.parametrize("place", [*BOTH_ENGINES, *BOTH_IN_RUN, *SLOW, *PROOFS, *MEASURED])
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


def collected(*options: str) -> set[str]:
    """The tests of some files that a run would try: marked ones, twins on both engines, and a file of long proofs."""
    files = [BOTH, "anonymity/test_differencing.py", "web/test_sealed_in_browser.py", "briefing/test_letter.py"]
    command = [sys.executable, "-m", "pytest", "-n0", "-q", "--collect-only", *options, *(f"tests/{f}" for f in files)]
    said = subprocess.run(command, cwd=TESTS.parent, capture_output=True, text=True, check=True).stdout
    return {line for line in said.splitlines() if "::" in line}


def test_each_test_is_run_by_exactly_one_of_both_scripts() -> None:
    run, proofs = (collected("--part", part) for part in get_args(Part))
    assert run | proofs == collected()
    assert not run & proofs
    assert run
    assert proofs
