"""The pages that tell a respondent one thing: thanks, what a link is refused for, what went wrong."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from litestar import Request
from litestar.response import Template

from diagnostic.errors import AlreadyAnswered, InvitationWithdrawn, LinkRefused, UnknownLink, WaveEnded
from diagnostic.mail.wording import zone_name
from diagnostic.questionnaire import other
from diagnostic.questionnaire.frame import Frame
from diagnostic.questionnaire.language_codes import nearest
from diagnostic.storage.models import Invitation, Receipt, Wave, WaveState
from diagnostic.survey.ballots import layers
from diagnostic.survey.invitations import look_up, sending_ends
from diagnostic.survey.sealing import in_fours
from diagnostic.web.links import repaired_link
from diagnostic.web.pages import english_first
from diagnostic.web.respondent_page import shell_context

Req = Request[Any, Any, Any]

REFUSALS: dict[type[LinkRefused], tuple[int, str]] = {
    UnknownLink: (404, "unknown"),
    AlreadyAnswered: (410, "answered"),
    WaveEnded: (410, "ended"),
    InvitationWithdrawn: (410, "withdrawn"),
}
FAILURES = {404: "unknown", 413: "too_large", 429: "too_often", 503: "not_ready"}
"""The words for what went wrong; for any other status see `Messages.failed`."""
KEPT = {"too_often", "not_ready", "failed", "not_read"}
"""What sending again can fix: whoever was answering is told that nothing filled in is lost."""
LOST = {"unknown.title": "lost.offer", "lost.sent_title": "lost.again"}
"""The words of the link to the page that sends lost links, where there is one."""


class Messages:
    """The pages, in the language that was asked for, else the respondent's own, else the browser's."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame

    def thanks(self, request: Req, invitation: Invitation, receipt: str | None) -> Template:
        """The page that has the browser drop its draft; ``receipt`` where the server sealed and so made it."""
        wave = invitation.wave
        day = self.frame.date(self.languages(request, invitation)[0], wave.last_day())
        still_open = datetime.now(UTC) < wave.deadline(wave.alliance)
        keys = ("thanks.text", *(("thanks.next",) if still_open else ()), "thanks.close")
        return self.message(
            request, invitation, "thanks.title", keys, good=True, stored=True, receipt=receipt, date=day
        )

    def stop(self, request: Req, invitation: Invitation) -> Template:
        return self.message(request, invitation, "stop.title", ("stop.text", "stop.still"), button="stop.button")

    def stopped(self, request: Req, invitation: Invitation) -> Template:
        return self.message(request, invitation, "stop.done_title", ("stop.done_text", "stop.still"), good=True)

    def lost(self, request: Req) -> Template:
        keys = ("lost.text", "lost.discreet")
        return self.message(request, None, "lost.title", keys, button="lost.button", ask="lost.address")

    def link_sent(self, request: Req) -> Template:
        return self.message(request, None, "lost.sent_title", ("lost.sent_text", "lost.sent_what"), good=True)

    async def refused(self, request: Req, token: str, refusal: LinkRefused) -> Template:
        """The page for a link that cannot be used; where the link is known, it says whom to ask."""
        status, key = REFUSALS[type(refusal)]
        invitation = None if isinstance(refusal, UnknownLink) else await look_up(token)
        grace = invitation is not None and isinstance(refusal, WaveEnded) and _in_grace(invitation)
        keys: tuple[str, ...] = (f"{key}.text", f"{key}.what")
        receipts: list[str] = []
        if invitation is not None and isinstance(refusal, WaveEnded):
            receipts = await _receipts(invitation.wave)
            keys = keys if receipts else (*keys, *_without_receipts(invitation.wave))
        return self.message(request, invitation, f"{key}.title", keys, status=status, grace=grace, receipts=receipts)

    def failed(self, request: Req, status: int, headers: Mapping[str, str]) -> Template:
        """The page for what went wrong, whatever it was: it asks the database nothing."""
        key = FAILURES.get(status) or ("failed" if status >= 500 else "not_read")
        texts = [f"{key}.text", f"{key}.what"]
        if key in KEPT and (repaired_link(request.scope["path"]) or "").startswith("/a/"):
            texts.append("failed.kept")
        page = self.message(request, None, f"{key}.title", texts, status=status)
        page.headers.update(headers)
        return page

    def message(
        self,
        request: Req,
        invitation: Invitation | None,
        title: str,
        texts: Sequence[str],
        *,
        button: str | None = None,
        ask: str | None = None,
        good: bool = False,
        stored: bool = False,
        grace: bool = False,
        receipt: str | None = None,
        receipts: Sequence[str] = (),
        status: int = 200,
        **names: object,
    ) -> Template:
        """A page that says one thing.

        ``ask`` for an address; ``stored``: the answers are, so the browser drops its draft; ``grace``: a browser whose
        draft was begun before the end may still send it; ``receipt`` is one's own, ``receipts`` are everybody's.
        """
        language, languages = self.languages(request, invitation)
        # Following a link from a page that answers a POST would lose what it says.
        offered = [language] if request.method == "POST" else languages
        alliance = invitation.wave.alliance if invitation else None
        if invitation and alliance:
            side = invitation.participant.side
            names |= {"us": alliance.company(side), "them": alliance.company(other(side))}
        context = {
            **shell_context(self.frame, language, offered),
            "heading": self.frame.text(language, title, **names),
            "texts": [self.frame.text(language, key, **names) for key in texts],
            "button": button and self.frame.text(language, button),
            "ask": ask and self.frame.text(language, ask),
            "good": good,
            "stored": stored,
            "grace": grace,
            "receipt": receipt and in_fours(receipt),
            "receipts": [in_fours(code) for code in receipts],
            "counted": self.frame.number(language, sum((invitation.wave.participation or {}).values()))
            if invitation
            else "",
            "days": self.frame.number(language, invitation.wave.retention_days) if invitation else "",
            "sealable": invitation is not None and bool(layers(invitation.wave)),
            "keepable": invitation is not None and bool(invitation.wave.targets),
            "answered": title == "answered.title",
            "lost": self.frame.text(language, LOST[title]) if title in LOST else None,
            "contact": alliance.contact if alliance else None,
            "companies": (names["us"], names["them"]) if alliance else (),
            "simulated": alliance is not None and alliance.simulated,
        }
        return Template("respondent/message.html", context=context, status_code=status)

    def languages(
        self, request: Req, invitation: Invitation | None, wished: str | None = None
    ) -> tuple[str, list[str]]:
        """The language of the page, and all it could be in; ``wished`` is what a form asks for."""
        if invitation is None:
            offered = english_first(self.frame.languages)
            accepted = request.headers.get("Accept-Language", "").split(",")
            own = [part.partition(";")[0] for part in accepted]
        else:
            offered = [code for code in english_first(invitation.wave.languages) if code in self.frame.languages]
            own = [invitation.participant.language]
        wishes = [wished, request.query_params.get("language"), *own, "en"]
        return next((found for wish in wishes if wish and (found := nearest(wish, offered))), offered[0]), offered

    def grace_note(self, language: str, invitation: Invitation) -> str | None:
        """Until when somebody who had begun can still send, once the last day is over."""
        wave = invitation.wave
        if datetime.now(UTC) < wave.deadline(wave.alliance):
            return None
        # The minute before: of a midnight people do not know which day it belongs to.
        until = (sending_ends(wave, wave.alliance) - timedelta(minutes=1)).astimezone(ZoneInfo(wave.alliance.timezone))
        return self.frame.text(
            language,
            "grace.note",
            date=self.frame.date(language, until.date()),
            time=self.frame.time(language, until),
            timezone=zone_name(until.date(), wave.alliance.timezone, self.frame.text(language, "locale")),
        )


async def _receipts(wave: Wave) -> list[str]:
    """Those of all ballots of a wave that were counted: nobody sees one before the close."""
    codes = Receipt.filter(wave_id=wave.id).order_by("code").values_list("code", flat=True)
    return [str(code) for code in await codes]


def _without_receipts(wave: Wave) -> tuple[str, ...]:
    """What is said where there is no receipt to be seen: not yet, no more, or nothing in a wave that gave none."""
    if not layers(wave):
        return ()
    return ("receipt.later",) if wave.state == WaveState.OPEN else ("receipt.gone",)


def _in_grace(invitation: Invitation) -> bool:
    wave = invitation.wave
    return wave.state == WaveState.OPEN and datetime.now(UTC) < sending_ends(wave, wave.alliance)
