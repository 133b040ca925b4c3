"""Typst: its fonts, and text made fit for it. A PDF/UA must not have a character that no font can show."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from diagnostic.errors import Fault, InvalidContent

_MISSING = re.compile(r"the text `\"(.*?)\"` could not be displayed")
_MISSING_CODEPOINTS = "missing codepoints"
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")
_PLAIN_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}
_SUBSTITUTES = {"◆": "◊"}
"""By characters that our own charts use and the fonts that come along lack."""
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
FAMILY = "Lato"
_BREAK = "\u200b"
_UNSPACED = "\u3000-\u30ff\u3400-\u9fff\uff00-\uffef"
"""Kana, Chinese characters, and their punctuation, written without blanks."""
_SET = {".typ", ".svg", ".csv", ".json", ".toml", ".yaml", ".txt"}
"""What a template may take in: it is handed texts alone."""
_ISOLATED = "\u2068{}\u2069"


def typeset(template: str, files: Mapping[str, Path], fonts: tuple[Path, ...], text: str, timestamp: int) -> bytes:
    """A PDF/UA-1 of a template among some files and its data, a JSON text.

    ``fonts`` are the folders of our own fonts. Where no font has a character, a `SUBSTITUTE` stands in its place.
    """
    # The files may lie in several folders; typst takes them by their paths, and begins with `main`.
    sources = {name: path.read_bytes() for name, path in files.items() if path.suffix in _SET}
    main: Any = {**sources, "main.typ": sources[template]}  # its annotation knows no more than one file
    compiler = typst.Compiler(font_paths=_fonts(fonts))
    text = _STACKED.sub(r"\1", _LOOKS.sub("", unicodedata.normalize("NFC", text)))
    if _alone(fonts):
        text = _without(list(_SUBSTITUTES), text)
    given = text
    for _ in range(_ROUNDS):
        try:
            return _compiled(compiler, main, text, timestamp, substituted=text is not given)
        except typst.TypstError as error:
            missing = list(_missing(error))
            if not missing and _MISSING_CODEPOINTS not in str(error):
                raise
            # Where typst does not say which: accents on nothing, such as at the start of a chart's line.
            text = _without(missing, text) if missing else re.sub(_MARK, "", text)
    return _compiled(compiler, main, _latin(text), timestamp, substituted=True)


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


@lru_cache(maxsize=8)
def _fonts(folders: tuple[Path, ...]) -> typst.Fonts:
    """Our own fonts before the system's, which are there for scripts that ours lack."""
    ours = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[*folders])
    if FAMILY not in ours.families():
        raise InvalidContent((Fault("reports/fonts", f"holds no {FAMILY}; install the product anew"),))
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=[*folders])


@lru_cache(maxsize=8)
def _alone(folders: tuple[Path, ...]) -> bool:
    """Whether this machine has no fonts of its own."""
    return len(_fonts(folders).families()) == 1


def _missing(error: typst.TypstError) -> Iterator[str]:
    """What could not be shown, as typst says it: all of it, in one error."""
    for quoted in _MISSING.findall(error.diagnostic):
        # A place to break is named only because of what stands beside it.
        characters = _ESCAPE.sub(_unescaped, quoted).strip(_BREAK)
        # Our fonts have all of ASCII, which is also what JSON is written in.
        if characters and not characters.isascii():
            yield characters


def _unescaped(escape: re.Match[str]) -> str:
    return chr(int(escape[1], 16)) if escape[1] else _PLAIN_ESCAPES.get(escape[2], escape[2])


def _without(missing: list[str], text: str) -> str:
    # Longest first: a letter with its accent before the accent alone.
    for characters in sorted(set(missing), key=lambda some: (-len(some), some)):
        text = text.replace(characters, _SUBSTITUTES.get(characters, SUBSTITUTE))
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

    Words of a language are left to its hyphens: they would be torn apart without any. Japanese and Chinese break
    between their letters by themselves, and never before a full stop or within a name.
    """
    return re.sub(rf"[^\s{_BREAK}{_UNSPACED}-]{{{longest + 1},}}", lambda found: _in_pieces(found[0], longest), text)


def _in_pieces(word: str, longest: int) -> str:
    letters = word.strip(_AROUND)
    return word if letters.isalpha() and len(letters) <= max(longest, _COMPOUND) else _BREAK.join(_pieces(word))


def _pieces(word: str) -> Iterator[str]:
    for start in range(0, len(word), _PIECE):
        yield word[start : start + _PIECE]


def isolated(text: str, names: tuple[str, ...]) -> str:
    """Names written from right to left kept apart from the sentence around them."""
    for name in names:
        if direction(name) == "rtl" and name != text:
            text = text.replace(name, _ISOLATED.format(name))
    return text
