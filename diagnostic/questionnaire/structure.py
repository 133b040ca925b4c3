"""Whether the parts of a questionnaire fit together, whatever is said in any language."""

import re
from collections.abc import Iterable, Iterator, Sequence

from diagnostic.questionnaire.choice import Choice
from diagnostic.questionnaire.model import Item, Scale, Section
from diagnostic.questionnaire.rating import Rating
from diagnostic.questionnaire.text import Text
from diagnostic.questionnaire.wordings import Found

RESERVED = {"side", "group"}
"""Columns that stand beside the answers."""
ID = re.compile(r"[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)*")


def check(
    items: Sequence[Item], scales: Sequence[Scale], sections: Sequence[Section], *, whole: bool
) -> Iterator[Found]:
    """Every fault; where not the ``whole`` could be read, none that what is missing might mend."""
    for kind, named in (("item", items), ("scale", scales), ("section", sections)):
        yield from _names(kind, [one.id for one in named])
    known_scales, known_sections = {scale.id for scale in scales}, {section.id for section in sections}
    for item in items:
        if isinstance(item, Rating) and item.scale is not None and item.scale not in known_scales:
            yield item.id, f"belongs to scale {item.scale!r}, which is not declared"
        if item.section not in known_sections:
            yield item.id, f"stands in section {item.section!r}, which is not declared"
    if whole:
        yield from _lines(items)
        yield from _topics(items)
        ranges = _ranges(items)
        for scale, answered in ranges.items():
            if len(answered) > 1:
                between = " and from ".join(sorted(answered))
                yield None, f"scale {scale!r} is answered from {between}; give all its items the same points"
        for scale in known_scales - ranges.keys():
            yield None, f"scale {scale!r} has no item"
        for section in known_sections - {item.section for item in items}:
            yield None, f"section {section!r} has no item"


def _names(kind: str, ids: Sequence[str]) -> Iterator[Found]:
    for twice in sorted({i for i in ids if ids.count(i) > 1}):
        yield twice if kind == "item" else None, f"{kind} id {twice!r} is used twice"
    lower = [i.lower() for i in dict.fromkeys(ids)]
    for alike in sorted({i for i in ids if lower.count(i.lower()) > 1}):
        yield None, f"{kind} id {alike!r} differs from another by its capitals only; rename one"
    for odd in sorted({i for i in ids if i.lower() in RESERVED or not ID.fullmatch(i)}):
        yield None, f"{kind} id {odd!r} cannot be used; write it like trust.candour or Q1"


def _topics(items: Sequence[Item]) -> Iterator[Found]:
    picks = [item for item in items if isinstance(item, Choice) and item.of_workshop]
    options = [option for item in picks for option in dict.fromkeys(item.offered)]
    for twice in sorted({option for option in options if options.count(option) > 1}):
        yield None, f"option {twice!r} stands in two questions that pick topics for the workshop; rename one"


def _lines(items: Sequence[Item]) -> Iterator[Found]:
    texts = [item for item in items if isinstance(item, Text)]
    lines = [item for item in texts if item.brief]
    if lines and all(item.aside for item in texts):
        what = "is brief, and there is no open question whose section says what must not be put into a comment"
        yield lines[0].id, what


def _ranges(items: Iterable[Item]) -> dict[str, set[str]]:
    """By scale, between which numbers its items are answered."""
    ranges: dict[str, set[str]] = {}
    for item in items:
        if isinstance(item, Rating) and item.scale is not None:
            ranges.setdefault(item.scale, set()).add(f"{item.lowest} to {item.lowest + item.points - 1}")
    return ranges
