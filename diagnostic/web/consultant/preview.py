"""Before the launch: edit and read what respondents will get, send it to oneself, tell both companies' IT."""

from html import escape
from typing import Any

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from diagnostic.errors import NotPossible
from diagnostic.mail.wording import PLACEHOLDERS, REMINDER_SUBJECT, check_text
from diagnostic.questionnaire import Side
from diagnostic.questionnaire.library import Library
from diagnostic.settings import Settings
from diagnostic.storage.models import Consultant, Message, MessageKind, Wave
from diagnostic.survey.plans import frozen_questionnaire, must_be_draft, set_invitation_text, set_reminder_text
from diagnostic.survey.waves import invited, spoken
from diagnostic.web.consultant.forms import Form, submitted_form
from diagnostic.web.consultant.letters import example_mail, reminder_text, sender_of, still_ours
from diagnostic.web.pages import Req, flash, page, redirect
from diagnostic.web.respondent import promise
from diagnostic.web.respondent_page import form_context
from diagnostic.web.security.headers import WITH_FRAME

FRAMED = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)
"""For the HTML of a mail, which carries its styles in itself: shown in a frame, and able to do nothing."""


class Previews(Controller):
    """One wave, seen as its respondents will see it."""

    path = "/waves/{wave_id:uuid}"

    @get("/text/{language:str}")
    async def edit_text(
        self, request: Req, wave: NamedDependency[Wave], library: NamedDependency[Library], language: FromPath[str]
    ) -> Response[bytes]:
        must_be_draft(wave)
        text = wave.invitation_texts.get(language)
        if text is None:
            raise NotPossible(f"This wave is not offered in “{language}”.")
        return _text_page(request, wave, library, language, Form(dict(text)))

    @post("/text/{language:str}")
    async def store_text(
        self, request: Req, wave: NamedDependency[Wave], library: NamedDependency[Library], language: FromPath[str]
    ) -> Response[bytes]:
        form = await submitted_form(request)
        for name in ("subject", "message"):
            for fault in check_text(form[name], subject=name == "subject"):
                form.wrong(name, fault)
        if form.faults:
            return _text_page(request, wave, library, language, form)
        later = form.ticked("later")
        await set_invitation_text(wave, language, form["subject"], form["message"], later=later)
        flash(request, "The invitation is stored. This is how it reads.")
        _tell_what_is_ours(request, wave, library)
        return redirect(f"/waves/{wave.id}/mail?language={language}")

    @get("/reminder/{language:str}")
    async def edit_reminder(
        self, request: Req, wave: NamedDependency[Wave], library: NamedDependency[Library], language: FromPath[str]
    ) -> Response[bytes]:
        if language not in wave.languages:
            raise NotPossible(f"This wave is not offered in “{language}”.")
        text = reminder_text(wave, language, library)
        form = Form({"subject": text.subject, "message": text.message})
        return _text_page(request, wave, library, language, form, reminder=True)

    @post("/reminder/{language:str}")
    async def store_reminder(
        self, request: Req, wave: NamedDependency[Wave], library: NamedDependency[Library], language: FromPath[str]
    ) -> Response[bytes]:
        form = await submitted_form(request)
        for fault in check_text(form["subject"], subject=True, placeholders=REMINDER_SUBJECT):
            form.wrong("subject", fault)
        for fault in check_text(form["message"]):
            form.wrong("message", fault)
        if language in wave.languages and form.faults:
            return _text_page(request, wave, library, language, form, reminder=True)
        await set_reminder_text(wave, language, form["subject"], form["message"], later=form.ticked("later"))
        flash(request, "The reminder is stored. This is how it reads.")
        _tell_what_is_ours(request, wave, library)
        return redirect(f"/waves/{wave.id}/mail?language={language}&mail=reminder")

    @get("/preview")
    async def preview_form(
        self,
        wave: NamedDependency[Wave],
        library: NamedDependency[Library],
        language: FromQuery[str] = "",
        side: FromQuery[str] = "a",
    ) -> Response[bytes]:
        """The page behind the link, with a button that sends nothing."""
        context = form_context(
            frozen_questionnaire(wave),
            library.frame,
            spoken(wave, language),
            await promise(wave, _side(side), None),
            languages=wave.languages,
            preview=True,
        )
        return Template("respondent/form.html", context=context)

    @get("/mail")
    async def preview_mail(
        self,
        *,
        request: Req,
        wave: NamedDependency[Wave],
        consultant: NamedDependency[Consultant],
        settings: NamedDependency[Settings],
        library: NamedDependency[Library],
        language: FromQuery[str] = "",
        side: FromQuery[str] = "a",
        mail: FromQuery[str] = "",
    ) -> Response[bytes]:
        chosen, reminder = spoken(wave, language), mail == "reminder"
        shown = example_mail(
            wave,
            consultant.name,
            chosen,
            _side(side),
            reminder=reminder,
            settings=settings,
            library=library,
            sender=await sender_of(wave.alliance, settings),
        )
        plain = shown.get_body(("plain",))
        answer = page(
            request,
            "preview_mail.html",
            wave=wave,
            alliance=wave.alliance,
            mail=shown,
            reminder=reminder,
            text=plain.get_content() if plain else "",
            language=chosen,
            side=_side(side),
            languages=[(code, library.frame.text(code, "language")) for code in wave.languages],
        )
        answer.headers["Content-Security-Policy"] = WITH_FRAME
        return answer

    @get("/mail.html")
    async def framed_mail(
        self,
        *,
        wave: NamedDependency[Wave],
        consultant: NamedDependency[Consultant],
        settings: NamedDependency[Settings],
        library: NamedDependency[Library],
        language: FromQuery[str] = "",
        side: FromQuery[str] = "a",
        mail: FromQuery[str] = "",
    ) -> Response[bytes]:
        shown = example_mail(
            wave,
            consultant.name,
            spoken(wave, language),
            _side(side),
            reminder=mail == "reminder",
            settings=settings,
            library=library,
        )
        return framed(shown.get_body(("html",)))

    @post("/test-mail")
    async def send_test(
        self, request: Req, wave: NamedDependency[Wave], consultant: NamedDependency[Consultant]
    ) -> Response[bytes]:
        must_be_draft(wave)
        form = await submitted_form(request)
        language = spoken(wave, form["language"])
        await Message.create(kind=MessageKind.TEST, wave=wave, consultant=consultant, language=language)
        flash(request, f"A test mail is on its way to {consultant.email}. Its link leads to the preview.")
        return redirect(f"/waves/{wave.id}")

    @get("/for-it.html")
    async def for_it(
        self,
        request: Req,
        wave: NamedDependency[Wave],
        settings: NamedDependency[Settings],
        consultant: NamedDependency[Consultant],
    ) -> Response[bytes]:
        """A page to hand on: it stands alone, without this server's style sheets."""
        answer = page(
            request,
            "for_it.html",
            wave=wave,
            alliance=wave.alliance,
            sender=await sender_of(wave.alliance, settings),
            base_url=settings.base_url,
            host=settings.base_url.partition("://")[2].partition("/")[0],
            people=await invited(wave),
            consultant=consultant,
        )
        answer.headers["Content-Disposition"] = 'attachment; filename="for-it.html"'
        return answer


def framed(part: Any) -> Response[bytes]:
    """The HTML part of a mail, under its own stricter policy."""
    html = part.get_content() if part else f"<p>{escape('This mail has no HTML part.')}</p>"
    # Its links open beside the frame: a respondent's page lets nobody frame it.
    html = html.replace("<head>", '<head><base target="_blank">', 1)
    return Response(html.encode(), media_type="text/html", headers={"Content-Security-Policy": FRAMED})


def _tell_what_is_ours(request: Req, wave: Wave, library: Library) -> None:
    if ours := still_ours(wave, library):
        flash(request, " ".join(ours), "warn")


def _side(given: str) -> Side:
    return "b" if given == "b" else "a"


def _text_page(
    request: Req, wave: Wave, library: Library, language: str, form: Form, *, reminder: bool = False
) -> Response[bytes]:
    return page(
        request,
        "invitation_text.html",
        status=422 if form.faults else 200,
        wave=wave,
        alliance=wave.alliance,
        form=form,
        language=language,
        named=library.frame.text(language, "language"),
        reminder=reminder,
        placeholders=PLACEHOLDERS,
    )
