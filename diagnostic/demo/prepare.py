"""Half a year of an alliance's life, played through the same functions that the pages call.

Nothing is written to the database directly: waves are drafted, launched, answered, closed and published
by `survey`. Only the answers are invented, and the dates are set back.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import msgspec
import numpy as np

from diagnostic.demo.folder import SignIn
from diagnostic.demo.people import BRAND, COMPANIES, DOMAINS, roster
from diagnostic.demo.planted import AFTER_WORKSHOP, BASELINE, Plan, between
from diagnostic.demo.simulation import Respondent, simulate
from diagnostic.questionnaire import SIDES
from diagnostic.questionnaire.library import Library
from diagnostic.settings import Settings
from diagnostic.storage import connected, migrate
from diagnostic.storage.models import Alliance, Invitation, Message, MessageState, Wave, WaveState
from diagnostic.survey.actions import ActionDetails, add_action
from diagnostic.survey.agreed import proposed_targets
from diagnostic.survey.alliances import AllianceDetails, create_alliance
from diagnostic.survey.ballots import cast, seal
from diagnostic.survey.closing import close
from diagnostic.survey.consultants import add_consultant
from diagnostic.survey.invitations import token
from diagnostic.survey.plans import WavePlan, draft_wave, frozen_questionnaire, today
from diagnostic.survey.programme import draft_programme, move, scheduled
from diagnostic.survey.reports import publish
from diagnostic.survey.roster import apply_roster, read_roster
from diagnostic.survey.schedule import Schedule, every
from diagnostic.survey.waves import extend, launch
from diagnostic.working_time import next_working_day

OPEN_FOR = timedelta(days=30)
"""How long the open wave stays open after each start of the demonstration."""
LANGUAGES = ("en", "de")
PULSES = (
    # opened so many days ago, how far people had come, how many answered, seed
    (136, 0.35, (20, 18), 2),
    (108, 0.6, (21, 19), 5),
    (80, 0.85, (20, 18), 2),
    (52, 1.0, (19, 18), 9),
)
AGREED = (
    # so many days ago, what, who, to move which statement
    (148, "A joint call every Monday: what went wrong comes first.", "Both alliance managers", "trust.bad_news@a"),
    (148, "One list of who decides what, signed by both.", "The joint steering committee", None),
    (95, "Novara sends its changes to the plan two weeks ahead.", "Novara’s brand team", "communication.in_time@a"),
)

DETAILS = AllianceDetails(
    brand=BRAND,
    company_a=COMPANIES[0],
    company_b=COMPANIES[1],
    domains_a=[DOMAINS[0]],
    domains_b=[DOMAINS[1]],
    timezone="Europe/Berlin",
    controller="Arden Consulting (invented), 1 Quay Street, Bristol",
    contact="robin@consultancy.example",
    attribute="function",
)


async def prepare(
    settings: Settings, sign_in: SignIn, tell: Callable[[str], None], now: datetime | None = None
) -> None:
    """Fill an empty database: consultant, alliance, roster, closed waves, an open one, pulses to come, and a log."""
    now = now or datetime.now(UTC)
    await migrate(settings.database_url)
    library = Library.load(settings.content)
    async with connected(settings.database_url):
        consultant = await add_consultant(sign_in.email, "Robin Arden", sign_in.password)
        alliance = await create_alliance(consultant, DETAILS, simulated=True)
        invited = read_roster(roster(), "roster.csv", alliance, LANGUAGES)
        await apply_roster(alliance, invited)
        tell(f"An alliance of {COMPANIES[0]} and {COMPANIES[1]} for {BRAND}, {len(invited.lines)} people on the roster")

        play = _Play(alliance, library, settings.secret)
        # Seeds under which so few answers show all that is planted, which most but not every draw does.
        days = timedelta(days=1)
        baseline = await play.open("alliance-health-2", now - 180 * days, 12 * days)
        await play.answer(baseline, BASELINE, (23, 21), now - 172 * days, seed=8)
        await play.end(baseline, now - 166 * days)
        tell("A closed baseline: 23 and 21 simulated answers")
        for after, text, owner, statement in AGREED:
            details = ActionDetails(
                text=text, owner=owner, agreed_on=today(alliance, now - after * days), statement=statement
            )
            await add_action(alliance, details)
        for before, share, answering, seed in PULSES:
            pulse = await play.open("alliance-pulse-2", now - before * days, 6 * days)
            await play.answer(
                pulse, between(BASELINE, AFTER_WORKSHOP, share), answering, now - (before - 4) * days, seed=seed
            )
            await play.end(pulse, now - (before - 8) * days)
        tell(f"{len(PULSES)} closed pulse checks after the workshop, and what was agreed there")
        followed = await proposed_targets(alliance, library.questionnaires["alliance-health-2"], library)
        wave = await play.open("alliance-health-2", now - 2 * days, OPEN_FOR, followed)
        await play.answer(wave, AFTER_WORKSHOP, (11, 9), now - days, seed=3)
        tell("A wave that is open: 11 and 9 simulated answers so far")
        await _plan_pulses(alliance, library, now)
        tell("Two more pulse checks, planned to open by themselves")


async def _plan_pulses(alliance: Alliance, library: Library, now: datetime) -> None:
    """After the open wave, whose last day moves with every start, has surely ended."""
    first = today(alliance, now) + 2 * OPEN_FOR
    first += timedelta(days=(1 - first.weekday()) % 7)  # a Tuesday
    first = next_working_day(first, alliance.timezone)
    schedule = Schedule(opens_on=every(first, 4, 2, alliance.timezone), remind_after=(3, 6))
    plan = WavePlan(
        questionnaire="alliance-pulse-2",
        languages=list(LANGUAGES),
        closes_on=first,
        targets=await proposed_targets(alliance, library.questionnaires["alliance-pulse-2"], library),
        keep_attribute=True,
        retention_days=365,
    )
    await draft_programme(alliance, plan, schedule, library, now=now)


async def keep_open(settings: Settings) -> None:
    """Bring the database up to date, and move the last day of an open wave that would end soon."""
    await migrate(settings.database_url)
    async with connected(settings.database_url):
        for wave in await Wave.filter(state=WaveState.OPEN, alliance__simulated=True).prefetch_related("alliance"):
            last = today(wave.alliance)
            if wave.closes_on < last + OPEN_FOR / 2:
                for pulse in reversed(await scheduled(wave.alliance)):
                    # By whole weeks, so that the weekday stays where it is none off.
                    later = (pulse.opens_on or last) + timedelta(weeks=8)
                    await move(pulse, next_working_day(later, wave.alliance.timezone))
                await extend(wave, last + OPEN_FOR)


class Places(msgspec.Struct, frozen=True):
    """What there is to open, as paths below the base URL; None where it is not there (any more)."""

    alliance: str
    briefing: str | None
    respondent: str | None


async def places(settings: Settings) -> Places:
    """The alliance, its first briefing, and an invitation of the open wave that nobody has used yet."""
    async with connected(settings.database_url):
        alliance = await Alliance.filter(simulated=True).order_by("created_at").first()
        closed = await Wave.filter(alliance=alliance, state=WaveState.CLOSED).order_by("launched_at").first()
        unused = await Invitation.filter(
            wave__alliance=alliance, wave__state=WaveState.OPEN, answered=False, participant__language="en"
        ).first()
        return Places(
            alliance=f"/alliances/{alliance.id}" if alliance else "/",
            briefing=f"/waves/{closed.id}/briefing" if closed else None,
            respondent=f"/a/{token(unused, settings.secret)}" if unused else None,
        )


class _Play:
    """One alliance's waves, each step at its own point in time."""

    def __init__(self, alliance: Alliance, library: Library, secret: str) -> None:
        self.alliance = alliance
        self.library = library
        self.secret = secret

    async def open(self, questionnaire: str, at: datetime, for_days: timedelta, targets: Sequence[str] = ()) -> Wave:
        plan = WavePlan(
            questionnaire=questionnaire,
            languages=list(LANGUAGES),
            closes_on=today(self.alliance, at) + for_days,
            targets=list(targets),
            keep_attribute=True,
            retention_days=365,
        )
        wave = await draft_wave(self.alliance, plan, self.library, at)
        await launch(wave, self.secret, at)
        return wave

    async def answer(self, wave: Wave, plan: Plan, answering: tuple[int, int], at: datetime, *, seed: int) -> None:
        """Let so many of each side answer; who that is, is drawn."""
        rng = np.random.default_rng(seed)
        invitations = await Invitation.filter(wave=wave).order_by("participant__email").prefetch_related("participant")
        chosen: list[Invitation] = []
        people: list[Respondent] = []
        for side, count in zip(SIDES, answering, strict=True):
            mine = [invitation for invitation in invitations if invitation.participant.side == side]
            drawn = [mine[i] for i in rng.permutation(len(mine))[:count]]
            chosen += drawn
            people += [Respondent(side, invitation.participant.language) for invitation in drawn]
        # Who has answered has had the mail.
        sent = [invitation.id for invitation in chosen]
        await Message.filter(invitation_id__in=sent).update(state=MessageState.SENT)
        questionnaire = frozen_questionnaire(wave)
        for invitation, form in zip(chosen, simulate(questionnaire, people, plan, seed), strict=True):
            invitation.wave = wave
            ballot, _ = await seal(invitation, form)
            await cast(token(invitation, self.secret), ballot, at)

    async def end(self, wave: Wave, at: datetime) -> None:
        await close(wave, self.secret, at)
        await publish(wave)
        # These mails were read long ago; the mailbox begins with the wave that is open.
        await Message.filter(wave=wave).delete()
