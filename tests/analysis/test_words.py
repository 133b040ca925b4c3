"""The words of a Report: every one that there may be is explained, and lists of all of them are whole."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import msgspec.inspect
from msgspec.structs import replace

from diagnostic.analysis import Alliance, BySide
from diagnostic.analysis.change import REASONS
from diagnostic.analysis.report import LEVEL_CERTAIN, ChangeReason, ChangeVerdict, Report
from diagnostic.analysis.wordings import wordings
from diagnostic.disclosure import ComparisonWithheld
from diagnostic.questionnaire.library import Library
from diagnostic.statistics import VerdictReason
from diagnostic.survey.portfolio import DIRECTIONS

DOCUMENT = Path(__file__).parents[2] / "docs" / "report.md"


def words(part: Any) -> Iterator[str]:
    """The names of all fields below a part of the Report, and all words that may stand in them."""
    if isinstance(part, msgspec.inspect.LiteralType):
        yield from map(str, part.values)
    for field in getattr(part, "fields", ()):
        yield field.encode_name
    for below in ("fields", "item_types", "types"):
        for each in getattr(part, below, ()):
            yield from words(each)
    for below in ("type", "item_type", "key_type", "value_type"):
        if (each := getattr(part, below, None)) is not None:
            yield from words(each)


def test_every_field_of_a_report_and_every_word_in_it_is_explained() -> None:
    there = set(words(msgspec.inspect.type_info(Report)))
    assert {"since_previous", "delta_interval_90", "max_t_or_holm", "rated_worse_than_expected", "reworded"} <= there
    explained = set(re.findall(r"\w+", DOCUMENT.read_text(encoding="utf-8")))
    assert there - explained == set()


def test_every_reason_for_a_verdict_has_one_for_what_moved() -> None:
    # These two rest on more than one figure, and a change is judged by one.
    only_of_gaps = {"likely_given_all", "signs_disagree"}
    assert REASONS.keys() | only_of_gaps == set(get_args(VerdictReason))
    assert {*REASONS.values(), *get_args(ComparisonWithheld)} == set(get_args(ChangeReason))


def test_alliances_are_sorted_by_every_direction_there_is() -> None:
    assert sorted(DIRECTIONS) == sorted((*get_args(ChangeVerdict), *LEVEL_CERTAIN))


def test_a_line_of_a_section_whose_title_speaks_of_the_partner_is_named_as_both_sides_read_it() -> None:
    asked = Library.load().named("alliance-health")
    texts = {**asked.texts["en"], "sections.trust.title": "How {them} works"}
    asked = replace(asked, texts={"en": texts})
    found = wordings(asked, Alliance("Cardiva", BySide("Novara", "Helix")))["en"]
    assert found["question:more.trust"] == "How Helix works / How Novara works"
