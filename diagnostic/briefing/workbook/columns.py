"""What every column holds, in whichever sheet it stands: the kind of its figures, and how names in it are said."""

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, get_args

from diagnostic.briefing.wording import Wording
from diagnostic.disclosure import JOINT

Words = Literal["id", "name", "note", "wording", "long", "yes_no"]
Counts = Literal["whole", "people", "share", "amount", "amount_difference", "number"]
Statistics = Literal["mean", "limit", "spread", "difference", "delta", "effect", "coefficient", "p"]
Kind = Words | Counts | Statistics
"""From it follow a column's width, number format, unit and range."""

TEXTS: Final[frozenset[Kind]] = frozenset(get_args(Words))

_OF_KIND: Final[Mapping[Kind, str]] = {
    "id": "id key scale_id subject_id",
    "name": "about activity agreed attribute by change_verdict closed comment_company company details expectation "
    "family finding finding_company group highest kind level_verdict lowest main_language owner owner_role ownership "
    "question range scale scale_kind sheet these_verdict unit unit_of verdict",
    "note": "not_shown reason",
    "wording": "choice_question column comment_question own_statement partner_statement statement subject theme themes "
    "topic",
    "long": "action alike comment limit meaning procedure said translation",
    "yes_no": "beyond_language could_show_alignment divided exact most_invited_in_it released reversed",
    "whole": "comments comments_of overlap points rank sections since size statements wave",
    "people": "agree_of alpha_n answered cant_say invited n n_owners n_paired n_picked n_predicted n_rated n_scored "
    "predicted_rating rated_of rating",
    "mean": "mean mean_of partner_mean predicted_mean score score_of trend_score",
    "limit": "mean_interval",
    "spread": "detectable sd",
    "difference": "change change_interval change_interval_90 from_the_rest gap gap_interval gap_interval_90 "
    "language_offset language_offset_interval likely_interval likely_size margin offset offset_interval "
    "own_difference relative side_change surprise surprise_interval these_interval these_worst_case "
    "view_difference",
    "delta": "delta delta_interval delta_interval_90 delta_paired delta_paired_interval",
    "effect": "hedges_g hedges_g_interval",
    "coefficient": "a_wg alpha alpha_interval",
    "share": "agree_share_of between_groups between_sides holds left_out likely owner_interval owner_share "
    "response_rate share share_interval unable",
    "p": "cant_say_p cant_say_p_adjusted change_p change_p_adjusted divided_p fault_line_p group_p_adjusted "
    "kind_p_adjusted owners_p ownership_p p p_adjusted p_paired scale_p scale_p_adjusted these_p_adjusted topic_p",
    "amount": "lower_quartile maximum median minimum sum_interval sum_of_medians upper_quartile",
    "amount_difference": "shift shift_interval",
    "number": "value",
}
KINDS: Final[Mapping[str, Kind]] = {column: kind for kind, columns in _OF_KIND.items() for column in columns.split()}

_COMPLETED: Final[Mapping[str, str]] = {
    "activity:": "activity",
    "choice:": "choice_question",
    "expectation:": "expectation",
    "expectation_unit:": "unit",
    "question:": "comment_question",
    "scale:": "scale",
    "topic:": "topic",
    "family.": "family",
    "moved.verdict_": "change_verdict",
    "ownership.": "ownership question",
    "procedure.": "procedure",
    "verdict.": "verdict these_verdict",
    "workbook.finding.": "finding kind scale_kind",
    "workbook.limit.": "limit",
    "workbook.range.": "range",
    "workbook.unit.": "unit_of",
}
"""The beginnings of keys, of the questionnaire's texts or of wordings, that the names in these columns complete."""


def _completing(key: str) -> Callable[[Wording, str], str]:
    return lambda wording, name: wording.text(key + name) if key.endswith(":") else wording.say(key + name)


def _target(wording: Wording, target: Any) -> str:
    return wording.say("workbook.the_alliance") if target == "alliance" else wording.company(target)


def _reason(wording: Wording, reason: str) -> str:
    """Why a verdict is what it is; the figures behind it stand in the same row."""
    if reason in ("protected", "few_people", "few_changed"):
        return wording.reason_short(reason)
    return wording.say(f"workbook.reason.{reason}", joint=JOINT)


SAYS: Final[Mapping[str, Callable[[Wording, Any], str]]] = {
    **{column: _completing(key) for key, columns in _COMPLETED.items() for column in columns.split()},
    **dict.fromkeys(("by", "company", "finding_company"), Wording.company),
    **dict.fromkeys(("statement", "own_statement", "partner_statement"), Wording.statement),
    "about": _target,
    "main_language": Wording.language_name,
    "owner": Wording.owner,
    "reason": _reason,
}
"""Columns of names that are not written as they are."""
