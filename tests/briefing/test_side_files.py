"""Languages of the playbook and the messages: a file each, which belongs to the words of its own layer."""

from pathlib import Path

import pytest

from diagnostic.briefing.messages import MessageRules
from diagnostic.briefing.playbook import Playbook
from diagnostic.briefing.side_files import in_one_file
from diagnostic.errors import InvalidContent

SMALL = """
open_questions.en = ["What helps?"]
[trust]
scale = "trust"
enough_from = 3.5
[tools.talk]
name.en = "Talk"
stage = "trust"
purpose.en = "To talk."
[[agendas]]
name.en = "A day"
starts = "09:00"
blocks = [
    { minutes = 5, title = { en = "Hello" }, who = { en = "All" } },
    { minutes = 5, tool = 1, who = { en = "All" } },
]
[[rules]]
name = "any-gap"
finding = ["gap"]
tool = "talk"
question.en = "Why “{subject}”?"
probes.en = ["Since when?"]
interview.en = ["How is it?"]
"""
DUTCH = """
open_questions = ["Wat helpt?", "En wat nog?"]
[tools.talk]
purpose = "Om te praten."
[[agendas]]
name = "Een dag"
blocks = [{ title = "Hallo", who = "Iedereen" }, { who = "Iedereen" }]
[rules.any-gap]
question = "Waarom ‘{subject}’?"
[translation]
status = "signed"
signed = [{ name = "J. de Vries", on = 2026-12-01 }]
"""


def own(folder: Path, main: str | None = None, **languages: str) -> Path:
    """A content folder of one's own with a playbook, or with languages of the product's alone."""
    side = folder / "reports" / "playbook"
    side.mkdir(parents=True, exist_ok=True)
    if main is not None:
        (side.parent / "playbook.toml").write_text(main, encoding="utf-8")
    for language, text in languages.items():
        (side / f"{language}.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_language_lies_over_the_main_file_and_what_it_lacks_is_english(tmp_path: Path) -> None:
    playbook = Playbook.load(own(tmp_path, SMALL, nl=DUTCH))
    assert playbook.open_questions == {"en": ("What helps?",), "nl": ("Wat helpt?", "En wat nog?")}
    assert playbook.tools["talk"].name == {"en": "Talk"}
    [rule] = playbook.rules
    assert (rule.question["nl"], set(rule.probes)) == ("Waarom ‘{subject}’?", {"en"})
    assert [block.who["nl"] for block in playbook.agendas[0].blocks] == ["Iedereen", "Iedereen"]


def test_a_playbook_of_ones_own_has_no_translation_of_the_products_words(tmp_path: Path) -> None:
    assert {"en", "de"} <= set(Playbook.load().rules[0].question)
    assert set(Playbook.load(own(tmp_path, SMALL)).rules[0].question) == {"en"}


def test_a_language_of_ones_own_for_the_products_playbook_says_what_differs(tmp_path: Path) -> None:
    mine = '[tools.coaching]\nname = "Coaching danach"\n'
    playbook = Playbook.load(own(tmp_path, de=mine, nl='[spare]\ntitle = "Wat verder?"\n'))
    assert playbook.tools["coaching"].name["de"] == "Coaching danach"
    assert playbook.tools["coaching"].purpose == Playbook.load().tools["coaching"].purpose
    assert playbook.spare is not None
    assert playbook.spare.title["nl"] == "Wat verder?"


def test_one_file_with_all_languages_says_the_same(tmp_path: Path) -> None:
    for folder in (None, own(tmp_path, SMALL, nl=DUTCH)):
        assert Playbook.read(in_one_file(folder, "playbook.toml")) == Playbook.load(folder)


FAULTS = {
    "a rule there is none of": ('[rules.any-gaps]\nquestion = "?"', "line 1", "rules.any-gaps: playbook.toml has"),
    "a text there is none of": ('[rules.any-gap]\nanswer = "?"', "line 2", "rules.any-gap.answer: playbook.toml has"),
    "what is no text": ('[rules.any-gap]\ntool = "talk"', "line 2", "rules.any-gap.tool: is no text"),
    "one text for a list": ('[rules.any-gap]\n\nprobes = "?"', "line 3", "rules.any-gap.probes: give a list of texts"),
    "a list for one text": ('[rules.any-gap]\nquestion = ["?"]', "line 2", "rules.any-gap.question: give one text"),
    "too few agendas' blocks": ('[[agendas]]\nblocks = [{ who = "x" }]', "line 2", "blocks: playbook.toml has 2"),
    "a title where a tool is": (
        '[[agendas]]\nblocks = [{}, { title = "x" }]', "line 2", "agendas.0.blocks.1.title: playbook.toml has nothing",
    ),
    "a placeholder": ('[rules.any-gap]\nquestion = "{wie}?"', "line 2", "rules.any-gap.question: nothing fills {wie}"),
    "an empty text": ('[rules.any-gap]\nprobes = [\n"",\n]', "line 2", "rules.any-gap.probes: a text is empty"),
    "no TOML": ("[rules", "", "Expected ']' at the end"),
    "a translation that is signed by nobody": ('[translation]\nstatus = "signed"', "line 1", "it is signed by nobody"),
    "no status": ('[translation]\nstatus = "done"', "line 1", "Invalid enum value 'done'"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_what_finds_no_place_is_named_with_file_line_and_key(fault: str, tmp_path: Path) -> None:
    text, line, says = FAULTS[fault]
    with pytest.raises(InvalidContent) as told:
        Playbook.load(own(tmp_path, SMALL, nl=text))
    [one] = told.value.faults
    assert one.where == f"playbook/nl.toml, {line}".removesuffix(", ")
    assert says in one.what


def test_a_language_is_said_in_one_place(tmp_path: Path) -> None:
    inline = SMALL.replace('purpose.en = "To talk."', 'purpose.en = "To talk."\npurpose.nl = "Praten."')
    assert Playbook.load(own(tmp_path, inline)).tools["talk"].purpose["nl"] == "Praten."
    with pytest.raises(InvalidContent, match=r"playbook/nl\.toml, line 4: tools\.talk\.purpose: playbook"):
        Playbook.load(own(tmp_path, inline, nl=DUTCH))


def test_a_changed_language_is_read_anew(tmp_path: Path) -> None:
    folder = own(tmp_path, SMALL)
    assert set(Playbook.load(folder).rules[0].question) == {"en"}
    own(tmp_path, nl=DUTCH)
    assert set(Playbook.load(folder).rules[0].question) == {"en", "nl"}


def test_messages_have_as_many_questions_in_every_language(tmp_path: Path) -> None:
    (tmp_path / "reports" / "messages").mkdir(parents=True)
    side = tmp_path / "reports" / "messages" / "nl.toml"
    side.write_text('[rules.both-companies-up]\nask = ["Wat deed u anders?"]\n', encoding="utf-8")
    with pytest.raises(InvalidContent, match=r"messages/nl.toml, line 2: .*English has another number of questions: 3"):
        MessageRules.load(tmp_path)
