"""What “Can I rely on this?” says of how people answered, and of the languages they were invited in; and the hedge
beside everything that could be language, in every form."""

import datetime as dt
from typing import Any

import pytest
from msgspec.structs import replace

from diagnostic.analysis import (
    BySide,
    MainLanguage,
    Offset,
    Report,
    Statement,
    StraightLining,
    Trend,
    TrendPoint,
    TrendSide,
    Withheld,
)
from diagnostic.briefing.document import document
from diagnostic.briefing.document.blocks import Cell, Table, need, pick_all
from diagnostic.briefing.document.messages import hedge_of, told_of
from diagnostic.briefing.editions import edition
from diagnostic.briefing.figures import within_language
from diagnostic.briefing.quality import Shares, by_side
from diagnostic.briefing.renderers import RENDERERS
from diagnostic.briefing.wording import Wording
from tests.briefing.conftest import typical_report
from tests.briefing.forms import QUICK, sentences
from tests.briefing.said import said

HEDGE = "This could also be the two languages in which people were invited."


def in_two_languages(stays: frozenset[str] = frozenset()) -> Report:
    """The typical Report, where whatever is called a gap could be language but what stays."""
    whole = typical_report()

    def judged(one: Any) -> Any:
        gap = replace(one.gap, beyond_language=one.id in stays if one.gap.verdict == "gap" else None)
        if isinstance(one, Statement) and one.predicted and one.predicted.against_partner.verdict == "gap":
            against = replace(one.predicted.against_partner, beyond_language=False)
            one = replace(one, predicted=replace(one.predicted, against_partner=against))
        return replace(one, gap=gap)

    return replace(
        whole,
        languages=BySide(MainLanguage("en", True), MainLanguage("de", False)),
        language_offset=Offset(mean_difference=-0.3, interval=(-0.5, -0.1), points=5),
        statements=tuple(judged(one) for one in whole.statements),
        scales=tuple(judged(one) for one in whole.scales),
    )


def relied_on(report: Report, language: str = "en") -> dict[str, str]:
    part = document(report, Wording(report, language)).part("participation")
    assert part is not None
    return {one.key: one.text for one in sentences(part.blocks)}


def test_in_two_languages_it_says_what_that_can_do_and_by_how_much() -> None:
    told = relied_on(in_two_languages())
    assert told["languages.differ"].startswith("Novara was invited mainly in English, Helix mainly in German.")
    assert (
        "Novara answers 0.3 points higher altogether (difference −0.3, 95% interval −0.5 to −0.1)"
        in (told["languages.offset"])
    )
    assert told["languages.none"].startswith(
        "Without what all answers share no gap or surprise said here would be left"
    )
    assert "is not stored" in told["languages.blurred"]


def test_it_says_which_gaps_would_still_be_there() -> None:
    # Three statements, one scale and one surprise are called: all but one of the statements could be language.
    whole = in_two_languages()
    called = [one.id for one in whole.statements if one.gap.verdict == "gap"]
    called += [one.id for one in whole.scales if one.gap.verdict == "gap"]
    told = relied_on(in_two_languages(frozenset({"trust.candour@a"})))["languages.some"]
    assert f"1 of the {len(called) + 1} gaps and surprises said here would still be there" in told
    assert "differ on" in told
    everything = frozenset(called)
    report = in_two_languages(everything)
    (candour, *others) = report.statements
    assert candour.predicted is not None
    against = replace(candour.predicted.against_partner, beyond_language=True)
    candour = replace(candour, predicted=replace(candour.predicted, against_partner=against))
    told_all = relied_on(replace(report, statements=(candour, *others)))
    assert told_all["languages.all"].startswith(f"Without what all answers share all {len(called) + 1} gaps")


def test_in_one_language_nothing_is_said_of_it() -> None:
    report = replace(typical_report(), languages=BySide(MainLanguage("en", True), MainLanguage("en", True)))
    assert not [key for key in relied_on(report) if key.startswith("languages")]
    assert not [key for key in relied_on(typical_report()) if key.startswith("languages")]


def test_the_language_of_each_company_stands_beside_who_was_invited() -> None:
    report = in_two_languages()
    table = need(document(report, Wording(report)).parts, Table, "turnout")
    assert [table.cell(row, "language").text for row in table.rows] == [
        "English (three quarters or more)",
        "German (fewer than three quarters)",
    ]
    unknown = typical_report()
    columns = need(document(unknown, Wording(unknown)).parts, Table, "turnout").columns
    assert "language" not in {column.key for column in columns}


def test_both_companies_read_the_caution_and_not_who_answers_higher() -> None:
    report = edition(in_two_languages(), "participants")
    told = relied_on(report)
    assert "languages.differ" in told
    assert "languages.offset" not in told
    assert report.language_offset is not None
    assert report.language_offset.mean_difference == Withheld("edition")
    letter = document(report, Wording(report)).part("letter")
    assert letter is not None
    assert "letter.languages" in {one.key for one in sentences(letter.blocks)}


@pytest.mark.parametrize("form", sorted(QUICK))
def test_no_form_tells_a_gap_that_could_be_language_without_saying_so(form: str) -> None:
    """Wherever a sentence sets both levels against each other, and wherever a verdict is *gap*."""
    lines = list(said(RENDERERS[form](in_two_languages())))
    told = [line for line in lines if "rates itself higher than" in line and "against" in line]
    assert all(HEDGE in line for line in told)
    if form != "xlsx":
        assert told


def test_every_verdict_of_such_a_gap_has_a_note() -> None:
    report = in_two_languages()
    tables = pick_all(document(report, Wording(report)).parts, Table)
    groups = [group for table in tables for group in table.groups]
    cells: list[Cell] = [cell for group in groups for cell in group.cells]
    cells += [cell for group in groups for row in group.rows for cell in row.cells]
    gaps = [cell for cell in cells if cell.badge and cell.badge.state == "gap"]
    assert gaps
    assert [cell.line for cell in gaps if "or language" not in cell.note] == []


def test_a_message_about_such_a_gap_is_hedged_on_page_one() -> None:
    for report, hedged in ((in_two_languages(), True), (typical_report(), False)):
        first = document(report, Wording(report)).part("summary")
        assert first is not None
        assert any(HEDGE in one.text for one in sentences(first.blocks)) is hedged
        assert ("languages.differ" in {one.key for one in sentences(first.blocks)}) is hedged


def test_of_a_message_the_hedge_says_whether_all_of_it_could_be_language() -> None:
    """The first is about a gap, and joined to it is that the company does not expect it: a surprise."""
    for stays, hedge in ((frozenset(), "languages.hedge"), (frozenset({"trust.candour@a"}), "languages.hedge_part")):
        report = in_two_languages(stays)
        first, *others = told_of(report, Wording(report)).messages
        assert [point.subject for point in first.points] == ["trust.candour@a"] * 2
        assert hedge_of(first, within_language(report)) == hedge
        # Who owns what, and a divided company, rest on no difference in levels.
        assert {hedge_of(each, within_language(report)) for each in others} == {None}


def test_what_was_left_out_and_could_not_be_said_is_counted_from_what_is_shown() -> None:
    report = typical_report()
    # Of six statements shown (25 and 21 rate each, 2 of each side cannot say), 25 and 21 took part: more rate than
    # took part in this invented Report, so it is told of one statement that fewer rate.
    (one, *_) = report.statements
    fewer = replace(one, sides=BySide(replace(one.sides.a, n=18, cant_say=2), replace(one.sides.b, n=21, cant_say=0)))
    report = replace(report, statements=(fewer,), responsibilities=(), expectations=(), findings=())
    # a: 25 - 18 - 2 = 5 of 25 left it out, 2 of 20 cannot say; b: nobody of 21.
    assert by_side(report) == BySide(Shares(0.2, 0.1), Shares(0.0, 0.0))


def test_what_many_leave_out_is_told_with_where_it_was() -> None:
    report = typical_report()
    (one, *_) = report.statements
    fewer = replace(one, sides=BySide(replace(one.sides.a, n=10, cant_say=5), replace(one.sides.b, n=20, cant_say=1)))
    report = replace(report, statements=(fewer,), responsibilities=(), expectations=(), findings=())
    # 10 of 46 left out; 6 of 36 cannot say.
    told = relied_on(report)["quality.careful"]
    assert "22% of what was asked has no answer (most often on “" in told
    assert "“can’t say” makes up 17% of all ratings (most often on “" in told
    assert "quality.good" not in relied_on(report)


@pytest.mark.parametrize(
    ("people", "told"),
    [("few", None), ("some", "of 46 who answered, 5 or more"), ("many", "of 46 who answered, 12 or more")],
)
def test_how_many_answer_throughout_alike_is_told_in_bands(people: Any, told: str | None) -> None:
    report = replace(
        typical_report(),
        straight_lining=StraightLining(people, 2),
        statements=typical_report().statements[:1],
        findings=(),
    )
    careful = relied_on(report).get("quality.careful", "")
    assert (told in careful) if told else "alike" not in careful
    table = need(document(report, Wording(report)).parts, Table, "how_answered")
    assert "to all of a section, in 50% or more of the longer sections (2)" in table.note
    assert "not measured" in table.note


def test_that_the_languages_of_the_invitations_changed_is_said() -> None:
    report = in_two_languages()
    was = BySide(MainLanguage("en", True), MainLanguage("de", True))
    nothing: dict[str, Any] = {
        "participation": report.participation,
        "exact": True,
        "sides": BySide.of(lambda _: TrendSide(n=10, mean=3.0, interval=(2.5, 3.5))),
        "gap": 0.0,
        "gap_interval": (-0.5, 0.5),
    }
    points = tuple(
        TrendPoint(wave=n, kind="baseline", closed=dt.date(2026, n, 1), languages=languages, **nothing)
        for n, languages in ((1, was), (2, report.languages))
    )
    trend = Trend(
        scale="trust@a",
        target="a",
        points=5,
        statements=(),
        series=points,
        since_previous=None,
        since_first=None,
        slope=None,
    )
    assert relied_on(replace(report, trend=(trend,)))["languages.changed"] == (
        "At Helix the languages of the invitations were others in the full diagnostic of 1 January 2026: German (three"
        " quarters or more); now German (fewer than three quarters). Part of what moved since could be that."
    )
    same = replace(trend, series=(replace(points[0], languages=report.languages), points[1]))
    assert "languages.changed" not in relied_on(replace(report, trend=(same,)))
