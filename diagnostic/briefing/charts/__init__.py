"""Charts: each a function from (parts of) the Report to an `altair` chart, in a wide and a narrow layout.

No chart needs its caption: sides are named where they are drawn, figures stand beside the marks, and
what is withheld says so in its place. There is no spider chart: its area depends on the order of the
spokes, and it hides how well a figure is known.
"""

from diagnostic.briefing.charts.distributions import distributions, reach_of
from diagnostic.briefing.charts.drawing import begin, charts_drawn_by, svg
from diagnostic.briefing.charts.expectations import expectation
from diagnostic.briefing.charts.gaps import gap_overview, gap_reach
from diagnostic.briefing.charts.layout import NARROW, WIDE, Layout
from diagnostic.briefing.charts.participation import participation
from diagnostic.briefing.charts.parts import Chart

__all__ = [
    "NARROW",
    "WIDE",
    "Chart",
    "Layout",
    "begin",
    "charts_drawn_by",
    "distributions",
    "expectation",
    "gap_overview",
    "gap_reach",
    "participation",
    "reach_of",
    "svg",
]
