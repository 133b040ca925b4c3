"""The pictures of paper in the README and the guide, from simulated answers: ``uv run python -m docs.pages``."""

from pathlib import Path

import pypdfium2 as pdfium
from msgspec.structs import replace
from PIL import Image

from diagnostic.analysis import Report
from diagnostic.briefing.pdf import render
from diagnostic.questionnaire.library import Library
from tests.briefing.simulated import simulated
from tests.briefing.test_moved import ACTIONS, programme

PICTURES = Path(__file__).parent / "pictures"
WIDTH, BETWEEN = 900, 24
GROUND = (205, 212, 218)


def pages(report: Report, many: int) -> list[Image.Image]:
    """The first pages of a Report's PDF."""
    file = pdfium.PdfDocument(render(report))
    return [file[n].render(scale=WIDTH / file[n].get_width()).to_pil().convert("RGB") for n in range(many)]


def save(name: str, *beside: Image.Image) -> None:
    """Pictures beside each other, in as few colours as keep the companies' own."""
    wide = sum(one.width for one in beside) + BETWEEN * (len(beside) - 1)
    whole = Image.new("RGB", (wide, max(one.height for one in beside)), GROUND)
    for n, one in enumerate(beside):
        whole.paste(one, (n * (WIDTH + BETWEEN), 0))
    few = whole.quantize(128, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(PICTURES / f"{name}.png", optimize=True)


def main() -> None:
    """Take both anew."""
    save("briefing", *pages(simulated(25, of_b=22, attribute="function"), 2))
    save("pulse", *pages(replace(programme((32, 28), Library.load(), waves=5), actions=ACTIONS), 1))


if __name__ == "__main__":
    main()
