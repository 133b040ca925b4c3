"""The briefing as a PDF, read with pypdf and PDFium."""

import re
import shutil
from collections.abc import Callable, Sequence
from functools import cache, partial
from itertools import takewhile
from pathlib import Path
from typing import Any

import msgspec
import pypdfium2 as pdfium
import pytest

from diagnostic.analysis import BySide, Comment, Participation, Report
from diagnostic.analysis.report import SAID_GAPS
from diagnostic.briefing.document import Document, document
from diagnostic.briefing.document.blocks import List, Part, Table, Text, need, pick, pick_all
from diagnostic.briefing.editions import edition
from diagnostic.briefing.pdf import appendix, render
from diagnostic.briefing.renderers import RENDERERS
from diagnostic.briefing.typeset import breakable, direction
from diagnostic.briefing.wording import Wording
from diagnostic.briefing.words import read_words
from diagnostic.content import content_folder
from diagnostic.questionnaire.library import Library
from tests.briefing.conftest import REPORTS, found, predicted, statement, typical_report
from tests.briefing.reading_pdf import chapters, elements, headings, line, links, places, reader, texts

WIDTH, HEIGHT = 595.28, 841.89
MARGIN = 16 / 25.4 * 72
SCRIPTS = "Здравствуйте, Καλημέρα, 日本語のコメント, สวัสดี, क्षत्रिय, \ue000, \U0001f600, a\u0301\u20dd, \ufffe"


def large_report() -> Report:
    """Sixty statements, with more of every kind of finding than two pages can show."""
    statements = tuple(
        statement(
            f"s{n}.asked", target, 4.4 - n % 3, 2.4 + n % 2, predicted=predicted(3.9, said=2.5) if n < 12 else None
        )
        for n in range(30)
        for target in ("a", "alliance")
    )
    ids = [s.id for s in statements]
    findings = [
        *(found("gap", name, n, "gap") for n, name in enumerate(ids[:20], start=1)),
        *(found("rated_worse_than_expected", name, n, "gap", side="a") for n, name in enumerate(ids[:24:2], start=1)),
        *(found("rated_better_than_expected", name, n, "gap", side="a") for n, name in enumerate(ids[:24:2], start=1)),
        *(found("shared_strength", name, n, "undetermined") for n, name in enumerate(ids[:15], start=1)),
        *(found("shared_concern", name, n, "undetermined") for n, name in enumerate(ids[15:30], start=1)),
    ]
    base = typical_report()
    texts = base.texts["en"] | {f"statement:{name}": f"A statement of some length about {name}." for name in ids}
    return typical_report(
        statements=statements,
        scales=(),
        findings=tuple(findings),
        texts={"en": texts},
        participation=BySide(Participation(800, 400), Participation(900, 400)),
    )


ALL: dict[str, Callable[[], Report]] = {
    **REPORTS,
    "large": large_report,
    "scripts": lambda: typical_report("شركة نوفارا للأدوية", "נובארה בע״מ", SCRIPTS),
    "words": lambda: typical_report("Nn" * 200, "ß" * 400, "w" * 400),
}


@cache
def made(name: str, which: str = "consultant") -> bytes:
    return render(edition(ALL[name](), "participants" if which == "participants" else "consultant"))


@cache
def looked_up(name: str, which: str = "consultant") -> bytes:
    return appendix(edition(ALL[name](), "participants" if which == "participants" else "consultant"))


@cache
def laid_out(name: str) -> Document:
    return document(ALL[name](), Wording(ALL[name]()))


def gap_sentences(name: str) -> list[str]:
    """Of the gaps that matter, as they are told."""
    return [text.text for text in pick_all(laid_out(name).parts, Text, "gap.spoken")]


@pytest.fixture(params=ALL)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=["consultant", "participants"])
def which(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_pdf_is_one_of_the_formats() -> None:
    assert RENDERERS["pdf"] is render


def test_two_pages_of_briefing_come_before_the_detail(name: str) -> None:
    found_chapters = chapters(reader(made(name)))
    assert found_chapters[0][1] == 1
    title, begins = found_chapters[1]
    assert title == "1 Can I rely on this?"
    # Where what comes first leaves room on the second page, the detail begins there.
    assert begins in (2, 3)


def test_where_levels_alone_are_shown_there_are_no_findings_and_no_two_pages(typical: Report) -> None:
    levels = msgspec.structs.replace(typical, levels_alone=True)
    pdf = reader(render(levels))
    assert chapters(pdf)[1] == ("1 Can I rely on this?", 1)
    assert "The gaps that matter" not in str(chapters(pdf))


def test_every_section_is_in_the_outline_and_starts_where_the_outline_says(name: str, which: str) -> None:
    report = edition(ALL[name](), "participants" if which == "participants" else "consultant")
    found_titles = []
    for file in (made(name, which), looked_up(name, which)):
        pages = texts(file)
        for title, number in chapters(reader(file))[1:]:
            assert title in pages[number - 1]
            found_titles.append(title.split(" ", 1)[1])
    # The two pages at the front are the summary, or the letter; the rest stands in one of the two files alone.
    parts = [part for part in document(report, Wording(report)).parts if part.key not in ("summary", "letter")]
    sections = [part.title for part in parts if not part.nothing]
    more = {"Every statement in a picture", "More figures and pictures", "What is not shown, and why"}
    assert sorted(title for title in found_titles if title not in more) == sorted(sections)


def test_the_pdf_is_short_and_says_what_the_appendix_has(name: str) -> None:
    front = " ".join(texts(made(name))[:3])
    listed = [title.split(" ", 1)[1] for title, _ in chapters(reader(looked_up(name)))[1:]]
    assert f"In the appendix, a file of its own: {', '.join(listed)}." in " ".join(front.split())


def test_what_is_withheld_is_counted_in_the_pdf_and_named_in_the_appendix() -> None:
    names = [
        sentence.text
        for one in pick_all(laid_out("smallest").parts, List, "withheld")
        for item in one.items
        for sentence in item.sentences
    ]
    short, whole = (" ".join(texts(file)) for file in (made("smallest"), looked_up("smallest")))
    assert len(names) > 3
    assert all(line(name) in whole for name in names)
    assert not [name for name in names if len(name) > 60 and line(name) in short]
    counts = [
        item.label.text
        for one in pick_all(laid_out("smallest").parts, List, "withheld")
        for item in one.items
        if item.label
    ]
    assert counts
    assert all(line(count) in short for count in counts)


def test_it_is_tagged_and_says_its_language_and_title(name: str, which: str) -> None:
    pdf = reader(made(name, which))
    root: Any = pdf.root_object
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert str(root["/Lang"]).startswith("en")
    assert pdf.metadata is not None
    assert pdf.metadata.title == f"Orvelane – {'Gap briefing' if which == 'consultant' else 'What you told us'}"
    assert re.search(rb"pdfuaid:part>\s*1|pdfuaid:part=\"1\"", root["/Metadata"].get_object().get_data())


def test_every_picture_has_a_text_alternative(name: str, which: str) -> None:
    figures = [one for one in elements(reader(made(name, which))) if one["/S"] == "/Figure"]
    assert figures
    assert all(str(figure.get("/Alt", "")).strip() for figure in figures)


def test_tables_have_heads(name: str) -> None:
    kinds = [one["/S"] for file in (made(name), looked_up(name)) for one in elements(reader(file))]
    assert kinds.count("/Table") > 3
    assert kinds.count("/THead") == kinds.count("/Table")


def test_all_fonts_are_embedded(name: str, which: str) -> None:
    seen = []
    for one in reader(made(name, which)).pages:
        resources: Any = one["/Resources"]
        for font in resources.get("/Font", {}).values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = inner["/FontDescriptor"].get_object()
            seen.append(str(inner["/BaseFont"]))
            assert {"/FontFile2", "/FontFile3"} & set(descriptor), inner["/BaseFont"]
    assert any("Lato" in font for font in seen)


def test_every_page_says_which_of_how_many_it_is(name: str, which: str) -> None:
    pages = texts(made(name, which))
    for number, text in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in text


def _begins_below(top: float, box: Sequence[float]) -> bool:
    return box[1] < top


def test_no_text_leaves_the_page_s_margins_or_lies_on_other_text(name: str, which: str) -> None:
    pages = pdfium.PdfDocument(made(name, which))
    for number in range(len(pages)):
        text = pages[number].get_textpage()
        boxes = [text.get_rect(n) for n in range(text.count_rects())]
        for left, bottom, right, top in boxes:
            # A space at the end of a line may hang over.
            assert left > MARGIN - 1
            assert right < WIDTH - MARGIN + 4
            assert 0 < bottom < top < HEIGHT
        boxes.sort(key=lambda box: box[1])
        for n, one in enumerate(boxes):
            for other in takewhile(partial(_begins_below, one[3] - 2), boxes[n + 1 :]):
                across = min(one[2], other[2]) - max(one[0], other[0])
                down = min(one[3], other[3]) - max(one[1], other[1])
                assert across < 2 or down < 2, (number + 1, text.get_text_bounded(*one), text.get_text_bounded(*other))


def test_no_heading_stands_alone_at_the_foot_of_a_page(name: str, which: str) -> None:
    data = made(name, which)
    pages = pdfium.PdfDocument(data)
    for number, top in headings(reader(data)):
        text = pages[number].get_textpage()
        below = text.get_text_bounded(left=0, right=WIDTH, bottom=20 / 25.4 * 72, top=top - 30)
        assert below.strip(), (number + 1, top)


@pytest.mark.parametrize("name", ["typical", "long", "large"])
def test_every_finding_of_the_two_pages_leads_to_where_its_figures_stand(name: str) -> None:
    data = made(name)
    pdf = reader(data)
    named = pdf.named_destinations
    for number in (0, 1):
        assert links(pdf, number)
        for _, leads in links(pdf, number):
            target = named[str(leads)].dest_array if isinstance(leads, str) else leads
            assert any(target[0] == one.indirect_reference for one in pdf.pages[1:])
    first = pdfium.PdfDocument(data)[0].get_textpage()
    messages = pick_all(laid_out(name).parts, Part, "message")
    sentences = [need(part.blocks, Text, "message.say").text for part in messages]
    assert len(sentences) == 3
    for sentence in sentences:
        beginnings = places(first, sentence[:24])
        assert any(
            left <= x <= right and bottom <= y <= top
            for x, y in beginnings
            for (left, bottom, right, top), _ in links(pdf, 0)
        ), sentence


def test_nothing_printed_is_nan_or_none(name: str, which: str) -> None:
    assert not re.search(r"\bnan\b|\bNone\b|\bnull\b", " ".join(texts(made(name, which))))


def test_the_detail_holds_every_figure_of_the_page(typical: Report) -> None:
    whole = " ".join((*texts(made("typical")), *texts(looked_up("typical"))))
    tables = pick_all(laid_out("typical").parts, Table, "numbers.")
    assert len(tables) > 3
    for table in tables:
        for group in table.groups:
            assert line(group.title) in whole
            # Where a figure is withheld, why stands in its place.
            assert line(group.withheld) in whole
            for cell in () if group.withheld else (*group.cells, *(cell for row in group.rows for cell in row.cells)):
                assert cell.text in whole
    remarks = pick_all(laid_out("typical").parts, Text, "comment")
    assert [remark.role for remark in remarks] == ["quote", "quote"]
    for remark in remarks:
        assert remark.text in whole


def test_the_participants_edition_has_nothing_of_the_consultant_s_alone() -> None:
    whole = " ".join(texts(made("typical", "participants")))
    wording = Wording(ALL["typical"]())
    for section in ("gaps", "predictions", "levels", "inside", "plan", "interviews", "criteria"):
        assert wording.say(f"sections.{section}") not in whole
    for key in ("gaps", "open_with", "with_care", "strengths", "concerns", "first"):
        assert wording.say(f"pdf.{key}") not in whole
    for sentence in gap_sentences("typical"):
        assert sentence not in whole
    assert "Meet more often" not in whole
    assert "Participants’ edition" in whole


def test_markup_in_names_and_comments_is_text() -> None:
    pages = texts(made("hostile"))
    assert any("<script>alert(1)</script>" in text for text in pages)
    typst = '#panic() $x$ *b* @ref \\ `raw` // #image("/etc/passwd")'
    assert typst in " ".join(texts(render(typical_report(typst, "Helix", typst))))


def test_a_character_that_no_font_has_is_replaced_and_the_method_says_so() -> None:
    pages = texts(made("scripts"))
    assert "□" in " ".join(pages)
    assert "□ stands for a character" in pages[-1]
    assert "Здравствуйте, Καλημέρα" in " ".join(pages)
    assert "□" not in " ".join(texts(made("typical")))


def test_a_comment_from_right_to_left_starts_on_the_right() -> None:
    pages = pdfium.PdfDocument(render(typical_report(comment="יותר פגישות משותפות")))
    for number in range(2, len(pages)):
        text = pages[number].get_textpage()
        beginnings = places(text, "תופתושמ") or places(text, "משותפות")
        if beginnings:
            assert beginnings[0][0] > WIDTH / 2
            return
    pytest.fail("the comment is nowhere")


def test_the_same_report_makes_the_same_bytes(typical: Report) -> None:
    assert render(typical) == made("typical")


def test_the_consultancy_s_name_stands_on_every_page(tmp_path: Path, typical: Report) -> None:
    for folder in ("questionnaires", "reports"):
        shutil.copytree(content_folder() / folder, tmp_path / folder)
    brand = 'name = "Möbius & Söhne #1"\ncontact = "briefings@example.org"\n[colours]\naccent = "#7a1f3d"\n'
    (tmp_path / "reports" / "brand.toml").write_text(brand, encoding="utf-8")
    data = render(typical, content=tmp_path)
    for text in texts(data):
        assert "Möbius & Söhne #1 · briefings@example.org" in text
    metadata = reader(data).metadata
    assert metadata is not None
    assert metadata.author == "Möbius & Söhne #1"


def test_it_speaks_german(typical: Report) -> None:
    german = typical_report(texts={**typical.texts, "de": typical.texts["en"]})
    data = render(german, "de")
    pages = texts(data)
    assert f"Seite 1 von {len(pages)}" in pages[0]
    assert str(reader(data).root_object["/Lang"]).startswith("de")
    assert chapters(reader(data))[1] == ("1 Wie verlässlich ist das?", 2)


def test_a_released_comment_is_in_both_editions() -> None:
    report = typical_report(comments=(Comment(question="would_help", side="a", text="Released words", released=True),))
    assert "Released words" in " ".join(texts(render(edition(report, "participants"))))


def test_long_words_get_places_to_break() -> None:
    assert breakable("short words stay") == "short words stay"
    assert breakable("x1" * 12) == "x1x1x1x\u200b1x1x1x1\u200bx1x1x1x\u200b1x1"
    assert breakable("x" * 300).count("\u200b") == 42


def test_words_of_a_language_are_left_to_its_hyphens() -> None:
    """Else they are torn apart without any: “Meinun / gsverschiedenheiten”."""
    assert breakable("„Meinungsverschiedenheiten“, (Zuständigkeitsfeststellung).") == (
        "„Meinungsverschiedenheiten“, (Zuständigkeitsfeststellung)."
    )
    assert breakable("Bernhard-Wohlfahrt", 16) == "Bernhard-Wohlfahrt"
    with_any = [
        (language, key)
        for language in ("en", "de")
        for key, text in read_words(content_folder() / "reports" / "words" / f"{language}.toml").items()
        if "\u200b" in breakable(re.sub(r"{\w+}", "", text))
    ]
    assert with_any == []
    questionnaire = Library.load().questionnaires["alliance-health"]
    for language in questionnaire.languages:
        torn = [text for text in questionnaire.texts[language].values() if "\u200b" in breakable(text)]
        assert torn == [], language


def test_names_from_right_to_left_keep_to_themselves() -> None:
    assert direction("… שלום abc") == "rtl"
    assert direction("12 abc שלום") == "ltr"


@cache
def typical_in(language: str, which: str = "consultant") -> list[str]:
    report = typical_report()
    report = msgspec.structs.replace(report, texts={**report.texts, "de": report.texts["en"]})
    return texts(render(edition(report, "participants" if which == "participants" else "consultant"), language))


@pytest.mark.parametrize("name", ["typical", "long", "large"])
def test_the_first_page_says_how_many_gaps_it_lists(name: str) -> None:
    first = texts(made(name))[0]
    total = sum(s.gap.verdict in SAID_GAPS for s in ALL[name]().statements)
    listed = re.search(r"Listed here: (\d+) of (\d+)\.", first)
    if listed is None:
        assert name == "long", "after its messages the page had no room for them"
        return
    assert int(listed[2]) == total
    # Once more each may be said: the headline is the first of them.
    below = first[listed.end() :]
    # By what stands around the quotation mark: how a gap is told, and how the statement begins.
    told = [line(sentence) for sentence in gap_sentences(name)]
    around = [sentence[max(0, (at := sentence.index("“")) - 8) : at + 38] for sentence in told]
    assert int(listed[1]) == sum(words in below for words in around)


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_sheet_to_hand_out_tells_nothing_that_one_company_said(language: str) -> None:
    report = typical_report()
    report = msgspec.structs.replace(report, texts={**report.texts, "de": report.texts["en"]})
    wording = Wording(report, language)
    drafted = document(report, wording).part("criteria")
    assert drafted is not None
    screen = pick(drafted.blocks, Table, "criteria")
    assert screen is not None
    sheet = next(text for text in texts(appendix(report, language)) if line(wording.say("criteria.lead")) in text)
    assert wording.say("head.consultant") not in sheet
    for row in screen.rows:
        assert screen.cell(row, "activity").text in sheet
        assert line(screen.cell(row, "note").text) not in sheet
    for key in ("criteria_how", "criteria_needs", "criteria_review"):
        assert wording.say(f"pdf.{key}") in sheet


def test_the_interview_guide_to_write_on_names_no_rule_that_would_tell_what_was_found() -> None:
    starts = dict(chapters(reader(looked_up("typical"))))
    number = {title.split(" ", 1)[-1]: page for title, page in starts.items()}
    guide = " ".join(
        texts(looked_up("typical"))[number["Interview guide"] - 1 : number["Collaboration Criteria: a draft"] - 1]
    )
    topics = pick_all(laid_out("typical").parts, Part, "topic")
    rules = [text.text for text in pick_all(topics, Text, "plan.rule")]
    assert rules
    assert all(line(topic.title) in guide for topic in topics if topic.key == "topic")
    assert not any(rule in guide for rule in rules)


def test_a_contents_list_stands_before_the_detail() -> None:
    pages = " ".join(texts(made("typical"))[1:3])
    for title, number in chapters(reader(made("typical")))[1:]:
        assert re.search(rf"{re.escape(title)} {number}\b", pages), title


def test_what_a_gap_means_stands_beside_its_verdict() -> None:
    pages = texts(made("typical"))
    listed = pick(laid_out("typical").parts, Table, "summary.gaps")
    assert listed is not None
    kinds = [kind for row in listed.rows if (kind := listed.cell(row, "verdict").note)]
    assert kinds
    assert all(line(kind) in " ".join(pages[2:]) for kind in kinds)
