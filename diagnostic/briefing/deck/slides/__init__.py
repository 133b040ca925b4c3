"""What the deck says, slide by slide, in the order of the questions a briefing answers."""

from collections.abc import Iterator

from diagnostic.briefing.deck.parts import Slide
from diagnostic.briefing.deck.slides.agreed import expectations, ownership
from diagnostic.briefing.deck.slides.gaps import gaps
from diagnostic.briefing.deck.slides.method import method
from diagnostic.briefing.deck.slides.moved import agreed, moved, signs, whats_new
from diagnostic.briefing.deck.slides.opening import headline, reliance, title
from diagnostic.briefing.deck.slides.picture import pictures
from diagnostic.briefing.deck.slides.plan import plan, questions
from diagnostic.briefing.deck.slides.told import Told
from diagnostic.briefing.deck.slides.views import shared, surprises
from diagnostic.briefing.deck.slides.wanted import priorities

_MOST = 14
"""Slides that can be gone through in an hour."""
_FEWER_GAPS = 3
"""With a slide of their own or half of one, where all slides together would be too many."""


def slides(told: Told) -> list[Slide]:
    """The consultant's deck, or the one for both companies: no order but the questionnaire's, nothing to open with."""
    if told.page.of_a_pulse:
        return [
            title(told),
            reliance(told),
            *moved(told),
            *signs(told),
            *agreed(told),
            *whats_new(told),
            method(told),
        ]
    if told.report.edition == "participants":
        return [
            title(told),
            reliance(told),
            headline(told),
            *_lately(told),
            *pictures(told),
            *_agreed(told),
            *priorities(told),
            method(told),
        ]
    opening = [title(told), reliance(told), headline(told), *_lately(told), *pictures(told)]
    middle = [*surprises(told), *shared(told), *_agreed(told), *priorities(told)]
    ending = [*plan(told), *questions(told), method(told)]
    found = [*opening, *gaps(told), *middle, *ending]
    if len(found) > _MOST:
        found = [*opening, *gaps(told, _FEWER_GAPS), *middle, *ending]
    return found


def _lately(told: Told) -> list[Slide]:
    """What moved, on one slide."""
    return list(moved(told))[:1]


def _agreed(told: Told) -> Iterator[Slide]:
    yield from ownership(told)
    yield from expectations(told)
