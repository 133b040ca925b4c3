"""What consultants are told of a programme of pulse checks, in English. Pure: no clock, no database."""

from collections.abc import Sequence
from datetime import date
from email.message import EmailMessage

import msgspec

from diagnostic.mail.letter import Letter, Link
from diagnostic.mail.messages import Route, post
from diagnostic.mail.wording import one_line, spelt_out, subject_of

COPY = "If the button does not work, copy this address into your browser:"


class NoticeContext(msgspec.Struct, frozen=True, kw_only=True):
    """The pulse, and who is told of it."""

    name: str
    """The consultant's."""
    brand: str
    companies: tuple[str, str]
    kind: str
    """``pulse`` or ``baseline``."""
    link: str
    simulated: bool


class Ahead(msgspec.Struct, frozen=True, kw_only=True):
    """What a pulse that is about to open will be."""

    invited: tuple[int, int]
    refused: int
    """How many on the roster are left out because a mail server refused their address for good."""
    levels_alone: bool
    """Whether so few joined or left that the briefing will show levels alone."""


def opens_soon_mail(
    route: Route, about: NoticeContext, ahead: Ahead, *, opens_on: date, opens_at: str, closes_on: date
) -> EmailMessage:
    """Tells a consultant that a pulse opens in a few days, and what can still be done."""
    people = " and ".join(
        f"{many} of {one_line(who)}" for many, who in zip(ahead.invited, about.companies, strict=True)
    )
    says = [
        f"The next pulse check about {one_line(about.brand)} opens by itself on {spelt_out(opens_on, 'en_GB')} at "
        f"{opens_at}, and people can answer until {spelt_out(closes_on, 'en_GB')}. As the roster stands, it goes to "
        f"{people}.",
        "Until then you can change the roster (who has joined, who has left) and the texts, move the pulse to another "
        "day, or skip it.",
    ]
    if ahead.refused:
        says.append(
            f"Left out: {ahead.refused} on the roster whose address a mail server has refused. The roster shows them."
        )
    if ahead.levels_alone:
        says.append(
            "Few people have joined or left since an earlier wave. To protect them this pulse’s briefing will show "
            "levels alone, each as it was last shown until it has clearly moved."
        )
    return sent(route, about, "{brand}: a pulse check opens soon", says, "Look at it, move or skip it")


def held_up_mail(route: Route, about: NoticeContext, *, why: str, closes_on: date) -> EmailMessage:
    """Tells a consultant that a pulse could not be opened when it was time, and why."""
    says = [
        f"A pulse check about {one_line(about.brand)} was to open now, and could not: {one_line(why)}",
        "Once that is fixed it opens by itself within minutes, in office hours, for as many days as planned. If it is "
        f"not by {spelt_out(closes_on, 'en_GB')}, the pulse becomes a draft, which you can change, launch or delete.",
    ]
    return sent(route, about, "{brand}: a pulse check could not open", says, "See what is to be done")


def reported_mail(route: Route, about: NoticeContext, *, headline: str, signs: Sequence[str]) -> EmailMessage:
    """Tells a consultant that a briefing is ready, with what moved and the early signs in it."""
    what = "pulse check" if about.kind == "pulse" else "baseline"
    says = [f"The {what} about {one_line(about.brand)} is closed, and its briefing is ready."]
    if headline:
        says.append(one_line(headline))
    if signs:
        says.append("Early signs, which are no findings yet:")
        says += [f"– {one_line(sign)}" for sign in signs]
    return sent(route, about, "{brand}: the briefing is ready", says, "Read the briefing")


def step_failed_mail(route: Route, about: NoticeContext, *, step: str) -> EmailMessage:
    """Tells a consultant that the worker keeps failing at something for a wave."""
    what = "pulse check" if about.kind == "pulse" else "baseline"
    says = [
        f"For some time now the server has not been able to do what is due for the {what} about "
        f"{one_line(about.brand)}: to {one_line(step)}. It keeps trying, and nothing that was stored is lost.",
        "Please tell whoever runs the server: its log says what is wrong. You will hear of this once.",
    ]
    return sent(route, about, "{brand}: something could not be done", says, "See the wave")


def mail_paused_mail(route: Route, about: NoticeContext, *, why: str) -> EmailMessage:
    """Tells a consultant that the mails of a wave wait, and why."""
    what = "pulse check" if about.kind == "pulse" else "baseline"
    says = [
        f"The mails of the {what} about {one_line(about.brand)} wait: {one_line(why)}",
        "This is about the sending, not about the people: nobody’s address is marked, and nothing is lost. It is tried "
        "again by itself, at longer and longer intervals, and the rest follows as soon as one mail passes. Whoever "
        "runs the server can see more with “diagnostic doctor”. Once it is fixed, the wave’s page can try at once.",
    ]
    return sent(route, about, "{brand}: the mails wait", says, "See what is to be done")


def sent(route: Route, about: NoticeContext, title: str, says: Sequence[str], action: str) -> EmailMessage:
    """A mail to a consultant about one of their waves; ``title`` names its ``{brand}``."""
    letter = Letter(
        language="en",
        title=subject_of(title, {"brand": one_line(about.brand)}),
        notice="This alliance is simulated." if about.simulated else None,
        message=(f"Hello {one_line(about.name)},", *says),
        action=Link(action, COPY, about.link),
    )
    return post(letter, route)
