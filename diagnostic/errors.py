"""Every error a person may see.

DiagnosticError
├── Faults                 several things to mend, all found at once
│   ├── InvalidSettings        a setting is missing or cannot be read
│   ├── InvalidQuestionnaire   faults in the TOML of a questionnaire, each with file and item
│   ├── InvalidContent         faults in the playbook or the brand of `reports/`, each with file and line
│   ├── InvalidAnswersFile     faults in a file of answers, each with row and column
│   ├── InvalidMapping         faults in what was said of a table, each with its key
│   ├── InvalidRoster          faults in a roster, each with its row
│   ├── UnreadableFile         nothing of a file can be read
│   └── InvalidDetails         faults in an alliance or a plan, each with its field (survey.alliances)
├── InvalidAnswers         faults in one person's answers, each with its field
├── NotPossible            the rules forbid it in this state (says why and what to do)
│   └── BelowK             a side has too few ballots to be opened (survey.closing)
├── NoBallot               what was sent cannot be a ballot of its wave
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
    └── MailUnavailable    no mail will pass now, whoever it is to
        └── ServerDown     ... because of the server, or what it says of us (mail.transport)

A message names the place (file, row, item) and says what to do. It never holds an answer or a token.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from msgspec.structs import force_setattr

from diagnostic.full_stops import one_stop


class Fault(msgspec.Struct, frozen=True):
    """One thing to correct, and where it is.

    ``where`` is what a person would look for: ``alliance-health/de.toml: item trust.candour``,
    ``row 7, column company``.
    """

    where: str
    what: str
    times: int = 1
    """How many faults this stands for; see `grouped`."""

    def __post_init__(self) -> None:
        force_setattr(self, "what", one_stop(self.what))

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


class DiagnosticError(Exception):
    """What went wrong, in words a person can act on."""


ROWS_NAMED = 10
"""A spreadsheet finds the others once it is known what to look for."""
_ROW = re.compile(r"row (\d+)(.*)", re.DOTALL)


def grouped(faults: Iterable[Fault]) -> list[Fault]:
    """Faults that differ in nothing but their row as one: ``rows 3, 4 and 6``, in the place of the first."""
    together: dict[Fault, list[str]] = {}
    for fault in faults:
        row = _ROW.fullmatch(fault.where)
        rows = together.setdefault(Fault(row[2], fault.what) if row else fault, [])
        if row and row[1] not in rows[-1:]:
            rows.append(row[1])
    return [Fault(_named(rows) + one.where, one.what, len(rows)) if rows else one for one, rows in together.items()]


def _named(rows: Sequence[str]) -> str:
    rest = len(rows) - ROWS_NAMED
    first, last = (rows[:ROWS_NAMED], f"{rest:,} more") if rest > 0 else (rows[:-1], rows[-1])
    return f"rows {', '.join(first)} and {last}" if first else f"row {last}"


MOST_SHOWN = 50
"""Nobody corrects more at once, and a page with all of a large file's would be no page."""


class Faults(DiagnosticError):
    """Several things to correct, all found at once: the first `MOST_SHOWN`, and how many ``more`` there are.

    Equal faults of many rows are one line."""

    def __init__(self, faults: Sequence[Fault], more: int = 0) -> None:
        together = grouped(faults)
        self.faults = tuple(together[:MOST_SHOWN])
        self.more = more + sum(fault.times for fault in together[MOST_SHOWN:])
        self.total = sum(fault.times for fault in self.faults) + self.more
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


class InvalidMapping(Faults):
    """Each fault names what in the mapping's file cannot be taken."""


class InvalidRoster(Faults):
    """Each fault names its row."""


class UnreadableFile(Faults):
    """Nothing of a file can be read; each fault says why, and what to do."""


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

    def __str__(self) -> str:
        return one_stop(super().__str__())


class NoBallot(DiagnosticError):
    """What was sent cannot be a ballot of its wave, so nothing was stored."""


class LinkRefused(DiagnosticError):
    """A respondent's link cannot be used to answer."""


class UnknownLink(LinkRefused):
    """No invitation has this link."""


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


class MailUnavailable(MailFailed):
    """No mail of a wave will pass now, whoever it is to; the message says why, and names nobody."""
