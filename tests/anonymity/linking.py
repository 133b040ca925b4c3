"""Which ballot was cast with which invitation: it can be told, and does not help while ballots are sealed."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from uuid import UUID

from tests.anonymity.copies import Copy, Row, Tables, dumped, pointed_at, replayed, stored_apart, versions
from tests.anonymity.watched_wave import Evidence

Linked = Sequence[tuple[str, Row]]
"""Invitations with the ballots that were cast with them, in the order of casting."""
Linker = Callable[[Evidence], Linked]


def two_dumps(evidence: Evidence) -> Linked:
    """The tables before and after each submit."""
    return list(_differences([copy.tables for copy in evidence.while_open()]))


def log_replayed(evidence: Evidence) -> Linked:
    """One copy of an SQLite database whose write-ahead log was not yet truncated, replayed commit by commit."""
    copy = evidence.at("closed")
    stages = replayed(copy.files["main"], copy.log)
    return list(_differences([dumped(stage, ("invitation", "ballot")) for stage in stages]))


def _differences(stages: Sequence[Tables]) -> Iterator[tuple[str, Row]]:
    for before, after in pairwise(stages):
        spent = _answered(after) - _answered(before)
        known = {row["id"] for row in before["ballot"]}
        cast = [row for row in after["ballot"] if row["id"] not in known]
        if len(spent) == len(cast) == 1:
            yield spent.pop(), cast[0]


def _answered(tables: Tables) -> set[str]:
    return {row["id"] for row in tables["invitation"] if row["answered"]}


def transactions_joined(evidence: Evidence) -> Linked:
    """Rows that PostgreSQL marks as written by one transaction."""
    tables = evidence.while_open()[-1].tables
    return _joined(
        {row["xmin"]: row["id"] for row in tables["invitation"]}, {row["xmin"]: row for row in tables["ballot"]}
    )


def dead_rows_joined(evidence: Evidence) -> Linked:
    """The same from the bytes of the tables' files after the close, where deleted and older versions still lie."""
    files = evidence.at("closed").files
    apart = stored_apart(files)
    ballots = {
        row.written_by: {"id": str(UUID(bytes=row.id)), "sealed": row.content + pointed_at(row.content, apart)}
        for row in versions(files["ballot"])
    }
    return _joined({row.written_by: str(UUID(bytes=row.id)) for row in versions(files["invitation"])}, ballots)


def log_records_joined(evidence: Evidence) -> Linked:
    """The same from the records of PostgreSQL's log."""
    last = evidence.while_open()[-1]
    at = {(table, row["place"]): row for table in ("invitation", "ballot") for row in last.tables[table]}
    found: dict[str, dict[int, Row]] = {"invitation": {}, "ballot": {}}
    for transaction, table, place in writes(evidence, last):
        if row := at.get((table, place)):
            found[table][transaction] = row
    return _joined({key: row["id"] for key, row in found["invitation"].items()}, found["ballot"])


_RECORD = re.compile(
    r"tx: +(\d+),.* desc: (?:INSERT|UPDATE|HOT_UPDATE)\b.*?\b(?:new_)?off: (\d+),.*?#0: rel (\S+) blk (\d+)"
)


def writes(evidence: Evidence, copy: Copy) -> Iterator[tuple[int, str, tuple[int, int]]]:
    """Transaction, table and place of every row written, in the order of PostgreSQL's log."""
    for line in evidence.records.splitlines():
        if record := _RECORD.search(line):
            transaction, offset, relation, page = record.groups()
            table = copy.numbers.get(int(relation.rpartition("/")[2]), "")
            yield int(transaction), table, (int(page), int(offset))


def _joined(invitations: Mapping[int, str], ballots: Mapping[int, Row]) -> Linked:
    return [(invitations[key], ballots[key]) for key in sorted(invitations.keys() & ballots.keys())]


LINKERS: Mapping[str, Mapping[str, Linker]] = {
    "sqlite": {"two dumps": two_dumps, "log replayed": log_replayed},
    "postgresql": {
        "two dumps": two_dumps,
        "transactions joined": transactions_joined,
        "dead rows joined": dead_rows_joined,
        "log records joined": log_records_joined,
    },
}
