"""Which characters the bytes of a text stand for: known of Unicode, else guessed and shown, or said by hand."""

import codecs
import re
from itertools import islice

from msgspec import Struct

from diagnostic.errors import Fault, UnreadableFile
from diagnostic.text import one_line

ENCODINGS = {
    "utf-8": "UTF-8",
    "windows-1252": "Windows-1252 (western Europe)",
    "windows-1250": "Windows-1250 (central Europe)",
    "mac-roman": "Mac Roman",
    "ibm850": "DOS 850 (western Europe)",
    "windows-1251": "Windows-1251 (Cyrillic)",
    "windows-1253": "Windows-1253 (Greek)",
    "windows-1254": "Windows-1254 (Turkish)",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16, big-endian",
    "shift_jis": "Shift JIS (Japanese)",
    "gb18030": "GB 18030 (Chinese)",
}
"""What a text may be written in, and what that is called."""
_GUESSED = ("windows-1252", "mac-roman", "windows-1250", "ibm850")
"""What spreadsheets of our languages write besides Unicode, the commonest first."""
_ALPHABETS = (
    "äöüß", "äåö", "æøå", "àâæçéèêëîïôœùûüÿ", "áéíñóúü", "àáâãçéêíóôõúü", "àèéìíòóù", "áäéëïóöü",
    "ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîșțşţ", "čćđšž",
)  # fmt: skip
"""What languages of Europe have beyond ASCII: a text is in one of them."""
_USUAL_SIGNS = frozenset("“”„‘‚’–—…€«»•·§°\xa0")
_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_BEYOND_ASCII = re.compile(rb"[^\s,;|\"]*[\x80-\xff][^\s,;|\"]*")
_LOOKED_AT = 4_000
_SAMPLES, _SAMPLE_BYTES = 3, 30
_MANY_TO_ONE = 10
"""So many characters of UTF-8 outweigh one place that is none."""
_NO_TEXT = "is no text that can be read; save it as “CSV UTF-8” or as XLSX"


class Encoding(Struct, frozen=True):
    """What a text may be written in, and how some of its words would read then."""

    name: str
    label: str
    sample: str


class Decoded(Struct, frozen=True):
    """A text, and in what it was written, where that had to be guessed or was said; '' of Unicode."""

    text: str
    encoding: str = ""

    @property
    def how(self) -> tuple[str, ...]:
        """What to look at, where it was guessed or said."""
        odd = "".join(dict.fromkeys(character for character in self.text if not character.isascii()))[:12]
        return (f"as {ENCODINGS[self.encoding]}: check the letters {' '.join(odd)}",) if self.encoding else ()


def decoded(name: str, data: bytes, encoding: str = "") -> Decoded:
    """A text, in the ``encoding`` that was said, if one was.

    Raises
    ------
    UnreadableFile
        Where it is no text.
    """
    if encoding:
        return Decoded(data.decode(encoding, "replace"), encoding)
    try:
        for mark, of_mark in _MARKS.items():
            if data.startswith(mark):
                return Decoded(data[len(mark) :].decode(of_mark))
        # Text without a mark in UTF-16 has a zero byte in every other place; a text in UTF-8 has none.
        zeros = [data[place:_LOOKED_AT:2].count(0) for place in (0, 1)]
        if max(zeros) > len(data[:_LOOKED_AT]) // 4:
            return Decoded(data.decode("utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"))
    except UnicodeDecodeError:
        raise UnreadableFile([Fault(name, _NO_TEXT)]) from None
    try:
        return Decoded(data.decode())
    except UnicodeDecodeError:
        return _guessed(data)


def encodings(data: bytes) -> tuple[Encoding, ...]:
    """All that a text which is not in Unicode may be written in."""
    words = list(dict.fromkeys(found[0][:_SAMPLE_BYTES] for found in _BEYOND_ASCII.finditer(data)))[:_SAMPLES]
    found = []
    for name, label in ENCODINGS.items():
        pieces = [data[: 2 * _SAMPLE_BYTES]] if name.startswith("utf-16") else words
        sample = ", ".join(one_line(piece.decode(name, "replace")) for piece in pieces)
        # A file in UTF-8 that something spoiled in few places is still best read as that.
        if name == "utf-8" or _is_all(data, name):
            found.append(Encoding(name, label, sample))
    return tuple(found)


def _is_all(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _guessed(data: bytes) -> Decoded:
    """What is not in Unicode has its letters beyond ASCII guessed: somebody has to look at them."""
    spoiled = data.decode("utf-8", "replace")
    wrong = spoiled.count("\ufffd")
    if sum(not character.isascii() for character in spoiled) > _MANY_TO_ONE * wrong:
        return Decoded(spoiled, "utf-8")
    readings = [Decoded(data.decode(encoding), encoding) for encoding in _GUESSED if _is_all(data, encoding)]
    return max(readings, key=lambda reading: _likely(reading.text))


def _likely(text: str) -> int:
    """How much of what is beyond ASCII is usual where it stands, in the language that has most of it."""
    around = [
        (character, text[max(at - 1, 0) : at], text[at + 1 : at + 2])
        for at, character in islice(((at, each) for at, each in enumerate(text) if not each.isascii()), _LOOKED_AT)
    ]
    letters = [character.lower() for character, *beside in around if _begins_or_is_small(character, *beside)]
    signs = sum(_stands_outside(*each) for each in around)
    return signs + max(sum(letter in alphabet for letter in letters) for alphabet in _ALPHABETS)


def _begins_or_is_small(letter: str, before: str, after: str) -> bool:
    if letter.islower():
        return not before.isupper() or not after.isupper()
    return not before.isalpha() or (before.isupper() and not after.islower())


def _stands_outside(sign: str, before: str, after: str) -> bool:
    return sign in _USUAL_SIGNS and (sign == "’" or not (before.isalpha() and after.isalpha()))
