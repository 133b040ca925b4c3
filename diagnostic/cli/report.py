"""`diagnostic report`: a briefing from a file of answers collected elsewhere."""

import time
from datetime import datetime
from pathlib import Path
from typing import Literal

import click

from diagnostic.cli.options import (
    CommaSeparated,
    attribute_option,
    codes_option,
    company_option,
    content_option,
    encoding_option,
    leave_out_option,
    mapping_option,
)

# Not asked of `diagnostic.briefing`, whose modules take half a second to load.
FILES = {
    "html": "briefing.html",
    "pdf": "briefing.pdf",
    "appendix": "appendix.pdf",
    "sponsors": "sponsors.pdf",
    "pptx": "briefing.pptx",
    "xlsx": "briefing.xlsx",
    "docx": "briefing.docx",
    "md": "briefing.md",
    "json": "report.json",
    "svg": "charts.zip",
}
"""What is written for each format."""
Edition = Literal["consultant", "participants"]
EDITIONS: tuple[Edition, ...] = ("consultant", "participants")


@click.command()
@click.argument("answers", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--questionnaire", "questionnaire_id", required=True, help="Id of the questionnaire that was answered.")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder to write to.")
@mapping_option
@company_option
@attribute_option
@encoding_option
@leave_out_option
@codes_option
@click.option("--company-a", default="Company A", show_default=True, help="Name of the company with side a.")
@click.option("--company-b", default="Company B", show_default=True, help="Name of the company with side b.")
@click.option("--short-a", default="", help="What it is called in charts and tables, in 14 characters at most.")
@click.option("--short-b", default="", help="The same for side b. Without: the first words of the name.")
@click.option(
    "--alliance", default="Our alliance", show_default=True, help="What the companies do together: the brand."
)
@click.option("--invited-a", type=click.IntRange(min=1), help="How many were invited at company a.")
@click.option("--invited-b", type=click.IntRange(min=1), help="How many were invited at company b.")
@click.option("--closed", type=click.DateTime(["%Y-%m-%d"]), help="The last day of the wave, as in 2026-11-30.")
@click.option(
    "--earlier",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The report.json of an earlier wave, to say what moved since; once for each.",
)
@click.option(
    "--turnover",
    default="few",
    show_default=True,
    type=click.Choice(["none", "few", "many"]),
    help="How many people of a side joined or left since an --earlier wave: none, fewer than k, or more. Where it is"
    " few, only levels are shown: more would tell what those few answered.",
)
@click.option(
    "--format",
    "formats",
    default="html,json",
    show_default=True,
    type=CommaSeparated(tuple(FILES)),
    help=f"What to write, joined by commas: {', '.join(FILES)} (appendix: a PDF of what briefing.pdf leaves out; "
    "sponsors: a page for an executive of each company, of the consultant's edition alone; svg: every chart, in a zip "
    "file).",
)
@click.option(
    "--edition",
    "editions",
    default="consultant",
    show_default=True,
    type=CommaSeparated(EDITIONS),
    help="For whom, joined by commas: consultant (everything), participants (neutral, for both companies).",
)
@click.option("--language", default="en", show_default=True, help="Language of the briefing.")
@click.option(
    "--k", default=5, show_default=True, type=click.IntRange(min=4), help="Fewest people whose answers are shown."
)
@click.option(
    "--comment-k",
    default=8,
    show_default=True,
    type=click.IntRange(min=4),
    help="Fewest people whose comments are shown.",
)
@content_option
def report(  # noqa: PLR0917 (click passes them by name)
    answers: Path,
    questionnaire_id: str,
    out: Path,
    mapping: Path | None,
    company: str | None,
    attribute: str | None,
    encoding: str,
    leave_out: bool,
    codes: Literal["", "low_first", "high_first"],
    company_a: str,
    company_b: str,
    short_a: str,
    short_b: str,
    alliance: str,
    invited_a: int | None,
    invited_b: int | None,
    closed: datetime | None,
    earlier: tuple[Path, ...],
    turnover: str,
    formats: tuple[str, ...],
    editions: tuple[Edition, ...],
    language: str,
    k: int,
    comment_k: int,
    content: Path | None,
) -> None:
    """Write a briefing from a file of ANSWERS: report.json, briefing.html, and what else --format names.

    The participants' edition has its own files: report-participants.json, briefing-participants.pdf.

    ANSWERS is a CSV, XLSX, XLS or ODS file: of Qualtrics, LimeSurvey, Microsoft or Google Forms, SurveyMonkey, Alchemer
    or Unipark, or any table with a row a person. `diagnostic answers` shows how it is read, and writes down what is to
    be said of it, for --mapping. Nothing is written while there is any fault in the answers, or a question about them.
    """
    began = click.get_current_context().find_root().meta.get("diagnostic.began", time.monotonic())
    # Half a second of modules, which the command's help does without.
    from diagnostic.cli.reporting import ReportRequest, write_report  # noqa: PLC0415
    from diagnostic.reading.answers.desk import Besides  # noqa: PLC0415

    wanted = ReportRequest(
        answers=answers,
        questionnaire=questionnaire_id,
        out=out,
        mapping=mapping,
        besides=Besides(encoding=encoding, company=company, attribute=attribute, leave_out=leave_out, codes=codes),
        companies=(company_a, company_b),
        short=(short_a, short_b),
        alliance=alliance,
        invited=(invited_a, invited_b),
        closed=closed.date() if closed else None,
        earlier=earlier,
        few_changed=bool(earlier) and turnover == "few",
        formats=formats,
        editions=editions,
        language=language,
        k=k,
        comment_k=comment_k,
        content=content,
    )
    written = write_report(wanted)
    click.echo(f"Done in {time.monotonic() - began:.1f} seconds:", err=True)
    for path in written:
        click.echo(path)
