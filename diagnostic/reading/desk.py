"""A roster on the desk: what was seen in a file, what was said of it, and what that comes to.

It is worked out in a process of its own, which loads this room and nothing of the site.
"""

import msgspec

from diagnostic.reading import Seen, SeenSheet, see
from diagnostic.reading.companies import RosterOf
from diagnostic.reading.people import RosterMapping, RosterReading, people, suggested


class RosterDesk(msgspec.Struct, frozen=True):
    """A table that is looked through."""

    seen: Seen
    mapping: RosterMapping
    reading: RosterReading

    @property
    def table(self) -> SeenSheet:
        """The sheet that is read."""
        return self.seen.sheets[self.mapping.sheet]


def look(data: bytes, filename: str, of: RosterOf, encoding: str = "") -> RosterDesk:
    """Read a file as it seems to be meant, a text in the ``encoding`` that was said.

    Raises
    ------
    UnreadableFile
        Where nothing of it can be read.
    """
    seen = see(filename, data, encoding)
    return look_again(seen, suggested(seen, of), of)


def look_again(seen: Seen, mapping: RosterMapping, of: RosterOf) -> RosterDesk:
    """Read what was seen as somebody said."""
    return RosterDesk(seen, mapping, people(seen, mapping, of))
