"""Who asked never to be written to is not, by no later wave and no new roster; the link they have stays good."""

from datetime import UTC, datetime, timedelta

import pytest
from tortoise.exceptions import IntegrityError

from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Alliance, Invitation, Message, MessageState, Participant, Wave
from diagnostic.survey.closing import close
from diagnostic.survey.plans import WavePlan, draft_wave
from diagnostic.survey.purging import delete_roster
from diagnostic.survey.reminders import remind
from diagnostic.survey.reports import publish
from diagnostic.survey.roster import apply_roster, read_roster
from diagnostic.survey.waves import do_not_contact, invited, launch, send_link_again
from tests.answering import after_the_end, answer, answer_all, on_a_working_day, tokens
from tests.conftest import SECRET
from tests.due import delete_expired_rosters

QUIET = "person0@novara.example"


@pytest.fixture
async def closed_wave(open_wave: Wave) -> Wave:
    """A wave during which one person asked not to be written to again, and answered all the same."""
    await do_not_contact(await Invitation.get(wave=open_wave, participant__email=QUIET))
    await answer_all(open_wave)
    await close(open_wave, SECRET, after_the_end(open_wave))
    await publish(open_wave)
    return open_wave


async def upload(alliance: Alliance, *, remove_missing: bool = True) -> None:
    """The roster as the company's own list has it, in another spelling; it knows nothing of what anybody asked."""
    people = [(f"Person{n}@{c}.example", c) for c in ("Novara", "Helix") for n in range(8)]
    text = "\n".join(["email,company,name,function", *(f"{email},{c},Somebody,Sales" for email, c in people)])
    await apply_roster(alliance, read_roster(text.encode(), "r.csv", alliance, ("en",)), remove_missing=remove_missing)


async def is_quiet(alliance: Alliance) -> bool:
    return (await Participant.get(alliance=alliance, email=QUIET)).do_not_contact


async def written_to(wave: Wave) -> set[str]:
    mails = await Message.filter(wave=wave).prefetch_related("invitation__participant")
    return {mail.invitation.participant.email for mail in mails if mail.invitation}


async def test_during_the_wave_neither_reminders_nor_new_links_go_and_the_link_stays_good(open_wave: Wave) -> None:
    await Message.filter(wave=open_wave).update(state=MessageState.SENT)
    await do_not_contact(await Invitation.get(wave=open_wave, participant__email=QUIET))
    link = (await tokens(open_wave, "a"))[0]
    first = {message.id for message in await Message.all()}

    await remind(open_wave, on_a_working_day(2))
    await send_link_again(QUIET, SECRET)

    later = await Message.exclude(id__in=first).prefetch_related("invitation__participant")
    assert len(later) == 15
    assert QUIET not in {mail.invitation.participant.email for mail in later if mail.invitation}
    await answer(open_wave, link, "a")


async def test_later_waves_do_not_invite_them(
    closed_wave: Wave, roster: Alliance, plan: WavePlan, library: Library
) -> None:
    second = await draft_wave(roster, plan, library)
    assert (await invited(second))["a"].people == 7
    await launch(second, SECRET)
    assert not await Invitation.filter(wave=second, participant__email=QUIET).exists()
    assert await Invitation.filter(wave=second).count() == 15
    assert QUIET not in await written_to(second)
    await send_link_again(QUIET, SECRET)
    assert QUIET not in await written_to(second)


@pytest.mark.parametrize("remove_missing", [False, True])
async def test_a_roster_uploaded_again_does_not_undo_it(
    closed_wave: Wave, roster: Alliance, remove_missing: bool
) -> None:
    await upload(roster, remove_missing=remove_missing)
    assert (await Participant.get(email=QUIET)).name == "Somebody"
    assert await is_quiet(roster)


@pytest.mark.part("proofs")
async def test_a_roster_deleted_and_uploaded_again_does_not_undo_it(
    closed_wave: Wave, roster: Alliance, plan: WavePlan, library: Library
) -> None:
    await delete_roster(roster)
    (kept,) = await Participant.all()
    assert (kept.email, kept.name, kept.attribute, kept.do_not_contact) == (QUIET, None, None, True)
    assert await Invitation.all().count() == await Message.filter(invitation_id__isnull=False).count() == 0
    await upload(roster)
    assert await is_quiet(roster)
    second = await draft_wave(roster, plan, library)
    await launch(second, SECRET)
    assert len(await written_to(second)) == 15
    assert QUIET not in await written_to(second)


@pytest.mark.part("proofs")
async def test_nor_does_a_roster_deleted_on_schedule(closed_wave: Wave, roster: Alliance) -> None:
    year_later = datetime.now(UTC) + timedelta(days=400)
    assert await delete_expired_rosters(year_later) == 1
    assert await delete_expired_rosters(year_later) == 0, "with nobody else left there is nothing more to delete"
    assert await is_quiet(roster)


async def test_the_database_refuses_to_undo_it(closed_wave: Wave, roster: Alliance) -> None:
    """Between waves too. An address changed would be a way around it: the old one could be invited anew."""
    for change in ({"do_not_contact": False}, {"email": "other@novara.example"}):
        with pytest.raises(IntegrityError, match="not written to again"):
            await Participant.filter(email=QUIET).update(**change)
    assert await is_quiet(roster)
