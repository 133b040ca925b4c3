"""Every chart in every layout: valid, nothing runs over the edge, no text lies on another, and none is empty."""

import json
from collections.abc import Callable, Iterator

import pytest
from altair.utils.schemapi import debug_mode

from diagnostic.analysis import Report
from diagnostic.briefing import charts
from diagnostic.briefing.charts import NARROW, PRINT, WIDE, Chart, Layout
from diagnostic.briefing.wording import Wording
from tests.briefing.drawn import Drawing
from tests.briefing.glance import GLANCES

Draw = Callable[[Report, Wording, Layout], Chart]
DRAWN: dict[str, Draw] = {
    "trust_grid": charts.trust_grid,
    "ownership": charts.ownership,
    "inside": charts.inside,
    "coverage": charts.coverage,
    "gap_overview": lambda report, wording, layout: charts.gap_overview(report.statements, wording, layout),
    "distributions": lambda report, wording, layout: charts.distributions(
        report.statements, wording, layout, reach=charts.reach_of(report.statements)
    ),
    "participation": charts.participation,
    "expectation": lambda report, wording, layout: charts.expectation(report.expectations[0], wording, layout),
}
AT_A_GLANCE = ("trust_grid", "ownership", "inside", "coverage")
LAYOUTS = {"wide": WIDE, "narrow": NARROW, "print": PRINT}


@pytest.fixture(params=GLANCES)
def glanced(request: pytest.FixtureRequest) -> Report:
    return GLANCES[request.param]()


@pytest.fixture(params=LAYOUTS)
def layout(request: pytest.FixtureRequest) -> Layout:
    return LAYOUTS[request.param]


def _drawn(report: Report, layout: Layout, names: tuple[str, ...], language: str = "en") -> Iterator[tuple[str, Chart]]:
    wording = Wording(report, language)
    there = {"trust_grid": charts.asks_predictions(report), "inside": charts.shows_inside(report)}
    for name in names:
        if there.get(name, True):
            yield name, DRAWN[name](report, wording, layout)


def _drawings(report: Report, layout: Layout, language: str = "en") -> Iterator[tuple[str, Drawing]]:
    # What a chart is made of is checked above, which takes altair far longer than the drawing.
    with debug_mode(False):
        for name, chart in _drawn(report, layout, tuple(DRAWN), language):
            yield name, Drawing(charts.svg(chart))


@pytest.mark.parametrize("layout", [WIDE, NARROW], ids=["wide", "narrow"])
def test_charts_are_valid_vega_lite(glanced: Report, layout: Layout) -> None:
    for _, chart in _drawn(glanced, layout, AT_A_GLANCE):
        assert chart.to_dict(validate=True)["hconcat"]


def test_every_text_lies_inside_the_chart_and_on_no_other_text(glanced: Report, layout: Layout) -> None:
    for name, drawing in _drawings(glanced, layout):
        assert drawing.texts, name
        assert drawing.marks, name
        assert drawing.width == pytest.approx(layout.width, abs=7), name
        assert (name, drawing.outside(), list(drawing.on_each_other())) == (name, [], [])


@pytest.mark.parametrize("name", ["typical", "crowded"])
def test_longer_german_words_find_room_too(name: str, layout: Layout) -> None:
    for chart, drawing in _drawings(GLANCES[name](), layout, "de"):
        assert (chart, drawing.outside(), list(drawing.on_each_other())) == (chart, [], [])


def test_no_chart_says_what_no_reader_understands(glanced: Report, layout: Layout) -> None:
    for name, drawing in _drawings(glanced, layout):
        words = {text.words for text in drawing.texts}
        assert not [w for w in words if w in ("a", "b") or "nan" in w.lower().split() or "None" in w.split()], name


def _tips(chart: Chart) -> Iterator[str]:
    for panel in chart.to_dict(validate=False)["hconcat"]:
        for layer in panel["layer"]:
            rows = json.loads(layer["data"]["values"]) if isinstance(layer["data"]["values"], str) else []
            tips = [row["tip"] for row in rows if "tip" in row]
            assert ("tooltip" in layer["encoding"]) is bool(tips)
            yield from tips


@pytest.mark.parametrize("name", DRAWN)
def test_marks_say_in_a_sentence_what_they_stand_for_when_pointed_at(name: str) -> None:
    report = GLANCES["typical"]()
    chart = DRAWN[name](report, Wording(report), WIDE)
    tips = list(_tips(chart))
    assert tips
    assert all(tip.endswith(".") and "{" not in tip for tip in tips)


@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_holds_nothing_of_what_is_said_when_pointed_at(name: str) -> None:
    report = GLANCES["typical"]()
    chart = DRAWN[name](report, Wording(report), WIDE)
    svg = charts.svg(chart)
    assert "<title" not in svg
    assert not [tip for tip in _tips(chart) if tip in svg]
