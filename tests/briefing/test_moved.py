"""What moved, in every format: two pages of a pulse, its slides and sheets, and nothing that an edition leaves out."""

import datetime as dt
import io
import re
import zipfile

import openpyxl
import pytest
from msgspec.structs import replace
from pptx import Presentation

from diagnostic.analysis import Action, Alliance, BySide, Release, Report, Trend, Wave, Withheld, analyse
from diagnostic.analysis.few_changed import levels_only
from diagnostic.analysis.trend import with_trend
from diagnostic.briefing.charts import Drawing
from diagnostic.briefing.document import document
from diagnostic.briefing.document.blocks import Figure, List, Part, Text, need, pick
from diagnostic.briefing.document.trend import scale_moves
from diagnostic.briefing.document.trend_headline import headline
from diagnostic.briefing.editions import edition
from diagnostic.briefing.playbook import Playbook
from diagnostic.briefing.renderers import RENDERERS
from diagnostic.briefing.signs import early_signs, signs
from diagnostic.briefing.wording import Wording
from diagnostic.demo.planted import Plan, between
from diagnostic.demo.simulation import Respondent, simulate
from diagnostic.questionnaire import Questionnaire
from diagnostic.questionnaire.library import Library
from diagnostic.questionnaire.responses import tabulate
from diagnostic.web.consultant.glance import standing
from tests.briefing.opened_workbook import book_of, rows_of
from tests.briefing.reading_pdf import texts
from tests.planted import AFTER_WORKSHOP, BASELINE

CLOSED = [dt.date(2026, 3, 3) + dt.timedelta(weeks=5 * n) for n in range(5)]
AGREED = Action(text="A call every Monday", owner="Both", agreed=dt.date(2026, 3, 10), statement="trust.candour@a")
ACTIONS = (
    AGREED,
    replace(
        AGREED,
        text="One list of open decisions, read out at every steering committee and sent to both field forces",
        owner="The heads of Medical Affairs of both companies",
        agreed=dt.date(2026, 3, 12),
        statement="decisions.stick@alliance",
    ),
    replace(AGREED, text="Who decides what, on one page", agreed=dt.date(2026, 4, 1), statement="trust.goodwill@a"),
    replace(AGREED, text="A joint day of training", agreed=dt.date(2026, 4, 2), statement=None),
)


MADE: dict[tuple[tuple[int, int], int], Report] = {}


def programme(people: tuple[int, int], library: Library, waves: int = 4) -> Report:
    """The last Report of a baseline and pulses, with what was agreed after the first; each made once."""
    if (people, waves) not in MADE:
        MADE[people, waves] = _made(people, library, waves)
    return MADE[people, waves]


def _made(people: tuple[int, int], library: Library, waves: int) -> Report:
    reports: list[Report] = []
    for number in range(waves):
        name = "alliance-health" if number == 0 else "alliance-pulse"
        plan = between(BASELINE, AFTER_WORKSHOP, number / max(waves - 1, 1))
        made = _answered(library.questionnaires[name], people, plan, number)
        reports.append(with_trend(made, reports))
    return replace(reports[-1], actions=(AGREED,))


def _answered(questionnaire: Questionnaire, people: tuple[int, int], plan: Plan, number: int) -> Report:
    asked = [Respondent("a")] * people[0] + [Respondent("b", "de")] * people[1]
    forms = simulate(questionnaire, asked, plan, seed=number)
    answers = [questionnaire.validate(form, person.side) for person, form in zip(asked, forms, strict=True)]
    comments = [("whats_new", one.side, str(one.values["whats_new"])) for one in answers if "whats_new" in one.values]
    return analyse(
        tabulate(questionnaire, [(one, None) for one in answers]),
        comments,
        questionnaire,
        Release(),
        alliance=Alliance("Orvelane", BySide("Novara", "Helix")),
        wave=Wave("pulse" if number else "baseline", CLOSED[number]),
        invited=BySide(people[0] + 5, people[1] + 4),
        simulated=True,
    )


def levels_alone(library: Library) -> Report:
    """The first pulse, before which few joined or left."""
    first, second = (programme((20, 20), library, waves=n) for n in (1, 2))
    return with_trend(levels_only(replace(second, trend=(), levels=())), [first])


@pytest.fixture(scope="module")
def pulse(library: Library) -> Report:
    return programme((20, 20), library)


def judged(trend: Trend, first: str, last: str, level: str = "cannot_tell") -> Trend:
    """A scale with other verdicts since the first wave and since the one before; of its levels since the first."""
    assert trend.since_first
    assert trend.since_previous
    return replace(
        trend,
        since_first=replace(trend.since_first, verdict=first, level=level),
        since_previous=replace(trend.since_previous, verdict=last, level="cannot_tell"),
    )


def quiet(trends: tuple[Trend, ...]) -> tuple[Trend, ...]:
    return tuple(judged(trend, "cannot_tell", "cannot_tell") for trend in trends)


@pytest.mark.part("proofs")
def test_what_moved_only_lately_is_said_with_since_when(pulse: Report) -> None:
    one, two = judged(pulse.trend[0], "cannot_tell", "widening"), judged(pulse.trend[1], "closing", "turned")
    assert said(replace(pulse, trend=(one, two, *quiet(pulse.trend[2:])))).startswith(
        "The gap is closing on “Trust: Helix”. "
        "The gap is widening on “Trust: Novara” (since the pulse of 12 May 2026). "
        "The gap has turned round on “Trust: Helix” (since the pulse of 12 May 2026)"
    )


def said(report: Report, language: str = "en") -> str:
    return " ".join(sentence.text for sentence in headline(report, Wording(report, language)))


@pytest.mark.part("proofs")
def test_a_first_wave_has_nothing_that_moved(library: Library) -> None:
    report = programme((20, 20), library, waves=1)
    assert document(report, Wording(report)).part("moved") is None


PULSES = (
    ((5, 5), 2, 1),
    ((8, 8), 3, 4),
    ((12, 12), 5, 4),
    ((20, 20), 4, 0),
    ((400, 380), 5, 4),
)
"""How many answered, the number of waves, and how many actions were agreed."""


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("which", ["consultant", "participants"])
@pytest.mark.parametrize(
    ("people", "waves", "actions"),
    [pytest.param(*each, marks=pytest.mark.part("run" if each == PULSES[0] else "proofs")) for each in PULSES],
)
def test_the_pdf_of_a_pulse_has_two_pages_and_cuts_no_sentence(  # noqa: PLR0917 (what a pulse is made of)
    people: tuple[int, int],
    waves: int,
    actions: int,
    which: str,
    language: str,
    library: Library,
    thorough: bool,
) -> None:
    if not thorough:
        # Reckoning with 400 takes long; a hundred have numbers of as many digits.
        people = min(people, (100, 95))
    report = replace(programme(people, library, waves), actions=ACTIONS[:actions])
    shown = edition(report, "consultant" if which == "consultant" else "participants")
    wording = Wording(shown, language)
    pages = [plain(text) for text in texts(RENDERERS["pdf"](shown, language))]
    assert len(pages) == 2
    assert "…" not in "".join(pages)
    first, second = pages
    # The picture is whole: of every panel its name, and at the foot of the page nothing but the page's number.
    moved = need(document(shown, wording).parts, Part, "moved")
    assert all(plain(wording.text(f"scale:{trend.scale}")) in first for trend in shown.trend)
    assert plain(said(shown, language)) in first
    assert all(plain(action.text) in second for action in shown.actions)
    assert plain(need(moved.blocks, Text, "moved.method").text) in second


def plain(text: str) -> str:
    """Without what depends on where lines break."""
    return re.sub(r"[\s\u200b\u00ad\x02-]+", "", text)


def test_they_hold_what_is_said_aloud_what_was_agreed_and_what_it_did(pulse: Report) -> None:
    first, second = (" ".join(text.split()) for text in texts(RENDERERS["pdf"](pulse)))
    assert said(pulse) in first
    assert "Whether people changed their minds, or different people answered, cannot be told." in first
    assert "A call every Monday" in second
    assert "This does not show that the one came from the other." in second


@pytest.mark.part("proofs")
def test_the_participants_read_no_early_signs_and_no_rules(pulse: Report) -> None:
    fallen = with_a_fall(pulse)
    assert signs(fallen, Wording(fallen), Playbook.load())
    neutral = edition(fallen, "participants")
    assert pick(document(neutral, Wording(neutral)).parts, List, "moved.signs") is None
    assert "trust-falls" in RENDERERS["html"](fallen).decode()
    for format_ in ("html", "json", "pptx", "xlsx"):
        assert b"trust-falls" not in _unzipped(RENDERERS[format_](neutral)), format_


def _unzipped(data: bytes) -> bytes:
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def with_a_fall(report: Report) -> Report:
    """The same where Helix's trust in Novara fell by .5 points, surely by .1."""

    def fell(trend: Trend) -> Trend:
        step = trend.since_previous
        if trend.scale != "trust@a" or step is None:
            return trend
        side = replace(step.sides.b, change=-0.5, interval=(-0.9, -0.1))
        return replace(trend, since_previous=replace(step, sides=replace(step.sides, b=side)))

    return replace(report, trend=tuple(fell(trend) for trend in report.trend))


def test_an_early_sign_names_its_rule_and_whose_trust_it_is(pulse: Report) -> None:
    found = [sign for sign in early_signs(with_a_fall(pulse)) if "trust-falls" in sign]
    assert found == ["Helix trusts Novara less than in the pulse of 12 May 2026, by 0.5 points. (trust-falls)"]


def test_participation_that_drops_is_a_sign(pulse: Report) -> None:
    def fewer(trend: Trend) -> Trend:
        *earlier, last = trend.series
        took = replace(last.participation, a=replace(last.participation.a, invited=20, answered=12))
        before = replace(earlier[-1].participation, a=replace(earlier[-1].participation.a, invited=20, answered=18))
        return replace(
            trend,
            series=(*earlier[:-1], replace(earlier[-1], participation=before), replace(last, participation=took)),
        )

    report = replace(pulse, trend=tuple(fewer(trend) for trend in pulse.trend))
    assert any("60%, after 90% in the pulse of" in sign for sign in early_signs(report))


def test_slides_have_native_lines_with_a_gap_where_a_wave_shows_nothing(pulse: Report) -> None:
    def with_a_hole(trend: Trend) -> Trend:
        first, second, *later = trend.series
        missing = replace(second.sides.a, mean=Withheld("protected"))
        return replace(trend, series=(first, replace(second, sides=replace(second.sides, a=missing)), *later))

    report = replace(pulse, trend=tuple(map(with_a_hole, pulse.trend)))
    deck = Presentation(io.BytesIO(RENDERERS["pptx"](report)))
    assert 4 <= len(deck.slides) <= 6
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    lines = [chart for chart in charts if chart.chart_type.name == "LINE_MARKERS"]
    assert lines
    values = [tuple(series.values) for chart in lines for series in chart.plots[0].series]
    assert any(None in row for row in values)


@pytest.mark.part("proofs")
def test_a_wave_that_could_not_be_opened_breaks_the_lines(pulse: Report) -> None:
    lost = replace(pulse, unopened=(CLOSED[1] + dt.timedelta(weeks=2), CLOSED[3] + dt.timedelta(weeks=1)))

    def joins(report: Report) -> int:
        return sum(len(marks) for look, marks in drawing(report).layers if (look.kind, look.width) == ("line", 2))

    assert "too few answers of a company" in str(drawing(lost))
    # A line between the second wave and the third for either side, of every scale, and no other.
    assert joins(pulse) - joins(lost) == 2 * len(pulse.trend)
    deck = Presentation(io.BytesIO(RENDERERS["pptx"](lost)))
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    lines = next(chart for chart in charts if chart.chart_type.name == "LINE_MARKERS")
    # A baseline and three pulses; between the second and the third nothing. What came after the last is another's.
    assert [value is None for value in lines.plots[0].series[0].values] == [False, False, True, False, False]
    for move in scale_moves(lost, Wording(lost)):
        before, after = standing(move, lost, Wording(lost)).lines["a"]
        assert (len(before.split()), len(after.split())) == (2, 2), "so on the alliance's page"


def drawing(report: Report) -> Drawing:
    picture = need(document(report, Wording(report)).parts, Figure, "moved").picture
    assert picture is not None
    return picture.wide.drawing


@pytest.mark.part("proofs")
@pytest.mark.parametrize("which", ["consultant", "participants"])
def test_the_scale_that_moved_has_a_slide_of_its_own(which: str, pulse: Report) -> None:
    widened = judged(pulse.trend[-1], "widening", "cannot_tell")
    moved = replace(pulse, trend=(*quiet(pulse.trend[:-1]), widened))
    report = edition(moved, "consultant" if which == "consultant" else "participants")
    deck = Presentation(io.BytesIO(RENDERERS["pptx"](report)))
    (slide,) = [
        slide
        for slide in deck.slides
        if slide.shapes.title and slide.shapes.title.text == "The gap is widening on “Commitment”"
    ]
    # Which scale comes first is an order: both companies see what moved beside every scale instead.
    charts = [shape.chart for shape in slide.shapes if shape.has_chart]
    assert [chart.chart_type.name for chart in charts] == ["LINE_MARKERS"] * (2 if which == "consultant" else 0)
    written = " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    assert ("Commitment – Widening since 3 Mar" in written) == (which == "consultant")
    # The intervals of both companies' averages, in every chart.
    assert all(len(chart._chartSpace.xpath(".//c:errBars")) == 2 for chart in charts)


@pytest.mark.part("proofs")
def test_the_workbook_has_the_trend_as_numbers_and_says_what_is_not_shown(pulse: Report) -> None:
    book = openpyxl.load_workbook(io.BytesIO(RENDERERS["xlsx"](pulse)))
    trend = book["Trend"]
    head = [cell.value for cell in next(row for row in trend.iter_rows() if row[0].value == "Scale")]
    rows = [row for row in trend.iter_rows(values_only=True) if row[head.index("Scale")] == "Trust: Novara"]
    assert len(rows) == 2 * 4
    assert all(isinstance(row[head.index("Score")], float) for row in rows)
    assert {"Changes", "Levels", "Agreed"} <= set(book.sheetnames)


@pytest.mark.part("proofs")
def test_the_first_sheet_of_the_workbook_says_how_levels_moved_since_the_first_wave(pulse: Report) -> None:
    told = {row["Statement"]: row for row in rows_of(book_of(pulse), "At a glance")}
    for one in pulse.levels:
        row, change = told[Wording(pulse).statement(one.id)], one.since_first
        assert change is not None
        moved = [sides.change for sides in (change.sides.a, change.sides.b)]
        assert [row["Change: Novara"], row["Change: Helix"], row["Since questionnaire"]] == [*moved, 1]
        assert row["Levels"]


@pytest.mark.part("proofs")
def test_where_few_changed_levels_are_drawn_hollow_and_nothing_is_judged(library: Library) -> None:
    report = levels_alone(library)
    assert {move.verdict.state for move in scale_moves(report, Wording(report))} == {"withheld"}
    assert said(report) == "Whether a gap moved is not shown, because few people joined or left."
    assert pick(document(report, Wording(report)).parts, List, "moved.told") is None
    assert len(texts(RENDERERS["pdf"](report))) == 2
    assert "stroke" in str(drawing(report))


def test_a_slide_says_who_owns_what_was_agreed(pulse: Report) -> None:
    deck = Presentation(io.BytesIO(RENDERERS["pptx"](pulse)))
    titles = {slide.shapes.title.text: slide for slide in deck.slides if slide.shapes.title}
    slide = titles["One action was agreed: where its target stands now"]
    shapes, written = slide.shapes, " ".join(one.text_frame.text for one in slide.shapes if one.has_text_frame)
    (table,) = [shape.table for shape in shapes if shape.has_table]
    (action, since) = [cell.text for cell in table.rows[1].cells]
    assert action == "A call every Monday. Both, agreed on 10 March 2026."
    assert since.startswith("Since 3 Mar: Cannot tell.")
    assert since.count("Cannot tell") == 1
    assert "This does not show that the one came from the other." in written


@pytest.mark.part("proofs")
def test_long_names_and_many_agreements_still_fit_two_pages(library: Library) -> None:
    names = (
        "Novara Pharmaceutical Holdings International " * 2,
        "Helix Arzneimittelwerke Beteiligungsgesellschaft " * 2,
    )
    report = programme((12, 12), library)
    sides = replace(report.alliance.sides, a=names[0].strip(), b=names[1].strip())
    many = tuple(replace(AGREED, text=f"{n}. " + "We agreed on something long " * 9) for n in range(12))
    report = replace(report, alliance=replace(report.alliance, sides=sides), actions=many)
    assert len(texts(RENDERERS["pdf"](report))) == 2
    assert len(Presentation(io.BytesIO(RENDERERS["pptx"](report))).slides) <= 6


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_title_is_a_whole_sentence_whatever_stops_stand_in_dates_and_names(pulse: Report, language: str) -> None:
    """A German date has full stops, and so has a company's name: neither ends a sentence."""
    lately = judged(pulse.trend[-1], "cannot_tell", "widening")
    sides = BySide("Dr. Reddy's", "St. Gallen Pharma")
    report = replace(pulse, alliance=Alliance("Orvelane", sides), trend=(*quiet(pulse.trend[:-1]), lately))
    first = need(document(report, Wording(report, language)).parts, Text, "moved.headline").sentences[0].text
    assert first.endswith(".")
    deck = Presentation(io.BytesIO(RENDERERS["pptx"](report, language)))
    titles = [slide.shapes.title.text for slide in deck.slides if slide.shapes.title]
    assert first.removesuffix(".") in titles
    assert "12. Mai 2026" in first if language == "de" else "12 May 2026" in first
