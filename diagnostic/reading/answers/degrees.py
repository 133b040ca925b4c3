"""Labels as degrees of one thing, told by their words in English and German: how far, how often, how much.

Words are written as `alike` writes them: ss for ß.
"""

import re
from collections.abc import Collection, Iterable

from diagnostic.text import alike

_WHOLE = {
    "never": -4.0, "nie": -4.0, "niemals": -4.0, "not at all": -4.0, "gar nicht": -4.0, "überhaupt nicht": -4.0,
    "none": -4.0, "not much": -2.0, "once in a while": -1.0, "fair": 0.0, "about half the time": 0.0, "a little": 1.0,
    "some": 2.0, "usually": 3.5, "meistens": 3.5, "a lot": 4.0, "always": 5.0, "immer": 5.0, "excellent": 5.0,
}  # fmt: skip
"""Labels that are known as they stand."""
_MIDDLE = re.compile(
    r"\b(neither|neutral\w*|undecided|unentschieden|teils|weder|mixed|average|durchschnittlich|sometimes|manchmal"
    r"|gelegentlich|occasionally|hin und wieder|ab und zu)\b"
)
_NOT = re.compile(r"\b(not|no|nicht|kein\w*|überhaupt nicht|gar nicht|don['’]t|do not)\b")
_LESS = re.compile(
    r"\b(disagree\w*|dis\w+|un(important|likely|satisfied|favou?rabl[ey]|interested|interesting|helpful|clear|happy)"
    r"|rarely|seldom|selten\w*|poor|bad|low|worse|un(wichtig|zufrieden|wahrscheinlich|interessant|klar)|schlecht\w*"
    r"|niedrig|ablehn\w*|lehne\w*|weak\w*|schwach)\b"
)
_MORE = re.compile(
    r"\b(agree\w*|satisfied|important|likely|favou?rabl[ey]|interested|interesting|helpful|useful|clear|happy|often"
    r"|frequent\w*|good|high|better|well|much|strong\w*|concerned|confident|familiar|relevant|necessary|zu|zutreffend"
    r"|wichtig\w*|zufrieden|wahrscheinlich|interessant\w*|hilfreich|nützlich|klar|häufig\w*|oft|gut\w*|hoch|viel|stark"
    r"|relevant|sehr|true|extent|a lot|masculine|feminine)\b"
)
_STRENGTHS = (
    (4.5, r"extremely|äusserst|absolut\w*|always|great extent"),
    (4.0, r"very|strongly|completely|totally|fully|entirely|sehr|voll\w*|völlig|ganz|stark|überhaupt|gar|at all|a lot"),
    (2.5, r"fairly|quite|moderate\w*|mässig\w*|mittelmässig\w*|ziemlich|mostly|meist\w*|generally"),
    (2.0, r"somewhat|rather|slightly|eher|etwas|a bit|a little|partly|teilweise|kind of|too"),
    (1.0, r"kaum|hardly|barely|wenig|little"),
)
_FEWEST = 3


def in_order(labels: Iterable[str]) -> tuple[str, ...] | None:
    """Labels from the least to the most; None where they are not surely degrees of one thing.

    There are three at least, each has a degree of its own, and one of them says much.
    """
    # Two spellings of a label are one.
    labels = {alike(label): label for label in labels}.values()
    degrees = {label: degree(label) for label in labels}
    known = [each for each in degrees.values() if each is not None]
    if len(known) < max(len(degrees), _FEWEST) or len(set(known)) < len(known) or max(known) <= 0:
        return None
    return tuple(sorted(degrees, key=lambda label: degrees[label] or 0))


def lists_of_labels(columns: Iterable[Collection[str]]) -> list[tuple[str, ...]]:
    """Lists of degrees that the texts of some columns are of: in one of them not every answer may have been given."""
    found: list[tuple[str, ...]] = []
    for texts in columns:
        if not (wanted := in_order(texts)):
            continue
        shared = [each for each in found if set(map(alike, each)) & set(map(alike, wanted))]
        together = in_order([*wanted, *(label for each in shared for label in each)])
        found = [each for each in found if each not in shared or not together] + [together or wanted]
    return found


def degree(label: str) -> float | None:
    """How much a label says, below 0 where it says the opposite; None where its words do not tell."""
    text = alike(label)
    if text in _WHOLE:
        return _WHOLE[text]
    if _MIDDLE.search(text):
        return 0.0
    strength = next((much for much, words in _STRENGTHS if re.search(rf"\b({words})\b", text)), 3.0)
    if _LESS.search(text):
        # ``Not unimportant`` says little; nobody asks so.
        return None if _NOT.search(text) and not text.startswith(("lehne", "stimme")) else -strength
    if not _MORE.search(text):
        return None
    if _NOT.search(text):
        # ``Not very`` says more than ``not at all``.
        weak = re.search(r"\b(very|too|sehr|so|especially|particularly|eher)\b", text)
        return -2.0 if weak else -strength
    return strength
