"""``diagnostic questionnaire``: what is asked, checked before anybody is asked it."""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from diagnostic.briefing.languages import check_words
from diagnostic.cli.options import content_option
from diagnostic.cli.preview import preview
from diagnostic.content import content_folder
from diagnostic.errors import Fault, InvalidContent, InvalidQuestionnaire, NotPossible
from diagnostic.questionnaire import Choice, Questionnaire, Responsibility, load
from diagnostic.questionnaire.answers_file import header
from diagnostic.questionnaire.frame import Frame
from diagnostic.questionnaire.library import FRAME, SIDE_EFFECTS, lacking
from diagnostic.questionnaire.load import STRUCTURE
from diagnostic.questionnaire.responsibility import CHOICES
from diagnostic.questionnaire.side_effects import SideEffects

_OF_LANGUAGES: dict[str, type[Frame] | type[SideEffects]] = {FRAME: Frame, SIDE_EFFECTS: SideEffects}
"""The folders beside the questionnaires: a file a language in each."""


@click.group()
def questionnaire() -> None:
    """List, check and preview questionnaires; make an empty answers file."""


questionnaire.add_command(preview)


@questionnaire.command("list")
@content_option
def list_questionnaires(content: Path | None) -> None:
    """List the questionnaires there are."""
    for name in _names(content):
        found = load(_folder(content) / name)
        title = found.text("en" if "en" in found.languages else found.languages[0], "title")
        answers = f"{found.answers_asked()} answers, about {found.minutes} minutes"
        click.echo(f"{name} {found.version}: {title} ({', '.join(found.languages)}), {answers}")


@questionnaire.command()
@click.argument("path", type=click.Path(exists=True, file_okay=False, path_type=Path))
def check(path: Path) -> None:
    """Check the questionnaire in the folder PATH, or all those in folders inside it.

    Where the folder holds what goes with a language too, each language is checked for having all its parts. Every
    problem is named by file and item. The exit status is 1 if there are any.
    """
    # A full path, so that "check ." knows the folder's name, which is the questionnaire's id.
    path = path.resolve()
    folders = list(_to_check(path))
    if not folders:
        raise click.UsageError(f"{path} holds no questionnaire: no {STRUCTURE} in it, nor in a folder inside it")
    said: dict[Fault, None] = {}
    for folder in folders:
        try:
            click.echo(f"{_summary(folder)}: no problems found")
        except InvalidQuestionnaire as error:
            # A questionnaire that others take items from repeats its faults under each of them.
            for fault in error.faults:
                if fault not in said:
                    click.echo(str(fault))
                said[fault] = None
    for fault in _of_languages(path):
        click.echo(str(fault))
        said[fault] = None
    if said:
        click.echo(f"{len(said)} {'problem' if len(said) == 1 else 'problems'} found")
        sys.exit(1)


@questionnaire.command()
@click.argument("name", metavar="ID")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The CSV file to write; else it is shown.")
@click.option("--attribute", help="Add a column for the one attribute kept with an answer, such as function.")
@content_option
def template(name: str, out: Path | None, attribute: str | None, content: Path | None) -> None:
    """Make an empty answers file for the questionnaire ID: its header, to be filled with one row a person."""
    names = _names(content)
    if name not in names:
        raise NotPossible(f"There is no questionnaire {name!r}; there are: {', '.join(names)}.")
    found = load(_folder(content) / name)
    columns = header(found, attribute)
    if len(set(columns)) < len(columns) or (attribute is not None and not attribute.isidentifier()):
        raise NotPossible(f"{attribute!r} cannot name an attribute; choose one word that names no column yet.")
    if out is None:
        csv.writer(sys.stdout, lineterminator="\n").writerow(columns)
        return
    if out.suffix.lower() != ".csv":
        raise NotPossible(f"{out} would be a CSV file; give it a name that ends in .csv.")
    try:
        # The byte order mark tells Excel that the file is UTF-8, and to keep it so.
        with out.open("x", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream).writerow(columns)
    except FileExistsError:
        raise NotPossible(f"{out} is there already; give another name, or delete it first.") from None
    except OSError as error:
        raise NotPossible(f"{out} cannot be written ({error.strerror}).") from None
    click.echo(f"Written: {out}, {len(columns)} columns. {_how_to_fill(found)}")


def _folder(content: Path | None) -> Path:
    return content_folder(content) / "questionnaires"


def _names(content: Path | None) -> list[str]:
    folder = _folder(content)
    names = sorted(structure.parent.name for structure in folder.glob(f"*/{STRUCTURE}"))
    if not names:
        raise NotPossible(
            f"{folder} holds no questionnaire; a content folder has one folder for each in questionnaires/."
        )
    return names


def _to_check(path: Path) -> Iterator[Path]:
    """One questionnaire's folder, a folder of them, or a content folder."""
    if (path / STRUCTURE).is_file() or path.name in _OF_LANGUAGES:
        yield path
        return
    inside = _inside(path)
    yield from sorted(structure.parent for structure in inside.glob(f"*/{STRUCTURE}"))
    yield from (inside / name for name in _OF_LANGUAGES if (inside / name).is_dir())


def _of_languages(path: Path) -> Iterator[Fault]:
    """What a language lacks beside the questions, where a folder holds more than those."""
    if (_inside(path) / FRAME).is_dir():
        yield from lacking(_inside(path))
    if (path / "reports" / "words").is_dir():
        try:
            check_words(path)
        except InvalidContent as error:
            yield from error.faults


def _inside(path: Path) -> Path:
    """Of a content folder, the part with the questionnaires."""
    return path / "questionnaires" if (path / "questionnaires").is_dir() else path


def _summary(folder: Path) -> str:
    if folder.name in _OF_LANGUAGES and not (folder / STRUCTURE).is_file():
        return f"{folder.name}: {' '.join(_OF_LANGUAGES[folder.name].load(folder).languages)}"
    found = load(folder)
    size = f"{len(found.items)} items, {found.answers_asked()} answers"
    return f"{found.id} {found.version}: {size}, {' '.join(found.languages)}"


def _to_pick(item: Choice) -> str:
    topics = ", ".join(item.offered)
    return f"one of {topics}" if item.at_most == 1 else f"up to {item.at_most} of {topics}, joined by semicolons"


def _how_to_fill(found: Questionnaire) -> str:
    """What may stand in the cells, for those types of question that there are."""
    points = sorted({(item.lowest, item.lowest + item.points - 1) for item in found.ratings()})
    lines = ["One row a person; side is a or b."]
    if points:
        ranges = " or ".join(f"{lowest} to {highest}" for lowest, highest in points)
        lines.append(f'Ratings: {ranges}, - for "can\'t say".')
    if any(isinstance(item, Responsibility) for item in found.items):
        lines.append(f"Responsibilities: {', '.join(CHOICES)}.")
    lines += [f"{item.id}: {_to_pick(item)}." for item in found.items if isinstance(item, Choice)]
    return "\n".join([*lines, "What was skipped stays empty; a question that was not asked needs no column."])
