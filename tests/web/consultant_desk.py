"""A consultant at a browser without JavaScript: pages by HTTP, forms sent with what stands in them."""

import asyncio
import re
from functools import cache
from html import unescape
from string import Formatter
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

import httpx
from litestar import Litestar
from litestar.routes import HTTPRoute
from litestar.types import ASGIApp

from diagnostic.settings import Settings
from diagnostic.web.app import create_app
from tests.conftest import PASSWORD, SECRET
from tests.web.markup import Page


def settings_for(database_url: str, base_url: str = "http://diagnostic.example") -> Settings:
    return Settings(
        database_url=database_url,
        secret=SECRET,
        base_url=base_url,
        mail_server="maildir:///nowhere",
        mail_from="Alliance Diagnostic <survey@diagnostic.example>",
    )


@cache
def app_for_all() -> Litestar:
    """One for all tests of a process: it asks the database that the test has opened, and keeps only drawn charts."""
    return create_app(settings_for("sqlite:///none"))


FREE = {
    "language": "en", "side": "a", "file": "briefing.json", "chart": "participation.json",
    "shown": "alliance-pulse", "kind": "statement", "item": "trust.candour", "section": "companies",
}  # fmt: skip
"""The parameters of addresses that name nothing of anybody's."""


def consultant_routes(app: Litestar) -> list[tuple[str, str]]:
    """Method and path of every route that names something of somebody's, its parameters still in braces.

    All that the app has, less those whose parameter is itself the key, or a file everybody may read.
    """
    return [
        (method, route.path_format)
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for method in sorted(route.methods - {"OPTIONS", "HEAD"})
        if "{" in route.path_format
        and not route.path_format.startswith(("/a/{", "/stop/{", "/key/{", "/static/{", "/password/reset/{"))
    ]


def address_of(route: str, **ids: object) -> str:
    """The address of a route; what it names besides the ids that are given, there is nowhere."""
    nowhere = dict.fromkeys((name for _, name, _, _ in Formatter().parse(route) if name), UUID(int=0))
    return route.format(**{**nowhere, **FREE, **ids})


def inside(app: ASGIApp, **options: Any) -> httpx.ASGITransport:
    """The way to an app in this process. Litestar and httpx write down the types of the same protocol differently."""
    return httpx.ASGITransport(app=cast(Any, app), **options)


async def _typed_once(response: httpx.Response) -> None:
    """The framework says how a text is encoded; whoever says so, too, says it twice."""
    assert response.headers.get("Content-Type", "").count("charset") <= 1, response.url


class Desk:
    """One browser: it keeps its cookies and remembers the page it shows."""

    def __init__(
        self, app: Litestar | None = None, base_url: str = "http://diagnostic.example", address: str = "192.0.2.1"
    ) -> None:
        transport = inside(app or app_for_all(), client=(address, 4711), raise_app_exceptions=False)
        hooks = {"response": [_typed_once]}
        self.http = httpx.AsyncClient(transport=transport, base_url=base_url, event_hooks=hooks)
        self.response = httpx.Response(200, text="")

    @property
    def page(self) -> Page:
        return Page(self.response.text)

    @property
    def words(self) -> str:
        """All that the page says, without its title."""
        body = self.response.text.partition("<body")[2].partition(">")[2]
        return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())

    @property
    def path(self) -> str:
        return self.response.url.path

    async def get(self, path: str) -> httpx.Response:
        self.response = await self.http.get(path, follow_redirects=True)
        return self.response

    async def made(self, path: str) -> httpx.Response:
        """What is there once it has been made."""
        for _ in range(300):
            if (await self.get(path)).status_code != 202:
                break
            await asyncio.sleep(0.1)
        return self.response

    def key(self) -> str:
        """The key of the shown page's forms."""
        return self.page.all("input", name="_csrf_token")[0].get("value")

    async def post(self, path: str, **fields: str | list[str]) -> httpx.Response:
        """Send a form of the shown page; redirects are followed."""
        content = urlencode({"_csrf_token": self.key(), **fields}, doseq=True)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        self.response = await self.http.post(path, content=content, headers=headers, follow_redirects=True)
        return self.response

    async def upload(
        self, path: str, name: str, content: bytes, field: str = "roster", **fields: str
    ) -> httpx.Response:
        data = {"_csrf_token": self.key(), **fields}
        self.response = await self.http.post(path, data=data, files={field: (name, content)}, follow_redirects=True)
        return self.response

    async def sign_in(self, email: str = "alice@consultancy.example", password: str = PASSWORD) -> httpx.Response:
        await self.get("/sign-in")
        return await self.post("/sign-in", email=email, password=password)
