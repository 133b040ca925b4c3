"""A file of answers whose questions nobody has yet becomes a questionnaire, which then reads that file."""

import csv
import io

from diagnostic.questionnaire import Choice, Number, Rating, Text
from diagnostic.reading.answers.desk import look
from diagnostic.reading.companies import RosterOf
from diagnostic.reading.instruments.reading import read_instrument
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


def export() -> bytes:
    rows = [
        [
            f"R_{n}", "True", ["Bergwald", "Lunaris"][n % 2], LABELS[n % 5], LABELS[(n + 2) % 5], n % 11,
            ["phone", "mail", "in person"][n % 3], 12 + n, f"Something that {n} wrote" if n % 2 else "",
        ]
        for n in range(22)
    ]  # fmt: skip
    text = io.StringIO()
    csv.writer(text).writerows([*HEADINGS, *rows])
    return text.getvalue().encode()


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
