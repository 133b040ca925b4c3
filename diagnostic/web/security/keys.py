"""Keys for one purpose each, derived from the server's secret, so that none can stand in for another."""

import hashlib
import hmac


def derived(secret: str, purpose: str) -> str:
    """A key in hexadecimal, 256 bits."""
    return hmac.new(secret.encode(), f"web\0{purpose}".encode(), hashlib.sha256).hexdigest()
