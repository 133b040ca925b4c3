"""Whether one language says everything a questionnaire asks, and nothing else."""

import string
from collections.abc import Iterator, Mapping, Sequence
from typing import get_args

import msgspec

from diagnostic.questionnaire.choice import Choice
from diagnostic.questionnaire.model import Item, Scale, Section
from diagnostic.questionnaire.number import Number
from diagnostic.questionnaire.rating import RESPONDENT, Rating
from diagnostic.questionnaire.words import Asked

Found = tuple[str | None, str]
"""The item at fault (None where it is no item's), and the fault."""

CAMPS = ("high", "low")
"""Of a list of labels, what whoever answers above the middle says, and whoever below: ``often or always``."""
NEEDS_TARGET = 'what says "we" or "they" needs a company as its target: ask it as "we" and "they"'


class _Wanted(msgspec.Struct, frozen=True):
    """A text that is wanted or allowed: whose it is, how its fault is named, what may be filled in."""

    item: str | None
    name: str
    placeholders: frozenset[str]
    optional: bool = False


def check(
    own: Mapping[str, str],
    taken: Mapping[str, str],
    items: Sequence[Item],
    scales: Sequence[Scale],
    sections: Sequence[Section],
) -> Iterator[Found]:
    """Every fault in what one language says: its ``own`` texts, and those ``taken`` along with items taken over."""
    texts = {**taken, **own}
    wanted = _wanted(items, scales, sections)
    for key, want in wanted.items():
        if key in texts:
            yield from ((want.item, fault) for fault in _text_faults(texts[key], want))
        elif not want.optional:
            yield want.item, f"no translation ({want.name})"
    yield from _labels(texts, items)


def check_unwanted(
    own: Mapping[str, str],
    taken: Mapping[str, str],
    items: Sequence[Item],
    scales: Sequence[Scale],
    sections: Sequence[Section],
) -> Iterator[Found]:
    """Every text that should not be there."""
    for key in own:
        if key in taken and key.startswith(("items.", "labels.")) and own[key] != taken[key]:
            what = f"{key!r} is taken over from the other questionnaire, so that both ask the same"
            yield None, f"{what}; delete it here, or say “{taken[key]}”, as there"
    yield from (_unwanted(key, items) for key in of_nothing(own, items, scales, sections) if key not in taken)


def of_nothing(
    texts: Mapping[str, str], items: Sequence[Item], scales: Sequence[Scale], sections: Sequence[Section]
) -> list[str]:
    """The keys of one language's texts that are the text of nothing."""
    wanted = _wanted(items, scales, sections)
    labels = tuple(f"labels.{item.labels}." for item in items if isinstance(item, Rating))
    return [key for key in texts if key not in wanted and not key.startswith(labels)]


def parts(item: Item) -> tuple[str, ...]:
    """Everything that may be said of an item: ``we``, ``statement``."""
    optional = {Number: ("unit_one",), Choice: ("short",)}
    return (*item.texts(), *optional.get(type(item), ()))


def _wanted(items: Sequence[Item], scales: Sequence[Scale], sections: Sequence[Section]) -> dict[str, _Wanted]:
    wanted = {
        "language": _Wanted(None, "language", frozenset()),
        "title": _Wanted(None, "title", frozenset()),
        "introduction": _Wanted(None, "introduction", RESPONDENT),
    }
    for scale in scales:
        key = f"scales.{scale.id}.title"
        wanted[key] = _Wanted(None, key, frozenset())
    for section in sections:
        key = f"sections.{section.id}"
        wanted[f"{key}.title"] = _Wanted(None, f"{key}.title", RESPONDENT)
        wanted[f"{key}.introduction"] = _Wanted(None, f"{key}.introduction", RESPONDENT, optional=True)
    for item in items:
        texts = item.texts()
        for name in parts(item):
            known, optional = texts.get(name, frozenset({"brand"} if name == "short" else ())), name not in texts
            wanted[f"items.{item.id}.{name}"] = _Wanted(item.id, name, known, optional=optional)
    return wanted


def _text_faults(text: str, want: _Wanted) -> Iterator[str]:
    if not text.strip():
        yield f"the text is empty ({want.name})"
        return
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError:
        yield f"a brace is opened or closed alone; a placeholder reads {{them}} ({want.name})"
        return
    if any("{" in literal or "}" in literal for literal, *_ in parts):
        yield f"double braces are shown as they are; a placeholder reads {{them}} ({want.name})"
    for name in sorted({name for _, name, _, _ in parts if name is not None} - want.placeholders):
        if want.name == "alliance" and name in ("us", "them"):
            yield f"names {{{name}}} but is asked about the alliance; {NEEDS_TARGET}"
        else:
            known = ", ".join(f"{{{placeholder}}}" for placeholder in sorted(want.placeholders)) or "none"
            yield f"unknown placeholder {{{name}}} ({want.name}); known here: {known}"


def _labels(texts: Mapping[str, str], items: Sequence[Item]) -> Iterator[Found]:
    for item in items:
        if not isinstance(item, Rating):
            continue
        prefix = f"labels.{item.labels}."
        camps = [f"{prefix}{camp}" for camp in CAMPS]
        given = [key for key in texts if key.startswith(prefix) and key not in camps]
        if len(given) not in (2, item.points):
            yield item.id, f"labels.{item.labels} has {len(given)} labels; give {item.points}, or 2 for the ends"
        elif any(not texts[key].strip() for key in (*given, *camps) if key in texts):
            yield item.id, f"labels.{item.labels} has an empty label"
        elif len({key in texts for key in camps}) > 1:
            yield item.id, f"labels.{item.labels} has one of high and low; give both, or neither"


def _unwanted(key: str, items: Sequence[Item]) -> Found:
    path, _, name = key.rpartition(".")
    for item in items:
        if path == f"items.{item.id}" and isinstance(item, Rating) and name in get_args(Asked):
            if item.asked == ("alliance",):
                return item.id, f'has a wording for "{name}" but is asked about the alliance; {NEEDS_TARGET}'
            return (
                item.id,
                f'has a wording for "{name}" but is never asked so; add it to "asked", or delete the wording',
            )
    return None, f"{key!r} is the text of nothing in questionnaire.toml"
