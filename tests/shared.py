"""What one run of the tests makes once, whichever of its processes asks first."""

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

_FOLDER = "DIAGNOSTIC_TESTS_FOLDER"


def prepare(config: pytest.Config) -> None:
    """Make the folder of this run, unless a process of it that started this one has; whoever made it deletes it."""
    if _FOLDER not in os.environ:
        # Sockets of PostgreSQL lie in it, whose paths end at 107 bytes, and it runs as a user of its own.
        os.environ[_FOLDER] = tempfile.mkdtemp(prefix="diagnostic-", dir="/tmp")
        folder().chmod(0o755)
        config.add_cleanup(_remove)


def _remove() -> None:
    shutil.rmtree(os.environ.pop(_FOLDER), ignore_errors=True)


def folder() -> Path:
    """Seen by every process of this run, and by no other run."""
    return Path(os.environ[_FOLDER])


def once(name: str, make: Callable[[Path], object]) -> Path:
    """The file of that name in the run's folder, made by the first who asks; all others wait for it."""
    file = folder() / name
    with FileLock(f"{file}.lock"):
        if not file.exists():
            begun = file.with_name(f"begun {name}")
            make(begun)
            begun.rename(file)
    return file
