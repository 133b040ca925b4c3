"""The statistics as a library of their own."""

import doctest
import inspect
import os
import subprocess
import sys

import diagnostic.statistics


def test_the_example_at_its_head_runs() -> None:
    found = doctest.testmod(diagnostic.statistics)
    assert (found.attempted, found.failed) == (4, 0)


def test_every_public_function_says_what_it_takes() -> None:
    functions = {
        name: inspect.getdoc(value) or ""
        for name in diagnostic.statistics.__all__
        if inspect.isfunction(value := getattr(diagnostic.statistics, name))
    }
    assert len(functions) > 20
    assert [name for name, doc in functions.items() if "Parameters\n" not in doc] == []


def test_sums_are_done_by_one_thread() -> None:
    """On matrices this small several would wait for each other, and keep the processors from all else that runs."""
    counts = "import os, diagnostic.statistics; print(len(os.listdir('/proc/self/task')))"
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    run = subprocess.run([sys.executable, "-c", counts], env=environment, capture_output=True, text=True, check=True)
    assert int(run.stdout) == 1
