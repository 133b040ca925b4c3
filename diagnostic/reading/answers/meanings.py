"""What texts in a table of answers mean: labels, codes, and words for no answer, in English and German."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from diagnostic.questionnaire import Choice, Item, Number, Questionnaire, Rating, Responsibility, Side, Text
from diagnostic.questionnaire.responsibility import CHOICES
from diagnostic.reading.companies import RosterOf
from diagnostic.text import alike, bare

CANT_SAY_TEXT = "-"
_UNKNOWN = "?"
_WORDS_FOR = {
    "": "na, n/a, #n/a, nan, null, none, ., k. a., k.a., ka, keine angabe, not answered, no answer, no response,"
    " nicht beantwortet, missing, prefer not to say, skipped, {question_not_shown}, -77, -66, -99, -88, -98, -9, -8",
    CANT_SAY_TEXT: "-, can't say, cannot say, can’t say, don't know, don’t know, do not know, dk, no opinion, not sure,"
    " unable to say, cannot judge, weiß nicht, weiss nicht, weiß ich nicht, kann ich nicht sagen, keine meinung,"
    " kann ich nicht beurteilen, nicht beurteilbar, n. b., does not apply, not applicable, nicht zutreffend",
}
_NO_ANSWER = {alike(word): meant for meant, words in _WORDS_FOR.items() for word in words.split(", ")}
AGREEMENT = {
    5: (
        ("strongly disagree", "disagree", "neither agree nor disagree", "agree", "strongly agree"),
        ("completely disagree", "somewhat disagree", "neutral", "somewhat agree", "completely agree"),
        ("totally disagree", "rather disagree", "undecided", "rather agree", "totally agree"),
        ("stimme gar nicht zu", "stimme eher nicht zu", "teils, teils", "stimme eher zu", "stimme voll zu"),
        ("stimme überhaupt nicht zu", "stimme nicht zu", "weder noch", "stimme zu", "stimme voll und ganz zu"),
        ("trifft gar nicht zu", "trifft eher nicht zu", "teils teils", "trifft eher zu", "trifft voll zu"),
        ("trifft überhaupt nicht zu", "trifft nicht zu", "teils/teils", "trifft zu", "trifft voll und ganz zu"),
        ("lehne stark ab", "lehne ab", "unentschieden", "stimme zu", "stimme stark zu"),
    ),
    7: (
        (
            "strongly disagree", "disagree", "somewhat disagree", "neither agree nor disagree",
            "somewhat agree", "agree", "strongly agree",
        ),
        (
            "stimme überhaupt nicht zu", "stimme nicht zu", "stimme eher nicht zu", "teils, teils",
            "stimme eher zu", "stimme zu", "stimme voll und ganz zu",
        ),
        ("", "", "slightly disagree", "neutral", "slightly agree", "", ""),
    ),
}  # fmt: skip
"""Labels of agreement that surveys use, from the lowest to the highest, by the number of points."""
_CODE_AND_LABEL = (
    re.compile(r"\(?(?P<code>\d{1,2})\)?\s*[-–—=:.)]\s*(?P<label>[^\W\d].*)"),
    re.compile(r"(?P<label>[^\W\d].*\S)\s*\((?P<code>\d{1,2})\)"),
    re.compile(r"\((?P<label>[^\W\d][^()]*)\)\s*(?P<code>\d{1,2})"),
    re.compile(r"(?P<code>\d{1,2})\s*\((?P<label>[^\W\d][^()]*)\)"),
)
"""``4 - Agree``, ``4 = Agree``, ``Agree (4)``, ``(Agree) 4``, ``4 (Agree)``."""
_DECIMALS = re.compile(r"[.,]0+$")
_NOT_APPLICABLE = re.compile(r"(^|\()n/?a\b", re.IGNORECASE)
"""``N/A - skip``, ``Unfamiliar (N/A)``."""
_CODE = re.compile(r"(?:AO?0*)?(?P<code>\d{1,2})(?:[.,]0+)?", re.IGNORECASE)
"""A bare number; LimeSurvey writes A4 or AO04, statistics programs 4.0."""
_YES = {"yes", "ja", "y", "j", "1", "x", "true", "wahr", "selected", "checked", "ausgewählt", "gewählt", "quoted"}
_NO = {"", "no", "nein", "n", "0", "false", "falsch", "not selected", "unchecked", "not quoted", "nicht gewählt"}


def is_no_answer(text: str) -> bool:
    """Whether a text stands for a question that was not answered."""
    return _no_answer(text) == ""


def is_cant_say(text: str) -> bool:
    """Whether a text stands for "can't say"."""
    return _no_answer(text) == CANT_SAY_TEXT


def is_yes_or_no(text: str) -> bool:
    """Whether a text says yes, no, or nothing."""
    return alike(text) in _YES | _NO or is_no_answer(text)


@lru_cache(maxsize=4_096)
def _no_answer(text: str) -> str | None:
    key = alike(text)
    known = _NO_ANSWER.get(key, _NO_ANSWER.get(_DECIMALS.sub("", key.rstrip("."))))
    return CANT_SAY_TEXT if known is None and _NOT_APPLICABLE.search(text) else known


def code_and_label(text: str) -> tuple[int, str] | None:
    """The number and the words of a label that has both."""
    found = next((found for pattern in _CODE_AND_LABEL if (found := pattern.fullmatch(text))), None)
    return (int(found["code"]), found["label"]) if found else None


def kind_of(item: Item) -> str:
    """Questions of one kind share the meanings of texts: ratings with as many points and the same labels, owners."""
    match item:
        case Rating():
            return f"rating-{item.labels}-{item.points}" + ("" if item.lowest == 1 else f"-from-{item.lowest}")
        case Responsibility():
            return "responsibility"
        case _:
            return item.id


class Meanings:
    """What a questionnaire's answers are called, as far as it is known, and as it was said."""

    def __init__(self, questionnaire: Questionnaire, of: RosterOf, said: Mapping[str, Mapping[str, str]]) -> None:
        self._questionnaire, self._of, self._said = questionnaire, of, said
        self._labels: dict[str, dict[str, str]] = {}

    def answer(self, text: str, item: Item, side: Side) -> str | None:
        """What a text means, as an answers file has it; '' for no answer, None where nobody knows."""
        if isinstance(item, Text):
            return "" if is_no_answer(text) else text
        said = self._said.get(kind_of(item), {})
        if isinstance(item, Choice):
            return self._topics(text, item, said)
        key = alike(text)
        meant = said.get(key)
        if meant is None:
            meant = self._known(text, key, item, side)
        return meant

    def is_code(self, text: str, item: Item) -> bool:
        """Whether a rating is told by a number alone, whose direction the file does not say."""
        known = self._said.get(kind_of(item), {}), self._of_kind(item)
        return bool(_CODE.fullmatch(text)) and not any(alike(text) in texts for texts in known)

    def picked(self, text: str, option: str, item: Choice) -> bool | None:
        """Whether a column about one topic says that it was picked; None where nobody knows."""
        key = alike(text)
        if key in _NO or _no_answer(text) is not None:
            return False
        return True if key in _YES or self._topics(text, item, {}) == option else None

    def _known(self, text: str, key: str, item: Item, side: Side) -> str | None:
        if isinstance(item, Number):
            said = _no_answer(text)
            return text if said is None else said if item.cant_say else ""
        known = self._of_kind(item)
        if key in known:
            return known[key]
        if isinstance(item, Responsibility):
            company = self._of.named(text) or self._of.meant(text)
            return ("us" if company == side else "them") if company else _no_answer(text)
        if both := code_and_label(text):
            code, label = both
            return known.get(alike(label)) or known.get(bare(label)) or str(code)
        if found := _CODE.fullmatch(text):
            return str(int(found["code"])) if _fits(int(found["code"]), item) else _no_answer(text)
        return known.get(bare(text)) or _no_answer(text)

    def _topics(self, text: str, item: Choice, said: Mapping[str, str]) -> str | None:
        """The options picked, joined by semicolons."""
        known = {**self._of_kind(item), **said}
        if alike(text) in known:
            return known[alike(text)]
        for separator in (";", "\n", "|", ","):
            parts = [part for part in map(str.strip, text.split(separator)) if part]
            meant = [known.get(alike(part), _UNKNOWN) for part in parts]
            if _UNKNOWN not in meant:
                return ";".join(filter(None, meant))
        return "" if _no_answer(text) is not None else None

    def _of_kind(self, item: Item) -> dict[str, str]:
        kind = kind_of(item)
        if kind not in self._labels:
            found: dict[str, str] = {}
            for text, meant in self._named(item):
                found.setdefault(alike(text), meant)
                found.setdefault(bare(text), meant)
            found.pop("", None)
            self._labels[kind] = found
        return self._labels[kind]

    def _named(self, item: Item) -> Iterator[tuple[str, str]]:
        texts = self._questionnaire.texts
        match item:
            case Rating():
                own = [self._questionnaire.labels(language, item) for language in texts]
                others = AGREEMENT.get(item.points, ()) if item.labels == "agreement" else ()
                for labels in (*own, *others):
                    yield from ((label, str(point)) for point, label in enumerate(labels, bounds(item)[0]) if label)
            case Responsibility():
                yield from ((choice, choice) for choice in CHOICES)
                yield from _OWNERS.items()
            case Choice():
                for option in item.shown:
                    yield option, option
                    yield from ((told.get(f"items.{item.id}.options.{option}", ""), option) for told in texts.values())
                yield from ((word, "") for word, meant in _NO_ANSWER.items() if meant == "")


_OWNERS = {
    "we": "us", "our company": "us", "wir": "us", "unser unternehmen": "us", "our side": "us",
    "they": "them", "our partner": "them", "the partner": "them", "partner": "them", "der partner": "them",
    "both": "joint", "both together": "joint", "jointly": "joint", "shared": "joint", "beide": "joint",
    "beide zusammen": "joint", "gemeinsam": "joint", "nobody": "nobody", "no one": "nobody", "niemand": "nobody",
    "keiner": "nobody", "unclear": "unknown", "unklar": "unknown",
    "don't know": "unknown", "don’t know": "unknown", "weiß nicht": "unknown", "weiss nicht": "unknown", "-": "unknown",
}  # fmt: skip


def bounds(item: Rating) -> tuple[int, int]:
    """The lowest and the highest answer, as a person gives them."""
    return item.lowest, item.lowest + item.points - 1


def _fits(code: int, item: Item) -> bool:
    return isinstance(item, Rating) and bounds(item)[0] <= code <= bounds(item)[1]
