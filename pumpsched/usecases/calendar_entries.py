"""Visits as the calendars read before know them: never back to a smaller number, never forgotten.

A calendar tells events apart by name, takes the one with the highest number, and keeps what a
later file leaves out. So the name of the practice's calendars, the number of a visit and the
nurses and sites it has left go with every export.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from pumpsched.domain.clinic import CalendarEntry, CalendarMark, Visit
from pumpsched.store.results import Put
from pumpsched.usecases.visit_history import VisitHistory, visit_histories

if TYPE_CHECKING:
    from pumpsched.store.books import Books
    from pumpsched.store.reading.opening import ReadBooks


def calendar_entry(
    calendar: str, visit: Visit, history: VisitHistory | None, marks: dict[str, CalendarMark]
) -> CalendarEntry:
    """A visit as calendars know it; None is the history of one that was just added."""
    mark = marks.get(visit.code, CalendarMark())
    changes = history.changes if history else 0
    return CalendarEntry(calendar, visit.code, mark.sequence + changes, mark.former)


def calendar_entries(books: ReadBooks) -> Iterator[CalendarEntry]:
    """Every visit as calendars know it, by code."""
    calendar, marks, visits = books.calendar(), books.calendar_marks(), books.visits()
    histories = visit_histories(books, (visit.code for visit in visits))
    for visit in sorted(visits, key=lambda visit: visit.code):
        yield calendar_entry(calendar, visit, histories.get(visit.code), marks)


def take_entries(books: Books, entries: Iterable[CalendarEntry]) -> Put:
    """Takes over what an export knows of visits; it raises numbers and forgets nothing.

    The calendar's name is taken over by a store that had no visit before.
    """
    wanted = {entry.visit: entry for entry in entries}
    visits = books.visits_of(list(wanted)) if wanted else {}
    histories = visit_histories(books, visits)
    calendar, marks, added = books.calendar(), books.calendar_marks(), 0
    name = next((entry.calendar for entry in wanted.values()), calendar)
    if name != calendar and not _had_visits(books):
        books.set_calendar(name)
        added += 1
    for code, visit in visits.items():
        known = calendar_entry(calendar, visit, histories.get(code), marks)
        rise = max(0, wanted[code].sequence - known.sequence)
        if rise or not {*wanted[code].former} <= {*known.former}:
            books.mark_calendar(code, CalendarMark(rise, wanted[code].former))
            added += 1
    return Put(added, 0)


def _had_visits(books: Books) -> bool:
    """Whether a visit was on record before this change."""
    entries: Iterator[Any] = books.audit_entries()
    return any("visit" in entry.detail.get("counts", ()) for entry in entries)
