"""What happens next, for both companies; and how far it can all be relied on."""

from collections.abc import Iterator

from msgspec.structs import replace

from diagnostic.briefing.deck.slide import Piece, Slide, plain
from diagnostic.briefing.deck.slides.chosen import Chosen, next_to
from diagnostic.briefing.document import blocks as b
from diagnostic.full_stops import in_a_row

_OF_THE_LETTER = frozenset(
    {"letter.next.figures", *(f"letter.hidden.{one}" for one in ("everybody", "comments", "same", "consultant"))}
)
"""What speaks of the paper that it stands on, what the cover says, and what a room need not read."""


def next_steps(chosen: Chosen) -> Iterator[Slide]:
    """What the letter says happens next, and what nobody can see."""
    steps, hidden = (b.pick(chosen.part("letter"), b.Part, f"letter.{key}") for key in ("next", "hidden"))
    if steps and hidden:
        shown = {"Left": steps, "Right": hidden}
        pieces = {key: one for side, part in shown.items() for key, one in _beside(side, part).items()}
        yield chosen.slide("Questions", "letter", chosen.say("deck.next.title"), pieces)


def _beside(side: str, part: b.Part) -> dict[str, Piece]:
    lists = b.pick_all(part.blocks, b.List)
    kept = (tuple(item for item in one.items if item.sentences[0].key not in _OF_THE_LETTER) for one in lists)
    return next_to(side, part.title, *(replace(one, items=items) for one, items in zip(lists, kept, strict=True)))


def method(chosen: Chosen) -> Slide:
    """Who answered, against who was invited; what is withheld, and why; how to read it, in plain words."""
    blocks, took = chosen.part("method"), chosen.part("participation")
    keys = ("caution", "participation.all_shown", "participation.edition_shown", "participation.asked_shown")
    notices = (notice for notice in chosen.page.notices if notice.key != "head.simulated_why")
    remarks = (text for key in keys for text in b.pick_all(took, b.Text, key))
    withheld = b.List(key="withheld", items=tuple(_withheld(chosen, took)))
    pieces: dict[str, Piece] = {
        "Content": (b.need(took, b.Figure, "participation"),),
        "Left": (*notices, *remarks, withheld),
        "Right": tuple(b.need(blocks, b.Part, f"method.{key}") for key in ("read", "trust")),
    }
    turnout = b.need(took, b.Table, "turnout")
    invited = [turnout.cell(row, "invited").value for row in turnout.rows]
    answered = [turnout.cell(row, "answered").value for row in turnout.rows]
    key = (
        "source" if any(one is not None and one != here for one, here in zip(invited, answered, strict=True)) else "all"
    )
    reasons = plain(*(one.title.text for one in b.pick_all(took, b.List, "withheld") if one.title))
    return chosen.slide(
        "Closing",
        "method",
        in_a_row(chosen.texts("participation", "answered")),
        pieces,
        source=chosen.say(f"deck.reliance.{key}") if any(one is not None for one in invited) else "",
        say="reliance",
        notes=(reasons, *b.need(blocks, b.Part, "method.parts").blocks),
    )


def _withheld(chosen: Chosen, blocks: Piece) -> Iterator[b.Item]:
    for one in b.pick_all(blocks, b.List, "withheld"):
        things = chosen.wording.listed([item.label.text for item in one.items if item.label])
        why = chosen.wording.reason_short(one.title.subject) if one.title else ""
        yield b.Item((b.Sentence(key="why", text=why),), b.Sentence(key="withheld", text=things))
