"""What stands in pictures: every mark with what it stands for, and bars with counts and shares."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest

from diagnostic.analysis import Report
from diagnostic.briefing import charts
from diagnostic.briefing.bars import written_in
from diagnostic.briefing.charts import NARROW, PRINT, WIDE, Drawing
from diagnostic.briefing.charts.sheet import Look
from diagnostic.briefing.document import document
from diagnostic.briefing.document.blocks import Figure, pick_all
from diagnostic.briefing.figures import shown_counts
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES
from tests.briefing.conftest import typical_report
from tests.briefing.glance import GLANCES
from tests.simulation.messages import briefing

REPORTS: dict[str, Callable[[], Report]] = {
    **GLANCES,
    "5+5": lambda: briefing(1, (5, 5)),
    "25+22": lambda: briefing(1, (25, 22)),
}
LAYOUTS = {"wide": WIDE, "narrow": NARROW, "print": PRINT}


class Sign(NamedTuple):
    """What tells a mark from others, whatever its size and strength: its shape, filled or hollow, its edge."""

    kind: str
    shape: str
    fill: str
    edge: str
    dashed: bool


def sign_of(look: Look) -> Sign | None:
    """None of what is no mark: words, guides, lines between marks, and bars, beside which their names stand."""
    framed = look.kind == "box" and look.stroke not in ("none", "#ffffff")
    if look.kind in ("mark", "outline") or framed or (look.kind == "line" and look.dash):
        return Sign(look.kind, look.shape, look.fill, look.stroke, bool(look.dash))
    return None


def signs(looks: Iterator[Look] | frozenset[Look]) -> set[Sign]:
    return {sign for look in looks if (sign := sign_of(look))}


def unexplained(drawing: Drawing) -> set[Sign]:
    return signs(look for look, _ in drawing.layers) - signs(drawing.explained)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.part("proofs" if name == "25+22" else "run")) for name in REPORTS]
)
def test_every_mark_is_explained_where_it_first_stands(name: str, layout: str) -> None:
    """In the picture itself; of several pictures of one kind that follow each other, in the first."""
    report = REPORTS[name]()
    explained: dict[str, set[Sign]] = {}
    for figure in pick_all(document(report, Wording(report)).parts, Figure):
        if figure.picture is None or figure.key.startswith("moved."):
            continue
        image = {"wide": figure.picture.wide, "narrow": figure.picture.narrow, "print": figure.picture.printed}[layout]
        kind = figure.key.partition(".")[0]
        before = explained.setdefault(kind, set())
        before |= signs(image.drawing.explained)
        assert unexplained(image.drawing) - before == set(), figure.key


def test_what_is_explained_is_there(typical: Report) -> None:
    """No key names a mark that its picture does not have."""
    for figure in pick_all(document(typical, Wording(typical)).parts, Figure):
        if figure.picture:
            drawn = [mark for look, marks in figure.picture.printed.drawing.layers for mark in marks if sign_of(look)]
            assert len(drawn) >= len(signs(figure.picture.printed.drawing.explained))


def test_a_piece_of_a_bar_says_how_many_and_what_share_where_there_is_room(typical: Report) -> None:
    wording = Wording(typical)
    assert written_in(5, 12, wording, lambda words: len(words) <= 7) == "5 · 42%"
    assert written_in(5, 12, wording, lambda words: len(words) <= 6) == "5"
    assert written_in(5, 12, wording, lambda words: len(words) < 1) == ""
    assert written_in(0, 12, wording, lambda words: len(words) < 9) == ""


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_bars_of_answers_say_counts_and_shares_of_the_answers_that_were_given(layout: str) -> None:
    report = typical_report()
    statement = report.statements[0]
    reach = charts.reach_of([statement])
    drawing = charts.distributions([statement], Wording(report), LAYOUTS[layout], reach=reach)
    words = [mark.text for look, marks in drawing.layers for mark in marks if look.kind == "text"]
    both = [tuple(map(int, found.groups())) for text in words if (found := re.fullmatch(r"(\d+) · (\d+)%", text))]
    given = {
        (count, round(100 * count / sum(counts)))
        for side in SIDES
        for counts in [shown_counts(statement.sides[side]) or ()]
        for count in counts
        if count
    }
    assert set(both) <= given
    # By hand: 9 of 25 and 8 of 21 are wide enough in the wider pictures.
    if layout != "narrow":
        assert {(9, 36), (8, 38)} <= set(both)
