"""The briefing as a deck: native charts and tables in a designed template, to present and to change."""

from pathlib import Path

from diagnostic.analysis.report import Report
from diagnostic.briefing.brand import Brand
from diagnostic.briefing.deck import leftward, template
from diagnostic.briefing.deck.drawing import draw
from diagnostic.briefing.deck.logo import stamp
from diagnostic.briefing.deck.slides import slides
from diagnostic.briefing.deck.slides.chosen import Chosen
from diagnostic.briefing.document import document
from diagnostic.briefing.frozen import describe, frozen
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
    deck = template.load(brand, wording.locale, content)
    if wording.direction == "rtl":
        leftward.mirror(deck)
    chosen = Chosen(document(report, wording), wording, brand)
    page = chosen.page
    foot = " · ".join(filter(None, (brand.name, page.alliance, page.title, page.edition_name, page.mark)))
    for slide in slides(chosen):
        draw(deck, slide, foot, wording)
    if picture := brand.picture(content):
        stamp(deck, picture, brand.name or wording.say("head.logo"))
    if wording.direction == "rtl":
        leftward.turn(deck)
    title = wording.labelled(page.alliance) + page.title
    describe(deck.core_properties, title, brand.name, wording.language, page.closed)
    return frozen(deck.save)
