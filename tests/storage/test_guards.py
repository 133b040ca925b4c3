"""What was promised at launch cannot be changed in the database either, on both engines."""

from typing import Any

import pytest
from tortoise.exceptions import BaseORMException

from diagnostic.storage.guards import GUARDS
from diagnostic.storage.models import (
    Alliance,
    Ballot,
    Invitation,
    Message,
    MessageState,
    Participant,
    StoredReport,
    Wave,
)
from diagnostic.survey.closing import close
from diagnostic.survey.reports import publish
from tests.answering import after_the_end, answer_all
from tests.conftest import SECRET


async def refused(query: Any) -> None:
    with pytest.raises(BaseORMException):
        await query


@pytest.mark.parametrize(
    "change",
    [
        {"k": 4}, {"comment_k": 4}, {"statement_margin": 0.5}, {"scale_margin": 0.5}, {"attribute": None},
        {"retention_days": 300}, {"questionnaire": {}}, {"pulses": 2}, {"inference": 1}, {"asked_again": []},
        {"public_key": b"x" * 32}, {"wrapped_private_key": b"another"}, {"closes_on": "2020-01-01"}, {"state": "draft"},
    ],
)  # fmt: skip
async def test_the_plan_of_an_open_wave_cannot_be_changed(open_wave: Wave, change: dict[str, Any]) -> None:
    await refused(Wave.filter(id=open_wave.id).update(**change))
    assert (await Wave.get(id=open_wave.id)).k == 5


async def test_the_roster_of_an_open_wave_cannot_be_changed(open_wave: Wave) -> None:
    alliance = await Alliance.get(id=open_wave.alliance_id)
    person = await Participant.filter(alliance=alliance, side="a").first()
    assert person is not None
    await refused(Participant.create(alliance=alliance, email="x@y.example", side="a", language="en"))
    await refused(Participant.filter(id=person.id).delete())
    await refused(Participant.filter(id=person.id).update(side="b"))
    await refused(Participant.filter(id=person.id).update(attribute="Other"))
    await refused(Participant.filter(id=person.id).update(email="other@novara.example"))
    await refused(Alliance.filter(id=alliance.id).update(domains_a=["elsewhere.example"]))
    await Participant.filter(id=person.id).update(do_not_contact=True)


async def test_a_refused_address_and_only_that_can_be_corrected(open_wave: Wave) -> None:
    message = await Message.filter(wave=open_wave).prefetch_related("invitation").first()
    assert message is not None
    assert message.invitation is not None
    await Message.filter(id=message.id).update(state=MessageState.REFUSED)
    person = Participant.filter(id=message.invitation.participant_id)
    await person.update(email="corrected@novara.example")
    await refused(Participant.exclude(id=message.invitation.participant_id).update(email="x@novara.example"))


async def test_invitations_and_ballots_of_an_open_wave_stay(open_wave: Wave) -> None:
    await answer_all(open_wave, a=1, b=0)
    spent = Invitation.filter(wave=open_wave, answered=True)
    await refused(spent.update(answered=False))
    await refused(spent.delete())
    await refused(spent.update(nonce=b"another"))
    await refused(Ballot.filter(wave=open_wave).update(side="b"))
    someone = await Participant.filter(invitations__wave=open_wave).first()
    await refused(Invitation.create(wave=open_wave, participant=someone, nonce=b"n", token_hash="h"))


async def test_a_closed_wave_takes_no_ballot_and_its_report_stays(open_wave: Wave) -> None:
    await answer_all(open_wave)
    await close(open_wave, SECRET, after_the_end(open_wave))
    await publish(open_wave)
    await refused(Ballot.create(wave=open_wave, side="a", sealed=b"late"))
    await refused(Wave.filter(id=open_wave.id).update(state="open"))
    await refused(StoredReport.filter(wave=open_wave).update(body="{}"))


async def test_a_draft_can_be_changed(draft: Wave) -> None:
    await Wave.filter(id=draft.id).update(k=6, comment_k=9, closes_on="2030-01-01")
    assert (await Wave.get(id=draft.id)).k == 6


def test_every_guard_has_its_own_name() -> None:
    assert len({guard.name for guard in GUARDS}) == len(GUARDS)
