import msgspec
import pytest

from diagnostic.errors import NotPossible
from diagnostic.storage.models import Alliance, Consultant, Wave
from diagnostic.survey.alliances import InvalidDetails, create_alliance, update_alliance
from diagnostic.survey.consultants import add_consultant, authenticate, set_password
from tests.conftest import DETAILS, PASSWORD


async def test_a_consultant_signs_in_with_address_and_password(alice: Consultant) -> None:
    assert await authenticate(" Alice@Consultancy.example ", PASSWORD) == alice
    assert await authenticate("alice@consultancy.example", PASSWORD + "!") is None
    assert await authenticate("nobody@consultancy.example", PASSWORD) is None
    await set_password(alice, "another good password")
    assert await authenticate("alice@consultancy.example", PASSWORD) is None


async def test_an_account_needs_an_address_of_its_own_and_a_long_password(alice: Consultant) -> None:
    for email, password in (
        ("alice@consultancy.example", PASSWORD),
        ("nonsense", PASSWORD),
        ("bob@b.example", "short"),
    ):
        with pytest.raises(NotPossible):
            await add_consultant(email, "Somebody", password)
    assert await Consultant.all().count() == 1


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("brand", {"brand": "  "}),
        ("company_b", {"company_b": "novara"}),
        ("domains_a", {"domains_a": []}),
        ("domains_a", {"domains_a": ["not a domain"]}),
        ("domains_b", {"domains_b": ["novara.example"]}),
        ("timezone", {"timezone": "Mars/Olympus"}),
        ("contact", {"contact": "nobody"}),
        ("attribute", {"attribute": "Email"}),
        ("short_a", {"short_a": "Fifteen letters"}),
        ("short_b", {"short_b": "NOVARA"}),
        # What is suggested of both would be the same.
        ("short_b", {"company_a": "Bernhard Arzneimittelwerke", "company_b": "Bernhard-Wohlfahrt Pharma"}),
    ],
)
async def test_the_field_at_fault_is_named(alice: Consultant, field: str, changes: dict[str, object]) -> None:
    with pytest.raises(InvalidDetails) as caught:
        await create_alliance(alice, msgspec.structs.replace(DETAILS, **changes))
    assert [fault.where for fault in caught.value.faults] == [field]
    assert await Alliance.all().count() == 0


async def test_details_are_kept_in_one_spelling(alice: Consultant) -> None:
    details = msgspec.structs.replace(
        DETAILS, brand="  Cardiva  plus ", domains_a=["@Novara.Example ", "novara.example"]
    )
    stored = await Alliance.get(id=(await create_alliance(alice, details)).id)
    assert (stored.brand, stored.domains_a) == ("Cardiva plus", ["novara.example"])


async def test_short_names_are_kept_as_given_and_else_suggested_from_the_names(alice: Consultant) -> None:
    details = msgspec.structs.replace(DETAILS, company_b="Helix Arzneimittel GmbH & Co. KG", short_a=" NVR ")
    stored = await Alliance.get(id=(await create_alliance(alice, details)).id)
    assert (stored.short("a"), stored.short("b")) == ("NVR", "Helix")


async def test_details_change_while_no_wave_is_open(alliance: Alliance) -> None:
    await update_alliance(alliance, msgspec.structs.replace(DETAILS, company_a=" Other "))
    assert (await Alliance.get(id=alliance.id)).company_a == "Other"
    with pytest.raises(InvalidDetails):
        await update_alliance(alliance, msgspec.structs.replace(DETAILS, company_b=""))
    assert (await Alliance.get(id=alliance.id)).company_b == "Helix"


async def test_what_was_promised_stays_while_a_wave_is_open(open_wave: Wave) -> None:
    alliance = await Alliance.get(id=open_wave.alliance_id)
    with pytest.raises(NotPossible):
        await update_alliance(alliance, msgspec.structs.replace(DETAILS, company_a="Other"))
    assert (await Alliance.get(id=alliance.id)).company_a == "Novara"
