"""A wave of a usual instrument, from its launch to its Report; and questionnaires as waves froze them before."""

from collections.abc import Mapping
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from diagnostic.questionnaire import Questionnaire, Text
from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Alliance, Ballot, Comment, Response, Wave
from diagnostic.survey.closing import close
from diagnostic.survey.plans import WavePlan, draft_wave
from diagnostic.survey.reports import publish
from diagnostic.survey.waves import launch
from tests.answering import after_the_end, report_of, send, tokens
from tests.conftest import SECRET
from tests.usual_instrument import usual


@pytest.fixture
async def wave(roster: Alliance, plan: WavePlan, library: Library) -> Wave:
    asked = replace(library, questionnaires={**library.questionnaires, "usual": usual()})
    wave = await draft_wave(roster, replace(plan, questionnaire="usual"), asked)
    await launch(wave, SECRET)
    return wave


def form(n: int) -> dict[str, list[str]]:
    picked = ["phone", "mail", "other", "visit"][n % 4]
    said = {"CHANNEL.other": [f"by fax {n}"]} if picked == "other" else {}
    return {"LOYAL_3": [str(n)], "THEM_1:they": [str(1 + n % 5)], "CHANNEL": [picked], **said}


async def test_what_the_something_else_is_lies_beside_nothing(wave: Wave) -> None:
    for side in ("a", "b"):
        for n, link in enumerate(await tokens(wave, side)):
            await send(link, form(n))
    await close(wave, SECRET, after_the_end(wave))

    comments = await Comment.filter(wave=wave)
    assert sorted((one.side, one.question, one.text) for one in comments) == [
        (side, "CHANNEL.other", f"by fax {n}") for side in "ab" for n in (2, 6)
    ]
    for response in await Response.filter(wave=wave):
        assert set(response.values) <= {"LOYAL_3@alliance", "THEM_1@a", "THEM_1@b", "CHANNEL"}
    await publish(wave)
    report = await report_of(wave)
    (asked,) = [one for one in report.statements if one.item == "LOYAL_3"]
    # Each of 0 to 7 once.
    assert (asked.sides.a.mean, asked.sides.a.counts) == (3.5, (1,) * 8 + (0,) * 3)
    (question,) = report.choices
    assert [topic.sides.b.share for topic in question.topics] == [0.25] * 4
    assert {comment.question for comment in report.comments} == {"CHANNEL.other"}


async def test_the_longest_that_may_be_said_fits_into_a_ballot_as_long_as_every_other(wave: Wave) -> None:
    short, long, *_ = await tokens(wave, "a")
    fullest = {field: ["10"] for field in usual().fields() if field.startswith(("LOYAL", "US"))}
    fullest |= {"CHANNEL": ["other"], "CHANNEL.other": ["😀" * 200], "REMARK": ["😀" * 1000]}
    await send(short, {"LOYAL_3": ["0"]})
    await send(long, fullest)
    assert len({len(ballot.sealed) for ballot in await Ballot.filter(wave=wave)}) == 1


NEW: Mapping[str, tuple[str, ...]] = {"rating": ("lowest",), "choice": ("other",), "text": ("about",)}


def test_a_questionnaire_that_was_frozen_before_there_was_any_of_this_is_read(library: Library) -> None:
    health = library.questionnaires["alliance-health"]
    frozen: Any = msgspec.to_builtins(health)
    for item in frozen["items"]:
        for name in NEW.get(item["type"], ()):
            del item[name]
    assert msgspec.convert(frozen, Questionnaire) == health
    assert not [item for item in health.items if isinstance(item, Text) and item.about]
