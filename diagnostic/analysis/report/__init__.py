"""The Report: one frozen value, computed once, from which every page and file is rendered.

Its JSON form is public: `to_json` and `from_json` round-trip exactly. A figure that must not be
shown is a `Withheld` with its reason, ``{"withheld": "protected"}`` in JSON, never a bare null;
null means that a figure does not apply. Sides are ``a`` and ``b`` throughout; the companies' names
stand in ``alliance.sides``, the wordings, names filled in, in ``texts``.
"""

import datetime as dt

import msgspec
from msgspec.structs import replace

from diagnostic.analysis.report.basics import (
    GAP_KINDS,
    INFERENCE,
    LEAST_SHARE,
    MOVED_KINDS,
    SAID_GAPS,
    Alliance,
    BySide,
    Correction,
    Edition,
    Family,
    FamilyName,
    Finding,
    FindingKind,
    GapKind,
    Interval,
    MainLanguage,
    MovedKind,
    NoGroups,
    Offset,
    OnPoints,
    Participation,
    QuestionnaireReference,
    Release,
    SharedKind,
    StraightLining,
    VerdictName,
    Wave,
    as_answered,
    interval_as_answered,
)
from diagnostic.analysis.report.moved import (
    CERTAIN,
    LEVEL_CERTAIN,
    Action,
    CarriedChange,
    CarriedWord,
    Change,
    ChangeReason,
    ChangeVerdict,
    LevelChange,
    LevelPoint,
    LevelVerdict,
    PerceivedWord,
    SideChange,
    SideVerdict,
    Slope,
    StatementLevels,
    Trend,
    TrendPoint,
    TrendSide,
    spoken_of,
)
from diagnostic.analysis.report.other import (
    Before,
    Comment,
    Expectation,
    ExpectationBefore,
    ExpectationSide,
    Ownership,
    OwnershipBefore,
    Priorities,
    Responsibility,
    ResponsibilitySide,
    Theme,
    Topic,
    TopicSide,
    WithheldComments,
)
from diagnostic.analysis.report.rated import (
    CantSay,
    Comparison,
    ComparisonReason,
    Cut,
    CutStatement,
    Gap,
    Group,
    GroupEffect,
    Kind,
    OneSided,
    Paired,
    Predicted,
    Statement,
    StatementSide,
    View,
)
from diagnostic.analysis.report.scales import (
    Reliability,
    Scale,
    ScaleDifference,
    ScaleGap,
    ScaleSide,
    ShortForm,
    TheseGap,
    leading,
)
from diagnostic.disclosure import Reason, Withheld

__all__ = [
    "CERTAIN",
    "GAP_KINDS",
    "INFERENCE",
    "LEAST_SHARE",
    "LEVEL_CERTAIN",
    "MOVED_KINDS",
    "SAID_GAPS",
    "SCHEMA",
    "Action",
    "Alliance",
    "Before",
    "BySide",
    "CantSay",
    "CarriedChange",
    "CarriedWord",
    "Change",
    "ChangeReason",
    "ChangeVerdict",
    "Comment",
    "Comparison",
    "ComparisonReason",
    "Correction",
    "Cut",
    "CutStatement",
    "Edition",
    "Expectation",
    "ExpectationBefore",
    "ExpectationSide",
    "Family",
    "FamilyName",
    "Finding",
    "FindingKind",
    "Gap",
    "GapKind",
    "Group",
    "GroupEffect",
    "Interval",
    "Kind",
    "LevelChange",
    "LevelPoint",
    "LevelVerdict",
    "MainLanguage",
    "MovedKind",
    "NoGroups",
    "Offset",
    "OnPoints",
    "OneSided",
    "Ownership",
    "OwnershipBefore",
    "Paired",
    "Participation",
    "PerceivedWord",
    "Predicted",
    "Priorities",
    "QuestionnaireReference",
    "Reason",
    "Release",
    "Reliability",
    "Report",
    "Responsibility",
    "ResponsibilitySide",
    "Scale",
    "ScaleDifference",
    "ScaleGap",
    "ScaleSide",
    "SharedKind",
    "ShortForm",
    "SideChange",
    "SideVerdict",
    "Slope",
    "Statement",
    "StatementLevels",
    "StatementSide",
    "StraightLining",
    "Theme",
    "TheseGap",
    "Topic",
    "TopicSide",
    "Trend",
    "TrendPoint",
    "TrendSide",
    "VerdictName",
    "View",
    "Wave",
    "Withheld",
    "WithheldComments",
    "as_answered",
    "from_json",
    "interval_as_answered",
    "leading",
    "spoken_of",
    "to_json",
]

SCHEMA = 3
"""The version of the JSON form; what each changed stands in docs/report.md."""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a briefing may say."""

    schema: int
    edition: Edition = "consultant"
    questionnaire: QuestionnaireReference
    alliance: Alliance
    wave: Wave
    simulated: bool
    imported: str | None = None
    """The tool that collected the answers, '' where it is not known which; null of those that were answered here."""
    correction: Correction | None = None
    release: Release
    levels_alone: bool = False
    """Whether no more than levels is shown, because few people joined or left since an earlier wave."""
    participation: BySide[Participation]
    straight_lining: StraightLining | None = None
    """Null where no section can show it, and in what was stored before it was looked for."""
    languages: BySide[MainLanguage] | None = None
    """In what the sides were invited; null where that is not known, as of answers from a file."""
    language_offset: Offset | None = None
    """Where these differ, how much higher b answers altogether to what is answered in the same words: more cannot be
    laid to language, and no less ruled out. Null where they do not."""
    offset: Offset
    statements: tuple[Statement, ...]
    one_sided: tuple[OneSided, ...] = ()
    """What one side alone was asked to rate; in no other part of the Report."""
    views: tuple[View, ...]
    scales: tuple[Scale, ...]
    short_forms: tuple[ShortForm, ...] = ()
    """Of the scales of which pulses will ask some statements and not all."""
    cuts: tuple[Cut, ...]
    no_groups: NoGroups | None = None
    """Why there are no cuts; null where there are, and where it is not known."""
    responsibilities: tuple[Responsibility, ...]
    expectations: tuple[Expectation, ...]
    priorities: tuple[Priorities, ...]
    choices: tuple[Priorities, ...] = ()
    """Questions answered by choosing, other than those that pick topics for the workshop."""
    comments: tuple[Comment, ...]
    comments_left_out: int = 0
    """How many comments the consultant took out, or has yet to look at because they may report a side effect."""
    withheld_comments: tuple[WithheldComments, ...]
    themes: tuple[Theme, ...] = ()
    """What the comments are about: laid over the stored Report whenever it is read."""
    trend: tuple[Trend, ...] = ()
    """Scale by scale, what moved; empty for a first wave."""
    levels: tuple[StatementLevels, ...] = ()
    """Statement by statement, the levels of all waves; empty for a first wave."""
    carried: tuple[CarriedChange, ...] = ()
    """What is said of each agreed target by changes that people carried; empty where none was agreed."""
    unopened: tuple[dt.date, ...] = ()
    """When earlier waves ended with a side below k, and their answers were destroyed unread."""
    actions: tuple[Action, ...] = ()
    """What was agreed until the wave closed: laid over the stored Report whenever it is read."""
    planned: tuple[dt.date, ...] = ()
    """The days on which further pulses open, by the programme: laid over the stored Report whenever it is read."""
    findings: tuple[Finding, ...]
    families: tuple[Family, ...]
    texts: dict[str, dict[str, str]]
    """By language, then by key: ``statement:trust.candour@a``; the keys are listed in docs/report.md."""


def to_json(report: Report) -> bytes:
    """The Report's JSON form."""
    return msgspec.json.encode(report)


def from_json(data: bytes | str) -> Report:
    """The Report of a JSON form, of this schema or an earlier one.

    Raises
    ------
    msgspec.ValidationError
        Where the form is not a Report's, or is of a later schema.
    """
    report = msgspec.json.decode(data, type=Report)
    if not 1 <= report.schema <= SCHEMA:
        raise msgspec.ValidationError(f"schema {report.schema} is not known, only 1 to {SCHEMA}")
    # What earlier forms had besides (`banded`, `shrunken`, `population_interval`, `worst_case`) decoding passes over;
    # what schema 3 tests besides is untested in what was stored before.
    release = replace(report.release, inference=1) if report.schema < 3 else report.release
    return replace(report, schema=SCHEMA, release=release)
