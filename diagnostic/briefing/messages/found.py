"""What there is to say of a Report, before rules choose: findings, and what people said, with people counted."""

from collections.abc import Iterator

from diagnostic.analysis.report import (
    MOVED_KINDS,
    BySide,
    Finding,
    Report,
    Scale,
    Statement,
    Trend,
    spoken_of,
)
from diagnostic.briefing.figures import is_shown, shown_gap, shown_quartiles
from diagnostic.briefing.messages import counted
from diagnostic.briefing.messages.counted import Counted
from diagnostic.briefing.messages.owners import said_of
from diagnostic.briefing.messages.point import Certainty, Point
from diagnostic.briefing.messages.rules import Relation
from diagnostic.briefing.occasions import GapMoved, Occasion
from diagnostic.questionnaire.words import Side, Target

_MOVED: tuple[Occasion, ...] = (
    *("shared_concern_improved", "both_rose", "both_fell", "opposite", "one_side_fell", "gap_widening", "gap_turned"),
    *("one_side_rose", "gap_closing", "level_fell", "level_rose"),
)
"""The most telling first: what both companies see, what somebody sees worse, what is better."""
_ON_A_GAP = ("gap", "likely_gap", "worth_asking", "scale_gap", "said_apart")


def found(report: Report) -> Iterator[Point]:
    """Findings in their order, then what people said, the most telling first of each kind."""
    things = _Things(report)
    # A scale of one statement says no more than it, so those of several come first.
    for finding in sorted(report.findings, key=things.is_of_one):
        yield from things.of_finding(finding)
    yield from sorted(_moved(report), key=lambda point: _MOVED.index(point.occasion))
    yield from said_of(report)
    yield from things.said()


class _Things:
    """A Report's scales and statements by their ids."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._scales = {scale.id: scale for scale in report.scales}
        self._statements = {statement.id: statement for statement in report.statements}

    def of_finding(self, finding: Finding) -> Iterator[Point]:
        kind, subject = finding.kind, finding.subject
        scale, statement = self._scales.get(subject), self._statements.get(subject)
        if kind in ("scale_gap", "gap", "worth_asking") and (scale or statement):
            occasion: Occasion = "likely_gap" if finding.verdict == "very_likely" else kind
            yield from self._gap(occasion, scale or self._statements[subject])
        elif kind in ("shared_concern", "shared_strength") and (scale or statement):
            yield from self._alike(kind, scale or self._statements[subject], low=kind == "shared_concern")
        elif statement and statement.predicted and kind.startswith("rated_"):
            yield self._point(kind, "certain", statement, statement.predicted.by, self._expected(statement))
        elif statement and kind == "group_difference":
            yield from self._group(finding)
        elif statement and kind in ("divided_side", "cant_say"):
            side = finding.side or "a"
            count = counted.divided if kind == "divided_side" else counted.cannot_say
            yield self._point(kind, "certain", statement, side, count(statement, side))
        elif kind == "overclaim":
            yield from self._overclaim(finding)

    def is_of_one(self, finding: Finding) -> bool:
        """Whether it is a scale's that has one statement."""
        scale = self._scales.get(finding.subject)
        return scale is not None and len(scale.statements) == 1

    def said(self) -> Iterator[Point]:
        """What people said of each scale, and of statements in none that is shown, the most telling first."""
        scales = [scale for scale in self._report.scales if _level(scale)]
        within = {statement for scale in scales for statement in scale.statements}
        alone = [s for s in self._report.statements if s.id not in within and _level(s)]
        wholes: list[Scale | Statement] = [*scales, *alone]
        for one in sorted(wholes, key=lambda one: -abs(_difference(one)) * _weight(one)):
            yield from self._gap("said_apart", one)
        yield from sorted(self._groups_said(), key=lambda point: -point.share)
        for one in sorted(wholes, key=lambda one: _weight(one) * (max(_level(one) or (1, 1)) - 0.5)):
            if max(_level(one) or (1, 1)) <= 0.5:
                yield from self._alike("said_low", one, low=True)

    def _point(  # noqa: PLR0917 (what a point is made of)
        self,
        occasion: Occasion,
        certainty: Certainty,
        one: Scale | Statement,
        company: Side,
        told: Counted | None,
        share: float = 1.0,
    ) -> Point:
        theme = one.id if isinstance(one, Scale) else one.scale or one.id
        about = _relation(one.target, company) if occasion in _ON_A_GAP else None
        return Point(
            occasion=occasion,
            certainty=certainty,
            subject=one.id,
            theme=theme,
            company=company,
            about=about,
            counted=told,
            share=share,
        )

    def _of(self, one: Scale | Statement) -> list[Statement]:
        names = one.statements if isinstance(one, Scale) else (one.id,)
        return [self._statements[name] for name in names if name in self._statements]

    def _gap(self, occasion: Occasion, one: Scale | Statement) -> Iterator[Point]:
        """With the statement that shows it best: one that is stated itself, then where most people are apart."""
        critical: Side = "b" if _difference(one) < 0 else "a"
        best: tuple[bool, float, Counted] | None = None
        for statement in self._of(one):
            gap, told = shown_gap(statement.gap), counted.apart(statement, critical)
            if told and told[0] > 0:
                alike = gap is not None and gap.is_stated and (_difference(statement) < 0) is (critical == "b")
                best = max(best or (False, 0.0, told[1]), (alike, *told), key=lambda each: each[:2])
        certainty: Certainty = "certain" if occasion in ("scale_gap", "gap") else "likely"
        if occasion == "said_apart":
            certainty = "answered"
        if best:
            yield self._point(occasion, certainty, one, critical, best[2], best[1])

    def _alike(self, occasion: Occasion, one: Scale | Statement, *, low: bool) -> Iterator[Point]:
        told = [each for statement in self._of(one) if (each := counted.together(statement, low=low))]
        certainty: Certainty = "answered" if occasion == "said_low" else "certain" if low else "strength"
        if told:
            share, best = max(told, key=lambda each: each[0])
            yield self._point(occasion, certainty, one, "a", best, share)

    def _expected(self, statement: Statement) -> Counted | None:
        return counted.expected(statement, statement.predicted) if statement.predicted else None

    def _group(self, finding: Finding) -> Iterator[Point]:
        for cut in self._report.cuts:
            for each in cut.statements:
                if each.id == finding.subject and each.groups and finding.group:
                    statement = self._statements[each.id]
                    told = counted.of_group(statement, each.groups, finding.group)
                    if told and not told.worse and (other := _other(cut.groups, finding.group)):
                        # Of two groups each is apart from the other: the less favourable one is spoken of.
                        told = counted.of_group(statement, each.groups, other) or told
                    if told:
                        theme = f"group:{statement.scale or statement.id}"
                        yield Point(
                            occasion="group_difference",
                            certainty="certain",
                            subject=statement.id,
                            theme=theme,
                            counted=told.counted,
                            share=told.share,
                        )

    def _groups_said(self) -> Iterator[Point]:
        """Of each scale every group that both companies have, by how much less favourable it is over its statements."""
        for cut in self._report.cuts:
            names = sorted(set(cut.groups.a) & set(cut.groups.b))
            by_scale: dict[tuple[str, str], list[tuple[float, Counted]]] = {}
            for each in cut.statements:
                statement = self._statements.get(each.id)
                for group in names if each.groups and statement else ():
                    told = counted.of_group(statement, each.groups, group) if each.groups and statement else None
                    if statement and told:
                        # Of two groups each is apart from the other: the less favourable one is spoken of.
                        signed = (max(told.share, 0.0) * (1 if told.worse else -1), told.counted)
                        by_scale.setdefault((statement.scale or statement.id, group), []).append(signed)
            for (scale, _), told_of in by_scale.items():
                share = sum(one[0] for one in told_of) / len(told_of)
                best = max(told_of, key=lambda one: one[0])[1]
                yield Point(
                    occasion="said_group",
                    certainty="answered",
                    subject=best.subject,
                    theme=f"group:{scale}",
                    counted=best,
                    share=share,
                )

    def _overclaim(self, finding: Finding) -> Iterator[Point]:
        expected = next(one for one in self._report.expectations if one.id == finding.subject)
        a, b = shown_quartiles(expected.sides.a), shown_quartiles(expected.sides.b)
        if a and b:
            told = Counted(what="shares", subject=expected.id, values=(a[1], b[1]))
            yield Point(occasion="overclaim", certainty="certain", subject=expected.id, theme=expected.id, counted=told)


def _moved(report: Report) -> Iterator[Point]:
    """What is certain of every scale's levels, and of its gap."""
    gaps: dict[str, GapMoved] = {"closing": "gap_closing", "widening": "gap_widening", "turned": "gap_turned"}
    for trend in report.trend:
        step = spoken_of(trend.since_first, trend.since_previous)
        if step and step.level == "opposite":
            fell: Side = "a" if step.sides.a.verdict == "fell" else "b"
            yield _point_moved("opposite", trend, fell, step.since)
        elif step and step.level in MOVED_KINDS:
            yield _point_moved(step.level, trend, step.side or "a", step.since)
        if step and step.verdict in gaps:
            yield _point_moved(gaps[step.verdict], trend, _lower(trend), step.since)


def _point_moved(occasion: Occasion, trend: Trend, company: Side, since: int) -> Point:
    return Point(
        occasion=occasion, certainty="certain", subject=trend.scale, theme=trend.scale, company=company, since=since
    )


def _lower(trend: Trend) -> Side:
    gap = trend.series[-1].gap
    return "b" if is_shown(gap) and gap < 0 else "a"


def _relation(target: Target, critical: Side) -> Relation:
    if target == "alliance":
        return "alliance"
    return "itself" if target == critical else "partner"


def _level(one: Scale | Statement) -> tuple[float, float] | None:
    """Both sides' means in the sense of the thing, from 0 to 1."""
    a, b = one.sides.a.mean, one.sides.b.mean
    if not is_shown(a) or not is_shown(b):
        return None
    low, high = one.part(a), one.part(b)
    return (1 - low, 1 - high) if isinstance(one, Statement) and one.reversed else (low, high)


def _other(groups: BySide[tuple[str, ...]], name: str) -> str:
    """The other of two groups; '' where there are more."""
    others = (set(groups.a) | set(groups.b)) - {name}
    return others.pop() if len(others) == 1 else ""


def _weight(one: Scale | Statement) -> float:
    """Of what so few people said: one statement counts half as much as many, which hang together."""
    statements = len(one.statements) if isinstance(one, Scale) else 1
    return statements / (statements + 1)


def _difference(one: Scale | Statement) -> float:
    """b's level less a's, in the thing's sense, as a share of the range."""
    level = _level(one)
    return level[1] - level[0] if level else 0.0
