"""Lists of answers: whether they are degrees of one thing, where they begin, and which way they run."""

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

Texts = Mapping[str, str]
"""What is said, by language."""

_CANT_SAY = re.compile(
    r"\b(don['’]?t know|do not know|can['’]?t say|cannot (say|judge)|not applicable|no (answer|opinion)|unsure"
    r"|prefer not|wei(ß|ss) (ich )?nicht|kann ich nicht|nicht beurteil\w+|keine (angabe|meinung)|entfällt)\b"
    r"|^(n/?a|k\. ?a\.)$",
    re.IGNORECASE,
)
_LITTLE = re.compile(
    r"\b(strongly disagree|disagree|dislike|not at all|never|not|no|none|very (low|poor|bad|dissatisfied|unlikely)"
    r"|lowest|worst|nicht|nie|niemals|kein\w*|sehr (niedrig|schlecht|unzufrieden|unwahrscheinlich)|unzufrieden|wenig"
    r"|niedrigste\w*|unwichtig|unlikely|dissatisfied|poor|schlecht|ablehn\w*|little|least|am wenigsten)\b",
    re.IGNORECASE,
)
_MUCH = re.compile(
    r"\b(agree|like|always|completely|extremely|very|fully|totally|great extent|often|excellent|best|highest|likely"
    r"|satisfied|immer|voll\w*|völlig|sehr|ganz|äußerst|häufig|stimme (\w+ )?zu|trifft (\w+ )*zu|ausgezeichnet"
    r"|höchste\w*|beste\w*|zufrieden|wahrscheinlich|wichtig|strongly|most|am meisten)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"-?\d{1,3}")


class Answer(Struct, frozen=True):
    """One of the answers that are offered."""

    code: str
    texts: Texts


class AnswerScale(Struct, frozen=True):
    """Degrees of one thing, the least first."""

    points: int
    lowest: int
    labels: Mapping[str, tuple[str, ...]]
    """By language: one a point, or two for the ends; none where only numbers are shown."""
    turned: bool = False
    """Whether the answers stood the other way round."""
    ends: tuple[str, str] | None = None
    """The lowest and the highest answer, where their words do not tell which is which."""
    cant_say: str = ""
    """The answer that stands for "can't say", which every rating of ours has beside its points."""


def runs_down(first: str, last: str) -> bool:
    """Whether answers begin with the highest degree."""
    return _degree(first) > _degree(last)


def is_graded(answers: Sequence[Answer]) -> bool:
    """Whether the ends of a list are two ends of one thing, as far as one can tell from their words."""
    kept = _without_cant_say(answers)[0]
    if len(kept) < 3:
        return False
    return any(
        {_degree(first), _degree(kept[-1].texts.get(language, ""))} == {-1, 1}
        for language, first in kept[0].texts.items()
    ) or all(_NUMBER.fullmatch(text) for answer in kept[1:-1] for text in answer.texts.values() if text)


def answer_scale(answers: Sequence[Answer]) -> AnswerScale:
    """A list of answers as the points of a rating, in the order of the list."""
    kept, cant_say = _without_cant_say(answers)
    turned = any(runs_down(text, kept[-1].texts.get(language, "")) for language, text in kept[0].texts.items())
    if turned:
        kept = kept[::-1]
    # Where all labels are numbers, they say no more than the numbers that are shown anyway.
    said = [(language, text) for answer in kept for language, text in answer.texts.items()]
    languages = dict.fromkeys(language for language, text in said if text and not _NUMBER.fullmatch(text))
    labels = {language: tuple(answer.texts.get(language, "") for answer in kept) for language in languages}
    numbers = {answer.code for answer in kept} | {text for answer in kept for text in answer.texts.values()}
    from_zero = "0" in numbers
    return AnswerScale(
        len(kept),
        0 if from_zero else 1,
        {language: _ends_alone(found) for language, found in labels.items()},
        turned,
        None if turned or not labels else _unclear(next(iter(labels.values()))),
        cant_say,
    )


def _unclear(labels: tuple[str, ...]) -> tuple[str, str] | None:
    ends = (labels[0], labels[-1])
    return None if _degree(ends[0]) < _degree(ends[1]) else ends


def _ends_alone(labels: tuple[str, ...]) -> tuple[str, ...]:
    """The labels of the ends where those between say nothing but a number."""
    between = [label for label in labels[1:-1] if label and not _NUMBER.fullmatch(label)]
    return labels if (between and all(labels)) or len(labels) == 2 else (labels[0], labels[-1])


def _without_cant_say(answers: Sequence[Answer]) -> tuple[list[Answer], str]:
    kept = [answer for answer in answers if not any(_CANT_SAY.search(text) for text in answer.texts.values())]
    if len(kept) < 2:
        return list(answers), ""
    gone = [text for answer in answers if answer not in kept for text in list(answer.texts.values())[:1]]
    return kept, ", ".join(gone)


def _degree(text: str) -> int:
    """-1 of what says little or no, 1 of what says much or yes, 0 where neither is clear."""
    if _LITTLE.search(text):
        return -1
    return 1 if _MUCH.search(text) else 0
