"""How a list of people is read, on the command line."""

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from diagnostic.cli import main
from tests.reading.old_workbook import OLD


def run(file: Path, *options: str) -> Result:
    names = ["--company-a", "Bergwald Pharma GmbH", "--company-b", "Lunaris Inc.", "--domain-a", "bergwald.example"]
    return CliRunner().invoke(main, ["roster", str(file), *names, "--attribute", "function", *options])


def test_it_shows_columns_people_and_what_was_left_out(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Verteiler", None, None, None],
        ["Vorname", "Nachname", "E-Mail", "Firma"],
        ["Ada", "Ost", "ada@bergwald.example", "Bergwald"],
        ["Ben", "West", "ben@lunaris.example", "Lunaris"],
        ["Cem", "Nord", "cem@lunaris.example", "Lunaris"],
    ):
        sheet.append(row)
    sheet.row_dimensions[5].hidden = True
    book.save(tmp_path / "list.xlsx")
    result = run(tmp_path / "list.xlsx")
    assert result.exit_code == 0, result.output
    assert "1 of Bergwald Pharma GmbH, 1 of Lunaris Inc." in result.output
    assert "Vorname → first_name" in result.output
    assert "row 3: ada@bergwald.example, Bergwald Pharma GmbH, Ada Ost" in result.output
    assert "row 5: is hidden in the file" in result.output


def test_whatever_is_open_is_named_and_the_exit_status_says_so(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("mail,company,Abteilung\nada@bergwald.example,Acme,Sales\nbroken,Bergwald,Sales\n")
    result = run(file)
    assert result.exit_code == 1
    assert "list.csv: Which company is “Acme”?" in result.output
    assert "list.csv: Which column is “function”, if any?" in result.output
    assert "row 3: “broken” is no mail address" in result.output


@pytest.mark.part("proofs")
def test_a_file_that_cannot_be_read_is_refused_in_words(tmp_path: Path) -> None:
    file = tmp_path / "list.xlsx"
    file.write_bytes(b"PK\x03\x04 and nothing of use")
    result = run(file)
    assert result.exit_code == 1
    assert "list.xlsx: cannot be read as a workbook" in result.output


def test_a_workbook_of_before_2007_is_read_less_what_is_hidden(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["roster", str(OLD), "--company-a", "Novara", "--company-b", "Helix"])
    assert result.exit_code == 0, result.output
    assert "1 of Novara, 2 of Helix" in result.output
    assert "row 4: is hidden in the file" in result.output
    assert "cell B5:B6: are joined cells" in result.output


def test_letters_that_had_to_be_guessed_are_shown_and_can_be_said(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes("mail,company,name\nada@bergwald.example,Bergwald,Жанна\n".encode("windows-1251"))
    assert "    windows-1251: Жанна\n" in run(file).output
    result = run(file, "--encoding", "windows-1251")
    assert "Bergwald Pharma GmbH, Жанна" in result.output
    refused = run(file, "--encoding", "morse")
    assert refused.exit_code == 2
    assert "'morse' is none of utf-8, windows-1252," in refused.output
