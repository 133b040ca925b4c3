"""Every mail there is, from what it has to say to a finished `EmailMessage`. Pure: no clock, no database.

Respondents are written to in their language, with the frame's texts; consultants in English.
"""

from collections.abc import Sequence
from datetime import date, datetime
from email.message import EmailMessage

import msgspec

from diagnostic.mail.envelope import Sender, enclose
from diagnostic.mail.letter import Letter, Link
from diagnostic.mail.wording import PLACEHOLDERS, fill, one_line, paragraphs, spelt_out, subject_of, zone_name
from diagnostic.questionnaire.frame import Frame
from diagnostic.writing import set_apart


class Wording(msgspec.Struct, frozen=True):
    """The parts of an invitation that a consultant may change, with their placeholders."""

    subject: str
    message: str


class Occasion(msgspec.Struct, frozen=True, kw_only=True):
    """What one respondent's mail says about the wave, from that respondent's side."""

    language: str
    brand: str
    us: str
    them: str
    consultant: str
    controller: str
    contact: str
    minutes: str
    """How many it takes, as the language says it: ``8 to 16``."""
    closes_on: date
    timezone: str
    k: int
    simulated: bool = False


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """How one mail travels."""

    sender: Sender
    to: str
    message_id: str
    now: datetime


def default_wording(frame: Frame, language: str, kind: str = "invitation") -> Wording:
    """What a mail says where the consultant has not changed it, placeholders and all.

    ``kind`` is ``invitation`` or ``pulse``, a pulse's invitation.
    """
    return _raw(frame, language, kind)


def default_reminder(frame: Frame, language: str, *, everybody: bool) -> Wording:
    """The same of a reminder, whose subject names the invitation's; ``everybody``: it goes to who has answered, too."""
    return _raw(frame, language, "reminder_everybody" if everybody else "reminder", subject="{subject}")


def invitation_mail(
    frame: Frame, occasion: Occasion, route: Route, wording: Wording, *, name: str | None, link: str, stop: str
) -> EmailMessage:
    """The first mail: who asks and why, how long, until when, what happens with the answers, one link."""
    notices = [_say(frame, occasion, "simulated")] if occasion.simulated else []
    letter = _letter(frame, occasion, wording, notices, name=name, link=link, stop=stop)
    return post(letter, route, stop=stop)


def reminder_mail(
    frame: Frame,
    occasion: Occasion,
    route: Route,
    wording: Wording,
    *,
    own: Wording,
    name: str | None,
    link: str,
    stop: str,
    follows: str | None,
) -> EmailMessage:
    """A reminder with the same link. ``wording`` is the invitation's; ``follows`` its Message-ID.

    ``own`` is what it says itself; its subject may name the invitation's.
    """
    own = Wording(fill(own.subject, {"subject": wording.subject}), own.message)
    return _following(frame, occasion, route, own, name=name, link=link, stop=stop, follows=follows)


def new_link_mail(
    frame: Frame,
    occasion: Occasion,
    route: Route,
    wording: Wording,
    *,
    name: str | None,
    link: str,
    stop: str,
    follows: str | None,
) -> EmailMessage:
    """The link once more, for somebody who lost it. ``wording`` is the invitation's; ``follows`` its Message-ID."""
    own = _raw(frame, occasion.language, "new_link", subject=wording.subject)
    return _following(frame, occasion, route, own, name=name, link=link, stop=stop, follows=follows)


def _following(
    frame: Frame,
    occasion: Occasion,
    route: Route,
    own: Wording,
    *,
    name: str | None,
    link: str,
    stop: str,
    follows: str | None,
) -> EmailMessage:
    notices = [_say(frame, occasion, "simulated")] if occasion.simulated else []
    letter = _letter(frame, occasion, own, notices, name=name, link=link, stop=stop)
    return post(letter, route, stop=stop, answers=follows)


def test_mail(frame: Frame, occasion: Occasion, route: Route, wording: Wording, *, link: str) -> EmailMessage:
    """The invitation as a respondent will see it, sent to the consultant, its link leading to the preview."""
    notices = [_say(frame, occasion, "test")]
    if occasion.simulated:
        notices.append(_say(frame, occasion, "simulated"))
    letter = _letter(frame, occasion, wording, notices, name=None, link=link, stop=None, test=True)
    return post(letter, route)


test_mail.__test__ = False  # type: ignore[attr-defined]  # pytest would take it for a test


def password_reset_mail(route: Route, *, name: str, link: str) -> EmailMessage:
    """A link to set a new password, good for an hour."""
    letter = Letter(
        language="en",
        title="Set a new password",
        message=(
            f"Hello {one_line(name)},",
            "Somebody, probably you, asked to set a new password for your account in the alliance diagnostic.",
        ),
        action=Link("Set a new password", _COPY, link),
        small=(
            "The link works once, for an hour. Your old password stays until you set a new one.",
            "If you did not ask for this, you need not do anything.",
        ),
    )
    return post(letter, route)


def below_k_mail(
    route: Route,
    *,
    name: str,
    brand: str,
    companies: Sequence[str],
    k: int,
    destroyed_on: date,
    link: str,
    simulated: bool = False,
) -> EmailMessage:
    """Tells the consultant that a side ended below k, and by when to decide.

    ``companies`` are those with too few answers. How many they have stays unsaid.
    """
    brand, sides = one_line(brand), " and ".join(one_line(company) for company in companies)
    letter = Letter(
        language="en",
        title=subject_of("{brand}: too few answers from {sides}", {"brand": brand, "sides": sides}),
        notice="This alliance is simulated." if simulated else None,
        message=(
            f"Hello {one_line(name)},",
            f"The last day of the questionnaire about {brand} has passed, and fewer than {k} people at {sides} have "
            "answered. The answers of both companies stay sealed, as promised to those who gave them.",
            "You can give people more time by moving the closing date to a later day. "
            f"If you do nothing, the answers are destroyed unread on {spelt_out(destroyed_on, 'en_GB')}.",
        ),
        action=Link("Open the wave", _COPY, link),
    )
    return post(letter, route)


_FACTS = ("how_long", "until", "asked_by")
_COPY = "If the button does not work, copy this address into your browser:"


def _letter(
    frame: Frame,
    occasion: Occasion,
    wording: Wording,
    notices: Sequence[str],
    *,
    name: str | None,
    link: str,
    stop: str | None,
    test: bool = False,
) -> Letter:
    names = {name: _names(frame, occasion)[name] for name in PLACEHOLDERS}
    direction = frame.direction(occasion.language)
    apart = {name: set_apart(value, direction) for name, value in names.items()}
    greeting = _say(frame, occasion, "greeting")
    if name:
        greeting = _say(frame, occasion, "greeting_named", name=one_line(name))
    subject = wording.subject
    for key in ["simulated_subject"] * occasion.simulated + ["test_subject"] * test:
        subject = frame.text(occasion.language, f"mail.{key}", subject=subject)
    facts = [
        *((_say(frame, occasion, fact), _say(frame, occasion, f"{fact}_text")) for fact in _FACTS),
        (_say(frame, occasion, "controller"), set_apart(one_line(occasion.controller), direction)),
        (_say(frame, occasion, "contact"), set_apart(one_line(occasion.contact), direction)),
    ]
    return Letter(
        language=occasion.language,
        title=_subject(subject, names),
        kicker=set_apart(f"{names['brand']} · {names['us']} + {names['them']}", direction),
        notice=" ".join(notices) or None,
        message=(greeting, *(fill(said, apart) for said in paragraphs(wording.message))),
        action=Link(_say(frame, occasion, "open"), _say(frame, occasion, "copy"), link),
        facts=tuple(facts),
        colon=frame.text(occasion.language, "colon"),
        promise_title=_say(frame, occasion, "promise"),
        promise=(_say(frame, occasion, "promise_nobody"), _say(frame, occasion, "promise_few")),
        small=(_say(frame, occasion, "own_link"), _say(frame, occasion, "no_reply")),
        stop=Link(_say(frame, occasion, "stop_link"), _say(frame, occasion, "stop"), stop) if stop else None,
    )


def _subject(template: str, names: dict[str, str]) -> str:
    others = dict(names)
    return subject_of(template, {name: others.pop(name) for name in ("brand", "us", "them")}, **others)


def _names(frame: Frame, occasion: Occasion) -> dict[str, str]:
    locale = frame.text(occasion.language, "locale")
    closing = spelt_out(occasion.closes_on, locale)
    return {
        "brand": one_line(occasion.brand),
        "us": one_line(occasion.us),
        "them": one_line(occasion.them),
        "closing_date": closing,
        "date": closing,
        "minutes": occasion.minutes,
        "consultant": one_line(occasion.consultant),
        "contact": one_line(occasion.contact),
        "timezone": zone_name(occasion.closes_on, occasion.timezone, locale),
        "k": str(occasion.k),
    }


def _say(frame: Frame, occasion: Occasion, key: str, **names: str) -> str:
    return frame.text(occasion.language, f"mail.{key}", **(_names(frame, occasion) | names))


def _raw(frame: Frame, language: str, kind: str, **names: str) -> Wording:
    """The frame's wording with its placeholders still in it."""
    kept = {name: f"{{{name}}}" for name in PLACEHOLDERS} | names
    subject = frame.text(language, f"mail.{kind}.subject", **kept)
    return Wording(subject, frame.text(language, f"mail.{kind}.message", **kept).strip())


def post(letter: Letter, route: Route, *, stop: str | None = None, answers: str | None = None) -> EmailMessage:
    """Enclose a letter for its route; see `enclose`."""
    return enclose(
        letter, sender=route.sender, to=route.to, message_id=route.message_id, now=route.now, answers=answers, stop=stop
    )
