"""How often one may try: attempts are counted by account and by address until they expire."""

import datetime as dt
import hashlib
import hmac
import secrets

from litestar.exceptions import TooManyRequestsException

from diagnostic.storage.models import StoredValue

WINDOW = dt.timedelta(minutes=15)
PER_ADDRESS = 40
"""An address may be a whole office; an account is one person."""


class Attempts:
    """Counts attempts at one thing, such as signing in. What is stored names nobody: names are keyed hashes."""

    def __init__(self, what: str, secret: str, *, account: int = 10) -> None:
        self._what = what
        self._secret = secret.encode()
        self._at_most = {"account": account, "address": PER_ADDRESS}

    async def count(self, *, account: str, address: str) -> None:
        """Note one attempt.

        Raises
        ------
        TooManyRequestsException
            Where there were too many within `WINDOW`.
        """
        now = dt.datetime.now(dt.UTC)
        # Here too, so that nothing is kept beyond its time where no worker runs.
        await StoredValue.filter(key__startswith="attempt:", expires_at__lte=now).delete()
        for kind, name in (("account", account.casefold()), ("address", address)):
            prefix = self._prefix(kind, name)
            # Noted first and counted after: attempts made at the same instant see each other.
            await StoredValue.create(key=prefix + secrets.token_hex(8), value=b"", expires_at=now + WINDOW)
            if await StoredValue.filter(key__startswith=prefix, expires_at__gt=now).count() > self._at_most[kind]:
                raise TooManyRequestsException(headers={"Retry-After": str(int(WINDOW.total_seconds()))})

    async def forget(self, *, account: str) -> None:
        """An attempt that succeeded clears the account's count."""
        await StoredValue.filter(key__startswith=self._prefix("account", account.casefold())).delete()

    def _prefix(self, kind: str, name: str) -> str:
        digest = hmac.new(self._secret, f"{self._what}\0{kind}\0{name}".encode(), hashlib.sha256).hexdigest()
        return f"attempt:{digest}:"
