"""From a chart to an SVG, offline."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import vl_convert

from diagnostic.briefing.charts.parts import Chart

_MARKED = re.compile(r', em(\d+)" font-size="0px"')
_BASELINE = 0.35
"""How far below its middle a line of text stands, in its size."""


_drawer: ContextVar[Executor | None] = ContextVar("_drawer", default=None)


@contextmanager
def charts_drawn_by(drawer: Executor) -> Iterator[None]:
    """Have charts drawn by another process while the rest of the page is made.

    Threads gain nothing: vl-convert keeps hold of the interpreter while it draws.
    """
    before = _drawer.set(drawer)
    try:
        yield
    finally:
        _drawer.reset(before)


def svg(chart: Chart) -> str:
    """The chart as an SVG document. Nothing is fetched: a chart's data stand in the chart itself."""
    return begin(chart)()


def begin(chart: Chart) -> Callable[[], str]:
    """Begin to draw; what is returned waits for the SVG document."""
    spec = chart.to_dict(validate=False)  # tests check it against the schema
    _unmeasured(spec)
    _untold(spec)
    drawer = _drawer.get()
    if drawer is None:
        drawn = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
        return lambda: _sized(drawn)
    # Nothing of ours goes there, so that the other process need not load it.
    drawing = drawer.submit(vl_convert.vegalite_to_svg, spec, allowed_base_urls=[])
    return lambda: _sized(drawing.result())


def _sized(drawn: str) -> str:
    return _MARKED.sub(r'" font-size="\1px"', drawn)


def _untold(spec: Any) -> None:
    """Leave out what an interactive chart says when pointed at: nobody points at a picture."""
    for panel in spec["hconcat"]:
        for layer in panel["layer"]:
            layer["encoding"].pop("tooltip", None)


def _unmeasured(spec: Any) -> None:
    """Give text marks the size 0 while they are laid out, and note the real size in the font's name.

    vl-convert draws every text to measure it, 7 ms for a sentence, which made a briefing of 45 statements
    take six seconds. No chart here depends on such a measure: all text has its place already.
    """
    if isinstance(spec, list):
        for part in spec:
            _unmeasured(part)
    elif isinstance(spec, dict):
        mark = spec.get("mark")
        if isinstance(mark, dict) and mark.get("type") == "text":
            size = mark["fontSize"]
            mark |= {
                "font": f"{mark['font']}, em{size}",
                "fontSize": 0,
                "baseline": "alphabetic",
                "dy": round(_BASELINE * size, 2),
            }
        for key, part in spec.items():
            if key != "data":
                _unmeasured(part)
