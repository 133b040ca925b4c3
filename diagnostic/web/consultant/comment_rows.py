"""The rows of the page where comments are gone through: the same words once, filtered, a page at a time."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from diagnostic.analysis import Comment, Report
from diagnostic.questionnaire.side_effects import SideEffects, Why
from diagnostic.storage.models import Alliance, CommentNote, Theme, Wave
from diagnostic.survey.comments import digest, is_decided, wording_of
from diagnostic.survey.themes import by_comment

A_PAGE = 100
"""So many rows stand on one page."""
STATES = {"open": "Not gone through", "keep": "You alone", "release": "Both companies", "out": "Taken out"}
OTHER = "other"
"""The language that is not known."""


class CommentRow(NamedTuple):
    """The same words in answer to the same question: decided about once, whoever and however many wrote them."""

    comments: tuple[Comment, ...]
    question: str
    writers: str
    held: Why | None
    """Why it had to be looked at before anybody else read it, whatever was decided since."""
    note: CommentNote | None
    language: str | None
    says_nothing: bool
    themes: tuple[Theme, ...]

    @property
    def key(self) -> str:
        return digest(self.comments[0])

    @property
    def text(self) -> str:
        return self.comments[0].text

    @property
    def shown(self) -> str:
        """As it is read."""
        return self.text if self.note is None or self.note.text is None else self.note.text

    @property
    def others(self) -> list[str]:
        """How else the same words were written."""
        return sorted({comment.text for comment in self.comments} - {self.text})

    @property
    def decided(self) -> bool:
        return is_decided(self.note)

    @property
    def waits(self) -> bool:
        """Whether it is decided about by itself: it may report a side effect, which has to be passed on."""
        return self.held is not None and not self.decided

    @property
    def folded(self) -> bool:
        return self.says_nothing and not self.waits

    @property
    def state(self) -> str:
        if self.note is None or not self.decided:
            return "open"
        return "out" if self.note.taken_out else "release" if self.note.released else "keep"


class Filter(NamedTuple):
    """Which rows are shown; '' is all."""

    topic: str = ""
    language: str = ""
    state: str = ""
    theme: str = ""
    page: int = 1

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Filter":
        """What the page's address says; what makes no sense asks for nothing."""
        number = asked.get("page", "")
        page = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1
        topic, language, state, theme = (asked.get(name, "") for name in ("topic", "language", "state", "theme"))
        return cls(topic, language, state, theme, max(page, 1))

    def query(self, **instead: object) -> str:
        """As the end of an address; '' where nothing is asked for."""
        asked = {**self._asdict(), "page": self.page if self.page > 1 else "", **instead}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"?{query}" if query else ""

    def fits(self, row: CommentRow) -> bool:
        themes = {str(theme.id) for theme in row.themes} or {"none"}
        return (
            self.topic in ("", row.comments[0].question)
            and self.language in ("", row.language or OTHER)
            and self.state in ("", row.state)
            and (not self.theme or self.theme in themes)
        )


class Progress(NamedTuple):
    """How many comments were gone through, of those that say something."""

    done: int
    total: int

    @classmethod
    def of(cls, rows: Iterable[CommentRow]) -> "Progress":
        counted = [row for row in rows if not row.folded]
        return cls(comments_in(row for row in counted if row.decided), comments_in(counted))

    @property
    def words(self) -> str:
        return f"{self.done:,} of {self.total:,} gone through"


def rows_of(
    report: Report, wave: Wave, notes: Mapping[str, CommentNote], themes: Sequence[Theme], words: SideEffects
) -> list[CommentRow]:
    """All rows: first those that wait for a decision, reports before the others, and at the end what says nothing.

    The order of what does not wait is shuffled, and is not changed by deciding.
    """
    alike: dict[tuple[str, ...], list[Comment]] = {}
    for comment in report.comments:
        alike.setdefault(wording_of(comment), []).append(comment)
    texts = texts_of(report)
    rows = [
        CommentRow(
            comments=tuple(same),
            question=texts.get(f"question:{same[0].question}", ""),
            writers=_writers(same, wave.alliance),
            held=_why_held([words.why_held(each.text, wave.languages) for each in same]),
            note=None,
            language=words.language_of(same[0].text),
            says_nothing=words.says_nothing(same[0].text),
            themes=(),
        )
        for same in alike.values()
    ]
    rows = laid_over(rows, notes, themes)
    rows.sort(key=lambda row: (not row.waits, row.waits and row.held != "report", row.folded))
    return rows


def laid_over(
    rows: Iterable[CommentRow], notes: Mapping[str, CommentNote], themes: Sequence[Theme]
) -> list[CommentRow]:
    """The rows with what was decided about them, and what they are about."""
    about, found = by_comment(themes), []
    for row in rows:
        keys = [digest(each) for each in row.comments]
        own = {theme for key in keys for theme in about.get(key, ())}
        note = _note([notes.get(key) for key in keys])
        found.append(row._replace(note=note, themes=tuple(theme for theme in themes if theme in own)))
    return found


def comments_in(rows: Iterable[CommentRow]) -> int:
    """How many comments stand in some rows."""
    return sum(len(row.comments) for row in rows)


def _why_held(reasons: Sequence[Why | None]) -> Why | None:
    """Why any way of writing the same words had to be looked at: that it may report something before all else."""
    return "report" if "report" in reasons else next(filter(None, reasons), None)


def _note(notes: Sequence[CommentNote | None]) -> CommentNote | None:
    """What was decided about all of them; where one was not decided about, its own."""
    return next((note for note in notes if not is_decided(note)), notes[0])


def texts_of(report: Report) -> Mapping[str, str]:
    """The questionnaire's texts in English, or in what there is."""
    return report.texts.get("en") or next(iter(report.texts.values()))


def _writers(same: Sequence[Comment], alliance: Alliance) -> str:
    names = sorted({alliance.company(each.side) for each in same if each.side})
    companies = " and ".join(names) or "One of the two companies"
    return companies if len(same) == 1 else f"{companies}, {len(same)} people in the same words"
