"""What makes a question the one that was asked before: all that respondents read of it, but for where it stands.

Waves are compared by ids. So what is worded otherwise, or answered on another scale, gets another id, and is compared
with nothing that was asked under the old one.
"""

from collections.abc import Callable, Mapping, Sequence

import msgspec

from diagnostic.questionnaire import wordings
from diagnostic.questionnaire.choice import Choice
from diagnostic.questionnaire.model import Item, Questionnaire
from diagnostic.questionnaire.names import unused
from diagnostic.questionnaire.rating import Rating
from diagnostic.questionnaire.responsibility import Responsibility
from diagnostic.questionnaire.text import Text
from diagnostic.text import one_line

_Wanted = Callable[[str], bool]
_MAY_DIFFER = ("section", "asked", "activities", "options", "other", "none")
"""Where it stands, of whom it is asked besides, and what stands beside an activity or an option."""


def told_apart(changed: Questionnaire, before: Sequence[Questionnaire]) -> tuple[Questionnaire, dict[str, str]]:
    """A changed questionnaire in which whatever is not as it was ``before`` has an id that nothing had.

    Returns
    -------
    tuple of Questionnaire and dict
        The questionnaire, and the old id of each that has a new one: of items, and as
        ``responsibilities.pricing`` or ``priorities.trust`` of single activities and options.
    """
    taken = {item.id for one in (*before, changed) for item in one.items}
    renamed: dict[str, str] = {}
    for item in changed.items:
        if isinstance(item, Text) and item.aside:
            continue
        known = [(one, other) for one in before for other in one.items if other.id == item.id]
        if known and not any(
            all(_same(changed, item, one, other) for one, other in those) for those in _by_version(known)
        ):
            made = unused(item.id, taken)
            taken.add(made)
            renamed[made] = item.id
            changed = _renamed(changed, item, made)
        elif isinstance(item, Responsibility | Choice):
            changed, parts = _parts_told_apart(changed, item, known)
            renamed |= parts
    return changed, renamed


def _by_version(known: Sequence[tuple[Questionnaire, Item]]) -> list[list[tuple[Questionnaire, Item]]]:
    """Earlier versions apart from all others: an id may stand in both with other labels in one language."""
    earlier = {one.succeeds for one, _ in known}
    groups = ([pair for pair in known if (pair[0].id in earlier) is which] for which in (True, False))
    return [group for group in groups if group]


def _same(changed: Questionnaire, item: Item, before: Questionnaire, other: Item) -> bool:
    return _nature(item) == _nature(other) and _alike(
        _said(changed, item, lambda part: "." not in part), _said(before, other, lambda part: "." not in part)
    )


def _nature(item: Item) -> dict[str, object]:
    fields = {field: value for field, value in msgspec.to_builtins(item).items() if field not in _MAY_DIFFER}
    # How many may be picked is no more than how many there are.
    return fields if not isinstance(item, Choice) else {**fields, "at_most": min(item.at_most, 2)}


def _alike(one: Mapping[str, Mapping[str, str]], other: Mapping[str, Mapping[str, str]]) -> bool:
    """Whether what both say is the same, in every language that both have."""
    return all(
        one[language][part] == other[language][part]
        for language in one.keys() & other.keys()
        for part in one[language].keys() & other[language].keys()
    )


def _said(questionnaire: Questionnaire, item: Item, wanted: _Wanted) -> dict[str, dict[str, str]]:
    """The texts of some parts of an item, and its labels."""
    labels = f"labels.{item.labels}." if isinstance(item, Rating) else None
    found = {}
    for language, texts in questionnaire.texts.items():
        own = {part: texts.get(f"items.{item.id}.{part}", "") for part in wordings.parts(item) if wanted(part)}
        if labels:
            own |= {key: text for key, text in texts.items() if key.startswith(labels)}
        found[language] = {part: one_line(text) for part, text in own.items() if text}
    return found


def _parts_told_apart(
    changed: Questionnaire, item: Responsibility | Choice, known: Sequence[tuple[Questionnaire, Item]]
) -> tuple[Questionnaire, dict[str, str]]:
    """Single activities and options, told apart like items."""
    kind = "activities" if isinstance(item, Responsibility) else "options"
    earlier = [(one, other) for one, other in known if type(other) is type(item)]
    names: list[str] = list(getattr(item, kind))
    taken = {name for _, other in earlier for name in getattr(other, kind)} | set(names)
    renamed: dict[str, str] = {}
    for place, name in enumerate(names):
        part = f"{kind}.{name}"
        of_it = [(one, other) for one, other in earlier if name in getattr(other, kind)]
        said = _said(changed, item, part.__eq__)
        if of_it and not any(_alike(said, _said(one, other, part.__eq__)) for one, other in of_it):
            made = unused(name, taken)
            taken.add(made)
            names[place] = made
            renamed[f"{item.id}.{made}"] = f"{item.id}.{name}"
            changed = _rekeyed(changed, {f"items.{item.id}.{part}": f"items.{item.id}.{kind}.{made}"})
    put = msgspec.structs.replace(item, **{kind: tuple(names)})
    items = tuple(put if one.id == item.id else one for one in changed.items)
    return msgspec.structs.replace(changed, items=items), renamed


def _renamed(questionnaire: Questionnaire, item: Item, made: str) -> Questionnaire:
    keys = {f"items.{item.id}.{part}": f"items.{made}.{part}" for part in wordings.parts(item)}
    renamed = msgspec.structs.replace(item, id=made)
    aside = [renamed.said_of_other()] if isinstance(renamed, Choice) and renamed.other else []
    items = [
        each
        for one in questionnaire.items
        if not (isinstance(one, Text) and one.about == item.id)
        for each in ([renamed, *aside] if one.id == item.id else [one])
    ]
    return _rekeyed(msgspec.structs.replace(questionnaire, items=tuple(items)), keys)


def _rekeyed(questionnaire: Questionnaire, keys: Mapping[str, str]) -> Questionnaire:
    texts = {
        language: {keys.get(key, key): text for key, text in own.items()}
        for language, own in questionnaire.texts.items()
    }
    return msgspec.structs.replace(questionnaire, texts=texts)
