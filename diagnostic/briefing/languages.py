"""Whether each language of `reports/words` has all the wordings of a briefing, before one is made."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from babel import Locale, UnknownLocaleError

from diagnostic.briefing.wording import FALLBACK, read_words, words_in
from diagnostic.content import content_layers
from diagnostic.errors import Fault, InvalidContent
from diagnostic.questionnaire.frame import listed, placeholders

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
