"""The roster: looked through in full before anything is stored, then stored in one go."""

import asyncio
import csv
import io
from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from typing import Any, TypeVar

from litestar import Controller, Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath

from diagnostic.errors import MOST_SHOWN, Fault, InvalidRoster, NotPossible, UnreadableFile
from diagnostic.process_pool import ProcessPool
from diagnostic.questionnaire.library import Library
from diagnostic.questionnaire.sheet import as_text
from diagnostic.questionnaire.words import SIDES
from diagnostic.reading import Seen
from diagnostic.reading.desk import RosterDesk, look, look_again
from diagnostic.reading.people import RosterReading
from diagnostic.resource_limits import run_limited
from diagnostic.storage.models import Alliance, Participant, Wave, WaveState
from diagnostic.survey.alliances import ROSTER_COLUMNS
from diagnostic.survey.purging import ROSTER_KEPT, delete_roster
from diagnostic.survey.roster import Roster, apply_roster, compare, notes, roster_of, try_again
from diagnostic.text import one_line
from diagnostic.web.consultant.alliances import roster_by_side
from diagnostic.web.consultant.forms import Form, submitted_form
from diagnostic.web.consultant.roster_desk import choices, said
from diagnostic.web.consultant.uploads import Uploads, new_upload
from diagnostic.web.pages import Req, english_first, flash, page, redirect
from diagnostic.web.security.request_limits import FILES

UPLOADS = Uploads("roster")
MOST_LISTED, LONGEST_FILENAME = 500, 100
"""A whole salesforce is counted, not listed in full."""
_TOO_LONG = "takes too long to read; keep a line a person and nothing else."

T = TypeVar("T")


class Rosters(Controller):
    """Upload, look through, confirm."""

    path = "/alliances/{alliance_id:uuid}/roster"

    @get("/")
    async def show(
        self, request: Req, alliance: NamedDependency[Alliance], library: NamedDependency[Library]
    ) -> Response[bytes]:
        return await _roster_page(request, alliance, library)

    @get("/template.csv")
    async def template(self, alliance: NamedDependency[Alliance]) -> Response[bytes]:
        """An example to fill in, in the columns of this alliance."""
        columns = [*ROSTER_COLUMNS, *([alliance.attribute.lower()] if alliance.attribute else [])]
        text = io.StringIO()
        rows = csv.writer(text)
        rows.writerow([as_text(column) for column in columns])
        for side, name in zip(SIDES, ("Ada", "Ben"), strict=True):
            email = f"{name.lower()}@{alliance.domains(side)[0]}"
            row = [email, alliance.company(side), f"{name} Example", "en", "Marketing"]
            rows.writerow([as_text(value) for value in row[: len(columns)]])
        return Response(
            # The mark at the start is what makes Excel read the file as UTF-8.
            ("\ufeff" + text.getvalue()).encode(),
            media_type="text/csv",
            headers={"Content-Disposition": 'attachment; filename="roster.csv"'},
        )

    @post("/", **FILES)
    async def upload(
        self,
        request: Req,
        alliance: NamedDependency[Alliance],
        library: NamedDependency[Library],
        readers: NamedDependency[ProcessPool],
    ) -> Response[bytes]:
        """Look a file or a pasted list through. Nothing of it is stored in the roster yet."""
        form = await request.form()
        file, pasted = form.get("roster"), form.get("pasted")
        if isinstance(file, UploadFile) and file.filename:
            filename, data = one_line(file.filename)[:LONGEST_FILENAME], await file.read()
        elif isinstance(pasted, str) and pasted.strip():
            filename, data = "what you pasted", pasted.encode()
        else:
            nothing = [Fault("No file", "choose the file that holds the roster, or paste the list.")]
            return await _roster_page(request, alliance, library, InvalidRoster(nothing))
        try:
            desk = await in_a_reader(readers, look, data, filename, roster_of(alliance, _spoken(library)))
        except UnreadableFile as error:
            return await _roster_page(request, alliance, library, InvalidRoster(error.faults, error.more), filename)
        except (BrokenExecutor, MemoryError):
            return await _roster_page(request, alliance, library, InvalidRoster([Fault(filename, _TOO_LONG)]), filename)
        upload = new_upload()
        await UPLOADS.keep(alliance, upload, desk)
        return redirect(f"/alliances/{alliance.id}/roster/{upload}")

    @post("/try-again")
    async def try_again(self, request: Req, alliance: NamedDependency[Alliance]) -> Response[bytes]:
        """Invite again whose address was refused: perhaps their mailbox is there by now."""
        for person in await Participant.filter(alliance=alliance, refused__isnull=False):
            await try_again(person)
        flash(request, "The next wave writes to the refused addresses again.")
        return redirect(f"/alliances/{alliance.id}/roster")

    @post("/delete")
    async def delete(self, request: Req, alliance: NamedDependency[Alliance]) -> Response[bytes]:
        if not (await submitted_form(request)).ticked("sure"):
            raise NotPossible("Nothing was deleted. Tick the box to say that you mean it.")
        await delete_roster(alliance)
        flash(request, "The roster is deleted, with every invitation.", "warn")
        return redirect(f"/alliances/{alliance.id}")

    @get("/{upload:str}")
    async def look_through(
        self,
        request: Req,
        alliance: NamedDependency[Alliance],
        library: NamedDependency[Library],
        upload: FromPath[str],
    ) -> Response[bytes]:
        return await _desk_page(request, alliance, library, await UPLOADS.waiting(alliance, upload, RosterDesk))

    @post("/{upload:str}")
    async def decide(
        self,
        request: Req,
        alliance: NamedDependency[Alliance],
        library: NamedDependency[Library],
        readers: NamedDependency[ProcessPool],
        upload: FromPath[str],
    ) -> Response[bytes]:
        """Read the table again as was said now; store what was shown where that is asked for and nothing is open."""
        form = await submitted_form(request)
        desk = await UPLOADS.waiting(alliance, upload, RosterDesk)
        of = roster_of(alliance, _spoken(library))
        mapping = said(desk, form, of)
        if encoding := other_encoding(desk.seen, form):
            desk = await in_a_reader(readers, look, desk.seen.raw, desk.seen.name, of, encoding)
            await UPLOADS.keep(alliance, upload, desk)
        elif mapping != desk.mapping:
            desk = await in_a_reader(readers, look_again, desk.seen, mapping, of)
            await UPLOADS.keep(alliance, upload, desk)
        elif form["do"] == "store" and desk.reading.settled:
            return await _stored(request, alliance, upload, desk.reading, remove_missing=form["missing"] == "remove")
        return redirect(f"/alliances/{alliance.id}/roster/{upload}")


async def _stored(
    request: Req, alliance: Alliance, upload: str, reading: RosterReading, *, remove_missing: bool
) -> Response[bytes]:
    await apply_roster(alliance, Roster(reading.lines, ()), remove_missing=remove_missing)
    await UPLOADS.forget(alliance, upload)
    flash(request, "The roster is stored.")
    return redirect(f"/alliances/{alliance.id}")


def _spoken(library: Library) -> tuple[str, ...]:
    return tuple(english_first(library.frame.languages))


async def in_a_reader(readers: ProcessPool, read: Callable[..., T], *args: object) -> T:
    """Beside the requests, and within limits: a file from outside may hold anything."""
    return await asyncio.wrap_future(readers.submit(run_limited, read, *args))


def other_encoding(seen: Seen, form: Form) -> str:
    """What a form says that a text is written in, where it was read otherwise; '' where it says nothing else."""
    offered = {each.name for each in seen.encodings} - {seen.encoding}
    return form["encoding"] if form["encoding"] in offered else ""


async def _desk_page(request: Req, alliance: Alliance, library: Library, desk: RosterDesk) -> Response[bytes]:
    of = roster_of(alliance, _spoken(library))
    roster = Roster(desk.reading.lines, notes(desk.reading, of))
    change = await compare(alliance, roster)
    shown = [line.email for line in change.changed[:MOST_LISTED]]
    stored = {person.email: person for person in await Participant.filter(alliance=alliance, email__in=shown)}
    sides = {side: sum(line.side == side for line in roster.lines) for side in SIDES}
    return page(
        request,
        "roster_check.html",
        alliance=alliance,
        desk=desk,
        choices=choices(desk, of),
        roster=roster,
        change=change,
        stored=stored,
        sides=sides,
        most=MOST_LISTED,
        most_notes=MOST_SHOWN,
    )


async def _roster_page(
    request: Req, alliance: Alliance, library: Library, error: InvalidRoster | None = None, filename: str = ""
) -> Response[bytes]:
    context: dict[str, Any] = {
        "alliance": alliance,
        "people": await Participant.filter(alliance=alliance).order_by("side", "email").limit(MOST_LISTED),
        "refused": await Participant.filter(alliance=alliance, refused__isnull=False).order_by("side", "email"),
        "total": await Participant.filter(alliance=alliance).count(),
        "roster": await roster_by_side(alliance),
        "open_wave": await Wave.get_or_none(alliance=alliance, state__in=[WaveState.OPEN, WaveState.MIXING]),
        "languages": english_first(library.frame.languages),
        "error": error,
        "filename": filename,
        "kept_days": ROSTER_KEPT.days,
    }
    return page(request, "roster.html", status=422 if error else 200, **context)
