"""Where an alliance stands: its newest briefing in a sentence, and trust over its waves."""

from pathlib import Path

import msgspec

from diagnostic.briefing.playbook import Playbook
from diagnostic.briefing.sections.gaps import headline
from diagnostic.briefing.sections.moved import Moved, moved
from diagnostic.briefing.signs import Sign, signs
from diagnostic.briefing.wording import Wording
from diagnostic.storage.models import Alliance, Wave, WaveState
from diagnostic.survey.reports import stored_report


class Glance(msgspec.Struct, frozen=True):
    """What an alliance's page says of its newest briefing."""

    wave: Wave
    headline: str
    moved: Moved | None
    signs: tuple[Sign, ...]


async def glance(alliance: Alliance, content: Path | None) -> Glance | None:
    """The newest closed wave that has a Report; None where there is none yet."""
    closed = Wave.filter(alliance=alliance, state=WaveState.CLOSED, reports__number=1).order_by("-closed_at")
    wave = await closed.first()
    report = await stored_report(wave) if wave else None
    if wave is None or report is None:
        return None
    wording = Wording(report, "en" if "en" in report.texts else min(report.texts), content)
    return Glance(
        wave, headline(report, wording).sentence, moved(report, wording), signs(report, wording, Playbook.load(content))
    )
