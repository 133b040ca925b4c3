"""What the check tells of languages: of each part whether it is complete, what is missing, and who has signed."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from diagnostic.cli import main
from diagnostic.content import content_folder
from tests.other_language import SIDE_EFFECTS, add_language

SIGNED = '\n[translation]\nstatus = "signed"\nsigned = [{ name = "M. Roy", on = 2026-11-30, role = "reviewer" }]\n'


@pytest.fixture
def french(tmp_path: Path) -> Path:
    return add_language(tmp_path / "content", "fr", "fr_FR", "Français", side_effects=SIDE_EFFECTS)


def check(content: Path) -> str:
    return CliRunner().invoke(main, ["questionnaire", "check", str(content)]).output


def cell(output: str, part: str, language: str) -> str:
    """What the table says of a part, by the place of its column."""
    lines = output.splitlines()
    [head] = [line for line in lines if line.split() == ["de", "fr"]]
    [row] = [line for line in lines if line.startswith(part)]
    start = head.index(language)
    return row[start:].split("  ")[0].strip()


def test_each_part_of_a_language_is_complete_or_lacks_so_many(french: Path) -> None:
    rules = french / "reports" / "messages" / "fr.toml"
    rules.write_text('[rules.both-companies-down]\nsay = "Les deux…"\ndo_not_say = "Qui…"\n', encoding="utf-8")
    for part in ("questionnaires/petit", "reports/words"):
        with (french / part / "fr.toml").open("a", encoding="utf-8") as file:
            file.write(SIGNED)
    output = check(french)
    assert cell(output, "Form and mails", "fr") == "complete"
    assert cell(output, "Form and mails", "de") == "complete, draft"
    assert cell(output, "Questionnaire petit", "fr") == "complete, signed"
    assert cell(output, "Questionnaire petit", "de") == "-"
    assert cell(output, "Playbook", "fr") == "-"
    assert cell(output, "Messages of page one", "fr").endswith(" missing")
    assert "fr: Messages of page one lacks rules.both-companies-up.say, " in output
    assert "rules.both-companies-down.say" not in output
    assert "fr: signed by M. Roy, reviewer, 2026-11-30: Questionnaire petit, Briefing" in output
    assert "problems found" not in output.splitlines()[-1]


def test_a_half_translated_form_is_told_by_its_first_texts_and_their_number(french: Path) -> None:
    frame = french / "questionnaires" / "frame" / "fr.toml"
    whole = frame.read_text(encoding="utf-8")
    frame.write_text(whole[: whole.index("[consent]")], encoding="utf-8")
    output = check(french)
    told = [line for line in output.splitlines() if line.startswith("frame/fr.toml")]
    assert len(told) == 6
    assert told[-1] == "frame/fr.toml: and 45 more texts are missing"
    missing = int(cell(output, "Form and mails", "fr").split()[0])
    assert f"frame: {missing - 50} more problems are not named here" in output
    assert output.endswith(f"{missing} problems found\n")


def test_a_language_without_words_for_side_effects_is_told_so(french: Path) -> None:
    (french / "questionnaires" / "side_effects" / "fr.toml").unlink()
    output = check(french)
    assert "fr: no words for side effects, so nobody can be asked in it" in output
    assert "side_effects/fr.toml: there is no such file" in output


def test_every_language_of_the_product_says_who_answers_for_it() -> None:
    output = check(content_folder())
    table = output[output.index("Form and mails") :].splitlines()
    last = next(place for place, line in enumerate(table) if line.startswith("Instruments from elsewhere"))
    assert last >= 8
    for line in table[: last + 1]:
        cells = [each for each in line.split("  ") if each.strip()][1:]
        assert cells, line
        for each in cells:
            assert each.strip() == "-" or each.strip().endswith(("draft", "signed")), line
