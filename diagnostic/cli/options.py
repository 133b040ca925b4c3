"""Options that several commands share."""

from collections.abc import Sequence
from pathlib import Path

import click

from diagnostic.content import is_content


def is_content_folder(_ctx: click.Context, _param: click.Parameter, value: Path | None) -> Path | None:
    if value is not None and not is_content(value):
        raise click.BadParameter(f"{value} holds neither a folder questionnaires nor a folder reports.")
    return value


content_option = click.option(
    "--content",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    callback=is_content_folder,
    envvar="DIAGNOSTIC_CONTENT",
    help="A folder with what you have of your own; the rest is as installed.",
)


mapping_option = click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What was said of such a file before, as `diagnostic answers --write-mapping` wrote it.",
)

attribute_option = click.option(
    "--attribute", help="Heading of the one column to keep with each answer, such as function; - for none."
)


company_option = click.option(
    "--company", help="Heading of the column that says which company somebody is of, where no mapping says it."
)


codes_option = click.option(
    "--codes",
    default="",
    type=click.Choice(["", "low_first", "high_first"]),
    metavar="[low_first|high_first]",
    help="Where answers are bare numbers: whether 1 is the lowest answer or the highest.",
)

leave_out_option = click.option(
    "--leave-out", is_flag=True, help="Leave out rows that cannot be taken as they are, and say which."
)


def _encoding(_ctx: click.Context, _param: click.Parameter, value: str) -> str:
    # Only where it is used: the reading desk loads half a second of modules.
    from diagnostic.reading.encoding import ENCODINGS  # noqa: PLC0415

    if value and value not in ENCODINGS:
        raise click.BadParameter(f"{value!r} is none of {', '.join(ENCODINGS)}.")
    return value


encoding_option = click.option(
    "--encoding",
    default="",
    callback=_encoding,
    help="What a text file is written in, such as mac-roman, where that had to be guessed and is wrong.",
)


class CommaSeparated(click.ParamType[tuple[str, ...]]):
    """One or more of some words, joined by commas; each counts once, in the order given."""

    name = "list"

    def __init__(self, there: Sequence[str]) -> None:
        self._there = there

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        words = tuple(dict.fromkeys(word.strip() for word in str(value).split(",")))
        for word in words:
            if word not in self._there:
                self.fail(f"{word!r} is none of {', '.join(self._there)}.", param, ctx)
        return words
