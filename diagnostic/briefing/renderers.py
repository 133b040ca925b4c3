"""What a Report can be made into, by format."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from diagnostic.analysis.report import Report
from diagnostic.briefing import charts_zip, deck, docx, html, json, markdown, pdf, workbook


class Renderer(Protocol):
    """A format: a whole file's bytes, from the Report alone."""

    def __call__(self, report: Report, language: str = ..., *, content: Path | None = ...) -> bytes: ...


RENDERERS: Mapping[str, Renderer] = {
    "html": html.render,
    "json": json.render,
    "pptx": deck.render,
    "xlsx": workbook.render,
    "svg": charts_zip.render,
    "pdf": pdf.render,
    "appendix": pdf.appendix,
    "sponsors": pdf.sponsors,
    "docx": docx.render,
    "md": markdown.render,
}
"""By format, which is also the file's ending; ``svg`` are all charts in a zip file, ``appendix`` and ``sponsors`` are
PDFs."""

CONSULTANTS = frozenset({"sponsors"})
"""Formats that there are of the consultant's edition alone."""
