"""``diagnostic wave``: what is kept of a wave that has ended, a Report to be computed again, a page to be checked."""

import asyncio
import sys
from importlib.metadata import version
from uuid import UUID

import click

from diagnostic.errors import NotPossible
from diagnostic.settings import Settings
from diagnostic.storage import connected, must_be_migrated
from diagnostic.storage.models import Wave
from diagnostic.survey import reports, verifying
from diagnostic.web.page_check import page_check, published

_SUSPECT = "send no answers, and tell your works council, your data protection officer, or whom the page names."


@click.group()
def wave() -> None:
    """Verify what is kept of a wave, correct its Report, or check the page that asks."""


@wave.command("list")
def list_waves() -> None:
    """List all waves with their IDs."""
    asyncio.run(_list(_settings()))


@wave.command()
@click.argument("wave_id", metavar="ID", type=click.UUID)
def verify(wave_id: UUID) -> None:
    """Print what is stored of a wave that has ended, what is not, and whether the promises hold."""
    if not asyncio.run(_verify(_settings(), wave_id)):
        sys.exit(1)


@wave.command()
@click.argument("wave_id", metavar="ID", type=click.UUID)
@click.option("--because", required=True, help="What was wrong; the new Report says it.")
def correct(wave_id: UUID, because: str) -> None:
    """Compute a Report again, under the same plan, because it was computed wrongly."""
    later = asyncio.run(_correct(_settings(), wave_id, because))
    click.echo("The Report has been computed again, and says so. Every page and file shows it from now on.")
    if later:
        click.echo("Later waves were compared with it as it was. Correct them too, in this order:")
    for each in later:
        click.echo(f"  {each.id}  closed {each.closed_at:%Y-%m-%d}")


@wave.command("page-check")
@click.argument("url", required=False)
@click.option("--key", help="The key that answers should be sealed to, as the consultant or a colleague sees it.")
def check_page(url: str | None, key: str | None) -> None:
    """Hold what the page behind a link runs against this release; without URL, print the digests of this release.

    Needs no server and no database of one's own. Looking at a link does not use it up.
    """
    if url is None:
        for name, digest in published():
            click.echo(f"{digest}  {name}")
        return
    found = page_check(url)
    for check in found.checks:
        click.echo(f"  {'holds' if check.holds else 'FAILS':<7}{check.what}")
    failed = sum(not check.holds for check in found.checks)
    release = f"release {version('alliance-diagnostic')}"
    if failed:
        click.echo(f"{failed} of {len(found.checks)} FAIL: what the page runs is not what {release} runs.")
        click.echo(f"If the server runs another release, check with that one. If not: {_SUSPECT}")
    else:
        click.echo(f"What the page runs is what {release} runs.")
    if found.key:
        click.echo(f"It seals answers to the key {found.key}. Everybody asked should see the same.")
    if found.group:
        click.echo(f"It seals along with them “{found.group}”. Everybody of that group should see the same.")
    if key and not found.has_key(key):
        click.echo(f"That is ANOTHER KEY than the one given. If it was typed rightly: {_SUSPECT}")
    if failed or (key and not found.has_key(key)):
        sys.exit(1)


def _settings() -> Settings:
    settings = Settings.from_environment()
    asyncio.run(must_be_migrated(settings.database_url))
    return settings


async def _wave(wave_id: UUID) -> Wave:
    found = await Wave.get_or_none(id=wave_id)
    if found is None:
        raise NotPossible(f"There is no wave {wave_id}. See them all with: diagnostic wave list")
    return found


async def _list(settings: Settings) -> None:
    async with connected(settings.database_url):
        waves = await Wave.all().prefetch_related("alliance").order_by("-closes_on")
        if not waves:
            click.echo("There are no waves yet.")
        for each in waves:
            click.echo(f"{each.id}  {each.state.value:<9}  {each.kind:<8}  {each.closes_on}  {each.alliance.brand}")


async def _verify(settings: Settings, wave_id: UUID) -> bool:
    async with connected(settings.database_url):
        found = await verifying.verify(await _wave(wave_id))
    click.echo("Stored")
    for label, text in found.stored:
        click.echo(f"  {label:<22}{text}")
    click.echo("Not stored\n  Who gave which answers, when, or in what order; who has answered; any link.")
    click.echo("Looked up in the database just now")
    for check in found.checks:
        click.echo(f"  {'holds' if check.holds else 'FAILS':<7}{check.promise}")
    failed = sum(not check.holds for check in found.checks)
    click.echo(_sum(failed, len(found.checks), found.controller))
    return not failed


def _sum(failed: int, total: int, controller: str) -> str:
    if not failed:
        return f"All {total} checks hold."
    return (
        f"{failed} of {total} checks {'fails' if failed == 1 else 'fail'}. What is due for deletion or cleaning, the "
        "worker does within minutes: see that it runs, and verify again. What fails then was changed from outside: "
        f"tell {controller}, who is responsible for the data."
    )


async def _correct(settings: Settings, wave_id: UUID, because: str) -> list[Wave]:
    """The later waves, whose Reports compared with this one."""
    async with connected(settings.database_url):
        corrected = await _wave(wave_id)
        await reports.correct(corrected, because)
        return await reports.closed_after(corrected)
