"""The charts that are read at a glance: trust grid, owners, divided sides, and what could be shown."""

from collections import Counter

import msgspec
import pytest

from diagnostic.analysis import Comparison, Gap, Report, Withheld
from diagnostic.briefing import charts
from diagnostic.briefing.charts import NARROW, WIDE, Layout
from diagnostic.briefing.document.blocks import Figure, need
from diagnostic.briefing.document.inside import inside
from diagnostic.briefing.wording import Wording
from tests.briefing.conftest import found, nothing, smallest_report, statement, typical_report
from tests.briefing.drawn import Drawn
from tests.briefing.glance import crowded, cut, expects, typical
from tests.briefing.test_chart_layouts import DRAWN


def _words(name: str, report: Report, layout: Layout = WIDE) -> list[str]:
    """The lines of text in a chart, from top to bottom and left to right."""
    texts = Drawn(charts.svg(DRAWN[name](report, Wording(report), layout))).texts
    return [text.words for text in sorted(texts, key=lambda text: (text.top, text.left))]


def test_the_trust_grid_says_better_or_worse_only_where_there_is_a_gap() -> None:
    words = Counter(_words("trust_grid", typical()))
    # Novara's candour is rated 2.5 against 3.9 expected; Helix's 5.0 against 1.0; and that Helix gains at
    # Novara's cost, which speaks against it, 2.0 against 4.0.
    assert words["worse than expected"] == 1
    assert words["better than expected"] == 2
    assert words["these answers cannot tell"] == 1
    assert words["as expected"] == 1


def test_the_trust_grid_names_every_mark_with_the_companies() -> None:
    words = _words("trust_grid", typical())
    for named in (
        "How Novara is seen",
        "Novara says of itself",
        "Novara expects Helix to say",
        "Helix says of Novara",
        "How Helix is seen",
        "Helix says of itself",
        "Helix expects Novara to say",
        "Novara says of Helix",
    ):
        assert named in words


def test_what_is_expected_never_hides_what_is_said() -> None:
    # Helix expects 5.0 of Novara and hears it: the full mark lies on the outline.
    report = typical()
    chart = charts.trust_grid(report, Wording(report), WIDE)
    outlines = [n for n, (look, _) in enumerate(chart.layers) if look.kind == "outline"]
    full = [n for n, (look, _) in enumerate(chart.layers) if look.kind == "mark"]
    assert outlines
    assert max(outlines) < min(full)


def test_a_statement_that_speaks_against_a_company_says_so() -> None:
    words = _words("trust_grid", typical())
    assert {"Helix keeps value.zero_sum (agreement", "is unfavourable)"} <= set(words)


def test_the_trust_grid_says_what_is_withheld_in_its_place() -> None:
    words = _words("trust_grid", typical())
    # Novara's competence and reliability, and what Novara expects on the latter.
    assert words.count("both views not shown, to protect answers") == 2
    assert words.count("expectation not shown, to protect") == 1


def test_the_text_for_the_trust_grid_tells_every_surprise() -> None:
    report = typical()
    told = charts.trust_grid_alt(report, Wording(report))
    assert (
        "Helix rates Novara worse than Novara expects on “Novara keeps trust.candour”: "
        "Novara expects 3.9, Helix says 2.5." in told
    )
    assert "Novara rates Helix better than Helix expects on “Helix GmbH keeps" not in told
    assert "Novara rates Helix better than Helix expects on “Helix keeps value.zero_sum”" in told


def test_without_a_surprise_the_text_does_not_claim_that_there_is_none() -> None:
    rated = (statement("trust.candour", "a", 3.0, 3.2, predicted=expects("a", 3.1, 3.2)),)
    report = typical(statements=rated)
    assert "whether there is none, they cannot tell" in charts.trust_grid_alt(report, Wording(report))
    smallest = smallest_report()
    assert "No expectation can be compared" in charts.trust_grid_alt(smallest, Wording(smallest))


def test_nobody_asked_for_predictions_gets_a_trust_grid() -> None:
    assert charts.asks_predictions(typical())
    assert not charts.asks_predictions(typical(statements=(statement("trust.candour", "a", 3.0, 3.2),)))


def _order(report: Report) -> list[str]:
    activities = ("Pricing", "Training", "Medical", "Marketing")
    return [word for word in _words("ownership", report) if word in activities]


def test_contested_and_orphaned_activities_come_first() -> None:
    assert _order(typical()) == ["Pricing", "Training", "Medical", "Marketing"]


def test_both_companies_read_the_activities_in_the_order_in_which_they_were_asked() -> None:
    report = msgspec.structs.replace(typical(), edition="participants")
    assert _order(report) == ["Marketing", "Training", "Pricing", "Medical"]


def test_the_owners_stand_above_their_columns_by_name() -> None:
    words = _words("ownership", typical(), NARROW)
    assert {"Novara says", "Helix says", "Novara", "Both together", "Helix", "Nobody", "Don’t know"} <= set(words)


def test_conflicts_are_named_and_those_that_few_answers_leave_open_are_called_perhaps() -> None:
    words = Counter(_words("ownership", typical()))
    # Pricing: perhaps now, certainly better placed; training is orphaned in both.
    assert (words["perhaps"], words["contested"], words["orphaned"]) == (1, 2, 2)
    assert words["agreed"] == 1
    assert words["not shown, to protect answers"] == 1


def test_owners_named_equally_often_are_all_told_with_their_share() -> None:
    words = Counter(_words("ownership", typical()))
    assert words["40%"] == 2


def test_the_text_for_the_owners_tells_each_state_with_its_activities() -> None:
    report = typical()
    told = charts.ownership_alt(report, Wording(report))
    assert told.endswith(
        "Now perhaps contested: “Pricing”. Now orphaned: “Training”. Now unclear: “Medical”. Now agreed: “Marketing”. "
        "Better placed contested: “Pricing”. Better placed orphaned: “Training”. Better placed unclear: “Medical”. "
        "Better placed not shown: “Marketing”."
    )


def _inside_alt(report: Report) -> str:
    """What somebody who cannot see the chart is told."""
    return need(inside(report, Wording(report)).blocks, Figure, "inside").alt


def test_a_divided_side_is_drawn_with_its_two_camps() -> None:
    # 8, 2, 0, 4, 9: ten in the lower two answers, thirteen in the upper two.
    words = Counter(_words("inside", typical()))
    assert (words["10 at the lower end"], words["13 at the upper end"]) == (2, 2)
    assert (words["Novara"], words["Helix"]) == (1, 1)
    report = typical()
    told = _inside_alt(report)
    assert (
        "Helix is divided on “The alliance keeps decisions.stick”: "
        "10 of 23 answered at the lower end, 13 at the upper." in told
    )


def test_no_more_than_six_divided_sides_are_drawn() -> None:
    many = tuple(found("divided_side", "decisions.stick@alliance", rank, None, side="b") for rank in range(1, 9))
    words = Counter(_words("inside", typical(findings=many)))
    assert words["10 at the lower end"] == 6


def test_the_fault_line_is_claimed_only_where_it_is_found() -> None:
    words = _words("inside", typical())
    assert {"31%", "12%", "The line runs inside the companies."} <= set(words)
    unclaimed = _words("inside", typical(findings=()))
    assert "31%" in unclaimed
    assert "The line runs inside the companies." not in unclaimed


def test_groups_that_cannot_be_shown_are_said_to_be_withheld() -> None:
    said = "Groups by function cannot be shown, to protect answers."
    assert said in _words("inside", crowded())
    report = crowded()
    assert said in _inside_alt(report)


def test_without_divided_sides_and_groups_there_is_nothing_to_draw() -> None:
    assert charts.shows_inside(typical())
    assert not charts.shows_inside(smallest_report())
    hidden = cut(Withheld("protected"), Withheld("protected"))
    assert not charts.shows_inside(typical(findings=(), cuts=(hidden,)))


def test_what_is_shown_is_counted_part_by_part() -> None:
    words = _words("coverage", typical())
    # Trust: competence and reliability are withheld, and so is what Novara expects on the latter.
    for counted in ("4 of 6 shown", "6 of 7 shown", "7 of 8 shown"):
        assert counted in words
    report = typical()
    told = charts.coverage_alt(report, Wording(report))
    # 6 + 1 + 1 + 1 statements, 7 predictions, 8 owners, 2 expectations, 2 topics, 1 question.
    assert told.startswith("What could be shown: 25 of 29 things asked.")
    assert "trust (4 of 6), What each side expects to hear (6 of 7) and Who owns what (7 of 8)" in told


def test_parts_of_which_nothing_is_shown_are_named() -> None:
    report = smallest_report()
    told = charts.coverage_alt(report, Wording(report))
    assert told.startswith("What could be shown: 0 of 7 things asked. Nothing is shown of trust, decisions,")
    assert Counter(_words("coverage", report))["0 of 1 shown"] == 7


def test_where_everything_is_shown_the_text_says_so() -> None:
    kept = typical_report()
    report = msgspec.structs.replace(kept, statements=kept.statements[:-1])
    assert charts.coverage_alt(report, Wording(report)) == "What could be shown: all 16 things asked."


def test_a_level_alone_is_neither_shown_nor_withheld() -> None:
    few = Withheld("few_changed")
    levels = statement("trust.candour", "a", 3.5, 4.0, gap=nothing(Gap, few, verdict="withheld", reason="few_changed"))
    report = typical(statements=(levels,))
    words = _words("coverage", report)
    assert "level alone" in words
    assert "1 not shown, few joined or left" in words
    assert "Of 1 more the level alone is shown." in charts.coverage_alt(report, Wording(report))


def test_the_participants_edition_counts_no_comments() -> None:
    report = typical()
    assert "Comments" in _words("coverage", report)
    assert "Comments" not in _words("coverage", msgspec.structs.replace(report, edition="participants"))


@pytest.mark.parametrize("verdict", ["too_few", "withheld"])
def test_what_is_not_judged_is_no_surprise(verdict: str) -> None:
    predicted = expects("a", 4.9, 1.1, verdict=verdict)
    assert isinstance(predicted.against_partner, Comparison)
    report = typical(statements=(statement("trust.candour", "a", 4.0, 1.1, predicted=predicted),))
    words = _words("trust_grid", report)
    assert not [word for word in words if "than expected" in word]
    assert "rates" not in charts.trust_grid_alt(report, Wording(report))
