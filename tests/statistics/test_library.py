"""The statistics as a library of their own."""

import doctest
import inspect

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
