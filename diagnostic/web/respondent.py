"""A respondent's pages: consent and form in one, sending the answers, asking for no more mail, or for a new link.

GET and HEAD change nothing: mail gateways open links. No page, header or log line names the token,
and no page sets a cookie.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

from litestar import MediaType, Request, Response, Router, get, head, post
from litestar.background_tasks import BackgroundTask
from litestar.exceptions import ClientException, HTTPException, InternalServerException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Template

from diagnostic.errors import (
    AlreadyAnswered,
    AnswerFault,
    InvalidAnswers,
    InvitationWithdrawn,
    LinkRefused,
    UnknownLink,
    WaveEnded,
)
from diagnostic.questionnaire import Answers, Questionnaire, Side, other
from diagnostic.questionnaire.frame import Frame
from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Consultant, Invitation, Wave
from diagnostic.survey.ballots import cast
from diagnostic.survey.invitations import find, look_up
from diagnostic.survey.plans import frozen_questionnaire
from diagnostic.survey.waves import do_not_contact, invited, send_link_again
from diagnostic.web.respondent_page import CONSENT, CONSENT_MISSING, Invited, Promise, form_context, shell_context
from diagnostic.web.security.attempts import Attempts, address_of

LARGEST_BODY = 512_000
MOST_FIELDS = 2_000
REFUSALS: dict[type[LinkRefused], tuple[int, str]] = {
    UnknownLink: (404, "unknown"),
    AlreadyAnswered: (410, "answered"),
    WaveEnded: (410, "ended"),
    InvitationWithdrawn: (410, "withdrawn"),
}

Req = Request[Any, Any, Any]
Form = Mapping[str, Sequence[str]]


def respondent_router(library: Library, secret: str) -> Router:
    """The routes ``/a/{token}`` and ``/stop/{token}``, and ``/lost`` for those who have no link any more."""
    pages = _Pages(library.frame)

    @get("/a/{token:str}")
    async def show_form(request: Req, token: FromPath[str]) -> Template:
        try:
            return await pages.form(request, await find(token))
        except LinkRefused as refusal:
            return await pages.refused(request, token, refusal)

    @post("/a/{token:str}", status_code=200)
    async def send_answers(request: Req, token: FromPath[str]) -> Template:
        try:
            invitation = await find(token)
            form = await read_form(request)
            taken = take(frozen_questionnaire(invitation.wave), form, side_of(invitation))
            if not isinstance(taken, Answers):
                return await pages.form(request, invitation, values=form, faults=taken)
            await cast(token, taken)
        except LinkRefused as refusal:
            return await pages.refused(request, token, refusal)
        return pages.thanks(request, invitation)

    @get("/stop/{token:str}")
    async def ask_to_stop(request: Req, token: FromPath[str]) -> Template:
        try:
            return pages.stop(request, await look_up(token))
        except LinkRefused as refusal:
            return await pages.refused(request, token, refusal)

    # Serves the page's button and a mail program's one click (RFC 8058) alike.
    @post("/stop/{token:str}", status_code=200)
    async def stop(request: Req, token: FromPath[str]) -> Template:
        try:
            invitation = await look_up(token)
        except LinkRefused as refusal:
            return await pages.refused(request, token, refusal)
        await do_not_contact(invitation)
        return pages.stopped(request, invitation)

    @get("/lost")
    async def ask_for_link(request: Req) -> Template:
        return pages.lost(request)

    @post("/lost", status_code=200)
    async def send_link(request: Req) -> Template:
        await Attempts("new-link", secret).count_network(address_of(request))
        email = (await read_form(request)).get("email", [""])[0].strip()
        answer = pages.link_sent(request)
        # After the answer has left, so that its time does not say who is invited either.
        answer.background = BackgroundTask(send_link_again, email, secret)
        return answer

    return Router(
        path="/",
        route_handlers=[
            show_form,
            send_answers,
            ask_to_stop,
            stop,
            ask_for_link,
            send_link,
            _head("/a", find),
            _head("/stop", look_up),
        ],
        exception_handlers={413: pages.too_large, 429: pages.too_often},
        request_max_body_size=LARGEST_BODY,
    )


def _head(path: str, check: Callable[[str], Awaitable[Invitation]]) -> HTTPRouteHandler:
    """The status of a link alone: for whoever asks without opening it."""

    @head(f"{path}/{{token:str}}")
    async def look(token: FromPath[str]) -> Response[None]:
        try:
            await check(token)
        except LinkRefused as refusal:
            return Response(None, status_code=REFUSALS[type(refusal)][0], media_type=MediaType.HTML)
        return Response(None, media_type=MediaType.HTML)

    return look


async def read_form(request: Req) -> dict[str, list[str]]:
    """The fields sent, each with all its values; whatever else was sent is ignored."""
    try:
        body = (await request.body()).decode("utf-8", errors="replace")
    except InternalServerException as cut_off:
        # Whoever was sending has lost the connection: no fault of ours, and not to be logged as one.
        raise ClientException(cut_off.detail) from cut_off
    form: dict[str, list[str]] = {}
    for number, (name, value) in enumerate(parse_qsl(body, keep_blank_values=True, separator="&")):
        if number >= MOST_FIELDS:
            break
        form.setdefault(name, []).append(value)
    return form


def take(questionnaire: Questionnaire, form: Form, side: Side) -> Answers | Sequence[AnswerFault]:
    """The answers, or every fault: those of the questions, and a consent that is not given."""
    missing = [] if form.get(CONSENT) == ["yes"] else [CONSENT_MISSING]
    try:
        answers = questionnaire.validate(form, side)
    except InvalidAnswers as invalid:
        return [*invalid.faults, *missing]
    return missing or answers


async def promise(wave: Wave, side: Side, group: str | None) -> Promise:
    """What the consent page states to somebody of a side and, where an attribute is kept, of a group."""
    alliance = wave.alliance
    counts = await invited(wave)
    consultant = await Consultant.get(alliances__id=alliance.id)
    return Promise(
        us=alliance.company(side),
        them=alliance.company(other(side)),
        brand=alliance.brand,
        consultant=consultant.name,
        controller=alliance.controller,
        contact=alliance.contact,
        k=wave.k,
        comment_k=wave.comment_k,
        attribute=wave.attribute,
        group=group if wave.attribute else None,
        closes_on=wave.closes_on,
        timezone=alliance.timezone,
        retention_days=wave.retention_days,
        invited=tuple(
            Invited(
                company=alliance.company(one),
                people=counts[one].people,
                outside=counts[one].outside,
                domains=tuple(alliance.domains(one)),
            )
            for one in (side, other(side))
        ),
        simulated=alliance.simulated,
    )


def side_of(invitation: Invitation) -> Side:
    return "a" if invitation.participant.side == "a" else "b"


class _Pages:
    """The pages, in the language that was asked for, else the respondent's own."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame

    async def form(
        self, request: Req, invitation: Invitation, *, values: Form | None = None, faults: Sequence[AnswerFault] = ()
    ) -> Template:
        language, languages = self.languages(request, invitation)
        context = form_context(
            frozen_questionnaire(invitation.wave),
            self.frame,
            language,
            await promise(invitation.wave, side_of(invitation), invitation.participant.attribute),
            languages=languages,
            values=values,
            faults=faults,
        )
        return Template("respondent/form.html", context=context, status_code=422 if faults else 200)

    def thanks(self, request: Req, invitation: Invitation) -> Template:
        day = self.frame.date(self.languages(request, invitation)[0], invitation.wave.closes_on)
        keys = ("thanks.text", "thanks.next", "thanks.close")
        return self.message(request, invitation, "thanks.title", keys, good=True, forget=True, date=day)

    def stop(self, request: Req, invitation: Invitation) -> Template:
        return self.message(request, invitation, "stop.title", ("stop.text", "stop.still"), button="stop.button")

    def lost(self, request: Req) -> Template:
        keys = ("lost.text", "lost.ends")
        return self.message(request, None, "lost.title", keys, button="lost.button", ask="lost.address")

    def link_sent(self, request: Req) -> Template:
        return self.message(request, None, "lost.sent_title", ("lost.sent_text", "lost.sent_what"), good=True)

    def stopped(self, request: Req, invitation: Invitation) -> Template:
        return self.message(request, invitation, "stop.done_title", ("stop.done_text", "stop.still"), good=True)

    async def refused(self, request: Req, token: str, refusal: LinkRefused) -> Template:
        """The page for a link that cannot be used; where the link is known, it says whom to ask."""
        status, key = REFUSALS[type(refusal)]
        invitation = None if isinstance(refusal, UnknownLink) else await look_up(token)
        keys = (f"{key}.text", f"{key}.what")
        return self.message(request, invitation, f"{key}.title", keys, status=status, forget=status == 410)

    def too_large(self, request: Req, _: Exception) -> Template:
        return self.message(request, None, "too_large.title", ("too_large.text", "too_large.what"), status=413)

    def too_often(self, request: Req, error: HTTPException) -> Template:
        answer = self.message(request, None, "too_often.title", ("too_often.text",), status=429)
        answer.headers |= error.headers or {}
        return answer

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
        forget: bool = False,
        status: int = 200,
        **names: object,
    ) -> Template:
        """A page that says one thing; ``ask`` for an address, ``forget`` has the browser drop its draft."""
        language, languages = self.languages(request, invitation)
        alliance = invitation.wave.alliance if invitation else None
        if invitation and alliance:
            side = side_of(invitation)
            names |= {"us": alliance.company(side), "them": alliance.company(other(side))}
        context = {
            **shell_context(self.frame, language, languages),
            "heading": self.frame.text(language, title, **names),
            "texts": [self.frame.text(language, key, **names) for key in texts],
            "button": button and self.frame.text(language, button),
            "ask": ask and self.frame.text(language, ask),
            "good": good,
            "forget": forget,
            "lost": self.frame.text(language, "lost.offer") if title == "unknown.title" else None,
            "contact": alliance.contact if alliance else None,
            "companies": (names["us"], names["them"]) if alliance else (),
            "simulated": alliance is not None and alliance.simulated,
        }
        return Template("respondent/message.html", context=context, status_code=status)

    def languages(self, request: Req, invitation: Invitation | None) -> tuple[str, list[str]]:
        """The language of the page, and all it could be in."""
        if invitation is None:
            offered = list(self.frame.languages)
            wished = [part.strip()[:2].lower() for part in request.headers.get("Accept-Language", "").split(",")]
        else:
            offered = [code for code in invitation.wave.languages if code in self.frame.languages]
            wished = [invitation.participant.language]
        wished = [request.query_params.get("language", ""), *wished, "en"]
        language = next((code for code in wished if code in offered), offered[0])
        # A page that answers a POST offers no other language: following that link would lose what it says.
        return language, offered if request.method == "GET" else [language]
