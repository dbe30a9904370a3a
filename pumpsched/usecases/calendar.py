"""Visits and windows for calendars: of one nurse, one site, or the whole practice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pumpsched.domain.calendars import LATEST
from pumpsched.domain.clinic import CalendarEntry, Patient, Setting, Site, Visit, VisitStatus
from pumpsched.formats.ical import Event, EventStatus, write_calendar
from pumpsched.usecases.calendar_entries import calendar_entry
from pumpsched.usecases.visit_history import seconds, visit_histories
from pumpsched.usecases.who_is_meant import known_nurse, known_site
from pumpsched.usecases.worklist import Filter, next_due

if TYPE_CHECKING:
    from pumpsched.store.reading.opening import ReadBooks

KEPT = timedelta(days=92)
"""How far back visits stay in a calendar, so that a late cancellation still reaches it."""

_STATUSES = {
    VisitStatus.BOOKED: EventStatus.TENTATIVE,
    VisitStatus.CONFIRMED: EventStatus.CONFIRMED,
    VisitStatus.DONE: EventStatus.CONFIRMED,
    VisitStatus.MISSED: EventStatus.CONFIRMED,
    VisitStatus.CANCELLED: EventStatus.CANCELLED,
}


def export_calendar(
    books: ReadBooks,
    *,
    nurse: str | None = None,
    site: str | None = None,
    windows: bool = False,
    names: bool = False,
    as_of: date,
    zone: ZoneInfo,
) -> bytes:
    """An iCalendar file of visits, and of refill windows, as whole-day events, where asked for.

    Of a nurse it holds their visits and the windows of the patients visited; of a site the visits
    there and the windows of patients whose next visit is there; of both, besides, the visits that
    have gone to others, as cancelled ones. Events carry names and phones only with ``names``; else
    the code alone. Where a home visit is, is told with ``names``, and to its nurse.

    Raises:
        NotFound: No such nurse or site.
    """
    nurse = known_nurse(books, nurse).code if nurse is not None else None
    site = known_site(books, site).code if site is not None else None
    calendar, marks = books.calendar(), books.calendar_marks()
    visits = books.visits(first=as_of - KEPT)
    located = names or nurse is not None
    patients = {patient.code: patient for patient in books.patients()} if located else {}
    sites = {each.code: each for each in books.sites()}
    histories = visit_histories(books, (visit.code for visit in visits))
    never = _midnight(as_of)
    events = []
    for visit in visits:
        history = histories.get(visit.code)
        entry = calendar_entry(calendar, visit, history, marks)
        holders = ((nurse, visit.nurses), (site, (visit.site,)))
        if any(who not in (None, *now, *entry.former) for who, now in holders):
            continue
        is_here = all(who in (None, *now) for who, now in holders)
        event = _visit_event(
            visit,
            entry,
            changed_at=history.changed_at if history else never,
            patient=patients.get(visit.patient),
            site=sites.get(visit.site),
            names=names,
            is_here=is_here,
        )
        events.append(event if is_here else _gone(event))
    if windows:
        events += _window_events(books, nurse=nurse, site=site, names=names, as_of=as_of)
    parts = ["pumpsched", nurse, site, "DEMO DATA" if books.own_today() else None]
    return write_calendar(events, title=" ".join(filter(None, parts)), zone=zone)


def _visit_event(
    visit: Visit,
    entry: CalendarEntry,
    *,
    changed_at: datetime,
    patient: Patient | None,
    site: Site | None,
    names: bool,
    is_here: bool,
) -> Event:
    who = f"{visit.patient} {patient.name}" if patient and names else visit.patient
    closed = "" if visit.status.is_open else f" ({visit.status})"
    return Event(
        uid=f"visit-{visit.code}.{entry.calendar}",
        summary=f"{visit.kind.capitalize()} {who}{closed if is_here else ' (moved)'}",
        first=visit.day,
        last=visit.day,
        minute=visit.minute,
        minutes=visit.minutes,
        status=_STATUSES[visit.status],
        sequence=entry.sequence,
        changed_at=changed_at,
        location=_location(visit, patient, site),
        description="\n".join(_lines(visit, patient if names else None)),
        busy=visit.status is not VisitStatus.CANCELLED,
    )


def _gone(event: Event) -> Event:
    """What the calendar of a nurse or site shows of a visit that went to another one."""
    return replace(event, status=EventStatus.CANCELLED, location="", busy=False)


def _location(visit: Visit, patient: Patient | None, site: Site | None) -> str:
    if visit.setting is not Setting.HOME:
        return site.name if site else visit.site
    return ", ".join(filter(None, [patient.address, patient.postal_code])) if patient else ""


def _lines(visit: Visit, patient: Patient | None) -> Iterator[str]:
    yield " ".join(filter(None, [visit.setting.value, visit.site, *visit.nurses]))
    if patient is not None and patient.phone:
        yield f"Phone {patient.phone}"
    yield f"pumpsched show {visit.patient}"


def _window_events(
    books: ReadBooks, *, nurse: str | None, site: str | None, names: bool, as_of: date
) -> Iterator[Event]:
    """The windows; each change of the store counts as one of theirs, so none is ever missed."""
    last = next(books.audit_entries(newest=1), None)
    wanted = Filter(everybody=True, nurse=nurse)
    for item in next_due(books, as_of=as_of, last=LATEST, wanted=wanted).items:
        there = site is None or (item.visit is not None and item.visit.site == site)
        if item.opens_on is None or item.refill_by is None or not there:
            continue
        who = f"{item.patient} {item.name}" if names else item.patient
        yield Event(
            uid=f"window-{item.patient}.{books.calendar()}",
            summary=f"Refill window {who} ({item.limit})",
            first=item.opens_on,
            last=item.refill_by,
            status=EventStatus.TENTATIVE,
            sequence=seconds(last.at) + last.seq if last else 0,
            changed_at=last.at if last else _midnight(as_of),
            description=f"book by {item.book_by}\npumpsched why {item.patient}",
            busy=False,
        )


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
