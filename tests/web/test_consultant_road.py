"""From a new alliance to its briefing, page by page, without JavaScript."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from diagnostic.storage.models import (
    Alliance,
    Consultant,
    Message,
    MessageKind,
    MessageState,
    Participant,
    Wave,
    WaveState,
)
from diagnostic.survey.reports import publish
from diagnostic.working_time import office_hours
from tests.answering import an_hour_passes, answer_all
from tests.web.consultant_desk import Desk

DETAILS = {
    "brand": "Cardiva",
    "company_a": "Novara",
    "company_b": "Helix",
    "domains_a": "novara.example, @Novara.de",
    "domains_b": "helix.example",
    "timezone": "Europe/Berlin",
    "controller": "Arden Consulting, 1 Quay Street, Bristol",
    "contact": "alice@consultancy.example",
    "attribute": "Function",
}
ROSTER = "email,company,function\n" + "".join(
    f"person{n}@{company.lower()}.example,{company},Marketing\n" for company in ("Novara", "Helix") for n in range(8)
)


@pytest.fixture
async def desk(database: str, alice: Consultant) -> Desk:
    desk = Desk()
    await desk.sign_in()
    return desk


async def draft_by_form(desk: Desk) -> str:
    """A pulse drafted through the pages; gives the wave's path."""
    await desk.get("/alliances/new")
    await desk.post("/alliances/new", **DETAILS)
    alliance = desk.path
    await desk.get(f"{alliance}/roster")
    await desk.upload(f"{alliance}/roster", "roster.csv", ROSTER.encode())
    await desk.post(desk.path, do="store")
    await desk.get(f"{alliance}/waves/new?questionnaire=alliance-pulse")
    await desk.post(f"{alliance}/waves/new", **{**as_shown(desk), "languages": ["en", "de"]})
    return desk.path


def as_shown(desk: Desk) -> dict[str, str | list[str]]:
    """The fields of the page's main form as a browser would send them untouched."""
    fields: dict[str, str | list[str]] = {}
    for control in desk.page.controls():
        name = control.get("name")
        if not name or name == "_csrf_token":
            continue
        if control.get("type") in ("checkbox", "radio"):
            if "checked" in control.attributes:
                chosen = fields.setdefault(name, [])
                assert isinstance(chosen, list)
                chosen.append(control.get("value"))
        else:
            fields[name] = control.get("value")
    return fields


async def test_a_wave_is_proposed_in_english_and_the_languages_of_its_roster(desk: Desk) -> None:
    await draft_by_form(desk)
    alliance = (await Wave.get()).alliance_id
    for language, proposed in (("en", ["en"]), ("de-AT", ["en", "de"]), ("fr", ["en", "fr"])):
        await Participant.all().update(language=language)
        await desk.get(f"/alliances/{alliance}/waves/new")
        assert as_shown(desk)["languages"] == proposed


async def test_the_empty_list_says_what_to_do(desk: Desk) -> None:
    assert "Set up your first alliance" in desk.words
    assert desk.page.all("a", href="/alliances/new")


async def test_every_fault_of_an_alliance_stands_beside_its_field_and_what_was_typed_stays(desk: Desk) -> None:
    await desk.get("/alliances/new")
    typed = {**DETAILS, "company_b": "novara", "domains_b": "helix", "contact": "alice", "controller": ""}
    answer = await desk.post("/alliances/new", **typed)
    assert answer.status_code == 422
    for field in ("company_b", "domains_b", "contact", "controller"):
        control = desk.page.by_id(field)
        assert control.get("aria-invalid") == "true"
        assert f"fault-{field}" in control.get("aria-describedby").split()
        assert desk.page.by_id(f"fault-{field}").words
        assert control.get("value") == typed[field]
    assert await Alliance.all().count() == 0


async def test_a_wave_goes_from_draft_to_briefing(desk: Desk) -> None:
    path = await draft_by_form(desk)
    wave = await Wave.get()
    assert path == f"/waves/{wave.id}"
    assert (wave.kind, wave.languages, wave.k, wave.comment_k, wave.attribute) == ("pulse", ["en", "de"], 5, 8, None)
    assert "8 people of Novara, 8 people of Helix." in desk.words

    await desk.get(f"{path}/launch")
    assert "16 people are written to at once" in desk.words
    assert "09:00, to those who have not answered. Can be taken back. Languages English , Deutsch" in desk.words
    assert await Message.all().count() == 0
    await desk.post(f"{path}/launch")
    assert "The wave is open. The invitations are on their way." in desk.words
    assert "0 of 16 invitations sent" in desk.words
    await wave.refresh_from_db()
    assert wave.state is WaveState.OPEN

    await answer_all(wave)
    await desk.get(path)
    assert "0 of 8 people have answered" in desk.words, "what is shown is the hourly count"

    await desk.get(f"{path}/close")
    assert "People can answer until the end of" in desk.words
    await desk.post(f"{path}/close")
    assert "By the last hourly count not everybody has answered" in desk.words
    await an_hour_passes()
    await desk.post(f"{path}/close")
    assert "The briefing is being prepared" in desk.words
    progress = json.loads((await desk.http.get(f"{path}/progress")).text)
    assert progress["finished"] is False

    await wave.refresh_from_db()
    await publish(wave)

    await desk.get(path)
    assert "Read the briefing" in desk.words
    assert "8 of 8 people answered" in desk.words
    assert json.loads((await desk.http.get(f"{path}/progress")).text)["finished"] is True
    briefing = await desk.made(f"{path}/briefing")
    assert briefing.status_code == 200
    assert "Novara" in briefing.text
    assert "<style" not in briefing.text
    (sheet,) = re.findall(r'href="(/static/briefing\.css[^"]*)"', briefing.text)
    assert (await desk.http.get(sheet)).status_code == 200
    report = await desk.http.get(f"{path}/report.json")
    assert report.json()["participation"]["b"] == {"invited": 8, "answered": 8}


async def test_a_plan_says_all_that_is_wrong_with_it(desk: Desk) -> None:
    path = await draft_by_form(desk)
    await desk.get(f"{path}/plan")
    fields = {**as_shown(desk), "k": "3", "comment_k": "many", "closes_on": "soon", "languages": []}
    answer = await desk.post(f"{path}/plan", **fields)
    assert answer.status_code == 422
    assert {f for f in ("k", "comment_k", "closes_on") if desk.page.by_id(f"fault-{f}").words} == {
        "k",
        "comment_k",
        "closes_on",
    }
    assert (await Wave.get()).k == 5


async def test_scales_and_expectations_can_be_switched_off(desk: Desk) -> None:
    path = await draft_by_form(desk)
    alliance = f"/alliances/{(await Alliance.get()).id}"
    await desk.get(f"{alliance}/waves/new?questionnaire=alliance-health")
    shown = as_shown(desk)
    scales, items = shown["scales"], shown["items"]
    assert isinstance(scales, list)
    assert isinstance(items, list)
    scales.remove("commitment")
    items.remove("sales_plan")
    await desk.post(f"{alliance}/waves/new", **{**shown, "keep_attribute": "yes", "k": "6"})
    assert desk.path != path
    wave = await Wave.get(id=desk.path.rpartition("/")[2])
    kept = json.dumps(wave.questionnaire["items"])
    assert "commitment.again" not in kept
    assert "sales_plan" not in kept
    assert "trust.candour" in kept
    assert (wave.attribute, wave.k) == ("Function", 6)
    # The two of commitment, and the expected sales.
    assert "3 questions left out" in desk.words


async def test_short_names_are_suggested_where_none_are_given_and_can_be_changed(desk: Desk) -> None:
    await desk.get("/alliances/new")
    await desk.post("/alliances/new", **{**DETAILS, "company_a": "Novara Biotechnology AG"})
    edit = f"{desk.path}/edit"
    await desk.get(edit)
    assert [desk.page.by_id(f"short_{side}").get("value") for side in "ab"] == ["Novara", "Helix"]
    assert desk.page.by_id("short_a").get("maxlength") == "14"
    answer = await desk.post(edit, **DETAILS, short_a="NVR", short_b="nvr")
    assert answer.status_code == 422
    assert "give different ones" in desk.page.by_id("fault-short_b").words
    await desk.post(edit, **DETAILS, short_a="NVR", short_b="HLX")
    stored = await Alliance.get()
    assert (stored.short_a, stored.short_b) == ("NVR", "HLX")


async def test_the_invitation_is_edited_and_read_as_it_will_arrive(desk: Desk) -> None:
    path = await draft_by_form(desk)
    await desk.get(f"{path}/text/en")
    for message, fault in (
        ("Dear {nobody}", "{nobody} is no placeholder here. You can use "),
        ("See https://evil.example", "Leave web addresses out: each mail carries one link"),
    ):
        answer = await desk.post(f"{path}/text/en", subject="About {brand}", message=message)
        assert answer.status_code == 422
        assert desk.page.by_id("fault-message").words.startswith(fault)
    await desk.post(f"{path}/text/en", subject="About {brand}", message="Dear <all> of {us}, about {them}.")
    assert "About Cardiva" in desk.words
    assert "Dear <all> of Novara, about Helix." in desk.words
    await desk.get(f"{path}/mail?language=en&side=b")
    assert "Dear <all> of Helix, about Novara." in desk.words
    assert "frame-src 'self'" in desk.response.headers["Content-Security-Policy"]
    framed = await desk.http.get(f"{path}/mail.html?language=de")
    assert framed.headers["Content-Security-Policy"].endswith("sandbox allow-popups allow-popups-to-escape-sandbox")
    assert 'lang="de"' in framed.text


async def test_the_form_is_previewed_for_both_sides_and_sends_nothing(desk: Desk) -> None:
    path = await draft_by_form(desk)
    for side, us in (("a", "Novara"), ("b", "Helix")):
        answer = await desk.get(f"{path}/preview?side={side}&language=en")
        assert answer.status_code == 200
        assert f"{us}: 8, of whom 0 with an address outside" in desk.words
        (button,) = desk.page.all("button", type="submit")
        assert "disabled" in button.attributes
    assert (await desk.http.post(f"{path}/preview")).status_code in (403, 405)


async def test_a_test_mail_goes_to_oneself(desk: Desk, alice: Consultant) -> None:
    path = await draft_by_form(desk)
    await desk.post(f"{path}/test-mail", language="de")
    message = await Message.get().prefetch_related("consultant")
    assert (message.kind, message.language, message.consultant) == (MessageKind.TEST, "de", alice)
    assert f"A test mail is on its way to {alice.email}" in desk.words


async def test_the_page_for_it_stands_alone(desk: Desk) -> None:
    path = await draft_by_form(desk)
    answer = await desk.http.get(f"{path}/for-it.html")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="for-it.html"'
    for said in ("survey@diagnostic.example", "http://diagnostic.example/a/", "X-Auto-Response-Suppress", "scanners"):
        assert said in answer.text
    assert "/static/" not in answer.text


async def test_a_draft_is_deleted_after_a_confirmation(desk: Desk) -> None:
    path = await draft_by_form(desk)
    await desk.get(f"{path}/delete")
    assert await Wave.exists()
    await desk.post(f"{path}/delete")
    assert not await Wave.exists()
    assert "The draft is deleted" in desk.words


@pytest.fixture
async def running(desk: Desk, open_wave: Wave) -> str:
    """The path of an open wave."""
    await desk.get(f"/waves/{open_wave.id}")
    return desk.path


async def test_a_launched_wave_has_no_plan_to_change_and_says_so(desk: Desk, running: str) -> None:
    for page in ("plan", "launch", "delete", "text/en"):
        await desk.get(f"{running}/{page}")
        assert desk.path == running
        assert "This wave has been launched" in desk.words


def section(desk: Desk, name: str) -> str:
    """What the shown page says under a heading."""
    (found,) = desk.page.all("section", **{"aria-labelledby": name})
    return found.words


async def test_a_reminder_tells_neither_who_nor_how_many(desk: Desk, running: str, open_wave: Wave) -> None:
    await Message.filter(wave=open_wave).update(state=MessageState.SENT)
    await Wave.filter(id=open_wave.id).update(reminded_at=(before := datetime.now(UTC) - timedelta(days=2)))
    await desk.get(f"{running}/remind")
    asked = desk.words
    await desk.get(running)
    participation = desk.page.all("dl")[0].words

    await answer_all(open_wave, a=3, b=2)
    await desk.get(f"{running}/remind")
    assert desk.words == asked, "the page before it is the same, however many have answered"
    # The pages have a clock of their own: by day the mails wait to be sent, at night nothing says yet to whom.
    by_day = office_hours(now := datetime.now(UTC), "Europe/Berlin") == now
    await desk.post(f"{running}/remind")
    assert await Message.filter(kind=MessageKind.REMINDER).count() == (11 if by_day else 0)
    (told,) = desk.page.all("p", **{"class": "flash good"})
    assert told.words.startswith("A reminder is on its way to" if by_day else "A reminder goes to everybody")
    assert section(desk, "sending").startswith("Invitations 16 of 16 invitations sent")
    sent, _, when = section(desk, "remind").partition(" Last one: ")
    last = (now if by_day else before).astimezone(ZoneInfo("Europe/Berlin"))
    assert when.startswith(f"{last.day} {last:%B %Y}"), "the page says when, and no more"
    assert sent.startswith(
        "Remind Writes once more to those who have not answered. Nobody sees who they are, you included. "
        "Somebody lost the link? They can ask for it to be sent again at http://diagnostic.example/lost. "
    )
    assert sent.endswith("1 reminder left." if by_day else "2 reminders left, what is planned included.")
    assert desk.page.all("dl")[0].words == participation
    assert "@novara.example" not in desk.words


async def test_the_date_is_extended_never_shortened(desk: Desk, running: str, open_wave: Wave) -> None:
    later = open_wave.closes_on + timedelta(days=7)
    await desk.post(f"{running}/extend", closes_on=later.isoformat())
    assert f"People can answer until {later.day} {later:%B %Y}" in desk.words
    await desk.post(f"{running}/extend", closes_on=open_wave.closes_on.isoformat())
    assert "never to an earlier one" in desk.words
    await desk.post(f"{running}/extend", closes_on="soon")
    assert "Give the new last day to answer." in desk.words
    assert (await Wave.get()).closes_on == later


async def test_a_refused_address_is_corrected(desk: Desk, running: str, open_wave: Wave) -> None:
    message = await Message.get(
        wave=open_wave, invitation__participant__email="person0@novara.example"
    ).prefetch_related("invitation__participant")
    assert message.invitation is not None
    address = message.invitation.participant.email
    await Message.filter(id=message.id).update(state=MessageState.REFUSED, error="550 no such user")
    await desk.get(running)
    assert "1 address refused" in desk.words
    assert address in desk.words
    await desk.post(f"{running}/addresses/{message.id}", email="right@novara.example")
    assert "The invitation is on its way to right@novara.example." in desk.words
    assert await Participant.filter(email="right@novara.example").count() == 1
    assert not await Participant.filter(email=address).exists()


async def test_an_address_of_another_wave_cannot_be_corrected_here(
    desk: Desk, running: str, open_wave: Wave, alliance: Alliance
) -> None:
    other = await Wave.create(
        alliance=alliance, kind="pulse", questionnaire={}, languages=[], closes_on=date(2030, 1, 1), invitation_texts={}
    )
    message = await Message.create(kind=MessageKind.INVITATION, wave=other, state=MessageState.REFUSED)
    assert (await desk.post(f"{running}/addresses/{message.id}", email="x@novara.example")).status_code == 404


async def test_before_the_last_day_a_wave_below_k_can_only_be_given_more_time(
    desk: Desk, running: str, open_wave: Wave
) -> None:
    await answer_all(open_wave, a=8, b=4)
    await an_hour_passes()
    await desk.post(f"{running}/close")
    assert "People can answer until the end of" in desk.words
    assert "Destroy the answers unread" not in desk.words
    await desk.post(f"{running}/destroy", sure="yes")
    assert "People can still answer." in desk.words
    assert (await Wave.get()).state is WaveState.OPEN


async def test_after_it_one_chooses_between_more_time_and_destruction(desk: Desk, ended_wave: Wave) -> None:
    ended = f"/waves/{ended_wave.id}"
    await desk.get(f"{ended}/close")
    await desk.post(f"{ended}/close")
    assert "Fewer than 5 people of Helix have answered" in desk.words
    assert "Destroy the answers unread" in desk.words

    await desk.post(f"{ended}/destroy")
    assert "Tick this to say that you mean it." in desk.words
    assert (await Wave.get()).state is WaveState.OPEN

    await desk.post(f"{ended}/destroy", sure="yes")
    assert "The answers were destroyed unread" in desk.words
    assert (await desk.get(f"{ended}/briefing")).status_code == 404
