"""The rules of messages, from `reports/messages.toml`: which findings are told on page one, in which order and words.

As in the playbook, of the rules that match a finding the first in the file fires, and its name stands with the message.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, get_args

from msgspec import Meta, Struct

from diagnostic.analysis.report import MOVED_KINDS
from diagnostic.briefing.occasions import SECTION_OF, Moved, Occasion
from diagnostic.briefing.playbook import Texts, in_language, named_twice, text_faults
from diagnostic.briefing.side_files import checked
from diagnostic.briefing.toml_file import TomlFile
from diagnostic.errors import Fault

FILE = "messages.toml"

Relation = Literal["partner", "itself", "alliance"]
"""Of whom the more critical company speaks."""
Join = Literal["surprises", "priorities", "ownership"]

_PLACEHOLDERS = ("a", "b", "company", "partner", "subject", "topic")
_SAY_TOO: dict[str, tuple[Occasion, ...]] = {
    "group": ("group_difference", "said_group"),
    "sum": ("overclaim",),
    "since": (*MOVED_KINDS, *get_args(Moved)),
}
"""What only messages about these name besides."""
_UNCOUNTED = _SAY_TOO["since"]
"""Where a Report has no counts of then: everything else has to say who says so."""


class MessageRule(Struct, frozen=True, forbid_unknown_fields=True):
    """Fires for a finding of one of its kinds, about one of its scales where it names any."""

    name: str
    finding: Annotated[tuple[Occasion, ...], Meta(min_length=1)]
    say: Texts
    ask: dict[str, str | tuple[str, ...]]
    """One question or several: each is asked once on a page."""
    do_not_say: Texts
    scale: tuple[str, ...] = ()
    asked: Literal["now", "better"] | None = None
    about: Relation | None = None
    at_least: Annotated[float, Meta(ge=0, le=1)] = 0.0
    """It is told from this share of people on, or this difference of shares."""
    join: tuple[Join, ...] = ()
    topics: tuple[str, ...] = ()
    """The topics people could pick that belong to it, beside the one that is called like the scale."""

    def questions(self, language: str) -> tuple[str, ...]:
        """What to ask, in a language or in English: in every language the same ones."""
        found = in_language(self.ask, language)
        return (found,) if isinstance(found, str) else found


class MessageRules(Struct, frozen=True, forbid_unknown_fields=True):
    rules: tuple[MessageRule, ...]
    comments_on: dict[str, tuple[str, ...]] = {}
    """The open questions on a scale, or on a section of the briefing: where people wrote of what a message is about."""

    @classmethod
    def load(cls, content: Path | None = None) -> "MessageRules":
        """The rules: a deployment's own, else the product's.

        Raises
        ------
        InvalidContent
            With every fault's line: no TOML, an unknown finding, a name given twice, a text without English, a
            placeholder that nothing fills, a message that counts nobody.
        """
        return checked(content, FILE, cls, _faults)

    def rule_for(
        self,
        occasion: Occasion,
        *,
        scale: str | None = None,
        asked: str | None = None,
        about: Relation | None = None,
        share: float = 1.0,
    ) -> MessageRule | None:
        """The first rule that matches, if any does."""
        matching = (
            rule
            for rule in self.rules
            if occasion in rule.finding
            and (not rule.scale or scale in rule.scale)
            and rule.asked in (None, asked)
            and rule.about in (None, about)
            and share >= rule.at_least
        )
        return next(matching, None)

    def questions_on(self, scale: str, occasion: Occasion) -> tuple[str, ...]:
        """The open questions on what a message is about."""
        return self.comments_on.get(scale) or self.comments_on.get(SECTION_OF[occasion], ())


def _faults(found: MessageRules, file: TomlFile) -> Iterator[Fault]:
    yield from named_twice(found.rules, "rules", "rule", file)
    for number, rule in enumerate(found.rules):
        here = f"rules.{number}"
        extra = [name for name, kinds in _SAY_TOO.items() if set(rule.finding) <= set(kinds)]
        yield from text_faults(rule.say, f"{here}.say", file, (*_PLACEHOLDERS, *extra, "counts"))
        yield from _ask_faults(rule, f"{here}.ask", file)
        for key in ("ask", "do_not_say"):
            yield from text_faults(getattr(rule, key), f"{here}.{key}", file, (*_PLACEHOLDERS, *extra))
        for language, text in rule.say.items():
            if "{counts}" not in text and not set(rule.finding) <= set(_UNCOUNTED):
                yield file.fault(f"{here}.say.{language}", "a message says how many say so: put {counts} into it")


def _ask_faults(rule: MessageRule, key: str, file: TomlFile) -> Iterator[Fault]:
    """A fault where a language has another number of questions than English, since the first of one is that of all."""
    many = len(rule.questions("en")) if "en" in rule.ask else 0
    for language in rule.ask:
        if many and len(rule.questions(language)) != many:
            yield file.fault(f"{key}.{language}", f"English has another number of questions: {many}")
