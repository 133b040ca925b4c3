"""Whose briefing it is: the consultancy's name, colours and logo, from `reports/brand.toml` and a picture beside it."""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from diagnostic.briefing.toml_file import TomlFile
from diagnostic.content import content_file
from diagnostic.errors import Fault, InvalidContent

FILE = "brand.toml"
LARGEST_LOGO = 500_000
"""Bytes: it is in every file of every briefing."""
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_PICTURE = re.compile(r"[\w-]+\.png")
_PNG = b"\x89PNG\r\n\x1a\n"
_LEGIBLE = 4.5
"""The least contrast of text against its ground: WCAG 2.2, 1.4.3."""
_INK, _HEAD = "#1b2430", "#f4f5f1"


class Colours(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """As ``#rrggbb``. White is read on ``accent``, ink on ``wash``."""

    accent: str = "#0d5758"
    wash: str = "#e4f0ee"


class Brand(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands on the cover and at the foot of every printed page and slide; '' prints nothing."""

    name: str = ""
    contact: str = ""
    logo: str = ""
    """The name of a PNG in the same folder."""
    colours: Colours = Colours()

    @classmethod
    def load(cls, content: Path | None = None) -> "Brand":
        """The brand: a deployment's own, else the product's, which names nobody.

        Raises
        ------
        InvalidContent
            Where a colour is none, or text on it could not be read; where the logo is no PNG, or missing.
        """
        file = TomlFile.at(content_file(content, "reports", FILE))
        brand = file.read(cls)
        faults = [file.fault(f"colours.{each.where}", each.what) for each in colour_faults(brand.colours)]
        if brand.logo and (wrong := _logo_fault(brand.logo, content)):
            faults.append(file.fault("logo", wrong))
        if faults:
            raise InvalidContent(faults)
        return brand

    def picture(self, content: Path | None) -> bytes | None:
        """Its logo, a PNG on white; None where it has none."""
        return content_file(content, "reports", self.logo).read_bytes() if self.logo else None

    @property
    def style(self) -> str:
        """Its colours for a page that is styled by `briefing.css`."""
        accent, wash = self.colours.accent, self.colours.wash
        # The accent is read on the page's head, too, which is a little darker than paper.
        head = "" if contrast(accent, _HEAD) >= _LEGIBLE else ";--wash:#ffffff"
        return f":root{{--accent:{accent};--accent-wash:{wash}{head}}}"


def colour_faults(colours: Colours) -> Iterator[Fault]:
    """What is wrong with the colours: each fault at ``accent`` or ``wash``."""
    on_accent = ("accent", colours.accent, "#ffffff", "White", "darker")
    for name, ground, text, which, better in (on_accent, ("wash", colours.wash, _INK, "Dark", "lighter")):
        if not _COLOUR.fullmatch(ground):
            yield Fault(name, f"{ground!r} is no colour; write it as #rrggbb")
        elif (found := contrast(ground, text)) < _LEGIBLE:
            what = f"{which} text on {ground} has a contrast of {found:.1f}, and 4.5 is the least that can be read"
            yield Fault(name, f"{what}; take a {better} colour")


def contrast(one: str, other: str) -> float:
    """How much two colours differ in lightness, from 1 to 21, by WCAG 2.2's definition."""
    lights = sorted((_luminance(one), _luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _logo_fault(name: str, content: Path | None) -> str | None:
    if not _PICTURE.fullmatch(name):
        return f"{name!r} is no PNG in the same folder; name one, such as logo.png"
    file = content_file(content, "reports", name)
    if not file.is_file():
        return f"there is no {name} in the same folder"
    if file.stat().st_size > LARGEST_LOGO or not file.read_bytes().startswith(_PNG):
        return f"{name} is no PNG of {LARGEST_LOGO // 1000} KB at most"
    return None


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
