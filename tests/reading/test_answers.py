"""Answers from other tools' files: what is recognised, what is asked, and that no row gets lost."""

import csv
import io
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from diagnostic.questionnaire import Rating
from diagnostic.questionnaire.library import Library
from diagnostic.reading import Seen, SeenRow, SeenSheet, see, see_text
from diagnostic.reading.answers import AnswersReading, Collected, Repairs, collect, suggest
from diagnostic.reading.answers.desk import keeping
from diagnostic.reading.companies import RosterOf
from tests.reading import old_workbook

PULSE = Library.load().named("alliance-pulse")
OF = RosterOf(
    companies={"a": ("Bergwald Pharma GmbH", "Bergwald"), "b": ("Lunaris Therapeutics Inc.", "Lunaris")},
    domains={"a": ("bergwald.example",), "b": ("lunaris.example",)},
    languages=("en", "de"),
)
RATED = [field for field in PULSE.fields() if field != "whats_new"]
ENGLISH = ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree")
GERMAN = ("Stimme gar nicht zu", "Stimme eher nicht zu", "Teils, teils", "Stimme eher zu", "Stimme voll zu")


def table(rows: Sequence[Sequence[object]], separator: str = ",") -> Seen:
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    return see("export.csv", text.getvalue().encode())


def read(seen: Seen, **said: object) -> tuple[Collected, AnswersReading]:
    return collect(seen, replace(suggest(seen, PULSE, OF), **said), Repairs(), PULSE, OF)


def asked(reading: AnswersReading) -> list[str]:
    return [question.where for question in reading.questions]


def points(number: int) -> list[int]:
    """Answers to the nine ratings, not all alike, of the person with a number."""
    return [(number * 3 + place * 2) % 5 + 1 for place in range(len(RATED))]


def rated(collected: Collected) -> list[list[object]]:
    fields = PULSE.fields()
    return [
        [answers.values.get(fields[field].key(field, answers.side)) for field in RATED]
        for answers, _ in collected.people
    ]


def wordings(language: str, us: str = "Bergwald", them: str = "Lunaris") -> list[str]:
    """How the nine ratings are asked."""
    keys = [
        f"items.{item.id}.{item.asked_in(field)}" for field, item in PULSE.fields().items() if isinstance(item, Rating)
    ]
    return [PULSE.text(language, key, us=us, them=them, brand="") for key in keys]


def labelled(labels: Sequence[str], number: int) -> list[str]:
    """The answers of a person, by their labels."""
    return [labels[point - 1] for point in points(number)]


def test_none_of_these_and_cant_say_of_a_number_are_read_in_words_codes_and_ticks() -> None:
    health = Library.load().named("alliance-health-2")
    heading = ["side", "workshop_topics", "effort_share", "sales_plan"]
    said = [
        ["None of these", "can't say", "110"],
        ["Nichts davon; Trust between the companies", "-", "n/a"],
        ["none", "60", ""],
    ]
    seen = table([heading, *([side, *row] for side in "ab" for row in said)])
    found, reading = collect(seen, suggest(seen, health, OF), Repairs(), health, OF)
    values = [answers.values for answers, _ in found.people]
    assert [each.get("workshop_topics") for each in values] == [("none",), ("trust",), ("none",)] * 2
    assert [each.get("effort_share") for each in values] == [-1, -1, 60] * 2
    assert [each.get("sales_plan") for each in values] == [110, None, None] * 2
    assert [each["effort_share"] for each in reading.examples] == ["-", "-", "60"] * 2
    assert not reading.faulty
    ticked = table([["side", "workshop_topics=trust", "workshop_topics=none"], ["a", "1", "0"], ["b", "0", "1"]])
    found, _ = collect(ticked, suggest(ticked, health, OF), Repairs(), health, OF)
    assert [answers.values["workshop_topics"] for answers, _ in found.people] == [("trust",), ("none",)]


class TestTools:
    """What each tool writes: its headings, its words for answers, and rows that do not count."""

    def test_qualtrics_with_three_heading_rows(self) -> None:
        names = [f"Q4_{n}" for n, _ in enumerate(RATED, start=1)]
        asked = [f"Please rate - {text}" for text in wordings("en")]
        seen = table(
            [
                ["StartDate", "Status", "Finished", "ResponseId", "Q1", *names],
                [
                    "Start Date",
                    "Response Type",
                    "Finished",
                    "Response ID",
                    "Your employer",
                    *asked,
                ],
                [f'{{"ImportId": "{name}"}}' for name in range(5 + len(names))],
                ["2026-11-02", "IP Address", "True", "R_1", "Bergwald", *labelled(ENGLISH, 1)],
                ["2026-11-02", "Survey Preview", "True", "R_2", "Bergwald", *labelled(ENGLISH, 2)],
                ["2026-11-03", "IP Address", "False", "R_3", "Lunaris", *labelled(ENGLISH, 3)],
                ["2026-11-03", "IP Address", "True", "R_4", "Lunaris", *labelled(ENGLISH, 4)],
            ]
        )
        collected, reading = read(seen)
        assert (suggest(seen, PULSE, OF).tool, reading.settled) == ("Qualtrics", True)
        assert rated(collected) == [points(1), points(4)]
        assert [str(fault) for fault in reading.left_out] == [
            "row 5: does not count: Status is “Survey Preview”",
            "row 6: does not count: Finished is “False”",
        ]

    def test_qualtrics_as_it_was_written_before(self) -> None:
        seen = table(
            [
                ["V1", "V2", "V7", "V10", "Q1", *(f"Q2_{n}" for n in range(1, 10))],
                ["ResponseID", "ResponseSet", "Status", "Finished", "Firma", *wordings("de")],
                ["R_1", "Default", "0", "1", "Lunaris", *points(1)],
                ["R_2", "Default", "1", "1", "Lunaris", *points(2)],
            ]
        )
        collected, reading = read(seen, codes="low_first")
        assert rated(collected) == [points(1)]
        assert len(reading.left_out) == 1
        assert asked(read(seen)[1]) == ["codes"]

    def test_unipark_with_its_codes_for_no_answer(self) -> None:
        seen = table(
            [
                ["lfdn", "tester", "dispcode", "lastpage", "c_0001", *(f"v_{n}" for n in range(20, 29))],
                [1, 0, 31, 99, 1, -77, *points(1)[1:]],
                [2, 0, 22, 40, 2, *points(2)],
                [3, 1, 31, 99, 2, *points(3)],
                [4, 0, 31, 99, 2, *points(4)],
            ],
            ";",
        )
        _, reading = read(seen)
        assert asked(reading) == ["columns", "companies", "companies", "codes"]
        collected, reading = read(seen, doubtful=(), companies={"1": "a", "2": "b"}, codes="high_first")
        assert reading.settled
        assert [answers.side for answers, _ in collected.people] == ["a", "b"]
        assert rated(collected)[0] == [None, *(6 - p for p in points(1)[1:])], "1 was the best answer"
        assert len(reading.left_out) == 2

    def test_limesurvey_with_codes_and_unsent_rows(self) -> None:
        seen = table(
            [
                ["id", "submitdate", "lastpage", "startlanguage", "firma", *(f"G2[SQ{n:03}]" for n in range(1, 10))],
                [1, "2026-11-02 10:00:00", 5, "de", "Bergwald", *(f"A{p}" for p in points(1))],
                [2, "", 2, "de", "Bergwald", *(f"A{p}" for p in points(2))],
                [3, "2026-11-02 11:00:00", 5, "de", "Lunaris", *(f"AO0{p}" for p in points(3))],
            ]
        )
        collected, reading = read(seen, doubtful=(), codes="low_first")
        assert (reading.settled, rated(collected)) == (True, [points(1), points(3)])
        assert str(reading.left_out[0]) == "row 3: does not count: submitdate is empty"

    def test_limesurvey_as_vv_with_wordings_above_the_codes(self) -> None:
        seen = table(
            [
                ["Antwort ID", "Datum Abgeschickt", "Für welches Unternehmen?", *wordings("de")],
                ["id", "submitdate", "firma", *(f"x{n}" for n in range(9))],
                [1, "2026-11-02 10:00:00", "Lunaris", *labelled(GERMAN, 1)],
            ],
            "\t",
        )
        collected, reading = read(seen)
        assert (reading.settled, rated(collected)) == (True, [points(1)])

    def test_microsoft_forms_in_german(self) -> None:
        seen = table(
            [
                ["ID", "Startzeit", "Fertigstellungszeit", "E-Mail", "Name", "Unternehmen", *wordings("de")],
                [1, "02.11.26 10:00", "02.11.26 10:05", "anonymous", "", "Lunaris Therapeutics", *labelled(GERMAN, 1)],
            ],
            ";",
        )  # fmt: skip
        collected, reading = read(seen)
        assert (suggest(seen, PULSE, OF).tool, reading.settled) == ("Microsoft Forms", True)
        assert rated(collected) == [points(1)]

    def test_google_forms_with_grids_in_brackets(self) -> None:
        asked = [f"How far? [{text}]" for text in wordings("en", "our company", "our partner")]
        seen = table(
            [
                [
                    "Timestamp",
                    "Where do you work?",
                    *asked,
                ],
                ["11/2/2026 10:00:00", "Bergwald", *labelled(ENGLISH, 1)],
                ["11/2/2026 10:10:00", "Lunaris", *labelled(ENGLISH, 2)],
            ]
        )
        collected, reading = read(seen)
        assert (suggest(seen, PULSE, OF).tool, reading.settled) == ("Google Forms", True)
        assert rated(collected) == [points(1), points(2)]

    def test_surveymonkey_with_a_grid_under_one_title(self) -> None:
        titles = ["How far do you agree?", *[""] * 8]
        seen = table(
            [
                ["Respondent ID", "Collector ID", "IP Address", "Which company?", *titles, "Anything else?"],
                ["", "", "", "Response", *wordings("en"), "Open-Ended Response"],
                [9000, 7, "", "Bergwald", *(f"{p} - {ENGLISH[p - 1]}" for p in points(1)), ""],
                [9001, 7, "", "Lunaris", *(f"{p} - {ENGLISH[p - 1]}" for p in points(2)), ""],
            ]
        )
        collected, reading = read(seen)
        assert (suggest(seen, PULSE, OF).tool, reading.settled) == ("SurveyMonkey", True)
        assert rated(collected) == [points(1), points(2)]

    def test_surveymonkey_without_grids_has_one_row_of_headings(self) -> None:
        seen = table(
            [
                ["Respondent ID", "Collector ID", "Which company?", *wordings("en")],
                ["", "", "", *[""] * 9],
                [9000, 7, "Bergwald", *labelled(ENGLISH, 1)],
                [9001, 7, "Lunaris", *labelled(ENGLISH, 2)],
            ]
        )
        collected, reading = read(seen)
        assert (reading.settled, rated(collected)) == (True, [points(1), points(2)])

    def test_surveymonkey_as_it_is_passed_on_without_its_collector(self) -> None:
        rows = [["RespondentID", "Firma", *wordings("en")], ["", "Response", *["Response"] * 9]]
        rows += [[str(118 + n), ["Bergwald", "Lunaris"][n % 2], *labelled(ENGLISH, n)] for n in range(4)]
        seen = table(rows)
        collected, reading = read(seen)
        assert suggest(seen, PULSE, OF).tool == "SurveyMonkey"
        assert (asked(reading), rated(collected)) == ([], [points(n) for n in range(4)])

    def test_alchemer_whose_partial_answers_do_not_count(self) -> None:
        rows: list[list[object]] = [["Time Started", "Date Submitted", "Status", "Your company", *wordings("en")]]
        for n in range(4):
            status = "Partial" if n == 3 else "Complete"
            rows.append(["3/1/26", "3/1/26", status, ["Bergwald", "Lunaris"][n % 2], *labelled(ENGLISH, n)])
        seen = table(rows)
        _, reading = read(seen)
        assert (suggest(seen, PULSE, OF).tool, dict(reading.sides)) == ("Alchemer", {"a": 2, "b": 1})

    def test_a_statement_about_companies_does_not_say_whose_people_answer(self) -> None:
        long = "It would not be very difficult for me to find work in a different organisation"
        rows: list[list[object]] = [[long, "Which firm are you of, or which company?", *RATED]]
        rows += [[ENGLISH[n % 5], ["Bergwald", "Lunaris"][n % 2], *points(n)] for n in range(6)]
        mapping = suggest(table(rows), PULSE, OF)
        assert mapping.columns["Which firm are you of, or which company?"] == "side"
        assert long not in mapping.columns

    def test_a_workbook_of_before_2007(self) -> None:
        seen = see("list.xls", old_workbook.OLD.read_bytes())
        collected, reading = collect(seen, suggest(seen, PULSE, OF, sheet="Answers"), Repairs(), PULSE, OF)
        assert (reading.settled, [row[0] for row in rated(collected)]) == (True, [4, 2])

    def test_a_statistics_program_with_row_names_and_na(self) -> None:
        rows = [[n, "ab"[n % 2], "NA", *points(n)[1:]] for n in range(1, 5)]
        collected, reading = read(table([["", "side", *RATED], *rows]))
        assert (reading.settled, reading.columns_left_out) == (True, ("A",))
        assert rated(collected) == [[None, *points(n)[1:]] for n in range(1, 5)]


class TestQuestions:
    def test_columns_without_wordings_are_taken_in_their_order_and_asked_about(self) -> None:
        rows = [["Bergwald" if n % 2 else "Lunaris", *points(n)] for n in range(6)]
        seen = table([["Firma", *(f"Item {n}" for n in range(1, 10))], *rows])
        assert asked(read(seen)[1]) == ["columns", "codes"]
        collected, _ = read(seen, doubtful=(), codes="low_first")
        assert rated(collected) == [points(n) for n in range(6)]

    def test_codes_of_a_function_are_not_taken_for_one_of_the_ratings(self) -> None:
        rows = [["id", "firm", "fn", *[f"v_{n}" for n in range(1, 10)]]]
        rows += [[str(300 + n), str(n % 2 + 1), str(n % 3 + 1), *map(str, points(n))] for n in range(12)]
        mapping = suggest(table(rows), PULSE, OF)
        assert [mapping.columns.get(name) for name in ("fn", "v_1", "v_9")] == [None, RATED[0], RATED[8]]

    def test_a_company_is_called_in_short_in_a_statement(self) -> None:
        of = RosterOf(
            companies={"a": ("Bergwald Pharma GmbH",), "b": ("Lunaris Therapeutics Inc.",)}, domains={}, languages=()
        )
        seen = table([["side", *wordings("de")], ["a", *labelled(GERMAN, 0)], ["b", *labelled(GERMAN, 1)]])
        mapping = suggest(seen, PULSE, of)
        assert (list(mapping.columns.values()), mapping.doubtful) == (["side", *RATED], ())

    def test_a_column_that_says_far_more_than_companies_is_asked_about_once(self) -> None:
        seen = table([["Person", *RATED], *([f"person {n}", *points(n)] for n in range(40))])
        columns = {**suggest(seen, PULSE, OF).columns, "Person": "side"}
        _, reading = read(seen, columns=columns)
        (question,) = reading.questions
        assert str(question).startswith("company: “Person” says 40 different things")
        assert reading.companies == ()

    def test_mail_addresses_and_times_are_no_attribute_and_a_function_is_asked_about(self) -> None:
        rows = [
            [f"p{n}@bergwald.example", f"2026-11-03 09:0{n}", ["sales", "access"][n // 2 % 2], "ab"[n % 2], *points(n)]
            for n in range(8)
        ]
        seen = table([["Contact", "Sent", "Funktion", "side", *RATED], *rows])
        _, reading = read(seen)
        assert [str(question) for question in reading.questions] == [
            "attribute: Is “Funktion” the one attribute to keep with an answer, such as a function?"
        ]
        collected, reading = collect(seen, keeping(suggest(seen, PULSE, OF), "Funktion"), Repairs(), PULSE, OF)
        assert reading.settled
        assert [group for _, group in collected.people][:4] == ["sales", "sales", "access", "access"]

    def test_the_company_may_be_told_by_the_mail_domain(self) -> None:
        rows = [[f"p{n}@{'lunaris' if n % 2 else 'bergwald'}.example", *points(n)] for n in range(4)]
        collected, reading = read(table([["Respondent", *RATED], *rows]))
        assert reading.settled
        assert [answers.side for answers, _ in collected.people] == ["a", "b", "a", "b"]

    def test_a_text_that_means_nothing_is_a_fault_until_it_is_said_what_it_means(self) -> None:
        seen = table([["side", *RATED], ["a", "hmm", *points(0)[1:]], ["b", *points(1)]])
        _, reading = read(seen)
        assert [len(reading.faulty), reading.sides["b"]] == [1, 1]
        assert "hmm" not in str(reading.faulty[2][0]), "no message repeats an answer"
        assert [each.meant for each in reading.meanings["rating-agreement-5"] if each.text == "hmm"] == [None]
        collected, reading = read(seen, values={"rating-agreement-5": {"hmm": "-"}})
        assert (reading.settled, rated(collected)[0][0]) == (True, 0)

    def test_a_column_that_runs_against_its_scale_is_pointed_out_and_may_be_turned(self) -> None:
        # Trust has four columns. In one of them whoever likes the partner gave a low number.
        levels = [1, 2, 2, 3, 3, 3, 4, 4, 5, 5, 1, 4]
        rows = [["ab"[n % 2], level, level, 6 - level, level, *points(n)[4:]] for n, level in enumerate(levels)]
        seen = table([["side", *RATED], *rows])
        _, reading = read(seen)
        (note,) = reading.notes
        assert str(note).startswith("column trust.candour:we: runs against the others of its scale")
        collected, reading = read(seen, turned=frozenset({"trust.candour:we"}))
        assert not reading.notes
        assert [row[2] for row in rated(collected)] == levels


@pytest.mark.parametrize("text", ["NA", "n/a", "#N/A", "k. A.", "Keine Angabe", "-77", "-99,00", "99", "", "."])
def test_words_for_no_answer_are_no_answer(text: str) -> None:
    meanings = {"rating-agreement-5": {"99": ""}} if text == "99" else {}
    collected, reading = read(table([["side", *RATED], ["a", text, *points(0)[1:]]]), values=meanings)
    assert (reading.settled, rated(collected)[0][0]) == (True, None)


@pytest.mark.parametrize(
    "text",
    ["-", "Don’t know", "weiß nicht", "Can't say", "kann ich nicht beurteilen", "N/A - skip.", "Unfamiliar (N/A)"],
)
def test_words_for_cannot_say_are_counted_as_that(text: str) -> None:
    collected, reading = read(table([["side", *RATED], ["a", text, *points(0)[1:]]]))
    assert (reading.settled, rated(collected)[0][0]) == (True, 0)


CELLS = st.sampled_from(
    ["", "1", "5", "7", "Agree", "hmm", "NA", "Bergwald", "Lunaris", "a", "b", "2026", "x@y.example"]
)


@given(
    st.lists(st.lists(CELLS, min_size=1, max_size=12), min_size=1, max_size=12),
    st.sets(st.integers(1, 12), max_size=3),
    st.booleans(),
)
def test_every_row_below_the_headings_is_taken_at_fault_or_left_out(
    cells: list[list[str]], hidden: set[int], template: bool
) -> None:
    head = ["side", *RATED] if template else ["Timestamp", "Firma", *RATED[:4]]
    rows = [SeenRow(1, tuple(head))]
    rows += [SeenRow(number, tuple(row), number in hidden) for number, row in enumerate(cells, start=2) if any(row)]
    seen = Seen("t", (SeenSheet("", tuple(rows)),))
    mapping = suggest(seen, PULSE, OF)
    collected, reading = collect(seen, mapping, Repairs(), PULSE, OF)
    below = {row.number for row in rows if row.number > mapping.heading and row.number not in mapping.headings_more}
    left_out = {int(fault.where.removeprefix("row ")) for fault in reading.left_out}
    assert len(collected.people) == sum(reading.sides.values())
    assert len(below) == len(collected.people) + len(reading.faulty) + len(left_out & below)
    assert not left_out & reading.faulty.keys()


def test_what_was_said_of_one_file_serves_for_the_next() -> None:
    first = table([["Firma", *(f"Item {n}" for n in range(1, 10))], ["Bergwald", *points(0)], ["Acme", *points(1)]])
    said = replace(suggest(first, PULSE, OF), doubtful=(), codes="high_first", companies={"acme": "b"})
    text = see_text("later.csv", "Firma," + ",".join(f"Item {n}" for n in range(1, 10)) + "\nAcme" + ",2" * 9 + "\n")
    collected, reading = collect(text, said, Repairs(), PULSE, OF)
    assert reading.settled
    assert [(answers.side, set(answers.values.values())) for answers, _ in collected.people] == [("b", {4})]
