"""Before a wave opens: people asked too often, a mail that is ours in one language, a name, the list of time zones."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from msgspec.structs import replace

from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Alliance, Message, Wave, WaveState
from diagnostic.survey.closing import close
from diagnostic.survey.days import RESTED
from diagnostic.survey.plans import WavePlan, draft_wave, today
from diagnostic.survey.programme import scheduled
from diagnostic.survey.reports import publish
from diagnostic.survey.waves import launch
from diagnostic.web.timezones import place, zones
from diagnostic.working_time import day_off, next_working_day
from tests.answering import after_the_end, answer_all, report_of
from tests.conftest import SECRET
from tests.web.consultant_desk import Desk
from tests.web.test_programme_pages import plan_of, tuesday

TOO_OFTEN = "People would be asked more than once in three weeks."


@pytest.fixture
async def desk(database: str, roster: Alliance) -> Desk:
    desk = Desk()
    await desk.sign_in()
    return desk


async def closed_days_ago(alliance: Alliance, plan: WavePlan, library: Library, days: int) -> Wave:
    """A wave that opened so many days ago, and is closed."""
    then = datetime.now(UTC) - timedelta(days=days)
    wave = await draft_wave(alliance, replace(plan, closes_on=plan.closes_on - timedelta(days=days)), library, then)
    await launch(wave, SECRET, then)
    await answer_all(wave, now=then)
    await close(wave, SECRET, after_the_end(wave))
    await publish(wave)
    return wave


async def test_a_wave_within_three_weeks_of_another_is_launched_only_once_that_is_confirmed(
    desk: Desk, roster: Alliance, plan: WavePlan, library: Library
) -> None:
    await closed_days_ago(roster, plan, library, 20)
    draft = await draft_wave(roster, plan, library)
    path = f"/waves/{draft.id}"
    await desk.get(path)
    assert TOO_OFTEN in desk.words
    day = today(roster) - timedelta(days=20)
    await desk.get(f"{path}/launch")
    assert f"is 20 days after the pulse of {day.day} {day:%B %Y}." in desk.words
    await desk.post(f"{path}/launch")
    assert desk.response.status_code == 422
    assert desk.page.by_id("fault-sooner").words == "Tick this to say that you mean it."
    assert (await Wave.get(id=draft.id)).state is WaveState.DRAFT
    assert not await Message.filter(wave=draft).exists()
    await desk.post(f"{path}/launch", sooner="yes")
    assert (await Wave.get(id=draft.id)).state is WaveState.OPEN


async def test_three_weeks_later_nothing_has_to_be_confirmed(
    desk: Desk, roster: Alliance, plan: WavePlan, library: Library
) -> None:
    await closed_days_ago(roster, plan, library, RESTED.days)
    draft = await draft_wave(roster, plan, library)
    await desk.get(f"/waves/{draft.id}/launch")
    assert TOO_OFTEN not in desk.words
    await desk.post(f"/waves/{draft.id}/launch")
    assert (await Wave.get(id=draft.id)).state is WaveState.OPEN


async def test_a_programme_and_a_move_that_ask_too_often_are_confirmed(desk: Desk, roster: Alliance) -> None:
    path, first = f"/alliances/{roster.id}/pulses/new", tuesday(4)
    await desk.get(path)
    await desk.post(path, **plan_of(first, weeks="2", step="check"))
    assert TOO_OFTEN in desk.words
    await desk.post(path, **plan_of(first, weeks="2", step="confirm"))
    assert desk.response.status_code == 422
    assert not await scheduled(roster)
    await desk.post(path, **plan_of(first, weeks="2", step="confirm", sooner="yes"))
    _, two, three = await scheduled(roster)
    await desk.get(f"/waves/{three.id}/move")
    assert TOO_OFTEN not in desk.words, "nothing is chosen yet"
    assert two.opens_on is not None
    soon = next_working_day(two.opens_on + timedelta(days=12), roster.timezone).isoformat()
    await desk.post(f"/waves/{three.id}/move", opens_on=soon)
    assert TOO_OFTEN in desk.words
    assert (await Wave.get(id=three.id)).opens_on == three.opens_on
    await desk.post(f"/waves/{three.id}/move", opens_on=soon, sooner="yes")
    assert str((await Wave.get(id=three.id)).opens_on) == soon


async def test_what_the_form_proposes_counts_from_when_people_have_rested(
    desk: Desk, roster: Alliance, plan: WavePlan, library: Library
) -> None:
    await closed_days_ago(roster, plan, library, 15)
    await desk.get(f"/alliances/{roster.id}/waves/new")
    rested = next_working_day(today(roster) + timedelta(days=6), roster.timezone)
    assert f"The days proposed count from {rested.day} {rested:%B %Y}" in desk.words
    last = datetime.fromisoformat(desk.page.by_id("closes_on").get("value")).date()
    assert last >= rested + timedelta(days=14)
    assert day_off(last, roster.timezone) is None


async def test_the_day_proposed_for_more_time_is_taken(desk: Desk, open_wave: Wave, roster: Alliance) -> None:
    await desk.get(f"/waves/{open_wave.id}")
    proposed = desk.page.by_id("closes_on").get("value")
    await desk.post(f"/waves/{open_wave.id}/extend", closes_on=proposed)
    assert (await Wave.get(id=open_wave.id)).closes_on.isoformat() == proposed
    assert proposed > open_wave.closes_on.isoformat()


async def test_a_mail_that_is_ours_in_one_language_is_pointed_out_and_confirmed(desk: Desk, draft: Wave) -> None:
    path = f"/waves/{draft.id}"
    await desk.get(path)
    assert "still ours" not in desk.words, "nobody has worded anything"
    await desk.get(f"{path}/text/en")
    await desk.post(f"{path}/text/en", subject="About {brand}", message="We met in Lisbon.")
    assert "The German invitation is still ours." in desk.words
    await desk.get(f"{path}/reminder/de")
    await desk.post(f"{path}/reminder/de", subject="Noch einmal: {subject}", message="Es eilt.")
    for page in (path, f"{path}/launch"):
        await desk.get(page)
        assert "The German invitation is still ours." in desk.words
        assert "The English reminder is still ours." in desk.words
    await desk.post(f"{path}/launch")
    assert desk.page.by_id("fault-ours").words == "Tick this to say that you mean it."
    assert (await Wave.get()).state is WaveState.DRAFT
    await desk.get(f"{path}/text/de")
    await desk.post(f"{path}/text/de", subject="Zu {brand}", message="Wir waren in Lissabon.")
    await desk.get(f"{path}/launch")
    assert "German invitation" not in desk.words
    await desk.post(f"{path}/launch", ours="yes")
    assert (await Wave.get()).state is WaveState.OPEN


async def test_a_language_that_is_left_out_of_the_plan_needs_no_words(desk: Desk, draft: Wave) -> None:
    await desk.get(f"/waves/{draft.id}/text/en")
    await desk.post(f"/waves/{draft.id}/text/en", subject="About {brand}", message="We met in Lisbon.")
    await Wave.filter(id=draft.id).update(languages=["en"])
    await desk.get(f"/waves/{draft.id}/launch")
    assert "still ours" not in desk.words


async def test_a_wave_has_a_name_wherever_a_consultant_reads_of_it_and_respondents_never_do(
    desk: Desk, roster: Alliance, draft: Wave, plan: WavePlan, library: Library
) -> None:
    name = "After the <Lisbon> workshop"
    path = f"/waves/{draft.id}/name"
    await desk.get(path)
    await desk.post(path, name="x" * 41)
    assert desk.page.by_id("fault-name").words == "Please use at most 40 characters."
    await desk.post(path, name=f"  {name} ")
    assert f"The wave is called “{name}”." in desk.words
    for page in (f"/waves/{draft.id}/mail", f"/alliances/{roster.id}", f"/waves/{draft.id}/launch"):
        await desk.get(page)
        assert name in desk.words
    for page in ("mail.html", "preview"):
        assert "Lisbon" not in (await desk.http.get(f"/waves/{draft.id}/{page}")).text
    await launch(draft, SECRET, datetime.now(UTC) - timedelta(days=10))
    await desk.get(path)
    await desk.post(path, name="Lisbon")
    assert (await Wave.get(id=draft.id)).name == "Lisbon", "it promises nobody anything"
    await desk.get("/alliances")
    assert "Lisbon until" in desk.words


async def test_the_briefing_says_what_a_wave_is_called_also_once_that_changed(
    desk: Desk, roster: Alliance, plan: WavePlan, library: Library
) -> None:
    first = await closed_days_ago(roster, plan, library, 40)
    second = await closed_days_ago(roster, plan, library, 10)
    path = f"/waves/{second.id}/briefing"
    for name in ("Before Lisbon", "Before the workshop"):
        await desk.get(f"/waves/{first.id}/name")
        await desk.post(f"/waves/{first.id}/name", name=name)
        await desk.made(path)
        assert f"“{name}” of {today(roster, first.closed_at):%-d %B %Y}" in desk.words
    await desk.get(f"/waves/{second.id}/name")
    await desk.post(f"/waves/{second.id}/name", name="After Lisbon")
    await desk.made(path)
    assert "“After Lisbon”" in desk.words
    report = await report_of(await Wave.get(id=second.id))
    assert report.wave.name == "After Lisbon"
    assert [point.name for point in report.trend[0].series] == ["Before the workshop", "After Lisbon"]


def test_time_zones_are_listed_once_by_city_and_country_those_often_chosen_first() -> None:
    now = datetime(2026, 12, 1, tzinfo=UTC)
    groups = zones("Europe/Berlin", now)
    every = [zone for group in groups.values() for zone in group]
    assert len({zone.name for zone in every}) == len(every)
    assert {zone.name for zone in every} <= available_timezones()
    labels = {zone.name: zone.label for zone in every}
    assert labels["Europe/Berlin"] == "Berlin, Germany (UTC+1)"
    assert labels["Asia/Kolkata"] == "Kolkata, India (UTC+5:30)"
    assert labels["America/Argentina/Buenos_Aires"] == "Buenos Aires, Argentina (UTC−3)"
    assert "Europe/Berlin" in {zone.name for zone in groups["Often chosen"]}
    # One name of each: no US/Eastern, no Asia/Calcutta.
    assert not {"US/Eastern", "Asia/Calcutta", "Europe/Kiev", "GB"} & labels.keys()
    in_summer = zones("", datetime(2026, 7, 1, tzinfo=UTC))["Often chosen"]
    assert "Berlin, Germany (UTC+2)" in [zone.label for zone in in_summer]
    for group in list(groups)[1:]:
        cities = [zone.label for zone in groups[group]]
        assert cities == sorted(cities)


async def test_an_alias_that_is_stored_stays_chosen(desk: Desk, roster: Alliance) -> None:
    await Alliance.filter(id=roster.id).update(timezone="Asia/Calcutta")
    await desk.get(f"/alliances/{roster.id}/edit")
    assert re.findall(r'<option selected value="([^"]+)">([^<]+)<', desk.response.text) == [
        ("Asia/Calcutta", "Kolkata, India (UTC+5:30)")
    ]
    assert place("Asia/Calcutta") == "Kolkata, India"
    assert ZoneInfo("Asia/Calcutta").key == "Asia/Calcutta"
