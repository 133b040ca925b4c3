"""The comments of a closed wave: reworded, taken out, released."""

from collections.abc import Iterable
from typing import NamedTuple

from babel import Locale
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from diagnostic.analysis import Comment, Report
from diagnostic.errors import NotPossible
from diagnostic.questionnaire.library import Library
from diagnostic.questionnaire.side_effects import Why
from diagnostic.storage.models import Alliance, CommentNote, Wave
from diagnostic.survey.comments import LONGEST, decide, digest, notes_of
from diagnostic.survey.reports import as_computed
from diagnostic.web.consultant.forms import submitted_form
from diagnostic.web.pages import Req, flash, page, redirect

DONE = {
    "keep": "Stored. You alone read it, in your briefing.",
    "release": "Stored. Both companies may read it.",
    "out": "The comment is taken out of every page and file.",
}


class CommentRow(NamedTuple):
    """The same words in answer to the same question: decided about once, whoever and however many wrote them."""

    key: str
    question: str
    text: str
    writers: str
    held: Why | None
    """Why it had to be looked at before anybody else read it, whatever was decided since."""
    note: CommentNote | None

    @property
    def waits(self) -> bool:
        return self.held is not None and self.note is None


class Comments(Controller):
    """What is decided here is laid over the stored Report, which stays as it was computed."""

    path = "/waves/{wave_id:uuid}/comments"

    @get("/")
    async def look_through(
        self, request: Req, wave: NamedDependency[Wave], library: NamedDependency[Library]
    ) -> Response[bytes]:
        report = await _report(wave)
        notes = await notes_of(wave)
        alike: dict[str, list[Comment]] = {}
        for comment in report.comments:
            alike.setdefault(digest(comment), []).append(comment)
        english = report.texts.get("en") or next(iter(report.texts.values()))
        rows = [
            CommentRow(
                key,
                english.get(f"question:{same[0].question}", ""),
                same[0].text,
                _writers(same, wave.alliance),
                library.side_effects.why_held(same[0].text, wave.languages),
                notes.get(key),
            )
            for key, same in alike.items()
        ]
        # First those that wait for a decision, reports before the others. The order of what does not wait is shuffled,
        # and is not changed by deciding.
        rows.sort(key=lambda row: (not row.waits, row.waits and row.held != "report"))
        known = library.side_effects.languages
        return page(
            request,
            "comments.html",
            wave=wave,
            alliance=wave.alliance,
            rows=rows,
            longest=LONGEST,
            known=_in_english(known),
            unknown=_in_english(set(wave.languages) - set(known)),
        )

    @post("/{comment:str}")
    async def settle(self, request: Req, wave: NamedDependency[Wave], comment: FromPath[str]) -> Response[bytes]:
        found = next((each for each in (await _report(wave)).comments if digest(each) == comment), None)
        if found is None:
            raise NotFoundException
        form = await submitted_form(request)
        decision = form["decision"]
        try:
            if decision not in DONE:
                raise NotPossible("Nothing was stored. Choose who may read the comment.")
            await decide(wave, found, text=form["text"], taken_out=decision == "out", released=decision == "release")
        except NotPossible as reason:
            flash(request, str(reason), "bad")
            return redirect(f"/waves/{wave.id}/comments")
        flash(request, DONE[decision])
        return redirect(f"/waves/{wave.id}/comments#c-{comment[:12]}")


def _in_english(languages: Iterable[str]) -> list[str]:
    return sorted(Locale("en").languages.get(code, code) for code in languages)


def _writers(same: list[Comment], alliance: Alliance) -> str:
    names = sorted({alliance.company(each.side) for each in same if each.side})
    companies = " and ".join(names) or "One of the two companies"
    return companies if len(same) == 1 else f"{companies}, {len(same)} people in the same words"


async def _report(wave: Wave) -> Report:
    report = await as_computed(wave)
    if report is None:
        raise NotFoundException
    return report
