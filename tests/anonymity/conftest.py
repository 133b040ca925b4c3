"""The small instrument, with every type of question."""

import pytest

from diagnostic.questionnaire import Questionnaire, load
from tests.analysis.small_instrument import ENGLISH, STRUCTURE


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Questionnaire:
    folder = tmp_path_factory.mktemp("content") / "small"
    folder.mkdir()
    (folder / "questionnaire.toml").write_text(STRUCTURE, encoding="utf-8")
    (folder / "en.toml").write_text(ENGLISH, encoding="utf-8")
    return load(folder)
