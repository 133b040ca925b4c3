"""The texts of a language out to a spreadsheet and in again."""

import csv
import io
from collections.abc import Iterator
from difflib import ndiff
from pathlib import Path

import openpyxl
import pytest

from diagnostic.briefing.messages.rules import MessageRules
from diagnostic.briefing.playbook import Playbook
from diagnostic.questionnaire import load
from tests.translation.workplace import ENGLISH, GERMAN, content, exported, filled, translation


def texts(folder: Path) -> dict[str, str]:
    """All files of a content folder."""
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in sorted(folder.rglob("*.toml"))}


def changed(before: dict[str, str], after: dict[str, str]) -> Iterator[str]:
    """The lines that differ, each with its file."""
    for path in {**before, **after}:
        old, new = (each.get(path, "").splitlines() for each in (before, after))
        yield from (f"{path}: {line}" for line in ndiff(old, new) if line[:2] in ("- ", "+ "))


@pytest.mark.parametrize("name", ["de.xlsx", "de.csv"])
def test_what_goes_out_and_comes_back_untouched_changes_nothing(name: str, tmp_path: Path) -> None:
    own = content(tmp_path)
    before = texts(own)
    # All German there is: the product's, and the folder's own.
    file = exported("de", tmp_path / name, "--content", own)
    done = translation("import", file, "--content", own, "--yes")
    assert (done.exit_code, done.output) == (0, "It says what is there already.\n")
    assert texts(own) == before


def test_one_changed_cell_changes_one_line_of_one_file(tmp_path: Path) -> None:
    own = content(tmp_path)
    before = texts(own)
    file = exported("de", tmp_path / "de.xlsx", "--content", own, "--only", "speed,frame")
    filled(file, {("items.speed.answer.we", "Adjudicated"): "Wir antworten {them} umgehend."})
    done = translation("import", file, "--content", own)
    assert done.output.splitlines() == [
        "questionnaires/speed/de.toml: items.speed.answer.we: “Wir antworten {them} sofort.” → “Wir antworten {them}"
        " umgehend.”",
        "1 change; nothing is written before you say --yes.",
    ]
    assert texts(own) == before
    assert translation("import", file, "--content", own, "--yes").exit_code == 0
    assert [*changed(before, texts(own))] == [
        'questionnaires/speed/de.toml: - we = "Wir antworten {them} sofort."',
        'questionnaires/speed/de.toml: + we = "Wir antworten {them} umgehend."',
    ]


def test_a_change_of_the_product_s_own_words_lies_in_the_content_folder_and_holds_what_differs(tmp_path: Path) -> None:
    own = content(tmp_path)
    file = exported("de", tmp_path / "de.csv", "--content", own, "--only", "frame,subjects")
    filled(file, {("form.send", "Adjudicated"): "Jetzt absenden", ("trust", "Adjudicated"): "vertrau*\n traut"})
    assert translation("import", file, "--content", own, "--yes").exit_code == 0
    assert (own / "questionnaires/frame/de.toml").read_text("utf-8") == ('[form]\nsend = "Jetzt absenden"\n')
    # Lists of words are whole files: all else in it is as in the product's.
    lists = (own / "questionnaires/subjects/de.toml").read_text("utf-8")
    assert 'trust = ["vertrau*", "traut"]' in lists
    assert "\ndecisions = [" in lists


def test_of_a_list_in_the_playbook_all_is_written_that_it_needs(tmp_path: Path) -> None:
    own = content(tmp_path)
    file = exported("de", tmp_path / "de.csv", "--content", own, "--only", "playbook,messages,alliance-health")
    cells = {
        ("agendas.1.blocks.4.title", "Adjudicated"): "Kaffee",
        ("open_questions.2", "Adjudicated"): "Was sehen nur Sie?",
        ("rules.both-companies-up.ask.3", "Adjudicated"): "Was davon würde fehlen?",
        ("labels.agreement.3", "Adjudicated"): "Weder noch",
    }
    assert translation("import", filled(file, cells), "--content", own, "--yes").exit_code == 0
    # What was not changed stands there as the product has it, or the whole list would be refused.
    changed_block, unchanged = (block.title["de"] for block in Playbook.load(own).agendas[0].blocks[3:7:3])
    assert (changed_block, unchanged[:9]) == ("Kaffee", "Abschluss")
    assert [each[:16] for each in Playbook.load(own).open_questions["de"]] == [
        "Was brauchen Men", "Was sehen nur Si", "Was würde Mensch",
    ]  # fmt: skip
    rule = next(rule for rule in MessageRules.load(own).rules if rule.name == "both-companies-up")
    assert [each[:16] for each in rule.questions("de")] == ["Was haben Sie an", "Wo im Alltag mer", "Was davon würde "]
    labels = load(own / "questionnaires/alliance-health", Path("questionnaires")).texts["de"]
    assert [labels[f"labels.agreement.{point}"] for point in (2, 3)] == ["Stimme eher nicht zu", "Weder noch"]


def test_what_changes_after_it_was_signed_is_a_draft_again(tmp_path: Path) -> None:
    own = content(tmp_path)
    by = '[{ name = "Anna Muster", on = 2026-12-01, role = "reviewer" }]'
    signed = f'\n[translation]\nstatus = "signed"\nsigned = {by}\n'
    with (own / "questionnaires/speed/de.toml").open("a", encoding="utf-8") as stream:
        stream.write(signed)
    done = translation("coverage", own, "--only", "speed")
    assert "0  signed; Anna Muster, reviewer, 2026-12-01" in done.output
    file = exported("de", tmp_path / "de.csv", "--content", own, "--only", "speed")
    filled(file, {("title", "Adjudicated"): "Eile"})
    assert translation("import", file, "--content", own, "--yes").exit_code == 0
    text = (own / "questionnaires/speed/de.toml").read_text("utf-8")
    assert text == GERMAN.replace('"Tempo"  # kurz', '"Eile"  # kurz') + signed.replace('"signed"', '"draft"')


def test_without_a_content_folder_nothing_is_written(tmp_path: Path) -> None:
    file = filled(exported("de", tmp_path / "de.csv", "--only", "frame"), {("form.send", "Adjudicated"): "Ab damit"})
    done = translation("import", file, "--yes")
    assert done.exit_code == 1
    assert done.output.splitlines()[-1] == (
        "1 change; to write them, name a content folder of your own with --content: what is installed stays as it is."
    )


def test_what_is_agreed_on_counts_and_else_the_first_translation(tmp_path: Path) -> None:
    own = content(tmp_path)
    cells = {
        ("title", "Translation 1"): "Eile",
        ("title", "Translation 2"): "Hast",
        ("scales.speed.title", "Translation 1"): "Eile",
        ("scales.speed.title", "Translation 2"): "Hast",
        ("scales.speed.title", "Adjudicated"): "Schnelligkeit",
        ("sections.all.title", "Comments"): "Sehr kurz",
    }
    file = filled(exported("de", tmp_path / "de.csv", "--content", own, "--only", "speed"), cells)
    done = translation("import", file, "--content", own)
    assert done.output.splitlines() == [
        "questionnaires/speed/de.toml: title: “Tempo” → “Eile”",
        "questionnaires/speed/de.toml: scales.speed.title: “Tempo” → “Schnelligkeit”",
        "To look at:",
        "  row 3: nothing is adjudicated, so translation 1 counts",
        "2 changes; nothing is written before you say --yes.",
    ]


def test_what_is_wrong_is_said_by_sheet_and_row_and_then_nothing_is_written(tmp_path: Path) -> None:
    own = content(tmp_path)
    before = texts(own)
    cells = {
        ("language", "Translation 1"): "Teutsch",
        ("introduction", "Adjudicated"): "Über {us} und den Partner.",
        ("items.speed.answer.we", "Translation 1"): "",
        ("items.speed.answer.they", "Adjudicated"): "{them antwortet.",
        ("items.speed.answer.statement", "Key"): "title",
    }
    file = filled(exported("de", tmp_path / "de.xlsx", "--content", own, "--only", "speed"), cells)
    done = translation("import", file, "--content", own, "--yes")
    assert done.exit_code == 1
    assert done.output.splitlines() == [
        "questionnaires/speed/de.toml: language: “Deutsch” → “Teutsch”",
        "4 problems, so nothing can be written:",
        "  sheet “Questionnaire speed”, row 12: title stands in sheet “Questionnaire speed”, row 3, too; keep one",
        "  sheet “Questionnaire speed”, row 4: its placeholders are {us}, in en.toml {them}, {us}",
        "  sheet “Questionnaire speed”, row 10: is empty; it is to say “Wir antworten {them} sofort.”",
        "  sheet “Questionnaire speed”, row 11: a brace is opened or closed alone; a placeholder reads {company}",
    ]
    assert texts(own) == before


def test_a_language_with_other_forms_of_the_plural_has_a_row_for_each(tmp_path: Path) -> None:
    # Of whole numbers Polish counts 1, then 2 to 4, 22 to 24 …, then the others (CLDR).
    file = exported("pl", tmp_path / "pl.xlsx", "--only", "words")
    rows = [*openpyxl.load_workbook(file)["Briefing"].iter_rows(values_only=True)]
    forms = {str(row[0]): str(row[1]) for row in rows if str(row[0]).startswith("head.answers.")}
    head = "The head of the briefing: what it is, of whom, when.\n"
    assert forms == {
        "head.answers.one": f"{head}where the number is such as 1",
        "head.answers.few": f"{head}where the number is such as 2, 3, 4",
        "head.answers.many": f"{head}where the number is such as 0, 5, 6",
    }
    own = content(tmp_path)
    filled(filled(file, str), {("head.answers.few", "Translation 1"): ""})
    done = translation("import", file, "--content", own)
    assert done.exit_code == 1
    number = 1 + [row[0] for row in rows].index("head.answers.few")
    said = f"sheet “Briefing”, row {number}: is empty; it is to say “{{count}} answers from {{a}}, {{n_b}} from {{b}}”"
    assert said in done.output


def test_a_pulse_alone_in_a_new_language_takes_along_what_it_asks_and_keeps_no_break_blanks(tmp_path: Path) -> None:
    own = content(tmp_path)
    file = exported("it", tmp_path / "it.csv", "--content", own, "--only", "alliance-pulse")
    with file.open(encoding="utf-8-sig", newline="") as stream:
        assert {row["Translation 1"] for row in csv.DictReader(stream)} == {""}
    filled(file, lambda english: f"« {english} »\u202f!")
    done = translation("import", file, "--content", own, "--yes")
    assert done.exit_code == 0, done.output
    assert "Still missing: alliance-pulse/it.toml: no words around these questions" in done.output
    pulse = load(own / "questionnaires/alliance-pulse", Path("questionnaires"))
    assert pulse.texts["it"]["items.trust.candour.we"] == "« We tell {them} bad news early. »\u202f!"
    assert pulse.texts["it"]["labels.agreement.5"] == "« Strongly agree »\u202f!"
    # It is a language like any other from now on.
    again = exported("it", tmp_path / "again.csv", "--content", own, "--only", "alliance-pulse")
    assert translation("import", again, "--content", own).output == "It says what is there already.\n"


def test_a_language_of_a_country_begins_with_its_base_and_holds_what_differs(tmp_path: Path) -> None:
    own = content(tmp_path)
    file = exported("de-AT", tmp_path / "at.csv", "--content", own, "--only", "speed")
    filled(file, {("title", "Adjudicated"): "Tempo, bitte", ("labels.agreement.3", "Adjudicated"): "Jo"})
    assert translation("import", file, "--content", own, "--yes").exit_code == 0
    # A list stands whole, or its points would move up.
    assert (own / "questionnaires/speed/de-AT.toml").read_text("utf-8") == (
        'title = "Tempo, bitte"\n\n[labels]\nagreement = ["Nein", "Weder noch", "Jo"]\n\n'
        '[translation]\nstatus = "draft"  # until a native colleague has signed it\nsigned = []\n'
    )
    texts_there = load(own / "questionnaires/speed", Path("questionnaires")).texts["de-AT"]
    assert (texts_there["introduction"], texts_there["labels.agreement.3"]) == ("Über {us} und {them}.", "Jo")


def test_a_sheet_that_nobody_began_is_left_out_and_one_that_lacks_rows_is_refused(tmp_path: Path) -> None:
    own = content(tmp_path)
    file = exported("it", tmp_path / "it.xlsx", "--content", own, "--only", "speed,frame")
    book = openpyxl.load_workbook(io.BytesIO(file.read_bytes()))
    sheet = book["Questionnaire speed"]
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, 6).value = sheet.cell(row, 4).value
    sheet.delete_rows(3)
    book.save(file)
    done = translation("import", file, "--content", own, "--yes")
    assert done.exit_code == 1
    assert done.output.splitlines()[-4:] == [
        "To look at:",
        "  Form and mails: nothing is translated yet, and it is left out",
        "1 problem, so nothing can be written:",
        "  Questionnaire speed: there is no row for title, which says “Speed”",
    ]


def test_what_the_english_has_become_since_is_said(tmp_path: Path) -> None:
    own = content(tmp_path)
    file = exported("de", tmp_path / "de.csv", "--content", own, "--only", "speed")
    (own / "questionnaires/speed/en.toml").write_text(ENGLISH.replace("We answer", "We reply to"), encoding="utf-8")
    done = translation("import", file, "--content", own)
    assert done.output.splitlines()[:2] == [
        "To look at:",
        "  row 10: the English has changed since: “We answer {them} at once.” → “We"
        " reply to {them} at once.”; look whether this still fits",
    ]


def test_a_row_says_where_its_text_stands_and_what_has_to_stay(tmp_path: Path) -> None:
    own = content(tmp_path)
    sheet = openpyxl.load_workbook(
        exported("ar", tmp_path / "ar.xlsx", "--content", own, "--only", "speed")
    ).worksheets[1]
    headings = [str(cell.value) for cell in sheet[1]]
    rows = [dict(zip(headings, row, strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True)]
    by_key = {row["Key"]: row for row in rows}
    said = by_key["items.speed.answer.we"]
    assert said["Where"] == "Form: statement about one’s own company\nWithin two days, or sooner."
    assert (said["Keep as it is"], said["German"]) == ("{them}", "Wir antworten {them} sofort.")
    # A comment above a table is about all that stands in it.
    assert by_key["scales.speed.title"]["Where"] == "How fast the two companies are."
    # Arabic runs from right to left: 2 in Office Open XML.
    assert sheet.cell(2, 6).alignment.readingOrder == 2
    assert sheet.freeze_panes == "B2"


def test_what_is_no_such_file_or_language_is_refused_in_words(tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("Name,Value\na,b\n", encoding="utf-8")
    for arguments, words in (
        (("import", other), "no sheet has the columns “Key”, “Translation 1”, “File”; begin with what “export” writes"),
        (("export", "en", tmp_path / "en.xlsx"), "English is what the others are translated from"),
        (("export", "qq", tmp_path / "qq.xlsx"), "No language is known as 'qq'"),
        (("export", "fr", tmp_path / "fr.txt"), "give it a name that ends in .xlsx or .csv"),
        (("export", "fr", other), "other.csv is there already; give another name, or delete it first"),
        (("export", "fr", tmp_path / "fr.xlsx", "--only", "nothing"), "There is no part 'nothing'; there are frame,"),
    ):
        done = translation(*arguments)
        assert done.exit_code == 1
        assert words in done.output
