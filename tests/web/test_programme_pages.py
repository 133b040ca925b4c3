"""Months of work through the pages, without JavaScript: pulses planned, the log, hand-over, and all alliances."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace

from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Action, Alliance, Consultant, MailCount, MessageKind, Participant, Wave
from diagnostic.survey.actions import ActionDetails, add_action
from diagnostic.survey.alliances import create_alliance
from diagnostic.survey.carried import targets
from diagnostic.survey.closing import close
from diagnostic.survey.plans import WavePlan, draft_wave, today
from diagnostic.survey.programme import scheduled
from diagnostic.survey.reports import publish
from diagnostic.survey.waves import launch
from tests.answering import after_the_end, answer_all
from tests.conftest import DETAILS, HASHED, SECRET
from tests.web.consultant_desk import Desk


@pytest.fixture
async def desk(database: str, roster: Alliance) -> Desk:
    desk = Desk()
    await desk.sign_in()
    return desk


def tuesday(weeks: int) -> date:
    """A Tuesday, so many weeks ahead."""
    day = date.today() + timedelta(weeks=weeks)  # noqa: DTZ011 (weeks ahead it is the same everywhere)
    return day + timedelta(days=(1 - day.weekday()) % 7)


def plan_of(first: date, **more: str | list[str]) -> dict[str, str | list[str]]:
    return {
        "first": first.isoformat(),
        "weeks": "4",
        "times": "3",
        "opens_at": "09:00",
        "days_open": "7",
        "remind_first": "3",
        "remind_second": "6",
        "languages": ["en", "de"],
        "k": "5",
        "comment_k": "8",
        "retention_days": "90",
        "questions": ["trust.bad_news", "decisions.went_back"],
        **more,
    }


async def test_what_is_followed_is_proposed_and_can_be_chosen_until_the_launch(desk: Desk, roster: Alliance) -> None:
    await add_action(
        roster,
        ActionDetails(
            text="A weekly call", owner="Both", agreed_on=today(roster), statement=await stick_is_known(roster)
        ),
    )
    path, plan = f"/alliances/{roster.id}/pulses/new", plan_of(tuesday(2), times="2")
    plan["questions"] = ["trust.bad_news", "decisions.went_back", "commitment.outlook"]
    await desk.get(path)
    await desk.post(path, **plan, step="check")
    assert ticked(desk) == ["decisions@alliance"], "what an action is to move"
    assert "Decisions and conflict “One company went back on a joint decision.”" in desk.words
    four = ["trust@a", "trust@b", "decisions@alliance", "commitment@alliance"]
    await desk.post(path, **plan, step="confirm", targets=four)
    assert desk.response.status_code == 422
    assert "Choose 3 at most" in desk.words
    assert not await scheduled(roster)
    await desk.post(path, **plan, step="confirm", targets=["trust@b", "decisions@alliance"])
    pulses = await scheduled(roster)
    assert [[target.id for target in targets(pulse)] for pulse in pulses] == [["trust@b", "decisions@alliance"]] * 2
    await desk.get(f"/waves/{pulses[0].id}")
    assert "Followed from wave to wave Trust: Helix; Decisions and conflict" in desk.words
    await desk.get(f"/waves/{pulses[0].id}/plan")
    assert ticked(desk) == ["trust@b", "decisions@alliance"]
    await desk.get(f"/waves/{pulses[1].id}/launch")
    assert "Trust: Helix; Decisions and conflict" in desk.words


def ticked(desk: Desk) -> list[str]:
    """The targets that are ticked on a page."""
    return re.findall(r'name="targets" value="([^"]+)"[^>]* checked', desk.response.text)


async def stick_is_known(alliance: Alliance) -> str:
    """An action can only be to move what an alliance was asked: a draft that asks it."""
    plan = WavePlan(questionnaire="alliance-pulse-2", languages=["en"], closes_on=today(alliance) + timedelta(days=9))
    await draft_wave(alliance, plan, Library.load())
    return "decisions.went_back@alliance"


async def test_pulses_are_planned_looked_at_moved_skipped_and_stopped(desk: Desk, roster: Alliance) -> None:
    first, path = tuesday(2), f"/alliances/{roster.id}"
    await desk.get(f"{path}/pulses/new")
    await desk.post(f"{path}/pulses/new", **plan_of(first, step="check"))
    assert "Plan 3 pulse checks?" in desk.words
    assert f"{first:%A}, {first.day} {first:%B %Y}, 09:00" in desk.words
    assert not await Wave.all().exists(), "nothing is stored before it is confirmed"
    await desk.post(f"{path}/pulses/new", **plan_of(first, step="confirm"))
    assert "3 pulse checks are planned." in desk.words
    one, two, three = await scheduled(roster)
    assert one.remind_on == [(first + timedelta(days=days)).isoformat() for days in (3, 6)]
    assert {item["id"] for item in one.questionnaire["items"]} == {"trust.bad_news", "decisions.went_back", "whats_new"}

    await desk.get(f"/waves/{one.id}")
    assert "Opens by itself on" in desk.words
    await desk.get(f"/waves/{one.id}/move")
    await desk.post(f"/waves/{one.id}/move", opens_on=(first + timedelta(days=4)).isoformat())
    assert "is no working day (a weekend)" in desk.words
    await desk.post(f"/waves/{one.id}/move", opens_on=(first + timedelta(days=1)).isoformat())
    assert desk.path == path
    assert (await Wave.get(id=one.id)).closes_on == first + timedelta(days=8)
    await desk.get(f"/waves/{two.id}/skip")
    await desk.post(f"/waves/{two.id}/skip")
    assert [wave.id for wave in await scheduled(roster)] == [one.id, three.id]
    await desk.get(f"{path}/pulses/stop")
    assert "2 pulse checks that are not open yet" in desk.words
    await desk.post(f"{path}/pulses/stop")
    assert await scheduled(roster) == []


async def test_what_cannot_be_planned_is_said_beside_its_field_and_nothing_typed_is_lost(
    desk: Desk, roster: Alliance
) -> None:
    path = f"/alliances/{roster.id}/pulses/new"
    await desk.get(path)
    await desk.post(path, **plan_of(tuesday(2), step="confirm", opens_at="06:30", days_open="40", weeks="4"))
    assert desk.response.status_code == 422
    assert "Give a number from 2 to 28." in desk.words
    assert 'value="06:30"' in desk.response.text
    await desk.post(path, **plan_of(tuesday(2), step="confirm", dates="someday"))
    assert "Write each day like 2027-01-19" in desk.words
    saturday = tuesday(2) + timedelta(days=4)
    await desk.post(path, **plan_of(tuesday(2), step="check", dates=saturday.isoformat()))
    assert "is no working day (a weekend)" in desk.words
    assert not await Wave.all().exists()


async def test_a_reminders_words_are_edited_read_and_meant_for_later_pulses_too(desk: Desk, roster: Alliance) -> None:
    path = f"/alliances/{roster.id}/pulses/new"
    await desk.get(path)
    await desk.post(path, **plan_of(tuesday(2), step="confirm"))
    one, two, _ = await scheduled(roster)
    await desk.get(f"/waves/{one.id}/reminder/en")
    assert "Reminder: {subject}" in desk.response.text
    await desk.post(f"/waves/{one.id}/reminder/en", subject="Again: {subject}", message="See {nothing}", later="yes")
    assert "{nothing} is no placeholder here" in desk.words
    await desk.post(f"/waves/{one.id}/reminder/en", subject="Again: {subject}", message="Two minutes.", later="yes")
    assert "Again: Cardiva: Novara and Helix, what has moved?" in desk.words
    assert "Two minutes." in desk.words
    assert (await Wave.get(id=two.id)).reminder_texts["en"]["message"] == "Two minutes."


async def test_mails_are_counted_by_day_once_the_day_is_over(desk: Desk, open_wave: Wave) -> None:
    yesterday = today(await Alliance.get(id=open_wave.alliance_id)) - timedelta(days=1)
    for day, sent in ((yesterday, 8), (yesterday + timedelta(days=1), 3)):
        await MailCount.create(wave=open_wave, day=day, kind=MessageKind.INVITATION, side="a", sent=sent)
    await desk.get(f"/waves/{open_wave.id}")
    (row,) = [cells for cells in desk.response.text.split("<tr>") if 'data-label="What">Invitations' in cells]
    assert ">8<" in row


async def closed_pulse(alliance: Alliance, plan: WavePlan, library: Library, days_ago: int = 0) -> Wave:
    now = datetime.now(UTC) - timedelta(days=days_ago)
    plan = replace(plan, closes_on=plan.closes_on - timedelta(days=days_ago))
    wave = await draft_wave(alliance, plan, library, now)
    await launch(wave, SECRET, now)
    await answer_all(wave, now=now)
    await close(wave, SECRET, after_the_end(wave))
    await publish(wave)
    return wave


async def test_what_was_agreed_is_logged_and_stands_in_the_briefing_of_later_waves(
    desk: Desk, roster: Alliance, plan: WavePlan, library: Library
) -> None:
    await closed_pulse(roster, plan, library, days_ago=20)
    path = f"/alliances/{roster.id}/actions"
    await desk.get(f"{path}/new")
    await desk.post(f"{path}/new", text="", owner="Both", agreed_on="2999-01-01", statement="trust.nothing@a")
    assert desk.response.status_code == 422
    said = {"owner": "Both alliance managers", "agreed_on": today(roster).isoformat()}
    await desk.post(f"{path}/new", text="A call every Monday", statement="decisions.stick@alliance", **said)
    second = await closed_pulse(roster, plan, library)
    report = (await desk.http.get(f"/waves/{second.id}/report.json")).json()
    assert [action["text"] for action in report["actions"]] == ["A call every Monday"]
    await desk.made(f"/waves/{second.id}/briefing")
    assert "A call every Monday" in desk.words
    assert "This does not show that the one came from the other." in desk.words
    action = await Action.get()
    await desk.get(f"{path}/{action.id}")
    await desk.post(f"{path}/{action.id}", text="A call every Tuesday", statement="", **said)
    await desk.made(f"/waves/{second.id}/briefing")
    assert "A call every Tuesday" in desk.words, "the briefing is laid out anew"
    await desk.get(f"{path}/{action.id}")
    await desk.post(f"{path}/{action.id}/delete")
    assert not await Action.all().exists()


async def test_an_alliance_is_shared_with_a_colleague_alone_and_passed_on(
    desk: Desk, roster: Alliance, alice: Consultant, mallory: Consultant, database: str
) -> None:
    await Consultant.filter(id=alice.id).update(firm="consultancy.example")
    await Consultant.filter(id=mallory.id).update(firm="elsewhere.example")
    carol = await Consultant.create(
        email="carol@consultancy.example", name="Carol", firm="consultancy.example", password_hash=HASHED
    )
    path = f"/alliances/{roster.id}/sharing"
    await desk.get(path)
    assert "Mallory" not in desk.words
    await desk.post(path, colleague=str(mallory.id))
    assert (await Alliance.get(id=roster.id)).second_id is None
    await desk.get(path)
    await desk.post(path, colleague=str(carol.id))
    colleague = Desk()
    await colleague.sign_in(carol.email)
    await colleague.get(f"/alliances/{roster.id}")
    assert "Alice Arden shares this alliance with you." in colleague.words
    assert (await colleague.get(path)).status_code == 404, "sharing is the owner's"
    await desk.get(path)
    await desk.post(f"{path}/pass-on", colleague=str(carol.id), sure="yes")
    assert (await Alliance.get(id=roster.id)).consultant_id == carol.id
    assert (await desk.get(f"/alliances/{roster.id}")).status_code == 404
    assert (await colleague.get(path)).status_code == 200


async def test_nothing_is_passed_on_while_invitations_say_who_asks(
    desk: Desk, open_wave: Wave, alice: Consultant
) -> None:
    await Consultant.filter(id=alice.id).update(firm="consultancy.example")
    carol = await Consultant.create(
        email="carol@consultancy.example", name="Carol", firm="consultancy.example", password_hash=HASHED
    )
    await desk.get(f"/alliances/{open_wave.alliance_id}/sharing")
    assert "can be passed on once the wave is closed" in desk.words
    await desk.post(f"/alliances/{open_wave.alliance_id}/sharing/pass-on", colleague=str(carol.id), sure="yes")
    assert (await Alliance.get(id=open_wave.alliance_id)).consultant_id == alice.id


async def test_alliances_stand_side_by_side_to_sort_and_to_search(
    desk: Desk, roster: Alliance, alice: Consultant, plan: WavePlan, library: Library
) -> None:
    await closed_pulse(roster, plan, library)
    for brand, company in (("Zyklon", "Müller"), ("Aldera", "Orsted")):
        await create_alliance(alice, replace(DETAILS, brand=brand, company_a=company))
    await desk.get("/alliances")
    assert "3 partnerships you work on." in desk.words
    assert "8 of 8 of Novara" in desk.words
    await desk.get("/alliances?q=muller")
    assert "Zyklon" in desk.words
    assert "Aldera" not in desk.words
    await desk.get("/alliances?sort=name&order=down")
    order = [desk.response.text.index(f">{brand}<") for brand in ("Zyklon", "Cardiva", "Aldera")]
    assert order == sorted(order)
    assert 'aria-sort="descending"' in desk.response.text
    await desk.get("/alliances?sort=answered")
    assert desk.response.text.index(">Cardiva<") < desk.response.text.index(">Aldera<"), "what has no figure is last"
    await desk.get("/alliances?q=nothing-like-it")
    assert "No alliance has" in desk.words


async def test_a_refused_address_is_shown_on_the_roster_and_can_be_tried_again(desk: Desk, roster: Alliance) -> None:
    person = await Participant.filter(side="a").first()
    assert person is not None
    await Participant.filter(id=person.id).update(refused="550 No such user")
    await desk.get(f"/alliances/{roster.id}/roster")
    assert "550 No such user" in desk.words
    await desk.post(f"/alliances/{roster.id}/roster/try-again")
    assert (await Participant.get(id=person.id)).refused is None
