"""How means of several samples differ: changes of a gap between waves, and how fast it moves."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scipy.special import stdtr

from diagnostic.statistics.moments import Interval, Moments, t_quantile

OF_SCALES = 0.8
"""The part of a wave's alpha that is spent on scales; the rest is spent on statements."""


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A mean and how surely it is known.

    Attributes
    ----------
    mean
        In the unit of the values.
    squared_error
        Squared standard error of the mean, above 0.
    freedom
        Degrees of freedom of the squared error, 1 or more.
    """

    mean: float
    squared_error: float
    freedom: float


@dataclass(frozen=True)
class Contrast:
    """A weighted sum of means, its standard error, and degrees of freedom."""

    value: float
    standard_error: float
    freedom: float

    def interval(self, alpha: float = 0.05) -> Interval:
        """Confidence limits at the level 1 − alpha: value ± t(1 − alpha/2; df) se."""
        half = t_quantile(1 - alpha / 2, self.freedom) * self.standard_error
        return self.value - half, self.value + half

    @property
    def p(self) -> float:
        """Two-sided, of the hypothesis that the sum is 0."""
        return 2 * float(stdtr(self.freedom, -abs(self.value) / self.standard_error))

    def detectable(self, comparisons: float, alpha: float = 0.05, power: float = 0.8) -> float:
        """The value that would be found with the probability ``power`` among so many comparisons.

        se (t(1 − alpha/2m; df) + t(power; df)): what Bonferroni's procedure asks of each of m, and Holm's of the first.
        """
        strictest = t_quantile(1 - alpha / 2 / comparisons, self.freedom)
        return self.standard_error * (strictest + t_quantile(power, self.freedom))

    def could_be_within(self, margin: float, alpha: float = 0.05) -> bool:
        """Whether the interval at the level 1 − 2 alpha would lie inside ± margin if the value were 0."""
        return t_quantile(1 - alpha, self.freedom) * self.standard_error < margin


def estimate(sample: Moments) -> Estimate:
    """The mean of a sample, with its error; see `Moments.squared_error` for variance 0.

    Parameters
    ----------
    sample
        Of two people or more.
    """
    return Estimate(mean=sample.mean, squared_error=sample.squared_error, freedom=sample.n - 1)


def average(estimates: Sequence[Estimate]) -> Estimate:
    """The mean of several means of the same people, with the largest error it may have.

    How the means vary together is not known. The standard error of their mean is at most the mean of their standard
    errors, which it reaches where all vary as one: Var(∑ x / m) ≤ (∑ se / m)², by Cauchy and Schwarz. Degrees of
    freedom are the fewest of any.

    Parameters
    ----------
    estimates
        (m,), one or more.
    """
    many = len(estimates)
    error = sum(math.sqrt(each.squared_error) for each in estimates) / many
    return Estimate(
        mean=sum(each.mean for each in estimates) / many,
        squared_error=error**2,
        freedom=min(each.freedom for each in estimates),
    )


def contrast(terms: Sequence[tuple[float, Estimate]]) -> Contrast:
    """A weighted sum of the means of independent samples.

    With weights w and squared errors v: value ∑ w x, se² = ∑ w² v, and Satterthwaite's degrees of freedom
    (∑ w² v)² / ∑ (w⁴ v² / df). Of two samples with weights 1 and −1 this is Welch's test.

    Samples in part of the same people, who answer alike again, vary together, and a change between them less than
    independent ones: then the error is too large, the interval too wide, and the test on the safe side.

    Parameters
    ----------
    terms
        (m,), a weight other than 0 and an estimate each.

    References
    ----------
    Satterthwaite (1946), An approximate distribution of estimates of variance components, Biometrics Bulletin 2(6).
    """
    parts = [(weight**2 * of.squared_error, of.freedom) for weight, of in terms]
    squared = sum(part for part, _ in parts)
    freedom = squared**2 / sum(part**2 / own for part, own in parts)
    return Contrast(sum(weight * of.mean for weight, of in terms), math.sqrt(squared), freedom)


def partly_overlapping(before: Moments, after: Moments, both: Moments) -> Contrast:
    """The mean of one sample less that of an earlier one, some of whose people are in both.

    With n₁ and n₂ people, n of them in both, and variances v₁, v₂ and, of these people's differences, v:
    se² = v₁/n₁ + v₂/n₂ − 2 c n/(n₁ n₂), the covariance c being (v₁ + v₂ − v)/2, at most √(v₁ v₂). With Welch's degrees
    of freedom γ and u = n₁ + n₂ − 2n people in one alone, ν = n − 1 + u (γ − n + 1)/(n₁ + n₂). Where everybody is in
    both this is the paired test.

    Parameters
    ----------
    before, after
        Of everybody who answered the one, and the other; two people or more.
    both
        Of the differences of those who answered both; two or more.

    References
    ----------
    Derrick, Russ, Toher & White (2017), Test statistics for the comparison of means for two samples that include both
    paired and independent observations, Journal of Modern Applied Statistical Methods 16(1), T_new2.
    """
    parts = [(each.squared_error, each.n) for each in (before, after)]
    first, second = (squared * n for squared, n in parts)
    covariance = (first + second - both.squared_error * both.n) / 2
    covariance = min(covariance, math.sqrt(first * second))
    squared = before.squared_error + after.squared_error - 2 * covariance * both.n / (before.n * after.n)
    welchs = sum(part for part, _ in parts) ** 2 / sum(part**2 / (n - 1) for part, n in parts)
    people = before.n + after.n
    freedom = both.n - 1 + (people - 2 * both.n) * (welchs - both.n + 1) / people
    return Contrast(after.mean - before.mean, math.sqrt(squared), freedom)


def shaffer(p_values: Sequence[float]) -> list[float]:
    """Adjust tests of which any two hypotheses imply all the others: the largest of m times the smallest p, and p.

    So it is of weighted sums of two independent changes: where two different sums are 0, both changes are, and with
    them every sum. If all hypotheses are true, rejecting any takes the smallest p to be at most alpha / m; otherwise
    one at most is true, and may be tested at alpha.

    Parameters
    ----------
    p_values
        (m,), each 0 to 1; one or more.

    References
    ----------
    Shaffer (1986), Modified sequentially rejective multiple test procedures, Journal of the American Statistical
    Association 81.
    """
    smallest = len(p_values) * min(p_values)
    return [min(1.0, max(smallest, p)) for p in p_values]


def slope_weights(times: Sequence[float], squared_errors: Sequence[float]) -> list[float]:
    """The weights that turn values over time into their slope by inverse variance.

    With w = 1 / v and the weighted mean time t̄: c = w (t − t̄) / ∑ w (t − t̄)². The slope is ∑ c y.

    Parameters
    ----------
    times, squared_errors
        (m,), of each value; two different times or more.

    References
    ----------
    Aitken (1935), On least squares and linear combination of observations, Proc. Royal Society of Edinburgh 55.
    R: ``lm(y ~ t, weights = 1 / v)`` gives the same slope.
    """
    weights = [1 / squared for squared in squared_errors]
    middle = sum(w * t for w, t in zip(weights, times, strict=True)) / sum(weights)
    spread = sum(w * (t - middle) ** 2 for w, t in zip(weights, times, strict=True))
    return [w * (t - middle) / spread for w, t in zip(weights, times, strict=True)]
