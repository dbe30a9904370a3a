"""Verifying a store: the audit chain, the facts it binds, the seal of every row.

The chain shows any edit, insertion, removal or exchange of audit rows and facts. What was cut off
at its end shows only against a head that was kept elsewhere (printed, or in a backup).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Table, select
from sqlmodel import SQLModel

from pumpsched.store.faults import refusing
from pumpsched.store.ledger_tables import AUDIT, FACT
from pumpsched.store.records import Fault
from pumpsched.store.seals import seal_of
from pumpsched.store.trail import FactsDigest, hash_of

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
