"""The appendix: every scale and every statement as numbers; and how all of it was done."""

from collections.abc import Iterator, Sequence

from diagnostic.analysis.report import Family, Reason, Reliability, Report, Scale, ScaleSide, Statement, StatementSide
from diagnostic.briefing import verdicts
from diagnostic.briefing.document.blocks import Cell, Column, Group, Kind, Part, Row, Table
from diagnostic.briefing.document.reliance import quality_table
from diagnostic.briefing.document.saying import (
    anchor,
    figure_cell,
    listed,
    mark,
    paragraph,
    said,
    section,
    verdict_cell,
)
from diagnostic.briefing.document.statements import ends_of
from diagnostic.briefing.figures import has_level_alone, is_shown, reason_of, shown_counts, shown_gap
from diagnostic.briefing.wording import Wording
from diagnostic.disclosure import FEW_PEOPLE, JOINT
from diagnostic.full_stops import in_a_row
from diagnostic.questionnaire.words import SIDES, Side

_DIGITS = 2
_OF_SIDES: dict[str, Kind] = {"n": "count", "mean": "mean", "sd": "spread", "interval": "interval"}
_MEAN = list(_OF_SIDES).index("mean") - len(_OF_SIDES)
"""Where a row's average is, counted from its end: before it some tables have how many gave each answer."""
_OF_GAPS: dict[str, Kind] = {
    "gap": "difference",
    "gap_interval": "interval",
    "delta": "delta",
    "delta_interval": "interval",
    "p_adjusted": "p",
    "verdict": "verdict",
}


def numbers(report: Report, wording: Wording) -> Part:
    say = wording.say
    tables = list(quality_table(report, wording))
    if report.scales:
        groups = tuple(_group(scale, wording) for scale in report.scales)
        judged = any(shown_gap(scale.gap) for scale in report.scales)
        caption = say("numbers_section.scales_caption" if judged else "overview.caption_levels")
        notes = [say("numbers_section.like_them")] if judged else []
        if any(map(_lacks_alpha, report.scales)):
            notes.append(say("numbers_section.no_alpha"))
        tables.append(_table("numbers.scales", caption, in_a_row(notes), range(0), groups, wording))
    for scale, span in dict.fromkeys((s.scale, s.span) for s in report.statements):
        same = [s for s in report.statements if (s.scale, s.span) == (scale, span)]
        title = wording.text(f"scale:{scale}") if scale else say("scales.no_scale")
        caption = say("numbers_section.statements_caption", scale=title)
        note = say("numbers_section.key", **ends_of(same[0], wording))
        groups = tuple(_group(statement, wording) for statement in same)
        tables.append(_table(f"numbers.{scale}.{span}", caption, note, same[0].numbers, groups, wording))
    return section(wording, "numbers", paragraph(wording, "numbers_section.lead", "lead"), *tables)


def _table(  # noqa: PLR0917 (what a table of numbers is made of)
    key: str, caption: str, note: str, numbers: range, groups: tuple[Group, ...], wording: Wording
) -> Table:
    def column(key: str, kind: Kind = "text") -> Column:
        return Column(key=key, title=wording.say(f"numbers_section.{key}"), kind=kind)

    ratings = [Column(key=f"rating_{n}", title=str(n), kind="count") for n in numbers]
    counted = [*ratings, column("cant_say", "count")] if ratings else []
    return Table(
        key=key,
        caption=caption,
        columns=(column("company"), *counted, *(column(*one) for one in _OF_SIDES.items())),
        of_groups=tuple(column(*one) for one in _OF_GAPS.items()),
        groups=groups,
        note=note,
    )


def _group(one: Scale | Statement, wording: Wording) -> Group:
    """A row a side, and the gap between them."""
    if isinstance(one, Scale):
        where, title = "score-" + anchor("scale", one.id), wording.text(f"scale:{one.id}")
        notes = _reliability(one.reliability, wording)
    else:
        where, title = anchor("statement", one.id), wording.statement(one.id)
        notes = (wording.say("numbers_section.reversed"),) if one.reversed else ()
    rows = tuple(Row(key=side, cells=_cells(one, side, wording)) for side in SIDES)
    reason = reason_of(one.gap.mean_difference, one.gap.interval)
    level = reason == "few_changed" or (isinstance(one, Scale) and has_level_alone(one))
    why = _withheld(reason, rows if level else (), wording) if reason else ""
    cells = _gap(one, wording)
    return Group(key=one.id, title=title, anchor=where, notes=notes, rows=rows, cells=cells, withheld=why)


def _reliability(found: Reliability, wording: Wording) -> tuple[str, ...]:
    if found.alpha is None or found.alpha_interval is None:
        return ()
    if not is_shown(found.alpha) or not is_shown(found.alpha_interval):
        return ()
    interval = wording.interval(found.alpha_interval, _DIGITS)
    return (wording.say("numbers_section.alpha", alpha=wording.number(found.alpha, _DIGITS), interval=interval),)


def _lacks_alpha(scale: Scale) -> bool:
    """Whether so few people answered all of a scale that its reliability is not shown."""
    alpha = scale.reliability.alpha
    return alpha is not None and not is_shown(alpha) and reason_of(alpha) != "few_changed"


def _gap(one: Scale | Statement, wording: Wording) -> tuple[Cell, ...]:
    """What is not judged has its size alone: the method then explains no more."""
    shown, none = shown_gap(one.gap), Cell(text=wording.say("numbers.none"), nothing=True)
    if shown is None:
        return (Cell(),) * len(_OF_GAPS)
    gap, delta = (
        Cell(text=wording.interval(interval, _DIGITS, signed=True)) if interval else none
        for interval in (shown.interval, shown.delta_interval)
    )
    judged = shown.verdict != "too_few"
    return (
        Cell(text=wording.signed(shown.difference, _DIGITS), value=shown.difference, strong=True),
        gap,
        Cell(text=wording.signed(shown.delta, _DIGITS), value=shown.delta) if judged else none,
        delta,
        none if shown.p_adjusted is None else Cell(text=verdicts.adjusted_p(shown, wording), value=shown.p_adjusted),
        verdict_cell(shown.verdict, wording, verdicts.hedge(shown.verdict, shown.within_language, wording)),
    )


def _withheld(reason: Reason, rows: Sequence[Row], wording: Wording) -> str:
    """Why, and both sides' levels where there are rows that show them."""
    short = wording.reason_short(reason)
    if not rows:
        return short
    a, b = (row.cells[_MEAN].text for row in rows)
    return wording.say("numbers_section.level", reason=short, mean_a=a, mean_b=b)


def _cells(one: Scale | Statement, side: Side, wording: Wording) -> tuple[Cell, ...]:
    """The company, how many gave each answer and could not say, then what follows from it."""
    answers: ScaleSide | StatementSide = one.sides[side]
    counted: list[Cell] = []
    if isinstance(answers, StatementSide):
        counts = shown_counts(answers)
        counted = [Cell(text=str(n), value=n) for n in counts] if counts else [Cell()] * one.points
        counted.append(figure_cell(answers.cant_say, wording, 0))
    # Levels alone are known to one decimal at most.
    digits = 1 if reason_of(answers.sd) == "few_changed" else _DIGITS
    interval = answers.interval
    if isinstance(one, Statement) and one.gap.verdict == "too_few":
        interval = FEW_PEOPLE  # nothing is to sound like a test then
    return (
        Cell(text=wording.company(side), side=side),
        *counted,
        figure_cell(answers.n, wording, 0),
        figure_cell(answers.mean, wording, digits),
        figure_cell(answers.sd, wording, _DIGITS),
        Cell(text=wording.interval(interval, _DIGITS)) if is_shown(interval) else mark(wording),
    )


def method(report: Report, wording: Wording) -> Part:
    release = report.release
    names = {
        "title": wording.text("title"),
        "version": report.questionnaire.version,
        "k": release.k,
        "comment_k": release.comment_k,
        "joint": JOINT,
        "alpha": wording.percent(release.alpha),
        "margin": wording.number(release.statement_margin, 2),
        "scale_margin": wording.number(release.scale_margin_sd, 1),
        "families": wording.listed([_family(f, wording) for f in report.families]) or wording.say("numbers.none"),
    }
    parts = ["asked", "protected", "gap", "verdicts", "family", "order", "scale", "population", "other", "rounding"]
    if report.edition == "participants":
        parts = ["edition", "asked", "protected", "gap", "verdicts_neutral", "family", "scale", "population"]
        parts.append("other_neutral")
    if _is_unjudged(report):
        parts = [*parts[: parts.index("gap")], "unjudged", *(["rounding"] if report.edition == "consultant" else [])]
    if report.one_sided:
        parts.insert(parts.index("asked") + 1, "one_sided")
    columns = tuple(paragraph(wording, f"method.{part}", **names) for part in (*parts, "not_said"))
    return section(
        wording,
        "method",
        paragraph(wording, "method.lead", "lead"),
        Part(key="method.parts", title="", role="columns", blocks=columns),
        *_in_short(report, wording),
    )


def _in_short(report: Report, wording: Wording) -> Iterator[Part]:
    """How to read it and how far to trust it, in as few sentences as a slide has room for."""
    release = report.release
    names = {"k": release.k, "each": wording.percent(release.alpha), "pulses": release.pulses, "joint": JOINT}
    if report.wave.kind == "pulse" and report.trend:
        read, alarm = ["deck.method.asked_pulse", "deck.method.gap_pulse", "deck.method.verdicts_pulse"], "alarm_pulse"
    elif _is_unjudged(report):
        read, alarm = ["deck.method.asked", "deck.method.gap_unjudged"], "alarm_unjudged"
    else:
        read, alarm = ["deck.method.asked", "deck.method.gap", "deck.method.verdicts"], "alarm"
    all_spoke = all(one.answered == one.invited for one in (report.participation[side] for side in SIDES))
    silent = [] if all_spoke else ["deck.method.silent"]
    sentences = {"read": read, "trust": [f"deck.method.{alarm}", "deck.method.protected", *silent, "method.not_said"]}
    for key, keys in sentences.items():
        told = listed(key, (said(wording, each, **names) for each in keys))
        yield Part(key=f"method.{key}", title=wording.say(f"deck.method.{key}"), medium="slides", blocks=(told,))


def _is_unjudged(report: Report) -> bool:
    """Whether so few people answered that no difference between the companies is tested."""
    return any(report.participation[side].answered < JOINT for side in SIDES)


def _family(family: Family, wording: Wording) -> str:
    return wording.say(
        "method.one_family",
        name=wording.say(f"family.{family.name}"),
        size=family.size,
        procedure=wording.say(f"procedure.{family.procedure}"),
    )
