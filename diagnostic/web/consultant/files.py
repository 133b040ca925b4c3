"""The files of a briefing: what is offered, what a download is called, and the page for while one is being made."""

import re
import unicodedata
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple, get_args
from urllib.parse import quote, urlencode

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from diagnostic.analysis.report import Edition
from diagnostic.briefing.editions import edition as edition_of
from diagnostic.briefing.renderers import CONSULTANTS, RENDERERS
from diagnostic.briefing.unseen import clean
from diagnostic.storage.models import RenderingState, Wave
from diagnostic.survey import renderings as kept
from diagnostic.survey.plans import frozen_questionnaire, today
from diagnostic.survey.renderings import RenderingProgress
from diagnostic.survey.reports import stored_report
from diagnostic.web.pages import UNCOMPRESSED, Req, english_first, page
from diagnostic.web.renderings import Make, RenderingRequest, Renderings

EDITIONS: tuple[Edition, ...] = get_args(Edition)
LONGEST_FILENAME_PART = 80
"""Characters of an alliance's name in the name of a file."""
_NOT_IN_NAMES = '/\\:*?"<>|'


class Offer(NamedTuple):
    """A file that people are offered: its address, its format, what it is called and is for."""

    file: str
    format: str
    name: str
    purpose: str
    media_type: str

    def is_of(self, edition: Edition) -> bool:
        """Whether there is one of an edition."""
        return edition == "consultant" or self.format not in CONSULTANTS

    @property
    def speaks(self) -> bool:
        """Whether it is another one in each language."""
        return self.format != "json"


READ = Offer("", "page", "Page", "To read here: point at a chart to see its figures.", "text/html")
OFFERS = (
    Offer("briefing.pdf", "pdf", "PDF", "To print, or to send. Two pages say it all in short.", "application/pdf"),
    Offer(
        "appendix.pdf",
        "appendix",
        "Appendix",
        "To look things up, and to prepare: every statement, every number, the interview guide.",
        "application/pdf",
    ),
    Offer(
        "sponsors.pdf",
        "sponsors",
        "For the sponsors",
        "One page, to give to an executive of each company at the same time.",
        "application/pdf",
    ),
    Offer(
        "briefing.pptx",
        "pptx",
        "Slides",
        "To present, and to edit: every chart is PowerPoint’s own.",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    Offer(
        "briefing.xlsx",
        "xlsx",
        "Workbook",
        "Every figure as a table, with what each column means.",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    Offer(
        "briefing.docx",
        "docx",
        "Word",
        "To edit: all of it as text, tables and pictures.",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    Offer("briefing.md", "md", "Markdown", "For notes and wikis: plain text and tables.", "text/markdown"),
    Offer("charts.zip", "svg", "Charts", "Every picture by itself, for your own documents (SVG).", "application/zip"),
    Offer("briefing.json", "json", "Figures", "For other programs: the Report as JSON.", "application/json"),
)
"""In the order in which they are offered."""


def address(wave: Wave, edition: str, language: str, file: str = "", **more: str) -> str:
    """Where a file is; without a name, the page."""
    query = urlencode({"edition": edition, "language": language, **more})
    return f"/waves/{wave.id}/briefing{file and f'/{file}'}?{query}"


def languages(wave: Wave) -> list[str]:
    """Those a briefing can be read in."""
    return english_first(frozen_questionnaire(wave).languages)


def asked_for(request: Req, wave: Wave, form: str) -> RenderingRequest:
    """What somebody asked for; there is nothing at an address with a word that means nothing."""
    edition = request.query_params.get("edition", "consultant")
    spoken = languages(wave)
    language = request.query_params.get("language", spoken[0])
    chosen = next((each for each in EDITIONS if each == edition), None)
    if chosen is None or language not in spoken:
        raise NotFoundException
    return RenderingRequest(form, chosen, language)


class Files(Controller):
    """Downloads."""

    path = "/waves/{wave_id:uuid}/briefing/{file:str}"

    # They are compressed already, or small.
    @get("/", opt={UNCOMPRESSED: True})
    async def download(
        self, request: Req, wave: NamedDependency[Wave], file: FromPath[str], renderings: NamedDependency[Renderings]
    ) -> Response[Any]:
        offer = _offer(file)
        wanted = asked_for(request, wave, offer.format)
        if not offer.is_of(wanted.edition):
            raise NotFoundException
        make = partial(RENDERERS[offer.format], language=wanted.language)
        if offer.speaks:
            made = await made_or_making(request, wave, renderings, offer, wanted=wanted, make=make)
        else:
            report = await stored_report(wave, renderings.words)
            if report is None:
                raise NotFoundException
            made = make(edition_of(report, wanted.edition), content=None)
        if isinstance(made, Response):
            return made
        headers = {"Content-Disposition": disposition(wave, offer, wanted)}
        return Response(made, media_type=offer.media_type, headers=headers)

    @get("/progress")
    async def progress(
        self, request: Req, wave: NamedDependency[Wave], file: FromPath[str], renderings: NamedDependency[Renderings]
    ) -> dict[str, Any]:
        """For the script of the page that is shown meanwhile."""
        offer = _offer(file)
        return how_far(await renderings.look(wave, asked_for(request, wave, offer.format)), offer)


def _offer(file: str) -> Offer:
    for offer in OFFERS:
        if offer.file == file:
            return offer
    raise NotFoundException


async def made_or_making(
    request: Req, wave: Wave, renderings: Renderings, offer: Offer, *, wanted: RenderingRequest, make: Make
) -> bytes | Response[Any]:
    """The file if it is ready in a moment; else a page on how far it is, which ends in it."""
    found = await renderings.ask(wave, wanted, make, again="again" in request.query_params)
    if found and found.state is RenderingState.READY and (body := await kept.body(found)) is not None:
        return body
    if found is None and await kept.shown_by(wave) is None:
        raise NotFoundException
    has_failed = found is not None and found.state is RenderingState.FAILED
    here = address(wave, wanted.edition, wanted.language, offer.file)
    return page(
        request,
        "briefing_making.html",
        status=500 if has_failed else 202,
        wave=wave,
        alliance=wave.alliance,
        offer=offer,
        has_failed=has_failed,
        here=here,
        again=f"{here}&again=1",
        progress=address(wave, wanted.edition, wanted.language, f"{offer.file}/progress" if offer.file else "progress"),
        **how_far(found, offer),
    )


def how_far(found: RenderingProgress | None, offer: Offer) -> dict[str, Any]:
    """``finished`` says that the address has something new; one that is forgotten meanwhile is made again there."""
    finished = found is None or found.state is not RenderingState.IN_WORK
    ready = found is not None and found.state is RenderingState.READY
    words = "It is ready, and the download begins." if ready and offer.file else "This takes a few seconds."
    return {"words": words, "finished": finished}


def disposition(wave: Wave, offer: Offer, wanted: RenderingRequest) -> str:
    """What a download is called: alliance, kind of wave, its last day, edition, language; in any script (RFC 6266)."""
    stem, _, ending = offer.file.rpartition(".")
    parts = [
        clean(wave.alliance.brand).strip()[:LONGEST_FILENAME_PART],
        wave.kind if stem == "briefing" else f"{wave.kind} {stem}",
        f"{today(wave.alliance, wave.closed_at):%Y-%m-%d}",
        wanted.edition,
        *([wanted.language] if offer.speaks else []),
    ]
    name = _dashed(" ".join(parts), lambda character: character not in _NOT_IN_NAMES and character.isprintable())
    plain = unicodedata.normalize("NFKD", name.replace("ß", "ss")).encode("ascii", "ignore").decode()
    plain = _dashed(plain, lambda character: character.isalnum() or character in "._-")
    names = f'attachment; filename="{plain}.{ending}"'
    return names if plain == name else f"{names}; filename*=UTF-8''{quote(f'{name}.{ending}', safe='')}"


def _dashed(text: str, fits: Callable[[str], bool]) -> str:
    """A text's words with dashes between them; what does not fit in becomes a gap."""
    fitting = "".join(character if fits(character) else " " for character in text)
    return "-".join(filter(None, re.split(r"[\s-]+", fitting))).strip(".-")
