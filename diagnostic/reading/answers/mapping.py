"""What was said once of a table of answers, by its headings, so that the next file of the same kind is read alike."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec
import tomlkit

from diagnostic.errors import Fault, InvalidMapping
from diagnostic.questionnaire.words import Side

SIDE, ATTRIBUTE, EMAIL = "side", "attribute", "email"
"""What a column may be besides a field of the questionnaire."""
PICKED = "="
"""``priorities=forecast``: a column that says of one topic whether it was picked."""

CompanyFrom = Literal["column", "domain", "a", "b"]
Codes = Literal["", "low_first", "high_first"]


class AnswersMapping(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a table's columns are and what stands in them. Texts are compared by `alike`."""

    tool: str = ""
    """The tool whose shape the table has, as far as that was recognised."""
    encoding: str = ""
    """What a text is written in that is not in Unicode, where somebody said so."""
    sheet: str = ""
    """The sheet's name; '' for the first that is not hidden."""
    heading: int = 1
    """The number of the row that names the columns."""
    headings_more: tuple[int, ...] = ()
    """Other rows that belong to the heading: wordings, and what only the tool needs."""
    columns: Mapping[str, str] = {}
    """By heading, what a column is: a field, ``field=option``, SIDE, ATTRIBUTE or EMAIL. The others are left out."""
    doubtful: tuple[str, ...] = ()
    """Headings of columns that are only likely what they are taken for: to be looked at, and named here no more."""
    attribute_said: bool = False
    """Whether somebody decided which column the attribute is, if any."""
    company_from: CompanyFrom = "column"
    companies: Mapping[str, Side] = {}
    """What texts of the company's column mean, where they are not a company's own name."""
    values: Mapping[str, Mapping[str, str]] = {}
    """What texts mean, by kind of question (`kind_of`): a text as the answers file has it, - or '' for no answer."""
    codes: Codes = ""
    """In which direction bare numbers run: low_first where 1 is the lowest answer, high_first where it is the highest;
    '' where nobody said."""
    turned: frozenset[str] = frozenset()
    """Headings of columns whose answers run against the others'."""
    not_counted: Mapping[str, tuple[str, ...]] = {}
    """By heading, texts of rows that do not count: previews, and what was broken off. '' is an empty cell."""
    hidden: bool = False
    """Whether rows that are hidden count."""


class Repairs(msgspec.Struct, frozen=True):
    """What was decided about single rows of one file."""

    corrected: Mapping[int, Mapping[str, str]] = {}
    """By row, texts that stand instead of its own, by heading."""
    left_out: frozenset[int] = frozenset()


def read_mapping(path: Path) -> AnswersMapping:
    """Read a mapping that `mapping_file` wrote, as somebody may have changed it.

    Raises
    ------
    InvalidMapping
        Naming what in the file cannot be taken.
    """
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8-sig")), AnswersMapping)
    except OSError as error:
        raise InvalidMapping([Fault(path.name, f"cannot be read ({error.strerror})")]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidMapping([Fault(path.name, f"cannot be read as TOML: {error}")]) from None
    except msgspec.ValidationError as error:
        what, _, where = str(error).partition(" - at `$.")
        raise InvalidMapping([Fault(f"{path.name}: {where.strip('`')}" if where else path.name, what)]) from None


def mapping_file(mapping: AnswersMapping) -> str:
    """A mapping as a TOML file."""
    return tomlkit.dumps(msgspec.to_builtins(mapping))
