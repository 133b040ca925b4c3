"""The rows of every sheet: parts of the Report as they are, or what has to stand beside each other, by name."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from diagnostic.analysis.report import LevelChange, OneSided, OnPoints, Report, Statement, Withheld
from diagnostic.briefing.asked import asked
from diagnostic.briefing.document.reliance import alike_in_words
from diagnostic.briefing.figures import beyond_language, reason_of
from diagnostic.briefing.messages.counted import camps_of
from diagnostic.briefing.quality import by_side
from diagnostic.briefing.signs import rate
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES, Side, other

Row = Mapping[str, object] | msgspec.Struct

_LIMITS = ("inference", "k", "comment_k", "alpha", "statement_margin", "scale_margin", "scale_margin_sd", "pulses")


class Link(msgspec.Struct, frozen=True):
    """To a row of another sheet."""

    text: str
    sheet: str
    """Its title."""
    row: int
    """As programs count them, the head being the first."""


def rows_of(report: Report, wording: Wording) -> Mapping[str, Iterable[Row]]:
    """By sheet, in the order of these; none where the Report has nothing of it."""
    predicted, shares = list(_predicted(report)), by_side(report)
    # An id is one thing's among these kinds; comments and topics, of which nothing is found, have ids of their own.
    subjects = {one.subject: one.text for one in asked(report, wording) if one.kind not in ("comments", "topics")}
    return {
        "glance": _glance(report, wording),
        "participation": [
            {
                "side": side,
                "own": own,
                "rate": own.answered / own.invited if own.invited else None,
                "language": report.languages and report.languages[side],
                "shares": shares[side],
            }
            for side, own in ((side, report.participation[side]) for side in SIDES)
        ],
        "quality": _quality(report, wording),
        "statements": report.statements,
        "answers": _answers(report, wording),
        "statistics": report.statements,
        "predictions": predicted,
        "predicted": predicted,
        "views": [
            {"view": view, "own": f"{view.item}@{view.side}", "partner": f"{view.item}@{other(view.side)}"}
            for view in report.views
        ],
        "one_sided": [
            {"of": one, "side": one.by, "own": one.answers, "ratings": _ratings(one.answers.counts, one)}
            | _ends(one, wording)
            for one in report.one_sided
        ],
        "scales": report.scales,
        "scale_sides": [row for scale in report.scales for row in _by_side(scale)],
        "scale_statistics": report.scales,
        "trend": [
            row | {"scale": trend.scale, "rate": rate(point, row["side"])}
            for trend in report.trend
            for point in trend.series
            for row in _by_side(point)
        ],
        "changes": _changes(report, wording),
        "levels": [{"statement": one.id, "of": point} for one in report.levels for point in one.series],
        "actions": report.actions,
        "responsibilities": [row for one in report.responsibilities for row in _by_side(one)],
        "expectations": [row for one in report.expectations for row in _by_side(one)],
        "priorities": [
            row | {"overlap": one.overlap}
            for one in report.priorities
            for topic in one.topics
            for row in _by_side(topic)
        ],
        "choices": [
            row | {"question": one.question}
            for one in report.choices
            for topic in one.topics
            for row in _by_side(topic)
        ],
        "comments": _comments(report, wording),
        "themes": report.themes,
        "fault_line": report.cuts,
        "groups": _groups(report),
        "findings": [
            {
                "of": one,
                "subject": subjects.get(one.subject, one.subject),
                "beyond_language": beyond_language(one, report),
            }
            for one in report.findings
        ],
        "offset": [] if reason_of(report.offset.mean_difference) == "edition" else [report.offset],
        "families": report.families,
        "release": [{"limit": limit, "value": getattr(report.release, limit)} for limit in _LIMITS],
    }


def _quality(report: Report, wording: Wording) -> Iterator[Row]:
    """How many answered throughout alike, and what all answers share where the languages differ."""
    found = report.straight_lining
    if found or report.language_offset:
        alike = next(alike_in_words(report, wording), found and found.people)
        yield {"alike": alike, "sections": found and found.sections, "offset": report.language_offset}


def _glance(report: Report, wording: Wording) -> Iterator[Row]:
    """Of every statement what is looked for first, and where both companies' answers stand."""
    sheet, first = wording.say("workbook.sheet.answers"), {one.id: one.since_first for one in report.levels}
    for place, statement in enumerate(report.statements):
        change, row = first.get(statement.id), 2 + len(SIDES) * place
        yield {
            "of": statement,
            "agree": {side: _agree(statement.sides[side].counts, side) for side in SIDES},
            "change": change,
            "level": change and _level(change, wording),
            "details": Link(wording.say("workbook.details", row=row), sheet, row),
        }


def _agree(counts: tuple[int, ...] | Withheld, side: Side) -> Mapping[str, float | None] | Withheld:
    """How many answer above the middle, and which share of those who answer."""
    if isinstance(counts, Withheld):
        return counts
    camps = camps_of(counts, side)
    return {"count": camps.agree, "share": camps.agree / camps.of if camps.of else None}


def _by_side(of: Any) -> Iterator[dict[str, Any]]:
    """What both sides answered, as each of them did."""
    for side in SIDES:
        yield {"of": of, "side": side, "own": of.sides[side]}


def _answers(report: Report, wording: Wording) -> Iterator[Row]:
    for statement in report.statements:
        ends = _ends(statement, wording)
        for row in _by_side(statement):
            ratings = _ratings(row["own"].counts, statement)
            yield row | {"ratings": ratings} | ends


def _ends(one: Statement | OneSided, wording: Wording) -> dict[str, str | None]:
    """What the lowest and the highest answer are called."""
    lowest, highest = (wording.label(one.item, place) or None for place in (1, one.points))
    return {"lowest": lowest, "highest": highest}


def _predicted(report: Report) -> Iterator[Row]:
    for statement in report.statements:
        if found := statement.predicted:
            partner, ratings = statement.sides[other(found.by)], _ratings(found.counts, statement)
            yield {"id": statement.id, "predicted": found, "partner": partner, "ratings": ratings}


def _ratings(counts: tuple[int, ...] | Withheld, on: OnPoints) -> dict[str, int | Withheld]:
    """How many gave each rating, or for each why that is withheld."""
    each: Sequence[int | Withheld] = [counts] * on.points if isinstance(counts, Withheld) else counts
    return {str(number): count for number, count in zip(on.numbers, each, strict=True)}


def _changes(report: Report, wording: Wording) -> Iterator[Row]:
    for trend in report.trend:
        for change in filter(None, (trend.since_previous, trend.since_first)):
            yield {"scale": trend.scale, "of": change, "level": _level(change, wording)}


def _level(change: LevelChange, wording: Wording) -> str:
    return wording.say(f"moved.verdict_{change.level}", company=wording.company(change.side or "a"))


def _comments(report: Report, wording: Wording) -> Iterator[Row]:
    """What was written, and the questions whose comments are withheld."""
    for one in report.comments:
        company = wording.company(one.side) if one.side else wording.say("comments.either")
        yield {
            "question": one.question,
            "company": company,
            "comment": one.text,
            "translation": one.translation or None,
            "themes": "; ".join(one.themes) or None,
            "released": one.released,
        }
    for none in report.withheld_comments:
        nothing = dict.fromkeys(("company", "translation", "themes", "released"))
        yield {"question": none.question, "comment": Withheld(none.withheld), **nothing}


def _groups(report: Report) -> Iterator[Row]:
    """A statement as each group of a side answered it; once, without a group, where they are withheld."""
    asked = {statement.id: statement for statement in report.statements}
    for cut in report.cuts:
        for shares in cut.statements:
            row = {"id": shares.id, "attribute": cut.attribute, "shares": shares}
            if shares.groups is None:
                why = shares.between_groups if isinstance(shares.between_groups, Withheld) else Withheld("protected")
                nobody = dict.fromkeys(("side", "group", "effect", "from_the_rest"))
                yield row | nobody | {"n": why, "mean": why, "ratings": _ratings(why, asked[shares.id])}
                continue
            for side in SIDES:
                for group in shares.groups[side]:
                    effect = next((effect for effect in shares.effects if effect.group == group.group), None)
                    yield row | {
                        "side": side,
                        "group": group.group,
                        "n": sum(group.counts),
                        "mean": group.mean,
                        "ratings": _ratings(group.counts, asked[shares.id]),
                        "effect": effect,
                        "from_the_rest": effect and effect.differences[side],
                    }
