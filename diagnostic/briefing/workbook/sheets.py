"""Which columns every sheet has.

A column is written ``KEY=PATH:COLUMN``: its key in this sheet, where in a row its figure is, and which of `KINDS` and
of the wordings it is; what is not written is the same as the key. One with ``*`` is as many as a row has there.
"""

from collections.abc import Mapping
from typing import Final

from diagnostic.questionnaire.words import OWNERS, SIDES


def _tested(gap: str) -> str:
    """Of two groups of different people."""
    figures = ("p_adjusted", "p", "delta", "delta_interval", "delta_interval_90", "could_show_alignment")
    return " ".join(f"{figure}={gap}.{figure}" for figure in figures)


def _paired(which: str, paired: str) -> str:
    """Of two ratings by the same people."""
    return f"""
        {which}_n={paired}.n:n_paired {which}_difference={paired}.mean_difference
        {which}_delta={paired}.delta:delta_paired {which}_delta_interval={paired}.interval:delta_paired_interval
        {which}_p={paired}.p:p_paired
    """


_OWNERS = " ".join(
    f"share_{owner}=own.shares.{owner}:owner_share interval_{owner}=own.intervals.{owner}:owner_interval"
    for owner in OWNERS
)

_OF_COMPANIES = " ".join(
    f"n_{side}=of.sides.{side}.n:rated_of mean_{side}=of.sides.{side}.mean:mean_of "
    f"agree_{side}=agree.{side}.count:agree_of agree_share_{side}=agree.{side}.share:agree_share_of"
    for side in SIDES
)

SHEETS: Final[Mapping[str, str]] = {
    "glance": f"""
        statement=of.id about=of.target scale=of.scale {_OF_COMPANIES} gap=of.gap.mean_difference
        gap_interval=of.gap.interval verdict=of.gap.verdict kind=of.kind change_a=change.sides.a.change:side_change
        change_b=change.sides.b.change:side_change level_verdict=level since=change.since details
    """,
    "participation": """
        company=side invited=own.invited answered=own.answered response_rate=rate main_language=language.language
        most_invited_in_it=language.most left_out=shares.left_out unable=shares.unable
    """,
    "quality": """
        alike sections language_offset=offset.mean_difference language_offset_interval=offset.interval
        points=offset.points
    """,
    "statements": """
        statement=id about=target scale points reversed mean_a=sides.a.mean:mean_of mean_b=sides.b.mean:mean_of
        gap=gap.mean_difference gap_interval=gap.interval verdict=gap.verdict reason=gap.reason
        beyond_language=gap.beyond_language kind id
    """,
    "answers": """
        statement=of.id company=side n=own.n:n_rated cant_say=own.cant_say mean=own.mean sd=own.sd
        mean_interval=own.interval rating_*=ratings.*:rating lowest highest a_wg=own.a_wg divided=own.divided
        divided_p=own.divided_p id=of.id
    """,
    "statistics": f"""
        statement=id {_tested("gap")} relative=gap.relative likely_size=gap.size likely_interval=gap.size_interval
        likely=gap.likely cant_say_p_adjusted=cant_say.p_adjusted cant_say_p=cant_say.p id
    """,
    "predictions": f"""
        statement=id by=predicted.by predicted_mean=predicted.mean partner_mean=partner.mean
        surprise=predicted.against_partner.mean_difference surprise_interval=predicted.against_partner.interval
        verdict=predicted.against_partner.verdict reason=predicted.against_partner.reason
        {_tested("predicted.against_partner")} id
    """,
    "predicted": f"""
        statement=id by=predicted.by n=predicted.n:n_predicted predicted_mean=predicted.mean
        rating_*=ratings.*:predicted_rating {_paired("own", "predicted.against_own")} id
    """,
    "views": f"""
        company=view.side own_statement=own partner_statement=partner {_paired("view", "view.partner_less_own")}
    """,
    "one_sided": """
        statement=of.id about=of.target scale=of.scale company=side n=own.n:n_rated cant_say=own.cant_say mean=own.mean
        sd=own.sd mean_interval=own.interval rating_*=ratings.*:rating lowest highest id=of.id
    """,
    "scales": """
        scale=id about=target points statements=statements mean_a=sides.a.mean:score_of mean_b=sides.b.mean:score_of
        gap=gap.mean_difference gap_interval=gap.interval gap_interval_90=gap.interval_90 verdict=gap.verdict
        reason=gap.reason beyond_language=gap.beyond_language these_verdict=gap.these_people.verdict
        these_interval=gap.these_people.interval id:scale_id
    """,
    "scale_sides": """
        scale=of.id about=of.target company=side n=own.n:n_scored mean=own.mean:score sd=own.sd
        mean_interval=own.interval id=of.id:scale_id
    """,
    "scale_statistics": """
        scale=id p_adjusted=gap.p_adjusted:scale_p_adjusted p=gap.p:scale_p
        these_p_adjusted=gap.these_people.p_adjusted these_worst_case=gap.these_people.worst_case margin=gap.margin
        hedges_g=gap.hedges_g hedges_g_interval=gap.hedges_g_interval delta=gap.delta delta_interval=gap.delta_interval
        could_show_alignment=gap.could_show_alignment kind:scale_kind kind_p_adjusted alpha=reliability.alpha
        alpha_interval=reliability.alpha_interval alpha_n=reliability.n id:scale_id
    """,
    "trend": """
        scale wave=of.wave closed=of.closed company=side response_rate=rate n=own.n:n_scored mean=own.mean:trend_score
        mean_interval=own.interval gap=of.gap gap_interval=of.gap_interval exact=of.exact id=scale:scale_id
    """,
    "changes": """
        scale since=of.since change=of.change change_interval=of.interval change_interval_90=of.interval_90
        level_verdict=level change_verdict=of.verdict detectable=of.detectable change_a=of.sides.a.change:side_change
        change_b=of.sides.b.change:side_change change_p_adjusted=of.p_adjusted change_p=of.p id=scale:scale_id
    """,
    "levels": "statement wave=of.wave mean_a=of.sides.a:mean_of mean_b=of.sides.b:mean_of id=statement",
    "actions": "agreed action=text owner_role=owner statement id=statement",
    "responsibilities": f"""
        activity=of.activity question=of.question company=side n=own.n:n_owners {_OWNERS} ownership=of.ownership
        owner=of.owner holds=of.holds ownership_p=of.ownership_p p=of.p:owners_p p_adjusted=of.p_adjusted
    """,
    "expectations": """
        expectation=of.id unit=of.id minimum=of.minimum maximum=of.maximum company=side n=own.n
        lower_quartile=own.quartiles.0 median=own.quartiles.1 upper_quartile=own.quartiles.2 shift=of.shift
        shift_interval=of.shift_interval sum_of_medians=of.sum_of_medians sum_interval=of.sum_interval
    """,
    "priorities": """
        topic=of.id company=side n=own.n:n_picked share=own.share share_interval=own.interval p=of.p:topic_p
        p_adjusted=of.p_adjusted overlap
    """,
    "choices": """
        question:choice_question topic=of.id company=side n=own.n:n_picked share=own.share
        share_interval=own.interval p=of.p:topic_p p_adjusted=of.p_adjusted
    """,
    "comments": "question:comment_question company:comment_company comment translation themes released",
    "themes": "theme=name said=text:said n:comments n_a=sides.a:comments_of n_b=sides.b:comments_of released",
    "fault_line": "attribute between_sides between_groups p:fault_line_p",
    "groups": """
        statement=id attribute company=side group n:n_rated mean rating_*=ratings.*:rating
        between_sides=shares.between_sides between_groups=shares.between_groups from_the_rest
        group_p_adjusted=effect.p_adjusted id
    """,
    "findings": """
        finding=of.kind rank=of.rank subject company=of.side:finding_company verdict=of.verdict beyond_language
        subject_id=of.subject
    """,
    "offset": "offset=mean_difference offset_interval=interval points",
    "families": "family=name size procedure",
    "release": "limit value",
    "dictionary": """
        sheet column=field.title key=field.key meaning=field.meaning unit=field.kind:unit_of range=field.kind
    """,
}
