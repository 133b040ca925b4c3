"""Verdicts, pairs, cuts and findings in a Report: by hand, and at their edges."""

import json
import random
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given

from diagnostic.analysis import BySide, Release, Report, ScaleGap, Withheld, to_json
from diagnostic.questionnaire import Questionnaire
from tests.analysis.small_instrument import Analyse, Row, report_of
from tests.analysis.test_properties import figures, small, staff

PROTECTED = Withheld("protected")
OTHER = {"a": "b", "b": "a", "alliance": "alliance"}

mixed = random.Random(4)


def statement(report: Report, name: str) -> Any:
    return next(s for s in report.statements if s.id == name)


def column(field: str, values: str) -> list[Row]:
    """One column of answers, a person each; everybody also answers something else at random."""
    # Of the column's own: what other tests drew before, and in which order they ran, makes no difference.
    drawn = random.Random(values)
    return [{field: value.strip("."), "value.credit": str(drawn.randint(1, 5))} for value in values.split()]


@pytest.mark.part("proofs")
@small
@given(a=staff(8), b=staff(8))
def test_swapping_the_companies_turns_every_gap_round_and_no_verdict(
    a: list[Row], b: list[Row], questionnaire: Questionnaire
) -> None:
    there, back = report_of(questionnaire, a, b), report_of(questionnaire, b, a)
    for one in there.statements:
        other = statement(back, f"{one.item}@{OTHER[one.target]}")
        if one.gap.verdict == "withheld":
            assert other.gap.verdict == "withheld"
            continue
        assert isinstance(other.gap.delta, float)
        assert one.gap.delta == pytest.approx(-other.gap.delta)
        assert one.gap.p == pytest.approx(other.gap.p)
        if one.gap.size is not None:
            assert isinstance(one.gap.size, float)
            assert isinstance(other.gap.size, float)
            assert one.gap.size == pytest.approx(-other.gap.size, abs=0.001)
        assert not isinstance(one.gap.p_adjusted, Withheld)
        if one.gap.p_adjusted is not None:
            # Drawn anew, since the statements stand in another order: five standard errors of 9,999 draws.
            assert one.gap.p_adjusted == pytest.approx(other.gap.p_adjusted, abs=0.025)
        if one.gap.p_adjusted is None or abs(one.gap.p_adjusted - 0.05) > 0.025:
            assert (one.gap.verdict, one.gap.reason) == (other.gap.verdict, other.gap.reason)


@small
@given(a=staff(8), b=staff(8))
def test_a_withheld_statement_is_in_no_family_and_no_finding(
    a: list[Row], b: list[Row], questionnaire: Questionnaire
) -> None:
    report = report_of(questionnaire, a, b)
    withheld = {s.id for s in report.statements if s.gap.verdict == "withheld"}
    judged = [s for s in report.statements if isinstance(s.gap.p_adjusted, float)]
    assert not withheld & {finding.subject for finding in report.findings}
    assert sum(f.size for f in report.families if f.name == "statements") == len(judged)


ALIKE, APART = "4 4 4 4 3 3 3 5 5 2", "1 1 2 2 2 1 3 2 1 2"


def test_sides_that_answer_the_same_are_not_called_aligned_by_ten_people(analysed: Analyse) -> None:
    gap = statement(analysed(column("value.fixed", ALIKE), column("value.fixed", ALIKE)), "value.fixed@alliance").gap
    assert gap.delta == 0
    assert (gap.verdict, gap.reason) == ("undetermined", "could_not_show_alignment")


def test_sides_that_answer_the_same_are_called_aligned_by_forty(analysed: Analyse) -> None:
    rows = column("value.fixed", " ".join([ALIKE] * 4))
    gap = statement(analysed(rows, rows), "value.fixed@alliance").gap
    assert (gap.verdict, gap.reason, gap.could_show_alignment) == ("aligned", "within_margin", True)


def test_a_wider_margin_is_read_from_the_release_plan(analysed: Analyse) -> None:
    rows = column("value.fixed", ALIKE)
    gap = statement(analysed(rows, rows, release=Release(statement_margin=0.6)), "value.fixed@alliance").gap
    assert gap.verdict == "aligned"


def test_an_unfavourable_item_is_read_the_other_way_round(analysed: Analyse) -> None:
    # Only b agrees that there is only so much to share: then it is b's concern alone.
    rows = column("value.fixed", "5 5 4 4 5 4 5 4 5 3")
    found = statement(analysed(column("value.fixed", APART), rows), "value.fixed@alliance")
    assert (found.gap.verdict, found.kind) == ("gap", "b_only_concern")


def test_who_rates_itself_lower_than_the_partner_does_has_a_hidden_strength(analysed: Analyse) -> None:
    report = analysed(column("trust.candour:we", APART), column("trust.candour:they", "4 5 4 4 5 4 5 4 5 3"))
    assert statement(report, "trust.candour@a").kind == "hidden_strength"


def test_no_strength_is_hidden_where_the_partner_does_not_rate_it_high_either(analysed: Analyse) -> None:
    # a's mean of itself is 1.4, and b's of a is 2.8: more, and still below the middle.
    report = analysed(
        column("trust.candour:we", "1 1 1 2 2 1 2 1 1 2"), column("trust.candour:they", "3 2 3 3 3 4 2 3 3 2")
    )
    found = statement(report, "trust.candour@a")
    assert (found.gap.verdict, found.kind) == ("gap", "not_classifiable")


def test_a_prediction_that_fails_is_a_surprise(analysed: Analyse) -> None:
    a = [
        {"trust.candour:we": own, "trust.candour:they_of_us": guess}
        for own, guess in zip("4443355454", "1122213212", strict=True)
    ]
    report = analysed(a, column("trust.candour:they", "4 5 4 4 5 4 5 4 5 3"))
    predicted = statement(report, "trust.candour@a").predicted
    assert predicted.against_partner.verdict == "gap"
    # b's answers 4 5 4 4 5 4 5 4 5 3 have the mean 4.3, a's guesses 1 1 2 2 2 1 3 2 1 2 the mean 1.7
    assert predicted.against_partner.mean_difference == pytest.approx(2.6)
    assert [(f.subject, f.side) for f in report.findings if f.kind == "rated_better_than_expected"] == [
        ("trust.candour@a", "a")
    ]
    # The same people: guess less own, -3 -3 -2 -1 -1 -4 -2 -3 -4 -2, all ten lower. That tells of each that it is so.
    assert predicted.against_own.delta == PROTECTED
    assert [f.name for f in report.families if f.name == "predictions"]


def test_pairs_are_of_the_people_who_answered_both(analysed: Analyse) -> None:
    a = [
        {"trust.reliability:we": own, "trust.reliability:they": partner}
        for own, partner in zip(["4", "4", "5", "3", "5", "4", "2", "5", "3", "4"], "2344321254", strict=True)
    ]
    a[0]["trust.reliability:they"] = "-"
    b = [
        {"trust.reliability:we": x, "trust.reliability:they": y}
        for x, y in zip("4345234523", "3242413252", strict=True)
    ]
    view = next(v for v in analysed(a, b).views if (v.item, v.side) == ("trust.reliability", "a"))
    # Partner less own of nine: -1 -1 +1 -2 -2 -1 -3 +2 0 for 4-3 5-4 3-4 5-3 4-2 2-1 5-2 3-5 4-4
    assert view.partner_less_own.n == 9
    assert view.partner_less_own.mean_difference == pytest.approx(-7 / 9, abs=5e-4)
    assert view.partner_less_own.delta == pytest.approx((2 - 6) / 9, abs=5e-4)
    # R: coin::wilcoxsign_test(y ~ x, zero.method = "Pratt", distribution = "exact")
    assert view.partner_less_own.p == 0.243  # .2421875, rounded up


def gap_of(report: Report, scale: str) -> ScaleGap:
    return next(s for s in report.scales if s.id == scale).gap


def test_a_scale_is_judged_among_these_people_where_most_of_a_known_roster_answered(analysed: Analyse) -> None:
    # The reversed statement is answered the other way round, so both say the same.
    pairs = [[{"value.credit": x, "value.fixed": str(6 - int(x))} for x in side.split()] for side in (ALIKE, APART)]
    assert gap_of(analysed(*pairs), "value@alliance").these_people is None, "nobody knows who was invited"
    assert gap_of(analysed(*pairs, invited=(15, 10)), "value@alliance").these_people is None, "10 of 15 is below 70 %"
    gap = gap_of(analysed(*pairs, invited=(14, 10)), "value@alliance")
    these = gap.these_people
    assert these is not None
    # Both statements say the same, so alpha is 1, which counts as .95. a: 37 of ten, sum of squares about the mean 8.1,
    # so .9 / 10 × (1 − .95 × 10/14) = .0289286; b: 17 of ten, 4.1: .4556 / 10 × (1 − .95) = .0022778; together
    # .1766531². Degrees of freedom .0312063² / (.0289286²/9 + .0022778²/9) = 10.4083, t(.975) = 2.2164 (R: qt).
    assert these.interval == pytest.approx((-2 - 2.2164 * 0.1766531, -2 + 2.2164 * 0.1766531), abs=2e-3)
    # a: 37 of ten and four silent, so from 41/14 to 57/14; all ten of b have answered, 1.7.
    assert these.worst_case == pytest.approx((1.7 - 57 / 14, 1.7 - 41 / 14), abs=5e-4)
    assert isinstance(gap.interval, tuple)
    assert isinstance(these.interval, tuple)
    assert gap.interval[0] < these.interval[0] < these.interval[1] < gap.interval[1]


def test_a_wave_launched_under_the_first_rules_is_read_by_them(analysed: Analyse) -> None:
    a, b = column("value.credit", ALIKE), column("value.credit", APART)
    gap = gap_of(analysed(a, b, invited=(10, 10), release=Release(inference=1)), "value@alliance")
    assert gap.these_people is None
    assert gap.margin == 0.5, "an eighth of the range of five points"


def groups(values: str, names: str) -> list[Row]:
    return [{**row, "group": name} for row, name in zip(column("value.fixed", values), names.split(), strict=True)]


SALES_THEN_MEDICAL = " ".join(["sales"] * 6 + ["medical"] * 6)


def test_a_line_that_runs_inside_the_companies_is_found(analysed: Analyse) -> None:
    rows = groups("5 4 5 5 4 4 1 2 1 1 2 2", SALES_THEN_MEDICAL)
    report = analysed(rows, rows, release=Release(attribute="function"))
    [cut] = report.cuts
    assert (cut.attribute, cut.groups.a) == ("function", ("medical", "sales"))
    fixed = next(s for s in cut.statements if s.id == "value.fixed@alliance")
    assert fixed.groups is not None
    assert [(g.group, g.counts, g.mean) for g in fixed.groups.a] == [
        ("medical", (3, 3, 0, 0, 0), 1.5), ("sales", (0, 0, 0, 3, 3), 4.5)
    ]  # fmt: skip
    # Both sides are the same, so nothing lies between them. Between the groups of 12: each 3 from a mean of 3 by 1.5,
    # sum of squares 24 × 2.25 = 54; within 24 × .25 = 6; omega² = (54 - 6/22) / (60 + 6/22) = .8914
    assert (fixed.between_sides, fixed.between_groups) == pytest.approx((0, 0.891403), abs=1e-6)
    assert [(f.kind, f.subject) for f in report.findings if f.kind == "fault_line"] == [("fault_line", "function")]


def three_groups(low: str) -> list[Row]:
    """Sales answers as said, everybody else about 4."""
    return groups(f"{low} 4 4 5 3 4 5 4 4 3 5 4 4", " ".join(["sales"] * 5 + ["medical"] * 6 + ["market"] * 6))


def test_a_group_that_answers_low_in_both_companies_is_named(analysed: Analyse) -> None:
    rows = three_groups("2 1 2 3 2")
    report = analysed(rows, rows, release=Release(attribute="function"))
    [cut] = report.cuts
    effects = {e.group: e for e in next(s for s in cut.statements if s.id == "value.fixed@alliance").effects}
    # Sales 10/5; the others 49/12: by hand.
    assert effects["sales"].differences == BySide(2 - 49 / 12, 2 - 49 / 12)
    assert effects["sales"].p < 0.0001
    found = [f for f in report.findings if f.kind == "group_difference"]
    assert [(f.subject, f.group, f.side, f.rank) for f in found] == [("value.fixed@alliance", "sales", None, 1)]
    # Three groups on as many statements as are shown by group.
    shown = sum(s.groups is not None for s in cut.statements)
    assert next(f.size for f in report.families if f.name == "groups") == 3 * shown


def test_a_group_that_answers_low_in_one_company_alone_is_not_told_of_both(analysed: Analyse) -> None:
    a, b = three_groups("2 1 2 1 2"), three_groups("4 5 4 3 4")
    report = analysed(a, b, release=Release(attribute="function"))
    effects = [e for s in report.cuts[0].statements if s.id == "value.fixed@alliance" for e in s.effects]
    assert next(e for e in effects if e.group == "sales").p_adjusted < 0.05
    assert not [f for f in report.findings if f.kind == "group_difference"]


@pytest.mark.parametrize(
    ("attribute", "names", "why"),
    [(None, "sales", "no_attribute"), ("function", "", "small_groups"), ("function", "sales", "one_group")],
)
def test_why_nothing_is_shown_by_group_is_said(analysed: Analyse, attribute: str | None, names: str, why: str) -> None:
    rows = groups("5 4 5 5 4 4 1 2 1 1 2 2", SALES_THEN_MEDICAL)
    alone = groups("5 4 5 5 4 4 1 2 1 1 2 2", f"{names} " * 12) if names else column("value.fixed", ALIKE)
    report = analysed(rows, alone, release=Release(attribute=attribute))
    assert (report.cuts, report.no_groups) == ((), why)


def test_a_group_that_answers_alike_hides_the_cut_of_its_statement(analysed: Analyse) -> None:
    rows = groups("5 5 5 5 5 5 1 2 3 1 2 4", SALES_THEN_MEDICAL)
    [cut] = analysed(rows, rows, release=Release(attribute="function")).cuts
    fixed = next(s for s in cut.statements if s.id == "value.fixed@alliance")
    assert fixed.groups is None
    assert (fixed.between_sides, fixed.between_groups) == (PROTECTED, PROTECTED)


def test_where_every_group_answers_alike_the_whole_cut_is_withheld_and_nothing_is_tested(analysed: Analyse) -> None:
    rows = [
        {"value.fixed": value, "group": name}
        for value, name in zip("555555111111", SALES_THEN_MEDICAL.split(), strict=True)
    ]
    report = analysed(rows, rows, release=Release(attribute="function"))
    [cut] = report.cuts
    assert not isinstance(statement(report, "value.fixed@alliance").sides.a.mean, Withheld), "the side's own is shown"
    assert (cut.groups.a, cut.between_sides, cut.between_groups, cut.p) == (("medical", "sales"), *[PROTECTED] * 3)
    assert {(each.groups, each.between_groups) for each in cut.statements} == {(None, PROTECTED)}
    assert "fault_line" not in {family.name for family in report.families} | {f.kind for f in report.findings}


def test_there_is_no_cut_where_a_side_kept_no_groups(analysed: Analyse) -> None:
    rows = groups("5 4 5 5 4 4 1 2 1 1 2 2", SALES_THEN_MEDICAL)
    assert analysed(rows, column("value.fixed", ALIKE), release=Release(attribute="function")).cuts == ()


def test_a_divided_side_is_a_finding(analysed: Analyse) -> None:
    report = analysed(column("value.fixed", "1 1 1 5 5 5 1 5 2 4 1 5 1 5 5"), column("value.fixed", ALIKE))
    answers = statement(report, "value.fixed@alliance").sides
    assert answers.a.divided is True
    assert answers.a.divided_p < 0.01
    assert (answers.b.divided, answers.b.divided_p) == (None, None), "ten answers are too few to tell"
    assert next(f.size for f in report.families if f.name == "divided") == 2, "a's answers to two statements"
    divided = [f for f in report.findings if f.kind == "divided_side"]
    assert [f.side for f in divided if f.subject == "value.fixed@alliance"] == ["a"]


def test_answers_spread_evenly_are_no_division(analysed: Analyse) -> None:
    rows = column("value.fixed", "1 1 1 2 2 2 3 3 3 4 4 4 5 5 5")
    report = analysed(rows, rows)
    assert [statement(report, "value.fixed@alliance").sides[side].divided for side in "ab"] == [False, False]
    assert not [f for f in report.findings if f.kind == "divided_side"]


@pytest.mark.parametrize(("for_itself", "found"), [(14, [("contested", "pricing:now")]), (9, [])])
def test_an_activity_is_contested_for_certain_where_each_side_surely_names_itself(
    analysed: Analyse, for_itself: int, found: list[tuple[str, str]]
) -> None:
    a, b = ([{"owners.pricing:now": "us" if n < for_itself else "joint"} for n in range(16)] for _ in "ab")
    report = analysed(a, b)
    [pricing] = [r for r in report.responsibilities if (r.activity, r.question) == ("pricing", "now")]
    assert (pricing.ownership, pricing.certain) == ("contested", bool(found))
    # R: 2 * binom.test(14, 16, alternative = "greater")$p.value, and with 9; no other activity is shown.
    assert pricing.ownership_p == pytest.approx({14: 0.00418090820312, 9: 0.803619384766}[for_itself])
    assert [(f.kind, f.subject) for f in report.findings if f.kind == "contested"] == found


def test_a_few_more_who_cannot_say_are_no_finding_however_many_answered(analysed: Analyse) -> None:
    # 10 of 100 against none: p = .0015, and a tenth is not worth a word.
    report = analysed(column("value.fixed", "- " * 10 + "2 3 4 " * 30), column("value.fixed", "2 3 4 4 " * 25))
    assert statement(report, "value.fixed@alliance").cant_say.p_adjusted < 0.01
    assert not [f for f in report.findings if f.kind == "cant_say"]


def test_not_knowing_is_a_finding_where_the_sides_differ_in_it(analysed: Analyse) -> None:
    a = column("value.fixed", "- - - - - - - - 2 3 4 2 3")
    report = analysed(a, column("value.fixed", "2 3 4 2 3 4 5 2 3 1 2 3 4"))
    assert [(f.subject, f.side) for f in report.findings if f.kind == "cant_say"] == [("value.fixed@alliance", "a")]


def test_very_unequal_sides_are_judged_more_strictly_and_it_is_said_how(analysed: Analyse) -> None:
    a = column("value.fixed", " ".join([ALIKE] * 3))
    report = analysed(a, column("value.fixed", APART))
    assert next(f.procedure for f in report.families if f.name == "statements") == "max_t_or_holm"


EDGES: dict[str, tuple[Sequence[Row], Sequence[Row]]] = {
    "one category each": (column("value.fixed", "1 " * 20), column("value.fixed", "5 " * 20)),
    "complete separation": (column("value.fixed", "1 2 " * 10), column("value.fixed", "4 5 " * 10)),
    "two categories": (column("value.fixed", "1 5 " * 10), column("value.fixed", "5 1 " * 10)),
    "one person": (column("value.fixed", "1"), column("value.fixed", "4 5 " * 10)),
    "a side empty": ([], column("value.fixed", "4 5 " * 10)),
    "both empty": ([], []),
    "all missing": (column("value.fixed", ". " * 20), column("value.fixed", "- " * 20)),
}


@pytest.mark.parametrize("edge", EDGES)
def test_every_edge_gives_a_report_of_numbers(analysed: Analyse, edge: str) -> None:
    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} in the JSON form")

    report = analysed(*EDGES[edge])
    assert json.loads(to_json(report), parse_constant=refuse)["statements"]
    if edge == "complete separation":
        gap = statement(report, "value.fixed@alliance").gap
        assert (gap.delta, gap.verdict) == (1.0, "gap")
        assert 0 < gap.p < 1e-6
        assert gap.delta_interval[1] == 1


def test_the_same_answers_give_the_same_report_whatever_their_order(questionnaire: Questionnaire) -> None:
    # What is drawn is drawn from a fixed seed, and from the answers in an order of their own.
    a, b = (
        [{field: str(mixed.randint(1, 5)) for field in ("value.fixed", "value.credit")} for _ in range(n)]
        for n in (25, 12)
    )
    other_a, other_b = (mixed.sample(side, len(side)) for side in (a, b))
    assert figures(report_of(questionnaire, a, b)) == figures(report_of(questionnaire, other_a, other_b))
