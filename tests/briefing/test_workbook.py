"""The workbook: its figures are the Report's, and what is not there says why."""

import datetime as dt
import json
import re

import msgspec
import pytest
from openpyxl.workbook import Workbook

from diagnostic.analysis import (
    BySide,
    Correction,
    Report,
    Withheld,
)
from diagnostic.analysis.few_changed import levels_only
from diagnostic.analysis.report import NoGroups
from diagnostic.briefing.editions import edition
from diagnostic.briefing.renderers import RENDERERS
from tests.briefing.conftest import gap, typical_report
from tests.briefing.opened_workbook import book_of, complete, read_me, rows_of, tables


@pytest.fixture
def book(typical: Report) -> Workbook:
    return book_of(typical)


def test_a_statement_is_a_row_with_its_gap_and_verdict(book: Workbook) -> None:
    row = rows_of(book, "Statements")[0]
    assert row["Statement"] == "Novara keeps trust.candour"
    assert (row["About"], row["Scale"], row["Points"]) == ("Novara", "Scale trust@a", 5)
    assert (row["Mean: Novara"], row["Mean: Helix"]) == (4.2, 2.5)
    # 2.5 less 4.2, and half a width of .4 to either side
    assert [row[k] for k in ("Gap: Helix less Novara", "Gap, 95% low", "Gap, 95% high")] == pytest.approx(
        [-1.7, -2.1, -1.3]
    )
    assert (row["Verdict"], row["Reading"]) == ("Gap", "Blind spot")
    assert "stands out even among all compared together" in str(row["Why this verdict"])
    assert row["Not shown"] is None
    assert row["Statement id"] == "trust.candour@a"


def test_the_first_sheet_has_all_that_is_looked_for_first(book: Workbook) -> None:
    assert book.sheetnames[:2] == ["At a glance", "Read me"]
    row = rows_of(book, "At a glance")[0]
    assert (row["Statement"], row["About"], row["Scale"]) == ("Novara keeps trust.candour", "Novara", "Scale trust@a")
    # Of Helix 6, 8, 4, 2 and 1 answered 1 to 5: three above the middle.
    assert [row[f"{what}: Helix"] for what in ("Ratings", "Mean", "High")] == [21, 2.5, 3]
    assert row["High, share: Helix"] == pytest.approx(3 / 21)
    assert (row["Gap: Helix less Novara"], row["Verdict"], row["Reading"]) == (pytest.approx(-1.7), "Gap", "Blind spot")
    assert "Levels" not in row, "nothing moved before there was a second wave"


def test_the_first_sheet_leads_to_the_answers_of_both_companies(any_report: Report) -> None:
    book = book_of(any_report)
    glance, answers = book["At a glance"], book["Answers by company"]
    details = [cell.value for cell in glance[1]].index("Details")
    for row in glance.iter_rows(min_row=2):
        link = row[details].hyperlink
        assert link is not None
        assert link.location is not None
        sheet, _, place = link.location.partition("!")
        assert sheet.strip("'") == answers.title
        assert answers[place].value == row[0].value
        assert answers[place].offset(row=-1).value != row[0].value, "the first of the two"


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("no_attribute", "decided before the first answer"),
        ("small_groups", "too few people of some group answered"),
        ("one_group", "all that is kept is a single group"),
    ],
)
def test_where_no_group_is_shown_both_files_of_figures_say_why(typical: Report, why: NoGroups, words: str) -> None:
    report = msgspec.structs.replace(typical, no_groups=why)
    assert words in read_me(report)
    assert json.loads(RENDERERS["json"](report))["no_groups"] == why
    neutral = edition(report, "participants")
    assert "this edition has the figures of both companies alone" in read_me(neutral)
    assert json.loads(RENDERERS["json"](neutral))["no_groups"] == "edition"


def test_how_a_company_answered_is_a_row_for_each_statement(book: Workbook) -> None:
    rows = rows_of(book, "Answers by company")
    assert len(rows) == 2 * 7
    assert [row["Company"] for row in rows[:2]] == ["Novara", "Helix"]
    assert [rows[1][f"Rated {rating}"] for rating in range(1, 6)] == [6, 8, 4, 2, 1]
    assert (rows[1]["Ratings"], rows[1]["Can’t say"], rows[1]["Mean"]) == (21, 2, 2.5)
    assert rows[1]["Mean, 95% low"] == pytest.approx(2.2)
    assert (rows[1]["Lowest means"], rows[1]["Highest means"]) == ("Strongly disagree", "Strongly agree")


def test_a_prediction_stands_beside_what_the_partner_says(book: Workbook) -> None:
    row = rows_of(book, "Predictions")[0]
    assert (row["Who predicts"], row["Mean predicted"], row["Mean: partner"]) == ("Novara", 3.9, 2.5)
    assert row["Difference: partner less predicted"] == pytest.approx(-1.4)
    assert row["Verdict"] == "Gap"
    predicted = rows_of(book, "Predictions by company")[0]
    assert [predicted[f"Predicted {rating}"] for rating in range(1, 6)] == [1, 2, 3, 8, 8]
    assert (predicted["Pairs"], predicted["Predicted less own view"], predicted["p of pairs"]) == (21, -0.2, 0.3)


def test_scales_responsibilities_expectations_and_topics_have_their_figures(book: Workbook) -> None:
    scale = rows_of(book, "Scales")[0]
    assert (scale["Scale"], scale["Statements in it"], scale["Gap: Helix less Novara"]) == ("Scale trust@a", 2, -0.5)
    assert (scale["Gap, 90% low"], scale["Gap, 90% high"]) == (-0.8, -0.2)
    statistics = rows_of(book, "Scales, statistics")[0]
    assert (statistics["Alpha"], statistics["Hedges’ g"]) == (0.81, -0.6)
    contested = [row for row in rows_of(book, "Responsibilities") if row["Activity"] == "Pricing"]
    assert [row["Company"] for row in contested] == ["Novara", "Helix"]
    assert [row["Novara"] for row in contested] == [0.7, 0.075]
    assert [(row["State"], row["Holds"], row["Agreed owner"]) for row in contested] == [("contested", 0.87, None)] * 2
    effort = rows_of(book, "Expectations")[1]
    assert (effort["Company"], effort["Unit"], effort["Median"]) == ("Helix", "%", 60)
    assert (effort["Shift: Helix less Novara"], effort["Both medians together"]) == (-5, 125)
    topic = rows_of(book, "Priorities")[0]
    assert (topic["Topic"], topic["Company"], topic["Share"], topic["Share, 95% low"]) == ("Trust", "Novara", 0.2, 0.1)


def test_comments_findings_and_what_was_judged_together_are_there(book: Workbook) -> None:
    comments = rows_of(book, "Comments")
    assert [(row["From"], row["Comment"]) for row in comments] == [
        ("Novara", "Meet more often."),
        ("From either company", "Less mail"),
    ]
    findings = rows_of(book, "Findings")
    assert len(findings) == 11
    assert [row["Subject"] for row in findings if row["Finding"] == "Contested"] == ["Pricing (now)"]
    assert [row["Subject"] for row in findings if row["Finding"] == "Shares above the whole"] == ["Share of the effort"]
    assert rows_of(book, "Judged together")[0] == {
        "Compared": "statements",
        "How many": 6,
        "Procedure": "permutation of whole people, step-down",
    }
    assert [row["Value"] for row in rows_of(book, "Fixed beforehand")] == [2, 5, 8, 0.05, 0.33, 0.125, 0.5, 1]
    assert rows_of(book, "Overall difference")[0]["Difference: Helix less Novara"] == -0.3


def test_views_and_groups_have_their_own_sheets(typical: Report) -> None:
    book = book_of(complete(typical))
    assert rows_of(book, "Own company and partner")[0]["Partner less own company"] == -0.381
    assert rows_of(book, "Companies and groups")[0]["Between the groups"] == 0.21
    groups = rows_of(book, "Answers by group")
    assert [(row["Company"], row["Group"], row["Mean"]) for row in groups[:4]] == [
        ("Novara", "Sales", 3.75),
        ("Novara", "Medical", 3.75),
        ("Helix", "Sales", 3.75),
        ("Helix", "Medical", 3.75),
    ]
    assert groups[4]["Not shown"] == "not shown, to protect answers"


def test_what_is_withheld_is_an_empty_cell_whose_row_says_why(book: Workbook) -> None:
    row = next(row for row in rows_of(book, "Statements") if row["Statement id"] == "trust.competence@a")
    assert row["Mean: Novara"] is None
    assert row["Gap: Helix less Novara"] is None
    assert row["Verdict"] == "Not shown"
    assert row["Not shown"] == "not shown, to protect answers"


def test_where_little_of_a_row_is_withheld_it_is_said_what(typical: Report) -> None:
    little = msgspec.structs.replace(typical.statements[0], gap=gap(-1.7, relative=Withheld("few_people")))
    book = book_of(msgspec.structs.replace(typical, statements=(little,)))
    assert (
        rows_of(book, "Statements, statistics")[0]["Not shown"]
        == "not shown, fewer than 8 people: Gap less the overall difference"
    )


def test_no_row_lacks_a_figure_without_saying_why(any_report: Report) -> None:
    withheld = set(re.findall(r'"withheld":"(\w+)"', RENDERERS["json"](any_report).decode()))
    for sheet in tables(book_of(any_report)):
        titles = [cell.value for cell in sheet[1]]
        for row in sheet.iter_rows(min_row=2):
            grey = [cell for cell in row if cell.fill.fill_type and cell.value is None]
            assert not grey or row[titles.index("Not shown")].value, (sheet.title, row[0].row)
    assert withheld


def test_open_questions_whose_comments_are_withheld_say_so(smallest: Report) -> None:
    rows = rows_of(book_of(smallest), "Comments")
    assert [(row["Question"], row["Comment"], row["Not shown"]) for row in rows] == [
        ("What would help most", None, "not shown, too few people")
    ]


def test_the_long_form_of_every_reason_stands_in_the_sheet_for_reading(smallest: Report) -> None:
    said = read_me(smallest)
    for words in ("nearly all gave the same answer", "at least 8 people on each side", "fewer than 8 people answered"):
        assert words in said


def test_levels_alone_are_there_with_the_reason_for_the_rest(typical: Report) -> None:
    report = levels_only(typical)
    row = rows_of(book_of(report), "Answers by company")[0]
    # 4.2, to half a point.
    assert (row["Mean"], row["Ratings"]) == (4.0, None)
    assert row["Not shown"] == "not shown, few joined or left"
    assert "Few people joined or left" in read_me(report)


def test_the_sheet_for_reading_says_what_this_is(typical: Report) -> None:
    said = read_me(typical)
    for words in ("Orvelane", "Novara", "Helix GmbH", "Full diagnostic", "Alliance health, version 1"):
        assert words in said
    assert "A gap is always Helix less Novara" in said
    assert "Not for passing on as it is" in said
    assert "Simulated" not in said


def test_simulated_answers_and_a_correction_are_said_so(smallest: Report) -> None:
    mended = Correction(corrected=dt.date(2026, 12, 1), because="two files were mixed up")
    book = book_of(msgspec.structs.replace(smallest, correction=mended))
    said = read_me(msgspec.structs.replace(smallest, correction=mended))
    assert "nobody gave them" in said
    assert "two files were mixed up" in said
    assert book.properties.created.date() == dt.date(2026, 12, 1)
    assert all(sheet.oddHeader and "Simulated answers" in str(sheet.oddHeader.left.text) for sheet in book)


def test_the_participants_edition_has_no_column_of_what_it_leaves_out(typical: Report) -> None:
    book = book_of(edition(complete(typical), "participants"))
    left_out = {"Predictions", "Predictions by company", "Findings", "Companies and groups", "Overall difference"}
    assert not left_out & set(book.sheetnames)
    titles = {str(cell.value) for sheet in tables(book) for cell in sheet[1]}
    assert not {"Reading", "Divided", "Agreement inside", "Gap for ordering"} & titles
    assert {"Verdict", "Gap: Helix less Novara"} <= titles
    assert "consultant" not in read_me(edition(typical, "participants")).lower()


def test_an_edition_left_out_is_no_reason_that_a_row_gives(typical: Report) -> None:
    for sheet in tables(book_of(edition(typical, "participants"))):
        titles = [cell.value for cell in sheet[1]]
        reasons = {row[titles.index("Not shown")].value for row in sheet.iter_rows(min_row=2) if "Not shown" in titles}
        assert reasons <= {None, "not shown, to protect answers"}


def test_ratings_of_two_lengths_stand_in_one_sheet(typical: Report) -> None:
    first = typical.statements[0]
    seven = msgspec.structs.replace(first.sides.a, counts=(0, 1, 2, 3, 4, 5, 6))
    longer = msgspec.structs.replace(first, points=7, sides=BySide(seven, seven), predicted=None)
    rows = rows_of(
        book_of(msgspec.structs.replace(typical, statements=(longer, typical.statements[1]))), "Answers by company"
    )
    assert [rows[0]["Rated 6"], rows[0]["Rated 7"]] == [5, 6]
    assert [rows[2]["Rated 6"], rows[2]["Rated 7"]] == [None, None]


def test_names_of_companies_are_said_in_short_and_named_in_full_once() -> None:
    report = typical_report(b="Helix Arzneimittel GmbH & Co. KG")
    assert rows_of(book_of(report), "Participation")[1]["Company"] == "Helix Arzneimittel"
    assert "Helix Arzneimittel GmbH & Co. KG" in read_me(report)
