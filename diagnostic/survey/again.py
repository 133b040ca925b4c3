"""What a pulse asks again: what was found and agreed, in the words in which the alliance was asked first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from diagnostic.analysis import Finding, Report, Scale, from_json
from diagnostic.analysis.ownership import DISPUTED
from diagnostic.errors import NotPossible
from diagnostic.questionnaire import Item, Questionnaire, Responsibility
from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Alliance, StoredReport, Wave, WaveState
from diagnostic.survey.actions import actions_of
from diagnostic.survey.plans import frozen_questionnaire

MOST = 15
"""Answers that what is proposed asks for, before the open question: a pulse is to be short."""
_MOST_OF_A_KIND = 3
_RATED = {
    "scale_gap": "gap on “{}”",
    "gap": "gap",
    "shared_concern": "both companies see it critically",
    "worth_asking": "a difference worth asking about",
}
"""Kinds of findings on what is rated, in their order, and how a consultant reads them as a reason."""
_LONG = 60

Proposals = dict[str, list[str]]
"""By a key of `Questionnaire.again`, why it is proposed; no reason where it is only usual."""


async def usual_baseline(alliance: Alliance, library: Library) -> Questionnaire:
    """What an alliance is asked in full: what it was asked last, else the library's first full diagnostic."""
    last = await _newest_baseline(alliance)
    every = list(library.questionnaires.values())
    return library.questionnaires.get(last.id if last else "") or next(
        (one for one in every if one.kind == "baseline"), every[0]
    )


async def usual_pulse(alliance: Alliance, library: Library) -> Questionnaire:
    """The pulse that goes with what an alliance was asked last; raises `NotPossible` where the content has none."""
    found = library.pulse_of(await _newest_baseline(alliance))
    if found is None:
        raise NotPossible("There is no questionnaire of the kind “pulse”, so no pulse check can be planned.")
    return found


async def _newest_baseline(alliance: Alliance) -> Questionnaire | None:
    """As it was asked; a draft counts where nothing was launched yet."""
    waves = await Wave.filter(alliance=alliance, kind="baseline").exclude(state=WaveState.DESTROYED)
    newest = max(
        waves, key=lambda wave: (wave.launched_at is not None, wave.launched_at or wave.closes_on), default=None
    )
    return frozen_questionnaire(newest) if newest else None


async def source_for(alliance: Alliance, pulse: Questionnaire, library: Library) -> Questionnaire | None:
    """What a pulse chooses from: the alliance's newest full diagnostic as it was asked, else that of the library."""
    return await _newest_baseline(alliance) or library.source_of(pulse.id)


async def newest_baseline(alliance: Alliance) -> Report | None:
    """The Report of the alliance's newest full diagnostic that was closed."""
    stored = StoredReport.filter(wave__alliance=alliance, wave__kind="baseline")
    newest = await stored.order_by("-wave__closed_at", "-number").first()
    return from_json(newest.body) if newest else None


async def proposed_questions(alliance: Alliance, pulse: Questionnaire, source: Questionnaire) -> Proposals:
    """What a pulse asks unless somebody chooses otherwise, and why, the most urgent first.

    What agreed actions are to move, what the last pulse asked, what is contested or apart in the newest full
    diagnostic; filled up to as many answers as the usual pulse asks for, never beyond `MOST`.
    """
    again = source.again()
    last = await _last_pulse(alliance)
    report = await newest_baseline(alliance)
    told = [
        *[(key, why) for key, why in await _of_actions(alliance) if key in again],
        *[(key, "asked in the last pulse") for key in (last.again() if last else ()) if key in again],
        *[(key, why) for key, why in (_of_findings(report, again) if report else ()) if key in again],
    ]
    found: Proposals = {}
    for key, why in told:
        if key in found or _answers([*found, key], again) <= MOST:
            reasons = found.setdefault(key, [])
            reasons += [why] if why not in reasons else []
    if last is None:
        usual = _answers(pulse.again(), pulse.again())
        for key in _usual(pulse, source):
            if key not in found and _answers([*found, key], again) <= usual:
                found[key] = []
    return found


def _answers(keys: Iterable[str], again: Mapping[str, Item]) -> int:
    return sum(len(again[key].fields()) for key in keys)


def _usual(pulse: Questionnaire, source: Questionnaire) -> Sequence[str]:
    """The pulse's own, as far as the source has them; else the first of each scale."""
    again = source.again()
    own = [key for key in pulse.again() if key in again]
    return own or list({item.scale: item.id for item in reversed(source.ratings())}.values())[::-1]


async def _last_pulse(alliance: Alliance) -> Questionnaire | None:
    """The newest of those that are open, over or planned: a trend compares what was asked before."""
    waves = Wave.filter(alliance=alliance, kind="pulse").exclude(state=WaveState.DESTROYED)
    newest = await waves.order_by("-closes_on").first()
    return frozen_questionnaire(newest) if newest else None


async def _of_actions(alliance: Alliance) -> list[tuple[str, str]]:
    """What agreed actions are to move, the newest first."""
    newest_first = reversed(await actions_of(alliance))
    return [
        (action.statement.partition("@")[0], f"agreed action: {_short(action.text)}")
        for action in newest_first
        if action.statement
    ]


def _short(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[: _LONG - 1].rstrip()}…"


def _of_findings(report: Report, again: Mapping[str, Item]) -> Iterator[tuple[str, str]]:
    """What is contested or orphaned, then gaps, shared concerns and claims beyond the whole; a few of each kind."""
    yield from _disputed(report, again)
    for kind, why in _RATED.items():
        of_kind = [finding for finding in report.findings if finding.kind == kind]
        for finding in sorted(of_kind, key=lambda one: one.rank)[:_MOST_OF_A_KIND]:
            yield from _rated(finding, why, report)
    overclaimed = (finding.subject for finding in report.findings if finding.kind == "overclaim")
    yield from ((subject, "both shares add up to more than the whole") for subject in overclaimed)


def _disputed(report: Report, again: Mapping[str, Item]) -> Iterator[tuple[str, str]]:
    keys = {item.activities[0]: key for key, item in again.items() if isinstance(item, Responsibility)}
    now = [each for each in report.responsibilities if each.question == "now" and each.ownership in DISPUTED]
    for each in sorted(now, key=lambda one: one.certain is not True)[:_MOST_OF_A_KIND]:
        if each.activity in keys:
            yield keys[each.activity], f"{'' if each.certain is True else 'perhaps '}{each.ownership}"


def _rated(finding: Finding, why: str, report: Report) -> Iterator[tuple[str, str]]:
    """A statement; of a scale the one that shows it best."""
    scale = next((each for each in report.scales if each.id == finding.subject), None)
    if scale is None:
        yield finding.subject.partition("@")[0], why.format(finding.subject)
    elif subject := _telling(scale, report, low=finding.kind == "shared_concern"):
        language = "en" if "en" in report.texts else min(report.texts)
        yield subject.partition("@")[0], why.format(report.texts[language].get(f"scale:{scale.id}", scale.id))


def _telling(scale: Scale, report: Report, *, low: bool) -> str | None:
    """The statement of a scale with the largest gap, or the lowest level; None where none is shown."""
    shown: dict[str, float] = {}
    for each in report.statements:
        match each.gap.mean_difference, each.sides.a.mean, each.sides.b.mean:
            case float(gap), float(a), float(b) if each.id in scale.statements:
                level = (a + b) / 2
                shown[each.id] = -(each.turned(level) if each.reversed else level) if low else abs(gap)
    return max(shown, key=lambda id: shown[id], default=None)
