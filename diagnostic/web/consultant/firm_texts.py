"""What mails of new waves say: the firm's own words, language by language."""

import datetime as dt
from email.message import EmailMessage
from typing import NamedTuple

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException

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
from diagnostic.mail.wording import PLACEHOLDERS, REMINDER_SUBJECT, check_text
from diagnostic.questionnaire.duration import duration
from diagnostic.questionnaire.library import Library
from diagnostic.settings import Settings
from diagnostic.storage.models import Consultant, Firm
from diagnostic.survey.firms import MAIL_KINDS, MailKind, changing, firm_of, set_mail_text
from diagnostic.web.consultant.forms import Form, submitted_form
from diagnostic.web.consultant.letters import NO_TOKEN
from diagnostic.web.consultant.preview import framed
from diagnostic.web.pages import Req, english_first, flash, page, redirect
from diagnostic.web.security.headers import WITH_FRAME

KINDS: dict[MailKind, str] = {
    "invitation": "Invitation",
    "pulse": "Invitation to a pulse",
    "reminder": "Reminder",
    "reminder_everybody": "Reminder to everybody",
}
"""What each is called on pages."""


class FirmTexts(Controller):
    """One kind of mail in one language, both of which the address names."""

    path = "/firm/mail"

    @get("/")
    async def edit(
        self, request: Req, consultant: NamedDependency[Consultant], library: NamedDependency[Library]
    ) -> Response[bytes]:
        which, firm = _which(request, library), await firm_of(consultant)
        text = text_of(firm, library, which)
        return _text_page(request, firm, library, which, Form({"subject": text.subject, "message": text.message}))

    @post("/")
    async def store(
        self, request: Req, consultant: NamedDependency[Consultant], library: NamedDependency[Library]
    ) -> Response[bytes]:
        which, form = _which(request, library), await submitted_form(request)
        for fault in check_text(form["subject"], subject=True, placeholders=_in_subjects(which)):
            form.wrong("subject", fault)
        for fault in check_text(form["message"]):
            form.wrong("message", fault)
        if form.faults:
            return _text_page(request, await firm_of(consultant), library, which, form)
        async with changing(consultant, f"reworded the {which.called(library)}") as firm:
            text = {"subject": form["subject"], "message": form["message"]}
            set_mail_text(firm, which.language, which.kind, text)
        flash(request, "New waves begin with these words. Drafts and open waves keep their own.")
        return redirect(which.address)

    @post("/back")
    async def back(
        self, request: Req, consultant: NamedDependency[Consultant], library: NamedDependency[Library]
    ) -> Response[bytes]:
        which = _which(request, library)
        async with changing(consultant, f"took the own words back of the {which.called(library)}") as firm:
            set_mail_text(firm, which.language, which.kind, None)
        flash(request, "New waves begin with the product’s words again.")
        return redirect(which.address)

    @get("/framed.html")
    async def framed_mail(
        self,
        request: Req,
        consultant: NamedDependency[Consultant],
        settings: NamedDependency[Settings],
        library: NamedDependency[Library],
    ) -> Response[bytes]:
        firm = await firm_of(consultant)
        mail = _example(firm, consultant, _which(request, library), settings, library)
        return framed(mail.get_body(("html",)))


class Which(NamedTuple):
    """Which mail it is about."""

    language: str
    kind: MailKind

    @property
    def address(self) -> str:
        return f"/firm/mail?language={self.language}&mail={self.kind}"

    @property
    def reminds(self) -> bool:
        return self.kind in ("reminder", "reminder_everybody")

    def called(self, library: Library) -> str:
        return f"{KINDS[self.kind].lower()}, {library.frame.text(self.language, 'language')}"


def text_of(firm: Firm, library: Library, which: Which) -> Wording:
    """What a mail of a new wave says: the firm's words, else the product's."""
    if own := firm.mail_texts.get(which.language, {}).get(which.kind):
        return Wording(own["subject"], own["message"])
    if which.reminds:
        return default_reminder(library.frame, which.language, everybody=which.kind == "reminder_everybody")
    return default_wording(library.frame, which.language, which.kind)


def _which(request: Req, library: Library) -> Which:
    """Without a word of them the invitation in English; there is nothing where a word means nothing."""
    language = request.query_params.get("language", "en")
    mail = request.query_params.get("mail", "invitation")
    found = next((kind for kind in MAIL_KINDS if kind == mail), None)
    if found is None or language not in library.frame.languages:
        raise NotFoundException
    return Which(language, found)


def _in_subjects(which: Which) -> tuple[str, ...]:
    return REMINDER_SUBJECT if which.reminds else PLACEHOLDERS


def _example(firm: Firm, consultant: Consultant, which: Which, settings: Settings, library: Library) -> EmailMessage:
    """The mail to somebody of an invented alliance."""
    now = dt.datetime.now(dt.UTC)
    kind = "pulse" if which.kind == "pulse" else "baseline"
    asked = min(library.questionnaires.values(), key=lambda one: one.kind != kind)
    occasion = Occasion(
        language=which.language,
        brand="Cardiva",
        us="Novara",
        them="Helix",
        consultant=consultant.name,
        controller="Novara & Helix",
        contact=consultant.email,
        minutes=duration(asked, library.frame, which.language).spoken(library.frame),
        closes_on=(now + dt.timedelta(days=14)).date(),
        timezone="Europe/Berlin",
        k=5,
    )
    route = Route(
        sender=Sender.parse(settings.mail_from).called(firm.sender),
        to="ada@novara.example",
        message_id="<preview@localhost>",
        now=now,
    )
    link, stop = f"{settings.base_url}/a/{NO_TOKEN}", f"{settings.base_url}/stop/{NO_TOKEN}"
    frame, own = library.frame, text_of(firm, library, which)
    if not which.reminds:
        return invitation_mail(frame, occasion, route, own, name="Ada Example", link=link, stop=stop)
    first = text_of(firm, library, Which(which.language, "invitation"))
    return reminder_mail(frame, occasion, route, first, own=own, name="Ada Example", link=link, stop=stop, follows=None)


def _text_page(request: Req, firm: Firm, library: Library, which: Which, form: Form) -> Response[bytes]:
    answer = page(
        request,
        "firm_mail.html",
        status=422 if form.faults else 200,
        form=form,
        which=which,
        named=library.frame.text(which.language, "language"),
        languages=[(code, library.frame.text(code, "language")) for code in english_first(library.frame.languages)],
        kinds=KINDS,
        own=which.kind in firm.mail_texts.get(which.language, {}),
        placeholders=PLACEHOLDERS,
    )
    answer.headers["Content-Security-Policy"] = WITH_FRAME
    return answer
