"""Who may see what: one place decides, and what is somebody else's does not exist."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from litestar import Response
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath

from diagnostic.errors import NotPossible
from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Alliance, Consultant, Wave
from diagnostic.survey.instruments import library_of
from diagnostic.survey.sharing import may_work_on
from diagnostic.web.pages import Req, flash, redirect
from diagnostic.web.security.sessions import signed_in_consultant


class SignInNeeded(Exception):
    """Nobody is signed in."""


async def require_sign_in(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """The guard of every page but the sign-in and the password's."""
    consultant = await signed_in_consultant(connection.session)
    if consultant is None:
        raise SignInNeeded
    connection.scope["user"] = consultant


def signed_in(request: Req) -> Consultant:
    """Who is signed in; the guard has made sure that somebody is."""
    consultant: Consultant = request.user
    return consultant


async def owned_alliance(consultant: NamedDependency[Consultant], alliance_id: FromPath[UUID]) -> Alliance:
    """An alliance that the consultant works on; for one that is unknown or another's there is nothing here."""
    alliance = await Alliance.get_or_none(may_work_on(consultant), id=alliance_id)
    if alliance is None:
        raise NotFoundException
    return alliance


async def owned_wave(consultant: NamedDependency[Consultant], wave_id: FromPath[UUID]) -> Wave:
    """A wave of an alliance that the consultant works on, with its alliance."""
    wave = await Wave.get_or_none(id=wave_id).prefetch_related("alliance")
    if wave is None or not await Alliance.filter(may_work_on(consultant), id=wave.alliance_id).exists():
        raise NotFoundException
    return wave


async def own_library(consultant: NamedDependency[Consultant], product: NamedDependency[Library]) -> Library:
    """What the consultant may ask: the product's questionnaires and their firm's."""
    return await library_of(consultant, product)


def to_sign_in(request: Req, _: Exception) -> Response[Any]:
    """Sign in first, then come back to the page that was asked for."""
    if request.method != "GET" or request.url.path == "/":
        return redirect("/sign-in")
    # With its query: which edition of a briefing was asked for stands there.
    query = f"?{request.url.query}" if request.url.query else ""
    return redirect(f"/sign-in?next={quote(request.url.path + query, safe='/')}")


def not_possible(request: Req, error: NotPossible) -> Response[Any]:
    """Say why on the page of what it was about."""
    flash(request, str(error), "bad")
    for kind, pages in (("wave", "waves"), ("alliance", "alliances"), ("instrument", "questionnaires")):
        if (subject := request.path_params.get(f"{kind}_id")) is not None:
            return redirect(f"/{pages}/{subject}")
    for page in ("/firm/playbook", "/firm"):
        if request.url.path.startswith(page):
            return redirect(page)
    return redirect("/alliances")
