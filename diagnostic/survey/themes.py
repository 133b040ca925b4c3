"""What several comments are about: named by the consultant, told in their words, and laid over the Report like notes.

A wave has its own list. What the alliance's earlier waves called theirs is offered as names, so that the same thing
can be called the same again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from diagnostic.analysis import BySide, Comment
from diagnostic.analysis import Theme as Shown
from diagnostic.errors import NotPossible
from diagnostic.questionnaire.subjects import Subjects
from diagnostic.storage import transaction
from diagnostic.storage.models import Theme, Wave
from diagnostic.survey import renderings
from diagnostic.survey.likeness import likeness
from diagnostic.text import alike, clean, one_line

SEVERAL = 2
"""A theme is shown from so many comments on."""
MOST, LONGEST_NAME, LONGEST_TEXT = 30, 80, 1000
CLOSE, SECOND = 0.1, 0.6
"""From this likeness on a theme is suggested, and a second one where it has so much of the likeness of the first: how
often they are right stands in docs/decisions/themes.md."""
CLOSEST = 3
"""A theme is as close as so many of its comments and its name that are closest."""
MOST_SUGGESTED = 2


async def themes_of(wave: Wave) -> list[Theme]:
    """A wave's themes, by name."""
    return sorted(await Theme.filter(wave=wave), key=lambda theme: alike(theme.name))


async def names_before(wave: Wave) -> list[str]:
    """What the themes of the alliance's other waves are called."""
    found = await Theme.filter(wave__alliance_id=wave.alliance_id).exclude(wave_id=wave.id)
    return sorted({alike(theme.name): theme.name for theme in found}.values())


async def add_theme(wave: Wave, name: str) -> Theme:
    """A theme of a name; the one that is there, where there is one. Raises `NotPossible`."""
    async with transaction():
        await _hold(wave)
        there = await themes_of(wave)
        found = next((theme for theme in there if alike(theme.name) == alike(name)), None)
        if found is not None:
            return found
        if len(there) >= MOST:
            raise NotPossible(f"A wave has {MOST} themes at most. Delete one, or call two the same.")
        return await Theme.create(wave=wave, name=_name(name))


async def change_theme(wave: Wave, theme: Theme, *, name: str, text: str, released: bool) -> None:
    """Name a theme, say what its comments say, and whether both companies may read that. Raises `NotPossible`."""
    text = clean(text).strip()
    if len(text) > LONGEST_TEXT:
        raise NotPossible(f"Say it in at most {LONGEST_TEXT:,} characters.")
    if released and not text:
        raise NotPossible("Say in your own words what the comments say before both companies read it.")
    async with transaction():
        await _hold(wave)
        others = await Theme.filter(wave=wave).exclude(id=theme.id)
        if any(alike(other.name) == alike(name) for other in others):
            raise NotPossible("Another theme of this wave has that name.")
        theme.update_from_dict({"name": _name(name), "text": text, "released": released})
        # Not its comments: somebody else may have changed these since it was read.
        await theme.save(update_fields=["name", "text", "released"])


async def delete_theme(wave: Wave, theme: Theme) -> None:
    """Delete a theme; its comments stay."""
    async with transaction():
        await _hold(wave)
        await theme.delete()


async def set_themes(wave: Wave, comments: Iterable[str], chosen: Iterable[str]) -> None:
    """Say which themes comments are about and that they are about no other: their digests, and the themes' ids."""
    wanted = set(chosen)
    await _assign(wave, comments, lambda theme, _: str(theme.id) in wanted)


async def add_to_theme(wave: Wave, comments: Iterable[str], chosen: str) -> None:
    """Say that comments are about a theme, besides what else they are about."""
    await _assign(wave, comments, lambda theme, before: before or str(theme.id) == chosen)


async def _assign(wave: Wave, comments: Iterable[str], is_about: Callable[[Theme, bool], bool]) -> None:
    digests = list(comments)
    async with transaction():
        # Most comments are decided about without a change of their themes: then files show what they did.
        await renderings.hold(wave)
        changed = []
        for theme in await themes_of(wave):
            now = set(theme.comments)
            for digest in digests:
                (now.add if is_about(theme, digest in now) else now.discard)(digest)
            if sorted(now) != theme.comments:
                theme.comments = sorted(now)
                changed.append(theme)
        if changed:
            await renderings.forget(wave)
        for theme in changed:
            await theme.save(update_fields=["comments"])


async def _hold(wave: Wave) -> None:
    """Nobody else changes the wave's themes until the transaction ends, and nobody keeps a file with the old ones."""
    await renderings.forget(wave)


def _name(name: str) -> str:
    name = one_line(name)
    if not 0 < len(name) <= LONGEST_NAME:
        raise NotPossible(f"Give the theme a name of at most {LONGEST_NAME} characters.")
    return name


def by_comment(themes: Iterable[Theme]) -> dict[str, list[Theme]]:
    """The themes that each comment, by its digest, is about, in their order."""
    found: dict[str, list[Theme]] = {}
    for theme in themes:
        for comment in theme.comments:
            found.setdefault(comment, []).append(theme)
    return found


def shown_themes(themes: Iterable[Theme], comments: Sequence[Comment]) -> tuple[Shown, ...]:
    """The themes as a Report has them, those of most comments first: counted is what is shown, and nothing else.

    What was taken out, or waits to be looked at, counts nowhere.
    """
    found = [(theme, [each for each in comments if theme.name in each.themes]) for theme in themes]
    several = sorted((one for one in found if len(one[1]) >= SEVERAL), key=lambda one: -len(one[1]))
    return tuple(_shown(theme, about) for theme, about in several)


def _shown(theme: Theme, about: Sequence[Comment]) -> Shown:
    named = all(comment.side for comment in about)
    sides = BySide.of(lambda side: sum(comment.side == side for comment in about)) if named else None
    return Shown(name=theme.name, text=theme.text, n=len(about), sides=sides, released=theme.released)


def suggested(
    texts: Sequence[str],
    topics: Sequence[str],
    themes: Sequence[Theme],
    known: Mapping[str, str],
    subjects: Subjects,
) -> list[list[Theme]]:
    """The themes that each of some comments may be about: for a person to look at, never assigned.

    Those that are called like what was asked about, then those whose name, text, or comments have the most in common
    with it.

    Parameters
    ----------
    texts, topics
        Of each comment what was written, and the title of what it was asked about.
    known
        What was written, by digest, of all comments of the wave.
    subjects
        What words speak of.
    """
    told = [[theme.name, *_written(theme, known)] for theme in themes]
    likely = likeness(texts, [text for each in told for text in each], subjects)
    ends = np.cumsum([len(each) for each in told], dtype=int)
    close = [_close(own) for own in np.split(likely, ends, axis=1)[: len(themes)]]
    found: list[list[Theme]] = []
    for row, topic in enumerate(topics):
        called_so = [theme for theme in themes if alike(theme.name) == alike(topic)]
        ranked = sorted(((each[row], at) for at, each in enumerate(close) if each[row] >= CLOSE), reverse=True)
        likeliest = [themes[at] for own, at in ranked if own >= SECOND * ranked[0][0]]
        found.append([*called_so, *(theme for theme in likeliest if theme not in called_so)][:MOST_SUGGESTED])
    return found


def _close(likely: NDArray[np.float64]) -> NDArray[np.float64]:
    """How close each text is to a theme that is told by some: shape (texts,), of (texts, told).

    The sum over those it is closest to, in units of the root of their number: two that are rather close count for
    more than one that is.
    """
    closest = np.sort(likely, axis=1)[:, -CLOSEST:]
    found: NDArray[np.float64] = closest.sum(axis=1) / np.sqrt(closest.shape[1])
    return found


def _written(theme: Theme, known: Mapping[str, str]) -> list[str]:
    return [known[comment] for comment in theme.comments if comment in known]
