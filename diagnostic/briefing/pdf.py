"""The briefing as a PDF: in the consultant's edition two pages to read first, then the detail; of a pulse, two pages.

What few look up, and sheets for the workshop, is a file of its own: the appendix.
"""

import datetime as dt
from pathlib import Path
from typing import Any

import msgspec

from diagnostic.analysis.report import Report
from diagnostic.briefing.brand import Brand
from diagnostic.briefing.charts.layout import FONT, SHADES
from diagnostic.briefing.document import Document, document
from diagnostic.briefing.document.blocks import Column, Figure, Part, Table, Text, walk
from diagnostic.briefing.document.sponsors import sponsors as sponsors_page
from diagnostic.briefing.fonts import FAMILY, families, folders
from diagnostic.briefing.paper import appendix_parts, briefing_parts
from diagnostic.briefing.picture import Picture
from diagnostic.briefing.typeset import breakable, direction, typeset
from diagnostic.briefing.unseen import clean
from diagnostic.briefing.wording import Wording
from diagnostic.content import content_files
from diagnostic.errors import NotPossible
from diagnostic.questionnaire.language_codes import base
from diagnostic.questionnaire.words import SIDES

_WORDS = (
    "colon",
    "pdf.page",
    "pdf.see",
    "pdf.appendix",
    "pdf.in_appendix",
    "pdf.and_more",
    "pdf.listed",
    "pdf.substituted",
    "moved.more_comments",
)
"""What layouts of paper say by themselves."""
_LONG, _LONG_WORD, _HEAD_WORD = 80, 12, 16
"""Longer names may make a thing longer than a page; longer words in them, wider than a column, or than its head."""
_UNSAID = frozenset({"key", "subject", "role", "kind", "state", "side", "tone", "medium", "shade", "nothing"})
"""Fields whose text nobody reads."""


def render(report: Report, language: str = "en", *, content: Path | None = None) -> bytes:
    """A PDF/UA-1 without what stands in the appendix, the same bytes for the same Report wherever the same fonts are.

    Raises
    ------
    NotPossible
        Where the Report has no texts in the language.
    InvalidContent
        Where the brand's file, the playbook or the rules of messages are at fault, or the typeface is missing.
    """
    wording = Wording(report, language, content)
    said = document(report, wording)
    parts = briefing_parts(said, wording)
    return _typeset(said, parts, () if said.of_a_pulse else appendix_parts(said, wording), wording, content)


def appendix(report: Report, language: str = "en", *, content: Path | None = None) -> bytes:
    """What the PDF leaves out: every statement in a picture and in figures, and the sheets to prepare with.

    Raises what `render` does.
    """
    wording = Wording(report, language, content)
    said = document(report, wording)
    said = msgspec.structs.replace(said, title=wording.say("pdf.appendix_title"), of_a_pulse=False)
    return _typeset(said, appendix_parts(said, wording), (), wording, content)


def sponsors(report: Report, language: str = "en", *, content: Path | None = None) -> bytes:
    """The consultant's edition on one page, for an executive of each company.

    Raises what `render` does, and `NotPossible` of the participants' edition, which has no messages and no plan.
    """
    if report.edition != "consultant":
        raise NotPossible("The page for the sponsors is made of the consultant’s edition.")
    wording = Wording(report, language, content)
    said = sponsors_page(document(report, wording), report, wording)
    return _typeset(said, said.parts, (), wording, content, "sponsors.typ")


def _typeset(  # noqa: PLR0917 (what a file is made of)
    said: Document,
    parts: tuple[Part, ...],
    elsewhere: tuple[Part, ...],
    wording: Wording,
    content: Path | None,
    template: str = "briefing.typ",
) -> bytes:
    """``elsewhere`` is what the appendix has."""
    said = msgspec.structs.replace(said, parts=parts)
    brand = Brand.load(content)
    data = _data(wording, brand, brand.picture(content), said, elsewhere)
    files = content_files(content, "reports")
    return typeset(template, files, folders(content), families(wording.locale), data, _seconds(said.closed))


def _data(wording: Wording, brand: Brand, logo: bytes | None, said: Document, elsewhere: tuple[Part, ...]) -> str:
    closed = said.closed
    names = tuple(
        dict.fromkeys((*(name(side) for side in SIDES for name in (wording.full_name, wording.company)), said.alliance))
    )
    blanks = {name: f"{{{name}}}" for name in ("page", "pages", "count", "total", "parts")}
    data = {
        # Typst knows no country or script in it.
        "language": base(wording.language),
        "direction": wording.locale.text_direction,
        "fonts": families(wording.locale),
        "brand": brand,
        # Typst takes files of text alone, and bytes as numbers.
        "logo": logo and list(logo),
        "shades": SHADES,
        "date": None if closed is None else {"year": closed.year, "month": closed.month, "day": closed.day},
        "names": tuple(name for name in names if len(name) <= _LONG),
        "long_names": any(len(name) > _LONG for name in names),
        "long_words": any(len(word) > _LONG_WORD for name in names for word in name.split()),
        "gaps": said.gaps,
        "words": {key.rpartition(".")[2]: wording.say(key, **blanks) for key in _WORDS},
        "elsewhere": wording.strung(part.title for part in elsewhere),
        "document": said,
    }
    return msgspec.json.encode(_Paper(said.parts, elsewhere).plain(data)).decode()


class _Paper:
    """What JSON can hold: every text one that typst can set, every link one that leads somewhere in the file.

    What links to the appendix says so.
    """

    def __init__(self, parts: tuple[Part, ...], elsewhere: tuple[Part, ...]) -> None:
        self._anchors = _anchors(parts)
        self._elsewhere = _anchors(elsewhere) - self._anchors
        self._free = set(self._anchors)

    def plain(self, value: Any) -> Any:  # noqa: PLR0911 (one a kind of value)
        match value:
            case str():
                return breakable(clean(value))
            case Text(role="quote", sentences=(quote,)):
                text = {"text": breakable(clean(quote.text)), "direction": direction(quote.text)}
                return {"block": "quote", "key": value.key, **text, "source": self.plain(quote.source)}
            case Figure():
                return {"block": "figure", "key": value.key, "alt": clean(value.alt), **_drawn(value.picture)}
            case msgspec.Struct():
                fields = {name: self._field(name, getattr(value, name)) for name in value.__struct_fields__}
                fields["in_appendix"] = getattr(value, "link", "") in self._elsewhere
                if isinstance(value, Column) and value.side:
                    fields["title"] = breakable(fields["title"], _HEAD_WORD)
                return {"block": type(value).__name__.lower(), **fields}
            case dict():
                return {key: self.plain(one) for key, one in value.items()}
            case tuple():
                return [self.plain(one) for one in value if _printed(one)]
        return value

    def _field(self, name: str, value: Any) -> Any:
        match name:
            case "anchor":
                # The first that stands under a name is where it leads.
                taken = value in self._free
                self._free.discard(value)
                return value if taken else ""
            case "link":
                return value if value in self._anchors else ""
        return value if name in _UNSAID else self.plain(value)


def _anchors(parts: tuple[Part, ...]) -> frozenset[str]:
    """Where a link may lead."""
    blocks = list(walk(parts))
    return frozenset(
        (
            *(part.key for part in parts),
            *(block.anchor for block in blocks if isinstance(block, Part)),
            *(group.anchor for block in blocks if isinstance(block, Table) for group in block.groups),
        )
    ) - {""}


def _printed(one: object) -> bool:
    """Not what is for screens or slides alone, and no chart that has no picture."""
    if isinstance(one, Part):
        return one.stands_on("paper")
    return not isinstance(one, Figure) or one.picture is not None


def _drawn(shown: Picture | None) -> dict[str, Any]:
    if shown is None:
        raise ValueError("a figure without a picture is not printed")
    image = shown.printed
    return {"svg": image.svg.replace(FONT, FAMILY), "width": image.width, "height": image.height}


def _seconds(day: dt.date | None) -> int:
    """A time that is the same whenever the file is made."""
    return 0 if day is None else int(dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC).timestamp())
