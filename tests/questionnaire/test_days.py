"""Days as people write them."""

from datetime import date

import pytest

from diagnostic.questionnaire.days import Form, written


@pytest.mark.parametrize(
    ("day", "form", "locale", "said"),
    [
        (date(2026, 12, 1), "long", "fr_FR", "1er décembre 2026"),
        (date(2026, 12, 1), "full", "fr_FR", "mardi 1er décembre 2026"),
        (date(2026, 12, 11), "long", "fr_FR", "11 décembre 2026"),
        (date(2026, 12, 1), "long", "en_GB", "1 December 2026"),
        (date(2026, 12, 1), "long", "es_ES", "1 de diciembre de 2026"),
    ],
)
def test_the_first_of_a_month_is_premier_in_french_alone(day: date, form: Form, locale: str, said: str) -> None:
    assert written(day, form, locale) == said
