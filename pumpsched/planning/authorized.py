"""Payer authorizations: on which days a patient has one with a visit left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from pumpsched.domain.people import Authorization
from pumpsched.domain.visits import Visit, VisitKind, VisitStatus

UNBOUNDED = 10**6


def authorized_days(
    mine: Sequence[Authorization], visits: Iterable[Visit], *, moving: str, days: Iterable[date]
) -> set[date]:
    """The days on which one of a patient's authorizations is valid with a visit left.

    Refills done or booked use up the authorizations valid on their days, those that end first
    before the others.

    Args:
        mine: The patient's authorizations, at least one.
        visits: The patient's appointments.
        moving: The appointment to be placed anew, which uses up nothing.
        days: The days asked about.
    """
    left = [UNBOUNDED if one.visits is None else one.visits for one in mine]
    for day in sorted(visit.day for visit in visits if _uses(visit) and visit.code != moving):
        holding = [i for i, one in enumerate(mine) if _holds(one, day) and left[i] > 0]
        if holding:
            left[min(holding, key=lambda i: (mine[i].valid_to or date.max, mine[i].number))] -= 1
    return {
        day for day in days if any(_holds(one, day) and left[i] > 0 for i, one in enumerate(mine))
    }


def _uses(visit: Visit) -> bool:
    counts = visit.status.is_open or visit.status is VisitStatus.DONE
    return counts and visit.kind is VisitKind.REFILL


def _holds(one: Authorization, day: date) -> bool:
    return (one.valid_from or date.min) <= day <= (one.valid_to or date.max)
