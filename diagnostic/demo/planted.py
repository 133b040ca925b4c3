"""What the two invented companies think: the truth that a briefing of the simulated answers should find.

Means are in scale points, as they would be seen with endless respondents. Everything not listed
here is thought alike by both sides.
"""

from collections.abc import Mapping

import msgspec

from diagnostic.questionnaire.words import Owner, Side


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What is planted in one wave."""

    means: Mapping[str, tuple[float, float]]
    """By statement: the mean of side a, the mean of side b."""
    predicted: Mapping[str, float] = {}
    """By statement: what the side it is about thinks that the partner would say, on average."""
    owners: Mapping[str, tuple[Owner, Owner]] = {}
    """By ``activity:question``: the owner that most of a, and most of b, name."""
    numbers: Mapping[str, tuple[float, float]] = {}
    """By question: the median of a, the median of b."""
    topics: Mapping[Side, tuple[str, ...]] = {}
    """By side: the topics it would pick, first first."""
    cant_say: Mapping[str, tuple[float, float]] = {}
    """By statement: the share of a, and of b, who can't say; `CANT_SAY_RATE` elsewhere."""


BASELINE = Plan(
    means={
        # statement                          a    b      what the briefing should make of it
        "collaboration.next_steps@alliance":      (3.6, 3.5),
        "collaboration.deadlines@alliance":       (3.3, 3.1),
        "collaboration.waiting@alliance":         (3.2, 3.4),
        "collaboration.answered@alliance":        (3.4, 3.3),
        "communication.in_time@a":                (3.6, 2.5),  # gap
        "communication.in_time@b":                (3.4, 3.6),
        "communication.chased@a":                 (2.4, 3.2),
        "communication.chased@b":                 (2.6, 2.5),
        "communication.acted_on@a":               (3.7, 2.4),  # gap
        "communication.acted_on@b":               (3.5, 3.8),
        "communication.surprised@a":              (2.3, 3.6),  # gap, reversed: Novara changes plans over Helix’s head
        "communication.surprised@b":              (2.2, 2.1),
        "role_clarity.tasks@alliance":            (2.9, 2.5),
        "role_clarity.handoffs@alliance":         (2.3, 2.2),  # shared concern
        "role_clarity.decision_rights@alliance":  (2.5, 2.2),
        "role_clarity.disputed@alliance":         (3.7, 3.8),  # shared concern, reversed
        "trust.promises@a":                       (3.9, 3.6),
        "trust.promises@b":                       (4.1, 4.3),  # both know: Helix keeps its word
        "trust.done_well@a":                      (4.2, 4.1),  # shared strength
        "trust.done_well@b":                      (4.4, 3.6),  # hidden strength: Novara rates Helix higher
        "trust.at_expense@a":                     (2.2, 3.5),  # blind spot
        "trust.at_expense@b":                     (2.8, 2.3),
        "trust.bad_news@a":                       (4.2, 2.4),  # the largest blind spot
        "trust.bad_news@b":                       (3.3, 3.5),
        "decisions.raised@alliance":              (3.2, 2.8),
        "decisions.settled@alliance":             (3.6, 2.9),
        "decisions.went_back@alliance":           (3.9, 3.8),  # shared concern, reversed
        "decisions.argument@alliance":            (3.8, 2.2),  # gap: who feels the other’s weight
        "candour.mistakes@alliance":              (2.9, 2.6),
        "candour.solution@alliance":              (2.7, 2.5),
        "candour.afterwards@alliance":            (3.2, 3.9),
        "candour.softened@alliance":              (3.0, 3.6),
        "power.refuse@a":                         (4.0, 4.2),
        "power.refuse@b":                         (3.6, 2.2),  # gap: Helix cannot say no
        "power.heard@a":                          (3.7, 3.9),
        "power.heard@b":                          (3.4, 2.2),  # gap
        "power.pressed@a":                        (1.9, 1.8),
        "power.pressed@b":                        (2.3, 3.7),  # gap, reversed
        "joint_value.gained@alliance":            (4.2, 4.1),  # shared strength
        "joint_value.credit@alliance":            (3.8, 2.4),  # gap
        "joint_value.one_gains@alliance":         (2.0, 2.8),
        "joint_value.costs@alliance":             (2.1, 2.3),
        "commitment.again@alliance":              (3.9, 3.5),
        "commitment.outlook@alliance":            (4.0, 3.8),  # shared strength
        "commitment.end@alliance":                (2.1, 2.5),
        "runs_well@alliance":                     (4.6, 3.2),  # of six: within half a year, or later
    },
    predicted={
        "trust.promises@a": 3.8,
        "trust.promises@b": 3.7,
        "trust.at_expense@a": 2.4,  # surprise: Novara expects to be seen as fair
        "trust.at_expense@b": 2.9,
        "trust.bad_news@a": 3.9,  # surprise: Helix rates Novara worse than Novara expects
        "trust.bad_news@b": 3.3,
    },
    owners={
        "access:now":          ("a", "b"),  # contested
        "brand_plan:now":      ("a", "a"),
        "supply:now":          ("b", "b"),
        "field_force:now":     ("b", "b"),
        "medical_affairs:now": ("a", "b"),  # contested
        "pricing:now":         ("a", "a"),
        "training:now":        ("b", "a"),  # orphaned: each names the other
        "forecasting:now":     ("nobody", "nobody"),  # orphaned
        "access:better":          ("a", "b"),
        "brand_plan:better":      ("a", "joint"),
        "supply:better":          ("b", "b"),
        "field_force:better":     ("b", "b"),
        "medical_affairs:better": ("joint", "joint"),
        "pricing:better":         ("a", "a"),
        "training:better":        ("b", "b"),
        "forecasting:better":     ("joint", "joint"),
    },
    numbers={
        "effort_share": (65.0, 60.0),  # each says more than the other leaves it: 125 %
        "return_share": (55.0, 35.0),  # 90 %: both think somebody gets less than is there
        "sales_plan": (110.0, 85.0),
    },
    topics={
        "a": ("decisions", "role_clarity", "communication"),
        "b": ("trust", "power", "role_clarity"),
    },
    cant_say={"decisions.settled@alliance": (0.04, 0.24)},
)  # fmt: skip

AFTER_WORKSHOP = msgspec.structs.replace(
    BASELINE,
    means={
        **BASELINE.means,
        "trust.bad_news@a":                       (3.7, 3.4),  # Novara has heard it, Helix has seen some of it change
        "trust.at_expense@a":                     (2.3, 2.9),
        "communication.in_time@a":                (3.5, 3.3),
        "communication.acted_on@a":               (3.5, 3.2),
        "communication.surprised@a":              (2.4, 2.8),
        "decisions.went_back@alliance":           (3.0, 3.1),
        "role_clarity.decision_rights@alliance":  (3.1, 2.9),
        "decisions.argument@alliance":            (3.5, 2.6),
        "role_clarity.handoffs@alliance":         (2.9, 2.8),
        "commitment.outlook@alliance":            (4.3, 2.5),  # while all this gets better, Helix stops believing in it
        # credit and saying no stay where they were: the workshop did not reach them
    },
)  # fmt: skip
"""After the workshop some of it has moved, some has not, and one thing got worse."""


def between(first: Plan, last: Plan, share: float) -> Plan:
    """What people think on the way from one plan to another: ``share`` of the way, 0 to 1."""
    means = {
        statement: tuple(start + share * (end - start) for start, end in zip(pair, last.means[statement], strict=True))
        for statement, pair in first.means.items()
    }
    return msgspec.structs.replace(last, means=means)
