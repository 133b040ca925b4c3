"""What is understood of a mail that came back, in the forms that mail servers have."""

import base64
from uuid import uuid4

import pytest

from diagnostic.mail.bounces import read_bounce
from tests.mail.coming_back import (
    DOMAIN,
    delivery_status,
    exim,
    forwarded,
    in_words_of_a_daemon,
    out_of_office,
    qmail,
    read_receipt,
)

OURS, OTHER = uuid4(), uuid4()
ANN = "ann@novara.example"


@pytest.mark.parametrize(
    ("raw", "reason", "recipients"),
    [
        (delivery_status(OURS, ANN), "550 5.1.1 no such user", {ANN}),
        (delivery_status(OURS, ANN).replace(b"\n", b"\r\n"), "550 5.1.1 no such user", {ANN}),
        (delivery_status(OURS, ANN, status_type="message/global-delivery-status"), "550 5.1.1 no such user", {ANN}),
        (delivery_status(OURS, ANN, final="ann@private.example"), "550 5.1.1 no such user", {"ann@private.example"}),
        (delivery_status(OURS, ANN, own_id=f"<{OTHER}@x.prod.example>"), "550 5.1.1 no such user", {ANN}),
        # Given up after days of trying: it did not arrive.
        (
            delivery_status(OURS, ANN, status="4.4.1", diagnostic="smtp; 451 4.4.1 timed out"),
            "451 4.4.1 timed out",
            {ANN},
        ),
        (
            delivery_status(OURS, ANN, diagnostic=f"smtp; 550 5.1.1 <{ANN}>\n    is nobody, see\n /a/{'Zk3' * 8}"),
            "550 5.1.1 … is nobody, see /a/…",
            {ANN},
        ),
        (exim(OURS, ANN), "550 5.1.1 …: Recipient address rejected, see https://diagnostic.example/a/…", {ANN}),
        (qmail(OURS, ANN), "550 5.1.1 No such user here.", {ANN}),
        (in_words_of_a_daemon(OURS, ANN), "550 5.1.10 …", set()),
        (forwarded(delivery_status(OURS, ANN)), "550 5.1.1 no such user", {ANN}),
    ],
)
def test_a_failure_is_told_with_the_mail_it_is_about_and_the_servers_words(
    raw: bytes, reason: str, recipients: set[str]
) -> None:
    bounce = read_bounce(raw)
    assert bounce is not None
    assert bounce.failed
    assert OURS in bounce.ids
    assert bounce.recipients == recipients
    assert bounce.reason.startswith(reason.removesuffix("…"))
    assert "@" not in bounce.reason
    assert "Zk3" not in bounce.reason
    assert "AbCdEf" not in bounce.reason


@pytest.mark.parametrize(
    "raw",
    [
        delivery_status(OURS, ANN, action="delayed", status="4.4.1", diagnostic="smtp; 550 4.4.1 no such user"),
        delivery_status(OURS, ANN, action="Delayed (still trying)", status="5.0.0"),
        delivery_status(OURS, ANN, status="4.2.2").replace(b"Action: failed\n", b""),
        in_words_of_a_daemon(OURS, ANN, code="452 4.2.2 mailbox full, trying again,"),
    ],
)
def test_a_delay_is_no_failure(raw: bytes) -> None:
    bounce = read_bounce(raw)
    assert bounce is not None
    assert not bounce.failed
    assert bounce.ids == (OURS,)


@pytest.mark.parametrize(
    "raw",
    [
        out_of_office(OURS, ANN),
        read_receipt(OURS, ANN),
        delivery_status(OURS, ANN, action="delivered", status="2.0.0", diagnostic="smtp; 250 ok"),
        delivery_status(OURS, ANN, action="relayed", status="2.0.0", diagnostic="smtp; 250 ok"),
        in_words_of_a_daemon(OURS, ANN).replace(b"Postmaster <postmaster@", b"Ann <ann@"),
        b"",
        b"\xff\x00\xfe",
        b"Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n\xff\xff\n",
        b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\nContent-Type: multipart/mixed; boundary=b\n\n" * 3000,
    ],
)
def test_what_is_no_bounce_or_broken_is_none(raw: bytes) -> None:
    assert read_bounce(raw) is None


def test_what_came_back_of_a_reminder_is_not_about_the_mail_it_follows() -> None:
    """The reminder is OURS; it names the first mail, OTHER, as people's mail programs need it for the thread."""
    headers = (
        f"In-Reply-To: <{OTHER}@{DOMAIN}>\nReferences: <{OTHER}@{DOMAIN}>\nMessage-ID: <{OURS}@{DOMAIN}>\nTo: {ANN}"
    )
    for raw in (
        delivery_status(OURS, ANN, returned=headers),
        delivery_status(OURS, ANN, returned=headers).replace(b"text/rfc822-headers", b"message/rfc822"),
        qmail(OURS, ANN).replace(b"Return-Path", f"References: <{OTHER}@{DOMAIN}>\nReturn-Path".encode()),
        in_words_of_a_daemon(OURS, ANN).replace(b"References: ", f"References: <{OTHER}@{DOMAIN}> ".encode()),
        in_words_of_a_daemon(OURS, ANN)
        .replace(b"References: ", f"References: <{OTHER}@{DOMAIN}>\n ".encode())
        .replace(b"In-Reply-To", b"X-Nothing"),
    ):
        bounce = read_bounce(raw)
        assert bounce is not None
        assert bounce.ids == (OURS,)


def test_encoded_parts_are_read_too() -> None:
    headers = f"Message-ID: <{OURS}@{DOMAIN}>\nTo: {ANN}".encode()
    plain = delivery_status(OURS, ANN, returned="RETURNED").decode()
    coded = plain.replace(
        "text/rfc822-headers\n\nRETURNED",
        f"text/rfc822-headers\nContent-Transfer-Encoding: base64\n\n{base64.b64encode(headers).decode()}",
    )
    bounce = read_bounce(coded.encode())
    assert bounce is not None
    assert bounce.ids == (OURS,)
