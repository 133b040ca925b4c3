"""A real mail server and what a worker is told of it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from diagnostic.settings import Settings
from tests.mail.server import MailServer, serving


@pytest.fixture
def server() -> Iterator[MailServer]:
    yield from serving()


@pytest.fixture
def settings(database: str, server: MailServer) -> Settings:
    return server.settings(database)


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC) + timedelta(seconds=5)
