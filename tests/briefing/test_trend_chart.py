"""The picture of what moved, at every width: all text inside, none on another, and read without colours."""

import re
from collections.abc import Callable
from functools import partial

import pytest
from msgspec.structs import replace

from diagnostic.analysis import Alliance, BySide, Report
from diagnostic.briefing import charts
from diagnostic.briefing.charts import NARROW, PRINT, WIDE, Drawing, Layout
from diagnostic.briefing.document import document
from diagnostic.briefing.document.blocks import Figure, need
from diagnostic.briefing.document.trend import scale_moves
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.library import Library
from tests.briefing.drawn import Drawn
from tests.briefing.test_moved import ACTIONS, levels_alone, programme

NAMES = ("", "After Lisbon", "A name of forty letters, as long as any.", "Half-time", "After Porto")


def named(report: Report) -> Report:
    """With what its waves are called."""
    return replace(
        report,
        trend=tuple(
            replace(trend, series=tuple(replace(point, name=NAMES[point.wave - 1] or None) for point in trend.series))
            for trend in report.trend
        ),
    )


LAYOUTS = {"wide": WIDE, "narrow": NARROW, "print": PRINT}
LONG = BySide("Boehlinger Ingelstein Pharma", "Helix Arzneimittelwerke")
REPORTS: dict[str, Callable[[Library], Report]] = {
    "two waves of five": lambda library: programme((5, 5), library, waves=2),
    "five waves of twelve": lambda library: replace(programme((12, 12), library, waves=5), actions=ACTIONS),
    "five waves of a hundred": lambda library: programme((100, 95), library, waves=5),
    "levels alone": levels_alone,
    "named waves": lambda library: named(programme((12, 12), library, waves=5)),
    "long names": lambda library: replace(programme((20, 20), library), alliance=Alliance("Orvelane", LONG)),
}
OF_EVERY_SIZE = [
    pytest.param(name, marks=pytest.mark.part("run" if "twelve" in name else "proofs")) for name in REPORTS
]


def drawing(report: Report, layout: Layout, language: str) -> Drawing:
    wording = Wording(report, language)
    verdicts = [(move.trend, move.said.text) for move in scale_moves(report, wording)]
    return charts.moved(report, verdicts, wording, layout)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", OF_EVERY_SIZE)
def test_all_text_lies_inside_and_on_no_other_text(name: str, layout: str, language: str, library: Library) -> None:
    drawn = Drawn(charts.svg(drawing(REPORTS[name](library), LAYOUTS[layout], language)))
    assert drawn.outside() == []
    assert list(drawn.on_each_other()) == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_lines_end_in_each_companys_name_and_score(layout: str, library: Library) -> None:
    report = REPORTS["five waves of twelve"](library)
    words = [text.words for text in Drawn(charts.svg(drawing(report, LAYOUTS[layout], "en"))).texts]
    for trend in report.trend:
        means = (("Novara", trend.series[-1].sides.a.mean), ("Helix", trend.series[-1].sides.b.mean))
        assert all(f"{name} {Wording(report).figure(mean)}" in words for name, mean in means)


@pytest.mark.part("proofs")
@pytest.mark.parametrize("layout", LAYOUTS)
def test_waves_are_called_by_their_names_where_there_is_room(layout: str, library: Library) -> None:
    report = REPORTS["named waves"](library)
    words = [text.words for text in Drawn(charts.svg(drawing(report, LAYOUTS[layout], "en"))).texts]
    assert words.count("After Porto") == len(report.trend)
    if layout != "narrow":  # there a panel has a row for itself
        assert NAMES[2] not in words


@pytest.mark.part("proofs")
def test_where_names_are_too_long_for_a_panel_scores_stand_alone_and_the_key_names_them(library: Library) -> None:
    report = REPORTS["long names"](library)
    words = [text.words for text in Drawn(charts.svg(drawing(report, WIDE, "en"))).texts]
    assert LONG.a in words
    assert not any(re.match(rf"{LONG.a} \d", word) for word in words)
    assert len([word for word in words if re.fullmatch(r"\d\.\d", word)]) == 3 * len(report.trend)


def test_every_wave_has_its_interval_for_both_companies_and_for_the_gap(library: Library) -> None:
    report = programme((20, 20), library)
    layers = drawing(report, WIDE, "en").layers
    bars = [mark for look, marks in layers if (look.kind, look.width) == ("line", 1.5) for mark in marks]
    upright = [mark for mark in bars if mark.x == mark.x2]
    points = sum(len(trend.series) for trend in report.trend)
    in_the_key = 1
    assert len(upright) == 3 * points + in_the_key


def test_companies_are_told_apart_by_their_marks_alone(library: Library) -> None:
    report = programme((20, 20), library)
    layers = drawing(report, WIDE, "en").layers
    shapes = {look.fill: look.shape for look, marks in layers if look.kind == "mark"}
    assert sorted(shapes.values()) == ["circle", "diamond", "square"]


@pytest.mark.parametrize("name", OF_EVERY_SIZE)
def test_the_key_explains_what_is_drawn_and_nothing_else(name: str, library: Library) -> None:
    report = REPORTS[name](library)
    made = drawing(report, WIDE, "en")
    words = [text.words for text in Drawn(charts.svg(made)).texts]
    kinds = {look.kind for look, _ in made.layers}
    dashed = any(look.dash for look, _ in made.layers)
    assert ("a level alone" in words) == ("outline" in kinds)
    assert ("what was agreed, by its number" in words) == dashed
    assert ("95% interval" in words) == (name != "two waves of five")
    boxes = [look for look, _ in made.layers if look.kind == "box"]
    assert ("not shown" in words) == bool(boxes)


def test_whoever_cannot_see_it_is_told_each_companys_averages_then_and_now_and_the_gap(library: Library) -> None:
    report = programme((20, 20), library)
    alt = need(document(report, Wording(report)).parts, Figure, "moved").alt
    figure = partial(Wording(report).figure)
    for trend in report.trend:
        then, now = trend.series[0].sides, trend.series[-1].sides
        a, b = (f"from {figure(then[side].mean)} to {figure(now[side].mean)}" for side in ("a", "b"))
        assert f"Novara {a} and Helix {b} since the full diagnostic of 3 March 2026." in alt
    assert alt.count("Since the full diagnostic of 3 March 2026: then ") == len(report.trend)
