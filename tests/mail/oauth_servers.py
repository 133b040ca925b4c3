"""A token server that rotates and expires, and a mail server that takes nothing but its tokens."""
# ruff: noqa: N802 - the methods' names are those of http.server and aiosmtpd

import json
import secrets
import ssl
import threading
import time
from base64 import b64decode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from aiosmtpd.smtp import AuthResult, Envelope, Session

from tests.mail.server import MailServer

USER = "survey@diagnostic.example"
CLIENT, CLIENT_SECRET, FIRST_REFRESH = "the-client", "sssh, the client's own", "the-first-refresh-token"


class TokenServer:
    """Answers ``/token`` as RFC 6749 says, and ``/info`` as Dovecot asks."""

    def __init__(self, lasts: int = 3600, rotates: bool = True) -> None:
        self.lasts, self.rotates = lasts, rotates
        self.refresh = {FIRST_REFRESH}
        """Those that are good; with rotation each is good once."""
        self.access: dict[str, float] = {}
        self.asked: list[dict[str, str]] = []
        self.refuses: tuple[int, bytes] | None = None
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
                status, body = outer._answer(form)
                self._reply(status, body)

            def do_GET(self) -> None:
                (token,) = parse_qs(urlsplit(self.path).query)["access_token"]
                good = outer.access.get(token, 0) > time.time()
                self._reply(
                    200 if good else 400, json.dumps({"email": USER} if good else {"error": "invalid_token"}).encode()
                )

            def _reply(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def _answer(self, form: dict[str, str]) -> tuple[int, bytes]:
        self.asked.append(form)
        if self.refuses:
            return self.refuses
        if form["client_id"] != CLIENT or form.get("client_secret") != CLIENT_SECRET:
            words = {"error": "invalid_client", "error_description": f"No such client with {form.get('client_secret')}"}
            return 401, json.dumps(words).encode()
        answer: dict[str, Any] = {"token_type": "Bearer", "expires_in": self.lasts}
        if form["grant_type"] == "refresh_token":
            if form["refresh_token"] not in self.refresh:
                return 400, b'{"error": "invalid_grant", "error_description": "AADSTS70000: used or expired"}'
            if self.rotates:
                self.refresh = {answer.setdefault("refresh_token", secrets.token_urlsafe(32))}
        answer["access_token"] = secrets.token_urlsafe(300)
        self.access[answer["access_token"]] = time.time() + self.lasts
        return 200, json.dumps(answer).encode()

    def __enter__(self) -> "TokenServer":
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class TokenMailServer(MailServer):
    """Takes no mail without a token that is good now; refuses as Google and Microsoft do, with a challenge first."""

    def __init__(self, tokens: TokenServer, tls: ssl.SSLContext) -> None:
        super().__init__(tls=tls, auth=True, without=("LOGIN", "PLAIN"))
        self.tokens, self.sign_ins = tokens, 0

    async def handle_EHLO(
        self, server: Any, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        server.command_size_limits["AUTH"] = 12288  # RFC 4954, section 4.1: tokens are long
        return await super().handle_EHLO(server, session, envelope, hostname, responses)

    async def auth_XOAUTH2(self, server: Any, args: list[str]) -> AuthResult:
        self.sign_ins += 1
        user, bearer, *_ = b64decode(args[1]).decode().split("\1")
        token = bearer.removeprefix("auth=Bearer ")
        if user == f"user={USER}" and self.tokens.access.get(token, 0) > time.time():
            return AuthResult(success=True)
        await server.challenge_auth(b'{"status":"400","schemes":"Bearer"}')
        return AuthResult(success=False, handled=False, message="535 5.7.3 Authentication unsuccessful")
