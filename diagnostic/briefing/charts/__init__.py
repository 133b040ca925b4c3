"""Charts: each a function from (parts of) the Report to a `Drawing`, in a wide and a narrow layout.

No chart needs its caption: sides are named where they are drawn, figures stand beside the marks, and
what is withheld says so in its place. There is no spider chart: its area depends on the order of the
spokes, and it hides how well a figure is known.
"""

from diagnostic.briefing.charts.coverage import coverage, coverage_alt
from diagnostic.briefing.charts.distributions import distributions, reach_of
from diagnostic.briefing.charts.expectations import expectation
from diagnostic.briefing.charts.gaps import gap_overview, gap_reach
from diagnostic.briefing.charts.inside import inside, shows_inside
from diagnostic.briefing.charts.layout import NARROW, PRINT, WIDE, Layout
from diagnostic.briefing.charts.ownership import ownership, ownership_alt
from diagnostic.briefing.charts.participation import participation
from diagnostic.briefing.charts.sheet import MARGIN, Drawing
from diagnostic.briefing.charts.svg import svg
from diagnostic.briefing.charts.trend import moved
from diagnostic.briefing.charts.trust import asks_predictions, trust_grid, trust_grid_alt

__all__ = [
    "MARGIN",
    "NARROW",
    "PRINT",
    "WIDE",
    "Drawing",
    "Layout",
    "asks_predictions",
    "coverage",
    "coverage_alt",
    "distributions",
    "expectation",
    "gap_overview",
    "gap_reach",
    "inside",
    "moved",
    "ownership",
    "ownership_alt",
    "participation",
    "reach_of",
    "shows_inside",
    "svg",
    "trust_grid",
    "trust_grid_alt",
]
