"""What came back, on the wave's page: files are read, a consultant's word is taken, and neither tells who answered."""

import re
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from litestar import Litestar

from diagnostic.mail.bounces import LARGEST
from diagnostic.questionnaire.library import Library
from diagnostic.storage import connected
from diagnostic.storage.models import Consultant, Message, MessageKind, MessageState, Participant, Wave
from diagnostic.survey.alliances import create_alliance
from diagnostic.survey.plans import WavePlan, draft_wave
from diagnostic.survey.reminders import remind
from diagnostic.survey.roster import apply_roster, read_roster
from diagnostic.survey.waves import launch
from diagnostic.worker import tick
from tests.answering import an_hour_passes, answer, on_a_working_day, tokens
from tests.conftest import DETAILS, HASHED, SECRET
from tests.mail.coming_back import delivery_status, out_of_office
from tests.mail.server import MailServer
from tests.web.consultant_desk import Desk, address_of, app_for_all, consultant_routes

ANN, BOB, RIGHT = "person0@novara.example", "person1@novara.example", "right@novara.example"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Nothing here depends on the engine."""
    return sqlite_url


@pytest.fixture
async def desk(open_wave: Wave) -> AsyncIterator[Desk]:
    await Message.all().update(state=MessageState.SENT)
    desk = Desk(app_for_all())
    await desk.sign_in()
    yield desk
    await desk.http.aclose()


async def bounce(address: str, action: str = "failed") -> bytes:
    message = await Message.get(invitation__participant__email=address, kind=MessageKind.INVITATION)
    return delivery_status(message.id, address, action=action)


async def upload(desk: Desk, wave: Wave, *files: tuple[str, bytes]) -> None:
    await desk.get(f"/waves/{wave.id}")
    desk.response = await desk.http.post(
        f"/waves/{wave.id}/returned",
        data={"_csrf_token": desk.key()},
        files=[("mails", file) for file in files],
        follow_redirects=True,
    )


async def test_several_files_are_read_at_once_and_each_is_answered(desk: Desk, open_wave: Wave) -> None:
    message = await Message.get(invitation__participant__email=BOB)
    await upload(
        desk,
        open_wave,
        ("1.eml", await bounce(ANN)),
        ("2.eml", await bounce(BOB, "delayed")),
        ("3.eml", delivery_status(uuid4(), ANN)),
        ("4.eml", out_of_office(message.id, BOB)),
        ("5.eml", await bounce(ANN)),
        ("6.eml", b"x" * (LARGEST + 1)),
    )
    for words in (
        f"1.eml: about {ANN}, which failed (550 5.1.1 no such user). It is marked, and can be corrected below.",
        f"2.eml: about {BOB}, only a delay (550 5.1.1 no such user). Nobody is marked.",
        "3.eml: it does not say which of our mails it is about, or it is about another wave's. If you know the address",
        "4.eml: no mail server says in it that a mail could not be delivered. If you know the address, mark it by hand",
        f"5.eml: about {ANN}, which is marked already",
        "6.eml: larger than 1 MB, and was not read.",
        "1 address refused",
        "It came back: 550 5.1.1 no such user",
    ):
        assert words in desk.words
    assert await Participant.exclude(refused=None).count() == 1


async def test_a_consultant_can_say_that_a_mail_came_back(desk: Desk, open_wave: Wave) -> None:
    path = f"/waves/{open_wave.id}/returned/by-hand"
    await Message.filter(invitation__participant__email=BOB).update(state=MessageState.WAITING)
    await desk.get(f"/waves/{open_wave.id}")
    for email, words in (
        ("nobody@novara.example", "Nobody is invited to this wave at nobody@novara.example."),
        ("nonsense", "is no mail address"),
        (ANN.upper(), f"{ANN} is marked. Correct the address below"),
        (ANN, "counts as refused already."),
        (BOB, "has not been sent yet, so that none can have come back"),
    ):
        await desk.get(f"/waves/{open_wave.id}")
        await desk.post(path, email=email)
        assert words in desk.words
    await desk.get(f"/waves/{open_wave.id}")
    assert "It may have arrived all the same. Reported by hand: a mail to this address came back." in desk.words


async def test_nothing_chosen_and_too_many_files_are_said_in_words(desk: Desk, open_wave: Wave) -> None:
    await upload(desk, open_wave, ("", b""))
    assert "Choose the mails that came back" in desk.words
    await upload(desk, open_wave, *[(f"{n}.eml", b"") for n in range(51)])
    assert "at most 50 files at once; there are 51" in desk.words


async def test_no_page_shows_the_id_of_a_mail_that_is_on_its_way_or_arrived(desk: Desk, open_wave: Wave) -> None:
    """Whoever knew it could make a mail that seems to come back."""
    for answer_ in (await shown(desk, app_for_all(), open_wave)).values():
        for message in await Message.all():
            assert str(message.id) not in answer_


async def shown(desk: Desk, app: Litestar, wave: Wave) -> dict[str, str]:
    """All that a consultant can open of a wave and its alliance, less ids and times of the day."""
    pages = {}
    for method, route in consultant_routes(app):
        if method == "GET":
            path = address_of(route, alliance_id=wave.alliance_id, wave_id=wave.id)
            answer_ = await desk.http.get(path)
            pages[route] = f"{answer_.status_code} {answer_.text}"
    return pages


def alike(text: str) -> str:
    """Without what differs between any two waves: ids, keys, tokens, times of the day."""
    text = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID", text)
    text = re.sub(r'name="_csrf_token" value="[^"]*"', "KEY", text)
    text = re.sub(r"\d{5}( \d{5}){5}", "FINGERPRINT", text)
    text = re.sub(r"server:[A-Za-z0-9+/=]+", "server:KEY", text)
    text = re.sub(r"/(a|stop)/[\w=\r\n-]{24,30}", r"/\1/TOKEN", text)
    return re.sub(r"\d\d:\d\d(:\d\d)?", "TIME", text)


async def world(url: str, answered_by: str, plan: WavePlan, library: Library) -> list[dict[str, str]]:
    """A wave in which one of Novara has answered, and Ann's mail comes back: every page after every step."""
    seen: list[dict[str, str]] = []
    async with connected(url):
        alice = await Consultant.create(email="alice@consultancy.example", name="Alice", password_hash=HASHED)
        alliance = await create_alliance(alice, DETAILS)
        rows = ["email,company"]
        rows += [f"person{n}@{c.lower()}.example,{c}" for c in ("Novara", "Helix") for n in range(6)]
        await apply_roster(alliance, read_roster("\n".join(rows).encode(), "r.csv", alliance, ("en",)))
        wave = await draft_wave(alliance, plan, library)
        await launch(wave, SECRET)
        desk, app = Desk(app_for_all()), app_for_all()
        await desk.sign_in()
        with MailServer() as server:
            settings = server.settings(url)

            async def look(step: str) -> None:
                pages = {f"{step}: {route}": alike(page) for route, page in (await shown(desk, app, wave)).items()}
                mails = [
                    alike(f"{mail['Subject']}\n{body.get_content()}")
                    for mail in server.to(RIGHT)
                    if mail["In-Reply-To"] is None and (body := mail.get_body(("plain",))) is not None
                ]
                seen.append(pages | {f"{step}: last words": alike(desk.words), f"{step}: mails": "\n".join(mails)})

            async def work(after: timedelta = timedelta(minutes=1)) -> None:
                await tick(settings, library, datetime.now(UTC) + after)

            await work()
            await answer(wave, (await tokens(wave, "a"))[0 if answered_by == ANN else 1], "a")
            await an_hour_passes()
            await work()
            await upload(desk, wave, ("1.eml", await bounce(ANN)))
            await look("came back")
            (message,) = await Message.filter(wave=wave, state=MessageState.REFUSED)
            await desk.get(f"/waves/{wave.id}")
            await desk.post(f"/waves/{wave.id}/addresses/{message.id}", email="right@elsewhere.example")
            await look("outside the company")
            await desk.get(f"/waves/{wave.id}")
            await desk.post(f"/waves/{wave.id}/addresses/{message.id}", email=RIGHT)
            await look("corrected")
            await work()
            await look("sent again")
            await desk.get(f"/waves/{wave.id}")
            await desk.post(f"/waves/{wave.id}/returned/by-hand", email=RIGHT)
            await look("by hand")
            later = on_a_working_day(2)
            await remind(wave, later)
            await tick(settings, library, later)
            await look("reminded")
        await desk.http.aclose()
    return seen


@pytest.mark.part("proofs")
async def test_nothing_that_a_consultant_sees_tells_whether_who_came_back_had_answered(
    sqlite_url: str, migrated_sqlite: Path, tmp_path: Path, plan: WavePlan, library: Library
) -> None:
    """Every page, word and mail, step by step, of two waves that differ in nothing but who it was that answered."""
    shutil.copy(migrated_sqlite, tmp_path / "other.sqlite3")
    pulse = WavePlan(questionnaire=plan.questionnaire, languages=["en"], closes_on=plan.closes_on)
    answered = await world(sqlite_url, ANN, pulse, library)
    not_answered = await world(f"sqlite:///{tmp_path / 'other.sqlite3'}", BOB, pulse, library)
    assert len(answered) == 6
    for one, other in zip(answered, not_answered, strict=True):
        assert one == other
    assert "The address was one at novara.example" in answered[1]["outside the company: last words"]
    assert f"The invitation is on its way to {RIGHT}" in answered[2]["corrected: last words"]
    assert "/a/TOKEN" in answered[3]["sent again: mails"]
    assert f"{RIGHT} is marked" in answered[4]["by hand: last words"]
