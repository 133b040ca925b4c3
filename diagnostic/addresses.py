"""Mail addresses, checked in one place, so that what is taken when it is typed or uploaded can be sent to.

An address is kept as people write it (`jo@straße.example`) and travels in ASCII (`jo@xn--strae-oqa.example`),
its domain encoded as domains are registered today (IDNA 2008). What stands before the @ has to be ASCII: anything
else needs an extension (SMTPUTF8) that many mail servers on the way do not have.
"""

import re
import unicodedata
from collections.abc import Sequence

import idna
from email_validator import EmailNotValidError, validate_email

from diagnostic.errors import NotPossible

_TYPESET = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'", "‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-"})
"""What word processors make of an apostrophe and a hyphen."""
_HOST = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")


def check_address(address: str) -> str:
    """The address as it is kept everywhere: trimmed, lower case, its domain in readable letters.

    Raises
    ------
    NotPossible
        Where it is no address that mail servers take; says why, and if it can be told what was meant.
    """
    given = unicodedata.normalize("NFC", address.strip())
    local, at, _ = given.rpartition("@")
    if at and not local.isascii():
        raise NotPossible(_not_ascii(given))
    try:
        return _checked(given)
    except EmailNotValidError as error:
        raise NotPossible(f"“{given}” is no mail address: {error}") from None


def check_domain(domain: str) -> str:
    """A mail domain as it is kept everywhere, in the form that `check_address` gives those of addresses.

    Raises
    ------
    NotPossible
        Where it is none.
    """
    given = domain.strip().lstrip("@").rstrip(".")
    try:
        checked = _checked(f"x@{given}").removeprefix("x@")
    except EmailNotValidError:
        checked = ""
    if not _HOST.fullmatch(ascii_domain(checked)):
        raise NotPossible(f"“{given}” is no mail domain; it is what stands after the @, such as example.com.")
    return checked


def ascii_address(address: str) -> str:
    """A checked address as it travels."""
    local, at, domain = address.rpartition("@")
    return f"{local}{at}{ascii_domain(domain)}"


def ascii_domain(domain: str) -> str:
    """A domain as name servers know it: ``straße.example`` is ``xn--strae-oqa.example``, not ``strasse.example``."""
    return domain if domain.isascii() else idna.encode(domain, uts46=True).decode()


def within(domain: str, domains: Sequence[str]) -> bool:
    """Whether a mail domain is one of these or below one."""
    return any(domain == known or domain.endswith(f".{known}") for known in domains)


def _checked(address: str) -> str:
    found = validate_email(
        address, check_deliverability=False, test_environment=True, allow_smtputf8=False, strict=True
    )
    return f"{found.local_part.lower()}@{found.domain}"


def _not_ascii(address: str) -> str:
    """Name the characters that cannot be sent to, and what was probably meant."""
    local, _, domain = address.rpartition("@")
    strange = dict.fromkeys(character for character in local if not character.isascii())
    named = ", ".join(f"“{c}” ({unicodedata.name(c, f'U+{ord(c):04X}').lower()})" for c in strange)
    visible = "".join(c for c in local.translate(_TYPESET) if unicodedata.category(c) != "Cf")
    meant = unicodedata.normalize("NFKC", visible)
    try:
        proposal = f"Did you mean {_checked(f'{meant}@{domain}')}?"
    except EmailNotValidError:
        proposal = "Ask for an address in plain letters."
    return f"“{address}” cannot be sent to: before the @ stands {named}, which many mail servers refuse. {proposal}"
