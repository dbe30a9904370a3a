"""Visits to come that cannot be as they are booked: what lists, the doctor and an import name."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import TYPE_CHECKING

from pumpsched.domain.findings import UNAUTHORIZED, Finding, Severity

if TYPE_CHECKING:
    from pumpsched.domain.clinic import Visit
    from pumpsched.planning.check.judge import Facts, Judgement
    from pumpsched.store.reading.opening import ReadBooks


def broken_visits(
    books: ReadBooks, visits: Collection[Visit], *, today: date
) -> dict[str, list[str]]:
    """What keeps visits to come from happening, or the payer from paying, by code of such visits.

    As codes: the rules that a visit breaks and nobody overrode, and a missing authorization.
    """
    found = {}
    for verdict in _verdicts(books, visits, today=today):
        codes = [breach.code for breach in verdict.standing]
        codes += [remark.code for remark in verdict.remarks if remark.code == UNAUTHORIZED]
        found[verdict.visit.code] = list(dict.fromkeys(codes))
    return {code: codes for code, codes in found.items() if codes}


def _verdicts(books: ReadBooks, visits: Collection[Visit], *, today: date) -> Iterator[Judgement]:
    coming = [visit for visit in visits if visit.status.is_open and visit.day >= today]
    if not coming:
        return
    # The rules take longer to load than a list without visits to come.
    from pumpsched.usecases.judging import Judging
    from pumpsched.usecases.who_is_meant import practice_of
    from pumpsched.usecases.worklist import items_of

    practice, whose = practice_of(books), {visit.patient for visit in coming}
    rows = [row for row in books.listing(today, None) if row.patient in whose]
    items = items_of(books, rows, {}, as_of=today, practice=practice)
    judge = Judging(books, practice, items, coming, today=today).judge
    yield from map(judge.verdict, coming)


def broken_findings(books: ReadBooks, *, today: date) -> Iterator[tuple[str, Finding]]:
    """A finding for each visit to come that cannot be, with the patient's code, by day."""
    from pumpsched.usecases.judging import mending

    visits = books.visits(first=today, open_only=True)
    for verdict in _verdicts(books, visits, today=today):
        visit = verdict.visit
        for breach in verdict.standing[:1]:
            when = f"visit {visit.code} of {visit.day} at {visit.at[11:]}"
            text = f"{when} cannot be: {breach.text}: `{mending(visit, breach)}`"
            facts: Facts = {
                "patient": visit.patient,
                "visit": visit.code,
                "rule": breach.rule.value,
            }
            yield visit.patient, Finding(breach.code, Severity.WARNING, text, facts)
