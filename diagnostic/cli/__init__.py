"""The command line: every command in its own module, listed here."""

import sys

import click

from diagnostic import __version__
from diagnostic.cli.demo import demo
from diagnostic.cli.doctor import doctor
from diagnostic.cli.migrate import migrate
from diagnostic.cli.questionnaire import questionnaire
from diagnostic.cli.report import report
from diagnostic.cli.serve import serve
from diagnostic.cli.user import user
from diagnostic.cli.worker import worker
from diagnostic.errors import DiagnosticError


class _Group(click.Group):
    """Says an error in words instead of showing a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except DiagnosticError as error:
            click.echo(f"Error: {error}", err=True)
            sys.exit(1)


@click.group(cls=_Group)
@click.version_option(__version__)
def main() -> None:
    """Finds where the two companies of an alliance see the same thing differently."""


main.add_command(worker)
main.add_command(demo)
main.add_command(doctor)
main.add_command(migrate)
main.add_command(questionnaire)
main.add_command(report)
main.add_command(serve)
main.add_command(user)
