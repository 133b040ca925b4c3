"""Which targets a wave may follow, in words, and which of them an alliance most likely wants to."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from diagnostic.questionnaire import Questionnaire
from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Alliance, Wave, WaveState
from diagnostic.survey.actions import actions_of
from diagnostic.survey.again import newest_baseline
from diagnostic.survey.carried import targets
from diagnostic.survey.targets import MOST_TARGETS, Target, may_be_followed

_TO_CHANGE = ("scale_gap", "shared_concern", "gap")
"""Kinds of findings that something is agreed about, the scales first."""


class Offered(NamedTuple):
    """A target that a wave may follow."""

    id: str
    title: str
    """``Trust: Helix``"""
    statements: tuple[str, ...]
    """As both companies read them."""


def in_words(followed: Iterable[Target], questionnaire: Questionnaire, alliance: Alliance) -> list[Offered]:
    """Targets as a consultant reads them."""
    language = "en" if "en" in questionnaire.languages else questionnaire.languages[0]
    items = {statement.id: item for item in questionnaire.ratings() for statement in item.statements()}
    sides = {"a": (alliance.company_a, alliance.company_b), "b": (alliance.company_b, alliance.company_a)}

    def offered(target: Target) -> Offered:
        scale, _, about = target.id.partition("@")
        company, partner = sides.get(about, ("", ""))
        title = questionnaire.text(language, f"scales.{scale}.title", brand=alliance.brand)
        how = "statement" if company else "alliance"
        words = (
            questionnaire.text(
                language, f"items.{items[one].id}.{how}", company=company, partner=partner, brand=alliance.brand
            )
            for one in target.statements
        )
        return Offered(target.id, f"{title}: {company}" if company else title, tuple(words))

    return [offered(target) for target in followed]


async def proposed_targets(alliance: Alliance, asked: Questionnaire, library: Library) -> list[str]:
    """What a wave follows unless somebody chooses otherwise, three at most.

    Those that agreed actions are to move, the newest first; where there are none, those of which people have kept their
    answers since an earlier wave; else those of the largest findings of the last full diagnostic.
    """
    possible = may_be_followed(asked, library)
    for find in (_of_actions, _of_earlier_waves, _of_findings):
        if found := await find(alliance, possible):
            return list(dict.fromkeys(found))[:MOST_TARGETS]
    return []


async def _of_actions(alliance: Alliance, possible: Sequence[Target]) -> list[str]:
    newest_first = reversed(await actions_of(alliance))
    return [target.id for action in newest_first for target in possible if action.statement in target.statements]


async def _of_earlier_waves(alliance: Alliance, possible: Sequence[Target]) -> list[str]:
    closed = await Wave.filter(alliance=alliance, state=WaveState.CLOSED).order_by("-closed_at")
    return [target.id for wave in closed for target in targets(wave) if target in possible]


async def _of_findings(alliance: Alliance, possible: Sequence[Target]) -> list[str]:
    report = await newest_baseline(alliance)
    if report is None:
        return []
    known = {target.id for target in possible}
    scale_of = {each.id: each.scale for each in report.statements}
    by_kind = (finding for kind in _TO_CHANGE for finding in report.findings if finding.kind == kind)
    found = (scale_of.get(finding.subject) or finding.subject for finding in by_kind)
    return [scale for scale in found if scale in known]
