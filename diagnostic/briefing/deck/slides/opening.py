"""The title, who answered, and the headline: what to say aloud, how the verdicts fall, and every scale."""

from collections import Counter
from collections.abc import Iterator

from diagnostic.briefing.deck.slide import Piece, Slide, plain
from diagnostic.briefing.deck.slides.chosen import Chosen
from diagnostic.briefing.document import blocks as b
from diagnostic.briefing.document.native import Bars, Series
from diagnostic.questionnaire.words import SIDES

_VERDICTS = {
    "gap": "brand",
    "very_likely": "#5b6673",
    "aligned": "#9aa4b1",
    **dict.fromkeys(("worth_asking", "undetermined", "too_few", "withheld"), "line"),
}
"""By the colour of its bar."""
_LONG = 80


def title(chosen: Chosen) -> Slide:
    page, brand = chosen.page, chosen.brand
    names = {side: page.companies[side] for side in SIDES}
    short = {side: name if len(name) <= _LONG else f"{name[: _LONG - 1]}…" for side, name in names.items()}
    details = " · ".join(filter(None, (*page.details, page.edition_name, chosen.simulated)))
    said = plain(chosen.say("deck.say.title"), chosen.say("deck.say.asked"), page.edition_why)
    return Slide(
        layout="Title",
        title=page.alliance.strip() or page.title,
        kicker=page.title,
        pieces={
            "Companies": (plain(*(f"{b.SIDE_MARKS[side]} {short[side]}" for side in SIDES)),),
            "Details": (plain(details),),
            "Name": (plain(brand.name, *brand.contact.splitlines()),),
        },
        notes=(said, *page.notices) if chosen.for_consultant else (),
    )


def messages(chosen: Chosen) -> list[Slide]:
    """What to say first and what to ask, a row a message; in the notes what not to say, and how the verdicts fall."""
    parts = b.pick_all(chosen.page.parts, b.Part, "message")
    if not parts:
        return []
    columns = tuple(b.Column(key=key, title=chosen.say(f"messages.{key}")) for key in ("say", "ask"))

    def row(part: b.Part) -> b.Row:
        say, ask = (b.need(part.blocks, b.Text, f"message.{key}").text for key in ("say", "ask"))
        return b.Row(key=part.subject, cells=(b.Cell(text=say, strong=True), b.Cell(text=ask)))

    title = chosen.say("messages.slide")
    pieces: dict[str, Piece] = {"Content": (b.table("messages", title, columns, tuple(map(row, parts))),)}
    verdicts = b.pick_all(chosen.part("headline"), b.Text)
    notes: Piece = (plain(chosen.say("messages.slide_notes")), *parts, *verdicts)
    return [chosen.slide("Table", "headline", title, pieces, source=chosen.say("messages.slide_source"), notes=notes)]


def reliance(chosen: Chosen) -> Slide:
    """Can I rely on this? Who answered, and what is withheld; why, in a few words."""
    blocks = chosen.part("participation")
    notices = (notice for notice in chosen.page.notices if notice.key != "head.simulated_why")
    keys = ("caution", "participation.all_shown", "participation.edition_shown", "participation.asked_shown")
    remarks = (text for key in keys for text in b.pick_all(blocks, b.Text, key))
    withheld = b.List(key="withheld", items=tuple(_withheld(chosen, blocks)))
    turnout = b.need(blocks, b.Table, "turnout")
    invited = any(turnout.cell(row, "invited").value is not None for row in turnout.rows)
    return chosen.slide(
        "Chart and text",
        "participation",
        " ".join(chosen.texts("participation", "answered")),
        {"Content": (b.need(blocks, b.Figure, "participation"),), "Text": (*notices, *remarks, withheld)},
        notes=tuple(plain(one.title.text) for one in b.pick_all(blocks, b.List, "withheld") if one.title),
        source=chosen.say("deck.reliance.source") if invited else "",
        say="reliance",
    )


def _withheld(chosen: Chosen, blocks: Piece) -> Iterator[b.Item]:
    for one in b.pick_all(blocks, b.List, "withheld"):
        things = chosen.wording.listed([item.label.text for item in one.items if item.label])
        why = chosen.wording.reason_short(one.title.subject) if one.title else ""
        yield b.Item((b.Sentence(key="why", text=why),), b.Sentence(key="withheld", text=things))


def headline(chosen: Chosen) -> Slide:
    """One sentence to say aloud, and how the verdicts fall; of levels alone why there are no verdicts."""
    no_agreement = plain(chosen.say("deck.headline.no_agreement"))
    pieces: dict[str, Piece]
    if chosen.page.levels_alone:
        title, aloud = (chosen.say(f"deck.headline.{key}") for key in ("levels", "levels_what"))
        pieces = {"Content": (*chosen.page.notices, no_agreement)}
    else:
        none = chosen.say("deck.headline.none_judged", total=len(list(chosen.statements())))
        title = chosen.heading("headline", "headline.counts") or none
        aloud = (
            chosen.texts("headline", "headline")[0] if chosen.for_consultant else chosen.say("deck.headline.neutral")
        )
        said = chosen.texts("headline", "headline.together", "headline.very_likely", "headline.offset")
        pieces = {"Content": (_verdicts(chosen, title),), "Text": (plain(*said), no_agreement)}
    pieces["Statement"] = (plain(aloud),)
    notes = b.pick_all(chosen.part("headline"), b.Text)
    return chosen.slide("Statement", "headline", title, pieces, say="headline", notes=notes)


def _verdicts(chosen: Chosen, finding: str) -> b.Figure:
    verdicts = (table.cell(row, "verdict").badge for table, row, _ in chosen.statements())
    fallen = Counter(badge.state for badge in verdicts if badge)
    there = [verdict for verdict in _VERDICTS if fallen[verdict]]
    series = Series(
        name=chosen.say("deck.headline.statements"),
        values=tuple(float(fallen[verdict]) for verdict in there),
        colour="brand",
        colours=tuple(_VERDICTS[verdict] for verdict in there),
    )
    names = tuple(chosen.say(f"verdict.{verdict}") for verdict in there)
    bars = Bars(kind="beside", categories=names, series=(series,), thick=0.62)
    return b.Figure(key="verdicts", alt=chosen.say("deck.headline.alt", finding=finding), native=bars)


def scales(chosen: Chosen) -> Iterator[Slide]:
    """What leads: every scale, and what may be said of it for whom."""
    for part in b.pick_all(chosen.page.parts, b.Part, "overview"):
        table = b.need(part.blocks, b.Table, "scales_at_a_glance")
        read = b.need(part.blocks, b.Text, "scales_at_a_glance.read")
        counts = plain(*chosen.texts("headline", "headline.scales", "headline.in_general", "headline.in_general_none"))
        judged = any(column.kind == "verdict" for column in table.columns)
        title = chosen.say("deck.headline.scales" if judged else "deck.headline.scales_few")
        yield chosen.slide(
            "Table", "headline", title, {"Content": (table,)}, source=read.text, say="scales", notes=(counts, table)
        )


def groups(chosen: Chosen) -> Iterator[Slide]:
    """Statements by company and group, where a group clearly answers otherwise."""
    for part in b.pick_all(chosen.part("inside"), b.Part, "inside.groups"):
        table, read = b.need(part.blocks, b.Table, "inside.groups"), b.need(part.blocks, b.Text, "inside.groups_read")
        if not any(sentence.key == "inside.groups_bold" for sentence in read.sentences):
            continue
        how = [sentence.text for sentence in read.sentences if sentence.key != "inside.groups_listed"]
        pieces: dict[str, Piece] = {"Content": (table,)}
        title = chosen.say("deck.groups.clear")
        yield chosen.slide("Table", "inside", title, pieces, source=" ".join(how), say="groups", notes=(read, table))
