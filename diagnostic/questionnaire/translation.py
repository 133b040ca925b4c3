"""Whether somebody answers for a language: the table ``[translation]`` of its files, which is no text of theirs."""

import datetime
from typing import Any, Literal

import msgspec

TABLE = "translation"


class Signature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who has read all of a file and answers for it."""

    name: str
    on: datetime.date
    role: str = ""

    def __str__(self) -> str:
        return f"{self.name}, {self.role}, {self.on:%Y-%m-%d}" if self.role else f"{self.name}, {self.on:%Y-%m-%d}"


class Translation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a file says of itself."""

    status: Literal["draft", "signed"]
    signed: tuple[Signature, ...] = ()
    """Also of a draft: who has read an earlier state of it."""


def taken(file: dict[str, Any]) -> tuple[Translation | None, str]:
    """The table, which is taken out of a file as it was read, and what is wrong with it; None where it has none."""
    if TABLE not in file:
        return None, ""
    try:
        found = msgspec.convert(file.pop(TABLE), Translation)
    except msgspec.ValidationError as error:
        what = f'{error}; write status = "draft", or "signed" and signed = [{{ name = "…", on = 2026-12-01 }}]'
        return None, what
    if found.status == "signed" and not any(one.name.strip() for one in found.signed):
        return None, 'it is signed by nobody; add signed = [{ name = "…", on = 2026-12-01 }], or say status = "draft"'
    return found, ""
