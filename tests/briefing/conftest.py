"""Reports to lay out: a typical one, the smallest one, and one with hostile names and comments."""

import datetime as dt
from collections.abc import Sequence

import pytest

from diagnostic.analysis import (
    Alliance,
    BySide,
    Comment,
    Expectation,
    ExpectationSide,
    Gap,
    Participation,
    Predicted,
    Priorities,
    QuestionnaireReference,
    Release,
    Report,
    Responsibility,
    ResponsibilitySide,
    Scale,
    ScaleSide,
    Statement,
    StatementSide,
    Topic,
    TopicSide,
    Wave,
    Withheld,
    WithheldComments,
)

PROTECTED = Withheld("protected")
FEW = Withheld("few_people")
AGREEMENT = ("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree")
HOSTILE = "<script>alert(1)</script> \"'> \u202e&amp; " + "x" * 300


def answers(mean: float, counts: tuple[int, ...]) -> StatementSide:
    return StatementSide(n=sum(counts), cant_say=2, mean=mean, sd=0.9, counts=counts, interval=(mean - 0.3, mean + 0.3))


def statement(item: str, target: str, a: float, b: float, half: float = 0.4, **more: object) -> Statement:
    given = {
        "id": f"{item}@{target}",
        "scale": f"{item.partition('.')[0]}@{target}",
        "item": item,
        "target": target,
        "points": 5,
        "reversed": False,
        "banded": False,
        "sides": BySide(answers(a, (1, 4, 5, 9, 6)), answers(b, (6, 8, 4, 2, 1))),
        "gap": Gap(mean_difference=b - a, interval=(b - a - half, b - a + half)),
        "predicted": None,
    }
    return Statement(**{**given, **more})


def withheld(item: str, target: str) -> Statement:
    nothing = StatementSide(
        n=PROTECTED, cant_say=PROTECTED, mean=PROTECTED, sd=PROTECTED, counts=PROTECTED, interval=PROTECTED
    )
    gap = Gap(mean_difference=PROTECTED, interval=PROTECTED)
    predicted = Predicted(by="a", n=PROTECTED, mean=PROTECTED, counts=PROTECTED) if target == "a" else None
    return statement(item, target, 0, 0, sides=BySide(nothing, nothing), gap=gap, predicted=predicted)


def owned(activity: str, ownership: str, question: str = "now", a: str = "a", b: str = "b") -> Responsibility:
    def side(owner: str) -> ResponsibilitySide:
        shares = {o: 0.7 if o == owner else 0.075 for o in ("a", "b", "joint", "nobody", "unknown")}
        return ResponsibilitySide(n=20, shares=shares)

    return Responsibility(
        activity=activity,
        question=question,
        sides=BySide(side(a), side(b)),
        ownership=ownership,
        owner=a if ownership == "agreed" else None,
    )


def scale(name: str, statements: Sequence[Statement], shown: bool = True) -> Scale:
    one = (
        ScaleSide(n=20, mean=3.8, sd=0.7, interval=(3.5, 4.1))
        if shown
        else ScaleSide(n=FEW, mean=FEW, sd=FEW, interval=FEW)
    )
    gap = Gap(mean_difference=-0.5, interval=(-0.9, -0.1)) if shown else Gap(mean_difference=FEW, interval=FEW)
    return Scale(
        id=name,
        scale=name.partition("@")[0],
        target=name.partition("@")[2],
        points=5,
        statements=tuple(s.id for s in statements),
        sides=BySide(one, one),
        gap=gap,
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


def typical_report(
    a: str = "Novara", b: str = "Helix GmbH", comment: str = "Meet more often.", **more: object
) -> Report:
    statements = (
        statement("trust.candour", "a", 4.2, 2.5, predicted=Predicted(by="a", n=22, mean=3.9, counts=(1, 2, 3, 8, 8))),
        statement("trust.goodwill", "a", 3.8, 3.0),
        statement("decisions.stick", "alliance", 2.0, 2.1),
        statement("decisions.fair", "alliance", 3.9, 4.0),
        statement("value.zero_sum", "b", 2.0, 3.1, reversed=True),
        statement(
            "value.pie",
            "alliance",
            4.4,
            4.6,
            banded=True,
            sides=BySide(answers(4.4, (1, 1, 20)), answers(4.6, (0, 2, 18))),
        ),
        withheld("trust.competence", "a"),
    )
    given: dict[str, object] = {
        "schema": 1,
        "questionnaire": QuestionnaireReference("alliance-health", "1"),
        "alliance": Alliance("Orvelane", BySide(a, b)),
        "wave": Wave("baseline", dt.date(2026, 11, 20)),
        "simulated": False,
        "release": Release(),
        "participation": BySide(Participation(30, 25), Participation(None, 21)),
        "statements": statements,
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
                sum_of_medians=125.0,
            ),
            Expectation(
                id="months",
                minimum=0,
                maximum=60,
                sides=BySide(
                    ExpectationSide(n=20, quartiles=(4.0, 6.0, 8.0)),
                    ExpectationSide(n=20, quartiles=(12.0, 14.5, 18.0)),
                ),
                sum_of_medians=None,
            ),
        ),
        "priorities": (
            Priorities(
                question="priorities",
                topics=(
                    Topic(id="trust", sides=BySide(TopicSide(n=20, share=0.2), TopicSide(n=20, share=0.6))),
                    Topic(id="roles", sides=BySide(TopicSide(n=20, share=0.7), TopicSide(n=20, share=0.5))),
                ),
                overlap=None,
            ),
        ),
        "comments": (
            Comment(question="would_help", side="a", text=comment),
            Comment(question="would_help", side=None, text="Less mail"),
        ),
        "withheld_comments": (),
        "texts": {"en": texts(a, b, statements)},
    }
    return Report(**{**given, **more})


def smallest_report() -> Report:
    statements = (withheld("trust.candour", "a"), withheld("decisions.stick", "alliance"))
    nothing = ResponsibilitySide(n=PROTECTED, shares=dict.fromkeys(("a", "b", "joint", "nobody", "unknown"), PROTECTED))
    return typical_report(
        participation=BySide(Participation(12, 5), Participation(6, 5)),
        statements=statements,
        scales=(scale("trust@a", (), shown=False),),
        responsibilities=(
            Responsibility(
                activity="pricing", question="now", sides=BySide(nothing, nothing), ownership=PROTECTED, owner=PROTECTED
            ),
        ),
        expectations=(
            Expectation(
                id="effort_share",
                minimum=0,
                maximum=100,
                sides=BySide(ExpectationSide(n=FEW, quartiles=FEW), ExpectationSide(n=FEW, quartiles=FEW)),
                sum_of_medians=FEW,
            ),
        ),
        priorities=(
            Priorities(
                question="priorities",
                topics=(
                    Topic(
                        id="trust",
                        sides=BySide(TopicSide(n=PROTECTED, share=PROTECTED), TopicSide(n=PROTECTED, share=PROTECTED)),
                    ),
                ),
                overlap=PROTECTED,
            ),
        ),
        comments=(),
        withheld_comments=(WithheldComments(question="would_help", withheld="few_comments"),),
        simulated=True,
    )


REPORTS = {
    "typical": typical_report,
    "smallest": smallest_report,
    "hostile": lambda: typical_report(HOSTILE, f"Helix {HOSTILE}", HOSTILE),
    "long": lambda: typical_report(
        "Bernhard-Wohlfahrt Arzneimittel GmbH & Co. KG", "Société Pharmaceutique de Haute-Provence S.A."
    ),
}


@pytest.fixture(params=REPORTS)
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
