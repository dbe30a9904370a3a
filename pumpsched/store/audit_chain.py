"""The audit trail: one row per transaction that changed something, chained by hashes.

Verifying a store: the audit chain, the facts it binds, the seal of every row.

The chain shows any edit, insertion, removal or exchange of audit rows and facts. What was cut off
at its end shows only against a head that was kept elsewhere (printed, or in a backup).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b, sha256
from typing import Any

from sqlalchemy import Connection, Engine, Table, func, insert, select
from sqlmodel import SQLModel

from pumpsched.domain.errors import Conflict
from pumpsched.store.database_errors import refusing
from pumpsched.store.results import Fault, Stamp
from pumpsched.store.seals import Cell, damaged, seal_of
from pumpsched.store.tables import AUDIT, FACT

MOST_ROWS = 100
"""So many changed rows are named one by one; beyond, they are counted."""


class FactsDigest:
    """A running digest of the facts of one transaction, in the order of their numbers."""

    def __init__(self) -> None:
        self.count = 0
        self._digest = blake2b(digest_size=16, person=b"facts")

    def add(self, number: int, digest: str) -> None:
        """Counts one fact in."""
        self.count += 1
        self._digest.update(f"{number}:{digest};".encode("ascii"))

    def text(self) -> str:
        """The digest so far; empty without facts."""
        return self._digest.hexdigest() if self.count else ""


@dataclass(slots=True)
class AuditWriter:
    """What one transaction changed so far.

    Attributes:
        stamp: Who changes, when and why.
        seq: Number of the audit row to come.
        facts: Digest of the facts recorded.
        rows: Changed rows as [table, key, columns]; no columns for an added row.
        counts: Rows added and changed, by table.
        notes: Further detail that a use case gave.
    """

    stamp: Stamp
    seq: int
    facts: FactsDigest = field(default_factory=FactsDigest)
    rows: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)
    counts: dict[str, list[int]] = field(default_factory=dict)
    notes: list[dict[str, object]] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether there is something to put on record."""
        return bool(self.facts.count or self.counts or self.notes)

    def row(self, table: str, key: str, columns: Sequence[str] = ()) -> None:
        """Counts one row that was added, or changed in those columns."""
        self.counts.setdefault(table, [0, 0])[1 if columns else 0] += 1
        if len(self.rows) < MOST_ROWS:
            self.rows.append((table, key, tuple(columns)))

    def detail(self) -> str:
        """The detail as JSON; keys and columns, no values but those of the notes."""
        parts = {"counts": self.counts, "notes": self.notes, "rows": self.rows}
        kept = {name: part for name, part in parts.items() if part}
        return json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def begun(connection: Connection, stamp: Stamp) -> AuditWriter:
    """The trail of a transaction that begins."""
    last = connection.execute(select(func.max(AUDIT.c.seq))).scalar()
    return AuditWriter(stamp, (last or 0) + 1)


def finish(connection: Connection, trail: AuditWriter) -> str:
    """Appends the audit row of a transaction, and returns its hash.

    Raises:
        Conflict: Its request was recorded before.
    """
    stamp = trail.stamp
    if stamp.request_id is not None:
        same = select(AUDIT.c.seq).where(AUDIT.c.request_id == stamp.request_id)
        if connection.execute(same).first() is not None:
            raise Conflict(
                f"The request {stamp.request_id} is recorded already.", code="request-recorded"
            )
    cells: tuple[Cell, ...] = (
        trail.seq,
        instant_text(stamp.at),
        stamp.actor,
        stamp.action,
        stamp.request_id,
        stamp.request,
        trail.detail(),
        trail.facts.count,
        trail.facts.text(),
        head_of(connection),
    )
    names, mark = [column.name for column in AUDIT.columns], hash_of(cells)
    connection.execute(insert(AUDIT), dict(zip(names, (*cells, mark), strict=True)))
    return mark


def head_of(connection: Connection) -> str:
    """The hash of the last audit row; empty before the first."""
    last = select(AUDIT.c.hash).order_by(AUDIT.c.seq.desc()).limit(1)
    return connection.execute(last).scalar() or ""


def hash_of(cells: Sequence[Cell]) -> str:
    """The hash of an audit row's cells, the hash before it among them."""
    return sha256(ascii(tuple(cells)).encode("ascii")).hexdigest()


def check_audit(row: Sequence[Cell]) -> None:
    """Passes a row of the trail that is as it was written.

    Raises:
        StoreProblem: It was changed.
    """
    if hash_of(row[:-1]) != row[-1]:
        raise damaged(f"Audit row {row[0]} is not as it was written.")


def instant_text(at: datetime) -> str:
    """An instant as stored: ISO text in UTC, to the microsecond.

    Raises:
        ValueError: It has no time zone.
    """
    if at.tzinfo is None:
        raise ValueError("an instant is aware")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


_OWN_CHECKS = (FACT.name, AUDIT.name)
_NAMES = [column.name for column in AUDIT.columns]
_SEQ, _FACTS, _DIGEST = _NAMES.index("seq"), _NAMES.index("facts"), _NAMES.index("facts_digest")
_AUDIT_OF_FACT = list(FACT.columns).index(FACT.c.audit_seq)
MOST_FAULTS = 100


def verify(engine: Engine, head: str | None = None) -> list[Fault]:
    """What does not hold in the store; empty if all is as it was written.

    Args:
        engine: The store.
        head: A head of the chain noted earlier: it must still be in the chain.
    """
    faults: list[Fault] = []
    with refusing(), engine.connect() as connection, connection.begin():
        for fault in _faults(connection, head):
            faults.append(fault)
            if len(faults) >= MOST_FAULTS:
                break
    return faults


def _faults(connection: Connection, head: str | None) -> Iterator[Fault]:
    bound = dict(_facts_by_change(connection))
    yield from bound.pop(_BROKEN, [])
    yield from _chain_faults(connection, bound, head)
    for table in SQLModel.metadata.sorted_tables:
        if table.name not in _OWN_CHECKS:
            yield from _seal_faults(connection, table)


def _chain_faults(
    connection: Connection, bound: dict[int, Any], head: str | None
) -> Iterator[Fault]:
    previous, expected, seen = "", 1, head is None or head == ""
    for row in _rows(connection, AUDIT):
        seq, cells = row[_SEQ], tuple(row)
        if seq != expected:
            yield Fault("audit-gap", f"audit row {expected} is missing", expected)
        if hash_of(cells[:-1]) != cells[-1]:
            yield Fault("audit-changed", f"audit row {seq} was changed", seq)
        if cells[-2] != previous:
            yield Fault("audit-link", f"audit row {seq} does not follow the one before", seq)
        facts = bound.pop(seq, FactsDigest())
        if (facts.count, facts.text()) != (cells[_FACTS], cells[_DIGEST]):
            yield Fault(
                "facts-changed",
                f"audit row {seq} recorded {cells[_FACTS]} facts; {facts.count} are there, or "
                "they were changed",
                seq,
            )
        previous, expected = cells[-1], seq + 1
        seen = seen or previous == head
    for seq in bound:
        yield Fault("facts-unbound", f"facts name the audit row {seq}, which is missing", seq)
    if not seen:
        yield Fault("head-missing", "the chain does not hold the head that was noted earlier")


_BROKEN = -1


def _facts_by_change(connection: Connection) -> dict[int, Any]:
    """Digest of the facts of each change; broken ones as faults under :data:`_BROKEN`."""
    found: dict[int, Any] = {}
    broken: list[Fault] = []
    for row in _rows(connection, FACT):
        if seal_of(FACT.name, row[:-1]) != row[-1] and len(broken) < MOST_FAULTS:
            broken.append(Fault("fact-changed", f"fact {row[0]} was changed"))
        found.setdefault(row[_AUDIT_OF_FACT], FactsDigest()).add(row[0], row[-1])
    if broken:
        found[_BROKEN] = broken
    return found


def _seal_faults(connection: Connection, table: Table) -> Iterator[Fault]:
    for row in _rows(connection, table):
        if seal_of(table.name, row[:-1]) != row[-1]:
            yield Fault("row-changed", f"a row of {table.name} ({row[0]}) was changed")


def _rows(connection: Connection, table: Table) -> Iterator[Sequence[Any]]:
    ordered = select(table).order_by(*table.primary_key.columns)
    with connection.execute(ordered, execution_options={"yield_per": 2000}) as found:
        for row in found:
            yield tuple(row)
