"""Where an alliance stands: its newest briefing in a sentence, and every scale over its waves."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path

import msgspec

from diagnostic.analysis import Report, Trend
from diagnostic.briefing.document.changes import higher
from diagnostic.briefing.document.participation import who_answered
from diagnostic.briefing.document.said_first import in_english
from diagnostic.briefing.document.trend import ScaleMove, scale_moves
from diagnostic.briefing.figures import is_shown
from diagnostic.briefing.playbook import Playbook
from diagnostic.briefing.signs import Sign, signs
from diagnostic.briefing.waves import along
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire import SIDES, Side
from diagnostic.questionnaire.side_effects import SideEffects
from diagnostic.storage.models import Alliance, Wave, WaveState
from diagnostic.survey.reports import stored_report

SPARK = (120, 40)
"""Width and height of a sparkline, in pixels."""


class ScaleTrend(msgspec.Struct, frozen=True):
    """One scale: what is said of it, and both sides' scores over the waves as lines to draw."""

    move: ScaleMove
    higher: str
    """Who answers higher now, and by how much: ``Helix 0.6``; '' where no change is shown."""
    lines: dict[Side, tuple[str, ...]]
    """By side: the points of each unbroken piece, as SVG has them."""
    ends: dict[Side, tuple[float, float]]
    """By side: where the newest wave stands, if it shows the scale."""


class Glance(msgspec.Struct, frozen=True):
    """What an alliance's page says of its newest briefing."""

    wave: Wave
    headline: str
    answered: tuple[str, ...]
    note: str
    """That nobody can tell who changed; '' in a first wave."""
    standings: tuple[ScaleTrend, ...]
    not_shown: tuple[str, ...]
    """The names of the other scales."""
    signs: tuple[Sign, ...]


async def glance(alliance: Alliance, words: SideEffects, content: Path | None) -> Glance | None:
    """The newest closed wave that has a Report; None where there is none yet."""
    closed = Wave.filter(alliance=alliance, state=WaveState.CLOSED, reports__number=1).order_by("-closed_at")
    wave = await closed.first()
    report = await stored_report(wave, words) if wave else None
    if wave is None or report is None:
        return None
    wording = Wording(report, "en" if "en" in report.texts else min(report.texts), content)
    scales = [standing(move, report, wording) for move in scale_moves(report, wording)]
    return Glance(
        wave=wave,
        headline=in_english(report, content),
        answered=tuple(sentence.text for sentence in who_answered(report, wording)),
        note=wording.say("moved.who") if report.trend else "",
        standings=tuple(scale for scale in scales if scale.ends),
        not_shown=tuple(scale.move.name for scale in scales if not scale.ends),
        signs=signs(report, wording, Playbook.load(content)),
    )


def standing(move: ScaleMove, report: Report, wording: Wording) -> ScaleTrend:
    sides = {side: _points(move.trend, report.unopened, side) for side in SIDES}
    return ScaleTrend(
        move=move,
        higher=_higher(move, wording),
        lines={side: tuple(_pieces(points)) for side, points in sides.items()},
        ends={side: last for side, points in sides.items() if (last := points[-1])},
    )


def _higher(move: ScaleMove, wording: Wording) -> str:
    steps = (move.trend.since_first, move.trend.since_previous)
    if not any(step and is_shown(step.change) for step in steps):
        return ""
    now = higher(move.trend.series[-1].gap, wording)
    return f"{wording.company(now.side)} {now.text}" if now.side else now.text


def _points(trend: Trend, unopened: Sequence[date], side: Side) -> list[tuple[float, float] | None]:
    """Where each wave stands in the picture, evenly; none where it does not show the scale, or was not opened."""
    width, height = SPARK
    waves = [point for _, point in along(trend, unopened)]
    step = (width - 8) / max(len(waves) - 1, 1)
    return [
        (round(4 + place * step, 1), round(4 + (height - 8) * (1 - trend.part(mean)), 1))
        if point and is_shown(mean := point.sides[side].mean)
        else None
        for place, point in enumerate(waves)
    ]


def _pieces(points: list[tuple[float, float] | None]) -> Iterator[str]:
    for shown, piece in groupby(points, key=bool):
        if shown:
            yield " ".join(f"{point[0]},{point[1]}" for point in piece if point)
