"""Findings of everybody that stand, and somebody who says that one is known."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from pumpsched.domain.calendars import When
from pumpsched.domain.clinic import Patient
from pumpsched.domain.decisions import Decision, DecisionKind
from pumpsched.domain.errors import NotFound, Unsafe
from pumpsched.domain.findings import RESTART_UNDECIDED, Finding
from pumpsched.domain.standing_findings import (
    Carry,
    can_be_acknowledged,
    escalated,
)
from pumpsched.usecases.chart import open_chart
from pumpsched.usecases.deciding import DecisionReceipt, check_days, keep_decisions
from pumpsched.usecases.who_is_meant import practice_of
from pumpsched.usecases.worklist import WorklistItem, item_of_chart

if TYPE_CHECKING:
    from pumpsched.store.books import Books
    from pumpsched.store.reading.opening import ReadBooks


class StandingFinding(NamedTuple):
    """A finding of a patient's pump, and how it is carried.

    Attributes:
        item: How the patient stands.
        owner: Who acknowledged it, else the patient's usual nurse; empty without one.
        days_late: Days since the last refill day; 0 up to it.
        step: How far it is to be carried.
    """

    patient: Patient
    finding: Finding
    item: WorklistItem
    owner: str
    days_late: int
    step: Carry


def standing_of_all(
    books: ReadBooks, *, as_of: date, code: str | None = None, everything: bool = False
) -> list[StandingFinding]:
    """Findings that nobody has acknowledged, the most pressing first; or ``everything``.

    Infos, and what is acknowledged, are among everything alone.
    """
    codes = [code] if code is not None else [each.patient for each in books.listing(as_of, None)]
    practice, visits = practice_of(books), books.next_visits(as_of, codes)
    found: list[StandingFinding] = []
    for each in codes:
        chart = open_chart(books, each, as_of=as_of, practice=practice)
        view = chart.seen()
        if view is not None:
            item = item_of_chart(chart, visit=visits.get(each), view=view)
            found += (_carried(chart.patient, one, item, as_of) for one in chart.findings(view))
    stands = [each for each in found if everything or _is_open(each.finding)]
    return sorted(stands, key=lambda each: (each.step, -each.days_late, each.item.urgency))


def _is_open(finding: Finding) -> bool:
    return finding.acknowledged is None and (
        can_be_acknowledged(finding) or finding.code == RESTART_UNDECIDED
    )


def _carried(patient: Patient, finding: Finding, item: WorklistItem, day: date) -> StandingFinding:
    late = max((day - item.refill_by).days, 0) if item.refill_by else 0
    owner = finding.acknowledged.who if finding.acknowledged else patient.preferred_nurse
    step = escalated(finding, item.status, late)
    return StandingFinding(patient, finding, item, owner, late, step)


def acknowledge(
    books: Books, code: str, finding: str, *, reason: str, until: date | None, at: When, today: date
) -> DecisionReceipt:
    """Records that the person who calls knows of every open finding of a code of a patient's pump.

    Raises:
        UsageRefusal: The days make no sense.
        NotFound: No such patient, no pump, or no open finding of that code that comes back.
        Unsafe: A restart is decided on, and not acknowledged.
    """
    check_days(at, until, today=today)
    chart = open_chart(books, code, as_of=today)
    if finding == RESTART_UNDECIDED:
        raise Unsafe(
            "A restart is decided on by a named person, not acknowledged.",
            code="restart-needed",
            next_step=f"pumpsched decision add {code} restart --by … --reason …",
        )
    view = chart.seen()
    found = [
        each
        for each in (chart.findings(view) if view else ())
        if each.code == finding and _is_open(each)
    ]
    if not found:
        raise NotFound(
            f'Patient {code} has no open finding "{finding}".',
            code="unknown-finding",
            why="An info does not come back, and needs no acknowledgement.",
            next_step=f"pumpsched finding list {code}",
        )
    who, device = books.audit.stamp.actor, chart.pump_in_place().device
    made = [
        Decision(
            *(code, at, DecisionKind.ACKNOWLEDGE, who, reason),
            subject=each.occurrence,
            implanted_on=device.implanted_on,
            until=until,
        )
        for each in found
    ]
    return keep_decisions(books, code, made, today=today)
