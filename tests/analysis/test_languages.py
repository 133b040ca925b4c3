"""Two languages: what all answers have in common is taken away, and whatever gap is left without it is none of theirs.

Twelve people a side; six statements that both rate, in one list of labels.
"""

from typing import Any

import pytest
from msgspec.structs import replace

from diagnostic.analysis import BySide, MainLanguage, Release, Report, Withheld, from_json, to_json
from diagnostic.questionnaire import Questionnaire, Rating
from tests.analysis.small_instrument import Analyse, Row, report_of

DIFFERENT = BySide(MainLanguage("en", True), MainLanguage("de", False))
SAME = BySide(MainLanguage("en", True), MainLanguage("en", False))
FIELDS = ("trust.candour:we", "trust.candour:they", "trust.reliability:we", "trust.reliability:they")
ALLIANCE = ("value.fixed", "value.credit")


def side(lower: int = 0, **lower_on: int) -> list[Row]:
    """Everybody says 5 or 4, each statement in turn, ``lower`` by so much, or by as much as is said of a field."""
    return [
        {
            field: str(5 - (person + place) % 2 - lower_on.get(field, lower))
            for place, field in enumerate((*FIELDS, *ALLIANCE))
        }
        for person in range(12)
    ]


def called(report: Report) -> dict[str, Any]:
    return {s.id: s.gap.beyond_language for s in report.statements if s.gap.verdict in ("gap", "very_likely")}


def test_a_gap_that_all_statements_share_could_be_language(analysed: Analyse) -> None:
    report = analysed(side(), side(lower=1), languages=DIFFERENT)
    # Every statement is answered a point lower, reversed ones too: so is each person, and nothing is left.
    assert report.language_offset is not None
    assert report.language_offset.mean_difference == -1.0
    assert called(report) == dict.fromkeys((s.id for s in report.statements), False)
    assert {scale.gap.beyond_language for scale in report.scales if scale.gap.verdict == "gap"} == {False}


def test_a_gap_of_one_statement_is_left(analysed: Analyse) -> None:
    report = analysed(side(), side(**{"trust.candour:they": 3}), languages=DIFFERENT)
    # 3 points on one statement of six: half a point is common to all, 2.5 are left of it; -.5 and less of the others.
    assert report.language_offset is not None
    assert report.language_offset.mean_difference == -0.5
    assert called(report) == {"trust.candour@a": True}
    (candour,) = (s for s in report.statements if s.id == "trust.candour@a")
    assert candour.gap.relative == pytest.approx(-2.5)


def test_what_is_common_is_common_to_what_is_answered_in_the_same_words(
    questionnaire: Questionnaire, analysed: Analyse
) -> None:
    items = tuple(
        replace(item, labels="often")
        if isinstance(item, Rating) and item.section == "all" and "value" in item.id
        else item
        for item in questionnaire.items
    )
    texts = {"en": {**questionnaire.texts["en"], **{f"labels.often.{n}": f"Word {n}" for n in range(1, 6)}}}
    other_words = replace(questionnaire, items=items, texts=texts)
    lower = side(**dict.fromkeys(ALLIANCE, 2))
    report = report_of(other_words, side(), lower, languages=DIFFERENT)
    # Both that are answered in other words lie two points lower: nothing tells that from what these words mean.
    assert called(report) == {"value.fixed@alliance": False, "value.credit@alliance": False}
    assert report.language_offset is not None
    assert report.language_offset.mean_difference == 0.0
    # In one list of labels with four that are alike, two thirds of a point are common, and 4/3 are left.
    assert called(analysed(side(), lower, languages=DIFFERENT)) == {
        "value.fixed@alliance": True,
        "value.credit@alliance": True,
    }


@pytest.mark.parametrize("languages", [SAME, BySide(MainLanguage("pt", True), MainLanguage("pt-BR", True)), None])
def test_in_one_language_nothing_is_asked_of_it(analysed: Analyse, languages: BySide[MainLanguage] | None) -> None:
    report = analysed(side(), side(lower=1), languages=languages)
    assert report.languages == languages
    assert report.language_offset is None
    assert set(called(report).values()) == {None}


def test_a_surprise_is_told_from_language_too(analysed: Analyse) -> None:
    expected = [{**row, "trust.candour:they_of_us": str(5 - n % 2)} for n, row in enumerate(side())]
    # b answers all of it two points lower, and so the one thing that a expects to be rated well.
    report = analysed(expected, side(lower=2), languages=DIFFERENT)
    (candour,) = (s for s in report.statements if s.id == "trust.candour@a")
    assert candour.predicted is not None
    assert candour.predicted.against_partner.verdict == "gap"
    assert candour.predicted.against_partner.beyond_language is False
    report = analysed(expected, side(**{"trust.candour:they": 3}), languages=DIFFERENT)
    (candour,) = (s for s in report.statements if s.id == "trust.candour@a")
    assert candour.predicted is not None
    assert candour.predicted.against_partner.beyond_language is True


def test_where_few_changed_nothing_of_it_is_shown(analysed: Analyse) -> None:
    report = analysed(side(), side(lower=1), languages=DIFFERENT, release=Release(few_changed=True))
    assert report.languages == DIFFERENT
    assert report.language_offset is not None
    assert report.language_offset.mean_difference == Withheld("few_changed")
    assert {s.gap.beyond_language for s in report.statements} == {Withheld("few_changed")}


def test_of_too_few_people_no_offset_is_shown(analysed: Analyse) -> None:
    report = analysed(side()[:7], side(lower=1)[:7], languages=DIFFERENT)
    assert report.language_offset is not None
    assert report.language_offset.mean_difference == Withheld("few_people")
    assert from_json(to_json(report)) == report
