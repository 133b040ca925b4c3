"""Whether the page behind a link runs what this release runs, and seals to the key that others see.

It looks at what a page loads, runs and sends; not at its words. It finds what was changed for everybody. What is
changed for one person alone, or for browsers and not for this program, it cannot find.

Whatever a respondent's page of this release does not have is a fault, so that nothing has to be thought of beforehand.
"""

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import httpx

from diagnostic.errors import NotPossible
from diagnostic.survey.sealing import decoded, fingerprint
from diagnostic.web.assets import as_sent, integrity
from diagnostic.web.security.headers import CONTENT_POLICY

STATIC = Path(__file__).parent / "static"
STYLES, SCRIPTS = ("tokens.css", "form.css"), ("sealing.js", "form.js")
"""What a respondent's page loads, in this order."""
_BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
"""How it asks: as a browser does, to get what browsers get."""
_PATIENCE = 30
_HEAD = ("html", "head", "meta", "meta", "meta", "meta", "link", "title", "link", "link", "script", "script", "body")
"""How every page begins, element by element."""
_METAS = (
    {"charset": "utf-8"},
    {"name": "viewport", "content": "width=device-width, initial-scale=1"},
    {"name": "robots", "content": "noindex, nofollow"},
    {"name": "referrer", "content": "no-referrer"},
)
_ELEMENTS = {
    "header", "p", "span", "nav", "ul", "li", "button", "main", "form", "input", "section", "h1", "h2", "h3",
    "div", "dl", "dt", "dd", "strong", "small", "code", "details", "summary", "a", "label", "fieldset",
    "legend", "select", "option", "textarea", "template", "progress"
}  # fmt: skip
_ATTRIBUTES = {
    "class", "id", "role", "tabindex", "href", "name", "type", "value", "for", "lang", "hreflang", "method",
    "novalidate", "autocomplete", "inputmode", "maxlength", "rows", "checked", "selected", "disabled", "hidden",
    "max", "open", "form", "formaction", "formnovalidate"
}  # fmt: skip
_FREE = ("aria-", "data-")
_LINKS = re.compile(r"#|mailto:|\?")
_BOUND = re.compile(r"alliance-diagnostic ballot [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12} [ab] ")
_REFUSED_HEADERS = ("Refresh", "Link", "Set-Cookie", "Content-Security-Policy-Report-Only")


class Check(NamedTuple):
    """What was looked at, and whether it is as this release makes it."""

    what: str
    holds: bool


class Found(NamedTuple):
    """``key`` is the fingerprint of the keys that the page seals to; None where it has none."""

    checks: list[Check]
    key: str | None
    group: str | None
    """The one detail that the page puts into the sealed answers besides them, where there is one."""

    def has_key(self, expected: str) -> bool:
        """Whether it is the key that somebody else sees, however they wrote it down."""
        return self.key is not None and "".join(expected.split()) == "".join(self.key.split())


def published() -> list[tuple[str, str]]:
    """Each file of a respondent's page and its digest, as this release sends it."""
    return [(name, integrity(as_sent(STATIC / name))) for name in (*STYLES, *SCRIPTS)]


def page_check(url: str) -> Found:
    """Ask for a respondent's page, which changes nothing, and for all that it loads.

    Raises
    ------
    NotPossible
        The address does not answer, or not with a respondent's page.
    """
    hashes = dict(published())
    with httpx.Client(timeout=_PATIENCE, headers={"User-Agent": _BROWSER, "Accept": "text/html"}) as client:
        answer = _asked(client, url)
        page = _Page()
        page.feed(answer.text)
        page.close()
        if page.sheet is None:
            raise NotPossible(
                f"{url} is no page to answer on: the link may be cut off, or the survey over. Give the whole link, as "
                "it stands in an invitation; looking at it does not use it up."
            )
        sent = [Check(f"{name} is that of this release.", _is(client, url, name, page, hashes)) for name in hashes]
    key = _key(page.sheet)
    checks = [
        Check("Its address is encrypted, and it sends nobody elsewhere.", _is_safe(url) and not answer.history),
        Check("It forbids the browser to run or load anything from elsewhere.", _is_forbidden(answer)),
        Check("It loads what a page of this release loads, and runs nothing else.", page.loads_as_published()),
        Check("It is made of what such a page is made of, and sends to its own address alone.", not page.odd),
        *sent,
        Check("The answers are sealed in the browser, for this survey.", key is not None),
    ]
    return Found(checks, key, page.sheet.get("data-group"))


def _asked(client: httpx.Client, url: str) -> httpx.Response:
    try:
        return client.get(url, follow_redirects=False)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NotPossible(f"{url} does not answer: {error or type(error).__name__}") from None


def _is_safe(url: str) -> bool:
    """Browsers seal on encrypted pages, and on those of one's own machine."""
    parts = urlsplit(url)
    return parts.scheme == "https" or parts.hostname in ("localhost", "127.0.0.1", "::1")


def _is_forbidden(answer: httpx.Response) -> bool:
    return answer.headers.get_list("Content-Security-Policy") == [CONTENT_POLICY] and not any(
        name in answer.headers for name in _REFUSED_HEADERS
    )


def _is(client: httpx.Client, url: str, name: str, page: "_Page", hashes: dict[str, str]) -> bool:
    """Whether a page loads one file of that name, from its own server, and gets what was published."""
    addresses = [urljoin(url, address) for address in page.loaded if _name(address) == name]
    if len(addresses) != 1 or urlsplit(addresses[0])[:2] != urlsplit(url)[:2]:
        return False
    return integrity(_asked(client, addresses[0]).content) == hashes[name] == page.integrity.get(name, hashes[name])


def _name(address: str) -> str:
    return urlsplit(address).path.rpartition("/")[2]


def _key(sheet: dict[str, str]) -> str | None:
    try:
        layers = decoded(sheet.get("data-layers", ""))
        sized = int(sheet.get("data-size", ""))
    except ValueError:
        return None
    bound = _BOUND.fullmatch(sheet.get("data-bound", ""))
    return fingerprint(layers) if layers and bound and sized > 0 and sized % 1024 == 0 else None


class _Page(HTMLParser):
    """What a page loads, runs, and sends to, and whether there is anything in it that does not belong there."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.ids: Counter[str] = Counter()
        self.metas: list[dict[str, str]] = []
        self.loaded: list[str] = []
        self.integrity: dict[str, str] = {}
        self.sheet: dict[str, str] | None = None
        self.odd = False

    def feed(self, data: str) -> None:
        # Whatever two readers may take for different things: neither has any in a page of ours.
        self.odd |= "<!--" in data or "<![" in data or "<?" in data or not data.startswith("<!doctype html>")
        self.odd |= any(character < " " and character != "\n" for character in data)
        super().feed(data)

    def loads_as_published(self) -> bool:
        """Whether it begins as every page does, and nothing is loaded or run after that."""
        return (
            tuple(self.elements[: len(_HEAD)]) == _HEAD
            and not {"meta", "link", "script", "style", "base"} & set(self.elements[len(_HEAD) :])
            and self.metas == list(_METAS)
            and [_name(address) for address in self.loaded] == [*STYLES, *SCRIPTS]
            and set(self.integrity) == set(SCRIPTS)
        )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.odd |= len(given) != len(attrs)
        self.elements.append(tag)
        match tag:
            case "html" | "title" | "head" | "body":
                self.odd |= not set(given) <= {"lang", "dir"}
            case "meta":
                self.metas.append(given)
            case "link":
                if given != {"rel": "icon", "href": "data:,"}:
                    self.loaded.append(given.get("href", ""))
                    self.odd |= set(given) != {"rel", "href"} or given["rel"] != "stylesheet"
            case "script":
                self.loaded.append(given.get("src", ""))
                self.integrity[_name(given.get("src", ""))] = given.get("integrity", "")
                self.odd |= set(given) != {"src", "integrity", "defer"}
            case _:
                self._in_the_body(tag, given)

    def _in_the_body(self, tag: str, given: dict[str, str]) -> None:
        self.odd |= tag not in _ELEMENTS
        self.odd |= any(name not in _ATTRIBUTES and not name.startswith(_FREE) for name in given)
        self.odd |= not all(_LINKS.match(given[name]) for name in ("href", "formaction") if name in given)
        self.odd |= given.get("type") == "hidden" and given.get("name") != "_begun"
        if identity := given.get("id"):
            self.ids[identity] += 1
            self.odd |= self.ids[identity] > 1
        if tag == "form":
            self.odd |= self.sheet is not None or given.get("id") != "sheet" or given.get("method") != "post"
            self.sheet = self.sheet or given
