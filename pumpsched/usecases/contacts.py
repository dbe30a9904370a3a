"""Contacts with patients: what came of a call, logged, listed, taken back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from pumpsched.domain.calendars import When
from pumpsched.domain.clinic import Patient
from pumpsched.domain.errors import Conflict, Unsafe
from pumpsched.domain.phone import Contact, ContactMeans, ContactOutcome, standing_contacts
from pumpsched.domain.text import as_typed

if TYPE_CHECKING:
    from pumpsched.store.books import Books
    from pumpsched.store.reading.opening import ReadBooks


class Logged(NamedTuple):
    """A contact that was logged; of one taken back also which."""

    patient: Patient
    contact: Contact
    withdrawn: Contact | None


def log_contact(
    books: Books,
    patient: Patient,
    outcome: ContactOutcome,
    *,
    means: ContactMeans,
    at: When,
    today: date,
    note: str = "",
) -> Logged:
    """Logs what came of a contact with a patient; ``withdrawn`` takes the last one back.

    Raises:
        Conflict: The same is logged already, or there is none to take back.
        Unsafe: It is dated after today.
    """
    if at.day > today:
        raise Unsafe(
            f"{at.day} is in the future; today is {today}.",
            code="future-fact",
            why="A call is logged once it was made; a visit that was agreed on is booked.",
            next_step=f"pumpsched visit add {as_typed(patient.code)} --at …",
        )
    contact = Contact(patient.code, at, outcome, books.audit.stamp.actor, means, note)
    logged = books.contacts([patient.code])
    standing = standing_contacts(logged)
    withdrawn = None
    if outcome is ContactOutcome.WITHDRAWN:
        if not standing:
            raise Conflict(
                f"No contact with {patient.code} is logged that could be taken back.",
                code="no-contact",
                next_step=f"pumpsched contact {patient.code}",
            )
        withdrawn = standing[-1]
    if contact in logged:
        raise Conflict(
            f"That contact with {patient.code} is logged already.",
            code="known-contact",
            next_step=f"pumpsched contact {patient.code}",
        )
    books.add_contact(contact)
    return Logged(patient, contact, withdrawn)


def contacts_with(books: ReadBooks, patient: str) -> tuple[Contact, ...]:
    """The contacts with a patient that were not taken back, in the order logged."""
    return standing_contacts(books.contacts([patient]))


def last_contacts(books: ReadBooks, patients: Iterable[str]) -> dict[str, Contact]:
    """The last contact with each of some patients, by code."""
    found = {}
    for code, logged in groupby(books.contacts(patients), lambda contact: contact.patient):
        standing = standing_contacts(logged)
        if standing:
            found[code] = standing[-1]
    return found


def bring_contacts(books: Books, source: str, into: str) -> None:
    """Logs the contacts with one code for another too: they are one person."""
    there = books.contacts([into])
    for contact in contacts_with(books, source):
        brought = contact._replace(patient=into)
        if brought not in there:
            books.add_contact(brought)
