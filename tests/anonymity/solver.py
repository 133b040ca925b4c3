"""Somebody who reads a Report, knows their own answers, and works out what the others must have answered.

The solver looks for another world: answers of the same people that make exactly the same Report, the insider's own as
they are, in which somebody else answered otherwise. Where it finds one the reader cannot tell; the Report of every such
world is computed by the analysis itself, so no figure that a Report has, or will have, can be forgotten. Where it finds
none it says that the answer is given away: that errs on the safe side.

People of a side may change places without any figure changing, which gives a world at once wherever two of the others
answered differently. What is left are questions to which all the others answered alike; there the solver gives one of
them, or all of them, another answer. Where an attribute is kept, everybody knows everybody's group, and people change
places inside it; where a whole group answered alike, the answers are dealt out anew across the groups. That moves
figures that join a person's answers, and no search is likely to find a world that agrees with those to the last
decimal; so with an attribute the solver leaves them aside.

A programme is searched wave by wave, each Report with those before it: what a later Report says beyond its own answers
it takes from the earlier Reports, so a world that leaves one Report as it is leaves all that follow as they are.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product
from typing import Any

import msgspec

from diagnostic.analysis import Alliance, BySide, MainLanguage, Release, Report, Statement, Wave, Withheld, analyse
from diagnostic.analysis.trend import with_trend
from diagnostic.disclosure import may_show, topics_to_show
from diagnostic.questionnaire import (
    CANT_SAY,
    OWNERS,
    SIDES,
    Answers,
    Choice,
    Number,
    Questionnaire,
    Rating,
    Side,
    other,
)
from diagnostic.questionnaire.responses import tabulate

OF_TABLES = ("divided_side", "group_difference", "contested", "orphaned", "overclaim", "cant_say")
"""Findings that follow from tables, and join nobody's answers to several questions."""

Sheet = Mapping[str, Any]
World = Mapping[Side, Sequence[Sheet]]


@dataclass(frozen=True)
class Leak:
    """What an insider of a side can tell of every other person who answered a question."""

    side: Side
    insider: int
    question: str
    answer: object


@dataclass(frozen=True)
class Solver:
    questionnaire: Questionnaire
    release: Release
    groups: Mapping[Side, Sequence[str]] | None = None
    earlier: tuple[Report, ...] = ()
    """The Reports of the waves before."""
    _figures: dict[object, bytes] = field(default_factory=dict, repr=False)

    def report(self, world: World) -> Report:
        people = [
            (Answers(side, dict(sheet)), self.groups[side][place] if self.groups else None)
            for side in SIDES
            for place, sheet in enumerate(world[side])
        ]
        number = len(self.earlier)
        report = analyse(
            tabulate(self.questionnaire, people),
            [],
            self.questionnaire,
            self.release,
            alliance=Alliance("Cardiva", BySide("Novara", "Helix")),
            wave=Wave("pulse" if number else "baseline", date(2026, 1, 12) + number * timedelta(weeks=4)),
            invited=BySide(*(len(world[side]) for side in SIDES)),
            # Two, so that what is told of gaps in that case is there to be read.
            languages=BySide(MainLanguage("en", True), MainLanguage("de", True)),
            earlier=self.earlier,
        )
        return with_trend(report, self.earlier)

    def shown(self, world: World) -> bytes:
        """All that the Report of a world says."""
        # Who gave which sheet changes nothing, so a world that differs by that alone is not computed again.
        key = tuple(
            tuple(
                sorted((self.groups[side][n] if self.groups else "", _words(sheet)) for n, sheet in enumerate(sheets))
            )
            for side, sheets in world.items()
        )
        if key not in self._figures:
            self._figures[key] = _figures(self.report(world), joint=self.groups is None)
        return self._figures[key]

    def leaks(self, world: World) -> Iterator[Leak]:
        """Every answer that an insider can tell of the others of their side, or of a group of it, who gave one."""
        for side in SIDES:
            for place in _distinct(world[side]):
                others = [n for n in range(len(world[side])) if n != place]
                for group in self._groups(side, others):
                    for question in self._questions():
                        given = {answer for n in group if (answer := question.of(world[side][n])) is not None}
                        if len(given) == 1 and not any(
                            self.shown(another) == self.shown(world)
                            for another in self._otherwise(world, side, group, others, question)
                        ):
                            yield Leak(side, place, question.name, *given)

    def narrow(self, world: World) -> Iterator[tuple[str, Side]]:
        """The withheld statements whose mean is known, for a side, to less than a scale point."""
        withheld = {s.id for s in self.report(world).statements if isinstance(s.sides.a.mean, Withheld)}
        for question in self._questions():
            for side in SIDES if question.name in withheld else ():
                if all(question.of(sheet) is None for sheet in world[side]):
                    continue
                means = []
                for answer in question.others:
                    changed = _with(world, side, range(len(world[side])), question, answer)
                    if self.shown(changed) == self.shown(world):
                        given = [given for sheet in changed[side] if (given := question.of(sheet)) is not None]
                        means += [sum(given) / len(given)] if given else []
                if not means or max(means) - min(means) < 1:
                    yield question.name, side

    def _groups(self, side: Side, others: Sequence[int]) -> list[list[int]]:
        if self.groups is None:
            return [list(others)]
        own = self.groups[side]
        return [[n for n in others if own[n] == group] for group in sorted({own[n] for n in others})]

    def _otherwise(
        self, world: World, side: Side, group: Sequence[int], others: Sequence[int], question: "_Question"
    ) -> Iterator[World]:
        """Worlds in which somebody of the group answered a question otherwise."""
        answers = [question.of(sheet) for sheet in world[side]]
        for changed in question.otherwise(world, side, [*group, *(n for n in others if n not in group)]):
            if any(question.of(changed[side][n]) != answers[n] for n in group):
                yield changed
        for changed in self._dealt_anew(world, side, group, others, question) if self.groups else ():
            if any(question.of(changed[side][n]) not in (answers[n], None) for n in group):
                yield changed

    def _dealt_anew(
        self, world: World, side: Side, group: Sequence[int], others: Sequence[int], question: "_Question"
    ) -> Iterator[World]:
        """The answers of all the others in other hands: every choice of those that the group may have been dealt.

        They are dealt on the other side too, like to like, so that a table by group may be withheld on its account.
        """
        rest = [n for n in others if n not in group]
        across = other(side)
        everybody = range(len(world[across]))
        alike = _redealt(world, across, everybody, _sorted(_answers(world, across, everybody, question)), question)
        counts = Counter(_answers(world, side, others, question))
        visible = self._cuts(world)
        for dealt in product(*(range(count + 1) for count in counts.values())):
            if sum(dealt) == len(group):
                theirs = Counter(dict(zip(counts, dealt, strict=True)))
                hand = [*theirs.elements(), *_sorted((counts - theirs).elements())]
                for base in (world, alike):
                    changed = _redealt(base, side, [*group, *rest], hand, question)
                    if self._cuts(changed) == visible:
                        yield changed

    def _cuts(self, world: World) -> dict[str, object]:
        """The tables by group that may be shown: the rule is known to everybody, and spares Reports of other worlds."""
        tables: dict[str, list[list[int]]] = {}
        for statement in self.questionnaire.statements():
            for side in SIDES:
                groups = self.groups[side] if self.groups else ()
                for group in sorted(set(groups)):
                    given = [s.get(statement.id) for s, g in zip(world[side], groups, strict=True) if g == group]
                    table = [given.count(rating) for rating in range(1, statement.points + 1)]
                    tables.setdefault(statement.id, []).append(table)
        return {name: found for name, found in tables.items() if may_show(found, self.release.k)}

    def _questions(self) -> Iterator["_Question"]:
        for key, item in self.questionnaire.keys().items():
            match item:
                case Rating():
                    yield _Question(key, key, tuple(range(1, item.points + 1)))
                case Number():
                    yield _Question(key, key, (item.minimum, (item.minimum + item.maximum) / 2, item.maximum))
                case Choice():
                    for topic in item.options:
                        yield _Topic(f"{key}:{topic}", key, (), item, self.release.k)
                case _ if key.partition(":")[2] in ("now", "better"):
                    yield _Question(key, key, OWNERS)


@dataclass(frozen=True)
class _Question:
    name: str
    key: str
    others: tuple[Any, ...]
    """Answers to try."""

    def of(self, sheet: Sheet) -> Any:
        """What somebody answered; None where they skipped it or cannot say."""
        answer = sheet.get(self.key)
        return None if answer == CANT_SAY and isinstance(answer, int) else answer

    def otherwise(self, world: World, side: Side, others: Sequence[int]) -> Iterator[World]:
        """Worlds in which one of the others, or each of them, answered otherwise."""
        answered = [n for n in others if self.of(world[side][n]) is not None]
        for answer in self.others:
            for changing in (answered[:1], answered):
                yield _with(world, side, changing, self, answer)


@dataclass(frozen=True)
class _Topic(_Question):
    """One topic of a question, picked or passed over."""

    question: Choice
    k: int

    @property
    def topic(self) -> str:
        return self.name.rpartition(":")[2]

    def of(self, sheet: Sheet) -> Any:
        picked = sheet.get(self.key)
        return None if not picked else self.topic in picked

    def otherwise(self, world: World, side: Side, others: Sequence[int]) -> Iterator[World]:
        """Worlds in which the topics that are withheld were picked as often as one can think of.

        How often each was picked says everything: such numbers can be dealt out to people, unless they are fewer
        than the people or more than those may use.
        """
        shown = self._shown(world)
        answered = [n for n in others if world[side][n].get(self.key)]
        counts = [sum(topic in world[side][n][self.key] for n in answered) for topic in self.question.options]
        most = len(answered)
        tries = [
            [count] if topic in shown else sorted({n for n in (count, 0, 1, 2, most - 1, most) if 0 <= n <= most})
            for topic, count in zip(self.question.options, counts, strict=True)
        ]
        for picks in product(*tries):
            if most <= sum(picks) <= self.question.at_most * most:
                changed = self._dealt(world, side, answered, picks)
                if self._shown(changed) == shown:
                    yield changed

    def _shown(self, world: World) -> frozenset[str]:
        """The rule is known to everybody; it spares the Reports of worlds that make another."""
        given = {side: [sheet[self.key] for sheet in world[side] if sheet.get(self.key)] for side in SIDES}
        picks = [{topic: sum(topic in picked for picked in given[s]) for topic in self.question.options} for s in SIDES]
        return topics_to_show(picks, [len(given[s]) for s in SIDES], self.question.at_most, self.k)

    def _dealt(self, world: World, side: Side, people: Sequence[int], picks: Sequence[int]) -> World:
        hands: dict[int, list[str]] = {n: [] for n in people}
        for count, topic in sorted(zip(picks, self.question.options, strict=True), reverse=True):
            for n in sorted(people, key=lambda n: len(hands[n]))[:count]:
                hands[n].append(topic)
        sheets = [{**s, self.key: tuple(hands[n])} if n in hands else s for n, s in enumerate(world[side])]
        return {**world, side: sheets}


def _answers(world: World, side: Side, people: Iterable[int], question: _Question) -> list[Any]:
    return [world[side][n].get(question.key) for n in people]


def _sorted(answers: Iterable[Any]) -> list[Any]:
    return sorted(answers, key=repr)


def _redealt(world: World, side: Side, people: Sequence[int], answers: Sequence[Any], question: _Question) -> World:
    """The people of a side, in this order, with these answers to one question."""
    dealt = dict(zip(people, answers, strict=True))
    sheets = [{**sheet, question.key: dealt[n]} if n in dealt else sheet for n, sheet in enumerate(world[side])]
    return {**world, side: sheets}


def _with(world: World, side: Side, people: Sequence[int] | range, question: _Question, answer: Any) -> World:
    """Those of the people who gave an answer give this one."""
    sheets = [
        {**sheet, question.key: answer} if n in people and question.of(sheet) is not None else sheet
        for n, sheet in enumerate(world[side])
    ]
    return {**world, side: sheets}


def _distinct(sheets: Sequence[Sheet]) -> list[int]:
    """One place for each different sheet: who answered alike knows alike."""
    return list({_words(sheet): place for place, sheet in reversed(list(enumerate(sheets)))}.values())


def _words(sheet: Sheet) -> str:
    return repr(sorted(sheet.items()))


def _figures(report: Report, *, joint: bool) -> bytes:
    plain = msgspec.structs.replace(report, texts={})
    if not joint:
        plain = msgspec.structs.replace(
            plain,
            offset=None,
            language_offset=None,
            straight_lining=None,
            scales=(),
            short_forms=(),
            views=(),
            findings=tuple(finding for finding in plain.findings if finding.kind in OF_TABLES),
            statements=tuple(_separate(statement) for statement in plain.statements),
            cuts=tuple(
                msgspec.structs.replace(cut, between_sides=None, between_groups=None, p=None) for cut in plain.cuts
            ),
        )
    return msgspec.json.encode(plain)


def _separate(statement: Statement) -> Statement:
    """A statement without what joins it to others; a p-value of a family of people's whole sheets is such a figure."""
    gap = msgspec.structs.replace(
        statement.gap,
        **dict.fromkeys(("p_adjusted", "relative", "size", "size_interval", "likely", "beyond_language")),
        verdict="undetermined",
        reason="wide",
    )
    predicted = statement.predicted and msgspec.structs.replace(
        statement.predicted,
        against_own=None,
        against_partner=msgspec.structs.replace(
            statement.predicted.against_partner,
            p_adjusted=None,
            verdict="undetermined",
            reason="wide",
            beyond_language=None,
        ),
    )
    return msgspec.structs.replace(statement, gap=gap, predicted=predicted, kind=None)
