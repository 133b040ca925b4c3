"""One rule for addresses: whatever is taken at upload is sent to, at the domain that was written."""

from datetime import UTC, datetime
from itertools import product

import msgspec
import pytest

from diagnostic.addresses import ascii_address, check_address, check_domain, within
from diagnostic.errors import InvalidRoster, NotPossible
from diagnostic.mail.envelope import Sender, enclose
from diagnostic.mail.letter import Letter, Link
from diagnostic.mail.transport import open_transport
from diagnostic.storage.models import Alliance
from diagnostic.survey.alliances import InvalidDetails
from diagnostic.survey.roster import read_roster
from tests.conftest import DETAILS
from tests.mail.server import MailServer

LETTER = Letter(language="en", title="Hello", message=("Hello",), action=Link("Open", "Copy", "https://x.example/a/1"))
SENDER = Sender("Survey", "survey@diagnostic.example")


def registered(label: str) -> str:
    """How a label is registered: Punycode of its letters as they are (RFC 5891), by Python's own codec."""
    return label if label.isascii() else "xn--" + label.encode("punycode").decode()


DOMAINS = {
    # as typed: the letters it is kept in
    "novara.example": "novara.example",
    "NOVARA.Example": "novara.example",
    "mail.Novara.example": "mail.novara.example",
    "straße-pharma.example": "straße-pharma.example",
    "STRAẞE-pharma.example": "straße-pharma.example",
    "strasse-pharma.example": "strasse-pharma.example",
    "xn--strae-pharma-o9a.example": "straße-pharma.example",
    "φαρμακος.example": "φαρμακος.example",
    "φαρμακοσ.example": "φαρμακοσ.example",
    "mu\u0308nchen.example": "münchen.example",
    "MÜNCHEN.example": "münchen.example",
    "ｎｏｖａｒａ.example": "novara.example",
    "novara。example": "novara.example",
    "пример.example": "пример.example",
    "例え.example": "例え.example",
    "a-1.b2.example": "a-1.b2.example",
    "test.test": "test.test",
    ".".join(["d" * 63, "e" * 63, "f" * 50, "example"]): ".".join(["d" * 63, "e" * 63, "f" * 50, "example"]),
}
LOCALS = ("jo", "Jo.Smith", "o'neil", "jo+tag", "a_b-c", "!#$%&'*/=?^`{|}~", "0", "jo.lo.po", "l" * 50)


async def test_whatever_is_accepted_at_upload_arrives_at_the_domain_that_was_written(
    alliance_without_database: Alliance,
) -> None:
    with MailServer() as server:
        transport = open_transport(server.url)
        wanted = []
        for local, (typed, kept) in product(LOCALS, DOMAINS.items()):
            roster = read_roster(
                f'email,company\n"{local}@{typed}",Novara\n'.encode(), "r.csv", alliance_without_database, ("en",)
            )
            (line,) = roster.lines
            assert line.email == f"{local.lower()}@{kept}"
            await transport.send(
                enclose(
                    LETTER, sender=SENDER, to=line.email, message_id="<1@diagnostic.example>", now=datetime.now(UTC)
                )
            )
            wanted.append(f"{local.lower()}@{'.'.join(map(registered, kept.split('.')))}")
        await transport.close()
        assert server.recipients == wanted
        assert [mail["To"].addresses[0].addr_spec for mail in server.mails] == wanted
        assert all(raw.isascii() for raw in server.raw)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("conan.o’neil@novara.example", "“’” (right single quotation mark)"),
        ("conan.o’neil@novara.example", "Did you mean conan.o'neil@novara.example?"),
        ("anne–marie@novara.example", "Did you mean anne-marie@novara.example?"),
        ("ｊｏ@novara.example", "Did you mean jo@novara.example?"),
        ("josé@novara.example", "“é” (latin small letter e with acute)"),
        ("jose\u0301@novara.example", "Ask for an address in plain letters."),
        ("jоhn@novara.example", "“о” (cyrillic small letter o)"),
        ("jo@localhost", "is no mail address"),
        ("jo@☃.example", "is no mail address"),
        ("jo@nova\u200dra.example", "is no mail address"),
        ('"jo jo"@novara.example', "is no mail address"),
        ("jo@[192.0.2.1]", "is no mail address"),
        ("l" * 65 + "@novara.example", "is no mail address"),
        ("jo", "is no mail address"),
        ("@novara.example", "is no mail address"),
    ],
)
def test_an_address_that_cannot_be_sent_to_is_refused_at_upload_in_words(
    alliance_without_database: Alliance, address: str, words: str
) -> None:
    quoted = address.replace('"', '""')
    with pytest.raises(InvalidRoster) as refused:
        read_roster(f'email,company\n"{quoted}",Novara\n'.encode(), "r.csv", alliance_without_database, ("en",))
    assert words in str(refused.value)
    assert refused.value.faults[0].where == "row 2"


@pytest.mark.parametrize("typed", ["@Straße-Pharma.example", "xn--strae-pharma-o9a.example", "STRAẞE-PHARMA.EXAMPLE."])
def test_a_companys_domain_and_its_peoples_are_written_alike(typed: str) -> None:
    details = msgspec.structs.replace(DETAILS, domains_a=[typed]).checked()
    assert details.domains_a == ["straße-pharma.example"]
    domain = check_address("Jo@xn--strae-pharma-o9a.example").rpartition("@")[2]
    assert within(domain, details.domains_a)
    assert within(f"mail.{domain}", details.domains_a)
    assert not within("strasse-pharma.example", details.domains_a)


def test_one_domain_in_two_spellings_is_not_both_companies() -> None:
    with pytest.raises(InvalidDetails, match=r"straße\.example is given for both companies"):
        msgspec.structs.replace(DETAILS, domains_a=["straße.example"], domains_b=["xn--strae-oqa.example"]).checked()


@pytest.mark.parametrize("typed", ["not a domain", "novara", "-novara.example", "ｎ☃.example", "nova_ra.example"])
def test_what_is_no_domain_is_refused(typed: str) -> None:
    with pytest.raises(NotPossible, match="is no mail domain"):
        check_domain(typed)


def test_an_address_is_kept_as_people_write_it_and_travels_in_ascii() -> None:
    assert ascii_address(check_address("jo@straße-pharma.example")) == "jo@xn--strae-pharma-o9a.example"
