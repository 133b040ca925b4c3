"""The briefing of a closed wave as a page: the stored Report, rendered; its charts one by one."""

import asyncio
from functools import partial
from typing import Any

import msgspec
from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from diagnostic.analysis import to_json
from diagnostic.briefing import charts_zip, html
from diagnostic.briefing.brand import Brand
from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Wave
from diagnostic.survey.plans import frozen_questionnaire
from diagnostic.survey.reports import stored_report
from diagnostic.translation.drafts import Drafts
from diagnostic.web.assets import Assets
from diagnostic.web.consultant.files import OFFERS, READ, address, asked_for, how_far, languages, made_or_making
from diagnostic.web.pages import UNCOMPRESSED, Req
from diagnostic.web.renderings import RenderingRequest, Renderings
from diagnostic.web.vega import VEGA_URL

_ENDINGS = {"json": "application/json", "svg": "image/svg+xml"}


def _other_languages(wave: Wave, wanted: RenderingRequest, library: Library, drafts: Drafts) -> list[tuple[str, str]]:
    """The same page in the other languages, each by its own name; to consultants alone with which are drafts."""
    draft = drafts.in_briefing(frozen_questionnaire(wave)) if wanted.edition == "consultant" else frozenset()
    return [
        (
            library.frame.text(language, "language") + (" (draft translation)" if language in draft else ""),
            address(wave, wanted.edition, language),
        )
        for language in languages(wave)
        if language != wanted.language
    ]


class Briefing(Controller):
    """Renderings of one stored value."""

    path = "/waves/{wave_id:uuid}"
    opt = {UNCOMPRESSED: False}  # noqa: RUF012 - Litestar's way; nothing here holds a form's key

    @get("/briefing")
    async def read(
        self,
        *,
        request: Req,
        wave: NamedDependency[Wave],
        renderings: NamedDependency[Renderings],
        assets: NamedDependency[Assets],
        library: NamedDependency[Library],
        drafts: NamedDependency[Drafts],
    ) -> Response[Any]:
        wanted = asked_for(request, wave, READ.format)
        make = partial(
            html.render,
            language=wanted.language,
            stylesheet_url=assets.url("briefing.css"),
            colours_url=f"/waves/{wave.id}/briefing/colours.css",
            back_url=f"/waves/{wave.id}",
            languages=_other_languages(wave, wanted, library, drafts),
            files=[
                (one.format, address(wave, wanted.edition, wanted.language, one.file))
                for one in OFFERS
                if one.is_of(wanted.edition)
            ],
            interactive=html.Interactive(
                script_url=assets.url("briefing.js"),
                vega_url=VEGA_URL,
                chart_url=lambda chart: address(wave, wanted.edition, wanted.language, f"charts/{chart}"),
            ),
        )
        made = await made_or_making(request, wave, renderings, READ, wanted=wanted, make=make)
        return made if isinstance(made, Response) else Response(made, media_type=READ.media_type)

    @get("/briefing/progress")
    async def progress(
        self, request: Req, wave: NamedDependency[Wave], renderings: NamedDependency[Renderings]
    ) -> dict[str, Any]:
        """For the script of the page that is shown meanwhile."""
        return how_far(await renderings.look(wave, asked_for(request, wave, READ.format)), READ)

    @get("/briefing/colours.css")
    async def colours(self, wave: NamedDependency[Wave], renderings: NamedDependency[Renderings]) -> Response[bytes]:
        """The firm's, for the page: it may have no style in itself."""
        brand = Brand.load((await renderings.content_of(wave)).folder)
        return Response(brand.style.encode(), media_type="text/css")

    @get("/briefing/charts/{chart:str}")
    async def chart(
        self, request: Req, wave: NamedDependency[Wave], chart: FromPath[str], renderings: NamedDependency[Renderings]
    ) -> Response[bytes]:
        """One chart: for the page's script to draw, or as a drawing to take along."""
        wanted = asked_for(request, wave, "chart")
        name, _, ending = chart.rpartition(".")
        picture = await renderings.picture(wave, wanted, name) if ending in _ENDINGS else None
        if picture is None:
            raise NotFoundException
        narrow = request.query_params.get("width") == "narrow"

        def made() -> bytes:
            if ending == "json":
                return msgspec.json.encode((picture.narrow if narrow else picture.wide).spec)
            return charts_zip.document(picture)

        body = await asyncio.to_thread(made)
        download = f'attachment; filename="{name}-{wanted.edition}-{wanted.language}.svg"'
        headers = {"Content-Disposition": download} if ending == "svg" else {}
        return Response(body, media_type=_ENDINGS[ending], headers=headers)

    @get("/report.json")
    async def figures(self, wave: NamedDependency[Wave], library: NamedDependency[Library]) -> Response[bytes]:
        report = await stored_report(wave, library.side_effects)
        if report is None:
            raise NotFoundException
        return Response(
            to_json(report),
            media_type="application/json",
            headers={"Content-Disposition": f'attachment; filename="report-{wave.id}.json"'},
        )
