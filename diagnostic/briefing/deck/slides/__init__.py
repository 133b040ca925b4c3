"""What the deck says, slide by slide: ten at most, each with a finding or a question as its title."""

from collections.abc import Sequence

from diagnostic.briefing.deck.slide import Slide
from diagnostic.briefing.deck.slides.agreed import expectations, ownership, priorities, themes
from diagnostic.briefing.deck.slides.chosen import Chosen
from diagnostic.briefing.deck.slides.closing import method, next_steps
from diagnostic.briefing.deck.slides.moved import actions, again, lines
from diagnostic.briefing.deck.slides.opening import cover, messages, overview
from diagnostic.briefing.deck.slides.workshop import agenda, questions

_CONSULTANT, _PARTICIPANTS, _PULSE = 10, 8, 6
"""The most slides of a deck."""

Slides = Sequence[Slide]


def slides(chosen: Chosen) -> Slides:
    """The consultant's deck, or the one for both companies: no order but the questionnaire's, nothing to open with.

    A section that has nothing to show has no slide; what is less needed has one where there is room.
    """
    first, last = [cover(chosen)], [method(chosen)]
    if chosen.page.of_a_pulse:
        asked = questions(chosen) if chosen.for_consultant else next_steps(chosen)
        told, about = [*lines(chosen), *actions(chosen), *again(chosen)], list(themes(chosen))
        room = _PULSE - len([*first, *told, *asked, *last])
        found: list[Slide] = [*first, *told, *about[: max(room, 0)], *asked, *last]
        return _where_there_is_room(found, len(first), overview(chosen), _PULSE)
    told = [*first, *overview(chosen)]
    agreed = [*ownership(chosen), *expectations(chosen)]
    if not chosen.for_consultant:
        return [*told, *agreed, *priorities(chosen), *themes(chosen), *next_steps(chosen), *last][:_PARTICIPANTS]
    told += messages(chosen)
    found = [*told, *agreed, *agenda(chosen), *questions(chosen), *last]
    return _where_there_is_room(found, len([*told, *agreed]), [*themes(chosen), *priorities(chosen)], _CONSULTANT)


def _where_there_is_room(found: Slides, place: int, more: Slides, most: int) -> Slides:
    """With some more slides at a place, as many as there is room for."""
    return [*found[:place], *more[: max(most - len(found), 0)], *found[place:]]
