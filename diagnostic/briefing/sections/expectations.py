"""Expectations side by side, and shares of one whole added up."""

import msgspec

from diagnostic.analysis import report as r
from diagnostic.briefing import charts
from diagnostic.briefing.figures import reason_of, shown_quartiles
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
    together = asked.sum_of_medians
    if isinstance(together, float | int):
        total = wording.say("numbers.percent", number=wording.plain(together))
        over = wording.plain(abs(together - _WHOLE))
        if over == "0":
            return wording.say("expectations.exact")
        return wording.say(
            "expectations.more" if together > _WHOLE else "expectations.less", sum=total, over=over, under=over
        )
    if medians[0] == medians[1]:
        return wording.say("expectations.same")
    unit = _unit(asked, wording)
    # Percentages lie percentage points apart.
    unit = unit.replace("%", wording.say("expectations.percentage_points"), 1) if unit.startswith("%") else unit
    return wording.say(
        "expectations.difference", difference=with_unit(wording.plain(abs(medians[0] - medians[1])), unit)
    )


def _unit(asked: r.Expectation, wording: Wording) -> str:
    return wording.text(f"expectation_unit:{asked.id}")


def with_unit(number: str, unit: str) -> str:
    """``60%`` but ``6 months``."""
    return f"{number}{unit}" if unit.startswith("%") else f"{number} {unit}"
