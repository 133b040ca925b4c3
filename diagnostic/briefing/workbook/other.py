"""Sheets of everything that was not rated."""

from collections.abc import Iterator

import msgspec

from diagnostic.analysis.report import (
    Comment,
    Expectation,
    Participation,
    Priorities,
    Report,
    Responsibility,
    ResponsibilitySide,
    Topic,
    Withheld,
    WithheldComments,
)
from diagnostic.briefing.figures import reason_of
from diagnostic.briefing.wording import Wording, clean
from diagnostic.briefing.workbook.tables import Sheet, Table
from diagnostic.briefing.workbook.words import Words
from diagnostic.questionnaire.words import OWNERS, SIDES, Owner, Side


class _Of(msgspec.Struct, frozen=True):
    """A question about an activity, or an expectation, as one side answered it."""

    side: Side


class _Owned(_Of, frozen=True):
    asked: Responsibility

    @property
    def answers(self) -> ResponsibilitySide:
        return self.asked.sides[self.side]


class _Expected(_Of, frozen=True):
    asked: Expectation


class _Picked(_Of, frozen=True):
    asked: Priorities
    topic: Topic


def participation(report: Report, wording: Wording) -> Sheet:
    words = Words(report, wording)
    table = Table("participation", SIDES, report, wording)
    took = report.participation
    table.column("company", "name", lambda side: words.companies[side])
    table.column("invited", "people", lambda side: took[side].invited)
    table.column("answered", "people", lambda side: took[side].answered)
    table.column("response_rate", "share", lambda side: _rate(took[side]))
    return table.sheet()


def _rate(took: Participation) -> float | None:
    return took.answered / took.invited if took.invited else None


def responsibilities(report: Report, wording: Wording) -> Sheet:
    words = Words(report, wording)
    rows = [_Owned(side, asked) for asked in report.responsibilities for side in SIDES]
    table = Table("responsibilities", rows, report, wording)
    table.column("activity", "name", lambda r: wording.text(f"activity:{r.asked.activity}"))
    table.column("question", "name", lambda r: wording.say(f"ownership.{r.asked.question}"))
    table.column("company", "name", lambda r: words.companies[r.side])
    table.column("n", "people", lambda r: r.answers.n, "n_owners")
    for owner in OWNERS:
        _share(table, owner, words)
    table.column("ownership", "name", lambda r: _state(r.asked.ownership, wording))
    table.column("owner", "name", lambda r: _owner(r.asked.owner, words))
    table.column("holds", "share", lambda r: r.asked.holds)
    table.column("ownership_p", "p", lambda r: r.asked.ownership_p)
    table.column("p", "p", lambda r: r.asked.p, "owners_p")
    table.column("p_adjusted", "p", lambda r: r.asked.p_adjusted)
    return table.sheet()


def _share(table: Table[_Owned], owner: Owner, words: Words) -> None:
    name = words.owner(owner)
    table.column(f"share_{owner}", "share", lambda r: r.answers.shares[owner], "owner_share", owner=name)
    table.interval(f"interval_{owner}", "share", lambda r: r.answers.intervals[owner], "owner_interval", owner=name)


def _state(ownership: str | Withheld, wording: Wording) -> str | Withheld:
    return ownership if isinstance(ownership, Withheld) else wording.say(f"ownership.{ownership}")


def _owner(owner: Owner | Withheld | None, words: Words) -> str | Withheld | None:
    return owner if owner is None or isinstance(owner, Withheld) else words.owner(owner)


def expectations(report: Report, wording: Wording) -> Sheet:
    words = Words(report, wording)
    rows = [_Expected(side, asked) for asked in report.expectations for side in SIDES]
    table = Table("expectations", rows, report, wording)
    table.column("expectation", "name", lambda r: wording.text(f"expectation:{r.asked.id}"))
    table.column("unit", "name", lambda r: wording.text(f"expectation_unit:{r.asked.id}"))
    table.column("minimum", "amount", lambda r: r.asked.minimum)
    table.column("maximum", "amount", lambda r: r.asked.maximum)
    table.column("company", "name", lambda r: words.companies[r.side])
    table.column("n", "people", lambda r: r.asked.sides[r.side].n)
    for place, quartile in enumerate(("lower_quartile", "median", "upper_quartile")):
        _quartile(table, place, quartile)
    table.column("shift", "amount_difference", lambda r: r.asked.shift)
    table.interval("shift_interval", "amount_difference", lambda r: r.asked.shift_interval)
    table.column("sum_of_medians", "amount", lambda r: r.asked.sum_of_medians)
    table.interval("sum_interval", "amount", lambda r: r.asked.sum_interval)
    return table.sheet()


def _quartile(table: Table[_Expected], place: int, key: str) -> None:
    def value(row: _Expected) -> float | Withheld:
        quartiles = row.asked.sides[row.side].quartiles
        return quartiles if isinstance(quartiles, Withheld) else quartiles[place]

    table.column(key, "amount", value)


def priorities(report: Report, wording: Wording) -> Sheet:
    words = Words(report, wording)
    rows = [_Picked(side, asked, topic) for asked in report.priorities for topic in asked.topics for side in SIDES]
    table = Table("priorities", rows, report, wording)
    table.column("topic", "wording", lambda r: wording.text(f"topic:{r.topic.id}"))
    table.column("company", "name", lambda r: words.companies[r.side])
    table.column("n", "people", lambda r: r.topic.sides[r.side].n, "n_picked")
    table.column("share", "share", lambda r: r.topic.sides[r.side].share)
    table.interval("share_interval", "share", lambda r: r.topic.sides[r.side].interval)
    table.column("p", "p", lambda r: r.topic.p, "topic_p")
    table.column("p_adjusted", "p", lambda r: r.topic.p_adjusted)
    table.column("overlap", "whole", lambda r: r.asked.overlap)
    return table.sheet()


def comments(report: Report, wording: Wording) -> Sheet:
    """What was written, and the questions whose comments are withheld."""
    words = Words(report, wording)
    rows: list[Comment | WithheldComments] = [*report.comments, *report.withheld_comments]
    table = Table("comments", rows, report, wording)
    either = wording.say("comments.either")

    def company(row: Comment | WithheldComments) -> str | None:
        if isinstance(row, WithheldComments):
            return None
        return words.companies[row.side] if row.side else either

    table.column("question", "wording", lambda r: wording.text(f"question:{r.question}"))
    table.column("company", "name", company, "comment_company")
    table.column("comment", "long", lambda r: clean(r.text) if isinstance(r, Comment) else Withheld(r.withheld))
    table.column("released", "yes_no", lambda r: words.yes_no(r.released) if isinstance(r, Comment) else None)
    return table.sheet()


def method(report: Report, wording: Wording) -> Iterator[Sheet]:
    """What was found first, the overall difference, and what the verdicts rest on."""
    yield _findings(report, wording)
    left_out = reason_of(report.offset.mean_difference) == "edition"
    table = Table("offset", [] if left_out else [report.offset], report, wording)
    table.column("offset", "difference", lambda o: o.mean_difference)
    table.interval("offset_interval", "difference", lambda o: o.interval)
    table.column("points", "whole", lambda o: o.points)
    yield table.sheet()
    families = Table("families", report.families, report, wording)
    families.column("family", "name", lambda f: wording.say(f"family.{f.name}"))
    families.column("size", "whole", lambda f: f.size)
    families.column("procedure", "long", lambda f: wording.say(f"procedure.{f.procedure}"))
    yield families.sheet()
    yield _release(report, wording)


def _findings(report: Report, wording: Wording) -> Sheet:
    words = Words(report, wording)
    table = Table("findings", report.findings, report, wording)
    table.column("finding", "name", lambda f: words.finding(f.kind))
    table.column("rank", "whole", lambda f: f.rank)
    table.column("subject", "wording", words.subject)
    table.column("company", "name", lambda f: words.companies[f.side] if f.side else None, "finding_company")
    table.column("verdict", "name", lambda f: wording.say(f"verdict.{f.verdict}") if f.verdict else None)
    table.column("subject_id", "id", lambda f: clean(f.subject))
    return table.sheet()


def _release(report: Report, wording: Wording) -> Sheet:
    release = report.release
    rows: list[tuple[str, float]] = [
        ("inference", release.inference),
        ("k", release.k),
        ("comment_k", release.comment_k),
        ("alpha", release.alpha),
        ("statement_margin", release.statement_margin),
        ("scale_margin", release.scale_margin),
        ("scale_margin_sd", release.scale_margin_sd),
        ("pulses", release.pulses),
    ]
    table = Table("release", rows, report, wording)
    table.column("limit", "long", lambda row: wording.say(f"workbook.limit.{row[0]}"))
    table.column("value", "number", lambda row: row[1])
    return table.sheet()
