"""The one attribute that is kept: merged at the close, and shown where every group answered in sufficient number."""

import pytest

from diagnostic.analysis import CutStatement
from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Alliance, Response, Wave
from diagnostic.survey.closing import close
from diagnostic.survey.plans import WavePlan, draft_wave
from diagnostic.survey.reports import publish
from diagnostic.survey.roster import apply_roster, read_roster
from diagnostic.survey.waves import launch
from tests.answering import after_the_end, send, shown_report, tokens
from tests.conftest import SECRET

FUNCTIONS = {"a": ["Sales"] * 5 + ["Medical"] * 5, "b": ["Sales"] * 5 + ["Medical"] * 3 + ["Legal"] * 2}
STICK = [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
"""Nobody's answer can be told in either half: no rating is given by four of five."""


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Merging happens in Python, before anything is stored."""
    return sqlite_url


@pytest.fixture
async def wave(alliance: Alliance, plan: WavePlan, library: Library) -> Wave:
    """A closed wave of ten a side, in which the last person of Novara's Medical skipped one statement."""
    rows = ["email,company,function"]
    for side, company in (("a", "Novara"), ("b", "Helix")):
        rows += [f"p{n}@{company.lower()}.example,{company},{group}" for n, group in enumerate(FUNCTIONS[side])]
    await apply_roster(alliance, read_roster("\n".join(rows).encode(), "r.csv", alliance, ("en", "de")))
    wave = await draft_wave(alliance, plan, library)
    await launch(wave, SECRET)
    for side in ("a", "b"):
        for n, link in enumerate(await tokens(wave, side)):
            form = {
                "decisions.stick": [str(STICK[n])],
                "role_clarity.decision_rights": [] if (side, n) == ("a", 9) else [str(STICK[n])],
            }
            await send(link, form)
    await close(wave, SECRET, after_the_end(wave))
    await publish(wave)
    return wave


async def cut(wave: Wave) -> dict[str, CutStatement]:
    report = await shown_report(wave)
    assert report is not None
    (found,) = report.cuts
    return {each.id: each for each in found.statements}


async def test_groups_that_would_stand_alone_are_stored_as_other(wave: Wave) -> None:
    kept = {
        side: sorted(str(response.group) for response in await Response.filter(wave=wave, side=side)) for side in "ab"
    }
    assert kept == {"a": ["Medical"] * 5 + ["Sales"] * 5, "b": ["Sales"] * 5 + ["other"] * 5}


async def test_a_statement_is_cut_where_every_group_answered_in_sufficient_number(wave: Wave) -> None:
    groups = (await cut(wave))["decisions.stick@alliance"].groups
    assert groups is not None
    assert {group.group: group.counts for group in groups.a} == {"Sales": (2, 2, 1, 0, 0), "Medical": (0, 0, 1, 2, 2)}
    assert {group.group: group.counts for group in groups.b} == {"Sales": (2, 2, 1, 0, 0), "other": (0, 0, 1, 2, 2)}


async def test_four_answers_of_one_group_leave_the_whole_statement_uncut(wave: Wave) -> None:
    assert (await cut(wave))["role_clarity.decision_rights@alliance"].groups is None
    report = await shown_report(wave)
    assert report is not None
    shown = next(each for each in report.statements if each.id == "role_clarity.decision_rights@alliance")
    # Ones, twos, threes, fours and a five: for the company it is shown.
    assert shown.sides.a.counts == (2, 2, 2, 2, 1)
