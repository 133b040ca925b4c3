"""Signing in and out."""

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from diagnostic.settings import Settings
from diagnostic.survey.consultants import authenticate
from diagnostic.web.consultant.forms import Form, submitted_form
from diagnostic.web.pages import Req, page, redirect
from diagnostic.web.security.rate_limit import RateLimit, address_of
from diagnostic.web.security.sessions import sign_in, signed_in_consultant


class SignIn(Controller):
    """The way in and the way out."""

    @get("/sign-in")
    async def ask(self, request: Req, next: FromQuery[str] = "") -> Response[bytes]:
        if await signed_in_consultant(request.session) is not None:
            return redirect(_inside(next))
        return page(request, "sign_in.html", form=Form({"next": _inside(next)}))

    @post("/sign-in")
    async def enter(self, request: Req, settings: NamedDependency[Settings]) -> Response[bytes]:
        rate_limit, address = RateLimit("sign-in", settings.secret), address_of(request)
        await rate_limit.count_network(address)
        form = await submitted_form(request)
        await rate_limit.count_account(form["email"], address)
        consultant = await authenticate(form["email"], form["password"])
        if consultant is None:
            # One answer for an unknown address and a wrong password, or the page would list accounts.
            form.wrong("password", "The email address or the password is wrong.")
            return page(request, "sign_in.html", status=422, form=form)
        await rate_limit.succeeded(form["email"], address)
        sign_in(request.session, consultant)
        return redirect(_inside(form["next"]))

    @post("/sign-out")
    async def leave(self, request: Req) -> Response[bytes]:
        request.session.clear()
        return redirect("/sign-in")


def _inside(path: str) -> str:
    """A page of this server to go on to: never an address that leads elsewhere."""
    if path.startswith("/") and not path.startswith(("//", "/\\")) and path != "/sign-in":
        return path
    return "/alliances"
