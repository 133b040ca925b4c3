"""Faults of a questionnaire are told a consultant in plain words, whatever finds them."""

import ast
import inspect
import re
from collections.abc import Iterator
from types import ModuleType

import msgspec

from diagnostic.questionnaire import choice, editing, number, rating, responsibility, structure, text, wordings
from diagnostic.questionnaire.library import Library
from diagnostic.web.consultant.studio.plain_words import missing, plain

PIECES = (", ", " and from ", "7 to 7")
"""What is put into a fault that is told whole elsewhere."""


def sentences(module: ModuleType, *finders: str) -> Iterator[str]:
    """Every fault that some functions of a module can tell, a 7 for whatever is filled in."""
    for function in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(function, ast.FunctionDef) and function.name in finders:
            inside = {
                id(part) for node in ast.walk(function) if isinstance(node, ast.JoinedStr) for part in node.values
            }
            for node in ast.walk(function):
                if isinstance(node, ast.JoinedStr | ast.Constant) and id(node) not in inside:
                    said = filled(node)
                    if " " in said and said not in (ast.get_docstring(function), *PIECES):
                        yield said


def filled(node: ast.JoinedStr | ast.Constant) -> str:
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in parts)


FAULTS = sorted({
    *(said for kind in (rating, number, choice, responsibility, text) for said in sentences(kind, "problems")),
    *sentences(structure, "check", "_names", "_topics", "_lines", "_ranges"),
    *sentences(wordings, "check", "_text_faults", "_labels"),
    *sentences(editing, "lacks"),
})  # fmt: skip


def test_every_fault_has_plain_words() -> None:
    pulse = Library.load().named("alliance-pulse")
    assert len(FAULTS) > 25, FAULTS
    for fault in FAULTS:
        said = plain(pulse, fault)
        assert said != fault
        assert said.endswith("."), said
        odd = re.search(r"\bid\b|placeholder|translation|_|labels|option|declared|brief,|\bitem", said)
        assert odd is None, said


def test_what_is_missing_is_called_by_what_stands_there() -> None:
    pulse = Library.load().named("alliance-pulse")
    texts = {**pulse.texts, "de": {"language": "Deutsch"}}
    said = {(lack.item, lack.what) for lack in missing(msgspec.structs.replace(pulse, texts=texts))}
    assert ("trust.candour", "“To people of the partner” is not worded yet.") in said
    assert (None, f"The title of the scale “{pulse.text('en', 'scales.trust.title')}” is not worded yet.") in said
    assert not [what for _, what in said if "_" in what]
