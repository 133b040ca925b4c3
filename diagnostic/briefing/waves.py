"""What earlier waves and scales are called in a sentence."""

import datetime as dt

from diagnostic.analysis.report import Trend, TrendPoint
from diagnostic.briefing.wording import Wording


def wave_name(point: TrendPoint, wording: Wording) -> str:
    """``the baseline of 4 May 2026``; by its number where the day is not known."""
    if point.closed is None:
        return wording.say("moved.numbered", number=point.wave)
    return wording.say(f"moved.{point.kind}", date=date(point.closed, wording))


def wave_head(point: TrendPoint, wording: Wording) -> str:
    """``Full, 4 May 2026``, at the head of a column."""
    if point.closed is None:
        return wording.say("moved.numbered", number=point.wave)
    return wording.say(f"moved.{point.kind}_head", date=date(point.closed, wording))


def date(day: dt.date, wording: Wording) -> str:
    """``4 May 2026``."""
    months = wording.say("numbers.months").split()
    return wording.say("numbers.date", day=day.day, month=months[day.month - 1], year=day.year)


def short_date(day: dt.date, wording: Wording) -> str:
    """``4 May``, for an axis."""
    months = wording.say("numbers.months").split()
    return wording.say("moved.day", day=day.day, month=months[day.month - 1][:3])


def scale_name(trend: Trend, wording: Wording) -> str:
    """``Trust: Helix``; the scale alone where it is about the alliance."""
    return wording.text(f"scale:{trend.scale}")
