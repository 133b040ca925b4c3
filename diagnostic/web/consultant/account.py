"""One's own account: the password."""

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency

from diagnostic.settings import Settings
from diagnostic.storage.models import Consultant
from diagnostic.survey.consultants import authenticate, set_password
from diagnostic.web.consultant.forms import Form, submitted_form
from diagnostic.web.consultant.passwords import check_new
from diagnostic.web.pages import Req, flash, page, redirect
from diagnostic.web.security.rate_limit import RateLimit, address_of
from diagnostic.web.security.sessions import sign_in


class Account(Controller):
    """The signed-in consultant's own page."""

    @get("/")
    async def start(self) -> Response[bytes]:
        return redirect("/alliances")

    @get("/account")
    async def show(self, request: Req) -> Response[bytes]:
        return page(request, "account.html", form=Form())

    @post("/account")
    async def change(
        self, request: Req, consultant: NamedDependency[Consultant], settings: NamedDependency[Settings]
    ) -> Response[bytes]:
        rate_limit, address = RateLimit("sign-in", settings.secret), address_of(request)
        await rate_limit.count_network(address)
        form = await submitted_form(request)
        await rate_limit.count_account(consultant.email, address)
        await check_new(form, consultant)
        if await authenticate(consultant.email, form["old"]) is None:
            form.wrong("old", "This is not your password.")
        if form.faults:
            return page(request, "account.html", status=422, form=Form(faults=form.faults))
        await set_password(consultant, form["password"])
        await rate_limit.succeeded(consultant.email, address)
        sign_in(request.session, consultant)
        flash(request, "Your password is changed. You stay signed in here; everywhere else you are signed out.")
        return redirect("/account")
