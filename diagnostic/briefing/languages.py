"""Whether each language of `reports/words` has all the wordings of a briefing, before one is made."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.localedata import exists

from diagnostic.briefing.fonts import folders, without_glyph
from diagnostic.briefing.words import FALLBACK, read_words, words_in
from diagnostic.content import content_layers
from diagnostic.errors import Fault, InvalidContent
from diagnostic.questionnaire.frame import listed, placeholders
from diagnostic.questionnaire.language_codes import is_code, named

_NAMED = 8
_EAST_ASIAN = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO")
_EXAMPLES = 3
_COUNTED = range(1001)
"""Numbers of people and findings: whole, and no millions, for which some languages have a form of their own."""


def check_words(content: Path | None = None) -> None:
    """Hold every language file to the English one: its keys, its placeholders, and its own forms of the plural.

    Raises
    ------
    InvalidContent
        With every fault found, each naming file and key.
    """
    layers = content_layers(content, "reports/words")
    languages = sorted({path.stem for folder in layers for path in folder.glob("*.toml")})
    english = read_words(layers[-1] / f"{FALLBACK}.toml")
    if faults := [fault for each in languages for fault in _faults(each, words_in(each, content), english)]:
        raise InvalidContent(faults)


def unprintable(*spoken: Path, content: Path | None = None) -> Iterator[str]:
    """Of each language that files in folders are named by, what a PDF made on this machine would lack."""
    found: dict[str, list[Path]] = {}
    for file in (file for folder in spoken for file in folder.rglob("*.toml")):
        if is_code(file.stem) and exists(file.stem.replace("-", "_")):
            found.setdefault(file.stem, []).append(file)
    for language, files in sorted(found.items()):
        said = (file.read_text(encoding="utf-8", errors="replace") for file in files)
        if lacking := sorted(without_glyph(said, folders(content))):
            some = "".join(lacking[:_NAMED]) + ("…" if len(lacking) > _NAMED else "")
            yield (
                f"no font here has {len(lacking)} of the letters of {named(language)} ({some}), so a PDF shows □ in "
                f"their place. Install one that has, on Debian: apt-get install {_package(lacking)}"
            )


def _package(letters: list[str]) -> str:
    east_asian = any(unicodedata.name(letter, "").startswith(_EAST_ASIAN) for letter in letters)
    return "fonts-noto-cjk" if east_asian else "fonts-noto-core"


def _faults(language: str, words: Mapping[str, str], english: Mapping[str, str]) -> Iterator[Fault]:
    where = f"words/{language}.toml: key"
    try:
        forms = forms_of(Locale.parse(words.get("locale", "")))
    except (ValueError, UnknownLocaleError):
        yield Fault(f"{where} locale", "must name a locale for days and plurals, such as en_GB")
        return
    for own, (model, counted) in wanted(english, forms).items():
        if own not in words:
            yield Fault(f"{where} {own}", f"no wording; {FALLBACK}.toml says “{model}”")
        elif what := wrong_placeholders(words[own], model, counted=counted):
            yield Fault(f"{where} {own}", what)


def forms_of(locale: Locale) -> dict[str, tuple[int, ...]]:
    """The forms of the plural that a language has for numbers of people and findings, and the first such numbers."""
    numbers: dict[str, list[int]] = {}
    for number in _COUNTED:
        numbers.setdefault(locale.plural_form(number), []).append(number)
    return {form: tuple(each[:_EXAMPLES]) for form, each in numbers.items()}


def wanted(english: Mapping[str, str], forms: Iterable[str]) -> dict[str, tuple[str, bool]]:
    """What a language with these forms of the plural has to say, by key: the English wording, and whether it counts."""
    found: dict[str, tuple[str, bool]] = {}
    for key, model in english.items():
        stem, _, form = key.rpartition(".")
        counted = form in ("one", "other") and {f"{stem}.one", f"{stem}.other"} <= english.keys()
        if not counted:
            found[key] = (model, False)
        elif form == "other":  # and by it the others are told
            found |= {f"{stem}.{each}": (model, True) for each in sorted(forms)}
    return found


def wrong_placeholders(text: str, model: str, *, counted: bool = False) -> str | None:
    """What is wrong with the placeholders of a text, which is to have those of the English one."""
    try:
        names, wanted = placeholders(text), placeholders(model)
    except ValueError as error:
        return str(error)
    # Not every form has to say all: "a comment" needs no number.
    if names == wanted or (counted and names < wanted):
        return None
    return f"its placeholders are {listed(names)}, in {FALLBACK}.toml {listed(wanted)}"
