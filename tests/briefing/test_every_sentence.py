"""Sentences nobody should have to explain away: walked through the forms, both editions and both languages."""

import re

import pytest

from diagnostic.analysis.report import Edition
from diagnostic.briefing.renderers import RENDERERS
from tests.briefing.forms import EDITIONS, LANGUAGES, lines

FULL_STOPS = "12+12, names with full stops"
WRITTEN = frozenset(RENDERERS) - {"json"}
"""Every form that says anything."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("which", EDITIONS)
def test_no_sentence_ends_with_two_full_stops(which: Edition, language: str) -> None:
    """Neither after a company called “Inc.”, nor after a quotation that ends with a mark of its own."""
    two = re.compile(r"(?<!\.)\.\.(?![./])|[.!?][”“’]\.")
    told = list(lines(FULL_STOPS, which, language, WRITTEN))
    assert {form for form, line in told if "Laboratoires Helix S.r.l." in line} == WRITTEN
    assert [line for line in told if two.search(line[1])] == []
