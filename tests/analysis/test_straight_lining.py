"""Who answers a whole section alike: seven ratings on one page, one of them reversed; what is said, and of how many."""

import pytest

from diagnostic.analysis import Release, Report, StraightLining, Withheld
from diagnostic.disclosure import band_to_show, fewest_of
from tests.analysis.small_instrument import Analyse, Row

FIELDS = ("trust.candour:we", "trust.candour:they", "trust.candour:they_of_us", "trust.reliability:we")
MORE = ("trust.reliability:they", "value.fixed", "value.credit")
RATINGS = (*FIELDS, *MORE)


def read(person: int) -> Row:
    """Somebody who says 2, 3 or 4, each in turn."""
    return {field: str(2 + (person + place) % 3) for place, field in enumerate(RATINGS)}


def alike(fields: tuple[str, ...] = RATINGS) -> Row:
    return dict.fromkeys(fields, "4")


def side(people: int, *others: Row) -> list[Row]:
    return [*others, *(read(person) for person in range(people - len(others)))]


def found(report: Report) -> object:
    assert report.straight_lining is not None
    assert report.straight_lining.sections == 1
    return report.straight_lining.people


@pytest.mark.parametrize(
    ("count", "said"), [(0, "few"), (1, "few"), (4, "few"), (5, "some"), (6, "many"), (12, "many")]
)
def test_of_24_people_fewer_than_five_are_few_and_a_quarter_or_more_many(
    analysed: Analyse, count: int, said: str
) -> None:
    assert found(analysed(side(12, *[alike()] * (count // 2)), side(12, *[alike()] * (count - count // 2)))) == said


def test_nobody_and_one_are_told_alike(analysed: Analyse) -> None:
    assert found(analysed(side(12), side(12))) == found(analysed(side(12, alike()), side(12)))


def test_whoever_answers_little_is_not_among_them(analysed: Analyse) -> None:
    # Three ratings alike may be meant so; four, one of them reversed, contradict each other.
    three, four = (
        alike(("trust.candour:we", "value.credit", "trust.reliability:we")),
        alike((*FIELDS[:3], "value.fixed")),
    )
    assert found(analysed(side(12, *[three] * 6), side(12))) == "few"
    assert found(analysed(side(12, *[four] * 6), side(12))) == "many"


def test_a_statement_that_is_withheld_does_not_enter(analysed: Analyse) -> None:
    """Whoever knows everybody's answers but one's would learn that one from whether it is counted."""

    def report(last: str) -> Report:
        a = [{**row, "trust.reliability:we": "4"} for row in side(12, *[alike()] * 5)]
        a[0] = {**alike(), "trust.reliability:we": last}
        return analysed(a, side(12))

    for one in (report("4"), report("1")):
        (reliability,) = (s for s in one.statements if s.id == "trust.reliability@a")
        assert reliability.sides.a.counts == Withheld("protected")
    assert found(report("4")) == found(report("1")) == "some"


def test_too_few_people_and_few_who_changed(analysed: Analyse) -> None:
    assert found(analysed(side(7), side(12))) == Withheld("few_people")
    assert found(analysed(side(12), side(12), release=Release(few_changed=True))) == Withheld("few_changed")


def test_where_everything_is_withheld_there_is_no_section(analysed: Analyse) -> None:
    assert analysed([alike()] * 12, [alike()] * 12).straight_lining is None


@pytest.mark.parametrize(
    ("people", "k", "some", "many"), [(16, 5, 5, 5), (24, 5, 5, 6), (60, 5, 6, 15), (60, 8, 8, 15), (200, 5, 20, 50)]
)
def test_bands_begin_at_k_people_a_tenth_and_a_quarter(people: int, k: int, some: int, many: int) -> None:
    assert (fewest_of("some", people, k), fewest_of("many", people, k)) == (some, many)
    said = [band_to_show(count, people, k) for count in range(people + 1)]
    assert said == ["few"] * some + ["some"] * (many - some) + ["many"] * (people + 1 - many)


def test_a_report_says_it_in_its_json_form(analysed: Analyse) -> None:
    assert analysed(side(12), side(12)).straight_lining == StraightLining("few", 1)
