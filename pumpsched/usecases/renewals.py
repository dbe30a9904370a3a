"""Authorizations to renew: whose next refill no payer has allowed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from pumpsched.domain.authorizations import lapse
from pumpsched.domain.findings import Finding

if TYPE_CHECKING:
    from pumpsched.domain.settings import Practice
    from pumpsched.store.reading.opening import ReadBooks
    from pumpsched.usecases.worklist import WorklistItem


def lapses(
    books: ReadBooks, practice: Practice, items: Iterable[WorklistItem], *, today: date
) -> dict[str, Finding]:
    """What is said of each patient whose next refill no authorization allows, by code."""
    standing = {item.patient: item for item in items}
    found = {}
    for code, given in groupby(books.valid_authorizations(standing), attrgetter("patient")):
        item = standing[code]
        if item.opens_on is None or item.refill_by is None:
            continue
        found[code] = lapse(
            list(given),
            books.visits(patient=code),
            (item.opens_on, item.refill_by),
            notice_days=practice.number("authorization_notice_days"),
            working=practice.working,
            today=today,
        )
    return {code: finding for code, finding in found.items() if finding is not None}
