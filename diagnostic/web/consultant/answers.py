"""Answers collected elsewhere: looked through in full before anything is stored, then a closed wave."""

from concurrent.futures import BrokenExecutor
from datetime import date
from typing import Any

import msgspec
from litestar import Controller, Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath

from diagnostic.errors import MOST_SHOWN, Fault, Faults, InvalidAnswersFile, UnreadableFile
from diagnostic.process_pool import ProcessPool
from diagnostic.questionnaire.library import Library
from diagnostic.reading.answers import AnswersMapping, table_of
from diagnostic.reading.answers.desk import AnswersDesk, Besides, look, look_again, taken
from diagnostic.reading.companies import RosterOf
from diagnostic.storage.models import Alliance, Consultant, StoredMapping, Wave
from diagnostic.survey.alliances import InvalidDetails, has_open_wave
from diagnostic.survey.importing import ImportPlan, import_answers
from diagnostic.survey.plans import LONGEST_KEPT, SMALLEST_K, today
from diagnostic.survey.roster import roster_of
from diagnostic.text import one_line
from diagnostic.web.consultant.answers_desk import choices, said
from diagnostic.web.consultant.forms import Form, filled, submitted_form
from diagnostic.web.consultant.rosters import LONGEST_FILENAME, in_a_reader, other_encoding
from diagnostic.web.consultant.uploads import Uploads, new_upload
from diagnostic.web.pages import Req, flash, page, redirect
from diagnostic.web.security.request_limits import FILES

UPLOADS = Uploads("answers")
LONGEST_NAME = 80
_MOST_INVITED = 100_000
_TOO_LONG = "takes too long to read; keep a line a person and the columns that were answered"


class AnswersUpload(msgspec.Struct, frozen=True):
    """A file that is looked through, and of which questionnaire its answers are."""

    questionnaire: str
    desk: AnswersDesk
    mapping: str = ""
    """The name of the mapping it is read by; '' where none fits."""


class AnswersFromFiles(Controller):
    """Upload, look through, store."""

    path = "/alliances/{alliance_id:uuid}/answers"

    @get("/")
    async def show(
        self, request: Req, alliance: NamedDependency[Alliance], library: NamedDependency[Library]
    ) -> Response[bytes]:
        return await _upload_page(request, alliance, library)

    @post("/", **FILES)
    async def upload(
        self,
        request: Req,
        *,
        alliance: NamedDependency[Alliance],
        consultant: NamedDependency[Consultant],
        library: NamedDependency[Library],
        readers: NamedDependency[ProcessPool],
    ) -> Response[bytes]:
        """Look a file through. Nothing of it is stored yet."""
        form = await request.form()
        chosen, file = str(form.get("questionnaire")), form.get("answers")
        if not isinstance(file, UploadFile) or not file.filename or chosen not in library.questionnaires:
            nothing = [Fault("No file", "choose the questionnaire and the file that holds the answers.")]
            return await _upload_page(request, alliance, library, InvalidAnswersFile(nothing))
        filename, data = one_line(file.filename)[:LONGEST_FILENAME], await file.read()
        questionnaire, of = library.named(chosen), _of(alliance, library)
        try:
            desk = await in_a_reader(readers, look, data, filename, questionnaire, of)
            name = ""
            for stored in await StoredMapping.filter(consultant=consultant, questionnaire=chosen).order_by("name"):
                said_before = msgspec.convert(stored.body, AnswersMapping)
                again = await in_a_reader(readers, look, data, filename, questionnaire, of, said_before)
                if again.mapping == said_before:
                    desk, name = again, stored.name
                    break
        except UnreadableFile as error:
            return await _upload_page(request, alliance, library, error, filename)
        except (BrokenExecutor, MemoryError):
            return await _upload_page(
                request, alliance, library, InvalidAnswersFile([Fault(filename, _TOO_LONG)]), filename
            )
        upload = new_upload()
        await UPLOADS.keep(alliance, upload, AnswersUpload(chosen, desk, name))
        return redirect(f"/alliances/{alliance.id}/answers/{upload}")

    @post("/forget-mapping")
    async def forget_mapping(
        self, request: Req, alliance: NamedDependency[Alliance], consultant: NamedDependency[Consultant]
    ) -> Response[bytes]:
        """Read files of one kind no more as was said once."""
        name = (await submitted_form(request))["mapping"]
        if await StoredMapping.filter(consultant=consultant, name=name).delete():
            flash(request, f"How files were read as “{name}” is forgotten.")
        return redirect(f"/alliances/{alliance.id}/answers")

    @get("/{answers_upload:str}")
    async def look_through(
        self,
        request: Req,
        alliance: NamedDependency[Alliance],
        library: NamedDependency[Library],
        answers_upload: FromPath[str],
    ) -> Response[bytes]:
        return await _desk_page(
            request, alliance, library, await UPLOADS.waiting(alliance, answers_upload, AnswersUpload)
        )

    @post("/{answers_upload:str}")
    async def decide(
        self,
        request: Req,
        *,
        alliance: NamedDependency[Alliance],
        consultant: NamedDependency[Consultant],
        library: NamedDependency[Library],
        readers: NamedDependency[ProcessPool],
        answers_upload: FromPath[str],
    ) -> Response[bytes]:
        """Read the table again as was said now; store what was shown where that is asked for and nothing is open."""
        form = await submitted_form(request)
        waiting = await UPLOADS.waiting(alliance, answers_upload, AnswersUpload)
        desk, questionnaire, of = waiting.desk, library.named(waiting.questionnaire), _of(alliance, library)
        mapping, repairs = said(desk, form, questionnaire, of)
        if encoding := other_encoding(desk.seen, form):
            said_of_letters = Besides(encoding=encoding)
            desk = await in_a_reader(
                readers, look, desk.seen.raw, desk.seen.name, questionnaire, of, None, said_of_letters
            )
            await UPLOADS.keep(alliance, answers_upload, AnswersUpload(waiting.questionnaire, desk))
        elif (mapping, repairs) != (desk.mapping, desk.repairs):
            desk = await in_a_reader(readers, look_again, desk.seen, mapping, repairs, questionnaire, of)
            await UPLOADS.keep(alliance, answers_upload, msgspec.structs.replace(waiting, desk=desk))
        elif form["do"] == "store" and desk.reading.settled:
            plan = _plan(form, desk)
            name = one_line(form["mapping"])
            if name and len(name) > LONGEST_NAME:
                form.wrong("mapping", f"Please use at most {LONGEST_NAME} characters.")
            if not form.faults:
                collected = await in_a_reader(readers, taken, desk, questionnaire, of)
                try:
                    wave = await import_answers(alliance, plan, collected, questionnaire, library=library)
                except InvalidDetails as faults:
                    form.add(faults)
                else:
                    await _remember(consultant, name, waiting.questionnaire, desk.mapping)
                    await UPLOADS.forget(alliance, answers_upload)
                    flash(request, "The answers are stored, and their briefing is being prepared.")
                    return redirect(f"/waves/{wave.id}")
            return await _desk_page(request, alliance, library, waiting, form)
        return redirect(f"/alliances/{alliance.id}/answers/{answers_upload}")


async def _remember(consultant: Consultant, name: str, questionnaire: str, mapping: AnswersMapping) -> None:
    if name:
        await StoredMapping.update_or_create(
            consultant=consultant,
            name=name,
            defaults={"questionnaire": questionnaire, "body": msgspec.to_builtins(mapping)},
        )


def _of(alliance: Alliance, library: Library) -> RosterOf:
    return roster_of(alliance, tuple(library.frame.languages))


def _plan(form: Form, desk: AnswersDesk) -> ImportPlan:
    def invited(side: str) -> int | None:
        return form.number(f"invited_{side}", 1, _MOST_INVITED) if form[f"invited_{side}"] else None

    try:
        closed_on = date.fromisoformat(form["closed_on"])
    except ValueError:
        form.wrong("closed_on", "Give a day.")
        closed_on = date.min
    return ImportPlan(
        closed_on=closed_on,
        tool=desk.mapping.tool,
        invited_a=invited("a"),
        invited_b=invited("b"),
        k=form.number("k", SMALLEST_K, 50),
        comment_k=form.number("comment_k", SMALLEST_K, 100),
        retention_days=form.number("retention_days", 1, LONGEST_KEPT),
        few_changed=form["turnover"] != "many",
    )


async def _desk_page(
    request: Req, alliance: Alliance, library: Library, waiting: AnswersUpload, form: Form | None = None
) -> Response[bytes]:
    desk, questionnaire = waiting.desk, library.named(waiting.questionnaire)
    before = filled(
        {
            "closed_on": today(alliance).isoformat(),
            "k": "5",
            "comment_k": "8",
            "retention_days": "90",
            "mapping": waiting.mapping,
        }.items()
    )
    return page(
        request,
        "answers_check.html",
        status=422 if form else 200,
        alliance=alliance,
        desk=desk,
        table=table_of(desk.seen, desk.mapping),
        choices=choices(desk, questionnaire),
        questionnaire=questionnaire.id,
        form=form or before,
        mapping_used=waiting.mapping,
        earlier=await Wave.filter(alliance=alliance, closed_at__isnull=False).exists(),
        most_notes=MOST_SHOWN,
    )


async def _upload_page(
    request: Req, alliance: Alliance, library: Library, error: Faults | None = None, filename: str = ""
) -> Response[bytes]:
    context: dict[str, Any] = {
        "alliance": alliance,
        "questionnaires": {each.id: library.title(each) for each in library.questionnaires.values()},
        "error": error,
        "filename": filename,
        "open_wave": await has_open_wave(alliance),
        "mappings": await StoredMapping.filter(consultant=request.user).order_by("name"),
    }
    return page(request, "answers.html", status=422 if error else 200, **context)
