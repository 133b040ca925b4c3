"""Ports to listen on."""

import secrets
import socket

FIRST, LAST = 10_240, 32_767
"""Below those that the system gives to connections, any of which could take a free one before it is listened on."""


def free_port() -> int:
    """One on which nobody listens."""
    while True:
        port = FIRST + secrets.randbelow(LAST - FIRST + 1)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
