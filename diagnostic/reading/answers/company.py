"""Which company somebody is of, row by row, and what has to be asked to know it."""

from collections.abc import Iterator
from functools import cache

import msgspec

from diagnostic.errors import Fault
from diagnostic.questionnaire import Side
from diagnostic.reading.answers.mapping import SIDE, AnswersMapping
from diagnostic.reading.answers.meanings import is_no_answer
from diagnostic.reading.answers.result import Meaning
from diagnostic.reading.companies import RosterOf
from diagnostic.text import alike

_MOST_COMPANIES = 12
"""A column with more texts that are no company's name says something else."""


class Companies:
    """What a table says of companies, as a mapping tells to read it, gathered while its rows are read."""

    def __init__(self, mapping: AnswersMapping, of: RosterOf, column: str | None) -> None:
        self._mapping, self._of = mapping, of
        self.column = column
        """The column that says it; None where none does."""
        self._named, self._meant = cache(of.named), cache(of.meant)
        self._texts: dict[str, Meaning] = {}

    def side(self, text: str) -> Side | Fault | None:
        """The company of a row by what its column says; None where that is still to be decided."""
        how, name = self._mapping.company_from, self.column
        if how in ("a", "b"):
            return how
        if name is None:
            return None
        text = "" if is_no_answer(text) else text
        if how == "domain":
            said = f"is of a mail domain of neither {self._of.name('a')} nor {self._of.name('b')}"
            return self._of.by_domain(text) or Fault(name, said)
        key, named = alike(text), self._named(text)
        side = self._mapping.companies.get(key) or named
        if side is None and (alike(name) == SIDE or not text):
            return Fault(name, "give a or b" if alike(name) == SIDE else "is empty; write the company")
        if named:
            return named
        side = side or self._meant(text)
        before = self._texts.get(key, Meaning(text, 0, side))
        self._texts[key] = msgspec.structs.replace(before, times=before.times + 1)
        return side

    def to_decide(self) -> Iterator[Meaning]:
        """Texts to decide on; of a column that cannot be the company's none but those that are near a name."""
        few = len(self._unknown()) <= _MOST_COMPANIES
        return (each for each in self._texts.values() if few or each.meant)

    def questions(self) -> Iterator[Fault]:
        """What somebody has to say."""
        if self.column is None and self._mapping.company_from in ("column", "domain"):
            yield Fault("company", "Where does it say which company somebody is of?")
        unknown = self._unknown()
        if len(unknown) > _MOST_COMPANIES:
            said = f"“{self.column}” says {len(unknown):,} different things, none of them a company's name"
            yield Fault("company", f"{said}. Which column says which company somebody is of?")
        else:
            yield from (Fault("companies", f"Which company is “{text}”?") for text in unknown)

    def _unknown(self) -> list[str]:
        return [each.text for each in self._texts.values() if each.meant is None]
