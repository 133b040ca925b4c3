"""The files that a language consists of, and what each of them has to say."""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from itertools import takewhile
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from msgspec import Struct

from diagnostic.briefing import playbook
from diagnostic.briefing.languages import forms_of, wanted
from diagnostic.briefing.messages import rules as messages
from diagnostic.briefing.side_files import is_text, places_by_name
from diagnostic.briefing.toml_file import TomlFile, lines_of
from diagnostic.content import content_file, content_layers
from diagnostic.errors import NotPossible
from diagnostic.questionnaire import load
from diagnostic.questionnaire.frame import placeholders
from diagnostic.questionnaire.language_codes import is_code, with_base
from diagnostic.questionnaire.library import FRAME, SIDE_EFFECTS, SUBJECTS, names
from diagnostic.questionnaire.load import STRUCTURE
from diagnostic.questionnaire.translation import Translation, taken
from diagnostic.reading.instruments.supplied import IMPORTED
from diagnostic.toml_in_place import step
from diagnostic.translation.places import ANYWHERE, PLAYBOOK, QUESTIONNAIRE, Places

SOURCE, REFERENCE = "en", "de"
"""What is translated from, and what stands beside it."""
_OPTIONAL = re.compile(r"items\..+\.unit_one|labels\..+\.(high|low)|nothing|tools\..+\.name")
"""What a language may do without: the workshop's tools are called by their English names where it has no other."""


class Text(Struct, frozen=True):
    """A text that a language has to say."""

    key: str
    source: str
    where: str
    note: str = ""
    counted: bool = False
    """Whether it is one of the forms of the plural."""

    @property
    def placeholders(self) -> frozenset[str]:
        try:
            return frozenset(placeholders(self.source))
        except ValueError:  # a list of words has patterns, in which braces count letters
            return frozenset()

    @property
    def optional(self) -> bool:
        return _OPTIONAL.fullmatch(self.key) is not None


class Part(Struct, frozen=True):
    """One file of each language."""

    name: str
    title: str
    path: str
    """In a content folder, with ``{}`` for the language."""
    layers: tuple[Path, ...]
    """The content folders in which it may lie; the last one counts."""
    whole: bool = False
    """Whether a file stands in place of the one below it, instead of saying what differs."""
    lists: bool = False
    """Whether it holds lists of words, which are made for a language and not translated."""
    counted: bool = False
    """Whether wordings have a form for each form of the plural."""
    sources: tuple[str, ...] = ()
    """Of a questionnaire, those it takes items from."""
    places: Places = ANYWHERE
    """Where texts appear whose table has no comment that says so."""
    main: Path | None = None
    """Of the playbook and the messages, the file that holds more than texts, and these in English: the rest is said in
    English where a language does not say it."""

    def files(self, language: str) -> list[Path]:
        """Those of a language there are, the one that counts last; what ``pt-BR`` has of ``pt`` is none of them."""
        if self.main and language == SOURCE:
            return [self.main]
        return [file for layer in self.layers if (file := layer / self.path.format(language)).is_file()]

    def below(self, language: str) -> list[Path]:
        """The same with those of its base, which it is laid over; where one stands in place of all others, that one."""
        there = [file for code in reversed(with_base(language)) for file in self.files(code)]
        return there[-1:] if self.whole else there

    @property
    def source(self) -> str:
        """The language it is translated from: English, unless a questionnaire of one's own does not speak it."""
        return SOURCE if self.main or SOURCE in self.languages else min(self.languages, default=SOURCE)

    @property
    def languages(self) -> set[str]:
        """Those it is there in."""
        folder, _, name = self.path.partition("{}")
        found = {file.stem for layer in self.layers for file in (layer / folder).glob(f"*{name}")}
        return found - {Path(STRUCTURE).stem}

    def said(self, language: str) -> dict[str, str]:
        """The texts of a language, by dotted key; a list of words is a text with a word a line.

        Raises
        ------
        InvalidContent
            Where a file cannot be read.
        """
        if self.main and language == SOURCE:
            return dict(_in_main(TomlFile.at(self.main).table(), language))
        texts: dict[str, str] = {}
        if self.main:
            whole = TomlFile.at(self.main).table()
            codes = [code for code in reversed(with_base(language)) if code != SOURCE]
            texts = {key: text for code in codes for key, text in _in_main(whole, code)}
        for file in self.below(language):
            if file != self.main:
                table = TomlFile.at(file).table()
                taken(table)
                texts |= dict(self._flat(table))
        return texts

    def answered_for(self, language: str) -> Translation | None:
        """Whether somebody answers for a language's file; None where it does not say."""
        found = [_signed(file, file.stat().st_mtime_ns) for file in self.files(language)]
        return next(filter(None, reversed(found)), None)

    def _flat(self, table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
        for key, value in table.items():
            path = f"{prefix}{step(key)}"
            if isinstance(value, list) and self.lists:
                yield path, "\n".join(map(str, value))
            elif isinstance(value, list):
                yield from self._flat({str(place): one for place, one in enumerate(value, start=1)}, f"{path}.")
            elif isinstance(value, Mapping):
                yield from self._flat(value, f"{path}.")
            else:
                yield path, str(value)


@lru_cache(maxsize=512)
def _signed(file: Path, changed: int) -> Translation | None:  # noqa: ARG001 - read anew then
    return taken(TomlFile.at(file).table())[0]


def _in_main(node: Any, language: str, prefix: str = "") -> Iterator[tuple[str, str]]:
    """What a file with texts by language says in one, by the keys that a file of that language has for them."""
    if is_text(node):
        said = node.get(language, ())
        yield from (
            ((prefix, said),)
            if isinstance(said, str)
            else ((f"{prefix}.{place}", one) for place, one in enumerate(said, start=1))
        )
    elif isinstance(node, Mapping | list):
        names = {place: name for name, place in places_by_name(node).items()} if isinstance(node, list) else {}
        for key, one in node.items() if isinstance(node, Mapping) else enumerate(node):
            called = names.get(key, key + 1) if isinstance(node, list) else key
            yield from _in_main(one, language, f"{prefix}.{step(str(called))}".lstrip("."))


def parts_of(content: Path | None) -> list[Part]:
    """All there are, in the order in which somebody translates them."""
    layers = tuple(reversed(content_layers(content, "")))
    questionnaires = [_questionnaire(name, layers) for name in names([layer / "questionnaires" for layer in layers])]
    return [
        Part(FRAME, "Form and mails", f"questionnaires/{FRAME}/{{}}.toml", layers),
        *questionnaires,
        Part("words", "Briefing", "reports/words/{}.toml", layers, counted=True),
        _beside(messages.FILE, "Messages of page one", content),
        _beside(playbook.FILE, "Playbook", content),
        Part(SIDE_EFFECTS, "Side effects", f"questionnaires/{SIDE_EFFECTS}/{{}}.toml", layers, whole=True, lists=True),
        Part(SUBJECTS, "Subjects", f"questionnaires/{SUBJECTS}/{{}}.toml", layers, whole=True, lists=True),
        Part(IMPORTED, "Instruments from elsewhere", f"questionnaires/{IMPORTED}/{{}}.toml", layers, whole=True),
    ]


def _questionnaire(name: str, layers: tuple[Path, ...]) -> Part:
    folder = f"questionnaires/{name}"
    # One of one's own is its own whole folder.
    there = [layer for layer in layers if (layer / folder / STRUCTURE).is_file()]
    lie_in = layers if there[-1] == layers[0] else (there[-1],)
    items = tomllib.loads((there[-1] / folder / STRUCTURE).read_text(encoding="utf-8-sig")).get("items", [])
    sources = {str(item["uses"]).partition(":")[0] for item in items if "uses" in item}
    return Part(
        name,
        f"Questionnaire {name}",
        f"{folder}/{{}}.toml",
        lie_in,
        sources=tuple(sorted(sources)),
        places=QUESTIONNAIRE,
    )


def _beside(file: str, title: str, content: Path | None) -> Part:
    main = content_file(content, "reports", file)
    # A translation of the product's sentence is none of what somebody worded anew.
    layers = content_layers(content, "")
    over = layers[: layers.index(main.parent.parent) + 1]
    return Part(main.stem, title, f"reports/{main.stem}/{{}}.toml", tuple(reversed(over)), places=PLAYBOOK, main=main)


def locale_of(language: str, said: Mapping[str, str]) -> Locale:
    """How a language counts and writes: by its locale, else by its code.

    Raises
    ------
    NotPossible
        Where there is no such language.
    """
    try:
        if is_code(language):
            return Locale.parse(said.get("locale") or language.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        pass
    raise NotPossible(f"No language is known as {language!r}; give its code, such as pt or pt-BR.")


def texts_of(part: Part, language: str, beside: Collection[Part] = ()) -> list[Text]:
    """What a language has to say in a part, in the order of the file it is translated from.

    A questionnaire also says what it takes from another one which neither speaks the language nor is translated
    ``beside`` it.
    """
    source = part.said(part.source)
    if part.sources:
        source |= {key: text for key, text in _taken(part, language, beside).items() if key not in source}
    notes = _notes(part)
    forms = forms_of(locale_of(language, part.said(language))) if part.counted else {}
    said = wanted(source, forms) if part.counted else {key: (text, False) for key, text in source.items()}
    return [
        Text(key, text, _where(part, key, notes), _note(key, notes, forms if counted else {}), counted)
        for key, (text, counted) in said.items()
    ]


def _taken(part: Part, language: str, beside: Collection[Part]) -> dict[str, str]:
    """What a questionnaire says of itself and of what it takes; nothing where another one says that."""
    others = {each.name for each in beside}
    questionnaires = [layer / "questionnaires" for layer in part.layers]
    if any(
        name in others or any((folder / name / f"{language}.toml").is_file() for folder in questionnaires)
        for name in part.sources
    ):
        return {}
    return load(questionnaires[-1] / part.name, questionnaires[0], languages=(part.source,)).texts[part.source]


def _notes(part: Part) -> dict[str, str]:
    """The comment that stands right above a key or a table in the file it is translated from, by dotted key."""
    notes: dict[str, str] = {}
    for file in part.files(part.source):
        text = file.read_text(encoding="utf-8-sig")
        lines = text.splitlines()
        for key, number in lines_of(text):
            above = takewhile(lambda line: line.startswith("#"), reversed(lines[: number - 1]))
            if said := " ".join(line.lstrip("# ") for line in reversed([*above])):
                notes[key] = said
    return notes


def _where(part: Part, key: str, notes: Mapping[str, str]) -> str:
    """Where a text appears: as its table's comment says, or, of what is alike in all files, as its places do."""
    table = key.rpartition(".")[0]
    while table:
        if table in notes:
            return notes[table]
        table = table.rpartition(".")[0]
    return next((said for pattern, said in part.places if re.fullmatch(pattern, key)), part.title)


def _note(key: str, notes: Mapping[str, str], forms: Mapping[str, tuple[int, ...]]) -> str:
    form = forms.get(key.rpartition(".")[2])
    counts = f"where the number is such as {', '.join(map(str, form))}" if form else ""
    return "; ".join(filter(None, (notes.get(key, ""), counts)))
