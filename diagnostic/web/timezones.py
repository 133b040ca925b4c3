"""Time zones as people look for them: by city and country with the clocks' offset, those often chosen first."""

import datetime as dt
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location

_OFTEN = (
    *("Europe/Amsterdam", "Europe/Berlin", "Europe/Brussels", "Europe/Copenhagen", "Europe/Dublin", "Europe/Lisbon"),
    *("Europe/London", "Europe/Madrid", "Europe/Paris", "Europe/Rome", "Europe/Stockholm", "Europe/Vienna"),
    *("Europe/Warsaw", "Europe/Zurich", "America/Chicago", "America/Los_Angeles", "America/New_York"),
    *("America/Sao_Paulo", "America/Toronto", "Asia/Dubai", "Asia/Jerusalem", "Asia/Kolkata", "Asia/Seoul"),
    *("Asia/Shanghai", "Asia/Singapore", "Asia/Tokyo", "Australia/Sydney", "UTC"),
)
_REGIONS = {
    "Europe": "Europe",
    "America": "Americas",
    "Asia": "Asia",
    "Africa": "Africa",
    "Australia": "Australia and the Pacific",
    "Pacific": "Australia and the Pacific",
    "Atlantic": "Atlantic and Indian Ocean",
    "Indian": "Atlantic and Indian Ocean",
}
_ENGLISH = Locale("en")


class Zone(NamedTuple):
    """A time zone to choose."""

    name: str
    """``Europe/Berlin``"""
    label: str
    """``Berlin, Germany (UTC+1)``"""


def zones(chosen: str, now: dt.datetime) -> dict[str, list[Zone]]:
    """All that there are, each once, by the group in which a list shows them; also the one that is stored already."""
    found: dict[str, list[Zone]] = {"Often chosen": [_zone(name, now) for name in _OFTEN]}
    for name in sorted(get_global("zone_territories").keys() & available_timezones() - set(_OFTEN), key=place):
        if region := _REGIONS.get(name.partition("/")[0]):
            found.setdefault(region, []).append(_zone(name, now))
    there = {zone.name for group in found.values() for zone in group}
    if chosen in available_timezones() and chosen not in there:
        # An alias, under which an alliance may have been set up.
        found["Often chosen"].insert(0, _zone(chosen, now))
    return {group: found[group] for group in ("Often chosen", *dict.fromkeys(_REGIONS.values()))}


def _zone(name: str, now: dt.datetime) -> Zone:
    return Zone(name, f"{place(name)} ({_offset(name, now)})" if "/" in name else f"{name} (no country)")


def _offset(name: str, now: dt.datetime) -> str:
    """``UTC+5:30``"""
    minutes = round((now.astimezone(ZoneInfo(name)).utcoffset() or dt.timedelta()).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"


@cache
def place(name: str) -> str:
    """What a time zone is called on pages: ``Berlin, Germany``."""
    if "/" not in name:
        return name
    canonical = get_global("zone_aliases").get(name, name)
    country = _ENGLISH.territories.get(get_global("zone_territories").get(canonical, ""))
    # Some stand below their country or state: Argentina/Buenos Aires.
    city = get_timezone_location(ZoneInfo(name), locale=_ENGLISH, return_city=True).rpartition("/")[2]
    return f"{city}, {country}" if country and country != city else city
