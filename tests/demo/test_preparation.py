"""The demonstration's half year, played through the real rules."""

import asyncio
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from diagnostic.analysis import Report
from diagnostic.demo.folder import MARKER, DemoFolder
from diagnostic.demo.planted import BASELINE
from diagnostic.demo.prepare import keep_open, places, prepare
from diagnostic.errors import NotPossible
from diagnostic.settings import Settings
from diagnostic.storage import connected
from diagnostic.storage.models import Alliance, Invitation, Wave, WaveState
from diagnostic.survey.plans import today
from diagnostic.survey.programme import scheduled
from tests.answering import shown_report


async def prepared(folder: DemoFolder, now: datetime | None = None) -> Settings:
    sign_in = folder.begin()
    settings = folder.settings(8000)
    await prepare(settings, sign_in, lambda _: None, now)
    folder.finish(sign_in)
    return settings


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Of a demonstration that was prepared just now, to look at."""
    return asyncio.run(prepared(DemoFolder(tmp_path_factory.mktemp("prepared") / "demonstration")))


@pytest.fixture
def folder(tmp_path: Path) -> DemoFolder:
    return DemoFolder(tmp_path / "demonstration")


def gap(report: Report, statement: str) -> float:
    found = next(s for s in report.statements if s.id == statement)
    assert isinstance(found.gap.mean_difference, float)
    return found.gap.mean_difference


async def test_there_are_closed_waves_an_open_one_and_pulses_to_come(settings: Settings) -> None:
    async with connected(settings.database_url):
        waves = await Wave.exclude(state=WaveState.DRAFT).order_by("launched_at")
        assert [(wave.kind, wave.state) for wave in waves] == [
            ("baseline", WaveState.CLOSED),
            *[("pulse", WaveState.CLOSED)] * 4,
            ("baseline", WaveState.OPEN),
        ]
        assert [sum((wave.participation or {}).values()) for wave in waves[:5]] == [44, 38, 40, 38, 37]
        assert await Invitation.filter(wave=waves[5], answered=True).count() == 20
        report = await shown_report(waves[4])
        assert report is not None
        assert len(report.trend[0].series) == 5
        assert len(report.actions) == 3
        assert len(await scheduled(await Alliance.get())) == 2
        assert (await Alliance.get()).simulated


async def test_the_briefing_finds_what_was_planted_and_says_that_it_is_simulated(settings: Settings) -> None:
    async with connected(settings.database_url):
        baseline = await Wave.filter(state=WaveState.CLOSED, kind="baseline").get()
        report = await shown_report(baseline)
    assert report is not None
    assert report.simulated
    # 23 and 21 answers, each with a spread of .95 points: a standard error of .29, and 3 of those.
    for statement in ("trust.bad_news@a", "trust.done_well@b", "joint_value.credit@alliance", "power.pressed@b"):
        planted_a, planted_b = BASELINE.means[statement]
        assert gap(report, statement) == pytest.approx(planted_b - planted_a, abs=0.87)
    ownership = {(r.activity, r.question): r.ownership for r in report.responsibilities}
    assert ownership["access", "now"] == "contested"
    assert ownership["training", "now"] == "orphaned"
    effort = next(e for e in report.expectations if e.id == "effort_share")
    assert isinstance(effort.sum_of_medians, float)
    assert effort.sum_of_medians > 110


async def test_on_a_later_day_the_open_wave_is_still_open(folder: DemoFolder) -> None:
    settings = await prepared(folder, datetime.now(UTC) - timedelta(days=45))
    await keep_open(settings)
    async with connected(settings.database_url):
        wave = await Wave.get(state=WaveState.OPEN).prefetch_related("alliance")
        assert wave.closes_on >= today(wave.alliance) + timedelta(days=14)
    assert (await places(settings)).respondent is not None


def test_secret_and_sign_in_are_for_the_owner_alone(folder: DemoFolder) -> None:
    folder.begin()
    for name in ("secret", MARKER):
        assert stat.S_IMODE((folder.path / name).stat().st_mode) == 0o600


def test_an_interrupted_preparation_does_not_count(folder: DemoFolder) -> None:
    sign_in = folder.begin()
    assert folder.sign_in() is None
    assert folder.begin() != sign_in


def test_a_folder_that_is_not_a_demonstrations_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("three years of work", encoding="utf-8")
    with pytest.raises(NotPossible, match="--folder"):
        DemoFolder(tmp_path).begin()
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_beginning_again_deletes_nothing_but_its_own_files(folder: DemoFolder) -> None:
    folder.begin()
    (folder.path / "notes.txt").write_text("mine", encoding="utf-8")
    folder.begin()
    assert (folder.path / "notes.txt").read_text(encoding="utf-8") == "mine"
