"""The worklist in numbers: how many are listed, later, off the list, by condition treated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from pumpsched.domain.status import Status
from pumpsched.domain.text import folded
from pumpsched.usecases.departures import Reason, departure_of
from pumpsched.usecases.worklist import Counts, Filter, WorklistItem, is_in, next_due

if TYPE_CHECKING:
    from pumpsched.store.reading.opening import ReadBooks


class Census(NamedTuple):
    """A worklist in numbers.

    Attributes:
        conditions: Each condition and its counts, most patients first and those without one
            last; they add up to ``whole``.
        reasons: How many are inactive for each reason; they add up to the inactive.
        whole: The counts of everybody, as the worklist's own footer has them.
    """

    as_of: date
    last: date
    conditions: tuple[tuple[str, Counts], ...]
    reasons: tuple[tuple[Reason, int], ...]
    whole: Counts


def tally(books: ReadBooks, *, as_of: date, last: date, wanted: Filter) -> Census:
    """The worklist of a span in numbers, by condition."""
    listed = next_due(books, as_of=as_of, last=last, wanted=wanted)
    everyone = next_due(books, as_of=as_of, last=last, wanted=Filter(everybody=True)).items
    shown = {item.patient for item in listed.items}
    known = {patient.code: patient.condition.strip() for patient in books.patients()}
    named: dict[str, str] = {}
    parts: dict[str, Counter[str]] = {}
    for item in everyone:
        condition = known.get(item.patient, "")
        key = folded(condition)
        named.setdefault(key, condition)
        part = _part(item, shown, last, everybody=wanted.everybody)
        parts.setdefault(key, Counter(listed=0, later=0, inactive=0, filtered=0))[part] += 1
    found = [(named[key], Counts(**part, all=part.total())) for key, part in parts.items()]
    found.sort(key=lambda each: (not each[0], -each[1].all, folded(each[0])))
    return Census(as_of, last, tuple(found), _reasons(books, everyone, as_of), listed.counts)


def _part(item: WorklistItem, shown: set[str], last: date, *, everybody: bool) -> str:
    if item.patient in shown:
        return "listed"
    if everybody or is_in(item, last):
        return "filtered"
    return "inactive" if item.status is Status.RETIRED else "later"


def _reasons(
    books: ReadBooks, everyone: Iterable[WorklistItem], as_of: date
) -> tuple[tuple[Reason, int], ...]:
    """Why the retired are so: an archive's reason, else that the pump was taken out."""
    found: Counter[Reason] = Counter()
    for item in everyone:
        if item.status is Status.RETIRED:
            departure = departure_of(books.entries(item.patient))
            gone = departure is not None and departure.on <= as_of
            found[departure.reason if departure and gone else Reason.EXPLANTED] += 1
    return tuple((reason, found[reason]) for reason in Reason if found[reason])
