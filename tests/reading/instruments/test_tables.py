"""Instruments as people keep them in spreadsheets."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostic.errors import UnreadableFile
from diagnostic.questionnaire import Choice, Number, Rating, Text
from diagnostic.reading.instruments.headings import headings
from diagnostic.reading.instruments.instrument import Instrument
from diagnostic.reading.seen import SeenRow

from .bringing import Rows, brought, mentions, said, workbook

COMPANY: list[object] = ["Scale", "No", "Statement", "About", "Reversed", "Points"]


def as_csv(rows: Rows) -> bytes:
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode()


def table(*rows: Sequence[object], **how: Any) -> Instrument:
    return brought("instrument.xlsx", workbook(Items=rows), **how)


def rating(found: Instrument, name: str) -> Rating:
    item = next(item for item in found.questionnaire.items if item.id == name)
    assert isinstance(item, Rating)
    return item


def text(found: Instrument, key: str, language: str = "en") -> str:
    return found.questionnaire.texts[language][key]


def test_a_scale_is_made_of_its_statements_and_a_section_of_the_scale() -> None:
    found = table(
        COMPANY, ["Speed", 1, "Things get stuck.", "both", "x", 7], ["Speed", 2, "It goes on.", "alliance", "", 7]
    )
    assert [item.id for item in found.questionnaire.items] == ["speed.1", "speed.2"]
    assert [scale.id for scale in found.questionnaire.scales] == ["speed"]
    assert text(found, "sections.speed.title") == text(found, "scales.speed.title") == "Speed"
    first = rating(found, "speed.1")
    assert (first.asked, first.points, first.reversed, first.scale) == (("alliance",), 7, True, "speed")
    assert not rating(found, "speed.2").reversed
    assert text(found, "items.speed.1.alliance") == "Things get stuck."


def test_the_same_in_german_with_the_columns_in_another_order() -> None:
    found = table(
        ["Wortlaut", "Umgepolt", "Über wen", "Skala", "Stufen"],
        ["Dinge bleiben liegen.", "ja", "Allianz", "Tempo", "5-stufig"],
        language="de",
    )
    assert found.questionnaire.languages == ("de",)
    (item,) = found.questionnaire.items
    assert (item.id, text(found, "scales.tempo.title", "de")) == ("tempo.dinge_bleiben_liegen", "Tempo")
    assert rating(found, item.id).reversed
    assert text(found, "labels.agreement.5", "de") == "Stimme voll und ganz zu"


def test_languages_stand_side_by_side() -> None:
    found = table(
        ["Statement", "Statement (de)", "Text: French", "Labels", "Labels (de)", "Etiketten"],
        ["It is fair.", "Es ist fair.", "C’est juste.", "never; always", "nie; immer", "?"],
    )
    assert set(found.questionnaire.languages) == {"de", "en", "fr"}
    (item,) = found.questionnaire.items
    assert text(found, f"items.{item.id}.alliance", "fr") == "C’est juste."
    assert text(found, f"labels.{rating(found, item.id).labels}.2", "de") == "immer"
    assert mentions(found.left_out, "column “Etiketten”", "means nothing")
    assert any("no labels in fr" in line for line in said(found.left_out))


def test_each_company_is_asked_about_in_two_rows_with_one_id_and_the_briefing_in_a_third() -> None:
    found = table(
        ["Id", "Statement", "About"],
        ["speed", "We answer within two days.", "us"],
        ["speed", "They answer within two days.", "them"],
        ["speed", "{company} answers within two days.", "briefing"],
    )
    assert rating(found, "speed").asked == ("we", "they")
    assert text(found, "items.speed.they") == "They answer within two days."
    assert text(found, "items.speed.statement") == "{company} answers within two days."
    assert found.places["speed"] == ("row 2", "row 3", "row 4")


def test_one_row_about_each_company_is_said_of_both() -> None:
    found = table(["Id", "Statement", "About"], ["speed", "{company} answers {partner} at once.", "each"])
    assert text(found, "items.speed.we") == "{us} answers {them} at once."
    assert text(found, "items.speed.they") == "{them} answers {us} at once."
    assert text(found, "items.speed.statement") == "{company} answers {partner} at once."
    without = table(["Id", "Statement", "About"], ["speed", "Answers at once.", "each"])
    assert text(without, "items.speed.they") == "{them}: Answers at once."


def test_what_nobody_worded_for_the_briefing_is_as_it_was_asked_and_said() -> None:
    found = table(
        ["Id", "Statement", "Aussage", "About"],
        ["b", "They answer at once.", "Sie antworten sofort.", "them"],
        ["a", "We keep {them} informed.", "Wir informieren {them}.", "us"],
        ["a", "{them} keeps us informed.", "{them} informiert uns.", "them"],
    )
    assert text(found, "items.a.statement") == "{company} keeps us informed."
    assert text(found, "items.a.statement", "de") == "{company} informiert uns."
    assert text(found, "items.b.statement") == "{company}: They answer at once."
    assert mentions(found.assumed, "row 2", "briefing")


def test_what_a_statement_is_about_is_never_assumed_in_silence() -> None:
    found = table(["Statement", "About"], ["It is fair.", ""], ["It is good.", "both"], ["It is bad.", "whoever"])
    assert len(found.questionnaire.items) == 2
    assert mentions(found.assumed, "row 2", "nothing says whom it is about")
    assert mentions(found.assumed, "row 3", "“both”", "each")
    assert mentions(found.left_out, "row 4", "“whoever”")


@pytest.mark.parametrize(("cell", "points"), [(5, 5), ("7", 7), ("1-6", 6), ("1 to 4", 4), ("5-point", 5), (7.0, 7)])
def test_points_are_read_as_people_write_them(cell: object, points: int) -> None:
    found = table(["Statement", "Points"], ["It is fair.", cell])
    assert rating(found, found.questionnaire.items[0].id).points == points


def test_points_that_are_none_are_said_and_the_statement_stays() -> None:
    found = table(
        ["Statement", "Points"], ["It is fair.", "many"], ["It is good.", "0-100"], ["It is late.", "-3 to 3"]
    )
    assert [item.points for item in found.questionnaire.ratings()] == [5, 5, 7]
    assert mentions(found.left_out, "row 2", "“many” is no scale")
    assert mentions(found.left_out, "row 3", "“0-100” is no scale")
    assert mentions(found.assumed, "row 4", "-3 to 3 is asked as 1 to 7")


class TestLabels:
    def test_a_list_is_named_once(self) -> None:
        cell = "1 = never; 2 = rarely; 3 = often; 4 = always"
        found = table(
            ["Statement", "Labels"], ["It is fair.", cell], ["It is good.", "never | rarely | often | always"]
        )
        items = [item for item in found.questionnaire.items if isinstance(item, Rating)]
        assert {(item.points, item.labels) for item in items} == {(4, "never_always")}
        assert found.questionnaire.labels("en", items[0]) == ("never", "rarely", "often", "always")

    def test_a_list_may_stand_in_the_lines_of_a_cell(self) -> None:
        found = table(["Statement", "Labels"], ["It is\nfair.", "1 = never\n2 = often\n3 = always"])
        (item,) = found.questionnaire.items
        assert found.questionnaire.labels("en", rating(found, item.id)) == ("never", "often", "always")
        assert text(found, f"items.{item.id}.alliance") == "It is fair."

    def test_a_list_that_runs_down_is_turned_and_said(self) -> None:
        found = table(["Statement", "Labels"], ["It is fair.", "always; often; rarely; never"])
        (item,) = found.questionnaire.items
        assert found.questionnaire.labels("en", rating(found, item.id))[0] == "never"
        assert mentions(found.assumed, "row 2", "begin with the highest")

    def test_a_list_that_does_not_fit_is_said(self) -> None:
        found = table(["Statement", "Labels", "Points"], ["It is fair.", "never; rarely; always", 5])
        (item,) = found.questionnaire.items
        assert found.questionnaire.labels("en", rating(found, item.id)) == ("never", "", "", "", "always")
        assert mentions(found.left_out, "row 2", "3 labels", "5 points")

    def test_of_a_list_in_rows_that_does_not_fit_the_ends_are_taken(self) -> None:
        labels = [[number, word] for number, word in enumerate(("never", "rarely", "always"), start=1)]
        found = table(
            ["Type", "Id", "Option", "Statement", "Points", "Labels"],
            *(["label", "often", number, word, "", ""] for number, word in labels),
            ["rating", "a", "", "It is fair.", 3, "often"],
            ["rating", "b", "", "It is good.", 5, "often"],
        )
        assert found.questionnaire.labels("en", rating(found, "a")) == ("never", "rarely", "always")
        assert found.questionnaire.labels("en", rating(found, "b")) == ("never", "", "", "", "always")
        assert mentions(found.left_out, "row 6", "3 labels", "5 points")

    def test_a_list_that_is_not_there_is_said(self) -> None:
        found = table(["Statement", "Labels"], ["It is fair.", "frequency"])
        assert mentions(found.left_out, "row 2", "no labels called “frequency”")


def test_other_kinds_of_questions() -> None:
    found = table(
        ["Id", "Type", "Question", "Options", "At most", "Min", "Max"],
        ["topics", "multiple choice", "What matters?", "Trust; Speed; Money", 2, "", ""],
        ["role", "Einfachauswahl", "Where are you?", "Sales; Medical", "", "", ""],
        ["share", "number", "What share?", "", "", 0, 100],
        ["open", "open", "What else?", "", "", "", ""],
    )
    topics, role, share, opened = found.questionnaire.items
    assert isinstance(topics, Choice)
    assert (topics.options, topics.at_most) == (("trust", "speed", "money"), 2)
    assert text(found, "items.topics.options.speed") == "Speed"
    assert isinstance(role, Choice)
    assert role.at_most == 1
    assert isinstance(share, Number)
    assert (share.minimum, share.maximum) == (0, 100)
    assert mentions(found.assumed, "row 4", "its unit is “units”")
    assert isinstance(opened, Text)
    assert "side effects" in text(found, "sections.comments.introduction")


def test_what_a_row_lacks_is_said_by_its_row() -> None:
    found = table(
        ["Scale", "Statement", "Type", "Reversed"],
        ["Speed", "It is fair.", "", "perhaps"],
        ["Speed", "", "", ""],
        ["", "It is new.", "drawing", ""],
        ["", "It is late.", "", "x"],
    )
    assert mentions(found.left_out, "row 2", "“perhaps”")
    assert mentions(found.left_out, "row 3", "has no statement")
    assert mentions(found.left_out, "row 4", "“drawing”")
    assert mentions(found.left_out, "row 5", "belongs to no scale")


def test_what_another_program_fills_in_is_a_gap_and_said() -> None:
    found = table(["Statement"], ["{brand} helps {TOKEN:NAME} and ${x}, {or} {{so}} }."])
    (item,) = found.questionnaire.items
    assert text(found, f"items.{item.id}.alliance") == "{brand} helps … and …, … (…) )."
    assert mentions(found.left_out, "row 2", "{TOKEN:NAME}")


def test_a_scale_is_answered_on_the_same_points_throughout() -> None:
    found = table(
        ["Scale", "Id", "Statement", "Points"], ["Fit", "a", "It is fair.", 5], ["Fit", "b", "It is good.", 7]
    )
    assert (rating(found, "a").scale, rating(found, "b").scale) == ("fit", None)
    assert mentions(found.left_out, "row 3", "has other points than the scale")


def test_one_company_may_be_asked_about_alone_and_from_0_to_10() -> None:
    found = table(
        ["Id", "Statement", "About", "Points"], ["a", "They answer at once.", "them", "0-10"], ["B", "We do.", "us", 7]
    )
    first, second = rating(found, "a"), rating(found, "B")
    assert (first.asked, first.points, first.lowest) == (("they",), 11, 0)
    assert (second.asked, second.points, second.lowest) == (("we",), 7, 1)
    assert not found.left_out


def test_what_two_rows_of_one_statement_say_differently_is_listed() -> None:
    rows: list[list[object]] = [["a", "We do.", "us", 5], ["a", "They do.", "them", 7]]
    found = table(["Id", "Statement", "About", "Points"], *rows)
    assert rating(found, "a").points == 5
    assert mentions(found.left_out, "row 3", "“7” under points", "row 2")


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        (["Item", "Wording"], ("id", "text")),
        (
            ["Scale name", "Item", "Reverse scored (R)", "Points (1-7)", "About whom?"],
            ("scale", "text", "reversed", "points", "about"),
        ),
        (["Skalenname", "Item-Nr.", "Itemtext", "Umgepolt?", "Gilt für"], ("scale", "id", "text", "reversed", "about")),
        (["Construct", "Statement*", "About whom?", "Anchors"], ("scale", "text", "about", "labels")),
    ],
)
def test_columns_are_known_by_what_people_call_them(heading: list[str], role: tuple[str, ...]) -> None:
    assert tuple(each.role for each in headings(SeenRow(1, tuple(heading)), frozenset()).values()) == role


def test_a_text_in_the_letters_of_windows_is_read() -> None:
    data = "Skala;Aussage;Über wen\nGefühl;Es läuft „rund“.;Allianz\n".encode("cp1252")
    found = brought("instrument.csv", data)
    assert text(found, "items.gefuehl.es_laeuft_rund.alliance", "de") == "Es läuft „rund“."


def test_two_statements_with_one_number_are_two() -> None:
    found = table(["No", "Statement", "About"], [1, "It is fair.", "both"], [1, "It is good.", "both"])
    assert len(found.questionnaire.items) == 2
    assert mentions(found.assumed, "row 3", "a statement by itself")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (as_csv([["Name", "Mail"], ["Jo", "jo@example.org"]]), "no column is called “Statement”"),
        (as_csv([["Statement"], [""]]), "holds nothing that can be asked"),
        (b"", "is empty"),
        (b"PK\x03\x04 no workbook", "cannot be read as a workbook"),
        (b"\xd0\xcf\x11\xe0", "password"),
    ],
)
def test_a_file_that_holds_no_instrument_is_refused_in_words(data: bytes, why: str) -> None:
    with pytest.raises(UnreadableFile, match=why):
        brought("instrument.csv", data)


def test_the_table_in_the_documentation_is_read_as_it_says() -> None:
    documented = (Path(__file__).parents[3] / "docs/instruments.md").read_text(encoding="utf-8")
    lines = documented[documented.index("| Scale | Skala |") :].split("\n\n", 1)[0].splitlines()
    found = table(*([cell.strip() for cell in line.strip("|").split("|")] for line in lines if "---" not in line))
    ratings = {item.id: item for item in found.questionnaire.ratings()}
    assert list(ratings) == ["speed.1", "speed.2", "contact.3", "item.4"]
    assert [item.asked for item in ratings.values()] == [("we", "they"), ("alliance",), ("we", "they"), ("alliance",)]
    assert [(item.points, item.lowest) for item in ratings.values()] == [(7, 1), (7, 1), (5, 1), (11, 0)]
    assert text(found, "items.contact.3.they", "de") == "{them} ruft {us} an."
    assert not [fault for fault in found.left_out if "labels" not in fault.where]


WORDS = (
    ";us;them;both;each;briefing;x;5;0-10;1-7;a | b | c;never | always;speed;rating;choice;text;number;option;label"
    ";scale;section introduction;title;{x};}{;1"
)
CELLS = st.one_of(
    st.sampled_from(WORDS.split(";")), st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
)
COLUMNS = "Statement Id Type Option Scale Section About Reversed Points Labels Options Aussage Minimum Also Remark"
HEADINGS = st.permutations(COLUMNS.split())


@given(HEADINGS, st.lists(st.lists(CELLS, min_size=15, max_size=15), min_size=1, max_size=6))
def test_every_row_is_in_the_questionnaire_or_is_listed(headings: list[str], rows: list[list[str]]) -> None:
    heads = {"title", "introduction", "label", "scale", "section", "section introduction"}
    try:
        found = brought("instrument.csv", as_csv([headings, *rows]))
        left_out, places = found.left_out, found.places
    except UnreadableFile as error:
        left_out, places = error.faults, {}
    told = " ".join([*(fault.where for fault in left_out), *(where for each in places.values() for where in each)])
    kind = headings.index("Type")
    for number, row in enumerate(rows, start=2):
        if any(cell.strip() for cell in row) and row[kind].strip() not in heads:
            assert str(number) in told, (number, row)


def test_a_country_that_nobody_is_asked_in_is_left_to_the_language() -> None:
    rows = [["Statement (en-GB)", "Statement (en-US)"], ["We programme well.", "We program well."]]
    found = brought("table.xlsx", workbook(Sheet1=rows))
    assert found.questionnaire.languages == ("en",)
    assert mentions(found.left_out, "language en-US", "another kind of en-GB")
