"""The Report as a whole: its form, its edges, and that nothing withheld can be read from the rest."""

import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest

from diagnostic.analysis import BySide, Release, Report, Wave, Withheld, analyse, from_json, to_json
from diagnostic.questionnaire import OWNERS, SIDES, Questionnaire, load
from diagnostic.questionnaire.responses import tabulate
from tests.analysis.small_instrument import ALLIANCE, Analyse, Row, report_of

OWN = ("trust.candour:we", "trust.reliability:we", "trust.candour:they", "trust.reliability:they")
ALL = (*OWN, "trust.candour:they_of_us", "value.fixed", "value.credit")
PROTECTED, FEW_PEOPLE = Withheld("protected"), Withheld("few_people")

mixed = random.Random(2)


def rows(n: int, **fixed: str) -> list[Row]:
    """n people who answer everything, all sorts of things."""
    return [
        {
            **{field: str(mixed.randint(1, 5)) for field in ALL},
            **{
                f"owners.{field}": mixed.choice(("us", "them", "joint")) for field in ("pricing:now", "training:better")
            },
            "effort": str(mixed.randint(0, 100)),
            "topics": ";".join(mixed.sample(("roles", "speed", "money", "people", "plans"), 3)),
            **fixed,
        }
        for _ in range(n)
    ]


def decoded(report: Report) -> Any:
    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} in the JSON form")

    return json.loads(to_json(report), parse_constant=refuse)


def test_the_json_form_round_trips_exactly(analysed: Analyse) -> None:
    report = analysed(rows(12), rows(9), [("unseen", "a", "“Über” {us}")])
    data = to_json(report)
    assert from_json(data) == report
    assert to_json(from_json(data)) == data


def test_a_form_that_is_not_a_reports_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        from_json(b'{"schema": 1}')


def test_what_is_withheld_says_why(analysed: Analyse) -> None:
    form = decoded(analysed(rows(9), rows(4)))
    assert form["statements"][0]["sides"]["a"]["mean"] == {"withheld": "protected"}
    assert form["expectations"][0]["sides"]["a"]["quartiles"] == {"withheld": "few_people"}
    assert form["responsibilities"][0]["sides"]["b"]["shares"]["joint"] == {"withheld": "protected"}


def test_a_side_of_five_that_answers_alike_shows_nothing(analysed: Analyse) -> None:
    alike = dict.fromkeys(ALL, "4") | dict.fromkeys(
        (f"owners.{a}:{q}" for a in ("pricing", "training") for q in ("now", "better")), "us"
    )
    report = analysed(rows(20), [dict(alike, effort="50", months="12", topics="roles") for _ in range(5)])
    assert {s.gap.mean_difference for s in report.statements} == {PROTECTED}
    assert {s.sides.a.n for s in report.statements} == {PROTECTED}
    assert {s.gap.interval for s in report.scales} == {PROTECTED}
    assert [s.statements for s in report.scales] == [(), (), ()]
    assert {r.ownership for r in report.responsibilities} == {PROTECTED}
    assert {e.sides.a.quartiles for e in report.expectations} == {Withheld("few_people")}
    assert {t.sides.a.share for p in report.priorities for t in p.topics} == {PROTECTED}
    assert report.priorities[0].overlap == PROTECTED
    assert report.participation.a.answered == 20
    # What b was not part of may be shown: a's guess of b.
    assert report.statements[0].predicted is not None
    assert report.statements[0].predicted.by == "a"
    assert not isinstance(report.statements[0].predicted.mean, Withheld)


def test_a_statement_that_everybody_skipped_is_withheld(analysed: Analyse) -> None:
    report = analysed(rows(9, **{"value.credit": ""}), rows(9, **{"value.credit": "-"}))
    [credit] = [s for s in report.statements if s.item == "value.credit"]
    assert credit.sides.a.counts == credit.sides.b.cant_say == PROTECTED
    [value] = [s for s in report.scales if s.scale == "value"]
    assert value.statements == ("value.fixed@alliance",)
    assert isinstance(value.sides.a.mean, float)


def test_a_question_that_one_side_left_out_is_withheld_of_both(analysed: Analyse) -> None:
    report = analysed(rows(12), rows(12, effort="", topics="", **{"owners.pricing:now": ""}))
    assert report.expectations[0].sides.a.quartiles == PROTECTED
    assert report.expectations[0].sum_of_medians == PROTECTED
    assert {t.sides.a.share for t in report.priorities[0].topics} == {PROTECTED}
    assert report.responsibilities[0].sides.a.n == PROTECTED


def test_scores_wait_for_eight_people_of_each_side_and_levels_do_not(analysed: Analyse) -> None:
    spread = [{field: str(1 + (person + len(field)) % 5) for field in ALL} for person in range(8)]
    seven = analysed(spread, spread[:7])
    assert {s.sides.a.n for s in seven.scales} == {s.gap.mean_difference for s in seven.scales} == {FEW_PEOPLE}
    assert {s.sides.a.sd for s in seven.scales} == {s.sides.b.interval for s in seven.scales} == {FEW_PEOPLE}
    value = next(s for s in seven.scales if s.id == "value@alliance")
    # fixed, 6 - 2 3 4 5 1 2 3 (4): of a 6 - 24/8 = 3, of b 6 - 20/7; credit 3 4 5 1 2 3 4 (5): of a 27/8, of b 22/7
    assert (value.sides.a.mean, value.sides.b.mean) == (3.188, 3.143)
    assert not any(isinstance(s.sides.a.mean, Withheld) for s in seven.statements)
    assert not any(isinstance(s.sides.a.mean, Withheld) for s in analysed(spread, spread).scales)


def test_where_few_changed_no_scale_of_so_few_people_shows_a_level(analysed: Analyse) -> None:
    # To one decimal it would be too much where five answered: docs/simulation.md, "Who joined between two waves".
    spread = [{field: str(1 + (person + len(field)) % 5) for field in ALL} for person in range(6)]
    report = analysed(spread, spread, release=Release(few_changed=True))
    assert report.levels_alone
    assert all(isinstance(scale.sides[side].mean, Withheld) for scale in report.scales for side in SIDES)
    assert not any(isinstance(statement.sides.a.mean, Withheld) for statement in report.statements)


def test_a_scale_that_one_of_eight_skipped_does_not_say_that_few_took_part(analysed: Analyse) -> None:
    spread = [{field: str(1 + (person + len(field)) % 5) for field in ALL} for person in range(8)]
    skipped = [*spread[:7], {field: spread[7][field] for field in ALL if not field.startswith("trust.")}]
    by_id = {s.id: s for s in analysed(spread, skipped).scales}
    assert {by_id[f"trust@{target}"].sides.b.mean for target in "ab"} == {PROTECTED}
    assert {by_id[f"trust@{target}"].gap.interval for target in "ab"} == {PROTECTED}
    assert all(by_id[f"trust@{target}"].statements for target in "ab")
    assert not isinstance(by_id["value@alliance"].sides.b.mean, Withheld)


def test_a_scale_of_which_most_is_withheld_is_withheld(analysed: Analyse) -> None:
    report = analysed(rows(12), rows(12, **{"trust.candour:we": "5", "trust.reliability:we": "4"}))
    [trust] = [s for s in report.scales if s.id == "trust@b"]
    assert trust.statements == ()
    assert trust.gap.mean_difference == PROTECTED


def test_a_statement_withheld_stays_out_of_its_scale(analysed: Analyse) -> None:
    a, b = rows(12), rows(12, **{"trust.candour:they": "5"})
    report = analysed(a, b)
    [trust] = [s for s in report.scales if s.id == "trust@a"]
    assert trust.statements == ("trust.reliability@a",)
    reliability = next(s for s in report.statements if s.id == "trust.reliability@a")
    assert trust.sides.b.mean == pytest.approx(reliability.sides.b.mean, abs=5e-4)


@pytest.mark.parametrize(
    "points",
    [2, 5, 11, *(pytest.param(n, marks=pytest.mark.part("proofs")) for n in range(2, 12) if n not in {2, 5, 11})],
)
def test_ratings_of_two_to_eleven_points(questionnaire: Questionnaire, points: int) -> None:
    items = tuple(
        msgspec.structs.replace(item, points=points) if item.id.startswith(("trust", "value")) else item
        for item in questionnaire.items
    )
    wide = msgspec.structs.replace(questionnaire, items=items)
    people = [{field: str(1 + person % points) for field in ALL} for person in range(2 * points + 6)]
    report = report_of(wide, people, list(reversed(people)))
    assert all(len(s.sides.a.counts) == points for s in report.statements if isinstance(s.sides.a.counts, tuple))
    assert report.statements[0].gap.mean_difference == 0.0
    assert report.scales[0].points == points
    assert from_json(to_json(report)) == report


def test_nothing_answered_at_all_is_a_report_with_everything_withheld(questionnaire: Questionnaire) -> None:
    report = analyse(
        tabulate(questionnaire, []),
        [],
        questionnaire,
        Release(),
        alliance=ALLIANCE,
        wave=Wave("pulse", None),
        invited=BySide(None, None),
    )
    assert report.participation.a.answered == 0
    assert {s.sides.b.mean for s in report.statements} == {PROTECTED}
    assert from_json(to_json(report)) == report


def test_results_of_fewer_than_four_people_cannot_be_asked_for() -> None:
    with pytest.raises(ValueError, match="fewer than 4"):
        Release(k=3)


def test_a_release_plan_moves_what_is_shown(analysed: Analyse) -> None:
    spread = [{field: str(1 + (person + len(field)) % 5) for field in ALL} for person in range(9)]
    wide, narrow = (
        analysed(spread, spread[:8], release=Release(k=8)),
        analysed(spread, spread[:8], release=Release(k=9)),
    )
    assert wide.statements[0].sides.a.n == 9
    assert narrow.statements[0].sides.a.n == PROTECTED
    loose = analysed(spread, spread[:8], release=Release(alpha=0.2))
    narrower, wider = loose.statements[0].gap.interval, wide.statements[0].gap.interval
    assert not isinstance(narrower, Withheld)
    assert not isinstance(wider, Withheld)
    assert wider[0] < narrower[0] < narrower[1] < wider[1]


def test_comments_carry_their_side_where_both_sides_are_large_enough(analysed: Analyse) -> None:
    given = [("help", "b", "More time"), ("unseen", "a", "Our regulator"), ("unseen", "b", "Our board")]
    report = analysed(rows(8), rows(8), given)
    assert [c.question for c in report.comments] == ["unseen", "unseen", "help"]
    assert {(c.side, c.text) for c in report.comments} == {(side, text) for _, side, text in given}
    without = analysed(rows(8), rows(7), given)
    assert {(c.side, c.text) for c in without.comments} == {(None, text) for _, _, text in given}
    assert without.withheld_comments == ()
    few = analysed(rows(5), rows(5), given, release=Release(comment_k=11))
    assert few.comments == ()
    assert [(w.question, w.withheld) for w in few.withheld_comments] == [
        ("unseen", "few_comments"),
        ("help", "few_comments"),
    ]


def test_comments_do_not_keep_the_order_of_the_answers(analysed: Analyse) -> None:
    given = [("help", "a", f"Comment {n}") for n in range(40)]
    orders = {tuple(c.text for c in analysed(rows(8), rows(8), given).comments) for _ in range(3)}
    assert len(orders) == 3


def test_texts_name_the_companies(analysed: Analyse) -> None:
    texts = analysed(rows(8), rows(8)).texts["en"]
    assert texts["title"] == "A small check"
    assert texts["statement:trust.candour@b"] == "Helix tells Novara bad news early."
    assert texts["statement:value.fixed@alliance"] == "There is only so much to share in Velora."
    assert texts["scale:trust@a"] == "Trust: Novara"
    assert texts["scale:value@alliance"] == "Joint value"
    assert texts["scale:trust"] == "Trust"
    assert texts["label:trust.candour:5"] == "Yes"
    assert texts["activity:training"] == "Training on Velora"
    assert texts["expectation:effort"] == "Share of the effort"
    assert texts["expectation_unit:months"] == "months"
    assert texts["topic:money"] == "Money"
    assert texts["question:unseen"] == "What the partner does not see"
    assert texts["asked:effort@b"] == "Which share of the effort does Helix carry?"
    assert texts["asked:owners:now@a"] == "Who does it now, Novara or Helix?"


def test_every_item_of_the_packaged_instrument_has_its_texts_in_every_language() -> None:
    whole = load(Path(__file__).parents[2] / "questionnaires" / "alliance-health")
    report = report_of(whole, [], [])
    assert set(report.texts) == {"de", "en"}
    named = {f"statement:{s.id}" for s in report.statements} | {f"scale:{s.id}" for s in report.scales}
    named |= {f"activity:{r.activity}" for r in report.responsibilities}
    named |= {f"expectation:{e.id}" for e in report.expectations}
    for texts in report.texts.values():
        assert named <= texts.keys()
        assert all(text and "{" not in text for key, text in texts.items() if not key.startswith("label:"))


@pytest.mark.part("proofs")
def test_ten_thousand_a_side_are_all_counted(questionnaire: Questionnaire) -> None:
    pool = [questionnaire.validate({k: [v] for k, v in row.items()}, side) for side in ("a", "b") for row in rows(50)]
    table = tabulate(questionnaire, [(answers, None) for answers in pool for _ in range(200)])
    report = analyse(
        table,
        [],
        questionnaire,
        Release(),
        alliance=ALLIANCE,
        wave=Wave("baseline", None),
        invited=BySide(None, None),
    )
    assert report.participation.a.answered == 10_000


def test_the_owners_of_a_share_are_always_all_five(analysed: Analyse) -> None:
    report = analysed(rows(12), rows(12))
    assert Counter(tuple(r.sides.a.shares) for r in report.responsibilities) == {OWNERS: 4}
