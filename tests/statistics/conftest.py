"""Reference values for every test of a statistic."""

import pytest

from tests.statistics.from_r import Reference, read


@pytest.fixture(scope="session")
def reference() -> Reference:
    """Gives the inputs of a topic, and what R made of them."""
    return read
