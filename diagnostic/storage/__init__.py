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

__all__ = [
    "clean_if_owed",
    "cleaning_is_owed",
    "connected",
    "connection",
    "is_sqlite",
    "migrate",
    "must_be_migrated",
    "owe_cleaning",
    "pending_migrations",
    "sqlite_file",
    "transaction",
]
