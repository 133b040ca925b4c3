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
from diagnostic.statistics.changes import (
    OF_SCALES,
    Contrast,
    Estimate,
    average,
    contrast,
    estimate,
    partly_overlapping,
    shaffer,
    slope_weights,
)
from diagnostic.statistics.contingency import FreemanHalton, freeman_halton
from diagnostic.statistics.finite_population import ENOUGH_ANSWERED, finite_population, worst_case
from diagnostic.statistics.group_effects import group_effect
from diagnostic.statistics.hedges import HedgesG, hedges_g
from diagnostic.statistics.modality import FEWEST_DIVIDED, one_peak
from diagnostic.statistics.moments import Interval, Moments, from_counts, from_values, mean_interval
from diagnostic.statistics.multiplicity import UNEQUAL, Family, Procedure, holm, max_t_adjust
from diagnostic.statistics.offset import Offset, in_common, offset
from diagnostic.statistics.overclaim import SumOfMedians, sum_of_medians
from diagnostic.statistics.permutation import PermutationTest, permutation_test
from diagnostic.statistics.posterior import Correlation, Posterior, average_correlation, gap_posterior
from diagnostic.statistics.proportions import majority_chances, named_most, wilson
from diagnostic.statistics.quartiles import quartiles
from diagnostic.statistics.reliability import Reliability, cronbach_alpha
from diagnostic.statistics.sequential import information_of_means, levels_of_looks, weighted_holm
from diagnostic.statistics.shift import Shift, hodges_lehmann
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
    with_probability,
)
from diagnostic.statistics.welch import Difference, welch

__all__ = [
    "ENOUGH_ANSWERED",
    "FEWEST",
    "FEWEST_DIVIDED",
    "OF_SCALES",
    "TOO_FEW",
    "UNEQUAL",
    "Contrast",
    "Correlation",
    "Difference",
    "Estimate",
    "Family",
    "FaultLine",
    "FreemanHalton",
    "HedgesG",
    "Interval",
    "Moments",
    "Offset",
    "PermutationTest",
    "Placements",
    "Posterior",
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
    "average_correlation",
    "contrast",
    "could_show_alignment",
    "cronbach_alpha",
    "estimate",
    "fault_line",
    "finite_population",
    "freeman_halton",
    "from_counts",
    "from_values",
    "gap_posterior",
    "group_effect",
    "hedges_g",
    "hodges_lehmann",
    "holm",
    "in_common",
    "information_of_means",
    "levels_of_looks",
    "majority_chances",
    "max_t_adjust",
    "mean_interval",
    "named_most",
    "offset",
    "one_peak",
    "partly_overlapping",
    "permutation_test",
    "placements",
    "quartiles",
    "shaffer",
    "signed_rank_test",
    "slope_weights",
    "sum_of_medians",
    "superiority",
    "variance_share",
    "verdict",
    "weighted_holm",
    "welch",
    "wilson",
    "with_probability",
    "within_group_agreement",
    "worst_case",
]
