"""`diagnostic plan`: what a wave will be able to tell, before anybody is invited."""

from collections import Counter
from pathlib import Path

import click

from diagnostic.cli.options import content_option
from diagnostic.errors import NotPossible
from diagnostic.planning import fates, groups, outlook, scale_outlook, scale_sentences, sentences
from diagnostic.questionnaire import Side
from diagnostic.questionnaire.library import Library

COMPANIES: dict[Side, str] = {"a": "company a", "b": "company b"}


@click.command()
@click.option("--invited-a", type=click.IntRange(min=1), required=True, help="How many are invited at company a.")
@click.option("--invited-b", type=click.IntRange(min=1), required=True, help="How many are invited at company b.")
@click.option(
    "--response",
    type=click.FloatRange(min=0, max=1, min_open=True),
    default=0.7,
    show_default=True,
    help="The share of them expected to answer: 0.7 is seven of ten.",
)
@click.option("--questionnaire", "questionnaire_id", default="alliance-health-2", show_default=True, help="Its id.")
@click.option("--groups", "group_count", type=click.IntRange(min=2), help="Into how many equal groups a side falls.")
@click.option(
    "--k", default=5, show_default=True, type=click.IntRange(min=4), help="Fewest people whose answers are shown."
)
@content_option
def plan(  # noqa: PLR0917 (click passes them by name)
    invited_a: int,
    invited_b: int,
    response: float,
    questionnaire_id: str,
    group_count: int | None,
    k: int,
    content: Path | None,
) -> None:
    """Say what a wave will be able to tell.

    Which gap it would find, whether it could show agreement, and what would be withheld, if people answer
    as they usually do. The method, and how well it came true, stands in docs/planning.md.
    """
    questionnaire = Library.load(content).named(questionnaire_id)
    statements = questionnaire.statements()
    if not statements:
        raise NotPossible(f"{questionnaire_id} asks for no ratings, so there is nothing to plan for.")
    points = max(statement.points for statement in statements)
    found = outlook((invited_a, invited_b), response, len(statements), points=points, k=k)
    click.echo(
        f"If {response:.0%} of {invited_a} and {invited_b} people answer {questionnaire_id},"
        f" {found.answered[0]} and {found.answered[1]} take part.\n"
    )
    scales = Counter(statement.scale for statement in statements if statement.scale)
    on_scales = scale_outlook((invited_a, invited_b), found.answered, scales, points=points)
    for sentence in (*scale_sentences(on_scales), *sentences(found, COMPANIES, k)):
        click.echo(f"- {sentence[0].upper()}{sentence[1:]}")
    if group_count is not None:
        click.echo("\nGroups of an attribute:\n")
        invited = {side: _equal(size, group_count) for side, size in (("a", invited_a), ("b", invited_b))}
        for sentence in fates(groups({"a": invited["a"], "b": invited["b"]}, response, k), COMPANIES, k):
            click.echo(f"- {sentence[0].upper()}{sentence[1:]}")


def _equal(people: int, count: int) -> dict[str, int]:
    """So many groups, as equal as they can be."""
    return {f"group {n + 1}": (people + count - 1 - n) // count for n in range(count)}
