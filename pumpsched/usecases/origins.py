"""Where what is recorded came from: a person who typed it, or a file that was imported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from pumpsched.domain.text import visible
from pumpsched.records import folder
from pumpsched.records.events import EVENTS
from pumpsched.store.results import BULK_ACTIONS

if TYPE_CHECKING:
    from pumpsched.records.spec import Layout
    from pumpsched.store.reading.opening import ReadBooks
    from pumpsched.store.results import AuditEntry, Entry

UNKNOWN = "recorded before origins were kept"
_TABLES: dict[str, Layout[Any]] = {
    "setting": folder.SETTINGS,
    "site": folder.SITES,
    "nurse": folder.NURSES,
    "patient": folder.PATIENTS,
    "pump": folder.PUMPS,
    "closure": folder.CLOSURES,
    "authorization": folder.AUTHORIZATIONS,
    "visit": folder.VISITS,
    "leg": folder.TRAVEL,
}
"""The file that has the rows of a table of the store."""
_BESIDE = {
    "nurse_phone": ("nurse", folder.PHONE.column),
    "implant_time": ("pump", folder.IMPLANTED_ON.column),
}
"""Tables that hold one column of another one's rows."""
_MOST_SAID = 2


def origin(books: ReadBooks, entry: Entry, zone: ZoneInfo, *, done: str = "typed") -> str:
    """``imported from panel.csv line 2 on 2026-11-20 by ann``, ``typed on 2026-11-20 by ann``."""
    by = _by(entry.recorded_at, entry.actor, zone)
    if entry.is_typed:
        return f"{done} {by}"
    file = _file_of(books.change_of(entry.fact.seq), EVENTS)
    line = "" if entry.line is None else f" line {entry.line}"
    return f"imported from {visible(file)}{line} {by}" if file else f"imported {by}"


def _by(at: datetime, actor: str, zone: ZoneInfo) -> str:
    return f"on {at.astimezone(zone).date()} by {visible(actor)}"


def _file_of(change: AuditEntry, layout: Layout[Any]) -> str:
    """The file whose rows of a kind an import recorded; empty where that is not on record."""
    notes = change.detail.get("notes")
    for note in notes if isinstance(notes, list) else ():
        for file, table, *_ in note.get("import", ()):
            if table == layout.name.removesuffix(".csv"):
                return str(file)
    return ""


class _Said(NamedTuple):
    """A change that may be where a cell is from; without columns the row was new in it."""

    seq: int
    columns: frozenset[str]
    whence: str


class RowOrigins:
    """Where rows that are no facts came from, as far as the record of changes tells.

    A change names its first rows one by one and counts the others; what it only counts may be any
    of them.
    """

    def __init__(self, books: ReadBooks, zone: ZoneInfo) -> None:
        self._zone = zone
        self._named: defaultdict[tuple[str, str], list[_Said]] = defaultdict(list)
        self._counted: defaultdict[str, list[_Said]] = defaultdict(list)
        for change in books.audit_entries():
            self._add(change)

    def of(self, layout: Layout[Any], label: str, column: str) -> str:
        """What the store has of a column of a row is ``typed on 2026-11-20 by dana``, or such."""
        stored = layout.stored_as[column]
        named, counted = self._named.get((layout.name, label), []), self._counted[layout.name]
        told = [said for said in named if not said.columns or said.columns & stored]
        since = told[-1].seq if told else 0
        perhaps = [said for said in counted if said.seq > since and (said.columns or not told)]
        # The newest first; what changed other columns alone tells at least when the row was there.
        found = [*reversed(perhaps), *told[-1:]] or named[-1:]
        whence = dict.fromkeys(said.whence for said in found)
        return " or ".join(list(whence)[:_MOST_SAID]) or UNKNOWN

    def _add(self, change: AuditEntry) -> None:
        rows: Any = change.detail.get("rows", ())
        counts: Any = change.detail.get("counts", {})
        for name, label, columns in rows:
            table, column = _BESIDE.get(name, (name, ""))
            for layout, said in self._said(change, table, (column,) if column else columns):
                self._named[layout, label].append(said)
        if sum(map(sum, counts.values())) > len(rows):
            for table, (_, changed) in counts.items():
                for layout, said in self._said(change, table, ("any",) if changed else ()):
                    self._counted[layout].append(said)

    def _said(
        self, change: AuditEntry, table: str, columns: tuple[str, ...]
    ) -> Iterator[tuple[str, _Said]]:
        """The change as one of rows of a file, by its name; nothing if no file has such rows."""
        if table in _TABLES:
            layout, done = _TABLES[table], "typed"
            if change.action in BULK_ACTIONS:
                file = _file_of(change, layout)
                done = f"imported from {visible(file)}" if file else "imported"
            whence = f"{done} {_by(change.at, change.actor, self._zone)}"
            yield layout.name, _Said(change.seq, frozenset(columns), whence)
