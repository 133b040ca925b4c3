"""How both sides' answers to a statement fall: as a picture, as native bars, and for those who cannot see them."""

from diagnostic.analysis.report import Statement
from diagnostic.briefing import charts
from diagnostic.briefing.charts.layout import diverging
from diagnostic.briefing.document.blocks import Figure, Sentence
from diagnostic.briefing.document.native import Bars, Series
from diagnostic.briefing.document.saying import drawn, means_of, said
from diagnostic.briefing.figures import shown_counts
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES, Side


def answers_figure(statement: Statement, wording: Wording) -> Figure:
    """The answers to one statement; declared as native bars where both sides' may be shown."""
    reach = charts.reach_of([statement])
    sides = " ".join(_fallen(statement, side, wording) for side in SIDES)
    return drawn(
        f"answers.{statement.id}",
        wording.say("gaps.alt", statement=wording.statement(statement.id), sides=sides),
        lambda layout: charts.distributions([statement], wording, layout, reach=reach, labelled=False),
        native=_bars(statement, wording),
    )


def ends_of(statement: Statement, wording: Wording) -> dict[str, object]:
    """What the ends of the answer scale are called."""
    lowest, highest = (wording.label(statement.item, point) or str(point) for point in (1, statement.points))
    return {"points": statement.points, "lowest": lowest, "highest": highest}


def means(statement: Statement, wording: Wording) -> Sentence:
    """Both averages, and what the ends of the answer scale are called."""
    return said(wording, "gaps.means", statement.id, **means_of(statement, wording), **ends_of(statement, wording))


def _bars(statement: Statement, wording: Wording) -> Bars | None:
    """Parts of a whole; the figures are people."""
    a, b = (shown_counts(statement.sides[side]) for side in SIDES)
    if not a or not b:
        return None
    names = [wording.label(statement.item, n) or str(n) for n in range(1, statement.points + 1)]
    bars = zip(names, a, b, diverging(statement.points), strict=True)
    means = {side: wording.figure(statement.sides[side].mean) for side in SIDES}
    return Bars(
        kind="parts",
        categories=tuple(wording.say("deck.gaps.bar", company=wording.company(s), mean=means[s]) for s in SIDES),
        series=tuple(
            Series(name=name, values=(float(of_a), float(of_b)), colour=colour) for name, of_a, of_b, colour in bars
        ),
        legend=True,
    )


def _fallen(statement: Statement, side: Side, wording: Wording) -> str:
    """How a side's answers fall, for those who cannot see them."""
    counts = shown_counts(statement.sides[side]) or ()
    half = len(counts) // 2
    return wording.say(
        "gaps.alt_side" if len(counts) % 2 else "gaps.alt_side_even",
        company=wording.company(side),
        lower=sum(counts[:half]),
        middle=sum(counts[half : len(counts) - half]),
        upper=sum(counts[len(counts) - half :]),
        mean=wording.figure(statement.sides[side].mean),
    )
