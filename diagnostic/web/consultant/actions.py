"""The log of what was agreed in an alliance."""

import datetime as dt
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from diagnostic.storage.models import Action, Alliance
from diagnostic.survey.actions import ActionDetails, add_action, change_action, statements_of
from diagnostic.survey.alliances import InvalidDetails
from diagnostic.survey.plans import today
from diagnostic.web.consultant.forms import Form, submitted_form
from diagnostic.web.pages import Req, flash, page, redirect


class Actions(Controller):
    """Write down, change, take out."""

    path = "/alliances/{alliance_id:uuid}/actions"

    @get("/new")
    async def new(self, request: Req, alliance: NamedDependency[Alliance]) -> Response[bytes]:
        return await _form_page(request, alliance, Form({"agreed_on": today(alliance).isoformat()}))

    @post("/new")
    async def add(self, request: Req, alliance: NamedDependency[Alliance]) -> Response[bytes]:
        form = await submitted_form(request)
        if details := _details(form):
            try:
                await add_action(alliance, details)
            except InvalidDetails as faults:
                form.add(faults)
        if form.faults:
            return await _form_page(request, alliance, form)
        flash(request, "It is in the log. Briefings of waves that close from that day on mention it.")
        return redirect(f"/alliances/{alliance.id}")

    @get("/{action_id:uuid}")
    async def edit(
        self, request: Req, alliance: NamedDependency[Alliance], action_id: FromPath[UUID]
    ) -> Response[bytes]:
        action = await _own(alliance, action_id)
        form = Form(
            {
                "text": action.text,
                "owner": action.owner,
                "agreed_on": action.agreed_on.isoformat(),
                "statement": action.statement or "",
            }
        )
        return await _form_page(request, alliance, form, action)

    @post("/{action_id:uuid}")
    async def change(
        self, request: Req, alliance: NamedDependency[Alliance], action_id: FromPath[UUID]
    ) -> Response[bytes]:
        action, form = await _own(alliance, action_id), await submitted_form(request)
        if details := _details(form):
            try:
                await change_action(action, alliance, details)
            except InvalidDetails as faults:
                form.add(faults)
        if form.faults:
            return await _form_page(request, alliance, form, action)
        flash(request, "The log is changed.")
        return redirect(f"/alliances/{alliance.id}")

    @post("/{action_id:uuid}/delete")
    async def delete(
        self, request: Req, alliance: NamedDependency[Alliance], action_id: FromPath[UUID]
    ) -> Response[bytes]:
        await (await _own(alliance, action_id)).delete()
        flash(request, "It is taken out of the log.", "warn")
        return redirect(f"/alliances/{alliance.id}")


async def _own(alliance: Alliance, action_id: UUID) -> Action:
    action = await Action.get_or_none(id=action_id, alliance=alliance)
    if action is None:
        raise NotFoundException
    return action


def _details(form: Form) -> ActionDetails | None:
    try:
        agreed_on = dt.date.fromisoformat(form["agreed_on"])
    except ValueError:
        form.wrong("agreed_on", "Give the day on which it was agreed.")
        return None
    statement = form["statement"] or None
    return ActionDetails(text=form["text"], owner=form["owner"], agreed_on=agreed_on, statement=statement)


async def _form_page(request: Req, alliance: Alliance, form: Form, action: Action | None = None) -> Response[bytes]:
    return page(
        request,
        "action.html",
        status=422 if form.faults else 200,
        alliance=alliance,
        action=action,
        form=form,
        scales=await statements_of(alliance),
        latest=today(alliance).isoformat(),
    )
