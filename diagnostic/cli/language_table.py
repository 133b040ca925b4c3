"""What each language says and who answers for it, as `diagnostic questionnaire check` tells it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from diagnostic.questionnaire.library import FRAME, SIDE_EFFECTS
from diagnostic.translation.coverage import Covered, coverage
from diagnostic.translation.parts import Part, parts_of

_NAMED = 4
_NOTHING = "-"


def language_table(content: Path | None) -> Iterator[str]:
    """A line a part and a column a language; below it what is missing, and who has signed.

    Raises
    ------
    InvalidContent, NotPossible
        Where a file cannot be read, or is named by what is no language.
    """
    found = coverage(parts_of(content))
    titles = [one.part.title for one in next(iter(found.values()), [])]
    columns = [
        ["", *titles],
        *([language, *(_standing(one, language) for one in covered)] for language, covered in found.items()),
    ]
    widths = [max(map(len, column)) for column in columns]
    for line in zip(*columns, strict=True):
        yield "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
    for language, covered in found.items():
        yield from (f"{language}: {said}" for said in _below(covered, language))


def _there(one: Covered, language: str) -> bool:
    return one.translated > 0 or language in one.part.languages


def _standing(one: Covered, language: str) -> str:
    if not _there(one, language):
        return _NOTHING
    status = one.answered_for.status if one.answered_for else ""
    whole = f"{len(one.lacking)} missing" if one.lacking else "complete"
    return f"{whole}, {status}" if status else whole


def _below(covered: Sequence[Covered], language: str) -> Iterator[str]:
    for one in covered:
        if _there(one, language) and one.lacking:
            keys = [text.key for text in one.lacking]
            more = f" and {len(keys) - _NAMED} more" if len(keys) > _NAMED else ""
            yield f"{one.part.title} lacks {', '.join(keys[:_NAMED])}{more}"
    parts = {one.part.name: one for one in covered}
    if _there(parts[FRAME], language) and not _there(parts[SIDE_EFFECTS], language):
        yield "no words for side effects, so nobody can be asked in it"
    if _there(parts[FRAME], language) and not _there(parts["words"], language):
        yield "no words of a briefing, so its own sentences are English"
    for signature, signed in _signed(covered).items():
        yield f"signed by {signature}: {', '.join(part.title for part in signed)}"


def _signed(covered: Sequence[Covered]) -> dict[str, list[Part]]:
    found: dict[str, list[Part]] = {}
    for one in covered:
        if one.answered_for and one.answered_for.status == "signed":
            for signature in one.answered_for.signed:
                found.setdefault(str(signature), []).append(one.part)
    return found
