"""What is wrong with a questionnaire, in words of somebody who has never seen the files it is kept in.

Faults are found in the terms of these files. Whoever words questions in a browser is told by the names of the fields
they see.
"""

import re
from collections.abc import Callable, Mapping

import msgspec

from diagnostic.questionnaire import Questionnaire
from diagnostic.questionnaire.editing import Lack, lacks
from diagnostic.web.pages import english_first

PARTS = {
    "statement": "In the briefing",
    "we": "To people of that company",
    "they": "To people of the partner",
    "they_of_us": "What the partner would say",
    "alliance": "The statement",
    "now": "First question",
    "better": "Second question",
    "text": "The question",
    "short": "In the briefing",
    "unit": "Unit",
    "unit_one": "Unit of one",
    "title": "Title",
    "introduction": "Introduction",
}
"""What the fields of a form are called in which a text is worded."""
WHOM = {
    "each": "Each company, asked of both: how we do it, and how they do it",
    "guessed": "The same, and what the partner would say of us",
    "partner": "The partner only",
    "own": "One’s own company only",
    "alliance": "The alliance as a whole",
}
"""Whom a statement is about, as it is chosen."""

_Naming = Callable[[str], str]
_Words = str | Callable[[_Naming, re.Match[str]], str]


def missing(questionnaire: Questionnaire) -> list[Lack]:
    """All that `lacks` finds, in plain words; of languages, English first."""
    order = [None, *english_first(questionnaire.texts)]
    found = sorted(lacks(questionnaire), key=lambda lack: order.index(lack.language))
    return [msgspec.structs.replace(lack, what=plain(questionnaire, lack.what, lack.item)) for lack in found]


def plain(questionnaire: Questionnaire, fault: str, item: str | None = None) -> str:
    """A fault of a questionnaire, or of one of its items, in plain words."""
    for pattern, words in _PLAIN.items():
        if found := re.fullmatch(pattern, fault, re.DOTALL):
            return words if isinstance(words, str) else words(lambda name: _named(questionnaire, name, item), found)
    return fault


def _named(questionnaire: Questionnaire, name: str, item: str | None) -> str:
    """What is called ``activities.pricing`` or ``sections.value.title`` in the files, by what is said of it."""
    last = name.rpartition(".")[2]
    if name in PARTS:
        return f"“{PARTS[name]}”"
    if name.startswith(("sections.", "scales.")):
        kind, thing = name.split(".", 1)
        title = _said(questionnaire, f"{kind}.{thing.rpartition('.')[0]}.title")
        return f"the {last} of the {kind.rstrip('s')}{f' “{title}”' if title else ''}"
    said = _said(questionnaire, f"items.{item}.{name}")
    return f"“{said}”" if said else "an answer"


def _said(questionnaire: Questionnaire, key: str) -> str:
    said = {language: texts[key] for language, texts in questionnaire.texts.items() if texts.get(key)}
    return said[english_first(said)[0]] if said else ""


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _missing(named: _Naming, found: re.Match[str]) -> str:
    return _upper(f"{named(found[1])} is not worded yet.")


def _meaningless(named: _Naming, found: re.Match[str]) -> str:
    known = found[3].replace(", ", " or ")
    instead = "Write it without braces." if known == "none" else f"In braces it may say {known}."
    return _upper(f"{named(found[2])} says {{{found[1]}}}, which stands for nothing there. {instead}")


def _brace(named: _Naming, found: re.Match[str]) -> str:
    return _upper(
        f"{named(found[1])} has a brace too few or too many. What stands for a company is written like {{them}}."
    )


def _unlike(named: _Naming, found: re.Match[str]) -> str:
    return _upper(
        f"{named(f'scales.{found[1]}.title').removeprefix('the title of ')} has statements with lists of answers of"
        " different lengths, which make no one score. Give all of them the same answers, or leave one out of the scale."
    )


_CANNOT_BE = "Two parts have one name inside. Go back to an earlier version."
_PLAIN: Mapping[str, _Words] = {
    r"no translation \((.+)\)": _missing,
    r"the text is empty \((.+)\)": _missing,
    r"a brace is opened or closed alone; .*\((.+)\)": _brace,
    r"double braces are shown as they are; .*\((.+)\)": _brace,
    r"names \{(.+)\} but is asked about the alliance; .*": lambda _, found: (
        f"A statement about the alliance reads the same to everybody, and {{{found[1]}}} does not."
        " Choose “Each company”, or name no company."
    ),
    r"unknown placeholder \{(.*)\} \((.+)\); known here: (.+)": _meaningless,
    r"labels\.(.+) has (.+) labels; give (.+), or 2 for the ends": lambda _, found: (
        f"{found[2]} of {found[3]} answers to it are worded. Word them all, or the lowest and the highest alone."
    ),
    r"labels\.(.+) has an empty label": "One of its answers is empty.",
    r"labels\.(.+) has one of high and low; give both, or neither": (
        "Of those who answer high and those who answer low, only one is worded. Word both, or neither."
    ),
    r"asks nothing": "Nothing is asked yet. Add a statement or a question.",
    r"has (.+) points; a rating has 2 to 11": lambda _, found: f"It has {found[1]} answers; 2 to 11 are possible.",
    r"begins at (.+); a rating begins at 0 or 1": "Its lowest answer may be numbered 0 or 1.",
    r"is reversed but belongs to no scale, .*": (
        "“Agreeing means less of what the scale names” is ticked, and it belongs to no scale."
        " Choose a scale, or take the tick away."
    ),
    r"is asked about nobody; .*": "Choose whom it is about.",
    r"is asked about the alliance and about a company; .*": "Choose whether it is about the alliance or a company.",
    r"is asked as (.+); what they would say of us needs .*": (
        "What the partner would say can be asked beside what both say of each company, and not alone."
        f" Choose “{WHOM['guessed']}”."
    ),
    r"names one way of asking twice": "Choose whom it is about once.",
    r"has a range from (.+) to (.+)": lambda _, found: f"The least, {found[1]}, has to be below the most, {found[2]}.",
    r"can be below 0, so nobody can say .*": "Let it begin at 0, or take the tick from “can’t say”.",
    r"names an option \"other\", .*": "“Something else” is offered already. Word the answer “other” otherwise.",
    r"names an option \"none\", .*": "“None of these” is offered already. Word the answer “none” otherwise.",
    r"names an option twice": "One of the answers stands there twice.",
    r"lets people pick (.+) of (.+) options": lambda _, found: (
        f"People may pick {found[1]}, and there are {found[2]} answers."
    ),
    r"allows (.+) characters; give 1 to 10000": lambda _, found: (
        f"It allows {found[1]} characters; 1 to 10,000 are possible."
    ),
    r"has no activities": "Name at least one activity.",
    r"names an activity twice": "One of the activities stands there twice.",
    r"(?:item|scale|section|\d+) id (.+) is used twice": _CANNOT_BE,
    r"(?:item|scale|section|\d+) id (.+) differs from another by its capitals only; .*": _CANNOT_BE,
    r"(?:item|scale|section|\d+) id (.+) cannot be used; .*": _CANNOT_BE,
    r"belongs to scale '?(.+?)'?, which is not declared": "Its scale is gone. Choose another one.",
    r"stands in section '?(.+?)'?, which is not declared": "Its section is gone. Choose another one.",
    r"scale '?(.+?)'? is answered from (.+); give all its items the same points": _unlike,
    r"scale '?(.+?)'? has no item": lambda named, found: _upper(
        f"nothing belongs to {named(f'scales.{found[1]}.title').removeprefix('the title of ')}."
    ),
    r"section '?(.+?)'? has no item": lambda named, found: _upper(
        f"nothing is asked in {named(f'sections.{found[1]}.title').removeprefix('the title of ')}."
    ),
    r"option '?(.+?)'? stands in two questions that pick topics for the workshop; .*": (
        "Two questions of which people pick a few have an answer in common. Leave it out of one, and add it anew."
    ),
    r"is brief, and there is no open question .*": (
        "Sections end with a line for comments, and nothing tells people any more what must not be put into one."
        " Add an open question in a section whose introduction says that side effects are reported elsewhere."
    ),
}
"""By what a fault reads in the terms of the files."""
