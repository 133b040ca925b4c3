"""Charts: their colours are those of every other page, their lines fit, and their numbers read well."""

import re
from functools import partial
from pathlib import Path

import pytest

from diagnostic.analysis import Report
from diagnostic.briefing import charts
from diagnostic.briefing.charts import NARROW, WIDE, Layout
from diagnostic.briefing.charts.layout import INK, LINE, MUTED, SHADES, SIDE_COLOURS, breadth, diverging, wrap
from diagnostic.briefing.charts.sheet import Block, Sheet, beside, stack
from diagnostic.briefing.unseen import clean
from diagnostic.briefing.wording import Wording

TOKENS = Path(__file__).parents[2] / "diagnostic" / "web" / "static" / "tokens.css"


def test_the_colours_are_those_of_the_tokens() -> None:
    tokens = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", TOKENS.read_text()))
    assert (tokens["ink"], tokens["muted"], tokens["line"]) == (INK, MUTED, LINE)
    assert dict(SIDE_COLOURS) == {"a": tokens["side-a"], "b": tokens["side-b"]}
    levels = {name: colour for name, colour in SHADES.items() if name.startswith("level_")}
    assert levels == {name: tokens[name.replace("_", "-")] for name in levels}


def _lightness(colour: str) -> float:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


@pytest.mark.parametrize("points", range(2, 12))
def test_shades_darken_from_the_middle_outwards(points: int) -> None:
    shades = [_lightness(colour) for colour in diverging(points)]
    assert len(shades) == points
    half = points // 2
    assert shades[:half] == sorted(shades[:half])
    assert shades[-half:] == sorted(shades[-half:], reverse=True)
    if points % 2:
        assert max(shades) == shades[half]


def test_the_bars_of_a_statement_end_as_far_left_and_right_as_its_answers(typical: Report) -> None:
    # Side a: 1, 4, 5, 9, 6 of 25, so left lie 5 + 2.5 of 25 and right 2.5 + 15; side b: 6, 8, 4, 2, 1 of 21.
    low, high = charts.reach_of(typical.statements[:1])
    assert low == pytest.approx((6 + 8 + 2) / 21)
    assert high == pytest.approx((2.5 + 9 + 6) / 25)


def test_long_texts_and_words_break_into_lines_that_fit() -> None:
    for text in ("It is clear what the people at Helix are responsible for", "x" * 200, "短い言葉" * 20):
        lines = wrap(text, 120, 13)
        assert all(breadth(line, 13) <= 120 for line in lines)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert wrap("one two three four five", 40, 13, most=2)[-1].endswith("…")


def test_blocks_stand_below_each_other_or_beside_each_other_with_their_middles_on_one_line() -> None:
    tops: dict[str, float] = {}
    low, high = (Block(height, partial(tops.__setitem__, name)) for name, height in (("low", 10), ("high", 30)))
    below = stack(low, high, between=5)
    below.draw(100)
    assert (below.height, tops) == (45, {"low": 100, "high": 115})
    row = beside(low, high)
    row.draw(100)
    assert (row.height, tops) == (30, {"low": 110, "high": 100})


@pytest.mark.parametrize("layout", [WIDE, NARROW])
def test_a_label_stands_beside_its_row_and_on_a_phone_above_it(typical: Report, layout: Layout) -> None:
    sheet = Sheet(layout, Wording(typical))
    cell = Block(50, lambda _: None)
    row = sheet.row(sheet.text(0, "Trust"), cell, between=6)
    assert row.height == (50 if layout.wide else 13 + 4 + 6 + 50)


def test_characters_that_turn_the_text_around_them_are_taken_out() -> None:
    assert clean("a\u202eb\x00c\u2066d\ud800") == "abcd"
    assert clean("שלום ümläut 🙂") == "שלום ümläut 🙂"


def test_numbers_carry_a_true_minus_and_never_a_minus_zero(typical: Report) -> None:
    wording = Wording(typical)
    assert wording.number(-1.25) == "−1.3"
    assert wording.signed(0.04) == "0.0"
    assert wording.signed(-0.04) == "0.0"
    assert wording.gap_interval((0.02, 1.2)) == "+0.02 to +1.20"


def test_halves_are_rounded_away_from_zero_so_that_a_gap_fits_its_means(typical: Report) -> None:
    wording = Wording(typical)
    # 2.5 less 4.25 is -1.75, and rounded 2.5 less 4.3 is -1.8.
    assert (wording.number(4.25), wording.number(2.5), wording.signed(-1.75)) == ("4.3", "2.5", "−1.8")
    # As binary fractions 0.15 lies above, 0.35 and 1.005 below what they stand for.
    assert (wording.number(0.15), wording.number(0.35), wording.number(1.005, 2)) == ("0.2", "0.4", "1.01")
    assert wording.number(3.5 + 0.75 - 1e-15) == "4.3"
    assert wording.percent(0.125) == "13%"
    assert wording.plain(14.0) == "14"
    assert wording.signed(-0.05) == "−0.1"
