"""The direction of a Word document's text: Word turns paragraphs, runs and tables, each by a mark of its own."""

import re
from copy import deepcopy
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from diagnostic.writing import END_ISOLATE, ISOLATE, Direction, direction_in

_MARKS: dict[Direction, str] = {"ltr": "\u200e", "rtl": "\u200f"}
_APART = re.compile(f"{ISOLATE}([^{END_ISOLATE}]*){END_ISOLATE}")
_AFTER_BIDI = ("adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "jc", "rPr")
_AFTER_VISUAL = ("tblStyleRowBandSize", "tblStyleColBandSize", "tblW", "jc", "tblLayout", "tblLook")
_AFTER_RTL = ("cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath")
_OF_LETTERS = (("b", "bCs"), ("sz", "szCs"))
"""What Word asks for again of letters written from right to left."""


def direct(part: Any, direction: Direction) -> None:
    """Everything in a body or a foot: what is set apart as a run of its own, in its own direction."""
    for run in list(part.iter(qn("w:r"))):
        _apart(run, direction)
    if direction == "ltr":
        return
    for paragraph in part.iter(qn("w:p")):
        _insert(paragraph.get_or_add_pPr(), "w:bidi", _AFTER_BIDI)
    for table in part.iter(qn("w:tblPr")):
        _insert(table, "w:bidiVisual", _AFTER_VISUAL)


def _apart(run: Any, direction: Direction) -> None:
    """A run in as many as it has directions. Isolates are for plain text; Word does not heed them."""
    if ISOLATE in run.text:
        for n, piece in enumerate(_APART.split(run.text)):
            if piece:
                made = deepcopy(run)
                own = direction if n % 2 == 0 else direction_in(piece) or "ltr"
                # For programs that see letters alone, and no marks of a run.
                begin, end = _MARKS[direction] + _MARKS[own], _MARKS[own] + _MARKS[direction]
                made.text = f"{begin}{piece}{end}" if own != direction else piece
                run.addprevious(made)
                _turn(made, direction)
        run.getparent().remove(run)
    else:
        _turn(run, direction)


def _turn(run: Any, direction: Direction) -> None:
    """In a document from right to left, all but what is written the other way."""
    if direction == "ltr" or direction_in(run.text) == "ltr" or _MARKS["ltr"] in run.text:
        return
    look = run.get_or_add_rPr()
    _insert(look, "w:rtl", _AFTER_RTL)
    for own, theirs in _OF_LETTERS:
        if (given := look.find(qn(f"w:{own}"))) is not None:
            again = OxmlElement(f"w:{theirs}", attrs=dict(given.attrib))
            given.addnext(again)


def _insert(properties: Any, name: str, successors: tuple[str, ...]) -> None:
    properties.insert_element_before(OxmlElement(name), *(f"w:{each}" for each in successors))
