"""The books of the audit trail, as far as a use case reads and adds to it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from pumpsched.store.ledger_tables import AUDIT, FACT
from pumpsched.store.records import AuditEntry
from pumpsched.store.shelf import Shelf, unknown
from pumpsched.store.trail import check_audit, head_of


class JournalBooks(Shelf):
    """The audit trail."""

    def recorded(self, request_id: str) -> AuditEntry | None:
        """What was recorded under a request's number, if anything."""
        same = select(AUDIT).where(AUDIT.c.request_id == request_id)
        row = self._connection.execute(same).first()
        return None if row is None else _entry_of(row)

    def change_of(self, fact: int) -> AuditEntry:
        """What was recorded together with the fact of that number.

        Raises:
            NotFound: No such fact.
        """
        found = select(AUDIT).join(FACT, FACT.c.audit_seq == AUDIT.c.seq).where(FACT.c.id == fact)
        row = self._connection.execute(found).first()
        if row is None:
            raise unknown("fact", str(fact))
        return _entry_of(row)

    def audit_entries(self, *, newest: int | None = None) -> Iterator[AuditEntry]:
        """The trail, oldest first.

        Args:
            newest: Only the last so many rows.
        """
        found = select(AUDIT).order_by(AUDIT.c.seq)
        if newest is not None:
            last = select(AUDIT.c.seq).order_by(AUDIT.c.seq.desc()).limit(newest)
            found = found.where(AUDIT.c.seq.in_(select(last.subquery())))
        for row in self.opened(found, at_once=500):
            yield _entry_of(row)

    def head(self) -> str:
        """The hash of the last audit row; empty before the first."""
        return head_of(self._connection)

    def note(self, detail: dict[str, object]) -> None:
        """Adds to the detail of this transaction's audit row: old and new values, reasons."""
        self.trail.notes.append(detail)


def _entry_of(row: Row[Any]) -> AuditEntry:
    check_audit(tuple(row))
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
