"""The briefing of a closed wave: the stored Report, rendered."""

import asyncio

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException

from diagnostic.analysis import to_json
from diagnostic.briefing import html
from diagnostic.settings import Settings
from diagnostic.storage.models import Wave
from diagnostic.survey.reports import stored_report
from diagnostic.web.assets import Assets
from diagnostic.web.pages import UNCOMPRESSED


class Briefing(Controller):
    """Renderings of one stored value."""

    path = "/waves/{wave_id:uuid}"
    opt = {UNCOMPRESSED: False}  # noqa: RUF012 - Litestar's way; nothing here holds a form's key

    @get("/briefing")
    async def read(
        self, wave: NamedDependency[Wave], settings: NamedDependency[Settings], assets: NamedDependency[Assets]
    ) -> Response[bytes]:
        report = await stored_report(wave)
        if report is None:
            raise NotFoundException
        body = await asyncio.to_thread(
            html.render,
            report,
            "en",
            content=settings.content,
            stylesheet_url=assets.url("briefing.css"),
            back_url=f"/waves/{wave.id}",
        )
        return Response(body, media_type="text/html; charset=utf-8")

    @get("/report.json")
    async def download(self, wave: NamedDependency[Wave]) -> Response[bytes]:
        report = await stored_report(wave)
        if report is None:
            raise NotFoundException
        return Response(
            to_json(report),
            media_type="application/json",
            headers={"Content-Disposition": f'attachment; filename="report-{wave.id}.json"'},
        )
