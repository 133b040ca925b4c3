"""What mail servers send back, in their own forms, about a mail with a Message-ID."""

from textwrap import dedent
from uuid import UUID

DOMAIN = "diagnostic.example"


def delivery_status(
    message_id: UUID,
    to: str,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    diagnostic: str = "smtp; 550 5.1.1 no such user",
    final: str = "",
    returned: str = "",
    own_id: str = "<20261129021200.4F2@relay.example>",
    status_type: str = "message/delivery-status",
) -> bytes:
    """A report as RFC 3464 lays it down, with the headers of the mail that came back."""
    headers = returned or f"Message-ID: <{message_id}@{DOMAIN}>\nTo: {to}\nSubject: Cardiva"
    return (
        "From: MAILER-DAEMON@relay.example\n"
        f"To: survey@{DOMAIN}\n"
        "Subject: Undelivered Mail Returned to Sender\n"
        f"Message-ID: {own_id}\n"
        "Auto-Submitted: auto-replied\n"
        "MIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"\n\n'
        "--b1\nContent-Type: text/plain\n\nYour message could not be delivered.\n\n"
        f"--b1\nContent-Type: {status_type}\n\n"
        "Reporting-MTA: dns; relay.example\n\n"
        f"Final-Recipient: rfc822; {final or to}\n"
        f"Action: {action}\nStatus: {status}\nDiagnostic-Code: {diagnostic}\n\n"
        f"--b1\nContent-Type: text/rfc822-headers\n\n{headers}\n\n--b1--\n"
    ).encode()


def exim(message_id: UUID, to: str) -> bytes:
    """In words alone, the whole mail below them."""
    return dedent(f"""\
        From: Mail Delivery System <Mailer-Daemon@mx.example>
        To: survey@{DOMAIN}
        X-Failed-Recipients: {to}
        Auto-Submitted: auto-replied
        Subject: Mail delivery failed: returning message to sender
        Message-ID: <E1abc-0001@mx.example>

        This message was created automatically by mail delivery software.

        A message that you sent could not be delivered to one or more of its
        recipients. This is a permanent error. The following address(es) failed:

          {to}
            host mx.novara.example [192.0.2.1]
            SMTP error from remote mail server after RCPT TO:<{to}>:
            550 5.1.1 <{to}>: Recipient address rejected, see https://{DOMAIN}/a/AbCdEfGhIjKlMnOpQrStUvWx

        ------ This is a copy of the message, including all the headers. ------

        Return-path: <survey@{DOMAIN}>
        From: Survey <survey@{DOMAIN}>
        To: {to}
        Message-ID: <{message_id}@{DOMAIN}>
        Subject: Cardiva

        Hello
        """).encode()


def qmail(message_id: UUID, to: str) -> bytes:
    return dedent(f"""\
        From: MAILER-DAEMON@mx.example
        To: survey@{DOMAIN}
        Subject: failure notice

        Hi. This is the qmail-send program at mx.example.
        I'm afraid I wasn't able to deliver your message to the following addresses.
        This is a permanent error; I've given up. Sorry it didn't work out.

        <{to}>:
        192.0.2.1 does not like recipient.
        Remote host said: 550 5.1.1 No such user here.
        Giving up on 192.0.2.1.

        --- Below this line is a copy of the message.

        Return-Path: <survey@{DOMAIN}>
        Message-ID: <{message_id}@{DOMAIN}>
        To: {to}
        """).encode()


def in_words_of_a_daemon(message_id: UUID, to: str, code: str = "550 5.1.10 RESOLVER.ADR.RecipientNotFound") -> bytes:
    """No report, no form that anybody knows, the mail named in the thread alone."""
    return dedent(f"""\
        From: Postmaster <postmaster@novara.example>
        To: survey@{DOMAIN}
        Subject: Unzustellbar: Cardiva
        In-Reply-To: <{message_id}@{DOMAIN}>
        References: <{message_id}@{DOMAIN}>

        Ihre Nachricht konnte nicht zugestellt werden.
        Remote Server returned '{code} {to}'
        """).encode()


def out_of_office(message_id: UUID, to: str) -> bytes:
    return dedent(f"""\
        From: {to}
        To: survey@{DOMAIN}
        Subject: Automatic reply: Cardiva
        In-Reply-To: <{message_id}@{DOMAIN}>
        References: <{message_id}@{DOMAIN}>
        Auto-Submitted: auto-replied

        I am away until 5 December. In 550 urgent cases write to bob@novara.example.
        """).encode()


def read_receipt(message_id: UUID, to: str) -> bytes:
    return (
        f"From: {to}\nTo: survey@{DOMAIN}\nSubject: Not read: Cardiva\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=disposition-notification; boundary="b1"\n\n'
        "--b1\nContent-Type: text/plain\n\nYour message was deleted without being read.\n\n"
        "--b1\nContent-Type: message/disposition-notification\n\n"
        f"Final-Recipient: rfc822; {to}\nOriginal-Message-ID: <{message_id}@{DOMAIN}>\n"
        "Disposition: automatic-action/MDN-sent-automatically; deleted\n\n--b1--\n"
    ).encode()


def forwarded(bounce: bytes) -> bytes:
    """As an attachment of a colleague's mail."""
    return (
        b"From: it@novara.example\nTo: alice@consultancy.example\nSubject: FW: Undeliverable\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/mixed; boundary="f1"\n\n'
        b"--f1\nContent-Type: text/plain\n\nThis came back to us.\n\n"
        b"--f1\nContent-Type: message/rfc822\n\n" + bounce + b"\n--f1--\n"
    )
