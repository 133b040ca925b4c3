"""Processes that do what would keep our own busy: bundling scripts, reading files and mails from outside.

Nothing of ours is loaded there but this file, so that they start quickly: keep its imports few.
"""

import os
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection, wait
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class ProcessPool(Executor):
    """Started when first needed, and again after one has died; what they are at is lost when they are closed."""

    def __init__(self, processes: int = 1) -> None:
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None
        self._lifeline: Connection | None = None
        self._closed = False
        self._lock = threading.Lock()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        with self._lock:
            if self._closed:
                raise RuntimeError("the server is stopping")
            try:
                return (self._pool or self._start()).submit(fn, *args, **kwargs)
            except BrokenExecutor:
                return self._start().submit(fn, *args, **kwargs)

    def _start(self) -> ProcessPoolExecutor:
        self._cut()
        theirs, self._lifeline = Pipe(duplex=False)
        self._pool = ProcessPoolExecutor(
            self._processes, mp_context=get_context("spawn"), initializer=_end_with, initargs=(theirs,)
        )
        return self._pool

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        with self._lock:
            self._closed = True
            self._cut()
        if self._pool is not None:
            self._pool.shutdown(wait=wait, cancel_futures=cancel_futures)

    def _cut(self) -> None:
        if self._lifeline is not None:
            self._lifeline.close()
            self._lifeline = None


def _end_with(lifeline: Connection) -> None:
    """End when the server closes its end of this, or is killed and can tell its processes nothing."""
    threading.Thread(target=_wait_for_the_end, args=(lifeline,), daemon=True).start()


def _wait_for_the_end(lifeline: Connection) -> None:
    wait([lifeline])
    os._exit(1)
