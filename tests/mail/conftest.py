"""A real mail server and what a worker is told of it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from diagnostic.settings import Settings
from tests.conftest import SECRET
from tests.mail.server import MailServer, serving


@pytest.fixture
def server() -> Iterator[MailServer]:
    yield from serving()


@pytest.fixture
def settings(database: str, server: MailServer) -> Settings:
    return Settings(
        database_url=database,
        secret=SECRET,
        base_url="https://pulse.example.org",
        mail_server=server.url,
        mail_from="Alliance diagnostic <survey@diagnostic.example>",
    )


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC) + timedelta(seconds=5)
