"""Options that several commands share."""

from pathlib import Path

import click

content_option = click.option(
    "--content",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="DIAGNOSTIC_CONTENT",
    help="A folder with your own content, instead of the installed one.",
)
