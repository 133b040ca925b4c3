"""The briefing as a deck, reopened as what it is: a zip of XML."""

import io
import os
import re
import shutil
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import msgspec
import pytest
from lxml import etree
from PIL import ImageFont

from diagnostic.analysis import BySide, Priorities, Report, Scale, Withheld, from_json, to_json
from diagnostic.analysis.few_changed import levels_only
from diagnostic.analysis.report import Edition
from diagnostic.briefing.deck import fit, render
from diagnostic.briefing.document import Document, document
from diagnostic.briefing.document.bars import message_figures
from diagnostic.briefing.document.blocks import Block, Callout, List, Part, Sentence, Table, Text, need, pick_all, walk
from diagnostic.briefing.document.native import Bars
from diagnostic.briefing.editions import edition
from diagnostic.briefing.figures import is_shown, shown_counts, shown_quartiles
from diagnostic.briefing.messages import Message, MessageRules, messages
from diagnostic.briefing.playbook import Playbook
from diagnostic.briefing.wording import Wording
from diagnostic.content import content_folder
from diagnostic.errors import InvalidContent
from diagnostic.questionnaire.library import Library
from diagnostic.questionnaire.words import SIDES
from tests.briefing.conftest import PROTECTED, REPORTS, topic, typical_report
from tests.briefing.opened_deck import (
    A,
    C,
    Deck,
    P,
    Sheet,
    box,
    cells,
    in_layout,
    kicker,
    kind,
    numbers,
    one,
    series,
    shapes,
    table_rows,
    text_at,
    text_of,
    value,
)
from tests.briefing.simulated import simulated
from tests.briefing.test_moved import programme
from tests.briefing.texts import BOTH
from tests.simulation.messages import SIZES, briefing

POINT = 12700
FREE = ("◂", "▸")
"""Series that keep room beside bars around a middle."""
LEAST = 1200

LONG = ("Bernhard-Wohlfahrt Arzneimittel GmbH & Co. KG", "Société Pharmaceutique de Haute-Provence S.A.")
EVERY: dict[str, Callable[[], Report]] = {
    "smallest": lambda: simulated(5),
    "small": lambda: simulated(8),
    "typical": lambda: simulated(25),
    "large": lambda: simulated(400),
    "long names": lambda: simulated(25, *LONG),
    "levels": lambda: levels_only(simulated(25)),
    "pulse": BOTH["pulse"],
    "all withheld": REPORTS["smallest"],
    "hostile": REPORTS["hostile"],
}
Case = tuple[str, Edition, str]
EDITIONS: tuple[Edition, Edition] = ("consultant", "participants")
CASES: list[Case] = [
    (name, which, language)
    for name in EVERY
    for which in EDITIONS
    for language in (("en",) if name in {"all withheld", "hostile", "small"} else ("en", "de"))
]


@pytest.fixture(scope="module", params=CASES, ids="-".join)
def case(request: pytest.FixtureRequest) -> Case:
    """Each deck in turn; of this scope, so that all that is asked of one deck is asked in a row, by one worker."""
    found: Case = request.param
    return found


@cache
def data_of(name: str, which: Edition = "consultant", language: str = "en") -> bytes:
    return render(edition(EVERY[name](), which), language)


@cache
def deck_of(name: str, which: Edition = "consultant", language: str = "en") -> Deck:
    return Deck(data_of(name, which, language))


planted = cache(briefing)

ORDER = ["headline", "messages", "ownership", "expectations", "themes", "priorities", "agenda", "plan", "method"]
"""Of a consultant's slides behind the cover, by the section that they are about; messages are up to three."""
NEUTRAL = ["headline", "ownership", "expectations", "priorities", "themes", "letter", "method"]
OF_A_PULSE = ["headline", "moved", "themes", "plan", "letter", "method"]
MOST = {"consultant": 10, "participants": 8}


def test_no_deck_is_longer_than_can_be_shown_and_its_slides_come_in_their_order(case: Case) -> None:
    name, which, language = case
    report = edition(EVERY[name](), which)
    page = document(report, Wording(report, language))
    slides = deck_of(*case).slides
    assert 2 <= len(slides) <= (6 if page.of_a_pulse else MOST[which])
    order = OF_A_PULSE if page.of_a_pulse else ORDER if which == "consultant" else NEUTRAL
    wording = Wording(report, language)
    named = {wording.say("overview.title"): "headline"}
    named |= {part.title: key for key in order if (part := page.part(key)) and key != "headline"}
    named |= {wording.say(f"sections.{key}"): key for key in ("messages", "plan")}
    assert [slide.layout_name for slide in slides].index("Title") == 0
    told = [named[kicker(slide)] for slide in slides[1:]]
    assert told == sorted(told, key=order.index)
    repeated = {key for key in told if told.count(key) > 1}
    assert repeated <= ({"moved"} if page.of_a_pulse else {"messages"})
    assert told.count("messages") <= 3


@pytest.mark.parametrize("sizes", SIZES, ids=str)
@pytest.mark.parametrize("language", ["en", "de"])
def test_a_baseline_of_any_size_has_ten_slides_at_most_one_for_each_message(
    sizes: tuple[int, int], language: str
) -> None:
    report = planted(4711, sizes)
    slides = Deck(render(report, language)).slides
    told = [slide for slide in slides if slide.layout_name.startswith("Message")]
    assert len(told) == len(messages(report, MessageRules.load()))
    assert len(slides) <= 10
    assert len(Deck(render(edition(report, "participants"), language)).slides) <= 8


@pytest.mark.parametrize("people", [5, 25])
def test_what_moved_is_drawn_where_there_is_a_line_and_not_as_a_single_mark(people: int, library: Library) -> None:
    slides = Deck(render(programme((people, people), library))).slides
    drawn = [chart for slide in slides if slide.layout_name == "Two charts" for chart, _ in slide.charts]
    assert drawn or people == 5
    longest = [max(len(list(one.iter(f"{C}v"))) for one in chart.iter(f"{C}val")) for chart in drawn]
    assert [marks for marks in longest if marks < 2] == []


@pytest.mark.parametrize(("language", "letter"), [("en", r"\bletter\b"), ("de", r"\bBrief")])
@pytest.mark.parametrize("name", ["smallest", "typical", "levels"])
def test_slides_do_not_speak_of_the_letter(name: str, language: str, letter: str) -> None:
    assert re.findall(letter, deck_of(name, "participants", language).text) == []


def test_where_all_is_withheld_the_deck_says_so_and_has_no_slide_without_anything_to_show() -> None:
    slides = deck_of("all withheld").slides
    assert "No statement can be compared: the answers of both sides are withheld." in text_of(slides[0].xml)
    assert [slide.layout_name for slide in slides] == ["Title", "Table", "Questions", "Closing"]


def test_every_slide_has_a_title_of_its_own(case: Case) -> None:
    titles = [slide.title for slide in deck_of(*case).slides]
    assert all(titles)
    if case[0] != "hostile":  # there the names fill the titles, and what tells them apart is cut off
        assert len(set(titles)) == len(titles)


VERBS = {
    "en": "is are was were has have do does see sees claim claims expects differ lie ask start find rose fell",
    "de": "ist sind war wurde wurden hat haben sieht sehen erwartet unterscheiden liegen bitten beginnen verhandelt"
    " zeigt zeigen lässt geschieht steht stehen stimmen widersprechen beurteilen gestiegen gefallen dreht",
}
"""What makes a sentence of the titles' words."""


def test_every_title_is_a_sentence_a_question_or_has_a_figure_and_none_is_a_label(case: Case) -> None:
    name, which, language = case
    report = edition(EVERY[name](), which)
    parts = [part for part in walk(document(report, Wording(report, language)).parts) if isinstance(part, Part)]
    labels = {part.title for part in parts} | {kicker(slide) for slide in deck_of(*case).slides}
    for slide in deck_of(*case).slides:
        unquoted = re.sub("[“„][^”“]*[”“]", "", slide.title)
        words = set(re.findall(r"\w+", unquoted.lower()))
        assert slide.title not in labels
        assert slide.title.endswith("?") or re.search(r"\d", unquoted) or words & set(VERBS[language].split()), (
            slide.title
        )


def test_every_chart_and_table_says_what_it_shows_to_those_who_cannot_see_it(case: Case) -> None:
    for slide in deck_of(*case).slides:
        for frame in slide.xml.iter(f"{P}graphicFrame", f"{P}pic"):
            assert len(one(frame, f".//{P}cNvPr").get("descr", "")) > 20


def test_nothing_printed_is_nan_or_none_or_a_side_without_its_name(case: Case) -> None:
    assert not re.search(r"\b(nan|None(?! of)|NaN|inf)\b", deck_of(*case).text)


def test_no_chart_is_empty_and_each_shows_what_its_workbook_holds(case: Case) -> None:
    for slide in deck_of(*case).slides:
        for chart, book in slide.charts:
            assert chart.findall(f".//{C}ser")
            for ser in chart.iter(f"{C}ser"):
                values = list(ser.iter(f"{C}numRef"))
                held = [cell for ref in values for cell in cells(book, ref.findtext(f"{C}f"))]
                shown = [number for ref in values for number in numbers(ref)]
                assert shown == pytest.approx([value for value in held if value is not None])
                names = one(ser, f"{C}tx/{C}strRef")
                assert [text_at(names, f".//{C}v")] == list(cells(book, names.findtext(f"{C}f")))
            # Somewhere there is something to see.
            assert any(number > 0 for kept in chart.iter(f"{C}numCache") for number in numbers(kept))


@pytest.mark.parametrize("which", EDITIONS)
def test_every_scale_has_both_companies_averages_of_the_report(which: Edition) -> None:
    report = simulated(25)
    wording = Wording(report)
    rows = table_rows(deck_of("typical", which).slides[1].xml)
    shown = [(row[0], *row[1:3]) for row in rows]
    expected = [
        (wording.text(f"scale:{one.id}"), *(wording.figure(one.sides[side].mean) for side in SIDES))
        for one in report.scales
    ]
    if which == "participants":
        assert shown == expected, "in the questionnaire's order"
    assert set(shown) == set(expected)


def test_scales_that_are_not_shown_are_counted_and_have_no_row() -> None:
    report = planted(4711, (5, 5))
    hidden = sum(not is_shown(scale.sides.a.mean) for scale in report.scales)
    slide = Deck(render(report)).slides[1]
    assert len(table_rows(slide.xml)) == len(report.scales) - hidden
    assert f"{hidden} more scales are not shown." in text_of(slide.xml)
    assert "not shown" not in str(table_rows(slide.xml))


def counts_behind(message: Message, report: Report) -> set[tuple[float, ...]]:
    """The rows of people that a message's chart has to show, straight from the Report."""
    counted = message.point.counted
    assert counted
    statement = next((one for one in report.statements if one.id == counted.subject), None)
    if statement is None:
        shares = [sum(people.count for people in counted.people if people.side == side) for side in SIDES]
        totals = [sum(people.of for people in counted.people if people.side == side) for side in SIDES]
        return {(float(n), float(of - n)) for n, of in zip(shares, totals, strict=True)}
    if counted.group:
        (groups,) = [one.groups for cut in report.cuts for one in cut.statements if one.id == statement.id]
        assert groups
        return {tuple(map(float, group.counts)) for side in SIDES for group in groups[side]}
    return {tuple(map(float, shown)) for side in SIDES if (shown := shown_counts(statement.sides[side]))}


@pytest.mark.parametrize("sizes", SIZES, ids=str)
@pytest.mark.parametrize("seed", [4711, 1])
def test_every_message_has_one_slide_whose_chart_counts_the_people_of_the_report(
    sizes: tuple[int, int], seed: int
) -> None:
    report = planted(seed, sizes)
    told = messages(report, MessageRules.load())
    slides = [slide for slide in Deck(render(report)).slides if slide.layout_name.startswith("Message")]
    assert len(slides) == len(told)
    for message, slide in zip(told, slides, strict=True):
        ((chart, _),) = slide.charts
        answers = [values for name, values in series(chart).items() if name not in FREE]
        # The two functions of these companies are each other's everybody else.
        assert {tuple(row) for row in zip(*answers, strict=True)} == counts_behind(message, report)


def test_of_a_contested_activity_the_chart_counts_whom_people_name() -> None:
    report = planted(4711, (400, 380))
    rules = tuple(rule for rule in MessageRules.load().rules if "contested" in rule.finding)
    (contested, *_) = messages(report, MessageRules(rules))
    (figure,) = message_figures(contested, report, Wording(report))
    asked = next(one for one in report.responsibilities if one.activity == contested.point.subject)
    assert isinstance(figure.native, Bars)
    for place, side in enumerate(SIDES):
        people = {one.name: one.values[place] or 0.0 for one in figure.native.series}
        answered, share = asked.sides[side].n, asked.sides[side].shares[side]
        assert is_shown(answered)
        assert is_shown(share)
        own = people[Wording(report).owner(side)]
        assert sum(people.values()) == answered
        assert own == pytest.approx(share * answered)
        assert contested.point.counted
        assert own in [each.count for each in contested.point.counted.people if each.side == side]


def test_bars_of_answers_lie_around_the_middle_of_the_scale() -> None:
    slide = next(slide for slide in deck_of("typical").slides if slide.layout_name.startswith("Message"))
    values = series(slide.charts[0][0])
    names = list(values)
    assert (names[0], names[-1]) == ("◂", "▸")
    rows = list(zip(*values.values(), strict=True))
    middles = [(sum(row[:3]) + row[3] / 2) / sum(row) for row in rows]
    assert middles == pytest.approx([middles[0]] * len(rows))
    unnamed = {value(one(entry, f"{C}idx"), "val") for entry in slide.charts[0][0].iter(f"{C}legendEntry")}
    assert unnamed == {"0", str(len(names) - 1)}


def test_who_answered_and_who_did_not_are_the_reports_figures() -> None:
    report = simulated(25)
    took = report.participation
    chart = deck_of("typical").slides[-1].charts[0][0]
    assert list(series(chart).values()) == [
        [took.a.answered, took.b.answered],
        [(took[side].invited or 0) - took[side].answered for side in SIDES],
    ]


def test_what_each_side_expects_are_its_quartiles_on_a_line_in_its_colour() -> None:
    report = simulated(25)
    slide = next(slide for slide in deck_of("typical").slides if slide.layout_name == "Intervals")
    assert len(slide.charts) == len(report.expectations)
    for (chart, _), asked in zip(slide.charts, report.expectations, strict=True):
        assert list(series(chart).values()) == [list(shown_quartiles(asked.sides[side]) or ()) for side in SIDES]
        colours = [value(one(ser, f"{C}spPr/{A}ln/{A}solidFill/{A}schemeClr"), "val") for ser in chart.iter(f"{C}ser")]
        assert colours == ["accent1", "accent2"]


def test_the_theme_has_the_companies_colours_and_the_brands(tmp_path: Path) -> None:
    content = copied_content(tmp_path)
    brand = content / "reports" / "brand.toml"
    brand.write_text('name = "Ask & Listen"\ncontact = ""\n[colours]\naccent = "#702040"\nwash = "#f7eef2"\n')
    deck = Deck(render(typical_report(), content=content))
    scheme = deck.colours
    assert (scheme["accent1"], scheme["accent2"]) == ("17457A", "D97706")
    assert (scheme["dk2"], scheme["accent3"], scheme["lt2"]) == ("702040", "702040", "F7EEF2")
    for slide in deck.slides[1:]:
        (foot,) = [text_of(sp) for sp in shapes(slide.xml) if kind(sp) == "ftr"]
        assert foot.startswith("Ask & Listen · ")


def copied_content(folder: Path) -> Path:
    shutil.copytree(content_folder() / "reports", folder / "reports")
    return folder


def test_a_template_without_a_layout_is_refused_with_the_layouts_name(tmp_path: Path) -> None:
    content = copied_content(tmp_path)
    rewrite(content / "reports" / "deck.pptx", b'name="Closing"', b'name="Something else"')
    with pytest.raises(InvalidContent, match=r"deck\.pptx, layout 'Closing': is missing.*Something else"):
        render(typical_report(), content=content)


def test_a_layout_without_a_placeholder_is_refused_with_the_placeholders_name(tmp_path: Path) -> None:
    content = copied_content(tmp_path)
    rewrite(content / "reports" / "deck.pptx", b'name="Kicker"', b'name="Over line"')
    with pytest.raises(InvalidContent, match=r"deck\.pptx, layout 'Title': has no placeholder called 'Kicker'"):
        render(typical_report(), content=content)


def test_a_template_that_is_no_presentation_is_refused(tmp_path: Path) -> None:
    content = copied_content(tmp_path)
    (content / "reports" / "deck.pptx").write_text("Title, chart, text")
    with pytest.raises(InvalidContent, match=r"deck\.pptx: cannot be read"):
        render(typical_report(), content=content)


def rewrite(path: Path, old: bytes, new: bytes) -> None:
    with zipfile.ZipFile(path) as read:
        files = {name: read.read(name).replace(old, new) for name in read.namelist()}
    with zipfile.ZipFile(path, "w") as write:
        for name, data in files.items():
            write.writestr(name, data)


def tools_of(report: Report, language: str = "en") -> tuple[Part, ...]:
    plan = document(report, Wording(report, language)).part("plan")
    assert plan is not None
    return pick_all(plan.blocks, Part, "tool")


def asked(tool: Part) -> list[str]:
    """What to open with, and to ask on."""
    probes = [item.sentences[0].text for item in need(tool.blocks, List, "tool.probes").items]
    return [need(tool.blocks, Text, "tool.question").text, *probes]


@pytest.mark.parametrize("name", ["smallest", "typical", "large"])
def test_the_notes_have_every_probe_of_the_plan(name: str) -> None:
    report = EVERY[name]()
    notes = "\n".join(slide.notes for slide in deck_of(name).slides)
    probes = [text for tool in tools_of(report) for text in asked(tool)]
    assert probes
    assert [probe for probe in probes if probe not in notes] == []


def test_every_slide_of_a_consultant_has_something_to_say() -> None:
    assert all(slide.notes.strip() for slide in deck_of("typical").slides)


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_participants_edition_has_nothing_of_what_is_the_consultants(language: str) -> None:
    report = simulated(25)
    parts = document(report, Wording(report, language)).parts
    shown = deck_of("typical", "participants", language).text
    theirs = {text for tool in tools_of(report, language) for text in (tool.title, *asked(tool)[1:])}
    surprises = [t.text for t in pick_all(need(parts, Part, "predictions").blocks, Text) if t.role == "strong"]
    assert surprises
    theirs |= {need(parts, Text, "headline").text, *surprises}
    theirs |= {text.text.removesuffix(".") for text in pick_all(parts, Text, "gap.spoken")}
    assert [text for text in theirs if text in shown] == []


def test_tables_have_a_head_row_that_is_told_as_one(case: Case) -> None:
    for slide in deck_of(*case).slides:
        for table in slide.xml.iter(f"{A}tbl"):
            assert one(table, f"{A}tblPr").get("firstRow") == "1"
            assert all(text_of(cell) for cell in one(table, f"{A}tr"))


def test_nothing_is_too_small_to_read_from_the_back_of_a_room(case: Case) -> None:
    for slide in deck_of(*case).slides:
        for shape in shapes(slide.xml):
            sizes = [int(size) for e in shape.iter(f"{A}rPr", f"{A}defRPr", f"{A}endParaRPr") if (size := e.get("sz"))]
            assert all(size >= LEAST for size in sizes) or kind(shape) in ("ftr", "sldNum")
        for chart, _ in slide.charts:
            sizes = [int(size) for e in chart.iter(f"{A}rPr", f"{A}defRPr") if (size := e.get("sz"))]
            assert sizes
            assert min(sizes) >= LEAST


def test_the_same_report_gives_the_same_bytes() -> None:
    report = to_json(simulated(25))
    assert render(from_json(report)) == render(from_json(report))


def test_a_file_says_nothing_of_the_machine_or_the_hour_it_was_made() -> None:
    deck = deck_of("typical")
    core = deck.files["docProps/core.xml"].decode()
    assert "2026-11-20T00:00:00Z" in core
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+", core)) == {"2026-11-20T00:00:00"}
    assert {entry.date_time[:3] for entry in deck.zip.infolist()} == {(1980, 1, 1)}
    for name in deck.files:
        if name.endswith(".xlsx"):
            inside = zipfile.ZipFile(io.BytesIO(deck.files[name]))
            assert set(re.findall(r"\d{4}-\d\d-\d\dT", inside.read("docProps/core.xml").decode())) == {"2000-01-01T"}


def test_nothing_leads_outside(case: Case) -> None:
    for part, data in deck_of(*case).files.items():
        if part.endswith(".rels"):
            assert b'TargetMode="External"' not in data
        assert b"hlinkClick" not in data


@pytest.mark.parametrize("text", ["=1+1", "@SUM(1)", "http://e.example/x", "{=1+1}", "a\ud800b\x00\ufffe", "_x0041_"])
def test_a_name_is_text_in_the_charts_workbooks_too(text: str) -> None:
    report = typical_report()
    names = BySide(f"{text} A", f"{text} B")
    report = msgspec.structs.replace(report, alliance=msgspec.structs.replace(report.alliance, sides=names))
    cleaned = re.sub("[\ud800\x00\ufffe]", "", text)
    deck = Deck(render(report))
    held = [cell for slide in deck.slides for _, book in slide.charts for row in book["Sheet1"] for cell in row]
    assert any(isinstance(cell.value, str) and f"{cleaned} A" in cell.value for cell in held)
    assert {cell.data_type for cell in held} <= {"s", "n"}
    assert not any(cell.hyperlink for cell in held)


@pytest.mark.parametrize(("weight", "file"), [("plain", "Regular"), ("bold", "Bold")])
@pytest.mark.parametrize("language", ["en", "de"])
def test_a_text_is_measured_as_wide_as_arial_sets_it_or_a_little_wider(
    weight: fit.Weight, file: str, language: str
) -> None:
    """By Liberation Sans, whose letters are as wide."""
    try:
        font = ImageFont.truetype(f"LiberationSans-{file}.ttf", 100)
    except OSError:
        if os.environ.get("CI"):
            pytest.fail("Liberation Sans is not on this machine, by which slides are measured")
        pytest.skip("Liberation Sans is not on this machine")
    slides = deck_of("typical", language=language).slides
    texts = [text for slide in slides for text in text_of(slide.xml).split("\n") if len(text) > 40]
    assert len(texts) > 40
    for text in texts:
        assert 0.98 < fit.wide(text, 100, weight) / font.getlength(text) < 1.12, text


def test_a_text_breaks_at_spaces_but_not_before_a_per_cent_sign_and_a_long_word_anywhere() -> None:
    width = fit.wide("zusammen 130", 14)
    assert fit.lines("zusammen 130\u00a0%", width, 14) == ["zusammen", "130\u00a0%"]
    assert "".join(fit.lines("x" * 90, width, 14)) == "x" * 90
    assert all(fit.wide(line, 14) <= width for line in fit.lines("x" * 90, width, 14))


def test_a_shortened_text_ends_in_an_ellipsis_and_fits() -> None:
    text = "Disagreements between the companies are settled fairly, whoever began"
    cut = fit.shortened(text, 200, 14, 2)
    assert cut.endswith("…")
    assert len(fit.lines(cut, 200, 14)) <= 2
    assert fit.shortened("Short", 200, 14, 2) == "Short"


@pytest.mark.parametrize("name", ["smallest", "typical", "large", "long names"])
@pytest.mark.parametrize("which", EDITIONS)
@pytest.mark.parametrize("language", ["en", "de"])
def test_nothing_is_cut_even_where_names_are_long(name: str, which: Edition, language: str) -> None:
    for slide in deck_of(name, which, language).slides:
        assert "…" not in text_of(slide.xml)
        assert not any("…" in text for chart, _ in slide.charts for text in chart.itertext())


def test_what_a_slide_has_no_room_for_stands_in_its_notes() -> None:
    deck = deck_of("hostile")
    cut = [slide for slide in deck.slides[1:] if "…" in text_of(slide.xml)]
    assert cut
    for slide in cut:
        assert "In full:" in slide.notes


def test_rows_without_room_are_counted_below_the_table_and_told_in_the_notes() -> None:
    report = simulated(25)
    twice = (msgspec.structs.replace(scale, id=f"{scale.id}-again") for scale in report.scales)
    report = msgspec.structs.replace(report, scales=(*report.scales, *twice))
    slides = Deck(render(report)).slides
    slide = slides[1]
    shown = {row[0] for row in table_rows(slide.xml)}
    wording = Wording(report)
    scales = [wording.text(f"scale:{scale.id}") for scale in report.scales]
    left_out = [text for text in scales if text not in shown]
    assert left_out
    assert f"{len(left_out)} more stand in the notes." in text_of(slide.xml)
    _, _, in_full = slide.notes.partition("In full:")
    assert [text for text in left_out if text not in in_full] == []


Picked = tuple[str, float | Withheld, float | Withheld]
THREE: tuple[Picked, ...] = (("trust", 0.2, 0.6), ("roles", 0.7, 0.5), ("decisions", 0.1, 0.1))
SAME: tuple[Picked, ...] = (("trust", 0.2, 0.3), ("roles", 0.7, 0.5), ("decisions", 0.1, 0.1))


def with_topics(*shares: Picked) -> list[str]:
    asked = Priorities(question="priorities", topics=tuple(topic(*each) for each in shares), overlap=None)
    # With so few slides there is room for the topics.
    report = typical_report(priorities=(asked,), findings=(), expectations=(), responsibilities=())
    return [slide.title for slide in Deck(render(report)).slides]


@pytest.mark.parametrize(
    ("shares", "title"),
    [
        (THREE, "So often each of 3 topics was picked for the workshop"),
        (SAME, "Both companies ask for the same first: “Roles”"),
        (
            (("trust", 0.5, 0.3), ("roles", 0.5, 0.5), ("decisions", 0.1, 0.1)),
            "So often each of 3 topics was picked for the workshop",
        ),
        ((*SAME, ("support", PROTECTED, PROTECTED)), "So often each of 3 topics was picked for the workshop"),
    ],
)
def test_no_topic_comes_first_in_a_tie_or_before_one_that_is_not_shown(shares: tuple[Picked, ...], title: str) -> None:
    assert title in with_topics(*shares)


def test_there_is_no_picture_of_fewer_than_three_topics() -> None:
    titles = with_topics(("trust", PROTECTED, PROTECTED), ("roles", 0.7, 0.5), ("decisions", 0.1, 0.1))
    assert not any("was picked for the workshop" in title or "ask for the same" in title for title in titles)


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_has_no_room_for_a_slide_stands_in_the_notes(language: str) -> None:
    report = simulated(25)
    page = document(report, Wording(report, language))
    notes = "\n".join(slide.notes for slide in deck_of("typical", language=language).slides)
    told = [sentence.text for part in ("priorities", "themes") for sentence in sentences(parts_of(page, part))]
    surprises = pick_all(parts_of(page, "summary"), List, "summary.better")
    told += [sentence.text for found in surprises for item in found.items for sentence in item.sentences]
    assert len(told) > 2
    assert [text for text in told if text not in notes] == []


def parts_of(page: Document, key: str) -> tuple[Block, ...]:
    part = page.part(key)
    return part.blocks if part else ()


def sentences(blocks: tuple[Block, ...]) -> list[Sentence]:
    return [sentence for text in pick_all(blocks, Text) if text.role == "strong" for sentence in text.sentences]


def with_trust(report: Report, mean: float | Withheld) -> Report:
    """Both companies rate each other so on the scale that the playbook names."""
    gate = Playbook.load().trust.scale
    interval = mean if isinstance(mean, Withheld) else (mean - 0.3, mean + 0.3)

    def rated(scale: Scale) -> Scale:
        sides = [msgspec.structs.replace(scale.sides[side], mean=mean, interval=interval) for side in SIDES]
        return msgspec.structs.replace(scale, sides=BySide(*sides))

    scales = tuple(rated(scale) if scale.scale == gate else scale for scale in report.scales)
    return msgspec.structs.replace(report, scales=scales)


@pytest.mark.parametrize(
    ("mean", "told"),
    [
        (Withheld("few_people"), "; whether there is trust enough to renegotiate, find out in the interviews"),
        (2.1, "; renegotiate once trust has been talked through"),
        (4.6, "”"),
    ],
)
def test_trust_that_is_not_shown_is_never_told_as_low(mean: float | Withheld, told: str) -> None:
    report = with_trust(simulated(25), mean)
    deck = Deck(render(report))
    slide = next(slide for slide in deck.slides if slide.title.startswith("Start with “"))
    assert slide.title.endswith(told)
    # Only low trust is told as low; of trust that is not shown, that one has to find out.
    assert ("talked through" in text_of(slide.xml)) == (mean == 2.1)
    parts = document(report, Wording(report)).parts
    reasons = [callout.sentences[0].text for callout in pick_all(parts, Callout) if callout.tone == "wait"]
    assert bool(reasons) == (mean != 4.6)
    assert [reason for reason in reasons if reason not in slide.notes] == []


def test_while_renegotiation_waits_nobody_is_asked_about_it() -> None:
    report = with_trust(simulated(25), 2.1)
    parts = document(report, Wording(report)).parts
    renegotiation = need(parts, Part, "stage.renegotiation")
    assert any(isinstance(block, Callout) for block in renegotiation.blocks)
    slide = next(s for s in Deck(render(report)).slides if s.layout_name == "Questions")
    asked = {text.text for text in pick_all(parts, Text, "tool.question")}
    on_slide = {text for text in asked if text in text_of(slide.xml)}
    assert slide.title.startswith(f"We ask you to answer {len(on_slide)} question")
    assert not on_slide & {text.text for text in pick_all(renegotiation.blocks, Text, "tool.question")}


def test_the_agenda_is_the_shortest_in_which_every_tool_has_its_time() -> None:
    report = simulated(25)
    page = document(report, Wording(report))
    tools = {
        tool.title for stage in pick_all(page.parts, Part, "stage.") for tool in pick_all(stage.blocks, Part, "tool")
    }
    slide = next(s for s in deck_of("typical").slides if "the shortest in which" in text_of(s.xml))
    half, day = (
        {tool for tool in tools for row in need(page.parts, Table, key).rows if tool in row.cells[0].text}
        for key in ("agenda.1.1", "agenda.2.1")
    )
    assert len(tools) == 3
    assert half < tools == day
    rows = need(page.parts, Table, "agenda.2.1").rows
    assert [row[0] for row in table_rows(slide.xml)] == [row.cells[0].line for row in rows]


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_title_of_an_agenda_names_its_tools_in_the_order_of_the_day(language: str) -> None:
    seen = 0
    for seed in range(1, 4):
        for slide in Deck(render(planted(seed, (25, 22)), language)).slides:
            named = re.findall(r"[“„]([^”“]+)[”“]", slide.title)
            timed = [row[0].partition(" ")[2] for row in table_rows(slide.xml) if re.match(r"\d\d:\d\d ", row[0])]
            order = [tool for tool in timed if tool in named]
            if order:
                seen += len(order) > 1
                assert named == list(dict.fromkeys(order))
    assert seen


def test_what_both_rate_higher_is_marked_where_that_means_to_disagree() -> None:
    report = simulated(400)
    wording = Wording(report)
    turned = {wording.statement(s.id) for s in report.statements if s.reversed}
    rows = [line for line in deck_of("large").slides[1].notes.splitlines() if " · ● " in line]
    named = {line.partition(" · ")[0].removesuffix(" (counted turned round)"): line for line in rows}
    marked = {statement for statement, line in named.items() if "(counted turned round)" in line}
    assert marked
    assert marked == turned & set(named)


def test_the_first_notes_say_whom_the_deck_is_for() -> None:
    assert deck_of("typical").slides[0].notes.startswith("This deck prepares you, the consultant.")
    advice = "One question at a time, and the same to both companies"
    assert any(advice in slide.notes for slide in deck_of("typical").slides)
    assert not any(advice in text_of(slide.xml) for slide in deck_of("typical").slides), "it is in the notes alone"


def test_numbers_in_german_have_a_comma_whatever_program_draws_them() -> None:
    for slide in deck_of("typical", language="de").slides:
        assert not re.search(r"\d\.\d", text_of(slide.xml))
        for chart, _ in slide.charts:
            for ser in chart.iter(f"{C}ser"):
                if text_at(ser, f"{C}tx//{C}v") in FREE:
                    continue
                whole = all(number.is_integer() for val in ser.iter(f"{C}val") for number in numbers(val))
                percent = re.match("0.*%", ser.findtext(f"{C}val//{C}formatCode") or "")
                written = ["".join(label.itertext(f"{A}t")) for label in ser.iter(f"{C}dLbl")]
                if not whole and not percent:
                    assert written
                assert not any("." in text for text in written)


def test_a_difference_that_is_no_gap_is_never_told_as_one() -> None:
    """Where nothing is shown to be real, the slides say so."""
    report = simulated(5)
    assert not any(s.gap.verdict == "gap" for s in report.statements)
    slides = deck_of("smallest").slides
    assert not any(re.search(r"points? (higher|more) than|[Aa] gap is shown", text_of(slide.xml)) for slide in slides)
    told = [slide for slide in slides if slide.layout_name.startswith("Message")]
    assert told
    wording = Wording(report)
    for slide in told:
        assert wording.say("messages.answered").rstrip(".") in text_of(slide.xml)


def test_how_sure_a_message_is_stands_on_its_slide_as_the_document_says_it() -> None:
    report = simulated(25)
    parts = pick_all(document(report, Wording(report)).parts, Part, "message")
    slides = [slide for slide in deck_of("typical").slides if slide.layout_name.startswith("Message")]
    assert len(parts) == len(slides) > 0
    for part, slide in zip(parts, slides, strict=True):
        (sure,) = [one.text for one in need(part.blocks, Text, "message.say").sentences if one.key in SURE]
        assert text_of(slide.xml).count(sure) == 1
        ask, hush = (need(part.blocks, Text, f"message.{key}").text for key in ("ask", "do_not_say"))
        assert ask in text_of(slide.xml)
        assert hush not in text_of(slide.xml)
        assert hush in slide.notes


SURE = ("messages.certain", "messages.likely", "messages.answered", "messages.strength")


# --- Colours ------------------------------------------------------------------------------------------


def colour_at(element: etree._Element | None, path: str, theme: dict[str, str]) -> str | None:
    """The colour of a filling; None where there is none at a path."""
    fill = None if element is None else element.find(f"{path}/{A}solidFill")
    if fill is None:
        return None
    (colour,) = fill
    name = value(colour, "val")
    return theme[NAMED.get(name, name)] if colour.tag == f"{A}schemeClr" else name


NAMED = {"tx1": "dk1", "bg1": "lt1", "tx2": "dk2", "bg2": "lt2"}
"""What the theme calls what slides call otherwise."""


def luminance(colour: str) -> float:
    """By WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", ["typical", "all withheld"])
def test_every_text_stands_out_from_its_ground(name: str) -> None:
    deck = deck_of(name)
    theme = deck.colours
    for slide in deck.slides:
        for shape in slide.xml.iter(f"{P}sp"):
            layout = in_layout(shape, slide)
            ground = colour_at(layout, f"{P}spPr", theme) or theme["lt1"]
            if slide.layout_name == "Title" and box(layout)[0] < box(panel(slide))[2]:
                ground = theme["accent3"]
            style = deck.master.find(f".//{P}{'title' if kind(shape) == 'title' else 'body'}Style")
            usual = colour_at(layout, f".//{A}lvl1pPr/{A}defRPr", theme)
            usual = usual or colour_at(style, f"{A}lvl1pPr/{A}defRPr", theme)
            for run in shape.iter(f"{A}r"):
                colour = colour_at(run, f"{A}rPr", theme) or usual
                assert colour
                assert contrast(colour, ground) >= least(run), (slide.title, text_at(run, f"{A}t"))
        for cell in slide.xml.iter(f"{A}tc"):
            ground = colour_at(cell, f"{A}tcPr", theme) or theme["lt1"]
            for run in cell.iter(f"{A}r"):
                colour = colour_at(run, f"{A}rPr", theme)
                assert colour
                assert contrast(colour, ground) >= least(run)


def least(run: etree._Element) -> float:
    """The companies' marks are shapes, whatever they are made of."""
    return 3 if text_at(run, f"{A}t") in "●◆" else 4.5


def panel(slide: Sheet) -> etree._Element:
    return next(sp for sp in slide.layout.iter(f"{P}sp") if one(sp, f".//{P}cNvPr").get("name") == "Panel")
