"""What the newest briefing of each alliance says first; worked out once for as long as the server runs."""

import asyncio
from collections.abc import Collection
from pathlib import Path
from uuid import UUID

from diagnostic.analysis import from_json
from diagnostic.briefing.document.said_first import in_english
from diagnostic.storage.models import StoredReport

_AT_ONCE = 20
"""Reports read at a time: between them other requests have their turn."""
_MOST = 20_000

_said: dict[tuple[UUID, int, Path | None], str] = {}
"""By wave, the number of its Report, and the contents, whose changes need a restart: none of it ever says another."""


async def headlines(waves: Collection[UUID], content: Path | None) -> dict[UUID, str]:
    """By wave; those that have no Report are left out."""
    rows = StoredReport.filter(wave_id__in=list(waves)).order_by("number").values_list("wave_id", "number")
    keys = {wave: (wave, number, content) for wave, number in dict(await rows).items()}
    found = {wave: _said[key] for wave, key in keys.items() if key in _said}
    unknown = [wave for wave in keys if wave not in found]
    for start in range(0, len(unknown), _AT_ONCE):
        some = unknown[start : start + _AT_ONCE]
        stored = await StoredReport.filter(wave_id__in=some).order_by("number").values_list("wave_id", "body")
        found |= await asyncio.to_thread(_read, dict(stored), content)
    if len(_said) > _MOST:
        _said.clear()
    _said.update((keys[wave], found[wave]) for wave in unknown)
    return found


def _read(bodies: dict[UUID, str], content: Path | None) -> dict[UUID, str]:
    return {wave: in_english(from_json(body), content) for wave, body in bodies.items()}
