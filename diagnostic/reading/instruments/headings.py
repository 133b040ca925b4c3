"""What the columns of an instrument's table are called, in English and German."""

import re
from collections.abc import Mapping, Sequence

from babel import Locale
from msgspec import Struct

from diagnostic.questionnaire.language_codes import base, code_of
from diagnostic.reading.seen import SeenRow, SeenSheet
from diagnostic.text import bare

_LOOKED_AT, _LONGEST = 20, 80

COLUMNS: Mapping[str, str] = {
    "id": "id, no, no., nr, nr., number, nummer, item id, item no, item nr, code, key, kennung, variable, #, lfd nr",
    "type": "type, typ, kind, question type, fragetyp, art",
    "option": "option, option code, optionscode",
    "section": "section, page, abschnitt, seite, block",
    "scale": "scale, scale name, subscale, construct, dimension, factor, skala, skalenname, subskala, konstrukt,"
    " faktor, topic, thema, theme",
    "about": "about, about whom, target, whom, who, ratee, über wen, über, wen, ziel, bezug, gilt für",
    "reversed": "reversed, reverse, reverse scored, reverse coded, recode, r, umgepolt, invertiert, umgekehrt, negativ,"
    " polung, reverse item",
    "points": "points, scale points, response scale, levels, punkte, stufen, antwortskala, range",
    "labels": "labels, label, answer labels, response labels, anchors, beschriftung, beschriftungen, anker,"
    " antwortbeschriftung, pole",
    "options": "options, choices, answers, response options, optionen, auswahl, antworten, antwortmöglichkeiten",
    "at_most": "at most, maximum choices, most, höchstens",
    "minimum": "minimum, min, from, von, kleinster wert",
    "maximum": "maximum, max, to, bis, größter wert",
    "longest": "longest, characters, most characters, zeichen",
    "also": "also, flags, außerdem",
    "text": "statement, item, item text, text, wording, question, question text, aussage, aussagen, frage, wortlaut,"
    " statement text, itemtext, fragetext, formulierung, statements, questions, items, item wording",
}
_GERMAN = {
    *(
        "aussage",
        "aussagen",
        "frage",
        "wortlaut",
        "itemtext",
        "fragetext",
        "formulierung",
        "skala",
        "subskala",
        "thema",
    ),
    *("abschnitt", "beschriftung", "beschriftungen", "antworten", "antwortmöglichkeiten", "optionen", "auswahl"),
}
"""Those of them that say in which language the column is."""
_EITHER = {"item", "items"}
"""What may be called so is the statement, or, beside a column of statements, its number."""
LANGUAGES_OF = ("text", "labels", "options", "scale", "section")
"""Columns of which there may be one a language."""


class Column(Struct, frozen=True):
    """What a column is; ``language`` is '' where its heading names none."""

    role: str
    language: str = ""


def _key(text: str) -> str:
    return bare(text).replace(" ", "") or text.strip()


_ROLES = {_key(word): role for role, words in COLUMNS.items() for word in words.split(",")}
_CODES = frozenset(
    {"ar", "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "he", "hr", "hu", "it", "ja", "ko", "lt", "lv"}
    | {"nb", "nl", "pl", "pt", "ro", "ru", "sk", "sl", "sv", "tr", "uk", "zh"}
)
"""Languages that a heading may be in without brackets around its code."""


def _languages() -> dict[str, str]:
    """Codes, and what the languages are called in English, in German and in themselves."""
    found = {code: code for code in _CODES}
    told = (Locale("en").languages, Locale("de").languages)
    for code in _CODES:
        for names in (*told, Locale(code).languages):
            if name := names.get(code):
                found[_key(name)] = code
    # Those of a country have names of their own, too: “Brazilian Portuguese”.
    for names in told:
        found |= {_key(name): code_of(code) for code, name in names.items() if "_" in code and code[:2] in _CODES}
    return found


_LANGUAGES = _languages()
_WITH_COUNTRY = re.compile(r"\b([A-Za-z]{2,3})-([A-Z]{2}|[A-Z][a-z]{3}|\d{3})\b")


def language_of(text: str) -> str:
    """The code of a language named by code, ``en-GB``, or name, ``Portuguese (Brazil)``; '' of anything else."""
    text = text.strip()
    named = re.search(r"\(([A-Za-z]{2,3}(?:[-_]\w+)*)\)$", text)
    code = code_of(named[1] if named else text)
    if code and (named or base(code) in _CODES):
        return code
    return _LANGUAGES.get(_key(text)) or _of_country(text)


def _of_country(text: str) -> str:
    """Of a language's name with that of a country behind it."""
    parts = re.fullmatch(r"([^()]+)\(([^()]+)\)", text)
    language = _LANGUAGES.get(_key(parts[1]), "") if parts else ""
    if not parts or not language or "-" in language:
        return ""
    for told in ("en", "de", language):
        for code, name in Locale(told).territories.items():
            if _key(name) == _key(parts[2]):
                return code_of(f"{language}-{code}")
    return ""


def column(heading: str) -> Column | None:
    """What a heading says: ``Statement``, ``Statement (de)``, ``Text: English``, ``Deutsch``."""
    key = _key(heading) if len(heading) <= _LONGEST else ""
    if not key:
        return None
    if role := _ROLES.get(key):
        return Column(role, "de" if key in _GERMAN else "")
    if language_of(re.sub(r"\([^()]*\)$", "", heading)):
        return Column("text", language_of(heading))
    pieces = [piece for piece in re.split(r"[\s:()\[\],;/|–-]+", _WITH_COUNTRY.sub(r"\1_\2", heading)) if piece]
    for cut in range(1, len(pieces)):
        for words, rest in ((pieces[:cut], pieces[cut:]), (pieces[cut:], pieces[:cut])):
            role, language = _ROLES.get(_key("".join(words)), ""), language_of(" ".join(rest))
            if role in LANGUAGES_OF and language:
                return Column(role, language)
    without = re.sub(r"\([^()]*\)", "", heading).strip(" ?:*")
    return column(without) if without not in ("", heading) else None


def heading_row(sheet: SeenSheet) -> SeenRow | None:
    """The row that names most columns, the one of the statements among them, of the first; None where none does."""

    def named(row: SeenRow) -> int:
        cells = [cell for cell in row.cells if cell]
        # An answer that many gave may be a language's code: “Ja”, “IT”, “no”.
        columns = {cell: column(cell) for cell in cells if cells.count(cell) == 1 or cell.lower() not in _CODES}
        texts = [cell for cell, each in columns.items() if each and each.role == "text"]
        known = sum(map(bool, columns.values()))
        return known if texts and (known > 1 or texts[0].lower() not in _CODES) else 0

    return max((row for row in sheet.rows[:_LOOKED_AT] if named(row)), key=named, default=None)


def headings(row: SeenRow, hidden: frozenset[int]) -> dict[int, Column]:
    """The columns of a table by their place; each role and language once, hidden ones not."""
    found: dict[int, Column] = {}
    plain = sum(column(cell) == Column("text") for cell in row.cells)
    for place, cell in enumerate(row.cells):
        each = column(cell)
        if each == Column("text") and plain > 1 and _key(cell) in _EITHER:
            each = Column("id")
        if each and each not in found.values() and place not in hidden:
            found[place] = each
    return found


def unknown(row: SeenRow, known: Mapping[int, Column]) -> Sequence[str]:
    """The headings that mean nothing here."""
    return [row.cell(place) for place, cell in enumerate(row.cells) if place not in known and cell]
