"""The demonstration's mailbox: every mail that was sent, to read and to follow its link.

There only where mail goes into a folder on this machine and the demonstration is on.
"""

import mailbox
import re
from collections.abc import Sequence
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from markupsafe import Markup, escape

from diagnostic.settings import Settings
from diagnostic.web.consultant.preview import framed
from diagnostic.web.pages import Req, page
from diagnostic.web.security.headers import WITH_FRAME

_LINK = re.compile(r"https?://\S+")


class Received(NamedTuple):
    """One mail and the name of its file."""

    key: str
    mail: EmailMessage


def mailbox_handlers(settings: Settings) -> Sequence[HTTPRouteHandler]:
    """The mailbox's pages; none where mail really leaves."""
    if not settings.demo or not settings.mail_server.startswith("maildir:"):
        return []
    folder = Path(unquote(urlsplit(settings.mail_server).path))

    @get("/mailbox", sync_to_thread=True)
    def show_all(request: Req) -> Response[bytes]:
        return page(request, "mailbox.html", mails=_newest_first(folder))

    @get("/mailbox/{key:str}", sync_to_thread=True)
    def show(request: Req, key: FromPath[str]) -> Response[bytes]:
        mail = _read(folder, key)
        plain = mail.get_body(("plain",))
        text = _with_links(plain.get_content() if plain else "")
        answer = page(request, "mail.html", key=key, mail=mail, text=text)
        answer.headers["Content-Security-Policy"] = WITH_FRAME
        return answer

    @get("/mailbox/{key:str}/html", sync_to_thread=True)
    def show_html(key: FromPath[str]) -> Response[bytes]:
        return framed(_read(folder, key).get_body(("html",)))

    return [show_all, show, show_html]


def _newest_first(folder: Path) -> list[Received]:
    if not folder.is_dir():
        return []
    box = mailbox.Maildir(folder, create=False)
    try:
        mails = [Received(key, _parsed(box.get_bytes(key))) for key in box.keys()]  # noqa: SIM118 - not a dict
    finally:
        box.close()
    return sorted(mails, key=lambda received: parsedate_to_datetime(received.mail["Date"]), reverse=True)


def _read(folder: Path, key: str) -> EmailMessage:
    if not folder.is_dir():
        raise NotFoundException
    box = mailbox.Maildir(folder, create=False)
    try:
        return _parsed(box.get_bytes(key))
    except KeyError:
        raise NotFoundException from None
    finally:
        box.close()


def _parsed(content: bytes) -> EmailMessage:
    return BytesParser(policy=policy.default).parsebytes(content)


def _with_links(text: str) -> Markup:
    """The text escaped, its addresses made links."""
    parts, end = [], 0
    for found in _LINK.finditer(text):
        parts += [escape(text[end : found.start()]), Markup('<a href="{0}">{0}</a>').format(found[0])]
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])
