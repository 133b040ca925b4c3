"""The briefing as a PDF: two pages to read first, then the detail, then the method; of a pulse, two pages."""

import datetime as dt
import re
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from diagnostic.analysis.report import Report
from diagnostic.briefing.brand import Brand
from diagnostic.briefing.charts.layout import FONT
from diagnostic.briefing.page import Page, page
from diagnostic.briefing.picture import Picture
from diagnostic.briefing.sections.topics import Remark
from diagnostic.briefing.two_pages import TwoPages, two_pages, what_is_withheld
from diagnostic.briefing.typeset import breakable, direction, isolated, typeset
from diagnostic.briefing.wording import Wording, clean
from diagnostic.content import content_folder
from diagnostic.questionnaire.words import SIDES

_FAMILY = "Lato"
_LONG, _LONG_WORD, _HEAD, _HEAD_WORD = 80, 12, 60, 16
"""Longer names may make a thing longer than a page; longer words in them, wider than a column. At most so many
letters of a name stand at the head of one."""
_SAID = re.compile(r"""say\(\s*"([a-z_.]+)""")


def render(report: Report, language: str = "en", *, content: Path | None = None) -> bytes:
    """A PDF/UA-1, the same bytes for the same Report wherever the same fonts are.

    Raises
    ------
    NotPossible
        Where the Report has no texts in the language.
    InvalidContent
        Where the brand's file is at fault.
    """
    folder = content_folder(content) / "reports"
    wording = Wording(report, language, content)
    brand = Brand.load(content)
    laid_out = page(report, wording)
    findings = report.edition == "consultant" and not report.levels_alone and not laid_out.of_a_pulse
    first = two_pages(report, wording) if findings else None
    data = msgspec.json.encode(_data(report, wording, brand, laid_out, first, _said(folder)))
    return typeset(folder / "briefing.typ", folder / "fonts", data.decode(), _seconds(report.wave.closed))


def _data(  # noqa: PLR0917 (what a page is made of)
    report: Report, wording: Wording, brand: Brand, laid_out: Page, first: TwoPages | None, said: tuple[str, ...]
) -> dict[str, Any]:
    closed = report.wave.closed
    names = (*laid_out.companies, *(wording.company(side) for side in SIDES), laid_out.alliance)
    data = {
        "language": wording.language,
        "brand": brand,
        "date": None if closed is None else {"year": closed.year, "month": closed.month, "day": closed.day},
        "companies": tuple(_short(wording.company(side)) for side in SIDES),
        "long_names": any(len(name) > _LONG for name in names),
        "long_words": any(len(word) > _LONG_WORD for name in names for word in name.split()),
        "pulse": laid_out.of_a_pulse,
        "withheld": what_is_withheld(laid_out, wording),
        "page": laid_out,
        "first": first,
        "words": {key: word for beginning in said for key, word in wording.patterns(beginning).items()},
    }
    plain: dict[str, Any] = _plain(data, tuple(dict.fromkeys(names)))
    # The two pages at the front are its summary.
    plain["page"]["sections"] = [name for name in laid_out.sections if name != "summary"]
    return plain


def _short(name: str) -> str:
    """For the head of a narrow column."""
    return breakable(name if len(name) <= _HEAD else f"{name[: _HEAD - 1]}…", _HEAD_WORD)


def _plain(value: Any, names: tuple[str, ...]) -> Any:  # noqa: PLR0911 (one a kind of value)
    """What JSON can hold. Every text in it is one that typst can set."""
    match value:
        case str():
            return isolated(breakable(clean(value)), names)
        case Picture():
            return _picture(value)
        case Remark():
            text = {"text": breakable(clean(value.text)), "direction": direction(value.text)}
            return {"text": text, "source": _plain(value.source, names)}
        case msgspec.Struct():
            return {field: _plain(getattr(value, field), names) for field in value.__struct_fields__}
        case dict():
            return {key: _plain(one, names) for key, one in value.items()}
        case tuple():
            return [_plain(one, names) for one in value]
    return value


def _picture(shown: Picture) -> dict[str, Any]:
    image = shown.printed
    svg = image.svg.replace(FONT, _FAMILY)
    return {"svg": svg, "width": image.width, "height": image.height, "alt": clean(shown.alt)}


@cache
def _said(folder: Path) -> tuple[str, ...]:
    """The wordings that the layout says; of some, only how their keys begin stands there."""
    layouts = [folder / "briefing.typ", *sorted((folder / "briefing").glob("*.typ"))]
    return tuple(sorted({key for path in layouts for key in _SAID.findall(path.read_text(encoding="utf-8"))}))


def _seconds(day: dt.date | None) -> int:
    """A time that is the same whenever the file is made."""
    return 0 if day is None else int(dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC).timestamp())
