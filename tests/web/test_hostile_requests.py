"""Every route of the app, whatever is sent to it: no error of ours, and nothing stored that is out of its range.

The routes come from the application itself, so that a new one is tried without anybody thinking of it.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from string import Formatter
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Action, Consultant, StoredValue, Wave
from diagnostic.survey.plans import HORIZON, LARGEST_COMMENT_K, LARGEST_K, LONGEST_KEPT, LONGEST_OPEN, WavePlan
from diagnostic.text import clean
from diagnostic.web.security.request_limits import LONGEST_HEADERS, LONGEST_PATH, LONGEST_QUERY, MOST_FIELDS
from tests.answering import tokens
from tests.stored import tables
from tests.web.consultant_desk import FREE, Desk, app_for_all
from tests.web.test_consultant_tenants import FORM, KEYS, belongings, uploaded

TEXTS = ["a\0b", "\ud800", "\x1b[2J\x07", "Mu\u0308ller\u200b\ufeff\u202e", "\uffff\U000e0001", "x" * 20_000]
NUMBERS = ["-1", "9" * 5_000, "²"]
DAYS = ["0001-01-01", "9999-12-31", "2062-01-01"]
WRITTEN = {"text", "owner", "email", "subject", "message", "brand", "company_a", "controller", "attribute", "step"}
COUNTED = {"k", "comment_k", "retention_days", "weeks", "times", "days_open", "remind_first", "remind_second"}
DATED = {"closes_on", "opens_on", "first", "agreed_on", "dates", "remind_first", "remind_second"}
PATHS = ("%00", "%ED%A0%80", "%C3%28", "%0A", "..%2f", "x" * LONGEST_PATH)
PARAMETERS = ("q", "next", "sort", "order", "language", "side", "mail", "questionnaire", "edition", "v")
QUERIES = ["&" * LONGEST_QUERY] + [
    "&".join(f"{name}={value}" for name in PARAMETERS) for value in ("%00", "%ED%A0%80", "%FF", quote(TEXTS[3]))
]
HEADERS = [{"Cookie": "a=" + "x" * LONGEST_HEADERS}, {"Accept-Language": "\xff;q=%00", "X-Forwarded-For": "\xff"}]
TYPED = {"Content-Type": "application/x-www-form-urlencoded"}


def routes() -> Iterator[tuple[str, str]]:
    for route in app_for_all().routes:
        if isinstance(route, HTTPRoute):
            for method in sorted(route.methods - {"OPTIONS"}):
                yield method, route.path_format


def encoded(fields: dict[str, str]) -> bytes:
    return urlencode(fields, errors="surrogatepass").encode()


def forms() -> Iterator[dict[str, str]]:
    """All that any form asks for, with one thing after another that nobody can mean."""
    yield from ({**FORM, **dict.fromkeys(COUNTED, hostile)} for hostile in NUMBERS)
    for hostile in DAYS:
        yield {**FORM, **dict.fromkeys(DATED, hostile), "step": "confirm"}
    yield {**FORM, "first": "9999-12-30", "dates": "", "weeks": "52", "times": "24"}
    for hostile in TEXTS:
        yield {**FORM, **dict.fromkeys(WRITTEN, hostile), hostile: hostile}
    for hostile in (TEXTS[0], TEXTS[1], TEXTS[-1]):
        yield dict.fromkeys([*FORM, "password", "old", "again", "_consent", "decisions.stick", "whats_new"], hostile)


def bodies(key: str) -> Iterator[tuple[dict[str, str], bytes]]:
    """Content types and bodies that are no form at all, or too much of one."""
    yield TYPED, encoded({"_csrf_token": "ä"})
    yield TYPED, f"_csrf_token={key}&_csrf_token={key}".encode()
    yield TYPED, b"&" * MOST_FIELDS
    yield TYPED, b"a=" + b"x" * 600_000
    yield TYPED | {"Content-Encoding": "gzip"}, b"\x1f\x8b\x08"
    for kind in ("multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=b",
                 "application/json", "text/plain; charset=no-such", "\xff/\xff", ""):  # fmt: skip
        yield (
            {"Content-Type": kind},
            b'--b\r\nContent-Disposition: form-data; name="roster"\r\n\r\n\xff\r\n--b--\r\n{"a',
        )


FAILED: list[str] = []
KEPT: dict[str, str] = {}
"""The cookies of the browser that is signed in."""


async def ask(desk: Desk, method: str, path: str, **more: Any) -> int:
    headers = [(name.encode(), value.encode("latin-1")) for name, value in more.pop("headers", {}).items()]
    # A page that refuses a form takes its key back, and nothing after it would be looked at.
    desk.http.cookies = httpx.Cookies(KEPT)
    response = await desk.http.request(method, path, headers=headers, **more)
    if response.status_code >= 500:
        FAILED.append(f"{method} {path[:120]} {headers} {str(more)[90:400]}")
    return response.status_code


@pytest.fixture
def app(database: str) -> Litestar:
    return app_for_all()


async def test_no_route_fails_or_stores_what_is_out_of_range_whatever_is_sent_to_it(
    app: Litestar, alice: Consultant, plan: WavePlan, library: Library
) -> None:
    hers = await belongings(alice, "Said", plan, library)
    desk = Desk(app)
    await desk.sign_in()
    upload = await uploaded(desk, hers.alliance, hers.instrument)
    await desk.get("/account")
    FAILED.clear()
    KEPT.clear()
    KEPT.update(desk.http.cookies)
    key, token = desk.key(), (await tokens(hers.open, "a"))[0]

    def names(wave: Wave) -> dict[str, str]:
        return {**FREE, **hers.names(wave, upload), **dict.fromkeys(KEYS, token)}

    tried = 0
    # Signed out last.
    for method, route in sorted(routes(), key=lambda each: each[1] == "/sign-out"):
        path = route.format(**names(hers.open))
        for name in [name for _, name, _, _ in Formatter().parse(route) if name]:
            for hostile in PATHS:
                await ask(desk, method, route.format(**{**names(hers.open), name: hostile}))
        if method in ("GET", "HEAD"):
            for query in QUERIES:
                await ask(desk, method, f"{path}?{query}")
            for headers in HEADERS:
                await ask(desk, method, path, headers=headers)
            continue
        for headers, content in bodies(key):
            await ask(desk, method, path, headers=headers, content=content)
        waves = (hers.draft, hers.open, hers.closed) if "{wave_id}" in route else (hers.open,)
        for path in [route.format(**names(wave)) for wave in waves]:
            for form in forms():
                if "{" not in route:
                    # Or the others would not be looked at any more.
                    await StoredValue.filter(key__startswith="attempt:").delete()
                content = encoded({"_csrf_token": key, **form})
                assert await ask(desk, method, path, headers=TYPED, content=content) != 403
                tried += 1
    assert not FAILED, "\n".join(FAILED)
    assert tried > 1_000
    await all_is_in_range()


async def all_is_in_range() -> None:
    """Of everything that is stored now."""
    latest = (datetime.now(UTC) + HORIZON + LONGEST_OPEN + timedelta(days=2)).date()
    for wave in await Wave.all():
        assert wave.closes_on <= latest
        if wave.launched_at:
            assert wave.closes_on <= wave.launched_at.date() + 2 * LONGEST_OPEN + timedelta(days=6)
        assert 4 <= wave.k <= LARGEST_K
        assert 4 <= wave.comment_k <= LARGEST_COMMENT_K
        assert 1 <= wave.retention_days <= LONGEST_KEPT
    for action in await Action.all():
        assert action.agreed_on.year > 2010
    for model in tables():
        for row in await model.all().values():
            for value in texts(row):
                assert "\0" not in value
                assert clean(value) == value, ascii(value)


def texts(stored: Any) -> Iterator[str]:
    """Every text in whatever is stored."""
    if isinstance(stored, str):
        yield stored
    elif isinstance(stored, dict):
        yield from (text for pair in stored.items() for each in pair for text in texts(each))
    elif isinstance(stored, list | tuple | set):
        yield from (text for each in stored for text in texts(each))
