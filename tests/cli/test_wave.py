"""``diagnostic wave``, run as whoever keeps the server runs it."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import pytest
from click.testing import CliRunner

from diagnostic.analysis import from_json
from diagnostic.briefing.renderers import RENDERERS
from diagnostic.cli import main
from diagnostic.questionnaire.library import Library
from diagnostic.storage import connection, request_cleanup
from diagnostic.storage.models import Alliance, StoredReport, Wave, WaveState
from diagnostic.survey.closing import close
from diagnostic.survey.comments import decide
from diagnostic.survey.plans import WavePlan, draft_wave
from diagnostic.survey.purging import delete_roster
from diagnostic.survey.reports import publish
from diagnostic.survey.waves import launch
from tests.answering import after_the_end, answer_all, shown_report
from tests.conftest import SECRET
from tests.due import delete_expired_responses
from tests.web.consultant_server import environment, run

on_one_engine = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

IN_ONE_PROCESS = """
import json, sys
from click.testing import CliRunner
from diagnostic.cli import main
done = [CliRunner().invoke(main, ["wave", *words]) for words in json.load(sys.stdin)]
json.dump([(each.exit_code, each.stdout, each.stderr, repr(each.exception)) for each in done], sys.stdout)
"""
"""Starting a process takes seconds, so that one does for many commands."""


class Done(NamedTuple):
    """What became of a command."""

    code: int
    said: str
    error: str
    exception: str


def commands(database_url: str, words: list[list[str]]) -> list[Done]:
    process = subprocess.run(
        [sys.executable, "-c", IN_ONE_PROCESS],
        env=environment(database_url, 8000),
        input=json.dumps(words),
        capture_output=True,
        text=True,
        check=True,
    )
    return [Done(*each) for each in json.loads(process.stdout)]


async def closed(wave: Wave, days_later: int = 0) -> Wave:
    await answer_all(wave, text=lambda side, n: f"Person {n} of {side} says so.")
    await close(wave, SECRET, after_the_end(wave) + timedelta(days=days_later))
    await publish(wave)
    return await Wave.get(id=wave.id)


async def test_a_wave_is_found_verified_and_its_report_corrected(database: str, open_wave: Wave) -> None:
    wave = await closed(open_wave)
    report = await shown_report(wave)
    assert report is not None
    await decide(wave, report.comments[:1], "out")
    (first,) = await StoredReport.filter(wave=wave).values_list("body", flat=True)
    because = "The gaps of two statements were drawn from a to b."
    verified, corrected = commands(
        database, [["verify", str(wave.id)], ["correct", str(wave.id), "--because", f"  {because} "]]
    )
    assert verified.code == 0, verified
    assert "FAILS" not in verified.said
    assert verified.said.count("  holds  ") == 13
    assert verified.said.endswith("All 13 checks hold.\n")
    assert "  Answered              Novara 8, Helix 8\n" in verified.said
    for kept in ("Person 0", "@novara.example", "person0"):
        assert kept not in verified.said

    assert corrected.code == 0, corrected
    assert (
        corrected.said == "The Report has been computed again, and says so. Every page and file shows it from now on.\n"
    )

    old, new = await StoredReport.filter(wave=wave).order_by("number").values_list("body", flat=True)
    assert old == first
    was, now = from_json(str(old)), from_json(str(new))
    assert now.correction is not None
    assert (now.correction.because, was.correction) == (because, None)
    assert (now.release, now.participation, now.statements) == (was.release, was.participation, was.statements)

    shown = await shown_report(wave)
    assert shown is not None
    assert shown.comments_left_out == 1
    assert json.loads(RENDERERS["json"](shown))["correction"]["because"] == because
    page = RENDERERS["html"](shown, "en").decode()
    assert f"This briefing takes the place of an earlier one that was computed wrongly: {because}" in page


@pytest.mark.part("proofs")
@on_one_engine
async def test_a_correction_names_the_later_waves_that_were_compared_with_it(
    database: str, open_wave: Wave, plan: WavePlan, library: Library
) -> None:
    first = await closed(open_wave)
    alliance = await Alliance.get(id=first.alliance_id)
    later = await draft_wave(alliance, plan, library)
    await launch(later, SECRET)
    second = await closed(later, days_later=1)
    # Nothing of the roster is needed to compute a Report anew.
    await delete_roster(alliance)
    because = ["--because", "The scale was turned round."]
    done = commands(database, [["correct", str(wave.id), *because] for wave in (first, second)])
    assert f"Correct them too, in this order:\n  {second.id}  closed" in done[0].said
    assert "Correct them too" not in done[1].said


@pytest.mark.part("proofs")
@on_one_engine
async def test_what_fails_is_said_with_whom_to_tell(database: str, open_wave: Wave) -> None:
    wave = await closed(open_wave)
    await connection().execute_script("DROP TRIGGER report_frozen")
    await request_cleanup()
    done = run(database, "wave", "verify", str(wave.id))
    assert done.returncode == 1
    assert [line.strip() for line in done.stdout.splitlines() if "FAILS" in line] == [
        "FAILS  The database itself refuses to change what was promised to be fixed.",
        "FAILS  After every deletion the database's files were cleaned of it.",
    ]
    last = done.stdout.splitlines()[-1]
    assert last.startswith("2 of 13 checks fail.")
    assert last.endswith("tell Arden Consulting, 1 Quay Street, Bristol, who is responsible for the data.")


@pytest.mark.part("proofs")
@on_one_engine
async def test_what_cannot_be_is_refused_in_words(
    database: str, open_wave: Wave, plan: WavePlan, library: Library
) -> None:
    first = await closed(open_wave)
    alliance = await Alliance.get(id=first.alliance_id)
    destroyed = await Wave.create(
        alliance=alliance,
        kind="pulse",
        state=WaveState.DESTROYED,
        questionnaire={},
        languages=[],
        closes_on=first.closes_on,
        closed_at=first.closed_at,
        invitation_texts={},
    )
    running = await draft_wave(alliance, plan, library)
    await launch(running, SECRET)
    draft = await draft_wave(alliance, plan, library)
    unknown = uuid4()
    because = ("--because", "x")
    table = [
        (("verify", running.id), "This wave has not ended."),
        (("verify", draft.id), "This wave is a draft."),
        (("verify", unknown), f"There is no wave {unknown}. See them all with: diagnostic wave list"),
        (("verify", "the-last-one"), "'the-last-one' is not a valid UUID"),
        (("verify",), "Missing argument 'ID'"),
        (("correct", running.id, *because), "This wave has no Report to correct."),
        (("correct", draft.id, *because), "This wave has no Report to correct."),
        (("correct", destroyed.id, *because), "This wave has no Report to correct."),
        (("correct", unknown, *because), f"There is no wave {unknown}."),
        (("correct", "the-last-one", *because), "'the-last-one' is not a valid UUID"),
        (("correct", first.id), "Missing option '--because'"),
        (("correct", first.id, "--because", "  "), "Say what was wrong; everybody who reads the new Report"),
    ]
    done = commands(database, [[str(word) for word in words] for words, _ in table])
    for each, (words, expected) in zip(done, table, strict=True):
        assert each.code != 0, words
        assert expected in each.error
        assert each.said == "", words
        assert each.exception.startswith("SystemExit"), "an error in words, not one of Python's"
    assert await StoredReport.all().count() == 1

    await delete_expired_responses(datetime.now(UTC) + timedelta(days=120))
    late, listed, verified = commands(
        database, [["correct", str(first.id), *because], ["list"], ["verify", str(destroyed.id)]]
    )
    assert (late.code, late.said) == (1, "")
    assert "The responses of this wave are deleted, so its Report stays as it is." in late.error
    assert (verified.code, verified.said.count("  holds  ")) == (0, 13)
    assert "Nothing was opened: there is no response, no comment and no Report." in verified.said
    assert sorted(listed.said.splitlines()) == sorted(
        f"{wave.id}  {state:<9}  pulse     {wave.closes_on}  Cardiva"
        for wave, state in (
            (first, "closed"),
            (destroyed, "destroyed"),
            (running, "open"),
            (draft, "draft"),
        )
    )
    assert await StoredReport.all().count() == 1


def test_a_page_check_lists_what_a_page_is_made_of_and_refuses_a_wrong_address_in_words() -> None:
    done = CliRunner().invoke(main, ["wave", "page-check"])
    assert done.exit_code == 0
    assert {line.split()[1] for line in done.stdout.splitlines()} == {
        "form.css",
        "sealing.js",
        "form.js",
        "carried.js",
    }
    for nothing in ("http://127.0.0.1:1/a/x", "no address"):
        refused = CliRunner().invoke(main, ["wave", "page-check", nothing])
        assert (refused.exit_code, refused.stdout) == (1, "")
        assert nothing in refused.stderr


def test_where_there_are_no_waves_or_no_tables_it_says_so(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment(sqlite_url, 8000).items():
        monkeypatch.setenv(name, value)
    assert CliRunner().invoke(main, ["wave", "list"]).stdout == "There are no waves yet.\n"
    monkeypatch.setenv("DIAGNOSTIC_DATABASE", f"sqlite:///{tmp_path}/new.sqlite3")
    done = CliRunner().invoke(main, ["wave", "list"])
    assert done.exit_code == 1
    assert "Run “diagnostic migrate” first." in done.stderr
