"""``diagnostic user``: the consultants' accounts."""

import asyncio
import sys

import click

from diagnostic.errors import NotPossible
from diagnostic.settings import Settings
from diagnostic.storage import connected, must_be_migrated
from diagnostic.survey.consultants import add_consultant, find_consultant, set_password
from diagnostic.survey.passwords import SHORTEST_PASSWORD


@click.group()
def user() -> None:
    """Manage the accounts of consultants."""


_from_stdin = click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input instead of asking."
)


@user.command()
@click.argument("email")
@click.option("--name", default="", help="As respondents read it: who asks. The address, if not given.")
@click.option(
    "--firm",
    help="Whom they work for: colleagues can share alliances. If not given, the domain of the address; give it where"
    " that is a mail provider's.",
)
@_from_stdin
def add(email: str, name: str, firm: str | None, password_stdin: bool) -> None:
    """Make an account for a consultant."""
    settings = Settings.from_environment()
    asyncio.run(must_be_migrated(settings.database_url))
    asyncio.run(_add(settings, email, name, firm, _asked(from_stdin=password_stdin)))
    click.echo(f"{email} can sign in at {settings.base_url}/sign-in")


async def _add(settings: Settings, email: str, name: str, firm: str | None, password: str) -> None:
    async with connected(settings.database_url):
        await add_consultant(email, name, password, firm)


@user.command()
@click.argument("email")
@_from_stdin
def password(email: str, password_stdin: bool) -> None:
    """Give a consultant a new password, which signs them out everywhere and ends every reset link."""
    settings = Settings.from_environment()
    asyncio.run(must_be_migrated(settings.database_url))
    asyncio.run(_change(settings, email, _asked(from_stdin=password_stdin)))
    click.echo(f"The password of {email} is changed, and everybody who was signed in with the old one is signed out.")


async def _change(settings: Settings, email: str, new: str) -> None:
    async with connected(settings.database_url):
        consultant = await find_consultant(email)
        if consultant is None:
            raise NotPossible(f"There is no account for {email}. Make one with: diagnostic user add {email}")
        await set_password(consultant, new)


def _asked(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    label = f"Password (at least {SHORTEST_PASSWORD} characters)"
    typed: str = click.prompt(label, hide_input=True, confirmation_prompt="The same again")
    return typed
