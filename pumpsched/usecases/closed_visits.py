"""The visits that a refill closes, done or missed, and that its undo opens again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pumpsched.domain.findings import Finding, Severity
from pumpsched.domain.ledger import Attempted, Fact, Filled
from pumpsched.domain.visits import Visit, VisitKind, VisitStatus
from pumpsched.store.books import Books, Entry
from pumpsched.usecases.appointments import visit_in_the_way

_NOTE = "closed"
"""Under which an audit row names the visits its fact closed, each with the status before."""


@dataclass(frozen=True, slots=True)
class Reopened:
    """What an undo does to the visits of its fact: those open again, and what is left to do."""

    visits: tuple[Visit, ...] = ()
    findings: tuple[Finding, ...] = ()


def close_visits(books: Books, code: str, fact: Filled | Attempted) -> tuple[Visit, ...]:
    """Closes the refill visits of the fact's day: the first is done, or all are missed."""
    day, filled = fact.at.day, isinstance(fact, Filled)
    standing = books.visits(first=day, last=day, patient=code, open_only=True)
    visits = [visit for visit in standing if visit.kind is VisitKind.REFILL]
    status = VisitStatus.DONE if filled else VisitStatus.MISSED
    before = visits[:1] if filled else visits
    closed = tuple(replace(visit, status=status) for visit in before)
    for visit in closed:
        books.put_visit(visit)
    if before:
        books.note({_NOTE: {visit.code: visit.status.value for visit in before}})
    return closed


def reopen_visits(books: Books, entry: Entry) -> Reopened:
    """Opens the visits again that the fact of an entry closed, unless their time was given away."""
    if not isinstance(entry.fact, (Filled, Attempted)):
        return Reopened()
    noted = _closed_by(books, entry.fact)
    visits, findings = [], []
    for visit in _closed_on_its_day(books, entry):
        taken_by = visit_in_the_way(books, visit)
        if visit.code not in noted or taken_by is not None:
            findings.append(_left_closed(visit, taken_by))
            continue
        again = replace(visit, status=VisitStatus(noted[visit.code]))
        books.put_visit(again)
        visits.append(again)
    return Reopened(tuple(visits), tuple(findings))


def _closed_by(books: Books, fact: Fact) -> dict[str, str]:
    """The status before of each visit that a fact closed."""
    notes = books.change_of(fact.seq).detail.get("notes", ())
    assert isinstance(notes, (list, tuple))
    return {code: was for note in notes for code, was in note.get(_NOTE, {}).items()}


def _closed_on_its_day(books: Books, entry: Entry) -> Iterator[Visit]:
    """The refill visits of the day that stand as the fact left them."""
    day = entry.fact.at.day
    status = VisitStatus.DONE if isinstance(entry.fact, Filled) else VisitStatus.MISSED
    for visit in books.visits(first=day, last=day, patient=entry.patient):
        if visit.kind is VisitKind.REFILL and visit.status is status:
            yield visit


def _left_closed(visit: Visit, taken_by: Visit | None) -> Finding:
    why = f", its time is taken by {taken_by.code} of {taken_by.patient}" if taken_by else ""
    return Finding(
        "visit-stays-closed",
        Severity.WARNING,
        f"visit {visit.code} of {visit.at} stays {visit.status}{why}; if the refill is still to "
        f"come: `pumpsched visit add {visit.patient} --at …`",
        {"visit": visit.code},
    )
