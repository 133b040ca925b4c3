"""A forgotten password: ask for a link, and set a new one with it."""

from litestar import Controller, Response, get, post
from litestar.background_tasks import BackgroundTask
from litestar.di import NamedDependency
from litestar.params import FromPath

from diagnostic.errors import NotPossible
from diagnostic.settings import Settings
from diagnostic.storage.models import Consultant
from diagnostic.survey.consultants import must_be_hard_to_guess, set_password
from diagnostic.web.consultant.forms import Form, submitted_form
from diagnostic.web.pages import Req, flash, page, redirect
from diagnostic.web.security.rate_limit import RateLimit, address_of
from diagnostic.web.security.reset import ask_for_reset, spend_reset, whose_reset

USED = "This link has been used, or is older than an hour or than your password. Ask for a new one."


class Passwords(Controller):
    """Nothing here tells whether an account exists: the same page, after the same time."""

    path = "/password"

    @get("/forgotten")
    async def ask(self, request: Req) -> Response[bytes]:
        return page(request, "password_forgotten.html", form=Form(), asked=False)

    @post("/forgotten", status_code=200)
    async def send(self, request: Req, settings: NamedDependency[Settings]) -> Response[bytes]:
        await RateLimit("reset", settings.secret).count_network(address_of(request))
        form = await submitted_form(request)
        answer = page(request, "password_forgotten.html", form=form, asked=True)
        # After the answer has left, so that its time says nothing either.
        answer.background = BackgroundTask(ask_for_reset, form["email"], settings.secret)
        return answer

    @get("/reset/{key:str}")
    async def choose(self, request: Req, key: FromPath[str]) -> Response[bytes]:
        if await whose_reset(key) is None:
            return page(request, "password_forgotten.html", status=404, form=Form(faults={"email": USED}), asked=False)
        return page(request, "password_new.html", form=Form())

    @post("/reset/{key:str}")
    async def store(self, request: Req, key: FromPath[str], settings: NamedDependency[Settings]) -> Response[bytes]:
        form = await submitted_form(request)
        consultant = await whose_reset(key)
        if consultant is not None:
            await check_new(form, consultant)
            if form.faults:
                return page(request, "password_new.html", status=422, form=Form(faults=form.faults))
        if consultant is None or not await spend_reset(key):
            return page(request, "password_forgotten.html", status=404, form=Form(faults={"email": USED}), asked=False)
        await set_password(consultant, form["password"])
        await RateLimit("sign-in", settings.secret).succeeded(consultant.email, address_of(request))
        flash(request, "Your new password is set. Everybody who was signed in with the old one has been signed out.")
        return redirect("/sign-in")


async def check_new(form: Form, consultant: Consultant) -> None:
    """Note what is wrong with a new password typed twice."""
    try:
        await must_be_hard_to_guess(consultant, form["password"])
    except NotPossible as fault:
        form.wrong("password", str(fault))
    else:
        if form["password"] != form["again"]:
            form.wrong("again", "This differs from the line above.")
