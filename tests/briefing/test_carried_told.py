"""What people's own changes tell of what was agreed to change: in every form of a briefing, in both editions."""

from collections.abc import Iterable

import pytest
from msgspec.structs import replace

from diagnostic.analysis import BySide, CarriedChange, Report
from diagnostic.analysis.few_changed import levels_only
from diagnostic.analysis.report import CarriedWord, Edition, PerceivedWord
from diagnostic.analysis.trend import with_trend
from diagnostic.briefing.document import document
from diagnostic.briefing.document.blocks import List, Sentence, Text, need, pick
from diagnostic.briefing.editions import edition
from diagnostic.briefing.renderers import RENDERERS
from diagnostic.briefing.wording import Wording
from diagnostic.disclosure import FEW_PEOPLE, PROTECTED, Withheld
from diagnostic.questionnaire.library import Library
from tests.briefing.said import said as said_in
from tests.briefing.test_moved import programme

SAYS: dict[CarriedWord, str] = {
    "closing": "the gap between the companies has become smaller",
    "widening": "the gap between the companies has become larger",
    "turned": "the gap has turned round",
    "risen": "both sides taken together have risen",
    "fallen": "both sides taken together have fallen",
    "steady": "neither the gap nor the level has changed by more than 0.5 points",
    "cannot_tell": "cannot be told",
    "too_few": "takes 12 answers of each company, and the changes of 8 people of each. Here are those of 7 at Novara",
}


NOT_SAID: BySide[float | Withheld] = BySide(FEW_PEOPLE, FEW_PEOPLE)


def change(word: CarriedWord, by: BySide[float | Withheld] = NOT_SAID, target: str = "trust@b") -> CarriedChange:
    changes = BySide(7, 9) if word == "too_few" else BySide(14, 9)
    return CarriedChange(target=target, since=1, changes=changes, word=word, by=by)


@pytest.fixture(scope="module")
def pulse(library: Library) -> Report:
    return programme((20, 20), library)


def told(report: Report, language: str = "en") -> tuple[str, str]:
    """The headline of what moved, and what is told of the targets."""
    moved = document(report, Wording(report, language)).part("moved")
    assert moved is not None
    head = need(moved.blocks, Text, "moved.headline").sentences
    items = need(moved.blocks, List, "moved.carried").items
    return _joined(head), _joined(sentence for item in items for sentence in item.sentences)


def _joined(sentences: Iterable[Sentence]) -> str:
    return " ".join(sentence.text for sentence in sentences)


@pytest.mark.parametrize("word", SAYS)
def test_a_word_is_said_of_each_target_and_what_it_rests_on(word: CarriedWord, pulse: Report) -> None:
    head, said = told(replace(pulse, carried=(change(word),)))
    assert SAYS[word] in said
    assert "the full diagnostic of 3 March 2026" in said
    assert ("changes of 14 people at Novara and 9 at Helix" in said) == (word != "too_few")
    assert ("own changes" in head) == (word not in ("cannot_tell", "too_few"))
    assert "points: " not in said


def test_how_far_is_said_to_a_quarter_point_where_it_may_be(pulse: Report) -> None:
    report = replace(pulse, carried=(change("closing", BySide(0.25, -1.0)),))
    assert "Novara by +0.25 and of Helix by −1.00" in told(report)[1]
    assert "bei Novara um +0,25 und bei Helix um −1,00" in told(report, "de")[1]


@pytest.mark.parametrize(
    ("seen", "language", "words"),
    [
        (BySide("better", "mixed"), "en", "at Novara say that it is better and at Helix no more than half"),
        (BySide("same", "worse"), "de", "bei Helix sagen die meisten, die es beantwortet haben, es sei schlechter"),
        (BySide(PROTECTED, PROTECTED), "en", "It is not shown, to protect answers."),
    ],
)
def test_how_people_see_it_themselves_is_told_by_itself_whatever_the_word(
    seen: BySide[PerceivedWord | Withheld], language: str, words: str, pulse: Report
) -> None:
    report = replace(pulse, carried=(replace(change("too_few"), perceived=seen), change("closing")))
    for which in ("consultant", "participants"):
        shown = edition(report, which)
        moved = document(shown, Wording(shown, language)).part("moved")
        assert moved is not None
        [item] = need(moved.blocks, List, "moved.perceived").items
        assert words in _joined(item.sentences)
        assert words not in told(shown, language)[1]


def test_where_nobody_was_asked_it_is_not_spoken_of(pulse: Report) -> None:
    moved = document(replace(pulse, carried=(change("closing"),)), Wording(pulse)).part("moved")
    assert moved is not None
    assert pick(moved.blocks, List, "moved.perceived") is None


def test_where_whole_waves_are_not_shown_the_word_is(library: Library) -> None:
    first, second = (programme((20, 20), library, waves=n) for n in (1, 2))
    agreed = (change("closing"), change("risen", target="decisions@alliance"))
    head, said = told(with_trend(levels_only(replace(second, trend=(), levels=(), carried=agreed)), [first]))
    assert head == (
        "By people’s own changes, the gap is closing on “Trust: Helix”. By people’s own changes, both sides taken "
        "together rose on “Decisions and conflict”. How whole waves differ is not shown, "
        "because few people joined or left."
    )
    assert SAYS["risen"] in said


def test_no_headline_denies_what_stands_before_it(pulse: Report) -> None:
    head, _ = told(replace(pulse, carried=(change("closing"),)))
    assert "On no scale do these answers show" not in head
    assert "That a gap moved is shown on no scale" not in head


@pytest.mark.part("proofs")
@pytest.mark.parametrize("which", ["consultant", "participants"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_every_form_and_both_editions_tell_it(which: Edition, language: str, pulse: Report) -> None:
    report = edition(replace(pulse, carried=(change("steady"),)), which)
    words = {"en": "This rests on the changes of 14 people", "de": "Das beruht auf den Veränderungen von 14 Personen"}
    for form in ("html", "pdf", "docx", "md"):
        data = RENDERERS[form](report, language)
        lines = data.decode() if form == "md" else " ".join(said_in(data))
        assert words[language] in " ".join(lines.split()), form
