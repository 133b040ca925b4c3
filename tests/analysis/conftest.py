"""The small instrument, loaded, and what analyses rows of answers to it."""

import pytest

from diagnostic.questionnaire import Questionnaire, load
from tests.analysis.small_instrument import ENGLISH, STRUCTURE, Analyse, report_of


@pytest.fixture(scope="session")
def questionnaire(tmp_path_factory: pytest.TempPathFactory) -> Questionnaire:
    folder = tmp_path_factory.mktemp("content") / "small"
    folder.mkdir()
    (folder / "questionnaire.toml").write_text(STRUCTURE, encoding="utf-8")
    (folder / "en.toml").write_text(ENGLISH, encoding="utf-8")
    return load(folder)


@pytest.fixture
def analysed(questionnaire: Questionnaire) -> Analyse:
    """`report_of` on the small instrument."""
    return lambda *args, **kwargs: report_of(questionnaire, *args, **kwargs)
