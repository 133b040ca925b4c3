"""What languages are called by: ``pt``, ``pt-BR``, ``zh-Hant`` (BCP 47), and which of several somebody wants."""

import re
from collections.abc import Collection
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global

_CODE = re.compile(r"[a-z]{2,3}(-([A-Z][a-z]{3}|[A-Z]{2}|\d{3}))?")
HOW = "name it by the code of its language, such as pt; where it matters with its country or script, pt-BR or zh-Hant"


def is_code(text: str) -> bool:
    """Whether a text is a language's code as files are named by it: with a country or a script at most."""
    return _CODE.fullmatch(text) is not None


def code_of(text: str) -> str:
    """The code that is meant by a text, however it is written: ``pt_br``, ``zh-Hant-TW``, ``de-informal``; else ''.

    A script says more than the country where it is written, and other additions are left out.
    """
    language, *rest = re.split(r"[-_]", text.strip())
    if not re.fullmatch(r"[A-Za-z]{2,3}", language):
        return ""
    script = [part.title() for part in rest if re.fullmatch(r"[A-Za-z]{4}", part)]
    country = [part.upper() for part in rest if re.fullmatch(r"[A-Za-z]{2}|\d{3}", part)]
    return "-".join([language.lower(), *(script or country)[:1]])


def base(code: str) -> str:
    """The language without country and script."""
    return code.partition("-")[0]


def with_base(code: str) -> tuple[str, ...]:
    """The languages in which something may be said for a code, itself first: what ``pt-BR`` lacks is as in ``pt``."""
    return tuple(dict.fromkeys((code, base(code))))


def nearest(wished: str, there: Collection[str]) -> str | None:
    """The language that serves whoever wishes for one: that one, the same without a country, or the only one like it.

    The same language in another script serves nobody.
    """
    code = code_of(wished)
    if not code or code in there:
        return code or None
    alike = [one for one in there if _written(one) == _written(code)]
    plain = [one for one in alike if one == base(code)] or [one for one in alike if "-" in one and one[-1].islower()]
    found = plain or alike
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=1024)
def _written(code: str) -> tuple[str, str]:
    """Language and script: that which it usually has in its country, where a code names none."""
    language, _, rest = code.partition("-")
    usual = get_global("likely_subtags")
    likely = code if len(rest) == 4 else usual.get(f"{language}_{rest}") or usual.get(language) or language
    script = re.search(r"[-_]([A-Z][a-z]{3})\b", likely.replace("_", "-"))
    return language, script[1] if script else ""


@lru_cache(maxsize=1024)
def named(code: str, told: str = "en") -> str:
    """What a language is called in another one: ``Portuguese (Brazil)``; its code where that one has no word for it."""
    words = Locale.parse(told, sep="-")
    language, _, rest = code.partition("-")
    own = words.languages.get(language)
    more = words.scripts.get(rest) or words.territories.get(rest) if rest else ""
    return f"{own} ({more})" if own and more else own or code


def own_name(code: str) -> str:
    """What a language calls itself, with a capital; its code where that is not known."""
    for known in with_base(code):
        try:
            name = Locale.parse(known, sep="-").get_display_name() or ""
        except (ValueError, UnknownLocaleError):
            continue
        return name[:1].upper() + name[1:]
    return code
