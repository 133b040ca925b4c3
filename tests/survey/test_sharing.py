"""An alliance is shared with, and passed on to, colleagues of the same firm and nobody else."""

import pytest

from diagnostic.errors import NotPossible
from diagnostic.storage.models import Alliance, Consultant
from diagnostic.survey.sharing import pass_on, share


async def people(alliance: Alliance) -> tuple[object, object]:
    await alliance.refresh_from_db()
    return alliance.consultant_id, alliance.second_id


@pytest.mark.parametrize(("firm", "hers"), [("Arden Consulting", "Elsewhere"), ("Arden Consulting", ""), ("", "")])
async def test_nobody_of_another_firm_or_of_none_is_let_onto_an_alliance(
    alliance: Alliance, alice: Consultant, mallory: Consultant, firm: str, hers: str
) -> None:
    await Consultant.filter(id=alice.id).update(firm=firm)
    await Consultant.filter(id=mallory.id).update(firm=hers)
    with pytest.raises(NotPossible, match="colleagues of the same firm only"):
        await share(alliance, mallory)
    with pytest.raises(NotPossible, match="colleagues of the same firm only"):
        await pass_on(alliance, mallory)
    assert await people(alliance) == (alice.id, None)


async def test_who_passes_an_alliance_on_to_a_colleague_stays_only_if_they_want(
    alliance: Alliance, alice: Consultant
) -> None:
    await Consultant.filter(id=alice.id).update(firm="Arden Consulting")
    email = "bob@consultancy.example"
    bob = await Consultant.create(email=email, name="Bob", firm="Arden Consulting", password_hash="-")
    await share(alliance, bob)
    assert await people(alliance) == (alice.id, bob.id)
    await pass_on(alliance, bob, stay=True)
    assert await people(alliance) == (bob.id, alice.id)
    await pass_on(alliance, await Consultant.get(id=alice.id))
    assert await people(alliance) == (alice.id, None)
