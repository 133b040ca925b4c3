"""A table with a statement a row, as people keep instruments in spreadsheets; also the one that we write ourselves.

A row is a wording: an item that is asked about each company has a row for each, with the same id. What a row does not
say is taken from the questionnaire that is there already, else assumed and said.
"""

from collections.abc import Mapping
from typing import Any

from diagnostic.questionnaire import Text
from diagnostic.questionnaire.choice import NONE, OTHER
from diagnostic.questionnaire.names import item_id, slug, unused
from diagnostic.questionnaire.structure import ID
from diagnostic.reading.instruments import cells
from diagnostic.reading.instruments.answer_scales import Answer, Texts
from diagnostic.reading.instruments.draft import MOST_OF_A_NUMBER, Draft, kind_of
from diagnostic.reading.instruments.headings import unknown
from diagnostic.reading.instruments.table_cells import TableCells
from diagnostic.reading.instruments.table_ratings import Ratings
from diagnostic.reading.seen import SeenRow, SeenSheet
from diagnostic.text import bare

_HEADS = {"title", "introduction", "label", "scale", "section", "section introduction"}
"""Rows that are about the whole, and are read first."""
_OF_LABELS = ("high", "low")
"""What a list says beside its labels: how a briefing calls its ends."""
_OF_AN_ITEM = {"option", "activity", *cells.PARTS}
_FLAGS = ("share", "cant_say", "brief", "other", "none")


def read_table(sheet: SeenSheet, heading: SeenRow, draft: Draft, language: str = "") -> None:
    """Put the rows of a table into a draft. ``language``: of a column of statements whose heading names none."""
    _Table(sheet, heading, draft, language).read()


class _Table(TableCells):
    def __init__(self, sheet: SeenSheet, heading: SeenRow, draft: Draft, language: str) -> None:
        super().__init__(sheet, heading, draft, language)
        self.ratings = Ratings(self)
        self.listing: set[str] = set()
        """Items whose answers rows list anew."""

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
        self.ratings.alone()
        self._not_read()

    def _not_read(self) -> None:
        """Which items of the questionnaire that is there already have a row that was left out."""
        taken = {where for places in self.draft.places.values() for where in places}
        for row in self.sheet.rows:
            where, name = f"row {row.number}", self.cell(row, "id")
            head = cells.TYPES.get(bare(self.cell(row, "type"))) in _HEADS
            if row.number > self.heading.number and name in self.base and not head and where not in taken:
                self.draft.kept.setdefault(name, where)

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

    def _type(self, row: SeenRow, where: str) -> str:
        """What a row holds; '' where it cannot be told, which is said."""
        if word := self.cell(row, "type"):
            known = cells.TYPES.get(bare(word), "")
            if not known:
                self.draft.leave(where, f"is of type “{word}”, which is none of ours")
            return known
        there = self.base.get(self.cell(row, "id"))
        if there is not None:
            return kind_of(there)
        return "choice" if self.texts(row, "options") else "rating"

    def _head(self, row: SeenRow, where: str, kind: str) -> None:
        name, texts = self.cell(row, "id"), self.texts(row)
        if not texts:
            self.draft.leave(where, "has no text")
        elif kind in ("title", "introduction"):
            self.draft.say(kind, texts)
        elif kind == "label":
            place = self.cell(row, "option").removesuffix(".0")
            if ID.fullmatch(name) and (place.isdigit() or place in _OF_LABELS):
                self.draft.say(f"labels.{name}.{place}", texts)
            else:
                self.draft.leave(where, "is no label: its list stands under “Id”, its number under “Option”")
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
        if name not in self.listing:
            listed.clear()  # what was there already is listed anew
            self.listing.add(name)
        code = self.cell(row, "option")
        if kind == "option" and code in (OTHER, NONE) and fields.get(code):
            self.draft.say(f"items.{name}.options.{code}", texts)
            return
        if not code or code in listed or not ID.fullmatch(code):
            code = unused(slug(code) or slug(next(iter(texts.values()))) or kind, listed)
        listed.append(code)
        self.draft.say(f"items.{name}.{'options' if kind == 'option' else 'activities'}.{code}", texts)

    def _item(self, row: SeenRow, where: str, kind: str) -> None:
        texts = self.texts(row)
        known = self.base.get(self.cell(row, "id"))
        if not texts and "brief" not in self.cell(row, "also") and not (isinstance(known, Text) and known.brief):
            self.draft.leave(where, "has no statement")
            return
        scale = (self.named(row, where, "scale") or None) if kind == "rating" else None
        section = self.named(row, where, "section") or self._as_section(scale)
        wanted = self.cell(row, "id")
        text = next(iter(texts.values()), "")
        name = item_id(wanted, scale or section or "", text)
        if kind == "rating":
            self.ratings.add(row, where, texts, name if wanted else "", scale, section)
            return
        there = self.there(name, "choice" if kind == "single" else kind)
        fields: dict[str, Any] = {**there, "section": section or there.get("section")}
        fields |= {flag: True for flag in _FLAGS if flag in self.cell(row, "also").lower()}
        self._add(row, where, kind, wanted, texts, fields)

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

    def _as_section(self, scale: str | None) -> str:
        """A section for a scale, where rows name none."""
        if not scale or self.has("section"):
            return ""
        return self.draft.section(self.draft.said(f"scales.{scale}.title"), self.draft.named["scales"][scale], scale)
