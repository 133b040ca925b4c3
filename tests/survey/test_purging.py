"""What goes, when, and what still works after it is gone."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from diagnostic.errors import NotPossible
from diagnostic.questionnaire.library import Library
from diagnostic.settings import Settings
from diagnostic.storage import cleanup_is_pending
from diagnostic.storage.models import (
    Alliance,
    Comment,
    Consultant,
    Invitation,
    Message,
    MessageKind,
    MessageState,
    Participant,
    Response,
    StoredReport,
    StoredValue,
    Wave,
    WaveState,
)
from diagnostic.survey.alliances import create_alliance
from diagnostic.survey.closing import close, destroy
from diagnostic.survey.invitations import sending_ends
from diagnostic.survey.plans import WavePlan, draft_wave
from diagnostic.survey.purging import ROSTER_KEPT, delete_roster
from diagnostic.survey.reminders import remind
from diagnostic.survey.reports import correct, publish
from diagnostic.survey.roster import apply_roster, read_roster
from diagnostic.survey.waves import launch
from diagnostic.worker import tick
from tests.answering import after_the_end, answer_all, on_a_working_day, shown_report
from tests.conftest import DETAILS, SECRET
from tests.due import delete_expired_responses, delete_expired_rosters
from tests.web.consultant_desk import Desk, settings_for

on_one_engine = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
async def wave(open_wave: Wave) -> Wave:
    """A closed wave with its Report, comments among it, and one person who is never to be written to again."""
    await Participant.filter(email="person7@helix.example").update(do_not_contact=True, name="Pat", language="de")
    await answer_all(open_wave, text=lambda side, n: f"Person {n} of {side} says so.")
    await close(open_wave, SECRET, after_the_end(open_wave))
    await publish(open_wave)
    return await Wave.get(id=open_wave.id)


@pytest.fixture
def ended(wave: Wave) -> datetime:
    assert wave.closed_at is not None
    return wave.closed_at


@pytest.fixture
def settings(database: str) -> Settings:
    return settings_for(database)


async def people() -> int:
    return await Participant.filter(do_not_contact=False).count()


async def test_the_worker_deletes_responses_and_comments_on_their_day_and_the_report_stays(
    wave: Wave, ended: datetime, settings: Settings, library: Library
) -> None:
    # Mails are another matter: none waits.
    await Message.all().delete()
    (body,) = await StoredReport.all().values_list("body", flat=True)
    await tick(settings, library, ended + timedelta(days=90, seconds=-1))
    assert (await Response.all().count(), await Comment.all().count()) == (16, 16)
    await tick(settings, library, ended + timedelta(days=90))
    assert (await Response.all().count(), await Comment.all().count()) == (0, 0)
    assert not await cleanup_is_pending(), "nothing of them is left in the files"
    assert await StoredReport.all().values_list("body", flat=True) == [body]
    report = await shown_report(wave)
    assert report is not None
    assert len(report.comments) == 16


async def test_a_deleted_roster_leaves_an_address_that_is_not_to_be_written_to_and_nothing_else(
    wave: Wave, alliance: Alliance
) -> None:
    await delete_roster(alliance)
    (left,) = await Participant.all()
    assert (left.email, left.side, left.do_not_contact) == ("person7@helix.example", "b", True)
    assert (left.name, left.attribute, left.language) == (None, None, "")
    assert await Invitation.all().count() == 0
    assert await Message.filter(invitation_id__isnull=False).count() == 0
    assert await StoredReport.all().count() == 1
    assert await Response.all().count() == 16, "answers have their own day"
    assert not await cleanup_is_pending()


@pytest.mark.part("proofs")
async def test_after_it_every_page_and_command_of_the_wave_still_works(
    wave: Wave, alliance: Alliance, database: str, library: Library, plan: WavePlan
) -> None:
    await delete_roster(alliance)
    desk = Desk()
    await desk.sign_in()
    await desk.get(f"/waves/{wave.id}")
    assert desk.words.count("8 of 8 people answered") == 2
    assert (await desk.made(f"/waves/{wave.id}/briefing")).status_code == 200
    assert (await desk.http.get(f"/waves/{wave.id}/report.json")).json()["participation"]["b"]["invited"] == 8
    assert (await desk.get(f"/waves/{wave.id}/comments")).status_code == 200
    await desk.get(f"/alliances/{alliance.id}")
    assert "Upload the roster" in desk.words
    await desk.get(f"/alliances/{alliance.id}/roster")
    assert "asked not to be written to" in desk.words

    await correct(wave, "A fault.")
    await desk.get(f"/waves/{wave.id}")
    assert "because an earlier briefing was wrong: A fault." in desk.words
    report = await shown_report(wave)
    assert report is not None
    assert (report.participation.a.invited, report.participation.b.invited) == (8, 8)

    rows = ["email,company,function", *(f"p{n}@novara.example,Novara,Sales" for n in range(8))]
    rows += [f"person{n}@helix.example,Helix,Sales" for n in range(8)]
    await apply_roster(alliance, read_roster("\n".join(rows).encode(), "r.csv", alliance, ("en", "de")))
    later = await draft_wave(alliance, plan, library)
    await launch(later, SECRET)
    assert await Invitation.filter(wave=later).count() == 15
    assert not await Invitation.filter(wave=later, participant__do_not_contact=True).exists()


async def test_the_worker_deletes_a_roster_a_year_after_its_last_wave(
    wave: Wave, ended: datetime, settings: Settings, library: Library
) -> None:
    await Message.all().delete()
    await tick(settings, library, ended + ROSTER_KEPT - timedelta(seconds=1))
    assert await people() == 15
    await tick(settings, library, ended + ROSTER_KEPT)
    assert (await people(), await Invitation.all().count()) == (0, 0)
    assert not await cleanup_is_pending()
    assert await delete_expired_rosters(ended + ROSTER_KEPT + timedelta(days=1)) == 0, "once is enough"


@on_one_engine
async def test_an_alliance_that_never_had_a_wave_keeps_its_roster(roster: Alliance) -> None:
    assert await delete_expired_rosters(datetime.now(UTC) + 3 * ROSTER_KEPT) == 0
    assert await people() == 16


@on_one_engine
async def test_a_destroyed_wave_counts_as_a_last_one(open_wave: Wave, alliance: Alliance) -> None:
    over = sending_ends(open_wave, alliance)
    await destroy(open_wave, SECRET, over)
    assert await delete_expired_rosters(over + ROSTER_KEPT - timedelta(seconds=1)) == 0
    assert await delete_expired_rosters(over + ROSTER_KEPT) == 1


@on_one_engine
async def test_a_draft_that_can_still_be_launched_keeps_the_roster_and_a_forgotten_one_does_not(
    wave: Wave, ended: datetime, alliance: Alliance, plan: WavePlan, library: Library
) -> None:
    year = ended + ROSTER_KEPT
    last_day = (year + timedelta(days=3)).date()
    await draft_wave(alliance, msgspec.structs.replace(plan, closes_on=last_day), library, year - timedelta(days=9))
    assert await delete_expired_rosters(year) == 0
    assert await delete_expired_rosters(year + timedelta(days=3)) == 0
    assert await delete_expired_rosters(year + timedelta(days=4)) == 1


@on_one_engine
async def test_an_open_wave_keeps_its_roster_also_where_its_last_day_is_over(
    wave: Wave, ended: datetime, alliance: Alliance, plan: WavePlan, library: Library
) -> None:
    later = await draft_wave(alliance, plan, library)
    await launch(later, SECRET)
    assert await delete_expired_rosters(ended + ROSTER_KEPT) == 0
    assert await people() == 15
    with pytest.raises(NotPossible, match="A wave is open"):
        await delete_roster(alliance)


@on_one_engine
async def test_a_wave_whose_report_is_not_there_keeps_its_roster(open_wave: Wave, alliance: Alliance) -> None:
    await answer_all(open_wave)
    await close(open_wave, SECRET, after_the_end(open_wave))
    ended = (await Wave.get(id=open_wave.id)).closed_at
    assert ended is not None
    assert await delete_expired_rosters(ended + ROSTER_KEPT) == 0
    with pytest.raises(NotPossible, match="just being prepared"):
        await delete_roster(alliance)
    assert await people() == 16
    await publish(open_wave)
    assert await delete_expired_rosters(ended + ROSTER_KEPT) == 1


@pytest.mark.part("proofs")
@on_one_engine
async def test_a_roster_that_has_to_stay_keeps_no_other_from_going(
    wave: Wave, ended: datetime, alice: Consultant
) -> None:
    """In whichever order the two alliances are looked at."""
    for state in (WaveState.CLOSED, WaveState.OPEN):  # one without a Report, one whose last day is long over
        stuck = await create_alliance(alice, DETAILS)
        await Participant.create(alliance=stuck, email=f"{state}@novara.example", side="a", language="en")
        for each in (state, WaveState.DESTROYED):
            await Wave.create(
                alliance=stuck,
                kind="pulse",
                state=each,
                questionnaire={},
                languages=[],
                invitation_texts={},
                closes_on=ended.date(),
                closed_at=None if each is WaveState.OPEN else ended,
            )
    second = await create_alliance(alice, DETAILS)
    await Wave.create(
        alliance=second,
        kind="pulse",
        state=WaveState.DESTROYED,
        questionnaire={},
        languages=[],
        invitation_texts={},
        closes_on=ended.date(),
        closed_at=ended,
    )
    await Participant.create(alliance=second, email="last@novara.example", side="a", language="en")
    assert await delete_expired_rosters(ended + ROSTER_KEPT) == 2
    left = {person.email for person in await Participant.filter(do_not_contact=False)}
    assert left == {"closed@novara.example", "open@novara.example"}


@on_one_engine
async def test_a_consultant_deletes_a_roster_by_hand_and_has_to_mean_it(
    wave: Wave, alliance: Alliance, database: str
) -> None:
    desk = Desk()
    await desk.sign_in()
    await desk.get(f"/alliances/{alliance.id}/roster")
    assert "By itself this happens 365 days after the last wave." in desk.words
    await desk.post(f"/alliances/{alliance.id}/roster/delete")
    assert "Nothing was deleted. Tick the box to say that you mean it." in desk.words
    assert await people() == 15
    await desk.get(f"/alliances/{alliance.id}/roster")
    await desk.post(f"/alliances/{alliance.id}/roster/delete", sure="yes")
    assert "The roster is deleted, with every invitation." in desk.words
    assert (await people(), await Invitation.all().count()) == (0, 0)


@pytest.mark.part("proofs")
@on_one_engine
async def test_while_a_wave_is_open_no_hand_deletes_its_roster(
    open_wave: Wave, alliance: Alliance, database: str
) -> None:
    desk = Desk()
    await desk.sign_in()
    await desk.get(f"/alliances/{alliance.id}/roster")
    assert "Delete the roster" not in desk.words
    await desk.post(f"/alliances/{alliance.id}/roster/delete", sure="yes")
    assert "A wave is open. Its roster can be deleted once the wave is closed." in desk.words
    assert await people() == 16


@on_one_engine
async def test_one_alliances_roster_goes_alone(wave: Wave, alliance: Alliance, alice: Consultant) -> None:
    other = await create_alliance(alice, DETAILS)
    await Participant.create(alliance=other, email="person0@novara.example", side="a", language="en")
    await delete_roster(alliance)
    assert await people() == 1


@pytest.mark.part("proofs")
@on_one_engine
async def test_what_cannot_be_cleaned_now_stays_owed_and_is_cleaned_later(
    wave: Wave, ended: datetime, settings: Settings, library: Library
) -> None:
    await Message.all().delete()
    await delete_expired_responses(ended + timedelta(days=90))
    # As where a running backup held the cleaning up.
    await StoredValue.create(key="cleaning-owed", value=b"a debt")
    await tick(settings, library, ended + timedelta(days=91))
    assert not await cleanup_is_pending()


async def test_a_reminder_that_waits_as_a_wave_ends_is_not_kept(open_wave: Wave) -> None:
    await Message.filter(wave=open_wave).update(state=MessageState.SENT)
    await answer_all(open_wave, a=7, b=6)
    await remind(open_wave, on_a_working_day(2))
    assert await Message.filter(kind=MessageKind.REMINDER).count() == 3
    await close(open_wave, SECRET, after_the_end(open_wave))
    assert await Message.filter(kind=MessageKind.REMINDER).count() == 0, "they would name those who have not answered"
    assert await Message.filter(kind=MessageKind.INVITATION).count() == 16
