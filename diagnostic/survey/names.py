"""What consultants call their waves, and how that is laid over a Report."""

from typing import TypeVar

from msgspec.structs import replace

from diagnostic.analysis.report import ExpectationBefore, OwnershipBefore, Report, TrendPoint
from diagnostic.errors import Fault
from diagnostic.storage.models import Alliance, Wave, WaveState
from diagnostic.survey.alliances import InvalidDetails
from diagnostic.survey.plans import today
from diagnostic.text import one_line

LONGEST_NAME = 40
Named = TypeVar("Named", TrendPoint, OwnershipBefore, ExpectationBefore)


async def name_wave(wave: Wave, name: str) -> None:
    """Call a wave something, or nothing: whatever its state, since a name promises nobody anything.

    Raises
    ------
    InvalidDetails
        Where it is too long.
    """
    name = one_line(name)
    if len(name) > LONGEST_NAME:
        raise InvalidDetails([Fault("name", f"Please use at most {LONGEST_NAME} characters.")])
    wave.name = name or None
    await wave.save(update_fields=["name"])


async def names_until(wave: Wave) -> dict[str, str]:
    """By the day they closed, the names of an alliance's waves up to a closed one."""
    alliance = await Alliance.get(id=wave.alliance_id)
    closed = Wave.filter(alliance=alliance, state=WaveState.CLOSED, closed_at__lte=wave.closed_at, name__isnull=False)
    named = await closed.order_by("closed_at").only("id", "name", "closed_at")
    return {today(alliance, each.closed_at).isoformat(): each.name for each in named if each.name}


async def with_names(report: Report, wave: Wave) -> Report:
    """The Report with what its wave, and those that it is compared with, are called today."""
    names = await names_until(wave)

    def called(one: Named) -> Named:
        return replace(one, name=names.get(one.closed.isoformat()) if one.closed else None)

    return replace(
        report,
        wave=replace(report.wave, name=wave.name),
        trend=tuple(replace(trend, series=tuple(map(called, trend.series))) for trend in report.trend),
        responsibilities=tuple(
            replace(each, before=each.before and called(each.before)) for each in report.responsibilities
        ),
        expectations=tuple(replace(each, before=each.before and called(each.before)) for each in report.expectations),
    )
