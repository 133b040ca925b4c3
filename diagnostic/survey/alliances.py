"""The partnership, as a consultant sets it up."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from diagnostic.addresses import check_address, check_domain
from diagnostic.errors import Fault, Faults, NotPossible
from diagnostic.storage.models import Alliance, Consultant, Wave, WaveState
from diagnostic.text import one_line, short_name_faults, short_names

ROSTER_COLUMNS = ("email", "company", "name", "language")
"""What the columns of the example are called besides the alliance's own attribute."""


LONGEST_ATTRIBUTE = 60
MOST_DOMAINS = 50


class InvalidDetails(Faults):
    """Each fault's ``where`` is the name of a field."""


class AllianceDetails(msgspec.Struct, frozen=True, kw_only=True):
    """What a consultant says of an alliance."""

    brand: str
    company_a: str
    company_b: str
    domains_a: list[str]
    domains_b: list[str]
    timezone: str
    controller: str
    contact: str
    attribute: str | None = None
    short_a: str = ""
    """What a company is called in little room; where it is empty, what `short_name` makes of its name."""
    short_b: str = ""

    def checked(self) -> "AllianceDetails":
        """Trimmed and in one spelling.

        Raises
        ------
        InvalidDetails
            Naming every field at fault.
        """
        faults: list[Fault] = []
        texts: dict[str, str] = {}
        for field, most in (("brand", 120), ("company_a", 120), ("company_b", 120), ("controller", 300)):
            texts[field] = one_line(getattr(self, field))
            if not texts[field]:
                faults.append(Fault(field, "Please fill this in."))
            elif len(texts[field]) > most:
                faults.append(Fault(field, f"Please use at most {most} characters."))
        if texts["company_a"] and texts["company_a"].casefold() == texts["company_b"].casefold():
            faults.append(Fault("company_b", "The two companies need different names."))
        names = (texts["company_a"], texts["company_b"])
        short_a, short_b = short_names(names, (self.short_a, self.short_b))
        faults += short_name_faults(names, (short_a, short_b))
        domains_a = _domains(self.domains_a, "domains_a", faults)
        domains_b = _domains(self.domains_b, "domains_b", faults)
        for shared in set(domains_a) & set(domains_b):
            faults.append(Fault("domains_b", f"{shared} is given for both companies; a domain belongs to one."))
        try:
            ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            faults.append(Fault("timezone", "This is no time zone; choose one such as Europe/Berlin."))
        contact = self.contact
        try:
            contact = check_address(self.contact)
        except NotPossible as error:
            faults.append(Fault("contact", str(error)))
        attribute = one_line(self.attribute or "") or None
        if attribute and len(attribute) > LONGEST_ATTRIBUTE:
            faults.append(Fault("attribute", f"Please use at most {LONGEST_ATTRIBUTE} characters."))
        if attribute and attribute.lower() in ROSTER_COLUMNS:
            faults.append(Fault("attribute", f"The roster has a column “{attribute.lower()}” already; give another."))
        if faults:
            raise InvalidDetails(faults)
        return msgspec.structs.replace(
            self,
            **texts,
            short_a=short_a,
            short_b=short_b,
            domains_a=domains_a,
            domains_b=domains_b,
            contact=contact,
            attribute=attribute,
        )


def _domains(given: list[str], field: str, faults: list[Fault]) -> list[str]:
    before, domains = len(faults), []
    for part in filter(None, map(str.strip, given)):
        try:
            domains.append(check_domain(part))
        except NotPossible as error:
            faults.append(Fault(field, str(error)))
    if not domains and len(faults) == before:
        faults.append(Fault(field, "Please give at least one mail domain, such as example.com."))
    if len(domains) > MOST_DOMAINS:
        faults.append(Fault(field, f"Please give at most {MOST_DOMAINS} mail domains."))
    return list(dict.fromkeys(domains))


async def create_alliance(consultant: Consultant, details: AllianceDetails, *, simulated: bool = False) -> Alliance:
    """Set up an alliance; raises `InvalidDetails`."""
    return await Alliance.create(
        consultant=consultant, simulated=simulated, **msgspec.structs.asdict(details.checked())
    )


async def update_alliance(alliance: Alliance, details: AllianceDetails) -> None:
    """Change an alliance's details.

    Raises
    ------
    InvalidDetails
        Naming every field at fault.
    NotPossible
        While a wave is open: the people invited were promised these companies and domains.
    """
    checked = details.checked()
    if await has_open_wave(alliance):
        raise NotPossible("A wave is open: what its invitations promised stays as it is until the wave is closed.")
    await alliance.update_from_dict(msgspec.structs.asdict(checked)).save()


async def has_open_wave(alliance: Alliance) -> bool:
    """Whether people are answering, or their ballots are mixed: the roster and the companies stay as they are."""
    return await Wave.filter(alliance=alliance, state__in=[WaveState.OPEN, WaveState.MIXING]).exists()


async def must_be_published(alliance: Alliance) -> None:
    """Raises `NotPossible` while a Report is to be computed, which counts who was invited on each side."""
    if await Wave.filter(alliance=alliance, state=WaveState.CLOSED, reports__body__isnull=True).exists():
        raise NotPossible("A briefing is just being prepared. Try again in a few minutes.")
