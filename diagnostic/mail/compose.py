"""From a row of the outbox to the mail it stands for, or to the finding that it is no longer wanted."""

import hashlib
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import msgspec

from diagnostic.mail.envelope import Sender, message_id
from diagnostic.mail.holders import Errand, holder_awaited_mail, holder_mail, mix_failed_mail
from diagnostic.mail.messages import (
    Occasion,
    Route,
    Wording,
    below_k_mail,
    default_reminder,
    default_wording,
    invitation_mail,
    new_link_mail,
    password_reset_mail,
    reminder_mail,
    test_mail,
)
from diagnostic.mail.notices import (
    Ahead,
    NoticeContext,
    held_up_mail,
    mail_paused_mail,
    opens_soon_mail,
    reported_mail,
    step_failed_mail,
)
from diagnostic.questionnaire import Questionnaire
from diagnostic.questionnaire.duration import duration
from diagnostic.questionnaire.frame import Frame
from diagnostic.questionnaire.language_codes import nearest
from diagnostic.storage.models import (
    Alliance,
    Consultant,
    Invitation,
    KeyHolder,
    Message,
    MessageKind,
    StoredValue,
    Wave,
    WaveState,
)
from diagnostic.working_time import office_hours

RESET_LASTS = timedelta(hours=1)


class MailObsolete(Exception):
    """Nobody needs this mail any more; the message says why."""


class TooLate(MailObsolete):
    """The wave ended before the mail left."""


class MailDeferred(Exception):
    """The mail is not for this time of day; ``until`` is when it may go out."""

    def __init__(self, until: datetime) -> None:
        super().__init__("not in office hours")
        self.until = until


class MailComposer(msgspec.Struct, frozen=True, kw_only=True):
    """What is needed to write mails.

    ``token`` makes an invitation's token: nothing stored holds it. It raises `MailUnavailable` where the link would not
    open, so that nobody is mailed a dead one.
    """

    frame: Frame
    sender: Sender
    base_url: str
    token: Callable[[Invitation], str]
    below_k: Callable[[Wave], Awaitable[tuple[list[str], datetime]]]
    """The sides of an ended wave with too few answers, and when its ballots will be destroyed."""
    ahead: Callable[[Wave], Awaitable[Ahead]]
    """What a pulse will be that is about to open."""
    errand: Callable[[Message, str], Awaitable[Errand | None]]
    """What a key-holder is written about, None where that is done already; given the server's address."""
    awaited: Callable[[Wave], Awaitable[tuple[list[str], datetime | None]]]
    """The companies whose key-holder is waited for, and when the ballots are destroyed for it, if they are."""
    ready: Callable[[Wave], Awaitable[tuple[str, Sequence[str]]]]
    """What moved by a wave's briefing, in words, or '', and the early signs in it."""
    sender_name: Callable[[Alliance], Awaitable[str]]
    """What the firm of an alliance's consultant is called as a sender; '' where it has no name of its own."""

    async def write(self, message: Message, now: datetime) -> EmailMessage:
        """The mail of one row of the outbox.

        Raises
        ------
        MailObsolete
            Answered meanwhile, the wave has ended, or the person asked not to be written to.
        MailDeferred
            A reminder outside office hours.
        """
        return await _WRITERS[message.kind](self, message, now)

    def route(self, message: Message, to: str, now: datetime) -> Route:
        """The way to a consultant, whom the system itself writes to."""
        return Route(sender=self.sender, to=to, message_id=message_id(message.id, self.sender), now=now)

    async def outside(self, message: Message, to: str, now: datetime, alliance: Alliance) -> Route:
        """The way to people of the companies: the system's address, by the name of the consultant's firm."""
        sender = self.sender.called(await self.sender_name(alliance))
        return msgspec.structs.replace(self.route(message, to, now), sender=sender)


async def _to_respondent(composer: MailComposer, message: Message, now: datetime) -> EmailMessage:
    invitation = await Invitation.get_or_none(id=message.invitation_id).select_related(
        "participant", "wave__alliance__consultant"
    )
    if invitation is None:
        raise MailObsolete("its invitation is gone")
    wave, person = invitation.wave, invitation.participant
    if wave.state != WaveState.OPEN or now >= wave.deadline(wave.alliance):
        raise TooLate("The wave ended before the mail server took this mail.")
    # Any other mail goes out whether the link was used or not: whose did not would be known to have answered.
    if message.kind == MessageKind.REMINDER and invitation.answered and not wave.remind_everybody:
        raise MailObsolete("answered meanwhile")
    if person.do_not_contact:
        raise MailObsolete("asked not to be written to")
    if message.kind == MessageKind.REMINDER and (until := office_hours(now, wave.alliance.timezone)) > now:
        raise MailDeferred(until)
    token = composer.token(invitation)
    language = _language(composer.frame, wave, message.language, person.language)
    occasion = _occasion(composer.frame, wave, language, person.side)
    route = await composer.outside(message, person.email, now, wave.alliance)
    wording = _wording(composer.frame, wave, language)
    link, stop = f"{composer.base_url}/a/{token}", f"{composer.base_url}/stop/{token}"
    if message.kind == MessageKind.INVITATION:
        return invitation_mail(composer.frame, occasion, route, wording, name=person.name, link=link, stop=stop)
    first = await Message.filter(invitation_id=invitation.id, kind=MessageKind.INVITATION).first()
    follows = message_id(first.id, composer.sender) if first else None
    if message.kind == MessageKind.NEW_LINK:
        return new_link_mail(
            composer.frame, occasion, route, wording, name=person.name, link=link, stop=stop, follows=follows
        )
    text = wave.reminder_texts.get(language)
    own = (
        Wording(text["subject"], text["message"])
        if text
        else default_reminder(composer.frame, language, everybody=wave.remind_everybody)
    )
    return reminder_mail(
        composer.frame, occasion, route, wording, own=own, name=person.name, link=link, stop=stop, follows=follows
    )


async def _test(composer: MailComposer, message: Message, now: datetime) -> EmailMessage:
    wave = await _wave(message)
    language = _language(composer.frame, wave, message.language)
    to_consultant, _ = await _to_consultant(composer, message, wave, now)
    route = await composer.outside(message, to_consultant.to, now, wave.alliance)
    link = f"{composer.base_url}/waves/{wave.id}/preview?language={language}"
    return test_mail(
        composer.frame,
        _occasion(composer.frame, wave, language, "a"),
        route,
        _wording(composer.frame, wave, language),
        link=link,
    )


async def _password_reset(composer: MailComposer, message: Message, now: datetime) -> EmailMessage:
    """The key is made here and stored as a hash only, so that no copy of the database opens an account."""
    consultant = await Consultant.get_or_none(id=message.consultant_id)
    if consultant is None:
        raise MailObsolete("the account is gone")
    key = secrets.token_urlsafe(32)
    await StoredValue.create(
        key=f"password-reset:{hashlib.sha256(key.encode()).hexdigest()}",
        value=f"{consultant.id} {consultant.password_stamp()}".encode(),
        expires_at=now + RESET_LASTS,
    )
    route = composer.route(message, consultant.email, now)
    return password_reset_mail(route, name=consultant.name, link=f"{composer.base_url}/password/reset/{key}")


async def _below_k(composer: MailComposer, message: Message, now: datetime) -> EmailMessage:
    wave = await _wave(message)
    if wave.state != WaveState.OPEN or now < wave.deadline(wave.alliance):
        raise MailObsolete("the wave was extended or has ended")
    sides, destroyed_at = await composer.below_k(wave)
    if not sides:
        raise MailObsolete("both sides have answers enough")
    alliance, (route, about) = wave.alliance, await _to_consultant(composer, message, wave, now)
    return below_k_mail(
        route,
        name=about.name,
        brand=about.brand,
        companies=[alliance.company(side) for side in sides],
        k=wave.k,
        destroyed_on=destroyed_at.astimezone(ZoneInfo(alliance.timezone)).date(),
        link=about.link,
        simulated=about.simulated,
    )


async def _opens_soon(composer: MailComposer, message: Message, now: datetime) -> EmailMessage:
    wave = await _wave(message)
    if wave.state != WaveState.DRAFT or wave.opens_on is None or wave.held_up is not None or not wave.announced:
        raise MailObsolete("it is open already or held up, or no longer planned for that day")
    ahead, (route, about) = await composer.ahead(wave), await _to_consultant(composer, message, wave, now)
    return opens_soon_mail(
        route, about, ahead, opens_on=wave.opens_on, opens_at=wave.opens_at, closes_on=wave.closes_on
    )


async def _held_up(composer: MailComposer, message: Message, now: datetime) -> EmailMessage:
    wave = await _wave(message)
    if wave.state == WaveState.OPEN and wave.mail_paused is not None:
        route, about = await _to_consultant(composer, message, wave, now)
        return mail_paused_mail(route, about, why=wave.mail_paused)
    if wave.state != WaveState.DRAFT or wave.opens_on is None or wave.held_up is None:
        raise MailObsolete("it is open by now and its mails are on their way, or it is no longer planned")
    route, about = await _to_consultant(composer, message, wave, now)
    return held_up_mail(route, about, why=wave.held_up, closes_on=wave.closes_on)


async def _reported(composer: MailComposer, message: Message, now: datetime) -> EmailMessage:
    wave = await _wave(message)
    route, about = await _to_consultant(composer, message, wave, now)
    headline, signs = await composer.ready(wave)
    return reported_mail(route, about, headline=headline, signs=signs)


async def _step_failed(composer: MailComposer, message: Message, now: datetime) -> EmailMessage:
    wave = await _wave(message)
    if wave.failed_step is None:
        raise MailObsolete("it was done meanwhile")
    route, about = await _to_consultant(composer, message, wave, now)
    return step_failed_mail(route, about, step=wave.failed_step)


async def _to_holder(composer: MailComposer, message: Message, now: datetime) -> EmailMessage:
    holder = await KeyHolder.get_or_none(id=message.holder_id).select_related("key__wave__alliance")
    errand = await composer.errand(message, composer.base_url) if holder else None
    if holder is None or errand is None:
        raise MailObsolete("it is done already, or by somebody else")
    language = nearest(holder.language, composer.frame.languages) or "en"
    route = await composer.outside(message, holder.email, now, holder.key.wave.alliance)
    return holder_mail(composer.frame, language, route, errand)


async def _holder_awaited(composer: MailComposer, message: Message, now: datetime) -> EmailMessage:
    wave = await _wave(message)
    companies, destroyed_at = await composer.awaited(wave)
    if not companies:
        raise MailObsolete("it was done meanwhile")
    route, about = await _to_consultant(composer, message, wave, now)
    zone = ZoneInfo(wave.alliance.timezone)
    # The minute before: of a midnight people do not know which day it belongs to.
    last = (destroyed_at - timedelta(minutes=1)).astimezone(zone).date() if destroyed_at else None
    return holder_awaited_mail(route, about, companies=companies, destroyed_on=last)


async def _mix_failed(composer: MailComposer, message: Message, now: datetime) -> EmailMessage:
    route, about = await _to_consultant(composer, message, await _wave(message), now)
    return mix_failed_mail(route, about)


async def _to_consultant(
    composer: MailComposer, message: Message, wave: Wave, now: datetime
) -> tuple[Route, NoticeContext]:
    consultant, alliance = await Consultant.get_or_none(id=message.consultant_id), wave.alliance
    if consultant is None or consultant.id not in (alliance.consultant_id, alliance.second_id):
        raise MailObsolete("the alliance is no longer theirs")
    about = NoticeContext(
        name=consultant.name,
        brand=alliance.brand,
        companies=(alliance.company_a, alliance.company_b),
        kind=wave.kind,
        link=f"{composer.base_url}/waves/{wave.id}",
        simulated=alliance.simulated,
    )
    return composer.route(message, consultant.email, now), about


_WRITERS: Mapping[MessageKind, Callable[[MailComposer, Message, datetime], Awaitable[EmailMessage]]] = {
    MessageKind.INVITATION: _to_respondent,
    MessageKind.REMINDER: _to_respondent,
    MessageKind.NEW_LINK: _to_respondent,
    MessageKind.TEST: _test,
    MessageKind.PASSWORD_RESET: _password_reset,
    MessageKind.BELOW_K: _below_k,
    MessageKind.OPENS_SOON: _opens_soon,
    MessageKind.HELD_UP: _held_up,
    MessageKind.REPORTED: _reported,
    MessageKind.STEP_FAILED: _step_failed,
    MessageKind.KEY_WANTED: _to_holder,
    MessageKind.TURN: _to_holder,
    MessageKind.HOLDERS_DONE: _to_holder,
    MessageKind.HOLDER_AWAITED: _holder_awaited,
    MessageKind.MIX_FAILED: _mix_failed,
}


async def _wave(message: Message) -> Wave:
    wave = await Wave.get_or_none(id=message.wave_id).select_related("alliance__consultant")
    if wave is None:
        raise MailObsolete("its wave is gone")
    return wave


def _occasion(frame: Frame, wave: Wave, language: str, side: str) -> Occasion:
    alliance = wave.alliance
    ours, theirs = alliance.company_a, alliance.company_b
    asked = msgspec.convert(wave.questionnaire, Questionnaire)
    return Occasion(
        language=language,
        brand=alliance.brand,
        us=ours if side == "a" else theirs,
        them=theirs if side == "a" else ours,
        consultant=alliance.consultant.name,
        controller=alliance.controller,
        contact=alliance.contact,
        minutes=duration(asked, frame, language).spoken(frame),
        closes_on=wave.last_day(),
        timezone=alliance.timezone,
        k=wave.k,
        simulated=alliance.simulated,
    )


def _wording(frame: Frame, wave: Wave, language: str) -> Wording:
    default = default_wording(frame, language, "pulse" if wave.kind == "pulse" else "invitation")
    edited = wave.invitation_texts.get(language, {})
    return Wording(edited.get("subject") or default.subject, edited.get("message") or default.message)


def _language(frame: Frame, wave: Wave, *wished: str | None) -> str:
    """The first wish that the wave and the frame both speak, else the wave's first language."""
    spoken = [language for language in wave.languages if language in frame.languages] or list(frame.languages)
    return next((found for wish in wished if wish and (found := nearest(wish, spoken))), spoken[0])
