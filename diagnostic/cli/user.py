"""``diagnostic user``: the consultants' accounts."""

import asyncio
import sys

import click

from diagnostic.settings import Settings
from diagnostic.storage import connected, must_be_migrated
from diagnostic.survey.consultants import SHORTEST_PASSWORD, add_consultant


@click.group()
def user() -> None:
    """Manage the accounts of consultants."""


@user.command()
@click.argument("email")
@click.option("--name", default="", help="As respondents read it: who asks. The address, if not given.")
@click.option(
    "--firm",
    help="Whom they work for: colleagues can share alliances. If not given, the domain of the address; give it where"
    " that is a mail provider's.",
)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of asking.")
def add(email: str, name: str, firm: str | None, password_stdin: bool) -> None:
    """Make an account for a consultant."""
    settings = Settings.from_environment()
    asyncio.run(must_be_migrated(settings.database_url))
    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        label = f"Password (at least {SHORTEST_PASSWORD} characters)"
        password = click.prompt(label, hide_input=True, confirmation_prompt="The same again")
    asyncio.run(_add(settings, email, name, firm, password))
    click.echo(f"{email} can sign in at {settings.base_url}/sign-in")


async def _add(settings: Settings, email: str, name: str, firm: str | None, password: str) -> None:
    async with connected(settings.database_url):
        await add_consultant(email, name, password, firm)
