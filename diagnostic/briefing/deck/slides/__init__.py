"""What the deck says, slide by slide, in the order of the questions a briefing answers."""

from diagnostic.briefing.deck.slide import Slide
from diagnostic.briefing.deck.slides.agreed import expectations, ownership, priorities, themes
from diagnostic.briefing.deck.slides.chosen import Chosen
from diagnostic.briefing.deck.slides.gaps import gaps
from diagnostic.briefing.deck.slides.opening import groups, headline, messages, reliance, scales, title
from diagnostic.briefing.deck.slides.pictures import pictures
from diagnostic.briefing.deck.slides.plan import method, plan, questions
from diagnostic.briefing.deck.slides.trend import moved, whole
from diagnostic.briefing.deck.slides.views import shared, surprises

_MOST = 15
"""Slides that can be gone through in an hour."""
_GAPS, _FEWER = 5, 3
"""Gaps with a slide of their own or half of one; fewer, where all slides together would be too many."""


def slides(chosen: Chosen) -> list[Slide]:
    """The consultant's deck, or the one for both companies: no order but the questionnaire's, nothing to open with."""
    opening = [title(chosen), reliance(chosen)]
    if chosen.page.of_a_pulse:
        told = [slide for key in ("moved.signs", "moved.agreed") for slide in whole(chosen, "moved", key)]
        wrote = list(themes(chosen)) or list(whole(chosen, "comments", "comments.question"))
        return [*opening, *messages(chosen), *moved(chosen), *scales(chosen), *told, *wrote, method(chosen)]
    opening += [*(messages(chosen) or [headline(chosen)]), *scales(chosen), *list(moved(chosen))[:1], *pictures(chosen)]
    middle = [*ownership(chosen), *expectations(chosen), *priorities(chosen), *themes(chosen)]
    if not chosen.for_consultant:
        return [*opening, *middle, method(chosen)]
    middle = [*groups(chosen), *surprises(chosen), *shared(chosen), *middle]
    ending = [*plan(chosen), *questions(chosen), method(chosen)]
    found = [*opening, *gaps(chosen, _GAPS), *middle, *ending]
    return found if len(found) <= _MOST else [*opening, *gaps(chosen, _FEWER), *middle, *ending]
