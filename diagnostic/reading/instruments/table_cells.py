"""The cells of an instrument's table by what their columns are."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from diagnostic.questionnaire import Item
from diagnostic.questionnaire.sheet import from_text
from diagnostic.reading.instruments.draft import Draft, fields_of, kind_of
from diagnostic.reading.instruments.headings import LANGUAGES_OF, Column, headings
from diagnostic.reading.seen import SeenRow, SeenSheet


class TableCells:
    """A table that is put into a draft."""

    def __init__(self, sheet: SeenSheet, heading: SeenRow, draft: Draft, language: str) -> None:
        rows = tuple(replace(row, cells=tuple(map(from_text, row.cells))) for row in sheet.rows)
        self.sheet = replace(sheet, rows=rows)
        self.heading = heading
        self.draft = draft
        self.columns = self._with_languages(self._ours(headings(heading, sheet.hidden_columns)), language)
        self.base: dict[str, Item] = {item.id: item for item in draft.base.items} if draft.base else {}

    def _ours(self, found: Mapping[int, Column]) -> dict[int, Column]:
        """The columns with our codes of their languages, less those whose language is not carried over."""
        ours = {
            place: Column(each.role, self.draft.language(each.language)) if each.language else each
            for place, each in found.items()
        }
        return {place: each for place, each in ours.items() if each.language or not found[place].language}

    def _with_languages(self, found: Mapping[int, Column], given: str) -> dict[int, Column]:
        texts = [each for each in found.values() if each.role == "text"]
        named = [each.language for each in texts if each.language]
        usual = self.draft.language(given) if given else "" if "en" in named else "en"
        plain = next((place for place, each in found.items() if each.role == "text" and not each.language), None)
        if plain is not None and usual not in named:
            where = f"column “{self.heading.cell(plain)}”"
            if not given:
                self.draft.assume(
                    where,
                    f"taken as {usual}; --language says which language it is, or a heading such as “Statement (de)”",
                )
        else:
            usual = named[0] if named else usual
        return {
            place: Column(each.role, each.language or usual) if each.role in LANGUAGES_OF else each
            for place, each in found.items()
            if not (place == plain and usual in named)
        }

    def cell(self, row: SeenRow, role: str) -> str:
        return next((row.cell(place) for place, each in self.columns.items() if each.role == role), "")

    def texts(self, row: SeenRow, role: str = "text") -> dict[str, str]:
        """The cells of a role by their language, those that are not empty; lists may stand in several lines."""
        return {
            each.language: row.text(place)
            for place, each in self.columns.items()
            if each.role == role and row.cell(place)
        }

    def has(self, role: str) -> bool:
        return any(each.role == role for each in self.columns.values())

    def named(self, row: SeenRow, where: str, role: str) -> str:
        """The id of the scale or section that a cell names, or one a language; '' of an empty one."""
        cell, titles = self.cell(row, role), self.texts(row, role)
        if not cell or cell in self.draft.named[f"{role}s"]:
            return cell
        return self.draft.scale(titles, where) if role == "scale" else self.draft.section(titles, where)

    def there(self, name: str, kind: str) -> dict[str, Any]:
        """An item's fields as they are in the questionnaire that is there already."""
        item = self.base.get(name)
        return fields_of(item) if item is not None and kind_of(item) == kind else {}
