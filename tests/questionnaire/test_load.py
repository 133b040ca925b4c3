"""Every fault of a questionnaire is named by file, item and fault."""

from pathlib import Path

import pytest

from diagnostic.errors import InvalidQuestionnaire
from diagnostic.questionnaire import Rating, load

from .conftest import ENGLISH, STRUCTURE, Write

CANDOUR = 'id = "trust.candour"\ntype = "rating"\nscale = "trust"\nsection = "first"\n'
ASKED = 'asked = ["we", "they", "they_of_us"]'

BORROWING = """
version = "1.0"
scales = [{ id = "trust" }]
sections = [{ id = "only" }]

[[items]]
uses = "small:trust.candour"
section = "only"
asked = ["we", "they"]
"""
BORROWING_ENGLISH = """
language = "English"
title = "Pulse"
introduction = "Short."
sections.only.title = "Only"
"""


def faults(folder: Path) -> list[str]:
    with pytest.raises(InvalidQuestionnaire) as caught:
        load(folder)
    return [str(fault) for fault in caught.value.faults]


def test_a_sound_questionnaire_loads_with_its_parts_in_order(write: Write) -> None:
    small = load(write())
    assert (small.id, small.version, small.kind) == ("small", "1.0", "baseline")
    assert small.languages == ("de", "en")
    assert [item.id for item in small.items] == [
        "trust.candour", "value.zero_sum", "value.credit", "owners", "effort", "topics", "remark",
    ]  # fmt: skip
    assert list(small.fields()) == [
        "trust.candour:we", "trust.candour:they", "trust.candour:they_of_us",
        "value.zero_sum:we", "value.zero_sum:they", "value.credit",
        "owners.pricing:now", "owners.pricing:better", "owners.training:now", "owners.training:better",
        "effort", "topics", "remark",
    ]  # fmt: skip


def test_statements_are_the_items_applied_to_their_targets(write: Write) -> None:
    statements = {statement.id: statement for statement in load(write()).statements()}
    assert list(statements) == [
        "trust.candour@a", "trust.candour@b", "value.zero_sum@a", "value.zero_sum@b", "value.credit@alliance",
    ]  # fmt: skip
    assert statements["trust.candour@a"].predicted
    assert not statements["value.zero_sum@a"].predicted
    assert statements["value.zero_sum@b"].reversed
    assert statements["value.credit@alliance"].scale == "value@alliance"


def test_an_id_may_have_capitals(write: Write) -> None:
    edits = [(file, "trust.candour", "TRUST_1") for file in ("questionnaire", "en", "de")]
    assert [*load(write(*edits)).fields()][:2] == ["TRUST_1:we", "TRUST_1:they"]


def test_a_wording_is_given_with_the_names_filled_in(write: Write) -> None:
    small = load(write())
    said = small.text("de", "items.trust.candour.they", us="Novara", them="Helix", brand="Cardiva")
    assert said == "Helix teilt uns schlechte Nachrichten früh mit."
    assert small.text("en", "sections.first.introduction", us="Novara", them="Helix", brand="Cardiva") == ""


def test_a_file_saved_by_a_windows_editor_loads(write: Write) -> None:
    assert load(write(en="\ufeff" + ENGLISH)).text("en", "title") == "Small check"


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        pytest.param(
            ("questionnaire", 'scale = "trust"', 'scale = "faith"'),
            "small/questionnaire.toml: item trust.candour: belongs to scale 'faith', which is not declared",
            id="unknown scale",
        ),
        pytest.param(
            ("questionnaire", 'section = "first"\nasked = ["alliance"]', 'section = "third"\nasked = ["alliance"]'),
            "small/questionnaire.toml: item value.credit: stands in section 'third', which is not declared",
            id="unknown section",
        ),
        pytest.param(
            ("questionnaire", '"value.credit"', '"value.zero_sum"'),
            "small/questionnaire.toml: item value.zero_sum: item id 'value.zero_sum' is used twice",
            id="duplicate item",
        ),
        pytest.param(
            ("questionnaire", '{ id = "value" }', '{ id = "value" }, { id = "value" }'),
            "small/questionnaire.toml: scale id 'value' is used twice",
            id="duplicate scale",
        ),
        pytest.param(
            ("questionnaire", '"pricing", "training"', '"pricing", "training", "pricing"'),
            "small/questionnaire.toml: item owners: names an activity twice",
            id="duplicate activity",
        ),
        pytest.param(
            ("questionnaire", '"trust", "roles", "value"', '"trust", "roles", "value", "trust"'),
            "small/questionnaire.toml: item topics: names an option twice",
            id="duplicate option",
        ),
        pytest.param(
            ("questionnaire", '{ id = "value" }', '{ id = "value" }, { id = "hope" }'),
            "small/questionnaire.toml: scale 'hope' has no item",
            id="empty scale",
        ),
        pytest.param(
            ("questionnaire", '{ id = "second" }', '{ id = "second" }, { id = "third" }'),
            "small/questionnaire.toml: section 'third' has no item",
            id="empty section",
        ),
        pytest.param(
            (
                "questionnaire",
                'scale = "value"\nsection = "first"\nasked = ["we", "they"]',
                'section = "first"\nasked = ["we", "they"]',
            ),
            "small/questionnaire.toml: item value.zero_sum: is reversed but belongs to no scale, "
            "so there is nothing to turn it for",
            id="reversed without a scale",
        ),
        pytest.param(
            ("questionnaire", ASKED, ""),
            "small/questionnaire.toml: item trust.candour: has no target: "
            'give asked = ["we", "they"] or asked = ["alliance"]',
            id="no target",
        ),
        pytest.param(
            ("questionnaire", ASKED, 'asked = ["we", "they", "alliance"]'),
            "small/questionnaire.toml: item trust.candour: is asked about the alliance and about a company; "
            'give "we" and "they", or "alliance"',
            id="two kinds of target",
        ),
        pytest.param(
            ("questionnaire", ASKED, 'asked = ["we", "they_of_us"]'),
            "small/questionnaire.toml: item trust.candour: is asked as we, they_of_us; "
            'what they would say of us needs "we" and "they" beside it',
            id="a prediction of what is not asked",
        ),
        pytest.param(
            ("questionnaire", ASKED, 'asked = ["we", "they", "they"]'),
            "small/questionnaire.toml: item trust.candour: names one way of asking twice",
            id="asked twice",
        ),
        pytest.param(
            ("questionnaire", CANDOUR, CANDOUR + "points = 12\n"),
            "small/questionnaire.toml: item trust.candour: has 12 points; a rating has 2 to 11",
            id="too many points",
        ),
        pytest.param(
            ("questionnaire", CANDOUR, CANDOUR + "lowest = 2\n"),
            "small/questionnaire.toml: item trust.candour: begins at 2; a rating begins at 0 or 1",
            id="a rating that begins elsewhere",
        ),
        pytest.param(
            ("questionnaire", "reversed = true", "reversed = true\npoints = 6\nlowest = 0"),
            "small/questionnaire.toml: scale 'value' is answered from 0 to 5 and from 1 to 5; "
            "give all its items the same points",
            id="a scale of two ranges",
        ),
        pytest.param(
            ("questionnaire", "at_most = 2", "at_most = 5\nother = true"),
            "small/questionnaire.toml: item topics: lets people pick 5 of 4 options",
            id="more picks than options and something else",
        ),
        pytest.param(
            ("questionnaire", '"value"]\nat_most = 2', '"other"]\nat_most = 2\nother = true'),
            'small/questionnaire.toml: item topics: names an option "other", which is there already by other = true; '
            "rename one",
            id="something else twice",
        ),
        pytest.param(
            ("questionnaire", "at_most = 2", "at_most = 2\nother = true"),
            "small/en.toml: item topics: no translation (options.other)",
            id="something else without a name",
        ),
        pytest.param(
            ("questionnaire", "longest = 20", 'longest = 20\nabout = "topics"'),
            "small/questionnaire.toml: item remark: 'about' means nothing here; write other = true in the choice",
            id="what only a choice may say",
        ),
        pytest.param(
            ("questionnaire", CANDOUR, CANDOUR + "weight = 2\n"),
            "small/questionnaire.toml: item trust.candour: 'weight' means nothing here",
            id="unknown key of an item",
        ),
        pytest.param(
            ("questionnaire", 'version = "1.0"', 'version = "1.0"\nauthor = "me"'),
            "small/questionnaire.toml: 'author' means nothing here; known are version, kind, succeeds, scales, "
            "sections, items",
            id="unknown key",
        ),
        pytest.param(
            ("questionnaire", 'version = "1.0"', 'version = "1.0"\nkind = "yearly"'),
            'small/questionnaire.toml: kind is "baseline" or "pulse"',
            id="unknown kind",
        ),
        pytest.param(
            ("questionnaire", 'version = "1.0"', "version = 1.10"),
            'small/questionnaire.toml: no version; give one in quotation marks, such as version = "1.0"',
            id="a version that would lose its zero",
        ),
        pytest.param(
            ("questionnaire", "maximum = 100", "maximum = 0"),
            "small/questionnaire.toml: item effort: has a range from 0 to 0",
            id="empty range",
        ),
        pytest.param(
            ("questionnaire", "at_most = 2", "at_most = 4"),
            "small/questionnaire.toml: item topics: lets people pick 4 of 3 options",
            id="more picks than options",
        ),
        pytest.param(
            ("questionnaire", 'id = "remark"', 'id = "side"'),
            "small/questionnaire.toml: item id 'side' cannot be used; write it like trust.candour or Q1",
            id="an id that is a column already",
        ),
        pytest.param(
            ("questionnaire", '"value.credit"', '"Value.Zero_sum"'),
            "small/questionnaire.toml: item id 'Value.Zero_sum' differs from another by its capitals only; rename one",
            id="two ids that differ by their capitals",
        ),
        pytest.param(
            ("questionnaire", 'id = "remark"', 'id = "Group"'),
            "small/questionnaire.toml: item id 'Group' cannot be used; write it like trust.candour or Q1",
            id="an id that is a column already, in capitals",
        ),
        pytest.param(
            ("questionnaire", 'id = "trust" }', 'name = "trust" }'),
            "small/questionnaire.toml: scales, number 1: 'name' means nothing here",
            id="unknown key of a scale",
        ),
        pytest.param(
            ("en", '{them} tells us bad news early."\nthey_of_us', '{then} tells us bad news early."\nthey_of_us'),
            "small/en.toml: item trust.candour: unknown placeholder {then} (they); known here: {brand}, {them}, {us}",
            id="placeholder left unfilled",
        ),
        pytest.param(
            ("en", "{company} tells {partner}", "{us} tells {partner}"),
            "small/en.toml: item trust.candour: unknown placeholder {us} (statement); "
            "known here: {brand}, {company}, {partner}",
            id="a respondent's word in a neutral statement",
        ),
        pytest.param(
            ("en", "Who owns it now?", "Who owns it {now?"),
            "small/en.toml: item owners: a brace is opened or closed alone; a placeholder reads {them} (now)",
            id="open brace",
        ),
        pytest.param(
            ("en", "Who owns it now?", "Who at {{us}} owns it now?"),
            "small/en.toml: item owners: double braces are shown as they are; a placeholder reads {them} (now)",
            id="double braces",
        ),
        pytest.param(
            ("en", "Credit is shared fairly.", "{them} shares credit fairly."),
            "small/en.toml: item value.credit: names {them} but is asked about the alliance; "
            'what says "we" or "they" needs a company as its target: ask it as "we" and "they"',
            id="a partner in an item about the alliance",
        ),
        pytest.param(
            ("en", 'alliance = "Credit', 'we = "We share credit fairly."\nalliance = "Credit'),
            'small/en.toml: item value.credit: has a wording for "we" but is asked about the alliance; '
            'what says "we" or "they" needs a company as its target: ask it as "we" and "they"',
            id="we without a target",
        ),
        pytest.param(
            ("en", 'we = "A gain', 'they_of_us = "They would say so."\nwe = "A gain'),
            'small/en.toml: item value.zero_sum: has a wording for "they_of_us" but is never asked so; '
            'add it to "asked", or delete the wording',
            id="a wording that is never asked",
        ),
        pytest.param(
            ("de", 'they = "{them} teilt uns schlechte Nachrichten früh mit."\n', ""),
            "small/de.toml: item trust.candour: no translation (they)",
            id="missing translation",
        ),
        pytest.param(
            ("de", 'options.roles = "Roles"\n', ""),
            "small/de.toml: item topics: no translation (options.roles)",
            id="missing translation of an option",
        ),
        pytest.param(
            ("de", 'trust.title = "Trust"\n', ""),
            "small/de.toml: no translation (scales.trust.title)",
            id="missing translation of a scale",
        ),
        pytest.param(
            ("de", '"Kleiner Fragebogen"', '" "'),
            "small/de.toml: the text is empty (title)",
            id="empty text",
        ),
        pytest.param(
            ("de", '"Kleiner Fragebogen"', "3"),
            "small/de.toml: 'title' is no text; put it in quotation marks",
            id="a text that is a number",
        ),
        pytest.param(
            ("en", 'second.title = "The rest"', 'second.title = "The rest"\nthird.title = "More"'),
            "small/en.toml: 'sections.third.title' is the text of nothing in questionnaire.toml",
            id="a text of nothing",
        ),
        pytest.param(
            ("en", '"Agree", ', ""),
            "small/en.toml: item trust.candour: labels.agreement has 4 labels; give 5, or 2 for the ends",
            id="a label is missing",
        ),
    ],
)
def test_a_fault_names_file_item_and_what_is_wrong(write: Write, edit: tuple[str, str, str], expected: str) -> None:
    assert expected in faults(write(edit))


def test_all_faults_are_found_at_once(write: Write) -> None:
    found = faults(
        write(
            ("questionnaire", 'scale = "trust"', 'scale = "faith"'),
            ("en", "{company} tells", "{firm} tells"),
            ("de", 'title = "Kleiner Fragebogen"\n', ""),
        )
    )
    assert "small/questionnaire.toml: scale 'trust' has no item" in found
    assert {line.partition(":")[0] for line in found} == {"small/questionnaire.toml", "small/en.toml", "small/de.toml"}


def test_an_item_that_cannot_be_read_does_not_make_its_wordings_faults(write: Write) -> None:
    assert faults(write(("questionnaire", CANDOUR, CANDOUR + "points = 'five'\n"))) == [
        "small/questionnaire.toml: item trust.candour: points: Expected `int`, got `str`",
    ]


def test_a_missing_language_names_each_untranslated_item(write: Write) -> None:
    found = faults(write(fr='language = "Français"\ntitle = "Petit"\nintroduction = "Bref."'))
    assert "small/fr.toml: item trust.candour: no translation (we)" in found
    assert all(line.startswith("small/fr.toml: ") for line in found)


@pytest.mark.parametrize("file", ["questionnaire", "en"])
def test_toml_that_cannot_be_read_is_named_with_its_line(write: Write, file: str) -> None:
    (found,) = faults(write(**{file: 'title = "never closed\n'}))
    assert found.startswith(f"small/{file}.toml: cannot be read as TOML: ")
    assert "line 1" in found


@pytest.mark.parametrize("file", ["questionnaire", "en"])
def test_an_empty_file_is_named(write: Write, file: str) -> None:
    assert faults(write(**{file: ""})) == [f"small/{file}.toml: is empty"]


def test_a_folder_without_a_questionnaire_is_named(tmp_path: Path) -> None:
    assert faults(tmp_path / "nowhere") == ["nowhere/questionnaire.toml: there is no such file"]


def test_items_written_as_one_table_are_refused_in_words(write: Write) -> None:
    found = faults(
        write(
            ("questionnaire", "[[items]]", "[items]"), questionnaire=STRUCTURE.partition("[[items]]")[0] + "[[items]]"
        )
    )
    assert "small/questionnaire.toml: items: begin each item with [[items]], in two pairs of brackets" in found


def test_no_language_at_all_is_a_fault(write: Write) -> None:
    folder = write()
    (folder / "en.toml").unlink()
    (folder / "de.toml").unlink()
    assert faults(folder) == ["small/questionnaire.toml: no language file (such as en.toml) stands beside it"]


class TestItemsTakenFromAnotherQuestionnaire:
    def borrow(self, write: Write, *, structure: str = BORROWING, english: str = BORROWING_ENGLISH) -> Path:
        write()
        folder = write(name="pulse", questionnaire=structure, en=english)
        (folder / "de.toml").unlink()
        return folder

    def test_they_bring_their_wordings_scale_and_labels(self, write: Write) -> None:
        pulse = load(self.borrow(write))
        (item,) = pulse.items
        assert isinstance(item, Rating)
        assert (item.id, item.asked, item.scale, item.section) == ("trust.candour", ("we", "they"), "trust", "only")
        assert pulse.text("en", "items.trust.candour.they", them="Helix") == "Helix tells us bad news early."
        assert pulse.text("en", "scales.trust.title") == "Trust"
        assert pulse.labels("en", item)[4] == "Strongly agree"

    def test_their_wording_cannot_be_changed(self, write: Write) -> None:
        english = BORROWING_ENGLISH + '[items.trust.candour]\nwe = "We are honest."'
        assert faults(self.borrow(write, english=english)) == [
            "pulse/en.toml: 'items.trust.candour.we' is taken over from the other questionnaire, "
            "so that both ask the same; delete it here, or say “We tell {them} bad news early.”, as there"
        ]

    def test_their_wording_may_be_repeated_and_said_in_a_language_that_the_source_does_not_speak(
        self, write: Write
    ) -> None:
        repeated = BORROWING_ENGLISH + '[items.trust.candour]\nwe = "We tell {them} bad news early."'
        folder = self.borrow(write, english=repeated)
        dutch = 'language = "Nederlands"\ntitle = "Kort"\nintroduction = "Kort."\nsections.only.title = "Alles"\n'
        dutch += 'scales.trust.title = "Vertrouwen"\nlabels.agreement = ["Oneens", "2", "3", "4", "Eens"]\n'
        words = 'they = "{them} meldt slecht nieuws vroeg."\nstatement = "{company} meldt slecht nieuws vroeg."\n'
        wordings = f'[items.trust.candour]\nwe = "Wij melden slecht nieuws vroeg."\n{words}'
        (folder / "nl.toml").write_text(dutch + wordings, encoding="utf-8")
        pulse, source = load(folder), load(folder.parent / "small")
        assert (pulse.languages, "nl" in source.languages) == (("en", "nl"), False)
        chosen = pulse.choosing(source, ["trust.candour"])
        assert chosen.languages == ("en", "nl"), "it asks what it says itself"
        assert chosen.text("nl", "items.trust.candour.we") == "Wij melden slecht nieuws vroeg."
        assert pulse.choosing(source, ["trust.candour", "value.credit"]).languages == ("en",), "and that it does not"

    def test_what_makes_them_comparable_cannot_be_changed(self, write: Write) -> None:
        assert (
            "pulse/questionnaire.toml: item small:trust.candour: changes 'points' of an item taken over; "
            "only section and asked may differ"
        ) in faults(self.borrow(write, structure=BORROWING + "points = 7\n"))

    def test_an_item_that_is_not_there_is_named(self, write: Write) -> None:
        assert ("pulse/questionnaire.toml: item small:trust.hope: small has no item 'trust.hope'") in faults(
            self.borrow(write, structure=BORROWING.replace("candour", "hope"))
        )

    def test_a_questionnaire_that_is_not_there_is_named(self, write: Write) -> None:
        assert faults(self.borrow(write, structure=BORROWING.replace("small:", "large:"))) == [
            "pulse/questionnaire.toml: takes items from 'large', but no such questionnaire stands beside it"
        ]

    def test_two_that_take_from_each_other_are_refused(self, write: Write) -> None:
        circle = BORROWING.replace("small:trust.candour", "pulse:trust.candour")
        write(name="small", questionnaire=circle, en=BORROWING_ENGLISH, de=BORROWING_ENGLISH)
        folder = write(name="pulse", questionnaire=BORROWING, en=BORROWING_ENGLISH, de=BORROWING_ENGLISH)
        assert (
            "small/questionnaire.toml: takes items from 'pulse', which takes its own from here; one must come first"
        ) in faults(folder)

    def test_a_language_the_source_does_not_speak_is_a_missing_translation(self, write: Write) -> None:
        write()
        folder = write(name="pulse", questionnaire=BORROWING, en=BORROWING_ENGLISH, fr=BORROWING_ENGLISH)
        (folder / "de.toml").unlink()
        assert "pulse/fr.toml: item trust.candour: no translation (they)" in faults(folder)


def test_a_list_of_labels_may_say_what_high_and_low_answers_are_called(write: Write) -> None:
    words = 'agreement = { 1 = "No", 2 = "Yes", high = "yes", low = "no" }'
    labels = 'agreement = ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"]'
    load(write(*((language, labels, words) for language in ("en", "de"))))
    one_of_them = words.replace(', low = "no"', "")
    found = faults(write(*((language, labels, one_of_them) for language in ("en", "de")), name="other"))
    assert "other/en.toml: item trust.candour: labels.agreement has one of high and low; give both, or neither" in found
