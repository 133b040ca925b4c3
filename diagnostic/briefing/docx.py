"""The briefing as a Word document, to edit: real styles, real tables, pictures with their text alternatives."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import vl_convert
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from diagnostic.analysis.report import Report
from diagnostic.briefing.brand import Brand
from diagnostic.briefing.charts.layout import INK, LINE, SHADES
from diagnostic.briefing.document import Document, document
from diagnostic.briefing.document import blocks as b
from diagnostic.briefing.docx_direction import direct
from diagnostic.briefing.fonts import draw_with, east_asian, folders
from diagnostic.briefing.frozen import describe, frozen
from diagnostic.briefing.paper import in_one_file
from diagnostic.briefing.unseen import clean
from diagnostic.briefing.wording import Wording
from diagnostic.full_stops import WIDE
from diagnostic.questionnaire.words import SIDES
from diagnostic.writing import set_apart

_WIDTH, _SHARPNESS = Cm(17), 1.6
_STYLES = {"quote": "Quote", "headline": "Intense Quote", "fine": "Body Text 3"}
_SMALL = Pt(8.5)
_LATIN = "en-US"
_LOGO_WIDTH, _LOGO_HEIGHT = Cm(5.5), Cm(1.5)


def render(report: Report, language: str = "en", *, content: Path | None = None) -> bytes:
    """The document as DOCX; the same bytes for the same Report.

    Raises
    ------
    NotPossible
        Where the Report has no texts in the language.
    InvalidContent
        Where the playbook or the brand has faults.
    """
    wording = Wording(report, language, content)
    page = document(report, wording)
    draw_with(folders(content))
    file = docx.Document()
    brand = Brand.load(content)
    if picture := brand.picture(content):
        _logo(file, picture, brand.name or wording.say("head.logo"))
    _set_up(file, page, wording, brand)
    for line in (f"{page.title} · {page.edition_name}", *page.details, page.edition_why):
        file.add_paragraph(clean(line))
    _blocks(file, (*page.notices, *in_one_file(page, wording)), 1, wording)
    for part in (file.element.body, file.sections[0].footer._element):
        direct(part, wording.direction)
    return frozen(file.save)


def _set_up(file: Any, page: Document, wording: Wording, brand: Brand) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    foot = filter(None, (brand.name, brand.contact, page.alliance, page.edition_name))
    section.footer.paragraphs[0].text = clean(" · ".join(foot))
    for style in ("Title", *(f"Heading {level}" for level in range(1, 10))):
        file.styles[style].font.color.rgb = RGBColor.from_string(brand.colours.accent[1:].upper())
    lang = OxmlElement("w:lang")
    face = east_asian(wording.locale)
    for kind in ("val", "bidi", "eastAsia"):
        lang.set(qn(f"w:{kind}"), wording.language_tag)
    if face or wording.direction == "rtl":
        # Of Latin letters: else names would be broken between any two.
        lang.set(qn("w:val"), _LATIN)
    if face:
        _set_in(file, face)
    file.styles["Normal"].element.get_or_add_rPr().append(lang)
    title = wording.labelled(page.alliance) + page.title
    describe(file.core_properties, title, brand.name, wording.language, page.closed)
    file.add_heading(clean(page.alliance), 0)
    names = {side: set_apart(clean(page.companies[side]), wording.direction) for side in SIDES}
    file.add_paragraph("   ".join(f"{b.SIDE_MARKS[side]} {names[side]}" for side in SIDES))


def _set_in(file: Any, face: str) -> None:
    """A typeface for East Asian letters, in place of the theme's."""
    for fonts in file.styles.element.iter(qn("w:rFonts")):
        fonts.attrib.pop(qn("w:eastAsiaTheme"), None)
        fonts.set(qn("w:eastAsia"), face)


def _logo(file: Any, picture: bytes, name: str) -> None:
    """Over the title, in a box whose sides it touches."""
    paragraph = file.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    shape = paragraph.add_run().add_picture(io.BytesIO(picture))
    fitting = min(_LOGO_WIDTH / shape.width, _LOGO_HEIGHT / shape.height)
    shape.width, shape.height = int(shape.width * fitting), int(shape.height * fitting)
    shape._inline.docPr.set("descr", clean(name))


def _blocks(file: Any, blocks: tuple[b.Block, ...], level: int, wording: Wording) -> None:
    for block in blocks:
        match block:
            case b.Text():
                label = wording.labelled(block.label) if block.label else ""
                paragraph = file.add_paragraph(label, style=_STYLES.get(block.role))
                _say(paragraph, block.sentences, bold=block.role == "strong")
            case b.List():
                _list(file, block, wording)
            case b.Callout():
                _say(file.add_paragraph(style="Intense Quote"), block.sentences)
            case b.Figure() if block.picture:
                drawn = vl_convert.svg_to_png(block.picture.printed.svg, scale=_SHARPNESS)
                shape = file.add_picture(io.BytesIO(drawn), width=_WIDTH)
                shape._inline.docPr.set("descr", clean(block.alt))
            case b.Table():
                _table(file, block)
            case b.Part() if block.stands_on("paper"):
                if block.title:
                    file.add_heading(clean(block.heading), min(level, 9))
                _blocks(file, block.blocks, level + 1, wording)


def _say(paragraph: Any, sentences: tuple[b.Sentence, ...], between: str = " ", *, bold: bool = False) -> None:
    for n, sentence in enumerate(sentences):
        apart = n > 0 and not sentences[n - 1].text.endswith(WIDE)
        paragraph.add_run((between if apart else "") + clean(sentence.text)).bold = bold or None
        for aside in (sentence.badge.text if sentence.badge else "", sentence.source):
            if aside:
                paragraph.add_run(f" ({clean(aside)})").italic = True


def _list(file: Any, block: b.List, wording: Wording) -> None:
    if block.title:
        _say(file.add_paragraph(), (block.title,), bold=True)
    for item in block.items:
        paragraph = file.add_paragraph(style="List Number" if block.ordered else "List Bullet")
        if item.label:
            _say(paragraph, (item.label,), bold=True)
            paragraph.add_run(wording.labelled(""))
        _say(paragraph, item.sentences, item.between)


def _table(file: Any, block: b.Table) -> None:
    """The title of a group stands over its rows, with the figures that belong to all of them."""
    file.add_paragraph(clean(f"{block.caption} {block.note}".strip()), style="Caption")
    made = file.add_table(rows=1, cols=len(block.columns), style="Light Shading")
    made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    _fill(made.rows[0], block, [b.Cell(text=column.heading) for column in block.columns])
    for group in block.groups:
        if group.title:
            cells = made.add_row().cells
            cells[0].merge(cells[-1]).paragraphs[0].add_run(clean(block.heading(group))).font.size = _SMALL
        for row in () if group.withheld else group.rows:
            _fill(made.add_row(), block, row.cells)


def _fill(row: Any, block: b.Table, cells: Sequence[b.Cell]) -> None:
    row.cells[0].width = _WIDTH * (0.42 if len(cells) < 9 else 0.11)  # wide, unless there are many columns
    for made, column, cell in zip(row.cells, block.columns, cells, strict=True):
        run = made.paragraphs[0].add_run(clean(cell.line))
        run.font.size = _SMALL
        if column.kind in b.FIGURES:
            middle = column.kind == "shaded"
            made.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER if middle else WD_ALIGN_PARAGRAPH.RIGHT
        if cell.shade:
            _shade(made, cell.shade)
            run.font.color.rgb = RGBColor.from_string("FFFFFF" if cell.shade == "stated" else INK[1:].upper())


def _shade(cell: Any, shade: b.Shade) -> None:
    """A cell's ground, for which python-docx has no words."""
    ground = OxmlElement("w:shd")
    ground.set(qn("w:val"), "thinDiagStripe" if shade == "withheld" else "clear")
    ground.set(qn("w:color"), LINE[1:].upper())
    ground.set(qn("w:fill"), SHADES[shade][1:].upper())
    cell._tc.get_or_add_tcPr().append(ground)
