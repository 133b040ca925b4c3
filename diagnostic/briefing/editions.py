"""Two editions of one Report: the consultant's, and the neutral one that goes to both companies at once.

The participants' edition is itself a Report, made of nothing but what is named here. So no page, slide or
sheet can forget to leave something out, and what a later Report may hold in addition stays out until
somebody adds it to this list.
"""

from msgspec.structs import replace

from diagnostic.analysis.report import BySide, Edition, Gap, Offset, Report, Scale, Statement, StatementSide, Withheld

_LEFT_OUT = Withheld("edition")
_FAMILIES = ("statements", "scales", "responsibilities", "ownership", "priorities", "cant_say")


def edition(report: Report, which: Edition) -> Report:
    """The Report as the readers of an edition get it; for the consultant's, the Report itself.

    The participants' has both sides' figures and the verdicts, in the questionnaire's order. It has no kinds
    and no findings, which rank and read; no overall offset, which sets the companies against each other; no
    division inside a side and no groups; no predictions, which are the workshop's to open with; and of the
    comments those that the consultant released.
    """
    return report if which == "consultant" else _participants(report)


def _participants(report: Report) -> Report:
    return Report(
        schema=report.schema,
        edition="participants",
        questionnaire=report.questionnaire,
        alliance=report.alliance,
        wave=report.wave,
        simulated=report.simulated,
        correction=report.correction,
        release=report.release,
        levels_alone=report.levels_alone,
        participation=report.participation,
        offset=Offset(mean_difference=_LEFT_OUT, interval=_LEFT_OUT, points=report.offset.points),
        statements=tuple(_statement(statement) for statement in report.statements),
        views=(),
        scales=tuple(_scale(scale) for scale in report.scales),
        cuts=(),
        responsibilities=report.responsibilities,
        expectations=report.expectations,
        priorities=report.priorities,
        comments=tuple(comment for comment in report.comments if comment.released),
        withheld_comments=(),
        trend=report.trend,
        levels=report.levels,
        unopened=report.unopened,
        actions=report.actions,
        findings=(),
        families=tuple(family for family in report.families if family.name in _FAMILIES),
        texts=report.texts,
    )


def _scale(scale: Scale) -> Scale:
    return replace(scale, kind=None, kind_p_adjusted=_LEFT_OUT)


def _statement(statement: Statement) -> Statement:
    return Statement(
        id=statement.id,
        scale=statement.scale,
        item=statement.item,
        target=statement.target,
        points=statement.points,
        reversed=statement.reversed,
        sides=BySide.of(lambda side: _side(statement.sides[side])),
        gap=_gap(statement.gap),
        cant_say=statement.cant_say,
        predicted=None,
        kind=None,
    )


def _side(side: StatementSide) -> StatementSide:
    return StatementSide(
        n=side.n,
        cant_say=side.cant_say,
        mean=side.mean,
        sd=side.sd,
        counts=side.counts,
        interval=side.interval,
        a_wg=_LEFT_OUT,
        divided=_LEFT_OUT,
        divided_p=_LEFT_OUT,
    )


def _gap(gap: Gap) -> Gap:
    # What is worth asking about is for whoever leads the workshop to ask.
    asking = gap.verdict == "worth_asking"
    return Gap(
        mean_difference=gap.mean_difference,
        interval=gap.interval,
        delta=gap.delta,
        delta_interval=gap.delta_interval,
        delta_interval_90=gap.delta_interval_90,
        p=gap.p,
        p_standard_error=gap.p_standard_error,
        p_adjusted=gap.p_adjusted,
        verdict="undetermined" if asking else gap.verdict,
        reason="interval_too_wide" if asking else gap.reason,
        could_show_alignment=gap.could_show_alignment,
        relative=_LEFT_OUT,
        size=_LEFT_OUT,
        size_interval=_LEFT_OUT,
        likely=_LEFT_OUT,
    )
