"""Pulses ask what was found and agreed, in the words of the alliance's own diagnostic; activities and numbers, too."""

from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from diagnostic.analysis import Finding, Report, from_json, to_json
from diagnostic.errors import NotPossible
from diagnostic.questionnaire import Questionnaire, Responsibility
from diagnostic.questionnaire.duration import duration
from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Alliance, StoredReport, Wave
from diagnostic.survey.actions import ActionDetails, add_action
from diagnostic.survey.again import MOST, proposed_questions, source_for
from diagnostic.survey.alliances import InvalidDetails
from diagnostic.survey.closing import close
from diagnostic.survey.plans import WavePlan, draft_wave, frozen_questionnaire, redraft_wave, today
from diagnostic.survey.programme import draft_programme, scheduled
from diagnostic.survey.reports import publish
from diagnostic.survey.schedule import Schedule, proposed
from diagnostic.survey.waves import launch
from tests.answering import after_the_end, report_of, send, tokens
from tests.conftest import SECRET

OWN = "Whoever said it does it."
ASKED = ["trust.candour", "responsibilities.pricing", "effort_share"]


def reworded(library: Library) -> Library:
    """The library of somebody who asks one thing in words of their own, and one activity besides."""
    health = library.questionnaires["alliance-health"]
    items: list[Any] = []
    for item in health.items:
        match item:
            case Responsibility(id="responsibilities", activities=activities):
                items.append(replace(item, activities=(*activities, "patients")))
            case _:
                items.append(item)
    english = {"items.decisions.stick.alliance": OWN, "items.responsibilities.activities.patients": "Patient support"}
    texts = {language: words | english for language, words in health.texts.items()}
    return library.asking(replace(health, items=tuple(items), texts=texts))


@pytest.fixture
def baseline() -> WavePlan:
    return WavePlan(questionnaire="alliance-health", languages=["en"], closes_on=date.max)


async def open_baseline(alliance: Alliance, plan: WavePlan, library: Library) -> Wave:
    wave = await draft_wave(alliance, replace(plan, closes_on=today(alliance) + timedelta(days=14)), library)
    await launch(wave, SECRET)
    return wave


async def close_baseline(wave: Wave) -> None:
    """Eight of each side: both claim pricing, and the other company's effort is less than its own."""
    for side in ("a", "b"):
        for n, link in enumerate(await tokens(wave, side)):
            claims = {"responsibilities.pricing:now": ["us" if n < 6 else "joint"], "effort_share": [str(60 + n)]}
            await send(link, {"decisions.stick": [str(1 + n % 2)], "trust.candour:they": ["4"], **claims})
    await close(wave, SECRET, after_the_end(wave))
    await publish(wave)


async def programme(alliance: Alliance, plan: WavePlan, library: Library, questions: list[str]) -> Wave:
    schedule = Schedule(opens_on=proposed(alliance, 4, 1).opens_on[:1])
    (wave,) = await draft_programme(alliance, plan, schedule, library, questions=questions)
    return wave


async def test_a_pulse_chooses_from_the_diagnostic_as_the_alliance_was_asked_it(
    roster: Alliance, plan: WavePlan, baseline: WavePlan, library: Library
) -> None:
    usual = library.questionnaires["alliance-pulse"]
    source = await source_for(roster, usual, library)
    assert source is library.questionnaires["alliance-health"], "nobody was asked yet"
    await open_baseline(roster, replace(baseline, scales_off=["commitment"]), reworded(library))
    source = await source_for(roster, usual, library)
    assert source is not None
    assert "responsibilities.patients" in source.again()
    assert "commitment.outlook" not in source.again(), "what was switched off cannot be asked again"
    with pytest.raises(InvalidDetails, match="no question"):
        await programme(roster, plan, library, ["commitment.outlook"])
    asked = frozen_questionnaire(
        await programme(roster, plan, library, ["decisions.stick", "responsibilities.patients"])
    )
    assert asked.text("en", "items.decisions.stick.alliance") == OWN
    assert list(asked.fields()) == [
        "decisions.stick", "responsibilities.patients:now", "responsibilities.patients:better", "whats_new",
    ]  # fmt: skip


async def test_activities_and_numbers_have_sections_of_their_own_before_the_open_question(library: Library) -> None:
    pulse, health = library.questionnaires["alliance-pulse"], library.questionnaires["alliance-health"]
    asked = pulse.choosing(health, ASKED)
    assert [section.id for section in asked.sections] == ["companies", "responsibilities", "expectations", "comments"]
    assert [item.section for item in asked.items] == [section.id for section in asked.sections]
    assert asked.text("de", "sections.responsibilities.title") == "Wer ist wofür zuständig?"
    assert asked.text("en", "items.responsibilities.activities.pricing") == "Pricing"
    # Two ratings, two questions on an activity, a number and the open question.
    assert asked.answers_asked() == 6
    alone = pulse.choosing(health, ["responsibilities.pricing"])
    assert list(alone.fields()) == ["responsibilities.pricing:now", "responsibilities.pricing:better", "whats_new"]
    with pytest.raises(NotPossible, match="nothing to choose responsibilities from"):
        library.choosing(pulse.id, ["responsibilities"], health)


@pytest.mark.parametrize("chosen", [ASKED, ["trust.candour", "decisions.stick"]], ids=["other", "some of the usual"])
async def test_what_was_chosen_outlives_a_change_of_plan(
    chosen: list[str], roster: Alliance, plan: WavePlan, library: Library
) -> None:
    wave = await programme(roster, plan, library, chosen)
    asked = frozen_questionnaire(wave)
    await redraft_wave(wave, roster, replace(plan, closes_on=wave.closes_on, k=6), library)
    assert frozen_questionnaire(await Wave.get(id=wave.id)) == asked


async def test_a_draft_of_the_librarys_own_gets_back_what_was_switched_off(
    roster: Alliance, baseline: WavePlan, library: Library
) -> None:
    plan = replace(baseline, closes_on=today(roster) + timedelta(days=14))
    off = replace(plan, scales_off=["trust"], items_off=["effort_share", "more.trust"])
    wave = await draft_wave(roster, off, library)
    await redraft_wave(wave, roster, plan, library)
    assert frozen_questionnaire(wave) == library.questionnaires["alliance-health"]


async def proposals(alliance: Alliance, library: Library) -> dict[str, list[str]]:
    pulse = library.questionnaires["alliance-pulse"]
    source = await source_for(alliance, pulse, library)
    assert source is not None
    return await proposed_questions(alliance, pulse, source)


async def test_before_anything_is_found_the_usual_pulse_is_proposed(roster: Alliance, library: Library) -> None:
    usual = [item.id for item in library.questionnaires["alliance-pulse"].ratings()]
    assert await proposals(roster, library) == {key: [] for key in usual}


async def test_what_is_contested_and_what_was_agreed_is_proposed_with_why(
    roster: Alliance, baseline: WavePlan, library: Library
) -> None:
    wave = await open_baseline(roster, baseline, library)
    await close_baseline(wave)
    report = await report_of(wave)
    (contested,) = [each for each in report.responsibilities if each.ownership == "contested"]
    action = ActionDetails(
        text="Whoever hears bad news calls the other company on the same day, and not only when they meet",
        owner="Both",
        agreed_on=today(roster),
        statement="trust.candour@a",
    )
    await add_action(roster, action)
    found = await proposals(roster, library)
    assert found["trust.candour"] == ["agreed action: Whoever hears bad news calls the other company on the same…"]
    assert found[f"responsibilities.{contested.activity}"] == [
        "contested" if contested.certain is True else "perhaps contested"
    ]
    assert found["effort_share"] == ["both shares add up to more than the whole"]
    again = library.questionnaires["alliance-health"].again()
    assert sum(len(again[key].fields()) for key in found) <= MOST


async def test_of_a_gap_on_a_scale_the_statement_that_shows_it_best_is_proposed(
    roster: Alliance, baseline: WavePlan, library: Library
) -> None:
    wave = await open_baseline(roster, baseline, library)
    await close_baseline(wave)
    stored = await StoredReport.get(wave=wave)
    report = from_json(stored.body)
    gap = Finding(kind="scale_gap", subject="decisions@alliance", side=None, rank=1, verdict="gap")
    concern = replace(gap, kind="shared_concern", verdict=None)
    await _store_another(wave, replace(report, findings=(gap, concern)))
    found = await proposals(roster, library)
    (shown,) = [each.id for each in report.statements if each.scale == "decisions@alliance" and _is_shown(each)]
    assert shown == "decisions.stick@alliance"
    assert found["decisions.stick"] == ["gap on “Decisions and conflict”", "both companies see it critically"]


def _is_shown(statement: Any) -> bool:
    return isinstance(statement.gap.mean_difference, float)


async def _store_another(wave: Wave, report: Report) -> None:
    await StoredReport.create(wave=wave, number=2, body=to_json(report).decode())


async def test_however_much_was_found_what_is_proposed_takes_a_few_minutes(
    roster: Alliance, baseline: WavePlan, library: Library
) -> None:
    wave = await open_baseline(roster, baseline, library)
    await close_baseline(wave)
    report = from_json((await StoredReport.get(wave=wave)).body)
    every = tuple(
        Finding(kind=kind, subject=f"{item.id}@{'alliance' if 'alliance' in item.asked else 'a'}", side=None,
                rank=1, verdict="gap")
        for kind in ("gap", "shared_concern", "worth_asking")
        for item in library.questionnaires["alliance-health"].ratings()
    )  # fmt: skip
    disputed = tuple(replace(each, ownership="contested", certain=True) for each in report.responsibilities)
    await _store_another(wave, replace(report, findings=every, responsibilities=disputed))
    found = await proposals(roster, library)
    pulse, health = library.questionnaires["alliance-pulse"], library.questionnaires["alliance-health"]
    asked = pulse.choosing(health, list(found))
    assert asked.answers_asked() <= MOST + 1
    assert duration(asked, library.frame, "en").careful <= 7
    assert sum(key.startswith("responsibilities.") for key in found) == 3, "three of a kind at most"


async def test_the_next_programme_asks_what_the_last_pulse_asked(
    roster: Alliance, plan: WavePlan, library: Library
) -> None:
    await programme(roster, plan, library, ASKED)
    assert await proposals(roster, library) == {key: ["asked in the last pulse"] for key in ASKED}
    assert len(await scheduled(roster)) == 1


async def test_an_instrument_with_other_statements_proposes_one_of_each_scale(
    roster: Alliance, baseline: WavePlan, library: Library
) -> None:
    own: Questionnaire = library.questionnaires["alliance-health"]
    kept = ("trust.goodwill", "trust.competence", "communication.usable")
    own = replace(own, items=tuple(item for item in own.items if item.id in kept), texts=own.texts).without(
        [scale.id for scale in own.scales if scale.id not in ("trust", "communication")]
    )
    await open_baseline(roster, baseline, library.asking(own))
    assert await proposals(roster, library) == {"trust.competence": [], "communication.usable": []}
