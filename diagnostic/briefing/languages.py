"""Whether each language of `reports/words` has all the wordings of a briefing, before one is made."""

import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.localedata import exists

from diagnostic.briefing.fonts import folders, without_glyph
from diagnostic.briefing.wording import FALLBACK, read_words
from diagnostic.content import content_layers
from diagnostic.errors import Fault, InvalidContent
from diagnostic.questionnaire.frame import listed, placeholders

_NAMED = 8
_EAST_ASIAN = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO")
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
    own, installed = layers[0], layers[-1]
    # What a deployment's own file lacks is said in the product's words of that language, where there are any.
    said = {
        path.stem: read_words(installed / path.name) | read_words(own / path.name)
        for path in sorted({*installed.glob("*.toml"), *own.glob("*.toml")})
    }
    english = read_words(installed / f"{FALLBACK}.toml")
    if faults := [fault for language, words in said.items() for fault in _faults(language, words, english)]:
        raise InvalidContent(faults)


def unprintable(*spoken: Path, content: Path | None = None) -> Iterator[str]:
    """Of each language that files in folders are named by, what a PDF made on this machine would lack."""
    found: dict[str, list[Path]] = {}
    for file in (file for folder in spoken for file in folder.rglob("*.toml")):
        if exists(file.stem):
            found.setdefault(file.stem, []).append(file)
    for language, files in sorted(found.items()):
        said = (file.read_text(encoding="utf-8", errors="replace") for file in files)
        if lacking := sorted(without_glyph(said, folders(content))):
            name = Locale.parse(language).get_language_name("en")
            some = "".join(lacking[:_NAMED]) + ("…" if len(lacking) > _NAMED else "")
            yield (
                f"no font here has {len(lacking)} of the letters of {name} ({some}), so a PDF shows □ in their place. "
                f"Install one that has, on Debian: apt-get install {_package(lacking)}"
            )


def _package(letters: list[str]) -> str:
    east_asian = any(unicodedata.name(letter, "").startswith(_EAST_ASIAN) for letter in letters)
    return "fonts-noto-cjk" if east_asian else "fonts-noto-core"


def _faults(language: str, words: Mapping[str, str], english: Mapping[str, str]) -> Iterator[Fault]:
    where = f"words/{language}.toml: key"
    try:
        forms = {Locale.parse(words.get("locale", "")).plural_form(number) for number in _COUNTED}
    except (ValueError, UnknownLocaleError):
        yield Fault(f"{where} locale", "must name a locale for days and plurals, such as en_GB")
        return
    for key, model in english.items():
        stem, _, form = key.rpartition(".")
        counted = form in ("one", "other") and {f"{stem}.one", f"{stem}.other"} <= english.keys()
        if counted and form == "one":
            continue  # told by its other form
        wanted = placeholders(model)
        for own in [f"{stem}.{each}" for each in sorted(forms)] if counted else [key]:
            if own not in words:
                yield Fault(f"{where} {own}", f"no wording; {FALLBACK}.toml says “{model}”")
                continue
            try:
                names = placeholders(words[own])
            except ValueError as error:
                yield Fault(f"{where} {own}", str(error))
                continue
            # Not every form has to say all: "a comment" needs no number.
            if names != wanted and not (counted and names < wanted):
                what = f"its placeholders are {listed(names)}, in {FALLBACK}.toml {listed(wanted)}"
                yield Fault(f"{where} {own}", what)
