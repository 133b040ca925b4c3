"""Whole briefings of invented answers: what each finds, and how much of it was planted."""

from collections.abc import Iterator
from statistics import mean

import msgspec
import numpy as np

from diagnostic.analysis import Alliance, BySide, Finding, Release, Report, Wave, analyse
from diagnostic.analysis.findings import LEAST_OVERCLAIM, WHOLE
from diagnostic.analysis.report import LEAST_SHARE
from diagnostic.demo.planted import BASELINE, Plan
from diagnostic.demo.simulation import CANT_SAY_RATE, Respondent, simulate
from diagnostic.questionnaire.library import Library
from diagnostic.questionnaire.responses import tabulate

Shares = tuple[list[float], list[float]]
SIZES = ((8, 8), (12, 12), (15, 15), (25, 22))
RATINGS = ("scale gap", "gap", "very likely", "worth asking", "surprise")
OTHERS = ("strength", "concern", "divided", "contested", "orphaned", "overclaim", "can’t say")
KINDS = {
    "scale_gap": "scale gap",
    "worth_asking": "worth asking",
    "rated_better_than_expected": "surprise",
    "rated_worse_than_expected": "surprise",
    "shared_strength": "strength",
    "shared_concern": "concern",
    "divided_side": "divided",
    "contested": "contested",
    "orphaned": "orphaned",
    "overclaim": "overclaim",
    "cant_say": "can’t say",
}
"""What a finding is called here; blind spots and the like are gaps already counted."""
CLOSE = 0.05
"""Planted means closer than this are thought alike."""
MIDDLE = 3.0
"""All planted statements have five points."""

ALIKE = msgspec.structs.replace(
    BASELINE,
    means={statement: (mean(pair), mean(pair)) for statement, pair in BASELINE.means.items()},
    predicted={},
    owners=dict.fromkeys(BASELINE.owners, ("joint", "joint")),
    numbers={
        "effort_share": (50.0, 50.0),
        "return_share": (50.0, 50.0),
        "sales_plan": (100.0, 100.0),
    },
    topics={"a": BASELINE.topics["a"], "b": BASELINE.topics["a"]},
    cant_say={},
)
"""The same heights, and nothing that the sides see differently."""


def found(random: np.random.Generator, many: int, *, sizes: tuple[int, int], kinds: tuple[str, ...]) -> Shares:
    """Of each kind, how many a briefing has of what was planted, and how many of those it has are true."""
    happened, of = np.zeros(2 * len(kinds)), np.zeros(2 * len(kinds))
    for _ in range(many):
        report = briefing(random, sizes, BASELINE)
        for place, kind in enumerate(kinds):
            true = [is_true(finding, report, BASELINE) for finding in report.findings if kind_of(finding) == kind]
            happened[2 * place : 2 * place + 2] += len(true), sum(true)
            of[2 * place : 2 * place + 2] += 1, len(true)
    return happened.tolist(), of.tolist()


def claimed(random: np.random.Generator, many: int, *, sizes: tuple[int, int]) -> Shares:
    """How often a briefing claims anything that is not so, where nothing is seen differently: by kind, and at all.

    A scale's gap among these people is left out of *at all*: so few do differ a little, which is what it says.
    """
    happened = np.zeros(len(RATINGS) + len(OTHERS) + 2)
    for _ in range(many):
        report = briefing(random, sizes, ALIKE)
        false = {kind_of(each) for each in report.findings if not is_true(each, report, ALIKE)}
        like_them = any(scale.gap.verdict == "gap" for scale in report.scales)
        happened += [
            like_them,
            *(kind in false for kind in (*RATINGS, *OTHERS)),
            like_them or bool(false - {"scale gap"}),
        ]
    return happened.tolist(), [float(many)] * len(happened)


def briefing(random: np.random.Generator, sizes: tuple[int, int], plan: Plan) -> Report:
    """Everybody who is on the roster answers."""
    questionnaire = Library.load().questionnaires["alliance-health-2"]
    people = [Respondent("a")] * sizes[0] + [Respondent("b")] * sizes[1]
    forms = simulate(questionnaire, people, plan, seed=int(random.integers(2**31)))
    answers = [questionnaire.validate(form, person.side) for form, person in zip(forms, people, strict=True)]
    return analyse(
        tabulate(questionnaire, [(each, None) for each in answers]),
        [],
        questionnaire,
        Release(),
        alliance=Alliance("Orvelane", BySide("Novara", "Helix")),
        wave=Wave("baseline", None),
        invited=BySide(*sizes),
        simulated=True,
    )


def kind_of(finding: Finding) -> str | None:
    if finding.kind == "gap":
        return "very likely" if finding.verdict == "very_likely" else "gap"
    return KINDS.get(finding.kind)


def is_true(finding: Finding, report: Report, plan: Plan) -> bool:
    """Whether a finding was planted, in the direction it has. Nobody was made divided, and no group is kept."""
    kind, subject = kind_of(finding), finding.subject
    if kind in RATINGS:
        return _difference(finding, report, plan)
    if kind in ("strength", "concern"):
        return _is_beyond(1 if kind == "strength" else -1, subject, report, plan)
    if kind in ("contested", "orphaned"):
        return _dispute(*plan.owners.get(subject, ("joint", "joint"))) == kind
    if kind == "overclaim":
        return sum(plan.numbers[subject]) >= WHOLE + LEAST_OVERCLAIM
    if kind == "can’t say":
        a, b = plan.cant_say.get(subject, (CANT_SAY_RATE, CANT_SAY_RATE))
        return (b - a if finding.side == "b" else a - b) >= LEAST_SHARE
    return False


def _difference(finding: Finding, report: Report, plan: Plan) -> bool:
    subject = finding.subject
    if finding.kind == "scale_gap":
        scale = next(each for each in report.scales if each.id == subject)
        planted = mean(b - a for a, b in (_turned(each, report, plan) for each in scale.statements))
        return _same_direction(planted, scale.gap.mean_difference)
    statement = next(each for each in report.statements if each.id == subject)
    a, b = _means(plan, subject)
    if statement.predicted is None or kind_of(finding) != "surprise":
        return _same_direction(b - a, statement.gap.mean_difference)
    own, partner = (a, b) if statement.predicted.by == "a" else (b, a)
    better = 1.0 if finding.kind == "rated_better_than_expected" else -1.0
    return _same_direction(partner - plan.predicted.get(subject, own), better)


def _is_beyond(sign: int, subject: str, report: Report, plan: Plan) -> bool:
    """Whether both sides' planted means lie above (below) their mean of all scales, and not beyond the middle."""
    means = [_turned(each, report, plan) for each in _statements(subject, report)]
    sides = [mean(side) for side in zip(*means, strict=True)]
    of_all = [mean(side) for side in zip(*_scale_means(report, plan), strict=True)]
    beyond = all(sign * (side - one) > 0 for side, one in zip(sides, of_all, strict=True))
    return beyond and all(sign * (side - MIDDLE) > -CLOSE for side in sides)


def _same_direction(planted: float, seen: object) -> bool:
    return isinstance(seen, float) and abs(planted) >= CLOSE and planted * seen > 0


def _means(plan: Plan, statement: str) -> tuple[float, float]:
    # What is not listed is thought alike, at six tenths of the scale.
    return plan.means.get(statement, (3.4, 3.4))


def _turned(statement: str, report: Report, plan: Plan) -> tuple[float, float]:
    """The planted means in the sense of the scale."""
    a, b = _means(plan, statement)
    is_reversed = next(each.reversed for each in report.statements if each.id == statement)
    return (6 - a, 6 - b) if is_reversed else (a, b)


def _statements(subject: str, report: Report) -> tuple[str, ...]:
    return next((scale.statements for scale in report.scales if scale.id == subject), (subject,))


def _scale_means(report: Report, plan: Plan) -> Iterator[tuple[float, float]]:
    """Each scale's planted mean of either side, over the statements that enter it."""
    for scale in report.scales:
        if scale.statements:
            a, b = zip(*(_turned(each, report, plan) for each in scale.statements), strict=True)
            yield mean(a), mean(b)


def _dispute(a: str, b: str) -> str:
    if a in ("b", "nobody") and b in ("a", "nobody"):
        return "orphaned"
    return "contested" if (a, b) == ("a", "b") else "neither"
