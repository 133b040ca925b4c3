"""The briefing as a deck: native charts and tables in a designed template, to present and to change."""

import datetime as dt
import io
from pathlib import Path
from typing import Any

from diagnostic.analysis.report import Report
from diagnostic.briefing.brand import Brand
from diagnostic.briefing.deck.drawing import draw
from diagnostic.briefing.deck.freeze import frozen
from diagnostic.briefing.deck.slides import slides
from diagnostic.briefing.deck.slides.told import Told
from diagnostic.briefing.deck.template import Template
from diagnostic.briefing.deck.text import tidy
from diagnostic.briefing.page import page
from diagnostic.briefing.wording import Wording

_CLOCKLESS = dt.datetime(2000, 1, 1)  # noqa: DTZ001 (a document's dates have no zone; for a Report without a day)


def render(report: Report, language: str = "en", *, content: Path | None = None) -> bytes:
    """The deck as PPTX; the same bytes for the same Report.

    Raises
    ------
    NotPossible
        Where the Report has no texts in the language.
    InvalidContent
        Where the template lacks a layout or a placeholder, or the brand has faults.
    """
    wording = Wording(report, language, content)
    brand = Brand.load(content)
    told = Told(report, page(report, wording), wording, brand)
    template = Template.load(brand, content)
    foot = _foot(told)
    for slide in slides(told):
        draw(template, slide, foot, wording.language, told.say("deck.in_full"))
    _describe(template.deck.core_properties, told)
    out = io.BytesIO()
    template.deck.save(out)
    return frozen(out.getvalue())


def _foot(told: Told) -> str:
    parts = [told.brand.name, told.page.alliance, told.page.title, told.page.edition_name]
    if told.page.simulated:
        parts.append(told.say("head.simulated"))
    return " · ".join(part for part in parts if part)


def _describe(properties: Any, told: Told) -> None:
    """Whose and what it is: nothing of the machine, and no clock but the wave's."""
    closed = told.report.wave.closed
    day = dt.datetime(closed.year, closed.month, closed.day) if closed else _CLOCKLESS  # noqa: DTZ001
    properties.title = tidy(f"{told.page.alliance}: {told.page.title}")[:255]
    properties.author = properties.last_modified_by = tidy(told.brand.name)[:255]
    properties.subject = properties.comments = properties.keywords = ""
    properties.language = told.wording.language
    properties.created = properties.modified = properties.last_printed = day
    properties.revision = 1
