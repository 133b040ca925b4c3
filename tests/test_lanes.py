"""Each pace runs what it is said to run."""

import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from tests.lanes import BOTH_ENGINES, MEASURED, PROOFS, SLOW, TESTS, Part, leaves_out

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


def test_each_file_is_run_by_one_of_both_parts(pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch) -> None:
    files = set(TESTS.rglob("test_*.py"))
    monkeypatch.setattr(pytestconfig.option, "fast", False)

    def read(part: Part) -> set[Path]:
        monkeypatch.setattr(pytestconfig.option, "part", part)
        return {file for file in files if not leaves_out(file, pytestconfig)}

    run, proofs = map(read, get_args(Part))
    assert proofs == {TESTS / place for place in PROOFS}
    assert run == files - proofs
