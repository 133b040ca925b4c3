"""A questionnaire as a spreadsheet, for translators and lawyers, and what comes back from them."""

from litestar import Controller, Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath

from diagnostic.errors import Fault, Faults, UnreadableFile
from diagnostic.process_pool import ProcessPool
from diagnostic.questionnaire.identity import told_apart
from diagnostic.questionnaire.library import Library
from diagnostic.reading.instruments.supplied import SuppliedWords
from diagnostic.reading.instruments.table_out import as_workbook, table
from diagnostic.storage.models import Consultant, Instrument
from diagnostic.survey.instruments import asked_before, change, newest, of_version
from diagnostic.web.consultant.studio.changes import changes, differences_in
from diagnostic.web.consultant.studio.saying import example_names, title
from diagnostic.web.consultant.studio.shelf import UPLOADS, FromFile, keep, read_upload
from diagnostic.web.pages import Req, flash, page, redirect
from diagnostic.web.security.request_limits import FILES

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Tables(Controller):
    """Out, back in, and every difference before anything changes."""

    path = "/questionnaires/{instrument_id:uuid}"

    @get("/read/{table_upload:str}")
    async def made(
        self, request: Req, instrument: NamedDependency[Instrument], table_upload: FromPath[str]
    ) -> Response[bytes]:
        """What was made of the file of an instrument."""
        found = await UPLOADS.waiting(instrument, table_upload, FromFile)
        languages = [texts.get("language", code) for code, texts in found.questionnaire.texts.items()]
        return page(request, "studio/read.html", instrument=instrument, found=found, languages=languages)

    @get("/table.xlsx")
    async def download(self, instrument: NamedDependency[Instrument]) -> Response[bytes]:
        questionnaire = of_version(await newest(instrument))
        named = {"Content-Disposition": f'attachment; filename="{questionnaire.id}.xlsx"'}
        return Response(as_workbook(table(questionnaire)), media_type=WORKBOOK, headers=named)

    @get("/table")
    async def choose(self, request: Req, instrument: NamedDependency[Instrument]) -> Response[bytes]:
        return await _file_page(request, instrument)

    @post("/table", **FILES)
    async def upload(
        self,
        request: Req,
        *,
        instrument: NamedDependency[Instrument],
        supplied: NamedDependency[SuppliedWords],
        readers: NamedDependency[ProcessPool],
    ) -> Response[bytes]:
        file = (await request.form()).get("table")
        if not isinstance(file, UploadFile) or not file.filename:
            nothing = [Fault("No file", "choose the spreadsheet that came back.")]
            return await _file_page(request, instrument, UnreadableFile(nothing))
        before = of_version(await newest(instrument))
        try:
            found = await read_upload(readers, file, supplied, name=before.id, base=before)
        except Faults as error:
            return await _file_page(request, instrument, error)
        upload = await keep(instrument, file, found)
        return redirect(f"/questionnaires/{instrument.id}/table/{upload}")

    @get("/table/{table_upload:str}")
    async def compare(
        self,
        request: Req,
        instrument: NamedDependency[Instrument],
        consultant: NamedDependency[Consultant],
        product: NamedDependency[Library],
        table_upload: FromPath[str],
    ) -> Response[bytes]:
        """Everything that would change."""
        waiting = await UPLOADS.waiting(instrument, table_upload, FromFile)
        before = of_version(await newest(instrument))
        known = [*product.questionnaires.values(), *await asked_before(instrument, before)]
        after, renamed = told_apart(waiting.questionnaire, known)
        found = changes(before, after, await example_names(consultant))
        return page(
            request,
            "studio/compare.html",
            instrument=instrument,
            title=title(before),
            file=waiting.file,
            changes=found,
            differences=differences_in(found),
            renamed=renamed,
            assumed=waiting.assumed,
            left_out=waiting.left_out,
        )

    @post("/table/{table_upload:str}")
    async def take(
        self,
        request: Req,
        *,
        instrument: NamedDependency[Instrument],
        consultant: NamedDependency[Consultant],
        product: NamedDependency[Library],
        table_upload: FromPath[str],
    ) -> Response[bytes]:
        waiting = await UPLOADS.waiting(instrument, table_upload, FromFile)
        await change(instrument, consultant, lambda _: waiting.questionnaire, product)
        await UPLOADS.forget(instrument, table_upload)
        flash(request, "The questionnaire says what the spreadsheet says. Under “Versions” you can go back.")
        return redirect(f"/questionnaires/{instrument.id}")


async def _file_page(request: Req, instrument: Instrument, faults: Faults | None = None) -> Response[bytes]:
    questionnaire = of_version(await newest(instrument))
    return page(
        request,
        "studio/table.html",
        status=422 if faults else 200,
        instrument=instrument,
        title=title(questionnaire),
        faults=faults,
    )
