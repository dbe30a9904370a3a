"""What the audit trail knows of visits: when each was booked or moved, and how often changed.

The trail names the rows that a transaction changed; where they are very many it counts the rest.
A visit never named as new was booked by the first transaction that left new visits unnamed, and
one that left changes unnamed may have changed any visit, so it counts for each.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from pumpsched.store.results import AuditEntry

if TYPE_CHECKING:
    from pumpsched.store.reading.opening import ReadBooks

_VISIT = "visit"
_LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
_STATUS = frozenset({"status", "override"})


class VisitHistory(NamedTuple):
    """How a visit came to be as it is.

    Attributes:
        placed_at: When it was booked or last moved; a change of its status does not count.
        changed_at: When it was last changed in any way.
        changes: How often it was changed since it was booked; a restore counts for more than any
            number of changes that it took back.
    """

    placed_at: datetime
    changed_at: datetime
    changes: int = 0


class _Step(NamedTuple):
    """What one transaction did to visits: the named ones, and whether there were others."""

    at: datetime
    added: frozenset[str]
    changed: dict[str, frozenset[str]]
    added_unnamed: bool
    changed_unnamed: bool
    restored: bool


def visit_histories(books: ReadBooks, codes: Iterable[str]) -> dict[str, VisitHistory]:
    """The history of each of these visits, by code; one the trail never met is left out."""
    wanted = set(codes)
    found: dict[str, VisitHistory] = {}
    for step in map(_step, books.audit_entries()) if wanted else ():
        new = step.added & wanted
        if step.added_unnamed:
            new = new | (wanted - found.keys())
        found |= {code: VisitHistory(step.at, step.at) for code in new}
        if step.restored:
            found |= {code: _restored(known, step.at) for code, known in found.items()}
        touched = found.keys() - new if step.changed_unnamed else step.changed.keys() & found.keys()
        for code in touched:
            columns = step.changed.get(code, _STATUS)
            known = found[code]
            found[code] = known._replace(
                placed_at=known.placed_at if columns <= _STATUS else step.at,
                changed_at=step.at,
                changes=known.changes + 1,
            )
    return found


def seconds(at: datetime) -> int:
    """A number that only grows: of seconds, small enough for a calendar until 2088."""
    return (at - _LONG_AGO) // timedelta(seconds=1)


def _restored(known: VisitHistory, at: datetime) -> VisitHistory:
    return known._replace(changed_at=at, changes=max(known.changes + 1, seconds(at)))


def _step(entry: AuditEntry) -> _Step:
    detail: Any = entry.detail
    rows = [(key, columns) for table, key, columns in detail.get("rows", ()) if table == _VISIT]
    added = [key for key, columns in rows if not columns]
    changed: dict[str, frozenset[str]] = {}
    for key, columns in rows:
        if columns:
            changed[key] = changed.get(key, frozenset()) | frozenset(columns)
    all_added, all_changed = detail.get("counts", {}).get(_VISIT, (0, 0))
    return _Step(
        at=entry.at,
        added=frozenset(added),
        changed=changed,
        added_unnamed=all_added > len(added),
        changed_unnamed=all_changed > len(rows) - len(added),
        restored=any("restored" in note for note in detail.get("notes", ())),
    )
