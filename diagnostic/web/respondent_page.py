"""What a respondent reads around the questions: who asks, what is promised, the wave's own numbers.

Knows no request and no database, so that the preview shows exactly what a respondent will see.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
from markupsafe import Markup

from diagnostic.errors import AnswerFault
from diagnostic.mail.wording import zone_name
from diagnostic.questionnaire import Questionnaire
from diagnostic.questionnaire.duration import duration
from diagnostic.questionnaire.form import Compared, fault_summary, render_form
from diagnostic.questionnaire.frame import Frame
from diagnostic.survey.carried import Followed
from diagnostic.survey.mixing import AWAITED_FOR
from diagnostic.survey.purging import ROSTER_KEPT

CONSENT = "_consent"
"""The field of the consent box; no item's id begins with an underscore."""
CONSENT_MISSING = AnswerFault(CONSENT, "consent")


class Invited(msgspec.Struct, frozen=True, kw_only=True):
    """How many of one company are invited, and how many of them from outside its mail domains."""

    company: str
    people: int
    outside: int
    domains: tuple[str, ...]


class SealedTo(msgspec.Struct, frozen=True, kw_only=True):
    """What a page needs to seal the answers of one side's people; see `diagnostic.survey.sealing`."""

    bound_to: str
    """What a ballot is for, before the name of the layer."""
    layers: str
    """The public keys, innermost first."""
    size: int
    """Bytes of every ballot before it is sealed."""
    fingerprint: str
    """Of the keys, for people to compare."""


class Promise(msgspec.Struct, frozen=True, kw_only=True):
    """What the consent page states to one respondent; fixed when the wave was launched."""

    us: str
    them: str
    brand: str
    consultant: str
    controller: str
    contact: str
    k: int
    comment_k: int
    attribute: str | None
    group: str | None
    """The respondent's own value of the attribute."""
    closes_on: date
    timezone: str
    retention_days: int
    invited: tuple[Invited, ...]
    """The respondent's own company first."""
    sealed_to: SealedTo | None = None
    """None in previews, and in waves that were launched before pages could seal."""
    held: bool = False
    """Whether a person of each company holds a key, too."""
    followed: tuple[Followed, ...] = ()
    """Of which targets people may carry their changes."""
    compared: Compared | None = None
    """What is compared with the first survey."""
    simulated: bool = False

    def names(self) -> dict[str, str]:
        return {"us": self.us, "them": self.them, "brand": self.brand}


def example_promise(*, us: str, them: str, brand: str) -> Promise:
    """What a page states that belongs to no wave yet; its numbers are invented."""
    return Promise(
        us=us,
        them=them,
        brand=brand,
        consultant="Alex Example",
        controller="Example Consulting, 1 Example Street, Exampletown",
        contact="contact@consultancy.example",
        k=5,
        comment_k=8,
        attribute=None,
        group=None,
        closes_on=datetime.now(UTC).date() + timedelta(days=14),
        timezone="Europe/Berlin",
        retention_days=90,
        invited=(
            Invited(company=us, people=24, outside=0, domains=("us.example",)),
            Invited(company=them, people=31, outside=1, domains=("them.example",)),
        ),
    )


def shell_context(frame: Frame, language: str, languages: Sequence[str], **names: object) -> dict[str, Any]:
    """What every respondent page knows: its words, its language, and the languages it could speak."""

    def say(key: str, **more: object) -> str:
        return frame.text(language, key, **names, **more)

    return {
        "say": say,
        "language": language,
        "direction": frame.direction(language),
        "languages": [(code, frame.text(code, "language")) for code in languages],
        "simulated": False,
        "preview": False,
        "carried": False,
    }


def form_context(
    questionnaire: Questionnaire,
    frame: Frame,
    language: str,
    promise: Promise,
    *,
    languages: Sequence[str],
    values: Mapping[str, Sequence[str]] | None = None,
    faults: Sequence[AnswerFault] = (),
    begun: str = "",
    grace: str | None = None,
    preview: bool = False,
    order: int = 0,
) -> dict[str, Any]:
    """The context of ``respondent/form.html``: consent and the whole form, with faults where there are any.

    ``begun`` is the stamp of a form that was opened before the end, ``grace`` says until when it can still be sent;
    ``order`` is in which order it is read.
    """
    names, given = promise.names(), values or {}
    questionnaire = questionnaire.as_read(order)
    of_answers = [fault for fault in faults if fault.field != CONSENT]
    shell = shell_context(frame, language, languages, **names, consultant=promise.consultant, contact=promise.contact)
    return {
        **shell,
        "promise": promise,
        "facts": facts(frame, language, promise),
        "notice": privacy_notice(frame, language, promise),
        "held_days": frame.number(language, AWAITED_FOR.days),
        "sealable": preview or promise.sealed_to is not None,
        "minutes": duration(questionnaire, frame, language).spoken(frame),
        "title": questionnaire.text(language, "title"),
        "introduction": questionnaire.text(language, "introduction", **names),
        "sections": len(questionnaire.sections) + (promise.compared is not None),
        # The form escapes its own values; it is markup.
        "form": Markup(  # noqa: S704
            render_form(
                questionnaire,
                frame,
                language,
                **names,
                values=given,
                faults=of_answers,
                compared=promise.compared,
            )
        ),
        "lines": fault_summary(questionnaire, frame, language, **names, faults=of_answers),
        "followed": _with_single_quotes(promise.followed) if promise.followed else "",
        "later": promise.sealed_to is not None and any(not followed.first for followed in promise.followed),
        "consent": CONSENT,
        "consented": bool(given.get(CONSENT)),
        "consent_missing": len(of_answers) < len(faults),
        "begun": begun,
        "grace": grace,
        "simulated": promise.simulated,
        "preview": preview,
        # Another language is asked for with all that is filled in.
        "carried": not preview,
    }


def _with_single_quotes(followed: tuple[Followed, ...]) -> Markup:
    """JSON as a short attribute, with a single quote for every double one: no id has either, or needs an escape."""
    json = msgspec.json.encode(followed).decode()
    if set(json) & set("'&<>\\"):
        raise ValueError(f"ids that cannot stand in a page: {json}")
    return Markup(json.replace('"', "'"))  # noqa: S704


def facts(frame: Frame, language: str, promise: Promise) -> list[tuple[str, list[str]]]:
    """The wave's numbers: a heading and one or more lines each."""

    def say(key: str, **names: object) -> str:
        return frame.text(language, f"consent.{key}", **names)

    def number(value: int) -> str:
        return frame.number(language, value)

    timezone = zone_name(promise.closes_on, promise.timezone, frame.text(language, "locale"))
    until = say("until_text", date=frame.date(language, promise.closes_on), timezone=timezone)
    return [
        (say("until"), [until]),
        (say("invited"), [_invited(frame, language, side) for side in promise.invited]),
        (say("shown"), [say("shown_text", k=number(promise.k))]),
        (say("kept"), [_kept(frame, language, promise)]),
        (say("comments"), [say("comments_text", comment_k=number(promise.comment_k), consultant=promise.consultant)]),
    ]


def _invited(frame: Frame, language: str, side: Invited) -> str:
    people = frame.number(language, side.people)
    if not side.domains:
        return frame.text(language, "consent.invited_side_undeclared", company=side.company, invited=people)
    return frame.text(
        language,
        "consent.invited_side",
        company=side.company,
        invited=people,
        outside=frame.number(language, side.outside),
        domains=", ".join(side.domains),
    )


def _kept(frame: Frame, language: str, promise: Promise) -> str:
    if promise.attribute is None:
        return frame.text(language, "consent.kept_side")
    if promise.group is None:
        return frame.text(language, "consent.kept_attribute", attribute=promise.attribute)
    return frame.text(language, "consent.kept_group", attribute=promise.attribute, group=promise.group)


def privacy_notice(frame: Frame, language: str, promise: Promise) -> list[tuple[str, str]]:
    """The privacy notice: a heading and a text each."""

    def say(key: str, **names: object) -> str:
        return frame.text(language, f"consent.privacy_{key}", **names)

    days, roster_days = (frame.number(language, n) for n in (promise.retention_days, ROSTER_KEPT.days))
    return [
        (say("controller"), promise.controller),
        (say("contact"), promise.contact),
        (say("purpose"), say("purpose_text")),
        (say("data"), say("data_text")),
        (say("retention"), say("retention_text", days=days, roster_days=roster_days)),
        (say("withdraw"), say("withdraw_text")),
        (say("rights"), say("rights_text")),
        (say("browser"), say("browser_text")),
    ]
