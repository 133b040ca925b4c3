"""From a file of answers to the files of a briefing."""

import tempfile
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import click
import msgspec
import polars as pl

from diagnostic.analysis import Alliance, BySide, Release, Report, Wave, analyse, from_json
from diagnostic.analysis.report import Edition
from diagnostic.analysis.trend import with_trend
from diagnostic.briefing.editions import edition
from diagnostic.briefing.renderers import CONSULTANTS, RENDERERS
from diagnostic.cli.answers import taken_for
from diagnostic.cli.collected import Source, settled
from diagnostic.cli.report import FILES
from diagnostic.disclosure import merge_groups
from diagnostic.errors import NotPossible
from diagnostic.questionnaire import SIDES, Questionnaire, Side, Text
from diagnostic.questionnaire.library import Library
from diagnostic.questionnaire.responses import GROUP, SIDE, tabulate
from diagnostic.reading.answers import table_of
from diagnostic.reading.answers.desk import AnswersDesk, Besides
from diagnostic.text import alike, one_line, short_name_faults, short_names


class ReportRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What the options of the command say."""

    answers: Path
    questionnaire: str
    out: Path
    mapping: Path | None
    besides: Besides
    companies: tuple[str, str]
    short: tuple[str, str]
    alliance: str
    invited: tuple[int | None, int | None]
    closed: date | None
    earlier: tuple[Path, ...]
    few_changed: bool
    formats: tuple[str, ...]
    editions: tuple[Edition, ...]
    language: str
    k: int
    comment_k: int
    content: Path | None


def write_report(wanted: ReportRequest) -> list[Path]:
    """Write all the files, or none. The paths written are returned."""
    library = Library.load(wanted.content)
    questionnaire = _questionnaire(library, wanted.questionnaire, wanted.language)
    _say(f"Reading {wanted.answers}")
    desk, file = settled(
        Source(
            answers=wanted.answers,
            questionnaire=questionnaire,
            companies=wanted.companies,
            mapping=wanted.mapping,
            besides=wanted.besides,
        )
    )
    responses = tabulate(questionnaire, file.people)
    for line in _told(desk):
        _say(line)
    invited = BySide(*wanted.invited)
    _check_sides(responses, invited, wanted.k)
    names = BySide(one_line(wanted.companies[0]) or "Company A", one_line(wanted.companies[1]) or "Company B")
    if alike(names.a) == alike(names.b):
        raise NotPossible("Both companies have the same name; give different ones with --company-a and --company-b.")
    earlier = _earlier(wanted, names)
    asked, wave = file.asked(questionnaire), Wave(questionnaire.kind, wanted.closed)
    if missing := [item.id for item in questionnaire.items if item not in asked.items]:
        _say(f"Not asked, so left out: {', '.join(missing)}")
    release = Release(
        k=wanted.k,
        comment_k=wanted.comment_k,
        attribute=file.attribute,
        asked_again=library.asked_again(asked),
        few_changed=wanted.few_changed,
    )
    _say(f"Comparing {responses.height} people's answers")
    alliance = Alliance(one_line(wanted.alliance), names, _short(wanted, names))
    comments = file.comments(questionnaire)
    result = _analysed(responses, comments, asked, release, alliance, wave, invited, earlier, desk.mapping.tool)
    rendered = {}
    if "consultant" not in wanted.editions and CONSULTANTS.issuperset(wanted.formats):
        raise NotPossible(f"There is no participants' edition of: {', '.join(wanted.formats)}.")
    for which in wanted.editions:
        of_edition = edition(result, which)
        for format_ in (one for one in wanted.formats if which == "consultant" or one not in CONSULTANTS):
            name = _name(format_, which)
            _say(f"Making {name}")
            rendered[name] = RENDERERS[format_](of_edition, wanted.language, content=wanted.content)
    _write(wanted.out, rendered)
    return [wanted.out / name for name in rendered]


def _told(desk: AnswersDesk) -> Iterator[str]:
    """What of a file is not read: never in silence."""
    reading = desk.reading
    yield from taken_for(desk)
    if reading.left_out:
        yield f"Rows left out: {len(reading.left_out)}; `diagnostic answers` says why"
    if reading.columns_left_out:
        yield f"Columns left out: {', '.join(reading.columns_left_out)}"
    yield from (f"Worth a look: {note}" for note in (*table_of(desk.seen, desk.mapping).remarks, *reading.notes))


def _short(wanted: ReportRequest, names: BySide[str]) -> BySide[str]:
    """What the companies are called in little room: as asked for, else the first words of their names."""
    both = (names.a, names.b)
    short = short_names(both, wanted.short)
    if fault := next(short_name_faults(both, short), None):
        raise NotPossible(f"--{fault.where.replace('_', '-')}: {fault.what}")
    return BySide(*short)


def _name(format_: str, which: Edition) -> str:
    """``briefing.pdf``, and ``briefing-participants.pdf`` beside it."""
    stem, _, ending = FILES[format_].partition(".")
    return f"{stem}.{ending}" if which == "consultant" else f"{stem}-{which}.{ending}"


def _questionnaire(library: Library, name: str, language: str) -> Questionnaire:
    questionnaire = library.named(name)
    if language not in questionnaire.languages:
        raise NotPossible(f"{name} is not there in {language!r}, only in {', '.join(questionnaire.languages)}.")
    return questionnaire


def _earlier(wanted: ReportRequest, names: BySide[str]) -> list[Report]:
    """The Reports of the earlier waves, in the order of their days."""
    if not wanted.earlier:
        return []
    if wanted.closed is None:
        raise NotPossible("Say when this wave closed, with --closed: what moved is shown over time.")
    days: dict[date, Report] = {}
    for path in wanted.earlier:
        report = _report_of(path)
        closed = report.wave.closed
        if report.edition != "consultant":
            raise NotPossible(f"{path} is the participants' edition. Give the consultant's, which has every figure.")
        if closed is None:
            raise NotPossible(f"{path} does not say when its wave closed. Make it again, with --closed.")
        if closed >= wanted.closed or closed in days:
            raise NotPossible(f"{path} closed on {closed}. Earlier waves close before this one, each on its own day.")
        if report.alliance.sides != names:
            theirs = report.alliance.sides
            raise NotPossible(
                f"{path} is about {theirs.a} and {theirs.b}, this wave about {names.a} and {names.b}."
                " If they are the same, name them alike with --company-a and --company-b."
            )
        days[closed] = report
    return [days[day] for day in sorted(days)]


def _report_of(path: Path) -> Report:
    try:
        return from_json(path.read_bytes())
    except msgspec.MsgspecError as error:
        raise NotPossible(f"{path} is no report.json that this version can read: {error}.") from error


def _check_sides(responses: pl.DataFrame, invited: BySide[int | None], k: int) -> None:
    for side in SIDES:
        answered = int((responses[SIDE] == side).sum())
        if answered < k:
            raise NotPossible(
                f"Only {answered} people of side {side} answered. Results of fewer than {k} people are never shown,"
                " so there is nothing to report; collect more answers."
            )
        asked = invited[side]
        if asked is not None and asked < answered:
            raise NotPossible(f"{answered} people of side {side} answered, but --invited-{side} says {asked}.")


def _analysed(  # noqa: PLR0917 (everything a Report is made from)
    responses: pl.DataFrame,
    comments: list[tuple[str, Side, str]],
    questionnaire: Questionnaire,
    release: Release,
    alliance: Alliance,
    wave: Wave,
    invited: BySide[int | None],
    earlier: list[Report],
    tool: str,
) -> Report:
    people = responses.select(SIDE, GROUP).rows()
    groups = pl.Series(GROUP, merge_groups(people, release.k), dtype=pl.String)
    report = analyse(
        responses.with_columns(groups).select(SIDE, GROUP, *_keys(questionnaire)),
        comments,
        questionnaire,
        release,
        alliance=alliance,
        wave=wave,
        invited=invited,
        earlier=earlier,
        imported=tool,
    )
    return with_trend(report, earlier)


def _keys(questionnaire: Questionnaire) -> list[str]:
    return [key for key, item in questionnaire.keys().items() if not isinstance(item, Text)]


def _write(out: Path, files: Mapping[str, bytes]) -> None:
    """All of the files or none: written aside first, then put in place."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".report-", dir=out) as aside:
        for name, data in files.items():
            (Path(aside) / name).write_bytes(data)
        for name in files:
            (Path(aside) / name).replace(out / name)


def _say(line: str) -> None:
    click.echo(line, err=True)
