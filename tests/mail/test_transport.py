import email.policy
import mailbox
import ssl
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import quote

import pytest

from diagnostic.errors import InvalidSettings, MailFailed, MailRefused
from diagnostic.mail.envelope import Sender, enclose
from diagnostic.mail.letter import Letter
from diagnostic.mail.transport import ServerDown, check_server, open_transport
from tests.mail.server import PASSWORD, USER, MailServer, certificate, plain

SENDER = Sender("Alliance diagnostic", "survey@diagnostic.example")
CREDENTIALS = f"{USER}:{quote(PASSWORD, safe='')}"


def mail(to: str = "ann@novara.example", text: str = "Grüße") -> EmailMessage:
    letter = Letter(language="de", title="Größe", message=(text,))
    return enclose(letter, sender=SENDER, to=to, message_id="<1@diagnostic.example>", now=datetime.now(UTC))


@pytest.fixture(scope="module")
def own_certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    return certificate(tmp_path_factory.mktemp("certificate"))


async def test_many_mails_pass_in_one_conversation(server: MailServer) -> None:
    transport = open_transport(server.url)
    for n in range(5):
        await transport.send(mail(f"person{n}@novara.example"))
    await transport.close()
    assert server.recipients == [f"person{n}@novara.example" for n in range(5)]
    assert server.conversations == 1
    assert server.mails[0]["Subject"] == "Größe"


async def test_a_conversation_that_was_ended_begins_anew(server: MailServer) -> None:
    transport = open_transport(server.url)
    await transport.send(mail())
    await transport.close()
    await transport.send(mail())
    await transport.close()
    assert (len(server.mails), server.conversations) == (2, 2)


async def test_a_password_travels_over_starttls_with_a_trusted_certificate(
    own_certificate: tuple[Path, ssl.SSLContext],
) -> None:
    file, context = own_certificate
    with MailServer(tls=context, auth=True) as server:
        transport = open_transport(f"smtp://{CREDENTIALS}@127.0.0.1:{server.port}?ca={file}")
        await transport.send(mail())
        await transport.close()
        assert server.encrypted == [True]
        described = await check_server(f"smtp://{CREDENTIALS}@127.0.0.1:{server.port}?starttls=yes&ca={file}")
        assert described == "127.0.0.1 answers, encrypted"


async def test_tls_from_the_first_byte(own_certificate: tuple[Path, ssl.SSLContext]) -> None:
    file, context = own_certificate
    with MailServer(implicit=context) as server:
        transport = open_transport(f"smtps://127.0.0.1:{server.port}?ca={file}")
        await transport.send(mail())
        await transport.close()
        assert server.encrypted == [True]


async def test_an_unknown_certificate_is_not_trusted(own_certificate: tuple[Path, ssl.SSLContext]) -> None:
    _, context = own_certificate
    with MailServer(tls=context) as server:
        transport = open_transport(server.url)
        with pytest.raises(ServerDown, match=r"certificate is not trusted .*\?ca="):
            await transport.send(mail())
        await transport.close()
        assert server.mails == []


async def test_a_password_never_travels_unencrypted_unasked(server: MailServer) -> None:
    transport = open_transport(f"smtp://{CREDENTIALS}@127.0.0.1:{server.port}")
    with pytest.raises(ServerDown, match=r"(?i)starttls"):
        await transport.send(mail())
    await transport.close()


async def test_a_wrong_password_is_the_servers_fault_not_the_recipients(
    own_certificate: tuple[Path, ssl.SSLContext],
) -> None:
    file, context = own_certificate
    with MailServer(tls=context, auth=True) as server:
        transport = open_transport(f"smtp://{USER}:wrong-secret@127.0.0.1:{server.port}?ca={file}")
        with pytest.raises(ServerDown, match="refused our sign-in: 535") as caught:
            await transport.send(mail())
        await transport.close()
        assert "wrong-secret" not in str(caught.value)


@pytest.mark.parametrize("reply", ["450 4.2.0 Greylisted", "421 4.3.2 Busy", "452 4.2.2 Mailbox full"])
async def test_a_4xx_reply_puts_one_mail_off(server: MailServer, reply: str) -> None:
    server.to_recipient["ann@novara.example"] = [reply]
    transport = open_transport(server.url)
    with pytest.raises(MailFailed, match=reply[:3]) as caught:
        await transport.send(mail())
    assert not isinstance(caught.value, MailRefused)
    await transport.send(mail("bob@helix.example"))
    await transport.send(mail())
    await transport.close()
    assert server.recipients == ["bob@helix.example", "ann@novara.example"]


async def test_a_5xx_reply_refuses_one_mail_for_good(server: MailServer) -> None:
    server.to_recipient["ann@novara.example"] = ["550 5.1.1 No such person here"]
    transport = open_transport(server.url)
    with pytest.raises(MailRefused, match=r"^The mail server refused this address: 550 5\.1\.1 No such person here$"):
        await transport.send(mail())
    server.to_data.append("554 5.6.0 We do not like it")
    with pytest.raises(MailRefused, match="refused this mail: 554"):
        await transport.send(mail("bob@helix.example"))
    await transport.send(mail("cas@helix.example"))
    await transport.close()
    assert server.recipients == ["cas@helix.example"]


@pytest.mark.parametrize("code", [451, 554])
@pytest.mark.parametrize(
    ("quoted", "kept"),
    [
        ("https://pulse.example.org/a/Zk3-_x9QpLm2Rt7VbNc4Yd8W", "https://pulse.example.org/a/…"),
        ("hxxps://pulse[.]example[.]org/A/Zk3-_x9QpLm2Rt7VbNc4Yd8W", "hxxps://pulse[.]example[.]org/A/…"),
        ("/stop/Zk3-_x9QpLm2Rt7VbNc4Yd8W", "/stop/…"),
        ("/password/reset/Zk3-_x9QpLm2Rt7VbNc4Yd8WZk3-_x9QpLm", "/password/reset/…"),
        ("pulse.example.org%2Fa%2FZk3-_x9QpLm2Rt7VbNc4Yd8W", "pulse.example.org%2Fa%…"),
        ("/a/Zk3-_x9QpLm2...", "/a/…"),
        ("token Zk3-_x9QpLm2Rt7VbNc4Yd8W", "token …"),
    ],
)
async def test_a_reply_that_quotes_a_link_is_passed_on_without_its_key(
    server: MailServer, code: int, quoted: str, kept: str
) -> None:
    server.to_data.append(f"{code} 5.7.1 Message blocked: URL {quoted} is listed")
    transport = open_transport(server.url)
    with pytest.raises(MailFailed) as caught:
        await transport.send(mail())
    await transport.close()
    assert str(caught.value).endswith(f": {code} 5.7.1 Message blocked: URL {kept} is listed")


async def test_a_refused_sender_is_nobodys_refusal(server: MailServer) -> None:
    server.to_sender.append("553 5.7.1 You may not send as this")
    transport = open_transport(server.url)
    with pytest.raises(ServerDown, match="refused our sender: 553"):
        await transport.send(mail())
    await transport.close()


async def test_a_server_that_is_not_there_is_down() -> None:
    with MailServer() as server:
        url = server.url
    transport = open_transport(url)
    with pytest.raises(ServerDown, match=r"127\.0\.0\.1"):
        await transport.send(mail())
    await transport.close()
    with pytest.raises(ServerDown):
        await check_server(url)


async def test_international_domains_travel_in_their_ascii_form(server: MailServer) -> None:
    transport = open_transport(server.url)
    await transport.send(mail("ann@müller.example"))
    with pytest.raises(MailRefused, match="no address that mail servers take"):
        mail("änn@novara.example")
    await transport.close()
    assert server.recipients == ["ann@xn--mller-kva.example"]


async def test_the_demonstration_writes_mails_into_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "mails"
    transport = open_transport(f"maildir://{folder}")
    await transport.send(mail(text="Grüße aus Köln"))
    await transport.close()
    (written,) = mailbox.Maildir(folder)
    assert written["To"] == "ann@novara.example"
    assert "Grüße aus Köln" in plain(email.message_from_bytes(written.as_bytes(), policy=email.policy.default))
    assert await check_server(f"maildir://{folder}") == f"mails are written to {folder}"


@pytest.mark.parametrize(
    "url",
    [
        "http://mail.example",
        "smtp://",
        "maildir://",
        "smtp://mail.example?startls=yes",
        "smtp://mail.example?starttls=maybe",
        "smtp://mail.example?ca=/no/such/file",
        "smtp://mail.example:port",
    ],
)
def test_an_address_that_cannot_be_read_names_its_setting(url: str) -> None:
    with pytest.raises(InvalidSettings, match="DIAGNOSTIC_MAIL_SERVER"):
        open_transport(url)
