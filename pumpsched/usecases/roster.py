"""Staff and places: nurses and sites are added and corrected, and what that does to visits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Generic, TypeVar

from pumpsched.domain.calendars import DAY_NAMES
from pumpsched.domain.errors import Conflict
from pumpsched.domain.findings import Finding, Severity
from pumpsched.domain.hours import HOME, Hours
from pumpsched.domain.people import Nurse, Patient, Site
from pumpsched.domain.visits import Visit
from pumpsched.interop.people import NURSES, SITES
from pumpsched.interop.rows import Layout
from pumpsched.reference import catalogue
from pumpsched.store.books import Books
from pumpsched.usecases.chart import known_nurse, known_site, open_chart, refuse_unknown
from pumpsched.usecases.leaving import visits_to_cancel
from pumpsched.usecases.visit_fit import closes, in_roster, is_open_at, is_trained

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Hit:
    """An open visit that a change stands in the way of, and whose it is.

    ``other_nurse`` tells that the same time with another nurse would do, ``is_gone`` that the
    patient, or the pump, will not be there any more.
    """

    visit: Visit
    patient: Patient
    other_nurse: bool = False
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class RowReceipt(Generic[V]):
    """A row of a practice's own records as it now stands.

    Attributes:
        value: The nurse, site or authorization.
        cells: Its columns as its file spells them.
        changed: Column, text before and text after; empty for a new row.
        hits: Open visits that no longer fit it.
        findings: What is worth attention.
    """

    value: V
    cells: Mapping[str, str]
    changed: tuple[tuple[str, str, str], ...] = ()
    hits: tuple[Hit, ...] = ()
    findings: tuple[Finding, ...] = ()


def add_nurse(books: Books, columns: Mapping[str, str]) -> RowReceipt[Nurse]:
    """Adds the nurse that columns of ``nurses.csv`` describe.

    Raises:
        BadRow: With everything that cannot be read.
        Conflict: The code is taken.
        NotFound: The roster names a site that is not there.
    """
    nurse = NURSES.parse(columns, catalogue())
    _check_free(books, nurse.code, "nurse")
    _check_places(books, nurse)
    books.put_nurse(nurse)
    return RowReceipt(nurse, NURSES.text(nurse), findings=_overlaps(nurse.roster))


def edit_nurse(
    books: Books, code: str, columns: Mapping[str, str], *, today: date
) -> RowReceipt[Nurse]:
    """Changes columns of a nurse; the receipt names her visits that no longer fit.

    Raises:
        NotFound: No such nurse, or no such site in the roster.
    """
    before = known_nurse(books, code)
    nurse = NURSES.parse(NURSES.text(before) | dict(columns), catalogue())
    _check_places(books, nurse)
    books.put_nurse(nurse)
    coming = books.visits(first=today, nurse=nurse.code, open_only=True)
    return RowReceipt(
        nurse,
        NURSES.text(nurse),
        changed=changes(NURSES, before, nurse),
        hits=hits_of(
            books,
            (v for v in coming if _may_do(books, before, v) and not _may_do(books, nurse, v)),
            nurse=nurse.code,
        ),
        findings=_overlaps(nurse.roster),
    )


def add_site(books: Books, columns: Mapping[str, str]) -> RowReceipt[Site]:
    """Adds the site that columns of ``sites.csv`` describe.

    Raises:
        BadRow: With everything that cannot be read.
        Conflict: The code is taken.
    """
    site = SITES.parse(columns, catalogue())
    _check_free(books, site.code, "site")
    books.put_site(site)
    return RowReceipt(site, SITES.text(site))


def edit_site(
    books: Books, code: str, columns: Mapping[str, str], *, today: date
) -> RowReceipt[Site]:
    """Changes columns of a site; the receipt names visits outside its new hours.

    Raises:
        NotFound: No such site.
    """
    before = known_site(books, code)
    site = SITES.parse(SITES.text(before) | dict(columns), catalogue())
    books.put_site(site)
    coming = [v for v in books.visits(first=today, open_only=True) if v.site == site.code]
    return RowReceipt(
        site,
        SITES.text(site),
        changed=changes(SITES, before, site),
        hits=hits_of(
            books, (v for v in coming if is_open_at(before, v) and not is_open_at(site, v))
        ),
    )


def changes(layout: Layout[V], before: V, after: V) -> tuple[tuple[str, str, str], ...]:
    """Columns that differ between two values, with the text before and after."""
    old, new = layout.text(before), layout.text(after)
    return tuple((column, old[column], new[column]) for column in old if old[column] != new[column])


def hits_of(books: Books, visits: Iterable[Visit], *, nurse: str = "") -> tuple[Hit, ...]:
    """The visits with the patients whose they are; ``nurse`` is who cannot come."""
    return tuple(_hit(books, visit, nurse) for visit in visits)


def _hit(books: Books, visit: Visit, nurse: str) -> Hit:
    chart = open_chart(books, visit.patient, as_of=visit.day)
    others = (closure for closure in books.closures() if closure.who != nurse)
    closed = not chart.practice.working.is_open(visit.day) or any(
        closes(closure, visit) for closure in others
    )
    return Hit(
        visit,
        chart.patient,
        other_nurse=nurse in visit.nurses and not closed,
        is_gone=any(True for _ in visits_to_cancel(chart, (visit,))),
    )


def _check_free(books: Books, code: str, noun: str) -> None:
    holder = books.holder_of(code)
    if holder == noun:
        raise Conflict(
            f"{noun.capitalize()} {code} is there already.",
            code=f"duplicate-{noun}",
            next_step=f"pumpsched {noun} edit {code} …, or pumpsched {noun} list",
        )
    if holder is not None:
        raise Conflict(
            f"The code {code} is taken by a {holder}.",
            code="code-taken",
            why="A code names one patient, nurse or site, and no two of them.",
            next_step=f"pumpsched {noun} add with another code",
        )


def _check_places(books: Books, nurse: Nurse) -> None:
    for place in sorted({hours.place for hours in nurse.roster} - {HOME}):
        if books.site(place) is None:
            refuse_unknown("site", place, books.sites())


def _overlaps(roster: tuple[Hours, ...]) -> tuple[Finding, ...]:
    """A finding for every two parts of a roster that want the nurse in two places at once."""
    found = []
    for one, other in combinations(roster, 2):
        days = sorted(one.weekdays & other.weekdays)
        if days and one.start < other.end and other.start < one.end:
            text = f'on {DAY_NAMES[days[0]]} the roster has "{one}" and "{other}" at once'
            found.append(Finding("roster-overlap", Severity.WARNING, text))
    return tuple(found)


def _may_do(books: Books, nurse: Nurse, visit: Visit) -> bool:
    return in_roster(nurse, visit) and is_trained(books, nurse, visit)
