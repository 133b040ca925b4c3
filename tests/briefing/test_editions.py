"""The participants' edition has what stands on its list, and nothing else."""

import json
import re
from typing import Any

import msgspec
import pytest

from diagnostic.analysis import (
    CantSay,
    Comment,
    Expectation,
    ExpectationSide,
    Participation,
    Priorities,
    Release,
    Reliability,
    Report,
    Responsibility,
    ResponsibilitySide,
    Scale,
    ScaleGap,
    ScaleSide,
    ShortForm,
    Theme,
    TheseGap,
    Topic,
    TopicSide,
    Withheld,
    to_json,
)
from diagnostic.analysis.report import ExpectationBefore, OneSided, OwnershipBefore, ScaleDifference
from diagnostic.briefing.document import document
from diagnostic.briefing.document.blocks import Part, Table, need, pick_all
from diagnostic.briefing.editions import edition
from diagnostic.briefing.renderers import RENDERERS
from diagnostic.briefing.wording import Wording
from tests.briefing.conftest import typical_report

KEPT = {
    "Report": {
        "schema", "edition", "questionnaire", "alliance", "wave", "simulated", "imported", "correction", "release",
        "levels_alone", "participation", "statements", "scales", "responsibilities", "expectations",
        "priorities", "choices", "one_sided", "comments", "themes", "planned", "families", "texts", "languages",
        "straight_lining",
    },
    "Statement": {"id", "scale", "item", "target", "points", "lowest", "reversed", "sides", "gap", "cant_say"},
    "StatementSide": {"n", "cant_say", "mean", "sd", "counts", "interval"},
    "Gap": {
        "mean_difference", "interval", "delta", "delta_interval", "delta_interval_90", "p", "p_standard_error",
        "p_adjusted", "verdict", "reason", "could_show_alignment", "beyond_language",
    },
}  # fmt: skip
"""By part of the Report, what both companies may read; whoever adds a field decides here whether it is among it."""


WHOLE = {
    Participation: {"invited", "answered"},
    Release: {
        "inference", "k", "comment_k", "alpha", "statement_margin", "scale_margin", "scale_margin_sd", "pulses",
        "attribute", "asked_again", "few_changed",
    },
    CantSay: {"p", "p_adjusted"},
    Scale: {
        "id", "scale", "target", "points", "lowest", "statements", "sides", "gap", "reliability", "kind",
        "kind_p_adjusted",
    },
    OneSided: {"id", "scale", "item", "target", "by", "points", "lowest", "reversed", "answers"},
    ScaleSide: {"n", "mean", "sd", "interval"},
    ScaleGap: {
        "mean_difference", "interval", "interval_90", "hedges_g", "hedges_g_interval", "delta", "delta_interval",
        "p", "p_adjusted", "verdict", "reason", "could_show_alignment", "margin", "these_people", "beyond_language",
    },
    TheseGap: {
        "interval", "interval_90", "worst_case", "p", "p_adjusted", "verdict", "reason", "could_show_alignment",
    },
    Reliability: {"n", "alpha", "alpha_interval", "item_rest"},
    Responsibility: {
        "activity", "question", "sides", "ownership", "owner", "holds", "ownership_p", "certain", "p",
        "p_standard_error", "p_adjusted", "before",
    },
    OwnershipBefore: {"wave", "kind", "closed", "name", "ownership", "owner", "holds", "certain"},
    ResponsibilitySide: {"n", "shares", "intervals"},
    Expectation: {
        "id", "minimum", "maximum", "sides", "shift", "shift_interval", "sum_of_medians", "sum_interval",
        "before",
    },
    ExpectationBefore: {"wave", "kind", "closed", "name", "medians", "sum_of_medians"},
    ExpectationSide: {"n", "quartiles"},
    Priorities: {"question", "topics", "overlap"},
    Topic: {"id", "sides", "p", "p_adjusted"},
    TopicSide: {"n", "share", "interval"},
    Comment: {"question", "side", "text", "translation", "released", "themes"},
    Theme: {"name", "text", "n", "sides", "released"},
}  # fmt: skip
"""What goes in whole; whoever adds a field to one of these decides here whether both companies may read it."""


@pytest.mark.parametrize("part", WHOLE, ids=lambda part: part.__name__)
def test_parts_that_go_in_whole_hold_what_was_decided_and_no_more(part: type[msgspec.Struct]) -> None:
    assert set(part.__struct_fields__) == WHOLE[part]


def neutral(**more: Any) -> Report:
    comments = (
        Comment(question="would_help", side="a", text="For the consultant alone."),
        Comment(question="would_help", side=None, text="For everybody.", released=True),
    )
    return edition(typical_report(comments=comments, comments_left_out=2, **more), "participants")


def _parts(report: Report, part: str) -> list[msgspec.Struct]:
    statements = report.statements
    found: dict[str, list[msgspec.Struct]] = {
        "Report": [report],
        "Statement": list(statements),
        "StatementSide": [side for s in statements for side in (s.sides.a, s.sides.b)],
        "Gap": [s.gap for s in statements],
    }
    return found[part]


@pytest.mark.parametrize("part", KEPT)
def test_whatever_is_not_on_the_list_says_nothing(part: str) -> None:
    for one in _parts(neutral(), part):
        for field in set(one.__struct_fields__) - KEPT[part]:
            said = json.loads(msgspec.json.encode(getattr(one, field)))
            if field == "offset":
                assert said == {
                    "mean_difference": {"withheld": "edition"},
                    "interval": {"withheld": "edition"},
                    "points": 5,
                }
            else:
                nothing: object = 0 if field == "comments_left_out" else [] if isinstance(said, list) else None
                assert said in (nothing, {"withheld": "edition"}, "edition"), field


@pytest.mark.parametrize("part", KEPT)
def test_both_sides_figures_and_the_verdicts_are_those_of_the_consultants_edition(part: str) -> None:
    whole = typical_report()
    for ours, theirs in zip(_parts(whole, part), _parts(neutral(), part), strict=True):
        for field in KEPT[part] - {"edition", "comments", "statements", "scales", "sides", "gap", "families"}:
            assert getattr(ours, field) == getattr(theirs, field), field


def test_short_forms_are_what_a_pulse_is_computed_from_and_not_for_reading() -> None:
    [one, *_] = typical_report().scales
    gap = ScaleDifference(mean_difference=one.gap.mean_difference, interval=one.gap.interval)
    form = ShortForm(id=one.id, points=one.points, statements=one.statements[:1], sides=one.sides, gap=gap)
    assert neutral(short_forms=(form,)).short_forms == ()


def test_of_scales_all_but_what_ranks_them() -> None:
    for ours, theirs in zip(typical_report().scales, neutral().scales, strict=True):
        assert (theirs.kind, theirs.kind_p_adjusted) == (None, Withheld("edition"))
        assert msgspec.structs.replace(ours, kind=None, kind_p_adjusted=Withheld("edition")) == theirs


def test_only_released_comments_go_to_both_companies() -> None:
    assert [comment.text for comment in neutral().comments] == ["For everybody."]


def test_the_consultants_edition_is_the_report_itself() -> None:
    report = typical_report()
    assert edition(report, "consultant") is report


def test_the_participants_page_keeps_the_questionnaires_order_and_has_no_section_that_ranks() -> None:
    report = neutral()
    parts = document(report, Wording(report)).parts
    assert [part.key for part in parts] == [
        "letter",
        "participation",
        "headline",
        "ownership",
        "expectations",
        "priorities",
        "comments",
        "scales",
        "numbers",
        "method",
    ]
    first = {key: [row.cells[0].text for row in need(parts, Table, key).rows] for key in ("ownership", "priorities")}
    assert first == {"ownership": ["Marketing", "Training", "Pricing", "Medical"], "priorities": ["Trust", "Roles"]}
    (overview,) = pick_all(parts, Part, "every_statement.")
    assert "questionnaire’s order" in overview.title


def read(page: bytes) -> str:
    """What a page says, with its text alternatives and without its style."""
    text = page.decode()
    return re.sub(r"data:image[^\"]*|<(?!img)[^>]*>", " ", text[text.index("<body>") :])


# What only the consultant reads: of findings, order, offset, predictions, divisions, other comments.
CONSULTANTS = (
    "For the consultant alone",
    "largest",
    "allows for luck",
    "blind spot",
    "Novara expects",
    "divided",
    "answers 0.3 points higher",
    "would be left",
    "Judgment vs. Curiosity",
    "left out",
)


def test_the_participants_page_has_none_of_the_consultants_words() -> None:
    text = read(RENDERERS["html"](neutral()))
    assert [words for words in CONSULTANTS if words in text] == []
    # The same words are there for the consultant, so that this test can fail.
    whole = typical_report(comments=neutral().comments, comments_left_out=2)
    text = read(RENDERERS["html"](whole))
    assert [words for words in CONSULTANTS if words not in text] == []


def test_the_json_of_the_participants_edition_says_which_it_is() -> None:
    assert json.loads(to_json(neutral()))["edition"] == "participants"
