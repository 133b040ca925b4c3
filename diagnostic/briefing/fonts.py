"""Typefaces of what is printed: those that come along, those of the machine, and the letters that none of them has."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import typst
import vl_convert
from babel import Locale

from diagnostic.content import content_layers
from diagnostic.errors import Fault, InvalidContent

FAMILY = "Lato"
_OTHERS = ("Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans JP")
_HAN = {
    "ko": ("Noto Sans CJK KR", "Noto Sans KR"),
    "zh": ("Noto Sans CJK SC", "Noto Sans SC"),
    "zh_Hant": ("Noto Sans CJK TC", "Noto Sans TC"),
}
"""Characters that Japanese, Chinese and Korean share look different in each."""
_OF_OFFICE = {"ja": "Yu Gothic", "ko": "Malgun Gothic", "zh": "Microsoft YaHei", "zh_Hant": "Microsoft JhengHei"}

_MISSING = re.compile(r"the text `\"(.*?)\"` could not be displayed")
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")
_PLAIN_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}
_BREAK = "\u200b"
_TRIED = b"""#set document(title: "Letters")
#set text(font: "Lato")
#sys.inputs.text"""


def east_asian(locale: Locale) -> str:
    """What office programs set a language's letters in, by the name of a font that comes with them; '' for others."""
    return _OF_OFFICE.get(_script(locale), "")


def families(locale: Locale) -> tuple[str, ...]:
    """In which typefaces letters are looked for, the first first; what none of them has may be in any other."""
    return (FAMILY, *_HAN.get(_script(locale), ()), *_OTHERS)


def _script(locale: Locale) -> str:
    """The language, and of Chinese which characters."""
    traditional = locale.script == "Hant" or locale.territory in ("TW", "HK", "MO")
    return "zh_Hant" if locale.language == "zh" and traditional else locale.language


def folders(content: Path | None) -> tuple[Path, ...]:
    """Where our own fonts lie."""
    return tuple(folder for folder in content_layers(content, "reports/fonts") if folder.is_dir())


@lru_cache(maxsize=8)
def ours(folders: tuple[Path, ...]) -> typst.Fonts:
    """The fonts that come along; `InvalidContent` where Lato is not among them."""
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[*folders])
    if FAMILY not in found.families():
        raise InvalidContent((Fault("reports/fonts", f"holds no {FAMILY}; install the product anew"),))
    return found


@lru_cache(maxsize=8)
def all_here(folders: tuple[Path, ...]) -> typst.Fonts:
    """Our own fonts, and after them the machine's, which are there for scripts that ours lack."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=[*folders])


def to_try(folders: tuple[Path, ...], wanted: Iterable[str]) -> Iterator[typst.Fonts]:
    """Ours alone, where these have what is wanted: so that a file is the same on any machine. Then all there are."""
    own, machine = ours(folders), all_here(folders)
    if not set(wanted) & set(machine.families()) - set(own.families()):
        yield own
    yield machine


@lru_cache(maxsize=8)
def draw_with(folders: tuple[Path, ...]) -> None:
    """Make them known to what draws a chart as a picture."""
    for folder in folders:
        vl_convert.register_font_directory(str(folder))


def missing(error: typst.TypstError) -> Iterator[str]:
    """What could not be shown, as typst says it: all of it, in one error."""
    for quoted in _MISSING.findall(error.diagnostic):
        # A place to break is named only because of what stands beside it.
        characters = _ESCAPE.sub(_unescaped, quoted).strip(_BREAK)
        # Our fonts have all of ASCII, which is also what JSON is written in.
        if characters and not characters.isascii():
            yield characters


def _unescaped(escape: re.Match[str]) -> str:
    return chr(int(escape[1], 16)) if escape[1] else _PLAIN_ESCAPES.get(escape[2], escape[2])


def without_glyph(texts: Iterable[str], folders: tuple[Path, ...]) -> frozenset[str]:
    """The letters of some texts that no font on this machine has."""
    letters = frozenset(c for text in texts for c in text if unicodedata.category(c)[0] == "L" and not c.isascii())
    compiler = typst.Compiler(_TRIED, font_paths=all_here(folders))
    try:
        # Each by itself: beside others it would be shaped with them.
        compiler.compile(sys_inputs={"text": " ".join(sorted(letters))}, format="pdf", pdf_standards="ua-1")
    except typst.TypstError as error:
        lacking = frozenset("".join(missing(error))) & letters
        if not lacking:
            raise
        return lacking
    return frozenset()
