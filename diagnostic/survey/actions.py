"""What was agreed in an alliance: the log, and how it is laid over a Report."""

from datetime import date, timedelta
from typing import Any

import msgspec
from msgspec.structs import replace

from diagnostic.analysis import Action as Agreed
from diagnostic.analysis import Report
from diagnostic.errors import Fault
from diagnostic.storage.models import Action, Alliance, Wave, WaveState
from diagnostic.survey.alliances import InvalidDetails
from diagnostic.survey.plans import frozen_questionnaire, today

LONGEST = 300
EARLIEST = timedelta(days=10 * 365)
"""How long ago something may have been agreed."""


class ActionDetails(msgspec.Struct, frozen=True, kw_only=True):
    """What a consultant writes down of something agreed."""

    text: str
    owner: str
    """A role, never a person's name."""
    agreed_on: date
    statement: str | None = None


async def actions_of(alliance: Alliance) -> list[Action]:
    """What was agreed, the earliest first."""
    return await Action.filter(alliance=alliance).order_by("agreed_on", "text", "id")


async def add_action(alliance: Alliance, details: ActionDetails) -> Action:
    """Write something down; raises `InvalidDetails`."""
    return await Action.create(alliance=alliance, **await _columns(alliance, details))


async def change_action(action: Action, alliance: Alliance, details: ActionDetails) -> None:
    """Write it down otherwise; raises `InvalidDetails`."""
    await action.update_from_dict(await _columns(alliance, details)).save()


async def _columns(alliance: Alliance, details: ActionDetails) -> dict[str, Any]:
    text, owner = " ".join(details.text.split()), " ".join(details.owner.split())
    faults = []
    if not 0 < len(text) <= LONGEST:
        faults.append(Fault("text", f"Say what was agreed, in at most {LONGEST} characters."))
    if not 0 < len(owner) <= 120:
        faults.append(Fault("owner", "Say which role sees to it, in at most 120 characters."))
    if details.agreed_on > today(alliance):
        faults.append(Fault("agreed_on", "Choose today or an earlier day: the log has what was agreed."))
    elif details.agreed_on < today(alliance) - EARLIEST:
        faults.append(Fault("agreed_on", "That is more than ten years ago. Is the year right?"))
    known = {id for _, statements in await statements_of(alliance) for id, _ in statements}
    if details.statement is not None and details.statement not in known:
        faults.append(Fault("statement", "This alliance has not been asked about that statement."))
    if faults:
        raise InvalidDetails(faults)
    return {"text": text, "owner": owner, "agreed_on": details.agreed_on, "statement": details.statement}


async def statements_of(alliance: Alliance) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every statement that the alliance's waves ask, by scale: title, then id and wording with the companies' names."""
    found: dict[str, dict[str, str]] = {}
    for wave in await Wave.filter(alliance=alliance).exclude(state=WaveState.DESTROYED).order_by("closes_on"):
        questionnaire = frozen_questionnaire(wave)
        language = "en" if "en" in questionnaire.languages else questionnaire.languages[0]
        names = {"a": (alliance.company_a, alliance.company_b), "b": (alliance.company_b, alliance.company_a)}
        for item in questionnaire.ratings():
            title = questionnaire.text(language, f"scales.{item.scale}.title", brand=alliance.brand)
            for statement in item.statements():
                company, partner = names.get(statement.target, ("", ""))
                how = "alliance" if statement.target == "alliance" else "statement"
                words = questionnaire.text(
                    language, f"items.{item.id}.{how}", company=company, partner=partner, brand=alliance.brand
                )
                found.setdefault(title, {})[statement.id] = words
    return [(title, list(statements.items())) for title, statements in found.items()]


async def with_actions(report: Report, wave: Wave) -> Report:
    """The Report with what had been agreed by the day the wave closed."""
    return replace(
        report,
        actions=tuple(
            Agreed(text=each.text, owner=each.owner, agreed=each.agreed_on, statement=each.statement)
            for each in await agreed_before_the_close(wave)
        ),
    )


async def agreed_before_the_close(wave: Wave) -> list[Action]:
    """What belongs into a closed wave's briefing, the earliest first."""
    alliance = await Alliance.get(id=wave.alliance_id)
    until = today(alliance, wave.closed_at) if wave.closed_at else date.max
    return await Action.filter(alliance=alliance, agreed_on__lte=until).order_by("agreed_on", "text", "id")
