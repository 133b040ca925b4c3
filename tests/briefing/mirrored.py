"""A Report with its two companies exchanged: names, answers, and everything that is said of one of them."""

import json
import re
from typing import Any

from diagnostic.analysis import Report, from_json, to_json

_OTHER = {"a": "b", "b": "a"}
_NEGATED = frozenset({"mean_difference", "delta", "relative", "size", "shift", "hedges_g"})
_TURNED = frozenset(
    {"interval", "interval_90", "delta_interval", "delta_interval_90", "size_interval", "worst_case", "shift_interval"}
)
_COMPARES = frozenset({"mean_difference", "delta", "worst_case"})
"""A part with one of these says how much higher b is: its figures have a sign."""


def mirrored(report: Report) -> Report:
    return from_json(json.dumps(_turned(json.loads(to_json(report)))))


def _turned(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        compares = bool(_COMPARES & value.keys())
        turned = {_named(name): _turned(one, name) for name, one in value.items()}
        return {name: _signed(name, one) if compares else one for name, one in turned.items()}
    if isinstance(value, list):
        return [_turned(one, key) for one in value]
    if isinstance(value, str):
        return _OTHER.get(value, _named(value)) if key in ("target", "side", "by", "owner") else _named(value)
    return value


def _named(text: str) -> str:
    """A side, or an id that ends with one: as a key, an id, or in a key of texts."""
    swapped = re.sub(r"@([ab])\b", lambda found: f"@{_OTHER[found[1]]}", text)
    swapped = re.sub(r"^([ab])_only", lambda found: f"{_OTHER[found[1]]}_only", swapped)
    return _OTHER.get(swapped, swapped)


def _signed(name: str, value: Any) -> Any:
    if name in _NEGATED and isinstance(value, float | int):
        return -value
    if name in _TURNED and isinstance(value, list):
        low, high = value
        return [-high, -low]
    return value
