"""Looking for a patient by whatever is at hand: name, code, phone, birth date, serial number."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from pumpsched.domain.clinic import Patient
from pumpsched.domain.text import folded, holds_words, name_words

if TYPE_CHECKING:
    from pumpsched.store.reading.opening import ReadBooks

LEAST_OF_A_SERIAL = 3
"""Fewer letters and numbers stand in almost every serial number."""


def people_found(books: ReadBooks, text: str, *, born: date | None) -> list[Patient]:
    """Patients whose name, code, phone, birth date or pump fits a text, by code.

    ``born`` is the text as a date, where it is one.
    """
    words, part, digits = name_words(text), folded(text), _phone_digits(text)
    owners = _owners(books, _plain(text))
    found = books.patients_of(
        person.code
        for person in books.people()
        if holds_words(person.name, words)
        or (part and part in folded(person.code))
        or (digits and digits in re.sub(r"\D", "", person.phone))
        or (born is not None and born == person.birth_date)
        or person.code in owners
    )
    if not found:
        books.check_whole()
    return found


def _phone_digits(text: str) -> str:
    """The digits of what may be part of a phone number."""
    return re.sub(r"\D", "", text) if re.fullmatch(r"[-+() ./0-9]+", text) else ""


def _owners(books: ReadBooks, serial: str) -> frozenset[str]:
    """Whose pump's serial number has this part."""
    if len(serial) < LEAST_OF_A_SERIAL or not re.search(r"\d", serial):
        return frozenset()
    devices = (implant.device for implant in books.devices())
    return frozenset(each.patient for each in devices if serial in _plain(each.serial))


def _plain(serial: str) -> str:
    return re.sub(r"[\W_]", "", serial.casefold())
