"""Text into placeholders: cleaned, in the template's look, and in a size in which it fits its box."""

from collections.abc import Sequence
from typing import Any

from pptx.oxml.ns import qn
from pptx.util import Pt

from diagnostic.briefing.deck import fit
from diagnostic.briefing.deck.colours import paint
from diagnostic.briefing.deck.parts import Paragraph, Run, Words
from diagnostic.briefing.wording import clean

_EMU = 12700
"""To a point."""
_INDENT = 14.0
_SLACK = 0.985
"""A line is filled no fuller: programs differ by a hair in how wide they set a text."""


def tidy(text: str) -> str:
    """Text as it may stand in a slide: on one line, and nothing in it that XML or a reader's eye stumbles over."""
    return " ".join(fit.words(clean(text)))


class Box:
    """A placeholder: how large it is, and how large its text would be by the template.

    It is the one of a slide, to write in, or the one of a layout, to measure by.
    """

    def __init__(self, placeholder: Any, in_layout: Any = None) -> None:
        self._shape = placeholder
        in_layout = in_layout or _in_layout(placeholder)
        body = in_layout.text_frame._txBody.find(qn("a:bodyPr"))
        inset = [int(body.get(side, default)) for side, default in _INSETS]
        self.width: float = (placeholder.width - inset[0] - inset[2]) / _EMU * _SLACK
        self.height: float = (placeholder.height - inset[1] - inset[3]) / _EMU
        style = _style(in_layout)
        self.size = round(int(style.get("sz")) / 100)
        self.bold = style.get("b") == "1"
        after = style.getparent().find(f"{qn('a:spcAft')}/{qn('a:spcPts')}")
        self.after = 0.0 if after is None else int(after.get("val")) / 100

    def size_for(self, text: Words) -> int | None:
        """The largest size in which it fits, if it does at all."""
        cleaned = [_tidied(paragraph) for paragraph in text.paragraphs]
        return next((size for size in fit.sizes(self.size) if self._fits(cleaned, size)), None)

    @property
    def kind(self) -> tuple[int, int, int]:
        """Boxes of one kind stand side by side, and have one size of type."""
        return round(self.width), round(self.height), self.size

    def write(self, text: Words, size: int | None, language: str) -> tuple[str, ...]:
        """Write it in a size, or shortened where none fits; and give what had to be shortened, in full."""
        cleaned = [_tidied(paragraph) for paragraph in text.paragraphs]
        shown = cleaned if size else self._cut(cleaned)
        frame = self._shape.text_frame
        for n, paragraph in enumerate(shown):
            written = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
            _write(written, paragraph, None if size == self.size else size or fit.LEAST, language)
        return () if size else tuple(p.text for p in cleaned if p not in shown)

    def _fits(self, paragraphs: Sequence[Paragraph], size: int) -> bool:
        heights = [len(self._lines(paragraph, size)) for paragraph in paragraphs]
        return fit.high(heights, size, self.after) <= self.height

    def _lines(self, paragraph: Paragraph, size: int) -> list[str]:
        first, *more = paragraph.runs
        if more and first.bold and not any(run.bold for run in more):
            # A bold beginning is wider than the text is measured.
            taken = fit.wide(first.text, size, bold=True) - fit.wide(first.text, size)
            return fit.lines(paragraph.text, self._width(paragraph), size, bold=self.bold, taken=taken)
        return fit.lines(paragraph.text, self._width(paragraph), size, bold=self._bold(paragraph))

    def _width(self, paragraph: Paragraph) -> float:
        return self.width - (_INDENT if paragraph.bullet else 0)

    def _bold(self, paragraph: Paragraph) -> bool:
        return self.bold or any(run.bold for run in paragraph.runs)

    def _cut(self, paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
        """As many paragraphs as there is room for in the smallest size, the last one shortened."""
        kept: list[Paragraph] = []
        line = fit.LEAST * fit.LINE
        left = self.height
        for paragraph in paragraphs:
            room = int(left // line)
            if room < 1:
                break
            whole = self._lines(paragraph, fit.LEAST)
            if len(whole) > room:
                text = fit.shortened(
                    paragraph.text, self._width(paragraph), fit.LEAST, room, bold=self._bold(paragraph)
                )
                kept.append(_ending(paragraph, text))
                break
            kept.append(paragraph)
            left -= len(whole) * line + self.after
        return kept


_INSETS = (("lIns", 91440), ("tIns", 45720), ("rIns", 91440), ("bIns", 45720))


def _tidied(paragraph: Paragraph) -> Paragraph:
    """Each run by itself, and the spaces between them kept."""
    runs: list[Run] = []
    for run in paragraph.runs:
        text = tidy(run.text)
        before = " " if run.text[:1].isspace() and runs else ""
        behind = " " if run.text[-1:].isspace() and text else ""
        runs.append(Run(f"{before}{text}{behind}", run.bold, run.colour))
    return Paragraph(tuple(runs), paragraph.bullet)


def _ending(paragraph: Paragraph, shortened: str) -> Paragraph:
    """The paragraph's runs, as far as its shortened text goes."""
    runs: list[Run] = []
    left = len(shortened)
    for run in paragraph.runs:
        if left > 0:
            end = "…" if len(run.text) >= left else ""
            runs.append(Run(run.text[: left - len(end)] + end, run.bold, run.colour))
            left -= len(run.text)
    return Paragraph(tuple(runs), paragraph.bullet)


def _write(written: Any, paragraph: Paragraph, size: int | None, language: str) -> None:
    if paragraph.bullet:
        properties = written._p.get_or_add_pPr()
        properties.set("marL", str(round(_INDENT * _EMU)))
        properties.set("indent", str(round(-_INDENT * _EMU)))
        mark = properties.makeelement(qn("a:buChar"), {"char": "•"})
        properties.append(mark)
    for run in paragraph.runs:
        add_run(written, run, size, language)


def add_run(written: Any, run: Run, size: int | None, language: str) -> None:
    """A run; ``size`` None leaves it to the template."""
    made = written.add_run()
    made.text = run.text
    made._r.get_or_add_rPr().set("lang", language)
    if size:
        made.font.size = Pt(size)
    if run.bold:
        made.font.bold = True
    if run.colour:
        paint(made.font.color, run.colour)


def _in_layout(placeholder: Any) -> Any:
    number = placeholder.placeholder_format.idx
    layout = placeholder.part.slide.slide_layout
    return next(p for p in layout.placeholders if p.placeholder_format.idx == number)


def _style(in_layout: Any) -> Any:
    """The first level's properties of characters: the placeholder's own, else those of all titles or all text."""
    own = in_layout._element.find(f".//{qn('a:lstStyle')}/{qn('a:lvl1pPr')}/{qn('a:defRPr')}")
    if own is not None and own.get("sz"):
        return own
    kind = "p:titleStyle" if in_layout.placeholder_format.idx == 0 else "p:bodyStyle"
    master = in_layout.part.slide_layout.slide_master
    return master._element.find(f".//{qn(kind)}/{qn('a:lvl1pPr')}/{qn('a:defRPr')}")
