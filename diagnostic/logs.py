"""One form for the log lines of every process: a JSON object a line."""

import structlog


def configure_logs() -> None:
    """No processor here prints a traceback's local variables: they may hold an address or a token."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ]
    )
