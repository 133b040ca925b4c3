"""What was typed into a form, and what is wrong with it, field by field."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from diagnostic.errors import Faults
from diagnostic.text import clean
from diagnostic.web.pages import Req


@dataclass
class Form:
    """Values and faults by field name; a page shows both again until nothing is wrong."""

    values: dict[str, str] = field(default_factory=dict)
    several: dict[str, list[str]] = field(default_factory=dict)
    """Every value of a field that may be sent more than once."""
    faults: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    def chosen(self, name: str) -> list[str]:
        return self.several.get(name, [])

    def ticked(self, name: str) -> bool:
        return name in self.several

    def wrong(self, name: str, what: str) -> None:
        self.faults.setdefault(name, what)

    def add(self, faults: Faults) -> None:
        for fault in faults.faults:
            self.wrong(fault.where, fault.what)

    def number(self, name: str, least: int, most: int) -> int:
        """A whole number in a range; outside it, a fault is noted and ``least`` returned."""
        try:
            value = int(self[name])
        except ValueError:
            self.wrong(name, f"Give a whole number from {least} to {most}.")
            return least
        if not least <= value <= most:
            self.wrong(name, f"Give a number from {least} to {most}.")
            return least
        return value


async def submitted_form(request: Req) -> Form:
    """The form that a request carries, less its key; files are read where they are expected."""
    several: dict[str, list[str]] = {}
    for name, value in (await request.form()).multi_items():
        if isinstance(value, str) and name != "_csrf_token":
            several.setdefault(clean(name), []).append(clean(value).strip())
    return Form(values={name: values[-1] for name, values in several.items()}, several=several)


def filled(values: Iterable[tuple[str, str]], several: dict[str, list[str]] | None = None) -> Form:
    """A form that shows what is stored."""
    return Form(values=dict(values), several=dict(several or {}))
