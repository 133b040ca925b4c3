"""What is invented says so, wherever one looks."""

import dataclasses
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Alliance, Consultant, Participant, Wave
from diagnostic.survey.actions import ActionDetails, add_action
from diagnostic.survey.closing import close
from diagnostic.survey.plans import WavePlan, draft_wave, today
from diagnostic.survey.reports import publish
from diagnostic.survey.waves import refresh_participation
from diagnostic.web.app import create_app
from tests.answering import an_hour_passes, answer_all
from tests.conftest import SECRET
from tests.web.consultant_desk import Desk, address_of, app_for_all, consultant_routes, settings_for

SAID = ("simulated", "this is a demonstration. the companies are invented")
"""On our pages, and in a respondent's mail."""
ROSTER = b"email,company\nnew@novara.example,Novara\n"


async def visited(desk: Desk, routes: list[str], **ids: object) -> set[str]:
    """The routes that showed a page of their own, each of which says that what it shows is simulated."""
    shown = set()
    for route in routes:
        path = address_of(route, chart="participation.svg", **ids)
        answer = await desk.http.get(path)
        if answer.status_code == 202:
            assert any(words in answer.text.lower() for words in SAID), f"{path}, while it is being made"
            answer = await desk.made(path)
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            assert any(words in answer.text.lower() for words in SAID), path
            shown.add(route)
    return shown


@pytest.mark.part("proofs")
async def test_every_page_of_a_simulated_alliance_says_so(
    database: str, open_wave: Wave, roster: Alliance, plan: WavePlan, library: Library
) -> None:
    await Alliance.filter(id=roster.id).update(simulated=True)
    app = app_for_all()
    desk = Desk(app)
    await desk.sign_in()
    await desk.get("/alliances")
    assert "simulated" in desk.words
    await desk.get("/alliances/new")
    await desk.upload(f"/alliances/{roster.id}/roster", "roster.csv", ROSTER)
    uploads = {"upload": desk.path.rpartition("/")[2]}
    answers = b"side,decisions.stick\na,4\nb,2\n"
    await desk.upload(f"/alliances/{roster.id}/answers", "a.csv", answers, "answers", questionnaire="alliance-pulse")
    uploads |= {"answers_upload": desk.path.rpartition("/")[2]}
    agreed = await add_action(roster, ActionDetails(text="A call", owner="Both", agreed_on=today(roster)))
    person = await Participant.filter(alliance=roster).first()
    assert person is not None
    ids = {"alliance_id": roster.id, "action_id": agreed.id, **uploads}
    ids |= {"person_id": person.id}
    draft = await draft_wave(roster, replace(plan, opens_on=plan.closes_on - timedelta(days=3)), library)
    routes = [
        route
        for method, route in consultant_routes(app)
        if method == "GET" and not route.startswith("/questionnaires/")  # those belong to no alliance
    ]

    shown = await visited(desk, routes, wave_id=draft.id, **ids)
    shown |= await visited(desk, routes, wave_id=open_wave.id, **ids)
    await answer_all(open_wave)
    await an_hour_passes()
    closing = await Wave.get(id=open_wave.id)
    await refresh_participation(closing)
    shown |= await visited(desk, [route for route in routes if route.endswith("/close")], wave_id=open_wave.id, **ids)
    await close(closing, SECRET)
    await publish(closing)
    shown |= await visited(desk, routes, wave_id=open_wave.id, **ids)
    files = ("/template.csv", "/progress", "/report.json", "/briefing/{file}", "/charts/{chart}", "/colours.css")
    assert set(routes) - shown == {route for route in routes if route.endswith(files)}


async def test_every_page_of_the_demonstration_says_so(
    alice: Consultant, database: str, alliance: Alliance, tmp_path: Path
) -> None:
    settings = dataclasses.replace(settings_for(database), mail_server=f"maildir://{tmp_path}/mails", demo=True)
    desk = Desk(create_app(settings))
    for path in ("/sign-in", "/password/forgotten", "/nothing/of/the/sort"):
        await desk.get(path)
        assert "Simulated." in desk.words, path
    await desk.sign_in()
    for path in ("/alliances", "/alliances/new", "/account", "/mailbox", f"/alliances/{alliance.id}", "/waves/none"):
        await desk.get(path)
        assert desk.path == path
        assert desk.words.count("Simulated.") == 1, path


async def test_nothing_else_is_called_simulated(alice: Consultant, database: str, alliance: Alliance) -> None:
    desk = Desk()
    await desk.sign_in()
    for path in ("/alliances", "/account", f"/alliances/{alliance.id}", "/nothing/of/the/sort"):
        await desk.get(path)
        assert "imulated" not in desk.words, path
