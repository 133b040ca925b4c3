"""Every scale in a picture: both sides' answers, statement by statement."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

import msgspec

from diagnostic.analysis.report import Edition, Report, Scale, Statement
from diagnostic.briefing import charts, verdicts
from diagnostic.briefing.figures import by_size, reason_of, shown_gap, shown_mean
from diagnostic.briefing.picture import Picture, picture
from diagnostic.briefing.sections.anchors import scale_anchor
from diagnostic.briefing.wording import Wording


class ScalePicture(msgspec.Struct, frozen=True):
    anchor: str
    title: str
    score: str | None
    left_out: str | None
    charts: tuple[Picture, ...]
    """One, unless its statements have different numbers of points."""


def scale_pictures(report: Report, wording: Wording) -> tuple[ScalePicture, ...]:
    reach = charts.reach_of(report.statements)
    scored = {scale.id: scale for scale in report.scales}
    pictures = []
    for scale in dict.fromkeys(s.scale for s in report.statements):
        statements = [s for s in report.statements if s.scale == scale]
        title = wording.say("scales.no_scale") if scale is None else wording.text(f"scale:{scale}")
        missing = len(statements) - len(scored[scale].statements) if scale in scored else 0
        pictures.append(
            ScalePicture(
                anchor=scale_anchor(scale) or "scale-none",
                title=title,
                score=_score(scored[scale], wording) if scale in scored else None,
                left_out=wording.count("scales.left_out", missing) if missing else None,
                charts=tuple(_pictures(statements, title, reach, report.edition, wording)),
            )
        )
    return tuple(pictures)


def _score(scale: Scale, wording: Wording) -> str:
    gap = shown_gap(scale.gap)
    levels = shown_mean(scale.sides.a), shown_mean(scale.sides.b)
    if gap is None and levels[0] is not None and levels[1] is not None:
        return wording.say("scales.score_levels", mean_a=wording.figure(levels[0]), mean_b=wording.figure(levels[1]))
    if gap is None:
        reason = reason_of(scale.gap.mean_difference, scale.gap.interval) or "protected"
        return wording.say("scales.score_withheld", reason=wording.reason_short(reason))
    return wording.say(
        "scales.score",
        mean_a=wording.figure(scale.sides.a.mean),
        mean_b=wording.figure(scale.sides.b.mean),
        gap=wording.signed(gap.difference),
        interval=wording.gap_interval(gap.interval),
        verdict=verdicts.name(gap, wording),
    )


def _pictures(
    statements: Sequence[Statement], title: str, reach: tuple[float, float], edition: Edition, wording: Wording
) -> Iterator[Picture]:
    for _, group in groupby(sorted(statements, key=lambda s: s.points), key=lambda s: s.points):
        same = list(group)
        yield picture(
            f"scale {same[0].scale} {same[0].points}",
            lambda layout, same=same: charts.distributions(same, wording, layout, reach=reach),  # type: ignore[misc]
            wording.say("scales.alt", count=len(same), scale=title, finding=_finding(same, edition, wording)),
        )


def _finding(statements: Sequence[Statement], edition: Edition, wording: Wording) -> str:
    widest = by_size(statements)[0]
    fallen = Counter(gap.verdict for s in statements if (gap := shown_gap(s.gap)))
    if not fallen:
        return wording.say("scales.alt_none")
    if edition == "participants":
        names = {verdict: fallen[verdict] for verdict in ("gap", "aligned", "undetermined")}
        return wording.say("scales.alt_verdicts", **names)
    return wording.say(
        "scales.alt_widest",
        statement=wording.statement(widest.id),
        mean_a=wording.figure(widest.sides.a.mean),
        mean_b=wording.figure(widest.sides.b.mean),
    )
