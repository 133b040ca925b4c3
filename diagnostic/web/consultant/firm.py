"""What the consultant's firm has of its own: name, colours, logo, sender, and who changed what."""

from concurrent.futures import BrokenExecutor
from typing import Any

from litestar import Controller, Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException

from diagnostic.briefing.brand import Colours, colour_faults
from diagnostic.briefing.frozen import zipped
from diagnostic.errors import NotPossible
from diagnostic.firm_content.folders import FirmContent, files_of, inherited
from diagnostic.firm_content.logo import drawn_anew
from diagnostic.mail.envelope import Sender
from diagnostic.process_pool import ProcessPool
from diagnostic.questionnaire.library import Library
from diagnostic.settings import Settings
from diagnostic.storage.models import Consultant, Firm
from diagnostic.survey.firms import MAIL_KINDS, changing, firm_of, history
from diagnostic.survey.sharing import colleagues
from diagnostic.text import one_line
from diagnostic.web.consultant.firm_texts import KINDS
from diagnostic.web.consultant.forms import Form, submitted_form
from diagnostic.web.consultant.rosters import in_a_reader
from diagnostic.web.pages import Req, english_first, flash, page, redirect
from diagnostic.web.security.request_limits import FILES

_LONGEST = {"name": 120, "contact": 200, "sender": 60}
_UNPRINTED = '"<>@:;,\\()[]'
"""What the name of a sender cannot have: mail programs would take it for something else."""
_FROM_NOW_ON = "Briefings are made with it from now on, those of earlier waves, too."
_TOO_LONG = "The picture takes too long to read. Save it anew, as a PNG."
_NOTHING: dict[str, tuple[str, dict[str, Any]]] = {
    "name": ("took the firm’s name and contact back", {"name": "", "contact": ""}),
    "colours": ("took the firm’s colours back", {"accent": "", "wash": ""}),
    "logo": ("took the firm’s logo back", {"logo": None}),
    "sender": ("took the sender’s name back", {"sender": ""}),
    "playbook": ("took the firm’s playbook back", {"playbook": None}),
}
"""What is stored where a part is the product's again."""


class FirmPages(Controller):
    """One page for all colleagues: whoever changes it changes it for all of them."""

    path = "/firm"

    @get("/")
    async def show(
        self,
        *,
        request: Req,
        consultant: NamedDependency[Consultant],
        settings: NamedDependency[Settings],
        firms: NamedDependency[FirmContent],
        library: NamedDependency[Library],
    ) -> Response[bytes]:
        return await _firm_page(request, consultant, settings, firms, library)

    @post("/name")
    async def name(
        self,
        *,
        request: Req,
        consultant: NamedDependency[Consultant],
        settings: NamedDependency[Settings],
        firms: NamedDependency[FirmContent],
        library: NamedDependency[Library],
    ) -> Response[bytes]:
        form = await _short(request, "name", "contact")
        if form.faults:
            return await _firm_page(request, consultant, settings, firms, library, form)
        async with changing(consultant, f"called the firm “{form['name']}”, contact “{form['contact']}”") as firm:
            firm.name, firm.contact = form["name"], form["contact"]
        return _stored(request, f"The name is stored. {_FROM_NOW_ON}")

    @post("/colours")
    async def colours(
        self,
        *,
        request: Req,
        consultant: NamedDependency[Consultant],
        settings: NamedDependency[Settings],
        firms: NamedDependency[FirmContent],
        library: NamedDependency[Library],
    ) -> Response[bytes]:
        form = await submitted_form(request)
        for fault in colour_faults(Colours(form["accent"], form["wash"])):
            form.wrong(fault.where, fault.what)
        if form.faults:
            return await _firm_page(request, consultant, settings, firms, library, form)
        async with changing(consultant, f"chose the colours {form['accent']} and {form['wash']}") as firm:
            firm.accent, firm.wash = form["accent"].lower(), form["wash"].lower()
        return _stored(request, f"The colours are stored. {_FROM_NOW_ON}")

    @post("/sender")
    async def sender(
        self,
        *,
        request: Req,
        consultant: NamedDependency[Consultant],
        settings: NamedDependency[Settings],
        firms: NamedDependency[FirmContent],
        library: NamedDependency[Library],
    ) -> Response[bytes]:
        form = await _short(request, "sender")
        if any(character in _UNPRINTED for character in form["sender"]):
            form.wrong("sender", f"Leave out {' '.join(_UNPRINTED)}: mail programs would take it for an address.")
        if form.faults:
            return await _firm_page(request, consultant, settings, firms, library, form)
        async with changing(consultant, f"called the sender of mails “{form['sender']}”") as firm:
            firm.sender = form["sender"]
        return _stored(request, "The sender’s name is stored. Mails that leave from now on carry it.")

    @post("/logo", **FILES)
    async def upload_logo(
        self, request: Req, consultant: NamedDependency[Consultant], readers: NamedDependency[ProcessPool]
    ) -> Response[bytes]:
        file = (await request.form()).get("logo")
        if not isinstance(file, UploadFile) or not file.filename:
            raise NotPossible("Choose the file with the logo.")
        try:
            picture = await in_a_reader(readers, drawn_anew, await file.read())
        except (BrokenExecutor, MemoryError):
            raise NotPossible(_TOO_LONG) from None
        async with changing(consultant, "uploaded a logo") as firm:
            firm.logo = picture
        return _stored(request, f"The logo is stored. {_FROM_NOW_ON}")

    @get("/logo.png")
    async def logo(self, consultant: NamedDependency[Consultant]) -> Response[bytes]:
        firm = await firm_of(consultant)
        if not firm.logo:
            raise NotFoundException
        return Response(bytes(firm.logo), media_type="image/png")

    @post("/back")
    async def back(self, request: Req, consultant: NamedDependency[Consultant]) -> Response[bytes]:
        """One part is the product's again."""
        part = (await submitted_form(request))["part"]
        if part not in _NOTHING:
            raise NotPossible("Say which part is to be the product’s own again.")
        what, nothing = _NOTHING[part]
        async with changing(consultant, what) as firm:
            firm.update_from_dict(nothing)
        flash(request, "It is the product’s own again.")
        return redirect("/firm/playbook" if part == "playbook" else "/firm")

    @get("/content.zip")
    async def content(
        self, consultant: NamedDependency[Consultant], firms: NamedDependency[FirmContent]
    ) -> Response[bytes]:
        """A content folder, for the command line, with what the firm has of its own."""
        files = files_of(await firm_of(consultant), firms.deployment)
        if not files:
            raise NotFoundException
        headers = {"Content-Disposition": 'attachment; filename="content.zip"'}
        packed = zipped((f"reports/{name}", data) for name, data in sorted(files.items()))
        return Response(packed, media_type="application/zip", headers=headers)


async def _short(request: Req, *names: str) -> Form:
    """A form of names on one line each."""
    form = await submitted_form(request)
    for name in names:
        form.values[name] = one_line(form[name])
        if len(form[name]) > _LONGEST[name]:
            form.wrong(name, f"Give at most {_LONGEST[name]} characters; these are {len(form[name])}.")
    return form


def _stored(request: Req, what: str) -> Response[Any]:
    flash(request, what)
    return redirect("/firm")


async def _firm_page(  # noqa: PLR0917 (what a page needs)
    request: Req,
    consultant: Consultant,
    settings: Settings,
    firms: FirmContent,
    library: Library,
    form: Form | None = None,
) -> Response[bytes]:
    firm, deployment = await firm_of(consultant), inherited(firms.deployment)
    colours = Colours(firm.accent, firm.wash) if firm.accent else deployment.colours
    shown = {"name": firm.name, "contact": firm.contact, "sender": firm.sender}
    shown |= {"accent": colours.accent, "wash": colours.wash}
    sender = Sender.parse(settings.mail_from)
    return page(
        request,
        "firm.html",
        status=422 if form else 200,
        firm=firm,
        form=Form({**shown, **form.values}, faults=form.faults) if form else Form(shown),
        others=await colleagues(consultant),
        inherited=deployment,
        sender=sender,
        called=sender.called(firm.sender).name,
        kinds=KINDS,
        languages=[(code, library.frame.text(code, "language")) for code in english_first(library.frame.languages)],
        own_texts=_own_texts(firm),
        changes=await history(firm),
        has_files=bool(firm.name or firm.contact or firm.logo or firm.accent or firm.playbook),
    )


def _own_texts(firm: Firm) -> set[tuple[str, str]]:
    return {(language, kind) for language, texts in firm.mail_texts.items() for kind in MAIL_KINDS if kind in texts}
