"""The comments of a closed wave: reworded, taken out, released."""

from typing import NamedTuple

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from diagnostic.analysis import Comment, Report
from diagnostic.errors import NotPossible
from diagnostic.storage.models import Alliance, CommentNote, Wave
from diagnostic.survey.comments import LONGEST, decide, digest, notes_of, waits
from diagnostic.survey.reports import as_computed
from diagnostic.survey.side_effects import may_report_side_effect
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
    flagged: bool
    waits: bool
    note: CommentNote | None


class Comments(Controller):
    """What is decided here is laid over the stored Report, which stays as it was computed."""

    path = "/waves/{wave_id:uuid}/comments"

    @get("/")
    async def look_through(self, request: Req, wave: NamedDependency[Wave]) -> Response[bytes]:
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
                may_report_side_effect(same[0].text),
                waits(same[0], notes),
                notes.get(key),
            )
            for key, same in alike.items()
        ]
        # First those that wait for a decision. The order of the others is shuffled, and is not changed by deciding.
        rows.sort(key=lambda row: not row.waits)
        return page(request, "comments.html", wave=wave, alliance=wave.alliance, rows=rows, longest=LONGEST)

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


def _writers(same: list[Comment], alliance: Alliance) -> str:
    names = sorted({alliance.company(each.side) for each in same if each.side})
    companies = " and ".join(names) or "One of the two companies"
    return companies if len(same) == 1 else f"{companies}, {len(same)} people in the same words"


async def _report(wave: Wave) -> Report:
    report = await as_computed(wave)
    if report is None:
        raise NotFoundException
    return report
