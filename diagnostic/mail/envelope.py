"""From a letter to a mail: the headers that carry it, thread it, and keep automatic replies away.

There is no Reply-To on purpose. A reply quotes the person's own link, and an out-of-office note on a
reminder would tell whoever reads it who has not answered. Both go to the system's address; the
contact stands in the text.
"""

from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr
from typing import Any

import msgspec

from diagnostic.addresses import ascii_address, check_address
from diagnostic.errors import AddressRefused, NotPossible
from diagnostic.mail.letter import Letter
from diagnostic.mail.wording import one_line

# Python folds a long address inside these into encoded words that no mail program reads.
_UNFOLDED = frozenset({"list-unsubscribe", "list-unsubscribe-post", "message-id", "in-reply-to", "references"})


class _Policy(EmailPolicy):
    """ASCII on the wire, CRLF, and the headers above kept whole on one line."""

    def fold(self, name: str, value: Any) -> str:
        if name.lower() in _UNFOLDED:
            return f"{name}: {one_line(str(value))}{self.linesep}"
        if name.lower() == "subject":
            # Python would break a long one before its first word, which leaves the first line empty.
            text = one_line(str(value))
            whole = text.isascii() and len(text) < 900
            encoded = text if whole else Header(text, "utf-8", header_name=name).encode(linesep=self.linesep)
            return f"{name}: {encoded}{self.linesep}"
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: Any) -> bytes:
        return self.fold(name, value).encode("ascii", "surrogateescape")


POLICY = _Policy(linesep="\r\n", cte_type="7bit")


class Sender(msgspec.Struct, frozen=True):
    """Whom the mail is from: the system's own address."""

    name: str
    address: str

    @classmethod
    def parse(cls, text: str) -> "Sender":
        """Read ``Alliance Diagnostic <survey@example.org>`` or a bare address."""
        name, address = parseaddr(one_line(text))
        return cls(name or "Alliance Diagnostic", address)

    def called(self, name: str) -> "Sender":
        """The same address under another name; '' leaves it its own."""
        return Sender(name or self.name, self.address)

    @property
    def domain(self) -> str:
        return ascii_address(self.address).rpartition("@")[2] or "localhost"


def message_id(outbox_id: object, sender: Sender) -> str:
    """The same for every attempt, so that a mail sent twice is shown once."""
    return f"<{outbox_id}@{sender.domain}>"


def enclose(
    letter: Letter,
    *,
    sender: Sender,
    to: str,
    message_id: str,
    now: datetime,
    answers: str | None = None,
    stop: str | None = None,
) -> EmailMessage:
    """Make the mail.

    Parameters
    ----------
    letter
        Its title is the subject.
    answers
        The Message-ID of the mail that this one follows in a thread.
    stop
        Where a mail program posts a one-click "write no more" (RFC 8058).

    Raises
    ------
    AddressRefused
        ``to`` is no address that can be written to.
    """
    mail = EmailMessage(policy=POLICY)
    mail["From"] = Address(display_name=_display_name(sender.name), addr_spec=ascii_address(sender.address))
    mail["To"] = _recipient(to)
    mail["Subject"] = one_line(letter.title)
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = message_id
    if answers:
        mail["In-Reply-To"] = answers
        mail["References"] = answers
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    if stop:
        mail["List-Unsubscribe"] = f"<{stop}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(letter.text(), cte="quoted-printable")
    mail.add_alternative(letter.html(), subtype="html", cte="quoted-printable")
    mail["Content-Language"] = letter.language  # last: setting a body drops what speaks of the content
    return mail


def _display_name(name: str) -> str:
    """Without the characters that need quotes: Python 3.11 loses the quotes where it folds a long name."""
    return one_line(name.translate(dict.fromkeys(map(ord, '"<>@:;,\\()[]'), " ")))


def _recipient(address: str) -> Address:
    """By the rule that let the address in; one from before that rule may fail it now."""
    try:
        return Address(addr_spec=ascii_address(check_address(address)))
    except NotPossible:
        raise AddressRefused("This is no address that mail servers take; ask for one in plain letters.") from None
