"""What two invented companies think, asked by version 1 of the instruments: the truth behind most simulated Reports."""

import msgspec

from diagnostic.demo.planted import Plan

BASELINE = Plan(
    means={
        # statement                          a    b      what the briefing should make of it
        "trust.reliability@a":            (3.9, 3.7),
        "trust.reliability@b":            (4.1, 4.3),  # both know: Helix keeps its word
        "trust.competence@a":             (4.2, 4.1),  # shared strength
        "trust.competence@b":             (4.4, 3.5),  # hidden strength: Novara rates Helix higher than Helix does
        "trust.goodwill@a":               (3.8, 2.7),  # blind spot
        "trust.goodwill@b":               (3.1, 3.7),
        "trust.candour@a":                (4.2, 2.5),  # the largest blind spot
        "trust.candour@b":                (3.3, 3.5),
        "communication.timely@a":         (3.6, 2.6),  # gap
        "communication.timely@b":         (3.4, 3.6),
        "communication.complete@a":       (3.6, 3.0),
        "communication.complete@b":       (3.4, 3.5),
        "communication.usable@a":         (3.8, 3.5),
        "communication.usable@b":         (3.6, 3.7),
        "communication.two_way@a":        (3.7, 2.5),  # gap
        "communication.two_way@b":        (3.5, 3.8),
        "role_clarity.responsibilities@a": (3.6, 2.9),
        "role_clarity.responsibilities@b": (2.7, 3.6),  # gap
        "role_clarity.handoffs@alliance": (2.3, 2.2),  # shared concern
        "role_clarity.decision_rights@alliance": (2.6, 2.2),
        "decisions.stick@alliance":       (2.1, 2.2),  # shared concern
        "decisions.early@alliance":       (3.2, 2.8),
        "decisions.fair@alliance":        (3.6, 2.9),
        "decisions.weight@alliance":      (3.8, 2.2),  # gap: who feels the other's weight
        "collaboration.style@alliance":   (2.9, 2.8),
        "collaboration.intent@alliance":  (3.3, 2.9),
        "collaboration.across@alliance":  (3.4, 3.3),
        "joint_value.pie@alliance":       (4.2, 4.1),  # shared strength
        "joint_value.credit@alliance":    (3.8, 2.4),  # gap
        "joint_value.zero_sum@a":         (2.0, 3.3),  # gap, reversed: a's gain is b's loss
        "joint_value.zero_sum@b":         (2.3, 2.2),
        "commitment.again@alliance":      (3.9, 3.4),
        "commitment.outlook@alliance":    (4.0, 3.8),  # shared strength
    },
    predicted={
        "trust.reliability@a": 3.8,
        "trust.reliability@b": 3.6,
        "trust.competence@a": 4.1,
        "trust.competence@b": 3.0,  # surprise: Novara rates Helix better than Helix expects
        "trust.goodwill@a": 3.4,
        "trust.goodwill@b": 3.2,
        "trust.candour@a": 3.9,  # surprise: Helix rates Novara worse than Novara expects
        "trust.candour@b": 3.3,
    },
    owners={
        "market_access:now":  ("a", "b"),  # contested
        "marketing:now":      ("a", "a"),
        "distribution:now":   ("b", "b"),
        "field_force:now":    ("b", "b"),
        "medical:now":        ("a", "b"),  # contested
        "pricing:now":        ("a", "a"),
        "training:now":       ("b", "a"),  # orphaned: each names the other
        "forecasting:now":    ("nobody", "nobody"),  # orphaned
        "market_access:better": ("a", "b"),
        "marketing:better":     ("a", "joint"),
        "distribution:better":  ("b", "b"),
        "field_force:better":   ("b", "b"),
        "medical:better":       ("joint", "joint"),
        "pricing:better":       ("a", "a"),
        "training:better":      ("b", "b"),
        "forecasting:better":   ("joint", "joint"),
    },
    numbers={
        "effort_share": (65.0, 60.0),  # each says more than the other leaves it: 125 %
        "value_share": (55.0, 35.0),  # 90 %: both think somebody gets less than is there
        "sales_plan": (110.0, 85.0),
        "months_to_run_well": (6.0, 15.0),
    },
    topics={
        "a": ("decisions", "role_clarity", "communication"),
        "b": ("trust", "joint_value", "role_clarity"),
    },
    cant_say={"decisions.fair@alliance": (0.04, 0.24)},
)  # fmt: skip

AFTER_WORKSHOP = msgspec.structs.replace(
    BASELINE,
    means={
        **BASELINE.means,
        "trust.candour@a":           (3.7, 3.4),  # Novara has heard it, Helix has seen some of it change
        "trust.goodwill@a":          (3.7, 3.1),
        "communication.timely@a":    (3.5, 3.3),
        "communication.two_way@a":   (3.5, 3.2),
        "decisions.stick@alliance":  (3.0, 2.9),
        "role_clarity.decision_rights@alliance": (3.1, 2.9),
        "decisions.weight@alliance": (3.5, 2.6),
        "role_clarity.handoffs@alliance": (2.9, 2.8),
        "commitment.outlook@alliance": (4.3, 2.5),  # while all this gets better, Helix stops believing in it
        # credit stays where it was: the workshop did not reach it
    },
)  # fmt: skip
"""After the workshop some of it has moved, some has not, and one thing got worse."""
