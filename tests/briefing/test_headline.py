"""Every headline is held to the counts beside it: nothing is said of a Report that its verdicts do not bear."""

import re
from collections.abc import Iterator
from itertools import product

import msgspec
import pytest

from diagnostic.analysis import BySide, Finding, Participation, Report, Statement
from diagnostic.analysis.report import SAID_GAPS
from diagnostic.briefing.asked import asked
from diagnostic.briefing.document import document
from diagnostic.briefing.document.blocks import Block, Callout, List, Part, Table, Text, need
from diagnostic.briefing.document.headline import headline_sentences
from diagnostic.briefing.document.overview import overview
from diagnostic.briefing.editions import edition
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES
from tests.briefing.conftest import found, gap, typical_report
from tests.briefing.simulated import simulated

REASONS = {
    "gap": "difference_shown",
    "very_likely": "likely_given_all",
    "worth_asking": "likely_given_all",
    "aligned": "within_margin",
    "undetermined": "interval_too_wide",
    "too_few": "few_answers",
}


def report_of(verdicts: tuple[str, ...]) -> Report:
    """A Report of statements with these verdicts, and no scales."""
    typical = typical_report()
    statements: list[Statement] = []
    findings: list[Finding] = []
    for number, (statement, verdict) in enumerate(zip(typical.statements, verdicts, strict=False)):
        size = 0.9 - number / 10
        judged = gap(size, verdict=verdict, reason=REASONS[verdict], size=None if verdict == "too_few" else size)
        statements.append(msgspec.structs.replace(statement, gap=judged))
        if judged.verdict in SAID_GAPS:
            findings.append(found("gap", statement.id, len(findings) + 1, judged.verdict))
    judged_together = sum(verdict != "too_few" for verdict in verdicts)
    families = tuple(
        msgspec.structs.replace(f, size=judged_together) if f.name == "statements" else f for f in typical.families
    )
    kept = families if judged_together else tuple(f for f in families if f.name != "statements")
    return msgspec.structs.replace(
        typical, statements=tuple(statements), findings=tuple(findings), scales=(), families=kept
    )


def sentences(report: Report, language: str = "en") -> dict[str, str]:
    return {sentence.key: sentence.text for sentence in headline_sentences(report, Wording(report, language))}


@pytest.mark.parametrize("verdicts", [*product(REASONS, repeat=2), ("gap", "very_likely", "worth_asking", "aligned")])
def test_the_headline_says_what_the_verdicts_bear_and_no_more(verdicts: tuple[str, ...]) -> None:
    said = sentences(report_of(verdicts))
    stated = [verdict for verdict in verdicts if verdict in SAID_GAPS]
    judged = [verdict for verdict in verdicts if verdict != "too_few"]
    spoken = {"headline.own_higher", "headline.own_lower", "headline.agrees_more"} & said.keys()
    assert bool(spoken) is bool(stated)
    assert ("headline.all_aligned" in said) is (bool(judged) and set(judged) == {"aligned"})
    assert ("headline.none_judged_first" in said) is (not judged)
    # "These answers show no gap" is said where something was tested, and nothing found.
    assert ("headline.none_clear" in said) is (bool(judged) and not stated and set(judged) != {"aligned"})
    assert ("headline.counts" in said) is bool(judged)


@pytest.mark.parametrize("verdicts", [*product(REASONS, repeat=2), ("gap", "very_likely", "worth_asking", "aligned")])
@pytest.mark.parametrize("which", ["consultant", "participants"])
def test_the_counts_are_those_of_the_verdicts(verdicts: tuple[str, ...], which: str) -> None:
    said = sentences(edition(report_of(verdicts), "consultant" if which == "consultant" else "participants"))
    judged = [verdict for verdict in verdicts if verdict != "too_few"]
    if not judged:
        assert "headline.none_judged" in said
        return
    told = said["headline.counts"]
    assert told.startswith(f"{len(judged)} statement")
    wanted = {
        "{} with a gap": judged.count("gap"),
        "{} very likely with one": judged.count("very_likely"),
        "{} aligned": judged.count("aligned"),
        "on {} these answers cannot tell": judged.count("undetermined") + judged.count("worth_asking"),
        # What is worth asking about is for the consultant alone.
        "{} of which": judged.count("worth_asking") if which == "consultant" else 0,
    }
    found = {words: re.findall(words.format(r"(\d+)"), told) for words in wanted}
    assert found == {words: [str(many)] if many else [] for words, many in wanted.items()}
    assert ("none with a gap" in told) is (wanted["{} with a gap"] == 0)


SOUNDS_LIKE_A_TEST = re.compile(
    r"95|interval|cannot tell|clearly|certain|likely|Intervall|offen|gesichert|wahrscheinlich"
)


@pytest.mark.parametrize("language", ["en", "de"])
def test_of_a_handful_of_people_nothing_sounds_like_a_test(language: str) -> None:
    report = simulated(6)
    assert {s.gap.verdict for s in report.statements} == {"too_few", "withheld"}
    there = document(report, Wording(report, language))
    first = [need(there.parts, Part, "summary"), *(need(there.parts, Part, key) for key in ("headline", "gaps"))]
    for part in first:
        for text in texts_of(part):
            assert not SOUNDS_LIKE_A_TEST.search(text), text


def texts_of(block: Block) -> Iterator[str]:
    """Every sentence and title below a block, but for what is shared by both sides, which has tests of its own."""
    if isinstance(block, Part):
        yield block.title
        for below in block.blocks if block.key not in ("summary.high", "summary.low") else ():
            yield from texts_of(below)
    elif isinstance(block, Text | Callout):
        yield from (sentence.text for sentence in block.sentences)
    elif isinstance(block, List):
        yield from (sentence.text for item in block.items for sentence in item.sentences)


def test_by_how_much_is_said_only_of_what_is_stated_and_allows_for_luck() -> None:
    assert "the gap is probably about 0.9 points" in " ".join(sentences(report_of(("very_likely",))).values())
    assert "probably about" not in " ".join(sentences(report_of(("undetermined", "worth_asking"))).values())


def scales_of(these: tuple[str, ...], general: tuple[str, ...]) -> Report:
    """A Report of the scales trust and decisions, each with its verdict among the people invited, or none."""
    typical = typical_report(participation=BySide(Participation(30, 25), Participation(30, 21)))
    scales = []
    for scale, here, like_them in zip(typical.scales, these, general, strict=True):
        assert scale.gap.these_people is not None
        read = msgspec.structs.replace(scale.gap.these_people, verdict=here) if here else None
        gap = msgspec.structs.replace(scale.gap, verdict=like_them, these_people=read)
        scales.append(msgspec.structs.replace(scale, gap=gap))
    return msgspec.structs.replace(typical, scales=tuple(scales))


INVITED = "for the people invited, of whom 83% at Novara and 70% at Helix answered"
LIKE_THEM = "for people like those who answered"
TRUST, DECIDE = "(“Scale trust@a”)", "(“Scale decisions@alliance”)"


@pytest.mark.parametrize(
    ("these", "general", "says"),
    [
        (
            ("gap", "aligned"),
            ("gap", "undetermined"),
            [
                f"2 scales were judged, {INVITED}: 1 with a gap {TRUST}, 1 aligned.",
                "For others in such roles as well, the gap is shown on: “Scale trust@a”.",
            ],
        ),
        # What is read only for people like them is counted by itself: its gap is no other reading of a gap told before.
        (
            ("gap", ""),
            ("undetermined", "gap"),
            [
                f"1 scale was judged, {INVITED}: 1 with a gap {TRUST}.",
                "Whether such a gap holds for others in such roles as well cannot be told.",
                f"1 scale was judged, {LIKE_THEM}: 1 with a gap {DECIDE}.",
            ],
        ),
        (
            ("undetermined", ""),
            ("gap", "aligned"),
            [
                f"1 scale was judged, {INVITED}: none with a gap, on 1 these answers cannot tell.",
                f"1 scale was judged, {LIKE_THEM}: none with a gap, 1 aligned.",
            ],
        ),
        (
            ("", ""),
            ("gap", "aligned"),
            [f"2 scales were judged, {LIKE_THEM}: 1 with a gap {TRUST}, 1 aligned."],
        ),
    ],
)
def test_scales_are_counted_apart_by_whom_they_are_judged_for(
    these: tuple[str, ...], general: tuple[str, ...], says: list[str]
) -> None:
    report = scales_of(these, general)
    told = headline_sentences(report, Wording(report))
    assert [one.text for one in told if one.key.startswith(("headline.scales", "headline.in_general"))] == says


def test_a_scale_read_only_for_people_like_them_has_a_dash_and_is_not_called_withheld() -> None:
    report = scales_of(("gap", ""), ("gap", "gap"))
    table = need(tuple(overview(report, Wording(report))), Table, "scales_at_a_glance")
    cells = [table.cell(row, "these") for row in table.rows]
    assert [cell.text for cell in cells] == ["Gap", "–"]
    assert cells[1].badge is None


def test_five_people_a_side_see_the_level_of_every_scale_and_no_verdict_on_it() -> None:
    report = simulated(5)
    table = need(tuple(overview(report, Wording(report))), Table, "scales_at_a_glance")
    assert [column.key for column in table.columns] == ["scale", "mean_a", "mean_b"]
    levels = [[table.cell(row, f"mean_{side}").value for side in SIDES] for row in table.rows]
    # A scale is withheld where so many of its statements are that the rest would be another construct.
    shown = [row for row, pair in zip(table.rows, levels, strict=True) if None not in pair]
    assert len(shown) > len(table.rows) / 2
    told = {one.subject: one.reason for one in asked(report, Wording(report)) if one.kind == "scales"}
    assert {told[row.key] for row in shown} == {None}
