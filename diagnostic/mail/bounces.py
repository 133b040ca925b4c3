"""A mail that came back: which of ours it is about, whether it failed or only waits, and what was said. Pure.

Most servers say so as RFC 3464 lays down; what others write is recognised by `flufl.bounce`, which knows dozens of
forms. Only the Message-ID of the mail that was returned tells which of ours it is: anybody can send a mail that names
an address. A reminder's returned headers name the first mail too, as the one it follows; that is not looked at where
its own Message-ID is there.
"""

import logging
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message as Mail
from uuid import UUID

import msgspec
from flufl.bounce import all_failures

from diagnostic.mail.wording import plain_words

# It would print why a detector failed, which may quote an address.
logging.getLogger("flufl.bounce").disabled = True

LARGEST = 1_000_000
"""Bytes. Our mails have a fiftieth of that."""

_STATUS = frozenset({"message/delivery-status", "message/global-delivery-status"})
_FAILED, _DELAYED = ("fail", "error"), ("delayed",)
_ARRIVED = ("delivered", "expanded", "relayed")
_UUID = r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@[^<>\s]*>"
_ID = re.compile(_UUID, re.IGNORECASE)
_ID_LINE = re.compile(rf"^[>| \t]*(?:X-)?(?:Original-)?Message-ID:\s*{_UUID}", re.IGNORECASE | re.MULTILINE)
_DAEMON = re.compile(r"mailer-daemon|postmaster", re.IGNORECASE)
_CODE = re.compile(r"\b[45]\d\d[ -](?:#?[45]\.\d{1,3}\.\d{1,3}\b.*)", re.IGNORECASE)


class Bounce(msgspec.Struct, frozen=True, kw_only=True):
    """What a mail server says of a mail that it could not deliver."""

    ids: tuple[UUID, ...]
    """What may be ours: the mail that was returned, by its Message-ID."""
    failed: bool
    """For good; otherwise it is still being tried."""
    reason: str
    """What was said, without address, link or key."""
    recipients: frozenset[str]
    """Where it could not be delivered to, lower case: another address where a mailbox passes its mail on."""


def read_bounce(raw: bytes) -> Bounce | None:
    """What a mail says of one of ours; None where it is no bounce, or one that nobody understands."""
    try:
        mail = message_from_bytes(raw)
        return _reported(mail) or _recognised(mail)
    except Exception:
        # Python's parser and the detectors fail in many ways on mails that are made to break them.
        return None


def _reported(mail: Mail) -> Bounce | None:
    """By its delivery status, if it has one."""
    status = "\n".join(_text(part) for part in mail.walk() if part.get_content_type() in _STATUS)
    actions = [action.lower() for action in _fields(status, "Action")]
    codes = [code for text in _fields(status, "Status") if (code := text[:1])]
    if actions:
        failed = any(action.startswith(_FAILED) for action in actions)
        delayed = any(action.startswith(_DELAYED) for action in actions)
        if any(action.startswith(_ARRIVED) for action in actions):
            return None
    else:
        failed, delayed = "5" in codes, "4" in codes
    if not failed and not delayed:
        return None
    said = [*_fields(status, "Diagnostic-Code"), *_fields(status, "Status")]
    recipients = _fields(status, "Final-Recipient")
    return _bounce(mail, failed, said[0] if said else "", (text.rpartition(";")[2] for text in recipients))


def _recognised(mail: Mail) -> Bounce | None:
    """By what servers write that do not say it as they should."""
    waiting, failed = all_failures(mail)
    text = "\n".join(_text(part) for part in mail.walk() if part.get_content_maintype() == "text")
    said = _CODE.search(text)
    if not waiting and not failed:
        if not said or not _DAEMON.search(str(mail.get("From", ""))):
            return None
        return _bounce(mail, said[0].startswith("5"), said[0], ())
    return _bounce(mail, bool(failed), said[0] if said else "", (address.decode() for address in failed))


def _bounce(mail: Mail, failed: bool, said: str, recipients: Iterator[str] | tuple[()]) -> Bounce:
    reason = plain_words(re.sub(r"^\s*(smtp|x-\w+)\s*;", "", said, flags=re.IGNORECASE))
    return Bounce(
        ids=tuple(dict.fromkeys(_ids(mail))),
        failed=failed,
        reason=reason[:250] or "no reason was given",
        recipients=frozenset(address.strip().strip("<>").lower() for address in recipients),
    )


def _ids(mail: Mail) -> list[UUID]:
    found: list[str] = []
    for part in mail.walk():
        if part is not mail:
            found += _ID.findall(str(part.get("Message-ID", "")))
        if part.get_content_maintype() == "text" or part.get_content_type() in _STATUS:
            found += _ID_LINE.findall(_text(part))
    if not found:
        found = _ID.findall(str(mail.get("In-Reply-To", ""))) or _ID.findall(str(mail.get("References", "")))[-1:]
    return [UUID(text) for text in found]


def _text(part: Mail) -> str:
    """What stands in a part, however it is encoded."""
    inside = part.get_payload()
    if isinstance(inside, list):
        return "\n\n".join(_block(block) for block in inside if isinstance(block, Mail))
    decoded = part.get_payload(decode=True)
    return decoded.decode("utf-8", "replace").replace("\r\n", "\n") if isinstance(decoded, bytes) else str(inside)


def _block(block: Mail) -> str:
    """The fields as they came: Python would fold them anew, in a time that grows with the square of their length."""
    lines = "\n".join(f"{name}: {value}" for name, value in block.raw_items())
    return lines.encode("utf-8", "surrogateescape").decode("utf-8", "replace") + "\n\n" + _text(block)


def _fields(status: str, name: str) -> list[str]:
    """Every value of a field, on one line each."""
    found = re.findall(rf"^{name}:[ \t]*(.*(?:\n[ \t]+\S.*)*)", status, re.IGNORECASE | re.MULTILINE)
    return [" ".join(text.split()) for text in found]
