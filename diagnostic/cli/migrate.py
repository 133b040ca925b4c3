"""``diagnostic migrate``: bring the database to the newest schema."""

import asyncio

import click

from diagnostic.settings import Settings
from diagnostic.storage import is_sqlite
from diagnostic.storage import migrate as migrate_database


@click.command()
def migrate() -> None:
    """Create the database's tables, or bring them up to date.

    An SQLite file is copied first, beside itself. Back a PostgreSQL database up yourself.
    """
    settings = Settings.from_environment()
    applied, backup = asyncio.run(migrate_database(settings.database_url))
    if backup is not None:
        click.echo(f"Copied the database first, to {backup}")
    for name in applied:
        click.echo(f"Applied {name}")
    if not applied:
        engine = "SQLite" if is_sqlite(settings.database_url) else "PostgreSQL"
        click.echo(f"The {engine} database is up to date; nothing to do.")
