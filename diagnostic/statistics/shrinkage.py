"""Many estimates of like things, each moved towards what they have in common: empirical Bayes."""

from collections.abc import Sequence

_PRECISION = 2**-52


def shrink(estimates: Sequence[float], variances: Sequence[float]) -> tuple[float, ...]:
    """Empirical Bayes estimates: each is moved to the common mean, the further the less is known of it.

    With tau² as in `paule_mandel` and weights 1 / (v_i + tau²), the mean is that of the estimates so weighted;
    estimate i becomes (tau² y_i + v_i mean) / (tau² + v_i). Of several estimates the largest is usually also the
    luckiest, so raw ones in order of size promise more than they hold. Where they differ no more than by chance,
    tau² is 0, and all become the mean; a single one is its own mean.

    Parameters
    ----------
    estimates
        (k,), k of 1 or more.
    variances
        (k,), their squared standard errors, above 0.

    Raises
    ------
    ValueError
        Where there are none, or a variance is not above 0.

    References
    ----------
    Morris (1983), Parametric empirical Bayes inference, Journal of the American Statistical Association 78(381).
    R: ``metafor::blup(metafor::rma(y, v, method = "PM"))``.
    """
    between = paule_mandel(estimates, variances)
    mean = _weighted(estimates, variances, between)[0]
    return tuple((between * y + v * mean) / (between + v) for y, v in zip(estimates, variances, strict=True))


def paule_mandel(estimates: Sequence[float], variances: Sequence[float]) -> float:
    """tau², by how much the true values behind estimates differ: their variance between, 0 or more.

    It is that tau² under which ∑ (y_i − mean)² / (v_i + tau²) is what is expected of it, k − 1, the mean being weighted
    by 1 / (v_i + tau²); 0 where the sum is no larger than that with tau² = 0. The sum falls as tau² rises, and at the
    estimates' own variance it cannot be larger: so the interval between is halved until it is as narrow as
    numbers are.

    Parameters
    ----------
    estimates
        (k,), k of 1 or more.
    variances
        (k,), their squared standard errors, above 0.

    Raises
    ------
    ValueError
        Where there are none, or a variance is not above 0.

    References
    ----------
    Paule & Mandel (1982), Consensus values and weighting factors, Journal of Research of the National Bureau of
    Standards 87(5). R: ``metafor::rma(y, v, method = "PM")$tau2``.
    """
    k = len(estimates)
    if k == 0 or min(variances) <= 0:
        raise ValueError("shrinking needs an estimate, and a variance above 0 of each")
    if k == 1 or _weighted(estimates, variances, 0.0)[1] <= k - 1:
        return 0.0
    middle = sum(estimates) / k
    low, high = 0.0, sum((y - middle) ** 2 for y in estimates) / (k - 1)
    while high - low > _PRECISION * high:
        between = (low + high) / 2
        if not low < between < high:
            break
        if _weighted(estimates, variances, between)[1] > k - 1:
            low = between
        else:
            high = between
    return high


def _weighted(estimates: Sequence[float], variances: Sequence[float], between: float) -> tuple[float, float]:
    """Weighted mean and weighted sum of squares around it."""
    weights = [1 / (v + between) for v in variances]
    mean = sum(w * y for w, y in zip(weights, estimates, strict=True)) / sum(weights)
    return mean, sum(w * (y - mean) ** 2 for w, y in zip(weights, estimates, strict=True))
