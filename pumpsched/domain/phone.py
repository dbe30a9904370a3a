"""What is said on the phone: with a patient about the next visit, with a pharmacy about its drug.

Both are appended and never changed; a later one takes the place of an earlier one, or takes it
back.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from pumpsched.domain.calendars import When


class ContactMeans(StrEnum):
    """How a patient was reached for."""

    PHONE = "phone"
    MESSAGE = "message"
    LETTER = "letter"
    IN_PERSON = "in-person"


class ContactOutcome(StrEnum):
    """What came of it."""

    AGREED = "agreed"
    REFUSED = "refused"
    LEFT_MESSAGE = "left-message"
    WITHDRAWN = "withdrawn"
    """The contact before was logged by mistake."""


class Contact(NamedTuple):
    """One attempt to reach a patient.

    Attributes:
        patient: The patient's code.
        at: When it was.
        means: How.
        outcome: What came of it.
        who: Name of the person who tried.
    """

    patient: str
    at: When
    outcome: ContactOutcome
    who: str
    means: ContactMeans = ContactMeans.PHONE
    note: str = ""


def standing_contacts(logged: Iterable[Contact]) -> tuple[Contact, ...]:
    """A patient's contacts, in the order logged, without those taken back."""
    standing: list[Contact] = []
    for contact in logged:
        if contact.outcome is not ContactOutcome.WITHDRAWN:
            standing.append(contact)
        elif standing:
            standing.pop()
    return tuple(standing)


class OrderState(StrEnum):
    """How far the drug of a visit is."""

    OPEN = "open"
    """Nothing is ordered, or no longer."""
    ORDERED = "ordered"
    ARRIVED = "arrived"
    LATE = "late"
    """Ordered, and there on a later day than was asked."""


class OrderMark(NamedTuple):
    """How far the drug of a visit is from a moment on.

    Attributes:
        visit: Code of the visit.
        at: When that was known.
        state: How far it is.
        who: Name of the person who noted it.
        until: The day by which a late one is there.
    """

    visit: str
    at: When
    state: OrderState
    who: str
    until: date | None = None

    @property
    def is_under_way(self) -> bool:
        """Whether somebody has ordered it."""
        return self.state is not OrderState.OPEN

    @property
    def there_on(self) -> date | None:
        """The first day with the drug there; None where that is as for any order."""
        return date.min if self.state is OrderState.ARRIVED else self.until
