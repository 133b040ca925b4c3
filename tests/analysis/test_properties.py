"""Small sides made up by Hypothesis: nothing withheld can be read from the rest of a Report."""

import json
import math
from collections.abc import Iterator, Mapping

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diagnostic.analysis import Release, Report, Withheld, from_json, to_json
from diagnostic.questionnaire import Questionnaire
from tests.analysis.small_instrument import Row, report_of
from tests.examples import examples

OWN = ("trust.candour:we", "trust.reliability:we", "trust.candour:they", "trust.reliability:they")
PROTECTED = Withheld("protected")


def leaves(node: object) -> Iterator[object]:
    """Every figure of a decoded JSON form."""
    if isinstance(node, Mapping):
        for value in node.values():
            yield from leaves(value)
    elif isinstance(node, list):
        for value in node:
            yield from leaves(value)
    else:
        yield node


def figures(report: Report) -> str:
    """All that was computed from answers, less the texts."""
    return msgspec.json.encode(msgspec.structs.replace(report, texts={})).decode()


answer = st.sampled_from(["", "-", "4", "4", "4", "1", "2", "3", "5"])
owner = st.sampled_from(["", "-", "us", "us", "us", "them", "joint"])


def person(fields: tuple[str, ...], values: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({"value.fixed": st.sampled_from("12345"), **dict.fromkeys(fields, values)})


def staff(fewest: int) -> st.SearchStrategy[list[dict[str, str]]]:
    """The people of one side."""
    return st.lists(
        st.builds(
            lambda rated, owned: rated | {f"owners.{k}": v for k, v in owned.items() if k != "value.fixed"},
            person((*OWN, "trust.candour:they_of_us", "value.credit"), answer),
            person(("pricing:now", "training:now"), owner),
        ),
        min_size=fewest,
        max_size=10,
    )


people = staff(4)
small = settings(examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def tables_shown(report: Report) -> Iterator[tuple[int, ...]]:
    """Every table of counts that can be read from a Report."""
    for statement in report.statements:
        for counts in (statement.sides.a.counts, statement.sides.b.counts):
            if not isinstance(counts, Withheld):
                yield counts
        if statement.predicted is not None and not isinstance(statement.predicted.counts, Withheld):
            yield statement.predicted.counts
    for activity in report.responsibilities:
        for side in (activity.sides.a, activity.sides.b):
            if not isinstance(side.n, Withheld):
                shares = [share for share in side.shares.values() if not isinstance(share, Withheld)]
                yield tuple(round(share * side.n) for share in shares)


@small
@given(a=people, b=people, k=st.integers(4, 6))
def test_without_any_one_answer_every_table_leaves_two(
    a: list[Row], b: list[Row], k: int, questionnaire: Questionnaire
) -> None:
    report = report_of(questionnaire, a, b, release=Release(k=k))
    for table in tables_shown(report):
        assert sum(table) >= k
        for category, count in enumerate(table):
            if count:
                others = [n - (place == category) for place, n in enumerate(table)]
                assert sum(n > 0 for n in others) >= 2
    for statement in report.statements:
        assert isinstance(statement.sides.a.counts, Withheld) is isinstance(statement.sides.b.counts, Withheld)


@pytest.mark.part("proofs")
@small
@given(a=staff(8), b=staff(8), data=st.data())
def test_a_withheld_statements_answers_move_nothing_else(
    a: list[Row], b: list[Row], data: st.DataObject, questionnaire: Questionnaire
) -> None:
    # Side b agrees on one answer, whichever, so the statement is withheld; side a says what it likes.
    statement = data.draw(st.sampled_from(questionnaire.statements()))
    item = statement.item
    of_a = {"a": f"{item}:we", "b": f"{item}:they", "alliance": item}[statement.target]
    of_b = {"a": f"{item}:they", "b": f"{item}:we", "alliance": item}[statement.target]

    def report() -> Report:
        alike = data.draw(st.sampled_from("-12345"))
        return report_of(
            questionnaire, [{**row, of_a: data.draw(answer)} for row in a], [{**row, of_b: alike} for row in b]
        )

    assert figures(report()) == figures(report())


@pytest.mark.part("proofs")
@small
@given(a=people, b=people)
def test_a_report_is_the_same_whoever_gave_which_answers(
    a: list[Row], b: list[Row], questionnaire: Questionnaire
) -> None:
    assert figures(report_of(questionnaire, a, b)) == figures(report_of(questionnaire, a[::-1], b[::-1]))


@small
@given(a=people, b=people)
def test_every_figure_is_a_number(a: list[Row], b: list[Row], questionnaire: Questionnaire) -> None:
    report = report_of(questionnaire, a, b)
    numbers = [leaf for leaf in leaves(json.loads(to_json(report))) if isinstance(leaf, float)]
    assert all(math.isfinite(number) and abs(number) < 1e6 for number in numbers)
    assert from_json(to_json(report)) == report
