"""``diagnostic questionnaire import`` and ``export``: instruments from elsewhere, and ours as tables."""

import shutil
import sys
import tempfile
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import click

from diagnostic.cli.in_a_reader import in_a_reader
from diagnostic.cli.options import content_option, encoding_option
from diagnostic.content import content_layers
from diagnostic.errors import Fault, InvalidQuestionnaire, NotPossible, grouped
from diagnostic.questionnaire import Questionnaire, load
from diagnostic.questionnaire.frame import Frame
from diagnostic.questionnaire.library import FRAME, names
from diagnostic.questionnaire.load import STRUCTURE
from diagnostic.questionnaire.words import WaveKind
from diagnostic.reading.instruments.differences import differences
from diagnostic.reading.instruments.instrument import Instrument
from diagnostic.reading.instruments.reading import read_instrument
from diagnostic.reading.instruments.revising import borrowed, revised
from diagnostic.reading.instruments.supplied import IMPORTED, SuppliedWords
from diagnostic.reading.instruments.table_out import as_csv, as_workbook, table
from diagnostic.reading.instruments.writing import written

_FORMATS = {".csv": as_csv, ".xlsx": as_workbook}
_PLACES_NAMED = 6
_file = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.command("import")
@_file
@click.option("--out", type=click.Path(path_type=Path), help="The folder to write; its name is the questionnaire's id.")
@click.option("--id", "name", default="", help="The id; the questionnaire is then a folder of that name inside --out.")
@click.option(
    "--into", type=click.Path(exists=True, file_okay=False, path_type=Path), help="A questionnaire's folder to change."
)
@click.option("--yes", is_flag=True, help="With --into: write the changes, instead of only showing them.")
@click.option("--language", default="", help="The language of statements that name none.")
@click.option("--kind", type=click.Choice(["baseline", "pulse"]), default="baseline", show_default=True)
@encoding_option
@content_option
def import_instrument(  # noqa: PLR0917 - one a command-line option
    file: Path,
    out: Path | None,
    name: str,
    into: Path | None,
    yes: bool,
    language: str,
    kind: WaveKind,
    encoding: str,
    content: Path | None,
) -> None:
    """Make a questionnaire of a table (XLSX, XLS, ODS, CSV), an XLSForm, LimeSurvey's .lss or .txt, .qsf, or answers.

    What was assumed is listed, and so is what could not be carried over, each with its place. Both can be changed in a
    table: export the questionnaire, edit it in a spreadsheet, and import it with --into.
    """
    if (out is None) == (into is None):
        raise click.UsageError("say where the questionnaire goes: --out for a new folder, --into for one that is there")
    if into is not None:
        _change(file, into.resolve(), content, write=yes, language=language, encoding=encoding)
        return
    assert out is not None  # noqa: S101 (for the type checker)
    folder = (out / name if name else out).resolve()
    if folder.is_dir() and any(folder.iterdir()):
        raise NotPossible(
            f"{folder} is there already; change it with --into, or say with --id which folder in it is meant."
        )
    found = _read(file, name=folder.name, supplied=_supplied(content), language=language, kind=kind, encoding=encoding)
    _write(folder, found, written(found.questionnaire), content)
    click.echo(f"Written: {folder}. {_size(found.questionnaire)}")
    _tell(found, content)


@click.command()
@click.argument("questionnaire", metavar="ID_OR_FOLDER")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The .xlsx or .csv to write."
)
@content_option
def export(questionnaire: str, out: Path, content: Path | None) -> None:
    """Write a questionnaire as a table, a wording a row and a column a language, for translators and lawyers.

    It is read again by "import --into", which shows what differs.
    """
    found = _there(questionnaire, content)
    if out.suffix.lower() not in _FORMATS:
        raise NotPossible(f"{out} would be a table; give it a name that ends in .xlsx or .csv.")
    body = _FORMATS[out.suffix.lower()](table(found))
    try:
        with out.open("xb") as stream:
            stream.write(body)
    except FileExistsError:
        raise NotPossible(f"{out} is there already; give another name, or delete it first.") from None
    except OSError as error:
        raise NotPossible(f"{out} cannot be written ({error.strerror}).") from None
    click.echo(f"Written: {out}. {_size(found)}")


def check_file(path: Path, language: str, encoding: str, content: Path | None) -> None:
    """Say what importing a file would assume and leave out; exit with 1 where it would leave out anything."""
    found = _read(path, name=path.stem, supplied=_supplied(content), language=language, encoding=encoding)
    _checked(found, written(found.questionnaire), Path(path.stem), content)
    for fault in _together(found.left_out):
        click.echo(str(fault))
    click.echo(f"{path.name}: {_size(found.questionnaire)}")
    if found.assumed:
        click.echo("Assumed:")
        for fault in _together(found.assumed):
            click.echo(f"  {fault}")
    if found.left_out:
        click.echo(f"{len(found.left_out)} {'problem' if len(found.left_out) == 1 else 'problems'} found")
        sys.exit(1)


def _read(file: Path, **how: Any) -> Instrument:
    """A file as `read_instrument` reads it."""
    data = file.read_bytes()
    return in_a_reader(file.name, data, partial(read_instrument, **how), file.name, data)


def _change(file: Path, folder: Path, content: Path | None, *, write: bool, **how: str) -> None:
    if not (folder / STRUCTURE).is_file():
        raise NotPossible(f"{folder} holds no questionnaire: no {STRUCTURE} is in it.")
    before = load(folder, _layers(content)[-1])
    files = {path.name: path.read_text(encoding="utf-8-sig") for path in sorted(folder.glob("*.toml"))}
    found = _read(
        file,
        name=folder.name,
        supplied=_supplied(content),
        base=before,
        borrowed=borrowed(files[STRUCTURE]),
        **how,
    )
    lines = differences(before, found.questionnaire)
    for line in lines:
        click.echo(line)
    if not lines:
        click.echo(f"{folder} says the same already.")
    elif write:
        _write(folder, found, revised(files, before, found.questionnaire), content)
        click.echo(f"Written: {folder}. {_size(found.questionnaire)}")
    else:
        click.echo(
            f"{len(lines)} {'change' if len(lines) == 1 else 'changes'}; nothing is written before you say --yes."
        )
    _tell(found, content)


def _write(folder: Path, found: Instrument, files: Mapping[str, str], content: Path | None) -> None:
    files = _checked(found, files, folder, content)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise NotPossible(f"{folder} cannot be written ({error.strerror}).") from None


def _checked(found: Instrument, files: Mapping[str, str], folder: Path, content: Path | None) -> Mapping[str, str]:
    """The files, where they hold what was read; else the same written anew.

    Raises
    ------
    InvalidQuestionnaire
        Where what was read cannot be a questionnaire, with every fault.
    """
    with tempfile.TemporaryDirectory() as scratch:
        for place, texts in enumerate((files, written(found.questionnaire))):
            tried = Path(scratch) / str(place) / found.questionnaire.id
            tried.mkdir(parents=True)
            for beside in _beside(folder):
                shutil.copytree(beside, tried.parent / beside.name)
            for name, text in texts.items():
                (tried / name).write_text(text, encoding="utf-8")
            try:
                made = load(tried, _layers(content)[-1])
            except InvalidQuestionnaire:
                if place:
                    raise
                continue
            if made == found.questionnaire:
                return texts
    raise NotPossible(f"{folder.name} cannot be written so that it says what was read; please report this.")


def _beside(folder: Path) -> list[Path]:
    """The questionnaires in the same place, of which this one may take items."""
    return [each.parent for each in folder.parent.glob(f"*/{STRUCTURE}") if each.parent.name != folder.name]


def _there(questionnaire: str, content: Path | None) -> Questionnaire:
    """A questionnaire by its id or its folder."""
    layers = _layers(content)
    if (Path(questionnaire) / STRUCTURE).is_file():
        return load(Path(questionnaire).resolve(), layers[-1])
    if questionnaire not in names(layers):
        there = ", ".join(names(layers))
        raise NotPossible(f"There is no questionnaire {questionnaire!r}, nor a folder with one; there are: {there}.")
    return load(layers[0] / questionnaire, layers[-1])


def _layers(content: Path | None) -> tuple[Path, ...]:
    return content_layers(content, "questionnaires")


def _supplied(content: Path | None) -> SuppliedWords:
    return SuppliedWords.load(*(layer / IMPORTED for layer in _layers(content)))


def _size(questionnaire: Questionnaire) -> str:
    size = f"{len(questionnaire.items)} items, {questionnaire.answers_asked()} answers"
    return f"{size}, {' '.join(questionnaire.languages)}."


def _tell(found: Instrument, content: Path | None) -> None:
    """What was assumed, and what is not there."""
    framed = Frame.load(*(layer / FRAME for layer in _layers(content))).languages
    lacking = [
        Fault(
            f"language {language}", f"nobody can be asked in it before its other parts are written; see {FRAME}/en.toml"
        )
        for language in found.questionnaire.languages
        if language not in framed
    ]
    for heading, faults in (("Assumed", found.assumed), ("Not carried over", (*found.left_out, *lacking))):
        if faults:
            click.echo(f"{heading}:")
            for fault in _together(faults):
                click.echo(f"  {fault}")


def _together(faults: Iterable[Fault]) -> list[Fault]:
    """What is the same in several places once, with the places."""
    places: dict[str, list[str]] = {}
    for fault in grouped(faults):
        places.setdefault(fault.what, []).append(fault.where)
    return [Fault(_named(where), what) for what, where in places.items()]


def _named(places: list[str]) -> str:
    rest = len(places) - _PLACES_NAMED
    return "; ".join(places[:_PLACES_NAMED]) + (f" and {rest} more" if rest > 0 else "")
