"""Reports of the whole questionnaire, answered by people who do not exist."""

import datetime as dt
from functools import cache

from diagnostic.analysis import Alliance, BySide, Release, Report, Wave, analyse
from diagnostic.demo.planted import BASELINE
from diagnostic.demo.simulation import Respondent, simulate
from diagnostic.questionnaire.library import Library
from diagnostic.questionnaire.responses import tabulate


@cache
def simulated(people: int, a: str = "Novara", b: str = "Helix") -> Report:
    """As many people of each side; about four of five of those invited."""
    questionnaire = Library.load().questionnaires["alliance-health"]
    asked = [Respondent("a")] * people + [Respondent("b", "de")] * people
    forms = simulate(questionnaire, asked, BASELINE, seed=1)
    answers = [questionnaire.validate(form, person.side) for person, form in zip(asked, forms, strict=True)]
    return analyse(
        tabulate(questionnaire, [(one, None) for one in answers]),
        [],
        questionnaire,
        Release(),
        alliance=Alliance("Orvelane", BySide(a, b)),
        wave=Wave("baseline", dt.date(2026, 11, 20)),
        invited=BySide(round(1.24 * people), round(1.16 * people)),
        simulated=True,
    )
