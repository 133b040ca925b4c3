"""A questionnaire as a spreadsheet, for translators and lawyers, and what comes back from them."""

from litestar import Controller, Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath

from diagnostic.errors import Fault, Faults, UnreadableFile
from diagnostic.process_pool import ProcessPool
from diagnostic.questionnaire.identity import told_apart
from diagnostic.reading.instruments.table_out import as_workbook, table
from diagnostic.survey.instruments import asked_before, of_version
from diagnostic.web.consultant.studio.changes import changes, differences_in
from diagnostic.web.consultant.studio.saying import title
from diagnostic.web.consultant.studio.shelf import UPLOADS, FromFile, keep, read_upload
from diagnostic.web.consultant.studio.workbench import Workbench
from diagnostic.web.pages import Req, flash, page, redirect
from diagnostic.web.security.request_limits import FILES

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Tables(Controller):
    """Out, back in, and every difference before anything changes."""

    path = "/questionnaires/{instrument_id:uuid}"

    @get("/read/{table_upload:str}")
    async def made(
        self, request: Req, bench: NamedDependency[Workbench], table_upload: FromPath[str]
    ) -> Response[bytes]:
        """What was made of the file of an instrument."""
        found = await UPLOADS.waiting(bench.instrument, table_upload, FromFile)
        languages = [texts.get("language", code) for code, texts in found.questionnaire.texts.items()]
        return page(request, "studio/read.html", instrument=bench.instrument, found=found, languages=languages)

    @get("/table.xlsx")
    async def download(self, bench: NamedDependency[Workbench]) -> Response[bytes]:
        questionnaire = of_version(await bench.newest())
        named = {"Content-Disposition": f'attachment; filename="{questionnaire.id}.xlsx"'}
        return Response(as_workbook(table(questionnaire)), media_type=WORKBOOK, headers=named)

    @get("/table")
    async def choose(self, request: Req, bench: NamedDependency[Workbench]) -> Response[bytes]:
        return await _file_page(request, bench)

    @post("/table", **FILES)
    async def upload(
        self,
        request: Req,
        bench: NamedDependency[Workbench],
        *,
        readers: NamedDependency[ProcessPool],
    ) -> Response[bytes]:
        file = (await request.form()).get("table")
        if not isinstance(file, UploadFile) or not file.filename:
            nothing = [Fault("No file", "choose the spreadsheet that came back.")]
            return await _file_page(request, bench, UnreadableFile(nothing))
        before = of_version(await bench.newest())
        try:
            found = await read_upload(readers, file, bench.supplied, name=before.id, base=before)
        except Faults as error:
            return await _file_page(request, bench, error)
        upload = await keep(bench.instrument, file, found)
        return redirect(f"{bench.address}/table/{upload}")

    @get("/table/{table_upload:str}")
    async def compare(
        self,
        request: Req,
        bench: NamedDependency[Workbench],
        table_upload: FromPath[str],
    ) -> Response[bytes]:
        """Everything that would change."""
        waiting = await UPLOADS.waiting(bench.instrument, table_upload, FromFile)
        before = of_version(await bench.newest())
        known = [*bench.product.questionnaires.values(), *await asked_before(bench.instrument, before)]
        after, renamed = told_apart(waiting.questionnaire, known)
        found = changes(before, after, await bench.names())
        return page(
            request,
            "studio/compare.html",
            instrument=bench.instrument,
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
        bench: NamedDependency[Workbench],
        *,
        table_upload: FromPath[str],
    ) -> Response[bytes]:
        waiting = await UPLOADS.waiting(bench.instrument, table_upload, FromFile)
        await bench.change(lambda _: waiting.questionnaire)
        await UPLOADS.forget(bench.instrument, table_upload)
        flash(request, "The questionnaire says what the spreadsheet says. Under “Versions” you can go back.")
        return redirect(f"{bench.address}")


async def _file_page(request: Req, bench: Workbench, faults: Faults | None = None) -> Response[bytes]:
    questionnaire = of_version(await bench.newest())
    return page(
        request,
        "studio/table.html",
        status=422 if faults else 200,
        instrument=bench.instrument,
        title=title(questionnaire),
        faults=faults,
    )
