"""Reports for the charts that are read at a glance: predictions of both sides, owners now and better placed, cuts."""

from collections.abc import Callable
from typing import Any

import msgspec

from diagnostic.analysis import (
    BySide,
    Comparison,
    Cut,
    CutStatement,
    Paired,
    Participation,
    Predicted,
    Report,
    Responsibility,
    Statement,
    Withheld,
)
from diagnostic.questionnaire import Side
from tests.briefing.conftest import (
    HOSTILE,
    PROTECTED,
    answers,
    comparison,
    found,
    nothing,
    owned,
    smallest_report,
    statement,
    texts,
    typical_report,
    withheld,
)

LONG = ("Bernhard-Wohlfahrt Arzneimittel GmbH & Co. KG", "Société Pharmaceutique de Haute-Provence S.A.")
SPLIT = (8, 2, 0, 4, 9)


def expects(by: Side, mean: float, said: float, half: float = 0.5, **more: object) -> Predicted:
    judged: dict[str, Any] = {**comparison(said - mean, half), **more}
    against = Comparison(**judged)
    paired = Paired(n=21, mean_difference=-0.2, delta=-0.1, interval=(-0.4, 0.2), p=0.3)
    return Predicted(by=by, n=22, mean=mean, counts=(1, 2, 3, 8, 8), against_partner=against, against_own=paired)


def cut(groups: float | Withheld = 0.31, sides: float | Withheld = 0.12) -> Cut:
    one = CutStatement(id="decisions.stick@alliance", groups=None, between_sides=sides, between_groups=groups)
    p = groups if isinstance(groups, Withheld) else 0.001
    names: BySide[tuple[str, ...]] = BySide(("Medical", "Field force"), ("Medical", "Field force"))
    return Cut(attribute="function", groups=names, statements=(one,), between_sides=sides, between_groups=groups, p=p)


def statements() -> tuple[Statement, ...]:
    hidden = nothing(Comparison, PROTECTED, verdict="withheld", reason="protected")
    alone = msgspec.structs.replace(expects("a", 3.0, 3.0), against_partner=hidden)
    no_views = msgspec.structs.replace(withheld("trust.competence", "a"), predicted=alone)
    divided = answers(3.2, SPLIT)
    return (
        statement("trust.candour", "a", 4.2, 2.5, predicted=expects("a", 3.9, 2.5)),
        statement("trust.candour", "b", 5.0, 1.0, predicted=expects("b", 1.0, 5.0)),
        statement("trust.goodwill", "a", 3.8, 3.0, predicted=expects("a", 3.05, 3.0)),
        statement("trust.goodwill", "b", 5.0, 5.0, predicted=expects("b", 5.0, 5.0, verdict="aligned")),
        statement("value.zero_sum", "b", 2.0, 3.1, reversed=True, predicted=expects("b", 4.0, 2.0)),
        no_views,
        withheld("trust.reliability", "a"),
        statement("decisions.stick", "alliance", 3.0, 3.2, sides=BySide(answers(3.0, SPLIT), divided)),
        statement("decisions.fair", "alliance", 3.9, 4.0, scale=None),
    )


def owners() -> tuple[Responsibility, ...]:
    unsettled = msgspec.structs.replace(owned("pricing", "contested"), ownership_p=0.2, certain=False)
    tie = {"a": 0.4, "b": 0.4, "joint": 0.2, "nobody": 0.0, "unknown": 0.0}
    tied = owned("medical", "unclear", "better")
    side = msgspec.structs.replace(tied.sides.a, shares=tie)
    hidden = msgspec.structs.replace(tied.sides.a, n=PROTECTED, shares=dict.fromkeys(tie, PROTECTED))
    none: Any = nothing(
        Responsibility, PROTECTED, activity="marketing", question="better", sides=BySide(hidden, hidden)
    )
    return (
        owned("marketing", "agreed", b="a"),
        none,
        owned("training", "orphaned", a="b", b="a"),
        owned("training", "orphaned", "better", a="nobody", b="nobody"),
        unsettled,
        owned("pricing", "contested", "better"),
        owned("medical", "unclear", a="joint", b="unknown"),
        msgspec.structs.replace(tied, sides=BySide(side, tied.sides.b)),
    )


def typical(a: str = "Novara", b: str = "Helix GmbH", **more: object) -> Report:
    rated = statements()
    given: dict[str, Any] = {
        "statements": rated,
        "responsibilities": owners(),
        "cuts": (cut(),),
        "findings": (
            found("divided_side", "decisions.stick@alliance", 1, None, side="b"),
            found("divided_side", "decisions.stick@alliance", 2, None, side="a"),
            found("fault_line", "function", 1, None),
        ),
        "texts": {"en": texts(a, b, rated), "de": texts(a, b, rated)},
    }
    return typical_report(a, b, **{**given, **more})


def crowded() -> Report:
    """Large sides with long names, and a division of hundreds."""
    rated = statements()
    split = statement(
        "decisions.stick", "alliance", 3.0, 3.2, sides=BySide(answers(3.0, (122, 66, 0, 67, 138)), answers(3, SPLIT))
    )
    same = tuple(split if s.id == split.id else s for s in rated)
    finding = found("divided_side", split.id, 1, None, side="a")
    return typical(
        *LONG,
        statements=same,
        findings=(finding,),
        cuts=(cut(0.02, 0.2), cut(PROTECTED, PROTECTED)),
        participation=BySide(Participation(10000, 10000), Participation(None, 9999)),
    )


GLANCES: dict[str, Callable[[], Report]] = {
    "typical": typical,
    "smallest": smallest_report,
    "long": lambda: typical(*LONG),
    "crowded": crowded,
    "hostile": lambda: typical(HOSTILE, f"Helix {HOSTILE}"),
}
