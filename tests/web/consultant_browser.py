"""A server whose database every test finds empty, and a browser that a consultant has signed in with."""

import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.async_api import Page

from diagnostic.storage.models import Consultant
from tests.browsing import DESK, chromium
from tests.conftest import PASSWORD
from tests.web.consultant_server import Serving, serving


@pytest.fixture(scope="module")
def served(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that all tests of a module use in turn; of one engine, since pages look the same on either."""
    return Path(shutil.copy(migrated_sqlite, tmp_path_factory.mktemp("served") / "diagnostic.sqlite3"))


@pytest.fixture(scope="module")
def server(served: Path) -> Iterator[Serving]:
    with serving(f"sqlite:///{served}", served.parent) as server:
        yield server


@pytest.fixture
def database_url(server: Serving, served: Path, migrated_sqlite: Path) -> str:
    """What is served, empty again."""
    with closing(sqlite3.connect(migrated_sqlite)) as empty, closing(sqlite3.connect(served)) as file:
        empty.backup(file)
    return f"sqlite:///{served}"


@pytest.fixture
def scripted() -> bool:
    """Whether the page's script runs."""
    return True


@pytest.fixture
async def page(server: Serving, alice: Consultant, scripted: bool) -> AsyncIterator[Page]:
    """A browser that Alice has signed in with."""
    async with chromium() as browser:
        page = await browser.new_page(viewport=DESK, base_url=server.url, java_script_enabled=scripted)
        await page.goto("/sign-in")
        await page.get_by_label("Email address").fill(alice.email)
        await page.get_by_label("Password").fill(PASSWORD)
        await page.get_by_role("button", name="Sign in").click()
        await page.wait_for_url("**/alliances*")
        yield page
