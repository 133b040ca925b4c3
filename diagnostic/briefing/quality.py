"""How people answered, from figures that are shown: what was left out, and what they could not say."""

from collections.abc import Iterator

from msgspec import Struct

from diagnostic.analysis.report import BySide, Report, Withheld
from diagnostic.briefing.figures import is_shown
from diagnostic.questionnaire.words import SIDES, Side

MUCH_LEFT_OUT = 0.10
"""From this share on what is left out may bias what is said (Bennett 2001, How can I deal with missing data in my
study?, Australian and New Zealand Journal of Public Health 25(5))."""
MANY_UNABLE = 0.15
"""As for a finding about "can't say"."""
NAMED = 2


class Answered(Struct, frozen=True, kw_only=True):
    """Of something that was asked: how many of a side answered it, could not say, and were asked."""

    kind: str
    """Of the name that it has among the Report's texts."""
    subject: str
    side: Side
    answers: int
    unable: int | None
    """None where nobody can say so."""
    asked: int


class Shares(Struct, frozen=True):
    """Of all answers asked for the share left out, and of all ratings the share of "can't say"; None of nothing."""

    left_out: float | None
    unable: float | None


def answered(report: Report) -> list[Answered]:
    """Everything that was asked of everybody and may be shown, side by side."""
    return list(_answered(report))


def shares(some: list[Answered]) -> Shares:
    rated = [each for each in some if each.unable is not None]
    return Shares(
        _share(sum(map(_left_out, some)), sum(each.asked for each in some)),
        _share(sum(each.unable or 0 for each in rated), sum(each.answers + (each.unable or 0) for each in rated)),
    )


def most_left_out(some: list[Answered]) -> list[Answered]:
    """What was left out most often, of what a tenth or more left out: the first of each, at most two."""
    return _most(some, "left_out", MUCH_LEFT_OUT)


def most_unable(some: list[Answered]) -> list[Answered]:
    """What most could not say, of the statements where a noticeable share could not."""
    return _most([each for each in some if each.unable is not None], "unable", MANY_UNABLE)


def _most(some: list[Answered], which: str, least: float) -> list[Answered]:
    by_subject: dict[tuple[str, str], list[Answered]] = {}
    for each in some:
        by_subject.setdefault((each.kind, each.subject), []).append(each)
    found = [(getattr(shares(of), which) or 0.0, of[0]) for of in by_subject.values()]
    return [one for share, one in sorted(found, key=lambda each: -each[0]) if share >= least][:NAMED]


def _answered(report: Report) -> Iterator[Answered]:
    def of(
        kind: str, subject: str, side: Side, answers: int | Withheld, unable: int | Withheld | None
    ) -> Iterator[Answered]:
        if is_shown(answers) and is_shown(unable):
            asked = report.participation[side].answered
            yield Answered(kind=kind, subject=subject, side=side, answers=answers, unable=unable, asked=asked)

    for side in SIDES:
        for statement in report.statements:
            rated = statement.sides[side]
            yield from of("statement", statement.id, side, rated.n, rated.cant_say)
        for one in report.one_sided:
            if one.by == side:
                yield from of("statement", one.id, side, one.answers.n, one.answers.cant_say)
        for owned in report.responsibilities:
            yield from of("activity", owned.activity, side, owned.sides[side].n, None)
        for expected in report.expectations:
            yield from of("expectation", expected.id, side, expected.sides[side].n, None)


def _left_out(one: Answered) -> int:
    return one.asked - one.answers - (one.unable or 0)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def by_side(report: Report) -> BySide[Shares]:
    some = answered(report)
    return BySide.of(lambda side: shares([each for each in some if each.side == side]))
