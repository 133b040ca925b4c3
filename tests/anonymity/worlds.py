"""Answers made up to be as alike as the people of a small side often are, and so hard to hide."""

import random
from collections.abc import Sequence

from diagnostic.questionnaire import CANT_SAY, OWNERS, Choice, Number, Questionnaire, Rating
from tests.anonymity.solver import Sheet, World


def made_up(chance: random.Random, questionnaire: Questionnaire, sizes: tuple[int, int], alike: float) -> World:
    """Two sides; to each question so large a share of both answers what most answer, the others anything."""
    usual = {key: _any(chance, item, key) for key, item in questionnaire.keys().items()}
    a, b = (_side(chance, questionnaire, size, alike, usual) for size in sizes)
    return {"a": a, "b": b}


def _side(
    chance: random.Random, questionnaire: Questionnaire, size: int, alike: float, usual: Sheet
) -> Sequence[Sheet]:
    sheets = []
    for _ in range(size):
        sheet = {}
        for key, item in questionnaire.keys().items():
            answer = usual[key] if chance.random() < alike else _any(chance, item, key)
            if answer is not None and chance.random() > 0.04:
                cannot = isinstance(item, Rating) and chance.random() < 0.04
                sheet[key] = CANT_SAY if cannot else answer
        sheets.append(sheet)
    return sheets


def _any(chance: random.Random, item: object, key: str) -> object:
    match item:
        case Rating():
            return chance.randint(1, item.points)
        case Number():
            return float(chance.randint(int(item.minimum), int(item.maximum)) // 10 * 10)
        case Choice():
            return tuple(chance.sample(item.options, chance.randint(1, item.at_most)))
        case _ if key.endswith((":now", ":better")):
            return chance.choice(OWNERS)
    return None
