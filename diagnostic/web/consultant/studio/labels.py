"""The answers to a statement: lists of labels that are there, ours of agreement, and such as somebody makes."""

from diagnostic.questionnaire import Questionnaire
from diagnostic.questionnaire.editing import say
from diagnostic.questionnaire.names import slug, unused
from diagnostic.questionnaire.rating import AGREEMENT
from diagnostic.reading.instruments.supplied import SuppliedWords
from diagnostic.web.consultant.forms import Form

_MOST_LABELS = 11


def lists(questionnaire: Questionnaire) -> dict[str, int]:
    """The lists of answer labels that there are, and how many points each has."""
    return {item.labels: item.points for item in questionnaire.ratings()}


def answers_offered(questionnaire: Questionnaire, language: str, supplied: SuppliedWords) -> list[tuple[str, str]]:
    """The lists of answer labels that can be chosen, and what they say; ours of agreement always."""
    found = {AGREEMENT: supplied.of(language).agreement}
    found |= {item.labels: questionnaire.labels(language, item) for item in questionnaire.ratings()}
    return [(labels, ", ".join(filter(None, words))) for labels, words in found.items()]


def with_agreement(questionnaire: Questionnaire, form: Form, supplied: SuppliedWords) -> Questionnaire:
    """With our own labels of agreement, where these are chosen for the first time."""
    if form["labels"] != AGREEMENT or AGREEMENT in lists(questionnaire):
        return questionnaire
    labels = {language: enumerate(supplied.of(language).agreement, start=1) for language in questionnaire.texts}
    texts = {code: {f"labels.{AGREEMENT}.{n}": label for n, label in words} for code, words in labels.items()}
    return say(questionnaire, texts)


def new_labels(questionnaire: Questionnaire, form: Form) -> tuple[Questionnaire, str, int]:
    """A list of labels of one's own, of which each line is a point."""
    given = {language: form[f"{language}.labels"].splitlines() for language in questionnaire.texts}
    given = {language: [line.strip() for line in lines if line.strip()] for language, lines in given.items()}
    points = max(len(lines) for lines in given.values())
    if not 2 <= points <= _MOST_LABELS:
        form.wrong("labels", f"Give 2 to {_MOST_LABELS} answers, one a line, from the lowest to the highest.")
    for language, lines in given.items():
        if lines and len(lines) != points:
            called = questionnaire.texts[language].get("language", language)
            form.wrong("labels", f"There are {points} answers in one language and {len(lines)} in {called}.")
    for lines in given.values():
        if twice := next((line for line in lines if lines.count(line) > 1), None):
            form.wrong("labels", f"“{twice}” stands there twice.")
    for item in questionnaire.ratings():
        if all(tuple(lines) == questionnaire.labels(language, item) for language, lines in given.items()):
            return questionnaire, item.labels, points
    first = next((lines for lines in given.values() if lines), ["labels"])
    taken = {key.split(".")[1] for texts in questionnaire.texts.values() for key in texts if key.startswith("labels.")}
    made = unused(slug(f"{first[0]} {first[-1]}") or "labels", taken)
    texts = {
        language: {f"labels.{made}.{number}": label for number, label in enumerate(lines, start=1)}
        for language, lines in given.items()
    }
    return say(questionnaire, texts), made, points
