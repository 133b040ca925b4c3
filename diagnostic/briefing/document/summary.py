"""In five minutes: the first of everything; on paper, the two pages to read first."""

from collections.abc import Iterator

from diagnostic.analysis.report import FindingKind, Report
from diagnostic.briefing import verdicts
from diagnostic.briefing.anchors import expectation_anchor, gap_anchor
from diagnostic.briefing.document.blocks import (
    Block,
    Cell,
    Column,
    Item,
    List,
    Part,
    Row,
    Sentence,
    Table,
    Text,
    pick,
    pick_all,
    table,
)
from diagnostic.briefing.document.expectations import expectation_sentences
from diagnostic.briefing.document.gaps import first_gaps, largest, lead, meaning
from diagnostic.briefing.document.headline import headline_sentences, spoken
from diagnostic.briefing.document.inside import group_differences
from diagnostic.briefing.document.ownership import ownership_sentences
from diagnostic.briefing.document.participation import cautions, who_answered, withheld_in_short
from diagnostic.briefing.document.saying import counted, paragraph, state_cell
from diagnostic.briefing.document.topics import apart
from diagnostic.briefing.document.views import level_table, none_shared, shared, surprises
from diagnostic.briefing.verdicts import size_of
from diagnostic.briefing.wording import Wording

_LEVELS = 4
_GROUPS = 3


def summary(report: Report, wording: Wording, plan: Part | None) -> Part:
    blocks = (
        _answered(report, wording),
        _headline(report, wording),
        *_groups(report, wording),
        *_gaps(report, wording),
        *_level("low", "pdf.concerns", report, wording),
        *_surprises(report, wording),
        *_level("high", "pdf.strengths", report, wording),
        *_others(report, wording),
        *_plan(plan, wording),
    )
    return Part(key="summary", title=wording.say("sections.summary"), blocks=blocks)


def _answered(report: Report, wording: Wording) -> Part:
    """Who answered, what so few answers mean, and in one sentence what is withheld."""
    things = [kind.text for kind in withheld_in_short(report, wording)]
    blocks: list[Block] = [Text(key="summary.answered", sentences=who_answered(report, wording))]
    if careful := tuple(cautions(report, wording)):
        blocks.append(Text(key="summary.cautions", sentences=careful, role="fine"))
    if things:
        blocks.append(paragraph(wording, "pdf.withheld", "fine", things="; ".join(things)))
    else:
        blocks.append(paragraph(wording, "participation.all_shown", "fine"))
    title = wording.say("sections.participation")
    return Part(key="summary.participation", title=title, link="participation", blocks=tuple(blocks))


def _headline(report: Report, wording: Wording) -> Part:
    sentence, *notes = headline_sentences(report, wording)
    blocks: list[Block] = [Text(key="headline", sentences=(sentence,), role="headline")]
    if notes:
        blocks.append(Text(key="summary.notes", sentences=tuple(notes), role="fine"))
    return Part(key="summary.headline", title=wording.say("sections.headline"), link="headline", blocks=tuple(blocks))


def _groups(report: Report, wording: Wording) -> Iterator[Part]:
    """What runs between functions and not between companies: the first of it."""
    told = list(group_differences(report, wording))
    if told:
        items = tuple(Item((sentence,)) for sentence in told[:_GROUPS])
        blocks: list[Block] = [List(key="summary.groups", items=items)]
        if len(told) > _GROUPS:
            more = counted(wording, "inside.more", len(told) - _GROUPS)
            blocks.append(Text(key=more.key, sentences=(more,), role="fine"))
        title = wording.say("inside.between_groups")
        yield Part(key="summary.groups", title=title, link="inside", blocks=tuple(blocks))


def _gaps(report: Report, wording: Wording) -> Iterator[Part]:
    """The first dumbbells, then the largest gaps, a row each."""
    if first := first_gaps(report, wording):
        yield first
    chosen = largest(report)
    any_gap = any(gap.is_stated for _, gap in chosen)
    told = Text(key="summary.lead", sentences=tuple(lead(report, wording)), role="fine")
    blocks: tuple[Block, ...] = (told, _gap_table(report, wording)) if chosen else (told,)
    title = wording.say("pdf.gaps" if any_gap else "pdf.differences")
    yield Part(key="summary.gaps", title=title, link="gaps", blocks=blocks)


def _gap_table(report: Report, wording: Wording) -> Table:
    columns = (
        Column(key="gap", title=wording.say("pdf.gap")),
        Column(key="size", title=wording.say("numbers_section.gap"), kind="difference"),
        Column(key="interval", title=wording.say("gaps.interval_label"), kind="interval"),
        Column(key="verdict", title=wording.say("predictions.verdict"), kind="verdict"),
    )
    rows = []
    for statement, gap in largest(report):
        name = verdicts.name(gap, wording)
        cells = (
            Cell(text=spoken(statement, gap, wording).text, link=gap_anchor(statement.id)),
            Cell(text=wording.signed(gap.difference), value=gap.difference, strong=True),
            Cell(text=wording.gap_interval(gap.interval)),
            state_cell(gap.verdict, name, note=meaning(statement, wording)),
        )
        rows.append(Row(key=statement.id, cells=cells))
    caption = wording.say("sections.gaps" if size_of("statements", report) else "pdf.differences")
    return table("summary.gaps", caption, columns, tuple(rows))


def _surprises(report: Report, wording: Wording) -> Iterator[Part]:
    """What to open with, and what to handle with care."""
    if not size_of("predictions", report):
        return
    better: tuple[str, FindingKind, str] = ("better", "rated_better_than_expected", "pdf.open_with")
    worse: tuple[str, FindingKind, str] = ("worse", "rated_worse_than_expected", "pdf.with_care")
    for key, kind, title in (better, worse):
        found = surprises(report, wording, kind)
        block: Block = List(key=f"summary.{key}", items=tuple(Item((sentence,)) for sentence in found))
        if not found:
            block = paragraph(wording, f"pdf.none_{key}", "fine")
        yield Part(key=f"summary.{key}", title=wording.say(title), link="predictions", blocks=(block,))


def _level(name: str, title: str, report: Report, wording: Wording) -> Iterator[Part]:
    found = shared(name, report)[:_LEVELS]
    block: Block = level_table(name, found, wording) if found else none_shared(name, report, wording)
    yield Part(key=f"summary.{name}", title=wording.say(title), link="levels", blocks=(block,))


def _others(report: Report, wording: Wording) -> Iterator[Part]:
    """Who owns what, what each side expects, and what clearly more people of one company want to talk about."""
    found: dict[str, list[Item]] = {"ownership": [], "expectations": [], "priorities": []}
    if report.responsibilities:
        found["ownership"] = [Item((sentence,)) for sentence in ownership_sentences(report, wording)]
    for asked in report.expectations:
        anchor = expectation_anchor(asked.id)
        label = Sentence(key="expectation", text=wording.text(f"expectation:{asked.id}"), subject=asked.id, link=anchor)
        found["expectations"].append(Item(tuple(expectation_sentences(asked, wording)), label))
    for picked in report.priorities:
        found["priorities"] += [Item((sentence,)) for sentence in apart(picked, report, wording)]
    for key, items in found.items():
        if items:
            block = List(key=f"summary.{key}", items=tuple(items))
            yield Part(key=f"summary.{key}", title=wording.say(f"sections.{key}"), link=key, blocks=(block,))


def _plan(plan: Part | None, wording: Wording) -> Iterator[Part]:
    """Stage by stage its tools, each once, with what it is for and what to open with."""
    if plan is None:
        return
    stages: list[Block] = []
    for stage in pick_all(plan.blocks, Part, "stage."):
        tools = {tool.subject: tool for tool in reversed(pick_all(stage.blocks, Part, "tool"))}
        items = []
        for tool in reversed(tools.values()):
            purpose, question = (pick(tool.blocks, Text, f"tool.{key}") for key in ("purpose", "question"))
            sentences = tuple(s for text in (purpose, question) if text for s in text.sentences)
            items.append(Item(sentences, Sentence(key="tool", text=tool.title, subject=tool.subject, link="plan")))
        listed = List(key="summary.tools", items=tuple(items))
        wait = tuple(block for block in stage.blocks if not isinstance(block, Part | Text))
        stages.append(Part(key=f"summary.{stage.key}", title=stage.title, role="stage", blocks=(*wait, listed)))
    title = wording.say("pdf.first")
    blocks = tuple(stages) or (paragraph(wording, "plan.lead"),)
    yield Part(key="summary.plan", title=title, link="plan", blocks=blocks)
