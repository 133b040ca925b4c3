"""What a column may be asking, held against every wording of a questionnaire."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from diagnostic.questionnaire import Questionnaire, Rating, Responsibility
from diagnostic.questionnaire.words import SIDES
from diagnostic.reading.answers.columns import TableColumn
from diagnostic.reading.companies import RosterOf
from diagnostic.text import bare, short_name, without_legal_form

NEAR = 0.8
"""How alike two wordings are from which on one may be meant by the other; 1 is equal."""
_AFTER_A_QUESTION = re.compile(r"(?<=[.?:!…])-(?=\w)")
"""As Qualtrics wrote it before."""
_INSIDE = re.compile(r"\[([^\[\]]+)\]\s*$")


def wordings(questionnaire: Questionnaire, of: RosterOf) -> dict[str, str]:
    """Every wording of a field in any language, by `bare`, and its field; of two that have the same, neither."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for text, field in _wordings(questionnaire, of):
        if key := bare(text):
            twice |= {key} if found.setdefault(key, field) != field else set()
    return {key: field for key, field in found.items() if key not in twice}


def _called(names: Sequence[str]) -> list[str]:
    """What a company may be called in a statement: also without its legal form, and in short."""
    return [*names, without_legal_form(names[0]), short_name(names[0])]


def _wordings(questionnaire: Questionnaire, of: RosterOf) -> Iterator[tuple[str, str]]:
    names = list(zip_longest(*(_called(of.companies[side]) for side in SIDES), fillvalue=""))
    sides = [*names, *((b, a) for a, b in names), ("", ""), ("our company", "our partner")]
    yield from ((field, field) for field in questionnaire.fields())
    for language, texts in questionnaire.texts.items():
        for field, item in questionnaire.fields().items():
            keys = [f"items.{item.id}.text", f"items.{item.id}.short"]
            if isinstance(item, Rating):
                keys = [f"items.{item.id}.{item.asked_in(field)}"]
            if isinstance(item, Responsibility):
                activity, _, question = field.removeprefix(f"{item.id}.").partition(":")
                named = questionnaire.text(language, f"items.{item.id}.activities.{activity}", brand="")
                yield f"{named} {question}", field
                continue
            for key in keys:
                if key in texts:
                    for us, them in sides:
                        yield questionnaire.text(language, key, us=us, them=them, brand=""), field


def told(column: TableColumn) -> list[str]:
    """What a column may be asking, by `bare`: tools put the question before the statement, or it after in brackets."""
    found = []
    for text in (column.name, column.wording):
        found += [text, *text.split(" - ")[1:], *text.split(" – ")[1:]]
        found += [inside[1] for inside in [_INSIDE.search(text)] if inside]
        found += [text.partition(". ")[2], text.rpartition(": ")[2], *_AFTER_A_QUESTION.split(text)[1:]]
    return list(dict.fromkeys(filter(None, map(bare, found))))


def may_be_near(text: str, wording: str) -> bool:
    matcher = SequenceMatcher(None, text, wording)
    return matcher.real_quick_ratio() >= NEAR and matcher.quick_ratio() >= NEAR


def likeness(text: str, wording: str) -> float:
    return SequenceMatcher(None, text, wording).ratio()
