"""A forgotten password: ask for a link, and set a new one with it."""

from litestar import Controller, Response, get, post
from litestar.background_tasks import BackgroundTask
from litestar.di import NamedDependency
from litestar.params import FromPath

from diagnostic.settings import Settings
from diagnostic.survey.consultants import LONGEST_PASSWORD, SHORTEST_PASSWORD, set_password
from diagnostic.web.consultant.forms import Form, sent
from diagnostic.web.pages import Req, go, page, tell
from diagnostic.web.security.attempts import Attempts
from diagnostic.web.security.reset import ask_for_reset, spend_reset, whose_reset

USED = "This link has been used or is older than an hour. Ask for a new one."


class Passwords(Controller):
    """Nothing here tells whether an account exists: the same page, after the same time."""

    path = "/password"

    @get("/forgotten")
    async def ask(self, request: Req) -> Response[bytes]:
        return page(request, "password_forgotten.html", form=Form(), asked=False)

    @post("/forgotten", status_code=200)
    async def send(self, request: Req, settings: NamedDependency[Settings]) -> Response[bytes]:
        form = await sent(request)
        address = request.client.host if request.client else ""
        await Attempts("reset", settings.secret).count(account=form["email"], address=address)
        answer = page(request, "password_forgotten.html", form=form, asked=True)
        # After the answer has left, so that its time says nothing either.
        answer.background = BackgroundTask(ask_for_reset, form["email"])
        return answer

    @get("/reset/{key:str}")
    async def choose(self, request: Req, key: FromPath[str]) -> Response[bytes]:
        if await whose_reset(key) is None:
            return page(request, "password_forgotten.html", status=404, form=Form(faults={"email": USED}), asked=False)
        return page(request, "password_new.html", form=Form())

    @post("/reset/{key:str}")
    async def store(self, request: Req, key: FromPath[str]) -> Response[bytes]:
        form = await sent(request)
        check_new(form)
        if form.faults:
            return page(request, "password_new.html", status=422, form=Form(faults=form.faults))
        consultant = await whose_reset(key)
        if consultant is None or not await spend_reset(key):
            return page(request, "password_forgotten.html", status=404, form=Form(faults={"email": USED}), asked=False)
        await set_password(consultant, form["password"])
        tell(request, "Your new password is set. Everybody who was signed in with the old one has been signed out.")
        return go("/sign-in")


def check_new(form: Form) -> None:
    """Note what is wrong with a new password typed twice."""
    if len(form["password"]) < SHORTEST_PASSWORD:
        form.wrong("password", f"Use at least {SHORTEST_PASSWORD} characters; four unrelated words do well.")
    elif len(form["password"]) > LONGEST_PASSWORD:
        form.wrong("password", f"Use at most {LONGEST_PASSWORD} characters.")
    elif form["password"] != form["again"]:
        form.wrong("again", "This differs from the line above.")
