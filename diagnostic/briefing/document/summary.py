"""In five minutes: the first of everything; on paper, the two pages to read first."""

from collections.abc import Iterator

from diagnostic.analysis.report import FindingKind, Report
from diagnostic.briefing.document import gaps, messages
from diagnostic.briefing.document.blocks import Block, Cell, Item, List, Part, Sentence, Table, Text, pick, pick_all
from diagnostic.briefing.document.expectations import expectation_sentences
from diagnostic.briefing.document.headline import Shown, headline_sentences, spoken
from diagnostic.briefing.document.inside import group_differences
from diagnostic.briefing.document.overview import overview
from diagnostic.briefing.document.ownership import ownership_sentences
from diagnostic.briefing.document.participation import cautions, who_answered, withheld_in_short
from diagnostic.briefing.document.reliance import two_languages
from diagnostic.briefing.document.saying import (
    Rows,
    alone,
    anchor,
    counted,
    interval_cell,
    listed,
    paragraph,
    section,
    size_cell,
    verdict_cell,
)
from diagnostic.briefing.document.statements import notes_of
from diagnostic.briefing.document.topics import apart
from diagnostic.briefing.document.views import level_table, none_shared, shared, surprises
from diagnostic.briefing.verdicts import size_of
from diagnostic.briefing.wording import Wording

_LEVELS = 4
_GROUPS = 3


def summary(report: Report, wording: Wording, plan: Part | None, said_first: Part | None = None) -> Part:
    """Messages first; the sentence of the headline stands in their place where there is none."""
    return section(
        wording,
        "summary",
        *([said_first] if said_first else []),
        _answered(report, wording),
        _headline(report, wording, said_first),
        *_groups(report, wording),
        *overview(report, wording, "scales"),
        *_gaps(report, wording),
        _level("low", "pdf.concerns", report, wording),
        *_surprises(report, wording),
        _level("high", "pdf.strengths", report, wording),
        *_others(report, wording),
        *_plan(plan, wording),
    )


def _of(key: str, title: str, link: str, *blocks: Block) -> Part:
    """What the summary says of a section, and leads to it."""
    return Part(key=f"summary.{key}", title=title, link=link, blocks=blocks)


def _answered(report: Report, wording: Wording) -> Part:
    """Who answered, what so few answers mean, and in one sentence what is withheld."""
    blocks = [Text(key="summary.answered", sentences=who_answered(report, wording))]
    if careful := (*cautions(report, wording), *two_languages(report, wording)):
        blocks.append(Text(key="summary.cautions", sentences=careful, role="fine"))
    title = wording.say("sections.participation")
    return _of("participation", title, "participation", *blocks, withheld_in_short(report, wording))


def _headline(report: Report, wording: Wording, said_first: Part | None) -> Part:
    """What to say aloud, unless messages say it; where these are only what people said, that nothing more is shown."""
    sentence, *notes = headline_sentences(report, wording)
    blocks = []
    if said_first is None:
        blocks = [Text(key="headline", sentences=(sentence,), role="headline")]
    else:
        # What a message says already is not said again.
        told = {sentence.key} if messages.replaces(said_first, sentence) else set()
        notes = [note for note in (sentence, *notes) if note.key not in told | {"headline.concerns"}]
    if notes:
        blocks.append(Text(key="summary.notes", sentences=tuple(notes), role="fine"))
    title = wording.say("messages.verdicts" if said_first else "sections.headline")
    return _of("headline", title, "headline", *blocks)


def _groups(report: Report, wording: Wording) -> Iterator[Part]:
    """What runs between functions and not between companies: the first of it."""
    if told := group_differences(report, wording):
        blocks: list[Block] = [listed("summary.groups", told[:_GROUPS])]
        if len(told) > _GROUPS:
            blocks.append(alone(counted(wording, "inside.more", len(told) - _GROUPS), "fine"))
        yield _of("groups", wording.say("inside.between_groups"), "inside", *blocks)


def _gaps(report: Report, wording: Wording) -> Iterator[Part]:
    """The largest gaps, a row each."""
    chosen = gaps.largest(report)
    blocks: list[Block] = [Text(key="summary.lead", sentences=tuple(gaps.lead(report, wording)), role="fine")]
    if chosen:
        blocks.append(_gap_table(report, wording))
    title = "pdf.gaps" if any(gap.is_stated for _, gap in chosen) else "pdf.differences"
    yield _of("gaps", wording.say(title), "gaps", *blocks)


def _gap_table(report: Report, wording: Wording) -> Table:
    def told(one: Shown) -> Cell:
        return Cell(text=spoken(*one, wording).text, link=anchor("gap", one[0].id))

    def verdict(one: Shown) -> Cell:
        return verdict_cell(one[1].verdict, wording, notes_of(one[0], wording))

    rows = Rows(wording, {one[0].id: one for one in gaps.largest(report)})
    rows.add("gap", "pdf.gap", told)
    rows.add("size", "numbers_section.gap", lambda one: size_cell(one[1], wording, strong=True), "difference")
    rows.add("interval", "gaps.interval_label", lambda one: interval_cell(one[1], wording), "interval")
    rows.add("verdict", "predictions.verdict", verdict, "verdict")
    return rows.table("summary.gaps", gaps.title(report, wording))


def _surprises(report: Report, wording: Wording) -> Iterator[Part]:
    """What to open with, and what to handle with care."""
    if not size_of("predictions", report):
        return
    better: tuple[str, FindingKind, str] = ("better", "rated_better_than_expected", "pdf.open_with")
    worse: tuple[str, FindingKind, str] = ("worse", "rated_worse_than_expected", "pdf.with_care")
    for key, kind, title in (better, worse):
        found = surprises(report, wording, kind)
        block = listed(f"summary.{key}", found) if found else paragraph(wording, f"pdf.none_{key}", "fine")
        yield _of(key, wording.say(title), "predictions", block)


def _level(name: str, title: str, report: Report, wording: Wording) -> Part:
    found = shared(name, report)[:_LEVELS]
    block = level_table(name, found, wording) if found else none_shared(name, report, wording)
    return _of(name, wording.say(title), "levels", block)


def _others(report: Report, wording: Wording) -> Iterator[Part]:
    """Who owns what, what each side expects, and what clearly more people of one company want to talk about."""
    owned = ownership_sentences(report, wording) if report.responsibilities else ()
    picked = (sentence for asked in report.priorities for sentence in apart(asked, report, wording))
    expected = tuple(
        Item(
            tuple(expectation_sentences(asked, wording)),
            Sentence(
                key="expectation",
                text=wording.text(f"expectation:{asked.id}"),
                subject=asked.id,
                link=anchor("expectation", asked.id),
            ),
        )
        for asked in report.expectations
    )
    lists = (
        ("ownership", listed("summary.ownership", owned)),
        ("expectations", List(key="summary.expectations", items=expected)),
        ("priorities", listed("summary.priorities", picked)),
    )
    for key, block in lists:
        if block.items:
            yield _of(key, wording.say(f"sections.{key}"), key, block)


def _plan(plan: Part | None, wording: Wording) -> Iterator[Part]:
    """Stage by stage its tools, each once, with what it is for and what to open with."""
    if plan is None:
        return
    stages: list[Block] = []
    for stage in pick_all(plan.blocks, Part, "stage."):
        tools = {tool.subject: tool for tool in reversed(pick_all(stage.blocks, Part, "tool"))}
        items = []
        for tool in reversed(tools.values()):
            texts = (pick(tool.blocks, Text, f"tool.{key}") for key in ("purpose", "question"))
            label = Sentence(key="tool", text=tool.title, subject=tool.subject, link="plan")
            items.append(Item(tuple(s for text in texts if text for s in text.sentences), label))
        wait = (block for block in stage.blocks if not isinstance(block, Part | Text))
        blocks = (*wait, List(key="summary.tools", items=tuple(items)))
        stages.append(Part(key=f"summary.{stage.key}", title=stage.title, role="stage", blocks=blocks))
    yield _of("plan", wording.say("pdf.first"), "plan", *(stages or [paragraph(wording, "plan.lead")]))
