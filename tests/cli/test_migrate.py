"""``diagnostic migrate``."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from diagnostic.cli import main
from tests.conftest import SECRET


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "diagnostic.sqlite3"
    monkeypatch.setenv("DIAGNOSTIC_DATABASE", f"sqlite:///{file}")
    monkeypatch.setenv("DIAGNOSTIC_SECRET", SECRET)
    return file


def test_it_makes_a_database_and_then_has_nothing_to_do(file: Path) -> None:
    first = CliRunner().invoke(main, ["migrate"])
    assert first.exit_code == 0
    assert "Applied 0001_initial" in first.output
    assert "Copied" not in first.output
    second = CliRunner().invoke(main, ["migrate"])
    assert second.exit_code == 0
    assert "up to date" in second.output
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_it_copies_an_sqlite_file_first_and_says_where(file: Path) -> None:
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE keepsake (words TEXT)")
        database.execute("INSERT INTO keepsake VALUES ('still here')")
    database.close()
    result = CliRunner().invoke(main, ["migrate"])
    assert result.exit_code == 0
    copy = next(file.parent.glob("*.backup"))
    assert f"Copied the database first, to {copy}" in result.output
    # Opened as another file, so that the copy itself stays as it was written.
    opened = sqlite3.connect(shutil.copy(copy, file.parent / "opened"))
    assert opened.execute("SELECT words FROM keepsake").fetchone() == ("still here",)
    opened.close()
