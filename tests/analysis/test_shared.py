"""Shared strengths and concerns: surely above or below what is stated, on both sides, never of fewer than eight."""

from collections.abc import Sequence

import pytest
from scipy import stats

from diagnostic.analysis import Release, Report, Scale, Withheld
from diagnostic.analysis.few_changed import levels_only
from tests.analysis.small_instrument import Analyse, Row

HIGH = (4, 5, 4, 4, 5, 4, 5, 4, 4, 5)
LOW = (2, 1, 2, 3, 2, 2, 1, 2, 3, 2)
MIXED = (3, 4, 3, 2, 4, 3, 3, 4, 2, 3)


def people(side: str, trust_of_a: Sequence[int], trust_of_b: Sequence[int], value: Sequence[int]) -> list[Row]:
    """Three scales, each of one statement that is answered."""
    own, other = ("we", "they") if side == "a" else ("they", "we")
    return [
        {f"trust.candour:{own}": str(a), f"trust.candour:{other}": str(b), "value.credit": str(v)}
        for a, b, v in zip(trust_of_a, trust_of_b, value, strict=True)
    ]


def both(report: Analyse, a: Sequence[Sequence[int]], b: Sequence[Sequence[int]], **more: Release) -> Report:
    return report(people("a", *a), people("b", *b), **more)


def scale(report: Report, name: str) -> Scale:
    return next(scale for scale in report.scales if scale.id == name)


def test_what_both_rate_lower_than_the_rest_is_a_shared_concern(analysed: Analyse) -> None:
    report = both(analysed, (HIGH, HIGH, LOW), (HIGH, MIXED, LOW))
    assert scale(report, "value@alliance").kind == "shared_concern"
    assert ("shared_concern", "value@alliance") in {(f.kind, f.subject) for f in report.findings}


def test_where_everything_is_agreed_with_nothing_is_a_strength(analysed: Analyse) -> None:
    """Against the middle alone all three would be."""
    report = both(analysed, (HIGH, HIGH, HIGH), (HIGH, HIGH, HIGH))
    assert [one.kind for one in report.scales] == ["not_classifiable"] * 3
    assert not [f for f in report.findings if f.kind.startswith("shared")]


def test_low_compared_with_the_rest_is_no_concern_where_it_is_above_the_middle(analysed: Analyse) -> None:
    five, four = [5, 5, 4, 5, 5, 5, 4, 5, 5, 5], [4, 4, 3, 4, 4, 4, 3, 3, 4, 3]
    assert scale(both(analysed, (five, five, four), (five, five, four)), "value@alliance").kind == "not_classifiable"


def test_what_one_side_alone_rates_lower_is_not_shared(analysed: Analyse) -> None:
    assert scale(both(analysed, (HIGH, HIGH, LOW), (MIXED, MIXED, MIXED)), "value@alliance").kind == "not_classifiable"


def test_the_p_value_is_the_largest_of_its_parts_by_paired_t_tests(analysed: Analyse) -> None:
    a, b = (HIGH, MIXED, LOW), (HIGH, MIXED, MIXED)
    report = both(analysed, a, b)
    p = {}
    for n, name in enumerate(("trust@a", "trust@b", "value@alliance")):
        above: list[float] = []
        below: list[float] = []
        for side in (a, b):
            own = [sum(answers) / 3 for answers in zip(*side, strict=True)]
            above.append(float(stats.ttest_rel(side[n], own, alternative="greater").pvalue))
            above.append(float(stats.ttest_1samp(side[n], 3, alternative="greater").pvalue))
            below += [float(stats.ttest_rel(side[n], own, alternative="less").pvalue), float(sum(side[n]) > 30)]
        p[name] = min(1.0, 2 * min(max(above), max(below)))
    largest = 0.0
    for rank, name in enumerate(sorted(p, key=lambda name: p[name])):
        largest = max(largest, min(1.0, (3 - rank) * p[name]))
        # Four fifths of alpha for scales; rounded up.
        assert scale(report, name).kind_p_adjusted == pytest.approx(min(1.0, largest / 0.8), abs=0.0011)


def test_of_a_reversed_statement_agreement_is_the_concern(analysed: Analyse) -> None:
    def fixed(answers: Sequence[int], side: str) -> list[Row]:
        rows = people(side, HIGH, HIGH, HIGH)
        return [{**row, "value.fixed": str(answer)} for row, answer in zip(rows, answers, strict=True)]

    often = (5, 4, 5, 4, 5, 5, 4, 5, 4, 5)
    report = analysed(fixed(often, "a"), fixed(often, "b"))
    found = next(statement for statement in report.statements if statement.id == "value.fixed@alliance")
    assert found.kind == "shared_concern"


def test_with_fewer_than_eight_of_a_side_nothing_is_tested(analysed: Analyse) -> None:
    few = both(analysed, [x[:7] for x in (HIGH, HIGH, LOW)], [x[:7] for x in (HIGH, HIGH, LOW)])
    assert [(one.kind, one.kind_p_adjusted) for one in few.scales] == [(None, None)] * 3
    assert not [family for family in few.families if family.name.startswith("shared")]


def test_where_few_joined_or_left_nothing_of_it_is_shown(analysed: Analyse) -> None:
    report = levels_only(both(analysed, (HIGH, HIGH, LOW), (HIGH, HIGH, LOW)))
    assert all(one.kind is None and isinstance(one.kind_p_adjusted, Withheld) for one in report.scales)
    assert report.findings == ()
