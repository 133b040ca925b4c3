"""What is read of a file is what somebody sees who opens it."""

import io
import re
import warnings
import zipfile

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from diagnostic.errors import UnreadableFile
from diagnostic.reading import Seen, see
from tests.reading import old_workbook
from tests.reading.open_document import spreadsheet

ROWS = (("email", "Straße"), ("jürgen@novara.example", "Öl, Weg 3"))


def book_of(*rows: tuple[str | None, ...]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    return book


def seen_of(book: openpyxl.Workbook) -> Seen:
    data = io.BytesIO()
    book.save(data)
    return see("list.xlsx", data.getvalue())


def cells(seen: Seen, sheet: int = 0) -> list[tuple[str, ...]]:
    return [row.cells for row in seen.sheets[sheet].rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_text_is_read_in_any_usual_encoding_and_with_any_usual_separator(encoding: str, separator: str) -> None:
    lines = [separator.join(f'"{cell}"' if separator in cell else cell for cell in row) for row in ROWS]
    assert cells(see("list.csv", "\r\n".join(lines).encode(encoding))) == list(ROWS)


def test_letters_that_had_to_be_guessed_are_shown() -> None:
    assert see("list.csv", "Name;Ort\nJürgen;Köln\n".encode("cp1252")).how == (
        "as Windows-1252 (western Europe): check the letters ü ö",
        "columns separated by semicolons",
    )


GERMAN = "Name;Ort\nJürgen;Köln\nMüller;Großhülen\n"
FRENCH = "Prénom;Société\nRené;Génève\nFrançois;L’Oréal\n"
POLISH = "Imię;Nazwisko\nŁukasz;Wójcik\nMałgorzata;Żak\n"
CZECH = "Jméno;Příjmení\nJiří;Dvořák\nLuděk;Černý\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((text, encoding) for text in (GERMAN, FRENCH) for encoding in ("windows-1252", "mac-roman")),
        *((GERMAN, "ibm850"), (POLISH, "windows-1250"), (CZECH, "windows-1250")),
    ],
)
def test_letters_are_guessed_by_what_is_usual_in_a_language(text: str, encoding: str) -> None:
    seen = see("list.csv", text.encode(encoding))
    assert cells(seen) == [tuple(line.split(";")) for line in text.splitlines()]


def test_where_the_guess_is_wrong_somebody_says_what_it_is() -> None:
    data = "Имя;Фирма\nЖанна;Novara\n".encode("windows-1251")
    guessed = see("list.csv", data)
    samples = {each.name: each.sample for each in guessed.encodings}
    assert samples["windows-1251"] == "Имя, Фирма, Жанна"
    assert samples[guessed.encoding].isascii() is False
    assert cells(see("list.csv", guessed.raw, "windows-1251")) == [("Имя", "Фирма"), ("Жанна", "Novara")]


def test_a_text_in_utf_8_that_something_spoiled_in_a_place_is_still_one() -> None:
    seen = see("list.csv", GERMAN.encode() * 3 + b"\xfc;x\n")
    assert seen.encoding == "utf-8"
    assert cells(seen)[1] == ("Jürgen", "Köln")


def test_of_unicode_nothing_is_guessed_and_nothing_kept() -> None:
    seen = see("list.csv", GERMAN.encode())
    assert (seen.encoding, seen.encodings, seen.raw) == ("", (), b"")


def test_a_decimal_comma_is_no_separator() -> None:
    assert cells(see("list.csv", b"name;share\nAda;0,5\nBen;1,5\n"))[1:] == [("Ada", "0,5"), ("Ben", "1,5")]


def test_a_hidden_row_column_and_sheet_are_seen_to_be_hidden() -> None:
    book = book_of(("email", "note"), ("a@novara.example", "x"), ("b@novara.example", "y"))
    first = book.active
    assert first is not None
    first.row_dimensions[3].hidden = True
    first.column_dimensions["B"].hidden = True
    book.create_sheet("lists").append(["Novara"])
    book["lists"].sheet_state = "veryHidden"
    seen = seen_of(book)
    assert [(row.number, row.hidden) for row in seen.sheets[0].rows] == [(1, False), (2, False), (3, True)]
    assert seen.sheets[0].hidden_columns == {1}
    assert [sheet.hidden for sheet in seen.sheets] == [False, True]


def test_a_sheet_that_is_empty_is_none_and_the_first_that_shows_is_meant() -> None:
    book = book_of()
    book.create_sheet("lists").append(["Novara"])
    book["lists"].sheet_state = "hidden"
    book.create_sheet("People").append(["email"])
    seen = seen_of(book)
    assert [sheet.name for sheet in seen.sheets] == ["lists", "People"]
    assert seen.first == 1


def test_a_cell_that_is_painted_far_away_is_no_row() -> None:
    book = book_of(("email",), ("a@novara.example",))
    assert book.active is not None
    book.active["Z9000"].fill = PatternFill("solid", fgColor="FFFF00")
    assert len(seen_of(book).sheets[0].rows) == 2


def test_what_is_not_there_as_one_sees_it_is_said_with_its_place() -> None:
    book = book_of(("email", "company"), ("a@novara.example", "Novara"), ("b@novara.example", None))
    sheet = book.active
    assert sheet is not None
    sheet.merge_cells("B2:B3")
    sheet["C2"], sheet["C3"] = "=1+1", "#N/A"
    seen = seen_of(book)
    assert cells(seen)[1:] == [("a@novara.example", "Novara", ""), ("b@novara.example", "Novara", "")]
    assert [(each.where, each.what.split(" ")[0]) for each in seen.sheets[0].remarks] == [
        ("cell C2", "holds"),
        ("cell C3", "shows"),
        ("cell B2:B3", "are"),
    ]


def test_a_table_that_does_not_begin_in_the_first_column_has_its_looks_in_their_places() -> None:
    book = book_of()
    sheet = book.active
    assert sheet is not None
    for row in ((), (None, None, "email", "company"), (None, None, "a@novara.example", "Novara"), (None, None, "b")):
        sheet.append(row)
    sheet["E3"] = "#N/A"
    sheet.merge_cells("D3:D4")
    sheet.column_dimensions["C"].hidden = True
    (seen,) = seen_of(book).sheets
    assert [row.cells[2:4] for row in seen.rows] == [
        ("email", "company"),
        ("a@novara.example", "Novara"),
        ("b", "Novara"),
    ]
    assert seen.hidden_columns == {2}
    assert [each.where for each in seen.remarks] == ["cell E3", "cell D3:D4"]


def test_a_workbook_of_before_2007_is_seen_like_a_new_one_but_for_its_formulas() -> None:
    seen = see("list.xls", old_workbook.OLD.read_bytes())
    assert seen.sheets == see("list.xlsx", old_workbook.new()).sheets
    assert [row.hidden for row in seen.sheets[0].rows] == [False, False, False, True, False, False]
    assert cells(seen)[2] == ("jo@novara.example", "Novara", "Groß", "2026-03-01 00:00:00", "0.5")
    assert [each.where for each in seen.sheets[0].remarks] == ["cell E6", "cell B5:B6"]
    assert [sheet.hidden for sheet in seen.sheets] == [False, False, False, True]
    assert "formulas" in seen.how[0]


def test_a_broken_workbook_of_before_2007_is_refused_in_words() -> None:
    data = old_workbook.OLD.read_bytes()
    with pytest.raises(UnreadableFile, match="cannot be read as a workbook, or is protected by a password"):
        see("list.xls", data[: len(data) // 3])


def test_a_sheet_of_libre_office_is_read_and_its_hidden_rows_are_said_to_be_unknown() -> None:
    seen = see("list.ods", spreadsheet(ROWS))
    assert cells(seen) == list(ROWS)
    assert seen.how == ("hidden rows of an ODS file cannot be told from others: save it as XLSX to leave them out",)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"\n\n , \n", "is empty"),
        (b"\xd0\xcf\x11\xe0old", "cannot be read as a workbook, or is protected by a password"),
        (b"<html><table><tr><td>email", "is a web page or XML, whatever it is called"),
        (b"PK\x03\x04 no workbook", "cannot be read as a workbook"),
        (b"\xff\xfe\x00", "is no text that can be read"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said) as caught:
        see("list", data)
    assert caught.value.faults[0].where == "list"


def test_a_document_that_is_no_workbook_is_none() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("word/document.xml", "<document/>")
    with pytest.raises(UnreadableFile, match="cannot be read as a workbook"):
        see("letter.docx", data.getvalue())


def test_what_a_library_has_to_say_of_a_workbooks_looks_reaches_nobody() -> None:
    file = io.BytesIO()
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["email", "company"])
    book.save(file)
    unstyled = io.BytesIO()
    with zipfile.ZipFile(file) as before, zipfile.ZipFile(unstyled, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            part = before.read(name)
            # Without a default style openpyxl warns that it takes its own.
            after.writestr(
                name, re.sub(rb"<cellStyles.*?</cellStyles>", b"", part) if name.endswith("styles.xml") else part
            )
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        openpyxl.load_workbook(io.BytesIO(unstyled.getvalue()))
        assert said, "or this would show nothing"
        said.clear()
        assert see("list.xlsx", unstyled.getvalue()).sheets[0].rows[0].cells == ("email", "company")
        assert not said
