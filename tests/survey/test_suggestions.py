"""What a comment may be about is suggested by its words: held against comments that were sorted by hand before."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from diagnostic.questionnaire.library import Library
from diagnostic.questionnaire.subjects import Subjects
from diagnostic.storage.models import Theme
from diagnostic.survey.likeness import likeness
from diagnostic.survey.themes import suggested

Sorted = Mapping[str, Sequence[str]]
"""By theme what is about it; under '' what is about none."""
SORTED: Mapping[str, Sorted] = tomllib.loads(
    Path(__file__).with_name("sorted_comments.toml").read_text(encoding="utf-8")
)
UNKNOWN = Subjects({})


def test_likeness_is_the_cosine_of_the_parts_of_words() -> None:
    # " mee", "meet", "eeti", "etin", "ting" are in two of three texts and weigh ln(4/2), "ing ", "ings", "ngs " in one,
    # ln(4/1), which is twice as much: 5 / sqrt((5 + 4) * (5 + 8)).
    (row,) = likeness(["Meeting"], ["Meetings!", "Forecast"], UNKNOWN)
    assert row.tolist() == pytest.approx([5 / 117**0.5, 0])
    assert likeness(["a an of"], ["a an of"], UNKNOWN).tolist() == [[0.0]], "short words are not what a text is about"


def test_a_german_compound_is_like_what_it_is_made_of(library: Library) -> None:
    for subjects in (UNKNOWN, library.subjects):
        (row,) = likeness(["Entscheidungswege"], ["Jede Entscheidung dauert.", "Jeder Rabatt kostet."], subjects)
        assert row[0] > 5 * row[1]


def test_words_that_speak_of_the_same_are_alike_across_languages(library: Library) -> None:
    # No part of a word is shared: a fifth of the cosine of one subject with itself.
    assert likeness(["Rabatte"], ["discounts"], library.subjects).tolist() == pytest.approx(np.array([[0.2]]))
    assert likeness(["Rabatte"], ["discounts"], UNKNOWN).tolist() == [[0.0]]


def test_a_theme_is_suggested_by_its_name_by_the_question_and_by_comments_like_it() -> None:
    meetings, forecast = Theme(name="Meetings"), Theme(name="One forecast", comments=["x"])
    texts = [
        "Our meeting takes two hours.",
        "Numbers contradict each other.",
        "Lunch.",
        "A number that contradicts ours.",
    ]
    known = {"x": "Two numbers that contradict each other every month."}
    found = suggested(texts, ["", "", "Meetings", ""], [meetings, forecast], known, UNKNOWN)
    assert found == [[meetings], [forecast], [meetings], [forecast]]
    assert suggested(["Anything"], [""], [], {}, UNKNOWN) == [[]]


def _suggested_for(comment: str, alliance: Sorted, subjects: Subjects) -> list[str]:
    """The names of the themes, when all other comments of the alliance are sorted."""
    every = [text for about in alliance.values() for text in about]
    themes = [
        Theme(name=name, comments=[text for text in about if text != comment])
        for name, about in alliance.items()
        if name
    ]
    known = {text: text for text in every}
    (found, *_) = suggested([comment, *every], [""] * (1 + len(every)), themes, known, subjects)
    return [theme.name for theme in found]


def test_comments_that_nobody_looked_at_before_are_suggested_the_right_theme(library: Library) -> None:
    """34 of 37 when it was measured, 13 times a wrong one; in 4 of the 8 that are about none, something."""
    aside = SORTED["kept_aside"]
    found = [(name, _suggested_for(text, aside, library.subjects)) for name, about in aside.items() for text in about]
    right = sum(name in names for name, names in found)
    assert right >= 32
    assert sum(len(names) for _, names in found) - right <= 20
