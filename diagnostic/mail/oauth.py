"""Access tokens for mail servers that take no password (XOAUTH2): fetched, kept until just before their end, renewed.

Both kinds of grant are known: with a refresh token, which the token server may exchange for a newer one each time, or
with the client's own credentials. What is kept lies in the database, sealed to a key made of the server's secret, so
that every process uses the newest.
"""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
import msgspec
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from tortoise.exceptions import IntegrityError

from diagnostic.errors import Fault, InvalidSettings, MailFailed
from diagnostic.mail.wording import plain_words
from diagnostic.settings import Settings
from diagnostic.storage.models import StoredValue

TIMEOUT = 15.0
"""Seconds for the token server to answer."""
MARGIN = timedelta(minutes=2)
"""So long before its end a token is used no more."""
KEPT = timedelta(days=365)
"""A refresh token that was not used so long is of no use any more."""


class TokenRefused(MailFailed):
    """There is no access token to be had now; the message says what the token server said."""


class OAuth(msgspec.Struct, frozen=True, kw_only=True):
    """Where tokens come from, and with which right."""

    token_url: str
    client_id: str
    client_secret: str
    refresh_token: str
    scope: str


class Tokens:
    """The newest access token there is."""

    def __init__(self, oauth: OAuth, secret: str) -> None:
        self._oauth = oauth
        self._box = SecretBox(hmac.digest(secret.encode(), b"oauth tokens", hashlib.sha256))
        # Other settings begin anew: a refresh token that was given later is newer than the one that is kept.
        self._name = hashlib.sha256(msgspec.json.encode(oauth)).hexdigest()[:32]

    @classmethod
    def of(cls, settings: Settings) -> "Tokens | None":
        """As the settings say; None where they name no token server. Raises `InvalidSettings`."""
        if not settings.oauth_token_url:
            return None
        if not settings.oauth_client_id:
            raise InvalidSettings([Fault("DIAGNOSTIC_OAUTH_CLIENT_ID", "give it, as there is a token server")])
        if not settings.oauth_client_secret and not settings.oauth_refresh_token:
            what = "give it, or DIAGNOSTIC_OAUTH_REFRESH_TOKEN, or both, as there is a token server"
            raise InvalidSettings([Fault("DIAGNOSTIC_OAUTH_CLIENT_SECRET", what)])
        oauth = OAuth(
            token_url=settings.oauth_token_url,
            client_id=settings.oauth_client_id,
            client_secret=settings.oauth_client_secret,
            refresh_token=settings.oauth_refresh_token,
            scope=settings.oauth_scope,
        )
        return cls(oauth, settings.secret)

    async def access(self) -> str:
        """A token to sign in with. Needs an open database.

        Raises
        ------
        TokenRefused
            The token server cannot be reached, or says no.
        """
        now = datetime.now(UTC)
        if kept := await self._kept("access", now):
            return kept
        try:
            answer = await self._ask(await self._kept("refresh", now) or self._oauth.refresh_token)
        except TokenRefused:
            # Another process may have used up the refresh token in this moment, and have an access token for all.
            if kept := await self._kept("access", now):
                return kept
            raise
        if newer := answer.get("refresh_token"):
            await self._keep("refresh", str(newer), now + KEPT)
        lasts = timedelta(seconds=int(answer.get("expires_in") or 3600))
        await self._keep("access", str(answer["access_token"]), now + lasts - MARGIN)
        return str(answer["access_token"])

    async def forget(self) -> None:
        """Fetch another next time: this one was not taken."""
        await StoredValue.filter(key=self._key("access")).delete()

    async def _ask(self, refresh_token: str) -> dict[str, Any]:
        form = {"client_id": self._oauth.client_id, "grant_type": "client_credentials"}
        if refresh_token:
            form |= {"grant_type": "refresh_token", "refresh_token": refresh_token}
        if self._oauth.client_secret:
            form["client_secret"] = self._oauth.client_secret
        if self._oauth.scope:
            form["scope"] = self._oauth.scope
        host = urlsplit(self._oauth.token_url).hostname
        try:
            async with httpx.AsyncClient(timeout=TIMEOUT) as client:
                response = await client.post(self._oauth.token_url, data=form, headers={"Accept": "application/json"})
        except (httpx.HTTPError, OSError) as error:
            words = " ".join(str(error).split()) or "no answer in time"
            raise TokenRefused(f"The token server at {host} cannot be reached: {words}") from None
        try:
            answer = response.json()
        except ValueError:
            answer = None
        if not response.is_success or not isinstance(answer, dict) or not answer.get("access_token"):
            raise TokenRefused(f"The token server at {host} gave no token: {self._said(response, answer, form)}")
        return answer

    def _said(self, response: httpx.Response, answer: Any, form: dict[str, str]) -> str:
        """Its words, without anything that is secret."""
        said = (
            [str(answer.get(name) or "") for name in ("error", "error_description")] if isinstance(answer, dict) else []
        )
        words = " ".join(filter(None, [str(response.status_code), *said]))
        for name in ("client_secret", "refresh_token"):
            if name in form:
                words = words.replace(form[name], "…")
        return plain_words(words)[:250]

    def _key(self, what: str) -> str:
        return f"oauth-{what}:{self._name}"

    async def _kept(self, what: str, now: datetime) -> str:
        row = await StoredValue.get_or_none(key=self._key(what), expires_at__gt=now)
        try:
            return self._box.decrypt(bytes(row.value)).decode() if row else ""
        except CryptoError:  # sealed to another secret
            return ""

    async def _keep(self, what: str, token: str, until: datetime) -> None:
        key, sealed = self._key(what), bytes(self._box.encrypt(token.encode()))
        if not await StoredValue.filter(key=key).update(value=sealed, expires_at=until):
            try:
                await StoredValue.create(key=key, value=sealed, expires_at=until)
            except IntegrityError:  # another process was faster; the later one is the newer
                await StoredValue.filter(key=key).update(value=sealed, expires_at=until)
