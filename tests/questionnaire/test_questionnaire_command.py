"""``diagnostic questionnaire``: list, check, template."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from diagnostic.cli import main
from diagnostic.cli.collected import Source, settled
from diagnostic.questionnaire import load
from diagnostic.questionnaire.answers_file import header
from diagnostic.reading.answers.desk import Besides

from .conftest import Write

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    # The commands need no setting at all.
    for name in os.environ:
        if name.startswith("DIAGNOSTIC_"):
            monkeypatch.delenv(name)
    return lambda *arguments, **how: CliRunner().invoke(main, ["questionnaire", *map(str, arguments)], **how)


class TestCheck:
    def test_a_sound_questionnaire_is_summed_up(self, run: Run, write: Write) -> None:
        result = run("check", write())
        assert (result.exit_code, result.output) == (0, "small 1.0: 7 items, 13 answers, de en: no problems found\n")

    def test_each_fault_stands_on_its_line_and_the_command_fails(self, run: Run, write: Write) -> None:
        folder = write(
            ("de", 'they = "{them} teilt uns schlechte Nachrichten früh mit."\n', ""),
            ("en", "{company} tells", "{firm} tells"),
        )
        result = run("check", folder)
        assert result.exit_code == 1
        assert result.output.splitlines() == [
            "small/de.toml: item trust.candour: no translation (they)",
            "small/en.toml: item trust.candour: unknown placeholder {firm} (statement); "
            "known here: {brand}, {company}, {partner}",
            "2 problems found",
        ]

    def test_a_folder_of_questionnaires_has_each_checked(self, run: Run, write: Write, tmp_path: Path) -> None:
        write()
        write(("en", 'title = "Small check"\n', ""), name="other")
        result = run("check", tmp_path)
        assert result.exit_code == 1
        assert result.output.splitlines() == [
            "other/en.toml: no translation (title)",
            "small 1.0: 7 items, 13 answers, de en: no problems found",
            "1 problem found",
        ]

    def test_a_fault_that_several_share_is_said_once(self, run: Run, write: Write, tmp_path: Path) -> None:
        write(("en", 'title = "Small check"\n', ""))
        structure = """
            version = "1"
            scales = [{ id = "trust" }]
            sections = [{ id = "only" }]
            [[items]]
            uses = "small:trust.candour"
            section = "only"
        """
        english = 'language = "English"\ntitle = "Other"\nintroduction = "Short."\nsections.only.title = "Only"'
        write(name="other", questionnaire=structure, en=english, de=english)
        result = run("check", tmp_path)
        assert result.output.splitlines() == ["small/en.toml: no translation (title)", "1 problem found"]

    def test_the_words_of_the_form_are_checked_with_the_questionnaires(self, run: Run, write: Write) -> None:
        folder = write()
        (folder.parent / "frame").mkdir()
        (folder.parent / "frame/en.toml").write_text('locale = "nowhere"\n', encoding="utf-8")
        result = run("check", folder.parent)
        assert result.exit_code == 1
        assert "small 1.0: 7 items, 13 answers, de en: no problems found" in result.output
        assert "frame" in result.output

    def test_the_folder_one_stands_in_can_be_checked(
        self, run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(write())
        assert run("check", ".").output == "small 1.0: 7 items, 13 answers, de en: no problems found\n"

    def test_minutes_of_an_older_file_are_no_fault_but_said_to_be_reckoned_now(self, run: Run, write: Write) -> None:
        result = run("check", write(("questionnaire", 'version = "1.0"', 'version = "1.0"\nminutes = 12')))
        assert result.exit_code == 0
        assert result.output.splitlines() == [
            "small 1.0: 7 items, 13 answers, de en: no problems found",
            "small/questionnaire.toml: 'minutes' may go; how long it takes is reckoned now, and "
            '"diagnostic questionnaire show small" shows it',
        ]

    def test_a_folder_without_any_is_named(self, run: Run, tmp_path: Path) -> None:
        result = run("check", tmp_path)
        assert result.exit_code == 2
        assert "holds no questionnaire" in result.output

    def test_what_ships_has_nothing_to_mend(self, run: Run) -> None:
        result = run("check", Path(__file__).parents[2] / "questionnaires")
        assert result.exit_code == 0, result.output
        assert "alliance-health 1.0: 39 items, 60 answers, de en: no problems found" in result.output
        assert "alliance-pulse 1.0: 7 items, 10 answers, de en: no problems found" in result.output


class TestList:
    def test_it_names_what_ships(self, run: Run) -> None:
        assert run("list").output.splitlines() == [
            "alliance-health 1.0: Alliance health check (de, en), 60 answers, "
            "about 8 to 16 minutes, 22 in a second language",
            "alliance-health-2 2.0: Alliance health check (de, en, es, fr, ja), 71 answers, "
            "about 9 to 17 minutes, 25 in a second language",
            "alliance-pulse 1.0: Alliance pulse check (de, en), 10 answers, "
            "about 3 to 5 minutes, 7 in a second language",
            "alliance-pulse-2 2.0: Alliance pulse check (de, en, es, fr, ja), 10 answers, "
            "about 3 to 5 minutes, 7 in a second language",
        ]

    def test_it_names_ones_own_beside_them(self, run: Run, write: Write, tmp_path: Path) -> None:
        (tmp_path / "own/questionnaires").mkdir(parents=True)
        write().rename(tmp_path / "own/questionnaires/small")
        expected = "small 1.0: Small check (de, en), 13 answers, about 3 to 5 minutes, 8 in a second language"
        for listed in (
            run("list", "--content", tmp_path / "own"),
            run("list", env={"DIAGNOSTIC_CONTENT": str(tmp_path / "own")}),
        ):
            assert [line.split()[0] for line in listed.output.splitlines()] == [
                "alliance-health",
                "alliance-health-2",
                "alliance-pulse",
                "alliance-pulse-2",
                "small",
            ]
            assert listed.output.splitlines()[-1] == expected


class TestShow:
    def test_it_shows_minutes_by_language_and_the_hardest_wordings(self, run: Run) -> None:
        lines = run("show", "alliance-health", "--hardest", "2").output.splitlines()
        assert lines[0] == "alliance-health 1.0, in minutes"
        assert [line.split()[0] for line in lines[2:4]] == ["de", "en"]
        assert lines[3].split()[2:] == ["60", "8", "16", "22"]
        assert "45 seconds" in lines[4]
        hardest = lines[lines.index("en: the hardest to read (Flesch; the higher, the easier)") + 1 :]
        assert len(hardest) == 2
        assert "trust.goodwill (they): {them} considers our interests" in "".join(hardest)

    def test_the_core_of_a_questionnaire_is_shown_by_itself(self, run: Run) -> None:
        lines = run("show", "alliance-health-2", "--language", "en").output.splitlines()
        core = lines[lines.index("Its core alone") + 2]
        assert int(core.split()[2]) < int(lines[2].split()[2]), "it asks for fewer answers"
        assert "Its core alone" not in run("show", "alliance-health").output

    def test_one_language_is_shown_alone(self, run: Run) -> None:
        output = run("show", "alliance-pulse", "--language", "de").output
        assert "Amstad" in output
        assert "Flesch" not in output

    def test_a_name_that_nothing_has_is_answered_with_those_there_are(self, run: Run) -> None:
        result = run("show", "nothing")
        assert result.exit_code == 1
        assert "there are alliance-health, " in result.output


class TestTemplate:
    def test_it_shows_the_header(self, run: Run) -> None:
        pulse = load(Path(__file__).parents[2] / "questionnaires/alliance-pulse")
        assert run("template", "alliance-pulse").output == ",".join(header(pulse)) + "\n"

    def test_a_filled_template_is_read_back(self, run: Run, tmp_path: Path) -> None:
        file = tmp_path / "answers.csv"
        result = run("template", "alliance-pulse", "--out", file, "--attribute", "function")
        assert result.exit_code == 0, result.output
        assert result.output.startswith(f"Written: {file}, 12 columns. One row a person; side is a or b.\n")
        assert 'Ratings: 1 to 5, - for "can\'t say".' in result.output
        with file.open("a", encoding="utf-8") as stream:
            stream.write("a,sales" + ",4" * 9 + ",calmer now\n")
        pulse = load(Path(__file__).parents[2] / "questionnaires/alliance-pulse")
        names = ("Company A", "Company B")
        _, answers = settled(
            Source(answers=file, questionnaire=pulse, companies=names, besides=Besides(attribute="function"))
        )
        assert (len(answers.people), answers.attribute, answers.absent) == (1, "function", ())

    def test_a_file_that_is_there_is_kept(self, run: Run, tmp_path: Path) -> None:
        file = tmp_path / "answers.csv"
        file.write_text("precious", encoding="utf-8")
        result = run("template", "alliance-pulse", "--out", file)
        assert result.exit_code == 1
        assert "is there already; give another name" in result.output
        assert file.read_text(encoding="utf-8") == "precious"

    def test_a_name_that_promises_another_format_is_refused(self, run: Run, tmp_path: Path) -> None:
        result = run("template", "alliance-pulse", "--out", tmp_path / "answers.xlsx")
        assert result.exit_code == 1
        assert "give it a name that ends in .csv" in result.output

    def test_a_folder_that_is_not_there_is_named(self, run: Run, tmp_path: Path) -> None:
        result = run("template", "alliance-pulse", "--out", tmp_path / "nowhere/answers.csv")
        assert result.exit_code == 1
        assert "cannot be written (No such file or directory)" in result.output

    def test_an_unknown_questionnaire_is_answered_with_those_there_are(self, run: Run) -> None:
        result = run("template", "alliance-wealth")
        assert result.exit_code == 1
        assert result.output == (
            "Error: There is no questionnaire 'alliance-wealth'; there are: alliance-health, "
            "alliance-health-2, alliance-pulse, alliance-pulse-2.\n"
        )

    @pytest.mark.parametrize("attribute", ["side", "whats_new", "job function", "trust:we", ""])
    def test_an_attribute_that_could_not_be_told_from_a_question_is_refused(self, run: Run, attribute: str) -> None:
        result = run("template", "alliance-pulse", "--attribute", attribute)
        assert result.exit_code == 1
        assert "cannot name an attribute" in result.output


@pytest.mark.parametrize("command", [("list",), ("template", "small"), ("preview", "small", "--out", "page.html")])
def test_a_content_folder_without_content_is_a_fault(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    result = run(*command, env={"DIAGNOSTIC_CONTENT": str(tmp_path)})
    assert result.exit_code == 2
    assert f"{tmp_path} holds neither a folder questionnaires nor a folder reports" in result.output


def test_a_page_that_cannot_be_written_is_said_in_words(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "missing" / "page.html"
    result = run("preview", "alliance-health", "--out", out)
    assert (result.exit_code, result.output) == (1, f"Error: {out}: No such file or directory.\n")
