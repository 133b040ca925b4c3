"""What earlier waves and scales are called in a sentence, and how waves follow each other."""

import datetime as dt
from collections.abc import Sequence
from typing import Literal

from diagnostic.analysis.report import Before, Report, Trend, TrendPoint
from diagnostic.briefing.unseen import clean
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.days import written


def wave_name(point: TrendPoint | Before, wording: Wording, form: Literal["", "_head"] = "") -> str:
    """``the baseline of 4 May 2026``, or as a head ``Full, 4 May 2026``; by its number where the day is not known.

    By its name, where it has one and there is room: ``“After the workshop” of 4 May 2026``.
    """
    if point.closed is None:
        return wording.say("moved.numbered", number=point.wave)
    if point.name and not form:
        return wording.say("moved.named", name=wording.quoted(clean(point.name)), date=date(point.closed, wording))
    return wording.say(f"moved.{point.kind}{form}", date=date(point.closed, wording))


def wave_numbered(number: int, report: Report, wording: Wording, *, short: bool = False) -> str:
    """What the wave of a number is called in a sentence; ``short``, ``4 May`` where its day is known."""
    points = (point for trend in report.trend for point in trend.series if point.wave == number)
    found = next(points, None)
    if found is None:
        return wording.say("moved.numbered", number=number)
    return short_date(found.closed, wording) if short and found.closed else wave_name(found, wording)


def date(day: dt.date, wording: Wording) -> str:
    """``4 May 2026``."""
    return written(day, "long", wording.locale)


def short_date(day: dt.date, wording: Wording) -> str:
    """``4 May``, for an axis."""
    return written(day, "axis", wording.locale)


def scale_name(trend: Trend, wording: Wording) -> str:
    """``Trust: Helix``; the scale alone where it is about the alliance."""
    return wording.text(f"scale:{trend.scale}")


def along(trend: Trend, unopened: Sequence[dt.date]) -> Sequence[tuple[dt.date | None, TrendPoint | None]]:
    """The waves by their days, and no wave on those between on which one ended that could not be opened."""
    dated: list[tuple[dt.date, TrendPoint | None]]
    dated = [(point.closed, point) for point in trend.series if point.closed]
    if len(dated) < len(trend.series):
        return [(None, point) for point in trend.series]
    dated += [(day, None) for day in unopened if dated[0][0] < day < dated[-1][0]]
    return sorted(dated, key=lambda one: one[0])
