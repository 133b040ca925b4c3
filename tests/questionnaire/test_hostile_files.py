"""Files from outside: what is too much is refused in words, and soon; what a salesforce needs is read."""

import pickle
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from click.testing import CliRunner

from diagnostic.cli import main
from diagnostic.errors import MOST_SHOWN, Fault, InvalidRoster, UnreadableFile
from diagnostic.questionnaire.sheet import LARGEST, LONGEST_CELL, MOST_COLUMNS, MOST_ROWS
from diagnostic.reading import see
from diagnostic.resource_limits import run_limited
from diagnostic.storage.models import Alliance
from diagnostic.survey.roster import Roster, read_roster
from tests.questionnaire import hostile_files


@pytest.fixture(scope="module")
def reader() -> Iterator[Executor]:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
        yield executor


def refused(reader: Executor, data: bytes, alliance: Alliance) -> str:
    with pytest.raises(InvalidRoster) as error:
        reader.submit(run_limited, read_roster, data, "r.xlsx", alliance, ["en"]).result(timeout=60)
    return str(error.value)


@pytest.mark.part("proofs")
def test_a_small_file_that_holds_far_too_much_is_refused(reader: Executor, alliance_without_database: Alliance) -> None:
    assert "holds far more than it seems" in refused(reader, hostile_files.one_long_string(), alliance_without_database)
    assert "holds far more than it seems" in refused(
        reader, hostile_files.larger_than_it_says(), alliance_without_database
    )
    assert f"more than {MOST_ROWS:,} rows" in refused(
        reader, hostile_files.many_rows(100_000), alliance_without_database
    )


def test_what_cannot_be_foreseen_ends_with_its_process_and_nothing_else(alliance_without_database: Alliance) -> None:
    with (
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor,
        pytest.raises((BrokenExecutor, MemoryError)),
    ):
        executor.submit(
            run_limited, read_roster, hostile_files.far_corner(), "r.xlsx", alliance_without_database, ["en"]
        ).result(timeout=60)


@pytest.mark.part("proofs")
def test_a_salesforce_of_ten_thousand_a_side_is_read(reader: Executor, alliance_without_database: Alliance) -> None:
    read: Roster = reader.submit(
        run_limited, read_roster, hostile_files.honest(), "r.csv", alliance_without_database, ["en"]
    ).result(timeout=60)
    assert len(read.lines) == 20_000


@pytest.mark.part("proofs")
def test_the_first_fifty_faults_are_shown_and_the_rest_counted(
    reader: Executor, alliance_without_database: Alliance
) -> None:
    lines = refused(reader, hostile_files.faulty(20_000), alliance_without_database).splitlines()
    assert len(lines) == MOST_SHOWN + 1
    assert lines[:2] == [
        "companies: Which company is “Nobody”?",
        "row 2: “broken0” is no mail address: An email address must have an @-sign.",
    ]
    assert lines[-1] == "and 19,951 more", "addresses, each another; the company is asked for once"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("a,b\nx\0y,1\n", "row 2: the cell in column A holds a control character (U+0000); type it again"),
        ("a\x07,b\n1,1\n", "row 1: the cell in column A holds a control character (U+0007); type it again"),
        (f"a,b\n1,{'x' * (LONGEST_CELL + 1)}\n", "row 2: the cell in column B is longer than 10,000 characters"),
        ("a" + ",a" * MOST_COLUMNS, "row 1: has more than 500 columns; delete those that are not meant"),
        ("a\n" + "1\n" * (MOST_ROWS + 1), "row 25002: is the first of more than 25,000 rows; divide the file"),
        ("a" * (LARGEST + 1), "f: is larger than 20 MB; keep a line a person"),
    ],
)
def test_a_fault_of_a_file_says_where_it_is(data: str, said: str) -> None:
    try:
        (sheet,) = see("f", data.encode()).sheets
        faults = [f"row {row}: {why}" for row, why in sheet.unread.items()]
    except UnreadableFile as error:
        faults = [str(error)]
    assert len(faults) == 1
    assert faults[0].startswith(said)


@pytest.mark.part("proofs")
def test_the_command_line_reads_within_the_same_limits(tmp_path: Path) -> None:
    """Or the machine would be out of memory before anything could be said."""
    file = tmp_path / "answers.xlsx"
    for data, said in (
        (hostile_files.far_corner(), "answers.xlsx: takes too long to read"),
        (hostile_files.one_long_string(), "answers.xlsx: holds far more than it seems"),
    ):
        file.write_bytes(data)
        words = ["report", str(file), "--questionnaire", "alliance-pulse", "--out", str(tmp_path / "out")]
        result = CliRunner().invoke(main, words)
        assert result.exit_code == 1
        assert said in result.output


def test_faults_are_carried_from_one_process_to_another() -> None:
    error = InvalidRoster([Fault(f"row {row}", f"{row % 55} is wrong") for row in range(70)])
    carried = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert (carried.faults, carried.more, str(carried)) == (error.faults, 5, str(error))
    assert carried.total == error.total == 70


def test_names_that_look_the_same_are_the_same() -> None:
    alliance = Alliance(
        company_a="Novara", company_b="Müller & Söhne", domains_a=["n.example"], domains_b=["m.example"], attribute=None
    )
    roster = "email,company\np1@m.example,Mu\u0308ller & So\u0308hne\np2@m.example,Müller\u00a0&\u200b Söhne\n"
    assert [line.side for line in read_roster(roster.encode(), "r.csv", alliance, ["en"]).lines] == ["b", "b"]
