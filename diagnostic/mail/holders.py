"""What key-holders are written, in their language, and consultants about them. Pure: no clock, no database."""

from collections.abc import Sequence
from datetime import date
from email.message import EmailMessage

import msgspec

from diagnostic.mail.letter import Letter, Link
from diagnostic.mail.messages import Route, post
from diagnostic.mail.notices import NoticeContext, sent
from diagnostic.mail.wording import one_line, paragraphs, spelt_out, subject_of
from diagnostic.questionnaire.frame import Frame


class Errand(msgspec.Struct, frozen=True, kw_only=True):
    """What a key-holder is written about."""

    kind: str
    """``key_wanted``, ``turn`` or ``holders_done``: the table of words in the frame."""
    brand: str
    company: str
    partner: str
    contact: str
    link: str
    simulated: bool
    counts: tuple[int, int] = (0, 0)
    """Of a turn: the ballots of a's people and of b's that are to be opened, in a list with this ``mark``."""
    mark: str = ""
    companies: tuple[str, str] = ("", "")
    until: date | None = None


def holder_mail(frame: Frame, language: str, route: Route, errand: Errand) -> EmailMessage:
    """One mail to one key-holder."""

    def say(key: str, **names: object) -> str:
        return frame.text(language, f"mail.{key}", **names)

    names = {
        "brand": one_line(errand.brand),
        "company": one_line(errand.company),
        "partner": one_line(errand.partner),
        "contact": one_line(errand.contact),
        "company_a": one_line(errand.companies[0]),
        "company_b": one_line(errand.companies[1]),
        "count_a": frame.number(language, errand.counts[0]),
        "count_b": frame.number(language, errand.counts[1]),
        "mark": errand.mark,
        "until": spelt_out(errand.until, frame.text(language, "locale")) if errand.until else "",
    }
    shortened = {name: names[name] for name in ("brand", "company")}
    letter = Letter(
        language=language,
        title=subject_of(say(f"{errand.kind}.subject", brand="{brand}", company="{company}"), shortened),
        notice=say("simulated") if errand.simulated else None,
        message=(say("greeting"), *paragraphs(say(f"{errand.kind}.message", **names))),
        action=Link(say(f"{errand.kind}.action"), say("copy"), errand.link),
        small=(say(f"{errand.kind}.small"), say("no_reply", contact=names["contact"])),
    )
    return post(letter, route)


def holder_awaited_mail(
    route: Route, about: NoticeContext, *, companies: Sequence[str], destroyed_on: date | None
) -> EmailMessage:
    """Tells a consultant that a key-holder has not done yet what was asked, and what becomes of that."""
    whose = " and of ".join(one_line(company) for company in companies)
    if destroyed_on is None:
        says = [
            f"The key-holder of {whose} has been asked for the key to a wave about {one_line(about.brand)}, and was "
            "reminded just now. The wave cannot be launched before it is made and tried out.",
            "A word from you may help. The wave’s page can mail the link again, name somebody else, or leave "
            "key-holders out.",
        ]
    else:
        says = [
            f"The wave about {one_line(about.brand)} is over, and the key-holder of {whose}, whose turn it is to take "
            "a lock off the ballots, was reminded just now.",
            f"If that is not done by the end of {spelt_out(destroyed_on, 'en_GB')}, all answers are destroyed unread. "
            "A word from you may help; the wave’s page shows where it stands, and can mail the link again.",
        ]
    return sent(route, about, "{brand}: a key-holder is waited for", says, "Open the wave")


def mix_failed_mail(route: Route, about: NoticeContext) -> EmailMessage:
    """Tells a consultant that the ballots were destroyed unread."""
    says = [
        f"The answers about {one_line(about.brand)} were destroyed unread, as everybody was told beforehand: a "
        "key-holder had not taken a lock off the ballots in time, or too few of the ballots could be read.",
        "Nobody can bring them back. Where the two companies want to know, they have to be asked again, in a new wave.",
    ]
    return sent(route, about, "{brand}: the answers were destroyed unread", says, "See the wave")
