"""A table with a statement a row, as people keep instruments in spreadsheets; also the one that we write ourselves.

A row is a wording: an item that is asked about each company has a row for each, with the same id. What a row does not
say is taken from the questionnaire that is there already, else assumed and said.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from diagnostic.questionnaire import Item
from diagnostic.reading.instruments import cells
from diagnostic.reading.instruments.answer_scales import Answer, Texts, runs_down
from diagnostic.reading.instruments.draft import DEFAULT_POINTS, MOST_OF_A_NUMBER, MOST_POINTS, Draft
from diagnostic.reading.instruments.headings import Column, headings, unknown
from diagnostic.reading.instruments.names import item_id, slug, unused
from diagnostic.reading.seen import SeenRow, SeenSheet
from diagnostic.text import bare

_HEADS = {"title", "introduction", "label", "scale", "section", "section introduction"}
"""Rows that are about the whole, and are read first."""
_OF_AN_ITEM = {"option", "activity", *cells.PARTS}
_ORDER = ("we", "they", "they_of_us", "alliance")
_FLAGS = ("share", "brief", "other")


def read_table(sheet: SeenSheet, heading: SeenRow, draft: Draft, language: str = "") -> None:
    """Put the rows of a table into a draft. ``language``: of a column of statements whose heading names none."""
    _Table(sheet, heading, draft, language).read()


class _Table:
    def __init__(self, sheet: SeenSheet, heading: SeenRow, draft: Draft, language: str) -> None:
        self.sheet = sheet
        self.heading = heading
        self.draft = draft
        self.columns = self._with_languages(headings(heading, sheet.hidden_columns), language)
        self.base: dict[str, Item] = {item.id: item for item in draft.base.items} if draft.base else {}
        self.parts: dict[str, list[str]] = {}
        """The wordings that rows gave of each item."""

    def _with_languages(self, found: Mapping[int, Column], given: str) -> dict[int, Column]:
        texts = [each for each in found.values() if each.role == "text"]
        named = [each.language for each in texts if each.language]
        usual = given or ("en" if "en" not in named else "")
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
            place: Column(each.role, each.language or usual) if each.role in ("text", "labels", "options") else each
            for place, each in found.items()
            if not (place == plain and usual in named)
        }

    def read(self) -> None:
        self._beside()
        rows = []
        for row in self.sheet.rows:
            where = f"row {row.number}"
            if row.number < self.heading.number:
                self.draft.leave(where, "stands above the headings")
            elif row.hidden:
                self.draft.leave(where, "is hidden or filtered away")
            elif row.number > self.heading.number:
                rows.append((row, where, self._type(row, where)))
        for row, where, kind in rows:
            if kind in _HEADS:
                self._head(row, where, kind)
        for row, where, kind in rows:
            if kind in _OF_AN_ITEM:
                self._part(row, where, kind)
            elif kind and kind not in _HEADS:
                self._item(row, where, kind)

    def _beside(self) -> None:
        """What stands in no row that is read."""
        for name in unknown(self.heading, self.columns):
            self.draft.leave(f"column “{name}”", "means nothing to an instrument, or is there twice or hidden")
        width = len(self.heading.cells)
        if any(any(row.cells[width:]) for row in self.sheet.rows) or any(
            row.cell(place) for place in range(width) if not self.heading.cell(place) for row in self.sheet.rows
        ):
            self.draft.leave("columns without a heading", "are not read")
        for remark in self.sheet.remarks:
            self.draft.leave(remark.where, remark.what)
        for number, why in self.sheet.unread.items():
            self.draft.leave(f"row {number}", why)

    def cell(self, row: SeenRow, role: str) -> str:
        return next((row.cell(place) for place, each in self.columns.items() if each.role == role), "")

    def texts(self, row: SeenRow, role: str = "text") -> dict[str, str]:
        """The cells of a role by their language, those that are not empty."""
        return {
            each.language: row.cell(place)
            for place, each in self.columns.items()
            if each.role == role and row.cell(place)
        }

    def has(self, role: str) -> bool:
        return any(each.role == role for each in self.columns.values())

    def _type(self, row: SeenRow, where: str) -> str:
        """What a row holds; '' where it cannot be told, which is said."""
        if word := self.cell(row, "type"):
            known = cells.TYPES.get(bare(word), "")
            if not known:
                self.draft.leave(where, f"is of type “{word}”, which is none of ours")
            return known
        there = self.base.get(self.cell(row, "id"))
        if there is not None:
            return type(there).__struct_config__.tag  # type: ignore[return-value]
        return "choice" if self.texts(row, "options") else "rating"

    def _head(self, row: SeenRow, where: str, kind: str) -> None:
        name, texts = self.cell(row, "id"), self.texts(row)
        if not texts:
            self.draft.leave(where, "has no text")
        elif kind in ("title", "introduction"):
            self.draft.say(kind, texts)
        elif kind == "label":
            self.draft.say(f"labels.{name}.{self.cell(row, 'option')}", texts)
        elif kind == "section introduction":
            self.draft.say(f"sections.{self.draft.section({}, where, name)}.introduction", texts)
        else:
            made = self.draft.scale(texts, where, name) if kind == "scale" else self.draft.section(texts, where, name)
            self.draft.say(f"{kind}s.{made}.title", texts)

    def _part(self, row: SeenRow, where: str, kind: str) -> None:
        """A further text of an item that a row above began."""
        name, texts = self.cell(row, "id"), self.texts(row)
        fields = self.draft.items.get(name)
        if fields is None or not texts:
            self.draft.leave(
                where, f"belongs to no item above it: there is no “{name}”" if fields is None else "has no text"
            )
            return
        self.draft.places[name].append(where)
        if kind not in ("option", "activity"):
            self.draft.say(f"items.{name}.{kind}", texts)
            return
        listed = fields.setdefault("options" if kind == "option" else "activities", [])
        if self.parts[name] == []:
            listed.clear()  # what was there already is listed anew
            self.parts[name].append(kind)
        code = self.cell(row, "option") or unused(slug(next(iter(texts.values()))) or "option", listed)
        listed.append(code)
        self.draft.say(f"items.{name}.{'options' if kind == 'option' else 'activities'}.{code}", texts)

    def _item(self, row: SeenRow, where: str, kind: str) -> None:
        texts = self.texts(row)
        if not texts and "brief" not in self.cell(row, "also"):
            self.draft.leave(where, "has no statement")
            return
        scale = (self._named(row, where, "scale") or None) if kind == "rating" else None
        section = self._named(row, where, "section") or self._as_section(scale)
        wanted = self.cell(row, "id")
        text = next(iter(texts.values()), "")
        name = item_id(wanted, scale or section or "", text)
        if kind == "rating":
            self._rating(row, where, texts, name if wanted else "", scale, section)
            return
        there = self._there(name, "choice" if kind == "single" else kind)
        fields: dict[str, Any] = {**there, "section": section or there.get("section")}
        fields |= {flag: True for flag in _FLAGS if flag in self.cell(row, "also").lower()}
        self.parts[self._add(row, where, kind, wanted, texts, fields)] = []

    def _add(self, row: SeenRow, where: str, kind: str, wanted: str, texts: Texts, fields: dict[str, Any]) -> str:  # noqa: PLR0917
        listed = self._listed(row)
        parts: dict[str, Texts] = {}
        if texts:
            parts = {"now" if kind == "responsibility" else "text": texts}
        if kind in ("choice", "single", "responsibility") and listed:
            what = "activities" if kind == "responsibility" else "options"
            fields[what] = [answer.code for answer in listed]
            parts |= {f"{what}.{answer.code}": answer.texts for answer in listed}
        if kind == "number":
            fields |= self._limits(row, where, fields)
        if kind == "text" and (longest := cells.number(self.cell(row, "longest"))):
            fields["longest"] = int(longest)
        if kind in ("choice", "single"):
            most = cells.number(self.cell(row, "at_most"))
            fields["at_most"] = 1 if kind == "single" else int(most) if most else fields.get("at_most", len(listed))
            fields.setdefault("options", [])
        if kind == "responsibility":
            fields.setdefault("activities", [])
        return self.draft.item(where, wanted, "choice" if kind == "single" else kind, parts, **fields)

    def _listed(self, row: SeenRow) -> list[Answer]:
        """The answers that a cell lists, or one a language."""
        columns = {language: cells.several(cell) for language, cell in self.texts(row, "options").items()}
        answers: list[Answer] = []
        for place in range(max(map(len, columns.values()), default=0)):
            texts = {language: found[place] for language, found in columns.items() if place < len(found)}
            code = slug(next(iter(texts.values())))
            code = code if code[:1].isalpha() else f"option_{code or place + 1}"
            answers.append(Answer(unused(code, [answer.code for answer in answers]), texts))
        return answers

    def _limits(self, row: SeenRow, where: str, fields: Mapping[str, Any]) -> dict[str, float]:
        found: dict[str, float] = {}
        for end, usual in (("minimum", 0), ("maximum", MOST_OF_A_NUMBER)):
            given = cells.number(self.cell(row, end))
            if given is None and end not in fields:
                self.draft.assume(where, f"its {end} is {usual}, since none is given")
            found[end] = given if given is not None else fields.get(end, usual)
        return found

    def _rating(self, row: SeenRow, where: str, texts: Texts, wanted: str, scale: str | None, section: str) -> None:  # noqa: PLR0917
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
            there = self._there(name, "rating")
            fields: dict[str, Any] = {**there, "asked": []}
            if self.has("section") or self.has("scale") or not there:
                fields["section"] = section or there.get("section")
            if self.has("scale") or not there:
                fields["scale"] = scale
            fields |= self._answers(row, where, there)
            if self.has("reversed"):
                fields["reversed"] = self._reversed(row, where)
            name = self.draft.item(where, self.cell(row, "id"), "rating", {}, text=next(iter(texts.values())), **fields)
            self.parts[name] = []
        else:
            self.draft.places[name].append(where)
        self._word(name, part, texts)

    def _word(self, name: str, part: str, texts: Texts) -> None:
        """Add a wording of a rating."""
        if part != "each":
            wordings = {part: texts}
        else:
            named = {
                language: text if "{company}" in text else self.draft.supplied.of(language).statement.replace("…", text)
                for language, text in texts.items()
            }
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
        there = self._there(name, "rating").get("asked", [])
        asked.sort(key=list(there).index if set(asked) <= set(there) else _ORDER.index)

    def _about(self, row: SeenRow, where: str, name: str) -> str | None:
        """Which wording a row holds; None where it cannot be told, which is said."""
        cell = self.cell(row, "about")
        if cell:
            part = cells.about(cell)
            if part is None:
                self.draft.leave(where, f"is about “{cell}”; write us, them, each or both")
            elif cells.is_loose(cell):
                what = f"“{cell}” is taken as the alliance together; what is asked about each company is about “each”"
                self.draft.assume(where, what)
            return part
        asked = self._there(name, "rating").get("asked", ["alliance"])
        if list(asked) == ["alliance"]:
            if name not in self.base:
                self.draft.assume_alliance(where)
            return "alliance"
        self.draft.leave(where, "does not say which of its wordings it is; write us, them or briefing under “About”")
        return None

    def _answers(self, row: SeenRow, where: str, there: Mapping[str, Any]) -> dict[str, Any]:
        """Points and labels."""
        found: dict[str, Any] = {}
        lists = {language: cells.several(cell) for language, cell in self.texts(row, "labels").items()}
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
        for language, labels in lists.items():
            if len(labels) not in (2, points):
                self.draft.leave(
                    where, f"has {len(labels)} labels ({language}) for {points} points; those of the ends are taken"
                )
                lists = {**lists, language: [labels[0], labels[-1]]}
        if any(runs_down(labels[0], labels[-1]) for labels in lists.values()):
            self.draft.assume(where, "its labels begin with the highest; they are asked from the lowest to the highest")
            lists = {language: labels[::-1] for language, labels in lists.items()}
        return self.draft.labels(lists)

    def _points(self, row: SeenRow, where: str, otherwise: int, there: Mapping[str, Any]) -> tuple[int, int]:
        """How many points there are, 0 where nothing says so, and the lowest."""
        cell = self.cell(row, "points")
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
        cell = self.cell(row, "reversed")
        found = cells.is_yes(cell)
        if found is None:
            self.draft.leave(
                where, f"“{cell}” says neither that it is reversed nor that it is not; write x, or nothing"
            )
        return bool(found)

    def _named(self, row: SeenRow, where: str, role: str) -> str:
        """The id of the scale or section that a cell names; '' of an empty one."""
        cell = self.cell(row, role)
        if not cell:
            return ""
        language = next((each.language for each in self.columns.values() if each.role == "text"), "en")
        known = self.draft.named[f"{role}s"]
        if cell in known:
            return cell
        return (
            self.draft.scale({language: cell}, where)
            if role == "scale"
            else self.draft.section({language: cell}, where)
        )

    def _as_section(self, scale: str | None) -> str:
        """A section for a scale, where rows name none."""
        if not scale or self.has("section"):
            return ""
        return self.draft.section(self.draft.said(f"scales.{scale}.title"), self.draft.named["scales"][scale], scale)

    def _there(self, name: str, kind: str) -> dict[str, Any]:
        """An item's fields as they are in the questionnaire that is there already."""
        item = self.base.get(name)
        fields: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(item)) if item is not None else {}
        if fields.pop("type", "") != kind:
            return {}
        fields.pop("id")
        return fields


def _in_place(text: str, company: str, partner: str) -> str:
    return text.replace("{company}", company).replace("{partner}", partner)
