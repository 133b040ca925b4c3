"""What may stand in the cells of an instrument's table, in English and German."""

import re
from collections.abc import Mapping, Sequence

from diagnostic.text import bare


def _by_word(words: Mapping[str, str]) -> dict[str, str]:
    return {bare(word): meaning for meaning, several in words.items() for word in several.split(",")}


ABOUT = {
    "we": "us",
    "they": "them",
    "they_of_us": "us as they see it",
    "alliance": "both together",
    "statement": "briefing",
}
"""How a table of ours says what a wording is of a rating."""
_ABOUT = _by_word(
    {
        "we": "us, we, our, own, self, own company, our company, wir, uns, eigene, wir selbst, eigenes unternehmen",
        "they": "them, they, their, partner, the partner, other, the other, other company, partner company, sie,"
        " partnerseite, der partner, andere, die anderen, gegenseite, partnerunternehmen",
        "they_of_us": "us as they see it, they of us, predicted, partner of us, sie über uns, wir aus ihrer sicht,"
        " partner über uns",
        "alliance": "both together, both, alliance, the alliance, joint, together, all, relationship, collaboration,"
        " beide, beide zusammen, allianz, gemeinsam, zusammen, zusammenarbeit, partnerschaft, beziehung",
        "statement": "briefing, in the briefing, neutral, report, im briefing, bericht",
        "each": "each, each company, us and them, we and they, us them, both companies, wir und sie, jede, jeweils,"
        " jedes unternehmen, beide unternehmen",
    }
)
_LOOSE = {"both", "beide", "all"}
"""Words for the alliance that may have meant each company."""
TYPES = _by_word(
    {
        "rating": "rating, likert, matrix, statement, aussage, bewertung, zustimmung, einschätzung, agreement",
        "choice": "choice, multiple choice, multiple, mehrfachauswahl, auswahl, select multiple, checkbox, checkboxes",
        "single": "single choice, single, einfachauswahl, select one, dropdown, radio",
        "text": "text, open, open question, open text, offen, offene frage, freitext, comment, kommentar",
        "number": "number, numeric, integer, zahl, numerisch, prozent, percent",
        "responsibility": "responsibility, responsibilities, zuständigkeit, zuständigkeiten, verantwortung",
        "title": "title, titel",
        "introduction": "introduction, einleitung",
        "label": "label, beschriftung",
        "scale": "scale, skala",
        "section": "section, abschnitt",
        "section introduction": "section introduction, abschnittseinleitung",
        "option": "option",
        "unit": "unit, einheit",
        "unit_one": "one unit, eine einheit",
        "short": "short, kurz, in short",
        "activity": "activity, aktivität",
        "better": "better placed, besser geeignet",
    }
)
PARTS = {"unit": "unit", "unit_one": "one unit", "short": "short", "better": "better placed"}
"""How a table of ours says which text of an item a row holds, where it is neither its first nor an answer."""
_YES = {
    *map(bare, ["x", "yes", "y", "r", "ja", "j", "true", "wahr", "1", "reversed", "umgepolt", "negative", "negativ"]),
    "-",
}
_NO = {*map(bare, ["no", "n", "nein", "false", "falsch", "0", "+", "positive", "positiv"])}
_RANGE = re.compile(
    r"(-?\d+)(?:\.0+)?(?:\s*(?:-|–|—|\.\.+|…|to|bis|/)\s*(-?\d+))?(?:\s*[-–]?\s*(?:points?|punkte?|stufig|stufen))?"
)
_BETWEEN = re.compile(r"\s*[;|]\s*")
_NUMBERED = re.compile(r"^-?\d{1,2}\s*[=:)]\s*")


def about(cell: str) -> str | None:
    """The wording a cell of “About” stands for, or ``each``; None of a word that is not known."""
    return _ABOUT.get(bare(cell))


def is_loose(cell: str) -> bool:
    return bare(cell) in _LOOSE


def is_yes(cell: str) -> bool | None:
    """Whether a cell says yes; None of what says neither yes nor no."""
    word = cell.strip().lower() if cell.strip() == "-" else bare(cell)
    if word in _YES:
        return True
    return False if not word or word in _NO else None


def points(cell: str) -> tuple[int, int] | None:
    """The first and last number of a scale: ``7`` is 1 to 7, ``0-10`` is 0 to 10; None of what is neither."""
    found = _RANGE.fullmatch(cell.strip().lower())
    if not found:
        return None
    first, last = (1, int(found[1])) if found[2] is None else (int(found[1]), int(found[2]))
    return (first, last) if first < last else None


def several(cell: str) -> Sequence[str]:
    """What a cell lists, each on a line, else between semicolons or upright strokes; without numbers before each."""
    lines = [line.strip(" ;|") for line in cell.split("\n")]
    return [_NUMBERED.sub("", piece) for piece in (lines if len(lines) > 1 else _BETWEEN.split(cell.strip())) if piece]


def number(cell: str) -> float | None:
    try:
        return float(cell.replace(",", "."))
    except ValueError:
        return None
