"""From a raw form to answers about companies, or to every fault in it."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostic.errors import AnswerFault, InvalidAnswers
from diagnostic.questionnaire import CANT_SAY, Choice, Number, Questionnaire, Rating, Side, Text, Value
from diagnostic.questionnaire.model import Scale, Section
from diagnostic.questionnaire.responses import tabulate
from tests.usual_instrument import usual

Details = dict[str, str | int | float]


def values(questionnaire: Questionnaire, side: Side, **form: str | Sequence[str]) -> dict[str, Value]:
    """Validate a form whose fields are written with _ for . and __ for :"""
    fields = {field.replace(".", "_").replace(":", "__"): field for field in questionnaire.fields()}
    raw = {fields[name]: [value] if isinstance(value, str) else value for name, value in form.items()}
    return questionnaire.validate(raw, side).values


def faults(questionnaire: Questionnaire, form: Mapping[str, Sequence[str]]) -> list[AnswerFault]:
    with pytest.raises(InvalidAnswers) as caught:
        questionnaire.validate(form, "a")
    return list(caught.value.faults)


class TestCompanyCentring:
    """What a respondent says of "us" and "them" is stored as said of company a and company b."""

    def test_we_is_about_the_side_that_answers(self, small: Questionnaire) -> None:
        assert values(small, "a", trust_candour__we="4") == {"trust.candour@a": 4}
        assert values(small, "b", trust_candour__we="4") == {"trust.candour@b": 4}

    def test_they_is_about_the_other_side(self, small: Questionnaire) -> None:
        assert values(small, "a", trust_candour__they="2") == {"trust.candour@b": 2}
        assert values(small, "b", trust_candour__they="2") == {"trust.candour@a": 2}

    def test_what_they_would_say_of_us_is_a_prediction_about_us(self, small: Questionnaire) -> None:
        assert values(small, "a", trust_candour__they_of_us="5") == {"trust.candour@a:predicted": 5}
        assert values(small, "b", trust_candour__they_of_us="5") == {"trust.candour@b:predicted": 5}

    def test_our_gain_is_their_loss_and_their_gain_is_our_loss_are_one_statement(self, small: Questionnaire) -> None:
        assert small.text("en", "items.value.zero_sum.we", them="Helix") == "A gain for us is a loss for Helix."
        assert small.text("en", "items.value.zero_sum.they", them="Novara") == "A gain for Novara is a loss for us."
        # Side a is Novara: both sentences say that a's gain is b's loss.
        assert values(small, "a", value_zero_sum__we="3") == values(small, "b", value_zero_sum__they="3")
        assert values(small, "a", value_zero_sum__we="3") == {"value.zero_sum@a": 3}

    def test_the_alliance_is_the_same_in_both_mouths(self, small: Questionnaire) -> None:
        assert values(small, "a", value_credit="1") == values(small, "b", value_credit="1")
        assert values(small, "a", value_credit="1") == {"value.credit@alliance": 1}

    def test_us_and_them_as_owners_become_companies(self, small: Questionnaire) -> None:
        form = {"owners_pricing__now": "us", "owners_pricing__better": "them"}
        assert values(small, "a", **form) == {"owners.pricing:now": "a", "owners.pricing:better": "b"}
        assert values(small, "b", **form) == {"owners.pricing:now": "b", "owners.pricing:better": "a"}

    @pytest.mark.parametrize("owner", ["joint", "nobody", "unknown"])
    def test_other_owners_stay(self, small: Questionnaire, owner: str) -> None:
        assert values(small, "b", owners_training__now=owner) == {"owners.training:now": owner}


class TestWhatIsTaken:
    def test_blank_is_skipped(self, small: Questionnaire) -> None:
        form = {field: [" "] for field in small.fields()} | {"trust.candour:we": ["3"], "effort": []}
        assert small.validate(form, "a").values == {"trust.candour@a": 3}

    def test_a_dash_is_cant_say_for_a_rating_and_unknown_for_an_owner(self, small: Questionnaire) -> None:
        assert values(small, "a", value_credit="-", owners_pricing__now=" - ") == {
            "value.credit@alliance": CANT_SAY,
            "owners.pricing:now": "unknown",
        }

    def test_a_dash_skips_every_other_question(self, small: Questionnaire) -> None:
        assert values(small, "a", value_credit="5", effort=" - ", topics="-", remark="-") == {
            "value.credit@alliance": 5
        }

    @pytest.mark.parametrize(
        ("raw", "number"),
        [("40", 40.0), (" 40 % ", 40.0), ("12,5", 12.5), ("12.5", 12.5), ("0", 0.0), ("100", 100.0)],
    )
    def test_a_number_may_have_a_comma_and_a_percent_sign(self, small: Questionnaire, raw: str, number: float) -> None:
        assert values(small, "a", effort=raw) == {"effort": number}

    @pytest.mark.parametrize(
        "raw", [["value", "trust"], ["value;trust"], [" value ; trust ; "], ["trust", "value", "trust"]]
    )
    def test_topics_come_as_boxes_or_joined_and_leave_in_the_order_asked(
        self, small: Questionnaire, raw: list[str]
    ) -> None:
        assert values(small, "a", topics=raw) == {"topics": ("trust", "value")}

    def test_a_text_keeps_its_lines_and_loses_control_characters(self, small: Questionnaire) -> None:
        assert values(small, "a", remark=" two\r\nlines\x07 ") == {"remark": "two\nlines"}

    def test_a_line_break_counts_as_one_character(self, small: Questionnaire) -> None:
        assert values(small, "a", remark="\r\n".join(["aaaaaa", "bbbbbb", "cccccc"])) == {
            "remark": "aaaaaa\nbbbbbb\ncccccc"  # 20 characters, as many as there may be
        }

    def test_fields_that_are_no_questions_are_left_alone(self, small: Questionnaire) -> None:
        assert small.validate({"consent": ["yes"], "value.credit": ["3"]}, "a").values == {"value.credit@alliance": 3}


class TestWhatIsRefused:
    @pytest.mark.parametrize("raw", ["0", "6", "-1", "3.5", "three", "٣", "³", "9" * 5000])
    def test_a_rating_outside_its_points(self, small: Questionnaire, raw: str) -> None:
        details: Details = {"points": 5, "lowest": 1, "highest": 5}
        assert faults(small, {"value.credit": [raw]}) == [AnswerFault("value.credit", "rating", details)]

    def test_one_question_answered_twice(self, small: Questionnaire) -> None:
        form = {
            "value.credit": ["3", "4"],
            "owners.pricing:now": ["us", "them"],
            "effort": ["1", "2"],
            "remark": ["a", "b"],
        }
        assert [(fault.field, fault.code) for fault in faults(small, form)] == [
            ("value.credit", "one_answer"),
            ("owners.pricing:now", "one_answer"),
            ("effort", "one_answer"),
            ("remark", "one_answer"),
        ]

    @pytest.mark.parametrize("raw", ["a", "Us", "we", "Novara"])
    def test_an_unknown_owner(self, small: Questionnaire, raw: str) -> None:
        assert faults(small, {"owners.pricing:now": [raw]}) == [AnswerFault("owners.pricing:now", "owner")]

    @pytest.mark.parametrize("raw", ["many", "101", "-0.1", "nan", "inf", "1e9"])
    def test_a_number_outside_its_range(self, small: Questionnaire, raw: str) -> None:
        assert faults(small, {"effort": [raw]}) == [AnswerFault("effort", "number", {"minimum": 0.0, "maximum": 100.0})]

    def test_an_unknown_topic(self, small: Questionnaire) -> None:
        assert faults(small, {"topics": ["trust", "weather"]}) == [
            AnswerFault("topics", "unknown_option", {"options": "trust, roles, value"})
        ]

    def test_too_many_topics(self, small: Questionnaire) -> None:
        assert faults(small, {"topics": ["trust;roles;value"]}) == [AnswerFault("topics", "too_many", {"at_most": 2})]

    def test_a_text_that_is_too_long(self, small: Questionnaire) -> None:
        assert faults(small, {"remark": ["x" * 21]}) == [AnswerFault("remark", "too_long", {"longest": 20})]

    @pytest.mark.parametrize(
        "form", [{}, {"value.credit": [""]}, {"effort": ["-"]}, {"topics": [";"]}, {"remark": ["\x00"]}]
    )
    def test_nothing_answered_at_all(self, small: Questionnaire, form: dict[str, list[str]]) -> None:
        assert faults(small, form) == [AnswerFault("", "nothing_answered")]

    def test_every_field_at_fault_is_named_in_the_order_asked(self, small: Questionnaire) -> None:
        form = {
            "remark": ["x" * 30],
            "topics": ["?"],
            "trust.candour:we": ["9"],
            "value.credit": ["3"],
            "effort": ["?"],
        }
        with pytest.raises(InvalidAnswers) as caught:
            small.validate(form, "a")
        assert [fault.field for fault in caught.value.faults] == ["trust.candour:we", "effort", "topics", "remark"]
        assert str(caught.value) == "trust.candour:we: rating; effort: number; topics: unknown_option; remark: too_long"

    def test_cant_say_alone_is_an_answer(self, small: Questionnaire) -> None:
        assert values(small, "a", value_credit="-") == {"value.credit@alliance": CANT_SAY}

    def test_no_fault_holds_an_answer(self, small: Questionnaire) -> None:
        secret = "confidential"
        for fault in faults(small, {field: [secret] for field in small.fields() if field != "remark"}):
            assert secret not in str(fault)


# One of each type, without texts: Hypothesis needs a value, not a fixture.
BARE = Questionnaire(
    id="bare",
    version="1",
    scales=(Scale("trust"),),
    sections=(Section("s"),),
    items=(
        Rating(id="rating", section="s", asked=("we", "they", "they_of_us"), scale="trust"),
        Number(id="number", section="s", minimum=0, maximum=60),
        Choice(id="choice", section="s", options=("x", "y"), at_most=1),
        Text(id="text", section="s"),
    ),
    texts={},
)


@pytest.mark.part("proofs")
@given(
    st.dictionaries(st.sampled_from([*BARE.fields(), "other"]), st.lists(st.text(max_size=6), max_size=3)),
    st.sampled_from(["a", "b"]),
)
def test_whatever_is_sent_is_taken_or_refused_in_words(form: dict[str, list[str]], side: Side) -> None:
    try:
        answers = BARE.validate(form, side)
    except InvalidAnswers as refused:
        named = {fault.field for fault in refused.faults}
    else:
        named = {""}
        assert set(answers.values) <= set(BARE.keys())
        assert tabulate(BARE, [(answers, None)]).height == 1
    assert named <= {"", *BARE.fields()}
    assert named


class TestWithout:
    """A wave may switch whole scales and single questions off."""

    def test_a_scale_goes_with_its_items(self, small: Questionnaire) -> None:
        less = small.without(scales=["trust"])
        assert [scale.id for scale in less.scales] == ["value"]
        assert "trust.candour" not in [item.id for item in less.items]
        assert [section.id for section in less.sections] == ["first", "second"]

    def test_a_single_question_goes(self, small: Questionnaire) -> None:
        assert "effort" not in small.without(items=["effort"]).fields()

    def test_a_section_left_empty_goes_too(self, small: Questionnaire) -> None:
        assert [section.id for section in small.without(scales=["trust", "value"]).sections] == ["second"]

    def test_an_answer_to_what_was_switched_off_is_left_alone(self, small: Questionnaire) -> None:
        less = small.without(items=["effort"])
        assert less.validate({"effort": ["300"], "value.credit": ["3"]}, "a").values == {"value.credit@alliance": 3}

    def test_the_questionnaire_itself_stays_as_it_was(self, small: Questionnaire) -> None:
        small.without(scales=["trust"], items=["effort"])
        assert "effort" in small.fields()
        assert "trust.candour:we" in small.fields()


def test_many_answers_make_one_table_with_a_column_a_key(small: Questionnaire) -> None:
    people = [
        (small.validate({"trust.candour:they": ["2"], "topics": ["roles"], "remark": ["secret"]}, "a"), "sales"),
        (small.validate({"trust.candour:we": ["-"], "owners.pricing:now": ["us"], "effort": ["60"]}, "b"), None),
    ]
    table = tabulate(small, people)
    assert table["side"].to_list() == ["a", "b"]
    assert table["group"].to_list() == ["sales", None]
    assert table["trust.candour@b"].to_list() == [2, CANT_SAY]
    assert table["trust.candour@a"].to_list() == [None, None]
    assert table["owners.pricing:now"].to_list() == [None, "b"]
    assert table["effort"].to_list() == [None, 60.0]
    assert table["topics"].to_list() == [["roles"], None]
    assert "remark" not in table.columns


class TestUsualInstruments:
    """What is in use elsewhere: `tests/usual_instrument.py`."""

    def test_a_rating_from_0_is_kept_from_1(self) -> None:
        taken = values(usual(), "a", LOYAL_3="0", LOYAL_2__we="10", LOYAL_2__they="-")
        assert taken == {"LOYAL_3@alliance": 1, "LOYAL_2@a": 11, "LOYAL_2@b": CANT_SAY}

    @pytest.mark.parametrize("raw", ["11", "-1", "0.5"])
    def test_a_rating_from_0_to_10_is_nothing_else(self, raw: str) -> None:
        details: Details = {"points": 11, "lowest": 0, "highest": 10}
        assert faults(usual(), {"LOYAL_3": [raw]}) == [AnswerFault("LOYAL_3", "rating", details)]

    def test_a_company_may_be_rated_by_one_side_alone(self) -> None:
        questionnaire = usual()
        assert values(questionnaire, "a", THEM_1__they="2", US_1__we="5") == {"THEM_1@b": 2, "US_1@a": 6}
        assert not {"THEM_1", "US_1"} & {statement.item for statement in questionnaire.statements()}
        assert {statement.id: statement.by for statement in questionnaire.one_sided()} == {
            "THEM_1@a": "b", "THEM_1@b": "a", "US_1@a": "a", "US_1@b": "b",
        }  # fmt: skip

    def test_one_answer_of_several_may_be_something_else(self) -> None:
        questionnaire = usual()
        taken = questionnaire.validate({"CHANNEL": ["other"], "CHANNEL.other": [" by fax "]}, "a").values
        assert taken == {"CHANNEL": ("other",), "CHANNEL.other": "by fax"}
        found = faults(questionnaire, {"CHANNEL": ["phone", "mail"], "CHANNEL.other": ["x" * 201]})
        assert [(fault.field, fault.code) for fault in found] == [
            ("CHANNEL", "too_many"),
            ("CHANNEL.other", "too_long"),
        ]

    def test_what_the_something_else_is_never_stands_beside_answers(self) -> None:
        questionnaire = usual()
        answers = questionnaire.validate({"CHANNEL": ["other"], "CHANNEL.other": ["by fax"]}, "a")
        assert "CHANNEL.other" not in tabulate(questionnaire, [(answers, None)]).columns

    def test_what_the_something_else_is_goes_with_its_question(self) -> None:
        left = usual().without(items=["CHANNEL"])
        assert [item.id for item in left.items][-1] == "REMARK"
        assert "CHANNEL.other" not in left.fields()

    def test_it_asks_for_no_answer_of_its_own(self) -> None:
        # 3 + 2 + 1 of loyalty, 2 + 1 + 1 + 1 of contact, US_1, CHANNEL, REMARK.
        assert usual().answers_asked() == 14
