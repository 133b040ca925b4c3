"""What moved: like compared with like, worked out from Reports alone, and silent where one of them is."""

import datetime as dt
import hashlib
import math
from collections.abc import Sequence

import pytest
from msgspec.structs import replace
from scipy import stats

from diagnostic.analysis import Report, Trend, Wave, Withheld, from_json, to_json
from diagnostic.analysis.trend import with_trend
from diagnostic.questionnaire import Questionnaire, Rating
from tests.analysis.small_instrument import Analyse, Row, report_of

FIRST = dt.date(2026, 3, 2)
LOW, HIGH = (1, 2, 2, 3, 2, 1, 2, 3, 2, 1), (4, 5, 4, 5, 5, 4, 3, 5, 4, 5)
MIDDLE = (3, 4, 3, 2, 4, 3, 3, 4, 2, 3)


def rows(a: Sequence[int], b: Sequence[int], fixed: Sequence[int] | None = None) -> tuple[list[Row], list[Row]]:
    """Both sides' people, who say of the credit for success what is given, and alike whether the pie is ``fixed``."""

    def side(answers: Sequence[int]) -> list[Row]:
        return [
            {"value.credit": str(answer), **({"value.fixed": str(fixed[n])} if fixed else {})}
            for n, answer in enumerate(answers)
        ]

    return side(a), side(b)


def closed(report: Report, day: int, kind: str = "pulse") -> Report:
    return replace(report, wave=Wave("pulse" if kind == "pulse" else "baseline", FIRST + dt.timedelta(days=day)))


def only(report: Report) -> Trend:
    (trend,) = [trend for trend in report.trend if trend.scale == "value@alliance"]
    return trend


@pytest.fixture
def short(questionnaire: Questionnaire) -> Questionnaire:
    """Asks one of the scale's two statements."""
    return questionnaire.without(items=["value.fixed"])


def moments(answers: Sequence[int]) -> tuple[float, float, int]:
    mean = sum(answers) / len(answers)
    variance = sum((x - mean) ** 2 for x in answers) / (len(answers) - 1)
    return mean, variance / len(answers), len(answers)


def test_a_first_wave_has_no_trend(analysed: Analyse) -> None:
    report = with_trend(closed(analysed(*rows(LOW, HIGH)), 0), [])
    assert (report.trend, report.levels, report.wave.number) == ((), (), 1)


def test_a_gap_that_closes_is_called_so_with_the_figures_of_a_contrast_of_four_means(analysed: Analyse) -> None:
    before, now = closed(analysed(*rows(LOW, HIGH)), 0), closed(analysed(*rows(MIDDLE, MIDDLE)), 35)
    change = only(with_trend(now, [before])).since_previous
    assert change is not None
    samples = [moments(x) for x in (LOW, HIGH, MIDDLE, MIDDLE)]
    (mean_a, *_), (mean_b, *_), *_ = samples
    error = math.sqrt(sum(v for _, v, _ in samples))
    freedom = error**4 / sum(v**2 / (n - 1) for _, v, n in samples)
    expected = 0 - (mean_b - mean_a)
    half = float(stats.t.ppf(0.975, freedom)) * error
    assert change.change == pytest.approx(expected, abs=0.0015)
    assert change.interval == pytest.approx((expected - half, expected + half), abs=0.0015)
    assert (change.since, change.verdict, change.reason) == (1, "closing", "change_shown")
    assert change.sides.a.change == pytest.approx(moments(MIDDLE)[0] - mean_a, abs=0.0015)


def test_one_that_grows_is_widening_and_one_that_swaps_sides_has_turned(analysed: Analyse) -> None:
    apart, alike, swapped = rows(LOW, HIGH), rows(MIDDLE, MIDDLE), rows(HIGH, LOW)
    wider = only(with_trend(closed(analysed(*apart), 35), [closed(analysed(*alike), 0)])).since_previous
    turned = only(with_trend(closed(analysed(*swapped), 35), [closed(analysed(*apart), 0)])).since_previous
    assert wider is not None
    assert turned is not None
    assert (wider.verdict, turned.verdict) == ("widening", "turned")


def test_few_answers_cannot_tell_and_say_what_they_could_not_have_seen(analysed: Analyse) -> None:
    report = analysed(*rows(MIDDLE, MIDDLE))
    change = only(with_trend(closed(report, 35), [closed(report, 0)])).since_previous
    assert change is not None
    assert (change.verdict, change.reason) == ("cannot_tell", "could_not_show_steadiness")
    assert change.could_show_steadiness is False
    # Four samples of one variance: se² = 4 s²/10; one comparison, for which there is .8 of alpha: se (t(.98) + t(.8)).
    _, v, n = moments(MIDDLE)
    error, freedom = math.sqrt(4 * v), 4 * (n - 1)
    found = error * float(stats.t.ppf(0.98, freedom) + stats.t.ppf(0.8, freedom))
    assert change.detectable == pytest.approx(found, abs=0.002)


def test_many_that_answer_alike_again_are_steady(analysed: Analyse) -> None:
    many = rows(MIDDLE * 8, MIDDLE * 8)
    change = only(with_trend(closed(analysed(*many), 35), [closed(analysed(*many), 0)])).since_previous
    assert change is not None
    assert (change.verdict, change.reason) == ("steady", "within_margin")


def test_a_longer_instrument_is_compared_over_what_the_pulse_asks(
    analysed: Analyse, questionnaire: Questionnaire, short: Questionnaire
) -> None:
    before = closed(analysed(*rows(LOW, HIGH, fixed=LOW)), 0, "baseline")
    now = closed(Analyser(short)(*rows(LOW, HIGH)), 35)
    trend = only(with_trend(now, [before]))
    assert trend.statements == ("value.credit@alliance",)
    first, latest = trend.series
    assert (first.exact, latest.exact) == (False, True)
    # The same people said the same of it: not the mean of both statements that the first wave asked.
    assert first.sides.a.mean == latest.sides.a.mean == pytest.approx(moments(LOW)[0], abs=0.0005)
    assert first.sides.a.interval == pytest.approx(latest.sides.a.interval, abs=0.0015)


def test_the_other_way_round_the_short_wave_leaves_a_gap_in_the_line(analysed: Analyse, short: Questionnaire) -> None:
    before = closed(Analyser(short)(*rows(LOW, HIGH)), 0)
    trend = only(with_trend(closed(analysed(*rows(LOW, HIGH, fixed=LOW)), 35), [before]))
    assert trend.series[0].gap == Withheld("not_asked")
    assert (trend.since_previous, trend.since_first) == (None, None)


def test_a_statement_in_other_words_is_not_joined(analysed: Analyse, questionnaire: Questionnaire) -> None:
    texts = {"en": {**questionnaire.texts["en"], "items.value.credit.alliance": "Praise is shared."}}
    other = Analyser(replace(questionnaire, texts=texts))
    now = with_trend(closed(analysed(*rows(LOW, HIGH)), 35), [closed(other(*rows(LOW, HIGH)), 0)])
    assert only(now).series[0].gap == Withheld("reworded")
    assert only(now).since_previous is None
    assert all(each.id != "value.credit@alliance" for each in now.levels)


def test_nor_one_with_other_labels_but_a_company_may_change_its_name(
    analysed: Analyse, questionnaire: Questionnaire
) -> None:
    label = next(key for key in questionnaire.texts["en"] if key.startswith("labels."))
    relabelled = replace(questionnaire, texts={"en": {**questionnaire.texts["en"], label: "Never ever"}})
    before = closed(Analyser(relabelled)(*rows(LOW, HIGH)), 0)
    assert only(with_trend(closed(analysed(*rows(LOW, HIGH)), 35), [before])).series[0].gap == Withheld("reworded")
    assert not {text for key, text in before.texts["en"].items() if key.startswith("wording:") and "Company" in text}


def test_compared_is_the_latest_wave_that_shows_it_and_the_first(analysed: Analyse) -> None:
    hidden = rows([3] * 10, HIGH)
    waves = [
        closed(analysed(*hidden), 0),  # all of a alike: protected
        closed(analysed(*rows(LOW, HIGH)), 30),
        closed(analysed(*rows(LOW, MIDDLE)), 60),
        closed(analysed(*hidden), 90),
    ]
    now = with_trend(closed(analysed(*rows(MIDDLE, MIDDLE)), 120), waves)
    trend = only(now)
    assert [isinstance(point.gap, Withheld) for point in trend.series] == [True, False, False, True, False]
    assert trend.since_previous is not None
    assert trend.since_first is not None
    assert (trend.since_previous.since, trend.since_first.since) == (3, 2)
    (family,) = [family for family in now.families if family.name == "changes"]
    assert family.size == 2
    assert now.wave.number == 5


def test_the_slope_needs_three_waves_and_their_days(analysed: Analyse) -> None:
    waves = [closed(analysed(*rows(LOW, HIGH)), 0), closed(analysed(*rows(LOW, MIDDLE)), 30)]
    now = closed(analysed(*rows(MIDDLE, MIDDLE)), 61)
    assert only(with_trend(waves[1], waves[:1])).slope is None
    slope = only(with_trend(now, waves)).slope
    assert slope is not None
    assert slope.waves == 3
    assert slope.per_month < 0
    undated = replace(now, wave=replace(now.wave, closed=None))
    assert only(with_trend(undated, waves)).slope is None


def test_where_few_joined_or_left_a_level_stands_alone_and_nothing_is_compared(analysed: Analyse) -> None:
    from diagnostic.analysis.few_changed import levels_only

    before = closed(analysed(*rows(LOW, HIGH)), 0)
    now = with_trend(levels_only(closed(analysed(*rows(MIDDLE, MIDDLE)), 35)), [before])
    trend = only(now)
    point = trend.series[-1]
    assert isinstance(point.sides.a.mean, float)
    assert point.sides.a.interval == point.gap == Withheld("few_changed")
    assert trend.since_previous is not None
    assert (trend.since_previous.verdict, trend.since_previous.reason) == ("withheld", "few_changed")
    assert all(isinstance(getattr(trend.since_previous, figure), Withheld) for figure in ("change", "p", "detectable"))
    assert not any(family.name == "changes" for family in now.families)


def test_a_trend_round_trips_through_json(analysed: Analyse) -> None:
    before, now = closed(analysed(*rows(LOW, HIGH)), 0), closed(analysed(*rows(MIDDLE, MIDDLE)), 35)
    report = with_trend(now, [before])
    assert from_json(to_json(report)) == report


def test_it_is_a_function_of_the_reports_that_are_published(analysed: Analyse) -> None:
    """Whoever has the files can work it out: it tells no more than they do."""
    before, now = closed(analysed(*rows(LOW, HIGH)), 0), closed(analysed(*rows(MIDDLE, MIDDLE)), 35)
    again = with_trend(from_json(to_json(now)), [from_json(to_json(before))])
    assert again == with_trend(now, [before])


def test_a_wording_is_a_digest_of_what_is_read(analysed: Analyse, questionnaire: Questionnaire) -> None:
    report = analysed(*rows(LOW, HIGH))
    item = next(item for item in questionnaire.items if item.id == "value.credit")
    assert isinstance(item, Rating)
    texts = questionnaire.texts["en"]
    read = ["", "", texts["items.value.credit.alliance"], *questionnaire.labels("en", item), "5"]
    expected = hashlib.sha256("\0".join(read).encode()).hexdigest()[:16]
    assert report.texts["en"]["wording:value.credit@alliance"] == expected


class Analyser:
    """`report_of` on another instrument."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire

    def __call__(self, a: Sequence[Row], b: Sequence[Row]) -> Report:
        return report_of(self.questionnaire, a, b)


def test_of_a_handful_of_people_every_wave_is_a_level_and_no_change_is_judged(
    analysed: Analyse, short: Questionnaire
) -> None:
    before = closed(analysed(*rows(MIDDLE[:6], MIDDLE[:6], fixed=LOW[:6])), 0)  # asks more of the scale
    trend = only(with_trend(closed(report_of(short, *rows(LOW[:6], HIGH[:6])), 35), [before]))
    few = Withheld("few_people")
    # 3 4 3 2 4 3 on both sides; then 1 2 2 3 2 1 and 4 5 4 5 5 4
    assert [(p.sides.a.mean, p.sides.b.mean) for p in trend.series] == [(3.167, 3.167), (1.833, 4.5)]
    assert {p.sides[side].n for p in trend.series for side in ("a", "b")} == {few}
    assert {(p.sides.b.interval, p.gap, p.exact) for p in trend.series} == {(few, few, False)}
    assert trend.since_previous is not None
    assert (trend.since_previous.verdict, trend.since_previous.reason) == ("withheld", "few_people")
