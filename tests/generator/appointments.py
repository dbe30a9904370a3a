"""Visits already in the book, and payer authorizations.

Only the fixed cases of `cases` have visits: a handful to look at, booked inside the window and
inside the nurse's shift, or tied to a refill of the past.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tests.generator.arithmetic import add_months, is_working
from tests.generator.course import Course, build_course
from tests.generator.people import patient_code
from tests.generator.profiles import Profile
from tests.generator.staff import FIRST_NURSES
from tests.generator.wording import instant_text

_PAYERS = (
    "North Prairie Health Plan",
    "Lakes Mutual",
    "Saint Croix Benefit Trust",
    "Tri-County Medical Assistance",
)
_MINUTES = 45


@dataclass(frozen=True, slots=True)
class Booking:
    """A visit to invent: whose, in what status, at which minute of the day, from which day on.

    ``after`` counts days from today; a done visit takes the last fill's day instead, a missed one
    the end of the window.
    """

    index: int
    status: str
    after: int = 0
    minute: int = 600


_BOOKINGS = (
    Booking(1, "confirmed", 1, 570),
    Booking(2, "missed", 0, 660),
    Booking(14, "booked", 3, 630),
    Booking(20, "booked", 8, 600),
    Booking(26, "booked", 2, 540),
    Booking(27, "cancelled", 4, 690),
    Booking(32, "confirmed", 1, 780),
    Booking(37, "done"),
    Booking(39, "done"),
)


def visit_rows(patients: int, *, seed: int, today: date) -> Iterator[dict[str, str]]:
    """Yield the rows of ``visits.csv``, by code; a visit that fits nowhere is left out."""
    taken: set[tuple[str, date]] = set()
    number = 0
    for booking in _BOOKINGS:
        if booking.index > patients:
            continue
        row = _visit(booking, build_course(booking.index, seed=seed, today=today), taken)
        if row is not None:
            number += 1
            yield {"visit": f"V{number}", **row}


def _visit(booking: Booking, course: Course, taken: set[tuple[str, date]]) -> dict[str, str] | None:
    """Find a day and a nurse for a visit; no nurse gets two of them on one day."""
    at_home = course.profile.setting == "home"
    minute = booking.minute
    if booking.status == "done":
        minute = (course.minute - 15) // 30 * 30
    for day in _days(booking, course):
        for nurse in FIRST_NURSES:
            shift = nurse.shift_on(day, at_home=at_home)
            if shift is None or (nurse.code, day) in taken:
                continue
            fits = shift.opens + at_home * 45 <= minute <= shift.closes - 2 * _MINUTES
            if not fits or not nurse.can_serve(course.profile.model):
                continue
            taken.add((nurse.code, day))
            return {
                "patient": course.code,
                "kind": "refill",
                "at": instant_text(day, minute),
                "minutes": str(_MINUTES),
                "setting": "home" if at_home else "clinic",
                "site": shift.site,
                "nurse": nurse.code,
                "status": booking.status,
            }
    return None


def _days(booking: Booking, course: Course) -> Iterator[date]:
    """Yield the days a visit may fall on, the most wanted first."""
    window_end = course.window_end()
    if course.last_on is None or window_end is None:
        return
    if booking.status == "done":
        yield course.last_on
        return
    opens_on = min(add_months(course.last_on, 1), window_end)
    if booking.status == "missed":
        days = [window_end - timedelta(days=back) for back in range(14)]
    else:
        first = max(course.today + timedelta(days=booking.after), opens_on)
        days = [first + timedelta(days=ahead) for ahead in range(14)]
        days = [day for day in days if day <= course.today + timedelta(days=14)]
    yield from (day for day in days if is_working(day) and opens_on <= day <= window_end)


def authorization_row(index: int, profile: Profile, *, today: date) -> dict[str, str]:
    """Return the row of ``authorizations.csv`` of a patient whose payer asks for one."""
    if profile.authorization == "ending":
        first, last = today - timedelta(days=178), today + timedelta(days=5)
        visits = 6
    else:
        first = add_months(today.replace(day=1), -(index % 8))
        last = add_months(first, 12) - timedelta(days=1)
        visits = 12
    return {
        "patient": patient_code(index),
        "number": f"PA-{first:%y}-{index:05d}",
        "payer": _PAYERS[index % len(_PAYERS)],
        "valid_from": first.isoformat(),
        "valid_to": last.isoformat(),
        "visits": str(visits),
    }
