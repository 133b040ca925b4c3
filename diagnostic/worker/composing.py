"""What mails say of the survey, looked up as each is written."""

from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import msgspec

from diagnostic.briefing.document.said_first import in_english
from diagnostic.briefing.signs import early_signs
from diagnostic.errors import MailUnavailable
from diagnostic.firm_content.folders import FirmContent
from diagnostic.mail.compose import MailComposer
from diagnostic.mail.envelope import Sender
from diagnostic.mail.holders import Errand
from diagnostic.mail.notices import Ahead
from diagnostic.questionnaire import SIDES, other
from diagnostic.questionnaire.library import Library
from diagnostic.settings import Settings
from diagnostic.storage.models import (
    Alliance,
    Invitation,
    KeyHolder,
    Message,
    MessageKind,
    Participant,
    Wave,
    WaveState,
)
from diagnostic.survey import closing, holding, mixing, reports, waves
from diagnostic.survey.ballots import count_ballots
from diagnostic.survey.firms import firm_behind
from diagnostic.survey.invitations import fingerprint, sending_ends, token
from diagnostic.survey.turnover import few_joined_or_left

_DEAD_LINKS = (
    "The server’s DIAGNOSTIC_SECRET is not the one that this wave was launched with, so its links would not "
    "open. Bring back the secret that belongs to this database, and restart the worker and the site."
)


def composer(settings: Settings, library: Library) -> MailComposer:
    """Who writes the mails of this server, each with its link and its figures. Needs an open database."""
    return MailComposer(
        frame=library.frame,
        sender=Sender.parse(settings.mail_from),
        base_url=settings.base_url,
        token=lambda invitation: _token(invitation, settings.secret),
        below_k=_below_k,
        ahead=_ahead,
        errand=partial(_errand, secret=settings.secret),
        awaited=_awaited_holders,
        ready=lambda wave: _ready(wave, settings, library),
        sender_name=_sender_name,
    )


async def _sender_name(alliance: Alliance) -> str:
    return (await firm_behind(alliance.consultant_id)).sender


def _token(invitation: Invitation, secret: str) -> str:
    made = token(invitation, secret)
    if fingerprint(made) != invitation.token_hash:
        # As after a restore beside another secret: every link of the wave would be dead, and its answers unreadable.
        raise MailUnavailable(_DEAD_LINKS)
    return made


async def _errand(message: Message, base_url: str, secret: str) -> Errand | None:
    holder = await KeyHolder.get(id=message.holder_id).prefetch_related("key__wave__alliance")
    key, wave, alliance = holder.key, holder.key.wave, holder.key.wave.alliance
    about = Errand(
        kind=message.kind.value,
        brand=alliance.brand,
        company=alliance.company(key.side),
        partner=alliance.company(other(key.side)),
        companies=(alliance.company_a, alliance.company_b),
        contact=alliance.contact,
        link=f"{base_url}/key/{_holder_token(holder, secret)}",
        simulated=alliance.simulated,
    )
    if message.kind == MessageKind.HOLDERS_DONE:
        return about
    if not await mixing.is_awaited(key, wave):
        return None
    if wave.state == WaveState.DRAFT:
        return about if message.kind == MessageKind.KEY_WANTED else None
    came = await mixing.incoming(wave, key.side)
    counts = mixing.counted(came)
    until = mixing.awaited_until(key.asked_at, alliance.timezone) - timedelta(minutes=1)
    last = until.astimezone(ZoneInfo(alliance.timezone)).date()
    mark = mixing.shown(mixing.digest(came))
    return msgspec.structs.replace(about, counts=(counts["a"], counts["b"]), mark=mark, until=last)


def _holder_token(holder: KeyHolder, secret: str) -> str:
    made = holding.token(holder, secret)
    if fingerprint(made) != holder.token_hash:
        raise MailUnavailable(_DEAD_LINKS)
    return made


async def _awaited_holders(wave: Wave) -> tuple[list[str], datetime | None]:
    keys = [key for key in await holding.keys_of(wave) if await mixing.is_awaited(key, wave)]
    return [wave.alliance.company(key.side) for key in keys], await mixing.destroyed_at(wave)


async def _below_k(wave: Wave) -> tuple[list[str], datetime]:
    counts = await count_ballots(wave)
    warned_at = wave.warned_at or sending_ends(wave, wave.alliance)
    below: list[str] = [side for side in SIDES if counts[side] < wave.k]
    # Enough were sent, and too few of them could be read: of which side, only opening them tells.
    return below or [*SIDES], warned_at + closing.WARNED_FOR


async def _ahead(wave: Wave) -> Ahead:
    people = await waves.invited(wave)
    return Ahead(
        invited=(people["a"].people, people["b"].people),
        refused=await Participant.filter(alliance_id=wave.alliance_id, refused__isnull=False).count(),
        levels_alone=await few_joined_or_left(wave, wave.alliance),
    )


async def _ready(wave: Wave, settings: Settings, library: Library) -> tuple[str, list[str]]:
    """What a briefing says first, and its early signs."""
    report = await reports.stored_report(wave, library.side_effects)
    if report is None:
        return "", []
    with FirmContent(settings.content) as firms:
        own = await firms.of(wave.alliance.consultant_id)
        return in_english(report, own.folder), early_signs(report, own.folder)
