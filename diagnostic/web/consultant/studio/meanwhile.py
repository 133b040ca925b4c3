"""What was changed while a form was open: in another tab, by a colleague, or before somebody pressed “back”."""

from collections.abc import Callable

import msgspec

from diagnostic.questionnaire import Item, Questionnaire, Text, wordings
from diagnostic.questionnaire.names import root
from diagnostic.storage.models import InstrumentVersion
from diagnostic.survey.instruments import of_version
from diagnostic.web.consultant.forms import Form

SEEN = "seen"
"""The field in which a form says which version it was opened with."""


async def overtaken(now: InstrumentVersion, form: Form, shown: Callable[[Questionnaire], object]) -> None:
    """Say in a form that what it shows was changed since it was opened; sent once more, it takes the place of that."""
    if not form[SEEN].isdigit() or int(form[SEEN]) == now.number:
        return
    before = await InstrumentVersion.get_or_none(instrument_id=now.instrument_id, number=int(form[SEEN]))
    if before is None or shown(of_version(before)) != shown(of_version(now)):
        form.wrong(
            "save",
            f"This was changed after you opened it: {now.changed_by} stored version {now.number}. What you typed is"
            " below. Save it again to put it in the place of that; under “Versions” nothing is lost.",
        )
        form.values[SEEN] = str(now.number)


def all_of(questionnaire: Questionnaire, item: str) -> tuple[object, dict[str, dict[str, str]]]:
    """Everything that is said of an item, and how it is asked."""
    there = next((msgspec.to_builtins(one) for one in questionnaire.items if one.id == item), None)
    return there, said(questionnaire, f"items.{item}.")


def said(questionnaire: Questionnaire, prefix: str) -> dict[str, dict[str, str]]:
    """The texts of one thing."""
    return {
        language: {key: text for key, text in texts.items() if key.startswith(prefix)}
        for language, texts in questionnaire.texts.items()
    }


def become(questionnaire: Questionnaire, name: str) -> Item | None:
    """An item by the name it had: what was reworded meanwhile is named after what it was."""
    there = {item.id: item for item in questionnaire.items if not (isinstance(item, Text) and item.aside)}
    after = [item for item in there.values() if root(item.id) == root(name)]
    return there.get(name) or (after[0] if len(after) == 1 else None)


def asked_already(questionnaire: Questionnaire, made: Questionnaire, name: str) -> str | None:
    """What asks the same as something new, so that a form that is sent twice asks nothing twice."""
    new = next(_asks(made, item) for item in made.items if item.id == name)
    return next((item.id for item in questionnaire.items if _asks(questionnaire, item) == new), None)


def _asks(questionnaire: Questionnaire, item: Item) -> tuple[object, ...]:
    texts = {
        language: [texts.get(f"items.{item.id}.{part}") for part in wordings.parts(item)]
        for language, texts in questionnaire.texts.items()
    }
    return type(item), item.section, getattr(item, "asked", ()), texts
