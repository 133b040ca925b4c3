"""The wordings a briefing needs, companies' names filled in: by language, then by key."""

import hashlib
from collections.abc import Iterator

from diagnostic.analysis.report import Alliance
from diagnostic.analysis.scales import TARGETS
from diagnostic.questionnaire import (
    SIDES,
    Choice,
    Item,
    Number,
    Questionnaire,
    Rating,
    Responsibility,
    Side,
    Text,
    other,
)
from diagnostic.questionnaire.choice import OTHER
from diagnostic.questionnaire.rating import AGREEMENT


def wordings(questionnaire: Questionnaire, alliance: Alliance) -> dict[str, dict[str, str]]:
    return {language: dict(_Wordings(questionnaire, alliance, language).all()) for language in questionnaire.languages}


class _Wordings:
    def __init__(self, questionnaire: Questionnaire, alliance: Alliance, language: str) -> None:
        self.questionnaire = questionnaire
        self.alliance = alliance
        self.language = language

    def neutral(self, key: str) -> str:
        return self.questionnaire.text(self.language, key, brand=self.alliance.name)

    def as_asked(self, key: str, side: Side) -> str:
        """As the people of a side read it."""
        names = self.alliance.sides
        return self.questionnaire.text(
            self.language, key, us=names[side], them=names[other(side)], brand=self.alliance.name
        )

    def all(self) -> Iterator[tuple[str, str]]:
        yield "language", self.neutral("language")
        yield "title", self.neutral("title")
        yield from self.scales()
        for item in self.questionnaire.items:
            yield from self.item(item)

    def scales(self) -> Iterator[tuple[str, str]]:
        rated = (*self.questionnaire.statements(), *self.questionnaire.one_sided())
        asked = {statement.scale for statement in rated}
        for scale in self.questionnaire.scales:
            title = self.neutral(f"scales.{scale.id}.title")
            yield f"scale:{scale.id}", title
            for target in TARGETS:
                if f"{scale.id}@{target}" in asked:
                    about = "" if target == "alliance" else f": {self.alliance.sides[target]}"
                    yield f"scale:{scale.id}@{target}", title + about

    def item(self, item: Item) -> Iterator[tuple[str, str]]:
        key = f"items.{item.id}"
        match item:
            case Rating():
                yield from self.rating(item)
            case Responsibility():
                for activity in item.activities:
                    yield f"activity:{activity}", self.neutral(f"{key}.activities.{activity}")
                for question in ("now", "better"):
                    yield from self.asked(f"{item.id}:{question}", f"{key}.{question}")
            case Number():
                yield f"expectation:{item.id}", self.neutral(f"{key}.short")
                yield f"expectation_unit:{item.id}", self.neutral(f"{key}.unit")
                if one := self.neutral(f"{key}.unit_one"):
                    yield f"expectation_unit_one:{item.id}", one
                yield from self.asked(item.id, f"{key}.text")
            case Choice():
                for option in item.offered:
                    yield f"topic:{item.topic(option)}", self.neutral(f"{key}.options.{option}")
                yield from self.asked(item.id, f"{key}.text")
                both = dict.fromkeys(self.as_asked(f"{key}.text", side) for side in SIDES)
                yield f"choice:{item.id}", self.neutral(f"{key}.short") or " / ".join(both)
            case Text(brief=True):
                # A title may speak of the partner, who is another for each side.
                titles = dict.fromkeys(self.as_asked(f"sections.{item.section}.title", side) for side in SIDES)
                yield f"question:{item.id}", " / ".join(titles)
            case Text(about=choice) if choice:
                named = self.neutral(f"items.{choice}.short"), self.neutral(f"items.{choice}.options.{OTHER}")
                yield f"question:{item.id}", ": ".join(filter(None, named))
                yield from self.asked(item.id, f"items.{choice}.text")
            case Text():
                yield f"question:{item.id}", self.neutral(f"{key}.short")
                yield from self.asked(item.id, f"{key}.text")

    def rating(self, item: Rating) -> Iterator[tuple[str, str]]:
        asked = self.as_written(item)
        for statement in (*item.statements(), *item.one_sided()):
            yield f"statement:{statement.id}", self.statement(item, statement.target)
            yield f"wording:{statement.id}", asked
        for number, label in enumerate(self.questionnaire.labels(self.language, item), start=1):
            yield f"label:{item.id}:{number}", label
        if item.labels != AGREEMENT:
            for camp in ("high", "low"):
                yield f"{camp}:{item.id}", self.neutral(f"labels.{item.labels}.{camp}")

    def as_written(self, item: Rating) -> str:
        """A digest of all that respondents read to rate an item, but for names: a trend joins equal ones only.

        Without what they would say of us, which one wave may ask and another not.
        """
        texts = self.questionnaire.texts[self.language]
        read = [texts.get(f"items.{item.id}.{asked}", "") for asked in ("we", "they", "alliance")]
        parts = [*read, *self.questionnaire.labels(self.language, item), str(item.points)]
        parts += [str(item.lowest)] if item.lowest != 1 else []
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]

    def statement(self, item: Rating, target: str) -> str:
        if target not in SIDES:
            return self.neutral(f"items.{item.id}.alliance")
        side: Side = "a" if target == "a" else "b"
        return self.questionnaire.text(
            self.language,
            f"items.{item.id}.statement",
            company=self.alliance.sides[side],
            partner=self.alliance.sides[other(side)],
            brand=self.alliance.name,
        )

    def asked(self, name: str, key: str) -> Iterator[tuple[str, str]]:
        for side in SIDES:
            yield f"asked:{name}@{side}", self.as_asked(key, side)
