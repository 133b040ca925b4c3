"""`diagnostic report`: answers in, a Report and a page out."""

import csv
import shutil
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner

from diagnostic.analysis import BySide, from_json
from diagnostic.analysis.report import Edition
from diagnostic.briefing.renderers import CONSULTANTS, RENDERERS
from diagnostic.cli import main
from diagnostic.cli.report import EDITIONS, FILES
from diagnostic.demo.simulation import Respondent, simulate
from diagnostic.questionnaire.answers_file import header
from diagnostic.questionnaire.library import Library
from tests.planted import BASELINE


@pytest.fixture(scope="module")
def simulated_answers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    questionnaire = Library.load().questionnaires["alliance-health"]
    people = [Respondent("a")] * 10 + [Respondent("b")] * 10
    path = tmp_path_factory.mktemp("simulated") / "answers.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, header(questionnaire))
        writer.writeheader()
        for person, form in zip(people, simulate(questionnaire, people, BASELINE, seed=1), strict=True):
            writer.writerow({"side": person.side, **{field: ";".join(values) for field, values in form.items()}})
    return path


@pytest.fixture
def answers(simulated_answers: Path, tmp_path: Path) -> Path:
    """A file of 2 × 10 answers to the full instrument."""
    return Path(shutil.copy(simulated_answers, tmp_path))


def run(answers: Path, out: Path, *more: str) -> tuple[int, str]:
    result = CliRunner().invoke(
        main, ["report", str(answers), "--questionnaire", "alliance-health", "--out", str(out), *more]
    )
    return result.exit_code, result.output


def test_a_good_file_gives_a_report_and_a_page(answers: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    code, said = run(answers, out, "--company-a", "Novara", "--company-b", "Helix", "--invited-a", "12")
    assert code == 0, said
    assert sorted(path.name for path in out.iterdir()) == ["briefing.html", "report.json"]
    report = from_json((out / "report.json").read_bytes())
    assert (report.participation.a.invited, report.participation.a.answered) == (12, 10)
    assert (report.participation.b.invited, report.participation.b.answered) == (None, 10)
    assert {form.id for form in report.short_forms} >= {"trust@a", "trust@b"}, "what the library's pulse asks of them"
    page = (out / "briefing.html").read_text(encoding="utf-8")
    assert "10 of the 12 people invited at Novara answered" in page
    assert "briefing.html" in said


def test_faults_are_all_named_by_row_and_column_and_nothing_is_written(answers: Path, tmp_path: Path) -> None:
    rows = list(csv.reader(answers.read_text(encoding="utf-8").splitlines()))
    column = rows[0].index("trust.candour:we")
    rows[1][column], rows[5][column] = "9", "often"
    with answers.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    out = tmp_path / "out"
    code, said = run(answers, out)
    assert code == 1
    assert "rows 2 and 6, column trust.candour:we" in said
    assert not out.exists()


def test_a_side_below_the_threshold_is_refused_and_nothing_is_written(answers: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    code, said = run(answers, out, "--k", "11")
    assert code == 1
    assert "Only 10 people of side a answered. Results of fewer than 11 people are never shown" in said
    assert not out.exists()


def test_a_questionnaire_that_is_not_there_is_refused_with_those_that_are(answers: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(
        main, ["report", str(answers), "--questionnaire", "other", "--out", str(tmp_path / "out")]
    )
    assert result.exit_code == 1
    assert "alliance-health" in result.output


def test_more_answers_than_invited_are_refused(answers: Path, tmp_path: Path) -> None:
    code, said = run(answers, tmp_path / "out", "--invited-b", "3")
    assert code == 1
    assert "--invited-b says 3" in said


def test_the_content_folder_is_taken_from_the_environment(
    answers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own").mkdir()
    monkeypatch.setenv("DIAGNOSTIC_CONTENT", str(tmp_path / "own"))
    code, said = run(answers, tmp_path / "out")
    assert code == 2
    assert f"{tmp_path / 'own'} holds neither a folder questionnaires nor a folder reports" in said


@pytest.mark.part("proofs")
def test_a_folder_that_cannot_be_written_is_said_in_words(answers: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    code, said = run(answers, tmp_path / "file" / "out")
    assert code == 1
    assert f"Error: {tmp_path / 'file' / 'out'}: Not a directory." in said


@pytest.mark.part("proofs")
def test_every_format_is_written_in_both_editions(answers: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    code, said = run(answers, out, "--format", ",".join(FILES), "--edition", "consultant,participants")
    assert code == 0, said
    names = {path.name for path in out.iterdir()}
    for_the_consultant = set(FILES.values())
    assert for_the_consultant < names
    for_both = {FILES[one] for one in FILES.keys() - CONSULTANTS}
    assert {name.replace("-participants", "") for name in names - for_the_consultant} == for_both
    assert from_json((out / "report-participants.json").read_bytes()).edition == "participants"
    # Each is what its name says, by the first bytes of the format.
    begins = {".pdf": b"%PDF-", ".html": b"<!doctype", ".json": b"{", ".md": b"# "}
    begins |= dict.fromkeys((".docx", ".pptx", ".xlsx", ".zip"), b"PK")
    for path in out.iterdir():
        assert path.read_bytes().lstrip().startswith(begins[path.suffix]), path.name


def test_a_format_that_is_none_is_named_beside_those_there_are(answers: Path, tmp_path: Path) -> None:
    code, said = run(answers, tmp_path / "out", "--format", "html,odt")
    assert code == 2
    assert "'odt' is none of html, pdf, appendix, sponsors, pptx, xlsx, docx, md, json, svg." in said


@pytest.mark.part("proofs")
def test_what_there_is_of_the_consultants_edition_alone_is_not_made_of_the_other(answers: Path, tmp_path: Path) -> None:
    code, said = run(answers, tmp_path / "out", "--format", "sponsors", "--edition", "participants")
    assert code == 1
    assert "There is no participants' edition of: sponsors." in said
    assert not (tmp_path / "out").exists()


def test_the_formats_offered_are_those_there_are() -> None:
    assert FILES.keys() == RENDERERS.keys()
    assert get_args(Edition) == EDITIONS


NAMED = ("--company-a", "Novara", "--company-b", "Helix")


@pytest.mark.part("proofs")
def test_short_names_are_taken_or_suggested_and_stand_in_the_briefing(answers: Path, tmp_path: Path) -> None:
    names = ("--company-a", "Novara Biotechnology AG", "--company-b", "Helix Ltd", "--short-b", "HLX")
    code, said = run(answers, tmp_path / "out", *names, "--format", "json,md")
    assert code == 0, said
    report = from_json((tmp_path / "out" / "report.json").read_bytes())
    assert report.alliance.short == BySide("Novara", "HLX")
    written = (tmp_path / "out" / "briefing.md").read_text(encoding="utf-8")
    assert "● Novara Biotechnology AG · ◆ Helix Ltd (HLX)" in written
    assert "| Scale | ● Novara | ◆ HLX |" in written


@pytest.mark.part("proofs")
@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--short-a", "Fifteen letters"), "“Fifteen letters” is no short name: it has more than 14 characters."),
        (("--short-a", "helix"), "--short-b: Both short names would be “helix”; give different ones."),
    ],
)
def test_short_names_that_would_not_fit_or_not_differ_are_refused(
    answers: Path, tmp_path: Path, options: tuple[str, ...], words: str
) -> None:
    code, said = run(answers, tmp_path / "out", *NAMED, *options)
    assert code == 1
    assert words in said
    assert not (tmp_path / "out").exists()


@pytest.fixture
def january(answers: Path, tmp_path: Path) -> Path:
    """The report.json of a wave that closed in January."""
    code, said = run(answers, tmp_path / "january", *NAMED, "--closed", "2027-01-29", "--format", "json")
    assert code == 0, said
    return tmp_path / "january" / "report.json"


@pytest.mark.part("proofs")
def test_an_earlier_report_tells_what_moved_in_every_format(answers: Path, january: Path, tmp_path: Path) -> None:
    since = ("--closed", "2027-03-26", "--earlier", str(january), "--turnover", "none")
    code, said = run(answers, tmp_path / "march", *NAMED, *since, "--format", ",".join(FILES))
    assert code == 0, said
    report = from_json((tmp_path / "march" / "report.json").read_bytes())
    # The same answers twice: nothing moved, by definition.
    changes = [trend.since_previous for trend in report.trend]
    assert report.wave.number == 2
    assert changes
    assert all(change and change.change == 0 and change.since == 1 for change in changes)
    assert "What moved" in (tmp_path / "march" / "briefing.html").read_text(encoding="utf-8")


@pytest.mark.part("proofs")
def test_few_are_taken_to_have_changed_where_nothing_is_said(answers: Path, january: Path, tmp_path: Path) -> None:
    code, said = run(answers, tmp_path / "march", *NAMED, "--closed", "2027-03-26", "--earlier", str(january))
    assert code == 0, said
    assert from_json((tmp_path / "march" / "report.json").read_bytes()).levels_alone


@pytest.mark.part("proofs")
@pytest.mark.parametrize(
    ("options", "words"),
    [
        (NAMED, "Say when this wave closed"),
        ((*NAMED, "--closed", "2027-01-29"), "closed on 2027-01-29. Earlier waves close before this one"),
        (("--closed", "2027-03-26"), "is about Novara and Helix, this wave about Company A and Company B"),
    ],
)
def test_an_earlier_report_that_cannot_be_compared_is_refused(
    answers: Path, january: Path, tmp_path: Path, options: tuple[str, ...], words: str
) -> None:
    code, said = run(answers, tmp_path / "out", *options, "--earlier", str(january))
    assert code == 1
    assert words in said
    assert not (tmp_path / "out").exists()


@pytest.mark.part("proofs")
def test_a_file_that_is_no_report_is_refused_by_its_name(answers: Path, tmp_path: Path) -> None:
    code, said = run(answers, tmp_path / "out", "--closed", "2027-03-26", "--earlier", str(answers))
    assert code == 1
    assert "answers.csv is no report.json that this version can read" in said
