"""The wordings of `reports/words`, by language and dotted key."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from diagnostic.briefing.toml_file import TomlFile
from diagnostic.content import content_layers
from diagnostic.errors import InvalidContent
from diagnostic.questionnaire import translation
from diagnostic.questionnaire.language_codes import with_base

FALLBACK = "en"


def words_in(language: str, content: Path | None) -> dict[str, str]:
    """The wordings of a language: what a deployment's own lack is said in the product's, and ``pt-BR`` as in ``pt``.

    Empty where there is no file of it.
    """
    folders = content_layers(content, "reports/words")
    paths = [folder / f"{code}.toml" for code in with_base(language) for folder in folders]
    return {key: text for path in reversed(paths) for key, text in read_words(path).items()}


def read_words(path: Path) -> dict[str, str]:
    """The wordings of one file by dotted key, none where there is no such file; `InvalidContent` if it is no TOML."""
    return _read(path, path.stat().st_mtime_ns) if path.is_file() else {}


@lru_cache(maxsize=16)
def _read(path: Path, changed: int) -> dict[str, str]:  # noqa: ARG001 - what has changed is read anew
    """Kept until the file changes: reading one takes longer than laying out the page it is for."""
    file = TomlFile.at(path, f"words/{path.name}")
    read = file.table()
    if wrong := translation.taken(read)[1]:
        raise InvalidContent((file.fault(translation.TABLE, f"{translation.TABLE}: {wrong}"),))
    return dict(_flatten(read))


def _flatten(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)
