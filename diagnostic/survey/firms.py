"""What a firm has of its own: whose it is, who changed it, and what new waves take from it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Literal, get_args
from uuid import UUID

from diagnostic.storage import transaction
from diagnostic.storage.models import Consultant, Firm, FirmChange
from diagnostic.text import one_line

MailKind = Literal["invitation", "pulse", "reminder", "reminder_everybody"]
MAIL_KINDS: tuple[MailKind, ...] = get_args(MailKind)
"""The mails to respondents whose words a consultant may change: ``pulse`` is a pulse's invitation."""


MailTexts = Mapping[str, Mapping[str, Mapping[str, str]]]
"""By language and kind of mail what it says, ``subject`` and ``message``, with their placeholders."""


def owner(consultant: Consultant) -> str:
    """Whose firm it is: that of all colleagues, or of one person who has none. The one rule for who sees it."""
    return f"firm:{consultant.firm}" if consultant.firm else f"consultant:{consultant.id}"


async def firm_of(consultant: Consultant) -> Firm:
    """What a consultant's firm has of its own; where nobody has stored anything, a firm that has nothing."""
    return await Firm.get_or_none(owner=owner(consultant)) or Firm(owner=owner(consultant))


async def firm_behind(consultant_id: UUID) -> Firm:
    """The same by the consultant of an alliance."""
    return await firm_of(await Consultant.get(id=consultant_id))


@asynccontextmanager
async def changing(consultant: Consultant, what: str) -> AsyncIterator[Firm]:
    """A consultant's firm, to be changed: it is stored afterwards, and that they did ``what``, in words."""
    async with transaction():
        stored, _ = await Firm.get_or_create(owner=owner(consultant))
        # What a colleague changes meanwhile is not lost.
        firm = await Firm.filter(id=stored.id).select_for_update().get()
        yield firm
        await firm.save()
        await FirmChange.create(firm=firm, changed_by=consultant.name, what=one_line(what)[:200])


def set_mail_text(firm: Firm, language: str, kind: MailKind, text: dict[str, str] | None) -> None:
    """What one kind of mail says in a language; None: what the product says. Not stored yet."""
    of_language = {**firm.mail_texts.get(language, {}), kind: text}
    texts = {**firm.mail_texts, language: {name: one for name, one in of_language.items() if one}}
    firm.mail_texts = {name: of for name, of in texts.items() if of}


async def history(firm: Firm, most: int = 30) -> Sequence[FirmChange]:
    """What was changed, the newest first."""
    return await FirmChange.filter(firm_id=firm.id).order_by("-changed_at").limit(most)


def reminders(
    own: MailTexts, languages: Sequence[str], kept: Mapping[str, Mapping[str, str]], *, everybody: bool
) -> dict[str, Mapping[str, str]]:
    """What a draft's reminders say by language, where it is not the product's: as was written for it, else the firm's.

    The firm's of the other kind gives way, for whoever has answered already is written to differently.
    """
    kind, other = ("reminder_everybody", "reminder") if everybody else ("reminder", "reminder_everybody")
    written = {language: text for language, text in kept.items() if text != own.get(language, {}).get(other)}
    return {language: own[language][kind] for language in languages if kind in own.get(language, {})} | written
