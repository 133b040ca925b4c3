"""The words every room shares."""

from typing import Literal

Side = Literal["a", "b"]
"""One of the two companies, as a rater."""

SIDES: tuple[Side, Side] = ("a", "b")

Target = Literal["a", "b", "alliance"]
"""Whom a statement is about."""

View = Literal["own", "predicted"]
"""What I think, or what I think the partner would say."""

Asked = Literal["we", "they", "they_of_us", "alliance"]
"""How an item is put to a respondent: about us, about them, what they would say of us, about the alliance."""

Owner = Literal["a", "b", "joint", "nobody", "unknown"]
"""Who holds an activity, company-centred."""

OWNERS: tuple[Owner, ...] = ("a", "b", "joint", "nobody", "unknown")

Question = Literal["now", "better"]
"""What is asked of an activity: who owns it now, and who is better placed to."""

WaveKind = Literal["baseline", "pulse"]
"""A full diagnostic, or a short check of whether anything moved."""

CANT_SAY = 0
"""A rating of "can't say": missing, but counted. Ratings are kept as 1 to the number of points, whatever is read."""

CANT_SAY_NUMBER = -1.0
"""The same of a number; none that may be answered so is negative."""


def other(side: Side) -> Side:
    return "b" if side == "a" else "a"
