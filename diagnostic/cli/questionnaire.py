"""``diagnostic questionnaire``: what is asked, checked before anybody is asked it."""

import csv
import difflib
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from diagnostic.briefing.languages import check_words, unprintable
from diagnostic.briefing.messages import MessageRules
from diagnostic.briefing.playbook import Playbook
from diagnostic.cli.instruments import check_file, export, import_instrument
from diagnostic.cli.language_table import language_table
from diagnostic.cli.options import content_option, encoding_option
from diagnostic.cli.preview import preview
from diagnostic.cli.show import show
from diagnostic.content import content_files, content_layers, is_content
from diagnostic.errors import Fault, Faults, InvalidContent, InvalidQuestionnaire, NotPossible
from diagnostic.questionnaire import Choice, Number, Questionnaire, Responsibility, load
from diagnostic.questionnaire.answers_file import header
from diagnostic.questionnaire.duration import for_consultants
from diagnostic.questionnaire.frame import Frame
from diagnostic.questionnaire.library import FRAME, SIDE_EFFECTS, SUBJECTS, lacking, names
from diagnostic.questionnaire.load import NO_LONGER, STRUCTURE
from diagnostic.questionnaire.responsibility import CHOICES
from diagnostic.questionnaire.side_effects import SideEffects
from diagnostic.reading.instruments.supplied import IMPORTED, SuppliedWords

_OF_LANGUAGES: dict[str, type[Frame] | type[SideEffects] | type[SuppliedWords]] = {
    FRAME: Frame,
    SIDE_EFFECTS: SideEffects,
    IMPORTED: SuppliedWords,
}
"""The folders beside the questionnaires: a file a language in each."""
_LACKS_NAMED = 5
"""So many texts that a file lacks are told one by one."""
_OF_REPORTS = ("words", "playbook", "messages")
"""The folders of the reports with a file a language."""


@click.group()
def questionnaire() -> None:
    """List, check and preview questionnaires; bring them from elsewhere and take them out; make an answers file."""


for command in (preview, show, import_instrument, export):
    questionnaire.add_command(command)


@questionnaire.command("list")
@content_option
def list_questionnaires(content: Path | None) -> None:
    """List the questionnaires there are."""
    layers = content_layers(content, "questionnaires")
    frame = Frame.load(*(layer / FRAME for layer in layers))
    for name in names(layers):
        found = load(layers[0] / name, layers[-1])
        title = found.text("en" if "en" in found.languages else found.languages[0], "title")
        answers = f"{found.answers_asked()} answers, about {for_consultants(found, frame).told}"
        click.echo(f"{name} {found.version}: {title} ({', '.join(found.languages)}), {answers}")


@questionnaire.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--language", default="", help="Of a file: the language of statements whose column names none.")
@encoding_option
@content_option
def check(path: Path, language: str, encoding: str, content: Path | None) -> None:
    """Check the questionnaire in the folder PATH, or all those in folders inside it, or the instrument in a file.

    What a folder does not hold is as installed, as it is for a content folder of your own. Each language is checked for
    having all its parts. Every problem is named by file and item, of a table by its row. The exit status is 1 if there
    are any. Kinds of files are those that "import" reads.
    """
    if path.is_file():
        check_file(path, language, encoding, content)
        return
    # A full path, so that "check ." knows the folder's name, which is the questionnaire's id.
    path = path.resolve()
    folders = list(_to_check(path))
    if not folders and not is_content(path):
        raise click.UsageError(f"{path} holds no questionnaire: no {STRUCTURE} in it, nor in a folder inside it")
    said: dict[Fault, None] = {}
    for folder in folders:
        try:
            click.echo(f"{_summary(folder)}: no problems found")
            for key in _no_longer(folder):
                click.echo(
                    f"{folder.name}/{STRUCTURE}: {key!r} may go; how long it takes is reckoned now, and "
                    f'"diagnostic questionnaire show {folder.name}" shows it'
                )
        except InvalidQuestionnaire as error:
            # A questionnaire that others take items from repeats its faults under each of them.
            found = [fault for fault in _all_of(error, folder.name) if fault not in said]
            _tell(found)
            said |= dict.fromkeys(found)
    for name in _not_offered(path):
        click.echo(
            f"{name}, the product's, is not offered: it takes items from one that is replaced here, and does not fit"
        )
    around = list(_around(path))
    _tell(around)
    said |= dict.fromkeys(around)
    _tell_of_languages(path)
    for unseen in unprintable(path, content=path if is_content(path) else None):
        # No fault of the content: it is printed elsewhere, perhaps.
        click.echo(f"On this machine {unseen}")
    if count := sum(fault.times for fault in said):
        click.echo(f"{count} {'problem' if count == 1 else 'problems'} found")
        sys.exit(1)


@questionnaire.command()
@click.argument("name", metavar="ID")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The CSV file to write; else it is shown.")
@click.option("--attribute", help="Add a column for the one attribute kept with an answer, such as function.")
@content_option
def template(name: str, out: Path | None, attribute: str | None, content: Path | None) -> None:
    """Make an empty answers file for the questionnaire ID: its header, to be filled with one row a person."""
    layers = content_layers(content, "questionnaires")
    if name not in names(layers):
        raise NotPossible(f"There is no questionnaire {name!r}; there are: {', '.join(names(layers))}.")
    found = load(layers[0] / name, layers[-1])
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


def _installed() -> Path:
    return content_layers(None, "questionnaires")[0]


def _to_check(path: Path) -> Iterator[Path]:
    """One questionnaire's folder, a folder of them, or a content folder."""
    if (path / STRUCTURE).is_file() or path.name in _OF_LANGUAGES:
        yield path
        return
    folders = sorted({file.parent for file in _inside(path).glob("*/*.toml")})
    of_languages = [folder for folder in folders if folder.name in _OF_LANGUAGES]
    yield from (folder for folder in folders if folder.name not in (*_OF_LANGUAGES, SUBJECTS))
    yield from of_languages


def _around(path: Path) -> Iterator[Fault]:
    """What a language lacks beside the questions, and files that nothing reads, where a folder may hold these."""
    if (path / STRUCTURE).is_file() or path.name in _OF_LANGUAGES:
        return
    if is_content(path) or (path / FRAME).is_dir():
        yield from lacking((_inside(path), _installed()))
    if not is_content(path):
        return
    known = content_files(None, "reports")
    for name, file in content_files(path, "reports").items():
        if name not in known and file.suffix == ".toml" and name.partition("/")[0] not in _OF_REPORTS:
            yield Fault(
                f"reports/{name}",
                f"nothing reads it; a file counts in place of one of the product’s: {_like(name, known)}",
            )
    for check in (check_words, Playbook.load, MessageRules.load):
        try:
            check(path)
        except InvalidContent as error:
            yield from _all_of(error, "reports")


def _all_of(error: Faults, where: str) -> Iterator[Fault]:
    """The faults that an error names, and as the last one those that it does not."""
    yield from error.faults
    if error.more:
        yield Fault(where, f"{error.more} more problems are not named here", error.more)


def _tell(faults: Sequence[Fault]) -> None:
    """Each fault; of texts that a file lacks the first few, and how many there are."""
    lacking: dict[str, list[Fault]] = {}
    for fault in faults:
        if "no translation" in fault.what or "no wording" in fault.what:
            lacking.setdefault(fault.where.partition(":")[0], []).append(fault)
    for fault in faults:
        file = fault.where.partition(":")[0]
        place = lacking[file].index(fault) if fault in lacking.get(file, ()) else 0
        if place < _LACKS_NAMED:
            click.echo(str(fault))
        elif place == _LACKS_NAMED:
            click.echo(f"{file}: and {len(lacking[file]) - place} more texts are missing")


def _tell_of_languages(path: Path) -> None:
    """A table of the languages, where a folder may hold all parts of one."""
    content = path if is_content(path) else path.parent
    if not is_content(content) or (path / STRUCTURE).is_file() or path.name in _OF_LANGUAGES:
        return
    try:
        for line in language_table(content):
            click.echo(line)
    except (InvalidContent, NotPossible) as error:  # as was told already, or a name that is no language's
        click.echo(f"Languages cannot be counted: {error}")


def _not_offered(path: Path) -> Iterator[str]:
    """Questionnaires of the product that cannot be there beside a content folder's own."""
    own = _inside(path)
    for name in names((_installed(),)) if is_content(path) else ():
        try:
            if not (own / name).is_dir():
                load(own / name, _installed())
        except InvalidQuestionnaire:
            yield name


def _like(name: str, known: Iterable[str]) -> str:
    files = [each for each in known if each.endswith(".toml") and each.partition("/")[0] not in _OF_REPORTS]
    return ", ".join(difflib.get_close_matches(name, files, n=1) or files)


def _inside(path: Path) -> Path:
    """Of a content folder, the part with the questionnaires."""
    return path / "questionnaires" if is_content(path) else path


def _summary(folder: Path) -> str:
    if folder.name in _OF_LANGUAGES and not (folder / STRUCTURE).is_file():
        found_words = _OF_LANGUAGES[folder.name].load(folder, _installed() / folder.name)
        return f"{folder.name}: {' '.join(found_words.languages)}"
    found = load(folder, _installed())
    size = f"{len(found.items)} items, {found.answers_asked()} answers"
    return f"{found.id} {found.version}: {size}, {' '.join(found.languages)}"


def _no_longer(folder: Path) -> list[str]:
    """What its structure says that nothing reads any more."""
    file = folder / STRUCTURE
    said = tomllib.loads(file.read_text(encoding="utf-8-sig")) if file.is_file() else {}
    return [key for key in NO_LONGER if key in said]


def _to_pick(item: Choice) -> str:
    topics = ", ".join(item.shown)
    return f"one of {topics}" if item.at_most == 1 else f"up to {item.at_most} of {topics}, joined by semicolons"


def _how_to_fill(found: Questionnaire) -> str:
    """What may stand in the cells, for those types of question that there are."""
    points = sorted({(item.lowest, item.lowest + item.points - 1) for item in found.ratings()})
    lines = ["One row a person; side is a or b."]
    if points:
        ranges = " or ".join(f"{lowest} to {highest}" for lowest, highest in points)
        lines.append(f'Ratings: {ranges}, - for "can\'t say".')
    if numbers := [item.id for item in found.items if isinstance(item, Number) and item.cant_say]:
        lines.append(f'{", ".join(numbers)}: a number, - for "can\'t say".')
    if any(isinstance(item, Responsibility) for item in found.items):
        lines.append(f"Responsibilities: {', '.join(CHOICES)}.")
    lines += [f"{item.id}: {_to_pick(item)}." for item in found.items if isinstance(item, Choice)]
    return "\n".join([*lines, "What was skipped stays empty; a question that was not asked needs no column."])
