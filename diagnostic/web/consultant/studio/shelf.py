"""All questionnaires a consultant may ask, and where their own begin: with one of the product's, or in a file."""

from concurrent.futures import BrokenExecutor

import msgspec
from litestar import Controller, Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromQuery

from diagnostic.errors import Fault, Faults, UnreadableFile, grouped
from diagnostic.process_pool import ProcessPool
from diagnostic.questionnaire import Questionnaire
from diagnostic.questionnaire.editing import lacks
from diagnostic.questionnaire.library import Library
from diagnostic.questionnaire.names import slug
from diagnostic.reading.encoding import ENCODINGS
from diagnostic.reading.instruments.instrument import Instrument as InstrumentRead
from diagnostic.reading.instruments.reading import read_instrument
from diagnostic.reading.instruments.supplied import SuppliedWords
from diagnostic.storage.models import Consultant, Instrument, InstrumentVersion
from diagnostic.survey.instruments import begin, may_edit, newest_of, of_version
from diagnostic.text import one_line
from diagnostic.web.consultant.forms import Form, submitted_form
from diagnostic.web.consultant.rosters import LONGEST_FILENAME, in_a_reader
from diagnostic.web.consultant.studio.saying import spoken, title
from diagnostic.web.pages import Req, flash, page, redirect
from diagnostic.web.security.request_limits import FILES

LONGEST_TITLE = 80
_TOO_LONG = "takes too long to read; an instrument is a few pages"


class OnShelf(msgspec.Struct, frozen=True):
    """One of a firm's own questionnaires in the list."""

    instrument: Instrument
    version: InstrumentVersion
    title: str
    questionnaire: Questionnaire
    languages: tuple[str, ...]
    """Those in which it can be asked."""
    lacking: int


class Shelf(Controller):
    """The list, and what is new in it."""

    path = "/questionnaires"

    @get("/")
    async def show(
        self, request: Req, consultant: NamedDependency[Consultant], product: NamedDependency[Library]
    ) -> Response[bytes]:
        ours = [(one, title(one)) for one in product.questionnaires.values()]
        return page(request, "studio/shelf.html", own=await _own(consultant, product), ours=ours)

    @get("/new")
    async def name(
        self, request: Req, library: NamedDependency[Library], made_from: FromQuery[str] = ""
    ) -> Response[bytes]:
        return _name_page(request, library, Form({"made_from": made_from}))

    @post("/new")
    async def create(
        self, request: Req, consultant: NamedDependency[Consultant], library: NamedDependency[Library]
    ) -> Response[bytes]:
        """Make one of what is there already: the product's, or a copy of one's own."""
        form = await submitted_form(request)
        if form["made_from"] not in library.questionnaires:
            form.wrong("made_from", "Choose what to begin with.")
        _check_title(form)
        if form.faults:
            return _name_page(request, library, form)
        made = await begin(consultant, library.named(form["made_from"]), form["title"], library)
        flash(request, "It is yours now. Change what is asked; every change is stored, and can be taken back.")
        return redirect(f"/questionnaires/{made.id}")

    @get("/from-file")
    async def choose_file(self, request: Req) -> Response[bytes]:
        return _file_page(request, Form())

    @post("/from-file", **FILES)
    async def read_file(
        self,
        request: Req,
        *,
        consultant: NamedDependency[Consultant],
        library: NamedDependency[Library],
        supplied: NamedDependency[SuppliedWords],
        readers: NamedDependency[ProcessPool],
    ) -> Response[bytes]:
        """Make one of an instrument's file, and say what was assumed for it and what it could not take."""
        form, file = await submitted_form(request), (await request.form()).get("instrument")
        _check_title(form)
        if not isinstance(file, UploadFile) or not file.filename:
            form.wrong("instrument", "Choose the file that holds the instrument.")
        if form.faults or not isinstance(file, UploadFile):
            return _file_page(request, form)
        try:
            name = slug(form["title"]).replace("_", "-") or "own"
            encoding = form["encoding"] if form["encoding"] in ENCODINGS else ""
            found = await read_upload(readers, file, supplied, name=name, encoding=encoding)
        except Faults as error:
            form.wrong("instrument", str(error))
            return _file_page(request, form)
        made = await begin(consultant, found.questionnaire, form["title"], library)
        told = told_of(found)
        return page(
            request,
            "studio/read.html",
            instrument=made,
            found=found,
            assumed=told["assumed"],
            left_out=told["left_out"],
        )


async def read_upload(
    readers: ProcessPool,
    file: UploadFile,
    supplied: SuppliedWords,
    *,
    name: str,
    base: Questionnaire | None = None,
    encoding: str = "",
) -> InstrumentRead:
    """An instrument's file, read where no harm is done; raises `Faults`, saying why it cannot be."""
    filename, data = one_line(file.filename)[:LONGEST_FILENAME], await file.read()
    try:
        return await in_a_reader(readers, _read, filename, data, name, supplied, base, encoding)
    except (BrokenExecutor, MemoryError):
        raise UnreadableFile([Fault(filename, _TOO_LONG)]) from None


def _read(  # noqa: PLR0917 (it is called in another process, by place)
    filename: str, data: bytes, name: str, supplied: SuppliedWords, base: Questionnaire | None, encoding: str
) -> InstrumentRead:
    return read_instrument(filename, data, name=name, supplied=supplied, base=base, encoding=encoding)


def told_of(found: InstrumentRead) -> dict[str, list[Fault]]:
    """What was assumed for an instrument that was read, and what it lacks of its file, each once."""
    return {"assumed": grouped(found.assumed), "left_out": grouped(found.left_out)}


async def _own(consultant: Consultant, product: Library) -> list[OnShelf]:
    instruments = {each.id: each for each in await Instrument.filter(may_edit(consultant)).order_by("-created_at")}
    return [
        OnShelf(
            instrument=instruments[version.instrument_id],
            version=version,
            title=title(questionnaire),
            questionnaire=questionnaire,
            languages=spoken(questionnaire, product.frame.languages),
            lacking=len(lacks(questionnaire)),
        )
        for version in await newest_of(list(instruments))
        for questionnaire in [of_version(version)]
    ]


def _check_title(form: Form) -> None:
    if not form["title"]:
        form.wrong("title", "Give it a name. Respondents see it as the title of the form.")
    elif len(form["title"]) > LONGEST_TITLE:
        form.wrong("title", f"Give a name of {LONGEST_TITLE} characters at most.")


def _name_page(request: Req, library: Library, form: Form) -> Response[bytes]:
    beginnings = [(one.id, title(one)) for one in library.questionnaires.values()]
    return page(request, "studio/new.html", status=422 if form.faults else 200, form=form, beginnings=beginnings)


def _file_page(request: Req, form: Form) -> Response[bytes]:
    return page(request, "studio/from_file.html", status=422 if form.faults else 200, form=form, encodings=ENCODINGS)
