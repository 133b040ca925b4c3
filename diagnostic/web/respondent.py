"""A respondent's pages: consent and form in one, sending the answers, asking for no more mail, or for the link again.

GET and HEAD change nothing, and show nothing of whether a link was used: mail gateways open links, and whoever handles
the mail is not to learn who took part. No page and no log line names the token, and no page sets a cookie.
"""

import base64
import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from litestar import MediaType, Request, Response, Router, get, head, post
from litestar.background_tasks import BackgroundTask
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect, Template

from diagnostic.errors import AlreadyAnswered, AnswerFault, InvalidAnswers, LinkRefused, NoBallot
from diagnostic.questionnaire import Answers, Questionnaire, Side, other
from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Consultant, Invitation, Wave
from diagnostic.survey import sealing
from diagnostic.survey.ballots import cast, layers, room, seal
from diagnostic.survey.carried import earlier_waves, followed
from diagnostic.survey.holding import is_held
from diagnostic.survey.invitations import begun_stamp, has_begun, look_up, refused
from diagnostic.survey.perceived import asked_of
from diagnostic.survey.plans import frozen_questionnaire
from diagnostic.survey.waves import do_not_contact, invited, send_link_again
from diagnostic.text import clean
from diagnostic.web.links import repaired_link
from diagnostic.web.respondent_messages import REFUSALS, Messages
from diagnostic.web.respondent_page import CONSENT, CONSENT_MISSING, Invited, Promise, SealedTo, form_context
from diagnostic.web.security.rate_limit import RateLimit, address_of

LARGEST_BODY = 512_000

STEP = "_step"
"""A field of the form: ``open`` asks whether the link can be used, and sends nothing yet."""
LANGUAGE = "_language"
"""A field of the form: asks for the form in another language, with all that is filled in."""
BEGUN = "_begun"
"""A field of the form: the stamp of a form that was opened before the end."""
BALLOT = "_ballot"
"""What a page sends that has sealed the answers, in base 64, in place of every field that holds one."""

Req = Request[Any, Any, Any]
Form = Mapping[str, Sequence[str]]


def respondent_router(library: Library, secret: str, messages: Messages) -> Router:
    """The routes ``/a/{token}`` and ``/stop/{token}``, and ``/lost`` for those who have no link any more."""

    async def form_page(
        request: Req,
        token: str,
        invitation: Invitation,
        *,
        values: Form | None = None,
        faults: Sequence[AnswerFault] = (),
        wished: str | None = None,
    ) -> Template:
        language, languages = messages.languages(request, invitation, wished)
        context = form_context(
            frozen_questionnaire(invitation.wave),
            library.frame,
            language,
            await promise(invitation.wave, invitation.participant.side, invitation.participant.attribute),
            languages=languages,
            values=values,
            faults=faults,
            begun=begun_stamp(invitation.wave, secret),
            grace=messages.grace_note(language, invitation),
            order=_order(token),
        )
        return Template("respondent/form.html", context=context, status_code=422 if faults else 200)

    async def seen(token: str, begun: str) -> Invitation:
        """The invitation of a link that is looked at, used or not."""
        invitation = await look_up(token)
        refusal = _refusal(invitation, begun)
        if refusal and not isinstance(refusal, AlreadyAnswered):
            raise refusal
        return invitation

    def _refusal(invitation: Invitation, begun: str) -> Exception | None:
        return refused(invitation, datetime.now(UTC), begun=has_begun(invitation.wave, begun, secret))

    @get("/a/{token:str}")
    async def show_form(request: Req, token: FromPath[str]) -> Template:
        try:
            return await form_page(request, token, await seen(token, request.query_params.get("begun", "")))
        except LinkRefused as refusal:
            return await messages.refused(request, token, refusal)

    @post("/a/{token:str}", status_code=200)
    async def take_form(request: Req, token: FromPath[str]) -> Response[Any]:
        try:
            invitation = await look_up(token)
            form = await read_form(request)
            begun = form.get(BEGUN, [""])[0]
            if LANGUAGE in form:
                return await form_page(request, token, await seen(token, begun), values=form, wished=form[LANGUAGE][0])
            if refusal := _refusal(invitation, begun):
                raise refusal
            if form.get(STEP) == ["open"]:
                return Response(None, status_code=204)
            receipt = None
            if BALLOT in form:
                ballot = _sent_sealed(form, invitation.wave)
            else:
                taken = take(frozen_questionnaire(invitation.wave), form, invitation.participant.side)
                if not isinstance(taken, Answers):
                    return await form_page(request, token, invitation, values=form, faults=taken)
                ballot, receipt = await seal(invitation, form)
            await cast(token, ballot, begun=has_begun(invitation.wave, begun, secret))
        except LinkRefused as refusal:
            return await messages.refused(request, token, refusal)
        except NoBallot:
            return messages.failed(request, 400, {})
        return messages.thanks(request, invitation, receipt)

    @get("/stop/{token:str}")
    async def ask_to_stop(request: Req, token: FromPath[str]) -> Template:
        try:
            return messages.stop(request, await look_up(token))
        except LinkRefused as refusal:
            return await messages.refused(request, token, refusal)

    # Serves the page's button and a mail program's one click (RFC 8058) alike.
    @post("/stop/{token:str}", status_code=200)
    async def stop(request: Req, token: FromPath[str]) -> Template:
        try:
            invitation = await look_up(token)
        except LinkRefused as refusal:
            return await messages.refused(request, token, refusal)
        await do_not_contact(invitation)
        return messages.stopped(request, invitation)

    @get("/lost")
    async def ask_for_link(request: Req) -> Template:
        return messages.lost(request)

    @post("/lost", status_code=200)
    async def send_link(request: Req) -> Template:
        await RateLimit("new-link", secret).count_network(address_of(request))
        email = (await read_form(request)).get("email", [""])[0].strip()
        answer = messages.link_sent(request)
        # After the answer has left, so that its time does not say who is invited either.
        answer.background = BackgroundTask(send_link_again, email, secret)
        return answer

    return Router(
        path="/",
        route_handlers=[
            show_form,
            take_form,
            ask_to_stop,
            stop,
            ask_for_link,
            send_link,
            _head("/a", lambda request, token: seen(token, request.query_params.get("begun", ""))),
            _head("/stop", lambda _, token: look_up(token)),
        ],
        before_request=straighten,
        request_max_body_size=LARGEST_BODY,
    )


def _order(token: str) -> int:
    """In which order a link's questions are read: always the same, kept nowhere, and told by no answer."""
    return hashlib.sha256(b"order" + token.encode()).digest()[0]


def straighten(request: Req) -> Redirect | None:
    """Send a damaged link on to what it was, before anything is asked of it."""
    link = repaired_link(request.scope["path"])
    # The same method again: a mail program's one click is a POST.
    return Redirect(link, status_code=308) if link and link != request.scope["path"] else None


def _head(path: str, check: Callable[[Req, str], Awaitable[Invitation]]) -> HTTPRouteHandler:
    """The status of a link alone: for whoever asks without opening it."""

    @head(f"{path}/{{token:str}}")
    async def look(request: Req, token: FromPath[str]) -> Response[None]:
        try:
            await check(request, token)
        except LinkRefused as refusal:
            return Response(None, status_code=REFUSALS[type(refusal)][0], media_type=MediaType.HTML)
        return Response(None, media_type=MediaType.HTML)

    return look


async def read_form(request: Req) -> dict[str, list[str]]:
    """The fields sent, each with all its values; whatever else was sent is ignored."""
    body = (await request.body()).decode("utf-8", errors="replace")
    form: dict[str, list[str]] = {}
    for name, value in parse_qsl(body, keep_blank_values=True, separator="&"):
        form.setdefault(clean(name), []).append(clean(value))
    return form


def _sent_sealed(form: Form, wave: Wave) -> bytes:
    if form.get(CONSENT) != ["yes"]:
        raise NoBallot("It was sent without consent.")
    if not layers(wave):
        raise NoBallot("The pages of this wave seal nothing.")
    try:
        return base64.b64decode(form[BALLOT][0], validate=True)
    except ValueError as error:
        raise NoBallot("It is not in base 64.") from error


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
    earlier = await earlier_waves(wave)
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
        closes_on=wave.last_day(),
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
        held=await is_held(wave),
        simulated=alliance.simulated,
        sealed_to=_sealed_to(wave, side),
        followed=followed(wave, side, earlier),
        compared=asked_of(wave, side, earlier),
    )


def _sealed_to(wave: Wave, side: Side) -> SealedTo | None:
    if not (keys := layers(wave)):
        return None
    return SealedTo(
        bound_to=sealing.bound_to(wave.id, side, "").decode(),
        layers=sealing.encoded(keys),
        size=room(wave, frozen_questionnaire(wave)),
        fingerprint=sealing.fingerprint(keys),
    )
