"""The words around every questionnaire: consent, buttons, faults, thanks, and what a refused link says.

A folder of one TOML file a language, all with the same keys and the same placeholders, so that no
language says less than another.
"""

import string
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from babel import Locale, UnknownLocaleError
from babel.dates import format_time
from babel.numbers import format_decimal

from diagnostic.errors import AnswerFault, Fault, InvalidQuestionnaire
from diagnostic.questionnaire import translation
from diagnostic.questionnaire.days import written
from diagnostic.questionnaire.language_codes import with_base
from diagnostic.writing import Direction, direction_of, filled

Read = TypeVar("Read")


class Frame(msgspec.Struct, frozen=True):
    """The texts, by language, then by dotted key: ``consent.promise``."""

    texts: dict[str, dict[str, str]]

    @classmethod
    def load(cls, *folders: Path) -> "Frame":
        """Read and check every language file in a folder; of several, what the first has not is as in the next.

        Raises
        ------
        InvalidQuestionnaire
            With every fault found, each naming file and key.
        """
        faults: list[Fault] = []
        texts = read_languages(folders, _laid_over, faults)
        _compare(folders[0].name, texts, faults)
        if faults:
            raise InvalidQuestionnaire(faults)
        return cls(texts)

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.texts)

    def text(self, language: str, key: str, /, **names: object) -> str:
        """A wording with its placeholders filled. An unknown key is a fault of the program: KeyError."""
        return filled(self.texts[language][key], language, names)

    def date(self, language: str, day: date) -> str:
        """A day as people write it: ``30 November 2026``."""
        return written(day, "long", self.texts[language]["locale"])

    def time(self, language: str, moment: datetime) -> str:
        """A time of day as people write it, on the clock the moment is given in: ``23:59``."""
        return format_time(moment, format="short", tzinfo=moment.tzinfo, locale=self.texts[language]["locale"])

    def direction(self, language: str) -> Direction:
        """Where a line of text begins."""
        return direction_of(self.texts[language]["locale"])

    def number(self, language: str, value: float) -> str:
        """A number as people write it; 12.0 is ``12``."""
        return format_decimal(value, locale=self.texts[language]["locale"])

    def fault(self, language: str, fault: AnswerFault) -> str:
        """What to correct, in the respondent's language."""
        details = {
            name: value if isinstance(value, str) else self.number(language, value)
            for name, value in fault.details.items()
        }
        return self.text(language, f"faults.{fault.code}", **details)


def read_languages(
    folders: Sequence[Path], read: Callable[[Sequence[Path], list[Fault]], Read | None], faults: list[Fault]
) -> dict[str, Read]:
    """What folders hold, by the language each file is named by; of one that cannot be read only the fault.

    ``read`` is given all files of a language, that of the first folder first; after those of ``pt-BR`` those of ``pt``.
    """
    languages = sorted({path.stem for folder in folders for path in folder.glob("*.toml")})
    files = {
        language: [folder / f"{code}.toml" for code in with_base(language) for folder in folders]
        for language in languages
    }
    found = {language: read([path for path in paths if path.is_file()], faults) for language, paths in files.items()}
    if not found:
        faults.append(Fault(folders[0].name, "no language file (such as en.toml) lies in this folder"))
    return {language: one for language, one in found.items() if one}


def _laid_over(paths: Sequence[Path], faults: list[Fault]) -> dict[str, str]:
    """The texts of a language: what the first file does not say is said in the next one's words.

    What the last one does not say, nothing asks for any more.
    """
    *over, last = (_read(path, faults) for path in paths)
    texts = {key: next((own[key] for own in over if key in own), text) for key, text in last.items()}
    try:
        Locale.parse(texts.get("locale", ""))
    except (ValueError, UnknownLocaleError):
        where = f"{paths[0].parent.name}/{paths[0].name}: key locale"
        faults.append(Fault(where, "must name a locale for dates and numbers, such as en_GB"))
    return texts


def _read(path: Path, faults: list[Fault]) -> dict[str, str]:
    where = f"{path.parent.name}/{path.name}"
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(Fault(where, f"cannot be read as TOML: {error}"))
        return {}
    if wrong := translation.taken(read)[1]:
        faults.append(Fault(f"{where}: {translation.TABLE}", wrong))
    texts = dict(_flatten(read))
    for key, text in texts.items():
        if not text.strip():
            faults.append(Fault(f"{where}: key {key}", "is empty"))
    return texts


def _compare(folder: str, texts: Mapping[str, Mapping[str, str]], faults: list[Fault]) -> None:
    """Hold every language to all keys there are, and to the placeholders that the first language has."""
    complete = {key: language for language in reversed(list(texts)) for key in texts[language]}
    for language, own in texts.items():
        for key, reference in complete.items():
            where = f"{folder}/{language}.toml: key {key}"
            if key not in own:
                faults.append(Fault(where, f"no translation; {reference}.toml has one"))
                continue
            try:
                names, wanted = placeholders(own[key]), placeholders(texts[reference][key])
            except ValueError as error:
                faults.append(Fault(where, str(error)))
                continue
            if names != wanted:
                faults.append(
                    Fault(where, f"its placeholders are {listed(names)}, in {reference}.toml {listed(wanted)}")
                )


def placeholders(text: str) -> set[str]:
    """The names that a wording fills in; ValueError where a brace stands alone."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        raise ValueError("a brace is opened or closed alone; a placeholder reads {company}") from None


def listed(names: set[str]) -> str:
    """Placeholders as they are written; ``none`` where there are none."""
    return ", ".join(f"{{{name}}}" for name in sorted(names)) or "none"


def _flatten(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)
