"""Typst, and text made fit for it. A PDF/UA must not have a character that no font can show."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import typst

from diagnostic.briefing.fonts import missing, to_try

_MISSING_CODEPOINTS = "missing codepoints"
SUBSTITUTE = "□"
_ROUNDS = 5
_LOOKS = re.compile(r"[\ufe00-\ufe0f\u20e3]")
"""They choose how the character before them looks, and are no character that a font could lack."""
_MARK = r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0]"
_STACKED = re.compile(f"({_MARK}){_MARK}+")
_KEPT = "\u200b−□"
_PIECE = 7
_COMPOUND = 40
"""No word of a language is longer."""
_AROUND = "„“”‚‘’«»()[].,:;!?…"
_BREAK = "\u200b"
_SET = {".typ", ".svg", ".csv", ".json", ".toml", ".yaml", ".txt"}
"""What a template may take in: it is handed texts alone."""


def typeset(  # noqa: PLR0917 (what a file is made of)
    template: str,
    files: Mapping[str, Path],
    fonts: tuple[Path, ...],
    families: Sequence[str],
    text: str,
    timestamp: int,
) -> bytes:
    """A PDF/UA-1 of a template among some files and its data, a JSON text.

    ``fonts`` are the folders of our own fonts, ``families`` those that the template names. Where no font has a
    character, a `SUBSTITUTE` stands in its place.
    """
    # The files may lie in several folders; typst takes them by their paths, and begins with `main`.
    sources = {name: path.read_bytes() for name, path in files.items() if path.suffix in _SET}
    main: Any = {**sources, "main.typ": sources[template]}  # its annotation knows no more than one file
    given = text = _STACKED.sub(r"\1", _LOOKS.sub("", unicodedata.normalize("NFC", text)))
    *_, machine = several = tuple(to_try(fonts, families))
    for found in (*several, *(machine,) * (_ROUNDS - 1)):
        compiler = typst.Compiler(font_paths=found)
        try:
            return _compiled(compiler, main, text, timestamp, substituted=text is not given)
        except typst.TypstError as error:
            lacking = list(missing(error))
            if not lacking and _MISSING_CODEPOINTS not in str(error):
                raise
            if found is machine:
                # Where typst does not say which: accents on nothing, such as at the start of a chart's line.
                text = _without(lacking, text) if lacking else re.sub(_MARK, "", text)
    return _compiled(typst.Compiler(font_paths=machine), main, _latin(text), timestamp, substituted=True)


def _compiled(compiler: typst.Compiler, main: Any, text: str, timestamp: int, *, substituted: bool) -> bytes:
    pdf = compiler.compile(
        input=main,
        format="pdf",
        sys_inputs={"data": text, "substituted": "yes" if substituted else ""},
        pdf_standards="ua-1",
        timestamp=timestamp,
    )
    if not isinstance(pdf, bytes):
        raise TypeError(f"typst made no PDF but {type(pdf).__name__}")
    return pdf


def _without(missing: list[str], text: str) -> str:
    # Longest first: a letter with its accent before the accent alone.
    for characters in sorted(set(missing), key=lambda some: (-len(some), some)):
        text = text.replace(characters, SUBSTITUTE)
    return text


def _latin(text: str) -> str:
    """Letters and signs of Latin script, which our own fonts have: where some are missing after so many rounds."""
    return "".join(c if ord(c) < 0x180 or 0x2010 <= ord(c) <= 0x2026 or c in _KEPT else SUBSTITUTE for c in text)


def direction(text: str) -> str:
    """``rtl`` where the first letter is of a script written from right to left."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ("L", "R", "AL"):
            return "ltr" if kind == "L" else "rtl"
    return "ltr"


def breakable(text: str, longest: int = 23) -> str:
    """Words longer than ``longest``, which hyphens may not help, with places to break them.

    Words of a language are left to its hyphens: they would be torn apart without any. Where words have no spaces
    between them, lines break by rules of their own.
    """
    return re.sub(rf"[^\s{_BREAK}\u2e80-\uffef-]{{{longest + 1},}}", lambda found: _in_pieces(found[0], longest), text)


def _in_pieces(word: str, longest: int) -> str:
    letters = word.strip(_AROUND)
    return word if letters.isalpha() and len(letters) <= max(longest, _COMPOUND) else _BREAK.join(_pieces(word))


def _pieces(word: str) -> Iterator[str]:
    for start in range(0, len(word), _PIECE):
        yield word[start : start + _PIECE]
