"""The same bytes for the same Report: a package holds no clock, and no machine."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Iterable
from typing import Any

from diagnostic.briefing.unseen import clean

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can name."""
_CLOCKLESS = dt.date(2000, 1, 1)
"""For a Report without a day."""


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip file of files by their names, all of them of one constant date."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, data)
    return out.getvalue()


def frozen(save: Callable[[io.BytesIO], None]) -> bytes:
    """What is saved as a zip, with the same files in the same order."""
    package = io.BytesIO()
    save(package)
    with zipfile.ZipFile(package) as read:
        return zipped((name, read.read(name)) for name in read.namelist())


def describe(properties: Any, title: str, author: str, language: str, closed: dt.date | None) -> None:
    """Whose an Office document is and what: nothing of the machine, and no clock but the wave's."""
    day = closed or _CLOCKLESS
    moment = dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001 (a document's dates have no zone)
    properties.title = " ".join(clean(title).split())[:255]
    properties.author = properties.last_modified_by = " ".join(clean(author).split())[:255]
    properties.subject = properties.comments = properties.keywords = ""
    properties.language = language
    properties.created = properties.modified = properties.last_printed = moment
    properties.revision = 1
