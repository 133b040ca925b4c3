"""What a consultant decides about comments: rewording, translating, taking out, releasing. The stored Report stays.

A comment that may report a side effect is left out of everything until it was decided about: the company that sells the
medicine has to hear of it within a day, and a briefing is no place for it. So is one of which nobody can tell, as it is
in a language without words for that.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

from msgspec.structs import replace

from diagnostic.analysis import Comment, Report
from diagnostic.errors import NotPossible
from diagnostic.questionnaire.side_effects import SideEffects, Why
from diagnostic.storage import transaction
from diagnostic.storage.models import CommentNote, Theme, Wave
from diagnostic.survey import renderings
from diagnostic.survey.themes import by_comment, shown_themes, themes_of
from diagnostic.text import bare, clean

LONGEST = 10_000
"""As long as a questionnaire may let a comment be, and its translation."""

Decision = Literal["keep", "release", "out"]
"""Who may read a comment: the consultant alone, both companies, or nobody."""


def digest(comment: Comment) -> str:
    """Tells a comment of a Report from the others, in whatever order they stand; the same words are the same.

    Without the side: a corrected Report may show it or no longer, and what was taken out must not come back with it.
    """
    return hashlib.sha256(f"{comment.question}\0{comment.text}".encode()).hexdigest()


def wording_of(comment: Comment) -> tuple[str, str]:
    """The same of comments that answer a question in the same words, whatever their case and punctuation."""
    return comment.question, bare(comment.text)


def why_waits(comment: Comment, notes: Mapping[str, CommentNote], wave: Wave, words: SideEffects) -> Why | None:
    """Why a comment has to be looked at before anybody else reads it, if it has to and nobody has decided yet."""
    return None if is_decided(notes.get(digest(comment))) else words.why_held(comment.text, wave.languages)


def is_decided(note: CommentNote | None) -> bool:
    """Whether a comment was gone through; one that was reworded or translated alone was not."""
    return note is not None and note.decided


async def notes_of(wave: Wave) -> dict[str, CommentNote]:
    """What was decided about a wave's comments, by their digest."""
    return {note.comment: note for note in await CommentNote.filter(wave=wave)}


async def with_notes(report: Report, wave: Wave, words: SideEffects) -> Report:
    """The Report with what was decided about its comments, and without those nobody may read, or not yet."""
    notes, themes = await notes_of(wave), await themes_of(wave)
    about = by_comment(themes)
    shown = [_noted(each, notes, about) for each in report.comments if not why_waits(each, notes, wave, words)]
    read = tuple(comment for comment in shown if comment)
    of_several = shown_themes(themes, read)
    names = {theme.name for theme in of_several}
    read = tuple(replace(each, themes=tuple(name for name in each.themes if name in names)) for each in read)
    return replace(report, comments=read, comments_left_out=len(report.comments) - len(read), themes=of_several)


def _noted(comment: Comment, notes: Mapping[str, CommentNote], about: Mapping[str, Sequence[Theme]]) -> Comment | None:
    key = digest(comment)
    comment, note = replace(comment, themes=tuple(theme.name for theme in about.get(key, ()))), notes.get(key)
    if note is None:
        return comment
    if note.taken_out:
        return None
    text = comment.text if note.text is None else note.text
    return replace(comment, text=text, translation=note.translation or "", released=note.released)


async def decide(
    wave: Wave,
    alike: Iterable[Comment],
    decision: Decision | None,
    *,
    text: str | None = None,
    translation: str | None = None,
) -> None:
    """Note what was decided about comments in the same words, in place of what was decided before.

    They are as they stand in the stored Report, and where others wrote the same it is decided about theirs too.
    ``text`` is shown instead of what was written, and ``translation`` beside it. With no ``decision`` the one before
    stays, if there is one.

    Raises
    ------
    NotPossible
        Where a text is empty or too long.
    """
    comments = list(alike)
    # As the gate lets it through, what was written may look a little different.
    as_written = {clean(comment.text).strip() for comment in comments}
    text = None if text is None or clean(text).strip() in as_written else clean(text).strip()
    if decision == "out" and not text:
        text = None
    if text is not None and not 0 < len(text) <= LONGEST:
        raise NotPossible(
            "Take a comment out rather than leaving it empty." if not text else "The comment is too long."
        )
    translation = clean(translation or "").strip() or None
    if translation and len(translation) > LONGEST:
        raise NotPossible("The translation is too long.")
    await _store(wave, comments, decision, lambda _: (text, translation))


async def decide_on_all(wave: Wave, comments: Sequence[Comment], decision: Decision) -> None:
    """Note who may read several comments; what was reworded and translated stays."""
    await _store(wave, comments, decision, lambda before: (before.text, before.translation) if before else (None, None))


async def _store(
    wave: Wave,
    comments: Sequence[Comment],
    decision: Decision | None,
    words: Callable[[CommentNote | None], tuple[str | None, str | None]],
) -> None:
    """``words``, given the note before, has what is shown instead of what was written, and the translation."""
    async with transaction():
        # Nobody keeps a file with what was decided before.
        await renderings.forget(wave)
        notes = await notes_of(wave)
        rows = {}
        for key in map(digest, comments):
            before = notes.get(key)
            text, translation = words(before)
            note = CommentNote(wave=wave, comment=key, text=text, translation=translation, decided=is_decided(before))
            if decision is not None:
                note.taken_out, note.released, note.decided = decision == "out", decision == "release", True
            elif before is not None:
                note.taken_out, note.released = before.taken_out, before.released
            rows[key] = note
        await CommentNote.bulk_create(
            rows.values(),
            on_conflict=["wave_id", "comment"],
            update_fields=["text", "translation", "taken_out", "released", "decided"],
        )
