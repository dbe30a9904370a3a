"""How many patients of each condition are listed, later, inactive; and why those left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pumpsched.domain.projection import Status
from pumpsched.domain.text import folded
from pumpsched.store.books import Books
from pumpsched.usecases.due import Counts, Filter, is_in, next_due
from pumpsched.usecases.item import Item
from pumpsched.usecases.leaving import Reason, departure_of


@dataclass(frozen=True, slots=True)
class ConditionCounts:
    """The worklist's counts for one condition, empty text for those without one."""

    condition: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Tally:
    """A worklist in numbers.

    Attributes:
        as_of, last: The day looked from, and the span's last day.
        conditions: The counts of each condition, most patients first; they add up to ``whole``.
        reasons: How many are inactive for each reason; they add up to the inactive.
        whole: The counts of everybody, as the worklist's own footer has them.
    """

    as_of: date
    last: date
    conditions: tuple[ConditionCounts, ...]
    reasons: tuple[tuple[Reason, int], ...]
    whole: Counts


def tally(books: Books, *, as_of: date, last: date, wanted: Filter) -> Tally:
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
        parts.setdefault(key, Counter())[part] += 1
    found = [ConditionCounts(named[key], _counts(part)) for key, part in parts.items()]
    found.sort(key=lambda each: (not each.condition, -each.counts.all, folded(each.condition)))
    return Tally(as_of, last, tuple(found), _reasons(books, everyone, as_of), listed.counts)


def _part(item: Item, shown: set[str], last: date, *, everybody: bool) -> str:
    if item.patient in shown:
        return "listed"
    if everybody or is_in(item, last):
        return "filtered"
    return "inactive" if item.status is Status.RETIRED else "later"


def _counts(part: Counter[str]) -> Counts:
    return Counts(
        listed=part["listed"],
        later=part["later"],
        inactive=part["inactive"],
        filtered=part["filtered"],
        all=part.total(),
    )


def _reasons(books: Books, everyone: Iterable[Item], as_of: date) -> tuple[tuple[Reason, int], ...]:
    """Why the retired are so: an archive's reason, else that the pump was taken out."""
    found: Counter[Reason] = Counter()
    for item in everyone:
        if item.status is Status.RETIRED:
            departure = departure_of(books.entries(item.patient))
            gone = departure is not None and departure.on <= as_of
            found[departure.reason if departure and gone else Reason.EXPLANTED] += 1
    return tuple((reason, found[reason]) for reason in Reason if found[reason])
