"""What is stored. Nothing here links an answer to a person: see docs/anonymity.md before adding a column."""

from diagnostic.storage.models.firms import Firm, FirmChange
from diagnostic.storage.models.holders import CompanyKey, KeyHolder, MixedBallot, MixStep
from diagnostic.storage.models.instruments import Instrument, InstrumentVersion
from diagnostic.storage.models.mappings import StoredMapping
from diagnostic.storage.models.outbox import MailCount, Message, MessageKind, MessageState, StoredValue
from diagnostic.storage.models.people import Action, Alliance, Consultant, Participant
from diagnostic.storage.models.reports import CommentNote, Rendering, RenderingState, StoredReport, Theme
from diagnostic.storage.models.waves import Ballot, Carried, Comment, Invitation, Receipt, Response, Wave, WaveState

__all__ = [
    "Action",
    "Alliance",
    "Ballot",
    "Carried",
    "Comment",
    "CommentNote",
    "CompanyKey",
    "Consultant",
    "Firm",
    "FirmChange",
    "Instrument",
    "InstrumentVersion",
    "Invitation",
    "KeyHolder",
    "MailCount",
    "Message",
    "MessageKind",
    "MessageState",
    "MixStep",
    "MixedBallot",
    "Participant",
    "Receipt",
    "Rendering",
    "RenderingState",
    "Response",
    "StoredMapping",
    "StoredReport",
    "StoredValue",
    "Theme",
    "Wave",
    "WaveState",
]
