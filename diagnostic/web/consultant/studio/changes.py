"""What became of a questionnaire, question by question and in its own wordings, for somebody to read."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from diagnostic.questionnaire import Choice, Item, Number, Questionnaire, Rating, Responsibility, Text, wordings
from diagnostic.questionnaire.names import root
from diagnostic.web.consultant.studio.item_forms import about_of
from diagnostic.web.consultant.studio.plain_words import PARTS, WHOM
from diagnostic.web.consultant.studio.saying import Names, main_language, worded
from diagnostic.web.pages import english_first


class Edit(msgspec.Struct, frozen=True):
    """What was said of something, and is said now; '' where nothing was, or is. Wordings stand in quotation marks."""

    what: str
    was: str
    now: str


class Changed(msgspec.Struct, frozen=True):
    """A question, or what is around the questions, and what became of it."""

    about: str
    state: str
    """``added``, ``left out``, or '' where it is there before and after."""
    edits: tuple[Edit, ...] = ()
    another: bool = False
    """Whether it is no longer the question that it was, see `identity`."""


def changes(before: Questionnaire, after: Questionnaire, names: Names) -> list[Changed]:
    """Everything that differs, in the order in which it is read; what is left out last."""
    return [*_around(before, after), *_items(before, after, names)]


def _wording(what: str, was: str, now: str) -> Edit:
    return Edit(what, *(f"“{text}”" if text else "" for text in (was, now)))


def differences_in(found: Sequence[Changed]) -> int:
    """How many differences these are: an addition is one, whatever it says."""
    return sum(1 if each.state else max(1, len(each.edits)) for each in found)


def _items(before: Questionnaire, after: Questionnaire, names: Names) -> Iterator[Changed]:
    old, new = _asked(before), _asked(after)
    earlier = _earlier(list(old), list(new))
    for name, item in new.items():
        about = f"“{worded(after, item, main_language(after), names)}”"
        if name not in earlier:
            yield Changed(about, "added", tuple(_edits(None, None, after, item)))
        elif edits := tuple(_edits(before, old[earlier[name]], after, item)):
            yield Changed(about, "", edits, another=earlier[name] != name)
    for name in old.keys() - set(earlier.values()):
        yield Changed(f"“{worded(before, old[name], main_language(before), names)}”", "left out")
    yield from _order(before, after, names)


def _asked(questionnaire: Questionnaire) -> dict[str, Item]:
    """What is asked by itself: lines for comments come and go with what they stand beside."""
    return {item.id: item for item in questionnaire.items if not (isinstance(item, Text) and item.aside)}


def _earlier(old: Sequence[str], new: Sequence[str]) -> dict[str, str]:
    """What each was called before: the same, or what a reworded one is named after."""
    same = {name: name for name in new if name in old}
    gone = {root(name): name for name in old if name not in new}
    return same | {name: gone[root(name)] for name in new if name not in same and root(name) in gone}


def _order(before: Questionnaire, after: Questionnaire, names: Names) -> Iterator[Changed]:
    old, new, language = _asked(before), _asked(after), main_language(after)
    earlier = _earlier(list(old), list(new))
    for section in after.sections:
        stay = [name for name, item in new.items() if item.section == section.id and name in earlier]
        stay = [name for name in stay if old[earlier[name]].section == section.id]
        places = [list(old).index(earlier[name]) for name in stay]
        if any(one > other for one, other in pairwise(places)):
            now = " ".join(f"{n}. {worded(after, new[name], language, names)}" for n, name in enumerate(stay, start=1))
            yield Changed(f"Order in {_title(after, 'sections', section.id)}", "", (Edit("Now", "", now),))
    both = [[_title(one, "sections", each.id) for each in one.sections] for one in (before, after)]
    if both[0] != both[1] and sorted(both[0]) == sorted(both[1]):
        yield Changed("Order of the sections", "", (Edit("Order", ", ".join(both[0]), ", ".join(both[1])),))


def _edits(before: Questionnaire | None, old: Item | None, after: Questionnaire, new: Item) -> Iterator[Edit]:
    for language in _spoken(before, after):
        was, now = _texts(before, old, language), _texts(after, new, language)
        for part in dict.fromkeys([*was, *now]):
            if was.get(part, "") != now.get(part, ""):
                yield _wording(f"{_called(after, language)}: {PARTS[part]}", was.get(part, ""), now.get(part, ""))
    yield from _rows(before, old, after, new)
    facts = _facts(before, old) if before and old else {}
    for what, (key, words) in _facts(after, new).items():
        if facts.get(what, ("", ""))[0] != key:
            yield Edit(what, facts.get(what, ("", ""))[1], words)


def _spoken(before: Questionnaire | None, after: Questionnaire) -> list[str]:
    return english_first(language for language in after.texts if before is None or language in before.texts)


def _texts(questionnaire: Questionnaire | None, item: Item | None, language: str) -> dict[str, str]:
    """What is said of an item but for its rows."""
    if questionnaire is None or item is None:
        return {}
    parts = [part for part in wordings.parts(item) if "." not in part]
    return {part: questionnaire.texts[language].get(f"items.{item.id}.{part}", "") for part in parts}


def _rows(before: Questionnaire | None, old: Item | None, after: Questionnaire, new: Item) -> Iterator[Edit]:
    """Activities and options that came, went, were worded otherwise or put into another order."""
    kind, called = ("activities", "Activity") if isinstance(new, Responsibility) else ("options", "Answer")
    there, here = (list[str](getattr(item, kind, ())) for item in (old, new))
    earlier = _earlier(there, here)
    for language in _spoken(before, after):
        what = f"{_called(after, language)}: {called}"
        for row in here:
            now = _row(after, new, language, kind, row)
            was = _row(before, old, language, kind, earlier[row]) if before and old and row in earlier else ""
            if was != now:
                yield _wording(what, was, now)
        if before and old:
            gone = [row for row in there if row not in earlier.values()]
            yield from (_wording(what, _row(before, old, language, kind, row), "") for row in gone)
    places = [there.index(earlier[row]) for row in here if row in earlier]
    if places != sorted(places):
        language = main_language(after)
        yield Edit("Order now", "", ", ".join(_row(after, new, language, kind, row) for row in here))


def _row(questionnaire: Questionnaire, item: Item, language: str, kind: str, row: str) -> str:
    return questionnaire.texts[language].get(f"items.{item.id}.{kind}.{row}", "")


def _facts(questionnaire: Questionnaire, item: Item) -> dict[str, tuple[str, str]]:
    """How an item is asked and answered: what two of them are told apart by, and how it reads."""
    found: dict[str, tuple[str, str]] = {}
    match item:
        case Rating():
            about = WHOM[about_of(item)]
            answers = ", ".join(filter(None, questionnaire.labels(main_language(questionnaire), item)))
            scale = _title(questionnaire, "scales", item.scale) if item.scale else ""
            found = {"About": (about, about), "Answers": (answers, answers), "Scale": (item.scale or "", scale)}
            found["Agreeing means less of what the scale names"] = _yes(item.reversed)
        case Number():
            found = {"Least": (f"{item.minimum:g}",) * 2, "Most": (f"{item.maximum:g}",) * 2}
            found["Each side says its own share"] = _yes(item.share)
            found["“Can’t say”"] = _yes(item.cant_say)
        case Choice():
            found = {"How many may be picked": (str(item.at_most),) * 2, "“Something else”": _yes(item.other)}
            found["“None of these”"] = _yes(item.none)
        case Text():
            found = {"Characters at most": (str(item.longest),) * 2}
        case Responsibility():
            pass
    return {**found, "Section": (item.section, _title(questionnaire, "sections", item.section))}


def _yes(is_so: bool) -> tuple[str, str]:
    return ("yes", "yes") if is_so else ("", "")


def _around(before: Questionnaire, after: Questionnaire) -> Iterator[Changed]:
    for language in [*before.texts, *(one for one in after.texts if one not in before.texts)]:
        if (language in before.texts) != (language in after.texts):
            there = after if language in after.texts else before
            yield Changed(_called(there, language), "added" if language in after.texts else "left out")
    if edits := tuple(_said_around(before, after, "")):
        yield Changed("Title and introduction", "", edits)
    for kind in ("sections", "scales"):
        old, new = ([one.id for one in getattr(each, kind)] for each in (before, after))
        for name in (name for name in new if name in old):
            if edits := tuple(_said_around(before, after, f"{kind}.{name}.")):
                yield Changed(f"{kind.rstrip('s').title()} {_title(after, kind, name)}", "", edits)
        for state, names_of, one in (("added", set(new) - set(old), after), ("left out", set(old) - set(new), before)):
            for name in sorted(names_of):
                yield Changed(f"{kind.rstrip('s').title()} {_title(one, kind, name)}", state)


def _said_around(before: Questionnaire, after: Questionnaire, prefix: str) -> Iterator[Edit]:
    for language in _spoken(before, after):
        for part in ("title", "introduction"):
            was, now = (one.texts[language].get(f"{prefix}{part}", "") for one in (before, after))
            if was != now:
                yield _wording(f"{_called(after, language)}: {PARTS[part]}", was, now)


def _called(questionnaire: Questionnaire, language: str) -> str:
    return questionnaire.texts[language].get("language", language)


def _title(questionnaire: Questionnaire, kind: str, name: str) -> str:
    return f"“{questionnaire.texts[main_language(questionnaire)].get(f'{kind}.{name}.title', '') or name}”"
