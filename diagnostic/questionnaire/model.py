"""A questionnaire: scales, items and their wordings, frozen."""

from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from diagnostic.errors import AnswerFault, InvalidAnswers
from diagnostic.questionnaire.accept import Rejected
from diagnostic.questionnaire.choice import Choice
from diagnostic.questionnaire.number import Number
from diagnostic.questionnaire.rating import Rating, Statement
from diagnostic.questionnaire.responsibility import Responsibility
from diagnostic.questionnaire.text import Text
from diagnostic.questionnaire.words import Side, WaveKind
from diagnostic.text import clean
from diagnostic.writing import filled

Item = Rating | Responsibility | Number | Choice | Text
Value = int | float | str | tuple[str, ...]

ORDERS = 4
"""In how many orders a questionnaire is read."""


class Answers(msgspec.Struct, frozen=True):
    """One person's answers, company-centred.

    ``values`` holds, by key: a rating (``trust.candour@a``, ``trust.candour@a:predicted``: 1 to K,
    or 0 for "can't say"), an owner (``responsibilities.pricing:now``), a number, the topics picked,
    or a text. A skipped question has no key.
    """

    side: Side
    values: dict[str, Value]


class Scale(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A named construct; its items say which scale they belong to."""

    id: str


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One page of the form, in reading order."""

    id: str
    rotates: bool = False
    """Whether half of the people rate their partner first in it, and half read all that rotate the other way round."""
    core: bool = True
    """Whether it is asked unless something else is said; every other one is a module, which a wave may leave out."""


class Questionnaire(msgspec.Struct, frozen=True, kw_only=True):
    """An instrument, with its texts in every language it speaks. Load one with `load`."""

    id: str
    version: str
    kind: WaveKind = "baseline"
    succeeds: str | None = None
    """The id of the version before it, which goes on for the alliances that began with it."""
    scales: tuple[Scale, ...]
    sections: tuple[Section, ...]
    items: tuple[Item, ...]
    texts: dict[str, dict[str, str]]
    """By language, then by dotted key: ``items.trust.candour.we``."""

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.texts)

    def text(self, language: str, key: str, /, **names: str) -> str:
        """A wording with its placeholders filled; '' for an optional one that is not there."""
        return filled(self.texts[language].get(key, ""), language, names)

    def labels(self, language: str, item: Rating) -> tuple[str, ...]:
        """A label for each point from 1 to K; those between two ends may be empty."""
        texts = self.texts[language]
        last = item.points if f"labels.{item.labels}.3" in texts else 2
        given = [texts.get(f"labels.{item.labels}.{n}", "") for n in range(1, last + 1)]
        if len(given) == item.points:
            return tuple(given)
        return (given[0], *[""] * (item.points - 2), given[-1])

    def fields(self) -> dict[str, Item]:
        """Every field of the form, which is also every column of an answers file, in order."""
        return {field: item for item in self.items for field in item.fields()}

    def open_questions(self) -> tuple[Text, ...]:
        """What is asked in words by itself."""
        return tuple(item for item in self.items if isinstance(item, Text) and not item.aside)

    def lines(self) -> tuple[Text, ...]:
        """Those at the end of sections, for whatever their questions leave unsaid."""
        return tuple(item for item in self.items if isinstance(item, Text) and item.brief)

    def answers_asked(self) -> int:
        """How many answers it asks for; what is no question of its own asks for none."""
        return len(self.fields()) - len(self._asides())

    def _asides(self) -> tuple[Text, ...]:
        return tuple(item for item in self.items if isinstance(item, Text) and item.aside)

    def ratings(self) -> tuple[Rating, ...]:
        return tuple(item for item in self.items if isinstance(item, Rating))

    def keys(self) -> dict[str, Item]:
        """Every key an answer may have, company-centred, in order."""
        return {item.key(field, side): item for item in self.items for side in ("a", "b") for field in item.fields()}

    def statements(self) -> tuple[Statement, ...]:
        """What both sides rate."""
        return tuple(s for item in self.ratings() for s in item.statements())

    def one_sided(self) -> tuple[Statement, ...]:
        """What one side alone rates."""
        return tuple(s for item in self.ratings() for s in item.one_sided())

    def validate(self, form: Mapping[str, Sequence[str]], side: Side) -> Answers:
        """Take a raw form or row: field to the values sent. Blank is skipped.

        Raises
        ------
        InvalidAnswers
            Naming every field at fault, or the field ``''`` where nothing was answered at all.
        """
        answers, faults = self._taken(form, side)
        if not answers.values and not faults:
            faults.append(AnswerFault("", "nothing_answered"))
        if faults:
            raise InvalidAnswers(faults)
        return answers

    def valid(self, form: Mapping[str, Sequence[str]], side: Side) -> Answers:
        """The same of a form that nobody can be asked about any more: what is at fault was not answered."""
        return self._taken({field: [clean(value) for value in values] for field, values in form.items()}, side)[0]

    def _taken(self, form: Mapping[str, Sequence[str]], side: Side) -> tuple[Answers, list[AnswerFault]]:
        values: dict[str, Value] = {}
        faults: list[AnswerFault] = []
        for field, item in self.fields().items():
            match self.answer(field, item, form.get(field, ()), side):
                case AnswerFault() as fault:
                    faults.append(fault)
                case (key, value):
                    values[key] = value
        return Answers(side, values), faults

    def answer(self, field: str, item: Item, raw: Sequence[str], side: Side) -> tuple[str, Value] | AnswerFault | None:
        """Take one field: the key and value of its answer, its fault, or None where it was skipped."""
        raw = [value.strip() for value in raw if value.strip()]
        if not raw or (raw == ["-"] and not _may_say_cant(item)):
            return None
        try:
            value = item.accept(field, raw, side)
        except Rejected as rejected:
            return AnswerFault(field, rejected.code, rejected.details)
        if value in ("", ()):  # nothing is left of a lone separator or control character
            return None
        return item.key(field, side), value

    def again(self) -> dict[str, Item]:
        """What a pulse may take from it, by what `choosing` calls it: what is rated, activities, and numbers."""
        found: dict[str, Item] = {}
        for item in self.items:
            match item:
                case Responsibility():
                    one_by_one = (msgspec.structs.replace(item, activities=(one,)) for one in item.activities)
                    found |= {f"{item.id}.{each.activities[0]}": each for each in one_by_one}
                case Rating():
                    found[item.id] = msgspec.structs.replace(
                        item, asked=tuple(asked for asked in item.asked if asked != "they_of_us")
                    )
                case Number():
                    found[item.id] = item
        return found

    def choosing(self, source: "Questionnaire", chosen: Collection[str]) -> "Questionnaire":
        """This questionnaire with chosen questions of another in place of its own, never asked as a prediction.

        ``chosen`` are keys of `again`. What is rated stands in the sections where this one asks about companies and
        about the alliance, activities and numbers in sections of their own after these; all in the other's order.
        """
        own = self.ratings()
        rated = {"alliance" in item.asked: item.section for item in reversed(own)}
        first = [*own, *self.items][0].section
        taken = [
            msgspec.structs.replace(item, section=rated.get("alliance" in item.asked, first))
            if isinstance(item, Rating)
            else item
            for item in _joined(source.again()[key] for key in source.again() if key in chosen)
        ]
        sections = self._sections_with(source, taken)
        order = [section.id for section in sections]
        others = [item for item in self.items if not isinstance(item, Rating | Responsibility | Number)]
        ratings = [item for item in taken if isinstance(item, Rating)]
        return msgspec.structs.replace(
            self,
            items=tuple(sorted([*taken, *others], key=lambda item: order.index(item.section))),
            scales=tuple(scale for scale in source.scales if any(item.scale == scale.id for item in ratings)),
            sections=sections,
            texts={
                language: _chosen_texts(texts, words, self, taken)
                for language, texts in self.texts.items()
                if (words := source.texts.get(language) or _own_words(texts, taken))
            },
        ).without()

    def _sections_with(self, source: "Questionnaire", taken: Sequence[Item]) -> tuple[Section, ...]:
        """This one's sections, and after those with ratings what else is taken has sections of."""
        there = {section.id for section in self.sections}
        wanted = {item.section for item in taken} - there
        rated = {item.section for item in self.ratings()}
        places = (place for place, section in enumerate(self.sections, start=1) if section.id in rated)
        last = max(places, default=0)
        more = (section for section in source.sections if section.id in wanted)
        return (*self.sections[:last], *more, *self.sections[last:])

    def as_read(self, order: int) -> "Questionnaire":
        """The same in one of `ORDERS` orders, for showing alone; sections that do not rotate stay where they are.

        Topics to pick from turn with the sections, since the first are picked more often.
        """
        they_first, backwards = order % 2 == 1, order // 2 % 2 == 1
        turning = [section for section in self.sections if section.rotates]
        rotate = {section.id for section in turning}
        taken = iter(turning[::-1] if backwards else turning)

        def turned(item: Item) -> Item:
            match item:
                case Rating(asked=("we", "they", *more)) if they_first and item.section in rotate:
                    return msgspec.structs.replace(item, asked=("they", "we", *more))
                case Choice(of_workshop=True) if backwards and turning:
                    return msgspec.structs.replace(item, options=item.options[::-1])
            return item

        sections = tuple(next(taken) if section.rotates else section for section in self.sections)
        return msgspec.structs.replace(self, items=tuple(map(turned, self.items)), sections=sections)

    def modules(self) -> dict[str, tuple[Item, ...]]:
        """The items of each section that a wave may leave out as a whole."""
        return {
            section.id: tuple(item for item in self.items if item.section == section.id)
            for section in self.sections
            if not section.core
        }

    def core(self) -> "Questionnaire":
        """The questionnaire without its modules."""
        return self.without(items={item.id for items in self.modules().values() for item in items})

    def without(self, scales: Collection[str] = (), items: Collection[str] = ()) -> "Questionnaire":
        """The questionnaire less whole scales and single items; scales and sections left empty go too."""
        kept = tuple(
            item
            for item in self.items
            if item.id not in items
            and not (isinstance(item, Rating) and item.scale in scales)
            and not (isinstance(item, Text) and item.about in items)
        )
        # A line for comments alone is no section.
        asides = self._asides()
        sections = {item.section for item in kept if item not in asides}
        kept = tuple(item for item in kept if item.section in sections)
        rated = {item.scale for item in kept if isinstance(item, Rating)}
        return msgspec.structs.replace(
            self,
            items=kept,
            scales=tuple(scale for scale in self.scales if scale.id in rated),
            sections=tuple(section for section in self.sections if section.id in sections),
        )


def _may_say_cant(item: Item) -> bool:
    return isinstance(item, Rating | Responsibility) or (isinstance(item, Number) and item.cant_say)


def _joined(items: Iterable[Item]) -> list[Item]:
    """Items with the activities of one list in one item again."""
    found: dict[str, Item] = {}
    for item in items:
        match item, found.get(item.id):
            case Responsibility(activities=one), Responsibility(activities=those) as before:
                found[item.id] = msgspec.structs.replace(before, activities=those + one)
            case _:
                found[item.id] = item
    return list(found.values())


def _own_words(own: Mapping[str, str], taken: Sequence[Item]) -> Mapping[str, str]:
    """The texts of a pulse in a language that its source does not speak, where they say all that is taken over."""
    return own if all(f"items.{item.id}.{part}" in own for item in taken for part in item.texts()) else {}


def _chosen_texts(
    own: Mapping[str, str], source: Mapping[str, str], replaced: Questionnaire, taken: Sequence[Item]
) -> dict[str, str]:
    """A language's texts without those of what was replaced, and with those of what was taken over."""
    gone = tuple(f"items.{item.id}." for item in replaced.again().values())
    there = {section.id for section in replaced.sections}
    wanted = [f"items.{item.id}." for item in taken]
    wanted += [f"sections.{item.section}." for item in taken if item.section not in there]
    ratings = [item for item in taken if isinstance(item, Rating)]
    wanted += [prefix for item in ratings for prefix in (f"scales.{item.scale}.", f"labels.{item.labels}.")]
    kept = {key: text for key, text in own.items() if not key.startswith(gone)}
    return kept | {key: text for key, text in source.items() if key.startswith(tuple(wanted))}
