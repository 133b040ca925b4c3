"""The README's nginx in front of the site: whatever happens to a request, no log of nginx's holds anybody's link.

The very file that operators copy is started; only ports, folders and the certificate are put in their place.
"""

import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

from diagnostic.storage.models import Wave
from tests.answering import tokens
from tests.ports import free_port
from tests.web.consultant_server import serving

FILE = Path(__file__).parents[2] / "docs" / "nginx.conf"
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
MAIN = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/main.log info;
events {{}}
http {{
    access_log {folder}/others.log;
    client_body_temp_path {folder}/bodies;
    proxy_temp_path {folder}/proxied;
    fastcgi_temp_path {folder}/unused;
    uwsgi_temp_path {folder}/unused;
    scgi_temp_path {folder}/unused;
    include {folder}/site.conf;
}}
"""
NAME = "pulse.example.org"


@pytest.fixture(scope="module")
def nginx() -> str:
    """Where nginx is; without it, CI fails."""
    if NGINX is None:
        if os.environ.get("CI"):
            pytest.fail("no nginx; CI must have it")
        pytest.skip("no nginx on this machine (on Debian: apt-get install nginx-light)")
    return NGINX


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What nginx logs depends on no engine."""
    return sqlite_url


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("certificate")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={NAME}"]
    files = ["-keyout", "privkey.pem", "-out", "fullchain.pem"]
    subprocess.run([*command, *files], cwd=folder, check=True, capture_output=True)
    return folder


class Proxy(NamedTuple):
    """A running nginx: its two ports, and all that it writes."""

    plain: int
    tls: int
    folder: Path
    browser: httpx.Client

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {"Host": NAME, **more.pop("headers", {})}
        return self.browser.request(method, f"https://127.0.0.1:{self.tls}{path}", headers=headers, **more)

    def shout(self, words: str) -> None:
        """What no browser would send; then leave."""
        anything = ssl._create_unverified_context()  # noqa: S323
        with (
            suppress(OSError),
            socket.create_connection(("127.0.0.1", self.tls), timeout=0.5) as bare,
            anything.wrap_socket(bare, server_hostname=NAME) as safe,
        ):
            safe.sendall(words.encode())
            safe.recv(1)

    def written(self) -> dict[str, str]:
        return {
            str(file.relative_to(self.folder)): file.read_text(errors="replace")
            for file in self.folder.rglob("*")
            if file.is_file() and file.name not in ("site.conf", "main.conf")
        }


@contextmanager
def proxying(nginx: str, site: str, upstream: str, certificate: Path, folder: Path) -> Iterator[Proxy]:
    folder.mkdir()
    browser = httpx.Client(verify=False, timeout=30)  # noqa: S501 - a certificate of this test's own
    proxy = Proxy(free_port(), free_port(), folder, browser)
    for written, here in (
        ("listen 80 ", f"listen 127.0.0.1:{proxy.plain} "),
        ("listen 443 ", f"listen 127.0.0.1:{proxy.tls} "),
        ("listen [::]:80 ", f"listen 127.0.0.2:{proxy.plain} "),
        ("listen [::]:443 ", f"listen 127.0.0.2:{proxy.tls} "),
        (f"/etc/letsencrypt/live/{NAME}", str(certificate)),
        ("/var/log/nginx", str(folder)),
        ("http://127.0.0.1:8000", upstream),
    ):
        assert written in site, written
        site = site.replace(written, here)
    (folder / "site.conf").write_text(site)
    root = "user root;" if os.geteuid() == 0 else ""
    (folder / "main.conf").write_text(root + MAIN.format(folder=folder))
    process = subprocess.Popen([nginx, "-c", folder / "main.conf", "-p", folder, "-e", folder / "main.log"])
    try:
        for _ in range(900):
            assert process.poll() is None, (folder / "main.log").read_text()
            try:
                socket.create_connection(("127.0.0.1", proxy.tls)).close()
                break
            except OSError:
                time.sleep(0.1)
        yield proxy
    finally:
        browser.close()
        process.terminate()
        process.wait(timeout=60)


def visit(proxy: Proxy, token: str) -> dict[str, int]:
    """A link in every form it arrives in, and what goes wrong on the way; the status of each."""
    link = f"/a/{token}"
    paths = [link, f"/stop/{token}", f"/password/reset/{token}"]
    paths += [f"/A/{token}", f"/STOP/{token}", f"/Password/Reset/{token}", f"/%61/{token}", f"/a%2F{token}"]
    paths += [
        f"//a/{token}",
        f"/a/{token}.",
        f"/a/{token}%3E",
        f"/a/3D{token}",
        f"/x/a/{token}",
        f"/{token}",
        f"/a{token}",
    ]
    paths += [f"/a/{token}/more?again={token}", f"/lost?from=/a/{token}"]
    found = {path: proxy.ask("GET", path).status_code for path in paths}
    found["head"] = proxy.ask("HEAD", link).status_code
    found["post"] = proxy.ask("POST", link, data={"decisions.stick": "4"}).status_code
    large = {"_consent": "yes", "decisions.stick": token * 10_000}  # 240 kB: kept in memory, not in a file
    found["large"] = proxy.ask("POST", link, data=large).status_code
    found["too large"] = proxy.ask("POST", link, content=b"x" * 7_000_000).status_code
    for path in ("/favicon.ico", "/static/form.css", "/health"):
        referrer = {"Referer": f"https://{NAME}{link}"}
        found[f"{path} from a link"] = proxy.ask("GET", path, headers=referrer).status_code
    for words in (
        f"GET {link} broken in two HTTP/1.1\r\nHost: {NAME}\r\n\r\n",
        f"GET {link}{'x' * 40_000} HTTP/1.1\r\nHost: {NAME}\r\n\r\n",
        f"GET {link} HTTP/1.1\r\n\r\n",
        f"GET {link} HTTP/1.1\r\nHost: {NAME}\r\nX: {'x' * 40_000}\r\n\r\n",
        f"{link} GET HTTP/1.1\r\nHost: {NAME}\r\n\r\n",
        f"POST {link} HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 9999\r\n\r\nbroken off",
    ):
        proxy.shout(words)
    found["plain"] = proxy.browser.get(f"http://127.0.0.1:{proxy.plain}{link}", headers={"Host": NAME}).status_code
    return found


async def test_no_log_of_nginx_holds_a_link_though_the_site_is_down(
    nginx: str, open_wave: Wave, database_url: str, certificate: Path, tmp_path: Path
) -> None:
    (token, *_) = await tokens(open_wave, "a")
    with (
        serving(database_url, tmp_path) as site,
        proxying(nginx, FILE.read_text(), site.url, certificate, tmp_path / "nginx") as proxy,
    ):
        up = visit(proxy, token)
        assert (up[f"/a/{token}"], up["post"], up["too large"], up["plain"]) == (200, 422, 413, 301)
        who_asks_is_what_the_proxy_says(proxy)
        site.process.terminate()
        site.process.wait(timeout=30)
        down = visit(proxy, token)
        resting = proxy.ask("GET", f"/a/{token}")
        assert proxy.ask("GET", "/alliances").status_code == 503
    assert {down[path] for path in down if path.startswith("/")} == {503}
    assert (resting.headers["Retry-After"], resting.headers["Referrer-Policy"]) == ("30", "no-referrer")
    assert "Bitte versuchen Sie es in einer Minute noch einmal" in resting.text

    written, part = proxy.written(), token[:12].lower()
    found = [line for text in written.values() for line in text.splitlines() if part in line.lower()]
    assert found == []
    # And there are logs that could have held it.
    assert written["diagnostic.access.log"].count(" GET 503 ") >= 17
    assert "127.0.0.1" not in written["diagnostic.access.log"]
    assert "GET /alliances" in written["diagnostic.error.log"]


def who_asks_is_what_the_proxy_says(proxy: Proxy) -> None:
    """Not what somebody claims: all of these count as one."""
    claimed = [{"X-Forwarded-For": f"198.51.{n}.1"} for n in range(60)]
    asked = [proxy.ask("POST", "/lost", data={"email": "a@b.example"}, headers=one).status_code for one in claimed]
    assert 429 in asked
    # And a form beside what somebody typed is not compressed on the way.
    assert "Content-Encoding" not in proxy.ask("GET", "/sign-in", headers={"Accept-Encoding": "gzip"}).headers


def test_the_visit_is_harsh_enough_to_find_links_in_a_usual_error_log(
    nginx: str, certificate: Path, tmp_path: Path
) -> None:
    token = "Zk3-_x9QpLm2Rt7VbNc4Yd8W"
    usual = FILE.read_text().replace("error_log /dev/null;", "error_log /var/log/nginx/diagnostic.error.log;")
    nobody = f"http://127.0.0.1:{free_port()}"
    with proxying(nginx, usual, nobody, certificate, tmp_path / "nginx") as proxy:
        visit(proxy, token)
    assert proxy.written()["diagnostic.error.log"].count(token) > 20
