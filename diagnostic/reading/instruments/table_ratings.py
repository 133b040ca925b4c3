"""The rows of a table that are statements to be rated: of one statement, a row for each of its wordings."""

from collections.abc import Mapping
from typing import Any

from diagnostic.reading.instruments import cells
from diagnostic.reading.instruments.answer_scales import Texts, runs_down
from diagnostic.reading.instruments.draft import DEFAULT_POINTS, MOST_POINTS
from diagnostic.reading.instruments.table_cells import TableCells
from diagnostic.reading.seen import SeenRow

_ORDER = ("we", "they", "they_of_us", "alliance")


class Ratings:
    """Those of one table."""

    def __init__(self, table: TableCells) -> None:
        self.table = table
        self.draft = table.draft
        self.parts: dict[str, list[str]] = {}
        """The wordings that rows gave of each statement."""
        self.first: dict[str, SeenRow] = {}
        """The row that each begins with."""

    def add(self, row: SeenRow, where: str, texts: Texts, wanted: str, scale: str | None, section: str) -> None:  # noqa: PLR0917
        name = wanted
        part = self._about(row, where, name)
        if part is None:
            return
        known = self.draft.items.get(name)
        if known is not None and (known["type"] != "rating" or part in self.parts.get(name, ())):
            self.draft.assume(where, f"is a statement by itself, although there is another “{name}”")
            known = None
        if known is None:
            if part == "statement":
                self.draft.leave(where, "words for the briefing what no row above asks")
                return
            there = self.table.there(name, "rating")
            fields: dict[str, Any] = {**there, "asked": []}
            if self.table.has("section") or self.table.has("scale") or not there:
                fields["section"] = section or there.get("section")
            if self.table.has("scale") or not there:
                fields["scale"] = scale
            fields |= self._answers(row, where, there)
            if self.table.has("reversed"):
                fields["reversed"] = self._reversed(row, where)
            name = self.draft.item(
                where, self.table.cell(row, "id"), "rating", {}, text=next(iter(texts.values())), **fields
            )
            self.parts[name] = []
            self.first[name] = row
        else:
            self.draft.places[name].append(where)
            self._compared(row, where, self.first[name])
        self._word(name, part, texts)

    def _compared(self, row: SeenRow, where: str, first: SeenRow) -> None:
        """What a further row of an item says of the item, its first row has said."""
        for role in ("section", "scale", "reversed", "points", "labels"):
            mine, others = self.table.cell(row, role), self.table.cell(first, role)
            if mine not in ("", others):
                what = f"“{mine}” under {role} is not what row {first.number} says of the same item, which counts"
                self.draft.leave(where, what)

    def _word(self, name: str, part: str, texts: Texts) -> None:
        """Add a wording of a rating."""
        if part != "each":
            wordings = {part: texts}
        else:
            named = {language: self.draft.naming(text, language) for language, text in texts.items()}
            wordings = {
                "we": {language: _in_place(text, "{us}", "{them}") for language, text in named.items()},
                "they": {language: _in_place(text, "{them}", "{us}") for language, text in named.items()},
                "statement": named,
            }
        asked = self.draft.items[name]["asked"]
        for each, said in wordings.items():
            self.parts[name].append(each)
            self.draft.say(f"items.{name}.{each}", said)
            if each != "statement":
                asked.append(each)
        there = self.table.there(name, "rating").get("asked", [])
        asked.sort(key=list(there).index if set(asked) <= set(there) else _ORDER.index)

    def _about(self, row: SeenRow, where: str, name: str) -> str | None:
        """Which wording a row holds; None where it cannot be told, which is said."""
        cell = self.table.cell(row, "about")
        if cell:
            part = cells.about(cell)
            if part is None:
                self.draft.leave(where, f"is about “{cell}”; write us, them, each or both")
            elif cells.is_loose(cell):
                what = f"“{cell}” is taken as the alliance together; what is asked about each company is about “each”"
                self.draft.assume(where, what)
            return part
        asked = self.table.there(name, "rating").get("asked", ["alliance"])
        if list(asked) == ["alliance"]:
            if name not in self.table.base:
                self.draft.assume_alliance(where)
            return "alliance"
        self.draft.leave(where, "does not say which of its wordings it is; write us, them or briefing under “About”")
        return None

    def _answers(self, row: SeenRow, where: str, there: Mapping[str, Any]) -> dict[str, Any]:
        """Points and labels."""
        found: dict[str, Any] = {}
        lists = {language: cells.several(cell) for language, cell in self.table.texts(row, "labels").items()}
        one = next(iter(lists.values()), [])
        points, lowest = self._points(row, where, len(one) if len(one) > 2 else there.get("points", 0), there)
        if points:
            found |= self.draft.points(points, lowest)
        if len(one) == 1:
            if one[0] in (*self.draft.lists(), "agreement", "agreement_ends", "extent"):
                return found | {"labels": one[0]}
            self.draft.leave(where, f"there are no labels called “{one[0]}”; list them with semicolons between")
        elif one:
            return found | {"labels": self._labels(where, lists, points or DEFAULT_POINTS)}
        if "labels" not in there:
            found["labels"] = self.draft.usual_labels(points or DEFAULT_POINTS, lowest)
        return found

    def _labels(self, where: str, lists: Mapping[str, Any], points: int) -> str:
        if any(runs_down(labels[0], labels[-1]) for labels in lists.values()):
            self.draft.assume(where, "its labels begin with the highest; they are asked from the lowest to the highest")
            lists = {language: labels[::-1] for language, labels in lists.items()}
        return self.draft.labels(lists)

    def _points(self, row: SeenRow, where: str, otherwise: int, there: Mapping[str, Any]) -> tuple[int, int]:
        """How many points there are, 0 where nothing says so, and the lowest."""
        cell = self.table.cell(row, "points")
        lowest = there.get("lowest", 1)
        if not cell:
            return otherwise, lowest
        ends = cells.points(cell)
        if ends is None or ends[1] - ends[0] + 1 > MOST_POINTS:
            said = f"“{cell}” is no scale of 2 to {MOST_POINTS} points, such as 7 or “0 to 10”"
            said = f"{said}; {otherwise or DEFAULT_POINTS} points are taken"
            self.draft.leave(where, said)
            return otherwise or DEFAULT_POINTS, lowest
        first, last = ends
        if first not in (0, 1):
            self.draft.assume(where, f"{first} to {last} is asked as 1 to {last - first + 1}")
            first, last = 1, last - first + 1
        return last - first + 1, first

    def _reversed(self, row: SeenRow, where: str) -> bool:
        cell = self.table.cell(row, "reversed")
        found = cells.is_yes(cell)
        if found is None:
            self.draft.leave(
                where, f"“{cell}” says neither that it is reversed nor that it is not; write x, or nothing"
            )
        return bool(found)

    def alone(self) -> None:
        """Statements about one company that may be halves of one about each."""
        for name, fields in self.draft.items.items():
            if name not in self.table.base and fields.get("asked") in (["we"], ["they"]):
                what = "is about one company alone; with the id of its counterpart it is one about each of them"
                self.draft.assume(self.draft.places[name][0], what)


def _in_place(text: str, company: str, partner: str) -> str:
    return text.replace("{company}", company).replace("{partner}", partner)
