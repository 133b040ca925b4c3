"""The ids under which things stand on the page, so that a finding can lead to its figures."""

import re


def statement_anchor(statement: str) -> str:
    return "statement-" + _plain(statement)


def gap_anchor(statement: str) -> str:
    """Of the gaps that matter, where each is told."""
    return "gap-" + _plain(statement)


def expectation_anchor(expectation: str) -> str:
    return "expectation-" + _plain(expectation)


def scale_anchor(scale: str | None) -> str | None:
    return None if scale is None else "scale-" + _plain(scale)


def _plain(identifier: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", identifier)
