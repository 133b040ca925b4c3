"""Whether how people answered, and the languages they were invited in, allow to rely on what is said."""

from collections.abc import Iterator, Sequence

from diagnostic.analysis.report import SAID_GAPS, MainLanguage, Report, leading
from diagnostic.briefing.document.blocks import Block, Cell, Sentence, Table, Text
from diagnostic.briefing.document.saying import Rows, counted, said
from diagnostic.briefing.figures import is_shown, predicted_key, within_language
from diagnostic.briefing.quality import (
    MANY_UNABLE,
    MUCH_LEFT_OUT,
    Answered,
    Shares,
    answered,
    by_side,
    most_left_out,
    most_unable,
    shares,
)
from diagnostic.briefing.waves import wave_name
from diagnostic.briefing.wording import Wording
from diagnostic.disclosure import JOINT, fewest_of
from diagnostic.questionnaire.words import SIDES, Side

_NAMED = 4


def careless(report: Report, wording: Wording) -> Iterator[Sentence]:
    """That small differences are to be read with care, where people skipped much or answered throughout alike."""
    some = answered(report)
    whole = shares(some)
    reasons = list(_reasons(report, whole, some, wording))
    if reasons:
        yield said(wording, "quality.careful", reasons=wording.listed(reasons))


def _reasons(report: Report, whole: Shares, some: list[Answered], wording: Wording) -> Iterator[str]:
    found = report.straight_lining
    if found and is_shown(found.people) and found.people != "few":
        people, k = _people(report), report.release.k
        fewest = fewest_of("many" if found.people == "many" else "some", people, k)
        yield wording.say("quality.because.alike", fewest=fewest, people=people)
    if (whole.left_out or 0) >= MUCH_LEFT_OUT:
        yield _because("left_out", whole.left_out or 0, most_left_out(some), wording)
    if (whole.unable or 0) >= MANY_UNABLE:
        yield _because("unable", whole.unable or 0, most_unable(some), wording)


def _because(which: str, share: float, most: Sequence[Answered], wording: Wording) -> str:
    names = wording.listed([_name(one, wording) for one in most])
    on = wording.say("quality.most", questions=names) if most else ""
    return wording.say(f"quality.because.{which}", percent=wording.percent(share), most=on)


def _name(one: Answered, wording: Wording) -> str:
    is_rated = one.kind == "statement"
    return wording.quoted(wording.statement(one.subject) if is_rated else wording.text(f"{one.kind}:{one.subject}"))


def _people(report: Report) -> int:
    return sum(report.participation[side].answered for side in SIDES)


def quality(report: Report, wording: Wording) -> Iterator[Text]:
    """That how people answered gives no reason for doubt, where that is so and enough of them answered."""
    whole, fewest = shares(answered(report)), min(report.participation[side].answered for side in SIDES)
    if whole.left_out is None or fewest < JOINT or any(careless(report, wording)):
        return
    unable = "" if whole.unable is None else wording.say("quality.good_unable", percent=wording.percent(whole.unable))
    alike, found = "", report.straight_lining
    if found and is_shown(found.people):
        names = {"fewest": fewest_of("some", _people(report), report.release.k), "people": _people(report)}
        alike = wording.say("quality.good_alike", **names)
    left_out = wording.percent(whole.left_out)
    yield Text(key="quality", sentences=(said(wording, "quality.good", left_out=left_out, unable=unable, alike=alike),))


def quality_table(report: Report, wording: Wording) -> Iterator[Table]:
    """What was left out and what nobody could say, by company; how many answered throughout alike, of both."""
    each = by_side(report)
    if any(each[side].left_out is None for side in SIDES):
        return

    def cell(share: float | None) -> Cell:
        return (
            Cell(text=wording.say("numbers.none"), nothing=True)
            if share is None
            else Cell(text=wording.percent(share), value=share)
        )

    rows = Rows[Side](wording, {side: side for side in SIDES})
    rows.add("company", "participation.company", lambda side: Cell(text=wording.company(side), side=side))
    rows.add("left_out", "quality.left_out", lambda side: cell(each[side].left_out), "share")
    rows.add("unable", "quality.unable", lambda side: cell(each[side].unable), "share")
    notes = [wording.say("quality.note"), *alike_in_words(report, wording)]
    if report.imported is None:
        notes.append(wording.say("quality.speed"))
    yield rows.table("how_answered", wording.say("quality.caption"), note=" ".join(notes))


def alike_in_words(report: Report, wording: Wording) -> Iterator[str]:
    """How many of both companies answer throughout alike, as far as it may be told."""
    found = report.straight_lining
    if found and is_shown(found.people):
        people, k = _people(report), report.release.k
        few, many = fewest_of("some", people, k), fewest_of("many", people, k)
        names = {"people": people, "sections": found.sections, "few": few, "many": many}
        yield wording.say(f"quality.alike_{found.people}", **names)


def languages(report: Report, wording: Wording) -> Iterator[Block]:
    """Where the companies were mainly invited in different languages: what that can do, and what is left without."""
    if differ := tuple(two_languages(report, wording)):
        sentences = (*differ, *_offset(report, wording), *_left(report, wording), said(wording, "languages.blurred"))
        yield Text(key="languages", sentences=sentences, role="note")


def two_languages(report: Report, wording: Wording) -> Iterator[Sentence]:
    """That the companies were mainly invited in different ones, and what that can do."""
    if report.languages and report.language_offset:
        names = {f"language_{side}": wording.language_name(report.languages[side].language) for side in SIDES}
        yield said(wording, "languages.differ", **names)


def changed_languages(report: Report, wording: Wording) -> Iterator[Text]:
    """That the languages of a company's invitations are others than in the wave before: part of what moved, perhaps."""
    points = {point.wave: point for trend in report.trend for point in trend.series}
    before = next((points[wave] for wave in sorted(points, reverse=True)[1:]), None)
    if before is None or before.languages is None or report.languages is None:
        return
    now, then = report.languages, before.languages
    told = [
        said(
            wording,
            "languages.changed",
            side,
            company=wording.company(side),
            since=wave_name(before, wording),
            then=main_language(then[side], wording),
            now=main_language(now[side], wording),
        )
        for side in SIDES
        if then[side] != now[side]
    ]
    if told:
        yield Text(key="languages.changed", sentences=tuple(told), role="note")


def main_language(main: MainLanguage, wording: Wording) -> str:
    """The language most were invited in, and whether three quarters were."""
    name = wording.language_name(main.language)
    return wording.say(f"participation.invited_in_{'most' if main.most else 'main'}", language=name)


def _offset(report: Report, wording: Wording) -> Iterator[Sentence]:
    offset = report.language_offset
    if offset and is_shown(offset.mean_difference) and is_shown(offset.interval):
        yield said(
            wording,
            "languages.offset",
            higher=wording.company("b" if offset.mean_difference > 0 else "a"),
            size=wording.number(abs(offset.mean_difference)),
            difference=wording.signed(offset.mean_difference),
            interval=wording.gap_interval(offset.interval),
        )


def _left(report: Report, wording: Wording) -> Iterator[Sentence]:
    """How many of all gaps and surprises that are said would still be there, and which would not."""
    said_here = _said(report)
    within = within_language(report)
    left = said_here - len(within)
    if not said_here:
        return
    if not within:
        yield counted(wording, "languages.all", said_here)
    elif not left:
        yield said(wording, "languages.none")
    else:
        names = [_called(key, report, wording) for key in within[:_NAMED]]
        if more := len(within) - len(names):
            names.append(wording.count("languages.more", more))
        yield counted(wording, "languages.some", left, total=said_here, names=wording.listed(names))


def _said(report: Report) -> int:
    scales = sum(leading(scale.gap).verdict == "gap" for scale in report.scales)
    gaps = sum(statement.gap.verdict in SAID_GAPS for statement in report.statements)
    predicted = (statement.predicted for statement in report.statements if statement.predicted)
    return scales + gaps + sum(each.against_partner.verdict == "gap" for each in predicted)


def _called(key: str, report: Report, wording: Wording) -> str:
    if any(scale.id == key for scale in report.scales):
        return wording.quoted(wording.text(f"scale:{key}"))
    rated = next(one.id for one in report.statements if key in (one.id, predicted_key(one.id)))
    name = wording.quoted(wording.statement(rated))
    return name if key == rated else wording.say("languages.prediction", statement=name)
