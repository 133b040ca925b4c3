"""One guard, and the conditions that several have, in SQL that both engines read."""

from typing import NamedTuple


class Guard(NamedTuple):
    """One trigger."""

    name: str
    table: str
    event: str
    when: str
    message: str


UNDER_WAY = "w.state IN ('open', 'mixing')"
OPEN_WAVE = "EXISTS (SELECT 1 FROM wave w WHERE w.alliance_id = {row}.alliance_id AND " + UNDER_WAY + ")"
A_YEAR_AFTER_LAUNCH = {
    "postgres": "(NEW.launched_at + INTERVAL '366 days')::date",
    "sqlite": "date(NEW.launched_at, '+366 days')",
}


def changed(*columns: str) -> str:
    """Whether an update changes one of the columns."""
    return "(" + " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns) + ")"


def of_wave(row: str, state: str) -> str:
    """Whether the wave of a row, OLD or NEW, is in a state."""
    return f"EXISTS (SELECT 1 FROM wave w WHERE w.id = {row}.wave_id AND {state})"


def of_holder(row: str, state: str) -> str:
    """The same of a key-holder, who has a wave by way of a key."""
    return f"EXISTS (SELECT 1 FROM company_key k JOIN wave w ON w.id = k.wave_id WHERE k.id = {row}.key_id AND {state})"
