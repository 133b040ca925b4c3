"""What gap a wave will be able to tell on its scales: between the people invited, and between people like them."""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median_low

from diagnostic.planning.model import CORRELATION, OPINION, SURE
from diagnostic.statistics import ENOUGH_ANSWERED, FEWEST, Contrast, Estimate, contrast


@dataclass(frozen=True, kw_only=True)
class ScaleOutlook:
    """The smallest gap found four times in five on the usual scale, in scale points.

    Attributes
    ----------
    scales, statements
        How many scales are judged together, and how many statements the usual one of them has.
    these_people
        Between the people invited; None where too few of them answer to speak of all.
    like_them
        Between people like them in general.
    """

    scales: int
    statements: int
    these_people: float | None
    like_them: float


def scale_outlook(
    invited: tuple[int, int],
    answered: tuple[int, int],
    scales: Mapping[str, int],
    *,
    points: int = 5,
    alpha: float = 0.05,
) -> ScaleOutlook | None:
    """What so many invitations may be expected to show on scales.

    People are supposed to think as in `outlook`: what two statements of a person have in common is what is stable in a
    score, so that its reliability is that of Spearman and Brown, k c / (1 + (k − 1) c).

    Parameters
    ----------
    invited, answered
        How many on side a and on side b.
    scales
        By scale, how many statements it has.
    points
        How many categories the scale has.
    alpha
        As in the release plan.

    Returns
    -------
    ScaleOutlook or None
        None where a side has too few answers for a verdict, or nothing is asked of a scale.

    References
    ----------
    Spearman (1910), Correlation calculated from faulty data; Brown (1910), Some experimental results in the correlation
    of mental abilities, British Journal of Psychology 3(3).
    """
    if not scales or min(answered) < FEWEST:
        return None
    statements = median_low(scales.values())
    common = 1 + (statements - 1) * CORRELATION
    variance = (OPINION * (points - 1)) ** 2 * common / statements
    reliability = statements * CORRELATION / common
    shares = [n / everybody for n, everybody in zip(answered, invited, strict=True)]

    def smallest(stable: float) -> float:
        errors = [variance / n * (1 - stable * share) for n, share in zip(answered, shares, strict=True)]
        return _gap(errors, answered).detectable(len(scales), alpha, SURE)

    enough = min(shares) >= ENOUGH_ANSWERED
    return ScaleOutlook(
        scales=len(scales),
        statements=statements,
        these_people=smallest(reliability) if enough else None,
        like_them=smallest(0.0),
    )


def _gap(errors: list[float], answered: tuple[int, int]) -> Contrast:
    a, b = (Estimate(mean=0, squared_error=v, freedom=n - 1) for v, n in zip(errors, answered, strict=True))
    return contrast([(1, b), (-1, a)])
