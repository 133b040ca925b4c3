"""A filled template is read whole, or every fault in it is named by row and column."""

import csv
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from diagnostic.cli.collected import Source, settled
from diagnostic.errors import InvalidAnswersFile, NotPossible
from diagnostic.questionnaire import CANT_SAY, Questionnaire
from diagnostic.questionnaire.answers_file import header
from diagnostic.questionnaire.sheet import column_letter
from diagnostic.reading.answers import Collected
from diagnostic.reading.answers.collect import FAULTS
from diagnostic.reading.answers.desk import Besides
from tests.usual_instrument import usual

Table = Sequence[Sequence[str | int | float | datetime | None]]
Read = Callable[..., Collected]
Refuse = Callable[..., list[str]]

HEADINGS = ["side", "function", "trust.candour:we", "trust.candour:they", "owners.pricing:now", "effort", "topics"]
SOUND: Table = [
    HEADINGS,
    ["a", "sales", "4", "2", "us", "60", "trust;roles"],
    ["b", "", "5", "-", "them", "55,5", ""],
]


def taken(path: Path, questionnaire: Questionnaire, attribute: str | None = "function") -> Collected:
    """The answers of a file, given the attribute if there is such a column."""
    names = ("Company A", "Company B")
    try:
        return settled(
            Source(answers=path, questionnaire=questionnaire, companies=names, besides=Besides(attribute=attribute))
        )[1]
    except NotPossible:
        return settled(Source(answers=path, questionnaire=questionnaire, companies=names))[1]


@pytest.fixture
def read(small: Questionnaire, tmp_path: Path) -> Read:
    def read_table(
        table: Table,
        *,
        delimiter: str = ",",
        encoding: str = "utf-8",
        newline: str = "\r\n",
        attribute: str | None = "function",
    ) -> Collected:
        file = tmp_path / "answers.csv"
        with file.open("w", encoding=encoding, newline="") as stream:
            csv.writer(stream, delimiter=delimiter, lineterminator=newline).writerows(table)
        return taken(file, small, attribute)

    return read_table


@pytest.fixture
def refuse(read: Read) -> Refuse:
    def faults(table: Table, **how: str) -> list[str]:
        with pytest.raises(InvalidAnswersFile) as caught:
            read(table, **how)
        return [str(fault) for fault in caught.value.faults]

    return faults


@pytest.fixture
def refuse_bytes(small: Questionnaire, tmp_path: Path) -> Callable[[bytes], list[str]]:
    def faults(data: bytes) -> list[str]:
        file = tmp_path / "answers.csv"
        file.write_bytes(data)
        with pytest.raises(InvalidAnswersFile) as caught:
            taken(file, small)
        return [str(fault) for fault in caught.value.faults]

    return faults


def excel(path: Path, table: Table, *, first_row: int = 1, more_sheets: bool = False) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for number, row in enumerate(table, start=first_row):
        for column, value in enumerate(row, start=1):
            sheet.cell(row=number, column=column).value = value
    if more_sheets:
        book.create_sheet("Notes")["A1"] = "for me"
    book.save(path)
    return path


def people(file: Collected) -> list[dict[str, object]]:
    """What each person answered, with side and group; what is not there is left out."""
    return [
        {"side": answers.side, **({"group": group} if group else {}), **answers.values}
        for answers, group in file.people
    ]


class TestASoundFile:
    def test_it_gives_each_persons_answers_about_companies(self, read: Read) -> None:
        file = read(SOUND)
        first, second = people(file)
        assert first == {
            "side": "a",
            "group": "sales",
            "trust.candour@a": 4,
            "trust.candour@b": 2,
            "owners.pricing:now": "a",
            "effort": 60.0,
            "topics": ("trust", "roles"),
        }
        assert second == {
            "side": "b",
            "trust.candour@b": 5,
            "trust.candour@a": CANT_SAY,
            "owners.pricing:now": "a",
            "effort": 55.5,
        }

    def test_its_attribute_is_the_column_that_was_named(self, read: Read) -> None:
        assert read(SOUND).attribute == "function"
        assert read(SOUND, attribute="-").attribute is None
        assert read([["side", "effort"], ["a", "1"]]).attribute is None

    def test_questions_without_a_column_are_named_as_not_asked(self, read: Read) -> None:
        assert read(SOUND).absent == (
            "trust.candour:they_of_us", "value.zero_sum:we", "value.zero_sum:they", "value.credit",
            "owners.pricing:better", "owners.training:now", "owners.training:better", "remark",
        )  # fmt: skip

    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
    def test_it_may_come_from_any_spreadsheet(self, read: Read, delimiter: str, encoding: str) -> None:
        assert read(SOUND, delimiter=delimiter, encoding=encoding) == read(SOUND)

    @pytest.mark.parametrize("newline", ["\n", "\r\n"])
    def test_its_lines_may_end_either_way(self, read: Read, newline: str) -> None:
        assert read(SOUND, newline=newline) == read(SOUND)

    def test_a_note_on_the_separator_is_no_row(self, small: Questionnaire, tmp_path: Path) -> None:
        (tmp_path / "answers.csv").write_text("sep=;\nside;effort\na;5\n", encoding="utf-8")
        assert people(taken(tmp_path / "answers.csv", small)) == [{"side": "a", "effort": 5.0}]

    def test_capitals_and_blanks_around_headings_and_sides_are_forgiven(self, read: Read) -> None:
        assert people(read([[" Side", "Effort "], [" B ", "5"]])) == [{"side": "b", "effort": 5.0}]

    def test_a_usual_instrument_is_read_as_it_was_answered(self, tmp_path: Path) -> None:
        file = tmp_path / "answers.csv"
        file.write_text(
            "side,loyal_3,Often_2,THEM_1:they,channel,CHANNEL.Other\na,0,5,-,phone,\nb,10,1,2,other,by fax\n",
            encoding="utf-8",
        )
        found = taken(file, usual())
        assert people(found) == [
            {
                "side": "a",
                "LOYAL_3@alliance": 1,
                "OFTEN_2@alliance": 5,
                "THEM_1@b": CANT_SAY,
                "CHANNEL": ("phone",),
            },
            {
                "side": "b",
                "LOYAL_3@alliance": 11,
                "OFTEN_2@alliance": 1,
                "THEM_1@a": 2,
                "CHANNEL": ("other",),
                "CHANNEL.other": "by fax",
            },
        ]
        assert found.comments(usual()) == [("CHANNEL.other", "b", "by fax")]

    def test_what_is_out_of_range_is_told_in_numbers_as_they_are_read(self, tmp_path: Path) -> None:
        file = tmp_path / "answers.csv"
        file.write_text("side,LOYAL_3\na,11\n", encoding="utf-8")
        with pytest.raises(InvalidAnswersFile, match="give a whole number from 0 to 10"):
            taken(file, usual())

    def test_whole_numbers_may_be_written_as_statistics_programs_do(self, read: Read) -> None:
        assert people(read([["side", "value.credit"], ["a", "4.0"]])) == [{"side": "a", "value.credit@alliance": 4}]

    def test_blank_rows_are_passed_over(self, read: Read) -> None:
        assert len(people(read([*SOUND[:2], [], ["", " ", ""], SOUND[2]]))) == 2

    def test_a_comment_may_have_lines_separators_and_quotation_marks(self, read: Read, small: Questionnaire) -> None:
        said = 'one, "two"\nthree'
        assert read([["side", "remark"], ["a", said]]).comments(small) == [("remark", "a", said)]

    def test_the_header_of_the_template_is_read_back(self, read: Read, small: Questionnaire) -> None:
        headings = header(small, "function")
        row = ["a", "sales", *("" for _ in small.fields())]
        row[headings.index("effort")] = "7"
        file = read([headings, row])
        assert (file.attribute, file.absent) == ("function", ())


class TestExcel:
    def test_a_workbook_gives_the_same_as_a_csv(self, read: Read, small: Questionnaire, tmp_path: Path) -> None:
        table: Table = [
            HEADINGS,
            ["a", "sales", 4, 2, "us", 60, "trust;roles"],
            ["b", None, 5, "-", "them", 55.5, None],
        ]
        assert taken(excel(tmp_path / "answers.xlsx", table), small) == read(SOUND)

    @pytest.mark.part("proofs")
    def test_faults_carry_the_row_numbers_that_excel_shows(self, small: Questionnaire, tmp_path: Path) -> None:
        table: Table = [["side", "effort"], ["a", 50], [None, None], ["b", 101]]
        with pytest.raises(InvalidAnswersFile) as caught:
            taken(excel(tmp_path / "answers.xlsx", table), small)
        assert str(caught.value) == "row 4, column effort: give a number from 0 to 100, or nothing"

    @pytest.mark.part("proofs")
    def test_headings_may_stand_below_other_rows(self, read: Read, small: Questionnaire, tmp_path: Path) -> None:
        assert taken(excel(tmp_path / "answers.xlsx", SOUND, first_row=3), small) == read(SOUND)

    @pytest.mark.part("proofs")
    def test_of_several_sheets_the_first_is_read(self, read: Read, small: Questionnaire, tmp_path: Path) -> None:
        assert taken(excel(tmp_path / "answers.xlsx", SOUND, more_sheets=True), small) == read(SOUND)

    def test_a_broken_workbook_is_named(self, refuse_bytes: Callable[[bytes], list[str]]) -> None:
        (fault,) = refuse_bytes(b"PK\x03\x04 and then nothing of use")
        assert fault == "answers.csv: cannot be read as a workbook; save it as XLSX or as “CSV UTF-8”"

    def test_an_old_or_protected_workbook_is_named(self, refuse_bytes: Callable[[bytes], list[str]]) -> None:
        (fault,) = refuse_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
        assert (
            fault
            == "answers.csv: cannot be read as a workbook, or is protected by a password; save it as XLSX without one"
        )


@pytest.mark.parametrize(
    ("column", "cell", "what"),
    [
        ("trust.candour:we", "6", 'give a whole number from 1 to 5, - for "can\'t say", or nothing'),
        ("trust.candour:we", "4.5", 'give a whole number from 1 to 5, - for "can\'t say", or nothing'),
        ("owners.pricing:now", "Novara", "give us, them, joint, nobody or unknown"),
        ("effort", "lots", "give a number from 0 to 100, or nothing"),
        ("topics", "weather", "give topics of this list, joined by semicolons: trust, roles, value"),
        ("topics", "trust;roles;value", "give at most 2 topics"),
        ("remark", "x" * 21, "shorten the text to 20 characters"),
    ],
)
def test_a_bad_answer_is_named_by_row_and_column_and_never_repeated(
    refuse: Refuse, column: str, cell: str, what: str
) -> None:
    sound = ["b", "3", ""]
    assert refuse([["side", "value.credit", column], sound, ["a", "3", cell]]) == [f"row 3, column {column}: {what}"]


def test_a_row_without_answers_is_named(refuse: Refuse) -> None:
    assert refuse([["side", "effort"], ["a", "5"], ["b", ""]]) == ["row 3: nothing is answered; delete the row"]


def test_there_are_words_for_every_fault_an_answer_can_have() -> None:
    codes = {"rating", "one_answer", "owner", "number", "unknown_option", "too_many", "too_long", "nothing_answered"}
    assert set(FAULTS) == codes


@pytest.mark.parametrize("side", ["", "c", "Novara", "1"])
def test_a_bad_side_is_named(refuse: Refuse, side: str) -> None:
    assert refuse([["side", "effort"], [side, "5"]]) == ["row 2, column side: give a or b"]
    assert refuse([["side", "effort"], *[[side, "5"]] * 3]) == ["rows 2, 3 and 4, column side: give a or b"]


def test_all_faults_are_found_at_once_also_in_rows_without_a_side(refuse: Refuse) -> None:
    assert refuse(
        [HEADINGS, ["?", "sales", "9", "2", "me", "60", ""], *SOUND[1:], ["b", "", "1", "0", "", "-5", ""]]
    ) == [
        "row 2, column side: give a or b",
        'row 2, column trust.candour:we: give a whole number from 1 to 5, - for "can\'t say", or nothing',
        "row 2, column owners.pricing:now: give us, them, joint, nobody or unknown",
        'row 5, column trust.candour:they: give a whole number from 1 to 5, - for "can\'t say", or nothing',
        "row 5, column effort: give a number from 0 to 100, or nothing",
    ]


HOW = " Say it in a mapping; `diagnostic answers` writes one down."


class TestHeadings:
    def test_a_missing_side_is_asked_about_beside_the_faults_of_the_rows(self, refuse: Refuse) -> None:
        assert refuse([["effort"], ["101"]]) == [
            "answers.csv: Where does it say which company somebody is of? Say it with --company, or in a mapping.",
            "row 2, column effort: give a number from 0 to 100, or nothing",
        ]

    def test_a_column_that_stands_there_twice_is_asked_about(self, refuse: Refuse) -> None:
        assert refuse([["side", "effort", "value.credit", "effort"], ["a", "1", "2", "3"]]) == [
            "answers.csv: “effort” is taken for what is likely by wording or by place. Is that right?" + HOW
        ]

    def test_a_misspelt_question_is_asked_about(self, refuse: Refuse) -> None:
        assert refuse([["side", "effort", "trust.candor:we"], ["a", "1", "2"]]) == [
            "answers.csv: “trust.candor:we” is taken for what is likely by wording or by place. Is that right?" + HOW
        ]

    def test_what_is_no_question_is_never_taken_for_the_attribute_unasked(self, refuse: Refuse) -> None:
        rows = [["ab"[n % 2], "5", ["sales", "access"][n // 2 % 2], f"p{n}@x.example"] for n in range(8)]
        assert refuse([["side", "effort", "Bereich", "Mail"], *rows], attribute=None) == [
            "answers.csv: Is “Bereich” the one attribute to keep with an answer, such as a function?"
            " Say it with --attribute; - is for none."
        ]

    def test_a_column_that_is_empty_throughout_is_passed_over(self, read: Read) -> None:
        assert len(people(read([["side", "", "effort", ""], ["a", "", "1", " "]]))) == 1

    def test_a_row_longer_than_the_headings_is_named(self, refuse: Refuse) -> None:
        assert refuse([["side", "effort"], ["a", "1"], ["b", "2", "3"]]) == [
            "row 3: has more cells than there are headings; a text with a separator in it must stand in quotation marks"
        ]

    def test_a_file_without_any_question_is_refused(self, refuse: Refuse) -> None:
        assert refuse([["side", "function"], ["a", "sales"]]) == [
            "answers.csv: Which columns are the questions of small?" + HOW
        ]


class TestFilesThatCannotBeRead:
    def test_an_empty_file(self, refuse_bytes: Callable[[bytes], list[str]]) -> None:
        assert refuse_bytes(b"") == ["answers.csv: is empty; choose the file that holds the table"]

    def test_a_file_with_headings_only(self, refuse: Refuse) -> None:
        assert refuse([HEADINGS]) == ["answers.csv: There is nobody in this table below its heading." + HOW]

    def test_a_quotation_mark_that_is_never_closed(self, refuse_bytes: Callable[[bytes], list[str]]) -> None:
        assert refuse_bytes(b'side,remark\na,fine\nb,"never closed\na,lost\n') == [
            "row 3: a quotation mark is opened or closed alone, so nothing from here on can be read"
        ]

    def test_a_file_that_is_not_there(self, small: Questionnaire, tmp_path: Path) -> None:
        with pytest.raises(InvalidAnswersFile, match=r"nowhere.csv: cannot be read \(No such file or directory\)"):
            taken(tmp_path / "nowhere.csv", small)


@pytest.mark.parametrize(("index", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (702, "AAA")])
def test_columns_are_lettered_as_in_a_spreadsheet(index: int, letter: str) -> None:
    assert column_letter(index) == letter
