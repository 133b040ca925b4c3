"""Out as a table, edited, and in again: what was not edited is as it was, and what was is shown before."""

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from diagnostic.questionnaire import Questionnaire, load
from diagnostic.questionnaire.load import STRUCTURE
from diagnostic.reading.instruments.differences import differences
from diagnostic.reading.instruments.instrument import Instrument
from diagnostic.reading.instruments.reading import read_instrument
from diagnostic.reading.instruments.revising import borrowed, revised
from diagnostic.reading.instruments.table_out import as_csv, as_workbook, table
from diagnostic.text import one_line
from tests.usual_instrument import usual

from .bringing import QUESTIONNAIRES, SUPPLIED, brought, mentions, workbook
from .test_limesurvey import newer
from .test_qualtrics import SURVEY
from .test_xlsform import FORM

HEALTH, PULSE = (QUESTIONNAIRES / name for name in ("alliance-health", "alliance-pulse"))
SHIPPED = sorted(path.parent for path in QUESTIONNAIRES.glob(f"*/{STRUCTURE}"))
Row = dict[str, str]


def into(folder: Path, data: bytes) -> Instrument:
    """A file read over what a folder holds."""
    taken = borrowed((folder / STRUCTURE).read_text(encoding="utf-8"))
    return read_instrument(
        "table", data, name=folder.name, supplied=SUPPLIED, base=load(folder, QUESTIONNAIRES), borrowed=taken
    )


def edited(questionnaire: Questionnaire, change: Callable[[list[Row]], object]) -> bytes:
    """The table of a questionnaire after somebody had it open."""
    rows = list(csv.DictReader(io.StringIO(as_csv(table(questionnaire)).decode("utf-8-sig"))))
    headings = list(rows[0])
    change(rows)
    return as_csv([headings, *([row[heading] for heading in headings] for row in rows)])


def row(rows: list[Row], name: str, about: str = "") -> Row:
    return next(each for each in rows if each["Id"] == name and (not about or each["About"] == about))


@pytest.fixture
def health(tmp_path: Path) -> Path:
    return Path(shutil.copytree(HEALTH, tmp_path / "alliance-health"))


@pytest.mark.parametrize("form", [as_csv, as_workbook])
@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_a_table_that_nobody_edits_changes_nothing(folder: Path, form: Callable[[list[list[str]]], bytes]) -> None:
    there = load(folder)
    found = into(folder, form(table(there)))
    assert found.questionnaire == there
    assert not found.left_out
    assert not differences(there, found.questionnaire)


@pytest.mark.parametrize("there", [*map(load, SHIPPED), usual()], ids=lambda there: there.id)
def test_a_table_holds_everything_but_the_head(there: Questionnaire) -> None:
    found = read_instrument("table.xlsx", as_workbook(table(there)), name=there.id, supplied=SUPPLIED)
    assert found.questionnaire.items == there.items
    assert found.questionnaire.scales == there.scales
    assert [section.id for section in found.questionnaire.sections] == [section.id for section in there.sections]
    # A cell has the blanks that are seen in it, not those that keep French marks on their line.
    assert found.questionnaire.texts == {
        language: {key: one_line(text) for key, text in texts.items()}
        | {"language": found.questionnaire.texts[language]["language"]}
        for language, texts in there.texts.items()
    }


@pytest.mark.parametrize(
    "data", [FORM, newer(), SURVEY, workbook(Items=[["Statement", "About"], ["It is fair.", "each"]])]
)
def test_whatever_was_brought_goes_out_as_a_table_and_comes_back(data: bytes) -> None:
    first = brought("first", data).questionnaire
    second = brought("second", as_csv(table(first))).questionnaire
    assert second.items == first.items
    assert second.texts == first.texts


def test_each_change_is_shown_by_its_item(health: Path) -> None:
    before = load(health)

    def change(rows: list[Row]) -> None:
        row(rows, "trust.candour", "us")["Text (de)"] = "Wir sagen es früh."
        row(rows, "joint_value.zero_sum")["Reversed"] = ""
        for each in [each for each in rows if each["Id"] == "decisions.stick"]:
            rows.remove(each)
        new = dict.fromkeys(rows[0], "") | {"Id": "decisions.new", "Scale": "decisions", "Section": "decisions"}
        new |= {"Type": "rating", "About": "both together", "Text (en)": "It is new.", "Text (de)": "Es ist neu."}
        rows.append(new)

    after = into(health, edited(before, change)).questionnaire
    assert differences(before, after) == [
        f"decisions.stick: removed: “{before.texts['en']['items.decisions.stick.alliance']}”",
        f"trust.candour: we (de): “{before.texts['de']['items.trust.candour.we']}” → “Wir sagen es früh.”",
        "joint_value.zero_sum: reversed yes → as usual",
        "decisions.new: added (rating, scale decisions, asked alliance): “It is new.”",
    ]


def test_one_language_alone_can_be_sent_back(health: Path) -> None:
    before = load(health)
    rows = [[each[0], each[1], each[2], each[5], each[-1]] for each in table(before)]
    found = into(health, as_csv(rows))
    assert found.questionnaire == before


def test_files_change_only_where_the_questionnaire_does(health: Path) -> None:
    before = load(health)
    files = {path.name: path.read_text(encoding="utf-8") for path in health.glob("*.toml")}

    def change(rows: list[Row]) -> None:
        row(rows, "trust.candour", "us")["Text (de)"] = "Wir sagen es {them} früh."
        row(rows, "agreement")["Text (en)"] = "Not in the least"

    after = into(health, edited(before, change)).questionnaire
    changed = revised(files, before, after)
    for name, text in changed.items():
        (health / name).write_text(text, encoding="utf-8")
    lines = {
        name: [line for line in text.splitlines() if line not in files[name].splitlines()]
        for name, text in changed.items()
    }
    assert lines == {
        STRUCTURE: [],
        "de.toml": ['we = "Wir sagen es {them} früh."'],
        "en.toml": [
            'agreement = ["Not in the least", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"]'
        ],
    }
    assert load(health) == after


def test_what_is_added_and_taken_away_leaves_comments_and_order(health: Path) -> None:
    before = load(health)
    files = {path.name: path.read_text(encoding="utf-8") for path in health.glob("*.toml")}

    def change(rows: list[Row]) -> None:
        for each in [each for each in rows if each["Id"] == "commitment.again"]:
            rows.remove(each)
        new = dict.fromkeys(rows[0], "") | {"Id": "decisions.new", "Scale": "decisions", "Section": "decisions"}
        new |= {"Type": "rating", "About": "both together", "Text (en)": "It is new.", "Text (de)": "Es ist neu."}
        rows.insert(rows.index(row(rows, "decisions.fair")), new)

    after = into(health, edited(before, change)).questionnaire
    old, new = ([item.id for item in each.items] for each in (before, after))
    assert new.index("decisions.new") == old.index("decisions.fair")
    for name, text in revised(files, before, after).items():
        assert text.count("# ---") == files[name].count("# ---")
        (health / name).write_text(text, encoding="utf-8")
    assert load(health) == after


def test_what_is_taken_from_another_questionnaire_is_changed_there(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(PULSE, tmp_path / "alliance-pulse"))
    before = load(folder, QUESTIONNAIRES)

    def change(rows: list[Row]) -> None:
        row(rows, "trust.candour", "us")["Text (en)"] = "We tell."
        row(rows, "whats_new")["Text (en)"] = "What is new with {them}?"

    found = into(folder, edited(before, change))
    assert differences(before, found.questionnaire) == [
        f"whats_new: text (en): “{before.texts['en']['items.whats_new.text']}” → “What is new with {{them}}?”"
    ]
    assert any("change it there" in fault.what for fault in found.left_out)
    files = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.toml")}
    for name, text in revised(files, before, found.questionnaire).items():
        (folder / name).write_text(text, encoding="utf-8")
    assert 'uses = "alliance-health:trust.candour"' in (folder / STRUCTURE).read_text(encoding="utf-8")
    assert load(folder, QUESTIONNAIRES) == found.questionnaire


def test_an_emptied_cell_does_not_take_a_text_away(health: Path) -> None:
    before = load(health)

    def change(rows: list[Row]) -> None:
        row(rows, "trust.candour", "us")["Text (de)"] = ""

    assert into(health, edited(before, change)).questionnaire == before


def test_a_slip_of_the_pen_and_a_filter_remove_nothing(health: Path) -> None:
    before = load(health)

    def change(rows: list[Row]) -> None:
        row(rows, "trust.candour", "us")["About"] = "ours?"
        row(rows, "decisions.stick")["Type"] = "drawing"
        row(rows, "priorities")["Text (en)"] = "Which topics?"

    found = into(health, edited(before, change))
    assert len(differences(before, found.questionnaire)) == 1, "but the text of the priorities"
    assert [item.id for item in found.questionnaire.items] == [item.id for item in before.items]
    assert any("ours?" in fault.what for fault in found.left_out)
    book = load_workbook(io.BytesIO(as_workbook(table(before))))
    for number in range(40, 60):
        book["Questionnaire"].row_dimensions[number].hidden = True
    stream = io.BytesIO()
    book.save(stream)
    assert into(health, stream.getvalue()).questionnaire == before


def test_a_row_that_does_not_say_which_wording_it_is_is_listed(health: Path) -> None:
    found = into(health, b"Id,Text (en)\ntrust.candour,We tell early.\ndecisions.stick,It sticks.\n")
    assert mentions(found.left_out, "row 2", "which of its wordings")
    assert found.questionnaire.texts["en"]["items.decisions.stick.alliance"] == "It sticks."


def test_a_text_that_looks_like_a_formula_is_none_in_any_spreadsheet(health: Path) -> None:
    before = load(health)

    def change(rows: list[Row]) -> None:
        row(rows, "decisions.stick")["Text (en)"] = "=1+1 is what we agree on."

    after = into(health, edited(before, change)).questionnaire
    assert b",'=1+1 is" in as_csv(table(after))
    assert into(health, as_csv(table(after))).questionnaire == after


def test_a_language_of_a_country_comes_and_goes_as_it_is() -> None:
    rows = [
        ["Statement (en)", "Portuguese (Brazil)", "zh-Hant"],
        ["We decide fast.", "Decidimos rápido.", "我們決定得快。"],
    ]
    found = brought("table.xlsx", workbook(Sheet1=rows)).questionnaire
    assert found.languages == ("en", "pt-BR", "zh-Hant")
    again = brought("table.csv", as_csv(table(found))).questionnaire
    assert again.texts == found.texts
