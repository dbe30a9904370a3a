"""Whether a store is as it was written: its file, its guards, the audit chain, every row."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice
from typing import Any

from pumpsched.store.audit_chain import FactsDigest
from pumpsched.store.reading.checked_rows import CheckedRows
from pumpsched.store.results import Fault
from pumpsched.store.seals import hash_of, sealing

APPEND_ONLY = (
    *("fact", "fact_name", "mixture", "mixture_drug", "flex", "flex_step", "decision", "audit"),
    *("contact", "order_mark", "archive_mark"),
)
"""Tables that triggers guard against any change."""

SEALED = (
    "closure", "flex", "leg", "mixture", "nurse", "patient", "setting", "site", "store_info",
    "user_account", "authorization", "flex_step", "mixture_drug", "pump", "implant_time", "visit",
    "outlook", "visit_nurse", "visit_override", "calendar_entry", "fact_name", "decision",
    "contact", "order_mark", "archive_mark", "nurse_phone",
)  # fmt: skip
"""Tables whose rows carry a checksum and nothing more; one or two columns that lead are the key."""

MOST_FAULTS = 100


def verify(
    store: CheckedRows, head: str | None = None, *, checked: Collection[str] = ()
) -> list[Fault]:
    """What does not hold in the rows of a store; empty if all is as it was written.

    Args:
        store: One moment of it.
        head: A head of the chain noted earlier: it must still be in the chain.
        checked: Tables of which the same moment's reading has checked every row already, or every
            fact of a pump; the chain is followed all the same.
    """
    return list(islice(_found(store, head, checked), MOST_FAULTS))


def file_faults(store: CheckedRows) -> list[Fault]:
    """What the database itself finds wrong: pages and references of a file, and guards.

    The pages and references of a store on a server are the server's own care.
    """
    faults, there = [], "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    wanted = {f"{table}_no_{verb}" for table in APPEND_ONLY for verb in ("update", "delete")}
    if store.on_server:
        there = (
            "SELECT tgname AS name FROM pg_trigger"
            " WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
        )
        wanted = {f"{table}_no_change" for table in APPEND_ONLY}
    else:
        faults = page_faults(store)
        for _, row in zip(range(20), store.plain("PRAGMA foreign_key_check"), strict=False):
            faults.append(Fault("reference", f"row {row[1]} of {row[0]} names a missing {row[2]}"))
    gone = wanted - {row.name for row in store.plain(there)}
    return [*faults, *(Fault("trigger", f"the trigger {name} is gone") for name in sorted(gone))]


def page_faults(store: CheckedRows) -> list[Fault]:
    """What SQLite finds wrong with the pages and indexes of a file."""
    pages = [row[0] for row in store.plain("PRAGMA integrity_check(20)")]
    return [Fault("integrity", page) for page in pages if page != "ok"]


def _found(store: CheckedRows, head: str | None, checked: Collection[str]) -> Iterator[Fault]:
    some = " WHERE pump_id IS NULL" if "fact" in checked else ""
    for row in _broken(store, "fact", f"SELECT * FROM fact{some} ORDER BY id"):  # noqa: S608 - words of ours
        yield Fault("fact-changed", f"fact {row.id} was changed")
    yield from _chain_faults(store, head)
    for table in SEALED:
        if table not in checked:
            for row in _broken(store, table, f'SELECT * FROM "{table}" ORDER BY 1, 2'):  # noqa: S608 - names of ours
                yield Fault("row-changed", f"a row of {table} ({row[0]}) was changed")


def _broken(store: CheckedRows, table: str, query: str) -> Iterator[Any]:
    """The rows that their checksums do not fit."""
    seal = sealing(table)
    return (row for row in store.plain(query, many=True) if seal(row[:-1]) != row[-1])


def _chain_faults(store: CheckedRows, head: str | None) -> Iterator[Fault]:
    recorded: dict[int, FactsDigest] = {}
    for row in store.plain("SELECT id, audit_seq, digest FROM fact ORDER BY id", many=True):
        recorded.setdefault(row.audit_seq, FactsDigest()).add(row.id, row.digest)
    previous, expected, seen = "", 1, head is None or head == ""
    for row in store.plain("SELECT * FROM audit ORDER BY seq", many=True):
        if row.seq != expected:
            yield Fault("audit-gap", f"audit row {expected} is missing", expected)
        if hash_of(row[:-1]) != row.hash:
            yield Fault("audit-changed", f"audit row {row.seq} was changed", row.seq)
        if row.previous != previous:
            what = f"audit row {row.seq} does not follow the one before"
            yield Fault("audit-link", what, row.seq)
        facts = recorded.pop(row.seq, FactsDigest())
        if (facts.count, facts.text()) != (row.facts, row.facts_digest):
            yield Fault(
                "facts-changed",
                f"audit row {row.seq} recorded {row.facts} facts; {facts.count} are there, or "
                "they were changed",
                row.seq,
            )
        previous, expected = row.hash, row.seq + 1
        seen = seen or previous == head
    for seq in recorded:
        yield Fault("facts-unbound", f"facts name the audit row {seq}, which is missing", seq)
    if not seen:
        yield Fault("head-missing", "the chain does not hold the head that was noted earlier")
