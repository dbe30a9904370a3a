"""Enrolment: patients are added and corrected; rows of the files as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from pumpsched.domain.errors import Conflict
from pumpsched.domain.people import Patient
from pumpsched.domain.pump import Device
from pumpsched.domain.text import folded
from pumpsched.interop.people import PATIENTS
from pumpsched.interop.pumps import PUMPS
from pumpsched.reference import catalogue
from pumpsched.store.books import Books
from pumpsched.usecases.chart import identified
from pumpsched.usecases.confirm import ConfirmationNeeded
from pumpsched.usecases.outlooks import refresh


@dataclass(frozen=True, slots=True)
class PatientReceipt:
    """A patient as added or changed, and which fields changed from what."""

    patient: Patient
    changed: tuple[tuple[str, str, str], ...] = ()


def add_patient(books: Books, patient: Patient, *, confirmed: str | None) -> PatientReceipt:
    """Adds a patient.

    Raises:
        Conflict: The code is taken.
        ConfirmationNeeded: Somebody with nearly the same name and birth date is there already.
    """
    if books.patient(patient.code) is not None:
        raise Conflict(
            f"Patient {patient.code} is there already.",
            code="duplicate-patient",
            next_step=f"pumpsched patient edit {patient.code} …, or pumpsched show {patient.code}",
        )
    twin = _twin(books, patient)
    if twin is not None and confirmed != patient.code:
        raise ConfirmationNeeded(
            patient.code, why=f"{identified(twin)} looks like the same person."
        )
    books.put_patient(patient)
    return PatientReceipt(patient)


def _twin(books: Books, patient: Patient) -> Patient | None:
    """Somebody with the same birth date (where both are known) and nearly the same name."""
    name = folded(patient.name)
    for other in books.patients():
        same_day = other.birth_date == patient.birth_date
        if same_day and SequenceMatcher(None, name, folded(other.name)).ratio() > 0.9:
            return other
    return None


def patient_of(columns: Mapping[str, str]) -> Patient:
    """The patient that columns of ``patients.csv`` describe.

    Raises:
        BadRow: With everything that cannot be read.
    """
    return PATIENTS.parse(columns, catalogue())


def device_of(columns: Mapping[str, str]) -> Device:
    """The pump that columns of ``pumps.csv`` describe.

    Raises:
        BadRow: With everything that cannot be read.
    """
    return PUMPS.parse(columns, catalogue())


def edit_patient(
    books: Books, patient: Patient, columns: Mapping[str, str], *, today: date
) -> PatientReceipt:
    """Changes columns of a patient, and the dates that follow from them."""
    before = PATIENTS.text(patient)
    new = patient_of(before | dict(columns))
    after = PATIENTS.text(new)
    changed = tuple((c, before[c], after[c]) for c in before if before[c] != after[c])
    if changed:
        books.put_patient(new)
        refresh(books, patient.code, today=today)
    return PatientReceipt(new, changed)
