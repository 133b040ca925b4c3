"""Reports of the whole questionnaire, answered by people who do not exist."""

import datetime as dt
from functools import cache
from itertools import cycle
from pathlib import Path

from diagnostic.analysis import Alliance, BySide, Release, Report, Wave, analyse
from diagnostic.demo.simulation import Respondent, simulate
from diagnostic.questionnaire.library import Library
from diagnostic.questionnaire.responses import tabulate
from tests.planted import BASELINE

GROUPS = ("Sales", "Medical", "Marketing")


@cache
def simulated(
    people: int,
    a: str = "Novara",
    b: str = "Helix",
    *,
    of_b: int | None = None,
    attribute: str | None = None,
    content: Path | None = None,
) -> Report:
    """As many people of each side, or others of b; about four of five of those invited; in three groups where asked."""
    questionnaire = Library.load(content).questionnaires["alliance-health"]
    asked = [Respondent("a")] * people + [Respondent("b", "de")] * (of_b or people)
    forms = simulate(questionnaire, asked, BASELINE, seed=1)
    answers = [questionnaire.validate(form, person.side) for person, form in zip(asked, forms, strict=True)]
    groups = cycle(GROUPS if attribute else [None])
    return analyse(
        tabulate(questionnaire, list(zip(answers, groups, strict=False))),
        [],
        questionnaire,
        Release(attribute=attribute),
        alliance=Alliance("Orvelane", BySide(a, b)),
        wave=Wave("baseline", dt.date(2026, 11, 20)),
        invited=BySide(round(1.24 * people), round(1.16 * (of_b or people))),
        simulated=True,
    )
