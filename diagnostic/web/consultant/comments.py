"""The comments of a closed wave: reworded, taken out, released."""

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from diagnostic.analysis import Report
from diagnostic.storage.models import Wave
from diagnostic.survey.comments import decide, digest, may_report_side_effect, notes_of
from diagnostic.survey.reports import as_computed
from diagnostic.web.consultant.forms import sent
from diagnostic.web.pages import Req, go, page, tell


class Comments(Controller):
    """What is decided here is laid over the stored Report, which stays as it was computed."""

    path = "/waves/{wave_id:uuid}/comments"

    @get("/")
    async def look_through(self, request: Req, wave: NamedDependency[Wave]) -> Response[bytes]:
        report = await _report(wave)
        notes = await notes_of(wave)
        english = report.texts.get("en") or next(iter(report.texts.values()))
        rows = [
            {
                "key": digest(comment),
                "question": english.get(f"question:{comment.question}", ""),
                "comment": comment,
                "note": notes.get(digest(comment)),
                "flagged": may_report_side_effect(comment),
            }
            for comment in report.comments
        ]
        # First those that wait for a decision. The order of the others is shuffled, and is not changed by deciding.
        rows.sort(key=lambda row: not (row["flagged"] and row["note"] is None))
        return page(request, "comments.html", wave=wave, alliance=wave.alliance, rows=rows)

    @post("/{comment:str}")
    async def settle(self, request: Req, wave: NamedDependency[Wave], comment: FromPath[str]) -> Response[bytes]:
        found = next((each for each in (await _report(wave)).comments if digest(each) == comment), None)
        if found is None:
            raise NotFoundException
        form = await sent(request)
        taken_out, released = form["decision"] == "out", form["decision"] == "release"
        await decide(wave, found, text=form["text"], taken_out=taken_out, released=released)
        tell(request, "The comment is taken out." if taken_out else "The comment is stored as it will be read.")
        return go(f"/waves/{wave.id}/comments#c-{comment[:12]}")


async def _report(wave: Wave) -> Report:
    report = await as_computed(wave)
    if report is None:
        raise NotFoundException
    return report
