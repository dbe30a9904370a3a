"""Keeping the read model: one outlook a pump, not put on the audit trail."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete

from pumpsched.domain.outlook import Outlook
from pumpsched.store.fact_mapping import outlook_cells
from pumpsched.store.reading.checked_rows import CHUNK, chunks
from pumpsched.store.seals import seal_of
from pumpsched.store.session import UnitOfWork
from pumpsched.store.tables import OUTLOOK


class OutlookBooks(UnitOfWork):
    """Outlooks, written past the session: a rebuild writes one for every pump."""

    def put_outlook(self, pump_key: int, outlook: Outlook) -> None:
        """Stores a pump's outlook in place of the one before."""
        self.put_outlooks([(pump_key, outlook)])

    def put_outlooks(self, rows: Iterable[tuple[int, Outlook]]) -> int:
        """Stores outlooks of some pumps in place of those before; returns how many."""
        stored = 0
        for chunk in chunks(rows, CHUNK):
            keys = [key for key, _ in chunk]
            self._connection.execute(delete(OUTLOOK).where(OUTLOOK.c.pump_id.in_(keys)))
            stored += self._add_outlooks(chunk)
        return stored

    def replace_outlooks(self, rows: Iterable[tuple[int, Outlook]]) -> int:
        """Stores these outlooks in place of all there are; returns how many."""
        self._connection.execute(delete(OUTLOOK))
        return sum(self._add_outlooks(chunk) for chunk in chunks(rows, CHUNK))

    def _add_outlooks(self, rows: Iterable[tuple[int, Outlook]]) -> int:
        cells = [outlook_cells(key, outlook) for key, outlook in rows]
        self.insert_cells(OUTLOOK, [(*each, seal_of("outlook", each)) for each in cells])
        return len(cells)
