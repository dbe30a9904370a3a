"""Who changed the store, when and why: the audit trail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pumpsched.store.reading.checked_rows import CheckedRows, unknown
from pumpsched.store.results import AuditEntry
from pumpsched.store.seals import check_audit


class AuditReads(CheckedRows):
    """Changes of the store, in the order made."""

    def recorded(self, request_id: str) -> AuditEntry | None:
        """What was recorded under a request's number, if anything."""
        rows = self.plain("SELECT * FROM audit WHERE request_id = ?", request_id)
        return next(map(_entry_of, rows), None)

    def change_of(self, fact: int) -> AuditEntry:
        """What was recorded together with the fact of that number.

        Raises:
            NotFound: No such fact.
        """
        query = (
            "SELECT audit.* FROM audit JOIN fact ON fact.audit_seq = audit.seq WHERE fact.id = ?"
        )
        for entry in map(_entry_of, self.plain(query, fact)):
            return entry
        raise unknown("fact", str(fact))

    def audit_entries(self, *, newest: int | None = None) -> Iterator[AuditEntry]:
        """The trail, oldest first.

        Args:
            newest: Only the last so many rows.
        """
        query, values = "SELECT * FROM audit", list[int]()
        if newest is not None:
            query += " WHERE seq IN (SELECT seq FROM audit ORDER BY seq DESC LIMIT ?)"
            values.append(newest)
        return map(_entry_of, self.plain(f"{query} ORDER BY seq", *values, many=True))

    def changes(self) -> int:
        """How many changes are on record."""
        return int(self.value("SELECT count(*) FROM audit"))

    def head(self) -> str:
        """The hash of the last audit row; empty before the first."""
        return self.value("SELECT hash FROM audit ORDER BY seq DESC LIMIT 1") or ""


def _entry_of(row: Any) -> AuditEntry:
    # A worklist shows no trail.
    import json

    check_audit(row)
    return AuditEntry(
        seq=row.seq,
        at=datetime.fromisoformat(row.at),
        actor=row.actor,
        action=row.action,
        request_id=row.request_id,
        request=row.request,
        detail=json.loads(row.detail),
        facts=row.facts,
        hash=row.hash,
    )
