"""The database: models, migrations, connection."""

from diagnostic.storage.connection import (
    connected,
    connection,
    forget_deleted,
    is_sqlite,
    migrate,
    pending_migrations,
    sqlite_file,
    transaction,
)

__all__ = [
    "connected",
    "connection",
    "forget_deleted",
    "is_sqlite",
    "migrate",
    "pending_migrations",
    "sqlite_file",
    "transaction",
]
