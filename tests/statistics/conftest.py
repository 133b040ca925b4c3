"""Reference values, made by R (tests/reference/regenerate.R)."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent.parent / "reference"

Reference = Callable[[str], tuple[Any, Any]]


@pytest.fixture(scope="session")
def reference() -> Reference:
    """Gives the inputs of a topic, and what R made of them."""

    def read(topic: str) -> tuple[Any, Any]:
        inputs, values = (
            json.loads((FOLDER / f"{topic}.{kind}.json").read_text(encoding="utf-8")) for kind in ("inputs", "values")
        )
        return inputs, values

    return read
