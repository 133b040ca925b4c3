"""What differs between a questionnaire and what a file makes of it, item by item, for somebody to read before."""

from collections.abc import Iterator
from itertools import pairwise

from diagnostic.questionnaire import Item, Questionnaire
from diagnostic.reading.instruments.writing import asked, fields


def differences(before: Questionnaire, after: Questionnaire) -> list[str]:
    """A line for each thing that is added, removed, or said or asked differently."""
    return [*_around(before, after), *_items(before, after)]


def _items(before: Questionnaire, after: Questionnaire) -> Iterator[str]:
    old, new = {item.id: item for item in asked(before)}, {item.id: item for item in asked(after)}
    for name, item in old.items():
        if name not in new:
            yield f"{name}: removed: {_wording(before, item)}"
    for name, item in new.items():
        if name not in old:
            yield f"{name}: added ({_described(item)}): {_wording(after, item)}"
            continue
        was, now = fields(old[name]), fields(item)
        for field in dict.fromkeys([*was, *now]):
            if was.get(field) != now.get(field):
                yield f"{name}: {field} {_shown(was.get(field))} → {_shown(now.get(field))}"
        yield from _texts(before, after, f"items.{name}.", name)
    kept = [name for name in old if name in new]
    places = [list(new).index(name) for name in kept]
    if any(one > other for one, other in pairwise(places)):
        yield f"order: now {', '.join(new)}"


def _around(before: Questionnaire, after: Questionnaire) -> Iterator[str]:
    for field in ("version", "kind"):
        if getattr(before, field) != getattr(after, field):
            yield f"{field} {getattr(before, field)} → {getattr(after, field)}"
    for kind in ("scales", "sections"):
        old, new = ([one.id for one in getattr(each, kind)] for each in (before, after))
        yield from (f"{kind.rstrip('s')} {name}: removed" for name in old if name not in new)
        yield from (f"{kind.rstrip('s')} {name}: added" for name in new if name not in old)
        if sorted(old) == sorted(new) and old != new:
            yield f"order of {kind}: now {', '.join(new)}"
    for language in sorted(set(before.texts) ^ set(after.texts)):
        yield f"language {language}: {'added' if language in after.texts else 'removed'}"
    yield from _texts(before, after, "", "")


def _texts(before: Questionnaire, after: Questionnaire, prefix: str, name: str) -> Iterator[str]:
    """Texts that differ, in languages that both have; without a prefix, all that are no item's."""
    for language in sorted(set(before.texts) & set(after.texts)):
        old, new = before.texts[language], after.texts[language]
        for key in dict.fromkeys([*old, *new]):
            mine = key.startswith(prefix) if prefix else not key.startswith("items.")
            if mine and old.get(key) != new.get(key):
                called = key.removeprefix(prefix)
                where = f"{name}: {called}" if name else called
                yield f"{where} ({language}): {_quoted(old.get(key))} → {_quoted(new.get(key))}"


def _wording(questionnaire: Questionnaire, item: Item) -> str:
    texts = questionnaire.texts.get("en") or next(iter(questionnaire.texts.values()))
    return next((_quoted(texts.get(f"items.{item.id}.{part}")) for part in item.texts()), "a line for comments")


def _described(item: Item) -> str:
    said = fields(item)
    return ", ".join([str(said["type"]), *(f"{key} {_shown(said[key])}" for key in ("scale", "asked") if key in said)])


def _shown(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "as usual" if value is None else "yes" if value is True else "no" if value is False else str(value)


def _quoted(text: str | None) -> str:
    return "nothing" if text is None else f"“{text}”"
