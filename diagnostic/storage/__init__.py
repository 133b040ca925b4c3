"""The database: models, migrations, connection."""

from diagnostic.storage.connection import (
    connected,
    connection,
    is_sqlite,
    migrate,
    must_be_migrated,
    pending_migrations,
    sqlite_file,
    transaction,
)
from diagnostic.storage.forgetting import clean_if_owed, cleaning_is_owed, owe_cleaning
from diagnostic.storage.outages import is_outage

__all__ = [
    "clean_if_owed",
    "cleaning_is_owed",
    "connected",
    "connection",
    "is_outage",
    "is_sqlite",
    "migrate",
    "must_be_migrated",
    "owe_cleaning",
    "pending_migrations",
    "sqlite_file",
    "transaction",
]
