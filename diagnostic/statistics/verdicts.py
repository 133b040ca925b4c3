"""What may be said of a difference: a gap, aligned, or that the answers cannot tell."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from diagnostic.statistics.moments import Interval, t_quantile

FEWEST = 8
"""With fewer answers of a side a difference is shown, and not judged."""

VerdictName = Literal["gap", "very_likely", "worth_asking", "aligned", "undetermined", "too_few"]
VerdictReason = Literal[
    "difference_shown",
    "likely_given_all",
    "signs_disagree",
    "within_margin",
    "small_difference_within_margin",
    "lost_in_adjustment",
    "interval_too_wide",
    "could_not_show_alignment",
    "few_answers",
]


@dataclass(frozen=True)
class Verdict:
    """A verdict and why.

    ``gap``: ``difference_shown``. ``very_likely``, ``worth_asking``: ``likely_given_all``. ``aligned``:
    ``within_margin``, or ``small_difference_within_margin`` where the difference is shown as well. ``undetermined``:
    ``signs_disagree`` where one measure says that b is higher and another that a is; ``lost_in_adjustment`` where the
    p-value alone would have been small enough, and not among so many; ``could_not_show_alignment`` where so many
    answers cannot show it whatever they are; else ``interval_too_wide``. ``too_few``: ``few_answers``.
    """

    verdict: VerdictName
    reason: VerdictReason


def verdict(
    interval_90: Interval,
    p: float,
    p_adjusted: float,
    *,
    margin: float,
    alpha: float = 0.05,
    could_show_alignment: bool = True,
    signs_agree: bool = True,
) -> Verdict:
    """Judge one difference that at least `FEWEST` answers of each side stand behind.

    *gap*: the adjusted p-value is at most alpha, and the 90 % interval is not inside the margin.
    *aligned*: the 90 % interval is inside the margin, which is two one-sided tests at 5 % each; every
    difference for itself. *undetermined*: everything else.

    Parameters
    ----------
    interval_90
        Of the difference, at the level 1 − 2 alpha.
    p, p_adjusted
        Before and after the adjustment for the family.
    margin
        The largest difference, in the interval's unit, that makes none in practice; set beforehand.
    could_show_alignment
        See `could_show_alignment`.
    signs_agree
        Whether every measure of the difference says that the same side answers higher; else it is no gap.

    References
    ----------
    Schuirmann (1987), A comparison of the two one-sided tests procedure and the power approach for
    assessing the equivalence of average bioavailability, J. Pharmacokinetics and Biopharmaceutics 15(6).
    Lakens (2017), Equivalence tests, Social Psychological and Personality Science 8(4).
    """
    shown = p_adjusted <= alpha
    if -margin < interval_90[0] and interval_90[1] < margin:
        return Verdict("aligned", "small_difference_within_margin" if shown else "within_margin")
    if shown and not signs_agree:
        return Verdict("undetermined", "signs_disagree")
    if shown:
        return Verdict("gap", "difference_shown")
    if p <= alpha:
        return Verdict("undetermined", "lost_in_adjustment")
    return Verdict("undetermined", "interval_too_wide" if could_show_alignment else "could_not_show_alignment")


TOO_FEW = Verdict("too_few", "few_answers")

VERY_LIKELY = 0.95
WORTH_ASKING = 0.90
FEWEST_TO_ASK = 12
"""Of smaller sides nine in ten is luck too often."""


def with_probability(found: Verdict, probability: float, fewest: int, *, unequal: bool, own: bool = True) -> Verdict:
    """What a difference is called that no test could settle, once all are known.

    *very_likely*: with probability .95 or more it is more than the threshold, in this direction. *worth_asking*: with
    probability .90 or more, where each side has `FEWEST_TO_ASK` answers. Neither where one side is much larger than the
    other: with skewed answers a small side's error is smallest where its mean is most extreme, and no larger side makes
    up for it. How often either is wrong was simulated (docs/simulation.md).

    Parameters
    ----------
    found
        By `verdict`; anything but *undetermined* stays as it is, but that what is *aligned* and very likely differs is
        said to differ a little.
    probability
        By `gap_posterior`, in the direction in which the answers differ; 0 to 1.
    fewest
        How many answered on the smaller side.
    unequal
        Whether one side is more than 1.5 times as large as the other.
    own
        Whether its own answers say so, too: otherwise nothing is said of it on the strength of all the others.
    """
    if found.verdict == "aligned" and probability >= VERY_LIKELY:
        return Verdict("aligned", "small_difference_within_margin")
    if found.verdict != "undetermined" or unequal or not own:
        return found
    if probability >= VERY_LIKELY:
        return Verdict("very_likely", "likely_given_all")
    if probability >= WORTH_ASKING and fewest >= FEWEST_TO_ASK:
        return Verdict("worth_asking", "likely_given_all")
    return found


def could_show_alignment(a: Sequence[int], b: Sequence[int], margin: float, alpha: float = 0.05) -> bool:
    """Whether so many answers, so spread, could be called aligned if the sides were exactly alike.

    Both sides are taken to answer as they do together, with shares f_k, and the estimate to fall on no
    difference at all. Placements then have the variance (1 − ∑ f_k³) / 12 on either side, so
    se² = (1 − ∑ f_k³) / 12 × (1/n_a + 1/n_b), and the interval of delta at the level 1 − 2 alpha is
    ± tanh(2 t se).

    Parameters
    ----------
    a, b
        (K,), how many of a side gave each category; each side one person or more.
    margin
        Of delta, 0 to 1.

    Raises
    ------
    ValueError
        Where a side is empty.
    """
    n_a, n_b = sum(a), sum(b)
    if min(n_a, n_b) == 0:
        raise ValueError("nobody answered on a side: there is nothing to compare")
    if min(n_a, n_b) == 1:
        return False
    shares = (np.asarray(a) + np.asarray(b)) / (n_a + n_b)
    u, v = ((1 - float((shares**3).sum())) / 12 / n for n in (n_a, n_b))
    if u == 0:  # all answers the same: as `superiority` has it, one of the smaller side moved
        smaller = min(n_a, n_b)
        return math.tanh(2 * t_quantile(1 - alpha, smaller - 1) / (2 * smaller)) < margin
    freedom = (u + v) ** 2 / (u**2 / (n_a - 1) + v**2 / (n_b - 1))
    return math.tanh(2 * t_quantile(1 - alpha, freedom) * math.sqrt(u + v)) < margin
