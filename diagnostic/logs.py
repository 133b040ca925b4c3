"""One form for the log lines of every process: a JSON object a line."""

import json
from typing import Any

import structlog


def configure_logs() -> None:
    """No processor here prints a traceback's local variables: they may hold an address or a token."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(_line),
        ],
        # A line and its end in one write: processes that share a log do not mix their lines.
        logger_factory=structlog.BytesLoggerFactory(),
    )


def _line(event: Any, **options: Any) -> bytes:
    return json.dumps(event, **options).encode()
