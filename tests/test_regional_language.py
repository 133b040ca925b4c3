"""A language of a country: files that say what differs from the language they are named after, and whom it serves."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from diagnostic.briefing.languages import check_words
from diagnostic.briefing.words import words_in
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

FINE = "Wij willen minder vergaderingen en meer vertrouwen in elkaar."


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is looked at is the same on either engine."""
    return sqlite_url


@pytest.fixture
def belgian(tmp_path: Path) -> Path:
    """Dutch, and beside it what Belgians say otherwise."""
    folder = add_language(tmp_path / "content", "nl", "nl_NL", "Nederlands", side_effects=SIDE_EFFECTS)
    for file, text in {
        "questionnaires/frame/nl-BE.toml": 'language = "Nederlands (België)"\nlocale = "nl_BE"\n',
        "questionnaires/kort/nl-BE.toml": 'language = "Nederlands (België)"\n[items.remark]\ntext = "Nog iets?"\n',
        "reports/words/nl-BE.toml": 'locale = "nl_BE"\ntitle = "Overzicht"\n',
    }.items():
        (folder / file).write_text(text, encoding="utf-8")
    return folder


def test_what_a_country_does_not_say_otherwise_is_said_as_elsewhere(belgian: Path) -> None:
    library = Library.load(belgian)
    kort = library.questionnaires["kort"].texts
    assert kort["nl-BE"] == {**kort["nl"], "language": "Nederlands (België)", "items.remark.text": "Nog iets?"}
    frame = library.frame.texts
    assert frame["nl-BE"] == {**frame["nl"], "language": "Nederlands (België)", "locale": "nl_BE"}
    check_words(belgian)
    words, dutch = words_in("nl-BE", belgian), words_in("nl", belgian)
    assert words == {**dutch, "locale": "nl_BE", "title": "Overzicht"}
    checked = CliRunner().invoke(main, ["questionnaire", "check", str(belgian)])
    assert checked.exit_code == 0, checked.output


def test_comments_in_it_are_looked_through_with_the_words_of_the_language(belgian: Path) -> None:
    words = Library.load(belgian).side_effects
    assert words.why_held(FINE, ["nl-BE"]) is None
    assert words.why_held("Een ernstige bijwerking.", ["nl-BE"]) == "report"
    assert words.why_held(FINE, ["sw-KE"]) == "language"


def test_a_roster_may_name_a_country_or_leave_it_out() -> None:
    of = RosterOf({"a": ("A",), "b": ("B",)}, {"a": (), "b": ()}, ("en", "fr", "pt-BR"))
    for text in ("pt", "pt-BR", "pt_br", "Portuguese (Brazil)", "Brazilian Portuguese", "Português", "Portugiesisch"):
        assert of.language(text) == "pt-BR", text
    for text in ("fr-CA", "French (Canada)", "Französisch", "fr"):
        assert of.language(text) == "fr", text
    assert of.language("Klingon") is None


async def test_everybody_reads_the_language_that_is_nearest_to_theirs(alliance: Alliance, belgian: Path) -> None:
    library = Library.load(belgian)
    desk = Desk(create_app(replace(settings_for("sqlite:///none"), content=belgian)))
    wave = await opened(alliance, library, "nl-BE")
    (link, *_) = await tokens(wave, "a")
    page = (await desk.get(f"/a/{link}")).text
    assert '<html lang="nl-BE" dir="ltr">' in page
    assert "Nog iets?" in desk.words
    for accepted, told in {"nl-BE,nl;q=0.9": "nl-BE", "nl-SR": "nl", "de-AT,nl": "de", "sw": "en"}.items():
        answer = await desk.http.get("/a/nothing", headers={"Accept-Language": accepted})
        assert f'<html lang="{told}"' in answer.text, accepted


def test_it_is_read_as_fast_and_as_easily_as_the_language() -> None:
    assert length("我們決定得快。", "zh-Hant") == length("我們決定得快。", "zh") == 6
    assert rate("pt-BR", CAREFUL) == rate("pt", CAREFUL)
    assert ease("Nous annonçons tôt les mauvaises nouvelles.", "fr-CA") is not None
