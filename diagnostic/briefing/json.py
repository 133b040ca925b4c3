"""The Report's own JSON form, as a file."""

from pathlib import Path

from diagnostic.analysis.report import Report, to_json


def render(report: Report, language: str = "en", *, content: Path | None = None) -> bytes:
    """Every figure in full, and every language's texts: neither argument changes anything."""
    del language, content
    return to_json(report)
