"""Whether the page behind a link runs what this release runs, and seals to the key that others see.

It looks at what a page loads, runs and sends; not at its words. It finds what was changed for everybody. What is
changed for one person alone, or for browsers and not for this program, it cannot find.

Whatever a respondent's page of this release does not have is a fault, so that nothing has to be thought of beforehand;
and a page may be written in one way only, which two readers cannot take for different things.
"""

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import httpx

from diagnostic.errors import NotPossible
from diagnostic.survey.sealing import decoded, fingerprint
from diagnostic.web.assets import as_sent, integrity
from diagnostic.web.security.headers import CONTENT_POLICY

STATIC = Path(__file__).parent / "static"
STYLES, SCRIPTS = ("form.css",), ("sealing.js", "form.js")
"""What a respondent's page loads, in this order."""
CARRIED = "carried.js"
"""What it loads before its last script where answers to agreed targets may be kept."""
_BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
"""How it asks: as a browser does, to get what browsers get."""
_PATIENCE = 30
_DOCTYPE = "<!doctype html>\n"
_TAG = re.compile(r'</[a-z][a-z0-9]*>|<[a-z][a-z0-9]*(?: [a-z-]+(?:="[^"<>]*")?)*>')
"""The one way in which a tag is written."""
_FILLED_SCRIPT = re.compile(r"<script[^>]*>(?!</script>)")
_HEAD = ("html", "head", "meta", "meta", "meta", "meta", "link", "title", "link")
"""How every page begins, element by element; then come its scripts, and its body."""
_METAS = (
    {"charset": "utf-8"},
    {"name": "viewport", "content": "width=device-width, initial-scale=1"},
    {"name": "robots", "content": "noindex, nofollow"},
    {"name": "referrer", "content": "no-referrer"},
)
_ICON = {"rel": "icon", "href": "data:,"}
_ADDRESS = re.compile(r"/static/([a-z]+\.(?:css|js))\?v=[0-9a-f]{12}")
_ELEMENTS = {
    "header", "p", "span", "nav", "ul", "li", "button", "main", "form", "input", "section", "h1", "h2", "h3",
    "div", "dl", "dt", "dd", "strong", "small", "code", "details", "summary", "a", "label", "fieldset",
    "legend", "select", "option", "textarea", "template", "progress",
}  # fmt: skip
_ATTRIBUTES = {
    "class", "id", "role", "tabindex", "href", "name", "type", "value", "for", "lang", "hreflang", "method",
    "novalidate", "autocomplete", "inputmode", "maxlength", "rows", "disabled", "hidden", "max", "open", "form",
    "formaction", "formnovalidate",
}  # fmt: skip
_FREE = ("aria-", "data-")
_IDS = {"main", "sheet", "sealed", "on-arrival", "consent", "f-consent", "questions", "send", "stepper", "elsewhere"}
"""What the script looks for, each there once."""
_LINKS = re.compile(r"#|mailto:|\?language=[a-zA-Z-]+$")
_FIELD = re.compile(r"[A-Za-z0-9_.]+(?::[a-z_]+)?")
_OF_FORMS = {"action", "append", "dataset", "elements", "id", "length", "method", "prepend", "submit", "target"}
"""What a form calls its own: a field of that name would stand in its place."""
_TO_PICK = re.compile(r"-|0|[1-9][0-9]?|[A-Za-z][A-Za-z0-9_.]*|")
"""A rating, written in the one way there is, or one answer of several; the last is none of them."""
_OWN_FIELDS = {("hidden", "_begun"), ("checkbox", "_consent"), ("checkbox", "_leave_out"), ("text", "_note")}
_BOUND = re.compile(r"alliance-diagnostic ballot [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12} [ab] ")
_SIZE = re.compile(r"[1-9][0-9]{0,6}")
_HEADERS = {
    "cache-control", "connection", "content-encoding", "content-length", "content-security-policy", "content-type",
    "cross-origin-opener-policy", "cross-origin-resource-policy", "date", "permissions-policy", "referrer-policy",
    "server", "strict-transport-security", "transfer-encoding", "vary", "via", "x-content-type-options",
    "x-robots-tag", "alt-svc",
}  # fmt: skip
"""Those of a page, and of proxies before it; none that a browser would act on besides."""
_TYPES = {".css": {"text/css"}, ".js": {"text/javascript", "application/javascript"}}


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
    return [(name, integrity(as_sent(STATIC / name))) for name in (*STYLES, *SCRIPTS, CARRIED)]


def page_check(url: str) -> Found:
    """Ask for a respondent's page in each of its languages, which changes nothing, and for all that it loads.

    Raises
    ------
    NotPossible
        The address does not answer, or not with a respondent's page.
    """
    hashes = dict(published())
    with httpx.Client(timeout=_PATIENCE, headers={"User-Agent": _BROWSER, "Accept": "text/html"}) as client:
        answer, page = _read(client, url)
        if page.sheet is None:
            raise NotPossible(
                f"{url} is no page to answer on: the link may be cut off, or the survey over. Give the whole link, as "
                "it stands in an invitation; looking at it does not use it up."
            )
        own = urlsplit(url)._replace(query="", fragment="").geturl()
        read = [(answer, page), *(_read(client, f"{own}?language={code}") for code in sorted(page.languages))]
        pages = [each for _, each in read]
        loaded = (*STYLES, *page.scripts())
        sent = [Check(f"{name} is that of this release.", _is(client, url, name, pages, hashes)) for name in loaded]
    keys = {_key(each.sheet or {}) for each in pages}
    key = keys.pop() if len(keys) == 1 else None
    checks = [
        Check("Its address is encrypted.", _is_safe(url)),
        Check("It forbids to run or load anything from elsewhere.", all(_is_page(one) for one, _ in read)),
        Check("It loads what a page of this release loads.", all(each.loads_as_published() for each in pages)),
        Check("It is made of what such a page is made of, and sends to itself alone.", not any(map(_is_odd, pages))),
        *sent,
        Check("The answers are sealed in the browser, for this survey.", key is not None),
    ]
    return Found(checks, key, page.sheet.get("data-group"))


def _read(client: httpx.Client, url: str) -> tuple[httpx.Response, "_Page"]:
    answer, page = _asked(client, url), _Page()
    try:
        page.feed(answer.content.decode())
    except UnicodeDecodeError:
        page.odd = True
    page.close()
    return answer, page


def _asked(client: httpx.Client, url: str) -> httpx.Response:
    try:
        return client.get(url, follow_redirects=False)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NotPossible(f"{url} does not answer: {error or type(error).__name__}") from None


def _is_safe(url: str) -> bool:
    """Browsers seal on encrypted pages, and on those of one's own machine."""
    parts = urlsplit(url)
    return parts.scheme == "https" or parts.hostname in ("localhost", "127.0.0.1", "::1")


def _is_page(answer: httpx.Response) -> bool:
    return (
        answer.status_code == 200
        and answer.headers.get_list("Content-Type") == ["text/html; charset=utf-8"]
        and answer.headers.get_list("Content-Security-Policy") == [CONTENT_POLICY]
        and set(answer.headers.keys()) <= _HEADERS
    )


def _is_odd(page: "_Page") -> bool:
    return page.odd or any(page.ids[each] != 1 for each in _IDS)


def _is(client: httpx.Client, url: str, name: str, pages: list["_Page"], hashes: dict[str, str]) -> bool:
    """Whether pages load one file of that name, from their own server, and a browser runs what was published."""
    own = {address for page in pages for address in page.loaded if _name(address) == name}
    parts = urlsplit(url)
    if len(own) != 1 or any(page.integrity.get(name) != hashes[name] for page in pages):
        return False
    answer = _asked(client, f"{parts.scheme}://{parts.netloc}{own.pop()}")
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    right = answer.status_code == 200 and kind in _TYPES[Path(name).suffix]
    return right and integrity(answer.content) == hashes[name]


def _name(address: str) -> str | None:
    found = _ADDRESS.fullmatch(address)
    return found and found[1]


def _key(sheet: dict[str, str]) -> str | None:
    try:
        layers = decoded(sheet.get("data-layers", ""))
    except ValueError:
        return None
    bound, size = _BOUND.fullmatch(sheet.get("data-bound", "")), _SIZE.fullmatch(sheet.get("data-size", ""))
    return fingerprint(layers) if layers and bound and size and int(size[0]) % 1024 == 0 else None


class _Page(HTMLParser):
    """What a page loads, runs, and sends to, and whether there is anything in it that does not belong there."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.ids: Counter[str] = Counter()
        self.languages: set[str] = set()
        self.metas: list[dict[str, str]] = []
        self.loaded: list[str] = []
        self.integrity: dict[str, str] = {}
        self.sheet: dict[str, str] | None = None
        self.odd = False

    def feed(self, data: str) -> None:
        body = data.removeprefix(_DOCTYPE)
        self.odd |= body == data or _TAG.sub("", body).count("<") > 0 or bool(_FILLED_SCRIPT.search(body))
        self.odd |= any(character < " " and character != "\n" for character in data)
        super().feed(data)

    def loads_as_published(self) -> bool:
        """Whether it begins as every page does, and nothing is loaded or run after that."""
        head = (*_HEAD, *("script" for _ in self.scripts()), "body")
        return (
            tuple(self.elements[: len(head)]) == head
            and not {"meta", "link", "script", "style", "base"} & set(self.elements[len(head) :])
            and self.metas == list(_METAS)
            and [_name(address) for address in self.loaded] == [*STYLES, *self.scripts()]
        )

    def scripts(self) -> tuple[str, ...]:
        """What a page like this one has to run: one script more where it says what is followed."""
        sealing, form = SCRIPTS
        return (sealing, CARRIED, form) if self.sheet and "data-followed" in self.sheet else SCRIPTS

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.odd |= len(given) != len(attrs)
        self.elements.append(tag)
        match tag:
            case "html" | "title" | "head" | "body":
                self.odd |= not set(given) <= {"lang", "dir"}
            case "meta":
                self.metas.append(given)
            case "link" if given == _ICON:
                pass
            case "link":
                self._loads(given, given.get("href", ""), {"rel", "href", "integrity"})
                self.odd |= given.get("rel") != "stylesheet"
            case "script":
                self._loads(given, given.get("src", ""), {"src", "integrity", "defer"})
            case _:
                self._in_the_body(tag, given)

    def _loads(self, given: dict[str, str], address: str, attributes: set[str]) -> None:
        self.loaded.append(address)
        self.integrity[_name(address) or ""] = given.get("integrity", "")
        self.odd |= set(given) != attributes

    def _in_the_body(self, tag: str, given: dict[str, str]) -> None:
        self.odd |= tag not in _ELEMENTS
        self.odd |= any(name not in _ATTRIBUTES and not name.startswith(_FREE) for name in given)
        self.odd |= not all(_LINKS.match(given[name]) for name in ("href", "formaction") if name in given)
        self.odd |= "hidden" in given and tag not in ("li", "p")
        if identity := given.get("id"):
            self.ids[identity] += 1
            self.odd |= self.ids[identity] > 1
        if tag == "form":
            self.odd |= self.sheet is not None or given.get("id") != "sheet" or given.get("method") != "post"
            self.odd |= bool({"name", "form", "lang"} & set(given))
            self.sheet = self.sheet or given
        if tag == "button" and given.get("name") == "_language":
            self.languages.add(given.get("value", ""))
        elif tag in ("input", "textarea", "select", "button") and "name" in given:
            self._asks(tag, given)

    def _asks(self, tag: str, given: dict[str, str]) -> None:
        """A field that whoever answers fills in: an empty one, under a name that means nothing else."""
        kind, name, value = given.get("type", ""), given["name"], given.get("value", "")
        if name.startswith("_"):
            self.odd |= tag != "input" or (kind, name) not in _OWN_FIELDS
            self.odd |= (kind == "checkbox" and value != "yes") or (kind == "text" and value != "")
            return
        self.odd |= not _FIELD.fullmatch(name) or name in _OF_FORMS or tag == "button"
        if tag == "input":
            self.odd |= kind not in ("radio", "checkbox", "text")
            self.odd |= (kind == "radio" and not _TO_PICK.fullmatch(value)) or (kind == "text" and value != "")

    def handle_data(self, data: str) -> None:
        # A comment that is there before somebody writes one would go into their sheet.
        self.odd |= self.elements[-1:] == ["textarea"] and data.strip() != "" and self.lasttag == "textarea"
