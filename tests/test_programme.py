"""Seven months of one alliance: a baseline and six pulses, played by workers that are killed at random.

The clock is moved, everything else is real: both engines, an SMTP server, a process for each look that a worker takes.
Which worker dies where is drawn from a seed, which is printed; `pytest -rP` shows it with how many died.
"""

import os
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from diagnostic.analysis import BySide, Report, Trend, Withheld
from diagnostic.questionnaire.library import Library
from diagnostic.settings import Settings
from diagnostic.storage.models import (
    Alliance,
    Consultant,
    Invitation,
    MailCount,
    MessageKind,
    Participant,
    StoredReport,
    Wave,
    WaveState,
)
from diagnostic.survey.invitations import token
from diagnostic.survey.plans import WavePlan, draft_wave
from diagnostic.survey.programme import draft_programme, move, scheduled, skip
from diagnostic.survey.roster import apply_roster, read_roster
from diagnostic.survey.schedule import Schedule, every
from diagnostic.survey.waves import do_not_contact, launch
from tests.answering import send, shown_report
from tests.conftest import SECRET
from tests.mail.server import MailServer, serving
from tests.programme_play import begin, ended
from tests.statistics.from_r import read

BERLIN = ZoneInfo("Europe/Berlin")
SEED = int(os.environ.get("PROGRAMME_SEED", "20261006"))
ALICE = "alice@consultancy.example"
GONE, FULL = "nobody@helix.example", "person2@novara.example"
QUIET, LEAVER, JOINER = "person8@novara.example", "person8@helix.example", "newcomer@helix.example"
PLANNED = every(date(2026, 10, 6), 4, 7, "Europe/Berlin")
"""Tuesdays. Summer time ends on 25 October and begins on 28 March, between the last opening and its last reminder."""
OPENED = [
    date(2026, 10, 6),
    date(2026, 11, 3),
    date(2026, 12, 1),
    date(2027, 1, 5),  # moved from 29 December
    date(2027, 1, 26),
    date(2027, 3, 23),  # that of 23 February is skipped; both its reminders fall on Easter: 26 and 29 March
]
LEASE = timedelta(minutes=6)
"""After which a mail that a dead worker had claimed is taken up again."""


def at(day: date, hour: int, minute: int = 0, second: int = 30) -> datetime:
    """A moment on the clocks of Berlin."""
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=BERLIN).astimezone(UTC)


class Play:
    """The alliance, its mail server, and what happens to whoever works for it."""

    def __init__(self, settings: Settings, server: MailServer) -> None:
        self.settings = settings
        self.server = server
        self.random = Random(SEED)
        self.deaths = 0

    def work(self, now: datetime) -> None:
        """Workers look at a moment: one that may die or two at once, then others after the dead one's lease."""
        for moment in (now, now + timedelta(minutes=1)):
            fate = self.random.choice(["statement", "mail", "two", "nothing"])
            worker = begin(self.settings, moment, self.random.randint(1, 90) if fate == "statement" else None)
            self.server.kill_after = worker.pid if fate == "mail" else None
            other = begin(self.settings, moment) if fate == "two" else None
            self.deaths += not ended(worker)
            self.server.kill_after = None
            assert other is None or ended(other)
        for later in (LEASE + timedelta(minutes=2), LEASE + timedelta(minutes=3)):
            assert ended(begin(self.settings, now + later))


@pytest.fixture
def server() -> Iterator[MailServer]:
    yield from serving()


@pytest.fixture
def play(database: str, server: MailServer) -> Play:
    return Play(server.settings(database), server)


def people(*, leaver: bool, joiner: bool, gone: bool = True) -> bytes:
    rows = ["email,company,language"]
    for company, domain in (("Novara", "novara.example"), ("Helix", "helix.example")):
        rows += [f"person{n}@{domain},{company},en" for n in range(10)]
    rows += [f"{GONE},Helix,en"] * gone + [f"{JOINER},Helix,en"] * joiner
    return "\n".join(row for row in rows if leaver or not row.startswith(LEAVER)).encode()


async def store(alliance: Alliance, roster: bytes) -> None:
    await apply_roster(alliance, read_roster(roster, "r.csv", alliance, ("en",)), remove_missing=True)


async def answer(wave: Wave, answers: Any, now: datetime, *, since: int = 0) -> None:
    """People of each side, in the order of their addresses, give the rows of answers, from that row on."""
    for side in ("a", "b"):
        mine = Invitation.filter(wave=wave, participant__side=side).exclude(participant__email__in=[GONE, JOINER])
        invitations = await mine.order_by("participant__email")
        for n, (invitation, row) in list(enumerate(zip(invitations, answers[side], strict=False)))[since:]:
            form = _form(row, side, n if wave.kind == "baseline" else None)
            await send(token(invitation, SECRET), form, now)


def _form(row: list[int], side: str, baseline: int | None) -> dict[str, list[str]]:
    inputs, _ = read("programme")
    form = {}
    for statement, value in zip(inputs["statements"], row, strict=True):
        item, _, target = statement.partition("@")
        how = "" if target == "alliance" else ":we" if target == side else ":they"
        form[f"{item}{how}"] = [str(value)]
    if baseline is not None:
        # What the pulses do not ask, of the same scale.
        longer = [f"trust.{item}:{how}" for item in ("competence", "goodwill") for how in ("we", "they")]
        form |= {field: [str(1 + baseline % 5)] for field in longer}
    return form


async def play_programme(play: Play, alliance: Alliance, library: Library) -> None:
    """All of it, day by day."""
    inputs, _ = read("programme")
    play.server.to_recipient[GONE] = ["550 5.1.1 No such user"] * 99
    play.server.to_recipient[FULL] = ["450 4.2.0 Mailbox full"]
    await store(alliance, people(leaver=True, joiner=False))
    baseline = await _baseline(alliance, library)
    play.work(at(date(2026, 9, 1), 9))
    await answer(baseline, inputs["waves"][0], at(date(2026, 9, 2), 10))
    play.work(at(date(2026, 9, 13), 0))
    await _plan(alliance, library)
    for number, opens_on in enumerate(OPENED, start=1):
        await _pulse(play, alliance, number, opens_on, inputs["waves"][min(number, 5)])


async def _baseline(alliance: Alliance, library: Library) -> Wave:
    plan = WavePlan(questionnaire="alliance-health", languages=["en"], closes_on=date(2026, 9, 11), retention_days=365)
    wave = await draft_wave(alliance, plan, library, at(date(2026, 8, 31), 9))
    await launch(wave, SECRET, at(date(2026, 9, 1), 8, 59))
    return wave


async def _plan(alliance: Alliance, library: Library) -> None:
    plan = WavePlan(questionnaire="alliance-pulse", languages=["en"], closes_on=date.max, retention_days=365)
    planning = at(date(2026, 9, 14), 9)
    schedule = Schedule(opens_on=PLANNED, remind_after=(3, 6))
    pulses = await draft_programme(alliance, plan, schedule, library, now=planning)
    await move(pulses[3], date(2027, 1, 5), planning)
    await skip(pulses[5])


async def _pulse(play: Play, alliance: Alliance, number: int, opens_on: date, answers: Any) -> None:
    if number == 6:
        await store(alliance, people(leaver=False, joiner=True))
    play.work(at(opens_on - timedelta(days=3), 9))
    play.work(at(opens_on - timedelta(days=1), 8, 5))
    play.work(at(opens_on, 8, 59, 0) - 2 * LEASE)
    assert not await Wave.filter(state=WaveState.OPEN).exists()
    play.work(at(opens_on, 9))
    wave = await Wave.get(state=WaveState.OPEN)
    early = {side: rows[:6] for side, rows in answers.items()}
    await answer(wave, early, at(opens_on, 15))
    if number == 5:
        await do_not_contact(await Invitation.get(wave=wave, participant__email=QUIET))
    play.work(at(opens_on + timedelta(days=3), 9))
    await answer(wave, answers, at(opens_on + timedelta(days=4), 10), since=6)
    play.work(at(opens_on + timedelta(days=6), 9))
    closes_on = opens_on + timedelta(days=7)
    play.work(at(closes_on, 8, 5))
    play.work(at(closes_on, 23, 30))
    assert (await Wave.get(id=wave.id)).state is WaveState.OPEN
    play.work(at(closes_on + timedelta(days=2), 0))
    assert (await Wave.get(id=wave.id)).state is WaveState.CLOSED


def moment(mail: EmailMessage) -> datetime:
    found: datetime = mail["Date"].datetime
    return found.astimezone(BERLIN)


def distinct(mails: list[EmailMessage]) -> list[EmailMessage]:
    """A mail that a dead worker sent comes again under its id, and counts once: the last time."""
    return list({mail["Message-ID"]: mail for mail in mails}.values())


def invitations(mails: list[EmailMessage]) -> list[EmailMessage]:
    return [mail for mail in mails if mail["List-Unsubscribe"] and not mail["In-Reply-To"]]


def reminders(mails: list[EmailMessage]) -> list[EmailMessage]:
    return [mail for mail in mails if mail["List-Unsubscribe"] and mail["In-Reply-To"]]


async def test_a_programme_runs_by_itself_whoever_dies(
    play: Play, alliance: Alliance, alice: Consultant, library: Library
) -> None:
    await play_programme(play, alliance, library)
    print(f"seed {SEED}: {play.deaths} workers died")
    assert play.deaths > 5
    mails = distinct(play.server.mails)
    _invited_at_nine_by_the_clocks_there(mails)
    _reminded_are_those_who_had_not_answered(mails)
    _the_consultant_was_told(mails)
    assert await scheduled(alliance) == []
    waves = await Wave.filter(kind="pulse").order_by("opens_on")
    assert [(wave.opens_on, wave.state, wave.reminders_sent) for wave in waves] == [
        (day, WaveState.CLOSED, 1 if day == OPENED[5] else 2) for day in OPENED
    ]
    assert await StoredReport.all().count() == 7
    assert (await Participant.get(email=GONE)).refused == "The mail server refused this address: 550 5.1.1 No such user"
    await _counted(mails)
    reports = [report for wave in waves if (report := await shown_report(wave))]
    _trend_is_rs(reports[4])
    _after_few_changed_levels_stand_alone(reports[5])


def _invited_at_nine_by_the_clocks_there(mails: list[EmailMessage]) -> None:
    """Everybody on the roster, on each day, within minutes of nine; nobody at an address that was refused."""
    by_day: dict[date, set[str]] = {}
    for mail in invitations(mails):
        sent = moment(mail)
        by_day.setdefault(sent.date(), set()).add(mail["To"])
        assert (sent.hour, sent.minute <= 15) == (9, True), sent
    assert sorted(by_day) == [date(2026, 9, 1), *OPENED]
    everybody = {f"person{n}@{domain}" for n in range(10) for domain in ("novara.example", "helix.example")}
    for day, to in by_day.items():
        last = day == OPENED[5]
        assert to == (everybody - {QUIET, LEAVER} | {JOINER} if last else everybody), day
    assert {moment(mail).utcoffset() for mail in invitations(mails)} == {timedelta(hours=1), timedelta(hours=2)}


def _reminded_are_those_who_had_not_answered(mails: list[EmailMessage]) -> None:
    first = {mail["Message-ID"]: mail for mail in invitations(mails)}
    by_day: dict[date, Counter[str]] = {}
    for mail in reminders(mails):
        sent = moment(mail)
        assert sent.weekday() < 5
        assert 8 <= sent.hour < 18
        by_day.setdefault(sent.date(), Counter())[mail["To"]] += 1
        followed = first[mail["In-Reply-To"]]
        assert mail["References"] == mail["In-Reply-To"]
        assert followed["To"] == mail["To"]
        assert mail["Subject"] == f"Reminder: {followed['Subject']}"
        assert mail["Auto-Submitted"] == "auto-generated"
    inputs, _ = read("programme")
    for number, opened in enumerate(OPENED, start=1):
        answers = inputs["waves"][min(number, 5)]
        early, late = opened + timedelta(days=3), opened + timedelta(days=6)
        if number == 6:
            late = date(2027, 3, 30)  # the Tuesday after Easter
        else:
            assert by_day[early] == Counter(_silent(number, {"a": 6, "b": 6}))
        assert by_day[late] == Counter(_silent(number, {side: len(rows) for side, rows in answers.items()}))
    assert len(by_day) == 2 * len(OPENED) - 1


def _silent(number: int, answered: dict[str, int]) -> list[str]:
    """Who had not answered when so many of each side had, in the order of addresses."""
    last = number == 6
    a = [f"person{n}@novara.example" for n in range(10)]
    b = [f"person{n}@helix.example" for n in range(10)]
    if last:
        a.remove(QUIET)
        b.remove(LEAVER)
    silent = a[answered["a"] :] + b[answered["b"] :] + [JOINER] * last
    return [address for address in silent if not (number == 5 and address == QUIET)]


def _the_consultant_was_told(mails: list[EmailMessage]) -> None:
    told = [mail for mail in mails if mail["To"] == ALICE]
    kinds = Counter(str(mail["Subject"]).partition(": ")[2] for mail in told)
    assert kinds == {"a pulse check opens soon": 6, "the briefing is ready": 7}
    ahead = [moment(mail) for mail in told if "soon" in str(mail["Subject"])]
    # Three days before, at nine; where that is a weekend, on Monday at eight. Tuesdays are, three days before.
    assert [(sent.date(), sent.hour) for sent in ahead] == [(day - timedelta(days=1), 8) for day in OPENED]


async def _counted(mails: list[EmailMessage]) -> None:
    expected: Counter[tuple[date, MessageKind, str]] = Counter()
    for kind, found in ((MessageKind.INVITATION, invitations(mails)), (MessageKind.REMINDER, reminders(mails))):
        for mail in found:
            expected[moment(mail).date(), kind, "a" if "novara" in mail["To"] else "b"] += 1
    counted = {(row.day, row.kind, row.side): row.sent for row in await MailCount.all()}
    assert counted == dict(expected)


def _trend_is_rs(report: Report) -> None:
    _, values = read("programme")
    assert report.wave.number == 6
    trends = {trend.scale: trend for trend in report.trend}
    assert trends.keys() == values["means"].keys()
    verdicts = {}
    for scale, trend in trends.items():
        verdicts[scale] = _one_trend(trend, scale, values)
    assert {scale for scale, verdict in verdicts.items() if verdict == "closing"} == {"trust@a", "communication@a"}
    rose = {finding.subject: finding.side for finding in report.findings if finding.kind == "one_side_rose"}
    assert rose == {"trust@a": "b", "communication@a": "b"}


def _one_trend(trend: Trend, scale: str, values: Any) -> str:
    for side in ("a", "b"):
        means = [point.sides.a.mean if side == "a" else point.sides.b.mean for point in trend.series]
        assert means == pytest.approx(values["means"][scale][side], abs=0.0006)
    assert all(point.exact for point in trend.series), "the baseline has a short form of what is longer"
    for step, expected in (
        (trend.since_previous, values["previous"][scale]),
        (trend.since_first, values["first"][scale]),
    ):
        assert step is not None
        assert step.change == pytest.approx(expected["value"], abs=0.002)
        assert step.interval == pytest.approx(expected["interval"], abs=0.002)
        assert step.p == pytest.approx(expected["p"], abs=0.004)  # from figures of three decimals, then rounded up
        assert step.p_adjusted == pytest.approx(expected["p_adjusted"], abs=0.03)
        assert step.both is not None
        for level, own in (
            (step.sides.a, expected["sides"]["a"]),
            (step.sides.b, expected["sides"]["b"]),
            (step.both, expected["both"]),
        ):
            assert level.change == pytest.approx(own["value"], abs=0.002)
            assert level.p == pytest.approx(own["p"], abs=0.004)
            assert level.p_adjusted == pytest.approx(own["p_adjusted"], abs=0.1)
    assert trend.since_previous is not None
    assert trend.since_first is not None
    assert trend.slope is not None
    assert trend.slope.per_month == pytest.approx(values["slope"][scale], abs=0.002)
    assert (trend.since_previous.since, trend.since_first.since, trend.slope.waves) == (5, 1, 6)
    return trend.since_first.verdict


def _after_few_changed_levels_stand_alone(report: Report) -> None:
    assert report.levels_alone
    for trend in report.trend:
        latest = trend.series[-1]
        assert latest.gap == Withheld("few_changed")
        assert isinstance(latest.sides, BySide)
        assert isinstance(latest.sides.a.mean, float)
        assert trend.since_previous is not None
        assert trend.since_previous.verdict == "withheld"
