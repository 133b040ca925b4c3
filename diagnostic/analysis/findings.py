"""What a briefing may open with, in order: each kind by itself, the most telling first."""

from collections.abc import Iterator, Sequence

from diagnostic.analysis.report import (
    GAP_KINDS,
    SAID_GAPS,
    Cut,
    Expectation,
    Finding,
    FindingKind,
    Report,
    Responsibility,
    Scale,
    SharedKind,
    Statement,
    VerdictName,
    leading,
)
from diagnostic.disclosure import Withheld
from diagnostic.questionnaire import SIDES, Side

WHOLE = 100
"""Shares of one whole are in per cent."""

Found = tuple[FindingKind, str, Side | None, float, VerdictName | None]
"""Kind, subject, side, weight (the heaviest first), verdict."""


def findings(report: Report) -> tuple[Finding, ...]:
    """Of a Report that has everything but its findings."""
    statements, alpha = report.statements, report.release.alpha
    found = [
        *_scale_gaps(report.scales),
        *_gaps(statements),
        *_shared([*report.scales, *statements]),
        *_surprises(statements),
        *_divided(statements),
        *_fault_lines(report.cuts, alpha),
        *_ownership(report.responsibilities),
        *_overclaims(report.expectations),
        *_cant_say(statements, alpha),
    ]
    ranked = []
    for kind in dict.fromkeys(kind for kind, *_ in found):
        # Where two weigh the same, the questionnaire's order stays.
        own = sorted((f for f in found if f[0] == kind), key=lambda f: -f[3])
        ranked += [
            Finding(kind=kind, subject=subject, side=side, rank=rank, verdict=verdict)
            for rank, (_, subject, side, _, verdict) in enumerate(own, start=1)
        ]
    return tuple(ranked)


def _scale_gaps(scales: Sequence[Scale]) -> Iterator[Found]:
    """Verdict *gap* of the reading that leads, by the difference as a share of the range."""
    for scale in scales:
        difference, verdict = scale.gap.mean_difference, leading(scale.gap).verdict
        if verdict == "gap" and not isinstance(difference, Withheld):
            yield "scale_gap", scale.id, None, abs(difference) / (scale.points - 1), verdict


def _gaps(statements: Sequence[Statement]) -> Iterator[Found]:
    """Verdict *gap* or *very likely*, by likely size as a share of the range; and again under what each means."""
    for s in statements:
        size = s.gap.size
        if s.gap.verdict in SAID_GAPS and size is not None and not isinstance(size, Withheld):
            weight = abs(size) / (s.points - 1)
            yield "gap", s.id, None, weight, s.gap.verdict
            if s.kind in GAP_KINDS:
                yield s.kind, s.id, None, weight, s.gap.verdict
        elif s.gap.verdict == "worth_asking" and size is not None and not isinstance(size, Withheld):
            yield "worth_asking", s.id, None, abs(size) / (s.points - 1), s.gap.verdict


def _surprises(statements: Sequence[Statement]) -> Iterator[Found]:
    """The partner says something else than was predicted, and that is a gap."""
    for s in statements:
        if s.predicted is None or s.predicted.against_partner.verdict != "gap":
            continue
        delta = s.predicted.against_partner.delta
        if not isinstance(delta, Withheld):
            better = (delta > 0) is not s.reversed
            kind: FindingKind = "rated_better_than_expected" if better else "rated_worse_than_expected"
            yield kind, s.id, s.predicted.by, abs(delta), "gap"


def _shared(subjects: Sequence[Scale | Statement]) -> Iterator[Found]:
    """What both sides see alike, concerns first; scales before statements, by the side that is less far out."""
    kinds: tuple[SharedKind, ...] = ("shared_concern", "shared_strength")
    for kind in kinds:
        for one in subjects:
            if one.kind == kind:
                out = min(_reach(one, side, kind) for side in SIDES)
                yield kind, one.id, None, out + 2 * isinstance(one, Scale), one.gap.verdict


def _reach(one: Scale | Statement, side: Side, kind: SharedKind) -> float:
    """How far a side's mean is out, from the end of the scale that is the other kind's, as a share of the range."""
    mean = one.sides[side].mean
    if isinstance(mean, Withheld):
        return 0.0
    favourable = (mean - 1) / (one.points - 1)
    if isinstance(one, Statement) and one.reversed:
        favourable = 1 - favourable
    return favourable if kind == "shared_strength" else 1 - favourable


def _divided(statements: Sequence[Statement]) -> Iterator[Found]:
    for s in statements:
        for side in SIDES:
            answers = s.sides[side]
            if answers.divided is True and not isinstance(answers.sd, Withheld):
                yield "divided_side", s.id, side, answers.sd / (s.points - 1), None


def _fault_lines(cuts: Sequence[Cut], alpha: float) -> Iterator[Found]:
    """Groups surely differ inside the companies, and by more than the companies do."""
    for cut in cuts:
        groups, sides = cut.between_groups, cut.between_sides
        if isinstance(groups, Withheld) or isinstance(sides, Withheld) or isinstance(cut.p, Withheld):
            continue
        if cut.p <= alpha and groups > sides:
            yield "fault_line", cut.attribute, None, groups, None


def _ownership(responsibilities: Sequence[Responsibility]) -> Iterator[Found]:
    """Contested and orphaned activities, by how surely they are."""
    for r in responsibilities:
        if r.ownership in ("contested", "orphaned") and not isinstance(r.holds, Withheld):
            kind: FindingKind = "contested" if r.ownership == "contested" else "orphaned"
            yield kind, f"{r.activity}:{r.question}", None, r.holds, None


def _overclaims(expectations: Sequence[Expectation]) -> Iterator[Found]:
    """The sides' shares of one whole surely add up to more than there is."""
    for e in expectations:
        if e.sum_interval is not None and not isinstance(e.sum_interval, Withheld) and e.sum_interval[0] > WHOLE:
            yield "overclaim", e.id, None, e.sum_interval[0], None


def _cant_say(statements: Sequence[Statement], alpha: float) -> Iterator[Found]:
    """The sides surely differ in how many cannot say; ``side`` is the one where more cannot."""
    for s in statements:
        p = s.cant_say.p_adjusted
        if not isinstance(p, Withheld) and p <= alpha:
            shares = {side: _share_unable(s, side) for side in SIDES}
            more: Side = "b" if shares["b"] > shares["a"] else "a"
            yield "cant_say", s.id, more, -p, None


def _share_unable(statement: Statement, side: Side) -> float:
    answers = statement.sides[side]
    if isinstance(answers.n, Withheld) or isinstance(answers.cant_say, Withheld):
        return 0.0
    return answers.cant_say / (answers.n + answers.cant_say)
