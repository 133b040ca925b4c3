"""The briefing as one HTML page, complete without JavaScript and without anything from outside."""

import base64
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import jinja2
import msgspec
from markupsafe import Markup

from diagnostic.analysis.report import Report
from diagnostic.briefing.brand import Brand
from diagnostic.briefing.document import document
from diagnostic.briefing.document.blocks import Column, Table, pick_all
from diagnostic.briefing.unseen import clean
from diagnostic.briefing.wording import Wording
from diagnostic.content import content_file, content_layers
from diagnostic.errors import Fault, InvalidContent

# One set of colours and sizes for every page of the product; a briefing takes it along in its own file.
_TOKENS = Path(__file__).parent.parent / "web" / "static" / "tokens.css"


class Interactive(msgspec.Struct, frozen=True):
    """Where a served page finds what makes its charts answer when somebody points at them."""

    script_url: str
    vega_url: str
    chart_url: Callable[[str], str]
    """Of a chart by its name and ending, ``.json`` for its specification and ``.svg`` to download it."""


def render(
    report: Report,
    language: str = "en",
    *,
    content: Path | None = None,
    stylesheet_url: str | None = None,
    colours_url: str | None = None,
    back_url: str | None = None,
    languages: Sequence[tuple[str, str]] = (),
    files: Sequence[tuple[str, str]] = (),
    interactive: Interactive | None = None,
) -> bytes:
    """The page as UTF-8.

    Without ``stylesheet_url`` it is a file that stands alone, its style inside. With one, for pages
    served under a content security policy, that sheet (`stylesheet`) is linked instead, and after it
    ``colours_url``, the brand's colours (`Brand.style`). ``back_url`` leads back to where the page was opened,
    ``languages`` (name, address) to the same page in others, ``files`` (format, address) to the same briefing in
    other forms, and ``interactive`` lets its script draw the charts anew.

    Raises
    ------
    NotPossible
        Where the Report has no texts in the language.
    InvalidContent
        Where the brand, the playbook, the wordings or the page's templates have faults.
    """
    wording, brand = Wording(report, language, content), Brand.load(content)
    page, logo = document(report, wording), brand.picture(content)
    try:
        template = _environment(content_layers(content, "reports")).get_template("briefing.html")
        html = template.render(
            page=page,
            wording=wording,
            statements=[
                group
                for table in pick_all(page.parts, Table, "numbers.")
                for group in table.groups
                if table.key != "numbers.scales"
            ],
            stylesheet_url=stylesheet_url,
            colours_url=colours_url,
            brand=brand,
            # In the page itself: nothing is asked for from elsewhere, by whoever opens it.
            logo=f"data:image/png;base64,{base64.b64encode(logo).decode()}" if logo else "",
            back_url=back_url,
            languages=languages,
            files=files,
            interactive=interactive,
            # From our own files, and colours that were checked: the only text in a page that is not escaped.
            style=None if stylesheet_url else Markup(stylesheet(content).decode() + brand.style),  # noqa: S704
        )
    except jinja2.TemplateError as error:
        where = f"reports/{error.name}" if isinstance(error, jinja2.TemplateNotFound) else "reports/briefing"
        raise InvalidContent((Fault(where, f"cannot be laid out: {error}"),)) from error
    return html.encode()


def stylesheet(content: Path | None = None) -> bytes:
    """The style of the page, to be served where the page is."""
    return _TOKENS.read_bytes() + b"\n" + content_file(content, "reports", "briefing.css").read_bytes()


@lru_cache(maxsize=16)
def _environment(folders: tuple[Path, ...]) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folders),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printable,
    )
    environment.filters |= {"kind": lambda block: type(block).__name__, "headings": _headings}
    return environment


def _headings(columns: Sequence[Column]) -> list[tuple[str, list[Column]]]:
    """Columns next to each other that have a heading in common."""
    return [(over, list(same)) for over, same in groupby(columns, key=lambda column: column.over)]


def _printable(value: object) -> object:
    """Nothing printed may change the text around it, and nothing missing is printed."""
    if value is None:
        raise TypeError("a template printed a value that is not there")
    return clean(value) if type(value) is str else value
