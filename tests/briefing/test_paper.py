"""The briefing on paper: how long it is, how full its pages are, and that nothing stands in it twice."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import product

import pypdfium2 as pdfium
import pytest
from msgspec.structs import replace

from diagnostic.analysis.report import Edition, Report
from diagnostic.briefing.document import Document, document
from diagnostic.briefing.document.blocks import Figure, List, Part, Table, Text, need, pick_all, walk
from diagnostic.briefing.editions import edition
from diagnostic.briefing.paper import appendix_parts, briefing_parts
from diagnostic.briefing.pdf import appendix, render
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.library import Library
from tests.briefing.conftest import typical_report
from tests.briefing.reading_pdf import chapters, line, reader, texts
from tests.briefing.test_moved import programme
from tests.simulation.messages import SIZES, briefing

PAGES = {(5, 5): 5, (8, 7): 7, (12, 12): 12, (25, 22): 12, (400, 380): 12}
"""At most: of ten people five; of larger teams two to read first, and ten of detail."""
HYPHENATED = {"logit-transformiertes"}
"""Words with a hyphen of their own."""
TOP, FOOT, PAGE = 22 / 297, 20 / 297, 842
SAME = [
    ("trust_grid.", "predictions."),
    ("ownership", "ownership"),
    ("participation", "turnout"),
    ("expectation.", "expectation."),
]
"""Pictures, and the tables of the same figures."""


@cache
def team(sizes: tuple[int, int], which: Edition = "consultant") -> Report:
    return edition(briefing(1, sizes), which)


@cache
def made(sizes: tuple[int, int], language: str = "en", which: Edition = "consultant") -> bytes:
    return render(team(sizes, which), language)


@cache
def told(sizes: tuple[int, int], language: str = "en") -> Document:
    return document(team(sizes), Wording(team(sizes), language))


@cache
def on_paper(sizes: tuple[int, int]) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """What stands in the briefing, and in the appendix."""
    wording = Wording(team(sizes))
    return briefing_parts(told(sizes), wording), appendix_parts(told(sizes), wording)


@pytest.fixture(params=SIZES, ids=lambda sizes: f"{sizes[0]}+{sizes[1]}")
def sizes(request: pytest.FixtureRequest) -> tuple[int, int]:
    return tuple(request.param)


@pytest.mark.parametrize("language", ["en", "de"])
def test_ten_people_get_five_pages_whatever_they_answered(language: str) -> None:
    lengths = [len(reader(render(briefing(seed, (5, 5)), language)).pages) for seed in range(8100, 8106)]
    assert max(lengths) <= PAGES[5, 5], lengths


@pytest.mark.parametrize("which", ["consultant", "participants"])
def test_no_german_word_is_torn_that_fits_into_its_column(which: Edition) -> None:
    """In a letter, tables, cards and the appendix."""
    for file in (made((12, 12), "de", which), appendix(team((12, 12), which), "de")):
        pages = pdfium.PdfDocument(file)
        for number in range(len(pages)):
            torn = re.findall(r"\w+\ufffe\w+", pages[number].get_textpage().get_text_range())
            assert [word for word in torn if word.replace("\ufffe", "-") not in HYPHENATED] == [], number


def lowest_marks(data: bytes) -> Iterator[float]:
    """How far down the lowest mark of each page is, as a share of what its margins leave."""
    pages = pdfium.PdfDocument(data)
    for number in range(len(pages)):
        grey = pages[number].render(scale=1, grayscale=True).to_numpy()
        rows = (grey[: round(PAGE * (1 - FOOT))] < 245).any(axis=1).nonzero()[0]
        yield (rows.max() / PAGE - TOP) / (1 - TOP - FOOT)


@pytest.mark.parametrize("language", ["en", "de"])
def test_length_follows_evidence(sizes: tuple[int, int], language: str) -> None:
    assert len(texts(made(sizes, language))) <= PAGES[sizes]
    # Two of them are the letter.
    assert len(texts(made(sizes, language, "participants"))) <= 7


@pytest.mark.parametrize(("language", "which"), [*product(["en", "de"], ["consultant", "participants"])])
def test_no_page_but_the_last_is_three_eighths_empty(sizes: tuple[int, int], language: str, which: Edition) -> None:
    *marks, _ = lowest_marks(made(sizes, language, which))
    assert [(number, round(mark, 2)) for number, mark in enumerate(marks, start=1) if mark < 5 / 8] == []


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_shows_nothing_is_no_section_and_why_is_said_once(sizes: tuple[int, int], language: str) -> None:
    page = told(sizes, language)
    nothing = [part for part in page.parts if part.nothing]
    assert bool(nothing) is (min(sizes) < 12)
    titles = [title.split(" ", 1)[1] for title, _ in chapters(reader(made(sizes, language)))[1:]]
    whole = " ".join(texts(made(sizes, language)))
    for part in nothing:
        assert part.title not in titles
        assert whole.count(line(part.nothing[0].text)) >= 1
    listed = pick_all(briefing_parts(page, Wording(team(sizes), language)), List, "sections.absent")
    assert [item.label.text for one in listed for item in one.items if item.label] == (
        [", ".join(part.title for part in group) for group in _by_reason(nothing)]
    )


def _by_reason(parts: list[Part]) -> list[list[Part]]:
    reasons = dict.fromkeys(part.nothing for part in parts)
    return [[part for part in parts if part.nothing == reason] for reason in reasons]


def test_no_row_and_no_part_on_paper_shows_nothing_and_the_others_are_counted(sizes: tuple[int, int]) -> None:
    first, _ = on_paper(sizes)
    for block in walk(first):
        assert not (isinstance(block, Part) and block.nothing), block.key
        if isinstance(block, Table):
            assert not any(row.shows_nothing for row in block.rows), block.key
    for table in (one for one in pick_all(told(sizes).parts, Table) if one.key in ("ownership", "priorities")):
        hidden = sum(row.shows_nothing for row in table.rows)
        if hidden and hidden < len(table.rows):
            verb = "is" if hidden == 1 else "are"
            assert f"{hidden} of {len(table.rows)} {verb} not shown." in " ".join(texts(made(sizes)))


def test_nothing_stands_in_a_file_twice_as_picture_and_table_or_as_picture_and_picture(sizes: tuple[int, int]) -> None:
    for parts in on_paper(sizes):
        pictures = [figure.picture.name for figure in pick_all(parts, Figure) if figure.picture]
        assert len(pictures) == len(set(pictures))
        tables = {table.key for table in pick_all(parts, Table)}
        for picture, table in SAME:
            drawn = bool(pick_all(parts, Figure, picture))
            assert not (drawn and any(key.startswith(table) for key in tables)), picture


def test_what_the_briefing_has_as_a_picture_the_appendix_has_in_figures_and_the_other_way_round() -> None:
    first, looked_up = on_paper((25, 22))
    assert pick_all(first, Figure, "trust_grid.")
    assert pick_all(looked_up, Table, "predictions.")
    assert pick_all(first, Table, "ownership")
    assert pick_all(looked_up, Figure, "ownership")


def test_a_card_has_no_small_statistical_print_and_the_appendix_has_all_of_it() -> None:
    first, looked_up = on_paper((25, 22))
    cards = pick_all(first, Part, "gap")
    assert len(cards) == 4
    for card in cards:
        facts = [each.key for item in need(card.blocks, List, "gap.facts").items for each in item.sentences]
        assert set(facts) <= {"size", "n", "interval", "kind", "scale"}
        assert {"size", "n", "interval"} <= set(facts)
        assert len(need(card.blocks, Text, "gap.reason").text.split()) < 22
    whole = " ".join(texts(made((25, 22))))
    for print_ in ("Delta", "Adjusted p", "adjusted p", "Likely size"):
        assert print_ not in whole
    figures = need(looked_up, Table, "gaps.figures")
    assert [row.key for row in figures.rows] == [card.subject for card in cards]
    assert not any(cell.text in ("", "–") for row in figures.rows for cell in row.cells)


def test_what_leads_to_the_appendix_says_so_and_a_card_leads_nowhere_else() -> None:
    report = typical_report()
    first = [line(text) for text in texts(render(report))]
    surprises = [
        text
        for text in pick_all(document(report, Wording(report)).parts, Text, "predictions.")
        if text.role == "strong"
    ]
    assert surprises
    for surprise in surprises:
        assert f"{line(surprise.text)} in the appendix" in " ".join(first)
    assert "Every scale at a glance in the appendix" in first[0]


def test_an_agenda_names_nothing_to_look_at_that_is_not_there() -> None:
    _, looked_up = on_paper((5, 5))
    absent = {part.key: part.title for part in told((5, 5)).parts if part.nothing}
    assert absent
    cells = [cell for table in pick_all(looked_up, Table, "agenda.") for row in table.rows for cell in row.cells]
    assert cells
    assert not [cell for cell in cells if cell.link in absent or cell.text in absent.values()]


def test_a_pulse_says_on_its_last_page_that_a_character_could_not_be_printed() -> None:
    pulse = programme((25, 25), Library.load())
    pages = texts(render(replace(pulse, comments=(replace(pulse.comments[0], text="We need \ue000."),))))
    assert len(pages) == 2
    assert "We need □." in pages[1]
    assert "□ stands for a character" in pages[1]


def test_the_appendix_has_every_statement_s_figures_whoever_answered(sizes: tuple[int, int]) -> None:
    whole = " ".join(texts(appendix(team(sizes))))
    for table in pick_all(told(sizes).parts, Table, "numbers."):
        for group in table.groups:
            assert line(group.title) in whole
