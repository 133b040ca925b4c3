"""Every error a person may see.

DiagnosticError
├── InvalidSettings        a setting is missing or cannot be read
├── InvalidQuestionnaire   faults in the TOML of a questionnaire, each with file and item
├── InvalidContent         faults in the playbook or the brand of `reports/`, each with file and line
├── InvalidAnswers         faults in one person's answers, each with its field
├── InvalidAnswersFile     faults in a file of answers, each with row and column
├── InvalidRoster          faults in a roster, each with its row
├── InvalidDetails         faults in an alliance or a plan, each with its field (survey.alliances)
├── NotPossible            the rules forbid it in this state (says why and what to do)
│   └── BelowK             a side has too few ballots to be opened (survey.closing)
├── LinkRefused            a respondent's link cannot be used
│   ├── UnknownLink
│   ├── AlreadyAnswered
│   ├── WaveEnded
│   └── InvitationWithdrawn
├── MailboxFailed          the bounce mailbox cannot be read now (mail.bounce_mailbox)
└── MailFailed             the mail server refused
    ├── TokenRefused       ... or there is no access token to sign in with (mail.oauth)
    ├── MailRefused        ... this one, for good
    │   └── AddressRefused ... because of its address
    └── NothingPasses      no mail will pass now, whoever it is to
        └── ServerDown     ... because of the server, or what it says of us (mail.transport)

A message names the place (file, row, item) and says what to do. It never holds an answer or a token.
"""

from collections.abc import Sequence
from typing import Any

import msgspec


class Fault(msgspec.Struct, frozen=True):
    """One thing to mend, and where it is.

    ``where`` is what a person would look for: ``alliance-health/de.toml: item trust.candour``,
    ``row 7, column company``.
    """

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


class DiagnosticError(Exception):
    """What went wrong, in words a person can act on."""


MOST_SHOWN = 50
"""Nobody mends more at once, and a page with all of a large file's would be no page."""


class Faults(DiagnosticError):
    """Several things to mend, all found at once: the first `MOST_SHOWN`, and how many ``more`` there are."""

    def __init__(self, faults: Sequence[Fault], more: int = 0) -> None:
        self.faults = tuple(faults[:MOST_SHOWN])
        self.more = more + len(faults) - len(self.faults)
        rest = [f"and {self.more:,} more"] if self.more else []
        super().__init__("\n".join([*(str(fault) for fault in self.faults), *rest]))

    def __reduce__(self) -> tuple[Any, ...]:
        """As it is carried from one process to another."""
        return type(self), (self.faults, self.more)


class InvalidSettings(Faults):
    """A setting is missing or cannot be read; each fault names its environment variable."""


class InvalidQuestionnaire(Faults):
    """Each fault names file and item."""


class InvalidContent(Faults):
    """Each fault names file and line."""


class InvalidAnswersFile(Faults):
    """Each fault names row and column."""


class InvalidRoster(Faults):
    """Each fault names its row."""


class AnswerFault(msgspec.Struct, frozen=True):
    """A fault in one field of a form.

    ``code`` is a key of the frame's ``faults`` texts, so that it can be said in the respondent's
    language; ``details`` fill that text's placeholders.
    """

    field: str
    code: str
    details: dict[str, str | int | float] = {}


class InvalidAnswers(DiagnosticError):
    """Faults in one person's answers, each naming its field."""

    def __init__(self, faults: Sequence[AnswerFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{fault.field}: {fault.code}" for fault in self.faults))


class NotPossible(DiagnosticError):
    """The rules forbid this now; the message says why and what to do instead."""


class LinkRefused(DiagnosticError):
    """A respondent's link cannot be used to answer."""


class UnknownLink(LinkRefused):
    """No invitation has this link, or a newer link has replaced it."""


class AlreadyAnswered(LinkRefused):
    """This invitation has been used."""


class WaveEnded(LinkRefused):
    """The wave takes no more answers."""


class InvitationWithdrawn(LinkRefused):
    """The wave was withdrawn before it ended."""


class MailFailed(DiagnosticError):
    """The mail server could not take a message now; it will be tried again."""


class MailRefused(MailFailed):
    """The mail server refused one message for good."""


class AddressRefused(MailRefused):
    """It refused the address, whatever the mail."""


class NothingPasses(MailFailed):
    """No mail of a wave will pass now, whoever it is to; the message says why, and names nobody."""
