"""What a run of the tests tries: by day, in a hurry, or with a whole night's time.

By day every test runs, on SQLite; those in BOTH_ENGINES, and those that name their engines themselves, on PostgreSQL,
too. ``--thorough`` runs all on both, and tries more where a proof rests on chance. ``--fast`` runs what is quick, on
SQLite alone. ``--part`` leaves out what `.ci/run` leaves to `.ci/proofs`, or all else: see `part_of`. docs/testing.md
tells which proof runs when.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Literal, get_args

import pytest
from coverage import Coverage
from msgspec import convert

TESTS = Path(__file__).parent
Part = Literal["run", "proofs"]
"""Named for the scripts in `.ci`."""

BOTH_ENGINES = (
    "anonymity",
    "cli/test_migrate.py",
    "mail/test_outbox.py",
    "storage",
    "survey/test_ballots.py",
    "survey/test_carried.py",
    "survey/test_corrections.py",
    "survey/test_mixing.py",
    "survey/test_programme.py",
    "survey/test_purging.py",
    "survey/test_ranges.py",
    "survey/test_renderings.py",
    "survey/test_themes.py",
    "survey/test_verifying.py",
    "survey/test_waves.py",
    "test_worker_failures.py",
)
"""Where the engine matters: its guards and locks, what it stores and forgets, and what is read from its files."""

SLOW = (
    "web/test_consultant_browser.py",
    "demo",
    "web/test_respondent_browser.py",
    "web/test_sealed_in_browser.py",
    "web/test_usual_browser.py",
    "anonymity/test_scanners.py",
    "briefing/test_deck.py",
    "briefing/test_drawn_deck.py",
    "briefing/test_paper.py",
    "briefing/test_pdf.py",
    "briefing/test_every_sentence.py",
    "briefing/test_letter.py",
    "briefing/test_sponsors.py",
    "test_content.py",
    "translation/test_spreadsheet.py",
    "briefing/test_messages.py",
    "briefing/test_forms_agree.py",
    "anonymity/test_differencing.py",
    "test_programme.py",
    "briefing/test_hostile.py",
    "briefing/test_scripts.py",
    "test_whole_road.py",
    "anonymity/test_killed.py",
    "anonymity/test_killed_mixing.py",
    "web/test_holders_browser.py",
    "web/test_carried_browser.py",
    "web/test_comments_browser.py",
    "web/test_briefing_browser.py",
    "briefing/test_chart_layouts.py",
    "anonymity/test_load.py",
    "web/test_consultant_server.py",
    "cli/test_report.py",
    "anonymity/test_programme.py",
    "anonymity/test_carried_changes.py",
    "web/test_hostile_requests.py",
    "anonymity/test_differencing_groups.py",
    "anonymity/test_forensics.py",
    "mail/test_outbox.py",
    "survey/test_comments.py",
    "anonymity/test_logs.py",
    "test_worker.py",
    "briefing/test_moved.py",
    "web/test_said_first.py",
    "briefing/test_trend_chart.py",
    "briefing/test_agreed.py",
    "briefing/test_asked_again.py",
    "survey/test_days.py",
    "survey/test_again.py",
    "web/test_waves_planned.py",
    "web/test_lost_link.py",
    "mail/test_pauses.py",
    "web/test_process_pool.py",
    "test_hostile_texts.py",
    "web/test_nginx.py",
    "web/test_outages.py",
    "mail/test_oauth.py",
    "mail/test_bounce_mailbox.py",
    "mail/test_programme_mails.py",
    "survey/test_renderings.py",
    "cli/test_wave.py",
    "cli/test_doctor.py",
    "briefing/test_marks.py",
    "briefing/test_page.py",
    "briefing/test_charts.py",
    "questionnaire/test_hostile_files.py",
    "web/test_request_limits.py",
    "web/test_files.py",
    "web/test_firm_pages.py",
    "briefing/test_brand.py",
    "web/test_consultant_road.py",
    "web/test_password_change.py",
    "web/test_rate_limit.py",
    "web/test_returned_pages.py",
    "web/test_consultant_tenants.py",
    "mail/test_returned.py",
    "test_lanes.py",
)
"""Processes, browsers, LibreOffice, and what is worked out for long: the longest first, which is how they start."""

PROOFS = (
    "anonymity/test_carried_changes.py",
    "anonymity/test_differencing.py",
    "anonymity/test_differencing_groups.py",
    "anonymity/test_forensics.py",
    "anonymity/test_killed.py",
    "anonymity/test_killed_mixing.py",
    "anonymity/test_load.py",
    "anonymity/test_logs.py",
    "anonymity/test_programme.py",
    "anonymity/test_scanners.py",
    "anonymity/test_waves.py",
    "briefing/test_chart_layouts.py",
    "briefing/test_deck.py",
    "briefing/test_drawn_deck.py",
    "briefing/test_forms_agree.py",
    "briefing/test_letter.py",
    "briefing/test_messages.py",
    "briefing/test_overview.py",
    "briefing/test_paper.py",
    "briefing/test_pdf.py",
    "cli/test_migrate.py",
    "demo/test_demo_command.py",
    "demo/test_preparation.py",
    "mail/test_bounce_mailbox.py",
    "mail/test_oauth.py",
    "simulation",
    "test_content.py",
    "test_programme.py",
    "test_whole_road.py",
    "web/test_briefing_browser.py",
    "web/test_carried_browser.py",
    "web/test_comments_browser.py",
    "web/test_consultant_browser.py",
    "web/test_consultant_mailbox.py",
    "web/test_consultant_server.py",
    "web/test_holders_browser.py",
    "web/test_hostile_requests.py",
    "web/test_nginx.py",
    "web/test_respondent_browser.py",
    "web/test_sealed_in_browser.py",
    "web/test_usual_browser.py",
)
"""Long ones, of each of which `.ci/run` has a shorter one: `.ci/proofs` runs them beside it, of every change.

A test that does not go where its file goes says so itself: ``@pytest.mark.part("run")``, or ``("proofs")``.
"""

MEASURED = (
    "analysis",
    "mail/test_pauses.py",
    "survey",
    "test_disclosure.py",
    "test_worker_failures.py",
    "web/test_consultant_access.py",
    "web/test_consultant_road.py",
    "web/test_consultant_sign_in.py",
    "web/test_firm_pages.py",
    "web/test_password_change.py",
    "web/test_programme_pages.py",
    "web/test_proxies.py",
    "web/test_rate_limit.py",
    "web/test_request_limits.py",
    "web/test_store.py",
    "web/test_waves_planned.py",
)
"""While whose tests ``--cov`` counts branches: those about the rooms it measures, which have to suffice by themselves.

Being measured takes Python up to twice as long, and what another test passes through on its way it does not prove. The
same test on PostgreSQL takes the same branches.
"""


_COVERAGE = pytest.StashKey[Coverage]()


def add_options(parser: pytest.Parser) -> None:
    group = parser.getgroup("lanes", "how much is tried")
    group.addoption("--fast", action="store_true", help="only what is quick, on SQLite alone")
    group.addoption("--thorough", action="store_true", help="everything on both engines, and more of it")
    group.addoption("--part", choices=get_args(Part), help="only what that script in .ci runs; otherwise all")


def add_marks(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "part(script): which script in .ci runs it, where its file goes to the other")


def leaves_out(path: Path, config: pytest.Config) -> bool | None:
    """Whether a file is not even read."""
    if config.getoption("fast") and _within(path, SLOW):
        return True
    return True if config.getoption("part") == "run" and _only_proofs(path) else None


def part_of(item: pytest.Item) -> Part:
    """Which of the scripts in `.ci` runs a test: exactly one of them, whatever the pace."""
    if _on_postgresql(item):
        return "proofs"
    if mark := item.get_closest_marker("part"):
        part: Part = convert(mark.args[0], Part)
        return part
    return "proofs" if _within(item.path, PROOFS) else "run"


def choose(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the other script's part and the engine that makes no difference; put what takes long to the front."""
    left_out = {item: None for item in items if _is_left_out(item, config)}
    config.hook.pytest_deselected(items=[*left_out])
    # A sort keeps the order of what is alike: that of the files, and within each file.
    items[:] = sorted((item for item in items if item not in left_out), key=lambda item: _turn(item.path))


def _is_left_out(item: pytest.Item, config: pytest.Config) -> bool:
    if config.getoption("part") not in (None, part_of(item)):
        return True
    if config.getoption("thorough"):
        return False
    if config.getoption("fast"):
        return _on_postgresql(item)
    if _params(item).get("database_url") != "postgresql" or _within(item.path, BOTH_ENGINES):
        return False
    return not any(mark.name == "parametrize" and "database_url" in mark.args[0] for mark in item.iter_markers())


def _on_postgresql(item: pytest.Item) -> bool:
    return "postgresql" in _params(item).values() or "postgres_url" in getattr(item, "fixturenames", ())


def measure_what_is_loaded(config: pytest.Config) -> None:
    """Where coverage is measured, load all that it is of, and then count no more until a test runs that is measured."""
    if coverage := Coverage.current():
        for name in convert(coverage.get_option("run:source_pkgs"), list[str]):
            package = import_module(name)
            for module in walk_packages(getattr(package, "__path__", ()), f"{name}."):
                import_module(module.name)
        config.stash[_COVERAGE] = coverage
        # In a worker pytest-cov starts two, and keeps what the last one counts.
        while started := Coverage.current():
            started.stop()


@contextmanager
def measured(item: pytest.Item) -> Iterator[None]:
    """Run a test; where coverage is measured and it is one of MEASURED, but not the second of twins, with it."""
    coverage = item.config.stash.get(_COVERAGE, None)
    if coverage is None or not _within(item.path, MEASURED) or "postgresql" in _params(item).values():
        yield
        return
    coverage.start()
    try:
        yield
    finally:
        coverage.stop()


def _params(item: pytest.Item) -> Mapping[str, object]:
    return item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}


def _only_proofs(path: Path) -> bool:
    """Whether no test of a file goes to `.ci/run`, as far as can be told without running it."""
    return path.suffix == ".py" and _within(path, PROOFS) and "mark.part(" not in path.read_text(encoding="utf-8")


@cache
def _turn(path: Path) -> int:
    return next((n for n, slow in enumerate(SLOW) if _within(path, (slow,))), len(SLOW))


@cache
def _within(path: Path, places: tuple[str, ...]) -> bool:
    return any(path.is_relative_to(TESTS / place) for place in places)
