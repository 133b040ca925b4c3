"""The bounce mailbox: a real IMAP server, whose other mail stays as it is."""

import asyncio
import dataclasses
import socket
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner

from diagnostic.cli import main
from diagnostic.errors import InvalidSettings
from diagnostic.mail import bounce_mailbox, returned
from diagnostic.mail.bounce_mailbox import BounceMailbox, MailboxFailed, Place
from diagnostic.mail.returned import BounceOutcome, _keep_place, _place, read_bounces
from diagnostic.process_pool import ProcessPool
from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Message, MessageState, Wave
from diagnostic.survey.waves import correct_address, refused_addresses
from diagnostic.worker import tick
from tests.conftest import SECRET
from tests.mail.coming_back import delivery_status, out_of_office
from tests.mail.imap_server import PASSWORD, ImapServer
from tests.mail.server import MailServer

ANN, BOB = "person0@novara.example", "person1@novara.example"


@pytest.fixture(scope="module")
def running() -> Iterator[ImapServer]:
    """One for all tests here, in a folder that another user may look into: not pytest's own."""
    with tempfile.TemporaryDirectory(prefix="imap-", dir="/tmp") as name:
        Path(name).chmod(0o755)
        with ImapServer(Path(name)) as server:
            yield server


@pytest.fixture
def server(running: ImapServer) -> Iterator[ImapServer]:
    """Its mailbox is empty."""
    yield running
    running.empty()


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Nothing here depends on the engine."""
    return sqlite_url


@pytest.mark.parametrize("scheme", ["imap", "imaps"])
async def test_mails_are_read_once_and_stay_as_they_are_but_for_those_marked(
    server: ImapServer, scheme: str, now: datetime
) -> None:
    box = BounceMailbox(server.url(scheme))
    for subject in ("one", "two", "three"):
        server.add(f"Subject: {subject}\n\nHello\n".encode())
    assert await box.check() == "127.0.0.1 answers, 3 mails in INBOX"
    found = await box.after(Place(), now)
    assert [mail.raw.split(b"\r\n")[0] for mail in found] == [b"Subject: one", b"Subject: two", b"Subject: three"]
    assert server.flags() == [("one", ""), ("three", ""), ("two", "")]
    await box.mark_read([found[1].place])
    assert server.flags() == [("one", ""), ("three", ""), ("two", "S")]
    assert await box.after(found[-1].place, now) == []
    server.add(b"Subject: four\n\nHello\n")
    (late,) = await box.after(found[-1].place, now)
    assert late.raw.startswith(b"Subject: four")
    # A folder that was made anew counts anew: all of it is read.
    assert len(await box.after(Place(late.place.validity + 1, late.place.uid), now)) == 4


async def test_what_somebody_has_marked_for_deletion_is_not_removed(server: ImapServer, now: datetime) -> None:
    server.add(b"Subject: one\n\nHello\n")
    box = BounceMailbox(server.url())
    (mail,) = await box.after(Place(), now)
    with box._opened(readonly=False) as client:
        client.uid("STORE", str(mail.place.uid), "+FLAGS", r"(\Deleted)")
    await box.mark_read([mail.place])
    assert server.flags() == [("one", "ST")]


async def test_a_mail_too_large_for_a_bounce_is_not_fetched(server: ImapServer, now: datetime) -> None:
    server.add(b"Subject: large\n\n" + b"x" * 70 + b"\n" * 1_000_000)
    server.add(b"Subject: small\n\nHello\n")
    (small,) = await BounceMailbox(server.url()).after(Place(), now)
    assert small.raw.startswith(b"Subject: small")


async def test_the_worker_marks_what_came_back_and_leaves_all_other_mail_as_it_is(
    server: ImapServer, open_wave: Wave, library: Library, now: datetime
) -> None:
    with MailServer() as out:
        settings = dataclasses.replace(out.settings("unused"), bounce_mailbox=server.url())
        await tick(settings, library, now + timedelta(seconds=5))
        messages = {
            m.invitation.participant.email: m.id
            for m in await Message.all().prefetch_related("invitation__participant")
            if m.invitation
        }
        server.add(delivery_status(messages[ANN], ANN))
        server.add(delivery_status(messages[BOB], BOB, action="delayed").replace(b"Undelivered", b"Delayed"))
        server.add(delivery_status(uuid4(), ANN).replace(b"Undelivered", b"Somebody else's"))
        server.add(out_of_office(messages[BOB], BOB))
        await tick(settings, library, now + timedelta(minutes=1))
        assert await refused_addresses(open_wave) == [], "every few minutes"
        await tick(settings, library, now + timedelta(minutes=4))
        (refused,) = await refused_addresses(open_wave)
        assert (refused.id, refused.error) == (messages[ANN], "It came back: 550 5.1.1 no such user")
        assert server.flags() == [
            ("Automatic reply: Cardiva", ""),
            ("Delayed Mail Returned to Sender", "S"),
            ("Somebody else's Mail Returned to Sender", ""),
            ("Undelivered Mail Returned to Sender", "S"),
        ]
        # Sent again, it is not marked by what was read already.
        await correct_address(refused, "right@novara.example")
        await tick(settings, library, now + timedelta(minutes=8))
        assert await refused_addresses(open_wave) == []


async def test_a_mailbox_that_cannot_be_read_holds_up_nothing_else(
    server: ImapServer, open_wave: Wave, library: Library, capsys: pytest.CaptureFixture[str], now: datetime
) -> None:
    with MailServer() as out:
        settings = dataclasses.replace(out.settings("unused"), bounce_mailbox=server.url(password="wrong-but-secret"))
        assert await tick(settings, library, now + timedelta(seconds=5)) == 16
    printed = capsys.readouterr().out
    assert "MailboxFailed" in printed
    assert "wrong-but-secret" not in printed


def test_the_doctor_looks_into_the_mailbox(
    server: ImapServer, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIAGNOSTIC_DATABASE", sqlite_url)
    monkeypatch.setenv("DIAGNOSTIC_SECRET", SECRET)
    for url, says in (
        (server.url(), "✓ Bounce mailbox: 127.0.0.1 answers, 0 mails in INBOX"),
        (server.url(password="wrong"), "✗ Bounce mailbox: The bounce mailbox at 127.0.0.1 cannot be read:"),
        ("", "✓ Bounce mailbox: none is read"),
    ):
        monkeypatch.setenv("DIAGNOSTIC_BOUNCE_MAILBOX", url)
        assert says in CliRunner().invoke(main, ["doctor"]).output


async def test_what_is_wrong_is_said_without_the_password(server: ImapServer) -> None:
    for url, words in (
        (server.url(password="wrong-but-secret"), "Authentication failed"),
        (server.url(folder="Nowhere"), "Nowhere"),
        (server.url("imaps").partition("?")[0], "certificate is not trusted"),
        (f"imap://u:p@127.0.0.1:1/?ca={server.ca}", "refused"),
    ):
        with pytest.raises(MailboxFailed, match=words) as failed:
            await BounceMailbox(url).check()
        assert "wrong-but-secret" not in str(failed.value)
        assert PASSWORD not in str(failed.value)


@pytest.mark.parametrize(
    "url",
    [
        "pop3://u:p@mail.example",
        "imaps://mail.example/INBOX",
        "imaps://u:p@mail.example:port",
        "imaps://u:p@mail.example?starttls=no",
        "imaps://u:p@mail.example?ca=/no/such/file",
        "imaps://u:p@mail.example/%C3%BC",
    ],
)
def test_an_address_that_cannot_be_read_names_its_setting(url: str) -> None:
    with pytest.raises(InvalidSettings, match="DIAGNOSTIC_BOUNCE_MAILBOX"):
        BounceMailbox(url)


async def test_a_mail_that_ends_whoever_reads_it_is_not_taken_up_again(
    server: ImapServer, open_wave: Wave, now: datetime
) -> None:
    await Message.all().update(state=MessageState.SENT)
    first = await Message.get(invitation__participant__email=ANN)
    server.add(out_of_office(first.id, ANN))
    server.add(delivery_status(first.id, ANN))
    box, ended, readers = BounceMailbox(server.url()), ProcessPool(), ProcessPool()
    ended.shutdown()
    with pytest.raises(RuntimeError):
        await read_bounces(box, ended, now)
    heard = await read_bounces(box, readers, now + timedelta(minutes=4))
    readers.shutdown()
    assert heard == {BounceOutcome.MARKED: 1}


async def test_each_mailbox_has_its_place_which_only_moves_forward(database: str, now: datetime) -> None:
    one, other = (BounceMailbox(f"imaps://u:p@mail.example/{folder}") for folder in ("INBOX", "Bounces"))
    assert sorted(await asyncio.gather(*(_keep_place(one, Place(1, 5), now) for _ in range(2)))) == [False, True]
    assert not await _keep_place(one, Place(1, 4), now)
    assert await _place(one) == Place(1, 5)
    assert await _keep_place(one, Place(1, 6), now)
    assert await _keep_place(one, Place(2, 1), now), "a folder that was made anew"
    assert (await _place(one), await _place(other)) == (Place(2, 1), Place())


async def test_a_mailbox_that_does_not_answer_keeps_mails_waiting_well_below_its_turn(
    database: str, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    assert timedelta(seconds=returned.LOOK_SECONDS) < returned.EVERY / 2
    monkeypatch.setattr(returned, "LOOK_SECONDS", 0.5)
    monkeypatch.setattr(bounce_mailbox, "TIMEOUT", 2.0)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        box = BounceMailbox(f"imap://u:p@127.0.0.1:{silent.getsockname()[1]}")
        with pytest.raises(MailboxFailed, match="too long"):
            await read_bounces(box, ProcessPool(), now)
