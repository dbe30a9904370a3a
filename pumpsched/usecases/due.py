"""The worklist: who needs a refill within a span, most urgent first, and who does not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from pumpsched.domain.people import Setting
from pumpsched.domain.practice import Practice
from pumpsched.domain.projection import Status
from pumpsched.domain.visits import Visit
from pumpsched.store.books import Books, Listed
from pumpsched.usecases.chart import known_nurse, open_chart, practice_of
from pumpsched.usecases.item import Item, Person, item_of_chart, item_of_outlook

ALWAYS_LISTED = frozenset(
    {
        Status.EMPTY,
        Status.ALARM,
        Status.LATE,
        Status.UNFILLED,
        Status.UNPROGRAMMED,
        Status.STOPPED,
    }
)
PRESSING = frozenset({Status.EMPTY, Status.ALARM, Status.LATE})


@dataclass(frozen=True, slots=True)
class Filter:
    """Which patients of the span are wanted.

    Attributes:
        everybody: List every patient, whatever the span.
        limit: At most so many lines.
        setting: Only patients who can be refilled there.
        nurse: Only patients whose next visit, or usual nurse, is this one.
        unbooked: Only patients without a visit to come.
    """

    everybody: bool = False
    limit: int | None = None
    setting: Setting | None = None
    nurse: str | None = None
    unbooked: bool = False

    def takes(self, item: Item) -> bool:
        """Whether an item is wanted."""
        if self.setting and item.setting not in (self.setting.value, Setting.EITHER.value):
            return False
        if self.nurse:
            nurses = item.visit.nurses if item.visit else (item.preferred_nurse,)
            if self.nurse not in nurses:
                return False
        return not (self.unbooked and item.visit)


@dataclass(frozen=True, slots=True)
class Counts:
    """How the list reconciles: listed + later + inactive + filtered = all."""

    listed: int
    later: int
    inactive: int
    filtered: int
    all: int


@dataclass(frozen=True, slots=True)
class DueList:
    """The worklist of a span, most urgent first."""

    as_of: date
    last: date
    items: tuple[Item, ...]
    counts: Counts
    pressing: bool
    """Whether anybody at all is late, alarming or empty, listed or not."""


def next_due(books: Books, *, as_of: date, last: date, wanted: Filter = Filter()) -> DueList:
    """Everyone whose window ends by ``last``, and everyone who needs attention anyway."""
    if wanted.nurse is not None:
        wanted = replace(wanted, nurse=known_nurse(books, wanted.nurse).code)
    practice = practice_of(books)
    visits = books.next_visits(as_of)
    everyone = [
        _item(books, row, as_of=as_of, practice=practice, visit=visits.get(row.patient))
        for row in books.listing(as_of, None if wanted.everybody else last)
    ]
    total = books.counts(as_of, last).all
    inactive = [item for item in everyone if item.status is Status.RETIRED]
    in_span = [item for item in everyone if is_in(item, last)]
    candidates = everyone if wanted.everybody else in_span
    chosen = sorted((i for i in candidates if wanted.takes(i)), key=lambda item: item.urgency)
    listed = chosen if wanted.limit is None else chosen[: wanted.limit]
    filtered = len(candidates) - len(listed)
    hidden = 0 if wanted.everybody else len(inactive)
    counts = Counts(
        listed=len(listed),
        later=total - len(candidates) - hidden,
        inactive=hidden,
        filtered=filtered,
        all=total,
    )
    pressing = any(item.status in PRESSING for item in everyone)
    return DueList(as_of, last, tuple(listed), counts, pressing)


def is_in(item: Item, last: date) -> bool:
    """Whether a patient belongs on a worklist up to ``last``."""
    if item.status in ALWAYS_LISTED:
        return True
    return item.refill_by is not None and item.refill_by <= last


def _item(
    books: Books, row: Listed, *, as_of: date, practice: Practice, visit: Visit | None
) -> Item:
    if row.outlook is not None and row.outlook.holds_on(as_of):
        person = Person(
            patient=row.patient,
            name=row.name,
            phone=row.phone,
            setting=row.setting,
            preferred_nurse=row.preferred_nurse,
            pump_model=row.model,
            serial=row.serial,
        )
        return item_of_outlook(person, row.outlook, as_of=as_of, practice=practice, visit=visit)
    chart = open_chart(books, row.patient, as_of=as_of, practice=practice)
    return item_of_chart(chart, visit=visit)
