"""Who handles a link, or the mail that brought it, does not learn whether its owner has answered."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from diagnostic.errors import NotPossible
from diagnostic.questionnaire.library import Library
from diagnostic.settings import Settings
from diagnostic.storage import connection
from diagnostic.storage.models import Ballot, Invitation, MailCount, Message, MessageKind, Participant, Wave
from diagnostic.survey.invitations import look_up, token
from diagnostic.survey.reminders import remind
from diagnostic.survey.waves import do_not_contact
from diagnostic.worker import tick
from tests.answering import answer_all, on_a_working_day, tokens
from tests.conftest import SECRET
from tests.mail.server import MailServer, serving
from tests.web.consultant_desk import Desk, app_for_all, inside
from tests.web.markup import Page

SOME_ANSWERS = {"trust.candour:we": "4", "_consent": "yes"}


@pytest.fixture
async def client(database: str) -> AsyncIterator[httpx.AsyncClient]:
    transport = inside(app_for_all())
    async with httpx.AsyncClient(transport=transport, base_url="http://diagnostic.example") as client:
        yield client


@pytest.fixture
async def own(open_wave: Wave) -> str:
    invitation = await Invitation.get(wave=open_wave, participant__email="person0@helix.example")
    return token(invitation, SECRET)


async def looks(client: httpx.AsyncClient, own: str) -> list[tuple[int, dict[str, str], bytes]]:
    """All that can be seen of a link without acting: status, headers and body, of every page that only shows."""
    seen = []
    for path in (f"/a/{own}", f"/a/{own}?language=de", f"/a/{own}?begun=x", f"/a/{own}.", f"/stop/{own}"):
        for method in ("GET", "HEAD", "OPTIONS"):
            answer = await client.request(method, path)
            seen.append((answer.status_code, dict(answer.headers), answer.content))
    switched = await client.post(f"/a/{own}", data={"_language": "de"})
    return [*seen, (switched.status_code, dict(switched.headers), switched.content)]


async def test_a_used_link_looks_as_it_did_before(client: httpx.AsyncClient, own: str) -> None:
    before = await looks(client, own)
    assert {status for status, _, _ in before} == {200, 204, 308}

    assert (await client.post(f"/a/{own}", data=SOME_ANSWERS)).status_code == 200

    assert await looks(client, own) == before
    assert (await client.post(f"/a/{own}", data=SOME_ANSWERS)).status_code == 410, "only who acts is told"
    assert await Ballot.all().count() == 1


async def test_a_used_link_is_looked_up_with_as_many_queries(
    client: httpx.AsyncClient, own: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that the time it takes tells nothing either."""
    asked: list[str] = []
    database = connection()
    for name in ("execute_query", "execute_query_dict"):
        run = getattr(type(database), name)

        async def counted(self: object, query: str, *args: object, run: object = run) -> object:
            asked.append(query)
            return await run(self, query, *args)  # type: ignore[operator]

        monkeypatch.setattr(type(database), name, counted)

    async def queries() -> list[str]:
        asked.clear()
        for method in ("GET", "HEAD"):
            await client.request(method, f"/a/{own}")
        return list(asked)

    await queries()
    before = await queries()
    assert len(before) > 3
    await client.post(f"/a/{own}", data=SOME_ANSWERS)
    assert await queries() == before


async def test_whoever_begins_is_asked_once_whether_the_link_can_be_used(client: httpx.AsyncClient, own: str) -> None:
    free = await client.post(f"/a/{own}", data={"_step": "open"})
    assert (free.status_code, free.content, await Ballot.all().count()) == (204, b"", 0)
    assert not (await look_up(own)).answered

    await client.post(f"/a/{own}", data=SOME_ANSWERS)

    used = await client.post(f"/a/{own}", data={"_step": "open"})
    assert used.status_code == 410
    assert "Answers have already been sent with this link" in used.text
    assert (await client.post("/a/nothing", data={"_step": "open"})).status_code == 404


async def test_another_language_is_given_with_all_that_is_filled_in_and_nothing_is_judged(
    client: httpx.AsyncClient, own: str
) -> None:
    filled = {"decisions.stick": "9", "trust.candour:we": "4", "whats_new": "Ein Gespräch", "_consent": "yes"}

    answer = await client.post(f"/a/{own}", data={**filled, "_language": "de"})

    page = Page(answer.text)
    checked = {c.get("name"): c.get("value") for c in page.controls() if "checked" in c.attributes}
    assert (answer.status_code, page.all("html")[0].get("lang")) == (200, "de")
    assert checked == {"trust.candour:we": "4", "_consent": "yes"}
    assert page.all("textarea", name="whats_new")[0].words == "Ein Gespräch"
    assert not [element for element in page.elements if element.get("id") == "summary"]
    assert {b.get("value") for b in page.all("button", name="_language")} == {"en", "de"}
    assert await Ballot.all().count() == 0


@pytest.fixture
def server() -> Iterator[MailServer]:
    yield from serving()


@pytest.fixture
def settings(database: str, server: MailServer) -> Settings:
    return server.settings(database, "http://diagnostic.example")


async def test_a_reminder_to_everybody_is_the_same_for_all_and_does_not_say_who_has_answered(
    open_wave: Wave, settings: Settings, library: Library, server: MailServer
) -> None:
    await tick(settings, library, datetime.now(UTC) + timedelta(seconds=5))
    await answer_all(open_wave, a=5, b=5)
    await do_not_contact(await Invitation.get(wave=open_wave, participant__email="person7@novara.example"))
    server.mails.clear()
    now = on_a_working_day(2)

    await remind(open_wave, now, everybody=True)
    waiting = await Message.filter(kind=MessageKind.REMINDER).count()
    await tick(settings, library, now)

    to = {mail["To"] for mail in server.mails}
    everybody = {*await Participant.filter(do_not_contact=False).values_list("email", flat=True)}
    assert (waiting, to) == (15, everybody), "those who have answered and those who have not"
    links = {value for side in ("a", "b") for value in await tokens(open_wave, side)}
    texts = set()
    for mail in server.mails:
        body = mail.get_body(("plain",))
        assert body is not None
        text = " ".join(body.get_content().split())
        for link in links:
            text = text.replace(link, "…")
        texts.add(text.replace("Novara", "·").replace("Helix", "·"))
    assert len(texts) == 1
    assert "If you have answered: thank you, there is nothing left to do." in texts.pop()
    counts = {each.side: each.sent for each in await MailCount.filter(kind=MessageKind.REMINDER)}
    assert counts == {"a": 7, "b": 8}, "as many as were invited and want mail: it tells nothing"
    assert await Message.filter(kind=MessageKind.REMINDER).count() == 0, "sent, it leaves no trace"


async def test_outside_office_hours_a_reminder_is_not_planned_twice_for_a_day(open_wave: Wave) -> None:
    night = (on_a_working_day(2)).replace(hour=2)
    when = await remind(open_wave, night)
    with pytest.raises(NotPossible, match=f"goes out on {when:%A}, .* already, as planned"):
        await remind(open_wave, night + timedelta(minutes=5))
    assert (await Wave.get(id=open_wave.id)).remind_on == [when.date().isoformat()]
    day_before = (when - timedelta(days=1)).date().isoformat()
    await Wave.filter(id=open_wave.id).update(remind_on=[day_before])
    with pytest.raises(NotPossible, match="as planned"):
        await remind(open_wave, night)


async def test_a_planned_reminder_is_said_before_another_and_can_be_taken_back(open_wave: Wave) -> None:
    path = f"/waves/{open_wave.id}"
    desk = Desk()
    await desk.sign_in()
    await Wave.filter(id=open_wave.id).update(remind_on=["2026-12-01", "2026-12-03"], remind_everybody=True)
    await desk.get(f"{path}/remind")
    assert "planned for Tuesday, 1 December and for Thursday, 3 December, to everybody;" in desk.words
    assert "comes on top of it. As a wave has two at most, the last one planned will then not be sent." in desk.words
    await Wave.filter(id=open_wave.id).update(reminders_sent=1)
    await desk.get(path)
    assert "By itself on Tuesday, 1 December, 09:00." in desk.words, "the second would be the third"
    await desk.post(f"{path}/remind/cancel")
    assert "No reminder goes out by itself any more." in desk.words
    assert "By itself on" not in desk.words
    assert (await Wave.get(id=open_wave.id)).remind_on == []
    await desk.get(f"{path}/remind")
    assert "A reminder is planned" not in desk.words


async def test_whom_reminders_go_to_is_decided_with_the_first(open_wave: Wave) -> None:
    """A second one to some would tell, in a mailbox that has both, who has not answered."""
    await answer_all(open_wave, a=2, b=0)
    await Message.all().delete()  # the invitations have arrived
    await remind(open_wave, on_a_working_day(2), everybody=True)
    await Message.all().delete()

    await remind(open_wave, on_a_working_day(4), everybody=False)

    assert await Message.filter(kind=MessageKind.REMINDER).count() == 16
    await open_wave.refresh_from_db()
    assert open_wave.remind_everybody
    with pytest.raises(NotPossible):
        await remind(open_wave, on_a_working_day(6), everybody=False)


async def test_a_consultant_sets_it_in_the_plan_and_until_the_first_reminder(draft: Wave) -> None:
    desk = Desk()
    await desk.sign_in()
    await desk.get(f"/waves/{draft.id}/plan")
    box = desk.page.all("input", name="remind_everybody")[0]
    assert "checked" not in box.attributes, "off unless chosen"
    form: dict[str, str | list[str]] = {
        "closes_on": draft.closes_on.isoformat(),
        "languages": ["en", "de"],
        "k": "5",
        "comment_k": "8",
        "retention_days": "90",
        "scales": [scale["id"] for scale in draft.questionnaire["scales"]],
    }
    await desk.post(f"/waves/{draft.id}/plan", **form, remind_everybody="yes")
    assert (await Wave.get(id=draft.id)).remind_everybody
    await desk.get(f"/waves/{draft.id}/plan")
    assert "checked" in desk.page.all("input", name="remind_everybody")[0].attributes
    await desk.get(f"/waves/{draft.id}/mail?mail=reminder")
    assert "also those who have answered" in desk.words

    await Wave.filter(id=draft.id).update(state="open", launched_at=datetime.now(UTC) - timedelta(days=2))
    await desk.get(f"/waves/{draft.id}/remind")
    assert "checked" in desk.page.all("input", name="remind_everybody")[0].attributes
    await Wave.filter(id=draft.id).update(reminders_sent=1)
    await desk.get(f"/waves/{draft.id}/remind")
    assert not desk.page.all("input", name="remind_everybody")
    assert "was decided with the first reminder" in desk.words
