"""The share of a sample that says a thing."""

import math
from collections.abc import Collection, Sequence

from scipy.special import bdtrc, ndtri

from diagnostic.statistics.moments import Interval


def wilson(successes: int, n: int, alpha: float = 0.05) -> Interval:
    """Wilson's score interval of a share, within 0 and 1 and never of no width.

    With p = successes / n and z the normal quantile of 1 − alpha/2:
    (p + z² / 2n ± z sqrt(p (1 − p) / n + z² / 4n²)) / (1 + z² / n).

    Parameters
    ----------
    successes
        How many of the n said it, 0 to n; of none the lower limit is 0, of all the upper is 1.
    n
        1 or more.

    Raises
    ------
    ValueError
        Where nobody answered, or ``successes`` is not among 0 to n.

    References
    ----------
    Wilson (1927), Probable inference, the law of succession, and statistical inference, Journal of the
    American Statistical Association 22. R: ``prop.test(successes, n, correct = FALSE)$conf.int``.
    """
    if n < 1:
        raise ValueError("nobody answered: there is no share")
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is not a share")
    z = normal_quantile(1 - alpha / 2)
    share = successes / n
    middle = share + z**2 / (2 * n)
    half = z * math.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    low, high = (limit / (1 + z**2 / n) for limit in (middle - half, middle + half))
    # At either end the limit is the end itself, but for the last digit.
    return 0.0 if successes == 0 else low, 1.0 if successes == n else high


def named_most(counts: Sequence[int], those: Collection[int]) -> float:
    """The two-sided p-value of the hypothesis that one of the other categories is chosen as often as ``those``.

    The sign test of those together against each other category by itself, of which the largest p counts: with x who
    chose one of those and y who chose the other, min(1, 2 P(X ≥ x)), X being binomial of x + y and ½.

    Parameters
    ----------
    counts
        (K,), how many chose each category; each person one.
    those
        The places of some of the categories, not of all.

    References
    ----------
    Dixon & Mood (1946), The statistical sign test, Journal of the American Statistical Association 41. Berger (1982),
    Multiparameter hypothesis testing and acceptance sampling, Technometrics 24, for the largest p of several.
    R: ``binom.test(x, x + y, alternative = "greater")$p.value``, twice.
    """
    chosen = sum(counts[place] for place in those)
    others = [count for place, count in enumerate(counts) if place not in those]
    return max(min(1.0, 2 * float(bdtrc(chosen - 1, chosen + other, 0.5))) if chosen else 1.0 for other in others)


def normal_quantile(probability: float) -> float:
    """The quantile of the standard normal distribution. R: ``qnorm(probability)``."""
    return float(ndtri(probability))


def majority_chances(counts: Sequence[int]) -> tuple[float, ...]:
    """How often each category is chosen by more than half, when other people of the same kind answer.

    As many answers are drawn with the shares observed: the exact limit of a nonparametric bootstrap with ever more
    draws. With n answers and a share p of a category, P(X > n / 2), X being binomial of n and p. No two categories
    can have a majority at once; what the chances lack to 1 is that none has.

    Parameters
    ----------
    counts
        (K,), how many chose each category; somebody chose one.

    Returns
    -------
    tuple
        (K,), each 0 to 1.

    Raises
    ------
    ValueError
        Where nobody answered.

    References
    ----------
    Efron & Tibshirani (1993), An introduction to the bootstrap, section 10.3, on exact bootstrap distributions of
    counts. R: ``pbinom(n %/% 2, n, counts / n, lower.tail = FALSE)``.
    """
    n = sum(counts)
    if n == 0:
        raise ValueError("nobody answered: there is no majority")
    return tuple(float(bdtrc(n // 2, n, count / n)) for count in counts)
