"""What the check tells of languages: of each part whether it is complete, what is missing, and who has signed."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from diagnostic.cli import main
from diagnostic.content import content_folder
from tests.other_language import SIDE_EFFECTS, add_language

SIGNED = '\n[translation]\nstatus = "signed"\nsigned = [{ name = "M. Roy", on = 2026-11-30, role = "reviewer" }]\n'


@pytest.fixture
def dutch(tmp_path: Path) -> Path:
    return add_language(tmp_path / "content", "nl", "nl_NL", "Nederlands", side_effects=SIDE_EFFECTS)


def check(content: Path) -> str:
    return CliRunner().invoke(main, ["questionnaire", "check", str(content)]).output


def cell(output: str, part: str, language: str) -> str:
    """What the table says of a part, by the place of its column."""
    lines = output.splitlines()
    head = next(line for line in lines if {"de", "nl"} <= set(line.split()))
    [row] = [line for line in lines if line.startswith(part)]
    start = head.index(language)
    return row[start:].split("  ")[0].strip()


def test_each_part_of_a_language_is_complete_or_lacks_so_many(dutch: Path) -> None:
    rules = dutch / "reports" / "messages" / "nl.toml"
    rules.write_text('[rules.both-companies-down]\nsay = "Beide…"\ndo_not_say = "Wie…"\n', encoding="utf-8")
    for part in ("questionnaires/kort", "reports/words"):
        with (dutch / part / "nl.toml").open("a", encoding="utf-8") as file:
            file.write(SIGNED)
    output = check(dutch)
    assert cell(output, "Form and mails", "nl") == "complete"
    assert cell(output, "Form and mails", "de") == "complete, draft"
    assert cell(output, "Questionnaire kort", "nl") == "complete, signed"
    assert cell(output, "Questionnaire kort", "de") == "-"
    assert cell(output, "Playbook", "nl") == "-"
    assert cell(output, "Messages of page one", "nl").endswith(" missing")
    assert "nl: Messages of page one lacks rules.both-companies-up.say, " in output
    assert "rules.both-companies-down.say" not in output
    assert "nl: signed by M. Roy, reviewer, 2026-11-30: Questionnaire kort, Briefing" in output
    assert "problems found" not in output.splitlines()[-1]


def test_a_half_translated_form_is_told_by_its_first_texts_and_their_number(dutch: Path) -> None:
    frame = dutch / "questionnaires" / "frame" / "nl.toml"
    whole = frame.read_text(encoding="utf-8")
    frame.write_text(whole[: whole.index("[consent]")], encoding="utf-8")
    output = check(dutch)
    told = [line for line in output.splitlines() if line.startswith("frame/nl.toml")]
    assert len(told) == 6
    assert told[-1] == "frame/nl.toml: and 45 more texts are missing"
    missing = int(cell(output, "Form and mails", "nl").split()[0])
    assert f"frame: {missing - 50} more problems are not named here" in output
    assert output.endswith(f"{missing} problems found\n")


def test_a_language_without_words_for_side_effects_is_told_so(dutch: Path) -> None:
    (dutch / "questionnaires" / "side_effects" / "nl.toml").unlink()
    output = check(dutch)
    assert "nl: no words for side effects, so nobody can be asked in it" in output
    assert "side_effects/nl.toml: there is no such file" in output


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
