"""What pulses may ask, as the form that plans them offers it."""

from typing import NamedTuple

from diagnostic.questionnaire import Item, Questionnaire, Rating, Responsibility
from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Alliance
from diagnostic.survey.again import Proposals, proposed_questions, source_for


class QuestionChoice(NamedTuple):
    """A question that may be asked again, as respondents read it."""

    key: str
    text: str
    reasons: list[str]
    """Why it is proposed."""
    usual: bool


class Offered(NamedTuple):
    """What pulses may ask, and what of it is proposed."""

    source: Questionnaire
    proposed: Proposals
    usual: frozenset[str]


async def offered_questions(alliance: Alliance, pulse: Questionnaire, library: Library) -> Offered:
    source = await source_for(alliance, pulse, library) or pulse
    return Offered(source, await proposed_questions(alliance, pulse, source), frozenset(pulse.again()))


def choices(offered: Offered, alliance: Alliance) -> list[tuple[str, list[QuestionChoice]]]:
    """By scale or section, what may be asked: a statement about a company as it is put about the partner."""
    source = offered.source
    language = "en" if "en" in source.languages else source.languages[0]
    names = {"us": alliance.company_a, "them": alliance.company_b, "brand": alliance.brand}
    found: dict[str, list[QuestionChoice]] = {}
    for key, item in source.again().items():
        text = source.text(language, f"items.{item.id}.{_worded(item)}", **names)
        group = f"scales.{item.scale}" if isinstance(item, Rating) and item.scale else f"sections.{item.section}"
        title = source.text(language, f"{group}.title", **names)
        choice = QuestionChoice(key, text, offered.proposed.get(key, []), key in offered.usual)
        found.setdefault(title, []).append(choice)
    return list(found.items())


def _worded(item: Item) -> str:
    """Under which key its wording stands."""
    match item:
        case Rating():
            return "they" if "they" in item.asked else item.asked[0]
        case Responsibility(activities=(activity,)):
            return f"activities.{activity}"
        case _:
            return "short"
