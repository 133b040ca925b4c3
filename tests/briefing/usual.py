"""The usual instrument (`tests/usual_instrument.py`) answered by 14 people a side, so that one can reckon.

Nobody's rating is drawn: a and b answer on every statement as `RATINGS` says, in turn.
"""

import datetime as dt
from functools import cache

from msgspec.structs import replace

from diagnostic.analysis import Alliance, BySide, Release, Report, Wave, analyse
from diagnostic.questionnaire import SIDES, Questionnaire, Rating, Side
from diagnostic.questionnaire.responses import tabulate
from tests.usual_instrument import usual

PEOPLE = 14
FAR = (0, 1, 1, 2, 2, 3, 3, 3, 4, 4, 5, 6, 7, 8)
NEAR = (6, 7, 7, 8, 8, 8, 8, 9, 9, 9, 9, 10, 10, 10)
MIDDLE = (2, 3, 4, 4, 5, 5, 5, 6, 6, 6, 7, 7, 8, 10)
SELDOM = (1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 4, 5)
OFTEN = (2, 3, 3, 4, 4, 4, 4, 4, 4, 5, 5, 5, 5, 5)
RATINGS: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    "LOYAL_1:we": (NEAR, MIDDLE),
    "LOYAL_1:they": (NEAR, FAR),
    "LOYAL_1:they_of_us": (NEAR, MIDDLE),
    "LOYAL_2:we": (NEAR, MIDDLE),
    "LOYAL_2:they": (MIDDLE, FAR),
    "LOYAL_3": (FAR, NEAR),
    "OFTEN_1:we": (OFTEN, OFTEN),
    "OFTEN_1:they": (SELDOM, OFTEN),
    "OFTEN_2": (SELDOM, SELDOM),
    "OFTEN_3": (OFTEN, SELDOM),
    "THEM_1:they": (SELDOM, OFTEN),
    "US_1:we": (NEAR, FAR),
}
"""By field: what people of a answer, and of b, as they read it."""
CHANNELS = ("phone", "phone", "mail", "visit", "other", "phone", "mail")


def answered(field: str, side: Side) -> tuple[int, ...]:
    """Nobody answers two statements in the same order, so that people differ."""
    given = RATINGS[field]["ab".index(side)]
    turn = 1 + sum(map(ord, field)) % (PEOPLE - 1)
    return (*given[turn:], *given[:turn])


def from_1(questionnaire: Questionnaire) -> Questionnaire:
    """The same on as many points, the lowest of which is called 1."""
    return replace(
        questionnaire,
        items=tuple(replace(item, lowest=1) if isinstance(item, Rating) else item for item in questionnaire.items),
    )


def is_from_0(field: str) -> bool:
    item = usual().fields()[field]
    return isinstance(item, Rating) and item.lowest == 0


@cache
def usual_report(*, counted_from_1: bool = False) -> Report:
    """Where ``counted_from_1``, everybody gives the same answers on the same points, which are called one more."""
    questionnaire = from_1(usual()) if counted_from_1 else usual()
    fields = questionnaire.fields()
    people, comments = [], list[tuple[str, Side, str]]()
    for side in SIDES:
        for n in range(PEOPLE):
            form = {}
            for field in RATINGS:
                form[field] = [str(answered(field, side)[n] + (counted_from_1 and is_from_0(field)))]
            form["CHANNEL"] = [CHANNELS[n % len(CHANNELS)]]
            people.append((questionnaire.validate({key: form[key] for key in fields if key in form}, side), None))
        comments += [("CHANNEL.other", side, f"By fax, says {side}."), ("REMARK", side, f"All is well at {side}.")]
    return analyse(
        tabulate(questionnaire, people),
        comments,
        questionnaire,
        Release(),
        alliance=Alliance("Cardiva", BySide("Novara", "Helix")),
        wave=Wave("baseline", dt.date(2026, 11, 20)),
        invited=BySide(16, 15),
    )
