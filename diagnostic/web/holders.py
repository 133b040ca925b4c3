"""A key-holder's page, behind a link without an account: to make a key, to try it out, and to take a layer off.

GET and HEAD change nothing, and hand out nothing that is of use without the key. What is posted here was made by
``static/keys.js``; the private key and the key code are never sent.
"""

import base64
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from litestar import MediaType, Response, Router, get, head, post
from litestar.params import FromPath
from litestar.response import Template

from diagnostic.errors import NotPossible, UnknownLink
from diagnostic.questionnaire import SIDES, Side, other
from diagnostic.questionnaire.frame import Frame
from diagnostic.questionnaire.language_codes import nearest
from diagnostic.storage.models import KeyHolder, Wave, WaveState
from diagnostic.survey import holding, mixing, sealing
from diagnostic.survey.ballots import HOLDERS, layers
from diagnostic.survey.mixing import AWAITED_FOR
from diagnostic.web.pages import Req, english_first
from diagnostic.web.respondent import LARGEST_BODY, read_form, straighten
from diagnostic.web.respondent_messages import Messages
from diagnostic.web.respondent_page import shell_context

AT_ONCE = 200
"""Ballots handed out at once: of the largest questionnaire, about three megabytes."""

Read = Callable[[str], bytes]


def holders_router(frame: Frame, secret: str, messages: Messages) -> Router:
    """The route ``/key/{token}``."""

    @get("/key/{token:str}")
    async def show(request: Req, token: FromPath[str]) -> Response[Any]:
        try:
            holder = await holding.look_up(token)
        except UnknownLink as refusal:
            return await messages.refused(request, token, refusal)
        wanted = request.query_params.get("give")
        if wanted == "key":
            return Response(_key(holder, secret))
        if wanted == "ballots":
            return Response(await _ballots(holder, request.query_params.get("from", "0")))
        return await _page(request, holder, frame)

    @head("/key/{token:str}")
    async def look(token: FromPath[str]) -> Response[None]:
        try:
            await holding.look_up(token)
        except UnknownLink:
            return Response(None, status_code=404, media_type=MediaType.HTML)
        return Response(None, media_type=MediaType.HTML)

    @post("/key/{token:str}", status_code=200)
    async def take(request: Req, token: FromPath[str]) -> Response[Any]:
        try:
            holder = await holding.look_up(token)
        except UnknownLink as refusal:
            return await messages.refused(request, token, refusal)
        form = {name: values[0] for name, values in (await read_form(request)).items()}
        try:
            await _do(holder, form, secret)
        except (NotPossible, KeyError, ValueError, msgspec.DecodeError):
            # The page shows what it is about once it is loaded again.
            return Response(None, status_code=409)
        return Response(None, status_code=204)

    return Router(
        path="/",
        route_handlers=[show, look, take],
        before_request=straighten,
        request_max_body_size=LARGEST_BODY,
    )


async def _do(holder: KeyHolder, form: dict[str, str], secret: str) -> None:
    key, wave = holder.key, holder.key.wave
    if form["do"] == "make":
        await holding.keep_key(key, _bytes(form["public_key"]), _bytes(form["wrapped_key"]))
    elif form["do"] == "try":
        await holding.rehearse(key, _bytes(form["proof"]), secret)
    elif not holding.proves(key, wave.state, _bytes(form["proof"]), secret):
        raise NotPossible("Only who has the key can do this.")
    elif form["do"] == "part":
        sent = msgspec.json.decode(form["ballots"], type=list[tuple[Side, str]])
        await mixing.take_part(key, UUID(form["upload"]), [(side, _bytes(sealed)) for side, sealed in sent])
    else:
        await mixing.finish(key, UUID(form["upload"]), form["taken"], form["given"])


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _text(data: bytes | None) -> str:
    return base64.b64encode(bytes(data or b"")).decode()


def _key(holder: KeyHolder, secret: str) -> dict[str, str]:
    key = holder.key
    if key.wrapped_key is None:
        return {}
    return {
        "public_key": _text(key.public_key),
        "wrapped_key": _text(key.wrapped_key),
        "challenge": _text(holding.challenge(key, key.wave.state, secret)),
    }


async def _ballots(holder: KeyHolder, first: str) -> list[tuple[str, str]]:
    wave, side = holder.key.wave, holder.key.side
    if wave.state != WaveState.MIXING or await mixing.turn(wave) != side:
        return []
    number = int(first) if first.isdecimal() and len(first) < 9 else 0
    return [(each, _text(sealed)) for each, sealed in await mixing.incoming(wave, side, number, AT_ONCE)]


class _Listed(msgspec.Struct, frozen=True):
    """A list of ballots: whose it is, how many, and by what it is told from every other."""

    holder: Side | None
    """Who passed it on; None for the ballots as they were cast."""
    counts: dict[str, int]
    left_out: int
    mark: str


async def _page(request: Req, holder: KeyHolder, frame: Frame) -> Template:
    key = holder.key
    wave, side = key.wave, key.side
    alliance = wave.alliance
    offered = english_first(frame.languages)
    wishes = [request.query_params.get("language"), holder.language, "en"]
    language = next(found for wish in wishes if wish and (found := nearest(wish, offered)))
    stage, sealed_to = await _stage(holder), layers(wave)
    until = await mixing.destroyed_at(wave) or mixing.awaited_until(key.asked_at, alliance.timezone)
    names = {
        "brand": alliance.brand,
        "company": alliance.company(side),
        "partner": alliance.company(other(side)),
        "contact": alliance.contact,
        "date": frame.date(language, wave.last_day()),
        "until": frame.date(language, (until.astimezone(ZoneInfo(alliance.timezone)) - timedelta(minutes=1)).date()),
        "days": frame.number(language, AWAITED_FOR.days),
    }
    context = {
        **shell_context(frame, language, offered, **names),
        "simulated": alliance.simulated,
        "stage": stage,
        "company": names["company"],
        "companies": {one: alliance.company(one) for one in SIDES},
        "contact": alliance.contact,
        "lists": await _lists(wave, stage),
        "number": lambda value: frame.number(language, value),
        "layers": sealing.encoded(sealed_to) if stage not in ("make", "try", "ready") else "",
        "fingerprint": sealing.fingerprint(sealed_to) if sealed_to else None,
        "wave": str(wave.id),
        "side": side,
    }
    return Template("respondent/holder.html", context=context)


async def _stage(holder: KeyHolder) -> str:
    key, wave = holder.key, holder.key.wave
    if wave.state == WaveState.DRAFT:
        return "make" if key.public_key is None else "ready" if key.rehearsed_at else "try"
    if wave.state != WaveState.MIXING:
        return wave.state.value
    turn = await mixing.turn(wave)
    if turn is None:
        return "opening"
    if turn == key.side:
        return "turn"
    return "done" if HOLDERS.index(key.side) < HOLDERS.index(turn) else "wait"


async def _lists(wave: Wave, stage: str) -> list[_Listed]:
    """What was given to whom and passed on, as far as it has come."""
    steps = await mixing.steps_of(wave)
    made = [
        _Listed(
            step.holder,
            step.given,
            sum(step.taken.values()) - sum(step.given.values()),
            mixing.shown(step.given_digest),
        )
        for step in steps
    ]
    if steps:
        return [_Listed(None, steps[0].taken, 0, mixing.shown(steps[0].taken_digest)), *made]
    if stage not in ("turn", "wait"):
        return []
    came = await mixing.incoming(wave, HOLDERS[0])
    return [_Listed(None, mixing.counted(came), 0, mixing.shown(mixing.digest(came)))]
