"""Whether this process can work: for container health checks and load balancers."""

from collections.abc import Sequence

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from diagnostic.storage import is_outage
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
        except Exception as error:
            if not is_outage(error):
                raise
            return Response({"status": "the database cannot be reached"}, status_code=503)
        return Response({"status": "ok"})

    return health
