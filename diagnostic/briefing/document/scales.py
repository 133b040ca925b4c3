"""Every scale in a picture: both sides' answers, statement by statement."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby

from diagnostic.analysis.report import Edition, Report, Scale, Statement
from diagnostic.briefing import charts, verdicts
from diagnostic.briefing.anchors import scale_anchor
from diagnostic.briefing.document.blocks import (
    Block,
    Cell,
    Column,
    Figure,
    Part,
    Row,
    Sentence,
    Table,
    Text,
    table,
)
from diagnostic.briefing.document.compared import compared_table
from diagnostic.briefing.document.saying import counted, drawn, mean_cell, paragraph, said, state_cell
from diagnostic.briefing.figures import ShownGap, by_size, is_shown, reason_of, shown_gap, shown_mean
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES


def scales(report: Report, wording: Wording) -> Part:
    reach = charts.reach_of(report.statements)
    scored = {scale.id: scale for scale in report.scales}
    blocks: list[Block] = [paragraph(wording, "scales.lead", "lead")]
    for name in dict.fromkeys(s.scale for s in report.statements):
        statements = [s for s in report.statements if s.scale == name]
        title = wording.say("scales.no_scale") if name is None else wording.text(f"scale:{name}")
        of_it: list[Block] = []
        if name in scored:
            sentences = tuple(_score(scored[name], len(statements), wording))
            of_it.append(Text(key="scales.score", sentences=sentences, role="fine"))
        of_it += _figures(statements, title, reach, report.edition, wording)
        anchor = scale_anchor(name) or "scale-none"
        blocks.append(Part(key="scale", title=title, subject=name or "", anchor=anchor, blocks=tuple(of_it)))
    return Part(key="scales", title=wording.say("sections.scales"), blocks=tuple(blocks))


def scale_table(report: Report, wording: Wording) -> Table:
    """A row a scale: both scores, the gap, and what may be said of it, for whom.

    In the questionnaire's order; for the consultant those with a gap come first, the largest before.
    """
    these = any(scale.gap.these_people for scale in report.scales)
    columns = (
        Column(key="scale", title=wording.say("scales.scale")),
        *(Column(key=f"mean_{side}", title=wording.company(side), kind="mean", side=side) for side in SIDES),
        Column(key="gap", title=wording.say("scales.gap"), kind="difference"),
        *([Column(key="these", title=wording.say("scales.verdict_these"), kind="verdict")] if these else []),
        Column(key="like_them", title=wording.say("scales.verdict_like"), kind="verdict"),
    )
    found = {f.subject: f.rank for f in report.findings if f.kind == "scale_gap"}
    ordered = sorted(report.scales, key=lambda scale: found.get(scale.id, len(report.scales)))
    return table("scales", wording.say("scales.table"), columns, tuple(_row(s, these, wording) for s in ordered))


def _row(scale: Scale, these: bool, wording: Wording) -> Row:
    gap, here = shown_gap(scale.gap), scale.gap.these_people
    # No reading for these people is none asked for, not one withheld: too few of a side have a score on it.
    unread = Cell(text=wording.say("numbers.none")) if gap else _verdict("withheld", wording)
    of_these = (_verdict(here.verdict, wording) if here else unread,) if these else ()
    return Row(
        key=scale.id,
        cells=(
            Cell(text=wording.text(f"scale:{scale.id}"), link=scale_anchor(scale.id) or ""),
            *(mean_cell(scale.sides[side], wording) for side in SIDES),
            Cell(text=wording.signed(gap.difference), value=gap.difference) if gap else Cell(),
            *of_these,
            _verdict(scale.gap.verdict, wording),
        ),
    )


def _verdict(verdict: str, wording: Wording) -> Cell:
    return state_cell(verdict, wording.say(f"verdict.{verdict}"))


def _score(scale: Scale, asked: int, wording: Wording) -> Iterator[Sentence]:
    """The score's level and gap, or why they are not shown; how many statements stay out of it."""
    gap = shown_gap(scale.gap)
    means = {f"mean_{side}": wording.figure(scale.sides[side].mean) for side in ("a", "b")}
    if gap is not None:
        readings = " ".join(_readings(scale, gap, wording))
        yield said(wording, "scales.score", scale.id, **means, gap=wording.signed(gap.difference), readings=readings)
    elif shown_mean(scale.sides.a) is not None and shown_mean(scale.sides.b) is not None:
        yield said(wording, "scales.score_levels", scale.id, **means)
    else:
        reason = reason_of(scale.gap.mean_difference, scale.gap.interval) or "protected"
        yield said(wording, "scales.score_withheld", scale.id, reason=wording.reason_short(reason))
    if missing := asked - len(scale.statements):
        yield counted(wording, "scales.left_out", missing)


def _readings(scale: Scale, gap: ShownGap, wording: Wording) -> Iterator[str]:
    """What may be said of a scale's gap among these people, where it may, and among people like them."""
    these = scale.gap.these_people
    if these and is_shown(these.interval) and is_shown(these.worst_case):
        yield wording.say(
            "scales.these_people",
            verdict=wording.say(f"verdict.{these.verdict}"),
            interval=wording.gap_interval(these.interval),
            worst=wording.interval(these.worst_case, signed=True),
        )
    interval = wording.gap_interval(gap.interval)
    yield wording.say("scales.like_them", verdict=verdicts.name(gap, wording), interval=interval)


def _figures(
    statements: Sequence[Statement], title: str, reach: tuple[float, float], edition: Edition, wording: Wording
) -> Iterator[Figure]:
    """One, unless its statements have different numbers of points."""
    for points, group in groupby(sorted(statements, key=lambda s: s.points), key=lambda s: s.points):
        same = list(group)
        finding = _finding(same, edition, wording)
        yield drawn(
            f"scale.{same[0].scale}.{points}",
            wording.say("scales.alt", count=len(same), scale=title, finding=finding),
            partial(charts.distributions, same, wording, reach=reach),
            table=compared_table(f"scale.{same[0].scale}.{points}", title, same, wording),
        )


def _finding(statements: Sequence[Statement], edition: Edition, wording: Wording) -> str:
    widest = by_size(statements)[0]
    fallen = Counter(gap.verdict for s in statements if (gap := shown_gap(s.gap)))
    if not fallen:
        return wording.say("scales.alt_none")
    if edition == "participants":
        names = {verdict: fallen[verdict] for verdict in ("gap", "very_likely", "aligned", "undetermined")}
        return wording.say("scales.alt_verdicts", **names)
    return wording.say(
        "scales.alt_widest",
        statement=wording.statement(widest.id),
        mean_a=wording.figure(widest.sides.a.mean),
        mean_b=wording.figure(widest.sides.b.mean),
    )
