"""The database: models, migrations, connection."""

from diagnostic.storage.cleanup import clean_up_if_pending, cleanup_is_pending, request_cleanup
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
from diagnostic.storage.outages import is_outage

__all__ = [
    "clean_up_if_pending",
    "cleanup_is_pending",
    "connected",
    "connection",
    "is_outage",
    "is_sqlite",
    "migrate",
    "must_be_migrated",
    "pending_migrations",
    "request_cleanup",
    "sqlite_file",
    "transaction",
]
