"""Fixtures that every test may use: both engines for real, and one cast of characters."""

import asyncio
import gc
import shutil
from collections.abc import AsyncIterator, Generator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from argon2 import PasswordHasher

from diagnostic.questionnaire.library import Library
from diagnostic.storage import connected, migrate
from diagnostic.storage.models import Alliance, Consultant, Wave
from diagnostic.survey.alliances import AllianceDetails, create_alliance
from diagnostic.survey.plans import WavePlan, draft_wave
from diagnostic.survey.roster import apply_roster, read_roster
from diagnostic.survey.waves import launch
from tests import examples, lanes, postgres, shared

SECRET = "only-for-tests-0123456789-abcdefghij"
PASSWORD = "correct horse battery staple"
HASHED = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
"""With the least that argon2 takes: what the product hashes is slow by design, and most tests are not about that."""

ENGINES = ("sqlite", "postgresql")


def pytest_configure(config: pytest.Config) -> None:
    # Nothing that is loaded to begin with is garbage: to look for some took a tenth of the time of all tests.
    gc.disable()
    shared.prepare(config)
    lanes.add_marks(config)
    examples.load("night" if config.getoption("thorough") else "day")


def pytest_addoption(parser: pytest.Parser) -> None:
    lanes.add_options(parser)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    return lanes.leaves_out(collection_path, config)


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    lanes.measure_what_is_loaded(session.config)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    lanes.choose(config, items)


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    with lanes.measured(item):
        return (yield)


@pytest.fixture(scope="session")
def thorough(pytestconfig: pytest.Config) -> bool:
    """Whether there is all night to try more than by day."""
    return bool(pytestconfig.getoption("thorough"))


@pytest.fixture(scope="session")
def postgres_folder() -> Iterator[str]:
    """A running PostgreSQL, one for the whole run; its databases are reached through the socket in this folder."""
    with postgres.running(shared.folder() / "pg") as folder:
        yield folder


@pytest.fixture(scope="session")
def migrated_sqlite() -> Path:
    """An empty, migrated SQLite file to copy."""
    return shared.once("template.sqlite3", lambda file: asyncio.run(migrate(f"sqlite:///{file}")))


@pytest.fixture(scope="session")
def migrated_postgres(postgres_folder: str) -> str:
    """An empty, migrated PostgreSQL database to copy."""
    return postgres.migrated(postgres_folder)


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """A fresh SQLite database."""
    file = tmp_path / "diagnostic.sqlite3"
    shutil.copy(migrated_sqlite, file)
    return f"sqlite:///{file}"


@pytest.fixture
def postgres_url(postgres_folder: str, migrated_postgres: str) -> Iterator[str]:
    """A fresh PostgreSQL database."""
    with postgres.database(postgres_folder, migrated_postgres) as url:
        yield url


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database; whether once or on each engine, `lanes` says."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[str]:
    """A fresh database, opened in this process."""
    async with connected(database_url):
        yield database_url


@pytest.fixture
async def alice(database: str) -> Consultant:
    """The consultant."""
    return await Consultant.create(email="alice@consultancy.example", name="Alice Arden", password_hash=HASHED)


@pytest.fixture
async def mallory(database: str) -> Consultant:
    """A second consultant, to whom nothing of Alice's may show."""
    return await Consultant.create(email="mallory@elsewhere.example", name="Mallory Moss", password_hash=HASHED)


@pytest.fixture
async def alliance(alice: Consultant) -> Alliance:
    """Novara and Helix, who sell Cardiva together."""
    return await create_alliance(alice, DETAILS)


DETAILS = AllianceDetails(
    brand="Cardiva",
    company_a="Novara",
    company_b="Helix",
    domains_a=["novara.example"],
    domains_b=["helix.example"],
    timezone="Europe/Berlin",
    controller="Arden Consulting, 1 Quay Street, Bristol",
    contact="alice@consultancy.example",
    attribute="function",
)


@pytest.fixture(scope="session")
def library() -> Library:
    return Library.load()


@pytest.fixture
async def roster(alliance: Alliance) -> Alliance:
    """The alliance with eight people a side; functions of five and three."""
    lines = ["email,company,function"]
    for company, domain in (("Novara", "novara.example"), ("Helix", "helix.example")):
        lines += [f"person{n}@{domain},{company},{'Marketing' if n < 5 else 'Medical'}" for n in range(8)]
    await apply_roster(alliance, read_roster("\n".join(lines).encode(), "roster.csv", alliance, ("en", "de")))
    return alliance


@pytest.fixture
def plan() -> WavePlan:
    """The pulse, in two weeks' time, with the function kept."""
    closes_on = (datetime.now(UTC) + timedelta(days=14)).date()
    return WavePlan(questionnaire="alliance-pulse", languages=["en", "de"], closes_on=closes_on, keep_attribute=True)


@pytest.fixture
async def draft(roster: Alliance, plan: WavePlan, library: Library) -> Wave:
    return await draft_wave(roster, plan, library)


@pytest.fixture
async def open_wave(draft: Wave) -> Wave:
    await launch(draft, SECRET)
    return draft


@pytest.fixture
def alliance_without_database() -> Alliance:
    """Novara and Helix, as far as a roster needs them."""
    return Alliance(**msgspec.structs.asdict(DETAILS))
