"""Whether this process can work: for container health checks and load balancers."""

from collections.abc import Sequence

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from tortoise.exceptions import BaseORMException

from diagnostic.storage.models import StoredValue


def health_handler(pending: Sequence[str]) -> HTTPRouteHandler:
    """``GET /health``: 200 where the database answers and its migrations are current, else 503 with the reason.

    ``pending`` are the migrations that were missing when this process started: what this process's code
    needs cannot change while it runs.
    """

    @get("/health")
    async def health() -> Response[dict[str, str]]:
        if pending:
            return Response({"status": "migrations are pending: run diagnostic migrate"}, status_code=503)
        try:
            await StoredValue.exists()
        except (BaseORMException, OSError):
            return Response({"status": "the database cannot be reached"}, status_code=503)
        return Response({"status": "ok"})

    return health
