"""Expectations side by side, and shares of one whole added up."""

import msgspec

from diagnostic.analysis import report as r
from diagnostic.briefing import charts
from diagnostic.briefing.figures import is_shown, reason_of, shown_quartiles
from diagnostic.briefing.picture import Picture, picture
from diagnostic.briefing.sections.anchors import expectation_anchor
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES, Side

_WHOLE = 100


class Expectation(msgspec.Struct, frozen=True):
    title: str
    anchor: str
    finding: str
    """What the medians say about each other; why there are none, where they are withheld."""
    figures: str | None
    chart: Picture | None


def expectations(report: r.Report, wording: Wording) -> tuple[Expectation, ...]:
    return tuple(_expectation(asked, wording) for asked in report.expectations)


def _expectation(asked: r.Expectation, wording: Wording) -> Expectation:
    title, anchor = wording.text(f"expectation:{asked.id}"), expectation_anchor(asked.id)
    a, b = shown_quartiles(asked.sides.a), shown_quartiles(asked.sides.b)
    if a is None or b is None:
        reason = reason_of(asked.sides.a.quartiles, asked.sides.b.quartiles) or "protected"
        return Expectation(title, anchor, wording.reason(reason), None, None)
    figures = f"{_side(asked, 'a', a, wording)} {_side(asked, 'b', b, wording)}"
    said = finding(asked, wording)
    alt = wording.say("expectations.alt", title=title, finding=f"{figures} {said}")
    chart = picture(f"expectation {asked.id}", lambda layout: charts.expectation(asked, wording, layout), alt)
    return Expectation(title, anchor, said, figures, chart)


def _side(asked: r.Expectation, side: Side, quartiles: tuple[float, float, float], wording: Wording) -> str:
    lower, median, upper = (wording.plain(q) for q in quartiles)
    return wording.say(
        "expectations.one_side",
        company=wording.company(side),
        median=with_unit(median, _unit(asked, wording), wording),
        half=wording.say("numbers.interval", low=lower, high=upper),
    )


def finding(asked: r.Expectation, wording: Wording) -> str:
    """What the two medians say about each other; '' where nothing of it is shown."""
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
    if clear and asked.shift < 0:
        # Told of the side that names more, so as what it names more.
        low, high = -high, -low
    return wording.say(
        "expectations.apart" if clear else "expectations.not_apart",
        **{f"median_{side}": _median(asked, side, wording) for side in SIDES},
        higher=wording.company("b" if asked.shift > 0 else "a"),
        shift=with_unit(wording.plain(abs(asked.shift)), unit, wording),
        interval=wording.say("numbers.interval", low=_signed(low, wording), high=_signed(high, wording)),
    )


def _median(asked: r.Expectation, side: Side, wording: Wording) -> str:
    quartiles = shown_quartiles(asked.sides[side])
    return with_unit(wording.plain(quartiles[1]), _unit(asked, wording), wording) if quartiles else ""


def _sum(together: float, interval: r.Interval, wording: Wording) -> str:
    total = wording.say("numbers.percent", number=wording.plain(together))
    between = wording.say("numbers.interval", **limits(interval, wording))
    over = wording.plain(abs(together - _WHOLE))
    key = "exact" if over == "0" else "more" if together > _WHOLE else "less"
    sure = "sure" if interval[0] > _WHOLE or interval[1] < _WHOLE else "unsure"
    return (
        wording.say(f"expectations.{key}", sum=total, over=over, under=over)
        + " "
        + wording.say(f"expectations.sum_{sure}", interval=between)
    )


def limits(interval: r.Interval, wording: Wording) -> dict[str, str]:
    """Both ends, with a decimal only where they need one."""
    return {"low": wording.plain(interval[0]), "high": wording.plain(interval[1])}


def _signed(value: float, wording: Wording) -> str:
    return f"+{wording.plain(value)}" if value > 0 else wording.plain(value)


def _unit(asked: r.Expectation, wording: Wording) -> str:
    return wording.text(f"expectation_unit:{asked.id}")


def with_unit(number: str, unit: str, wording: Wording) -> str:
    """``60%`` but ``6 months``; a language may set a space before its per cent sign."""
    if unit.startswith("%"):
        return wording.say("numbers.percent", number=number) + unit[1:]
    return f"{number} {unit}"
