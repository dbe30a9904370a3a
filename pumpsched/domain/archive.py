"""What is there no more: a nurse who left, a site that closed, an authorization that ended.

Marks are appended and never changed; a later one takes the place of an earlier one of the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from pumpsched.domain.calendars import EARLIEST, LATEST, Closure, When
from pumpsched.domain.clinic import Authorization

GONE = "gone for good"
"""Why somebody or something is away for good, where nobody said."""


class ArchiveMark(NamedTuple):
    """Until when a nurse, a site or an authorization is there, from a moment on.

    Attributes:
        who: Code of the nurse or site; of an authorization the patient's.
        at: When that was noted.
        noted_by: Name of the person who noted it.
        number: Number of the authorization; empty for a nurse or a site.
        until: The last day there; None for as long as anybody knows.
    """

    who: str
    at: When
    noted_by: str
    number: str = ""
    until: date | None = None
    reason: str = ""


Archive = dict[tuple[str, str], ArchiveMark]
"""The marks with a last day that stand, by code and number."""


def standing_marks(noted: Iterable[ArchiveMark]) -> Archive:
    """The last mark of each, in the order noted, as far as it tells a last day."""
    last = {(mark.who, mark.number): mark for mark in noted}
    return {subject: mark for subject, mark in last.items() if mark.until is not None}


def departures(archive: Archive) -> tuple[Closure, ...]:
    """The days after the last one of each nurse and site that leaves, as closures without end."""
    return tuple(
        Closure(mark.who, mark.until + timedelta(days=1), LATEST, mark.reason or GONE)
        for mark in archive.values()
        if mark.until is not None and not mark.number
    )


def in_force(given: Iterable[Authorization], archive: Archive) -> list[Authorization]:
    """Authorizations as far as they hold: one archived ends; one that never held is none."""
    ended = (_ended(each, archive.get((each.patient, each.number))) for each in given)
    return [one for one in ended if _ever_held(one)]


def before_first_day(one: Authorization) -> date:
    """The last day of an authorization that never held."""
    return one.valid_from - timedelta(days=1) if one.valid_from else EARLIEST


def _ever_held(one: Authorization) -> bool:
    return one.valid_to is None or one.valid_to > before_first_day(one)


def _ended(one: Authorization, mark: ArchiveMark | None) -> Authorization:
    if mark is None or mark.until is None:
        return one
    return one._replace(valid_to=min(one.valid_to or LATEST, mark.until))
