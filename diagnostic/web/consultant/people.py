"""One person of the roster: added, changed or removed by hand."""

from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from diagnostic.errors import InvalidRoster, NotPossible
from diagnostic.questionnaire.library import Library
from diagnostic.reading.columns import Role
from diagnostic.reading.people import typed
from diagnostic.storage.models import Alliance, Participant
from diagnostic.survey.roster import change_person, remove_person, roster_of
from diagnostic.web.consultant.forms import Form, filled, submitted_form
from diagnostic.web.pages import Req, english_first, flash, page, redirect

_FIELDS: tuple[Role, ...] = ("email", "company", "name", "attribute", "language")


class People(Controller):
    """Whoever joins between two waves is typed in, not uploaded."""

    path = "/alliances/{alliance_id:uuid}/people"

    @get("/new")
    async def new(
        self, request: Req, alliance: NamedDependency[Alliance], library: NamedDependency[Library]
    ) -> Response[bytes]:
        return _form_page(request, alliance, library, Form(), None)

    @post("/new")
    async def add(
        self, request: Req, alliance: NamedDependency[Alliance], library: NamedDependency[Library]
    ) -> Response[bytes]:
        return await _stored(request, alliance, library, None)

    @get("/{person_id:uuid}")
    async def show(
        self,
        request: Req,
        alliance: NamedDependency[Alliance],
        library: NamedDependency[Library],
        person_id: FromPath[UUID],
    ) -> Response[bytes]:
        person = await _person(alliance, person_id)
        values = [(name, getattr(person, name) or "") for name in _FIELDS if name != "company"]
        return _form_page(request, alliance, library, filled([*values, ("company", person.side)]), person)

    @post("/{person_id:uuid}")
    async def change(
        self,
        request: Req,
        alliance: NamedDependency[Alliance],
        library: NamedDependency[Library],
        person_id: FromPath[UUID],
    ) -> Response[bytes]:
        return await _stored(request, alliance, library, await _person(alliance, person_id))

    @post("/{person_id:uuid}/remove")
    async def remove(
        self, request: Req, alliance: NamedDependency[Alliance], person_id: FromPath[UUID]
    ) -> Response[bytes]:
        person = await _person(alliance, person_id)
        await remove_person(alliance, person)
        flash(request, f"{person.email} is removed from the roster.")
        return redirect(f"/alliances/{alliance.id}/roster")


async def _person(alliance: Alliance, person_id: UUID) -> Participant:
    person = await Participant.get_or_none(alliance=alliance, id=person_id)
    if person is None:
        raise NotFoundException
    return person


async def _stored(request: Req, alliance: Alliance, library: Library, person: Participant | None) -> Response[bytes]:
    form = await submitted_form(request)
    try:
        line = typed(
            {role: form[role] for role in _FIELDS}, roster_of(alliance, english_first(library.frame.languages))
        )
        await change_person(alliance, person, line)
    except InvalidRoster as error:
        for fault in error.faults:
            form.wrong("company" if "company" in fault.what else "email", fault.what)
        return _form_page(request, alliance, library, form, person)
    except NotPossible as error:
        form.wrong("email", str(error))
        return _form_page(request, alliance, library, form, person)
    flash(request, f"{line.email} is on the roster.")
    return redirect(f"/alliances/{alliance.id}/roster")


def _form_page(
    request: Req, alliance: Alliance, library: Library, form: Form, person: Participant | None
) -> Response[bytes]:
    return page(
        request,
        "person.html",
        status=422 if form.faults else 200,
        alliance=alliance,
        form=form,
        person=person,
        languages=english_first(library.frame.languages),
    )
