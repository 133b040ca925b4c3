"""All charts of a briefing as single drawings, for documents of one's own."""

from pathlib import Path

from diagnostic.analysis.report import Report
from diagnostic.briefing.charts import svg
from diagnostic.briefing.document import document as document_of
from diagnostic.briefing.document.blocks import Figure, pick_all
from diagnostic.briefing.frozen import zipped
from diagnostic.briefing.picture import Picture
from diagnostic.briefing.unseen import clean
from diagnostic.briefing.wording import Wording


def render(report: Report, language: str = "en", *, content: Path | None = None) -> bytes:
    """A zip file of SVG documents, numbered in reading order."""
    figures = pick_all(document_of(report, Wording(report, language, content)).parts, Figure)
    shown = [figure.picture for figure in figures if figure.picture]
    return zipped((f"{n:02}-{picture.name}.svg", document(picture)) for n, picture in enumerate(shown, start=1))


def document(picture: Picture) -> bytes:
    """One chart as an SVG file, its text alternative inside."""
    return svg(picture.wide.drawing, title=clean(picture.alt)).encode()
