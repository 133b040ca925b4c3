"""Whom a roster is about: which company a text means, which language, and of which company a mail domain is."""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache

from babel import Locale
from msgspec import Struct

from diagnostic.addresses import within
from diagnostic.questionnaire.language_codes import base, named, nearest, own_name
from diagnostic.questionnaire.words import SIDES, Side, other
from diagnostic.reading.instruments.headings import language_of
from diagnostic.text import alike, bare, without_legal_form

_NEAR = 0.8
"""How alike two names are from which on one may be meant by the other; 1 is equal."""


class RosterOf(Struct, frozen=True):
    """What an alliance says of the people to be invited."""

    companies: Mapping[Side, tuple[str, ...]]
    """A company's names: the full one first, then the short one."""
    domains: Mapping[Side, Sequence[str]]
    languages: Sequence[str]
    """The first is for those who have none."""
    attribute: str = ""

    def name(self, side: Side) -> str:
        """A company's full name."""
        return self.companies[side][0]

    def named(self, company: str) -> Side | None:
        """The company that is called so exactly, by ``a`` or ``b`` too."""
        given = alike(company)
        return next((side for side in SIDES if given in {side, *map(alike, self.companies[side])} - {""}), None)

    def meant(self, company: str) -> Side | None:
        """The company that a text may mean by a part of its name or in another spelling; None where both may be."""
        near = {side: max(_likeness(company, name) for name in self.companies[side]) for side in SIDES}
        best = max(SIDES, key=lambda side: near[side])
        return best if near[best] >= _NEAR and near[best] > near[other(best)] else None

    def by_domain(self, email: str) -> Side | None:
        """The company whose mail domain an address has."""
        domain = email.rpartition("@")[2].casefold()
        return next((side for side in SIDES if within(domain, self.domains[side])), None)

    def language(self, text: str) -> str | None:
        """A language by its code, ``de``, ``de-AT``, or by its name in English, in German or in itself.

        Where it is not offered as it is wished for, the nearest that is: ``pt`` for ``pt-PT``, and the other way round.
        """
        given = alike(text)
        for code in (*self.languages, *map(base, self.languages)):
            if given in _names_of(code):
                return nearest(code, self.languages)
        return nearest(language_of(text) or text, self.languages)


def _likeness(text: str, name: str) -> float:
    """1 where one has all the words of the other in the same order from the first on, without legal forms."""
    one, two = (bare(without_legal_form(each)) for each in (text, name))
    if not one or not two:
        return 0.0
    words, others = one.split(), two.split()
    shorter = min(len(words), len(others))
    if words[:shorter] == others[:shorter]:
        return 1.0
    return SequenceMatcher(None, one, two).ratio()


@cache
def _names_of(code: str) -> frozenset[str]:
    names = {own_name(code), *(named(code, told) for told in ("en", "de"))}
    # English has a name of its own for some: “Brazilian Portuguese”.
    names |= {Locale.parse(told).languages.get(code.replace("-", "_"), "") for told in ("en", "de")}
    return frozenset(map(alike, names)) - {""}
