from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Alliance, Wave
from diagnostic.survey.plans import WavePlan, draft_wave
from diagnostic.survey.waves import launch
from tests.answering import answer_all
from tests.conftest import SECRET


@pytest.fixture
async def ended_wave(roster: Alliance, plan: WavePlan, library: Library) -> Wave:
    """A wave whose last day is over, with eight answers on one side and four on the other."""
    begun = datetime.now(UTC) - timedelta(days=9)
    plan = msgspec.structs.replace(plan, closes_on=(begun + timedelta(days=5)).date())
    wave = await draft_wave(roster, plan, library, begun)
    await launch(wave, SECRET, begun)
    await answer_all(wave, a=8, b=4, now=begun + timedelta(days=1))
    return wave
