"""The gaps that matter, one by one."""

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from diagnostic.analysis.report import Report, Statement
from diagnostic.briefing import verdicts
from diagnostic.briefing.document.blocks import Badge, Cell, Item, List, Part, Sentence, Text
from diagnostic.briefing.document.headline import Shown, seen, shown_gaps, spoken
from diagnostic.briefing.document.saying import Rows, anchor, paragraph, said, size_cell
from diagnostic.briefing.document.statements import answered, answers_figure, meaning, means, scale_of, source_of
from diagnostic.briefing.figures import ShownGap, is_shown
from diagnostic.briefing.verdicts import size_of
from diagnostic.briefing.wording import Wording

_FEWEST, _MOST = 3, 5


def largest(report: Report) -> list[Shown]:
    """What may be stated, five at most; where that is fewer than three, the next differences, none of them certain.

    What is worth asking about comes first among these, then the plainest to see, since nothing is claimed of it.
    """
    shown = shown_gaps(report)
    stated = [one for one in shown if one[1].is_stated][:_MOST]
    asking = [one for one in shown if one[1].verdict == "worth_asking"]
    others = sorted((one for one in shown if one[1].verdict in ("undetermined", "too_few")), key=seen, reverse=True)
    return stated + (asking + others)[: max(0, _FEWEST - len(stated))]


def title(report: Report, wording: Wording) -> str:
    return wording.say("sections.gaps" if size_of("statements", report) else "pdf.differences")


def gaps(report: Report, wording: Wording) -> Part:
    chosen = largest(report)
    opening = Text(key="gaps.lead", sentences=tuple(lead(report, wording)), role="lead")
    cards = [_gap(statement, gap, report, wording) for statement, gap in chosen]
    judged = chosen and size_of("statements", report)
    order = [paragraph(wording, "gaps.order", "fine")] if judged else []
    figures = [_figures(chosen, report, wording)] if judged else []
    return Part(key="gaps", title=title(report, wording), blocks=(opening, *cards, *order, *figures))


def _figures(chosen: Sequence[Shown], report: Report, wording: Wording) -> Part:
    """Every statistic of the gaps that have a card, which says of them what people need; for paper, to look up."""
    none = wording.say("numbers.none")

    def likely(one: Shown) -> Cell:
        gap = one[1]
        known = gap.size is not None and gap.size_interval is not None
        interval = wording.aside(wording.gap_interval(gap.size_interval))
        text = wording.signed(gap.size or 0.0) + interval if known else none
        return Cell(text=text, value=gap.size)

    def delta(one: Shown) -> Cell:
        gap = one[1]
        return Cell(text=wording.signed(gap.delta, 2) + wording.aside(wording.delta_interval(gap.delta_interval)))

    rows = Rows(wording, {statement.id: (statement, gap) for statement, gap in chosen})
    rows.add("statement", "predictions.statement", lambda one: Cell(text=wording.statement(one[0].id)))
    rows.add("size", "numbers_section.gap", lambda one: size_cell(one[1], wording, strong=True), "difference")
    rows.add("likely", "gaps.likely", likely, "interval")
    rows.add("matters", "gaps.matters", lambda one: Cell(text=verdicts.probability(one[1].likely, wording)), "share")
    rows.add("delta", "numbers_section.delta", delta, "interval")
    rows.add("p", "numbers_section.p_adjusted", lambda one: Cell(text=verdicts.adjusted_p(one[1], wording)), "p")
    if is_shown(report.offset.mean_difference):
        rows.add("relative", "gaps.without_offset", lambda one: _relative(one[0], wording), "difference")
    table = rows.table("gaps.figures", wording.say("gaps.figures"))
    return Part(
        key="gaps.figures", title="", medium="paper", blocks=(table, paragraph(wording, "gaps.figures_read", "fine"))
    )


def _relative(statement: Statement, wording: Wording) -> Cell:
    left = statement.gap.relative
    return Cell(text=wording.signed(left), value=left) if is_shown(left) else Cell(text=wording.say("numbers.none"))


def lead(report: Report, wording: Wording) -> Iterator[Sentence]:
    """How many of the rows that follow are gaps, and how to read their sizes."""
    shown, chosen, judged = shown_gaps(report), largest(report), size_of("statements", report)
    if not chosen:
        yield said(wording, "gaps.all_aligned" if shown else "gaps.none")
        return
    listed, total = (sum(gap.is_stated for _, gap in some) for some in (chosen, shown))
    if listed < total:
        yield said(wording, "gaps.lead_first", count=listed, total=total)
    elif listed:
        fallen = Counter(gap.verdict for _, gap in chosen)
        # Of what nothing is, no number stands there.
        which = "all" if fallen["gap"] and fallen["very_likely"] else "shown" if fallen["gap"] else "likely"
        yield said(wording, f"gaps.lead_{which}", gap=fallen["gap"], very_likely=fallen["very_likely"])
    else:
        yield said(wording, "gaps.lead_none" if judged else "gaps.lead_unjudged")
    yield said(wording, "gaps.direction" if judged else "gaps.direction_unjudged")
    if 0 < listed < len(chosen):
        yield said(wording, "gaps.lead_others")


def _gap(statement: Statement, gap: ShownGap, report: Report, wording: Wording) -> Part:
    """A card. Where nothing is judged that is said before all of them, and not on each."""
    sourced = replace(spoken(statement, gap, wording), source=source_of(statement, gap, wording))
    reason = verdicts.reason(gap, "statements", report, wording)
    explained = Sentence(key=f"verdict_reason.{gap.reason}", text=reason, subject=statement.id)
    judged = size_of("statements", report) > 0
    why = (Text(key="gap.reason", sentences=(explained,)),) if judged else ()
    return Part(
        key="gap",
        title=wording.statement(statement.id),
        subject=statement.id,
        role="gap",
        anchor=anchor("gap", statement.id),
        link=anchor("statement", statement.id),
        badge=Badge(gap.verdict, wording.say(f"verdict.{gap.verdict}")) if judged else None,
        blocks=(
            List(key="gap.facts", items=tuple(_facts(statement, gap, wording))),
            Text(key="gap.spoken", sentences=(sourced,), role="strong"),
            *why,
            Text(key="gap.means", sentences=tuple(_read(statement, wording)), role="fine"),
            answers_figure(statement, wording),
        ),
    )


def _facts(statement: Statement, gap: ShownGap, wording: Wording) -> Iterator[Item]:
    """The size with its interval, delta, what it means, and the scale it belongs to."""

    def fact(key: str, label: str, text: str, link: str = "") -> Item:
        said = Sentence(key=key, text=text, link=link, subject=statement.id)
        return Item((said,), Sentence(key=key, text=wording.say(label)))

    yield fact("size", "numbers_section.gap", wording.say("deck.gaps.points", size=wording.signed(gap.difference)))
    if n := answered(statement):
        yield fact("n", "numbers_section.n", n)
    if gap.interval is not None:
        yield fact("interval", "gaps.interval_label", wording.gap_interval(gap.interval))
    if gap.size is not None and gap.size_interval is not None:
        names = {"size": wording.signed(gap.size), "interval": wording.gap_interval(gap.size_interval)}
        yield fact("likely", "gaps.likely_label", wording.say("gaps.likely_size", **names))
    if gap.delta_interval is not None:
        delta = wording.signed(gap.delta, 2) + wording.aside(wording.delta_interval(gap.delta_interval))
        yield fact("delta", "gaps.delta_label", delta)
    if more := meaning(statement, wording):
        yield fact("kind", "workbook.column.kind", more)
    yield fact("scale", "gaps.where", scale_of(statement, wording), anchor("scale", statement.scale))


def _read(statement: Statement, wording: Wording) -> Iterator[Sentence]:
    """Both averages, and what else is to be known of the gap between them."""
    yield means(statement, wording)
    if is_shown(statement.gap.relative):
        yield said(wording, "gaps.relative", statement.id, relative=wording.signed(statement.gap.relative))
