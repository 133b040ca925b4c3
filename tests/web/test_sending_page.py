"""What a wave's page says of mails that wait or were refused, and what can be done there."""

from datetime import UTC, datetime, timedelta

import pytest

from diagnostic.storage.models import Consultant, Message, MessageState, Participant, Wave
from tests.web.consultant_desk import Desk

WHY = "The mail server refused to take mail from us: 554 5.7.1 Relay access denied"
ONE = "person3@novara.example"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
async def desk(open_wave: Wave, alice: Consultant) -> Desk:
    desk = Desk()
    await desk.sign_in()
    return desk


async def pause(wave: Wave) -> None:
    since, until = datetime(2026, 11, 24, 8, 5, tzinfo=UTC), datetime(2026, 11, 24, 12, 20, tzinfo=UTC)
    await Wave.filter(id=wave.id).update(mail_paused=WHY, mail_paused_at=since, mail_resumes_at=until, mail_pauses=5)


async def finished(desk: Desk, path: str) -> bool:
    answer = await desk.http.get(path)
    return bool(answer.json()["finished"])


async def test_the_page_says_why_mails_wait_since_when_and_when_it_is_tried_again(desk: Desk, open_wave: Wave) -> None:
    path = f"/waves/{open_wave.id}"
    await desk.get(path)
    assert "No mail of this wave goes out now" not in desk.words
    (looks,) = [each.get("data-progress") for each in desk.page.all("section") if each.get("data-progress")]
    assert not await finished(desk, looks)
    await pause(open_wave)
    assert await finished(desk, looks), "the page's script loads it anew"
    await desk.get(path)
    assert WHY in desk.words
    assert "Since 24 November 2026, 09:05" in desk.words
    assert "tried again by itself on 24 November 2026, 13:20" in desk.words
    (looks,) = [each.get("data-progress") for each in desk.page.all("section") if each.get("data-progress")]
    assert not await finished(desk, looks)

    await desk.post(f"{path}/mail/now")
    assert "One mail is tried within seconds" in desk.words
    wave = await Wave.get(id=open_wave.id)
    assert wave.mail_resumes_at is not None
    assert abs(datetime.now(UTC) - wave.mail_resumes_at) < timedelta(minutes=1)


async def test_all_that_were_refused_can_be_sent_again_from_the_page(desk: Desk, open_wave: Wave) -> None:
    path = f"/waves/{open_wave.id}"
    await desk.get(path)
    assert "Send all again" not in desk.words
    await Message.filter(invitation__participant__email=ONE).update(state=MessageState.REFUSED, error="It said so")
    await Participant.filter(email=ONE).update(refused="It said so")
    await desk.get(path)
    assert "Send all again" in desk.words
    await desk.post(f"{path}/mail/again")
    assert "1 invitation is on its way again, and nobody" in desk.words
    assert await Message.filter(state=MessageState.WAITING).count() == 16
    assert not await Participant.filter(refused__isnull=False).exists()
