"""Reports to lay out: a typical one, the smallest one, and one with hostile names and comments."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, Literal, TypeVar

import msgspec
import pytest

from diagnostic.analysis import (
    SCHEMA,
    Alliance,
    BySide,
    CantSay,
    Comment,
    Comparison,
    Cut,
    CutStatement,
    Expectation,
    ExpectationSide,
    Family,
    Finding,
    Gap,
    Group,
    GroupEffect,
    Offset,
    Paired,
    Participation,
    Predicted,
    Priorities,
    QuestionnaireReference,
    Release,
    Reliability,
    Report,
    Responsibility,
    ResponsibilitySide,
    Scale,
    ScaleGap,
    ScaleSide,
    Statement,
    StatementSide,
    TheseGap,
    Topic,
    TopicSide,
    Wave,
    Withheld,
    WithheldComments,
)
from diagnostic.analysis.report import FindingKind, Interval, Ownership, VerdictName
from diagnostic.questionnaire.words import OWNERS, Owner, Side, Target

S = TypeVar("S", bound=msgspec.Struct)

PROTECTED = Withheld("protected")
FEW = Withheld("few_people")
AGREEMENT = ("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree")
HOSTILE = "<script>alert(1)</script> \"'> \u202e&amp; " + "x" * 300


def answers(mean: float, counts: tuple[int, ...]) -> StatementSide:
    return StatementSide(
        n=sum(counts),
        cant_say=2,
        mean=mean,
        sd=0.9,
        counts=counts,
        interval=(mean - 0.3, mean + 0.3),
        a_wg=0.4,
        divided=False,
        divided_p=1.0,
    )


def clear_of_zero(difference: float, half: float) -> bool:
    return abs(difference) > half


def comparison(difference: float, half: float) -> dict[str, Any]:
    """A difference judged by whether its interval is clear of zero."""
    clear = clear_of_zero(difference, half)
    delta = max(-0.9, min(0.9, difference / 2))
    return {
        "mean_difference": difference,
        "interval": (difference - half, difference + half),
        "delta": delta,
        "delta_interval": (max(-1.0, delta - half / 2), min(1.0, delta + half / 2)),
        "delta_interval_90": (delta - half / 2.4, delta + half / 2.4),
        "p": 0.004 if clear else 0.4,
        "p_standard_error": None,
        "p_adjusted": 0.012 if clear else 1.0,
        "verdict": "gap" if clear else "undetermined",
        "reason": "difference_shown" if clear else "could_not_show_alignment",
        "could_show_alignment": clear,
    }


def gap(difference: float, half: float = 0.4, **more: Any) -> Gap:
    given = comparison(difference, half) | {
        "relative": difference + 0.3,
        "size": 0.8 * difference,
        "size_interval": (0.8 * difference - half, 0.8 * difference + half),
        "likely": 0.97 if clear_of_zero(difference, half) else 0.4,
    }
    return Gap(**{**given, **more})


def nothing(struct: type[S], why: Withheld, **more: Any) -> S:
    """A struct with everything withheld but what is given."""
    return struct(**{**dict.fromkeys(struct.__struct_fields__, why), **more})


def predicted(mean: float | None, said: float = 0.0) -> Predicted:
    if mean is None:
        return Predicted(
            by="a",
            n=PROTECTED,
            mean=PROTECTED,
            counts=PROTECTED,
            against_partner=nothing(Comparison, PROTECTED, verdict="withheld", reason="protected"),
            against_own=nothing(Paired, PROTECTED),
        )
    return Predicted(
        by="a",
        n=22,
        mean=mean,
        counts=(1, 2, 3, 8, 8),
        against_partner=Comparison(**comparison(said - mean, 0.5)),
        against_own=Paired(n=21, mean_difference=-0.2, delta=-0.1, interval=(-0.4, 0.2), p=0.3),
    )


def statement(item: str, target: Target, a: float, b: float, half: float = 0.4, **more: Any) -> Statement:
    given: dict[str, Any] = {
        "id": f"{item}@{target}",
        "scale": f"{item.partition('.')[0]}@{target}",
        "item": item,
        "target": target,
        "points": 5,
        "reversed": False,
        "sides": BySide(answers(a, (1, 4, 5, 9, 6)), answers(b, (6, 8, 4, 2, 1))),
        "gap": gap(b - a, half),
        "cant_say": CantSay(p=0.4, p_adjusted=1.0),
        "predicted": None,
        "kind": "not_classifiable",
    }
    return Statement(**{**given, **more})


def withheld(item: str, target: Target) -> Statement:
    side = nothing(StatementSide, PROTECTED)
    return statement(
        item,
        target,
        0,
        0,
        sides=BySide(side, side),
        gap=nothing(Gap, PROTECTED, verdict="withheld", reason="protected"),
        cant_say=nothing(CantSay, PROTECTED),
        predicted=predicted(None) if target == "a" else None,
        kind=None,
    )


def owned(
    activity: str, ownership: Ownership, question: Literal["now", "better"] = "now", a: Owner = "a", b: Owner = "b"
) -> Responsibility:
    def side(owner: Owner) -> ResponsibilitySide:
        shares: dict[Owner, float | Withheld] = {o: 0.7 if o == owner else 0.075 for o in OWNERS}
        intervals: dict[Owner, Interval | Withheld] = dict.fromkeys(OWNERS, (0.0, 0.9))
        return ResponsibilitySide(n=20, shares=shares, intervals=intervals)

    return Responsibility(
        activity=activity,
        question=question,
        sides=BySide(side(a), side(b)),
        ownership=ownership,
        owner=a if ownership == "agreed" else None,
        holds=0.87,
        ownership_p=0.003 if ownership in ("contested", "orphaned") else None,
        certain=True if ownership in ("contested", "orphaned") else None,
        p=0.01,
        p_standard_error=None,
        p_adjusted=0.08,
    )


GROUPS = (
    Group(group="Sales", counts=(3, 4, 1, 0, 0), mean=1.75),
    Group(group="Medical", counts=(0, 0, 2, 5, 1), mean=3.875),
)
SALES_APART = Cut(
    attribute="function",
    groups=BySide(("Sales", "Medical"), ("Sales", "Medical")),
    statements=(
        CutStatement(
            id="trust.candour@a",
            groups=BySide(GROUPS, GROUPS),
            between_sides=0.05,
            between_groups=0.2,
            effects=(GroupEffect(group="Sales", differences=BySide(-2.125, -2.125), p=0.0001, p_adjusted=0.004),),
        ),
    ),
    between_sides=0.05,
    between_groups=0.2,
    p=0.01,
)


def topic(name: str, a: float | Withheld, b: float | Withheld) -> Topic:
    def side(share: float | Withheld) -> TopicSide:
        if isinstance(share, Withheld):
            return nothing(TopicSide, share)
        return TopicSide(n=20, share=share, interval=(share / 2, (1 + share) / 2))

    withheld = isinstance(a, Withheld)
    return Topic(id=name, sides=BySide(side(a), side(b)), p=a if withheld else 0.02, p_adjusted=a if withheld else 0.1)


def scale(name: str, statements: Sequence[Statement], shown: bool = True) -> Scale:
    scale, _, target = name.partition("@")
    if shown:
        side = ScaleSide(n=20, mean=3.8, sd=0.7, interval=(3.5, 4.1))
        difference = ScaleGap(
            mean_difference=-0.5,
            interval=(-0.9, -0.1),
            interval_90=(-0.8, -0.2),
            hedges_g=-0.6,
            hedges_g_interval=(-1.1, -0.1),
            delta=-0.35,
            delta_interval=(-0.6, -0.05),
            p=0.013,
            p_adjusted=0.026,
            verdict="gap",
            reason="difference_shown",
            could_show_alignment=True,
            margin=0.35,
            these_people=TheseGap(
                interval=(-0.7, -0.3),
                interval_90=(-0.66, -0.34),
                worst_case=(-1.4, 0.5),
                p=0.002,
                p_adjusted=0.004,
                verdict="gap",
                reason="difference_shown",
                could_show_alignment=True,
            ),
        )
        reliability = Reliability(n=44, alpha=0.81, alpha_interval=(0.7, 0.89), item_rest=(0.6,) * len(statements))
    else:
        side = nothing(ScaleSide, FEW)
        difference = nothing(ScaleGap, FEW, verdict="withheld", reason="few_people", these_people=None)
        reliability = nothing(Reliability, FEW)
    return Scale(
        id=name,
        scale=scale,
        target=msgspec.convert(target, Target),
        points=5,
        statements=tuple(s.id for s in statements),
        sides=BySide(side, side),
        gap=difference,
        reliability=reliability,
    )


def texts(a: str, b: str, statements: Sequence[Statement]) -> dict[str, str]:
    found = {"title": "Alliance health", "language": "English"}
    names = {"a": a, "b": b, "alliance": "The alliance"}
    for s in statements:
        found[f"statement:{s.id}"] = f"{names[s.target]} keeps {s.item}."
        found[f"scale:{s.scale}"] = f"Scale {s.scale}"
        found |= {f"label:{s.item}:{n}": label for n, label in enumerate(AGREEMENT, start=1)}
    found |= {f"activity:{name}": name.title() for name in ("pricing", "training", "medical", "marketing")}
    found |= {"expectation:effort_share": "Share of the effort", "expectation_unit:effort_share": "%"}
    found |= {"expectation:months": "Months to run well", "expectation_unit:months": "months"}
    found |= {"topic:trust": "Trust", "topic:roles": "Roles", "question:would_help": "What would help most"}
    return found


def found(kind: FindingKind, subject: str, rank: int, verdict: VerdictName | None, side: Side | None = None) -> Finding:
    return Finding(kind=kind, subject=subject, side=side, rank=rank, verdict=verdict)


def typical_report(a: str = "Novara", b: str = "Helix GmbH", comment: str = "Meet more often.", **more: Any) -> Report:
    statements = (
        statement("trust.candour", "a", 4.2, 2.5, predicted=predicted(3.9, said=2.5), kind="blind_spot"),
        statement("trust.goodwill", "a", 3.8, 3.0),
        statement("decisions.stick", "alliance", 2.0, 2.1),
        statement("decisions.fair", "alliance", 3.9, 4.0),
        statement("value.zero_sum", "b", 2.0, 3.1, reversed=True),
        statement("value.pie", "alliance", 4.4, 4.6),
        withheld("trust.competence", "a"),
    )
    given: dict[str, Any] = {
        "schema": SCHEMA,
        "questionnaire": QuestionnaireReference("alliance-health", "1"),
        "alliance": Alliance("Orvelane", BySide(a, b)),
        "wave": Wave("baseline", dt.date(2026, 11, 20)),
        "simulated": False,
        "release": Release(),
        "participation": BySide(Participation(30, 25), Participation(None, 21)),
        "offset": Offset(mean_difference=-0.3, interval=(-0.5, -0.1), points=5),
        "statements": statements,
        "views": (),
        "cuts": (),
        "scales": (scale("trust@a", statements[:2]), scale("decisions@alliance", statements[2:4])),
        "responsibilities": (
            owned("marketing", "agreed", b="a"),
            owned("training", "orphaned", a="b", b="a"),
            owned("pricing", "contested"),
            owned("medical", "unclear", a="joint"),
        ),
        "expectations": (
            Expectation(
                id="effort_share",
                minimum=0,
                maximum=100,
                sides=BySide(
                    ExpectationSide(n=20, quartiles=(60.0, 65.0, 70.0)),
                    ExpectationSide(n=20, quartiles=(50.0, 60.0, 70.0)),
                ),
                shift=-5.0,
                shift_interval=(-10.0, 0.0),
                sum_of_medians=125.0,
                sum_interval=(115.0, 130.0),
            ),
            Expectation(
                id="months",
                minimum=0,
                maximum=60,
                sides=BySide(
                    ExpectationSide(n=20, quartiles=(4.0, 6.0, 8.0)),
                    ExpectationSide(n=20, quartiles=(12.0, 14.5, 18.0)),
                ),
                shift=8.0,
                shift_interval=(6.0, 11.0),
                sum_of_medians=None,
                sum_interval=None,
            ),
        ),
        "priorities": (
            Priorities(
                question="priorities",
                topics=(
                    topic("trust", 0.2, 0.6),
                    topic("roles", 0.7, 0.5),
                ),
                overlap=None,
            ),
        ),
        "comments": (
            Comment(question="would_help", side="a", text=comment),
            Comment(question="would_help", side=None, text="Less mail"),
        ),
        "withheld_comments": (),
        "findings": (
            found("gap", "trust.candour@a", 1, "gap"),
            found("gap", "value.zero_sum@b", 2, "gap"),
            found("gap", "trust.goodwill@a", 3, "gap"),
            found("blind_spot", "trust.candour@a", 1, "gap"),
            found("rated_worse_than_expected", "trust.candour@a", 1, "gap", side="a"),
            found("shared_strength", "decisions.fair@alliance", 1, "undetermined"),
            found("shared_concern", "decisions.stick@alliance", 1, "undetermined"),
            found("divided_side", "decisions.stick@alliance", 1, None, side="b"),
            found("cant_say", "decisions.fair@alliance", 1, None, side="b"),
            found("contested", "pricing:now", 1, None),
            found("overclaim", "effort_share", 1, None),
        ),
        "families": (
            Family(name="statements", size=6, procedure="max_t"),
            Family(name="scales", size=2, procedure="holm"),
        ),
        "texts": {"en": texts(a, b, statements)},
    }
    return Report(**{**given, **more})


def smallest_report() -> Report:
    statements = (withheld("trust.candour", "a"), withheld("decisions.stick", "alliance"))
    nobody = ResponsibilitySide(
        n=PROTECTED, shares=dict.fromkeys(OWNERS, PROTECTED), intervals=dict.fromkeys(OWNERS, PROTECTED)
    )
    return typical_report(
        participation=BySide(Participation(12, 5), Participation(6, 5)),
        statements=statements,
        scales=(scale("trust@a", (), shown=False),),
        responsibilities=(
            nothing(
                Responsibility, PROTECTED, activity="pricing", question="now", sides=BySide(nobody, nobody), before=None
            ),
        ),
        expectations=(
            nothing(
                Expectation,
                FEW,
                id="effort_share",
                minimum=0,
                maximum=100,
                sides=BySide(nothing(ExpectationSide, FEW), nothing(ExpectationSide, FEW)),
                before=None,
            ),
        ),
        priorities=(
            Priorities(question="priorities", topics=(topic("trust", PROTECTED, PROTECTED),), overlap=PROTECTED),
        ),
        offset=Offset(mean_difference=FEW, interval=FEW, points=5),
        findings=(),
        families=(),
        comments=(),
        withheld_comments=(WithheldComments(question="would_help", withheld="few_comments"),),
        simulated=True,
    )


REPORTS: dict[str, Callable[[], Report]] = {
    "typical": typical_report,
    "smallest": smallest_report,
    "hostile": lambda: typical_report(HOSTILE, f"Helix {HOSTILE}", HOSTILE),
    "long": lambda: typical_report(
        "Bernhard-Wohlfahrt Arzneimittel GmbH & Co. KG", "Société Pharmaceutique de Haute-Provence S.A."
    ),
}


@pytest.fixture(
    params=[pytest.param(name, marks=pytest.mark.part("proofs") if name == "long" else ()) for name in REPORTS]
)
def any_report(request: pytest.FixtureRequest) -> Report:
    return REPORTS[request.param]()


@pytest.fixture
def typical() -> Report:
    return typical_report()


@pytest.fixture
def smallest() -> Report:
    return smallest_report()


@pytest.fixture
def hostile() -> Report:
    return REPORTS["hostile"]()
