"""Quartiles."""

import numpy as np
import numpy.typing as npt


def quartiles(values: npt.NDArray[np.float64]) -> tuple[float, float, float]:
    """Lower quartile, median and upper quartile.

    Type 7 of Hyndman and Fan, the usual one in R, NumPy and spreadsheets: the quantile p lies at
    position 1 + (n - 1) p among the ordered values, interpolated linearly.

    Parameters
    ----------
    values
        (n,), one number a person, in any order; n of 1 or more.

    Raises
    ------
    ValueError
        Where there is no number.

    References
    ----------
    Hyndman & Fan (1996), Sample quantiles in statistical packages, The American Statistician 50(4).
    R: ``quantile(x, c(.25, .5, .75), type = 7)``.
    """
    if len(values) == 0:
        raise ValueError("nobody answered: there are no quartiles")
    low, middle, high = np.quantile(values, (0.25, 0.5, 0.75), method="linear")
    return float(low), float(middle), float(high)
