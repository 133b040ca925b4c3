"""The roster: looked through in full before anything is stored, then stored in one go."""

import asyncio
import csv
import io
import secrets
from concurrent.futures import BrokenExecutor
from typing import Any

import msgspec
from litestar import Controller, Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from diagnostic.errors import MOST_SHOWN, Fault, InvalidRoster, NotPossible
from diagnostic.process_pool import ProcessPool
from diagnostic.questionnaire.library import Library
from diagnostic.questionnaire.sheet import as_text
from diagnostic.questionnaire.words import SIDES
from diagnostic.resource_limits import run_limited
from diagnostic.storage.models import Alliance, Participant, Wave, WaveState
from diagnostic.survey.purging import ROSTER_KEPT, delete_roster
from diagnostic.survey.roster import Roster, apply_roster, compare, read_roster, try_again
from diagnostic.text import one_line
from diagnostic.web.consultant.alliances import roster_by_side
from diagnostic.web.consultant.forms import submitted_form
from diagnostic.web.pages import Req, english_first, flash, page, redirect
from diagnostic.web.security.request_limits import FILES
from diagnostic.web.security.store import DatabaseStore

UPLOADS = DatabaseStore("roster")
"""A roster that was looked through waits here for its confirmation, an hour at most."""
WAITS = 60 * 60
MOST_LISTED, LONGEST_FILENAME = 500, 100
"""A whole salesforce is counted, not listed in full."""


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
        columns = [
            "email",
            "company",
            "name",
            "language",
            *([alliance.attribute.lower()] if alliance.attribute else []),
        ]
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
        """Look a file through. Nothing of it is stored in the roster yet."""
        file = (await request.form()).get("roster")
        if not isinstance(file, UploadFile) or not file.filename:
            error = InvalidRoster([Fault("No file", "choose the CSV or XLSX file that holds the roster.")])
            return await _roster_page(request, alliance, library, error)
        filename = one_line(file.filename)[:LONGEST_FILENAME]
        spoken = english_first(library.frame.languages)
        try:
            reading = readers.submit(run_limited, read_roster, await file.read(), filename, alliance, spoken)
            roster = await asyncio.wrap_future(reading)
        except (BrokenExecutor, MemoryError):
            error = InvalidRoster([Fault(filename, "takes too long to read; keep a line a person and nothing else.")])
            return await _roster_page(request, alliance, library, error, filename)
        except InvalidRoster as error:
            return await _roster_page(request, alliance, library, error, filename)
        upload = secrets.token_urlsafe(16)
        await UPLOADS.set(f"{alliance.id}:{upload}", msgspec.json.encode(roster), expires_in=WAITS)
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
        self, request: Req, alliance: NamedDependency[Alliance], upload: FromPath[str]
    ) -> Response[bytes]:
        roster = await _waiting(alliance, upload)
        change = await compare(alliance, roster)
        shown = [line.email for line in change.changed[:MOST_LISTED]]
        stored = {person.email: person for person in await Participant.filter(alliance=alliance, email__in=shown)}
        sides = {side: sum(line.side == side for line in roster.lines) for side in SIDES}
        return page(
            request,
            "roster_check.html",
            alliance=alliance,
            roster=roster,
            change=change,
            stored=stored,
            sides=sides,
            most=MOST_LISTED,
            most_notes=MOST_SHOWN,
        )

    @post("/{upload:str}")
    async def confirm(
        self, request: Req, alliance: NamedDependency[Alliance], upload: FromPath[str]
    ) -> Response[bytes]:
        form = await submitted_form(request)
        roster = await _waiting(alliance, upload)
        await apply_roster(alliance, roster, remove_missing=form["missing"] == "remove")
        await UPLOADS.delete(f"{alliance.id}:{upload}")
        flash(request, "The roster is stored.")
        return redirect(f"/alliances/{alliance.id}")


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


async def _waiting(alliance: Alliance, upload: str) -> Roster:
    data = await UPLOADS.get(f"{alliance.id}:{upload}")
    if data is None:
        raise NotFoundException
    return msgspec.json.decode(data, type=Roster)
