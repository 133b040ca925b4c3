"""The questionnaire: frozen types, loading and checking TOML, and validating raw answers."""

from diagnostic.questionnaire.choice import Choice
from diagnostic.questionnaire.load import load
from diagnostic.questionnaire.model import Answers, Item, Questionnaire, Value
from diagnostic.questionnaire.number import Number
from diagnostic.questionnaire.rating import Rating, Statement
from diagnostic.questionnaire.responsibility import Responsibility
from diagnostic.questionnaire.text import Text
from diagnostic.questionnaire.words import CANT_SAY, OWNERS, SIDES, Asked, Owner, Side, Target, View, other

__all__ = [
    "CANT_SAY",
    "OWNERS",
    "SIDES",
    "Answers",
    "Asked",
    "Choice",
    "Item",
    "Number",
    "Owner",
    "Questionnaire",
    "Rating",
    "Responsibility",
    "Side",
    "Statement",
    "Target",
    "Text",
    "Value",
    "View",
    "load",
    "other",
]
