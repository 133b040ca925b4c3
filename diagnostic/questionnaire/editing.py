"""A questionnaire changed: each change makes another of it, whole or half-made, and `lacks` says what is wrong with it.

None of these changes is refused: what somebody is in the middle of making lacks something nearly all the time. What is
`offered` to a wave lacks nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from itertools import groupby

import msgspec

from diagnostic.questionnaire import structure, wordings
from diagnostic.questionnaire.choice import Choice
from diagnostic.questionnaire.model import Item, Questionnaire, Scale, Section
from diagnostic.questionnaire.text import Text

LONGEST_LINE = 300
"""Characters of a line for comments at the end of a section."""
Texts = Mapping[str, Mapping[str, str]]
"""What is said by language, then by part: ``{"en": {"we": "We tell {them} bad news early."}}``."""


class Lack(msgspec.Struct, frozen=True):
    """What is missing or wrong: of which item, and in which language, where it is one's."""

    item: str | None
    language: str | None
    what: str


def lacks(questionnaire: Questionnaire) -> list[Lack]:
    """Everything that keeps a questionnaire from being asked as it is; what concerns all languages first."""
    parts = questionnaire.items, questionnaire.scales, questionnaire.sections
    found = [Lack(item.id, None, problem) for item in questionnaire.items for problem in item.problems()]
    found += [Lack(item, None, what) for item, what in structure.check(*parts, whole=True)]
    if not questionnaire.items:
        found.append(Lack(None, None, "asks nothing"))
    for language, texts in questionnaire.texts.items():
        found += [Lack(item, language, what) for item, what in wordings.check(texts, {}, *parts)]
    return found


def offered(questionnaire: Questionnaire, languages: Collection[str]) -> Questionnaire | None:
    """A questionnaire in those of some ``languages`` in which it is complete; None where that is none."""
    found = lacks(questionnaire)
    incomplete = {lack.language for lack in found}
    texts = {
        language: texts
        for language, texts in questionnaire.texts.items()
        if language in languages and language not in incomplete
    }
    return None if None in incomplete or not texts else msgspec.structs.replace(questionnaire, texts=texts)


def say(questionnaire: Questionnaire, texts: Texts) -> Questionnaire:
    """The questionnaire with some of its texts said otherwise, by language and whole key; an empty one is gone."""
    return msgspec.structs.replace(
        questionnaire,
        texts={
            language: {
                key: text for key, text in {**own, **texts.get(language, {})}.items() if text.strip()
            }
            for language, own in questionnaire.texts.items()
        },
    )  # fmt: skip


def put(questionnaire: Questionnaire, item: Item, texts: Texts) -> Questionnaire:
    """The questionnaire with an item in the place of the one that has its id, else at the end of its section.

    ``texts`` are all that is said of it.
    """
    there = next((one for one in questionnaire.items if one.id == item.id), None)
    others = [
        one for one in questionnaire.items if one.id != item.id and not (isinstance(one, Text) and one.about == item.id)
    ]
    if there is not None and there.section == item.section:
        place = sum(one in others for one in questionnaire.items[: questionnaire.items.index(there)])
    else:
        place = _end(others, item.section)
    aside = [item.said_of_other()] if isinstance(item, Choice) and item.other else []
    gone = {f"items.{item.id}.{part}": "" for one in (there, item) if one is not None for part in wordings.parts(one)}
    said = {
        language: {**gone, **{f"items.{item.id}.{part}": text for part, text in texts.get(language, {}).items()}}
        for language in questionnaire.texts
    }
    put_in = msgspec.structs.replace(questionnaire, items=(*others[:place], item, *aside, *others[place:]))
    return _settled(say(put_in, said))


def drop(questionnaire: Questionnaire, item: str) -> Questionnaire:
    """The questionnaire without an item; a section or scale that was all about it goes, too."""
    return _settled(questionnaire.without(items=[item]))


def move(questionnaire: Questionnaire, item: str, by: int) -> Questionnaire:
    """The questionnaire with an item ``by`` places further down in its section, among what is asked there."""
    items = list(questionnaire.items)
    moved = next(one for one in items if one.id == item)
    beside = [one for one in items if one.section == moved.section and not _is_aside(one)]
    place = beside.index(moved)
    beside.insert(max(0, place + by), beside.pop(place))
    order = iter(beside)
    ordered = [
        next(order) if one.section == moved.section and not _is_aside(one) else one for one in items
    ]  # fmt: skip
    return msgspec.structs.replace(questionnaire, items=_others_beside(ordered))


def put_section(questionnaire: Questionnaire, section: str, texts: Texts) -> Questionnaire:
    """The questionnaire with a section's title and introduction; where it has no such section, with one at its end.

    A new one ends with a line for comments where the others do. It is there as soon as something is asked in it.
    """
    if section not in {one.id for one in questionnaire.sections}:
        items = questionnaire.items
        if questionnaire.lines():
            items = (*items, Text(id=f"more.{section}", section=section, longest=LONGEST_LINE, brief=True))
        questionnaire = msgspec.structs.replace(
            questionnaire, sections=(*questionnaire.sections, Section(section)), items=items
        )
    return say(questionnaire, _keyed(f"sections.{section}", texts))


def move_section(questionnaire: Questionnaire, section: str, by: int) -> Questionnaire:
    """The questionnaire with a section ``by`` places further down."""
    sections = list(questionnaire.sections)
    place = next(place for place, one in enumerate(sections) if one.id == section)
    sections.insert(max(0, place + by), sections.pop(place))
    return msgspec.structs.replace(questionnaire, sections=tuple(sections))


def put_scale(questionnaire: Questionnaire, scale: str, texts: Texts) -> Questionnaire:
    """The questionnaire with a scale's title; where it has no such scale, with one that something has to belong to."""
    if scale not in {one.id for one in questionnaire.scales}:
        questionnaire = msgspec.structs.replace(questionnaire, scales=(*questionnaire.scales, Scale(scale)))
    return say(questionnaire, _keyed(f"scales.{scale}", texts))


def speak(questionnaire: Questionnaire, language: str, named: str, like: Sequence[Questionnaire] = ()) -> Questionnaire:
    """The questionnaire with another language: what others say ``like`` it is said in it, and all else still to be."""
    if language in questionnaire.texts:
        return questionnaire
    found = {"language": named}
    for other in like:
        for own, texts in questionnaire.texts.items():
            theirs = other.texts.get(own, {})
            same = [key for key, text in other.texts.get(language, {}).items() if texts.get(key, "") == theirs.get(key)]
            found = {key: other.texts[language][key] for key in same} | found
    return msgspec.structs.replace(questionnaire, texts={**questionnaire.texts, language: found})


def _keyed(prefix: str, texts: Texts) -> dict[str, dict[str, str]]:
    return {
        language: {f"{prefix}.{part}": text for part, text in said.items()} for language, said in texts.items()
    }  # fmt: skip


def _is_aside(item: Item) -> bool:
    return isinstance(item, Text) and item.aside


def _end(items: Sequence[Item], section: str) -> int:
    """Where something new of a section goes: before its line for comments."""
    places = [place for place, one in enumerate(items) if one.section == section and not _is_line(one)]
    lines = [place for place, one in enumerate(items) if one.section == section and _is_line(one)]
    return places[-1] + 1 if places else lines[0] if lines else len(items)


def _is_line(item: Item) -> bool:
    return isinstance(item, Text) and item.brief


def _others_beside(items: Sequence[Item]) -> tuple[Item, ...]:
    """What is said of "other" comes right after its choice."""
    said = {item.about: item for item in items if isinstance(item, Text) and item.about}
    found: list[Item] = []
    for item in items:
        if isinstance(item, Text) and item.about:
            continue
        found += [item, said[item.id]] if item.id in said else [item]
    return tuple(found)


def _settled(questionnaire: Questionnaire) -> Questionnaire:
    """Without scales and sections in which nothing is asked, and without texts of nothing."""
    kept = questionnaire.without()
    used = {item.scale for item in kept.ratings()}
    kept = msgspec.structs.replace(kept, scales=tuple(scale for scale in kept.scales if scale.id in used))
    parts = kept.items, kept.scales, kept.sections
    texts = {
        language: {key: text for key, text in own.items() if key not in set(wordings.of_nothing(own, *parts))}
        for language, own in kept.texts.items()
    }
    return msgspec.structs.replace(kept, texts=texts)


def by_section(questionnaire: Questionnaire) -> list[tuple[Section, list[Item]]]:
    """What is asked in each section, in the order in which it is read."""
    asked = sorted(
        (item for item in questionnaire.items if not _is_aside(item)),
        key=lambda item: [section.id for section in questionnaire.sections].index(item.section),
    )
    sections = {section.id: section for section in questionnaire.sections}
    return [(sections[name], list(items)) for name, items in groupby(asked, key=lambda item: item.section)]
