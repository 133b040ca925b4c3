"""Files from outside on the command line: a workbook is read in a process of its own."""

from collections.abc import Callable
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

from diagnostic.errors import Fault, UnreadableFile
from diagnostic.resource_limits import run_limited

T = TypeVar("T")


def in_a_reader(name: str, data: bytes, read: Callable[..., T], *args: object) -> T:
    """What ``read`` makes of its arguments, which are about a file called ``name``.

    A small workbook can take more time and memory than there is; text cannot.

    Raises
    ------
    UnreadableFile
        Where it takes too much.
    """
    if not data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return read(*args)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as reader:
        try:
            return reader.submit(run_limited, read, *args).result()
        except (BrokenExecutor, MemoryError):
            raise UnreadableFile([Fault(name, "takes too long to read; save it as CSV")]) from None
