"""How people themselves see that agreed targets have changed since the first survey: asked once, counted apart.

It stands in the form beside the questionnaire, and is split off each sheet at the close, target by target, as changes
are that people carry: whoever "was not here" would be known by it among the answers of a side. Only the first pulse
after a target's first wave asks it. Who can answer it grows fewer from wave to wave whoever joins, so two such tables
would tell what whoever left had said.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from diagnostic.questionnaire import SIDES, Side
from diagnostic.questionnaire.form import WORSE_TO_BETTER, Compared
from diagnostic.storage.models import Wave
from diagnostic.survey.carried import Earlier, fields_of, first_waves, targets
from diagnostic.survey.plans import frozen_questionnaire
from diagnostic.survey.targets import Target


class Perceived(NamedTuple):
    """What one sheet says of one target; nothing of whoever was not here, or has left it out."""

    side: Side
    target: str
    answer: int
    """1 worse, 2 the same, 3 better."""


def field_of(target: Target) -> str:
    """The form's field: ``perceived.trust:b``, which no questionnaire has."""
    scale, _, about = target.id.partition("@")
    return f"perceived.{scale}:{about}"


def asked_about(wave: Wave, earlier: Earlier) -> dict[Target, Wave]:
    """The targets that people compare with the first survey, each with that.

    Nothing is asked in a wave that was drafted before this was there, nor of a target that an earlier pulse has asked
    about, nor where more agreement is for the worse: then nobody knows what "better" is about.
    """
    if not wave.targets or not _may_ask(wave):
        return {}
    questionnaire, first = frozen_questionnaire(wave), first_waves(wave, earlier)
    asking = [(each, theirs) for each, theirs in earlier if _may_ask(each)]
    asked = {
        target: first[target.id]
        for target in targets(wave)
        if first[target.id].id != wave.id
        and not any(target in theirs and each.id != first[target.id].id for each, theirs in asking)
        and not any(field.sign < 0 for field in fields_of(target, questionnaire, "a"))
    }
    # A form names one wave that it compares with: what counts from a later one is for the next pulse to ask.
    since = min((wave.last_day() for wave in asked.values()), default=None)
    return {target: wave for target, wave in asked.items() if wave.last_day() == since}


def _may_ask(wave: Wave) -> bool:
    return wave.kind == "pulse" and wave.asked_again is not None


def asked_of(wave: Wave, side: Side, earlier: Earlier) -> Compared | None:
    """What people of a side are asked of it; None where that is nothing."""
    asked = asked_about(wave, earlier)
    if not asked:
        return None
    questionnaire = frozen_questionnaire(wave)
    fields = {field_of(target): [field.name for field in fields_of(target, questionnaire, side)] for target in asked}
    return Compared(min(first.last_day() for first in asked.values()), fields)


def given(form: Mapping[str, Sequence[str]], asked: Collection[Target]) -> dict[str, list[str]]:
    """What a form answers of it, by field, as a page seals it."""
    fields = (field_of(target) for target in asked)
    return {field: [one] for field in fields for one in form.get(field, ())[:1] if one in (*WORSE_TO_BETTER, "-")}


def said(form: Mapping[str, Sequence[str]], side: Side, asked: Collection[Target]) -> Iterator[Perceived]:
    """What a sheet says of each target."""
    answers = given(form, asked)
    for target in asked:
        for answer in answers.get(field_of(target), ()):
            if answer in WORSE_TO_BETTER:
                yield Perceived(side, target.id, int(answer))


def counted(people: Sequence[Perceived], asked: Collection[Target]) -> dict[tuple[str, Side], list[int]]:
    """For each target and side how many gave each answer, from worse to better."""
    counts = Counter(people)
    return {
        (target.id, side): [counts[Perceived(side, target.id, int(answer))] for answer in WORSE_TO_BETTER]
        for target in asked
        for side in SIDES
    }
