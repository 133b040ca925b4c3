"""Every scale at a glance: a table shaded so that it is a picture, and the same for a company's groups.

A level's shade says how favourable it is, its number stands in it. What is black is claimed, what is hatched is not
shown: both are told apart in grey print, and by their words.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from msgspec.structs import replace

from diagnostic.analysis.report import OnPoints, Report, Scale, Trend, Withheld, leading
from diagnostic.briefing.document.blocks import SIDE_MARKS, Cell, Column, Part, Sentence, Shade, Table, Text
from diagnostic.briefing.document.changes import Since
from diagnostic.briefing.document.saying import Rows, anchor, mark, mean_cell, said, size_cell, verdict_cell
from diagnostic.briefing.figures import is_shown, is_within_language, shown_gap
from diagnostic.briefing.verdicts import hedge, noted
from diagnostic.briefing.wording import Wording, half_up
from diagnostic.questionnaire.words import SIDES, Side

STEPS = (2.5, 3.0, 3.5, 4.0)
"""Where shades change, on five points; other scales have them at the same parts of their length."""
_SHADES: tuple[Shade, ...] = ("level_1", "level_2", "level_3", "level_4", "level_5")
"""The least favourable, which is the darkest, first."""


def overview(report: Report, wording: Wording, link: str = "") -> Iterator[Part]:
    """A row a scale, and how to read it; nothing where no level is shown. ``link``: where its detail stands.

    Both levels; the gap and what may be said of it, for whom; how it moved since the first wave that asked it. In the
    questionnaire's order; for the consultant those with a gap come first, the largest before.
    """
    if not any(is_shown(scale.sides.a.mean) for scale in report.scales):
        return
    ranks = {f.subject: f.rank for f in report.findings if f.kind == "scale_gap"}
    ordered = sorted(report.scales, key=lambda scale: ranks.get(scale.id, len(report.scales)))
    rows = Rows(wording, {scale.id: scale for scale in ordered})
    rows.add("scale", "overview.scale", lambda one: _linked(one, Cell(text=wording.text(f"scale:{one.id}"))))
    rows.add_sides(lambda one, side: _level(one, side, wording), "shaded", "mean_")
    compared = any(shown_gap(scale.gap) for scale in report.scales)
    if compared or report.levels_alone:
        rows.add("gap", "scales.gap", lambda one: _gap(one, wording), "shaded")
    first = {trend.scale: since for trend in report.trend if (since := _since_first(trend, wording))}
    moved = any(map(_moved, first.values()))
    these = compared and any(scale.gap.these_people for scale in report.scales)
    # Beside what moved there is room for one of the two; the other stands scale by scale.
    alone = these and (moved or _is_open(report))
    if these:
        rows.put(_may_be_said("these", wording), lambda one: _of_these(one, wording, alone=alone))
    if compared and not alone:
        rows.put(_may_be_said("like", wording), lambda one: _in_general(one, wording))
    if moved:
        # Not every scale need have been asked first in the same wave: the head names the day that most have.
        days = [since.day for since in first.values()]
        day = max(days, key=days.count)
        over = wording.say("overview.since", day=day)
        by = Column(key="by", title=wording.say("overview.levels_moved"), kind="interval", over=over)
        rows.put(by, lambda one: _by(first.get(one.id), wording))
        word = Column(key="moved", title=wording.say("overview.moved"), kind="verdict", over=over)
        rows.put(word, lambda one: _word(first.get(one.id), day, wording))
    table = rows.table("scales_at_a_glance", wording.say("overview.caption" if compared else "overview.caption_levels"))
    read = [*_read(table, report, wording)]
    if these and not moved and _is_open(report):
        read.append(said(wording, "overview.like_them_open"))
    reading = Text(key="scales_at_a_glance.read", sentences=tuple(read), role="fine")
    yield Part(key="overview", title=wording.say("overview.title"), link=link, blocks=(table, reading))


def _may_be_said(whom: str, wording: Wording) -> Column:
    over = wording.say("overview.may_be_said")
    return Column(key=whom, title=wording.say(f"scales.verdict_{whom}"), kind="verdict", over=over)


def _is_open(report: Report) -> bool:
    """Whether these answers cannot tell of any scale how others in such roles see it: a sentence then says so."""
    judged = [scale.gap.verdict for scale in report.scales if shown_gap(scale.gap)]
    return set(judged) == {"undetermined"}


def shaded(cell: Cell, mean: float | Withheld, on: OnPoints, *, turned: bool = False) -> Cell:
    """A cell in the shade of a level of what is answered ``on`` so many points; hatched where it is withheld.

    ``turned`` where a low answer is the favourable one.
    """
    if not is_shown(mean):
        return replace(cell, shade="withheld")
    # As it is printed, so that the same numbers have the same shade.
    printed = half_up(on.turned(mean) if turned else mean, 1)
    part = (printed - on.lowest) / (on.points - 1)
    reached = sum(part >= (Decimal(str(step)) - 1) / 4 for step in STEPS)
    return replace(cell, shade=_SHADES[reached])


def shades_read(rated: Iterable[OnPoints], wording: Wording) -> Sentence:
    """How shades are read, and where they change on every answer scale that what is shaded has."""
    ranges = {one.span: one for one in rated}
    steps = [_steps(one, wording) for one in ranges.values()]
    if len(steps) == 1:
        return said(wording, "overview.shades", steps=steps[0])
    each = (
        wording.say("overview.steps_of", least=one.lowest, most=one.highest, steps=of_it)
        for one, of_it in zip(ranges.values(), steps, strict=True)
    )
    return said(wording, "overview.shades_of_each", ranges=wording.strung(each, "semicolon"))


def _steps(on: OnPoints, wording: Wording) -> str:
    steps = [wording.number(on.lowest + (step - 1) / 4 * (on.points - 1)) for step in STEPS]
    # Commas inside numbers and between them cannot be told apart.
    return wording.strung(steps, "semicolon") if any("," in step for step in steps) else wording.listed(steps)


def _linked(scale: Scale, cell: Cell) -> Cell:
    """Leads to the statements of a scale."""
    return replace(cell, link=anchor("scale", scale.id))


def _level(scale: Scale, side: Side, wording: Wording) -> Cell:
    return _linked(scale, shaded(mean_cell(scale, side, wording), scale.sides[side].mean, scale))


def _gap(scale: Scale, wording: Wording) -> Cell:
    """Black where it is stated; the number alone where it is not, or could be language."""
    if (gap := shown_gap(scale.gap)) is None:
        return _linked(scale, replace(mark(wording), shade="withheld"))
    stated = leading(scale.gap).verdict == "gap" and not gap.within_language
    return _linked(scale, replace(size_cell(gap, wording, strong=stated), shade="stated" if stated else ""))


def _in_general(scale: Scale, wording: Wording) -> Cell:
    """What may be said of people like them; the hedge is about the reading that leads, and both share its answers."""
    note = hedge(scale.gap.verdict, is_within_language(scale.gap), wording)
    return verdict_cell(scale.gap.verdict, wording, note)


def _of_these(scale: Scale, wording: Wording, *, alone: bool) -> Cell:
    """What may be said of the people invited; where no column says it of others, too, what of them alone is certain."""
    if here := scale.gap.these_people:
        return verdict_cell(here.verdict, wording, hedge(here.verdict, is_within_language(scale.gap), wording))
    if alone and scale.gap.verdict == "gap":
        note = noted(wording.say("scales.verdict_like"), hedge("gap", is_within_language(scale.gap), wording))
        return verdict_cell("gap", wording, note)
    # No reading for these people is none asked for, not one withheld: too few of a side have a score on it.
    none = Cell(text=wording.say("numbers.none"), nothing=True)
    return none if shown_gap(scale.gap) else verdict_cell("withheld", wording)


def _since_first(trend: Trend, wording: Wording) -> Since | None:
    step = trend.since_first or trend.since_previous
    return Since(trend, step, wording) if step else None


def _moved(since: Since) -> bool:
    return all(is_shown(since.step.sides[side].change) for side in SIDES)


def _by(since: Since | None, wording: Wording) -> Cell:
    """How far each company's level moved."""
    if since is None:
        return Cell(text=wording.say("numbers.none"), nothing=True)
    if not _moved(since):
        return replace(mark(wording), shade="withheld")
    changes = (wording.signed(c) for side in SIDES if is_shown(c := since.step.sides[side].change))
    # Held together, since one is read beside the other.
    return Cell(
        text="\u00a0\u00a0".join(f"{SIDE_MARKS[side]}\u00a0{by}" for side, by in zip(SIDES, changes, strict=True))
    )


def _word(since: Since | None, day: str, wording: Wording) -> Cell:
    """What may be said of how the levels and the gap moved; since when, where that is not what the head says."""
    if since is None:
        return Cell(text=wording.say("numbers.none"), nothing=True)
    text = since.badge.text
    return Cell(text=text if since.day == day else wording.labelled(since.day) + text, badge=since.badge)


def _read(table: Table, report: Report, wording: Wording) -> Iterator[Sentence]:
    """What shades, black and hatches mean, as far as there are any."""
    yield said(wording, "overview.levels")
    yield shades_read(report.scales, wording)
    shades = {cell.shade for row in table.rows for cell in row.cells}
    if any(column.kind == "verdict" for column in table.columns):
        yield said(wording, "overview.gaps")
    if any(
        table.cell(row, column.key).nothing for row in table.rows for column in table.columns if column.key == "these"
    ):
        yield said(wording, "overview.not_judged")
    if "stated" in shades:
        yield said(wording, "overview.gaps_black")
    if "withheld" in shades:
        yield said(wording, "overview.hatched_few" if report.levels_alone else "overview.hatched")
