"""Whether each language of `reports/words` has all the wordings of a briefing, before one is made."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from babel import Locale, UnknownLocaleError

from diagnostic.briefing.wording import FALLBACK, read_words, words_in
from diagnostic.content import content_layers
from diagnostic.errors import Fault, InvalidContent
from diagnostic.questionnaire.frame import listed, placeholders

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
