"""Whose briefing it is, in every form: its name, its contact, its colours, its logo."""

import io
import re
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import docx
import pypdf
import pytest
from pptx import Presentation

from diagnostic.analysis import Report
from diagnostic.briefing import html
from diagnostic.briefing.brand import Brand, Colours
from diagnostic.briefing.renderers import RENDERERS
from diagnostic.content import content_folder
from diagnostic.errors import InvalidContent
from diagnostic.firm_content.logo import drawn_anew
from tests.briefing.conftest import typical_report
from tests.briefing.reopened import reopen
from tests.briefing.said import said
from tests.firm_content.pictures import SVG, logo, saved

NAME, CONTACT, ACCENT, WASH = "Arden <& Co>", "+44 20 1234", "#7a1f3d", "#f7e6ec"


@pytest.fixture(scope="module")
def branded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("branded")
    (folder / "reports").mkdir()
    (folder / "reports" / "ours.png").write_bytes(drawn_anew(saved(logo(size=(300, 100)))))
    (folder / "reports" / "brand.toml").write_text(
        f'name = "{NAME}"\ncontact = "{CONTACT}"\nlogo = "ours.png"\n[colours]\naccent = "{ACCENT}"\nwash = "{WASH}"\n'
    )
    return folder


@pytest.fixture(scope="module")
def file(branded: Path) -> Callable[[str], bytes]:
    """Each form of a briefing with the brand, made once."""
    report = typical_report()
    return cache(lambda form: RENDERERS[form](report, content=branded))


def texts(form: str, data: bytes) -> str:
    """All that a file says, at the foot of its pages, too."""
    return " ".join(said(data)) if form == "html" else reopen(form, data).text


@pytest.mark.parametrize("form", sorted(RENDERERS.keys() - {"json", "svg"}))
def test_every_form_says_whose_it_is(form: str, file: Callable[[str], bytes]) -> None:
    told = texts(form, file(form))
    assert NAME in told
    assert CONTACT in told


def test_the_logo_is_on_the_first_page_of_paper_alone(file: Callable[[str], bytes]) -> None:
    for form in ("pdf", "appendix", "sponsors"):
        pages = pypdf.PdfReader(io.BytesIO(file(form))).pages
        with_pictures = [bool([*page.images]) for page in pages]
        assert with_pictures == [True] + [False] * (len(pages) - 1), form


def test_the_logo_is_on_the_cover_in_its_own_shape_and_told_to_whoever_cannot_see_it(
    file: Callable[[str], bytes],
) -> None:
    cover, *others = Presentation(io.BytesIO(file("pptx"))).slides
    [picture] = [shape for shape in cover.shapes if hasattr(shape, "image")]
    assert picture.width / picture.height == pytest.approx(3, rel=0.01)
    assert picture._element.nvPicPr.cNvPr.get("descr") == NAME
    # On white, and on the panel, over the name that stands there.
    panel = next(shape for shape in cover.slide_layout.shapes if shape.name == "Panel")
    assert picture.left + picture.width < panel.width
    [plate] = [shape for shape in cover.shapes if shape.shape_type == 1]
    assert str(plate.fill.fore_color.rgb) == "FFFFFF"
    name = next(shape for shape in cover.placeholders if shape.name.startswith("Name") or NAME in shape.text)
    assert plate.top + plate.height <= name.top
    assert not [shape for slide in others for shape in slide.shapes if hasattr(shape, "image")]

    word = docx.Document(io.BytesIO(file("docx")))
    first = word.inline_shapes[0]
    assert first.width / first.height == pytest.approx(3, rel=0.01)
    assert first._inline.docPr.get("descr") == NAME
    assert str(word.styles["Heading 1"].font.color.rgb) == ACCENT[1:].upper()


def test_the_page_asks_for_nothing_from_elsewhere(typical: Report, branded: Path, file: Callable[[str], bytes]) -> None:
    whole = file("html").decode()
    assert f"--accent:{ACCENT}" in whole.partition("</style>")[0]
    assert "http" not in re.sub(r'xmlns(:\w+)?="[^"]*"|http://www\.w3\.org/[\w/.#]*', "", whole)
    served = html.render(typical, content=branded, stylesheet_url="/a.css", colours_url="/b.css").decode()
    assert "<style" not in served
    assert served.index('href="/a.css"') < served.index('href="/b.css"')


def test_heads_of_the_workbook_are_in_its_colour(file: Callable[[str], bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(file("xlsx"))) as book:
        styles = book.read("xl/styles.xml").decode()
    assert f'rgb="FF{WASH[1:].upper()}"' in styles
    assert f'rgb="FF{ACCENT[1:].upper()}"' in styles


def test_an_accent_that_is_read_on_paper_alone_makes_the_head_of_the_page_paper() -> None:
    """#767676 has 4.54 on white, and less on the head's ground."""
    assert Brand(colours=Colours(accent="#767676")).style.endswith(";--wash:#ffffff}")
    assert "--wash" not in Brand(colours=Colours(accent=ACCENT)).style.replace("--accent-wash", "")


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("missing.png", b"", "there is no missing.png"),
        ("logo.svg", SVG, "'logo.svg' is no PNG in the same folder"),
        ("../logo.png", b"", "'../logo.png' is no PNG in the same folder"),
        ("logo.png", SVG, "logo.png is no PNG of 500 KB at most"),
        ("logo.png", b"\x89PNG\r\n\x1a\n" + bytes(500_000), "logo.png is no PNG of 500 KB at most"),
    ],
)
def test_a_logo_in_a_folder_is_checked_too(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "brand.toml").write_text(f'name = "Arden"\nlogo = "{name}"\n')
    if data:
        (tmp_path / "reports" / name).write_bytes(data)
    with pytest.raises(InvalidContent, match=re.escape(says)) as told:
        Brand.load(tmp_path)
    assert "brand.toml, line 2" in str(told.value)


def test_a_playbook_of_one_rule_is_enough_for_every_form(typical: Report, tmp_path: Path) -> None:
    """Whatever passes the checks has to make a briefing, or somebody's upload would end all of theirs."""
    (tmp_path / "reports").mkdir()
    text = (content_folder() / "reports" / "playbook.toml").read_text(encoding="utf-8")
    trust = text[text.index("\n[trust]") : text.index("\n# --- Agendas")]
    tool = '[tools."a b\\"<i>"]\nname.en = "<b>Talk</b>"\nstage = "support"\npurpose.en = "*Talk* \\u202e#now"\n'
    rule = '[[rules]]\nname = "x"\nfinding = ["fault_line"]\ntool = "a b\\"<i>"\nquestion.en = "?"\nprobes.en = ["?"]\n'
    rule += 'interview.en = ["?"]\n'
    (tmp_path / "reports" / "playbook.toml").write_text(f"{trust}\n{tool}\n{rule}")
    for form in ("html", "pdf", "appendix", "sponsors", "pptx", "md"):
        assert RENDERERS[form](typical, content=tmp_path), form
