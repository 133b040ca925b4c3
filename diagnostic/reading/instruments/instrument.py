"""What a file comes to: a questionnaire, and in words what was assumed for it and what it could not take."""

from collections.abc import Mapping

from msgspec import Struct

from diagnostic.errors import Fault
from diagnostic.questionnaire import Questionnaire


class Instrument(Struct, frozen=True):
    """An instrument that was read."""

    questionnaire: Questionnaire
    assumed: tuple[Fault, ...]
    """What the file does not say and we took to be so, each with its place."""
    left_out: tuple[Fault, ...]
    """What the file says and a questionnaire cannot, each with its place and the reason."""
    places: Mapping[str, tuple[str, ...]]
    """Where each item stands in the file, by its id."""
