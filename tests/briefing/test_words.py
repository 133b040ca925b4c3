"""The wordings of `reports/words`: each is read somewhere."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = [*(ROOT / "diagnostic" / "briefing").rglob("*.py"), *(ROOT / "reports").rglob("*.html")]


def _keys(table: dict[str, object], prefix: str = "") -> Iterator[str]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _keys(value, f"{prefix}{key}.")
        else:
            yield prefix + key


def _read() -> Iterator[re.Pattern[str]]:
    """What is read, by the pieces of keys in quotes: anything where a piece is filled in or goes on."""
    for source in SOURCES:
        for piece in re.findall(r'["\']([a-z_]+(?:\.[a-z_{}]+)*\.?)', source.read_text(encoding="utf-8")):
            filled = re.sub(r"\\\{[^}]*\\?\}?", ".+", re.escape(piece)) + (".+" if piece.endswith(".") else "")
            yield re.compile(rf"{filled}(\.(one|other))?")


def test_every_wording_is_read() -> None:
    words = tomllib.loads((ROOT / "reports" / "words" / "en.toml").read_text(encoding="utf-8"))
    read = list(_read())
    assert [key for key in _keys(words) if not any(pattern.fullmatch(key) for pattern in read)] == []
