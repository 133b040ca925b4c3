"""What happens once in a while for an address, however often and by whomever it is asked for."""

import hashlib
import hmac
from datetime import datetime, timedelta

from tortoise.exceptions import IntegrityError

from diagnostic.storage.models import StoredValue


async def first_within(cooldown: timedelta, what: str, whose: str, secret: str, now: datetime) -> bool:
    """Whether this was not done for somebody within so long; from now on it was.

    What is kept of it is a keyed hash, until the cooldown is over.
    """
    digest = hmac.digest(secret.encode(), f"{what}\0{whose}".encode(), hashlib.sha256).hex()
    key = f"pause:{digest}"
    # Here too, so that nothing is kept beyond its time where no worker runs.
    await StoredValue.filter(key__startswith="pause:", expires_at__lte=now).delete()
    try:
        await StoredValue.create(key=key, value=b"", expires_at=now + cooldown)
    except IntegrityError:
        return False
    return True
