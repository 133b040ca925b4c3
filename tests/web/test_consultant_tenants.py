"""Whose it is: for every address of the app and every identifier in it, a second consultant finds nothing there."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product
from string import Formatter
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from litestar import Litestar

from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import (
    Action,
    Alliance,
    CommentNote,
    Consultant,
    Instrument,
    Message,
    MessageState,
    Participant,
    StoredValue,
    Theme,
    Wave,
)
from diagnostic.survey.actions import ActionDetails, add_action
from diagnostic.survey.alliances import create_alliance
from diagnostic.survey.closing import close
from diagnostic.survey.comments import digest
from diagnostic.survey.instruments import begin
from diagnostic.survey.plans import WavePlan, draft_wave, today
from diagnostic.survey.reports import as_computed, publish
from diagnostic.survey.roster import apply_roster, read_roster
from diagnostic.survey.sharing import share
from diagnostic.survey.themes import add_theme
from diagnostic.survey.waves import launch
from tests.answering import after_the_end, answer_all
from tests.conftest import DETAILS, SECRET
from tests.stored import everything
from tests.web.consultant_desk import FREE, Desk, app_for_all, consultant_routes

OWNED = (
    "alliance_id", "wave_id", "message_id", "action_id", "comment", "theme_id", "upload", "answers_upload", "person_id",
    "instrument_id", "table_upload",
)  # fmt: skip
"""The parameters that name something of somebody's."""
KEYS = {"token", "key", "name"}
"""Those that are a key themselves: a respondent's link, a password reset, a file that everybody may read."""

NOBODYS = str(uuid4())
SOON = (datetime.now(UTC) + timedelta(days=90)).date().isoformat()
FORM = {
    # All that any form of the app asks for, so that no request fails for want of a field.
    "sure": "yes", "missing": "remove", "decision": "out", "text": "Reworded", "email": "mallory@novara.example",
    "closes_on": SOON, "subject": "Mine", "message": "Mine", "language": "en", "brand": "Mine",
    "company_a": "Mine", "company_b": "Yours", "domains_a": "mine.example", "domains_b": "yours.example",
    "timezone": "UTC", "controller": "Mine", "contact": "mallory@elsewhere.example", "attribute": "team",
    "questionnaire": "alliance-pulse", "languages": "en", "k": "6", "comment_k": "9", "retention_days": "30",
    "opens_on": "2039-01-03", "first": "2039-01-03", "weeks": "4", "times": "2", "opens_at": "10:00", "days_open": "7",
    "remind_first": "3", "questions": "trust.bad_news", "step": "confirm", "owner": "Mine", "agreed_on": "2026-01-05",
    "email_a": "x@novara.example", "email_b": "x@helix.example", "language_a": "en", "language_b": "en",
    "name": "Mine", "translation": "Mine", "company": "a", "do": "store",
    "title": "Mine", "made_from": "alliance-pulse", "item": "trust.candour", "number": "1",
    "statement": "", "colleague": "00000000-0000-0000-0000-000000000000", "later": "yes", "stay": "yes",
}  # fmt: skip
ROSTER = "email,company,function\n" + "".join(
    f"person{n}@{company.lower()}.example,{company},Marketing\n" for company in ("Novara", "Helix") for n in range(8)
)


class Uploads(NamedTuple):
    """What waits to be confirmed, by its key."""

    roster: str
    answers: str
    table: str


class Belongings(NamedTuple):
    """One consultant's alliance, with a wave in each state; by parameter, what its addresses can name."""

    alliance: Alliance
    draft: Wave
    open: Wave
    closed: Wave
    comment: str
    theme: Theme
    message: Message
    action: Action
    person: Participant
    instrument: Instrument

    def names(self, wave: Wave, uploads: Uploads) -> dict[str, str]:
        return {
            "alliance_id": str(self.alliance.id),
            "wave_id": str(wave.id),
            "message_id": str(self.message.id),
            "action_id": str(self.action.id),
            "comment": self.comment,
            "theme_id": str(self.theme.id),
            "upload": uploads.roster,
            "answers_upload": uploads.answers,
            "person_id": str(self.person.id),
            "instrument_id": str(self.instrument.id),
            "table_upload": uploads.table,
        }


@pytest.fixture
def app(database: str) -> Litestar:
    return app_for_all()


async def belongings(consultant: Consultant, said: str, plan: WavePlan, library: Library) -> Belongings:
    alliance = await create_alliance(consultant, DETAILS)
    await apply_roster(alliance, read_roster(ROSTER.encode(), "r.csv", alliance, ("en", "de")))
    closed = await draft_wave(alliance, plan, library)
    await launch(closed, SECRET)
    await answer_all(closed, text=lambda side, n: f"{said} {n} {side}")
    await close(closed, SECRET, after_the_end(closed))
    await publish(closed)
    report = await as_computed(closed)
    assert report is not None
    opened = await draft_wave(alliance, plan, library)
    await launch(opened, SECRET)
    message = await Message.filter(wave=opened, invitation__participant__side="a").first()
    assert message is not None
    await Message.filter(id=message.id).update(state=MessageState.REFUSED)
    action = await add_action(alliance, ActionDetails(text=said, owner="Both", agreed_on=today(alliance)))
    draft = await draft_wave(alliance, plan, library)
    theme = await add_theme(closed, said)
    person = await Participant.filter(alliance=alliance).order_by("email").first()
    assert person is not None
    comment = digest(report.comments[0])
    instrument = await begin(consultant, library.named("alliance-pulse"), said, library)
    return Belongings(alliance, draft, opened, closed, comment, theme, message, action, person, instrument)


async def uploaded(desk: Desk, alliance: Alliance, instrument: Instrument) -> Uploads:
    """The keys of a roster, a file of answers and a questionnaire's spreadsheet that wait to be confirmed."""
    await desk.get(f"/alliances/{alliance.id}/roster")
    await desk.upload(f"/alliances/{alliance.id}/roster", "roster.csv", ROSTER.encode())
    roster = desk.path.rpartition("/")[2]
    where, data = f"/alliances/{alliance.id}/answers", b"side,decisions.stick\na,4\nb,2\n"
    await desk.upload(where, "answers.csv", data, "answers", questionnaire="alliance-pulse")
    answers, where = desk.path.rpartition("/")[2], f"/questionnaires/{instrument.id}/table"
    await desk.upload(where, "table.xlsx", (await desk.http.get(f"{where}.xlsx")).content, "table")
    return Uploads(roster, answers, desk.path.rpartition("/")[2])


async def visit(desk: Desk, method: str, path: str) -> int:
    """Ask for a page, or send its form complete, without following where that leads."""
    if method == "GET":
        return (await desk.http.get(path)).status_code
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    content = urlencode({"_csrf_token": desk.key(), **FORM})
    return (await desk.http.request(method, path, content=content, headers=headers)).status_code


def parameters(route: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(route) if name]


def test_every_parameter_of_every_address_is_known_here() -> None:
    """A new one fails this until it is said whose it names."""
    app = app_for_all()
    named = {name for route in app.routes for name in parameters(route.path_format)}
    assert named == {*OWNED, *FREE, *KEYS}
    tried = {route for _, route in consultant_routes(app)}
    for route in app.routes:
        names = set(parameters(route.path_format))
        assert (route.path_format in tried) is bool(names - KEYS), route.path_format


def mixed(route: str, mine: dict[str, str], hers: list[dict[str, str]]) -> Iterator[str]:
    """The addresses of a route in which something, or everything, is not one's own, or is nobody's."""
    owned = [name for name in parameters(route) if name in OWNED]
    choices = [{mine[name], NOBODYS, *(names[name] for names in hers)} for name in owned]
    for chosen in product(*choices):
        if list(chosen) != [mine[name] for name in owned]:
            yield route.format(**FREE, **dict(zip(owned, chosen, strict=True)))


async def test_a_second_consultant_finds_and_changes_nothing_of_the_first_ones(
    app: Litestar, alice: Consultant, mallory: Consultant, plan: WavePlan, library: Library
) -> None:
    hers = await belongings(alice, "Said to Alice", plan, library)
    mine = await belongings(mallory, "Said to Mallory", plan, library)
    owner, desk = Desk(app), Desk(app)
    await owner.sign_in(alice.email)
    await desk.sign_in(mallory.email)
    her_upload = await uploaded(owner, hers.alliance, hers.instrument)
    my_upload = await uploaded(desk, mine.alliance, mine.instrument)
    every = [hers.names(wave, her_upload) for wave in (hers.draft, hers.open, hers.closed)]
    before = await everything(but={StoredValue})

    routes = consultant_routes(app)
    tried = {
        (method, path): None
        for method, route in routes
        for own in ((mine.open, mine.closed) if "wave_id" in parameters(route) else (mine.open,))
        for path in mixed(route, mine.names(own, my_upload), every)
    }
    assert len(tried) > 2 * len(routes) > 50
    for method, path in tried:
        assert await visit(desk, method, path) == 404, f"{method} {path}"
    assert await everything(but={StoredValue}) == before
    for path in ("/alliances", "/account", f"/alliances/{mine.alliance.id}", f"/waves/{mine.closed.id}/report.json"):
        page = (await desk.http.get(path)).text
        assert str(hers.alliance.id) not in page
        assert "Said to Alice" not in page

    # Or this would pass where nobody finds or changes anything.
    await finds_all_of_it(owner, hers, her_upload, routes)
    await changes_what_names_two_things(owner, hers, her_upload)


async def test_a_colleague_finds_all_that_is_shared_but_for_sharing_and_afterwards_nothing(
    app: Litestar, alice: Consultant, mallory: Consultant, plan: WavePlan, library: Library
) -> None:
    hers = await belongings(alice, "Said to Alice", plan, library)
    await Consultant.filter(id__in=[alice.id, mallory.id]).update(firm="One firm")
    await share(hers.alliance, await Consultant.get(id=mallory.id))
    owner, colleague = Desk(app), Desk(app)
    await owner.sign_in(alice.email)
    await colleague.sign_in(mallory.email)
    upload = await uploaded(owner, hers.alliance, hers.instrument)
    routes = [route for method, route in consultant_routes(app) if method == "GET"]
    paths = {route.format(**FREE, **hers.names(wave, upload)) for route in routes for wave in (hers.open, hers.closed)}
    for path in paths:
        # A briefing's page may be there by the second asking only.
        missing = path.endswith("/sharing") or await visit(owner, "GET", path) == 404
        assert (await visit(colleague, "GET", path) == 404) is missing, path
    await colleague.get(f"/alliances/{hers.alliance.id}")
    for form in ("sharing", "sharing/end", "sharing/pass-on"):
        assert await visit(colleague, "POST", f"/alliances/{hers.alliance.id}/{form}") == 404, form
    await share(hers.alliance, None)
    of_the_firm = {path for path in paths if path.startswith("/questionnaires/")}
    for path in paths:
        # A firm's own questionnaires are every colleague's, whatever they work on.
        assert (await visit(colleague, "GET", path) == 404) is (path not in of_the_firm), path
    await Consultant.filter(id=mallory.id).update(firm="Another firm")
    for path in of_the_firm:
        assert (await visit(colleague, "GET", path) == 404) is ("/shown/" not in path), path


async def finds_all_of_it(owner: Desk, hers: Belongings, upload: Uploads, routes: list[tuple[str, str]]) -> None:
    """What there is in one state of a wave or another."""
    missing: dict[str, set[str]] = {"open": set(), "closed": set()}
    for state, wave in (("open", hers.open), ("closed", hers.closed)):
        for route in [route for method, route in routes if method == "GET"]:
            status = await visit(owner, "GET", route.format(**FREE, **hers.names(wave, upload)))
            assert status in (200, 202, 303, 404), route
            missing[state] |= {route} if status == 404 else set()
    wave_path = "/waves/{wave_id}"
    not_yet = {
        f"{wave_path}/briefing",
        f"{wave_path}/briefing/{{file}}",
        f"{wave_path}/briefing/charts/{{chart}}",
        f"{wave_path}/report.json",
        f"{wave_path}/comments",
        f"{wave_path}/themes",
    }
    assert missing == {"open": not_yet, "closed": set()}


async def changes_what_names_two_things(owner: Desk, hers: Belongings, upload: Uploads) -> None:
    """The same forms do something where all that they name is the sender's own."""
    for path in (
        f"/waves/{hers.open.id}/addresses/{hers.message.id}",
        f"/waves/{hers.open.id}/extend",
        f"/waves/{hers.closed.id}/comments/{hers.comment}",
        f"/waves/{hers.closed.id}/themes/{hers.theme.id}",
        f"/alliances/{hers.alliance.id}/roster/{upload.roster}",
    ):
        assert await visit(owner, "POST", path) == 303, path
    assert await Participant.filter(email=FORM["email"], alliance=hers.alliance).count() == 1
    assert await Wave.filter(id=hers.open.id, closes_on=FORM["closes_on"]).count() == 1
    assert (await Theme.get(id=hers.theme.id)).name == "Mine"
    assert [note.taken_out for note in await CommentNote.filter(wave=hers.closed)] == [True]
