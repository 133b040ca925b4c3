"""A file of answers whose questions nobody has yet becomes a questionnaire, which then reads that file."""

import csv
import io
from collections.abc import Sequence

import pytest

from diagnostic.errors import UnreadableFile
from diagnostic.questionnaire import Choice, Number, Rating, Text
from diagnostic.reading.answers.degrees import in_order, lists_of_labels
from diagnostic.reading.answers.desk import Besides, look, read
from diagnostic.reading.companies import RosterOf
from diagnostic.reading.instruments.reading import read_instrument
from tests.reading import old_workbook
from tests.reading.instruments.bringing import SUPPLIED

LABELS = ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree")
OF = RosterOf(companies={"a": ("Bergwald",), "b": ("Lunaris",)}, domains={"a": (), "b": ()}, languages=("en",))
HEADINGS = [
    ["ResponseId", "Finished", "Q1", "Q2_1", "Q2_2", "Q3", "Q4", "Q5", "Q6"],
    [
        "Response ID", "Finished", "Your company?", "How far? - We are on time.", "How far? - They are on time.",
        "How likely are you to recommend us?", "How do you mostly talk?", "Years with us", "Anything else?",
    ],
    [f'{{"ImportId": "{n}"}}' for n in range(9)],
]  # fmt: skip


def written(rows: Sequence[Sequence[object]], separator: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode()


def export() -> bytes:
    rows: list[list[object]] = [
        [
            f"R_{n}", "True", ["Bergwald", "Lunaris"][n % 2], LABELS[n % 5], LABELS[(n + 2) % 5], n % 11,
            ["phone", "mail", "in person"][n % 3], 12 + n, f"Something that {n} wrote" if n % 2 else "",
        ]
        for n in range(22)
    ]  # fmt: skip
    return written([*HEADINGS, *rows])


def test_each_column_is_asked_as_its_answers_tell_and_the_rest_is_listed() -> None:
    made = read_instrument("export.csv", export(), name="theirs", supplied=SUPPLIED)
    items = {item.id: item for item in made.questionnaire.items}
    rating, likely, channel = items["Q2_1"], items["Q3"], items["Q4"]
    assert isinstance(rating, Rating)
    assert made.questionnaire.labels("en", rating) == LABELS
    assert made.questionnaire.text("en", "items.Q2_1.alliance", brand="") == "We are on time."
    assert isinstance(likely, Rating)
    assert (likely.lowest, likely.points) == (0, 11)
    assert isinstance(channel, Choice)
    assert channel.at_most == 1
    assert isinstance(items["Q5"], Number)
    assert isinstance(items["Q6"], Text)
    told = [str(fault) for fault in (*made.assumed, *made.left_out)]
    assert "column “Q1”: says the company, which is asked of nobody here: links know it" in told
    assert any("is a file of answers of Qualtrics" in each for each in told)
    columns = {column for column in HEADINGS[0] if column in items or any(f"“{column}”" in each for each in told)}
    assert columns == set(HEADINGS[0]), "each column is asked, or listed"


def test_the_questionnaire_that_comes_out_reads_the_file_without_a_question() -> None:
    made = read_instrument("export.csv", export(), name="theirs", supplied=SUPPLIED)
    desk = look(export(), "export.csv", made.questionnaire, OF)
    assert [str(question) for question in desk.reading.questions] == []
    assert dict(desk.reading.sides) == {"a": 11, "b": 11}
    assert not desk.reading.faulty


OFTEN = ("nie", "eher selten", "eher häufig", "sehr häufig")


def of_no_tool() -> bytes:
    """A row a person, as a statistics program or an old hand writes it: nothing says which tool it is."""
    head = [
        "Nr",
        "begonnen",
        "Firma",
        "Wie oft sprechen Sie? [am Telefon]",
        "Wie oft sprechen Sie? [vor Ort]",
        "F1",
        "F2",
    ]
    channels = ("Mail; Chat", "Telefon")
    rows: list[list[object]] = [
        [
            700 + n, f"2026-03-{n + 1:02} 09:00", ["Bergwald", "Lunaris"][n % 2], OFTEN[n % 4], OFTEN[1 + n % 3],
            channels[n % 2], "(Sehr) 6" if n % 3 else str(1 + n % 5),
        ]
        for n in range(16)
    ]  # fmt: skip
    return written([head, *rows], ";")


def test_a_table_of_no_tool_with_a_row_a_person_becomes_a_questionnaire_that_reads_it() -> None:
    made = read_instrument("umfrage.csv", of_no_tool(), name="ours", supplied=SUPPLIED, language="de")
    phone, site, channel, strength = made.questionnaire.items
    assert isinstance(phone, Rating)
    assert isinstance(site, Rating)
    assert made.questionnaire.labels("de", phone) == made.questionnaire.labels("de", site) == OFTEN
    assert isinstance(channel, Choice)
    assert len(channel.options) == 2, "a semicolon inside of an answer divides nothing"
    assert isinstance(strength, Rating)
    assert (strength.points, made.questionnaire.text("de", "items.F2.alliance", brand="")) == (7, "F2")
    told = [str(fault) for fault in (*made.assumed, *made.left_out)]
    assert (
        "the file: is taken for a table of answers, a row a person: its columns are what was asked, column A in row 2"
        in told
    )
    assert "column “Nr”: numbers the rows" in told
    assert "column “begonnen”: says when, which is asked of nobody here" in told
    desk = look(of_no_tool(), "umfrage.csv", made.questionnaire, OF)
    assert not desk.reading.faulty
    assert dict(desk.reading.sides) == {"a": 8, "b": 8}
    assert [question.where for question in desk.reading.questions] == []


def test_answers_that_are_a_languages_code_are_no_heading() -> None:
    titles = ["Was machen Sie?", "", "Und Sie?", "Wie oft?", ""]
    names = ["Planen", "Bauen", "Prüfen", "Plan", "Bau"]
    rows = [[*(["Ja", "Nein"][(n + k) % 2] for k in range(3)), OFTEN[n % 4], OFTEN[(n + 1) % 4]] for n in range(12)]
    data = written([titles, names, *rows], ";")
    made = read_instrument("umfrage.csv", data, name="ours", supplied=SUPPLIED, language="de")
    assert [type(item) for item in made.questionnaire.items] == [Choice, Choice, Choice, Rating, Rating]
    desk = look(data, "umfrage.csv", made.questionnaire, OF)
    assert set(desk.mapping.columns) >= {"Was machen Sie? – Planen", "Wie oft? – Bau"}
    assert not desk.mapping.doubtful


def test_a_table_that_says_something_else_in_each_row_is_none_of_answers() -> None:
    data = written([["Was", "Wie"], *([f"Satz {n}", f"Wort {n}"] for n in range(20))])
    with pytest.raises(UnreadableFile, match="neither a survey we know nor a table with a row a person"):
        read_instrument("liste.csv", data, name="ours", supplied=SUPPLIED)


def test_an_instrument_stands_in_a_workbook_of_before_2007() -> None:
    made = read_instrument("list.xls", old_workbook.OLD.read_bytes(), name="old", supplied=SUPPLIED)
    (item,) = made.questionnaire.items
    assert isinstance(item, Rating)
    assert item.points == 7


@pytest.mark.parametrize(
    "labels",
    [
        ("Not at all important", "Not too important", "Somewhat important", "Very important"),
        ("Very unfavorably", "Somewhat unfavorably", "Neither (neutral)", "Somewhat favorably", "Very favorably"),
        ("Never", "Rarely", "Sometimes", "Often", "Always"),
        ("Nicht wichtig", "Kaum wichtig", "Mäßig wichtig", "Wichtig", "Sehr wichtig"),
        ("Stimme gar nicht zu", "Stimme eher nicht zu", "Stimme eher zu", "Stimme vollständig zu"),
        ("Very dissatisfied", "Dissatisfied", "Neutral", "Satisfied", "Very satisfied"),
    ],
)
def test_labels_are_put_in_order_by_their_words(labels: tuple[str, ...]) -> None:
    assert in_order(sorted(labels)) == labels


@pytest.mark.parametrize("labels", [("phone", "mail", "visit"), ("18-29", "30-44", "45-60"), ("Yes", "No")])
def test_what_are_no_degrees_have_no_order(labels: tuple[str, ...]) -> None:
    assert in_order(labels) is None


def test_columns_of_one_list_share_it_though_none_has_every_answer() -> None:
    assert lists_of_labels([("Never", "Often", "Always"), ("Rarely", "Often", "Sometimes")]) == [
        ("Never", "Rarely", "Sometimes", "Often", "Always")
    ]


def test_the_column_of_the_company_can_be_said_and_rows_that_cannot_be_taken_left_out() -> None:
    made = read_instrument("umfrage.csv", of_no_tool(), name="ours", supplied=SUPPLIED)
    data = of_no_tool().replace(b";Bergwald;", b";;", 1).replace(b";Lunaris;", b";Acme;", 1).replace(b"Firma", b"Haus")
    besides = Besides(company="Haus", leave_out=True)
    desk, collected = read(data, "umfrage.csv", made.questionnaire, OF, None, besides)
    assert desk.reading.settled
    assert (len(collected.people), dict(desk.reading.sides)) == (14, {"a": 7, "b": 7})
    assert [fault.where for fault in desk.reading.left_out] == ["row 2", "row 3"]
