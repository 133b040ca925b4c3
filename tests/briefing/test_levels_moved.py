"""That both sides rose or fell is said aloud, in words that claim no more; in lists, in mails, and on the page."""

import pytest
from msgspec.structs import replace

from diagnostic.analysis import Finding, Report
from diagnostic.briefing.document import document
from diagnostic.briefing.document.blocks import List, Table, Text, need, pick, pick_all
from diagnostic.briefing.document.headline import headline_sentences
from diagnostic.briefing.document.summary import summary
from diagnostic.briefing.document.trend import scale_moves
from diagnostic.briefing.editions import edition
from diagnostic.briefing.wording import Wording
from tests.briefing.conftest import found, typical_report
from tests.briefing.test_moved import judged, pulse, quiet, said

__all__ = ["pulse"]
NO_GAP = "That a gap moved is shown on no scale."


@pytest.mark.parametrize(
    ("level", "sentence", "word"),
    [
        ("both_rose", "Rose: “Trust: Novara” on both sides.", "Both rose"),
        ("both_fell", "Fell: “Trust: Novara” on both sides.", "Both fell"),
        ("opposite", "Rose: “Trust: Novara” at Novara. Fell: “Trust: Novara” at Helix.", "One rose, one fell"),
        ("level_rose", "Rose: “Trust: Novara” on both sides taken together.", "Rose, both together"),
        (
            "shared_concern_improved",
            "Rose: “Trust: Novara”, a shared concern, on both sides.",
            "Shared concern improved, both rose",
        ),
    ],
)
def test_what_both_levels_did_is_said_first(level: str, sentence: str, word: str, pulse: Report) -> None:
    first = judged(pulse.trend[0], "cannot_tell", "cannot_tell", level)
    assert first.since_first
    sides = replace(
        first.since_first.sides,
        a=replace(first.since_first.sides.a, verdict="rose"),
        b=replace(first.since_first.sides.b, verdict="fell"),
    )
    first = replace(first, since_first=replace(first.since_first, sides=sides))
    report = replace(pulse, trend=(first, *quiet(pulse.trend[1:])))
    assert said(report) == f"{sentence} {NO_GAP}"
    move = scale_moves(report, Wording(report))[0]
    assert (move.trend.scale, move.verdict.text, move.said.text) == ("trust@a", word, f"{word} since 3 Mar")


def test_of_one_side_its_name_is_said_and_in_the_message_that_the_other_is_not_shown(pulse: Report) -> None:
    first = judged(pulse.trend[0], "cannot_tell", "cannot_tell", "one_side_fell")
    assert first.since_first
    fell = replace(first.since_first.sides.b, verdict="fell")
    still = replace(first.since_first.sides.a, verdict="cannot_tell")
    sides = replace(first.since_first.sides, a=still, b=fell)
    first = replace(first, since_first=replace(first.since_first, sides=sides))
    report = replace(pulse, trend=(first, *quiet(pulse.trend[1:])))
    assert said(report) == f"Fell: “Trust: Novara” at Helix. {NO_GAP}"
    (message,) = pick_all(document(report, Wording(report)).parts, Text, "message.say")
    assert message.sentences[0].text.startswith("Helix rates “Trust” (Novara) worse than in")
    assert message.sentences[0].text.endswith("of Novara no change is shown.")


def test_a_gap_that_moved_is_said_beside_it(pulse: Report) -> None:
    first = judged(pulse.trend[0], "closing", "cannot_tell", "both_rose")
    report = replace(pulse, trend=(first, *quiet(pulse.trend[1:])))
    assert said(report) == "Rose: “Trust: Novara” on both sides. The gap is closing on “Trust: Novara”."
    assert scale_moves(report, Wording(report))[0].said.text == "Both rose, the gap closing since 3 Mar"


def test_a_steady_gap_is_said_first_only_where_nothing_moved(pulse: Report) -> None:
    rose = replace(pulse, trend=(judged(pulse.trend[0], "steady", "cannot_tell", "both_rose"), *quiet(pulse.trend[1:])))
    still = replace(pulse, trend=(judged(pulse.trend[0], "steady", "cannot_tell"), *quiet(pulse.trend[1:])))
    steady = "The gap is steady on “Trust: Novara”."
    assert said(rose) == f"Rose: “Trust: Novara” on both sides. {NO_GAP}"
    assert said(still) == steady
    for report, many in ((rose, 1), (still, 0)):
        beside = need(document(report, Wording(report)).parts, Text, "moved.beside")
        assert beside.text.count(steady) == many


def test_where_nothing_is_shown_it_says_so_of_levels_and_gaps(pulse: Report) -> None:
    report = replace(pulse, trend=quiet(pulse.trend))
    assert said(report).startswith("On no scale do these answers show that a level or a gap moved.")


def test_the_consultant_reads_what_to_ask_and_both_companies_do_not(pulse: Report) -> None:
    first = judged(pulse.trend[0], "cannot_tell", "cannot_tell", "both_rose")
    one = Finding(kind="both_rose", subject="trust@a", side=None, rank=1, verdict=None)
    report = replace(pulse, trend=(first, *quiet(pulse.trend[1:])), findings=(one,))
    asked = need(document(report, Wording(report)).parts, List, "moved.to_do")
    (item,) = asked.items
    assert item.sentences[0].text.startswith("“Trust: Novara” has risen since the earlier wave")
    assert item.sentences[0].source == "Rule: raised-together"
    neutral = edition(report, "participants")
    assert pick(document(neutral, Wording(neutral)).parts, List, "moved.to_do") is None


def test_a_shared_concern_of_a_scale_stands_in_the_headline_and_right_after_the_gaps() -> None:
    concern = found("shared_concern", "trust@a", 1, "undetermined")
    report = typical_report(findings=(concern,))
    wording = Wording(report)
    sentences = [sentence.text for sentence in headline_sentences(report, wording)]
    assert sentences[1].startswith("Both companies rate “Scale trust@a” clearly lower than the rest")
    parts = [part.key for part in summary(report, wording, None).blocks]
    assert parts.index("summary.low") == parts.index("summary.gaps") + 1
    (row,) = need(document(report, wording).parts, Table, "levels.low").rows
    assert (row.cells[0].text, row.cells[0].link) == ("Scale trust@a", "scale-trust-a")


def test_what_both_companies_read_ranks_no_scale() -> None:
    report = typical_report(findings=(found("shared_concern", "trust@a", 1, "undetermined"),))
    neutral = edition(report, "participants")
    assert not any("lower than the rest" in s.text for s in headline_sentences(neutral, Wording(neutral)))
