"""Texts as cells of files that somebody opens as a spreadsheet."""

import pytest

from diagnostic.questionnaire.sheet import as_text, from_text

RECKONED = ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1"]


@pytest.mark.parametrize("text", RECKONED)
def test_a_text_that_a_spreadsheet_would_reckon_has_an_apostrophe_before_it(text: str) -> None:
    assert as_text(text) == "'" + text


@pytest.mark.parametrize("text", ["", "Novara", "1-1", "a=b", " =1", "'quoted'", "−1", "–"])
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert as_text(text) == text
    assert from_text(text) == text


@pytest.mark.parametrize("text", [*RECKONED, "Novara", "'quoted'", "'", ""])
def test_what_was_marked_is_read_back(text: str) -> None:
    assert from_text(as_text(text)) == text
