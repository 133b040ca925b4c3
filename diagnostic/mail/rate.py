"""How many mails may leave in a minute, by all workers together."""

import contextlib
from datetime import datetime, timedelta

from tortoise.exceptions import IntegrityError

from diagnostic.storage.models import StoredValue

KEY = "mail-rate"
BURST = timedelta(seconds=5)
"""How far ahead of an even pace one may be: a worker looks every few seconds only."""


class SendRate:
    """Mails at an even pace, never more than so many in any minute. None is held up where there is no limit.

    One stored moment keeps the pace for every worker of a deployment: the one at which the mails taken so far would
    all have left, had they left evenly.
    """

    def __init__(self, per_minute: int | None) -> None:
        # What may be ahead counts into the minute.
        self._each = (timedelta(minutes=1) + BURST) / per_minute if per_minute else None

    async def is_spent(self, now: datetime) -> bool:
        """Whether none may leave now, so that none need be written."""
        if self._each is None:
            return False
        return await StoredValue.filter(key=KEY, expires_at__gt=now + BURST).exists()

    async def take(self, now: datetime) -> bool:
        """Whether one more mail may leave now; it then counts, so it is asked for when the mail is written."""
        if self._each is None:
            return True
        while True:
            stored = await StoredValue.get_or_none(key=KEY)
            pace = (stored.expires_at if stored else None) or now
            if pace > now + BURST:
                return False
            after = max(pace, now) + self._each
            if stored is None:
                with contextlib.suppress(IntegrityError):  # another worker was faster
                    await StoredValue.create(key=KEY, value=b"", expires_at=after)
                    return True
            elif await StoredValue.filter(key=KEY, expires_at=stored.expires_at).update(expires_at=after):
                return True
