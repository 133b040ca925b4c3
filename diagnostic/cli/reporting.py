"""From a file of answers to the files of a briefing."""

import tempfile
from collections.abc import Mapping
from concurrent.futures import Executor
from pathlib import Path

import click
import msgspec
import polars as pl

from diagnostic.analysis import Alliance, BySide, Release, Report, Wave, analyse
from diagnostic.analysis.report import Edition
from diagnostic.briefing import RENDERERS, charts_drawn_by
from diagnostic.briefing.editions import edition
from diagnostic.disclosure import merge_groups
from diagnostic.errors import NotPossible
from diagnostic.questionnaire import SIDES, Questionnaire, Rating, Text
from diagnostic.questionnaire.answers_file import AnswersFile, read_answers
from diagnostic.questionnaire.library import Library
from diagnostic.questionnaire.responses import GROUP, SIDE

FILES = {
    "json": "report.json",
    "html": "briefing.html",
    "pdf": "briefing.pdf",
    "pptx": "briefing.pptx",
    "xlsx": "briefing.xlsx",
    "svg": "charts.zip",
}


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What the options of the command say."""

    answers: Path
    questionnaire: str
    out: Path
    companies: tuple[str, str]
    alliance: str
    invited: tuple[int | None, int | None]
    formats: tuple[str, ...]
    editions: tuple[Edition, ...]
    language: str
    k: int
    comment_k: int
    content: Path | None


def write_report(wanted: Wanted, drawer: Executor) -> list[Path]:
    """Write all the files, or none; ``drawer`` draws the charts. The paths written are returned."""
    questionnaire = _questionnaire(Library.load(wanted.content), wanted.questionnaire, wanted.language)
    _say(f"Reading {wanted.answers}")
    file = read_answers(wanted.answers, questionnaire)
    invited = BySide(*wanted.invited)
    _check_sides(file, invited, wanted.k)
    names = BySide(wanted.companies[0].strip() or "Company A", wanted.companies[1].strip() or "Company B")
    if names.a == names.b:
        raise NotPossible("Both companies have the same name; give different ones with --company-a and --company-b.")
    release = Release(k=wanted.k, comment_k=wanted.comment_k, attribute=file.attribute)
    _say(f"Comparing {file.responses.height} people's answers")
    result = _analysed(file, _asked(questionnaire, file), release, Alliance(wanted.alliance, names), invited)
    rendered = {}
    with charts_drawn_by(drawer):
        for which in wanted.editions:
            of_edition = edition(result, which)
            for format_ in wanted.formats:
                name = _name(format_, which)
                _say(f"Making {name}")
                rendered[name] = RENDERERS[format_](of_edition, wanted.language, content=wanted.content)
    _write(wanted.out, rendered)
    return [wanted.out / name for name in rendered]


def _name(format_: str, which: Edition) -> str:
    """``briefing.pdf``, and ``briefing-participants.pdf`` beside it."""
    stem, _, ending = FILES[format_].partition(".")
    return f"{stem}.{ending}" if which == "consultant" else f"{stem}-{which}.{ending}"


def _questionnaire(library: Library, name: str, language: str) -> Questionnaire:
    questionnaire = library.named(name)
    if language not in questionnaire.languages:
        raise NotPossible(f"{name} does not speak {language!r}; it speaks {', '.join(questionnaire.languages)}.")
    return questionnaire


def _check_sides(file: AnswersFile, invited: BySide[int | None], k: int) -> None:
    for side in SIDES:
        answered = int((file.responses[SIDE] == side).sum())
        if answered < k:
            raise NotPossible(
                f"Only {answered} people of side {side} answered. Results of fewer than {k} people are never shown,"
                " so there is nothing to report; collect more answers."
            )
        asked = invited[side]
        if asked is not None and asked < answered:
            raise NotPossible(f"{answered} people of side {side} answered, but --invited-{side} says {asked}.")


def _asked(questionnaire: Questionnaire, file: AnswersFile) -> Questionnaire:
    """The questionnaire less what the file has no column for."""
    absent = frozenset(file.absent)
    missing = [item for item in questionnaire.items if absent.issuperset(item.fields())]
    if not missing:
        return questionnaire
    _say(f"Not asked, so left out: {', '.join(item.id for item in missing)}")
    left = {item.scale for item in questionnaire.items if isinstance(item, Rating) and item not in missing}
    scales = [scale.id for scale in questionnaire.scales if scale.id not in left]
    return questionnaire.without(scales=scales, items=[item.id for item in missing])


def _analysed(
    file: AnswersFile, questionnaire: Questionnaire, release: Release, alliance: Alliance, invited: BySide[int | None]
) -> Report:
    people = file.responses.select(SIDE, GROUP).rows()
    groups = pl.Series(GROUP, merge_groups(people, release.k), dtype=pl.String)
    return analyse(
        file.responses.with_columns(groups).select(SIDE, GROUP, *_keys(questionnaire)),
        file.comments,
        questionnaire,
        release,
        alliance=alliance,
        wave=Wave(questionnaire.kind, None),
        invited=invited,
    )


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
