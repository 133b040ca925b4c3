"""Working days by published calendars, country by country, and office hours on them."""

from datetime import UTC, date, datetime

import pytest

from diagnostic.working_time import day_off, next_working_day, office_hours


@pytest.mark.parametrize(
    ("timezone", "day", "works"),
    [
        # The holiday acts of all sixteen states; 1 May and Christmas are no holidays of Berlin alone.
        ("Europe/Berlin", date(2026, 12, 24), True),
        ("Europe/Berlin", date(2026, 12, 25), False),
        ("Europe/Berlin", date(2026, 12, 28), True),
        ("Europe/Berlin", date(2026, 5, 1), False),
        ("Europe/Berlin", date(2027, 3, 29), False),  # Easter Monday
        # Epiphany holds in three states only, and nobody has said in which one people work.
        ("Europe/Berlin", date(2026, 1, 6), True),
        # Code du travail, article L3133-1: 1 May and 14 July; no Good Friday.
        ("Europe/Paris", date(2026, 5, 1), False),
        ("Europe/Paris", date(2026, 7, 14), False),
        ("Europe/Paris", date(2026, 4, 3), True),
        # gov.uk/bank-holidays: the early May bank holiday is the first Monday; Boxing Day 2026 is observed on the 28th.
        ("Europe/London", date(2026, 5, 1), True),
        ("Europe/London", date(2026, 5, 4), False),
        ("Europe/London", date(2026, 12, 28), False),
        # 5 U.S.C. 6103 and the Office of Personnel Management's list of 2026.
        ("America/New_York", date(2026, 11, 26), False),  # Thanksgiving
        ("America/New_York", date(2026, 7, 3), False),  # for Saturday, 4 July
        ("America/New_York", date(2026, 5, 1), True),
        # Act on National Holidays, article 3(3): a day between two holidays is one.
        ("Asia/Tokyo", date(2026, 9, 22), False),
        # Rest from Friday to Saturday; the Day of Atonement 5787 is 21 September 2026.
        ("Asia/Jerusalem", date(2026, 11, 27), False),
        ("Asia/Jerusalem", date(2026, 11, 29), True),  # a Sunday
        ("Asia/Jerusalem", date(2026, 9, 21), False),
        # Royal order of June 2013: the weekend is Friday and Saturday. National Day is 23 September.
        ("Asia/Riyadh", date(2026, 11, 27), False),
        ("Asia/Riyadh", date(2026, 11, 29), True),
        ("Asia/Riyadh", date(2026, 9, 23), False),
        # The Cabinet's decision of December 2021: from 2022 on Saturday and Sunday, no longer Friday and Saturday.
        ("Asia/Dubai", date(2021, 11, 12), False),
        ("Asia/Dubai", date(2026, 11, 27), True),
        ("Asia/Dubai", date(2026, 11, 29), False),
        ("Asia/Dubai", date(2026, 12, 2), False),  # National Day
        # No country: Monday to Friday, all the year.
        ("UTC", date(2026, 12, 25), True),
        ("UTC", date(2026, 12, 26), False),
    ],
)
def test_working_days_are_those_of_the_time_zones_country(timezone: str, day: date, *, works: bool) -> None:
    assert (day_off(day, timezone) is None) is works


def test_an_old_name_of_a_time_zone_has_the_same_country() -> None:
    republic_day = date(2027, 1, 26)  # a Tuesday
    assert day_off(republic_day, "Asia/Calcutta") == day_off(republic_day, "Asia/Kolkata") == "Republic Day"


def test_why_nobody_works_is_said_in_english_whatever_the_country_speaks() -> None:
    assert day_off(date(2026, 12, 25), "Europe/Berlin") == "Christmas Day"
    assert day_off(date(2026, 12, 27), "Europe/Berlin") == "a weekend"


def test_what_falls_on_christmas_waits_until_the_monday_after_it_in_berlin_and_not_in_riyadh() -> None:
    christmas_eve = date(2026, 12, 24)  # a Thursday
    assert next_working_day(christmas_eve, "Europe/Berlin") == christmas_eve
    assert next_working_day(date(2026, 12, 25), "Europe/Berlin") == date(2026, 12, 28)
    assert next_working_day(date(2026, 12, 25), "Asia/Riyadh") == date(2026, 12, 27)


def test_the_evening_before_a_holiday_waits_for_the_morning_after_it() -> None:
    # 30 April 2026, 18:00 in Berlin; Friday is 1 May; Monday 4 May, 08:00 is 06:00 UTC.
    evening = datetime(2026, 4, 30, 16, 0, tzinfo=UTC)
    assert office_hours(evening, "Europe/Berlin") == datetime(2026, 5, 4, 6, 0, tzinfo=UTC)
    assert office_hours(evening, "UTC") == evening
