"""All questionnaires a consultant may ask, and where their own begin: with one of the product's, or in a file."""

from concurrent.futures import BrokenExecutor
from functools import partial

import msgspec
from litestar import Controller, Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromQuery

from diagnostic.errors import Fault, Faults, UnreadableFile, grouped
from diagnostic.process_pool import ProcessPool
from diagnostic.questionnaire import Questionnaire
from diagnostic.questionnaire.duration import for_consultants
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
from diagnostic.web.consultant.uploads import Uploads, new_upload
from diagnostic.web.pages import Req, english_first, flash, page, redirect
from diagnostic.web.security.request_limits import FILES

LONGEST_TITLE = 80
UPLOADS = Uploads("instrument")
_TOO_LONG = "takes too long to read; an instrument is a few pages"


class OnShelf(msgspec.Struct, frozen=True):
    """One of a firm's own questionnaires in the list."""

    instrument: Instrument
    version: InstrumentVersion
    title: str
    questionnaire: Questionnaire
    minutes: str
    languages: tuple[str, ...]
    """Those in which it can be asked."""
    lacking: int


class FromFile(msgspec.Struct, frozen=True):
    """What a file says, what was assumed for it and what it could not take along, while somebody reads that."""

    file: str
    questionnaire: Questionnaire
    assumed: tuple[Fault, ...]
    left_out: tuple[Fault, ...]


class Shelf(Controller):
    """The list, and what is new in it."""

    path = "/questionnaires"

    @get("/")
    async def show(
        self, request: Req, consultant: NamedDependency[Consultant], product: NamedDependency[Library]
    ) -> Response[bytes]:
        ours = [
            (one, product.title(one), for_consultants(one, product.frame).told)
            for one in product.questionnaires.values()
        ]
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
    async def choose_file(self, request: Req, library: NamedDependency[Library]) -> Response[bytes]:
        return _file_page(request, library, Form())

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
            return _file_page(request, library, form)
        try:
            name = slug(form["title"]).replace("_", "-") or "own"
            language = form["language"] if form["language"] in library.frame.languages else ""
            encoding = form["encoding"] if form["encoding"] in ENCODINGS else ""
            found = await read_upload(readers, file, supplied, name=name, language=language, encoding=encoding)
        except Faults as error:
            form.wrong("instrument", str(error))
            return _file_page(request, library, form)
        made = await begin(consultant, found.questionnaire, form["title"], library)
        return redirect(f"/questionnaires/{made.id}/read/{await keep(made, file, found)}")


async def read_upload(
    readers: ProcessPool,
    file: UploadFile,
    supplied: SuppliedWords,
    *,
    name: str,
    language: str = "",
    base: Questionnaire | None = None,
    encoding: str = "",
) -> InstrumentRead:
    """An instrument's file, read where no harm is done; raises `Faults`, saying why it cannot be."""
    filename, data = one_line(file.filename)[:LONGEST_FILENAME], await file.read()
    try:
        read = partial(read_instrument, name=name, supplied=supplied, language=language, base=base, encoding=encoding)
        return await in_a_reader(readers, read, filename, data)
    except (BrokenExecutor, MemoryError):
        raise UnreadableFile([Fault(filename, _TOO_LONG)]) from None


async def keep(instrument: Instrument, file: UploadFile, found: InstrumentRead) -> str:
    """Keep what was read of a file while somebody looks at it; what it is called in addresses."""
    upload = new_upload()
    read = FromFile(file.filename, found.questionnaire, tuple(grouped(found.assumed)), tuple(grouped(found.left_out)))
    await UPLOADS.keep(instrument, upload, read)
    return upload


async def _own(consultant: Consultant, product: Library) -> list[OnShelf]:
    instruments = {each.id: each for each in await Instrument.filter(may_edit(consultant)).order_by("-created_at")}
    return [
        OnShelf(
            instrument=instruments[version.instrument_id],
            version=version,
            title=title(questionnaire),
            questionnaire=questionnaire,
            minutes=for_consultants(questionnaire, product.frame).told,
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
    beginnings = [(one.id, library.title(one)) for one in library.questionnaires.values()]
    return page(request, "studio/new.html", status=422 if form.faults else 200, form=form, beginnings=beginnings)


def _file_page(request: Req, library: Library, form: Form) -> Response[bytes]:
    frame = library.frame
    languages = [(code, frame.text(code, "language")) for code in english_first(frame.languages)]
    status = 422 if form.faults else 200
    return page(request, "studio/from_file.html", status=status, form=form, languages=languages, encodings=ENCODINGS)
