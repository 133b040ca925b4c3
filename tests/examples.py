"""How many examples a property is tried on that takes long."""

from typing import Literal

from hypothesis import settings

BY_DAY = 50
"""Examples of a property that says nothing else."""
AT_NIGHT = 10
"""How many times as many there are at night."""

# How long an example takes says more about the machine than about what is tried. By day every run tries the same
# examples: a change is judged by what it does, not by what was drawn. At night others are drawn each time.
settings.register_profile("day", deadline=None, max_examples=BY_DAY, derandomize=True)
settings.register_profile("night", deadline=None, max_examples=AT_NIGHT * BY_DAY, print_blob=True)


def load(name: Literal["day", "night"]) -> None:
    settings.load_profile(name)


def examples(by_day: int) -> settings:
    """So many by day, and at night as many times more as of every other property."""
    loaded = settings.get_profile(settings.get_current_profile_name())
    return settings(max_examples=by_day * loaded.max_examples // BY_DAY)
