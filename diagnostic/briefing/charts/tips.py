"""What an interactive page says when somebody points at a mark: finished sentences."""

from diagnostic.analysis.report import Expectation, Report, Statement
from diagnostic.briefing import verdicts
from diagnostic.briefing.figures import is_shown, shown_gap
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import Side, other


def _tip(key: str, statement: Statement, side: Side, wording: Wording, **figures: object) -> str:
    names = {"statement": wording.statement(statement.id), "company": wording.company(side)}
    return wording.say(f"tip.{key}", **names, other=wording.company(other(side)), **figures)


def mean_tip(statement: Statement, side: Side, wording: Wording) -> str:
    """A side's average, of how many answers, and how surely known."""
    answers = statement.sides[side]
    if not is_shown(answers.mean):
        return ""
    mean = wording.number(answers.mean)
    if not is_shown(answers.n) or not is_shown(answers.interval):
        return _tip("level", statement, side, wording, mean=mean)
    return _tip("mean", statement, side, wording, mean=mean, n=answers.n, interval=wording.interval(answers.interval))


def answer_tip(statement: Statement, side: Side, place: int, count: int, wording: Wording) -> str:
    """How many of a side gave one answer."""
    label, n = wording.answer(statement, place + 1), statement.sides[side].n
    return _tip("answer", statement, side, wording, count=count, n=n if is_shown(n) else count, label=label)


def gap_tip(statement: Statement, wording: Wording) -> str:
    """The gap, its interval and the verdict."""
    if not (gap := shown_gap(statement.gap)):
        return ""
    names = {"interval": wording.with_interval(gap.interval), "verdict": verdicts.name(gap, wording)}
    return _tip("gap", statement, "a", wording, gap=wording.signed(gap.difference), **names)


def expected_tip(statement: Statement, wording: Wording) -> str:
    """What a side expects to hear."""
    predicted = statement.predicted
    if predicted is None or not is_shown(predicted.mean) or not is_shown(predicted.n):
        return ""
    return _tip("expected", statement, predicted.by, wording, mean=wording.number(predicted.mean), n=predicted.n)


def surprise_tip(statement: Statement, wording: Wording) -> str:
    """What a side hears against what it expects."""
    predicted = statement.predicted
    if predicted is None or not (gap := shown_gap(predicted.against_partner)):
        return ""
    names = {"interval": wording.with_interval(gap.interval), "verdict": verdicts.name(gap, wording)}
    return _tip("surprise", statement, predicted.by, wording, difference=wording.signed(gap.difference), **names)


def expectation_tip(asked: Expectation, side: Side, quartiles: tuple[float, float, float], wording: Wording) -> str:
    """A side's median and the middle half of its answers."""
    lower, median, upper = (wording.plain(quartile) for quartile in quartiles)
    return wording.say(
        "tip.expectation",
        title=wording.text(f"expectation:{asked.id}"),
        company=wording.company(side),
        median=median,
        half=wording.say("numbers.interval", low=lower, high=upper),
        unit=wording.text(f"expectation_unit:{asked.id}"),
    )


def turnout_tip(report: Report, side: Side, wording: Wording) -> str:
    """How many answered, of how many."""
    took, company = report.participation[side], wording.company(side)
    if not took.invited:
        return wording.count("participation.lead_answered", took.answered, company=company)
    percent = wording.percent(took.answered / took.invited)
    names = {"answered": took.answered, "company": company, "percent": percent}
    return wording.count("participation.lead_invited", took.invited, **names)
