"""`diagnostic roster`: how a list of people is read, before it is uploaded."""

from collections.abc import Iterator
from pathlib import Path

import click

from diagnostic.cli.in_a_reader import in_a_reader
from diagnostic.cli.letters import letters
from diagnostic.cli.options import encoding_option
from diagnostic.errors import Fault, InvalidRoster, UnreadableFile
from diagnostic.questionnaire.library import Library
from diagnostic.questionnaire.sheet import LARGEST, column_letter
from diagnostic.questionnaire.words import SIDES
from diagnostic.reading.companies import RosterOf
from diagnostic.reading.desk import RosterDesk, look
from diagnostic.reading.people import headings

_MOST = 10


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--company-a", required=True, help="Name of the company with side a.")
@click.option("--company-b", required=True, help="Name of the company with side b.")
@click.option("--domain-a", "domains_a", multiple=True, help="A mail domain of company a; once for each.")
@click.option("--domain-b", "domains_b", multiple=True, help="A mail domain of company b; once for each.")
@click.option("--attribute", default="", help="What the alliance's one attribute is called, such as function.")
@encoding_option
def roster(  # noqa: PLR0917 (click passes them by name)
    file: Path,
    company_a: str,
    company_b: str,
    domains_a: tuple[str, ...],
    domains_b: tuple[str, ...],
    attribute: str,
    encoding: str,
) -> None:
    """Show how a FILE with the people to invite is read: its columns, who is taken, and what is still to be said.

    Nothing is stored; the site does that, where everything can be said and corrected on the page. The exit status is 1
    while anything is open.
    """
    of = RosterOf(
        companies={"a": (company_a,), "b": (company_b,)},
        domains={"a": domains_a, "b": domains_b},
        languages=tuple(Library.load().frame.languages),
        attribute=attribute,
    )
    with file.open("rb") as stream:
        data = stream.read(LARGEST + 1)
    try:
        desk = in_a_reader(file.name, data, look, data, file.name, of, encoding)
    except UnreadableFile as error:
        raise InvalidRoster(error.faults, error.more) from None
    for line in _told(desk, of):
        click.echo(line)
    reading = desk.reading
    questions = [Fault(file.name, question.what) for question in reading.questions]
    if faults := [*questions, *(fault for row in reading.faulty.values() for fault in row)]:
        raise InvalidRoster(faults)


def _told(desk: RosterDesk, of: RosterOf) -> Iterator[str]:
    """How a list is read, a line at a time."""
    reading = desk.reading
    yield "; ".join((desk.seen.name, *desk.seen.how))
    yield from letters(desk.seen)
    yield ", ".join(f"{sum(line.side == side for line in reading.lines)} of {of.name(side)}" for side in SIDES)
    for place, heading in enumerate(headings(desk.table, desk.mapping)):
        role = desk.mapping.columns[place]
        yield f"  {heading or column_letter(place)} → {role or 'left out'}"
    for line in reading.lines[:_MOST]:
        told = (line.name, line.attribute, line.language)
        yield f"  row {line.row}: {line.email}, {of.name(line.side)}, {', '.join(filter(None, told))}"
    if len(reading.lines) > _MOST:
        yield f"  and {len(reading.lines) - _MOST:,} more"
    for meaning in (*reading.companies, *reading.languages):
        yield f"  “{meaning.text}” is taken for {meaning.meant or '?'}"
    yield f"Rows left out: {len(reading.left_out)}"
    yield from (f"  {fault}" for fault in reading.left_out[:_MOST])
    yield from (f"Worth a look: {remark}" for remark in desk.table.remarks)
