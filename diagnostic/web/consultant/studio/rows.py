"""Activities and options as the rows of a form: worded, put into another order, taken out, added."""

from collections.abc import Mapping

from diagnostic.questionnaire import Choice, Item, Responsibility
from diagnostic.questionnaire.choice import OTHER
from diagnostic.questionnaire.names import slug, unused
from diagnostic.web.consultant.forms import Form
from diagnostic.web.pages import english_first

MOST_ROWS = 40
SPARE_ROWS = 3
_NEW = "new_"


def parts_of(item: Item | None) -> str:
    """What the rows of an item are called in its texts."""
    return "activities" if isinstance(item, Responsibility) else "options"


def names_of(item: Item | None) -> list[str]:
    """The ids of an item's activities or options."""
    return list(getattr(item, parts_of(item), ()))


def shown_rows(item: Item | None, form: Form) -> list[str]:
    """What a form shows: the rows that are there or were typed, and some to add."""
    there = [row for row in form.chosen("row") if _said(form, row)] or names_of(item)
    spare = (f"{_NEW}{number}" for number in range(1, MOST_ROWS))
    unused_ones = [row for row in spare if row not in there]
    return [*there, *unused_ones[:SPARE_ROWS]][: max(MOST_ROWS, len(there))]


def fill_rows(form: Form, item: Item, texts: Mapping[str, Mapping[str, str]]) -> None:
    """Put what is said of an item's rows into its form."""
    form.several["row"] = names_of(item)
    for place, row in enumerate(names_of(item), start=1):
        form.values[f"place.{row}"] = str(place)
        for language, said in texts.items():
            form.values[f"{language}.row.{row}"] = said.get(f"items.{item.id}.{parts_of(item)}.{row}", "")


def kept_rows(form: Form, item: Item | None, others: set[str]) -> dict[str, str]:
    """The rows that say something, in the order of their numbers, each with its id, which none of ``others`` is."""
    said = [row for row in form.chosen("row") if _said(form, row) and row not in form.chosen("remove")]
    if not said:
        form.wrong("rows", "Name at least one.")
    if len(said) > MOST_ROWS:
        form.wrong("rows", f"Name {MOST_ROWS} at most; these are {len(said)}.")
    for language in {name.partition(".row.")[0] for name in form.values if ".row." in name}:
        words = [text for row in said if (text := form[f"{language}.row.{row}"])]
        if twice := next((text for text in words if words.count(text) > 1), None):
            form.wrong("rows", f"“{twice}” stands there twice.")
    known, found = names_of(item), dict[str, str]()
    for row in sorted(said, key=lambda row: (_place(form[f"place.{row}"]), said.index(row))):
        made = slug(_said(form, row)) or "other_one"
        made = made if made[0].isalpha() else f"of_{made}"
        found[row] = row if row in known else unused(made, {*known, *found.values(), *others, OTHER})
    return found


def row_texts(form: Form, language: str, rows: Mapping[str, str], item: Item) -> dict[str, str]:
    """What rows say in one language, by the part of the item that each is."""
    kind = parts_of(item) if isinstance(item, Responsibility | Choice) else ""
    return {f"{kind}.{name}": text for row, name in rows.items() if (text := form[f"{language}.row.{row}"])}


def _said(form: Form, row: str) -> str:
    """What a row says, in English where it says it in that."""
    languages = [name.removesuffix(f".row.{row}") for name, text in form.values.items() if text]
    languages = [language for language in languages if form[f"{language}.row.{row}"]]
    return form[f"{english_first(languages)[0]}.row.{row}"] if languages else ""


def _place(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < len("1000") else 1000
