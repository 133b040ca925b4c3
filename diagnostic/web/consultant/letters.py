"""What a wave's mails say, as its respondents will read them."""

import datetime as dt
from email.message import EmailMessage

from diagnostic.errors import NotPossible
from diagnostic.mail.envelope import Sender
from diagnostic.mail.messages import (
    Occasion,
    Route,
    Wording,
    default_reminder,
    default_wording,
    invitation_mail,
    reminder_mail,
)
from diagnostic.mail.wording import SHOWN_SUBJECT
from diagnostic.questionnaire import SIDES, Side, other
from diagnostic.questionnaire.duration import duration
from diagnostic.questionnaire.language_codes import named
from diagnostic.questionnaire.library import Library
from diagnostic.settings import Settings
from diagnostic.storage.models import Alliance, Wave
from diagnostic.survey.firms import firm_behind
from diagnostic.survey.plans import frozen_questionnaire
from diagnostic.writing import columns

NO_TOKEN = "your-own-link"  # noqa: S105 - stands where a respondent's token would


def companies(wave: Wave, side: Side) -> tuple[str, str]:
    """Us and them, as a side says it."""
    return wave.alliance.company(side), wave.alliance.company(other(side))


def reminder_text(wave: Wave, language: str, library: Library) -> Wording:
    """What a wave's reminders say, placeholders and all."""
    text = wave.reminder_texts.get(language)
    if text:
        return Wording(text["subject"], text["message"])
    return default_reminder(library.frame, language, everybody=wave.remind_everybody)


async def sender_of(alliance: Alliance, settings: Settings) -> Sender:
    """Whom people of an alliance's companies have their mails from."""
    return Sender.parse(settings.mail_from).called((await firm_behind(alliance.consultant_id)).sender)


def example_mail(
    wave: Wave,
    consultant: str,
    language: str,
    side: Side,
    *,
    reminder: bool,
    settings: Settings,
    library: Library,
    sender: Sender | None = None,
) -> EmailMessage:
    """The invitation to somebody of a side, or the reminder, but for the link, which is nobody's."""
    if (text := wave.invitation_texts.get(language)) is None:
        raise NotPossible(f"This wave is not offered in “{language}”.")
    us, them = companies(wave, side)
    occasion = Occasion(
        language=language,
        brand=wave.alliance.brand,
        us=us,
        them=them,
        consultant=consultant,
        controller=wave.alliance.controller,
        contact=wave.alliance.contact,
        minutes=duration(frozen_questionnaire(wave), library.frame, language).spoken(library.frame),
        closes_on=wave.closes_on,
        timezone=wave.alliance.timezone,
        k=wave.k,
        simulated=wave.alliance.simulated,
    )
    route = Route(
        sender=sender or Sender.parse(settings.mail_from),
        to=f"ada@{wave.alliance.domains(side)[0]}",
        message_id="<preview@localhost>",
        now=dt.datetime.now(dt.UTC),
    )
    wording = Wording(text["subject"], text["message"])
    link, stop = f"{settings.base_url}/a/{NO_TOKEN}", f"{settings.base_url}/stop/{NO_TOKEN}"
    if not reminder:
        return invitation_mail(library.frame, occasion, route, wording, name="Ada Example", link=link, stop=stop)
    return reminder_mail(
        library.frame,
        occasion,
        route,
        wording,
        own=reminder_text(wave, language, library),
        name="Ada Example",
        link=link,
        stop=stop,
        follows=None,
    )


def still_ours(wave: Wave, library: Library) -> list[str]:
    """Which mails nobody has worded who worded them in another language: ``The German reminder is still ours.``"""
    frame, first = library.frame, "pulse" if wave.kind == "pulse" else "invitation"
    usual = {
        "invitation": {each: default_wording(frame, each, first) for each in wave.languages},
        "reminder": {each: default_reminder(frame, each, everybody=wave.remind_everybody) for each in wave.languages},
    }
    found = []
    for kind, texts in (("invitation", wave.invitation_texts), ("reminder", wave.reminder_texts)):
        worded = {each: Wording(text["subject"], text["message"].strip()) for each, text in texts.items()}
        own = {each for each in wave.languages if worded.get(each, usual[kind][each]) != usual[kind][each]}
        if own:
            ours = (language for language in wave.languages if language not in own)
            found += [f"The {named(language)} {kind} is still ours." for language in ours]
    return found


def long_subjects(wave: Wave, consultant: str, settings: Settings, library: Library) -> list[str]:
    """Which mails have a subject that lists of mails cut off: ``English invitation (84 characters)``.

    Names are shortened to avoid it, the consultant's own words are not.
    """
    found: dict[str, int] = {}
    for language in wave.languages:
        for kind in ("invitation", "reminder"):
            for side in SIDES:
                mail = example_mail(
                    wave, consultant, language, side, reminder=kind == "reminder", settings=settings, library=library
                )
                which = f"{library.frame.text(language, 'language')} {kind}"
                found[which] = max(found.get(which, 0), columns(mail["Subject"]))
    return [f"{which} ({length} characters)" for which, length in found.items() if length > SHOWN_SUBJECT]
