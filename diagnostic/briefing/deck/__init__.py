"""The briefing as a deck: native charts and tables in a designed template, to present and to change."""

from pathlib import Path

from diagnostic.analysis.report import Report
from diagnostic.briefing.brand import Brand
from diagnostic.briefing.deck.drawing import draw
from diagnostic.briefing.deck.slides import slides
from diagnostic.briefing.deck.slides.told import Told
from diagnostic.briefing.deck.template import Template
from diagnostic.briefing.frozen import describe, frozen
from diagnostic.briefing.page import page
from diagnostic.briefing.wording import Wording


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
    title = f"{told.page.alliance}: {told.page.title}"
    describe(template.deck.core_properties, title, brand.name, wording.language, report.wave.closed)
    return frozen(template.deck.save)


def _foot(told: Told) -> str:
    parts = [told.brand.name, told.page.alliance, told.page.title, told.page.edition_name]
    if told.page.simulated:
        parts.append(told.say("head.simulated"))
    return " · ".join(part for part in parts if part)
