"""In what language each company was invited: of the roster, at the close, and of nobody's answers."""

import pytest

from diagnostic.analysis import BySide, MainLanguage
from diagnostic.storage.models import Invitation, Participant, Wave
from diagnostic.survey.reports import correct, main_languages
from tests.answering import closed, report_of


async def invited_in(wave: Wave, side: str, **languages: int) -> None:
    """So many people of a side have each language."""
    people = await Participant.filter(alliance_id=wave.alliance_id, side=side).order_by("email")
    for person, language in zip(people, [each for each, many in languages.items() for _ in range(many)], strict=True):
        person.language = language
        await person.save()


@pytest.mark.parametrize(
    ("languages", "main"),
    [
        ({"en": 8}, MainLanguage("en", True)),
        ({"de": 6, "en": 2}, MainLanguage("de", True)),  # three quarters
        ({"de": 5, "en": 3}, MainLanguage("de", False)),
        ({"de": 4, "en": 4}, MainLanguage("en", False)),  # as many: what the wave names first
        ({"fr": 6, "de": 2}, MainLanguage("en", True)),  # not offered, so written to in the first
    ],
)
async def test_the_language_of_most_and_whether_three_quarters_have_it(
    open_wave: Wave, languages: dict[str, int], main: MainLanguage
) -> None:
    await invited_in(open_wave, "b", **languages)
    assert await main_languages(open_wave) == BySide(MainLanguage("en", True), main)


async def test_who_is_forgotten_has_none(open_wave: Wave) -> None:
    await invited_in(open_wave, "b", **{"de": 5, "": 3})
    assert await main_languages(open_wave) == BySide(MainLanguage("en", True), MainLanguage("de", True))
    wave = await closed(open_wave)
    await Invitation.filter(wave=wave, participant__side="a").delete()
    assert await main_languages(wave) is None


async def test_it_stays_as_it_was_at_the_close_whatever_becomes_of_the_roster(open_wave: Wave) -> None:
    await invited_in(open_wave, "b", de=8)
    wave = await closed(open_wave)
    told = BySide(MainLanguage("en", True), MainLanguage("de", True))
    assert (await report_of(wave)).languages == told
    await invited_in(wave, "b", en=8)
    await correct(wave, "A fault.")
    assert (await report_of(wave)).languages == told
