"""Pages for what goes wrong: what happened and what to do next, never a traceback.

Respondents get theirs in their language, consultants in English. One place says what status an exception is.
"""

import traceback
from collections.abc import Callable
from typing import Any, NamedTuple

import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect, Template

from diagnostic.settings import Settings
from diagnostic.storage import is_outage
from diagnostic.web.links import is_respondents, repaired_link
from diagnostic.web.log import loggable
from diagnostic.web.pages import count
from diagnostic.web.respondent_messages import Messages
from diagnostic.web.security.csrf import forget_csrf_cookie

logger = structlog.get_logger("diagnostic.web")


class Words(NamedTuple):
    """A heading and what to do."""

    title: str
    advice: str


WORDS = {
    400: Words("That could not be read", "The form arrived incomplete. Go back, reload the page and try again."),
    403: Words(
        "That form is no longer valid",
        "It was open for a long time, or came from somewhere else, or you were signed out. Go back, reload the page "
        "and send it again.",
    ),
    404: Words(
        "There is nothing here",
        "The address may be mistyped, or what it led to was deleted, or it belongs to another account.",
    ),
    405: Words("That cannot be done at this address", "Go back to the page before and use its buttons."),
    408: Words("That took too long", "The form did not arrive in time. Check the connection and send it again."),
    413: Words(
        "That is too much at once",
        "A file may hold at most 5 MB, a form far less. Rosters are far smaller: check the file.",
    ),
    414: Words("That address is too long", "The address may have been pasted together with something else."),
    415: Words("That cannot be read here", "Send it from the page it belongs to, in a browser."),
    422: Words("Something in that form could not be read", "Go back, check what was entered and send it again."),
    429: Words(
        "Too many attempts",
        "Too many attempts came from your network or at this account. Nothing is locked: wait {wait}, go back and try "
        "again. If you have forgotten your password, set a new one by mail: after that you need not wait.",
    ),
    431: Words("The browser sent too much", "Delete the cookies of this site and load the page again."),
    500: Words(
        "Something broke on our side",
        "Nothing you entered before is lost. Try again; if it happens again, tell whoever runs this server, "
        "with the time it happened.",
    ),
    503: Words("Not ready", "The server is busy, or cannot reach its database. Try again in a minute."),
}


WAIT = "30"
"""Seconds after which it is worth trying again where the database is away."""


def error_pages(settings: Settings, messages: Messages) -> Callable[[Request[Any, Any, Any], Exception], Response[Any]]:
    """What makes a page of any exception that no handler has dealt with."""
    without_key = {"Set-Cookie": forget_csrf_cookie(settings)}

    def error_page(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
        status, headers = _told(error)
        if status >= 500 and getattr(error, "status_code", 500) != 503:  # too busy is no fault
            # Formatted here: some renderers print local variables too, and those may hold what somebody sent.
            trace = "".join(traceback.format_exception(error))
            logger.error("request_failed", method=request.method, path=loggable(request.scope), trace=trace)
        path = request.scope["path"]
        if is_respondents(path):
            link = repaired_link(path) if status == 404 else None
            return (
                Redirect(link, status_code=308) if link and link != path else messages.failed(request, status, headers)
            )
        if status == 403:
            headers |= without_key
        words = WORDS.get(status) or WORDS[500 if status >= 500 else 400]
        if status == 429:
            words = words._replace(advice=words.advice.format(wait=_spelt_out(int(headers.get("Retry-After", 60)))))
        return Template("error.html", context={"status": status, "words": words}, status_code=status, headers=headers)

    return error_page


def _told(error: Exception) -> tuple[int, dict[str, str]]:
    """The status that an exception is answered with, and its headers."""
    if isinstance(error, HTTPException) and error.status_code != 500:
        return error.status_code, dict(error.headers or {})
    return (503, {"Retry-After": WAIT}) if is_outage(error) else (500, {})


def _spelt_out(seconds: int) -> str:
    return count(seconds, "second") if seconds < 100 else count(-(-seconds // 60), "minute")
