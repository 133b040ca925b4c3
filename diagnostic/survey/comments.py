"""What a consultant decides about comments: rewording, taking out, releasing. The stored Report stays as it is.

A comment that may report a side effect is left out of everything until it was decided about: the company that sells the
medicine has to hear of it within a day, and a briefing is no place for it.
"""

import hashlib
import re

from msgspec.structs import replace

from diagnostic.analysis import Comment, Report
from diagnostic.errors import NotPossible
from diagnostic.storage.models import CommentNote, Wave

LONGEST = 4000
_SIDE_EFFECT = re.compile(
    r"side[ -]?effect|adverse|\bAEs?\b|reaction|allerg|overdos|hospitali|pregnan|miscarr|died|death|product complaint"
    r"|tablets? (broken|contaminat)|\bbatch|nebenwirk|unerwünscht|unverträglich|überdos|krankenhaus|schwanger"
    r"|fehlgeburt|verst[ao]rb|todesf[aä]ll|reklamation|\bcharge",
    re.IGNORECASE,
)
"""Words as they stand in reports of side effects and product complaints: rather too many than too few."""


def digest(comment: Comment) -> str:
    """Tells a comment of a Report from the others, in whatever order they stand; the same words are the same."""
    return hashlib.sha256(f"{comment.question}\0{comment.side}\0{comment.text}".encode()).hexdigest()


def may_report_side_effect(comment: Comment) -> bool:
    """Whether a comment has to be looked at before anybody else reads it."""
    return _SIDE_EFFECT.search(comment.text) is not None


async def notes_of(wave: Wave) -> dict[str, CommentNote]:
    """What was decided about a wave's comments, by their digest."""
    return {note.comment: note for note in await CommentNote.filter(wave=wave)}


async def with_notes(report: Report, wave: Wave) -> Report:
    """The Report with what was decided about its comments, and without those nobody may read, or not yet."""
    notes = await notes_of(wave)
    shown = [noted for each in report.comments if (noted := _noted(each, notes.get(digest(each))))]
    return replace(report, comments=tuple(shown), comments_left_out=len(report.comments) - len(shown))


def _noted(comment: Comment, note: CommentNote | None) -> Comment | None:
    if note is None:
        return None if may_report_side_effect(comment) else comment
    if note.taken_out:
        return None
    return replace(comment, text=comment.text if note.text is None else note.text, released=note.released)


async def decide(
    wave: Wave, comment: Comment, *, text: str | None = None, taken_out: bool = False, released: bool = False
) -> None:
    """Note what was decided about a comment of a wave's Report, in place of what was decided before.

    ``comment`` is as it stands in the stored Report; ``text`` is shown instead of what was written.

    Raises
    ------
    NotPossible
        Where the text is empty or too long.
    """
    text = None if text is None or text.strip() == comment.text.strip() else text.strip()
    if text is not None and not 0 < len(text) <= LONGEST:
        raise NotPossible(
            "Take a comment out rather than leaving it empty." if not text else "The comment is too long."
        )
    note = CommentNote(
        wave=wave, comment=digest(comment), text=text, taken_out=taken_out, released=released and not taken_out
    )
    await CommentNote.bulk_create(
        [note], on_conflict=["wave_id", "comment"], update_fields=["text", "taken_out", "released"]
    )
