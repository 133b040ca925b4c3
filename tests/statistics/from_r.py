"""Reference values, made by R (tests/reference/regenerate.R)."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "reference"

Reference = Callable[[str], tuple[Any, Any]]


def read(topic: str) -> tuple[Any, Any]:
    """The inputs of a topic, and what R made of them."""
    inputs, values = (
        json.loads((FOLDER / f"{topic}.{kind}.json").read_text(encoding="utf-8")) for kind in ("inputs", "values")
    )
    return inputs, values
