"""The cover with the sentence to say aloud, every scale, and a slide for each message."""

from collections.abc import Iterator

from msgspec.structs import replace

from diagnostic.briefing.deck.slide import Piece, Slide, plain
from diagnostic.briefing.deck.slides.chosen import Chosen, sentences, with_rows
from diagnostic.briefing.deck.slides.moved import what_moved
from diagnostic.briefing.document import blocks as b
from diagnostic.full_stops import in_a_row
from diagnostic.questionnaire.words import SIDES

_LONG = 80
_NAMED = 3
"""So many scales with a gap are named in a title."""
_TITLE = 170
"""As many letters as a title has room for, about."""


def cover(chosen: Chosen) -> Slide:
    """Who answered about what, the companies' full names, and what to say aloud; for both companies, thanks."""
    page, brand = chosen.page, chosen.brand
    names = {side: page.companies[side] for side in SIDES}
    short = {side: name if len(name) <= _LONG else f"{name[: _LONG - 1]}…" for side, name in names.items()}
    details = " · ".join(filter(None, (page.title, *page.details, page.edition_name, page.mark)))
    said = plain(chosen.say("deck.say.title"), chosen.say("deck.say.asked"), page.edition_why)
    verdicts = b.pick_all(chosen.part("headline"), b.Text)
    took = b.need(chosen.part("participation"), b.Table, "turnout")
    answered = {f"n_{row.key}": took.cell(row, "answered").text for row in took.rows}
    return Slide(
        layout="Title",
        title=chosen.say("deck.cover.title", alliance=page.alliance.strip() or page.title, **answered),
        kicker=page.alliance.strip() or page.title,
        pieces={
            "Statement": (plain(_aloud(chosen)),),
            "Companies": (plain(*(f"{b.SIDE_MARKS[side]} {short[side]}" for side in SIDES)),),
            "Details": (plain(details),),
            "Name": (plain(brand.name, *brand.contact.splitlines()),),
        },
        notes=(said, *page.notices, *verdicts) if chosen.for_consultant else (),
    )


def _aloud(chosen: Chosen) -> str:
    """The first message, else what moved or the headline; no finding where both companies read it."""
    if not chosen.for_consultant:
        return chosen.say("deck.cover.thanks")
    messages = b.pick_all(chosen.page.parts, b.Part, "message")
    if messages:
        return b.need(messages[0].blocks, b.Text, "message.say").text
    if chosen.page.levels_alone:
        return chosen.say("deck.cover.levels")
    moved = b.pick(chosen.part("moved"), b.Text, "moved.headline")
    return (moved or b.need(chosen.part("headline"), b.Text, "headline")).sentences[0].text


def overview(chosen: Chosen) -> list[Slide]:
    """Every scale: both levels, the gap, what may be said of it, and how far it moved."""
    found = b.pick_all(chosen.page.parts, b.Part, "overview")
    return [_overview(chosen, part) for part in found[:1]]


def _overview(chosen: Chosen, part: b.Part) -> Slide:
    """Without the scales that are not shown, which are counted."""
    whole = b.need(part.blocks, b.Table, "scales_at_a_glance")
    read = b.need(part.blocks, b.Text, "scales_at_a_glance.read")
    counts = plain(*chosen.texts("headline", "headline.scales", "headline.in_general", "headline.in_general_none"))
    levels = [figure.table for figure in b.pick_all(chosen.part("levels"), b.Figure) if figure.table]
    shared = (block for one in levels for block in (plain(one.caption, role="strong"), one))
    more: Piece = (*shared, *b.pick_all(chosen.part("inside"), b.List))
    shown = [row for row in whole.rows if any(whole.cell(row, f"mean_{side}").value is not None for side in SIDES)]
    table = with_rows(whole, shown)
    hatched = any(cell.shade == "withheld" for row in table.rows for cell in row.cells)
    reading = [one.text for one in read.sentences if hatched or not one.key.startswith("overview.hatched")]
    missing = len(whole.rows) - len(table.rows)
    return chosen.slide(
        "Table",
        "headline",
        _levels_title(chosen, table),
        {"Content": (table,)},
        source=in_a_row([*reading, *([chosen.wording.count("deck.overview.missing", missing)] if missing else [])]),
        say="scales",
        kicker=part.title,
        notes=(counts, whole, *more),
    )


def _levels_title(chosen: Chosen, table: b.Table) -> str:
    """Where a gap is shown, and what both surely rate low; else how high the levels are.

    Of a pulse that both companies read, what moved.
    """
    moved = b.pick(chosen.part("moved"), b.Text, "moved.headline") if chosen.page.of_a_pulse else None
    if moved and not chosen.for_consultant:
        return what_moved(moved.sentences)
    cells = [table.cell(row, f"mean_{side}") for row in table.rows for side in SIDES]
    shown = sorted((cell for cell in cells if cell.value is not None), key=lambda cell: cell.value or 0.0)
    ends = {"low": shown[0].text, "high": shown[-1].text}
    judged = any(column.kind == "verdict" for column in table.columns)
    if not chosen.for_consultant or not judged:
        return chosen.say("deck.overview.levels", **ends)
    stated = [row.cells[0].text for row in table.rows if table.cell(row, "gap").shade == "stated"]
    if not stated:
        called = any(cell.badge and cell.badge.state == "gap" for row in table.rows for cell in row.cells)
        return chosen.say("deck.overview.language" if called else "deck.overview.no_gap", **ends)
    names = chosen.wording.listed([chosen.wording.quoted(name) for name in stated])
    key = "gaps" if len(stated) <= _NAMED else "many_gaps"
    first = chosen.wording.quoted(stated[0])
    title = chosen.say(f"deck.overview.{key}", scales=names, count=len(stated), total=len(table.rows), first=first)
    concerns = chosen.heading("headline", "headline.concerns")
    fits = concerns and len(title) + len(concerns) < _TITLE
    return chosen.say("deck.two", first=title, second=concerns) if fits else title


def messages(chosen: Chosen) -> Iterator[Slide]:
    """What to say, in the bars of those who are counted, and what to ask; in the notes, what not to say and why."""
    for part in b.pick_all(chosen.page.parts, b.Part, "message"):
        say, ask = (b.need(part.blocks, b.Text, f"message.{key}") for key in ("say", "ask"))
        more = b.pick(part.blocks, b.Text, "message.more")
        pieces: dict[str, Piece] = {
            "Question heading": (plain(ask.label),),
            "Question": (plain(ask.text),),
            "Sure": (plain(*_how_sure(part)),),
        }
        figure = _figure(chosen, part, say.sentences[0].subject)
        if figure:
            pieces["Content"] = (figure,)
        if more:
            pieces["Text"] = (replace(more, label=""),)
        counted = figure is not None and figure.key.startswith("message.")
        yield chosen.slide(
            "Message" if more else "Message with chart",
            "messages",
            say.sentences[0].text,
            pieces,
            source=chosen.say("deck.bars.source") if counted else "",
            say="message",
            notes=(part, *_evidence(chosen, figure)),
        )


def _how_sure(part: b.Part) -> Iterator[str]:
    sure = (
        "messages.certain",
        "messages.likely",
        "messages.answered",
        "messages.strength",
        "languages.hedge",
        "languages.hedge_part",
    )
    for sentence in sentences(part.blocks, *sure):
        yield sentence.text.lstrip("· ")


def _figure(chosen: Chosen, part: b.Part, subject: str) -> b.Figure | None:
    """The people it counts; of what moved, its lines."""
    own = b.pick_all(part.blocks, b.Figure)
    return next(iter((*own, *b.pick_all(chosen.part("moved"), b.Figure, f"moved.{subject}"))), None)


def _evidence(chosen: Chosen, figure: b.Figure | None) -> Piece:
    """The figures of the gap that is counted, where it is one."""
    gaps = b.pick_all(chosen.part("gaps"), b.Part, "gap")
    return tuple(gap for gap in gaps if figure and figure.key == f"message.{gap.subject}")
