"""The appendix: every scale and every statement as numbers; and how all of it was done."""

from collections.abc import Iterator, Sequence

from diagnostic.analysis.report import (
    Comparison,
    Family,
    Reason,
    Reliability,
    Report,
    Scale,
    ScaleGap,
    ScaleSide,
    Statement,
    StatementSide,
    Withheld,
)
from diagnostic.briefing import verdicts
from diagnostic.briefing.anchors import scale_anchor, statement_anchor
from diagnostic.briefing.document.blocks import (
    Block,
    Cell,
    Column,
    Group,
    Item,
    Kind,
    List,
    Part,
    Row,
    Table,
    Text,
)
from diagnostic.briefing.document.saying import figure_cell, paragraph, said, state_cell
from diagnostic.briefing.figures import is_shown, reason_of, shown_counts, shown_gap
from diagnostic.briefing.wording import Wording
from diagnostic.disclosure import JOINT
from diagnostic.questionnaire.words import SIDES, Side

_DIGITS = 2
_OF_SIDES: tuple[tuple[str, Kind], ...] = (("n", "count"), ("mean", "mean"), ("sd", "spread"), ("interval", "interval"))
_MEAN = [key for key, _ in _OF_SIDES].index("mean") - len(_OF_SIDES)
"""Where a row's average is, counted from its end: before it some tables have how many gave each answer."""
_OF_GAPS: tuple[tuple[str, Kind], ...] = (
    ("gap", "difference"),
    ("gap_interval", "interval"),
    ("delta", "delta"),
    ("delta_interval", "interval"),
    ("p_adjusted", "p"),
    ("verdict", "verdict"),
)


def numbers(report: Report, wording: Wording) -> Part:
    blocks: list[Block] = [paragraph(wording, "numbers_section.lead", "lead")]
    if report.scales:
        groups = tuple(_scale(scale, wording) for scale in report.scales)
        caption, note = (wording.say(f"numbers_section.{key}") for key in ("scales_caption", "like_them"))
        blocks.append(_table("numbers.scales", caption, 0, groups, wording, note))
    for scale, points in dict.fromkeys((s.scale, s.points) for s in report.statements):
        same = [s for s in report.statements if (s.scale, s.points) == (scale, points)]
        title = wording.text(f"scale:{scale}") if scale else wording.say("scales.no_scale")
        caption = wording.say("numbers_section.statements_caption", scale=title)
        groups = tuple(_statement(s, wording) for s in same)
        blocks.append(
            _table(f"numbers.{scale}.{points}", caption, points, groups, wording, _key(same[0], points, wording))
        )
    return Part(key="numbers", title=wording.say("sections.numbers"), blocks=tuple(blocks))


def _key(example: Statement, points: int, wording: Wording) -> str:
    """What the ends of the answer scale are called."""
    return wording.say(
        "numbers_section.key",
        lowest=wording.label(example.item, 1) or "1",
        points=points,
        highest=wording.label(example.item, points) or str(points),
    )


def _table(  # noqa: PLR0917 (what a table of numbers is made of)
    key: str, caption: str, points: int, groups: tuple[Group, ...], wording: Wording, note: str = ""
) -> Table:
    columns = [Column(key="company", title=wording.say("numbers_section.company"))]
    if points:
        columns += [Column(key=f"rating_{n}", title=str(n), kind="count") for n in range(1, points + 1)]
        columns.append(Column(key="cant_say", title=wording.say("numbers_section.cant_say"), kind="count"))
    return Table(
        key=key,
        caption=caption,
        columns=(*columns, *(_column(*one, wording) for one in _OF_SIDES)),
        of_groups=tuple(_column(*one, wording) for one in _OF_GAPS),
        groups=groups,
        note=note,
    )


def _column(key: str, kind: Kind, wording: Wording) -> Column:
    return Column(key=key, title=wording.say(f"numbers_section.{key}"), kind=kind)


def _scale(scale: Scale, wording: Wording) -> Group:
    return _group(
        f"score-{scale_anchor(scale.id)}",
        scale.id,
        wording.text(f"scale:{scale.id}"),
        _reliability(scale.reliability, wording),
        tuple(Row(key=side, cells=_side(scale.sides[side], side, wording)) for side in SIDES),
        scale.gap,
        wording,
    )


def _statement(statement: Statement, wording: Wording) -> Group:
    notes = (wording.say("numbers_section.reversed"),) if statement.reversed else ()
    rows = tuple(
        Row(key=side, cells=_counted(statement.sides[side], side, statement.points, wording)) for side in SIDES
    )
    anchor, title = statement_anchor(statement.id), wording.statement(statement.id)
    return _group(anchor, statement.id, title, notes, rows, statement.gap, wording)


def _reliability(found: Reliability, wording: Wording) -> tuple[str, ...]:
    if found.alpha is None or found.alpha_interval is None:
        return ()
    if not is_shown(found.alpha) or not is_shown(found.alpha_interval):
        return () if reason_of(found.alpha) == "few_changed" else (wording.say("numbers_section.no_alpha"),)
    interval = wording.interval(found.alpha_interval, _DIGITS)
    return (wording.say("numbers_section.alpha", alpha=wording.number(found.alpha, _DIGITS), interval=interval),)


def _group(  # noqa: PLR0917 (a group's parts, in the order they are read)
    anchor: str,
    key: str,
    title: str,
    notes: tuple[str, ...],
    rows: tuple[Row, ...],
    gap: Comparison | ScaleGap,
    wording: Wording,
) -> Group:
    reason = reason_of(gap.mean_difference, gap.interval)
    withheld = _withheld(reason, rows, wording) if reason else ""
    return Group(
        key=key, title=title, anchor=anchor, notes=notes, rows=rows, cells=_gap(gap, wording), withheld=withheld
    )


def _gap(gap: Comparison | ScaleGap, wording: Wording) -> tuple[Cell, ...]:
    shown = shown_gap(gap)
    if shown is None:
        return (Cell(),) * len(_OF_GAPS)
    name, none = verdicts.name(shown, wording), wording.say("numbers.none")
    return (
        Cell(text=wording.signed(shown.difference, _DIGITS), value=shown.difference, strong=True),
        Cell(text=wording.interval(shown.interval, _DIGITS, signed=True) if shown.interval else none),
        Cell(text=wording.signed(shown.delta, _DIGITS), value=shown.delta),
        Cell(text=wording.interval(shown.delta_interval, _DIGITS, signed=True) if shown.delta_interval else none),
        Cell(text=verdicts.adjusted_p(shown, wording), value=shown.p_adjusted),
        state_cell(shown.verdict, name),
    )


def _withheld(reason: Reason, rows: Sequence[Row], wording: Wording) -> str:
    short = wording.reason_short(reason)
    if reason != "few_changed":
        return short
    a, b = (row.cells[_MEAN].text for row in rows)
    return wording.say("numbers_section.level", reason=short, mean_a=a, mean_b=b)


def _counted(answers: StatementSide, side: Side, points: int, wording: Wording) -> tuple[Cell, ...]:
    """The company, how many gave each answer and could not say, then what follows from it."""
    company, *figures = _side(answers, side, wording)
    counts = shown_counts(answers)
    ratings = [Cell(text=str(count), value=count) for count in counts] if counts else [Cell()] * points
    return (company, *ratings, _whole(answers.cant_say, wording), *figures)


def _side(answers: StatementSide | ScaleSide, side: Side, wording: Wording) -> tuple[Cell, ...]:
    # Levels alone are known to one decimal at most.
    digits = 1 if reason_of(answers.sd) == "few_changed" else _DIGITS
    shown = is_shown(answers.interval)
    interval = wording.interval(answers.interval, _DIGITS) if is_shown(answers.interval) else ""
    return (
        Cell(text=wording.company(side), side=side),
        _whole(answers.n, wording),
        figure_cell(answers.mean, wording, digits),
        figure_cell(answers.sd, wording, _DIGITS),
        Cell(text=interval if shown else wording.say("withheld_mark")),
    )


def _whole(count: int | Withheld, wording: Wording) -> Cell:
    return (
        Cell(text=wording.say("withheld_mark")) if isinstance(count, Withheld) else Cell(text=str(count), value=count)
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
    parts: tuple[str, ...]
    parts = ("asked", "protected", "gap", "verdicts", "family", "order", "scale", "population")
    parts = (*parts, "other", "rounding", "not_said")
    if report.edition == "participants":
        parts = ("edition", "asked", "protected", "gap", "verdicts_neutral", "family", "scale", "population")
        parts = (*parts, "other_neutral", "not_said")
    columns = tuple(Text(key=f"method.{part}", sentences=(said(wording, f"method.{part}", **names),)) for part in parts)
    blocks: tuple[Block, ...] = (
        paragraph(wording, "method.lead", "lead"),
        Part(key="method.parts", title="", role="columns", blocks=columns),
        *_in_short(report, wording),
    )
    return Part(key="method", title=wording.say("sections.method"), blocks=blocks)


def _in_short(report: Report, wording: Wording) -> Iterator[Part]:
    """How to read it and how far to trust it, in as few sentences as a slide has room for."""
    moves = "_pulse" if report.wave.kind == "pulse" and report.trend else ""
    release = report.release
    names = {"k": release.k, "each": wording.percent(release.alpha), "pulses": release.pulses}
    sentences = {
        "read": [f"deck.method.{key}{moves}" for key in ("asked", "gap", "verdicts")],
        "trust": [f"deck.method.alarm{moves}", "deck.method.protected", "deck.method.silent", "method.not_said"],
    }
    for key, keys in sentences.items():
        items = tuple(Item((said(wording, each, **names),)) for each in keys)
        title = wording.say(f"deck.method.{key}")
        yield Part(key=f"method.{key}", title=title, medium="slides", blocks=(List(key=key, items=items),))


def _family(family: Family, wording: Wording) -> str:
    return wording.say(
        "method.one_family",
        name=wording.say(f"family.{family.name}"),
        size=family.size,
        procedure=wording.say(f"procedure.{family.procedure}"),
    )
