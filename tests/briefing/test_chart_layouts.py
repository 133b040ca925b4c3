"""Every chart in every layout: as Vega-Lite draws it, all text inside and none on another, and none empty."""

import io
from collections.abc import Callable, Iterator

import altair as alt
import pytest
import vl_convert
from PIL import Image, ImageChops

from diagnostic.analysis import Report
from diagnostic.briefing import charts
from diagnostic.briefing.charts import NARROW, PRINT, WIDE, Drawing, Layout
from diagnostic.briefing.charts.vega import declared
from diagnostic.briefing.wording import Wording
from tests.briefing.drawn import Drawn
from tests.briefing.glance import GLANCES

Draw = Callable[[Report, Wording, Layout], Drawing]
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
LAYOUTS = {"wide": WIDE, "narrow": NARROW, "print": PRINT}


@pytest.fixture(params=GLANCES)
def glanced(request: pytest.FixtureRequest) -> Report:
    return GLANCES[request.param]()


@pytest.fixture(params=LAYOUTS)
def layout(request: pytest.FixtureRequest) -> Layout:
    return LAYOUTS[request.param]


def _charts(report: Report, layout: Layout, language: str = "en") -> Iterator[tuple[str, Drawing]]:
    wording = Wording(report, language)
    there = {"trust_grid": charts.asks_predictions(report), "inside": charts.shows_inside(report)}
    for name, draw in DRAWN.items():
        if there.get(name, True):
            yield name, draw(report, wording, layout)


def _drawn(report: Report, layout: Layout, language: str = "en") -> Iterator[tuple[str, Drawn]]:
    for name, chart in _charts(report, layout, language):
        yield name, Drawn(charts.svg(chart))


def _seen(svg: str) -> Image.Image:
    return Image.open(io.BytesIO(vl_convert.svg_to_png(svg))).convert("L")


def _unlike(ours: str, theirs: str) -> float:
    """The share of pixels that clearly differ."""
    difference = ImageChops.difference(_seen(ours), _seen(theirs))
    return sum(difference.histogram()[64:]) / (difference.width * difference.height)


@pytest.mark.parametrize("layout", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("name", DRAWN)
def test_vega_lite_draws_the_same_picture_from_what_is_declared_to_it(name: str, layout: Layout) -> None:
    report = GLANCES["typical"]()
    chart = DRAWN[name](report, Wording(report), layout)
    spec = declared(chart)
    alt.LayerChart.validate(spec)
    theirs = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    assert _seen(charts.svg(chart)).size == _seen(theirs).size
    assert _unlike(charts.svg(chart), theirs) < 0.0005


def test_every_chart_is_valid_vega_lite(glanced: Report) -> None:
    for _, chart in _charts(glanced, WIDE):
        alt.LayerChart.validate(declared(chart))


def test_every_text_lies_inside_the_chart_and_on_no_other_text(glanced: Report, layout: Layout) -> None:
    for name, drawing in _drawn(glanced, layout):
        assert drawing.texts, name
        assert drawing.marks, name
        assert drawing.width == pytest.approx(layout.width, abs=7), name
        assert (name, drawing.outside(), list(drawing.on_each_other())) == (name, [], [])


@pytest.mark.parametrize("name", ["typical", "crowded"])
def test_longer_german_words_find_room_too(name: str, layout: Layout) -> None:
    for chart, drawing in _drawn(GLANCES[name](), layout, "de"):
        assert (chart, drawing.outside(), list(drawing.on_each_other())) == (chart, [], [])


def test_no_chart_says_what_no_reader_understands(glanced: Report, layout: Layout) -> None:
    for name, drawing in _drawn(glanced, layout):
        words = {text.words for text in drawing.texts}
        assert not [w for w in words if w in ("a", "b") or "nan" in w.lower().split() or "None" in w.split()], name


def _tips(chart: Drawing) -> Iterator[str]:
    spec = declared(chart)
    for layer in spec["layer"]:
        tips = [row["tip"] for row in spec["datasets"][layer["data"]["name"]] if row["tip"]]
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
