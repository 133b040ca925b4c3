"""What a wave is called: at any time, since nobody who answers reads it."""

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency

from diagnostic.storage.models import Wave
from diagnostic.survey.alliances import InvalidDetails
from diagnostic.survey.names import LONGEST_NAME, name_wave
from diagnostic.web.consultant.forms import Form, submitted_form
from diagnostic.web.pages import Req, flash, page, redirect


class Names(Controller):
    """One form."""

    path = "/waves/{wave_id:uuid}/name"

    @get("/")
    async def ask(self, request: Req, wave: NamedDependency[Wave]) -> Response[bytes]:
        return _name_page(request, wave, Form({"name": wave.name or ""}))

    @post("/")
    async def call(self, request: Req, wave: NamedDependency[Wave]) -> Response[bytes]:
        form = await submitted_form(request)
        try:
            await name_wave(wave, form["name"])
        except InvalidDetails as faults:
            form.add(faults)
            return _name_page(request, wave, form)
        flash(request, f"The wave is called “{wave.name}”." if wave.name else "The wave has no name any more.")
        return redirect(f"/waves/{wave.id}")


def _name_page(request: Req, wave: Wave, form: Form) -> Response[bytes]:
    return page(
        request,
        "wave_name.html",
        status=422 if form.faults else 200,
        wave=wave,
        alliance=wave.alliance,
        form=form,
        longest=LONGEST_NAME,
    )
