"""The rate limit: slowing down whoever guesses, and locking out nobody.

An attempt is counted for the network it comes from, before anything of it is read, and then for the account it is at,
before anything expensive is done. Beyond a few, each has to wait; the waits grow, and shrink again with time.

What others do to an account cannot keep its owner out. In a network from which somebody signed in to the account with
its password (or has set that) only what is tried from there counts. All other networks are counted together as well,
so that guessing from a thousand of them goes no faster than from a few; an owner who travels may have to wait among
these, and a reset of the password ends that. Counts and known networks hang on the password: changed in whatever way,
all begin anew.

A network is the first 24 bits of an IPv4 address, the first 56 of an IPv6 address. What is stored names nobody: keyed
hashes, a level and a moment.
"""

import datetime as dt
import hashlib
import hmac
import ipaddress
import math
from typing import Any, NamedTuple

from litestar.connection import ASGIConnection
from litestar.exceptions import TooManyRequestsException
from tortoise.exceptions import IntegrityError

from diagnostic.storage.models import StoredValue
from diagnostic.survey.consultants import account_address, find_consultant
from diagnostic.text import clean

REMEMBERED = dt.timedelta(days=90)
"""How long a network stays known after somebody signed in from it."""


class Backoff(NamedTuple):
    """``free`` attempts at once; then a wait of ``first`` seconds, doubled with each attempt up to ``longest``.

    One attempt is forgotten every ``forgets`` seconds.
    """

    free: int
    first: int
    longest: int
    forgets: int

    def wait(self, level: float) -> float:
        """Seconds until the next attempt, where the last brought it to this level."""
        beyond = math.ceil(level) - self.free
        return 0 if beyond < 0 else min(self.longest, self.first * 2**beyond)


NETWORK = Backoff(free=40, first=2, longest=60, forgets=10)
"""May be a whole office. It is about what attempts cost, so it is the same for all accounts."""
FROM_ONE_NETWORK = Backoff(free=10, first=5, longest=900, forgets=300)
"""At one account from one network: a person who mistypes, or one who guesses."""
FROM_UNKNOWN_NETWORKS = Backoff(free=20, first=5, longest=180, forgets=180)
"""At one account from all networks together that it does not know."""


class _Count(NamedTuple):
    """Where attempts are counted, and how they are slowed."""

    key: str
    backoff: Backoff


class RateLimit:
    """Counts attempts at one thing, such as signing in, and slows them down."""

    def __init__(self, what: str, secret: str) -> None:
        self._what = what
        self._secret = secret.encode()

    async def count_network(self, address: str) -> None:
        """Note one attempt from an address, whatever it is at.

        Raises
        ------
        TooManyRequestsException
            Where it comes too soon; its ``Retry-After`` says for how long. It is not counted.
        """
        await self._note(_Count(f"attempt:{self._hash('network', network(address))}", NETWORK))

    async def count_account(self, account: str, address: str) -> None:
        """Note one attempt at an account; raises as `count_network` does."""
        whose, where = await self._whose(account), self._hash("network", network(address))
        counts = [_Count(f"attempt:{whose}:{where}", FROM_ONE_NETWORK)]
        if not await StoredValue.filter(key=f"network:{whose}:{where}", expires_at__gt=_now()).exists():
            counts.append(_Count(f"attempt:{whose}", FROM_UNKNOWN_NETWORKS))
        await self._note(*counts)

    async def succeeded(self, account: str, address: str) -> None:
        """Whoever attempted it is the account's owner: their network is known from now on, and its count ends."""
        whose, where = await self._whose(account), self._hash("network", network(address))
        known = StoredValue(key=f"network:{whose}:{where}", value=b"", expires_at=_now() + REMEMBERED)
        await StoredValue.bulk_create([known], on_conflict=["key"], update_fields=["value", "expires_at"])
        await StoredValue.filter(key=f"attempt:{whose}:{where}").delete()

    async def _note(self, *counts: _Count) -> None:
        # Here too, so that nothing is kept beyond its time where no worker runs.
        await StoredValue.filter(key__startswith="attempt:", expires_at__lte=_now()).delete()
        # First looked at, so that who has to wait for one reason is not counted for the other.
        for count in counts:
            _must_not_wait(count, await StoredValue.get_or_none(key=count.key))
        for count in counts:
            while not await _raised(count):
                pass

    async def _whose(self, account: str) -> str:
        consultant = await find_consultant(account)
        # What is no address belongs to no account, and is counted as it was typed.
        spelt = account_address(account) or clean(account).strip().lower()
        return self._hash("account", spelt, consultant.password_stamp() if consultant else "")

    def _hash(self, *names: str) -> str:
        return hmac.new(self._secret, "\0".join([self._what, *names]).encode(), hashlib.sha256).hexdigest()


def address_of(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """Where a request comes from, as far as the server is told: see the trusted proxies among the settings."""
    return connection.client.host if connection.client else ""


def network(address: str) -> str:
    """The network that an address belongs to; what is no address stands for itself."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return str(ipaddress.ip_network((parsed, 24 if parsed.version == 4 else 56), strict=False))


def _must_not_wait(count: _Count, row: StoredValue | None) -> None:
    if row is None:
        return
    level, last = _read(row)
    wait = last + count.backoff.wait(level) - _now().timestamp()
    if wait > 0:
        raise TooManyRequestsException(headers={"Retry-After": str(math.ceil(wait))})


async def _raised(count: _Count) -> bool:
    """Count one more; False where another request did so in the same moment."""
    row, now = await StoredValue.get_or_none(key=count.key), _now().timestamp()
    _must_not_wait(count, row)
    level, last = _read(row) if row else (0.0, now)
    level = max(0, level - (now - last) / count.backoff.forgets) + 1
    value = f"{level} {now}".encode()
    forgotten = dt.datetime.fromtimestamp(now + max(level * count.backoff.forgets, count.backoff.wait(level)), dt.UTC)
    if row is not None:
        unchanged = StoredValue.filter(key=count.key, value=row.value)
        return await unchanged.update(value=value, expires_at=forgotten) == 1
    try:
        await StoredValue.create(key=count.key, value=value, expires_at=forgotten)
    except IntegrityError:
        return False
    return True


def _read(row: StoredValue) -> tuple[float, float]:
    level, last = bytes(row.value).decode().split()
    return float(level), float(last)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
