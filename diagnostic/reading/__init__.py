"""The reading desk: foreign tables as the people see them who send them, and what was said once about them.

`see` reads a file or a pasted text; a mapping says which row is the heading and what the columns are. What comes out
are rows that are taken, rows at fault, and rows that are left out, each with its reason: no row gets lost.
"""

from diagnostic.reading.see import see, see_text
from diagnostic.reading.seen import Seen, SeenRow, SeenSheet

__all__ = ["Seen", "SeenRow", "SeenSheet", "see", "see_text"]
