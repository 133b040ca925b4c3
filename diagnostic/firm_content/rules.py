"""Rules of a playbook that are added and taken out one by one; all else in the file stays as it was written."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import tomlkit
from tomlkit.items import AoT

from diagnostic.briefing.playbook import FILE, Playbook, Rule
from diagnostic.briefing.side_files import lines
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
                table.add(tomlkit.key([key, language]), said if isinstance(said, str) else lines(said))
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


def own_rules(mine: Playbook, others: Playbook | None) -> list[Rule]:
    """The rules of a playbook that another does not have, or has differently; in their order.

    Languages that the other has learnt since make no difference.
    """
    there = {rule.name: rule for rule in others.rules} if others else {}
    return [rule for rule in mine.rules if rule.name not in there or rule != _as_far(there[rule.name], rule)]


def _as_far(rule: Rule, as_another: Rule) -> Rule:
    """A rule with its texts in the languages alone that another has."""
    said = {
        key: {language: text for language, text in getattr(rule, key).items() if language in getattr(as_another, key)}
        for key in ("question", "probes", "interview")
    }
    return msgspec.structs.replace(rule, **said)


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
