"""Reports of every kind that page one may have to tell of: simulated ones, planted ones, and one of each finding."""

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

from msgspec.structs import replace

from diagnostic.analysis import BySide, Comment, Report, Theme
from diagnostic.analysis.report import Change, FindingKind, Trend
from diagnostic.briefing.document import Document, document
from diagnostic.briefing.messages import MessageRules
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.library import Library
from tests.briefing.conftest import answers, found, owned, statement, typical_report
from tests.briefing.forms import TEAMS
from tests.briefing.test_plan import moved, of_kind
from tests.simulation import messages as planted

LOW = BySide(answers(2.0, (8, 9, 3, 4, 1)), answers(2.1, (6, 8, 4, 2, 1)))
HIGH = BySide(answers(4.5, (0, 1, 2, 8, 14)), answers(4.6, (0, 0, 2, 7, 12)))
TOLD_LATE = Theme(name="Told too late", text="Both hear of changes when it is done.", n=3, sides=None)


def with_theme(report: Report) -> Report:
    """Three of four comments on everything are about one theme."""
    questions = sorted({question for asked in MessageRules.load().comments_on.values() for question in asked})
    about = (TOLD_LATE.name,) * 3 + ("",)
    comments = tuple(
        Comment(question=question, side=None, text="…", themes=(name,) if name else ())
        for question in questions
        for name in about
    )
    more = {f"question:{question}": question for question in questions}
    texts = {language: texts | more for language, texts in report.texts.items()}
    return replace(report, comments=comments, themes=(TOLD_LATE,), texts=texts)


def _alone(**more: Any) -> Report:
    """A Report of little: no owners, topics or scales, and no findings but what is given."""
    return typical_report(**{"responsibilities": (), "priorities": (), "scales": (), "findings": ()} | more)


def _gap_moved(verdict: str) -> Report:
    trend = moved("both_rose")
    step = trend.since_previous
    assert isinstance(step, Change)
    trend = replace(trend, since_previous=replace(step, verdict=verdict, level="cannot_tell"))
    return _alone(trend=(trend,))


def _opposite() -> Trend:
    trend = moved("both_rose")
    step = trend.since_previous
    assert isinstance(step, Change)
    sides = BySide(replace(step.sides.a, verdict="fell"), replace(step.sides.b, verdict="rose"))
    return replace(trend, since_previous=replace(step, level="opposite", sides=sides))


def _special() -> Iterator[tuple[str, Report]]:
    low = statement("commitment.again", "alliance", 2.0, 2.1, sides=LOW)
    high = statement("commitment.again", "alliance", 4.5, 4.6, sides=HIGH)
    strict = statement("trust.candour", "a", 2.5, 4.2, sides=BySide(LOW.a, HIGH.b))
    unsure = replace(owned("training", "orphaned", a="b", b="a"), certain=False, holds=0.6)
    yield "a weak spot", _alone(statements=(low,), findings=(found("shared_concern", low.id, 1, None),))
    yield "said to be weak", _alone(statements=(low,))
    yield "a strength", _alone(statements=(high,), findings=(found("shared_strength", high.id, 1, None),))
    yield "strict", _alone(statements=(strict,), findings=(found("gap", strict.id, 1, "gap"),))
    yield "likely", _alone(statements=(strict,), findings=(found("worth_asking", strict.id, 1, "very_likely"),))
    yield "perhaps orphaned", _alone(statements=(high,), responsibilities=(unsure,))
    for verdict in ("closing", "widening", "turned"):
        yield verdict, _gap_moved(verdict)
    yield "opposite", _alone(trend=(_opposite(),))
    for kind in get_args(FindingKind):
        report = of_kind(kind)
        mine = {finding.subject for finding in report.findings}
        asked = tuple(one for one in report.responsibilities if f"{one.activity}:{one.question}" in mine)
        yield kind, replace(report, responsibilities=asked, priorities=())


@cache
def reports() -> tuple[tuple[str, Report], ...]:
    """By what they are called."""
    made = [(team, make()) for team, make in TEAMS.items()]
    made += [
        (f"{sizes}, seed {seed}", planted.briefing(seed, sizes)) for sizes in planted.SIZES[:-1] for seed in (1, 2)
    ]
    # With fewer topics to pick from, half of a company more often picks one.
    first = Library.load().questionnaires["alliance-health"]
    made += [(f"version 1, {sizes}", planted.briefing(2, sizes, first)) for sizes in planted.SIZES[:2]]
    made += _special()
    return tuple((name, replace(one, texts={"de": one.texts["en"]} | one.texts)) for name, one in made)


@cache
def told(name: str, language: str) -> Document:
    """What is said of one of them, beside it a theme that comments on everything are about."""
    report = with_theme(dict(reports())[name])
    return document(report, Wording(report, language))
