"""Languages of other scripts in every form of a briefing: their direction, their letters, and where lines break."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdf
import pypdfium2 as pdfium
import pytest
from click.testing import CliRunner
from docx.oxml.ns import qn
from pypdf.generic import ContentStream, TextStringObject

from diagnostic.briefing.charts import NARROW, PRINT, WIDE, Layout
from diagnostic.briefing.document import document
from diagnostic.briefing.document.blocks import Figure, pick_all
from diagnostic.briefing.fonts import folders, without_glyph
from diagnostic.briefing.renderers import RENDERERS
from diagnostic.briefing.wording import Wording
from diagnostic.cli import main
from diagnostic.content import content_folder
from tests.briefing.drawn import Drawn
from tests.briefing.opened_deck import A, Deck, P, one, value
from tests.briefing.reading_pdf import places, reader, texts
from tests.briefing.simulated import simulated
from tests.dummy_scripts import DUMMIES, add_script

OURS = {"ar": "NotoSansArabic", "he": "NotoSansHebrew", "ja": "NotoSansJP"}
ENDS = (("off", "x"), ("ext", "cx"))
ISOLATES = re.compile("[\u2066-\u2069]")


class Spoken:
    """A briefing of twelve people a side in a language, in any form."""

    def __init__(self, language: str, content: Path) -> None:
        self.language, self.content = language, content
        self.report = simulated(12, b="Helix Labs.", content=content)
        self._made: dict[str, bytes] = {}

    def __getitem__(self, kind: str) -> bytes:
        if kind not in self._made:
            self._made[kind] = RENDERERS[kind](self.report, self.language, content=self.content)
        return self._made[kind]


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Spoken:
    return Spoken("ar", add_script(tmp_path_factory.mktemp("arabic"), "ar"))


@pytest.fixture(scope="module")
def japanese(tmp_path_factory: pytest.TempPathFactory) -> Spoken:
    return Spoken("ja", add_script(tmp_path_factory.mktemp("japanese"), "ja"))


@pytest.fixture(scope="module")
def hebrew(tmp_path_factory: pytest.TempPathFactory) -> Spoken:
    return Spoken("he", add_script(tmp_path_factory.mktemp("hebrew"), "he"))


@pytest.fixture
def spoken(request: pytest.FixtureRequest) -> Spoken:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Spoken)
    return found


BOTH = pytest.mark.parametrize("spoken", ["arabic", "japanese"], indirect=True)
EACH = pytest.mark.parametrize(
    "spoken",
    ["arabic", "japanese", pytest.param("hebrew", marks=pytest.mark.part("proofs"))],
    indirect=True,
)


def _drawn_in(pdf: pypdf.PdfReader, resources: Any, content: Any, seen: set[int]) -> Iterator[tuple[str, bytes]]:
    """Each text of a page, and of the drawings on it, with the name of its font."""
    font = ""
    for operands, operator in ContentStream(content, pdf).operations:
        if operator == b"Tf":
            font = str(resources["/Font"][operands[0]]["/BaseFont"])
        elif operator in (b"Tj", b"TJ"):
            several = operands[0] if operator == b"TJ" else operands
            for one in several:
                match one:
                    case TextStringObject():
                        yield font, one.original_bytes
                    case bytes():
                        yield font, one
        elif operator == b"Do":
            inside = resources["/XObject"][operands[0]]
            if inside["/Subtype"] == "/Form" and id(inside) not in seen:
                seen.add(id(inside))
                yield from _drawn_in(pdf, inside["/Resources"], inside, seen)


@EACH
def test_a_pdf_has_its_languages_letters_from_fonts_that_come_along(spoken: Spoken) -> None:
    pdf = reader(spoken["pdf"])
    used: dict[str, set[int]] = {}
    for page in pdf.pages:
        for font, text in _drawn_in(pdf, page["/Resources"], page.get_contents(), set()):
            glyphs = (int.from_bytes(text[n : n + 2], "big") for n in range(0, len(text), 2))
            used.setdefault(font.partition("+")[2], set()).update(glyphs)
    # Whatever fonts this machine has beside.
    assert {font.partition("-")[0] for font in used} == {"Lato", OURS[spoken.language]}
    assert {f"{OURS[spoken.language]}-{weight}" for weight in ("Regular", "Bold")} <= {
        font.removesuffix("-Identity-H") for font in used
    }
    assert [font for font, glyphs in used.items() if 0 in glyphs] == [], "glyph 0 is drawn where a letter has none"
    assert "□" not in "".join(texts(spoken["pdf"]))


def test_a_pdf_from_right_to_left_begins_its_lines_on_the_right(arabic: Spoken) -> None:
    assert str(reader(arabic["pdf"]).root_object["/Lang"]) == "ar"
    page = pdfium.PdfDocument(arabic["pdf"])[0]
    (title, *_) = places(page.get_textpage(), "Orvelane")
    assert title[0] > page.get_width() / 2


def test_slides_from_right_to_left_are_mirrored_and_every_paragraph_says_so(arabic: Spoken) -> None:
    deck, usual = Deck(arabic["pptx"]), Deck(RENDERERS["pptx"](simulated(12)))
    width = 12_192_000

    def across(opened: Deck) -> list[tuple[int, int]]:
        frames = opened.xml("ppt/slideLayouts/slideLayout1.xml").iter(f"{P}spPr")
        places = [[int(value(one(frame, f"{A}xfrm/{A}{end}"), way)) for end, way in ENDS] for frame in frames]
        return [(left, wide) for left, wide in places]

    assert across(deck) == [(width - left - wide, wide) for left, wide in across(usual)]
    slides = [name for name in deck.files if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
    written = [paragraph for name in slides for paragraph in deck.xml(name).iter(f"{A}p")]
    assert len(written) > 100
    for paragraph in written:
        properties = paragraph.find(f"{A}pPr")
        assert properties is not None
        assert properties.get("rtl") == "1"
        assert properties.get("algn") in (None, "r", "ctr")
    tables = [table for name in slides for table in deck.xml(name).iter(f"{A}tblPr")]
    assert tables
    assert {table.get("rtl") for table in tables} == {"1"}


def test_japanese_slides_name_a_face_and_keep_lines_as_far_apart_as_they_are_reckoned(japanese: Spoken) -> None:
    deck = Deck(japanese["pptx"])
    faces = {str(face.get("typeface")) for face in deck.theme.iter(f"{A}ea")}
    assert faces == {"Yu Gothic"}
    slide = deck.xml("ppt/slides/slide2.xml")
    spaced = [paragraph.find(f"{A}pPr/{A}lnSpc/{A}spcPts") for paragraph in slide.iter(f"{A}p")]
    assert sum(space is not None for space in spaced) > 20
    assert {run.get("lang") for run in slide.findall(f".//{A}r/{A}rPr")} == {"ja-JP"}


def test_a_word_document_turns_paragraphs_runs_and_tables(arabic: Spoken) -> None:
    file = docx.Document(io.BytesIO(arabic["docx"]))
    body = file.element.body
    assert all(one.find(qn("w:pPr")).find(qn("w:bidi")) is not None for one in body.iter(qn("w:p")))
    assert all(one.find(qn("w:bidiVisual")) is not None for one in body.iter(qn("w:tblPr")))
    runs = [
        (one.text, one.find(qn("w:rPr")) is not None and one.rPr.find(qn("w:rtl")) is not None)
        for one in body.iter(qn("w:r"))
    ]
    assert all(turned for text, turned in runs if re.search("[\u0600-\u06ff]", text))
    assert any(text.strip("\u200e\u200f") == "Helix Labs." and not turned for text, turned in runs)
    assert not any(ISOLATES.search(text) for text, _ in runs), "Word does not heed them"


@pytest.mark.part("proofs")
def test_a_japanese_word_document_names_a_face(japanese: Spoken) -> None:
    styles = docx.Document(io.BytesIO(japanese["docx"])).styles.element
    fonts = list(styles.iter(qn("w:rFonts")))
    assert fonts
    assert {one.get(qn("w:eastAsia")) for one in fonts} == {"Yu Gothic"}
    (language,) = styles.xpath("w:style[@w:styleId='Normal']//w:lang")
    assert (language.get(qn("w:val")), language.get(qn("w:eastAsia"))) == ("en-US", "ja-JP")
    assert not any(one.get(qn("w:eastAsiaTheme")) for one in fonts)


@BOTH
def test_a_workbook_begins_where_its_language_does(spoken: Spoken) -> None:
    book = openpyxl.load_workbook(io.BytesIO(spoken["xlsx"]))
    leftward = spoken.language == "ar"
    assert {bool(sheet.sheet_view.rightToLeft) for sheet in book} == {leftward}
    cell = book.worksheets[0]["A1"]
    assert cell.font.name == ("Arial" if leftward else "Yu Gothic")
    assert cell.alignment.horizontal == ("right" if leftward else "left")


@BOTH
def test_a_page_says_its_language_and_direction(spoken: Spoken) -> None:
    page = spoken["html"].decode()
    direction = "rtl" if spoken.language == "ar" else "ltr"
    assert f'<html lang="{spoken.language}" dir="{direction}">' in page
    # A name within a sentence keeps its full stop; on its own it needs nothing.
    assert ("\u2068Helix Labs.\u2069" in page) == (direction == "rtl")


@pytest.mark.parametrize("sheet", ["reports/briefing.css", "diagnostic/web/static/form.css"])
def test_no_style_has_a_left_or_a_right(sheet: str) -> None:
    """Their logical names follow the direction; `tip` is placed by a script, and gradients are alike on both sides."""
    style = (content_folder() / sheet).read_text(encoding="utf-8")
    sides = re.findall(
        r"(?<!\.)\b(?:[\w-]*-)?(?:left|right)\b[^;{}]*", re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    )
    assert [
        one for one in sides if one.strip() != "left: 0" and "no-repeat" not in one and "transparent" not in one
    ] == []


@BOTH
@pytest.mark.part("proofs")
@pytest.mark.parametrize("layout", [WIDE, NARROW, PRINT], ids=["wide", "narrow", "print"])
def test_what_is_written_in_charts_stays_in_them_and_on_nothing_else(spoken: Spoken, layout: Layout) -> None:
    wording = Wording(spoken.report, spoken.language, spoken.content)
    figures = [one.picture for one in pick_all(document(spoken.report, wording).parts, Figure) if one.picture]
    assert len(figures) > 5
    for picture in figures:
        drawn = Drawn({WIDE: picture.wide, NARROW: picture.narrow, PRINT: picture.printed}[layout].svg)
        assert drawn.outside() == [], picture.name
        assert list(drawn.on_each_other()) == [], picture.name


@EACH
@pytest.mark.part("proofs")
@pytest.mark.parametrize("kind", RENDERERS)
def test_every_form_is_made(spoken: Spoken, kind: str) -> None:
    assert spoken[kind]


def test_letters_that_no_font_has_are_named_with_what_to_install(tmp_path: Path) -> None:
    """Of two ideographs, in the extension that hardly any font has: in the oldest standard, and in the newest one."""
    assert without_glyph(["漢", "Ω ж é", "\U00030001"], folders(None)) == {"\U00030001"}
    small = tmp_path / "questionnaires" / "frame"
    small.mkdir(parents=True)
    english = (content_folder() / "questionnaires" / "frame" / "en.toml").read_text(encoding="utf-8")
    (small / "zh.toml").write_text(english.replace("English", "\U00030001"), encoding="utf-8")
    checked = CliRunner().invoke(main, ["questionnaire", "check", str(tmp_path)])
    assert "On this machine no font here has 1 of the letters of Chinese (\U00030001)" in checked.output
    assert "apt-get install fonts-noto-cjk" in checked.output


def test_the_languages_that_come_along_have_all_their_letters() -> None:
    assert set(OURS) == set(DUMMIES)
    checked = CliRunner().invoke(main, ["questionnaire", "check", str(content_folder())])
    assert "no font" not in checked.output
