"""The tree of errors that `diagnostic.errors` begins with is the tree there is."""

import importlib
import pkgutil
from collections.abc import Iterator

import diagnostic
from diagnostic import errors
from diagnostic.errors import DiagnosticError

INDENT = 4
"""Characters of a branch."""


def told() -> Iterator[tuple[str, ...]]:
    """Every error of the docstring after all those it is a kind of."""
    assert errors.__doc__ is not None
    tree = errors.__doc__.split("\n\n")[1]
    above: list[str] = []
    for line in tree.splitlines():
        name = line.lstrip("│├└─ ")
        above = [*above[: (len(line) - len(name)) // INDENT], name.split()[0]]
        yield tuple(above)


def there_is(error: type[DiagnosticError], *above: str) -> Iterator[tuple[str, ...]]:
    """The same of the classes, but for private ones."""
    here = (*above, error.__name__)
    yield here
    for kind in error.__subclasses__():
        if kind.__module__.startswith("diagnostic.") and not kind.__name__.startswith("_"):
            yield from there_is(kind, *here)


def test_every_error_stands_in_the_tree_where_it_belongs() -> None:
    for module in pkgutil.walk_packages(diagnostic.__path__, "diagnostic."):
        importlib.import_module(module.name)
    assert sorted(told()) == sorted(there_is(DiagnosticError))
