"""Columns that several tables have, each with the type of what it holds."""

from typing import cast

from tortoise import fields

from diagnostic.questionnaire import Side


def side_column() -> fields.Field[Side]:
    """Which of the two companies: ``a`` or ``b``."""
    return cast("fields.Field[Side]", fields.CharField(max_length=1))
