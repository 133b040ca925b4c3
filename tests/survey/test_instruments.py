"""Questionnaires of one's own: whose they are, what changes of them, and that waves keep what they asked."""

from datetime import timedelta
from functools import partial

import msgspec
import pytest

from diagnostic.analysis import Report
from diagnostic.errors import NotPossible
from diagnostic.questionnaire import Questionnaire, Rating, Responsibility, editing
from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Alliance, Consultant, Instrument, InstrumentVersion, Wave
from diagnostic.survey import instruments
from diagnostic.survey.closing import close
from diagnostic.survey.instruments import (
    begin,
    change,
    changed_since,
    go_back,
    library_of,
    newest,
    of_version,
    take_over,
)
from diagnostic.survey.plans import WavePlan, draft_wave, frozen_questionnaire
from diagnostic.survey.reports import as_computed, publish
from diagnostic.survey.waves import launch
from tests.answering import after_the_end, answer_all, send, tokens
from tests.conftest import SECRET

OWN = Rating(id="own.early", section="companies", asked=("we", "they"))
SAID = {language: {"we": "We {brand}", "they": "They", "statement": "{company}"} for language in ("en", "de")}
WITH_OWN = partial(editing.put, item=OWN, texts=SAID)


@pytest.fixture
async def instrument(alice: Consultant, library: Library) -> Instrument:
    return await begin(alice, library.named("alliance-pulse"), "Cardiva check", library)


async def now(instrument: Instrument) -> Questionnaire:
    return of_version(await newest(instrument))


async def test_it_begins_as_a_copy_that_can_be_asked_under_its_own_name(
    instrument: Instrument, alice: Consultant, library: Library
) -> None:
    made, original = await now(instrument), library.named("alliance-pulse")
    assert made.items == original.items
    assert {texts["title"] for texts in made.texts.values()} == {"Cardiva check"}
    assert made.id.startswith("cardiva-check-")
    own = await library_of(alice, library)
    assert list(own.questionnaires) == [*library.questionnaires, made.id]


async def test_each_change_is_a_version_of_whoever_made_it_and_can_be_taken_back(
    instrument: Instrument, alice: Consultant, mallory: Consultant, library: Library
) -> None:
    before = await now(instrument)
    await change(instrument, mallory, WITH_OWN, library)
    await change(instrument, alice, lambda one: editing.drop(one, "trust.candour"), library)
    await change(instrument, alice, lambda one: one, library)
    kept = await InstrumentVersion.filter(instrument=instrument).order_by("number")
    assert [(each.number, each.changed_by) for each in kept] == [
        (1, "Alice Arden"), (2, "Mallory Moss"), (3, "Alice Arden"),
    ]  # fmt: skip
    await go_back(instrument, alice, 1, library)
    assert msgspec.structs.replace(await now(instrument), version="1") == before
    assert await InstrumentVersion.filter(instrument=instrument).count() == 4


async def test_one_of_before_minutes_were_reckoned_is_asked_and_changed_like_any_other(
    instrument: Instrument, alice: Consultant, library: Library
) -> None:
    stored = await newest(instrument)
    before = of_version(stored)
    stored.questionnaire = {**stored.questionnaire, "minutes": 2}
    await stored.save()
    assert await now(instrument) == before
    await change(instrument, alice, WITH_OWN, library)
    assert "minutes" not in (await newest(instrument)).questionnaire


async def test_the_oldest_versions_go_but_for_what_it_was_made_from(
    instrument: Instrument, alice: Consultant, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(instruments, "MOST_VERSIONS", 3)
    for number in range(6):
        await change(instrument, alice, partial(editing.say, texts={"en": {"title": f"Title {number}"}}), library)
    kept = await InstrumentVersion.filter(instrument=instrument).order_by("number")
    assert [each.number for each in kept] == [1, 5, 6, 7]
    with pytest.raises(NotPossible, match="not kept"):
        await go_back(instrument, alice, 2, library)


async def test_colleagues_of_a_firm_have_it_and_nobody_else(
    instrument: Instrument, alice: Consultant, mallory: Consultant, library: Library
) -> None:
    name = (await now(instrument)).id
    assert name not in (await library_of(mallory, library)).questionnaires
    for firm, has in (("Arden", True), ("Moss", False), ("", False)):
        alice.firm, mallory.firm = "Arden" if firm else "", firm
        await alice.save()
        await mallory.save()
        assert (name in (await library_of(mallory, library)).questionnaires) is has
        assert name in (await library_of(alice, library)).questionnaires


async def test_what_is_half_made_is_not_offered_and_a_half_translated_one_in_the_language_that_is_whole(
    instrument: Instrument, alice: Consultant, library: Library
) -> None:
    name = (await now(instrument)).id
    await change(instrument, alice, partial(editing.put, item=OWN, texts={"en": SAID["en"]}), library)
    assert (await library_of(alice, library)).named(name).languages == ("en",)
    await change(instrument, alice, partial(editing.put, item=OWN, texts={}), library)
    assert name not in (await library_of(alice, library)).questionnaires


async def test_nothing_that_happens_to_it_touches_a_wave_and_what_a_wave_asked_is_never_asked_as_something_else(
    instrument: Instrument, alice: Consultant, roster: Alliance, plan: WavePlan, library: Library
) -> None:
    await change(instrument, alice, WITH_OWN, library)
    own = await library_of(alice, library)
    plan = msgspec.structs.replace(plan, questionnaire=(await now(instrument)).id)
    wave = await draft_wave(roster, plan, own)
    await launch(wave, SECRET)
    asked = frozen_questionnaire(wave)

    reworded = {language: {**texts, "we": "We, otherwise"} for language, texts in SAID.items()}
    done = await change(instrument, alice, partial(editing.put, item=OWN, texts=reworded), library)
    assert done.renamed == {"own.early_2": "own.early"}
    await instrument.delete()
    await answer_all(wave)
    await close(wave, SECRET, after_the_end(wave))
    assert frozen_questionnaire(await Wave.get(id=wave.id)) == asked
    await publish(wave)
    report = await as_computed(wave)
    assert report is not None
    assert {"own.early@a", "own.early@b"} <= {statement.id for statement in report.statements}


async def test_two_who_change_it_at_once_both_find_what_they_said(
    instrument: Instrument, alice: Consultant, mallory: Consultant, library: Library
) -> None:
    """Each change is made to what is there by then, not to what its page had shown."""
    await change(instrument, alice, WITH_OWN, library)
    await change(instrument, mallory, lambda one: editing.drop(one, "trust.candour"), library)
    ids = {item.id for item in (await now(instrument)).items}
    assert "own.early" in ids
    assert "trust.candour" not in ids


async def test_a_change_after_it_was_deleted_is_refused_in_words(
    instrument: Instrument, alice: Consultant, library: Library
) -> None:
    await Instrument.filter(id=instrument.id).delete()
    with pytest.raises(NotPossible, match="deleted meanwhile"):
        await change(instrument, alice, WITH_OWN, library)


async def test_of_two_waves_is_compared_what_was_asked_alike_and_nothing_else(
    instrument: Instrument, alice: Consultant, roster: Alliance, plan: WavePlan, library: Library
) -> None:
    """Between them one statement of a scale was reworded, one on its own, too, and an activity was added."""
    owners = Responsibility(id="owners", section="together", activities=("pricing",))
    asked = {"now": "Who?", "better": "Who better?", "activities.pricing": "Price"}
    with_owners = partial(editing.put, item=owners, texts={"en": asked, "de": asked})
    await change(instrument, alice, WITH_OWN, library)
    await change(instrument, alice, with_owners, library)
    plan = msgspec.structs.replace(plan, questionnaire=(await now(instrument)).id)
    await asked_and_closed(roster, plan, await library_of(alice, library), days=0)

    supply = msgspec.structs.replace(owners, activities=("pricing", "supply"))
    added = {**asked, "activities.supply": "Supply"}
    await change(instrument, alice, partial(editing.put, item=supply, texts={"en": added, "de": added}), library)
    reworded = {"en": {"items.own.early.we": "We, sooner", "items.trust.candour.they": "{them}, sooner"}}
    done = await change(instrument, alice, partial(editing.say, texts=reworded), library)
    assert done.renamed == {"own.early_2": "own.early", "trust.candour_2": "trust.candour"}
    report = await asked_and_closed(roster, plan, await library_of(alice, library), days=30)

    assert {"own.early_2@a", "trust.candour_2@a"} <= {statement.id for statement in report.statements}
    compared = {moved.id for moved in report.levels if moved.since_first is not None}
    assert {"communication.timely@a", "decisions.stick@alliance"} <= compared, "asked alike"
    assert not {one for one in compared if one.startswith(("own.", "trust.candour"))}
    scales = {trend.scale: trend.since_previous for trend in report.trend}
    assert scales["communication@a"] is not None
    assert scales["trust@a"] is None, "one of its two statements is another"
    assert {row.activity for row in report.responsibilities} == {"pricing", "supply"}


async def asked_and_closed(alliance: Alliance, plan: WavePlan, library: Library, *, days: int) -> Report:
    """A wave that twelve a side answered in full, and its Report, so many days after the first."""
    wave = await draft_wave(alliance, plan, library)
    await launch(wave, SECRET)
    fields = frozen_questionnaire(wave).fields()
    for side in ("a", "b"):
        for n, link in enumerate((await tokens(wave, side))[:12]):
            ratings = {field: [str(2 + n % 3)] for field, item in fields.items() if isinstance(item, Rating)}
            owned = {field: ["us"] for field, item in fields.items() if isinstance(item, Responsibility)}
            await send(link, ratings | owned)
    await close(wave, SECRET, after_the_end(wave) + timedelta(days=days))
    await publish(wave)
    report = await as_computed(wave)
    assert report is not None
    return report


async def test_a_draft_asks_what_it_asked_until_it_takes_over_what_is_asked_now(
    instrument: Instrument, alice: Consultant, roster: Alliance, plan: WavePlan, library: Library
) -> None:
    plan = msgspec.structs.replace(plan, questionnaire=(await now(instrument)).id)
    wave = await draft_wave(roster, plan, await library_of(alice, library))
    await change(instrument, alice, WITH_OWN, library)
    own = await library_of(alice, library)
    assert changed_since(wave, own)
    assert "own.early" not in {item.id for item in frozen_questionnaire(wave).items}
    await take_over(wave, roster, own)
    assert not changed_since(wave, own)
    assert "own.early" in {item.id for item in frozen_questionnaire(await Wave.get(id=wave.id)).items}

    await change(instrument, alice, partial(editing.put, item=OWN, texts={"fr": SAID["en"]}), library)
    with pytest.raises(NotPossible, match="no questionnaire"):
        await take_over(wave, roster, await library_of(alice, library))
