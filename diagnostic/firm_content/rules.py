"""Rules of a playbook that are added and taken out one by one; all else in the file stays as it was written."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import tomlkit
from tomlkit.items import AoT

from diagnostic.briefing.playbook import FILE, Playbook, Rule
from diagnostic.errors import Fault, InvalidContent


class NewRule(msgspec.Struct, frozen=True, kw_only=True):
    """A rule as somebody fills it in; texts by language, of which English must be there."""

    name: str
    finding: str
    tool: str
    scale: str = ""
    """'' for any."""
    question: Mapping[str, str]
    probes: Mapping[str, Sequence[str]]
    interview: Mapping[str, Sequence[str]]


def with_rule(text: str, rule: NewRule) -> str:
    """A playbook with a rule before all others, so that it is the one that fires.

    Raises
    ------
    InvalidContent
        With what is wrong, where the whole is no playbook.
    """
    table = tomlkit.table()
    table["name"] = rule.name
    table["finding"] = [rule.finding]
    if rule.scale:
        table["scale"] = [rule.scale]
    table["tool"] = rule.tool
    for key, texts in (("question", rule.question), ("probes", rule.probes), ("interview", rule.interview)):
        for language, said in texts.items():
            if said:
                table.add(tomlkit.key([key, language]), said if isinstance(said, str) else _lines(said))
    table.add(tomlkit.nl())
    document, rules = _opened(text)
    rules.insert(0, table)
    return _checked(document)


def without_rule(text: str, name: str) -> str:
    """A playbook without the rule of a name; raises `InvalidContent` where the rest is no playbook."""
    document, rules = _opened(text)
    for place in reversed([n for n, rule in enumerate(rules) if rule["name"] == name]):
        del rules[place]
    return _checked(document)


def own_rules(text: str, others: str) -> list[Rule]:
    """The rules of a playbook that another does not have, or has differently; in their order."""
    try:
        there = Playbook.read(others).rules
    except InvalidContent:  # of which no rule counts
        there = ()
    return [rule for rule in Playbook.read(text).rules if rule not in there]


def _opened(text: str) -> tuple[tomlkit.TOMLDocument, Any]:
    """A playbook, and in it its rules, which can be changed."""
    document = tomlkit.parse(text)
    rules = document.get("rules")
    if not isinstance(rules, AoT):
        raise InvalidContent((Fault(FILE, "its rules are not tables of their own, [[rules]]; write them so"),))
    return document, rules


def _checked(document: tomlkit.TOMLDocument) -> str:
    text = tomlkit.dumps(document)
    Playbook.read(text)
    return text


def _lines(said: Sequence[str]) -> Any:
    array = tomlkit.array()
    array.extend(said)
    return array.multiline(True)
