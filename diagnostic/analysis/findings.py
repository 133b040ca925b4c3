"""What a briefing may open with, in order: each kind by itself, the most telling first."""

from collections.abc import Iterator, Sequence

from diagnostic.analysis.report import (
    GAP_KINDS,
    LEAST_SHARE,
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
LEAST_OVERCLAIM = 10
"""Shares that add up to less over the whole are no finding, however surely."""

LEAST_GROUP = 0.25
"""A group differs from the others of its company by so much of the range at least, in both: a point of five."""

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
    return (*_group_differences(report.cuts, statements, alpha), *ranked)


def _group_differences(cuts: Sequence[Cut], statements: Sequence[Statement], alpha: float) -> Iterator[Finding]:
    """Groups that in both companies surely answer otherwise than everybody else there: of a statement, the clearest."""
    points = {s.id: s.points for s in statements}
    clearest: dict[str, tuple[float, str]] = {}
    for cut in (cut for each in cuts for cut in each.statements):
        for effect in cut.effects:
            a, b = effect.differences.a, effect.differences.b
            # As a share of the range, in the company where it is smaller; below 0 where the two point different ways.
            size = min(abs(a), abs(b)) / (points[cut.id] - 1) * (1 if a * b > 0 else -1)
            if effect.p_adjusted <= alpha and size >= LEAST_GROUP:
                clearest[cut.id] = max(clearest.get(cut.id, (0.0, "")), (size, effect.group))
    for rank, (statement, (_, group)) in enumerate(sorted(clearest.items(), key=lambda item: -item[1][0]), start=1):
        yield Finding(kind="group_difference", subject=statement, side=None, rank=rank, verdict=None, group=group)


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
    favourable = one.part(mean)
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
    """Activities that are certainly contested or orphaned, by how surely."""
    for r in responsibilities:
        if r.certain is True and isinstance(r.ownership_p, float):
            kind: FindingKind = "contested" if r.ownership == "contested" else "orphaned"
            yield kind, f"{r.activity}:{r.question}", None, -r.ownership_p, None


def _overclaims(expectations: Sequence[Expectation]) -> Iterator[Found]:
    """The sides' shares of one whole surely add up to more than there is, and to clearly more."""
    for e in expectations:
        total, interval = e.sum_of_medians, e.sum_interval
        if total is None or interval is None or isinstance(total, Withheld) or isinstance(interval, Withheld):
            continue
        if interval[0] > WHOLE and total >= WHOLE + LEAST_OVERCLAIM:
            yield "overclaim", e.id, None, interval[0], None


def _cant_say(statements: Sequence[Statement], alpha: float) -> Iterator[Found]:
    """The sides surely differ in how many cannot say, and clearly; ``side`` is the one where more cannot."""
    for s in statements:
        p = s.cant_say.p_adjusted
        more = _share_unable(s, "b") - _share_unable(s, "a")
        if not isinstance(p, Withheld) and p <= alpha and abs(more) >= LEAST_SHARE:
            yield "cant_say", s.id, "b" if more > 0 else "a", -p, None


def _share_unable(statement: Statement, side: Side) -> float:
    answers = statement.sides[side]
    if isinstance(answers.n, Withheld) or isinstance(answers.cant_say, Withheld):
        return 0.0
    return answers.cant_say / (answers.n + answers.cant_say)
