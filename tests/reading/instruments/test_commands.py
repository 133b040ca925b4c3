"""``diagnostic questionnaire import``, ``export`` and ``check`` of a file."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from diagnostic.cli import main
from diagnostic.questionnaire import load

from .bringing import QUESTIONNAIRES, workbook
from .test_xlsform import FORM

Run = Callable[..., Result]
ROWS: list[list[object]] = [
    ["Scale", "Skala", "No", "Statement", "Aussage", "About"],
    ["Fit", "Passung", 1, "It is fair.", "Es ist fair.", ""],
]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("DIAGNOSTIC_CONTENT", raising=False)
    return lambda *arguments: CliRunner().invoke(main, ["questionnaire", *map(str, arguments)])


@pytest.fixture
def table(tmp_path: Path) -> Path:
    (tmp_path / "table.xlsx").write_bytes(workbook(Items=ROWS))
    return tmp_path / "table.xlsx"


def test_a_table_becomes_a_questionnaire_that_passes_its_check(run: Run, table: Path, tmp_path: Path) -> None:
    made = run("import", table, "--out", tmp_path / "fit")
    assert made.exit_code == 0, made.output
    assert made.output.splitlines() == [
        f"Written: {tmp_path / 'fit'}. 1 items, 1 answers, de en.",
        "Assumed:",
        "  column “Statement”: taken as en;"
        " --language says which language it is, or a heading such as “Statement (de)”",
        "  row 2: taken as about the alliance together, since nothing says whom it is about;"
        " write us, them, each or both under “About”",
        "  labels agreement: in en: Strongly disagree, Disagree, Neither agree nor disagree, Agree, Strongly agree",
        "  labels agreement: in de: Stimme überhaupt nicht zu, Stimme nicht zu, Weder noch,"
        " Stimme zu, Stimme voll und ganz zu",
        "  table.xlsx: “Fit” stands for its title, since none is given",
    ]
    checked = run("check", tmp_path / "fit")
    assert (checked.exit_code, checked.output) == (0, "fit 1: 1 items, 1 answers, de en: no problems found\n")


@pytest.mark.part("proofs")
def test_it_can_be_given_an_id_and_a_kind(run: Run, table: Path, tmp_path: Path) -> None:
    made = run("import", table, "--out", tmp_path / "mine", "--id", "short-check", "--kind", "pulse")
    assert made.exit_code == 0, made.output
    found = load(tmp_path / "mine" / "short-check")
    assert (found.id, found.kind) == ("short-check", "pulse")


@pytest.mark.part("proofs")
def test_a_folder_that_is_there_is_kept(run: Run, table: Path, tmp_path: Path) -> None:
    run("import", table, "--out", tmp_path / "fit")
    before = (tmp_path / "fit" / "en.toml").read_bytes()
    again = run("import", table, "--out", tmp_path / "fit")
    assert again.exit_code == 1
    assert "is there already; change it with --into" in again.output
    assert (tmp_path / "fit" / "en.toml").read_bytes() == before


def test_a_file_is_checked_by_row_before_it_is_brought(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text("Statement,About\nIt is fair.,both\nIt is good.,nobody\n", encoding="utf-8")
    checked = run("check", file)
    assert checked.exit_code == 1
    assert "row 3: is about “nobody”; write us, them, each or both" in checked.output
    assert checked.output.splitlines()[-1] == "1 problem found"
    file.write_text("Statement,About\nIt is fair.,alliance\n", encoding="utf-8")
    assert run("check", file).exit_code == 0


@pytest.mark.parametrize("data", [b"", b"{", b"<a/>", b"PK\x03\x04", b"Name\nJo\n", b"\xff\xfe\x00", bytes(range(256))])
@pytest.mark.parametrize(
    "command", [("check",), pytest.param(("import", "--out", "made"), marks=pytest.mark.part("proofs"))]
)
def test_a_file_that_is_no_instrument_is_refused_in_words(
    run: Run, tmp_path: Path, data: bytes, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "odd.bin").write_bytes(data)
    refused = run(command[0], "odd.bin", *command[1:])
    assert refused.exit_code == 1
    assert isinstance(refused.exception, SystemExit)
    assert "odd.bin" in refused.output
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize("ending", [pytest.param("xlsx", marks=pytest.mark.part("proofs")), "csv"])
def test_what_was_changed_in_a_table_is_shown_and_then_written(run: Run, tmp_path: Path, ending: str) -> None:
    folder = Path(shutil.copytree(QUESTIONNAIRES / "alliance-health", tmp_path / "alliance-health"))
    out = tmp_path / f"table.{ending}"
    assert run("export", folder, "--out", out).output == f"Written: {out}. 39 items, 60 answers, de en.\n"
    assert run("import", out, "--into", folder).output.splitlines()[0] == f"{folder} says the same already."
    old = "We tell {them} bad news early."
    assert load(folder).texts["en"]["items.trust.candour.we"] == old
    if ending == "csv":
        out.write_text(out.read_text(encoding="utf-8").replace(old, "We tell {them} early."), encoding="utf-8")
    else:
        book = load_workbook(out)
        for row in book["Questionnaire"].iter_rows():
            for cell in row:
                cell.value = "We tell {them} early." if cell.value == old else cell.value
        book.save(out)
    line = f"trust.candour: we (en): “{old}” → “We tell {{them}} early.”"
    shown = run("import", out, "--into", folder)
    assert shown.output.splitlines()[:2] == [line, "1 change; nothing is written before you say --yes."]
    assert load(folder).texts["en"]["items.trust.candour.we"] == old
    written = run("import", out, "--into", folder, "--yes")
    assert written.output.splitlines()[:2] == [line, f"Written: {folder}. 39 items, 60 answers, de en."]
    assert load(folder).texts["en"]["items.trust.candour.we"] == "We tell {them} early."
    assert "# --- Trust" in (folder / "questionnaire.toml").read_text(encoding="utf-8")


@pytest.mark.part("proofs")
def test_a_language_that_the_product_does_not_speak_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "table.xlsx").write_bytes(workbook(Items=[["Text (nl)"], ["Het is eerlijk."]]))
    made = run("import", tmp_path / "table.xlsx", "--out", tmp_path / "fit")
    assert "language nl: nobody can be asked in it before its other parts are written" in made.output


def test_one_place_to_write_to_is_asked_for(run: Run, table: Path, tmp_path: Path) -> None:
    assert run("import", table).exit_code == 2
    assert run("import", table, "--out", tmp_path / "a", "--into", tmp_path).exit_code == 2
    refused = run("import", table, "--into", tmp_path)
    assert (refused.exit_code, "holds no questionnaire" in refused.output) == (1, True)


@pytest.mark.part("proofs")
def test_an_instrument_from_elsewhere_is_asked_in_both_its_languages(run: Run, tmp_path: Path) -> None:
    (tmp_path / "form.xlsx").write_bytes(FORM)
    content = tmp_path / "own"
    assert run("import", tmp_path / "form.xlsx", "--out", content / "questionnaires" / "pace").exit_code == 0
    assert run("check", content).exit_code == 0
    for language in ("en", "de"):
        page = tmp_path / f"{language}.html"
        made = run("preview", "pace", "--language", language, "--out", page, "--content", content)
        assert made.exit_code == 0, made.output
    assert "Antworten kommen bald." in page.read_text(encoding="utf-8")
