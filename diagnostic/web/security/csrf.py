"""The key that every consultant's form carries, so that no other site can send one."""

from typing import Any

from litestar import Request
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import Cookie
from litestar.exceptions import ClientException
from litestar.middleware.csrf import CSRFMiddleware
from litestar.types import Receive, Scope, Send

from diagnostic.settings import Settings
from diagnostic.web.security.keys import derived


class FormKeys(CSRFMiddleware):
    """Litestar's, but for forms that cannot be read, and keys that are none: twice, a file, letters that no key has."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            # Kept with the request, for whoever asks for it next.
            await Request[Any, Any, Any](scope, receive).form()
        except (UnicodeError, LookupError) as error:
            raise ClientException("A part of the form is not in the character encoding that it names.") from error
        await super().__call__(scope, receive, send)

    def _csrf_tokens_match(self, request_csrf_token: object, cookie_csrf_token: str) -> bool:
        if not isinstance(request_csrf_token, str) or not (request_csrf_token + cookie_csrf_token).isascii():
            return False
        return super()._csrf_tokens_match(request_csrf_token, cookie_csrf_token)


def csrf_config(settings: Settings) -> CSRFConfig:
    """A signed key in a cookie no script can read, and the same in each form."""
    https = settings.base_url.startswith("https://")
    return CSRFConfig(
        secret=derived(settings.secret, "csrf"),
        cookie_name="__Host-csrf" if https else "csrf",
        cookie_secure=https,
        cookie_httponly=True,
    )


def forget_csrf_cookie(settings: Settings) -> str:
    """A header that takes the cookie back, so that the next page brings a good one.

    A browser may still hold a key that was signed with another secret: with the cookie in place, no form
    would ever pass again.
    """
    config = csrf_config(settings)
    cookie = Cookie(key=config.cookie_name, value="", path="/", max_age=0, secure=config.cookie_secure, httponly=True)
    return cookie.to_header(header="")
