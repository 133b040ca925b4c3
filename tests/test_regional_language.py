"""A language of a country: files that say what differs from the language they are named after, and whom it serves."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from diagnostic.briefing.languages import check_words
from diagnostic.briefing.wording import words_in
from diagnostic.cli import main
from diagnostic.questionnaire.duration import CAREFUL, length, rate
from diagnostic.questionnaire.library import Library
from diagnostic.questionnaire.reading_ease import ease
from diagnostic.reading.companies import RosterOf
from diagnostic.storage.models import Alliance
from diagnostic.web.app import create_app
from tests.answering import tokens
from tests.other_language import SIDE_EFFECTS, add_language
from tests.test_other_language import opened
from tests.web.consultant_desk import Desk, settings_for


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is looked at is the same on either engine."""
    return sqlite_url


@pytest.fixture
def canadian(tmp_path: Path) -> Path:
    """French, and beside it what Canadians say otherwise."""
    folder = add_language(tmp_path / "content", "fr", "fr_FR", "Français", side_effects=SIDE_EFFECTS)
    for file, text in {
        "questionnaires/frame/fr-CA.toml": 'language = "Français (Canada)"\nlocale = "fr_CA"\n',
        "questionnaires/petit/fr-CA.toml": 'language = "Français (Canada)"\n[items.remark]\ntext = "Et puis ?"\n',
        "reports/words/fr-CA.toml": 'locale = "fr_CA"\ntitle = "Bilan"\n',
    }.items():
        (folder / file).write_text(text, encoding="utf-8")
    return folder


def test_what_a_country_does_not_say_otherwise_is_said_as_elsewhere(canadian: Path) -> None:
    library = Library.load(canadian)
    petit = library.questionnaires["petit"].texts
    assert petit["fr-CA"] == {**petit["fr"], "language": "Français (Canada)", "items.remark.text": "Et puis ?"}
    frame = library.frame.texts
    assert frame["fr-CA"] == {**frame["fr"], "language": "Français (Canada)", "locale": "fr_CA"}
    check_words(canadian)
    words, french = words_in("fr-CA", canadian), words_in("fr", canadian)
    assert words == {**french, "locale": "fr_CA", "title": "Bilan"}
    checked = CliRunner().invoke(main, ["questionnaire", "check", str(canadian)])
    assert checked.exit_code == 0, checked.output


def test_comments_in_it_are_looked_through_with_the_words_of_the_language(canadian: Path) -> None:
    words = Library.load(canadian).side_effects
    assert words.why_held("Moins de réunions et plus de confiance.", ["fr-CA"]) is None
    assert words.why_held("Un patient a eu des vertiges.", ["fr-CA"]) == "report"
    assert words.why_held("Moins de réunions et plus de confiance.", ["nl-BE"]) == "language"


def test_a_roster_may_name_a_country_or_leave_it_out() -> None:
    of = RosterOf({"a": ("A",), "b": ("B",)}, {"a": (), "b": ()}, ("en", "fr", "pt-BR"))
    for text in ("pt", "pt-BR", "pt_br", "Portuguese (Brazil)", "Brazilian Portuguese", "Português", "Portugiesisch"):
        assert of.language(text) == "pt-BR", text
    for text in ("fr-CA", "French (Canada)", "Französisch", "fr"):
        assert of.language(text) == "fr", text
    assert of.language("Klingon") is None


async def test_everybody_reads_the_language_that_is_nearest_to_theirs(alliance: Alliance, canadian: Path) -> None:
    library = Library.load(canadian)
    desk = Desk(create_app(replace(settings_for("sqlite:///none"), content=canadian)))
    wave = await opened(alliance, library, "fr-CA")
    (link, *_) = await tokens(wave, "a")
    page = (await desk.get(f"/a/{link}")).text
    assert '<html lang="fr-CA" dir="ltr">' in page
    assert "Et puis ?" in desk.words
    for accepted, told in {"fr-CA,fr;q=0.9": "fr-CA", "fr-BE": "fr", "de-AT,fr": "de", "ja": "en"}.items():
        answer = await desk.http.get("/a/nothing", headers={"Accept-Language": accepted})
        assert f'<html lang="{told}"' in answer.text, accepted


def test_it_is_read_as_fast_and_as_easily_as_the_language() -> None:
    assert length("我們決定得快。", "zh-Hant") == length("我們決定得快。", "zh") == 6
    assert rate("pt-BR", CAREFUL) == rate("pt", CAREFUL)
    assert ease("Nous annonçons tôt les mauvaises nouvelles.", "fr-CA") is not None
