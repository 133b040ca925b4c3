"""Languages of other scripts, to look at: every text of the product, its letters exchanged, placeholders kept.

They are read by nobody: what is tried is the direction of writing, the typefaces, and where lines break.
"""

import re
import shutil
import tomllib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import tomlkit
from babel import Locale

from diagnostic.content import content_folder

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ARABIC = "اببتثجحخدذرزسشصضطظعغفقكلمنه"
_HEBREW = "אבגדהוזחטיכלמנסעפצקרשתםןףץ"
_JAPANESE = "会社両方同薬売信頼役割伺話合のがをはにでとるしまいか"
_PLACEHOLDER = re.compile(r"(\{\w*\})")


class Dummy(NamedTuple):
    locale: str
    name: str
    exchanged: Callable[[str], str]


def _letter_by_letter(letters: str, comma: str, text: str) -> str:
    return text.lower().translate(str.maketrans(_LATIN + ",", letters[: len(_LATIN)] + comma))


def _japanese(text: str) -> str:
    """Without vowels inside words, as Japanese needs fewer letters, and in words that no space divides."""
    fewer = re.sub(r"(?<=[a-z])[aeiou]", "", text.lower())
    found = fewer.translate(str.maketrans(_LATIN + ".,;:?!", _JAPANESE + "。、；：？！"))
    return re.sub(r" *([。、；：？！]) *| ", r"\1", found)


DUMMIES = {
    "ar": Dummy("ar_EG", "العربية", partial(_letter_by_letter, _ARABIC, "،")),
    "he": Dummy("he_IL", "עברית", partial(_letter_by_letter, _HEBREW, ",")),
    "ja": Dummy("ja_JP", "日本語", _japanese),
}
"""Arabic is joined and has six forms of the plural, Hebrew is neither, Japanese has one and no spaces."""


def add_script(folder: Path, language: str) -> Path:
    """The product's content folder with a language more, which all of it speaks."""
    dummy = DUMMIES[language]
    for part in ("reports", "questionnaires"):
        shutil.copytree(content_folder() / part, folder / part)
    forms = {Locale.parse(dummy.locale).plural_form(number) for number in range(200)} | {"other"}
    for file in (*folder.glob("questionnaires/*/en.toml"), folder / "reports" / "words" / "en.toml"):
        if file.parent.name == "subjects":
            continue
        texts = tomllib.loads(file.read_text(encoding="utf-8"))
        if file.parent.name != "side_effects":  # these are words to look for
            texts = _exchanged(texts, dummy, forms)
        (file.parent / f"{language}.toml").write_text(tomlkit.dumps(texts), encoding="utf-8")
    return folder


def _exchanged(value: Any, dummy: Dummy, forms: set[str]) -> Any:
    match value:
        case str() if re.search("[a-z]", value):
            pieces = _PLACEHOLDER.split(value)
            return "".join(piece if n % 2 else dummy.exchanged(piece) for n, piece in enumerate(pieces))
        case list():
            return [_exchanged(one, dummy, forms) for one in value]
        case dict():
            found = {key: _exchanged(one, dummy, forms) for key, one in value.items()}
            found |= {key: own for key, own in (("locale", dummy.locale), ("language", dummy.name)) if key in value}
            if {"one", "other"} <= value.keys() and isinstance(value["other"], str):
                found |= dict.fromkeys(forms - {"one"}, found["other"])
            return found
    return value
