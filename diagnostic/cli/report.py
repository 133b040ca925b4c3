"""`diagnostic report`: a briefing from a file of answers collected elsewhere."""

import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import click

from diagnostic.analysis import Alliance, BySide, Release, Report, Wave, analyse
from diagnostic.briefing import RENDERERS
from diagnostic.disclosure import merge_groups
from diagnostic.errors import NotPossible
from diagnostic.questionnaire import SIDES, Answers, Questionnaire, Rating, Side, Text
from diagnostic.questionnaire.answers_file import AnswersFile, read_answers
from diagnostic.questionnaire.library import Library
from diagnostic.questionnaire.responses import tabulate

FILES = {"json": "report.json", "html": "briefing.html"}


@click.command()
@click.argument("answers", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--questionnaire", "questionnaire_id", required=True, help="Id of the questionnaire that was answered.")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder to write to.")
@click.option("--company-a", default="Company A", show_default=True, help="Name of the company with side a.")
@click.option("--company-b", default="Company B", show_default=True, help="Name of the company with side b.")
@click.option(
    "--alliance", default="Our alliance", show_default=True, help="What the companies do together: the brand."
)
@click.option("--invited-a", type=click.IntRange(min=1), help="How many were invited at company a.")
@click.option("--invited-b", type=click.IntRange(min=1), help="How many were invited at company b.")
@click.option("--language", default="en", show_default=True, help="Language of the briefing.")
@click.option(
    "--k", default=5, show_default=True, type=click.IntRange(min=4), help="Fewest people whose answers are shown."
)
@click.option(
    "--comment-k",
    default=8,
    show_default=True,
    type=click.IntRange(min=4),
    help="Fewest people whose comments are shown.",
)
@click.option(
    "--content", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder with own content."
)
def report(  # noqa: PLR0917 (click passes them by name)
    answers: Path,
    questionnaire_id: str,
    out: Path,
    company_a: str,
    company_b: str,
    alliance: str,
    invited_a: int | None,
    invited_b: int | None,
    language: str,
    k: int,
    comment_k: int,
    content: Path | None,
) -> None:
    """Write report.json and briefing.html from a file of ANSWERS.

    `diagnostic questionnaire template ID` writes an empty file with the columns it needs. Nothing is
    written while there is any fault in the answers.
    """
    began = time.monotonic()
    questionnaire = _questionnaire(Library.load(content), questionnaire_id, language)
    _say(f"Reading {answers}")
    file = read_answers(answers, questionnaire)
    invited = BySide(invited_a, invited_b)
    _check_sides(file, invited, k)
    names = BySide(company_a.strip() or "Company A", company_b.strip() or "Company B")
    if names.a == names.b:
        raise NotPossible("Both companies have the same name; give different ones with --company-a and --company-b.")
    release = Release(k=k, comment_k=comment_k, attribute=file.attribute)
    _say(f"Comparing {len(file.people)} people's answers")
    result = _analysed(file, _asked(questionnaire, file), release, Alliance(alliance, names), invited)
    _say("Drawing the briefing")
    rendered = {FILES[kind]: RENDERERS[kind](result, language, content=content) for kind in FILES}
    _write(out, rendered)
    _say(f"Done in {time.monotonic() - began:.1f} seconds:")
    for name in rendered:
        click.echo(out / name)


def _questionnaire(library: Library, name: str, language: str) -> Questionnaire:
    questionnaire = library.questionnaires.get(name)
    if questionnaire is None:
        raise NotPossible(f"There is no questionnaire {name!r}; there are {', '.join(sorted(library.questionnaires))}.")
    if language not in questionnaire.languages:
        raise NotPossible(f"{name} does not speak {language!r}; it speaks {', '.join(questionnaire.languages)}.")
    return questionnaire


def _check_sides(file: AnswersFile, invited: BySide[int | None], k: int) -> None:
    for side in SIDES:
        answered = sum(answers.side == side for answers, _ in file.people)
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
    groups = merge_groups([(answers.side, group) for answers, group in file.people], release.k)
    people = [(answers, group) for (answers, _), group in zip(file.people, groups, strict=True)]
    comments = [comment for answers, _ in people for comment in _comments(answers, questionnaire)]
    return analyse(
        tabulate(questionnaire, people),
        comments,
        questionnaire,
        release,
        alliance=alliance,
        wave=Wave(questionnaire.kind, None),
        invited=invited,
    )


def _comments(answers: Answers, questionnaire: Questionnaire) -> list[tuple[str, Side, str]]:
    questions = [item.id for item in questionnaire.items if isinstance(item, Text)]
    return [(q, answers.side, str(answers.values[q])) for q in questions if q in answers.values]


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
