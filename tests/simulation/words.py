"""What is said of statements and scales: how often it is found, how often it is false, and how large it is said to
be."""

import numpy as np

from diagnostic.analysis.comparisons import MATTERS
from diagnostic.analysis.reliability import consistency
from diagnostic.analysis.report import BySide, Release
from diagnostic.analysis.scale_gaps import Scores, scale_gaps
from diagnostic.analysis.scales import person_scores
from diagnostic.disclosure import Withheld
from diagnostic.statistics import (
    FEWEST,
    UNEQUAL,
    Posterior,
    average_correlation,
    contrast,
    estimate,
    from_counts,
    gap_posterior,
    max_t_adjust,
    superiority,
    verdict,
    with_probability,
)
from tests.simulation.answers import POINTS, STATEMENTS, Floats, counted
from tests.simulation.family import RESAMPLES
from tests.simulation.people import SCALES, Answered, Case
from tests.simulation.statement import MARGIN

RESPONSE = 0.85
LARGE = 0.7
"""Points: a gap that ought to be found."""


def said(wave: Answered) -> tuple[list[str], list[Posterior]]:
    """The verdict on each statement, and how large its gap is likely to be."""
    a, b = (table.astype(int).tolist() for table in counted(wave.ratings, wave.is_b))
    family = max_t_adjust(wave.ratings, wave.is_b, [POINTS] * STATEMENTS, resamples=RESAMPLES)
    likely = posterior(wave)
    words = []
    for x, y, p, size in zip(a, b, family.p_adjusted, likely, strict=True):
        found = superiority(x, y)
        difference = from_counts(y).mean - from_counts(x).mean
        judged = verdict(
            found.interval(0.10),
            # Only the reason depends on it.
            1.0,
            p,
            margin=MARGIN,
            signs_agree=difference * found.delta >= 0,
        )
        several = sum(x), sum(y)
        if min(several) < FEWEST:
            words.append("too_few")
            continue
        probability = size.above if difference > 0 else size.below
        unequal = max(several) > UNEQUAL * min(several)
        own = difference * found.delta > 0 and abs(difference) >= MATTERS
        words.append(with_probability(judged, probability, min(several), unequal=unequal, own=own).verdict)
    return words, likely


def posterior(wave: Answered) -> list[Posterior]:
    a, b = (table.astype(int).tolist() for table in counted(wave.ratings, wave.is_b))
    compared = [
        contrast([(1, estimate(from_counts(y))), (-1, estimate(from_counts(x)))]) for x, y in zip(a, b, strict=True)
    ]
    answers = np.where(wave.ratings > 0, wave.ratings, np.nan).astype(np.float64)
    groups = SCALES.tolist()
    return list(
        gap_posterior(
            [each.value for each in compared],
            [each.standard_error**2 for each in compared],
            [each.freedom for each in compared],
            groups,
            average_correlation(answers, wave.is_b, groups),
            threshold=MATTERS,
        )
    )


def statements(random: np.random.Generator, case: Case, many: int) -> tuple[list[float], list[float]]:
    """Of large gaps, the share found by each word (and those before it); then, of waves, with anything false said.

    False is what is said of statements that do not differ, or differ the other way round. Then, of what is very
    likely, the share that differs by ¼ point or less in that direction. Last: of all that is stated, the share that
    is the other way round or less than a tenth of a point; the likely size as a share of the true one; how often its
    interval holds the true one, given that it is stated, and of all statements.
    """
    found, false = np.zeros(3), np.zeros(3)
    large = stated = wrong = held = held_all = likely_said = likely_wrong = 0.0
    size = true_size = 0.0
    for _ in range(many):
        gaps = case.gaps(random)
        words, likely = said(case.world.answered(random, case.sizes, gaps))
        signs = np.sign([each.mean for each in likely])
        inside = np.array([each.interval[0] <= gap <= each.interval[1] for each, gap in zip(likely, gaps, strict=True)])
        for place, named in enumerate((["gap"], ["gap", "very_likely"], ["gap", "very_likely", "worth_asking"])):
            claimed = np.isin(words, named)
            found[place] += claimed[np.abs(gaps) >= LARGE].sum()
            false[place] += (claimed & (gaps * signs <= 0)).any()
        claimed = np.isin(words, ["gap", "very_likely"])
        large += (np.abs(gaps) >= LARGE).sum()
        very = np.array(words) == "very_likely"
        likely_said += very.sum()
        likely_wrong += (very & (gaps * signs <= MATTERS)).sum()
        stated += claimed.sum()
        wrong += (claimed & (gaps * signs < 0.1)).sum()
        size += (signs * [each.mean for each in likely])[claimed].sum()
        true_size += (signs * gaps)[claimed].sum()
        held += inside[claimed].sum()
        held_all += inside.mean()
    return (
        [*found.tolist(), *false.tolist(), likely_wrong, wrong, size, held, held_all],
        [large] * 3 + [many] * 3 + [likely_said, stated, true_size, stated, many],
    )


def scales(random: np.random.Generator, case: Case, many: int) -> tuple[list[float], list[float]]:
    """Of scales on which all these people's means differ by .35 points or more, the share called *gap*: by the reading
    of people like them, and of these people. Of those so called by the latter, the share that differs the other way
    round. Of scales that differ by less than .1 points, the share called *aligned*, by either. Of waves, those in which
    a scale that differs by more than the margin is called so by the latter. How often its interval holds what these
    people think.
    """
    happened, of = np.zeros(7), np.zeros(7)
    a, b = (round(n / RESPONSE) for n in case.sizes)
    for _ in range(many):
        everybody = case.world.answered(random, (a, b), case.gaps(random))
        # Who comes is drawn already: people are alike but for chance.
        came = np.r_[0 : case.sizes[0], a : a + case.sizes[1]]
        wave = Answered(everybody.ratings[came], everybody.is_b[came], everybody.thought[came])
        answers = np.where(wave.ratings > 0, wave.ratings, np.nan).astype(np.float64)
        scores = scores_of(answers[~wave.is_b], answers[wave.is_b])
        found = scale_gaps(scores, Release(), BySide(a, b))
        margin_passed = False
        for gap, true in zip(found.values(), _thought(everybody).tolist(), strict=True):
            these = gap.these_people
            if these is None:  # too many skipped it
                continue
            assert not isinstance(these.interval, Withheld)
            assert not isinstance(gap.mean_difference, Withheld)
            assert not isinstance(gap.margin, Withheld)
            called, there = these.verdict == "gap", (gap.verdict, these.verdict)
            if abs(true) >= 0.35:
                happened[:2] += [word == "gap" for word in there]
                of[:2] += 1
            happened[2] += called and gap.mean_difference * true < 0
            of[2] += called
            if abs(true) < 0.1:
                happened[3:5] += [word == "aligned" for word in there]
                of[3:5] += 1
            margin_passed |= these.verdict == "aligned" and abs(true) > (gap.margin or 0)
            happened[6] += these.interval[0] <= true <= these.interval[1]
            of[6] += 1
        happened[5] += margin_passed
        of[5] += 1
    return happened.tolist(), of.tolist()


def scores_of(a: Floats, b: Floats) -> dict[str, Scores]:
    """Both sides' scores, of answers (people, S), NaN where there is none."""
    made = {}
    for scale in range(SCALES.max() + 1):
        own = BySide(a[:, scale == SCALES], b[:, scale == SCALES])
        scores = BySide(person_scores(own.a), person_scores(own.b))
        made[str(scale)] = Scores(POINTS, own.a.shape[1], scores, consistency(own, 0.05))
    return made


def _thought(everybody: Answered) -> Floats:
    """(scales,) the difference between all people's own means."""
    a, b = (everybody.thought[side].mean(axis=0) for side in (~everybody.is_b, everybody.is_b))
    return np.array([(b - a)[scale == SCALES].mean() for scale in range(SCALES.max() + 1)])
