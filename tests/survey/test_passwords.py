"""Passwords that whoever guesses tries first are refused, and words say why."""

import pytest

from diagnostic.errors import NotPossible
from diagnostic.storage.models import Consultant
from diagnostic.survey.consultants import LONGEST_PASSWORD, add_consultant, authenticate, find_consultant, set_password
from diagnostic.survey.passwords import why_refused

OWN = ("alice@consultancy.example", "Alice Arden", "Arden & Partners")


@pytest.mark.parametrize(
    "password",
    [
        "aaaaaaaaaaaa",
        "123456789012",
        "qwertyuiop12",
        "passwordpassword",
        "Passw0rd1234",
        "abcabcabcabc",
        "1q2w3e4r5t6y",
        "iloveyou2024",
        "Summer2026!!!",
        "letmein-letmein",
        "20262026202620262026",
    ],
)
def test_a_common_or_repeated_one_is_refused(password: str) -> None:
    assert "Four unrelated words" in (why_refused(password, OWN) or "")


@pytest.mark.parametrize(
    ("password", "known"),
    [
        ("alice@consultancy.example", "alice@consultancy.example"),
        ("aliceKx7pQ29zz", "alice"),
        ("Alice.Arden.Kx7pQ", "Alice Arden"),
        ("consultancy-Kx7pQ29zz", "consultancy"),
        ("arden+partners 9zK", "Arden & Partners"),
        ("AllianceDiagnostic-Kx7", "Alliance Diagnostic"),
    ],
)
def test_one_that_holds_what_is_known_of_the_person_or_the_product_is_refused(password: str, known: str) -> None:
    assert f"Leave out “{known}”" in (why_refused(password, OWN) or "")


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "tulip crane window",
        "Kx7!pQ29zzLw",
        "ein Fahrrad im Regen",
        "ж" * 3 + "Kx7!pQ29zLw",
    ],
)
def test_words_and_chance_will_do(password: str) -> None:
    assert why_refused(password, OWN) is None


def test_a_short_one_is_refused_and_a_long_one_takes_no_time() -> None:
    assert "12 characters" in (why_refused("Kx7!pQ29zzL", OWN) or "")
    assert why_refused("a" * 100_000, OWN) is not None


async def test_one_place_refuses_for_everybody(database: str, alice: Consultant) -> None:
    with pytest.raises(NotPossible, match="Leave out “alice”"):
        await set_password(alice, "alice in wonderland")
    with pytest.raises(NotPossible, match="Four unrelated words"):
        await add_consultant("bob@consultancy.example", "Bob", "passwordpassword")
    with pytest.raises(NotPossible, match=f"at most {LONGEST_PASSWORD} characters"):
        await set_password(alice, "Kx7!pQ29zzL " * 100)
    assert await Consultant.all().count() == 1


async def test_blanks_at_the_ends_are_no_part_of_a_password_wherever_it_is_given(
    database: str, alice: Consultant
) -> None:
    words = "tulip crane window"
    for chosen in (words, f" {words}", f"{words}\u00a0"):
        await set_password(alice, chosen)
        for typed in (words, f"  {words} "):
            assert await authenticate(alice.email, typed) == alice
    with pytest.raises(NotPossible, match="12 characters"):
        await set_password(alice, "Kx7!pQ29zz    ")


async def test_an_account_is_found_by_every_spelling_of_its_address_and_nonsense_finds_none(database: str) -> None:
    jo = await add_consultant("Jo@straße.example", "Jo", "tulip crane window")
    for spelt in ("jo@straße.example", " JO@xn--strae-oqa.example "):
        assert await find_consultant(spelt) == jo
    for nonsense in ("", "jo", "\ud800@x.example", "jo@\ud800.example", "a\0b@c.example", "x" * 5000):
        assert await find_consultant(nonsense) is None
    old = await Consultant.create(email="me@localhost", name="Me", password_hash="")
    assert await find_consultant(" Me@localhost") == old, "made before addresses were checked as they are now"
