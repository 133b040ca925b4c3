"""What the studio's pages say of a questionnaire: what is asked, of whom, what is missing, and how long it takes."""

import asyncio
from collections.abc import Collection, Iterator, Mapping
from functools import cache

import msgspec

from diagnostic import planning
from diagnostic.questionnaire import (
    Choice,
    Item,
    Number,
    Questionnaire,
    Rating,
    Responsibility,
    Text,
    wordings,
)
from diagnostic.questionnaire.editing import Lack, by_section, offered
from diagnostic.questionnaire.library import Library
from diagnostic.questionnaire.model import Section
from diagnostic.storage.models import Alliance, Consultant
from diagnostic.survey.plans import SMALLEST_K
from diagnostic.survey.sharing import may_work_on
from diagnostic.web.consultant.studio.plain_words import missing
from diagnostic.web.pages import english_first

SIZES = (8, 12, 25)
"""People a side who answer, of small, usual and large teams."""
KIND_NAMES = {
    Rating: "Statement", Responsibility: "Activities", Number: "Expectation", Choice: "Choice", Text: "Open question",
}  # fmt: skip
_ABOUT = {
    ("we", "they"): "of each company, by both",
    ("we", "they", "they_of_us"): "of each company, by both, and what the partner would say",
    ("they",): "of the partner",
    ("we",): "of one’s own company",
    ("alliance",): "of the alliance",
}


class Line(msgspec.Struct, frozen=True):
    """An item in the outline."""

    id: str
    kind: str
    text: str
    about: str
    scale: str
    parts: tuple[str, ...]
    """Its activities or options."""
    core: bool
    """Whether it is asked word for word as in one of the product's questionnaires."""
    lacks: tuple[Lack, ...]


class Power(msgspec.Struct, frozen=True):
    """What teams of a size can be told: the gap that is found four times in five, in points; None where none is."""

    people: int
    gap: float | None
    withheld: float
    statements: int


class Names(msgspec.Struct, frozen=True):
    """Who is asked, in examples."""

    us: str
    them: str
    brand: str

    def seen_by(self, side: str) -> dict[str, str]:
        us, them = (self.us, self.them) if side == "a" else (self.them, self.us)
        return {"us": us, "them": them, "brand": self.brand, "company": self.us, "partner": self.them}


def main_language(questionnaire: Questionnaire) -> str:
    """The language in which a consultant reads a questionnaire: English where it has it."""
    return english_first(questionnaire.languages)[0]


def title(questionnaire: Questionnaire) -> str:
    """What a questionnaire is called."""
    return questionnaire.texts[main_language(questionnaire)].get("title", "") or questionnaire.id


def spoken(questionnaire: Questionnaire, languages: Collection[str]) -> tuple[str, ...]:
    """In which of some languages a questionnaire can be asked as it is."""
    found = offered(questionnaire, languages)
    return found.languages if found else ()


async def example_names(consultant: Consultant) -> Names:
    """Those of the consultant's newest alliance; where there is none, of the demonstration's."""
    alliance = await Alliance.filter(may_work_on(consultant)).order_by("-created_at").first()
    return (
        Names(alliance.company_a, alliance.company_b, alliance.brand)
        if alliance
        else Names("Novara", "Helix", "Cardiva")
    )


def outline(questionnaire: Questionnaire, product: Library, names: Names) -> list[tuple[Section, str, list[Line]]]:
    """Every section with its title and what is asked in it."""
    found = missing(questionnaire)
    of = {
        item.id: tuple(lack for lack in found if lack.item == item.id) for item in questionnaire.items
    }  # fmt: skip
    core = {item.id for one in product.questionnaires.values() for item in one.items}
    language = main_language(questionnaire)
    return [
        (section, filled(questionnaire, language, f"sections.{section.id}.title", names) or section.id, [
            _line(questionnaire, item, language, names, core=item.id in core, lacking=of[item.id]) for item in items
        ])
        for section, items in by_section(questionnaire)
    ]  # fmt: skip


def filled(questionnaire: Questionnaire, language: str, key: str, names: Names, side: str = "a") -> str:
    """A text as people of a side read it; what is in braces and means nothing stays as it was written."""
    text = questionnaire.texts[language].get(key, "")
    for name, said in names.seen_by(side).items():
        text = text.replace(f"{{{name}}}", said)
    return text


def worded(questionnaire: Questionnaire, item: Item, language: str, names: Names) -> str:
    """What is asked, in the wording of a briefing; where that is missing, in any other."""
    parts = ("statement", "alliance", "we", "they", "text", "now")
    keys = [(one, f"items.{item.id}.{part}") for part in parts for one in (language, *questionnaire.texts)]
    return next((text for one, key in keys if (text := filled(questionnaire, one, key, names))), "Not worded yet")


def read_by(questionnaire: Questionnaire, item: Item, names: Names) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """How each side reads an item, in each language: the language, the company, and each wording with its part."""
    parts = [part for part in wordings.parts(item) if "." not in part and part not in ("short", "unit", "unit_one")]
    for language in english_first(questionnaire.languages):
        for side, company in (("a", names.us), ("b", names.them)):
            said = [
                (part, filled(questionnaire, language, f"items.{item.id}.{part}", names, side))
                for part in parts
                if part != "statement"
            ]
            if any(text for _, text in said):
                yield language, company, [(part, text) for part, text in said if text]


async def power(questionnaire: Questionnaire) -> list[Power]:
    """What teams of some sizes will be told; empty where nothing is rated by both."""
    statements = questionnaire.statements()
    if not statements:
        return []
    points = max(statement.points for statement in statements)
    return await asyncio.to_thread(lambda: [_power(people, len(statements), points) for people in SIZES])


@cache
def _power(people: int, statements: int, points: int) -> Power:
    found = planning.outlook((people, people), 1.0, statements, points=points, k=max(5, SMALLEST_K), margin=0.33)
    return Power(people, found.smallest_gap, found.withheld, statements)


def around(questionnaire: Questionnaire) -> list[Lack]:
    """What is missing besides what is said beside each question."""
    shown = {item.id for _, items in by_section(questionnaire) for item in items}
    return [lack for lack in missing(questionnaire) if lack.item not in shown]


def by_language(questionnaire: Questionnaire, frame_languages: Collection[str]) -> Mapping[str, list[Lack]]:
    """What each language lacks."""
    found = missing(questionnaire)
    known = {language: [lack for lack in found if lack.language == language] for language in questionnaire.languages}
    for language in set(known) - set(frame_languages):
        known[language].append(
            Lack(
                None,
                language,
                "What stands around the questions is not translated into this language yet.",
            )
        )
    return known


def _line(
    questionnaire: Questionnaire, item: Item, language: str, names: Names, *, core: bool, lacking: tuple[Lack, ...]
) -> Line:
    prefix = f"items.{item.id}"
    parts: tuple[str, ...] = ()
    if isinstance(item, Responsibility | Choice):
        kind = "activities" if isinstance(item, Responsibility) else "options"
        every = item.activities if isinstance(item, Responsibility) else item.shown
        parts = tuple(filled(questionnaire, language, f"{prefix}.{kind}.{one}", names) for one in every)
    return Line(
        id=item.id,
        kind=KIND_NAMES[type(item)],
        text=worded(questionnaire, item, language, names),
        about=_ABOUT.get(item.asked, "") if isinstance(item, Rating) else "",
        scale=filled(questionnaire, language, f"scales.{item.scale}.title", names)
        if isinstance(item, Rating) and item.scale
        else "",
        parts=parts,
        core=core,
        lacks=lacking,
    )
