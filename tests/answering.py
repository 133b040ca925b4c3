"""Answering as respondents do, for tests that need answers there, and the Report that comes of it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from functools import cache

from diagnostic.analysis import Report
from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Invitation, Wave
from diagnostic.survey.ballots import cast, seal
from diagnostic.survey.closing import close
from diagnostic.survey.invitations import look_up, token
from diagnostic.survey.plans import frozen_questionnaire
from diagnostic.survey.reports import publish, stored_report
from diagnostic.working_time import office_hours
from tests.conftest import SECRET


def an_hour_later() -> datetime:
    """A moment at which those who answer now have been counted."""
    return datetime.now(UTC) + timedelta(minutes=61)


def after_the_end(wave: Wave) -> datetime:
    """A moment at which a wave can be closed, whoever has answered."""
    return datetime.combine(wave.closes_on + timedelta(days=3), time.min, UTC)


def on_a_working_day(days: int) -> datetime:
    """A moment within office hours in Berlin, so many days from now or a little later."""
    return office_hours(datetime.now(UTC) + timedelta(days=days), "Europe/Berlin")


async def an_hour_passes() -> None:
    """Move the last count of every wave an hour back, for processes whose clock a test cannot move."""
    for wave in await Wave.exclude(participation_at=None):
        assert wave.participation_at is not None
        wave.participation_at -= timedelta(minutes=61)
        await wave.save(update_fields=["participation_at"])


async def tokens(wave: Wave, side: str) -> list[str]:
    """The tokens of one side's invitations, by address."""
    invitations = await Invitation.filter(wave=wave, participant__side=side).order_by("participant__email")
    return [token(invitation, SECRET) for invitation in invitations]


async def answer(wave: Wave, link: str, side: str, **form: str) -> None:
    """Answer with one rating, or with what is given, as the form's fields."""
    fields = {name.replace("__", "."): [value] for name, value in form.items()} or {"decisions.stick": ["4"]}
    frozen_questionnaire(wave).validate(fields, "a" if side == "a" else "b")
    await send(link, fields)


async def send(
    link: str, form: Mapping[str, Sequence[str]], now: datetime | None = None, *, begun: bool = False
) -> str | None:
    """What a page without a script sends, as the server takes it once it is valid; gives the receipt."""
    ballot, receipt = await seal(await look_up(link), form)
    await cast(link, ballot, now, begun=begun)
    return receipt


async def answer_all(
    wave: Wave,
    a: int = 8,
    b: int = 8,
    text: Callable[[str, int], str] | None = None,
    now: datetime | None = None,
) -> None:
    """The first so many of each side answer; ``text`` gives each a comment."""
    for side, count in (("a", a), ("b", b)):
        for n, link in enumerate((await tokens(wave, side))[:count]):
            form = {"decisions.stick": [str(1 + n % 5)], "whats_new": [text(side, n)] if text else []}
            await send(link, form, now)


async def closed(wave: Wave, text: Callable[[str, int], str] | None = None, a: int = 8, b: int = 8) -> Wave:
    """The wave after so many of each side wrote something, with its Report."""
    await answer_all(wave, a=a, b=b, text=text)
    await close(wave, SECRET, after_the_end(wave))
    await publish(wave)
    await wave.refresh_from_db()
    return wave


async def report_of(wave: Wave) -> Report:
    """The Report that a wave is known to have, as every page and file shows it."""
    report = await shown_report(wave)
    assert report is not None
    return report


async def shown_report(wave: Wave) -> Report | None:
    """The Report of a wave as every page and file shows it."""
    return await stored_report(wave, _library().side_effects)


_library = cache(Library.load)
