"""The command line: every command in its own module, listed here."""

import importlib
import os
import sys
import time

import click

from diagnostic import __version__
from diagnostic.errors import DiagnosticError

COMMANDS = (
    "answers",
    "demo",
    "doctor",
    "migrate",
    "plan",
    "questionnaire",
    "report",
    "roster",
    "serve",
    "translation",
    "user",
    "wave",
    "worker",
)
"""Each is the command of that name in the module of that name."""


class _Commands(click.Group):
    """Loads the one command that is run: the charts and the statistics take seconds that a health check lacks."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(importlib.import_module(f"diagnostic.cli.{cmd_name}"), cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Say an error in words instead of showing a traceback."""
        ctx.meta["diagnostic.began"] = time.monotonic()  # before the command's own modules are loaded
        try:
            return super().invoke(ctx)
        except DiagnosticError as error:
            click.echo(f"Error: {error}", err=True)
            sys.exit(1)
        except OSError as error:
            if error.filename is None or error.strerror is None:
                raise  # no file's: a closed pipe, which click knows, or a fault of ours
            click.echo(f"Error: {os.fsdecode(error.filename)}: {error.strerror}.", err=True)
            sys.exit(1)


@click.group(cls=_Commands)
@click.version_option(__version__)
def main() -> None:
    """Finds where the two companies of an alliance see the same thing differently."""
