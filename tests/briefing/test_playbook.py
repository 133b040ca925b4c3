"""The playbook: which rule fires for what, and what is said of faults in it."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from diagnostic.analysis.report import FindingKind
from diagnostic.briefing.brand import Brand, contrast
from diagnostic.briefing.playbook import STAGES, Playbook
from diagnostic.content import content_folder
from diagnostic.errors import InvalidContent
from diagnostic.questionnaire import Rating
from diagnostic.questionnaire.library import Library

TOOLS = {
    "Judgment vs. Curiosity",
    "Real Issues, Real Outcomes",
    "Collaboration Criteria",
    "Mutual Outcomes",
    "Reality Check",
    "Team Based Decision Making",
    "Negotiation Framework",
    "Influencing Without Authority",
}


def edited(folder: Path, name: str, change: Callable[[str], str]) -> Path:
    """A content folder of one's own whose file was changed."""
    (folder / "reports").mkdir()
    shutil.copy(content_folder() / "reports" / name, folder / "reports" / name)
    file = folder / "reports" / name
    text = file.read_text(encoding="utf-8")
    changed = change(text)
    assert changed != text
    file.write_text(changed, encoding="utf-8")
    return folder


def line_of(folder: Path, name: str, text: str) -> int:
    lines = (folder / "reports" / name).read_text(encoding="utf-8").splitlines()
    return next(n for n, line in enumerate(lines, start=1) if text in line)


def test_every_finding_there_can_be_has_a_rule_whatever_it_is_about() -> None:
    playbook = Playbook.load()
    about = [
        {"scale": item.scale, "item": item.id}
        for questionnaire in Library.load().questionnaires.values()
        for item in questionnaire.items
        if isinstance(item, Rating)
    ]
    assert len(about) > 20
    for kind in get_args(FindingKind):
        places = [{"asked": "now"}, {"asked": "better"}] if kind in ("contested", "orphaned") else [*about, {}]
        for place in places:
            assert playbook.rule_for(kind, **place), (kind, place)
    assert playbook.rule_for("nothing_clear")


def test_every_tool_of_the_workshop_is_there_and_some_rule_calls_for_it() -> None:
    playbook = Playbook.load()
    assert {tool.name["en"] for tool in playbook.tools.values()} >= TOOLS
    assert {rule.tool for rule in playbook.rules} == set(playbook.tools)
    assert {tool.stage for tool in playbook.tools.values()} == set(STAGES)


def test_every_text_is_there_in_every_language() -> None:
    playbook = Playbook.load()
    for tool in playbook.tools.values():
        assert set(tool.purpose) >= {"en", "de"}
    for rule in playbook.rules:
        assert set(rule.question) == set(rule.probes) == set(rule.interview) >= {"en", "de"}
        assert {len(probes) for probes in rule.probes.values()} == {max(2, len(rule.probes["en"]))}


def test_the_particular_rule_fires_before_the_general_one() -> None:
    playbook = Playbook.load()
    fired = {
        "trust": playbook.rule_for("blind_spot", scale="trust", item="trust.candour"),
        "other": playbook.rule_for("blind_spot", scale="something_else"),
        "across": playbook.rule_for("gap", scale="collaboration", item="collaboration.across"),
        "together": playbook.rule_for("gap", scale="collaboration", item="collaboration.style"),
        "now": playbook.rule_for("contested", asked="now"),
        "better": playbook.rule_for("contested", asked="better"),
    }
    assert {place: rule.name if rule else None for place, rule in fired.items()} == {
        "trust": "trust-blind-spot",
        "other": "any-other-gap",
        "across": "across-the-company-line",
        "together": "working-together",
        "now": "contested-now",
        "better": "who-should-own",
    }


@pytest.mark.parametrize(
    ("change", "at", "says"),
    [
        (lambda t: t.replace('tool = "team_decisions"', 'tool = "team_spirit"'), "team_spirit", "there is no tool"),
        (lambda t: t.replace('finding = ["fault_line"]', 'finding = ["fault_lines"]'), "fault_lines", "fault_lines"),
        (lambda t: t.replace(": on whom", ": on {who}"), "on {who}", "nothing fills {who}"),
        (lambda t: t.replace('purpose.en = "Brings', 'purpose.fr = "Brings'), "mutual_outcomes]", "no English text"),
        (lambda t: t.replace('name = "cannot-say"', 'name = "orphaned-now" # 2'), "# 2", "another rule is called"),
        (lambda t: t.replace("enough_from = 3.5", 'enough_from = "3.5"'), "enough_from =", "Expected `float`"),
        (lambda t: t.replace('finding = ["fault_line"]', "finding = []"), "finding = []", "of length >= 1"),
        (lambda t: t.replace("by = 0.3", "by = 0"), "by = 0", "Expected `float` > 0"),
        (lambda t: t.replace("by = 0.3", "by = nan"), "by = nan", "Expected `float` > 0"),
        (lambda t: t.replace("times = 2", "times = 0"), "times = 0", "Expected `int` >= 1"),
        (lambda t: t.replace("[[rules]]", "[[rules]] # 1\nwhen = 1", 1), "# 1", "unknown field `when`"),
        (lambda t: t.replace("[trust]", "[trust", 1), "[trust", "line"),
        (lambda t: t.replace("What does {partner} value", "What does {partner:d} value"), "{partner:d}", "filled in"),
        (lambda t: t.replace("enough_from = 3.5", "enough_from = nan"), "enough_from =", "no point of an answer scale"),
        (
            lambda t: t.replace("purpose.en = ", 'purpose.de = ""\npurpose.en = ', 1),
            'purpose.de = ""',
            "a text is empty",
        ),
    ],
)
def test_a_fault_is_told_with_its_file_and_line(
    tmp_path: Path, change: Callable[[str], str], at: str, says: str
) -> None:
    folder = edited(tmp_path, "playbook.toml", change)
    with pytest.raises(InvalidContent, match=re.escape(says)) as found:
        Playbook.load(folder)
    [fault] = found.value.faults
    assert "playbook.toml" in fault.where
    assert f"line {line_of(folder, 'playbook.toml', at)}" in str(fault)


def test_a_colour_on_which_text_could_not_be_read_is_refused_with_its_contrast(tmp_path: Path) -> None:
    folder = edited(tmp_path, "brand.toml", lambda text: text.replace("#0d5758", "#ffd700"))
    with pytest.raises(InvalidContent, match=r"brand\.toml, line 11: White text on #ffd700 has a contrast of 1\.4"):
        Brand.load(folder)


def test_what_is_no_colour_is_refused(tmp_path: Path) -> None:
    folder = edited(tmp_path, "brand.toml", lambda text: text.replace("#e4f0ee", "pale"))
    with pytest.raises(InvalidContent, match="'pale' is no colour"):
        Brand.load(folder)


def test_contrast_is_that_of_the_definition() -> None:
    # WCAG 2.2: black on white is 21; #767676 on white is the well-known lightest grey at 4.54.
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("tool = 1, who", "who", "block 3: give a title or the number of a tool, one of them"),
        ("{ minutes = 70, tool = 1,", '{ minutes = 70, tool = 1, title = { en = "x" },', "block 3: give a title or"),
        ('screen = "participation"', 'screen = "page one"', "block 1 shows 'page one', which is no section"),
        ('{ en = "Everybody" }', '{ de = "Alle" }', "there is no English text"),
        ("tool = 1,", "tool = 4,", "Expected `int` <= 3"),
        ('starts = "09:00"', 'starts = "9 am"', "Expected `str` matching regex"),
    ],
)
def test_a_fault_in_an_agenda_is_told_with_its_line(before: str, after: str, says: str, tmp_path: Path) -> None:
    content = edited(tmp_path, "playbook.toml", lambda text: text.replace(before, after, 1))
    with pytest.raises(InvalidContent) as told:
        Playbook.load(content)
    first = line_of(tmp_path, "playbook.toml", "[[agendas]]")
    [fault] = told.value.faults
    assert says in fault.what
    assert 0 <= int(fault.where.rpartition(" ")[2]) - first <= 4, "within the first agenda"


def test_every_agenda_ends_within_a_working_day_and_leaves_time_to_agree() -> None:
    for agenda in Playbook.load().agendas:
        for day in {block.day for block in agenda.blocks}:
            assert 180 <= sum(block.minutes for block in agenda.blocks if block.day == day) <= 8 * 60
        assert {block.tool for block in agenda.blocks} >= {None, 1, 2}
