"""A questionnaire while it is made of what a file says, with a note of everything that is assumed or left out."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from diagnostic.errors import Fault
from diagnostic.questionnaire import Item, Questionnaire
from diagnostic.questionnaire.choice import OTHER
from diagnostic.questionnaire.language_codes import code_of, nearest
from diagnostic.questionnaire.names import item_id, slug, unused
from diagnostic.reading.instruments.answer_scales import Answer, AnswerScale, Texts, answer_scale
from diagnostic.reading.instruments.plain import GAP
from diagnostic.reading.instruments.supplied import SuppliedWords
from diagnostic.text import alike, one_line

MOST_POINTS = 11
DEFAULT_POINTS = 5
MOST_OF_A_NUMBER = 1000
_AS_ALLIANCE = (
    "taken as about the alliance together, since nothing says whom it is about;"
    " write us, them, each or both under “About”"
)


def kind_of(item: Item) -> str:
    """An item's type, as `questionnaire.toml` says it."""
    return str(type(item).__struct_config__.tag)


def fields_of(item: Item) -> dict[str, Any]:
    """An item's fields as `questionnaire.toml` may say them, but for its id and type."""
    fields: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(item))
    return {name: value for name, value in fields.items() if name not in ("id", "type")}


class Draft:
    """What the formats put their findings into; `finishing.finished` makes the instrument of it."""

    def __init__(
        self, supplied: SuppliedWords, base: Questionnaire | None = None, borrowed: Collection[str] = ()
    ) -> None:
        self.supplied = supplied
        self.base = base
        """What is there already, of which the file may say only a part."""
        self.version = "1"
        self.plain: Callable[[str], str] = one_line
        """What makes a text of the file one that people read."""
        self.borrowed = borrowed
        """Items that are worded elsewhere, and can be changed only there."""
        self.kept: dict[str, str] = {}
        """Items of the base that a row is about which could not be read, each with the row."""
        self.assumed: list[Fault] = []
        self.left_out: list[Fault] = []
        self.texts = {language: dict(texts) for language, texts in base.texts.items()} if base else {}
        self._languages: dict[str, tuple[str, str]] = {}
        """The file's codes of its languages, and ours; '' of one that is not carried over."""
        self.items: dict[str, dict[str, Any]] = {}
        """The fields of each item by its id, as in `questionnaire.toml`."""
        self.places: dict[str, list[str]] = {}
        self.named: dict[str, dict[str, str]] = {
            "scales": {scale.id: "" for scale in base.scales} if base else {},
            "sections": {section.id: "" for section in base.sections} if base else {},
        }
        """Ids by kind, each with the place where it was first named."""

    def assume(self, where: str, what: str) -> None:
        self.assumed.append(Fault(where, what))

    def leave(self, where: str, what: str) -> None:
        self.left_out.append(Fault(where, what))

    def assume_alliance(self, where: str) -> None:
        self.assume(where, _AS_ALLIANCE)

    def language(self, theirs: str) -> str:
        """Our code of a language of the file: the nearest that can be asked in, else its own.

        '' of a second one that is the same to us, which is said once.
        """
        key = alike(theirs).replace("_", "-")
        if key not in self._languages:
            ours = nearest(theirs, self.supplied.offered | self.texts.keys()) or code_of(theirs)
            first = next((other for other, own in self._languages.values() if own == ours), "")
            if first:
                self.leave(f"language {theirs}", f"is another kind of {first}, and only that one is carried over")
            self._languages[key] = (theirs, "" if first else ours)
        return self._languages[key][1]

    def say(self, key: str, texts: Texts) -> None:
        for language, text in texts.items():
            own = self.texts.setdefault(language, {})
            # Cells have no lines: what differs by these alone is as it was.
            if (said := self.plain(text)) and said != one_line(own.get(key, "")):
                own[key] = said

    def naming(self, text: str, language: str) -> str:
        """A statement about a company that says which one."""
        return text if "{company}" in text else self.supplied.of(language).statement.replace(GAP, text)

    def said(self, key: str) -> dict[str, str]:
        return {language: texts[key] for language, texts in self.texts.items() if key in texts}

    def scale(self, titles: Texts, where: str = "", name: str = "") -> str:
        return self._named("scales", titles, where, name)

    def section(self, titles: Texts, where: str = "", name: str = "") -> str:
        return self._named("sections", titles, where, name)

    def _named(self, kind: str, titles: Texts, where: str, name: str) -> str:
        """The scale or section that has this id or a title of these; a new one where there is none."""
        known = self.named[kind]
        wanted = {alike(self.plain(text)) for text in (*titles.values(), name)} - {""}
        for one in known:
            if {alike(one), *map(alike, self.said(f"{kind}.{one}.title").values())} & wanted:
                return one
        made = unused(item_id(name or slug(next(iter(titles.values()), "")), kind.rstrip("s"), ""), known)
        known[made] = where
        self.say(f"{kind}.{made}.title", titles)
        return made

    def labels(self, labels: Mapping[str, Sequence[str]]) -> str:
        """The name of a list of labels; a list that is the same in all languages has the same one."""
        wanted = {language: tuple(map(self.plain, found)) for language, found in labels.items()}
        for name in self.lists():
            if self.list_named(name) == wanted:
                return name
        first = next(iter(wanted.values()))
        name = unused(slug(f"{first[0]} {first[-1]}") or "labels", self.lists())
        for language, found in wanted.items():
            for number, label in enumerate(found, start=1):
                self.say(f"labels.{name}.{number}", {language: label})
        return name

    def lists(self) -> list[str]:
        """The names of all lists of labels so far."""
        keys = [key.split(".") for texts in self.texts.values() for key in texts if key.startswith("labels.")]
        return list(dict.fromkeys(key[1] for key in keys))

    def list_named(self, name: str) -> dict[str, tuple[str, ...]]:
        prefix = f"labels.{name}."
        return {
            language: found
            for language, texts in self.texts.items()
            if (found := tuple(text for key, text in texts.items() if key.startswith(prefix) and key[-1].isdigit()))
        }

    def item(
        self, where: str, wanted: str, kind: str, texts: Mapping[str, Texts], text: str = "", **fields: Any
    ) -> str:
        """Add an item; its id is made where the wanted one cannot be, and said.

        ``texts``: by part, then language; ``text``: what an id is made of, else the first of these.
        """
        within = fields.get("scale") or fields.get("section") or ""
        text = text or next((said for part in texts.values() for said in part.values()), "")
        made = unused(item_id(wanted, within, self.plain(text)), self.items)
        if wanted and made != wanted and not made.endswith(f".{wanted}"):
            self.assume(where, f"is called {made} here, instead of {wanted}")
        self.items[made] = {"id": made, "type": kind, **fields}
        self.places[made] = [where]
        for part, said in texts.items():
            self.say(f"items.{made}.{part}", said)
        return made

    def rating(
        self,
        where: str,
        wanted: str,
        texts: Texts,
        answers: AnswerScale,
        *,
        section: str,
        scale: str | None = None,
        **fields: Any,
    ) -> str | None:
        """Add a statement of a program that cannot say whom it is about."""
        if answers.points > MOST_POINTS:
            self.leave(where, f"has {answers.points} points; a rating has at most {MOST_POINTS}")
            return None
        if answers.turned:
            self.assume(where, "its answers begin with the highest; they are asked from the lowest to the highest")
        if answers.ends:
            lowest, highest = answers.ends
            self.assume(where, f"“{lowest}” is taken as its lowest answer and “{highest}” as its highest")
        if answers.cant_say:
            self.assume(where, f"“{answers.cant_say}” is our “can’t say”, which stands beside every rating")
        self.assume_alliance(where)
        if scale and not section:
            section = self.section(self.said(f"scales.{scale}.title"), where)
        named = self.labels(answers.labels) if answers.labels else self.usual_labels(answers.points, answers.lowest)
        return self.item(
            where, wanted, "rating", {"alliance": texts}, section=section, scale=scale, asked=["alliance"],
            **self.points(answers.points, answers.lowest), labels=named, **fields,
        )  # fmt: skip

    @staticmethod
    def points(points: int, lowest: int) -> dict[str, Any]:
        return {"points": points, **({"lowest": lowest} if lowest != 1 else {})}

    def usual_labels(self, points: int, lowest: int) -> str:
        """The labels of a rating that has none: agreement, or the ends of a scale from 0; marked to be supplied."""
        return "extent" if lowest == 0 else "agreement" if points == DEFAULT_POINTS else "agreement_ends"

    def choice(
        self,
        where: str,
        wanted: str,
        texts: Texts,
        answers: Iterable[Answer],
        *,
        section: str,
        at_most: int = 0,
        other: Texts | None = None,
    ) -> str | None:
        """Add a choice of some answers; ``at_most``: how many may be picked, 0: as many as there are.

        ``other``: what the answer is called that has a line to write in; None where there is none.
        """
        codes: list[str] = []
        parts: dict[str, Texts] = {"text": texts}
        for answer in answers:
            label = next(iter(answer.texts.values()), "")
            code = answer.code if answer.code.isidentifier() and answer.code.isascii() else slug(label) or answer.code
            codes.append(unused(code if code[:1].isalpha() else f"option_{code}", [*codes, OTHER]))
            parts[f"options.{codes[-1]}"] = answer.texts
        if not codes:
            self.leave(where, "offers no answers")
            return None
        if other is not None:
            parts[f"options.{OTHER}"] = other
        most = at_most or len(codes) + (other is not None)
        return self.item(
            where, wanted, "choice", parts, section=section, options=codes, at_most=most, other=other is not None
        )

    def graded(self, where: str, wanted: str, texts: Texts, answers: Sequence[Answer], **fields: Any) -> str | None:
        """Add a statement with answers that are degrees."""
        if len(answers) < 2:
            self.leave(where, "has less than two answers, so that there is nothing to rate")
            return None
        return self.rating(where, wanted, texts, answer_scale(answers), **fields)

    def number(
        self, where: str, wanted: str, texts: Texts, minimum: float | None, maximum: float | None, *, section: str
    ) -> str:
        """Add a question for a number; limits that are not known are assumed."""
        for end, given, usual in (("least", minimum, 0), ("most", maximum, MOST_OF_A_NUMBER)):
            if given is None:
                self.assume(where, f"its {end} is {usual}, since none is given")
        least, most = 0 if minimum is None else minimum, MOST_OF_A_NUMBER if maximum is None else maximum
        return self.item(where, wanted, "number", {"text": texts}, section=section, minimum=least, maximum=most)
