"""A day as people write it in a language."""

from datetime import date
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_skeleton

Form = Literal["long", "full", "axis"]


def written(day: date, form: Form, locale: Locale | str) -> str:
    """``30 November 2026``, with its weekday where ``full``, ``30 Nov`` on an axis.

    In French the first of a month is ``1er``, where CLDR, which babel reads, writes ``1 septembre``.
    """
    text = format_skeleton("MMMd", day, locale=locale) if form == "axis" else format_date(day, form, locale=locale)
    return text.replace("1 ", "1er ", 1) if day.day == 1 and str(locale).startswith("fr") else text
