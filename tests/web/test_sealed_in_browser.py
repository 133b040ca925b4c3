"""What leaves a respondent's browser: recorded on its way, opened by other implementations, and compared."""

import asyncio
import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote, quote_plus, urlsplit

import httpx
import pytest
import pytest_asyncio
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from playwright.async_api import Browser, Page, Route, expect

from diagnostic.cli import main
from diagnostic.errors import NotPossible
from diagnostic.storage import connected
from diagnostic.storage.models import Ballot, Wave
from diagnostic.survey import sealing
from diagnostic.survey.closing import close
from diagnostic.web.page_check import page_check
from tests.answering import after_the_end, answer_all, send
from tests.browsing import PHONE, begin, chromium, needs_browser
from tests.conftest import SECRET
from tests.web.consultant_server import serving
from tests.web.respondent_server import Served, launched, serving_a_wave
from tests.web.test_respondent_browser import to_review

pytestmark = [pytest.mark.asyncio(loop_scope="module"), needs_browser]

NODE = shutil.which("npm")
COMMENT = "Nobody says it aloud: “launch” slips – and München knows"
ODD = "  two\u00a0blanks,\ta tab, nothing\u200b to see,\ncafe\u0301, \u095c "
"""What looks the same and is not, until the gate for text has seen it."""
NO_STORAGE = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('switched off'); } })"
SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


@pytest.fixture(scope="module")
def served(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving_a_wave(migrated_sqlite, tmp_path_factory.mktemp("sealed")) as served:
        yield served


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


class Recorded:
    """Every byte that went either way."""

    def __init__(self) -> None:
        self.sent, self.received = bytearray(), bytearray()

    def traces(self, said: str) -> list[str]:
        """In which forms something that was said is found: plain, as forms encode it, in base 64 at any place."""
        plain = said.encode()
        forms = {
            "plain": plain,
            "as a form": quote_plus(said).encode(),
            "as an address": quote(said).encode(),
            "escaped": json.dumps(said)[1:-1].encode(),
        }
        if len(plain) > 20:  # a shorter piece of base 64 is found in any
            forms |= {f"in base 64, {n}": base64.b64encode(b" " * n + plain)[4:-4] for n in range(3)}
        return [name for name, form in forms.items() if form in self.sent or form in self.received]


@asynccontextmanager
async def recording(
    address: str, replaced: tuple[bytes, bytes] = (b"", b""), *, plain: bool = False
) -> AsyncIterator[tuple[str, Recorded]]:
    """A proxy before a server, its own address, and what it records; ``replaced`` in what the server says.

    ``plain``: what is asked for is asked for uncompressed, and the answer may become longer.
    """
    target, recorded = urlsplit(address), Recorded()

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, kept: bytearray) -> None:
        while data := await reader.read(1_000_000):
            kept.extend(data)
            if plain and kept is recorded.sent:
                data = re.sub(rb"(?i)accept-encoding: [^\r]*", b"accept-encoding: identity\r\nconnection: close", data)
            elif replaced[0] and kept is recorded.received:
                data = data.replace(*replaced)
                if plain:
                    data = re.sub(rb"(?i)content-length: \d+\r\n", b"", data)
            writer.write(data)
            await writer.drain()
        writer.close()

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        upstream, downstream = await asyncio.open_connection(target.hostname, target.port)
        ways = (pass_on(reader, downstream, recorded.sent), pass_on(upstream, writer, recorded.received))
        await asyncio.gather(*ways, return_exceptions=True)

    proxy = await asyncio.start_server(connect, "127.0.0.1", 0)
    async with proxy:
        yield f"http://127.0.0.1:{proxy.sockets[0].getsockname()[1]}", recorded
        proxy.close()


async def answer(browser: Browser, link: str, *, script: bool = True, before: str = "", comment: str = COMMENT) -> Page:
    """Give three answers, change the language on the way where there is a script, and send."""
    # Not compressed, so that the recording can be searched.
    context = await browser.new_context(
        viewport=PHONE, java_script_enabled=script, locale="en-GB", extra_http_headers={"Accept-Encoding": "identity"}
    )
    page = await context.new_page()
    if before:
        await page.add_init_script(before)
    if script:
        await begin(page, link)
    else:
        await page.goto(link)
        await page.check("#consent")
    await page.locator("[name='trust.candour:we'][value='4']").check(force=True)
    if script:
        while not await page.locator("[name=effort_share]").is_visible():
            await page.click("button.next")
    await page.fill("[name=effort_share]", "61,25")
    if script:
        while not await page.locator("[name=would_help]").is_visible():
            await page.click("button.next")
    await page.fill("[name=would_help]", comment)
    if script:
        await page.get_by_role("button", name="Deutsch").click()
        await expect(page.locator("html")).to_have_attribute("lang", "de")
        await expect(page.locator("[name=would_help]")).to_have_value(comment)
        await page.get_by_role("button", name="English").click()
        await expect(page.locator("html")).to_have_attribute("lang", "en")
        await to_review(page)
    await page.click("#send button")
    await page.locator("body[data-stored]").wait_for()
    return page


async def opened(served: Served) -> list[bytes]:
    """What lies under the seal of every ballot there is, for whoever has the secret."""
    async with connected(served.database):
        wave = await Wave.get(id=served.wave)
        key = sealing.unwrap(bytes(wave.wrapped_private_key or b""), wave.id, SECRET)
        ballots = [bytes(ballot.sealed) for ballot in await Ballot.filter(wave=wave, side="b")]
        assert len({len(ballot) for ballot in ballots}) <= 1
        return [sealing.unseal(ballot, key, "server", wave.id, "b") for ballot in ballots]


@pytest.mark.parametrize(
    "before",
    [pytest.param("", id="storage on", marks=pytest.mark.part("run")), pytest.param(NO_STORAGE, id="storage off")],
)
async def test_no_answer_leaves_the_browser_in_any_byte(before: str, browser: Browser, served: Served) -> None:
    known = await opened(served)
    async with recording(served.address) as (address, recorded):
        page = await answer(browser, next(served.links).replace(served.address, address), before=before)
    assert b"_ballot=" in recorded.sent
    assert b"trust.candour" in recorded.received, "the page itself, so that the recording can be read"
    for said in (COMMENT, "61,25", "61.25"):
        assert recorded.traces(said) == []
    assert b"candour" not in recorded.sent
    assert b"effort_share" not in recorded.sent
    (new,) = [each for each in await opened(served) if each not in known]
    assert COMMENT.encode() in new
    receipt = await page.locator(".receipt code").inner_text()
    assert recorded.traces(receipt) == recorded.traces(receipt.replace("-", "")) == []
    assert receipt.replace("-", "").encode() in new


@pytest.mark.parametrize(
    ("script", "replaced"),
    [
        pytest.param(False, (b"", b""), id="without a script", marks=pytest.mark.part("run")),
        pytest.param(True, (b"data-layers", b"data-nobody"), id="without sealing"),
    ],
)
async def test_the_recording_finds_answers_that_are_not_sealed(
    script: bool, replaced: tuple[bytes, bytes], browser: Browser, served: Served
) -> None:
    async with recording(served.address, replaced) as (address, recorded):
        page = await answer(browser, next(served.links).replace(served.address, address), script=script)
    assert recorded.traces(COMMENT) == ["as a form"]
    assert "as a form" in recorded.traces("61,25")
    assert b"candour" in recorded.sent
    assert len(await page.locator(".receipt code").inner_text()) == 19


@pytest.mark.part("run")
async def test_a_page_that_cannot_seal_says_so_and_one_that_can_does_not(browser: Browser, served: Served) -> None:
    link = next(served.links)
    said = {}
    for script in (True, False):
        context = await browser.new_context(viewport=PHONE, java_script_enabled=script, locale="en-GB")
        page = await context.new_page()
        await page.goto(link)
        words = await page.locator("main").inner_text()
        said[script] = ("encrypted in this browser before they are sent" in words, "cannot encrypt" in words)
    assert said == {True: (True, False), False: (False, True)}


async def test_a_ballot_does_not_tell_whether_a_script_sealed_it(browser: Browser, served: Served) -> None:
    known, sealed = await opened(served), []
    for script in (True, False):
        page = await answer(browser, next(served.links), script=script, comment=ODD)
        (new,) = [each for each in await opened(served) if each not in known]
        known.append(new)
        receipt = (await page.locator(".receipt code").inner_text()).replace("-", "")
        sealed.append(new.replace(receipt.encode(), b"RECEIPT"))
    assert sealed[0] == sealed[1], "byte for byte, for whoever has opened it"


async def test_what_the_page_seals_opens_with_other_implementations(
    browser: Browser, served: Served, tmp_path: Path
) -> None:
    page = await (await browser.new_context(viewport=PHONE)).new_page()
    await page.goto(next(served.links))
    key = ec.generate_private_key(ec.SECP256R1())
    numbers = key.private_numbers()
    jwk = {
        name: base64.urlsafe_b64encode(number.to_bytes(32, "big")).rstrip(b"=").decode()
        for name, number in {
            "x": numbers.public_numbers.x,
            "y": numbers.public_numbers.y,
            "d": numbers.private_value,
        }.items()
    }
    public = b"\4" + b"".join(base64.urlsafe_b64decode(jwk[name] + "=") for name in "xy")
    seal = """async ([words, key, info]) => sealing.toBase64(
        await sealing.seal(new TextEncoder().encode(words), sealing.fromBase64(key), info))"""
    for words in ("", "ä" * 20_000):
        sealed = await page.evaluate(seal, [words, base64.b64encode(public).decode(), "for Zoë"])
        raw = base64.b64decode(sealed)
        assert len(raw) == len(words.encode()) + sealing.LAYER
        assert SUITE.decrypt(raw, key, "for Zoë".encode()) == words.encode()
        given = {"key": {"kty": "EC", "crv": "P-256", **jwk}, "info": "for Zoë", "sealed": sealed}
        assert opened_by_npm(given, tmp_path) == words.encode()


def opened_by_npm(given: dict[str, object], folder: Path) -> bytes:
    """By ``@hpke/core``, in the version and with the digest that stand in its lock file."""
    if NODE is None and not os.environ.get("CI"):
        pytest.skip("no npm on this machine (on Debian: apt-get install npm)")
    if not (folder / "node_modules").exists():
        for file in (Path(__file__).parent / "hpke").iterdir():
            shutil.copy(file, folder)
        subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=folder, check=True, timeout=120)
    done = subprocess.run(
        ["node", "open.js"], cwd=folder, input=json.dumps(given).encode(), capture_output=True, check=True, timeout=60
    )
    return base64.b64decode(done.stdout)


EVIL = b'data-layers="server:BAAA"'
SCRIPT = b'<script src="/static/evil.js"></script>'
CHANGES = {
    # What is loaded and run.
    "one letter of the script": (b'"use strict"', b'"use_strict"'),
    "the policy": (b"script-src 'self'", b"script-src  *    "),
    "another header": (b"x-robots-tag: ", b"refresh: 1; url=https://elsewhere.example/\r\nx-robots-tag: "),
    "another status": (b"HTTP/1.1 200", b"HTTP/1.1 203"),
    "another script": (b"<title>", SCRIPT + b"<title>"),
    "a script with two addresses": (b'<script src="', b'<script src="/static/evil.js" src="'),
    "an address that browsers read otherwise": (b'<script src="/static', b'<script src="/\\evil.example/static'),
    "a script that does not run": (b"<script src=", b"<script nomodule src="),
    "a script that takes in the next": (b" defer></script>", b" defer />"),
    "scripts that are only there": (b'<script src="/static/sealing', b'<template><script src="/static/sealing'),
    "where it leads": (b"<title>", b'<meta http-equiv="refresh" content="1; url=https://elsewhere.example/"><title>'),
    "code in the page": (b'<main id="main"', b'<main id="main" onclick="alert(1)"'),
    # What two readers take for different things.
    "a comment": (b"</main>", b"<!-->" + SCRIPT + b"--></main>"),
    "an end that is none": (b"</script>", b"</script x>" + SCRIPT),
    "a blank that is none": (b"</main>", '<p class=\u00a0">'.encode() + SCRIPT + b'<p class="></main>'),
    "another encoding": (b"charset=utf-8", b"charset=utf-7"),
    # What is sent, and where.
    "where it is sent": (b'<form method="post"', b'<form method="post" action="https://elsewhere.example/"'),
    "nothing to seal with": (b"data-layers", b"data-nobody"),
    "two keys": (b'<form method="post"', b"<form " + EVIL + b' method="post"'),
    "another sheet before it": (b'<form method="post"', b"<form " + EVIL + b'></form><form method="post"'),
    "another sheet after it": (b"</main>", b'<div id="sheet" ' + EVIL + b"></div></main>"),
    "a mark in the sheet": (b"</main>", b'<input type="hidden" name="who" value="7" form="sheet"></main>'),
    "a mark in an answer": (b'value="4"', b'value="04"'),
    "an answer in the clear": (b'name="would_help"', b'name="_begun"'),
    "a name that the form has of its own": (b'name="would_help"', b'name="dataset"'),
    "no stepper": (b'id="stepper"', b'id="steppers"'),
    "bound to another survey": (b'data-bound="alliance', b'data-bound="Alliance'),
    "no key": (b'data-layers="server:', b'data-layers="server:a:'),
    "no number": (b'data-size="', b'data-size="_'),
}


async def test_the_page_is_that_of_the_release_and_a_changed_one_is_found(served: Served) -> None:
    link = next(served.links)
    found = await asyncio.to_thread(page_check, link)
    assert [check.what for check in found.checks if not check.holds] == []
    assert found.key is not None
    assert found.has_key(found.key.replace(" ", ""))
    assert not found.has_key("12345 " * 6)
    said = {key: CliRunner().invoke(main, ["wave", "page-check", link, "--key", key]) for key in (found.key, "12345")}
    assert [each.exit_code for each in said.values()] == [0, 1]
    assert "FAILS" not in said[found.key].output
    assert f"It seals answers to the key {found.key}." in said[found.key].output
    assert "That is ANOTHER KEY than the one given." in said["12345"].output
    listed = CliRunner().invoke(main, ["wave", "page-check"]).output.splitlines()
    async with httpx.AsyncClient(base_url=served.address) as client:
        for digest, name in map(str.split, listed):
            sent = hashlib.sha256((await client.get(f"/static/{name}")).content).digest()
            assert digest == f"sha256-{base64.b64encode(sent).decode()}"
    for change, replaced in CHANGES.items():
        async with recording(served.address, replaced, plain=True) as (address, _):
            found = await asyncio.to_thread(page_check, link.replace(served.address, address))
        assert [check for check in found.checks if not check.holds], change
    for nothing in (served.address + "/a/unknown", "http://127.0.0.1:1/a/x", "no address"):
        with pytest.raises(NotPossible):
            await asyncio.to_thread(page_check, nothing)


@pytest.mark.parametrize("sheet", ["sheet", "sheet2"])
@pytest.mark.parametrize("step", ["_step=open", "_ballot="])
async def test_no_answer_of_the_servers_makes_a_page_seal_to_another_key_or_not_at_all(
    step: str, sheet: str, browser: Browser, served: Served
) -> None:
    page = await (await browser.new_context(viewport=PHONE, locale="en-GB")).new_page()
    layers = await (await browser.new_context()).new_page()
    link = next(served.links)
    await layers.goto(link)
    key = await layers.locator("#sheet").get_attribute("data-layers")
    evil = f"""<!doctype html><head><meta id="sheet" data-layers="{key}"></head><body><main id="main">
        <form method="post" id="{sheet}"><h1>Go on</h1><input name="trust.candour:we"></form></main>"""

    async def swapped(route: Route) -> None:
        if step in (route.request.post_data or ""):
            await route.fulfill(status=410, body=evil, content_type="text/html")
        else:
            await route.continue_()

    await page.route(link, swapped)
    await begin(page, link)
    await page.locator("[name='trust.candour:we'][value='4']").check(force=True)
    await to_review(page)
    await page.click("#send button")
    if step == "_ballot=":
        await expect(page.locator(".sent")).to_contain_text("Not sent yet")
    else:
        await page.locator("body[data-stored]").wait_for()
    assert await page.get_by_role("heading", name="Go on").count() == 0


async def test_after_the_close_the_link_finds_ones_own_receipt_among_all(
    browser: Browser, migrated_sqlite: Path, tmp_path: Path
) -> None:
    shutil.copy(migrated_sqlite, tmp_path / "diagnostic.sqlite3")
    database = f"sqlite:///{tmp_path / 'diagnostic.sqlite3'}"
    wave_id, tokens = await launched(database)
    with serving(database, tmp_path) as server:
        link = f"{server.url}/a/{tokens[0]}"
        page = await answer(browser, link)
        receipt = await page.locator(".receipt code").inner_text()
        async with connected(database):
            wave = await Wave.get(id=wave_id)
            await answer_all(wave, a=8, b=0)
            for one in tokens[1:8]:
                await send(one, {"decisions.stick": ["4"]})
            await close(wave, SECRET, after_the_end(wave))
        await page.goto(link)
        await expect(page.locator("h1")).to_have_text("This survey has ended")
        await page.locator("#receipts summary").click()
        await expect(page.locator(".codes li")).to_have_count(16)
        codes = await page.locator(".codes li").all_inner_texts()
        assert codes == sorted(codes)
        await page.fill("#code", "Receipt: " + receipt.lower().replace("-", " ").replace("0", "o").replace("1", "l"))
        await expect(page.locator("#found")).to_have_text("It is in the list: your answers arrived and were opened.")
        await expect(page.locator(".codes .found")).to_have_text(receipt)
        await page.fill("#code", "AAAA-AAAA-AAAA-AAAA")
        await expect(page.locator("#found")).to_contain_text("not in the list")
