"""What comments on a thing are about: a theme that the consultant named, counted in comments and not in people."""

from collections.abc import Collection

from msgspec import Struct

from diagnostic.analysis.report import Report

_FEWEST = 2
"""As for a theme to be shown at all."""


class Written(Struct, frozen=True):
    """So many of the comments on some open questions are about a theme."""

    theme: str
    """In the consultant's words."""
    count: int
    of: int


def written(report: Report, questions: Collection[str], told: Collection[str]) -> Written | None:
    """The theme of most comments on these questions, of the themes and comments that the Report shows.

    None where so few comments share a theme, where two themes have as many, or where it is told already.
    """
    comments = [comment for comment in report.comments if comment.question in questions]
    counts = {theme.name: sum(theme.name in comment.themes for comment in comments) for theme in report.themes}
    most = max(counts.values(), default=0)
    first = [theme for theme, count in counts.items() if count == most]
    if most < _FEWEST or len(first) > 1 or first[0] in told:
        return None
    return Written(first[0], most, len(comments))
