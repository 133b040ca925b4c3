"""How far the people of one side agree with each other on a statement."""

from collections.abc import Sequence


def within_group_agreement(counts: Sequence[int]) -> float | None:
    """a_wg: how much less the answers vary than the most they could around the same mean.

    For n ratings from L = 1 to H = K, with mean M and variance s² (divisor n − 1):
    1 − 2 s² (n − 1) / (n ((H + L) M − M² − H L)). 1 is full agreement, 0 half the possible variance, −1 all of it:
    everyone at one end or the other.

    Parameters
    ----------
    counts
        (K,), how many gave each rating, lowest first; K of 2 or more.

    Returns
    -------
    float or None
        None for fewer than two people, and where the mean is so near an end that not even a single person at the
        other end would be possible: below (L (n − 1) + H) / n or above (H (n − 1) + L) / n. There it cannot be read
        like elsewhere. But answers all the same are always 1.

    Raises
    ------
    ValueError
        Where K is 1.

    References
    ----------
    Brown & Hauenstein (2005), Interrater agreement reconsidered: an alternative to the rwg indices, Organizational
    Research Methods 8(2). R: ``multilevel::awg(x, group, range = c(1, K))``.
    """
    highest = _points(counts)
    n, total, squares = _sums(counts)
    if n < 2:
        return None
    if max(counts) == n:
        return 1.0
    if not (n - 1) + highest <= total <= highest * (n - 1) + 1:
        return None
    # Both variances times n², in whole numbers.
    varied = n * squares - total**2
    possible = (highest + 1) * total * n - total**2 - highest * n**2
    return 1 - 2 * varied / possible


def _points(counts: Sequence[int]) -> int:
    if len(counts) < 2:
        raise ValueError("agreement needs a scale of two points or more")
    return len(counts)


def _sums(counts: Sequence[int]) -> tuple[int, int, int]:
    """Number, sum and sum of squares of the ratings 1 to K."""
    ratings = list(enumerate(counts, start=1))
    return sum(counts), sum(k * count for k, count in ratings), sum(k * k * count for k, count in ratings)
