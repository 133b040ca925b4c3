"""Both sides' levels between two waves: tested with the gap, said in their sense, never but where they are shown."""

import math
from collections.abc import Sequence

import pytest
from msgspec.structs import replace
from scipy import stats

from diagnostic.analysis import Change, Finding, Release, Report, StatementLevels, Withheld
from diagnostic.analysis.few_changed import levels_only
from diagnostic.analysis.trend import with_trend
from tests.analysis.small_instrument import Analyse, Row
from tests.analysis.test_trend import HIGH, LOW, MIDDLE, closed, moments, only, rows

BEFORE = (2, 3, 2, 3, 2, 1, 2, 3, 2, 3)
AFTER = (4, 4, 3, 5, 4, 4, 5, 4, 3, 5)


SAMPLES = [moments(each) for each in (AFTER, MIDDLE, BEFORE, LOW)]


def _freedom(v: Sequence[float]) -> float:
    """Satterthwaite's, of four samples of ten."""
    return sum(v) ** 2 / sum(each**2 / 9 for each in v)


def since(now: Report, before: Report) -> Change:
    change = only(with_trend(closed(now, 35), [closed(before, 0)])).since_previous
    assert change is not None
    return change


def of(report: Report, statement: str) -> StatementLevels:
    return next(each for each in report.levels if each.id == statement)


def test_where_both_sides_rise_and_the_gap_stays_both_rose(analysed: Analyse) -> None:
    change = since(analysed(*rows(AFTER, AFTER)), analysed(*rows(BEFORE, BEFORE)))
    assert (change.level, change.sides.a.verdict, change.sides.b.verdict) == ("both_rose", "rose", "rose")
    assert (change.verdict, change.side) == ("cannot_tell", None)


@pytest.mark.parametrize(
    ("before", "after", "level", "side"),
    [
        ((AFTER, AFTER), (BEFORE, BEFORE), "both_fell", None),
        ((BEFORE, MIDDLE), (AFTER, MIDDLE), "one_side_rose", "a"),
        ((MIDDLE, AFTER), (MIDDLE, BEFORE), "one_side_fell", "b"),
        ((LOW, HIGH), (HIGH, LOW), "opposite", None),
        ((MIDDLE, MIDDLE), (MIDDLE, MIDDLE), "cannot_tell", None),
    ],
)
def test_what_is_said_of_both_levels(
    before: tuple[Sequence[int], Sequence[int]],
    after: tuple[Sequence[int], Sequence[int]],
    level: str,
    side: str | None,
    analysed: Analyse,
) -> None:
    change = since(analysed(*rows(*after)), analysed(*rows(*before)))
    assert (change.level, change.side) == (level, side)


def test_each_p_is_welchs_and_the_adjusted_one_counts_four_things(analysed: Analyse) -> None:
    change = since(
        analysed(*rows(AFTER, MIDDLE), release=Release(pulses=3)),
        analysed(*rows(BEFORE, LOW)),
    )
    a, b = (stats.ttest_ind(x, y, equal_var=False) for x, y in ((AFTER, BEFORE), (MIDDLE, LOW)))
    error, freedom = math.sqrt(sum(v for _, v, _ in SAMPLES)), _freedom([v for _, v, _ in SAMPLES])
    moved_a, moved_b = moments(AFTER)[0] - moments(BEFORE)[0], moments(MIDDLE)[0] - moments(LOW)[0]
    gap, both = (float(2 * stats.t.sf(abs(x) / error, freedom)) for x in (moved_b - moved_a, moved_a + moved_b))
    smallest = min(a.pvalue, b.pvalue, gap, both)
    assert change.both is not None
    assert change.both.change == pytest.approx((moved_a + moved_b) / 2, abs=0.0005)
    for found, p in ((change.sides.a, a.pvalue), (change.sides.b, b.pvalue), (change.both, both), (change, gap)):
        assert found.p == pytest.approx(math.ceil(p * 1000) / 1000)
        # One scale, four fifths of alpha, three pulses.
        assert found.p_adjusted == pytest.approx(min(1, max(p, 4 * smallest) * 3 / 0.8), abs=0.0011)


def test_the_mean_of_both_sides_may_show_what_neither_does_alone(analysed: Analyse) -> None:
    higher = [*MIDDLE[:2], *(answer + 1 for answer in MIDDLE[2:])]
    strict = Release(pulses=3)
    change = since(analysed(*rows(higher, higher), release=strict), analysed(*rows(MIDDLE, MIDDLE)))
    assert {change.sides.a.verdict, change.sides.b.verdict} == {"cannot_tell"}
    assert change.level == "level_rose"


def test_a_reversed_statement_that_is_agreed_with_less_rose_in_its_sense(analysed: Analyse) -> None:
    down = [6 - answer for answer in AFTER]
    report = with_trend(
        closed(analysed(*rows(MIDDLE, MIDDLE, fixed=down)), 35),
        [closed(analysed(*rows(MIDDLE, MIDDLE, fixed=[6 - answer for answer in BEFORE])), 0)],
    )
    found = of(report, "value.fixed@alliance")
    assert found.since_first is not None
    assert found.since_first.level == "both_rose"
    assert found.since_first.sides.a.change == pytest.approx(moments(AFTER)[0] - moments(BEFORE)[0], abs=0.0005)
    mean_then, mean_now = (point.sides.a for point in found.series)
    assert isinstance(mean_then, float)
    assert isinstance(mean_now, float)
    assert mean_now < mean_then


def test_statements_are_a_family_of_their_own_with_a_fifth_of_alpha(analysed: Analyse) -> None:
    report = with_trend(closed(analysed(*rows(AFTER, AFTER)), 35), [closed(analysed(*rows(BEFORE, BEFORE)), 0)])
    families = {family.name: (family.size, family.procedure) for family in report.families}
    assert (families["changes"], families["levels"]) == ((1, "shaffer"), (1, "shaffer"))
    found = of(report, "value.credit@alliance").since_first
    assert found is not None
    own = float(stats.ttest_ind(AFTER, BEFORE, equal_var=False).pvalue)
    # Both sides answered alike, so their mean is the surest of the four, by far: a side's own p counts. One statement.
    assert found.sides.a.p_adjusted == pytest.approx(own * 5, abs=0.001)


def test_how_levels_moved_is_a_finding_the_largest_first(analysed: Analyse) -> None:
    def both(credit: Sequence[int], candour: Sequence[int]) -> tuple[list[Row], list[Row]]:
        people: list[Row] = [
            {"value.credit": str(one), "trust.candour:we": str(other), "trust.candour:they": str(other)}
            for one, other in zip(credit, candour, strict=True)
        ]
        return people, people

    before = closed(analysed(*both(BEFORE, MIDDLE)), 0)
    now = with_trend(closed(analysed(*both(AFTER, AFTER)), 35), [before])
    moved = [finding for finding in now.findings if finding.kind == "both_rose"]
    assert moved[0] == Finding(kind="both_rose", subject="value@alliance", side=None, rank=1, verdict=None)
    swapped = with_trend(closed(analysed(*rows(HIGH, LOW)), 35), [closed(analysed(*rows(LOW, HIGH)), 0)])
    found = {(finding.kind, finding.side) for finding in swapped.findings if finding.subject == "value@alliance"}
    assert {("one_side_rose", "a"), ("one_side_fell", "b")} <= found


def test_a_shared_concern_on_which_both_rose_improved(analysed: Analyse) -> None:
    before = closed(analysed(*rows(BEFORE, BEFORE)), 0)
    concern = Finding(kind="shared_concern", subject="value@alliance", side=None, rank=1, verdict=None)
    change = since(analysed(*rows(AFTER, AFTER)), replace(before, findings=(concern,)))
    assert change.level == "shared_concern_improved"


def test_with_fewer_than_eight_a_statement_is_shown_and_not_judged(analysed: Analyse) -> None:
    few = with_trend(
        closed(analysed(*rows(AFTER[:7], AFTER[:7])), 35), [closed(analysed(*rows(BEFORE[:7], BEFORE[:7])), 0)]
    )
    found = of(few, "value.credit@alliance").since_first
    assert found is not None
    assert (found.level, found.sides.a.p_adjusted) == ("too_few", None)
    assert not any(finding.kind == "both_rose" for finding in few.findings)
    assert not any(family.name in ("changes", "levels") for family in few.families)


def test_where_few_joined_or_left_no_level_is_tested(analysed: Analyse) -> None:
    before = closed(analysed(*rows(BEFORE, BEFORE)), 0)
    now = with_trend(levels_only(closed(analysed(*rows(AFTER, AFTER)), 35)), [before])
    change = only(now).since_previous
    assert change is not None
    assert change.both is not None
    assert (change.level, change.both.verdict) == ("withheld", "withheld")
    assert isinstance(change.sides.a.p, Withheld)
    assert of(now, "value.credit@alliance").since_first is None
    assert now.findings == ()
