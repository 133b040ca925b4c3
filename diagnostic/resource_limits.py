"""Resource limits: files from outside are read in a process that may take so much time and memory and no more.

Few imports: whatever stands here is loaded again in that process.
"""

import contextlib
import math
import os
import sys
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

CPU_SECONDS = 20
"""Of a processor, for one file."""
ADDRESS_SPACE_BYTES = 1_500_000_000
"""Of address space, most of which is reserved and never used."""


def run_limited(work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Do something in the process that this is called in, which the system ends where it takes too much.

    For an executor of processes: whoever waits sees `BrokenExecutor` then, or `MemoryError`.
    """
    return run_limited_to(CPU_SECONDS, work, *args, **kwargs)


def run_limited_to(seconds: int, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """The same within so many seconds of a processor."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - not there on Windows

        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(time.process_time()) + seconds, most))
        with contextlib.suppress(ValueError, OSError):  # macOS knows no such limit
            resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE_BYTES, resource.getrlimit(resource.RLIMIT_AS)[1]))
        # A process that dies as it should leaves no copy of the file behind.
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        os.setpriority(os.PRIO_PROCESS, 0, 10)
    return work(*args, **kwargs)
