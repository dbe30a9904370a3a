"""Visits to come that cannot be as they are booked: what lists, the doctor and an import name."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import TYPE_CHECKING

from pumpsched.domain.findings import Finding, Severity

if TYPE_CHECKING:
    from pumpsched.domain.clinic import Visit
    from pumpsched.planning.check.judge import Breach, Facts
    from pumpsched.store.reading.opening import ReadBooks


def broken_visits(
    books: ReadBooks, visits: Collection[Visit], *, today: date
) -> dict[str, tuple[Breach, ...]]:
    """What visits to come break that nobody overrode, by code of those that break a rule."""
    coming = [visit for visit in visits if visit.status.is_open and visit.day >= today]
    if not coming:
        return {}
    # The rules take longer to load than a list without visits to come.
    from pumpsched.usecases.judging import Judging
    from pumpsched.usecases.who_is_meant import practice_of
    from pumpsched.usecases.worklist import items_of

    practice, whose = practice_of(books), {visit.patient for visit in coming}
    rows = [row for row in books.listing(today, None) if row.patient in whose]
    items = items_of(books, rows, {}, as_of=today, practice=practice)
    judge = Judging(books, practice, items, coming, today=today).judge
    standing = {visit.code: judge.verdict(visit).standing for visit in coming}
    return {code: breaches for code, breaches in standing.items() if breaches}


def broken_findings(books: ReadBooks, *, today: date) -> Iterator[tuple[str, Finding]]:
    """A finding for each visit to come that cannot be, with the patient's code, by day."""
    from pumpsched.usecases.judging import mending

    visits = books.visits(first=today, open_only=True)
    found = broken_visits(books, visits, today=today)
    for visit in visits:
        for breach in found.get(visit.code, ())[:1]:
            when = f"visit {visit.code} of {visit.day} at {visit.at[11:]}"
            text = f"{when} cannot be: {breach.text}: `{mending(visit, breach)}`"
            facts: Facts = {
                "patient": visit.patient,
                "visit": visit.code,
                "rule": breach.rule.value,
            }
            yield visit.patient, Finding(breach.code, Severity.WARNING, text, facts)
