"""The title, who answered, and the headline."""

from collections import Counter
from collections.abc import Iterator
from typing import get_args

from diagnostic.analysis.report import Reason, VerdictName
from diagnostic.briefing.deck.parts import (
    SIDE_MARKS,
    Bars,
    Paragraph,
    Part,
    Run,
    Series,
    Slide,
    Text,
    plain,
    strong,
    usual,
)
from diagnostic.briefing.deck.slides.told import Told
from diagnostic.briefing.figures import is_shown
from diagnostic.questionnaire.words import SIDES

_LONG = 80
_VERDICTS: tuple[tuple[VerdictName, str], ...] = (
    ("gap", "brand"),
    ("aligned", "#9aa4b1"),
    ("undetermined", "line"),
    ("too_few", "line"),
    ("withheld", "line"),
)


def title(told: Told) -> Slide:
    page, brand = told.page, told.brand
    companies = Text(
        tuple(
            Paragraph(
                (
                    Run(SIDE_MARKS[side], colour=f"side_{side}"),
                    Run(f" {name if len(name) <= _LONG else name[: _LONG - 1] + '…'}"),
                )
            )
            for side, name in zip(SIDES, page.companies, strict=True)
        )
    )
    details = [*page.details, page.edition_name]
    if page.simulated:
        details.append(told.say("head.simulated"))
    return Slide(
        layout="Title",
        title=page.alliance.strip() or page.title,
        kicker=page.title,
        parts={
            "Companies": companies,
            "Details": plain(" · ".join(details)),
            "Name": plain(brand.name, *brand.contact.splitlines()),
        },
        notes=told.notes(told.say("deck.say.title"), told.say("deck.say.asked"), page.edition_why, *page.notices),
    )


def reliance(told: Told) -> Slide:
    """Can I rely on this? Who answered, and what is withheld."""
    page, report = told.page, told.report
    took = report.participation
    return Slide(
        layout="Chart and text",
        title=_reliance(told),
        kicker=told.say("sections.participation"),
        parts={"Content": _answered(told), "Text": Text(tuple(_withheld(told)))},
        source=told.say("deck.reliance.source") if any(took[side].invited for side in SIDES) else "",
        notes=told.notes(
            told.say("deck.say.reliance"),
            *page.participation.sentences,
            *page.participation.cautions,
            *(w.why for w in page.participation.withheld),
        ),
    )


def _reliance(told: Told) -> str:
    took, wording = told.report.participation, told.wording
    count = sum(took[side].answered for side in SIDES)
    a, b = took.a, took.b
    if a.invited and b.invited:
        shares = {
            "percent_a": wording.percent(a.answered / a.invited),
            "percent_b": wording.percent(b.answered / b.invited),
        }
        return told.say("deck.reliance.invited", count=count, **shares)
    return told.say("deck.reliance.answered", count=count, n_a=a.answered, n_b=b.answered)


def _answered(told: Told) -> Bars:
    took, wording = told.report.participation, told.wording
    silent = tuple(
        None if took[side].invited is None else float((took[side].invited or 0) - took[side].answered) for side in SIDES
    )
    series = [
        Series(
            name=told.say("deck.reliance.yes"),
            values=tuple(float(took[side].answered) for side in SIDES),
            colour="side_a",
            colours=("side_a", "side_b"),
        )
    ]
    if any(silent):
        series.append(Series(name=told.say("deck.reliance.no"), values=silent, colour="line"))
    most = max(max(took[side].invited or 0, took[side].answered) for side in SIDES)
    return Bars(
        kind="stacked",
        categories=tuple(wording.company(side) for side in SIDES),
        series=tuple(series),
        most=float(max(most, 1)),
        thick=0.42,
        alt=told.page.participation.chart.alt,
    )


def _withheld(told: Told) -> Iterator[Paragraph]:
    participation = told.page.participation
    yield from (usual(caution) for caution in (*told.page.notices, *participation.cautions))
    if not participation.cautions and len(participation.withheld) < 2:
        yield from (usual(sentence) for sentence in participation.sentences)
    if not participation.withheld:
        yield usual(participation.withheld_lead)
    short = {told.wording.reason(reason): told.wording.reason_short(reason) for reason in get_args(Reason)}
    for withholding in participation.withheld:
        yield strong(
            told.say("deck.reliance.withheld", things=told.wording.listed([t.what for t in withholding.things]))
        )
        why = withholding.why
        # In full where it is the only reason; else the notes have them.
        yield usual(why if len(participation.withheld) == 1 else told.say("deck.reliance.why", why=short[why]))


def headline(told: Told) -> Slide:
    """One sentence to say aloud, and how the verdicts fall."""
    found = told.page.headline
    fallen = Counter(statement.gap.verdict for statement in told.report.statements)
    judged = fallen["gap"] + fallen["aligned"] + fallen["undetermined"]
    counts, notes = _counts(told, fallen, judged), found.notes
    levels = told.report.levels_alone
    explained = _explained(told) if judged else (*told.page.notices, *notes)
    sentence = found.sentence if told.for_consultant else told.say("deck.headline.neutral")
    parts: dict[str, Part] = {
        "Statement": plain(told.say("deck.headline.levels_what") if levels else sentence),
        "Content" if levels else "Text": plain(*explained, told.say("deck.headline.no_agreement")),
    }
    if not levels:
        parts["Content"] = _verdicts(told, fallen, counts)
    return Slide(
        layout="Statement",
        title=counts,
        kicker=told.say("sections.headline"),
        parts=parts,
        notes=told.notes(told.say("deck.say.headline"), found.sentence, *notes),
    )


def _explained(told: Told) -> Iterator[str]:
    """What the verdicts rest on, and whether one company answers higher altogether."""
    report, wording = told.report, told.wording
    yield told.say("deck.method.alarm", each=wording.percent(report.release.alpha))
    difference, interval = report.offset.mean_difference, report.offset.interval
    if is_shown(difference) and is_shown(interval) and (interval[0] > 0 or interval[1] < 0):
        yield told.say(
            "deck.headline.offset",
            higher=wording.company("b" if difference > 0 else "a"),
            size=wording.number(abs(difference)),
            interval=wording.gap_interval(interval),
        )


def _counts(told: Told, fallen: Counter[VerdictName], judged: int) -> str:
    if told.report.levels_alone:
        return told.say("deck.headline.levels")
    if not judged:
        return told.say("deck.headline.none_judged", total=len(told.report.statements))
    gaps = fallen["gap"]
    first = (
        told.wording.count("deck.headline.counts", gaps, judged=judged)
        if gaps
        else told.say("deck.headline.no_gap", judged=judged)
    )
    rest = [told.say(f"deck.headline.{key}", number=fallen[key]) for key in ("aligned", "undetermined") if fallen[key]]
    return "; ".join(part for part in (first, told.wording.listed(rest)) if part)


def _verdicts(told: Told, fallen: Counter[VerdictName], finding: str) -> Bars:
    there = [(verdict, colour) for verdict, colour in _VERDICTS if fallen[verdict]]
    return Bars(
        kind="beside",
        categories=tuple(told.say(f"verdict.{verdict}") for verdict, _ in there),
        series=(
            Series(
                name=told.say("deck.headline.statements"),
                values=tuple(float(fallen[verdict]) for verdict, _ in there),
                colour="brand",
                colours=tuple(colour for _, colour in there),
            ),
        ),
        thick=0.62,
        alt=told.say("deck.headline.alt", finding=finding),
    )
