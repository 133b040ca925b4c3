"""How a briefing speaks: the wordings of `reports/words`, and names and numbers as a person writes them."""

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Literal

from babel import Locale
from babel.lists import format_list

from diagnostic.analysis.report import BySide, Interval, OneSided, Reason, Report, Statement, Withheld
from diagnostic.briefing.unseen import clean
from diagnostic.briefing.words import FALLBACK, words_in
from diagnostic.disclosure import JOINT
from diagnostic.errors import NotPossible
from diagnostic.full_stops import one_stop, without_stop
from diagnostic.questionnaire.language_codes import named
from diagnostic.questionnaire.words import SIDES, Owner, Side
from diagnostic.text import without_legal_form
from diagnostic.writing import Direction, direction_of, filled, set_apart

_IMPORTED = "imported."

_SCALE_OF = re.compile(r"(?P<scale>scale:.+)@(?P<side>[ab])")


def half_up(value: float, digits: int) -> Decimal:
    """Rounded as people do it by hand, halves away from zero: 4.25 is 4.3, and −1.75 is −1.8.

    A figure reckoned to 4.249999999999999 or 2.1500000000000004 was meant as 4.25 and 2.15: so twelve
    digits after the point are taken as the exact value.
    """
    exact = Decimal(f"{value:.12f}")
    return exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


class Wording:
    """The words of one briefing, in one language.

    Where `reports/words` has no file of the language, its own sentences are English; the
    questionnaire's texts are in the language asked for all the same.
    """

    def __init__(self, report: Report, language: str = FALLBACK, content: Path | None = None) -> None:
        if language not in report.texts:
            raise NotPossible(f"This report has no texts in {language!r}; it has {', '.join(sorted(report.texts))}.")
        self.content = content
        words = words_in(language, content)
        self.language = language if words else FALLBACK
        self._words = words or words_in(FALLBACK, content)
        if report.imported is not None:
            # Of answers that were collected elsewhere nothing is promised that this product did not keep.
            instead = {key: text for key, text in self._words.items() if key.startswith(_IMPORTED)}
            self._words |= {key.removeprefix(_IMPORTED): text for key, text in instead.items()}
        self._texts = report.texts[language]
        self._release = report.release
        rated: tuple[Statement | OneSided, ...] = (*report.statements, *report.one_sided)
        self._rated = {statement.id: statement for statement in rated}
        names = report.alliance.sides
        self._names = BySide(a=clean(names.a).strip(), b=clean(names.b).strip())
        given = report.alliance.short
        short = BySide.of(lambda side: clean(given[side]).strip() if given else without_legal_form(self._names[side]))
        self._short = short if short.a != short.b else self._names
        self._sides: dict[str, str] = {side: self._short[side] for side in SIDES}

    @property
    def locale(self) -> Locale:
        """How the language writes days, and which forms of the plural it has."""
        return Locale.parse(self._words["locale"])

    @property
    def direction(self) -> Direction:
        """In which direction the language is written."""
        return direction_of(self._words["locale"])

    @property
    def language_tag(self) -> str:
        """The locale as office documents write it, such as ``en-GB``."""
        return str(self.locale).replace("_", "-")

    def say(self, key: str, /, **names: object) -> str:
        """A wording with its placeholders filled; the companies' names are ``{a}`` and ``{b}``."""
        return self.in_order(filled(self._words[key], self._words["locale"], {**self._sides, **names}))

    def in_order(self, filled: str) -> str:
        """A text that was filled in, with one full stop where two meet, and no note inside a quotation."""
        for key in ("reversed", "reversed_any"):
            # Most sentences have no note in them.
            if (note := self._note(key)) in filled:
                end = re.escape(self._words["quoted"].partition("{text}")[2])
                filled = re.sub(rf"({re.escape(note)})({end})", r"\2\1", filled)
        return set_apart(one_stop(filled), self.direction)

    def _note(self, key: str) -> str:
        """What stands after a statement that a high answer, which may be agreement, speaks against."""
        return self.aside(self._words[key])

    def count(self, key: str, number: int, /, **names: object) -> str:
        """A wording in the form that the language has for so many (``KEY.one``, ``KEY.other``), the number ``{count}``.

        A form that is used for millions alone may be missing: then ``other`` stands for it.
        """
        form = f"{key}.{self.locale.plural_form(number)}"
        return self.say(form if form in self._words else f"{key}.other", count=number, **names)

    def amount(self, expectation: str, value: float) -> str:
        """``60%`` but ``6 months`` and ``1 month``; a language may set a space before its per cent sign."""
        unit = self._unit(expectation, value)
        number = self.plain(value)
        return (
            self.say("numbers.percent", number=number) + unit[1:]
            if unit.startswith("%")
            else self._amount(number, unit)
        )

    def distance(self, expectation: str, value: float) -> str:
        """How far two amounts lie apart: percentages, percentage points."""
        return self._amount(self.plain(value), self.unit_of_distances(expectation, value))

    def _amount(self, number: str, unit: str) -> str:
        return self.say("numbers.amount", number=number, unit=unit)

    def unit_of_distances(self, expectation: str, value: float) -> str:
        """In the form for so many."""
        unit = self._unit(expectation, value)
        points = self.say(f"expectations.percentage_points.{self._form(value)}")
        return points + unit[1:] if unit.startswith("%") else unit

    def _unit(self, expectation: str, value: float) -> str:
        # A questionnaire may have no other word for one.
        key = f"expectation_unit_{self._form(value)}:{expectation}"
        return self.text(key if key in self._texts else f"expectation_unit:{expectation}")

    def _form(self, value: float) -> str:
        """``one`` or ``other``, of a number as it is printed."""
        printed = abs(half_up(value, 1))
        form = self.locale.plural_form(int(printed) if printed == int(printed) else printed)
        return "one" if form == "one" else "other"

    def text(self, key: str) -> str:
        """A text of the questionnaire, companies' names shortened; what comes after the colon where there is none."""
        if (about := _SCALE_OF.fullmatch(key)) and about["scale"] in self._texts:
            return self.labelled(self.text(about["scale"])) + self._sides[about["side"]]
        text = clean(self._texts.get(key, key.partition(":")[2]))
        # Longest first: one company's name may stand inside the other's.
        for side in sorted(SIDES, key=lambda side: -len(self._names[side])):
            text = text.replace(self._names[side], self._short[side]) if self._names[side] else text
        return one_stop(text)

    def statement(self, statement: str) -> str:
        """What both sides rate, without its full stop, so that it stands in a sentence.

        Where a high answer is the unfavourable one this is added, wherever it stands: its figures read the other way.
        """
        text = self.without_stop(self.text(f"statement:{statement}").strip())
        if statement not in self._rated or not self._rated[statement].reversed:
            return text
        return text + self._note("reversed" if self.is_agreed_with(statement) else "reversed_any")

    def is_agreed_with(self, statement: str) -> bool:
        """Whether people say how far they agree with it, as with every statement of an early Report."""
        one = self._rated.get(statement)
        return one is None or f"high:{one.item}" not in self._texts

    @property
    def agreement_alone(self) -> bool:
        """Whether that is so of everything that is rated."""
        return all(map(self.is_agreed_with, self._rated))

    def camp(self, statement: str, *, high: bool) -> str:
        """What whoever answers above the middle says, or below it, where nobody is asked how far they agree.

        In the words of the answer scale: a phrase for it, else its labels, else its numbers.
        """
        one = self._rated[statement]
        if phrase := clean(self._texts[f"{'high' if high else 'low'}:{one.item}"]).strip():
            return self.quoted(phrase)
        half = one.points // 2
        places = range(one.points - half + 1, one.points + 1) if high else range(1, half + 1)
        labels = [self.label(one.item, place) for place in places]
        if all(labels):
            return self.listed([self.quoted(label) for label in labels], "or")
        return self.say("numbers.answers", low=one.numbers[places[0] - 1], high=one.numbers[places[-1] - 1])

    def without_stop(self, sentence: str) -> str:
        """A sentence without its full stop, unless that is part of a company's name: ``Novara Pharma Inc.``"""
        names = (name for side in SIDES for name in (self._names[side], self._short[side]) if name.endswith("."))
        return sentence if sentence.endswith(tuple(names)) else without_stop(sentence)

    def label(self, item: str, point: int) -> str:
        """What a point of a rating is called; '' where only the ends have a name."""
        return clean(self._texts.get(f"label:{item}:{point}", ""))

    def answer(self, statement: Statement | OneSided, place: int) -> str:
        """What an answer is called, the lowest in the first place: its label, or its number where it has none."""
        return self.label(statement.item, place) or str(statement.numbers[place - 1])

    def full_name(self, side: Side) -> str:
        """The company's name as it was given."""
        return self._names[side]

    def introduced(self, side: Side) -> str:
        """The name as it was given, and what the company is called from there on where that is not a part of it."""
        full, short = self._names[side], self._short[side]
        return full if short.casefold() in full.casefold() else full + self.aside(short)

    def company(self, side: Side) -> str:
        """The company's short name; where none was given, its name without its legal form."""
        return self._short[side]

    def attribute(self, name: str) -> str:
        """What groups are by, as readers call it; as the roster does, where the language has no word for it."""
        return self._words.get(f"attributes.{name.strip().casefold()}", clean(name).strip())

    def owner(self, owner: Owner) -> str:
        """Who owns an activity: a company, both, nobody, or that people don't know."""
        return self.company(owner) if owner in ("a", "b") else self.say(f"owners.{owner}")

    def reason(self, reason: Reason) -> str:
        return self.say(f"withheld.{reason}", joint=JOINT, k=self._release.k, comment_k=self._release.comment_k)

    def reason_short(self, reason: str) -> str:
        return self.say(f"withheld_short.{reason}", joint=JOINT)

    def number(self, value: float, digits: int = 1) -> str:
        """A number with a true minus sign, and no minus before zero."""
        rounded = half_up(value, digits)
        text = f"{abs(rounded):.{digits}f}".replace(".", self._words["numbers.decimal"])
        return set_apart(f"−{text}", self.direction) if rounded < 0 else text

    def plain(self, value: float) -> str:
        """A number with a decimal only where it needs one."""
        return self.number(value, 0 if half_up(value, 1) == half_up(value, 0) else 1)

    def signed(self, value: float, digits: int = 1) -> str:
        text = self.number(value, digits)
        return set_apart(f"+{text}", self.direction) if half_up(value, digits) > 0 else text

    def points(self, size: float) -> str:
        """``0.4 points``"""
        return self.say(f"headline.points.{self._form(size)}", count=self.number(size))

    def interval(self, interval: Interval, digits: int = 1, *, signed: bool = False) -> str:
        write = self.signed if signed else self.number
        return self.say("numbers.interval", low=write(interval[0], digits), high=write(interval[1], digits))

    def gap_interval(self, interval: Interval | None) -> str:
        """With a second decimal where, rounded to one, an interval clear of zero would seem to touch it.

        A dash where there is none.
        """
        if interval is None:
            return self.say("numbers.none")
        clear = interval[0] > 0 or interval[1] < 0
        digits = 2 if clear and any(half_up(end, 1) == 0 for end in interval) else 1
        return self.interval(interval, digits, signed=True)

    def with_interval(self, interval: Interval | None) -> str:
        """The interval as it follows a figure in brackets; '' where there is none."""
        return "" if interval is None else self.say("numbers.with_interval", interval=self.gap_interval(interval))

    def delta_interval(self, interval: Interval | None) -> str:
        return self.say("numbers.none") if interval is None else self.interval(interval, 2, signed=True)

    def percent(self, share: float) -> str:
        return self.say("numbers.percent", number=self.number(100 * share, 0))

    def figure(self, value: float | Withheld, digits: int = 1) -> str:
        """A number, or the mark that stands where one is withheld."""
        return self.say("withheld_mark") if isinstance(value, Withheld) else self.number(value, digits)

    def language_name(self, code: str) -> str:
        """What a language is called, such as ``German`` for ``de``."""
        return named(code, self.language_tag)

    def quoted(self, text: str) -> str:
        """A name set apart from the words around it: it may hold an *and* of its own."""
        return self.say("quoted", text=text)

    def aside(self, text: str) -> str:
        """What stands in brackets behind something, with the blank before it that the language sets."""
        return self._words["aside"].format(text=text)

    def labelled(self, label: str) -> str:
        """What stands before something and names it, with the colon and the blanks that the language sets."""
        return label + self._words["colon"]

    def strung(self, parts: Iterable[str], by: Literal["comma", "semicolon"] = "comma") -> str:
        """Things one after the other, without an *and*; by semicolons those that hold commas of their own."""
        return self._words[by].join(parts)

    def listed(self, parts: list[str], joined: Literal["and", "or"] = "and") -> str:
        """``x``, ``x and y``, ``x, y and z``, as the language does it: ``x、y、z``."""
        apart = [set_apart(part, self.direction) for part in parts]
        return str(format_list(apart, "standard" if joined == "and" else "or", self.locale))
