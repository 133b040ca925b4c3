"""Pure functions on count tables and arrays; each cites its formula's source."""

from diagnostic.statistics.moments import Interval, Moments, from_counts, from_values, mean_interval
from diagnostic.statistics.quartiles import quartiles
from diagnostic.statistics.welch import Difference, welch

__all__ = ["Difference", "Interval", "Moments", "from_counts", "from_values", "mean_interval", "quartiles", "welch"]
