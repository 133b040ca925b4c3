"""The one gate for text that comes in: forms, answers, files, addresses of pages, the command line.

What looks the same is the same afterwards, and what no database, mail or office program can hold is gone. Lengths
are the business of whoever stores a text: they differ.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from diagnostic.errors import Fault

_PLAIN = re.compile(r"[\n\x20-\x7e]*")
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_BLANKS = re.compile(r"[^\S\n]")
# Without width, and in nobody's alphabet: zero-width space and joiner of words, soft hyphen, byte order mark, turns of
# direction. The joiners of Persian and of emoji stay.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]")
_WORD = re.compile(r"\b[^\W\d_]+\b")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
# Half a character, which cannot be encoded, and code points that XML forbids.
_MOST_MARKS = 30
"""Of accents and the like on one letter: no language needs so many, and composing a row takes quadratic time."""
_NO_CHARACTERS = re.compile("[\ud800-\udfff\ufffe\uffff]")
_LEGAL_FORM = re.compile(
    r"[\s,]+(& Co\.? ?KG(aA)?|GmbH|mbH|AG|SE|KG(aA)?|Inc|Ltd|LLC|LLP|PLC|Plc|plc|SA|S\.A|SpA|S\.p\.A|NV|N\.V|BV|B\.V"
    r"|Corp|Corporation|Company|Co|Limited|SAS|Sarl|SARL|A/S|AB|Oy|Oyj)\.?$"
)
SHORT = 14
"""The most characters of a company's short name, so that it stands whole above a column and beside a mark."""


def clean(text: str) -> str:
    """A text as it is stored and compared: composed (NFC), lines ended by ``\\n``, every other blank a space.

    Control characters and invisible ones are left out; half a character becomes U+FFFD.
    """
    if _PLAIN.fullmatch(text):
        return text
    text = _NO_CHARACTERS.sub("\ufffd", _CONTROLS.sub("", _INVISIBLE.sub("", text)))
    return unicodedata.normalize("NFC", _few_marks(_BLANKS.sub(" ", _LINE_ENDS.sub("\n", text))))


def _few_marks(text: str) -> str:
    kept, row = [], 0
    for character in text:
        row = row + 1 if unicodedata.combining(character) else 0
        if row <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def one_line(text: str) -> str:
    """The same for what stands on one line, such as a name."""
    return " ".join(clean(text).split())


def alike(text: str) -> str:
    """What two spellings of a name have in common."""
    return one_line(text).casefold()


def bare(text: str) -> str:
    """What texts have in common that differ in case, blanks and punctuation alone; '' of those without more."""
    shown = (character if unicodedata.category(character)[0] in "LMNS" else " " for character in clean(text))
    return " ".join("".join(shown).split()).casefold()


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared: letters alone, whatever their case."""
    return [word.casefold() for word in _WORD.findall(clean(text))]


def control_character(text: str) -> str | None:
    """What to call the first character that a person cannot have meant, ``U+0000``; None where there is none."""
    found = _CONTROLS.search(text) or _NO_CHARACTERS.search(text)
    return f"U+{ord(found[0]):04X}" if found else None


def storable(text: str) -> bool:
    """Whether a database takes a text as it is."""
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def without_legal_form(name: str) -> str:
    """A company's name without its legal form: ``Helix Arzneimittel GmbH & Co. KG`` is ``Helix Arzneimittel``."""
    short = name
    while (found := _LEGAL_FORM.search(short)) and found.start() > 0:
        short = short[: found.start()]
    return short or name


def short_name(name: str) -> str:
    """What a company may be called in `SHORT` characters: the first of its words that fit, or of one word's parts."""
    short = without_legal_form(one_line(name))
    if len(short) <= SHORT:
        return short
    # A word or a part of one ends where the next begins: at a space, a hyphen, a stroke.
    ends = [end.start() for end in re.finditer(r"[\s/&,-]+", short) if 0 < end.start() <= SHORT]
    return short[: max(ends, default=SHORT)]


def short_names(names: Sequence[str], given: Sequence[str]) -> tuple[str, str]:
    """What two companies are called in little room: as given, else as suggested."""
    a, b = (one_line(short) or short_name(name) for short, name in zip(given, names, strict=True))
    return a, b


def short_name_faults(names: Sequence[str], short: Sequence[str]) -> Iterator[Fault]:
    """What is wrong with the short names of two companies, at ``short_a`` or ``short_b``."""
    fields = ("short_a", "short_b")
    for field, name in zip(fields, short, strict=True):
        if len(name) > SHORT:
            yield Fault(field, f"“{name}” is no short name: it has more than {SHORT} characters.")
    # Whose names are the same, or lack, is told that.
    if short[0] and alike(short[0]) == alike(short[1]) and alike(names[0]) != alike(names[1]):
        yield Fault(fields[1], f"Both short names would be “{short[0]}”; give different ones.")
