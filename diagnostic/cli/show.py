"""``diagnostic questionnaire show``: how long a questionnaire takes, and what of it is hard to read."""

from collections.abc import Iterator
from pathlib import Path

import click

from diagnostic.cli.options import content_option
from diagnostic.questionnaire import Questionnaire
from diagnostic.questionnaire.duration import CAREFUL, duration, measured
from diagnostic.questionnaire.frame import Frame
from diagnostic.questionnaire.language_codes import base
from diagnostic.questionnaire.library import Library
from diagnostic.questionnaire.reading_ease import INDICES, hardest_first

_CODE = 8
"""As wide as the longest code of a language."""
_HEADS = ("", "to read", "answers", "hurried", "careful", "in a second language")


@click.command()
@click.argument("name", metavar="ID")
@click.option("--language", default="", help="Only this language.")
@click.option("--hardest", default=10, show_default=True, help="How many wordings to list, the hardest to read first.")
@content_option
def show(name: str, language: str, hardest: int, content: Path | None) -> None:
    """Show how many minutes the questionnaire ID takes, and which of its wordings are hardest to read.

    Minutes are those of a hurried and a careful reader, and of a careful one in a second language; docs/duration.md
    says how they are reckoned. What is to read is counted in words, in a language without blanks in characters.
    """
    library = Library.load(content)
    questionnaire = library.named(name)
    languages = [code for code in questionnaire.languages if language in ("", code)]
    click.echo(f"{questionnaire.id} {questionnaire.version}, in minutes")
    for line in _durations(questionnaire, library.frame, languages):
        click.echo(line)
    if questionnaire.modules():
        click.echo("Its core alone")
        for line in _durations(questionnaire.core(), library.frame, languages):
            click.echo(line)
    if questionnaire.lines():
        click.echo(f"Each remark added at the end of a section takes some {CAREFUL.open_question} seconds more.")
    for line in _hardest(questionnaire, languages, hardest):
        click.echo(line)


def _durations(questionnaire: Questionnaire, frame: Frame, languages: list[str]) -> Iterator[str]:
    yield "  ".join(_HEADS).rjust(len("  ".join(_HEADS)) + _CODE)
    for found in (duration(questionnaire, frame, language) for language in languages):
        figures = (found.words, found.answers, found.hurried, found.careful, found.second_language)
        cells = [str(figure).rjust(len(head)) for figure, head in zip(figures, _HEADS[1:], strict=True)]
        yield "  ".join([found.language.ljust(_CODE), *cells])
        if not measured(found.language):
            yield "      How fast it is read was not measured: the mean of other languages is taken."


def _hardest(questionnaire: Questionnaire, languages: list[str], most: int) -> Iterator[str]:
    for language in languages:
        yield ""
        index = INDICES.get(base(language))
        if index is None:
            yield f"{language}: no index of reading ease is known here."
            continue
        yield f"{language}: the hardest to read ({index}; the higher, the easier)"
        for sentence in hardest_first(questionnaire, language)[:most]:
            yield f"{sentence.ease:6.0f}  {sentence.item} ({sentence.part}): {sentence.text}"
