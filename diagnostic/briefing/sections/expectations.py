"""Expectations side by side, and shares of one whole added up."""

import msgspec

from diagnostic.analysis import report as r
from diagnostic.briefing import charts
from diagnostic.briefing.figures import is_shown, reason_of, shown_quartiles
from diagnostic.briefing.picture import Picture, picture
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import Side

_WHOLE = 100


class Expectation(msgspec.Struct, frozen=True):
    title: str
    finding: str
    """What the medians say about each other; why there are none, where they are withheld."""
    figures: str | None
    chart: Picture | None


def expectations(report: r.Report, wording: Wording) -> tuple[Expectation, ...]:
    return tuple(_expectation(asked, wording) for asked in report.expectations)


def _expectation(asked: r.Expectation, wording: Wording) -> Expectation:
    title = wording.text(f"expectation:{asked.id}")
    a, b = shown_quartiles(asked.sides.a), shown_quartiles(asked.sides.b)
    if a is None or b is None:
        reason = reason_of(asked.sides.a.quartiles, asked.sides.b.quartiles) or "protected"
        return Expectation(title, wording.reason(reason), None, None)
    figures = f"{_side(asked, 'a', a, wording)} {_side(asked, 'b', b, wording)}"
    finding = _finding(asked, (a[1], b[1]), wording)
    alt = wording.say("expectations.alt", title=title, finding=f"{figures} {finding}")
    return Expectation(title, finding, figures, picture(lambda layout: charts.expectation(asked, wording, layout), alt))


def _side(asked: r.Expectation, side: Side, quartiles: tuple[float, float, float], wording: Wording) -> str:
    lower, median, upper = (wording.plain(q) for q in quartiles)
    return wording.say(
        "expectations.one_side",
        company=wording.company(side),
        median=with_unit(median, _unit(asked, wording)),
        half=wording.say("numbers.interval", low=lower, high=upper),
    )


def _finding(asked: r.Expectation, medians: tuple[float, float], wording: Wording) -> str:
    together, interval = asked.sum_of_medians, asked.sum_interval
    if together is not None and interval is not None and is_shown(together) and is_shown(interval):
        return _sum(together, interval, wording)
    if not is_shown(asked.shift) or not is_shown(asked.shift_interval):
        return ""
    # Percentages lie percentage points apart.
    unit = _unit(asked, wording)
    unit = unit.replace("%", wording.say("expectations.percentage_points"), 1) if unit.startswith("%") else unit
    low, high = asked.shift_interval
    clear = low > 0 or high < 0
    return wording.say(
        "expectations.apart" if clear else "expectations.not_apart",
        higher=wording.company("b" if asked.shift > 0 else "a"),
        difference=with_unit(wording.plain(abs(medians[0] - medians[1])), unit),
        shift=with_unit(wording.plain(abs(asked.shift)), unit),
        interval=wording.say("numbers.interval", low=_signed(low, wording), high=_signed(high, wording)),
    )


def _sum(together: float, interval: r.Interval, wording: Wording) -> str:
    total = wording.say("numbers.percent", number=wording.plain(together))
    limits = wording.say("numbers.interval", low=wording.plain(interval[0]), high=wording.plain(interval[1]))
    over = wording.plain(abs(together - _WHOLE))
    key = "exact" if over == "0" else "more" if together > _WHOLE else "less"
    sure = "sure" if interval[0] > _WHOLE or interval[1] < _WHOLE else "unsure"
    return (
        wording.say(f"expectations.{key}", sum=total, over=over, under=over)
        + " "
        + wording.say(f"expectations.sum_{sure}", interval=limits)
    )


def _signed(value: float, wording: Wording) -> str:
    return f"+{wording.plain(value)}" if value > 0 else wording.plain(value)


def _unit(asked: r.Expectation, wording: Wording) -> str:
    return wording.text(f"expectation_unit:{asked.id}")


def with_unit(number: str, unit: str) -> str:
    """``60%`` but ``6 months``."""
    return f"{number}{unit}" if unit.startswith("%") else f"{number} {unit}"
