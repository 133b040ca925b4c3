"""Hand-over: an alliance shared with a colleague, or passed on. For its own consultant alone."""

from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException

from diagnostic.errors import NotPossible
from diagnostic.storage.models import Alliance, Consultant
from diagnostic.survey.alliances import has_open_wave
from diagnostic.survey.sharing import colleagues, pass_on, share
from diagnostic.web.consultant.forms import Form, submitted_form
from diagnostic.web.pages import Req, flash, page, redirect


class Sharing(Controller):
    """Who else works on an alliance, and whose it is to be."""

    path = "/alliances/{alliance_id:uuid}/sharing"

    @get("/")
    async def show(
        self, request: Req, alliance: NamedDependency[Alliance], consultant: NamedDependency[Consultant]
    ) -> Response[bytes]:
        _must_be_theirs(alliance, consultant)
        return page(
            request,
            "sharing.html",
            alliance=alliance,
            colleagues=await colleagues(consultant),
            second=await Consultant.get_or_none(id=alliance.second_id) if alliance.second_id else None,
            open=await has_open_wave(alliance),
        )

    @post("/")
    async def share(
        self, request: Req, alliance: NamedDependency[Alliance], consultant: NamedDependency[Consultant]
    ) -> Response[bytes]:
        _must_be_theirs(alliance, consultant)
        colleague = await _chosen(await submitted_form(request), consultant)
        await share(alliance, colleague)
        flash(request, f"{colleague.name} works on this alliance too.")
        return redirect(f"/alliances/{alliance.id}/sharing")

    @post("/end")
    async def end(
        self, request: Req, alliance: NamedDependency[Alliance], consultant: NamedDependency[Consultant]
    ) -> Response[bytes]:
        _must_be_theirs(alliance, consultant)
        await share(alliance, None)
        flash(request, "The alliance is yours alone again.")
        return redirect(f"/alliances/{alliance.id}/sharing")

    @post("/pass-on")
    async def pass_on(
        self, request: Req, alliance: NamedDependency[Alliance], consultant: NamedDependency[Consultant]
    ) -> Response[bytes]:
        _must_be_theirs(alliance, consultant)
        form = await submitted_form(request)
        if not form.ticked("sure"):
            raise NotPossible("Nothing was passed on. Tick the box to say that you mean it.")
        colleague, stay = await _chosen(form, consultant), form.ticked("stay")
        await pass_on(alliance, colleague, stay=stay)
        flash(request, f"The alliance is {colleague.name}’s now.{' You still work on it.' if stay else ''}")
        return redirect(f"/alliances/{alliance.id}" if stay else "/alliances")


def _must_be_theirs(alliance: Alliance, consultant: Consultant) -> None:
    """With whom it is shared does everything but this."""
    if alliance.consultant_id != consultant.id:
        raise NotFoundException


async def _chosen(form: Form, consultant: Consultant) -> Consultant:
    try:
        chosen = await colleagues(consultant).get_or_none(id=UUID(form["colleague"]))
    except ValueError:
        chosen = None
    if chosen is None:
        raise NotPossible("Choose a colleague of your firm.")
    return chosen
