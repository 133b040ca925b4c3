"""What passes by itself: a database that cannot be reached, is starting or stopping, or is busy."""

import sqlite3
import traceback

import asyncpg

_PASSING = (
    asyncpg.PostgresConnectionError,
    asyncpg.exceptions.InsufficientResourcesError,
    asyncpg.exceptions.OperatorInterventionError,
    asyncpg.exceptions.TransactionRollbackError,
    asyncpg.LockNotAvailableError,
    asyncpg.InvalidCatalogNameError,
    asyncpg.InternalClientError,  # a connection that broke, used once more
)
_PASSING_SQLITE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,  # also what a file says that was moved away while it was open
}


def is_outage(error: BaseException) -> bool:
    """Whether the database, and not what was asked of it, is why something failed.

    The ORM wraps some of the drivers' errors and passes others through, so the causes are looked at too.
    """
    cause: BaseException | None = error
    while cause is not None:
        if _passes(cause):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


def _passes(error: BaseException) -> bool:
    match error:
        case sqlite3.OperationalError():
            # The lowest byte is the kind, the others say more.
            return getattr(error, "sqlite_errorcode", 0) & 0xFF in _PASSING_SQLITE
        case asyncpg.InterfaceError():
            return "clos" in str(error)  # the connection, or all of them, is closed or closing
        case OSError():
            return _of_the_driver(error)
        case _:
            return isinstance(error, _PASSING)


def _of_the_driver(error: OSError) -> bool:
    """An `OSError` does not say whose it is: a file that is missing, or a server that refuses a connection."""
    frames = traceback.walk_tb(error.__traceback__)
    return any(frame.f_globals.get("__name__", "").startswith("asyncpg.") for frame, _ in frames)
