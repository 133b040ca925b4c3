"""Ways to tell who wrote what from copies of the database, its log, and the order in which links were used.

Either a ballot is linked to the invitation that was spent with it, and read; or the order of casting is looked for in
any order that responses and comments have.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from tests.anonymity.copies import PAGE, Row
from tests.anonymity.linking import LINKERS, Linked, writes
from tests.anonymity.watched_wave import Evidence

Guess = Mapping[str, str]
"""From the id of what was written to the id of whose it is said to be."""
Ranking = Callable[[Evidence, str], Sequence[str]]
"""The ids of a table in what may be the order of casting."""

ANSWERS, COMMENTS, BESIDE = "whose answers", "whose comment", "which comment beside which answers"
SEEN_FIRST = "seen first in the bytes"
RECEIPTS, RECEIPTS_BESIDE = "whose receipt", "which receipt beside which answers"
WRITTEN = {
    ANSWERS: "response",
    COMMENTS: "comment",
    BESIDE: "comment",
    RECEIPTS: "receipt",
    RECEIPTS_BESIDE: "receipt",
}
OF_A_PERSON = (ANSWERS, COMMENTS, RECEIPTS)


def read(linked: Linked, evidence: Evidence, table: str) -> Guess:
    """Ballots that can be read."""
    return {
        row["id"]: invitation
        for invitation, ballot in linked
        for row in stored(evidence, table)
        if _tells(bytes(ballot["sealed"]), row, evidence)
    }


def by_ids(linked: Linked, evidence: Evidence, table: str) -> Guess:
    """Ids that come in the order of the ballots' ids."""
    people = [invitation for invitation, _ in sorted(linked, key=lambda cast: str(cast[1]["id"]))]
    return _matched(people, _in_order_of_ids(evidence, table), table, evidence)


def by_length(linked: Linked, evidence: Evidence, table: str) -> Guess:
    """The longest was written with the longest ballot."""
    people = [invitation for invitation, _ in sorted(linked, key=lambda cast: len(cast[1]["sealed"]))]
    return _matched(people, _in_order_of_length(evidence, table), table, evidence)


READERS = {"read": read, "in the order of ids": by_ids, "by length": by_length}


def _carved(content: bytes) -> list[Mapping[str, Any]]:
    """The sheets of answers that lie in the clear in some bytes."""
    sheets = []
    for found in re.finditer(rb'"fields":(\{[^{}]*\})', content):
        try:
            sheets.append(msgspec.json.decode(found[1]))
        except msgspec.DecodeError:
            continue  # torn
    return sheets


def _tells(content: bytes, row: Row, evidence: Evidence) -> bool:
    """Whether what was written stands in the clear in some bytes."""
    if "code" in row:
        return row["code"].encode() in content
    if "text" in row and row["text"].encode() in content:
        return True
    return any(_says(sheet, row, evidence) for sheet in _carved(content))


def _says(sheet: Mapping[str, Any], row: Row, evidence: Evidence) -> bool:
    if "text" in row:
        return bool(sheet.get(row["question"]) == [row["text"]])
    values = evidence.questionnaire.valid(sheet, "a" if row["side"] == "a" else "b").values
    # What a response lacks of its ballot is comments, which are text.
    return bool({key: value for key, value in values.items() if not isinstance(value, str)} == row["values"])


def stored(evidence: Evidence, table: str, moment: str = "closed") -> Sequence[Row]:
    """What the close wrote, in the order in which it lies."""
    return evidence.at(moment).tables[table]


def _as_dumped(evidence: Evidence, table: str) -> list[str]:
    return [row["id"] for row in stored(evidence, table)]


def _as_dumped_after_cleaning(evidence: Evidence, table: str) -> list[str]:
    return [row["id"] for row in stored(evidence, table, "cleaned")]


def _in_order_of_ids(evidence: Evidence, table: str) -> list[str]:
    return sorted(row["id"] for row in stored(evidence, table))


def _in_order_of_length(evidence: Evidence, table: str) -> list[str]:
    rows = sorted(
        stored(evidence, table), key=lambda row: len(str(row.get("text") or row.get("values") or row["code"]))
    )
    return [row["id"] for row in rows]


def _as_in_the_bytes(evidence: Evidence, table: str) -> list[str]:
    """In the order of the rows' bytes in the files; both engines fill a page from its end."""
    copy = evidence.at("cleaned")
    if "main" in copy.files:
        size = int.from_bytes(copy.files["main"][16:18], "big")
        places = {
            row["id"]: copy.files["main"].find(f"{row['id']}{row.get('side') or row['code']}".encode())
            for row in copy.tables[table]
        }
    else:
        copy, size = evidence.at("closed"), PAGE
        places = {row["id"]: copy.files[table].find(UUID(row["id"]).bytes) for row in copy.tables[table]}
    return sorted(places, key=lambda row: (places[row] // size, -places[row]))


def _as_marked(evidence: Evidence, table: str) -> list[str]:
    """In the order of PostgreSQL's transactions and commands."""
    return [row["id"] for row in sorted(stored(evidence, table), key=lambda row: (row["xmin"], row["cmin"]))]


def _as_logged(evidence: Evidence, table: str) -> list[str]:
    """In the order of PostgreSQL's log."""
    copy = evidence.at("closed")
    at = {row["place"]: row["id"] for row in copy.tables[table]}
    return [at[place] for _, written, place in writes(evidence, copy) if written == table and place in at]


_ORDERS: dict[str, Ranking] = {
    "as dumped": _as_dumped,
    "as dumped after the cleaning": _as_dumped_after_cleaning,
    "in the order of ids": _in_order_of_ids,
    "as they lie in the bytes": _as_in_the_bytes,
}
ORDERS: Mapping[str, dict[str, Ranking]] = {
    "sqlite": _ORDERS,
    "postgresql": _ORDERS | {"as marked": _as_marked, "as logged": _as_logged},
}


def seen_first(evidence: Evidence, table: str) -> Guess:
    """What is read anywhere in the bytes of a copy, and was not in the copy before, is of whoever answered between."""
    found: dict[str, str] = {}
    for invitation, copy in zip(evidence.spent, evidence.while_open()[1:], strict=True):
        missing = [row for row in stored(evidence, table) if row["id"] not in found]
        for content in (copy.log, *copy.files.values()):
            found |= {row["id"]: invitation for row in missing if _tells(content, row, evidence)}
    return found


def sides_of(table: str, evidence: Evidence) -> Mapping[str, str]:
    """The sides of invitations, responses and comments; beside a receipt stands none, so it may be anybody's."""
    if table == "receipt":
        return defaultdict(str)
    written = (*stored(evidence, "response"), *stored(evidence, "comment"))
    return {**evidence.sides, **{row["id"]: row["side"] for row in written}}


def _matched(owners: Sequence[str], written: Sequence[str], table: str, evidence: Evidence) -> Guess:
    """The first of a side with the first of that side, and so on."""
    sides = sides_of(table, evidence)
    guess: dict[str, str] = {}
    for side in ("a", "b", ""):
        own, theirs = ([one for one in ids if sides[one] == side] for ids in (written, owners))
        guess |= dict(zip(own, theirs, strict=False))
    return guess


def guesses(engine: str, evidence: Evidence) -> Iterator[tuple[str, str, Guess]]:
    """Each question, each strategy, and what it says; nothing where it finds nothing."""
    for name, linker in LINKERS[engine].items():
        linked = linker(evidence)
        for question in OF_A_PERSON:
            for how, reader in READERS.items():
                yield question, f"{name}, {how}", reader(linked, evidence, WRITTEN[question])
    for question in OF_A_PERSON:
        table = WRITTEN[question]
        yield question, SEEN_FIRST, seen_first(evidence, table)
        for how, order in ORDERS[engine].items():
            yield question, f"order known, {how}", _matched(evidence.spent, order(evidence, table), table, evidence)
    for question in (BESIDE, RECEIPTS_BESIDE):
        table = WRITTEN[question]
        for how, order in (ORDERS[engine] | {"by length": _in_order_of_length}).items():
            yield question, how, _matched(order(evidence, "response"), order(evidence, table), table, evidence)
