"""`diagnostic answers`: how a file of answers collected elsewhere is read, and what is to be said of it."""

from collections.abc import Iterator
from pathlib import Path

import click

from diagnostic.cli.collected import Source, looked_through, open_questions
from diagnostic.cli.letters import letters
from diagnostic.cli.options import (
    attribute_option,
    codes_option,
    company_option,
    content_option,
    encoding_option,
    leave_out_option,
    mapping_option,
)
from diagnostic.errors import InvalidAnswersFile, NotPossible
from diagnostic.questionnaire.library import Library
from diagnostic.questionnaire.words import SIDES
from diagnostic.reading.answers import mapping_file, table_of
from diagnostic.reading.answers.desk import AnswersDesk, Besides
from diagnostic.reading.answers.mapping import Codes

_MOST = 10
_ANSWERED_BY = {
    "columns": "Change `columns` if not, and delete the line `doubtful`.",
    "company": 'Give the column as "heading" = "side" in [columns]; or company_from = "a", where all are of one.',
    "companies": 'Give it in a table [companies], a line each: "text" = "a".',
    "codes": 'codes = "low_first" where 1 is the lowest answer, codes = "high_first" where it is the highest.',
    "attribute": 'Give it as "heading" = "attribute" in [columns]; or attribute_said = true where it is none.',
}
"""How a question is answered in a mapping, by its name. What belongs to no table stands above the tables."""


@click.command()
@click.argument("answers", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--questionnaire", "questionnaire_id", required=True, help="Id of the questionnaire that was answered.")
@mapping_option
@company_option
@attribute_option
@encoding_option
@leave_out_option
@codes_option
@click.option("--company-a", default="Company A", show_default=True, help="Name of the company with side a.")
@click.option("--company-b", default="Company B", show_default=True, help="Name of the company with side b.")
@click.option(
    "--write-mapping",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write down how the file is read, to be changed and given as --mapping, for this file and the next.",
)
@content_option
def answers(  # noqa: PLR0917 (click passes them by name)
    answers: Path,
    questionnaire_id: str,
    mapping: Path | None,
    company: str | None,
    attribute: str | None,
    encoding: str,
    leave_out: bool,
    codes: Codes,
    company_a: str,
    company_b: str,
    write_mapping: Path | None,
    content: Path | None,
) -> None:
    """Show how a file of ANSWERS is read: its columns, who counts, what texts mean, and what is still to be said.

    Nothing is made of it; that does `diagnostic report`. The exit status is 1 while anything is open.
    """
    questionnaire = Library.load(content).named(questionnaire_id)
    desk, _ = looked_through(
        Source(
            answers=answers,
            questionnaire=questionnaire,
            companies=(company_a, company_b),
            mapping=mapping,
            besides=Besides(encoding=encoding, company=company, attribute=attribute, leave_out=leave_out, codes=codes),
        )
    )
    for line in told(desk):
        click.echo(line)
    if write_mapping:
        try:
            with write_mapping.open("x", encoding="utf-8") as file:
                for question in desk.reading.questions:
                    file.write(f"# {question.what} {_ANSWERED_BY[question.where]}\n")
                file.write(mapping_file(desk.mapping))
        except FileExistsError:
            raise NotPossible(f"{write_mapping} is there already; give another name, or delete it first.") from None
        click.echo(f"Written: {write_mapping}")
    if faults := [*open_questions(desk), *(fault for row in desk.reading.faulty.values() for fault in row)]:
        raise InvalidAnswersFile(faults)


def taken_for(desk: AnswersDesk) -> Iterator[str]:
    """Texts of the company's column that are neither company's name, and the side they are taken for."""
    for each in desk.reading.companies:
        yield f"  “{each.text}” ({each.times:,}) is taken for side {each.meant or '?'}"


def told(desk: AnswersDesk) -> Iterator[str]:
    """How a file is read, a line at a time."""
    mapping, reading = desk.mapping, desk.reading
    how = "".join(f"; {each}" for each in desk.seen.how)
    yield f"{desk.seen.name}{f', of {mapping.tool}' if mapping.tool else ''}{how}"
    yield from letters(desk.seen)
    yield ", ".join(f"{reading.sides[side]} people of side {side}" for side in SIDES)
    for name, what in mapping.columns.items():
        yield f"  {name} → {what}{' (?)' if name in mapping.doubtful else ''}"
    for kind, meanings in reading.meanings.items():
        said = ", ".join(f"{each.text} = {each.meant or '–' if each.meant is not None else '?'}" for each in meanings)
        yield f"  {kind}: {said}"
    yield from taken_for(desk)
    if reading.absent:
        yield f"Not asked: {', '.join(reading.absent)}"
    if reading.columns_left_out:
        yield f"Columns left out: {', '.join(reading.columns_left_out)}"
    left_out = list(map(str, reading.left_out))
    yield f"Rows left out: {len(left_out)}"
    yield from (f"  {each}" for each in left_out[:_MOST])
    if len(left_out) > _MOST:
        yield f"  and {len(left_out) - _MOST:,} more"
    yield from (f"Worth a look: {note}" for note in (*table_of(desk.seen, mapping).remarks, *reading.notes))
