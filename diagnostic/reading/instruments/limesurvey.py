"""LimeSurvey's groups, questions, subquestions and answers, whether they come from its `.lss` or its `.txt`."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from diagnostic.reading.instruments.answer_scales import Answer, Texts, is_graded
from diagnostic.reading.instruments.cells import number
from diagnostic.reading.instruments.draft import Draft
from diagnostic.reading.instruments.plain import without_markup

_ARRAYS = {"F": 0, "H": 0, "A": 5, "B": 10}
"""Types with a statement a row that is rated; with how many points where these have no labels."""
_CHOICES = {"L": 1, "!": 1, "O": 1, "M": 0, "P": 0}
"""Types with answers to pick, and how many at most; 0: as many as one likes."""
_TEXTS = {"S", "T", "U"}
_EVERYBODY = {"", "1"}
"""Conditions that hold always."""
_LONGEST_TITLE = 80
_SAID = {
    "condition": "everybody is asked",
    "validation": "any answer of its kind is taken",
    "help": "what stands below it is not shown",
    "mandatory": "everything may be skipped here",
    "default": "nothing is filled in before",
}


class LimeQuestion(Struct, frozen=True, kw_only=True):
    """A question, with what stands in it."""

    where: str
    code: str
    type: str
    texts: Texts
    rows: Sequence[Answer] = ()
    """Its subquestions."""
    columns: int = 1
    """How many kinds of subquestions it has; two where it is a table."""
    answers: Sequence[Answer] = ()
    other: bool = False
    settings: Mapping[str, str] = {}
    """What is set of it by our word for it, see ``_SAID``, and attributes by LimeSurvey's."""


class LimeGroup(Struct, frozen=True):
    """A page."""

    titles: Texts
    descriptions: Texts
    questions: Sequence[LimeQuestion]


def read_groups(groups: Iterable[LimeGroup], draft: Draft) -> None:
    """Put all questions into a draft."""
    for group in groups:
        where = group.questions[0].where if group.questions else f"group “{next(iter(group.titles.values()), '')}”"
        section = draft.section(group.titles, where) if group.titles else ""
        if section and group.descriptions:
            draft.say(f"sections.{section}.introduction", group.descriptions)
        arrays = sum(question.type in _ARRAYS for question in group.questions)
        for question in group.questions:
            _question(draft, question, section, group.titles if arrays == 1 else {})
        if not group.questions:
            draft.leave(where, "has no question")


def _question(draft: Draft, question: LimeQuestion, section: str, titles: Texts) -> None:
    where, kind = question.where, question.type
    before = len(draft.left_out), len(draft.items)
    if kind in _ARRAYS and question.columns == 1:
        _array(draft, question, section, titles)
    elif kind == "5":
        draft.graded(where, question.code, question.texts, _numbers(5), section=section)
    elif kind in ("C", "E", "Y"):
        _few(draft, question, section)
    elif kind in _CHOICES:
        _choice(draft, question, section)
    elif kind in _TEXTS:
        draft.item(where, question.code, "text", {"text": question.texts}, section=section)
    elif kind == "N":
        _number(draft, where, question.code, question.texts, question.settings, section)
    elif kind in ("Q", "K"):
        _several(draft, question, section)
    else:
        shown = "is shown and asks nothing" if kind == "X" else f"is of LimeSurvey’s type {kind}, which is none of ours"
        draft.leave(where, f"{shown}: {next(map(without_markup, question.texts.values()), question.code)}")
    if (len(draft.left_out), len(draft.items)) == before:
        draft.leave(where, "has nothing in it that can be asked")
    if len(draft.items) > before[1]:
        _settings(draft, question)


def _choice(draft: Draft, question: LimeQuestion, section: str) -> None:
    where, kind = question.where, question.type
    other: Texts | None = {} if question.other else None
    answers = question.rows if kind in ("M", "P") else question.answers
    if _CHOICES[kind] and other is None and is_graded(answers):
        draft.graded(where, question.code, question.texts, answers, section=section)
    else:
        most = int(number(question.settings.get("max_answers", "")) or 0) or _CHOICES[kind]
        draft.choice(where, question.code, question.texts, answers, section=section, at_most=most, other=other)
    if kind in ("O", "P"):
        draft.leave(where, "the line for a comment beside its answers is not carried over")


def _settings(draft: Draft, question: LimeQuestion) -> None:
    """What is set of a question beside what it asks."""
    for setting, instead in _SAID.items():
        value = question.settings.get(setting, "")
        if value not in (_EVERYBODY if setting == "condition" else {"", "N"}):
            draft.leave(question.where, f"its {setting} “{without_markup(value)}” is not carried over; {instead}")


def _numbers(last: int) -> list[Answer]:
    return [Answer(str(n), {}) for n in range(1, last + 1)]


def _array(draft: Draft, question: LimeQuestion, section: str, titles: Texts) -> None:
    points = question.answers or _numbers(_ARRAYS[question.type])
    texts = {language: without_markup(text) for language, text in question.texts.items()}
    named = titles or {language: text[:_LONGEST_TITLE] for language, text in texts.items() if text}
    scale = draft.scale(named or {"en": question.code}, question.where) if question.rows else None
    if titles and any(texts.values()):
        if section and not draft.said(f"sections.{section}.introduction"):
            draft.say(f"sections.{section}.introduction", texts)
        else:
            draft.leave(question.where, f"what stands above its statements is not shown: {next(iter(texts.values()))}")
    for row in question.rows:
        name, place = f"{question.code}_{row.code}", f"{question.where}, subquestion {row.code}"
        draft.graded(place, name, row.texts, points, section=section, scale=scale)


def _few(draft: Draft, question: LimeQuestion, section: str) -> None:
    """Yes or no, and arrays of three answers: LimeSurvey says these itself, in the language of whoever answers."""
    languages = tuple(question.texts) or ("en",)
    yes, no = (Answer(word, draft.supplied.each(word, languages)) for word in ("yes", "no"))
    if question.type == "Y":
        draft.choice(question.where, question.code, question.texts, [yes, no], section=section, at_most=1)
    else:
        rows = ", ".join(without_markup(next(iter(row.texts.values()), row.code)) for row in question.rows)
        draft.leave(question.where, f"is an array of three answers that LimeSurvey words itself: {rows}")


def _number(  # noqa: PLR0917 (what a number has)
    draft: Draft, where: str, code: str, texts: Texts, settings: Mapping[str, str], section: str
) -> None:
    least, most = (number(settings.get(name, "")) for name in ("min_num_value_n", "max_num_value_n"))
    draft.number(where, code, texts, least, most, section=section)


def _several(draft: Draft, question: LimeQuestion, section: str) -> None:
    """Several texts or numbers below each other."""
    if any(question.texts.values()):
        said = without_markup(next(iter(question.texts.values())))
        draft.leave(question.where, f"what stands above its lines is not shown: {said}")
    for row in question.rows:
        place, code = f"{question.where}, subquestion {row.code}", f"{question.code}_{row.code}"
        if question.type == "Q":
            draft.item(place, code, "text", {"text": row.texts}, section=section)
        else:
            _number(draft, place, code, row.texts, question.settings, section)
