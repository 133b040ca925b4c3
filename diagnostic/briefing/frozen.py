"""The same bytes for the same Report: a package holds no clock, and no machine."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

from diagnostic.briefing.wording import clean

_EPOCH = (1980, 1, 1, 0, 0, 0)
_CLOCKLESS = dt.date(2000, 1, 1)
"""For a Report without a day."""


def frozen(save: Callable[[io.BytesIO], None]) -> bytes:
    """What is saved as a zip with the same files in the same order, all of them of one constant date."""
    package, out = io.BytesIO(), io.BytesIO()
    save(package)
    with zipfile.ZipFile(package) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as write:
        for name in read.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            write.writestr(entry, read.read(name))
    return out.getvalue()


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
