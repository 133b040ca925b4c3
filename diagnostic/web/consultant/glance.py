"""Where an alliance stands: its newest briefing in a sentence, and every scale over its waves."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path

import msgspec

from diagnostic.analysis import Report, Trend
from diagnostic.briefing.figures import is_shown
from diagnostic.briefing.playbook import Playbook
from diagnostic.briefing.sections.gaps import headline
from diagnostic.briefing.sections.moved import Moved, MovedScale, moved
from diagnostic.briefing.sections.participation import participation
from diagnostic.briefing.signs import Sign, signs
from diagnostic.briefing.waves import along, scale_name
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire import SIDES, Side
from diagnostic.questionnaire.side_effects import SideEffects
from diagnostic.storage.models import Alliance, Wave, WaveState
from diagnostic.survey.reports import stored_report

SPARK = (120, 40)
"""Width and height of a sparkline, in pixels."""


class Standing(msgspec.Struct, frozen=True):
    """One scale: what is said of it, and both sides' scores over the waves as lines to draw."""

    scale: MovedScale
    lines: dict[Side, tuple[str, ...]]
    """By side: the points of each unbroken piece, as SVG has them."""
    ends: dict[Side, tuple[float, float]]
    """By side: where the newest wave stands, if it shows the scale."""


class Glance(msgspec.Struct, frozen=True):
    """What an alliance's page says of its newest briefing."""

    wave: Wave
    headline: str
    answered: tuple[str, ...]
    moved: Moved | None
    standings: tuple[Standing, ...]
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
    told = moved(report, wording)
    scales = list(standings(report, told, wording)) if told else []
    return Glance(
        wave=wave,
        headline=headline(report, wording).sentence,
        answered=participation(report, wording).sentences,
        moved=told,
        standings=tuple(scale for scale in scales if scale.ends),
        not_shown=tuple(scale.scale.name for scale in scales if not scale.ends),
        signs=signs(report, wording, Playbook.load(content)),
    )


def standings(report: Report, told: Moved, wording: Wording) -> Iterator[Standing]:
    """Every scale of which it is told what moved, in that order."""
    trends = {scale_name(trend, wording): trend for trend in report.trend}
    for scale in told.scales:
        sides: dict[Side, list[tuple[float, float] | None]] = {
            side: _points(trends[scale.name], report.unopened, side) for side in SIDES
        }
        yield Standing(
            scale=scale,
            lines={side: tuple(_pieces(points)) for side, points in sides.items()},
            ends={side: last for side, points in sides.items() if (last := points[-1])},
        )


def _points(trend: Trend, unopened: Sequence[date], side: Side) -> list[tuple[float, float] | None]:
    """Where each wave stands in the picture, evenly; none where it does not show the scale, or was not opened."""
    width, height = SPARK
    waves = [point for _, point in along(trend, unopened)]
    step = (width - 8) / max(len(waves) - 1, 1)
    return [
        (round(4 + place * step, 1), round(4 + (height - 8) * (trend.points - mean) / (trend.points - 1), 1))
        if point and is_shown(mean := point.sides[side].mean)
        else None
        for place, point in enumerate(waves)
    ]


def _pieces(points: list[tuple[float, float] | None]) -> Iterator[str]:
    for shown, piece in groupby(points, key=bool):
        if shown:
            yield " ".join(f"{point[0]},{point[1]}" for point in piece if point)
