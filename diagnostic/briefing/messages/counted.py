"""People counted: how many of each company say a thing, from tables that are shown in full alone."""

from collections.abc import Sequence
from itertools import product
from typing import Literal

from msgspec import Struct

from diagnostic.analysis.report import BySide, Group, Predicted, Statement
from diagnostic.briefing.figures import camps, is_shown
from diagnostic.questionnaire.words import SIDES, Side, other

What = Literal["agree", "disagree", "expect", "cannot_say", "divided", "own", "not_own", "pick", "shares"]
"""What people say: see the wordings under ``messages.first``."""


class People(Struct, frozen=True):
    """So many of the people of a side who answered."""

    side: Side
    count: int
    of: int

    @property
    def share(self) -> float:
        return self.count / self.of


class Counted(Struct, frozen=True, kw_only=True):
    """A thing, and how many of each company say so; who is named first comes first."""

    what: What
    subject: str
    """Id of the statement, activity, topic or expectation."""
    people: tuple[People, ...] = ()
    group: str = ""
    """Whose people alone are counted."""
    elsewhere: tuple[int, int] = (0, 0)
    """Of both companies' people in no such group: how many, of how many."""
    values: tuple[float, float] = (0.0, 0.0)
    """For shares of one whole, what half of each side says or more."""
    among: bool = False
    """Of a topic: whether another was picked as often or more."""


class Camps(Struct, frozen=True):
    """One side's answers to a statement: below the middle of its answer scale, above it, and all of them.

    Who answers the middle is in neither camp. ``in_favour`` and ``against`` are in the statement's sense: whoever
    agrees to a reversed one sees the thing unfavourably.
    """

    side: Side
    disagree: int
    agree: int
    of: int
    reversed: bool

    @property
    def against(self) -> int:
        return self.agree if self.reversed else self.disagree

    @property
    def in_favour(self) -> int:
        return self.disagree if self.reversed else self.agree

    def people(self, what: What) -> People:
        return People(self.side, self.disagree if what == "disagree" else self.agree, self.of)


def camps_of(counts: Sequence[int], side: Side, is_reversed: bool = False) -> Camps:
    """Camps from counts (K,), lowest rating first."""
    low, high = (len(counts) // 2, len(counts) - len(counts) // 2)
    return Camps(side, sum(counts[:low]), sum(counts[high:]), sum(counts), is_reversed)


def both(statement: Statement) -> BySide[Camps] | None:
    """Both sides' camps; None unless both tables are shown in full."""
    a, b = (statement.sides[side].counts for side in SIDES)
    if not is_shown(a) or not is_shown(b) or not sum(a) or not sum(b):
        return None
    return BySide(camps_of(a, "a", statement.reversed), camps_of(b, "b", statement.reversed))


def _senses(statement: Statement) -> tuple[What, What]:
    """What whoever sees a statement's thing unfavourably says of it, and whoever sees it favourably."""
    return ("agree", "disagree") if statement.reversed else ("disagree", "agree")


def apart(statement: Statement, critical: Side) -> tuple[float, Counted] | None:
    """Where the sides are furthest apart, the critical one being less favourable: by what share, and who says so.

    Whoever says it more often is named first.
    """
    found = both(statement)
    if found is None:
        return None
    mine, theirs = found[critical], found[other(critical)]
    against, in_favour = _senses(statement)
    more = mine.against / mine.of - theirs.against / theirs.of
    fewer = theirs.in_favour / theirs.of - mine.in_favour / mine.of
    if more >= fewer:
        return more, Counted(what=against, subject=statement.id, people=(mine.people(against), theirs.people(against)))
    return fewer, Counted(
        what=in_favour, subject=statement.id, people=(theirs.people(in_favour), mine.people(in_favour))
    )


def together(statement: Statement, *, low: bool) -> tuple[float, Counted] | None:
    """What both sides see alike, and the smaller of the sides' shares: favourably, or (``low``) not favourably.

    Who is counted of what is low: those who see it unfavourably where they are half of each side or more; else the few
    who see it favourably.
    """
    found = both(statement)
    if found is None:
        return None
    sides = [found[side] for side in SIDES]
    favourable = min(one.in_favour / one.of for one in sides)
    share = min(1 - one.in_favour / one.of for one in sides) if low else favourable
    critical, content = _senses(statement)
    half = min(one.against / one.of for one in sides) >= 0.5
    what = critical if low and half else content
    order = sorted(sides, key=lambda one: -one.people(what).share)
    return share, Counted(what=what, subject=statement.id, people=tuple(one.people(what) for one in order))


def divided(statement: Statement, side: Side) -> Counted | None:
    """Both camps of one side as the finding counts them, the lower first."""
    counts = statement.sides[side].counts
    if not is_shown(counts):
        return None
    people = tuple(People(side, many, sum(counts)) for many in camps(counts))
    return Counted(what="divided", subject=statement.id, people=people)


def cannot_say(statement: Statement, side: Side) -> Counted | None:
    """How many of each side cannot say, the side where more cannot first."""
    people = []
    for one in (side, other(side)):
        n, unable = statement.sides[one].n, statement.sides[one].cant_say
        if not is_shown(n) or not is_shown(unable):
            return None
        people.append(People(one, unable, n + unable))
    return Counted(what="cannot_say", subject=statement.id, people=tuple(people))


def expected(statement: Statement, predicted: Predicted) -> Counted | None:
    """How many of a side expect the partner to agree, and how many of the partner's people do."""
    there = statement.sides[other(predicted.by)].counts
    if not is_shown(predicted.counts) or not is_shown(there):
        return None
    guess, said = camps_of(predicted.counts, predicted.by), camps_of(there, other(predicted.by))
    return Counted(what="expect", subject=statement.id, people=(guess.people("expect"), said.people("agree")))


class GroupApart(Struct, frozen=True):
    """How a group that both companies have is apart from everybody else of its company, the same way in both."""

    share: float
    """By what share of people at least; below 0 where the companies' groups point different ways."""
    worse: bool
    """Whether it sees the thing less favourably."""
    counted: Counted


def of_group(statement: Statement, groups: BySide[tuple[Group, ...]], name: str) -> GroupApart | None:
    """By the camp that shows it best: what the group's people say more often than everybody else, or less often.

    The company where it shows most is named first.
    """
    own, rest = [], []
    for side in SIDES:
        counts = {group.group: group.counts for group in groups[side]}
        if name not in counts or len(counts) < 2:
            return None
        others = [sum(column) for column in zip(*(c for g, c in counts.items() if g != name), strict=True)]
        own.append(camps_of(counts[name], side))
        rest.append(camps_of(others, side))
    told = []
    critical, _ = senses = _senses(statement)
    for what, sign in product(senses, (1, -1)):
        pairs = [(mine.people(what), others.people(what)) for mine, others in zip(own, rest, strict=True)]
        share = min(sign * (mine.share - others.share) for mine, others in pairs)
        elsewhere = (sum(others.count for _, others in pairs), sum(others.of for _, others in pairs))
        people = tuple(sorted((mine for mine, _ in pairs), key=lambda one: one.share, reverse=sign > 0))
        counted = Counted(what=what, subject=statement.id, people=people, group=name, elsewhere=elsewhere)
        told.append(GroupApart(share, (what == critical) is (sign > 0), counted))
    return max(told, key=lambda each: each.share)
