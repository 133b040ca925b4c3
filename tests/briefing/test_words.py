"""The wordings of `reports/words`: each is read somewhere, and every language has them all."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

ROOT = Path(__file__).parents[2]
WORDS = ROOT / "reports" / "words"
SOURCES = [
    *(ROOT / "diagnostic" / "briefing").rglob("*.py"),
    *(ROOT / "reports").rglob("*.html"),
    *(ROOT / "reports").rglob("*.typ"),
]


def _flat(table: dict[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, str(value)


def _words(language: str) -> dict[str, str]:
    return dict(_flat(tomllib.loads((WORDS / f"{language}.toml").read_text(encoding="utf-8"))))


def _placeholders(wording: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(wording) if name is not None}


def _read() -> Iterator[re.Pattern[str]]:
    """What is read, by the pieces of keys in quotes: anything where a piece is filled in or goes on."""
    for source in SOURCES:
        for piece in re.findall(r'["\']([a-z_]+(?:\.[a-z_{}]+)*\.?)', source.read_text(encoding="utf-8")):
            filled = re.sub(r"\\\{[^}]*\\?\}?", ".+", re.escape(piece)) + (".+" if piece.endswith(".") else "")
            yield re.compile(rf"{filled}(\.(one|other))?")


def test_every_wording_is_read() -> None:
    read = list(_read())
    assert [key for key in _words("en") if not any(pattern.fullmatch(key) for pattern in read)] == []


@pytest.mark.parametrize("language", sorted({path.stem for path in WORDS.glob("*.toml")} - {"en"}))
def test_every_language_has_the_same_wordings_with_the_same_placeholders(language: str) -> None:
    english, words = _words("en"), _words(language)
    assert sorted(words) == sorted(english)
    assert {key: _placeholders(wording) for key, wording in words.items()} == {
        key: _placeholders(wording) for key, wording in english.items()
    }


def test_german_is_set_as_german_is() -> None:
    """Its quotation marks in pairs, none of the English ones, and a no-break space before every per cent sign."""
    for key, wording in _words("de").items():
        assert not set(wording) & set("”‘’\"'"), key
        assert wording.count("„") == wording.count("“"), key
        # But a sign joined to other words stands without one: 95-%-Intervall.
        assert not re.search("(?<![-\u00a0])%", wording), key
