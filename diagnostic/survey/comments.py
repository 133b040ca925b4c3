"""What a consultant decides about comments: rewording, taking out, releasing. The stored Report stays as it is.

A comment that may report a side effect is left out of everything until it was decided about: the company that sells the
medicine has to hear of it within a day, and a briefing is no place for it. So is one of which nobody can tell, as it is
in a language without words for that.
"""

import hashlib
from collections.abc import Mapping

from msgspec.structs import replace

from diagnostic.analysis import Comment, Report
from diagnostic.errors import NotPossible
from diagnostic.questionnaire.side_effects import SideEffects, Why
from diagnostic.storage import transaction
from diagnostic.storage.models import CommentNote, Wave
from diagnostic.survey import renderings
from diagnostic.text import clean

LONGEST = 10_000
"""As long as a questionnaire may let a comment be."""


def digest(comment: Comment) -> str:
    """Tells a comment of a Report from the others, in whatever order they stand; the same words are the same.

    Without the side: a corrected Report may show it or no longer, and what was taken out must not come back with it.
    """
    return hashlib.sha256(f"{comment.question}\0{comment.text}".encode()).hexdigest()


def why_waits(comment: Comment, notes: Mapping[str, CommentNote], wave: Wave, words: SideEffects) -> Why | None:
    """Why a comment has to be looked at before anybody else reads it, if it has to and nobody has decided yet."""
    return None if digest(comment) in notes else words.why_held(comment.text, wave.languages)


async def notes_of(wave: Wave) -> dict[str, CommentNote]:
    """What was decided about a wave's comments, by their digest."""
    return {note.comment: note for note in await CommentNote.filter(wave=wave)}


async def with_notes(report: Report, wave: Wave, words: SideEffects) -> Report:
    """The Report with what was decided about its comments, and without those nobody may read, or not yet."""
    notes = await notes_of(wave)
    shown = [_noted(each, notes) for each in report.comments if not why_waits(each, notes, wave, words)]
    read = tuple(comment for comment in shown if comment)
    return replace(report, comments=read, comments_left_out=len(report.comments) - len(read))


def _noted(comment: Comment, notes: Mapping[str, CommentNote]) -> Comment | None:
    note = notes.get(digest(comment))
    if note is None:
        return comment
    if note.taken_out:
        return None
    return replace(comment, text=comment.text if note.text is None else note.text, released=note.released)


async def decide(
    wave: Wave, comment: Comment, *, text: str | None = None, taken_out: bool = False, released: bool = False
) -> None:
    """Note what was decided about a comment of a wave's Report, in place of what was decided before.

    ``comment`` is as it stands in the stored Report; ``text`` is shown instead of what was written. Where others wrote
    the same words in answer to the same question, it is decided about theirs too.

    Raises
    ------
    NotPossible
        Where the text is empty or too long.
    """
    # As the gate lets it through, what was written may look a little different.
    text = None if text is None or clean(text).strip() == clean(comment.text).strip() else clean(text).strip()
    if taken_out and not text:
        text = None
    if text is not None and not 0 < len(text) <= LONGEST:
        raise NotPossible(
            "Take a comment out rather than leaving it empty." if not text else "The comment is too long."
        )
    note = CommentNote(
        wave=wave, comment=digest(comment), text=text, taken_out=taken_out, released=released and not taken_out
    )
    async with transaction():
        # Nobody keeps a file with what was decided before.
        await renderings.forget(wave)
        await CommentNote.bulk_create(
            [note], on_conflict=["wave_id", "comment"], update_fields=["text", "taken_out", "released"]
        )
