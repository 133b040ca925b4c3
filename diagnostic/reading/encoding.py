"""Which characters the bytes of a text stand for."""

import codecs

from charset_normalizer import from_bytes

from diagnostic.errors import Fault, UnreadableFile

_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_OTHERS = {
    "cp1252": "Windows-1252 (western Europe)",
    "cp1250": "Windows-1250 (central Europe)",
}
"""What spreadsheets write besides Unicode."""
_LOOKED_AT = 4_000


def decoded(name: str, data: bytes) -> tuple[str, tuple[str, ...]]:
    """A text, and how it was read where that is not UTF-8.

    Raises
    ------
    UnreadableFile
        Where it is no text.
    """
    try:
        for mark, encoding in _MARKS.items():
            if data.startswith(mark):
                return data[len(mark) :].decode(encoding), ()
        # Text without a mark in UTF-16 has a zero byte in every other place; a text in UTF-8 has none.
        zeros = [data[place:_LOOKED_AT:2].count(0) for place in (0, 1)]
        if max(zeros) > len(data[:_LOOKED_AT]) // 4:
            return data.decode("utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"), ()
        try:
            return data.decode(), ()
        except UnicodeDecodeError:
            return _guessed(data)
    except UnicodeDecodeError:
        raise UnreadableFile([Fault(name, "is no text that can be read; save it as “CSV UTF-8” or as XLSX")]) from None


def _guessed(data: bytes) -> tuple[str, tuple[str, ...]]:
    """What is not in Unicode has its letters beyond ASCII guessed: somebody has to look at them."""
    found = from_bytes(data, cp_isolation=list(_OTHERS)).best()
    encoding = found.encoding if found and found.encoding in _OTHERS else "cp1252"
    text = data.decode(encoding)
    if encoding == "cp1250" and text == data.decode("cp1252", "replace"):
        encoding = "cp1252"
    odd = "".join(dict.fromkeys(character for character in text if not character.isascii()))[:12]
    return text, (f"as {_OTHERS[encoding]}: check the letters {' '.join(odd)}",)
