"""``diagnostic questionnaire preview``: the form as a respondent sees it, in one file."""

from pathlib import Path

import click
from markupsafe import Markup

from diagnostic.cli.options import content_option
from diagnostic.errors import NotPossible
from diagnostic.questionnaire.library import Library
from diagnostic.web.assets import as_sent
from diagnostic.web.pages import TEMPLATES, templates
from diagnostic.web.respondent_page import example_promise, form_context


@click.command()
@click.argument("questionnaire", metavar="ID")
@click.option("--language", default="en", show_default=True, help="The language of the page.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The HTML file to write.")
@click.option("--us", default="Novara", show_default=True, help="The respondent's company.")
@click.option("--them", default="Helix", show_default=True, help="The partner.")
@click.option("--brand", default="Cardiva", show_default=True, help="What the two companies sell together.")
@content_option
def preview(  # noqa: PLR0917 - one a command-line option
    questionnaire: str, language: str, out: Path, us: str, them: str, brand: str, content: Path | None
) -> None:
    """Write the questionnaire ID as a web page that needs no server; the numbers of a wave are invented."""
    page = preview_page(Library.load(content), questionnaire, language, us=us, them=them, brand=brand)
    out.write_text(page, encoding="utf-8")
    click.echo(f"Written: {out}. Open it in a browser; nothing can be sent from it.")


def preview_page(library: Library, name: str, language: str, *, us: str, them: str, brand: str) -> str:
    """The page with its style inside.

    Raises
    ------
    NotPossible
        Where there is no such questionnaire, or not in this language.
    """
    questionnaire = library.questionnaires.get(name)
    if questionnaire is None:
        known = ", ".join(sorted(library.questionnaires))
        raise NotPossible(f"There is no questionnaire {name!r}; there are: {known}.")
    languages = [code for code in questionnaire.languages if code in library.frame.languages]
    if language not in languages:
        raise NotPossible(f"{name} is not there in {language!r}; there are: {', '.join(languages)}.")
    promise = example_promise(us=us, them=them, brand=brand)
    context = form_context(questionnaire, library.frame, language, promise, languages=[language], preview=True)
    style = as_sent(TEMPLATES.parent / "static" / "form.css").decode()
    # Our own style sheet is markup; it holds no "</style>".
    return templates().get_template("respondent/preview.html").render(style=Markup(style), **context)  # noqa: S704
