"""Early signs: what a rule of the playbook would have somebody look at before it is a finding."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import msgspec

from diagnostic.analysis.report import Report, Trend, TrendPoint
from diagnostic.briefing.figures import is_shown
from diagnostic.briefing.playbook import EarlyWarning, Playbook, filled, in_language
from diagnostic.briefing.waves import scale_name, wave_name
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES, Side, other


class Sign(msgspec.Struct, frozen=True):
    """One thing to look at, and the rule that says so."""

    rule: str
    text: str


def early_signs(report: Report, content: Path | None = None) -> list[str]:
    """The early signs of a Report in English, each with its rule: what a consultant is told by mail.

    Raises
    ------
    InvalidContent
        Where the playbook has faults.
    """
    language = "en" if "en" in report.texts else min(report.texts)
    found = signs(report, Wording(report, language, content), Playbook.load(content))
    return [f"{sign.text} ({sign.rule})" for sign in found]


def signs(report: Report, wording: Wording, playbook: Playbook) -> tuple[Sign, ...]:
    """What the playbook's rules say of what moved; in their order."""
    found = {"level_falls": _level_falls, "gap_widens": _gap_widens, "participation_drops": _participation_drops}
    return tuple(
        Sign(rule.name, text) for rule in playbook.early_warnings for text in found[rule.when](rule, report, wording)
    )


def _level_falls(rule: EarlyWarning, report: Report, wording: Wording) -> Iterator[str]:
    """A side's own score fell by so much, and surely by something."""
    for trend in _about(rule, report):
        step = trend.since_previous
        # Of a scale about a company, what its partner says of it: how one sees oneself is no trust.
        for side in SIDES if trend.target == "alliance" else (other(trend.target),):
            moved = step.sides[side] if step else None
            fell = moved and is_shown(moved.interval) and moved.interval[1] < 0
            if step and moved and fell and is_shown(moved.change) and moved.change <= -rule.by:
                since = next(point for point in trend.series if point.wave == step.since)
                names = {"scale": scale_name(trend, wording), "by": wording.number(-moved.change)}
                yield _said(rule, wording, side, since=since, **names)


def _gap_widens(rule: EarlyWarning, report: Report, wording: Wording) -> Iterator[str]:
    """The gap was larger each of so many times running, by so much altogether."""
    for trend in _about(rule, report):
        shown = [point for point in trend.series if is_shown(point.gap)]
        last = shown[-rule.times - 1 :]
        if len(last) <= rule.times or shown[-1] is not trend.series[-1]:
            continue
        sizes = [abs(point.gap) for point in last if is_shown(point.gap)]
        if all(after > before for before, after in pairwise(sizes)) and sizes[-1] - sizes[0] >= rule.by:
            names = {"scale": scale_name(trend, wording), "by": wording.number(sizes[-1] - sizes[0])}
            yield _said(rule, wording, "a", since=last[0], **names)


def _participation_drops(rule: EarlyWarning, report: Report, wording: Wording) -> Iterator[str]:
    """A smaller share of a side answered than the time before."""
    if not report.trend or len(report.trend[0].series) < 2:
        return
    before, now = report.trend[0].series[-2:]
    for side in SIDES:
        earlier, later = rate(before, side), rate(now, side)
        if earlier is not None and later is not None and earlier - later >= rule.by:
            rates = {"before": wording.percent(earlier), "now": wording.percent(later)}
            yield _said(rule, wording, side, since=before, by=wording.percent(earlier - later), **rates)


def rate(point: TrendPoint, side: Side) -> float | None:
    """The share of those invited who answered; None where it is not known how many were."""
    took = point.participation[side]
    return took.answered / took.invited if took.invited else None


def _about(rule: EarlyWarning, report: Report) -> list[Trend]:
    return [trend for trend in report.trend if not rule.scale or trend.scale.partition("@")[0] in rule.scale]


def _said(rule: EarlyWarning, wording: Wording, side: Side, *, since: TrendPoint, **names: str) -> str:
    text = in_language(rule.text, wording.language)
    return filled(text, side, wording, since=wave_name(since, wording), **names)
