"""When the people of a closed wave are asked again, by the alliance's programme, and how that is laid over a Report."""

from datetime import date

from msgspec.structs import replace

from diagnostic.analysis import Report
from diagnostic.storage.models import Alliance, Wave
from diagnostic.survey.plans import today


async def planned_after(wave: Wave) -> list[date]:
    """The days after a wave's last on which pulses open by themselves, whether or not they have opened since.

    So what was said of a day stands until the pulse is moved or left out.
    """
    alliance = await Alliance.get(id=wave.alliance_id)
    closed = today(alliance, wave.closed_at) if wave.closed_at else date.max
    pulses = Wave.filter(alliance=alliance, kind="pulse", opens_on__gt=closed).order_by("opens_on")
    return [pulse.opens_on for pulse in await pulses.only("id", "opens_on") if pulse.opens_on]


async def with_planned(report: Report, wave: Wave) -> Report:
    """The Report with when people are asked again."""
    return replace(report, planned=tuple(await planned_after(wave)))
