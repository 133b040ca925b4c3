"""What moved since earlier waves: all scales in a picture and a table, what is certain in words; what was agreed."""

import msgspec

from diagnostic.analysis.report import CERTAIN, Change, Report, StatementLevels, Trend, Withheld, spoken_of
from diagnostic.briefing import charts
from diagnostic.briefing.figures import is_shown
from diagnostic.briefing.picture import Picture, picture
from diagnostic.briefing.sections.agreed import Agreed, agreed
from diagnostic.briefing.sections.compared import Compared, changed, compared, heads, own_change, since_short, then
from diagnostic.briefing.waves import scale_name, wave_head, wave_name
from diagnostic.briefing.wording import Wording
from diagnostic.disclosure import NOT_ASKED, REWORDED
from diagnostic.questionnaire.words import SIDES

_RANK = (*CERTAIN, "steady", "cannot_tell", "too_few", "withheld")


class MovedScale(msgspec.Struct, frozen=True):
    """One scale: the verdict in a word, and what stands behind it."""

    name: str
    verdict: str
    """Of `ChangeVerdict`."""
    verdict_name: str
    said: str
    """The verdict and since when: ``Closing since 4 May``."""
    rows: tuple[Compared, ...]
    """Since the first wave and since the one before, as far as they are shown."""
    sentences: tuple[str, ...]
    averages: str
    """How far each side's own average moved; empty where that is not shown."""


class LevelsRow(msgspec.Struct, frozen=True):
    """One statement over the waves: both sides' levels, as text."""

    statement: str
    a: tuple[str, ...]
    b: tuple[str, ...]


class Moved(msgspec.Struct, frozen=True):
    headline: str
    note: str
    """That nobody can tell who changed."""
    picture: Picture
    scales: tuple[MovedScale, ...]
    """In the consultant's edition those first of which something can be told."""
    told: tuple[MovedScale, ...]
    """Those of which there is more to say than the table and the headline do."""
    heads: tuple[str, ...]
    """Of the table of `MovedScale.rows`."""
    read: str
    """How that table is read."""
    waves: tuple[str, ...]
    """What the waves are called at the head of a column, in their order."""
    levels: tuple[LevelsRow, ...]
    agreed: tuple[Agreed, ...]
    method: str


def moved(report: Report, wording: Wording) -> Moved | None:
    """What moved; None in a first wave."""
    if not report.trend:
        return None
    scales = [_scale(trend, wording) for trend in report.trend]
    said = [scale.said for scale in scales]
    if report.edition == "consultant":
        scales.sort(key=lambda scale: _RANK.index(scale.verdict))
    return Moved(
        headline=headline(report, wording),
        note=wording.say("moved.who"),
        picture=picture(
            "moved",
            lambda layout: charts.moved(report, said, wording, layout),
            " ".join(f"{scale.name}: {' '.join(scale.sentences)}" for scale in scales),
        ),
        scales=tuple(scales),
        told=() if _all_withheld_alike(report) else tuple(s for s in scales if s.verdict != "cannot_tell"),
        heads=tuple(heads(wording)),
        read=wording.say("moved.read"),
        waves=tuple(wave_head(point, wording) for point in report.trend[0].series),
        levels=tuple(_levels(each, wording) for each in report.levels),
        agreed=tuple(agreed(report, wording)),
        method=wording.say(
            "moved.method", margin=wording.number(report.release.scale_margin * 4, 1), k=report.release.k
        ),
    )


def headline(report: Report, wording: Wording) -> str:
    """In a sentence or two, what moved for certain; or that nothing can be told, and what could not have been seen."""
    if why := _all_withheld_alike(report):
        return wording.say("moved.headline_withheld", why=wording.say(f"moved.reason_{why}"))
    found: dict[str, list[str]] = {}
    for trend in report.trend:
        found.setdefault(_verdict(trend), []).append(scale_name(trend, wording))
        last = trend.since_previous
        if last and trend.since_first and last.verdict in CERTAIN and last.verdict != trend.since_first.verdict:
            lately = f"{scale_name(trend, wording)} ({wording.say('moved.since', since=_since(trend, last, wording))})"
            if _main(trend) is last:
                found[last.verdict][-1] = lately
            else:
                found.setdefault(last.verdict, []).append(lately)
    clear = [verdict for verdict in (*CERTAIN, "steady") if verdict in found]
    said = [wording.say(f"moved.headline_{verdict}", scales=wording.listed(found[verdict])) for verdict in clear]
    if not said:
        said.append(wording.say("moved.headline_none"))
    open_ones = [step for trend in report.trend if (step := _main(trend)) and step.verdict == "cannot_tell"]
    if detectable := [step.detectable for step in open_ones if is_shown(step.detectable)]:
        said.append(wording.say("moved.headline_unseen", least=wording.number(min(detectable))))
    return " ".join(said)


def _all_withheld_alike(report: Report) -> str | None:
    """Why no change is shown of any scale, if it is for one reason."""
    steps = [_main(trend) for trend in report.trend]
    reasons = {step.reason if step and step.verdict == "withheld" else None for step in steps}
    return reasons.pop() if len(reasons) == 1 else None


def _main(trend: Trend) -> Change | None:
    return spoken_of(trend.since_first, trend.since_previous)


def _verdict(trend: Trend) -> str:
    step = _main(trend)
    return step.verdict if step else "withheld"


def _scale(trend: Trend, wording: Wording) -> MovedScale:
    step, name = _main(trend), scale_name(trend, wording)
    verdict = _verdict(trend)
    called = wording.say(f"moved.verdict_{verdict}")
    said = "moved.said_withheld" if verdict == "withheld" else "moved.said"
    if step is None:
        first = wording.say("moved.first_time")
        return MovedScale(name, verdict, called, first, (), (first,), "")
    steps = [each for each in (trend.since_first, trend.since_previous) if each]
    sentences = [_now(trend, step, wording), *(_judged(trend, each, wording) for each in steps)]
    return MovedScale(
        name=name,
        verdict=verdict,
        verdict_name=called,
        said=wording.say(said, verdict=called, since=since_short(trend, step, wording)),
        rows=tuple(compared(trend, each, wording) for each in steps if is_shown(each.change)),
        sentences=tuple(sentence for sentence in sentences if sentence),
        averages=_sides(step, wording),
    )


def _since(trend: Trend, step: Change, wording: Wording) -> str:
    return wave_name(then(trend, step), wording)


def _now(trend: Trend, step: Change, wording: Wording) -> str:
    """How large the gap was then, and is now, and who answered higher."""
    before, now = then(trend, step).gap, trend.series[-1].gap
    if not is_shown(before) or not is_shown(now):
        return ""
    return wording.say(
        "moved.gap",
        since=_since(trend, step, wording),
        then=_gap(before, wording),
        now=_gap(now, wording),
    )


def _gap(gap: float, wording: Wording) -> str:
    size = wording.number(abs(gap))
    if size == wording.number(0):
        return wording.say("moved.alike")
    return wording.say("moved.higher", company=wording.company("b" if gap > 0 else "a"), size=size)


def _judged(trend: Trend, step: Change, wording: Wording) -> str:
    """The verdict since one wave, by how much, and where nothing can be told, what could not have been seen."""
    since = _since(trend, step, wording)
    change = changed(trend, step, wording)
    if not change:
        return wording.say("moved.not_shown", since=since, why=wording.say(f"moved.reason_{step.reason}"))
    verdict = wording.say(f"moved.verdict_{step.verdict}")
    said = wording.say("moved.change", verdict=verdict, since=since, change=change)
    if step.verdict == "cannot_tell" and is_shown(step.detectable):
        return f"{said} {wording.say('moved.unseen', least=wording.number(step.detectable))}"
    if step.verdict == "too_few":
        return f"{said} {wording.say('moved.reason_few_answers')}"
    return said


def _sides(step: Change, wording: Wording) -> str:
    """How far each side's own average moved."""
    own = {side: own_change(step, side, wording) for side in SIDES}
    if not all(own.values()):
        return ""
    parts = [wording.say("moved.side", company=wording.company(side), change=own[side]) for side in SIDES]
    return wording.say("moved.sides", parts=wording.listed(parts))


def _levels(statement: StatementLevels, wording: Wording) -> LevelsRow:
    def level(mean: float | Withheld) -> str:
        return wording.say("numbers.none") if mean in (NOT_ASKED, REWORDED) else wording.figure(mean)

    row = {side: tuple(level(point.sides[side]) for point in statement.series) for side in SIDES}
    return LevelsRow(wording.statement(statement.id), row["a"], row["b"])
