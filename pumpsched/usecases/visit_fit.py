"""Whether a visit fits its nurse, its place and its day, and what is said of one that does not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from pumpsched.domain.calendars import EVERYBODY, HOME, Closure, Hours, spans_on
from pumpsched.domain.clinic import Nurse, Setting, Site, Visit, VisitKind
from pumpsched.domain.findings import Finding, Severity
from pumpsched.domain.settings import Practice
from pumpsched.reference import catalogue
from pumpsched.usecases.chart import implant_on

if TYPE_CHECKING:
    from pumpsched.store.reading.opening import ReadBooks


def late_visit(refill_by: date, *, today: date) -> Finding:
    """What is said of a visit after the last day of its patient's window."""
    text = f"the visit comes after the last refill day {refill_by}: "
    text += "late already, keep the earliest day" if refill_by < today else "move it earlier"
    return Finding("late-visit", Severity.URGENT, text)


def in_roster(nurse: Nurse, visit: Visit) -> bool:
    """Whether a visit lies within a shift of the nurse at its place."""
    place = HOME if visit.setting is Setting.HOME else visit.site
    return _within(visit, tuple(hours for hours in nurse.roster if hours.place == place))


def is_trained(books: ReadBooks, nurse: Nurse, visit: Visit) -> bool:
    """Whether the nurse is trained on the pump that a visit refills."""
    implant = implant_on(tuple(books.implants(visit.patient)), visit.day)
    if implant is None or visit.kind is not VisitKind.REFILL:
        return True
    return nurse.may_refill(catalogue().model(implant.device.model).family)


def is_open_at(site: Site, visit: Visit) -> bool:
    """Whether the site is open throughout a visit; one without hours always is."""
    return not site.hours or _within(visit, site.hours)


def closes(closure: Closure, visit: Visit) -> bool:
    """Whether a closure is of the visit's day, and of somebody or something it needs."""
    mine = (EVERYBODY, visit.patient, visit.site, *visit.nurses)
    return closure.who in mine and closure.covers(visit.day)


def usual_site(books: ReadBooks, visit: Visit) -> str:
    """Where a clinic visit without a site is most likely meant to be; empty where none is.

    That is the only site at which its nurses are on shift then, else the only site there is.
    """
    nurses = [nurse for code in visit.nurses if (nurse := books.nurse(code)) is not None]
    places = {
        hours.place
        for nurse in nurses
        for hours in nurse.roster
        if hours.place != HOME and _within(visit, (hours,))
    }
    codes = sorted(places) or [site.code for site in books.sites()]
    return codes[0] if len(codes) == 1 else ""


def misfits(books: ReadBooks, visit: Visit, practice: Practice) -> Iterator[Finding]:
    """What is odd about the nurse, the place or the day of an open visit."""
    move = f"`pumpsched visit move {visit.code}"
    if visit.setting is Setting.CLINIC and not visit.site and books.sites():
        text = f"a visit in the clinic without a site: {move} --site …`"
        yield Finding("no-site", Severity.WARNING, text)
    if not visit.nurses:
        text = f"no nurse is named: {move} --nurse …`"
        yield Finding("no-nurse", Severity.WARNING, text)
    for nurse in filter(None, map(books.nurse, visit.nurses)):
        if nurse.roster and not in_roster(nurse, visit):
            place = "at home" if visit.setting is Setting.HOME else f"at {visit.site or 'a clinic'}"
            text = f"nurse {nurse.code} is not on shift {place} then: {move} --nurse …`"
            yield Finding("outside-roster", Severity.WARNING, text)
        if not is_trained(books, nurse, visit):
            text = f"nurse {nurse.code} is not trained on this pump: {move} --nurse …`"
            yield Finding("not-trained", Severity.WARNING, text)
    site = books.site(visit.site) if visit.site else None
    if site is not None and not is_open_at(site, visit):
        text = f"{site.code} is closed at that time: {move} --at …`"
        yield Finding("site-closed", Severity.WARNING, text)
    if not practice.working.is_open(visit.day):
        text = f"{visit.day} is no working day of the practice"
        yield Finding("closed-day", Severity.WARNING, text)
    for closure in books.closures():
        if closure.who != EVERYBODY and closes(closure, visit):
            text = f"{closure.who} is closed or away on {visit.day}: {move} --at …`"
            yield Finding("closed-day", Severity.WARNING, text)


def _within(visit: Visit, hours: tuple[Hours, ...]) -> bool:
    spans = spans_on(hours, visit.day)
    return any(start <= visit.minute and visit.end <= end for start, end in spans)
