"""How a page is made: the Jinja environment, what every page knows, and how one is left."""

import datetime as dt
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Request
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Redirect, Template
from litestar.template import TemplateConfig

from diagnostic.full_stops import FullStops, one_stop
from diagnostic.questionnaire.frame import Frame
from diagnostic.settings import Settings
from diagnostic.storage.models import Alliance, Wave
from diagnostic.survey.days import reminded_on
from diagnostic.survey.plans import MOST_REMINDERS
from diagnostic.translation.drafts import Drafts
from diagnostic.web.assets import Assets
from diagnostic.web.timezones import place

Req = Request[Any, Any, Any]
UNCOMPRESSED = "uncompressed"
"""Pages that hold a form's key beside what somebody typed are not compressed: lengths would tell (BREACH)."""
_LINES = re.compile(r">\n+<")
TEMPLATES = Path(__file__).parent / "templates"


def template_config(
    settings: Settings, assets: Assets, frame: Frame, drafts: Drafts
) -> TemplateConfig[JinjaTemplateEngine]:
    """The templates of a server, with what its pages know besides."""
    environment = templates()
    environment.globals.update(
        asset=assets.url, integrity=assets.integrity, demo=settings.demo, frame=frame, drafts=drafts
    )
    return TemplateConfig(instance=JinjaTemplateEngine.from_environment(environment))


def templates() -> Environment:
    """Templates escape everything, and a name that is not given is an error rather than a gap in the page."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,  # a running server keeps the templates that its code was made for
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[FullStops],
    )
    environment.filters.update(
        day=day,
        weekday=weekday,
        moment=moment,
        count=count,
        dense=dense,
        english_first=english_first,
        place=place,
        planned_reminders=planned_reminders,
    )
    return environment


def page(request: Req, template: str, *, status: int = 200, **context: Any) -> Template:
    """A page for consultants, with what is to be told once and who is signed in."""
    told = request.session.pop("flash", []) if "session" in request.scope else []
    known = {"flashes": told, "me": request.scope.get("user"), "alliance": None}
    return Template(template, context={**known, **context}, status_code=status)


def flash(request: Req, message: str, kind: str = "good") -> None:
    """Say something on the next page that is shown; ``kind`` is good, warn or bad."""
    request.session.setdefault("flash", []).append({"message": one_stop(message), "kind": kind})


def redirect(path: str) -> Redirect:
    """Leave for another page after a form was sent, so that reloading it sends nothing again."""
    return Redirect(path, status_code=303)


def english_first(languages: Iterable[str]) -> list[str]:
    """Languages in the order they are offered: the first is for those whose own is not known."""
    return sorted(languages, key=lambda language: (language != "en", language))


def dense(markup: str) -> str:
    """A page's elements without the lines between them, which mean nothing and are carried to every phone."""
    return _LINES.sub("><", markup)


def day(date: dt.date) -> str:
    """``22 November 2026``"""
    return f"{date.day} {date:%B %Y}"


def weekday(date: dt.date, *, year: bool = True) -> str:
    """``Tuesday, 19 January 2027``"""
    return f"{date:%A}, {day(date)}" if year else f"{date:%A}, {date.day} {date:%B}"


def planned_reminders(wave: Wave, alliance: Alliance) -> list[str]:
    """The days on which a reminder will go out by itself; more than a wave may have are not sent."""
    days = reminded_on(map(dt.date.fromisoformat, wave.remind_on), alliance.timezone)
    return [weekday(day, year=False) for day in days[: MOST_REMINDERS - wave.reminders_sent]]


def moment(time: dt.datetime, timezone: str) -> str:
    """``22 November 2026, 14:05``, on the clocks of a time zone."""
    local = time.astimezone(ZoneInfo(timezone))
    return f"{day(local)}, {local:%H:%M}"


def count(number: int, one: str, many: str | None = None) -> str:
    """``1 person``, ``2 people``"""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
