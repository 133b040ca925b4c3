"""The demonstration's mailbox: mails are read, their links followed, and what they hold stays harmless."""

import dataclasses
from email.message import EmailMessage
from pathlib import Path

import pytest

from diagnostic.mail.transport import Maildir
from diagnostic.web.app import create_app
from tests.web.consultant_desk import Desk, settings_for


@pytest.fixture
async def desk(sqlite_url: str, tmp_path: Path) -> Desk:
    settings = dataclasses.replace(settings_for(sqlite_url), mail_server=f"maildir://{tmp_path}/mails", demo=True)
    return Desk(create_app(settings))


async def arrive(folder: Path) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.com", "b@example.com", "Grüße & <b>more</b>"
    mail["Date"] = "Sun, 22 Nov 2026 14:00:00 +0000"
    mail.set_content("Answer <here>:\nhttp://diagnostic.example/a/abc\n")
    html = "<html><head></head><body><a href='http://x.example'>go</a><script>1</script></body></html>"
    mail.add_alternative(html, subtype="html")
    await Maildir(folder).send(mail)


async def test_an_empty_mailbox_says_how_mail_gets_there(desk: Desk) -> None:
    await desk.get("/mailbox")
    assert "No mail yet" in desk.words


async def test_a_mail_is_listed_read_and_its_link_followed(desk: Desk, tmp_path: Path) -> None:
    await arrive(tmp_path / "mails")
    await desk.get("/mailbox")
    assert "Grüße & <b>more</b>" in desk.words
    (link,) = (a.get("href") for a in desk.page.all("a") if a.get("href").startswith("/mailbox/"))
    await desk.get(link)
    assert "Answer <here>:" in desk.words
    assert desk.page.all("a", href="http://diagnostic.example/a/abc")
    assert desk.page.all("iframe", src=f"{link}/html")


async def test_the_html_of_a_mail_can_do_nothing(desk: Desk, tmp_path: Path) -> None:
    await arrive(tmp_path / "mails")
    await desk.get("/mailbox")
    (link,) = (a.get("href") for a in desk.page.all("a") if a.get("href").startswith("/mailbox/"))
    answer = await desk.http.get(f"{link}/html")
    policy = answer.headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "allow-scripts" not in policy
    assert "script-src" not in policy, "scripts fall under default-src 'none'"
    assert '<base target="_blank">' in answer.text


async def test_no_other_file_of_the_machine_can_be_asked_for(desk: Desk, tmp_path: Path) -> None:
    await arrive(tmp_path / "mails")
    for key in ("nothing", "..%2F..%2Fetc%2Fpasswd", "%2e%2e"):
        assert (await desk.http.get(f"/mailbox/{key}")).status_code == 404
