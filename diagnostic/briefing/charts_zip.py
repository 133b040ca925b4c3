"""All charts of a briefing as single drawings, for documents of one's own."""

import io
import zipfile
from pathlib import Path

from diagnostic.analysis.report import Report
from diagnostic.briefing.charts import svg
from diagnostic.briefing.document import document as document_of
from diagnostic.briefing.document.blocks import Figure, pick_all
from diagnostic.briefing.picture import Picture
from diagnostic.briefing.wording import Wording, clean

_ALWAYS = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can name: the same Report makes the same bytes."""


def render(report: Report, language: str = "en", *, content: Path | None = None) -> bytes:
    """A zip file of SVG documents, numbered in reading order."""
    figures = pick_all(document_of(report, Wording(report, language, content)).parts, Figure)
    shown = [figure.picture for figure in figures if figure.picture]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number, picture in enumerate(shown, start=1):
            entry = zipfile.ZipInfo(f"{number:02}-{picture.name}.svg", _ALWAYS)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, document(picture))
    return file.getvalue()


def document(picture: Picture) -> bytes:
    """One chart as an SVG file, its text alternative inside."""
    return svg(picture.wide.drawing, title=clean(picture.alt)).encode()
