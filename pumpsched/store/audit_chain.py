"""The audit trail: one row per transaction that changed something, chained by hashes.

The chain shows any edit, insertion, removal or exchange of audit rows and facts. What was cut off
at its end shows only against a head that was kept elsewhere (printed, or in a backup).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b

from pumpsched.store.results import Stamp

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
        self._digest.update(f"{number}:{digest};".encode())

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


def instant_text(at: datetime) -> str:
    """An instant as stored: ISO text in UTC, to the microsecond.

    Raises:
        ValueError: It has no time zone.
    """
    if at.tzinfo is None:
        raise ValueError("an instant is aware")
    return at.astimezone(UTC).isoformat(timespec="microseconds")
