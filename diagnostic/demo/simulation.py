"""Answers of people who do not exist, made so that the truth behind them is known.

A rating is a latent opinion cut at the whole numbers: the statement's place, plus what this person
thinks of the alliance in general (it turns round for a reversed item), plus how readily this person
agrees with anything, plus chance. The place is solved for, so that the *expected rating* is exactly
the planted mean. Every answer depends on the seed and its own key alone: switching a scale off
changes nothing else.
"""

import tomllib
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.special import ndtr

from diagnostic.demo.planted import Plan
from diagnostic.questionnaire import (
    OWNERS,
    SIDES,
    Choice,
    Number,
    Owner,
    Questionnaire,
    Rating,
    Responsibility,
    Side,
    Text,
    other,
)

ATTITUDE_SD = 0.45
STYLE_SD = 0.3
CHANCE_SD = 0.75
CANT_SAY_RATE = 0.05
SKIP_RATE = 0.02
MODE_SHARE = 0.72
"""How many name the planted owner."""
COMMENT_RATE = 0.45
NUMBER_SPREAD = 0.18
"""Standard deviation of an expected number, as a share of its planted median."""

Form = dict[str, list[str]]
"""A raw form: field to the values sent, as a browser would."""
Floats = npt.NDArray[np.float64]
Ratings = npt.NDArray[np.int8]

SKIPPED = -1
CANT_SAY = 0


class Respondent(msgspec.Struct, frozen=True):
    """Who answers: the side, and the language any comment is in."""

    side: Side
    language: str = "en"


def simulate(questionnaire: Questionnaire, people: Sequence[Respondent], plan: Plan, seed: int) -> list[Form]:
    """A form for each person, in their order; the same for the same arguments."""
    forms: list[Form] = [{} for _ in people]
    for side in SIDES:
        places = [i for i, person in enumerate(people) if person.side == side]
        ratings = simulate_ratings(questionnaire, side, len(places), plan, seed)
        for field, item in questionnaire.fields().items():
            rng = _stream(seed, f"{side}/{field}")
            languages = [people[i].language for i in places]
            match item:
                case Rating():
                    column = [_rating_raw(value, item) for value in ratings[field].tolist()]
                case Responsibility():
                    column = _owners(field.partition(".")[2], side, len(places), plan, rng)
                case Number():
                    column = _numbers(item, side, len(places), plan, rng)
                case Choice():
                    column = _topics(item, side, len(places), plan, rng)
                case Text():
                    column = _comments(item, side, languages, rng)
            for i, raw in zip(places, column, strict=True):
                if raw:
                    forms[i][field] = raw
    return forms


def simulate_ratings(questionnaire: Questionnaire, side: Side, n: int, plan: Plan, seed: int) -> dict[str, Ratings]:
    """Ratings by field, one array of ``n`` people each: 1 to K, 0 for "can't say", -1 for skipped."""
    style = _stream(seed, f"{side}/style").normal(0, STYLE_SD, n)
    attitude = _stream(seed, f"{side}/attitude").normal(0, ATTITUDE_SD, n)
    found = {}
    for field, item in questionnaire.fields().items():
        if not isinstance(item, Rating):
            continue
        key = item.key(field, side)
        rng = _stream(seed, f"{side}/{key}")
        lean = style - attitude if item.reversed else style + attitude
        latent = _place(planted_mean(item, key, side, plan), item.points) + lean + rng.normal(0, CHANCE_SD, n)
        rating = np.clip(np.rint(latent), 1, item.points).astype(np.int8)
        cant_say = plan.cant_say.get(key, (CANT_SAY_RATE, CANT_SAY_RATE))[SIDES.index(side)]
        chance = rng.random(n)
        rating[chance < cant_say] = CANT_SAY
        rating[chance > 1 - SKIP_RATE] = SKIPPED
        found[field] = rating
    return found


def planted_mean(item: Rating, key: str, side: Side, plan: Plan) -> float:
    """The expected rating of one key by one side, in scale points."""
    statement, _, view = key.partition(":")
    unplanted = 1 + 0.6 * (item.points - 1)
    means = plan.means.get(statement, (unplanted, unplanted))
    if view:
        return plan.predicted.get(statement, means[SIDES.index(side)])
    return means[SIDES.index(side)]


def _place(mean: float, points: int) -> float:
    """Where the latent opinion must lie for the rounded, clipped rating to average ``mean``.

    The expected rating is 1 + the sum over the cuts c = 1.5, 2.5, … of P(latent > c).
    """
    cuts = np.arange(1, points) + 0.5
    spread = float(np.sqrt(ATTITUDE_SD**2 + STYLE_SD**2 + CHANCE_SD**2))

    def surplus(place: float) -> float:
        return 1 + float(ndtr((place - cuts) / spread).sum()) - mean

    return float(brentq(surplus, 1 - 10 * spread, points + 10 * spread))


def _stream(seed: int, name: str) -> np.random.Generator:
    return np.random.default_rng([seed, zlib.crc32(name.encode())])


def _rating_raw(value: int, item: Rating) -> list[str]:
    return [] if value == SKIPPED else ["-" if value == CANT_SAY else str(value + item.lowest - 1)]


def _owners(activity: str, side: Side, n: int, plan: Plan, rng: np.random.Generator) -> list[list[str]]:
    mode = plan.owners.get(activity, ("joint", "joint"))[SIDES.index(side)]
    rest: list[Owner] = [owner for owner in OWNERS if owner != mode]
    # "Joint" is what many say who do not want to say either; the others are named alike.
    shares: dict[Owner, float] = dict.fromkeys(OWNERS, (1 - MODE_SHARE) / (len(rest) + 1))
    shares["joint"] *= 2
    shares[mode] = 1 - sum(shares[owner] for owner in rest)
    words = {side: "us", other(side): "them"}
    drawn = rng.choice(len(OWNERS), size=n, p=[shares[owner] for owner in OWNERS])
    skipped = rng.random(n) < SKIP_RATE
    return [[] if skip else [words.get(OWNERS[i], OWNERS[i])] for i, skip in zip(drawn, skipped, strict=True)]


def _numbers(item: Number, side: Side, n: int, plan: Plan, rng: np.random.Generator) -> list[list[str]]:
    middle = (item.minimum + item.maximum) / 2
    median = plan.numbers.get(item.id, (middle, middle))[SIDES.index(side)]
    step = 5 if item.maximum - item.minimum >= 100 else 1  # people round
    drawn = np.rint(rng.normal(median, median * NUMBER_SPREAD, n) / step) * step
    drawn = np.clip(drawn, item.minimum, item.maximum)
    chance = rng.random(n)
    raw = [f"{value:g}" for value in drawn]
    if item.cant_say:
        raw = ["-" if one > 1 - CANT_SAY_RATE else value for one, value in zip(chance, raw, strict=True)]
    return [[] if one < 2 * SKIP_RATE else [value] for one, value in zip(chance, raw, strict=True)]


def _topics(item: Choice, side: Side, n: int, plan: Plan, rng: np.random.Generator) -> list[list[str]]:
    wanted = plan.topics.get(side, ())
    pull = np.array([1.6 - 0.3 * wanted.index(o) if o in wanted else 0.0 for o in item.offered])
    # Gumbel noise and the largest values: picks without replacement, in proportion to exp(pull).
    ranked = np.argsort(-(pull + rng.gumbel(size=(n, len(item.offered)))), axis=1)[:, : item.at_most]
    return [sorted((item.offered[i] for i in row), key=item.offered.index) for row in ranked]


def _comments(item: Text, side: Side, languages: Sequence[str], rng: np.random.Generator) -> list[list[str]]:
    """Some people's comments, none of them twice; who finds no more of their language says nothing."""
    stock = {language: list(texts) for language, texts in COMMENTS.get(item.id, {}).get(side, {}).items()}
    for texts in stock.values():
        rng.shuffle(texts)
    speaks = rng.random(len(languages)) < COMMENT_RATE
    return [
        [stock[language].pop()] if said and stock.get(language) else []
        for said, language in zip(speaks, languages, strict=True)
    ]


def _read_comments() -> Mapping[str, Mapping[str, Mapping[str, list[str]]]]:
    raw = tomllib.loads((Path(__file__).parent / "comments.toml").read_text(encoding="utf-8"))
    return msgspec.convert(raw, dict[str, dict[str, dict[str, list[str]]]])


COMMENTS = _read_comments()
"""By question, side and language."""
