"""Where a fact came from: a person who typed it, or the line of a file that was imported."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pumpsched.domain.text import visible
from pumpsched.records.events import EVENTS

if TYPE_CHECKING:
    from pumpsched.store.reading.opening import ReadBooks
    from pumpsched.store.results import AuditEntry, Entry

_TABLE = EVENTS.name.removesuffix(".csv")


def origin(books: ReadBooks, entry: Entry, zone: ZoneInfo, *, done: str = "typed") -> str:
    """``imported from panel.csv line 2 on 2026-11-20 by ann``, ``typed on 2026-11-20 by ann``."""
    by = f"on {entry.recorded_at.astimezone(zone).date()} by {visible(entry.actor)}"
    if entry.is_typed:
        return f"{done} {by}"
    file = _file_of(books.change_of(entry.fact.seq))
    line = "" if entry.line is None else f" line {entry.line}"
    return f"imported from {visible(file)}{line} {by}" if file else f"imported {by}"


def _file_of(change: AuditEntry) -> str:
    """The file whose facts an import recorded; empty where that is not on record."""
    notes = change.detail.get("notes")
    for note in notes if isinstance(notes, list) else ():
        for file, table, *_ in note.get("import", ()):
            if table == _TABLE:
                return str(file)
    return ""
