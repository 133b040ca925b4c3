"""The comments of a closed wave: gone through on one page, and sorted by theme."""

from collections.abc import Iterable
from typing import Any

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from diagnostic.analysis import Report
from diagnostic.errors import NotPossible
from diagnostic.questionnaire import language_codes
from diagnostic.questionnaire.library import Library
from diagnostic.questionnaire.subjects import Subjects
from diagnostic.storage.models import Theme, Wave
from diagnostic.survey.comments import LONGEST, Decision, decide, decide_on_all, digest, notes_of
from diagnostic.survey.reports import as_computed
from diagnostic.survey.themes import (
    LONGEST_NAME,
    add_theme,
    add_to_theme,
    names_before,
    set_themes,
    suggested,
    themes_of,
)
from diagnostic.text import alike
from diagnostic.web.consultant.comment_rows import (
    A_PAGE,
    OTHER,
    STATES,
    CommentRow,
    Filter,
    Progress,
    comments_in,
    laid_over,
    rows_of,
    texts_of,
)
from diagnostic.web.consultant.forms import Form, submitted_form
from diagnostic.web.pages import Req, count, flash, page, redirect

DECISIONS: dict[str, Decision] = {"keep": "keep", "release": "release", "out": "out"}
DONE = {
    "": "Stored. Who may read it is as it was.",
    "keep": "Stored. You alone read it, in your briefing.",
    "release": "Stored. Both companies may read it.",
    "out": "The comment is taken out of every page and file.",
}
DONE_TOGETHER = {
    "keep": "You alone read {them}, in your briefing.",
    "release": "Both companies may read {them}.",
    "out": "{them} taken out of every page and file.",
}


class Comments(Controller):
    """What is decided here is laid over the stored Report, which stays as it was computed."""

    path = "/waves/{wave_id:uuid}/comments"

    @get("/")
    async def look_through(
        self, request: Req, wave: NamedDependency[Wave], library: NamedDependency[Library]
    ) -> Response[bytes]:
        report = await report_of(wave)
        themes = await themes_of(wave)
        rows = rows_of(report, wave, await notes_of(wave), themes, library.side_effects)
        wanted = Filter.of(request.query_params)
        fitting = [row for row in rows if wanted.fits(row)]
        pages = max(1, -(-len(fitting) // A_PAGE))
        wanted = wanted._replace(page=min(wanted.page, pages))
        shown = fitting[(wanted.page - 1) * A_PAGE : wanted.page * A_PAGE]
        known = library.side_effects.languages
        waiting, folded = [row for row in rows if row.waits], [row for row in shown if row.folded]
        reports = comments_in(row for row in waiting if row.held == "report")
        return page(
            request,
            "comments.html",
            wave=wave,
            alliance=wave.alliance,
            rows=rows,
            shown=[row for row in shown if not row.folded],
            folded=folded,
            reports=reports,
            unread=comments_in(waiting) - reports,
            saying_nothing=comments_in(folded),
            suggestions=_suggestions(shown, rows, themes, library.subjects),
            wanted=wanted,
            pages=pages,
            progress=Progress.of(rows),
            topics=_topics(rows),
            tongues=_tongues(rows),
            states=STATES,
            themes=themes,
            names=[*(theme.name for theme in themes), *await theme_names(wave, report, themes)],
            longest_name=LONGEST_NAME,
            longest=LONGEST,
            known=_in_english(known),
            unknown=_in_english(set(wave.languages) - set(known)),
        )

    @post("/{comment:str}")
    async def settle(
        self, request: Req, wave: NamedDependency[Wave], comment: FromPath[str], library: NamedDependency[Library]
    ) -> Response[Any]:
        """One comment, and those in the same words. A script is answered in JSON, a form with the page."""
        form = await submitted_form(request)
        rows = await _rows(wave, library)
        row = next((each for each in rows if comment in map(digest, each.comments)), None)
        if row is None:
            raise NotFoundException
        wanted = form["decision"]
        try:
            if wanted not in DONE:
                raise NotPossible("Nothing was stored. Choose who may read the comment.")
            await decide(wave, row.comments, DECISIONS.get(wanted), text=form["text"], translation=form["translation"])
            await set_themes(wave, map(digest, row.comments), form.chosen("theme"))
        except NotPossible as reason:
            return _told(request, wave, str(reason), row, good=False)
        if "json" not in request.headers.get("Accept", ""):
            return _told(request, wave, DONE[wanted], row, form["next"])
        (stored,) = laid_over([row], await notes_of(wave), await themes_of(wave))
        now = [stored if each is row else each for each in rows]
        return Response({"words": DONE[wanted], "state": stored.state, "text": stored.shown, **_progress(now)})

    @post("/")
    async def settle_several(
        self, request: Req, wave: NamedDependency[Wave], library: NamedDependency[Library]
    ) -> Response[Any]:
        """Those that are ticked, together: who may read them, or what they are about."""
        form = await submitted_form(request)
        chosen = set(form.chosen("comment"))
        rows = [row for row in await _rows(wave, library) if row.key in chosen]
        back = redirect(f"/waves/{wave.id}/comments{Filter.of(request.query_params).query()}")
        if not rows:
            flash(request, "Nothing was stored. Tick the comments first.", "bad")
        elif form["decision"] in DECISIONS:
            await _decide_together(request, wave, rows, DECISIONS[form["decision"]])
        elif form["decision"] == "theme":
            await _sort_together(request, wave, rows, form)
        else:
            flash(request, "Nothing was stored. Choose what to do with them.", "bad")
        return back


async def _decide_together(request: Req, wave: Wave, rows: list[CommentRow], decision: Decision) -> None:
    # What has to be passed on within a day is looked at by itself.
    free = [row for row in rows if not row.waits]
    comments = [comment for row in free for comment in row.comments]
    if comments:
        await decide_on_all(wave, comments, decision)
        them = count(len(comments), "comment")
        is_out = f"{them} {'is' if len(comments) == 1 else 'are'}"
        flash(request, f"Stored. {DONE_TOGETHER[decision].format(them=is_out if decision == 'out' else them)}")
    if left := comments_in(row for row in rows if row.waits):
        flash(request, f"{count(left, 'comment')} may report a side effect: decide about each by itself.", "warn")


async def _sort_together(request: Req, wave: Wave, rows: list[CommentRow], form: Form) -> None:
    try:
        theme = await add_theme(wave, form["name"])
    except NotPossible as reason:
        flash(request, str(reason), "bad")
        return
    comments = [comment for row in rows for comment in row.comments]
    await add_to_theme(wave, map(digest, comments), str(theme.id))
    flash(request, f"Stored. {count(len(comments), 'comment')} about “{theme.name}”.")


def _told(
    request: Req, wave: Wave, words: str, row: CommentRow, following: str = "", *, good: bool = True
) -> Response[Any]:
    """Say what became of a comment, and leave the reader at the one that follows, or at the same."""
    if "json" in request.headers.get("Accept", ""):
        return Response({"words": words}, status_code=200 if good else 422)
    flash(request, words, "good" if good else "bad")
    path = f"/waves/{wave.id}/comments{Filter.of(request.query_params).query()}"
    at = following if following.isalnum() else row.key[:12]
    return redirect(f"{path}#c-{at}" if good else path)


def _progress(rows: Iterable[CommentRow]) -> dict[str, Any]:
    progress = Progress.of(rows)
    return {"done": progress.done, "total": progress.total, "progress": progress.words}


async def _rows(wave: Wave, library: Library) -> list[CommentRow]:
    report = await report_of(wave)
    return rows_of(report, wave, await notes_of(wave), await themes_of(wave), library.side_effects)


def _topics(rows: Iterable[CommentRow]) -> dict[str, str]:
    return {row.comments[0].question: row.question for row in rows}


def _tongues(rows: Iterable[CommentRow]) -> list[tuple[str, str]]:
    """The languages that comments are in, code and name, what is not known last."""
    codes = {row.language or OTHER for row in rows}
    named = sorted((language_codes.named(code), code) for code in codes - {OTHER})
    return [(code, name) for name, code in named] + [(OTHER, "Another, or too short to tell")] * (OTHER in codes)


def _suggestions(
    shown: list[CommentRow], rows: list[CommentRow], themes: list[Theme], subjects: Subjects
) -> dict[str, list[Theme]]:
    """By row, the themes it may be about and is not yet."""
    known = {digest(comment): comment.text for row in rows for comment in row.comments}
    found = suggested([row.text for row in shown], [row.question for row in shown], themes, known, subjects)
    return {
        row.key: [theme for theme in likely if theme not in row.themes]
        for row, likely in zip(shown, found, strict=True)
    }


def _in_english(languages: Iterable[str]) -> list[str]:
    return sorted(language_codes.named(code) for code in languages)


async def report_of(wave: Wave) -> Report:
    """The Report as it was computed; not found where there is none."""
    report = await as_computed(wave)
    if report is None:
        raise NotFoundException
    return report


async def theme_names(wave: Wave, report: Report, themes: Iterable[Theme]) -> list[str]:
    """What a theme may be called: as earlier waves did, or like what was asked about; without those there are."""
    texts = texts_of(report)
    topics = {f"topic:{topic.id}" for asked in report.priorities for topic in asked.topics}
    titles = [text for key, text in texts.items() if key in topics or (key.startswith("scale:") and "@" not in key)]
    there = {alike(theme.name) for theme in themes}
    offered = {alike(name): name for name in (*await names_before(wave), *titles)}
    return [name for key, name in offered.items() if key not in there]
