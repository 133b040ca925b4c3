"""Whether the page behind a link is the one that this release makes: for whoever does not want to take it on trust.

It finds a page that was changed for everybody, or for whoever asks here. A page that is changed for one person alone it
cannot find: each person would have to look for themselves.
"""

from collections.abc import Sequence
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
FILES = ("tokens.css", "form.css", "sealing.js", "form.js")
"""What a respondent's page is made of besides its own words."""
_RUNS_OTHER_CODE = {"base", "embed", "frame", "iframe", "math", "object", "portal", "style", "svg"}
"""Elements that a respondent's page has none of, and that could bring or hide a script."""
_PATIENCE = 30


class Check(NamedTuple):
    """What was looked at, and whether it is as this release makes it."""

    what: str
    holds: bool


class Found(NamedTuple):
    """``key`` is the fingerprint of the keys that the page seals to; None where it has none."""

    checks: list[Check]
    key: str | None


def published() -> list[tuple[str, str]]:
    """Each file of a respondent's page and its digest, as this release sends it."""
    return [(name, integrity(as_sent(STATIC / name))) for name in FILES]


def page_check(url: str, expected_key: str | None = None) -> Found:
    """Ask for a respondent's page, which changes nothing, and for all that it loads.

    Raises
    ------
    NotPossible
        The address does not answer, or not with a respondent's page.
    """
    hashes = dict(published())
    with httpx.Client(timeout=_PATIENCE) as client:
        answer = _asked(client, url)
        page = _Page()
        page.feed(answer.text)
        if page.bound_to is None and "sheet" not in page.ids:
            raise NotPossible(
                f"{url} is no page to answer on: the link may be cut off, or the survey over. Give the whole link, as "
                "it stands in an invitation; looking at it does not use it up."
            )
        sent = {name: _sent_as_published(client, url, name, page, hashes[name]) for name in FILES}
    key = fingerprint(decoded(page.layers)) if page.layers else None
    checks = [
        Check(
            "The page forbids the browser to run or load anything from elsewhere.",
            answer.headers.get("Content-Security-Policy") == CONTENT_POLICY,
        ),
        Check(
            f"It loads {' and '.join(_names(FILES))}, and nothing else.",
            sorted(_name(address) for address in page.loaded) == sorted(FILES) and not page.other_code,
        ),
        *(Check(f"{name} is the one of this release.", holds) for name, holds in sent.items()),
        Check("What is filled in goes back to the page's own address alone.", not page.sends_elsewhere),
        Check("The answers are sealed in the browser.", key is not None),
    ]
    if expected_key is not None:
        checks.append(Check("They are sealed to the key that was given.", key == expected_key.strip().upper()))
    return Found(checks, key)


def _asked(client: httpx.Client, url: str) -> httpx.Response:
    try:
        return client.get(url)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NotPossible(f"{url} does not answer: {error or type(error).__name__}") from None


def _sent_as_published(client: httpx.Client, url: str, name: str, page: "_Page", digest: str) -> bool:
    addresses = [urljoin(url, address) for address in page.loaded if _name(address) == name]
    if len(addresses) != 1 or urlsplit(addresses[0]).netloc != urlsplit(url).netloc:
        return False
    if name.endswith(".js") and page.integrity.get(name) != digest:
        return False
    return integrity(_asked(client, addresses[0]).content) == digest


def _name(address: str) -> str:
    return urlsplit(address).path.rpartition("/")[2]


def _names(files: Sequence[str]) -> tuple[str, str]:
    return ", ".join(files[:-1]), files[-1]


class _Page(HTMLParser):
    """What a page loads, runs, and sends to."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.loaded: list[str] = []
        self.integrity: dict[str, str] = {}
        self.other_code = False
        self.sends_elsewhere = False
        self.bound_to: str | None = None
        self.layers = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids.add(given.get("id", ""))
        if tag in _RUNS_OTHER_CODE or any(name.startswith("on") or name == "srcdoc" for name in given):
            self.other_code = True
        if tag == "script":
            self.loaded.append(given.get("src", ""))
            self.integrity[_name(given.get("src", ""))] = given.get("integrity", "")
        if tag == "link" and given.get("href") != "data:,":
            self.loaded.append(given.get("href", ""))
        if any(value.strip().lower().startswith("javascript:") for value in given.values()):
            self.other_code = True
        if "action" in given or not given.get("formaction", "?").startswith("?"):
            self.sends_elsewhere = True
        if given.get("id") == "sheet":
            self.bound_to, self.layers = given.get("data-bound"), given.get("data-layers", "")
