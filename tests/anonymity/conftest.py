"""The small instrument, with every type of question."""

import pytest

from diagnostic.questionnaire import Questionnaire
from tests.anonymity.differencing import small_instrument


@pytest.fixture(scope="session")
def small() -> Questionnaire:
    return small_instrument()
