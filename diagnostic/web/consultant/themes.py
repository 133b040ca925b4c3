"""The themes of a closed wave: what several comments are about, told in the consultant's words."""

from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from diagnostic.errors import NotPossible
from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Theme, Wave
from diagnostic.survey.comments import notes_of
from diagnostic.survey.themes import (
    LONGEST_NAME,
    LONGEST_TEXT,
    SEVERAL,
    add_theme,
    change_theme,
    delete_theme,
    themes_of,
)
from diagnostic.web.consultant.comment_rows import comments_in, rows_of
from diagnostic.web.consultant.comments import report_of, theme_names
from diagnostic.web.consultant.forms import submitted_form
from diagnostic.web.pages import Req, flash, page, redirect


class Themes(Controller):
    """A list of its own for every wave; the comments are sorted where they are gone through."""

    path = "/waves/{wave_id:uuid}/themes"

    @get("/")
    async def look_at(
        self, request: Req, wave: NamedDependency[Wave], library: NamedDependency[Library]
    ) -> Response[bytes]:
        report, themes = await report_of(wave), await themes_of(wave)
        rows = rows_of(report, wave, await notes_of(wave), themes, library.side_effects)
        sorted_into = [(theme, [row for row in rows if theme in row.themes]) for theme in themes]
        return page(
            request,
            "themes.html",
            wave=wave,
            alliance=wave.alliance,
            themes=[(theme, own, comments_in(own)) for theme, own in sorted_into],
            names=await theme_names(wave, report, themes),
            longest_name=LONGEST_NAME,
            longest=LONGEST_TEXT,
            several=SEVERAL,
        )

    @post("/")
    async def add(self, request: Req, wave: NamedDependency[Wave]) -> Response[bytes]:
        await report_of(wave)
        form = await submitted_form(request)
        try:
            theme = await add_theme(wave, form["name"])
        except NotPossible as reason:
            flash(request, str(reason), "bad")
            return redirect(f"/waves/{wave.id}/themes")
        return redirect(f"/waves/{wave.id}/themes#t-{theme.id}")

    @post("/{theme_id:uuid}")
    async def change(self, request: Req, wave: NamedDependency[Wave], theme_id: FromPath[UUID]) -> Response[bytes]:
        theme, form = await _own(wave, theme_id), await submitted_form(request)
        try:
            await change_theme(
                wave, theme, name=form["name"], text=form["text"], released=form["decision"] == "release"
            )
        except NotPossible as reason:
            flash(request, str(reason), "bad")
            return redirect(f"/waves/{wave.id}/themes")
        flash(request, f"Stored. {'Both companies' if theme.released else 'You alone'} may read it.")
        return redirect(f"/waves/{wave.id}/themes#t-{theme.id}")

    @post("/{theme_id:uuid}/delete")
    async def delete(self, request: Req, wave: NamedDependency[Wave], theme_id: FromPath[UUID]) -> Response[bytes]:
        theme = await _own(wave, theme_id)
        await delete_theme(wave, theme)
        flash(request, f"The theme “{theme.name}” is deleted. Its comments stay.", "warn")
        return redirect(f"/waves/{wave.id}/themes")


async def _own(wave: Wave, theme_id: UUID) -> Theme:
    theme = await Theme.get_or_none(id=theme_id, wave=wave)
    if theme is None:
        raise NotFoundException
    return theme
