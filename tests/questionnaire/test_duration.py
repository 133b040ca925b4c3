"""How long a questionnaire takes: by hand, by language, and of what people really read."""

import html
import re
from pathlib import Path

import msgspec
import pytest
from babel import Locale

from diagnostic.cli.preview import preview_page
from diagnostic.questionnaire import Questionnaire, load
from diagnostic.questionnaire.duration import CAREFUL, HURRIED, duration, for_consultants, length, rate, texts_read
from diagnostic.questionnaire.frame import Frame
from diagnostic.questionnaire.library import Library

LIBRARY = Library.load()
STRUCTURE = """
version = "1"
scales = [{ id = "trust" }]
sections = [{ id = "all" }]

[[items]]
id = "trust.candour"
type = "rating"
scale = "trust"
section = "all"
asked = ["we", "they"]

[[items]]
id = "effort"
type = "number"
section = "all"
minimum = 0
maximum = 100

[[items]]
id = "topics"
type = "choice"
section = "all"
options = ["trust", "roles", "pay"]
at_most = 2

[[items]]
id = "more.all"
type = "text"
section = "all"
brief = true

[[items]]
id = "remark"
type = "text"
section = "all"
"""
ENGLISH = """
language = "English"
title = "Tiny check"
introduction = "Five words about {us} here"
labels.agreement = ["No", "Rather not", "Partly", "Rather yes", "Yes"]
scales.trust.title = "Trust"
sections.all.title = "All"

[items.trust.candour]
we = "We tell {them} early."
they = "{them} tells us early."
statement = "{company} tells {partner} early."

[items.effort]
text = "What share do we carry?"
unit = "%"
short = "Share"

[items.topics]
text = "Which topics?"
options.trust = "Trust"
options.roles = "Clear roles"
options.pay = "Pay"

[items.remark]
text = "What would help?"
short = "Help"
"""


@pytest.fixture
def tiny(tmp_path: Path) -> Questionnaire:
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny/questionnaire.toml").write_text(STRUCTURE, encoding="utf-8")
    (tmp_path / "tiny/en.toml").write_text(ENGLISH, encoding="utf-8")
    return load(tmp_path / "tiny")


@pytest.fixture
def of_single_words() -> Frame:
    """A frame of which every text is one word, so that they are counted by hand."""
    texts = LIBRARY.frame.texts["en"]
    return Frame({"en": {**dict.fromkeys(texts, "word"), "range": "{low} to {high}", "locale": "en_GB"}})


def test_a_tiny_questionnaire_takes_what_a_hand_calculation_says(tiny: Questionnaire, of_single_words: Frame) -> None:
    """Its 77 words, and what each answer takes.

    To read: 22 texts on the first page and 3 at the end; title and introduction 2 + 5; the section's title 1; two
    grids, each of a head, 7 words of labels and "can't say" 9 + 9; their rows 4 + 4; the number 1 + 5, where "%" is no
    word; the choice 1 + 2 + 4; the open question 1 + 3; the folded line 1. Sum 77.

    Hurried: 77 / 300 = 0.26 min, and 3 pages of 2 s, 2 ratings of 2 s, a number of 6 s, 2 picks of 2 s, 10 s: 30 s.
    Careful: 77 / 175 = 0.44 min, and 3 x 3 + 2 x 5 + 15 + 2 x 4 + 45 = 87 s: 1.89 min; in a second language / 0.7.
    """
    found = duration(tiny, of_single_words, "en")
    assert (found.words, found.answers) == (77, 5)
    assert (found.hurried, found.careful, found.second_language) == (1, 2, 3)
    assert found.spoken(of_single_words) == "1 to 2"
    assert for_consultants(tiny, of_single_words).told == "1 to 2 minutes, 3 in a second language"


def test_what_is_not_asked_takes_no_time(tiny: Questionnaire, of_single_words: Frame) -> None:
    """Without the ratings 26 words and 10 s less, without the open question 4 and 45 s: 0.81 min, which is one."""
    less = duration(tiny.without(scales=["trust"], items=["remark"]), of_single_words, "en")
    assert (less.words, less.answers, less.hurried, less.careful) == (77 - 26 - 4, 2, 1, 1)
    assert less.spoken(of_single_words) == "1"
    whole = LIBRARY.questionnaires["alliance-health"]
    takes = [duration(whole.without(scales=scales), LIBRARY.frame, "de").careful for scales in ((), ("trust",))]
    assert takes[1] < takes[0]


def test_nothing_takes_no_time_at_all(tiny: Questionnaire, of_single_words: Frame) -> None:
    nothing = msgspec.structs.replace(tiny, items=(), sections=())
    assert duration(nothing, of_single_words, "en").hurried == 1


def test_words_are_counted_where_blanks_part_them_and_characters_where_none_do() -> None:
    assert length("{them} tells us bad news – early: 100 %.", "en") == 7
    assert length("{them}は約束を守ります。", "ja") == 2 + 8
    assert length("我们按时完成 Phase 3。", "zh") == 6 + 2 + 2
    assert length("ขอบคุณ {them}", "th") == 6 + 6


def test_languages_are_as_far_apart_as_their_readers_were_when_they_read_aloud() -> None:
    """English 228 words, German 179, Japanese 357 characters a minute; 184 the mean (Trauzettel-Klosinski & Dietz)."""
    assert rate("en", CAREFUL) == 175
    assert rate("de", HURRIED) == pytest.approx(300 * 179 / 228)
    assert rate("ja", CAREFUL) == pytest.approx(175 * 357 / 228)
    assert rate("pt-BR", CAREFUL) == rate("pt", CAREFUL) == pytest.approx(175 * 181 / 228)
    assert rate("hu", CAREFUL) == pytest.approx(175 * 184 / 228)


@pytest.mark.parametrize(
    ("name", "language"),
    [(name, language) for name, one in LIBRARY.questionnaires.items() for language in one.languages],
)
def test_every_text_that_is_counted_stands_on_the_page(name: str, language: str) -> None:
    page = preview_page(LIBRARY, name, language, us="Novara", them="Helix", brand="Cardiva")
    shown = " ".join(html.unescape(page).split())
    for text in texts_read(LIBRARY.questionnaires[name], LIBRARY.frame, language):
        wanted = ".{1,80}?".join(map(re.escape, re.split(r"\{\w+\}", " ".join(text.split()))))
        assert re.search(wanted, shown), text


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_range_is_said_in_the_readers_language(language: str) -> None:
    found = duration(LIBRARY.questionnaires["alliance-health"], LIBRARY.frame, language)
    assert found.spoken(LIBRARY.frame) == f"{found.hurried} {'to' if language == 'en' else 'bis'} {found.careful}"


def test_the_docs_say_what_is_reckoned() -> None:
    said = (Path(__file__).parents[2] / "docs/duration.md").read_text(encoding="utf-8")
    every = LIBRARY.questionnaires.values()
    for questionnaire in (*every, *(one.core() for one in every)):
        for language in questionnaire.languages:
            found = duration(questionnaire, LIBRARY.frame, language)
            figures = (found.answers, found.hurried, found.careful, found.second_language)
            row = (
                f"{Locale(language).get_language_name('en')} | {found.words:,} | "
                + " | ".join(map(str, figures))
                + " |"
            )
            assert row in said, questionnaire.id
