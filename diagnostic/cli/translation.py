"""``diagnostic translation``: how much a language says, and its texts out to a spreadsheet and in again."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from diagnostic.cli.in_a_reader import in_a_reader
from diagnostic.cli.options import content_option, encoding_option, is_content_folder
from diagnostic.content import content_layers
from diagnostic.errors import Fault, NotPossible, grouped
from diagnostic.questionnaire.library import lacking
from diagnostic.translation.coverage import Covered, coverage
from diagnostic.translation.parts import SOURCE, Part, locale_of, parts_of
from diagnostic.translation.returned import Compared, compared, rows_of
from diagnostic.translation.sheets import csv_of, sheets, workbook_of
from diagnostic.translation.writing import faults_after, write, written

_FORMATS = {".xlsx": workbook_of, ".csv": csv_of}
_NAMED = 20


@click.group()
def translation() -> None:
    """See how much a language says; give its texts to translators as a spreadsheet, and take it back."""


_only = click.option(
    "--only",
    default="",
    help="Parts alone, joined by commas: frame, words, ids of questionnaires such as alliance-pulse.",
)


@translation.command("coverage")
@click.argument(
    "content",
    required=False,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    callback=is_content_folder,
    envvar="DIAGNOSTIC_CONTENT",
)
@click.option("--require", multiple=True, help="A language, such as fr, that has to say everything; may be repeated.")
@_only
def show_coverage(content: Path | None, require: Sequence[str], only: str) -> None:
    """Count, by language and part, the texts there are, and those that are translated or read as in English.

    CONTENT is a folder with what you have of your own; the rest is as installed. Where languages are required, they
    alone are counted, and what is missing is named, and what reads as in English; the exit status is 1 if anything is
    missing.
    """
    parts = _chosen(content, only)
    lacks = False
    for language, found in coverage(parts, require).items():
        lines = [[_called(language), "texts", "translated", "as in English", ""], *map(_line, found)]
        widths = [max(len(line[place]) for line in lines) for place in range(4)]
        for line in lines:
            numbers = [cell.rjust(width) for cell, width in zip(line[1:4], widths[1:], strict=True)]
            click.echo("  ".join([line[0].ljust(widths[0]), *numbers, line[4]]).rstrip())
        for one in found if require else ():
            _name(one.part, "missing", [text.key for text in one.lacking])
            _name(one.part, "as in English", [text.key for text in one.equal])
        missing = sum(len(one.lacking) for one in found)
        lacks = lacks or missing > 0
        texts = sum(one.texts for one in found)
        click.echo(f"{missing:,} of {texts:,} texts are missing.\n" if missing else f"All {texts:,} texts are there.\n")
    if require and lacks:
        sys.exit(1)


@translation.command("export")
@click.argument("language")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@_only
@content_option
def export_texts(language: str, file: Path, only: str, content: Path | None) -> None:
    """Write the texts of LANGUAGE, such as fr or pt, into FILE, an .xlsx or .csv, for translators and reviewers.

    A language that is not there yet begins with an empty column. How to work with it stands in docs/translating.md.
    """
    if language == SOURCE:
        raise NotPossible("English is what the others are translated from; change it in its own files.")
    if file.suffix.lower() not in _FORMATS:
        raise NotPossible(f"{file} would be a table; give it a name that ends in .xlsx or .csv.")
    found = sheets(_chosen(content, only), language)
    body = _FORMATS[file.suffix.lower()](found, language)
    try:
        with file.open("xb") as stream:
            stream.write(body)
    except FileExistsError:
        raise NotPossible(f"{file} is there already; give another name, or delete it first.") from None
    texts = [row for each in found for row in each.rows]
    empty = sum(not row["first"] for row in texts)
    click.echo(f"Written: {file}. {len(texts):,} texts, {empty:,} of them not translated yet.")


@translation.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Write the changes, instead of only showing them.")
@encoding_option
@content_option
def import_texts(file: Path, yes: bool, encoding: str, content: Path | None) -> None:
    """Show what FILE, as "export" wrote it and translators filled it in, says differently; with --yes, write it.

    It is written into the content folder of your own, named by --content or DIAGNOSTIC_CONTENT, in whose files comments
    stay. What is installed stays as it is.
    """
    data = file.read_bytes()
    found = compared(in_a_reader(file.name, data, rows_of, file.name, data, encoding), content)
    for change in found.changes:
        click.echo(str(change))
    if found.remarks:
        click.echo("To look at:")
        _tell(found.remarks)
    if found.faults:
        _refuse(found.faults)
    if not found.changes:
        click.echo("It says what is there already.")
    elif content is None:
        click.echo(
            f"{_counted(found)}; to write them, name a content folder of your own with --content: what is installed"
            " stays as it is."
        )
        sys.exit(1 if yes else 0)
    else:
        files = written(found.changes, content)
        if faults := faults_after(files, content):
            _refuse(faults)
        if not yes:
            click.echo(f"{_counted(found)}; nothing is written before you say --yes.")
            return
        write(files, content)
        for path in files:
            click.echo(f"Written: {content / path}.")
        _still_lacking(found, content)


def _chosen(content: Path | None, only: str) -> list[Part]:
    parts = parts_of(content)
    names = [name.strip() for name in only.split(",") if name.strip()]
    there = [part.name for part in parts]
    for name in names:
        if name not in there:
            raise NotPossible(f"There is no part {name!r}; there are {', '.join(there)}.")
    return [part for part in parts if not names or part.name in names]


def _called(language: str) -> str:
    return f"{locale_of(language, {}).english_name} ({language})"


def _line(one: Covered) -> list[str]:
    said = one.answered_for
    by = "; ".join([said.status, *map(str, said.signed)]) if said else ""
    return [one.part.title, f"{one.texts:,}", f"{one.translated:,}", f"{len(one.equal):,}", by]


def _name(part: Part, what: str, keys: Sequence[str]) -> None:
    if keys:
        rest = f" and {len(keys) - _NAMED:,} more" if len(keys) > _NAMED else ""
        click.echo(f"{part.title}, {what}: {', '.join(keys[:_NAMED])}{rest}")


def _counted(found: Compared) -> str:
    return f"{len(found.changes):,} {'change' if len(found.changes) == 1 else 'changes'}"


def _tell(faults: Iterable[Fault]) -> None:
    for fault in grouped(faults):
        click.echo(f"  {fault}")


def _refuse(faults: Sequence[Fault]) -> None:
    click.echo(f"{len(faults):,} {'problem' if len(faults) == 1 else 'problems'}, so nothing can be written:")
    _tell(faults)
    sys.exit(1)


def _still_lacking(found: Compared, content: Path) -> None:
    """What a language has not, without which nobody can be asked in it."""
    layers = content_layers(content, "questionnaires")
    for language in sorted({change.language for change in found.changes}):
        for fault in lacking(layers):
            if f"/{language}.toml" in str(fault):
                click.echo(f"Still missing: {fault}")
