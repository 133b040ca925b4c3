"""What stands in a piece of a bar."""

from collections.abc import Callable

from diagnostic.briefing.wording import Wording


def part(count: int, total: int, wording: Wording) -> str:
    """How many, and what share of all: ``5 · 42%``."""
    return wording.say("chart.part", count=count, share=wording.percent(count / total))


def written_in(count: int, total: int, wording: Wording, fits: Callable[[str], bool]) -> str:
    """How many and what share of all (``5 · 42%``), or how many alone, as far as it fits; nothing of nobody."""
    both = part(count, total, wording) if count else ""
    return next((words for words in (both, str(count)) if count and fits(words)), "")
