"""Last days: a nurse who leaves, a site that closes, an authorization that ends or never held.

Nothing is deleted: a mark is appended, and another one brings back what is there after all.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from pumpsched.domain.archive import ArchiveMark, before_first_day
from pumpsched.domain.calendars import When
from pumpsched.domain.clinic import Authorization, Nurse, Site, Visit
from pumpsched.domain.errors import Conflict
from pumpsched.domain.text import as_typed
from pumpsched.records.folder import UNTIL
from pumpsched.usecases.patients import known_authorization, unauthorized
from pumpsched.usecases.staff import RowReceipt, hits_of
from pumpsched.usecases.who_is_meant import known_nurse, known_site

if TYPE_CHECKING:
    from pumpsched.store.books import Books

V = TypeVar("V")


def archive_nurse(
    books: Books, code: str, until: date | None, *, at: When, reason: str, today: date
) -> RowReceipt[Nurse]:
    """Notes the last day of a nurse, or that they stay after all; names the visits after it.

    Raises:
        NotFound: No such nurse.
        Conflict: That is noted already.
    """
    nurse = known_nurse(books, code)
    coming = books.visits(first=today, nurse=nurse.code, open_only=True)
    listing = "pumpsched nurse list --all"
    return _noted(
        books, nurse, (nurse.code, ""), until, coming, at=at, reason=reason, listing=listing
    )


def archive_site(
    books: Books, code: str, until: date | None, *, at: When, reason: str, today: date
) -> RowReceipt[Site]:
    """Notes the last day of a site, or that it stays after all; names the visits after it.

    Raises:
        NotFound: No such site.
        Conflict: That is noted already.
    """
    site = known_site(books, code)
    coming = [v for v in books.visits(first=today, open_only=True) if v.site == site.code]
    listing = "pumpsched site list --all"
    return _noted(
        books, site, (site.code, ""), until, coming, at=at, reason=reason, listing=listing
    )


def archive_authorization(
    books: Books,
    patient: str,
    number: str,
    until: date | None,
    *,
    at: When,
    reason: str,
    today: date,
    never: bool = False,
) -> RowReceipt[Authorization]:
    """Notes that an authorization holds no longer, or does after all; names refills without one.

    One that ``never`` held counts as if it were not there.

    Raises:
        NotFound: The patient has none of that number.
        Conflict: That is noted already.
    """
    one = known_authorization(books, patient, number)
    until = before_first_day(one) if never else until
    listing = f"pumpsched auth list {as_typed(patient)} --all"
    receipt = _noted(
        books, one, (patient, one.number), until, (), at=at, reason=reason, listing=listing
    )
    return receipt._replace(hits=unauthorized(books, patient, today=today))


def _noted(
    books: Books,
    value: V,
    subject: tuple[str, str],
    until: date | None,
    coming: Iterable[Visit],
    *,
    at: When,
    reason: str,
    listing: str,
) -> RowReceipt[V]:
    """Appends the mark; the receipt has the last day before and after, and the visits beyond it."""
    who, number = subject
    held = books.archive().get(subject)
    before = held.until if held else None
    mark = ArchiveMark(who, at, books.audit.stamp.actor, number, until, reason)
    if before == until or mark in books.archive_marks():
        said = f"ends on {until}" if until else "is there for as long as anybody knows"
        raise Conflict(
            f"{f'{who} {number}'.strip()} {said} already.",
            code="known-archive",
            why="It is on record, and of this command nothing was saved.",
            next_step=f"{listing}, or the same command with another day",
        )
    books.add_archive_mark(mark)
    hits = hits_of(books, (v for v in coming if until and v.day > until), nurse=who)
    return RowReceipt(value, ((UNTIL.column, str(before or ""), str(until or "")),), hits)
