"""Pure functions on count tables and arrays; each gives its formula, its edges and its source.

Usable by itself: two rows of counts, lowest answer first, are all that a comparison needs.

>>> from diagnostic.statistics import permutation_test, superiority
>>> novara, helix = [0, 1, 3, 9, 7], [3, 6, 6, 2, 1]
>>> round(superiority(novara, helix).delta, 2)
-0.71
>>> permutation_test(novara, helix).p < 0.001
True
"""

from diagnostic.statistics.agreement import within_group_agreement
from diagnostic.statistics.changes import Contrast, Estimate, average, contrast, estimate, slope_weights
from diagnostic.statistics.contingency import FreemanHalton, freeman_halton, holds
from diagnostic.statistics.finite_population import FinitePopulation, finite_population
from diagnostic.statistics.group_effects import group_effect
from diagnostic.statistics.hedges import HedgesG, hedges_g
from diagnostic.statistics.modality import FEWEST_DIVIDED, one_peak
from diagnostic.statistics.moments import Interval, Moments, from_counts, from_values, mean_interval
from diagnostic.statistics.multiplicity import Family, Procedure, holm, max_t_adjust
from diagnostic.statistics.offset import Offset, offset
from diagnostic.statistics.overclaim import SumOfMedians, sum_of_medians
from diagnostic.statistics.permutation import PermutationTest, permutation_test
from diagnostic.statistics.proportions import named_most, wilson
from diagnostic.statistics.quartiles import quartiles
from diagnostic.statistics.reliability import Reliability, cronbach_alpha
from diagnostic.statistics.shift import Shift, hodges_lehmann
from diagnostic.statistics.shrinkage import paule_mandel, shrink
from diagnostic.statistics.signed_ranks import SignedRanks, signed_rank_test
from diagnostic.statistics.superiority import Placements, Superiority, placements, superiority
from diagnostic.statistics.variance_shares import FaultLine, fault_line, variance_share
from diagnostic.statistics.verdicts import (
    FEWEST,
    TOO_FEW,
    Verdict,
    VerdictName,
    VerdictReason,
    could_show_alignment,
    verdict,
)
from diagnostic.statistics.welch import Difference, welch

__all__ = [
    "FEWEST",
    "FEWEST_DIVIDED",
    "TOO_FEW",
    "Contrast",
    "Difference",
    "Estimate",
    "Family",
    "FaultLine",
    "FinitePopulation",
    "FreemanHalton",
    "HedgesG",
    "Interval",
    "Moments",
    "Offset",
    "PermutationTest",
    "Placements",
    "Procedure",
    "Reliability",
    "Shift",
    "SignedRanks",
    "SumOfMedians",
    "Superiority",
    "Verdict",
    "VerdictName",
    "VerdictReason",
    "average",
    "contrast",
    "could_show_alignment",
    "cronbach_alpha",
    "estimate",
    "fault_line",
    "finite_population",
    "freeman_halton",
    "from_counts",
    "from_values",
    "group_effect",
    "hedges_g",
    "hodges_lehmann",
    "holds",
    "holm",
    "max_t_adjust",
    "mean_interval",
    "named_most",
    "offset",
    "one_peak",
    "paule_mandel",
    "permutation_test",
    "placements",
    "quartiles",
    "shrink",
    "signed_rank_test",
    "slope_weights",
    "sum_of_medians",
    "superiority",
    "variance_share",
    "verdict",
    "welch",
    "wilson",
    "within_group_agreement",
]
