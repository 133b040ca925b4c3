"""What a briefing says first is one value: on the page, on paper, on slides, in mails, in every list of alliances."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from uuid import uuid4

import pytest
from msgspec.structs import replace

from diagnostic.analysis import Report, to_json
from diagnostic.analysis.few_changed import levels_only
from diagnostic.analysis.trend import with_trend
from diagnostic.briefing.document.said_first import in_english
from diagnostic.briefing.renderers import RENDERERS
from diagnostic.mail.notices import reported_mail
from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Alliance, StoredReport, Wave, WaveState
from diagnostic.survey.plans import WavePlan, draft_wave
from diagnostic.web.consultant.glance import glance
from diagnostic.worker.composing import composer
from tests.briefing.said import said
from tests.briefing.simulated import simulated
from tests.briefing.test_carried_told import change
from tests.briefing.test_moved import levels_alone, programme, quiet
from tests.mail.test_every_letter import about
from tests.mail.test_messages import OCCASION, part, route
from tests.web.consultant_desk import Desk, settings_for


def _still() -> Report:
    report = programme((20, 20), Library.load())
    return replace(report, trend=quiet(report.trend))


REPORTS: dict[str, Callable[[], Report]] = {
    "a pulse": lambda: programme((20, 20), Library.load()),
    "a pulse in which nothing moved": _still,
    "a pulse of five people a side": lambda: programme((5, 5), Library.load(), waves=2),
    "a pulse of levels alone": lambda: levels_alone(Library.load()),
    "a pulse with targets": lambda: replace(programme((20, 20), Library.load()), carried=(change("closing"),)),
    "a baseline": lambda: simulated(25, of_b=22),
    "a baseline of eight people a side": lambda: simulated(8, of_b=7),
    "a baseline of five people a side": lambda: simulated(5),
    "a baseline of levels alone": lambda: levels_only(simulated(25, of_b=22)),
    "a second baseline": lambda: with_trend(simulated(25, of_b=22), [simulated(25)]),
}


@cache
def report_of(name: str) -> Report:
    return REPORTS[name]()


def plain(text: str) -> str:
    """As it is read, wherever a line breaks and however a mark of quotation is set."""
    return " ".join(re.sub(r"[\u200b\x02]", "", text).split())


OF_EACH_KIND = [
    pytest.param(name, marks=pytest.mark.part("run" if name in ("a baseline", "a pulse") else "proofs"))
    for name in REPORTS
]


@pytest.mark.parametrize("name", OF_EACH_KIND)
@pytest.mark.parametrize(
    "form", ["html", *(pytest.param(form, marks=pytest.mark.part("proofs")) for form in ("pdf", "pptx")), "md"]
)
def test_every_form_says_it(form: str, name: str) -> None:
    report = report_of(name)
    told = plain(" ".join(said(RENDERERS[form](report))))
    # A slide's title has no full stop.
    assert plain(in_english(report)).removesuffix(".") in told


@pytest.mark.parametrize("name", [case for case in OF_EACH_KIND if "pulse" in str(case.values[0])])
def test_a_slide_has_whole_sentences_of_it_as_its_title(name: str) -> None:
    lines = list(said(RENDERERS["pptx"](report_of(name))))
    first = plain(in_english(report_of(name)))
    titles = [plain(line).rstrip(".") for line in lines if first.startswith(plain(line).rstrip("."))]
    assert any(first[len(title) :].startswith(".") for title in titles if title), titles


@pytest.mark.parametrize("name", OF_EACH_KIND)
async def test_the_mail_the_alliances_page_and_the_list_of_alliances_say_it(
    name: str, roster: Alliance, plan: WavePlan, library: Library, database_url: str
) -> None:
    report, wave = report_of(name), await closed(await draft_wave(roster, plan, library), report_of(name))
    first = in_english(report)
    seen = await glance(roster, library.side_effects, None)
    assert seen
    assert seen.headline == first
    settings = settings_for(database_url)
    headline, signs = await composer(settings, library).ready(wave)
    mail = reported_mail(route(), about(OCCASION), headline=headline, signs=signs)
    assert plain(first) in plain(part(mail, "plain"))
    desk = Desk()
    await desk.sign_in()
    for page in ("/alliances", f"/alliances/{roster.id}"):
        await desk.get(page)
        assert plain(first) in plain(desk.words), page


async def closed(draft: Wave, report: Report) -> Wave:
    """A wave that has closed with a Report."""
    columns = {name: getattr(draft, name) for name in draft._meta.db_fields if name != "id"}
    now = datetime.now(UTC)
    kind = report.wave.kind
    wave = Wave(
        id=uuid4(), **{**columns, "state": WaveState.CLOSED, "kind": kind, "launched_at": now, "closed_at": now}
    )
    await draft.delete()
    await Wave.bulk_create([wave])
    await StoredReport.bulk_create([StoredReport(wave_id=wave.id, body=to_json(report).decode())])
    return await Wave.get(id=wave.id).prefetch_related("alliance")
