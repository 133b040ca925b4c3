"""How people themselves see that agreed targets have changed since the first survey: asked by a pulse, counted apart.

It stands in the form beside the questionnaire, and is split off each sheet at the close, target by target, as changes
are that people carry: whoever "was not here" would be known by it among the answers of a side.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from diagnostic.questionnaire import SIDES, Side
from diagnostic.questionnaire.form import WORSE_TO_BETTER
from diagnostic.storage.models import Wave
from diagnostic.survey.carried import fields_of, first_waves, targets
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


async def asked_about(wave: Wave) -> list[Target]:
    """The targets that people compare with the first survey: a pulse's, of which an earlier wave is the first."""
    if wave.kind != "pulse":
        return []
    first = await first_waves(wave)
    return [target for target in targets(wave) if first[target.id].id != wave.id]


async def asked_of(wave: Wave, side: Side) -> dict[str, list[str]]:
    """The fields of the form, each with those of the ratings that it is about, as people of a side are asked them."""
    questionnaire = frozen_questionnaire(wave)
    return {
        field_of(target): [field.name for field in fields_of(target, questionnaire, side)]
        for target in await asked_about(wave)
    }


def given(form: Mapping[str, Sequence[str]], asked: Sequence[Target]) -> dict[str, list[str]]:
    """What a form answers of it, by field, as a page seals it."""
    fields = (field_of(target) for target in asked)
    return {field: [one] for field in fields for one in form.get(field, ())[:1] if one in (*WORSE_TO_BETTER, "-")}


def said(form: Mapping[str, Sequence[str]], side: Side, asked: Sequence[Target]) -> Iterator[Perceived]:
    """What a sheet says of each target."""
    answers = given(form, asked)
    for target in asked:
        for answer in answers.get(field_of(target), ()):
            if answer in WORSE_TO_BETTER:
                yield Perceived(side, target.id, int(answer))


def counted(people: Sequence[Perceived], asked: Sequence[Target]) -> dict[tuple[str, Side], list[int]]:
    """For each target and side how many gave each answer, from worse to better."""
    counts = Counter(people)
    return {
        (target.id, side): [counts[Perceived(side, target.id, int(answer))] for answer in WORSE_TO_BETTER]
        for target in asked
        for side in SIDES
    }
