"""Whose briefing it is: the consultancy's name and colours, from `reports/brand.toml`."""

import re
from pathlib import Path

import msgspec

from diagnostic.briefing.toml_file import TomlFile
from diagnostic.content import content_file
from diagnostic.errors import InvalidContent

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_LEGIBLE = 4.5
"""The least contrast of text against its ground: WCAG 2.2, 1.4.3."""
_INK = "#1b2430"


class Colours(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """As ``#rrggbb``. White is read on ``accent``, ink on ``wash``."""

    accent: str = "#0d5758"
    wash: str = "#e4f0ee"


class Brand(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands at the foot of every printed page and slide; '' prints nothing."""

    name: str = ""
    contact: str = ""
    colours: Colours = Colours()

    @classmethod
    def load(cls, content: Path | None = None) -> "Brand":
        """The brand: a deployment's own, else the product's, which names nobody.

        Raises
        ------
        InvalidContent
            Where a colour is none, or text on it could not be read.
        """
        file = TomlFile(content_file(content, "reports", "brand.toml"))
        brand = file.read(cls)
        faults = []
        on_accent = ("accent", brand.colours.accent, "#ffffff", "White", "darker")
        for name, ground, text, which, better in (on_accent, ("wash", brand.colours.wash, _INK, "Dark", "lighter")):
            if not _COLOUR.fullmatch(ground):
                faults.append(file.fault(f"colours.{name}", f"{ground!r} is no colour; write it as #rrggbb"))
            elif (found := contrast(ground, text)) < _LEGIBLE:
                what = f"{which} text on {ground} has a contrast of {found:.1f}, and 4.5 is the least that can be read"
                faults.append(file.fault(f"colours.{name}", f"{what}; take a {better} colour"))
        if faults:
            raise InvalidContent(faults)
        return brand


def contrast(one: str, other: str) -> float:
    """How much two colours differ in lightness, from 1 to 21, by WCAG 2.2's definition."""
    lights = sorted((_luminance(one), _luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
